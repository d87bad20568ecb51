"""Quantities are exact, from print to base units and back, in Chinese and English."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infofacts.interval import interval_of
from infofacts.numbers import EXACT, Quantity, bound_sign, digits_of, number_text, scale_by
from infofacts.text import words_values
from infofacts.units import BOUND_WORDS, EN_SCALES, UNITS, ZH_SCALES, split_unit, units_en
from tests.conftest import ROOT


@pytest.mark.parametrize("word", [*BOUND_WORDS, "约…左右", ""])
def test_bound_word_is_printed_at_its_place(word: str) -> None:
    """Before the digits, between digits and scale word, or behind the unit."""
    places = {"before": f"{word}7万个", "inside": f"7{word}万个", "after": f"7万个{word}"}
    place = BOUND_WORDS[word].place if word in BOUND_WORDS else "before"
    printed = "约7万个左右" if "…" in word else places[place]
    assert Quantity(Decimal(7), "万个", word).text() == printed


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("=", [""]),
        (">", ["超", "超过", "突破", "逾", "余", "多", "不止", "over", "more than", "超…多"]),
        (">=", ["以上", "至少", "不低于", "不少于", "未低于", "at least", "no less than"]),
        ("~", ["近", "约", "左右", "上下", "近似", "将近", "nearly", "about", "约…余"]),
        ("<", ["不足", "低于", "不到", "未达到", "不满", "under", "less than"]),
        ("<=", ["以下", "以内", "不超", "不超过", "至多", "没有突破", "at most", "no more than"]),
        (None, ["估", "约…估"]),
    ],
)
def test_bound_words_have_their_signs(sign: str | None, words: list[str]) -> None:
    """A word that denies (不低于, 未达到) is not the word that it denies."""
    assert {bound_sign(word) for word in words} == {sign}
    assert {bound_sign(f"{word}…约") for word in words if sign and word} <= {"~"}


def test_words_that_deny_a_bound_turn_it_around() -> None:
    """不超 is what 超 is not; 未达 has no 达 to be the contrary of."""
    contrary = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
    for word, bound in BOUND_WORDS.items():
        denied = re.sub("^(?:不|未|没有?|no |not )", "", word)
        if denied != word and denied in BOUND_WORDS:
            assert bound.sign == contrary[BOUND_WORDS[denied].sign], word


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
    """A measure word has no English, any other unit has, and a Chinese name is not its own."""
    for name, unit in UNITS.items():
        chinese = re.search("[一-龥]", name)
        assert not (chinese and unit.en == name), name
        assert not unit.kind or unit.en or name in ("名", "位"), name
    names = {"元": "yuan", "户": "users", "人": "people", "吨": "tonnes", "公里": "km"}
    assert {name: units_en()[name] for name in names} == names
    assert {units_en()[name] for name in ("", "个", "家", "项", "场", "部门")} == {""}
    assert number_text(Decimal(1), "户", "en") == "1 user"


def test_new_unit_needs_no_other_file(tmp_path: Path) -> None:
    """Declared in units.py, 舫 is known to check, show and search; 舫次 is a longer unit."""
    shutil.copytree(ROOT / "infofacts", tmp_path / "infofacts")
    units = tmp_path / "infofacts" / "units.py"
    more = '    Unit("舫", asked="舫"),\n    Unit("舫次"),\n    Unit("块",'
    units.write_text(units.read_text("utf-8").replace('    Unit("块",', more), "utf-8")
    for name in ("ships.toml", "ships.txt"):
        shutil.copy(ROOT / "tests" / "data" / name, tmp_path)
    script = """if True:
        from infofacts.app import main
        from infofacts.query import parse_query
        main(["check", "ships.toml", "--no-builtin"])
        main(["get", "ships.a", "--no-builtin", "--facts", "ships.toml", "--field", "printed"])
        print(parse_query(["3万舫无人船"]).units, parse_query(["多少舫无人船"]).names[1])
    """
    run = [sys.executable, "-c", script]
    out = subprocess.run(run, cwd=tmp_path, capture_output=True, encoding="utf-8").stdout
    assert out.splitlines() == [
        "ships.toml:20: ships.b.2023: value-not-in-quote: 5舫 is not in the quote: it prints “5舫次”",
        "3.2万舫",
        "frozenset({'舫'}) 无人船",
    ]


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
