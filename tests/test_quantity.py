"""Quantities are exact, from print to base units and back, in Chinese and English."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infofacts.interval import interval_of
from infofacts.numbers import (
    EXACT,
    Quantity,
    bound_sign,
    digits_of,
    number_text,
    scale_by,
    split_unit,
)
from infofacts.text import words_values
from infofacts.units import BOUND_WORDS, EN_SCALES, UNITS_EN, ZH_SCALES

# Retyped by hand: what every printed word says, and where it stands.
BOUNDS = [
    ("超过", ">", "超过7万个"), ("超", ">", "超7万个"), ("突破", ">", "突破7万个"), ("逾", ">", "逾7万个"),
    ("高于", ">", "高于7万个"), ("过", ">", "过7万个"), ("至少", ">=", "至少7万个"), ("上", ">=", "上7万个"),
    ("余", ">", "7余万个"), ("多", ">", "7多万个"), ("以上", ">=", "7万个以上"), ("近似", "~", "近似7万个"),
    ("近", "~", "近7万个"), ("约", "~", "约7万个"), ("左右", "~", "7万个左右"), ("不足", "<", "不足7万个"),
    ("低于", "<", "低于7万个"), ("以下", "<=", "7万个以下"), ("over", ">", "over7万个"),
    ("more than", ">", "more than7万个"), ("at least", ">=", "at least7万个"), ("nearly", "~", "nearly7万个"),
    ("about", "~", "about7万个"), ("under", "<", "under7万个"), ("less than", "<", "less than7万个"),
    ("at most", "<=", "at most7万个"),
    ("没超", "<=", "没超7万个"), ("没超过", "<=", "没超过7万个"), ("未突破", "<=", "未突破7万个"),
    ("没有突破", "<=", "没有突破7万个"), ("未高于", "<=", "未高于7万个"), ("未低于", ">=", "未低于7万个"),
    ("未达到", "<", "未达到7万个"), ("没有达到", "<", "没有达到7万个"), ("达不到", "<", "达不到7万个"),
    ("no more than", "<=", "no more than7万个"), ("not more than", "<=", "not more than7万个"),
    ("no less than", ">=", "no less than7万个"), ("not less than", ">=", "not less than7万个"),
    ("不超", "<=", "不超7万个"), ("未超", "<=", "未超7万个"), ("未超过", "<=", "未超过7万个"),
    ("没有超过", "<=", "没有超过7万个"), ("未达", "<", "未达7万个"), ("不满", "<", "不满7万个"),
    ("未满", "<", "未满7万个"), ("不低于", ">=", "不低于7万个"), ("不少于", ">=", "不少于7万个"), ("不小于", ">=", "不小于7万个"),
    ("不止", ">", "不止7万个"), ("大于", ">", "大于7万个"), ("多于", ">", "多于7万个"),
    ("大约", "~", "大约7万个"), ("将近", "~", "将近7万个"), ("接近", "~", "接近7万个"), ("上下", "~", "7万个上下"),
    ("不到", "<", "不到7万个"), ("小于", "<", "小于7万个"), ("少于", "<", "少于7万个"),
    ("不超过", "<=", "不超过7万个"), ("不高于", "<=", "不高于7万个"), ("不大于", "<=", "不大于7万个"),
    ("不多于", "<=", "不多于7万个"), ("至多", "<=", "至多7万个"), ("最多", "<=", "最多7万个"),
    ("以内", "<=", "7万个以内"), ("almost", "~", "almost7万个"), ("up to", "<=", "up to7万个"), ("约…左右", "~", "约7万个左右"), ("", "=", "7万个"),
]  # fmt: skip


def test_every_bound_word_is_here() -> None:
    assert {word for word, _, _ in BOUNDS} == {*BOUND_WORDS, "约…左右", ""}


@pytest.mark.parametrize(("word", "sign", "printed"), BOUNDS)
def test_a_bound_word_has_a_sign_and_a_place(word: str, sign: str, printed: str) -> None:
    quantity = Quantity(Decimal(7), "万个", word)
    assert (quantity.sign, quantity.text()) == (sign, printed)


digits = st.decimals(
    min_value=Decimal("0.0001"), max_value=Decimal("99999999"), allow_nan=False, places=4
)
scales = st.sampled_from([*ZH_SCALES, ""])


@given(digits, scales, st.sampled_from(["个", "户", "元", "千瓦时", "个百分点", "%"]))
def test_a_printed_number_goes_to_base_units_and_back_exactly(
    number: Decimal, scale: str, unit: str
) -> None:
    quantity = Quantity(number, scale + unit)
    power, base = split_unit(scale + unit)
    assert base == unit
    assert Fraction(quantity.value) == Fraction(number) * 10**power
    assert scale_by(quantity.value, -power) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_conversion_between_any_two_scales_is_exact(value: Decimal) -> None:
    """万, 亿, 万亿, thousand, million, billion, trillion: there and back again."""
    for power in {*ZH_SCALES.values(), *EN_SCALES.values()}:
        there = scale_by(value, -power)
        assert Fraction(there) * 10**power == Fraction(value)
        assert scale_by(there, power) == value
        assert Decimal(digits_of(there)) == there


@given(digits, scales, st.sampled_from(["zh", "en"]))
def test_what_people_read_is_the_same_number(number: Decimal, scale: str, lang: str) -> None:
    value = Quantity(number, scale + "个").value
    text = number_text(value, "个", lang).replace(",", "").removesuffix("个").strip()
    words = {**ZH_SCALES, **EN_SCALES}
    word = next((w for w in sorted(words, key=len, reverse=True) if text.endswith(w)), "")
    read = Decimal(text.removesuffix(word).strip())
    assert EXACT.multiply(read, Decimal(10) ** words.get(word, 0)) == value


@pytest.mark.parametrize(
    ("sign", "zh", "en"),
    [
        ("=", "5个", "5"), (">", "超5个", "over 5"), (">=", "至少5个", "at least 5"),
        ("<", "不足5个", "under 5"), ("<=", "至多5个", "at most 5"), ("~", "约5个", "about 5"),
    ],
)  # fmt: skip
def test_signs_in_both_languages(sign: str, zh: str, en: str) -> None:
    assert (
        number_text(Decimal(5), "个", "zh", sign),
        number_text(Decimal(5), "个", "en", sign),
    ) == (zh, en)


def test_units_in_english() -> None:
    """A Latin unit is its own name, a measure word has none, the others are said."""
    for unit, name in UNITS_EN.items():
        latin = unit.isascii() and unit not in ("", "G", "T", "Tokens")
        assert name == unit if latin else unit != name or unit == "", unit
    said = {
        "元": "yuan",
        "户": "users",
        "人": "people",
        "吨": "tonnes",
        "公里": "km",
        "千瓦时": "kWh",
    }
    assert said.items() <= UNITS_EN.items()
    assert {UNITS_EN[unit] for unit in ("", "个", "家", "项", "场", "部门")} == {""}
    assert {"EFLOPS", "ZB", "EB", "PB", "TB", "GB", "Tbps", "bps", "MHz"} <= UNITS_EN.keys()


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("", "="), ("超", ">"), ("超过", ">"), ("突破", ">"), ("逾", ">"), ("余", ">"), ("多", ">"),
        ("以上", ">="), ("至少", ">="), ("近", "~"), ("约", "~"), ("左右", "~"), ("近似", "~"),
        ("不足", "<"), ("以下", "<="), ("约…余", "~"), ("超…多", ">"), ("大概", None),
    ],
)  # fmt: skip
def test_bound_words_have_their_signs(words: str, sign: str | None) -> None:
    assert bound_sign(words) == sign


@pytest.mark.parametrize(
    ("quantity", "quote", "printed"),
    [
        (Quantity(Decimal("337.7"), "万个"), "总数达337.7万个", "337.7万个"),
        (Quantity(Decimal(7), "亿台", "超"), "装机超7亿台", "超7亿台"),
        (Quantity(Decimal(40), "万家", "余"), "数量40余万家", "40余万家"),
        (Quantity(Decimal(97), "亿次", "余"), "服务97亿余次", "97亿余次"),
        (Quantity(Decimal(300), "亿次", "约…余"), "增长约300余亿次", "约300余亿次"),
        (Quantity(Decimal(60), "%", "以上"), "60%以上的受访者", "60%以上"),
        (Quantity(Decimal(45), "%", "", "四成半"), "总量的四成半", "四成半"),
        (Quantity(Decimal("-4.4"), "个百分点"), "缩小4.4个百分点", "4.4个百分点"),
    ],
)
def test_a_quantity_is_printed_as_the_report_prints_it(
    quantity: Quantity, quote: str, printed: str
) -> None:
    assert quantity.text(quote) == printed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("四成半", 45), ("三成", 30), ("近三分之一", Fraction(100, 3)), ("近四分之一", 25),
        ("过半", 50), ("半数以上", 50), ("超半数", 50), ("千余项", 1000), ("百万条", 1000000),
        ("超十万家", 100000), ("万余家", 10000), ("第二", 2), ("首位", 1), ("十三", 13),
        ("二十三", 23), ("两千", 2000), ("一亿二千万", 120000000),
    ],
)  # fmt: skip
def test_numbers_in_words(text: str, number: Fraction | int) -> None:
    assert next(words_values(text)) == number


@pytest.mark.parametrize(
    ("value", "unit", "sign", "zh", "en"),
    [
        ("3377000", "个", "=", "337.7万个", "3.377 million"),
        ("163000000", "户", "=", "1.63亿户", "163 million users"),
        ("15110000000000", "元", "=", "15.11万亿元", "15.11 trillion yuan"),
        ("700000000", "台", ">", "超7亿台", "over 700 million"),
        ("60.88", "%", "=", "60.88%", "60.88%"),
        ("3.5", "个百分点", "~", "约3.5个百分点", "about 3.5 percentage points"),
        ("24", "个", "=", "24个", "24"),
        ("2499", "元", "<", "不足2499元", "under 2,499 yuan"),
    ],
)
def test_people_read_chinese_or_english_scales(
    value: str, unit: str, sign: str, zh: str, en: str
) -> None:
    assert number_text(Decimal(value), unit, "zh", sign) == zh
    assert number_text(Decimal(value), unit, "en", sign) == en


@pytest.mark.parametrize(
    ("quantity", "sign", "low", "high", "text"),
    [
        (Quantity(Decimal(-5), "个百分点", "超", falls=True), "<", None, -5, "-超5个百分点"),
        (Quantity(Decimal(-5), "%", "不足", falls=True), ">", -5, None, "-不足5%"),
        (Quantity(Decimal(-5), "%", "以上", falls=True), "<=", None, -5, "-5%以上"),
        (Quantity(Decimal(-100), "家", "近", falls=True), "~", -100, -95, "-近100家"),
        (Quantity(Decimal(-300), "家", "约…余", falls=True), "~", -400, -285, "-约300余家"),
        (Quantity(Decimal(-100), "家", "近"), "~", -100, -95, "近-100家"),
        (Quantity(Decimal(-3), "亿元", "约"), "~", -350000000, -250000000, "约-3亿元"),
    ],
)
def test_the_bound_of_a_fall_is_about_its_size(
    quantity: Quantity, sign: str, low: int | None, high: int | None, text: str
) -> None:
    assert quantity.sign == sign
    assert (interval_of(quantity).low, interval_of(quantity).high) == (low, high)
    assert quantity.text(signed=True) == text


def test_no_digit_of_a_long_number_is_lost() -> None:
    """Decimal rounds to 28 digits wherever it is not told otherwise."""
    digits = Decimal("-12345678901234567890123456789012.5")
    assert Quantity(digits, "个").text(signed=True) == f"{digits}个"
    assert Quantity(digits, "个").text() == f"{digits.copy_abs()}个"
    assert (
        number_text(digits, "", "zh").removesuffix("万亿") == "-12345678901234567890.1234567890125"
    )
