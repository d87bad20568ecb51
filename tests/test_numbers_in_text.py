"""Numbers in running text are found and read whole, or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from infofacts.numbers import Quantity, number_text, scale_by
from infofacts.reading.finding import Number, find
from infofacts.reading.numerals import NUMERALS, folded, read
from infofacts.units import ZH_SCALES


def only(text: str) -> Number:
    """The one number of a text."""
    (number,) = find(text)
    return number


def says(text: str) -> tuple[str, str, str]:
    """What the one number of a text says: both ends in base units, and its unit."""
    quantity = only(text).quantity
    assert quantity
    return f"{quantity.value:f}", f"{quantity.top:f}", quantity.bare_unit


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1亿2000万户", "120000000", "户"), ("1亿零2000万户", "120000000", "户"),
        ("3亿5千万", "350000000", ""), ("3万5", "35000", ""), ("13万2户", "132000", "户"),
        ("1万亿5000亿", "1500000000000", ""), ("2万5000元", "25000", "元"),
        ("3千200万元", "32000000", "元"), ("三万五户", "35000", "户"), ("一亿五", "150000000", ""),
        ("1,092万", "10920000", ""), ("1.5万亿", "1500000000000", ""), ("１８．６万户", "186000", "户"),
        ("1，234万元", "12340000", "元"), ("12 500 users", "12500", "users"),
        ("1 亿 2000 万户", "120000000", "户"), ("三点五亿", "350000000", ""),
        ("百分之三点五", "3.5", "%"), ("百分之百", "100", "%"), ("千分之五", "5", "‰"),
        ("半万户", "5000", "户"), ("半亿元", "50000000", "元"), ("半百万人", "500000", "人"),
        ("半个亿", "50000000", ""), ("三分之一", "33", "%"), ("两成", "20", "%"), ("三成五", "35", "%"), ("四成半", "45", "%"),
        ("廿三个", "23", "个"), ("卅个", "30", "个"), ("壹佰贰拾万元", "1200000", "元"),
        ("两个", "2", "个"), ("40余万家", "400000", "家"), ("97亿余次", "9700000000", "次"),
        ("十多亿人次", "1000000000", "人次"), ("7元/吨", "7", "元/吨"), ("7平方公里", "7", "平方公里"),
        ("$5.2bn", "5200000000", "$"), ("£1.5m", "1500000", "£"), ("5m", "5", "m"),
        ("RMB 5 million", "5000000", "RMB"), ("3.5 million users", "3500000", "users"),
        ("1.2trn", "1200000000000", ""), ("9兆3200億円", "9320000000000", "円"), ("1.2兆元", "1200000000000", "元"),
        ("EUR 61.0 billion", "61000000000", "EUR"), ("0.2 percentage points", "0.2", "percentage points"),
        ("38.6 per cent", "38.6", "per cent"), ("5兆瓦", "5", "兆瓦"),
        ("two hundred and five people", "205", "people"),
        ("a third of", "33", "%"), ("half", "50", "%"),
    ],
)  # fmt: skip
def test_a_number_is_read_whole(text: str, number: str, unit: str) -> None:
    assert says(text) == (number, number, unit)
    assert only(text).text == text.removesuffix(" of")


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("数千人", "1000", "10000", "人"), ("数十万户", "100000", "1000000", "户"),
        ("十几万户", "100000", "200000", "户"), ("10几万户", "100000", "200000", "户"),
        ("两三个", "2", "3", "个"), ("三四十个", "30", "40", "个"), ("三、四十个", "30", "40", "个"),
        ("十五六万户", "150000", "160000", "户"), ("七八成", "70", "80", "%"),
        ("十之八九", "80", "90", "%"), ("5至10亿元", "500000000", "1000000000", "元"),
        ("5亿—10亿元", "500000000", "1000000000", "元"), ("5%～10%", "5", "10", "%"),
        ("200-300个", "200", "300", "个"), ("1.5—2.5万户", "15000", "25000", "户"),
        ("三到五倍", "3", "5", "倍"), ("三到五千户", "3000", "5000", "户"),
        ("一至两成", "10", "20", "%"), ("百分之五到十", "5", "10", "%"),
        ("2000至1万户", "2000", "10000", "户"), ("1.2-1.5 billion", "1200000000", "1500000000", ""),
        ("5 to 10 users", "5", "10", "users"), ("hundreds of thousands", "100000", "1000000", ""),
        ("several million", "1000000", "10000000", ""),
    ],
)  # fmt: skip
def test_what_is_vague_or_a_range_has_two_ends(text: str, low: str, high: str, unit: str) -> None:
    assert says(text) == (low, high, unit)


def test_a_minus_is_a_sign_a_dash_is_none() -> None:
    assert [says(f"净增{sign}１２２个") for sign in "－-−–"] == [("-122", "-122", "个")] * 4
    assert [says(text)[0] for text in ("GPT-4个", "（三）-300个", "- 5个")] == ["4", "300", "5"]


def test_between_and_from_to() -> None:
    assert says("between 5 and 10 million") == ("5000000", "10000000", "")
    for text in ("从71.6%到75.6%", "rose from 5% to 10%", "增加500万至2000万户", "up 5% to 10%"):
        assert [number.quantity and number.quantity.high for number in find(text)] == [None, None]
    assert says("从5亿至10亿元不等") == ("500000000", "1000000000", "元")
    assert says("增长5至8个百分点") == ("5", "8", "个百分点")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023年", "year"), ("二〇二三年", "year"), ("2020—2025年", "year"), ("in 2023", "year"),
        ("12月", "date"), ("1-5月", "date"), ("2023-12-31", "date"), ("10:30", "date"),
        ("第3位", "ordinal"), ("第三", "ordinal"), ("3rd", "ordinal"), ("No. 5", "ordinal"),
        ("5G", "name"), ("IPv6", "name"), ("GPT-4", "name"), ("版本5.0", "name"),
        ("Web 3.0", "name"), ("1.2.3", "name"), ("“十四五”规划", "name"), ("十四五时期", "name"),
        ("007", "name"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_said_to_be_something_else(text: str, kind: str) -> None:
    assert only(text).kind == kind


@pytest.mark.parametrize(
    "text", ["3万5亿", "12,34", "3/4", "2.5×10^6", "1,2345", "1.5亿2000万", "9兆"]
)
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert only(text).quantity is None and only(text).text == text


@pytest.mark.parametrize(
    "text", ["一些", "万一", "千万不要", "十分重要", "一方面", "百姓", "统一", "一带一路", "千瓦时", "百分点", "one of them"]
)  # fmt: skip
def test_words_with_numerals_are_no_numbers(text: str) -> None:
    assert list(find(text)) == []


@pytest.mark.parametrize(
    ("text", "bound", "sign"),
    [
        ("超过330万个", "超过", ">"), ("约300家左右", "约…左右", "~"), ("300余家", "余", ">"),
        ("60%以上", "以上", ">="), ("more than 5 million", "more than", ">"), ("近三分之一", "近", "~"),
        ("过半", "过", ">"), ("上千家", "上", ">="), ("不足5%", "不足", "<"), ("通过三项", "", "="),
    ],
)  # fmt: skip
def test_bound_words_around_a_number(text: str, bound: str, sign: str) -> None:
    quantity = only(text).quantity
    assert quantity and (quantity.bound, quantity.sign) == (bound, sign)


# ---------------------------------------------------------------- any numbers
digits = st.decimals(
    min_value=Decimal("0.01"), max_value=Decimal("99999999"), allow_nan=False, places=2
)


@given(
    digits, st.sampled_from([*ZH_SCALES, ""]), st.sampled_from(["户", "亿元", "个", "%", "公里"])
)
def test_what_is_printed_is_read_back(number: Decimal, scale: str, unit: str) -> None:
    unit = unit if scale else unit.removeprefix("亿")
    quantity = Quantity(number, (scale if unit != "%" else "") + unit.removeprefix("亿"))
    read = only(f"共{quantity.text()}。")
    assert read.quantity and read.quantity.value == quantity.value
    assert read.quantity.bare_unit == quantity.bare_unit and read.text == quantity.text()


@given(digits, st.sampled_from(["户", "元", "%", "吨"]), st.sampled_from(["zh", "en"]))
def test_what_people_read_is_read_back(number: Decimal, unit: str, lang: str) -> None:
    read = only(f": {number_text(number, unit, lang)}.")
    assert read.quantity and read.quantity.value == scale_by(number)


@given(digits, digits, st.sampled_from(["亿元", "万户", "%", "个"]))
def test_a_range_is_read_back(one: Decimal, other: Decimal, unit: str) -> None:
    assume(one != other)
    low, high = sorted((one, other))
    quantity = Quantity(low, unit, high=high)
    read = only(f"共{quantity.text()}。").quantity
    assert read and (read.value, read.top) == (quantity.value, quantity.top)


ZH_WRITTEN = "〇一二三四五六七八九"


def written(number: int) -> str:
    """A number below 10^12 in Chinese numerals, in full."""
    if number >= 10**4:
        size, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
        high, low = divmod(number, size)
        gap = "零" if 0 < low < size // 10 else ""
        return written(high) + name + (gap + written(low) if low else "")
    text, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if zero and text else "") + ZH_WRITTEN[digit] + name
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 10**12 - 1))
def test_a_number_in_full_words_is_read(number: int) -> None:
    reading = read(written(number))
    assert reading and reading.low == reading.high == Decimal(number)


ATOMS = st.sampled_from(
    [*NUMERALS, "余", "多", "点", "成", "半", "分之", "3", "12", "2000", "1.5", "1,234", "，", "至", "、", "-", "户"]
)  # fmt: skip


@given(st.lists(ATOMS, min_size=1, max_size=8).map("".join))
def test_no_part_of_a_run_is_a_number(text: str) -> None:
    """Nothing that continues a number stands right beside one that was read."""
    plain = folded(text)
    numbers = list(find(text))
    for number in numbers:
        if number.quantity and number.kind == "number":
            before, after = (
                plain[number.start - 1 : number.start],
                plain[number.end : number.end + 1],
            )
            unit = plain[number.end - 1] in "户%"
            assert not re.match("[0-9.十百千万亿]", before), (text, number)
            assert unit or not re.match("[0-9十百千万亿]", after), (text, number)
    assert all(one.end <= other.start for one, other in zip(numbers, numbers[1:], strict=False))


@pytest.mark.parametrize(
    "many", ["一", "1", "1、", "一二", "万", "5至", "1,", "，1", "百分之", "第", "$"]
)
def test_long_texts_are_read_once(many: str) -> None:
    """50,000 of them would take minutes if each were tried with all that follow."""
    list(find(many * 20_000))
