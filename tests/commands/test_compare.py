"""`infofacts compare`: difference, ratio and growth as intervals, their warnings, the chart."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SMALL, Records, Run, one_fact

COLD_STORE = """
[cold]
zh = "冷"
en = "Cold"
[cold.store]
zh = "库存"
en = "Store"
counts = "户"
[cold.store.2021]
value = -5
unit = "万"
bound = "超"
change = { value = -3, unit = "万户" }
[cold.store.2022]
value = 20
unit = "万户"
change = { value = 1, unit = "万户" }
rank = { value = 2 }
[cold.store.2023]
value = 30
unit = "万户"
change = { value = 0, unit = "万户", since = 2020 }
rank = { value = 1 }
[cold.bare]
zh = "光"
en = "Bare"
[cold.bare.2023]
value = 5
"""
Compare = Callable[..., tuple[int, list[dict[str, Any]], str]]
Chart = Callable[..., list[str]]


@pytest.fixture
def bases(mine: Path) -> tuple[str, ...]:
    """Options for two small bases: that of `tests/data/compare.toml` and the one above."""
    mine.write_text(COLD_STORE, "utf-8")
    return (*SMALL, "--facts", str(mine))


@pytest.fixture
def compare(run: Run, bases: tuple[str, ...]) -> Compare:
    """Compare in the small bases: (exit code, records, stderr)."""

    def compare_(*args: str) -> tuple[int, list[dict[str, Any]], str]:
        code, out, err = run("compare", *args, "-f", "json", *bases)
        return code, json.loads(out, parse_float=Decimal) if out else [], err

    return compare_


@pytest.fixture
def chart(run: Run, bases: tuple[str, ...]) -> Chart:
    """The lines of a comparison as a table, in Chinese: three of heading, then the rows."""
    return lambda *args: run("compare", *args, "-f", "table", "--lang", "zh", *bases)[
        1
    ].splitlines()


# ---------------------------------------------------------------- what is computed
def test_over_years_each_value_is_compared_with_the_one_before(compare: Compare) -> None:
    code, rows, err = compare("net.stations", "-y", "2019:2023")
    assert code == 0 and "net.stations has no value of 2020" in err
    assert [r["base"] for r in rows] == [None, *(f"net.stations.{y}" for y in (2019, 2021, 2022))]
    assert rows[0]["difference"] is rows[0]["growth"] is None
    assert rows[2]["difference"] == {
        "value": 887000, "low": 886000, "high": 888000, "bound": "=", "unit": "个",
    }  # fmt: skip
    assert rows[2]["ratio"]["value"] == Decimal("1.622")
    assert rows[2]["growth"]["unit"] == "%" and rows[2]["growth"]["value"] == Decimal("62.2")
    assert rows[2]["growth_per_year"] == rows[2]["growth"]
    # 13 → 142.5 in two years: √10.96 = 3.31 times a year
    assert rows[1]["growth_per_year"]["value"] == 230
    low, high = (rows[1]["growth_per_year"][end] for end in ("low", "high"))
    assert Decimal(224) < low < Decimal(231) < high < Decimal(238)


def test_names_side_by_side_are_compared_with_the_first(compare: Compare) -> None:
    """户 and 人 both count users; another indicator has a ratio, but no growth."""
    code, rows, _ = compare("net.users", "net.people")
    assert code == 0
    assert [r["id"] for r in rows] == ["net.users.2023", "net.people.2023"]
    assert rows[1]["base"] == "net.users.2023"
    assert rows[1]["ratio"]["value"] == Decimal("6.70")
    assert rows[1]["growth"] is None and rows[1]["warnings"] == []


def test_percentages_differ_by_percentage_points(compare: Compare) -> None:
    _, rows, _ = compare("net.share", "-y", "2022,2023")
    assert rows[1]["difference"] == {
        "value": Decimal("1.9"), "low": Decimal("1.8"), "high": 2, "bound": "=", "unit": "个百分点",
    }  # fmt: skip
    assert rows[1]["growth"] == rows[1]["growth_per_year"] == rows[1]["difference"]


def test_percentages_grow_by_points_per_year(run: Run) -> None:
    """70.4 % in 2020, 75.6 % in 2022: 5.2 points in two years are 2.6 a year."""
    out = run("compare", "internet-users.penetration", "-y", "2020,2022", "-f", "json")[1]
    row, points = json.loads(out, parse_float=str)[1], {"bound": "=", "unit": "个百分点"}
    assert row["growth"] == points | {"value": "5.2", "low": "5.1", "high": "5.3"}
    assert row["growth_per_year"] == points | {"value": "2.6", "low": "2.55", "high": "2.65"}


def test_points_are_points_in_either_language(own: Run) -> None:
    points = 'value = 5.5\nunit = "percentage points"\n[m.a.2022]\nvalue = 2.5\nunit = "个百分点"'
    assert own(one_fact(points), "get", "m.a.2023", "--in", "万")[:2] == (1, "\n")
    out = own(one_fact(points), "compare", "m.a", "-y", "2022:2023", "-f", "json")[1]
    assert json.loads(out, parse_float=Decimal)[1]["growth"]["value"] == 3


def test_over_minus_exact_is_over(compare: Compare) -> None:
    _, rows, _ = compare("net.systems", "-y", "2022,2023")
    assert rows[1]["difference"] == {
        "value": 1095000, "low": 1095000, "high": None, "bound": ">", "unit": "台",
    }  # fmt: skip
    assert rows[1]["ratio"]["bound"] == ">" and rows[1]["ratio"]["high"] is None


def test_a_topic_over_two_years_leaves_out_what_has_one(compare: Compare) -> None:
    code, rows, _ = compare("net", "-y", "2022,2023")
    ids = [r["id"] for r in rows]
    assert code == 0 and "net.stations.2022" in ids and "net.users.2023" in ids
    assert not any(i.startswith(("net.people", "net.revenue")) for i in ids)


def test_a_name_with_a_measure_compares_that_measure(compare: Compare, chart: Chart) -> None:
    """Changes with changes; a warning where they are over other periods."""
    args = ("cold.store.change", "-y", "2021:2023")
    _, rows, _ = compare(*args)
    assert [r["id"] for r in rows] == [f"cold.store.{year}.change" for year in (2021, 2022, 2023)]
    assert [r["difference"] and r["difference"]["value"] for r in rows] == [None, 40000, -10000]
    assert [r["warnings"] for r in rows] == [[], [], ["date"]]
    heading, lines = chart(*args)[2], chart(*args)[4:7]
    assert "变化" in heading and "数值" not in heading
    assert [line.split()[1] for line in lines] == ["−3万户", "1万户", "0万户"]


# ---------------------------------------------------------------- warnings and refusals
def test_growth_across_a_break_is_left_out_unless_forced(compare: Compare) -> None:
    _, rows, _ = compare("net.data", "-y", "2022,2023")
    assert rows[1]["warnings"] == ["break"]
    assert rows[1]["growth"] is None and rows[1]["growth_per_year"] is None
    assert rows[1]["difference"] is rows[1]["ratio"] is None
    _, forced, _ = compare("net.data", "-y", "2022,2023", "--force")
    assert forced[1]["warnings"] == ["break"] and forced[1]["growth"]["value"] == 306


def test_a_card_shows_no_growth_across_a_break(run: Run) -> None:
    card = run("show", "net.data", "-f", "table", "--lang", "en", *SMALL)[1]
    assert "32.85" in card and "Growth" not in card and "306" not in card
    assert "+46.1%" in run("show", "net.stations", "-f", "table", "--lang", "en", *SMALL)[1]


def test_other_dates_scopes_and_sources_are_warned_of(compare: Compare) -> None:
    _, rows, _ = compare("net.sites", "-y", "2022,2023")
    assert rows[1]["warnings"] == ["date", "scope", "source"]


@pytest.mark.parametrize(
    ("one", "other", "is_break"),
    [
        ("computing-power.intelligent-capacity.2023", "computing-power.intelligent-capacity-fp16", True),
        ("computing-power.capacity.2024", "computing-power.capacity-caict.2025", True),
        ("5g.base-stations.2023", "5g.base-stations-per-10000-people.2023", True),
        ("5g.users.2023", "internet-users.users.2023", False),
    ],
)  # fmt: skip
def test_another_method_of_measuring_is_a_break(
    run: Run, records: Records, one: str, other: str, is_break: bool
) -> None:
    """FP16 operations are not those of another precision, a number per head is no number."""
    assert ("break" in records("compare", one, other)[1]["warnings"]) is is_break
    table = run("compare", one, other, "-f", "table", "--lang", "en")[1]
    assert ("measured on different bases" in " ".join(table.split())) is is_break


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        ("net.stations net.share", 1, "cannot be compared"),
        ("net.stations", 2, "-y"),
        ("net.people -y 2022,2023", 1, "net.people has no value of 2022"),
        ("net.stations net.nothing", 1, "net.nothing"),
        (
            "cold.store.2022 cold.store.2023.change",
            1,
            "is a level, cold.store.2023.change a change",
        ),
        ("cold.store.rank -y 2022,2023", 1, "cold.store.rank: ranks cannot be compared"),
        ("cold.bare cold.store", 1, "cold.bare.2023 is in no unit, cold.store.2023 in 户"),
        ("cold.store.change -y 2023,2024", 1, "cold.store has no change of 2024"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    compare: Compare, argv: str, code: int, words: str
) -> None:
    got, rows, err = compare(*argv.split())
    assert (got, rows) == (code, []) and words in err


# ---------------------------------------------------------------- columns and charts
def test_plain_columns_in_a_pipe(run: Run) -> None:
    out = run("compare", "net.share", "-y", "2022,2023", *SMALL)[1]
    heading, *rows = (line.split("\t") for line in out.splitlines())
    first, second = (dict(zip(heading, row, strict=True)) for row in rows)
    assert first["difference"] == ""
    assert (second["base"], second["difference"]) == ("net.share.2022", "1.9")


def test_a_chart_has_bars_in_proportion_and_one_scale(chart: Chart) -> None:
    rows = chart("net.stations", "-y", "2021:2023")[4:7]
    assert [row.split()[1] for row in rows] == ["142.5万个", "231.2万个", "337.7万个"]
    first, second, third = (row.count("█") for row in rows)
    assert abs(first / third - 142.5 / 337.7) < 0.05 > abs(second / third - 231.2 / 337.7)
    assert "+88.7万个" in rows[1] and "×1.622" in rows[1]


def test_a_bounded_value_in_the_common_scale_keeps_its_sign_and_unit(chart: Chart) -> None:
    """Also where the unit is not printed beside the number but counted by the indicator."""
    rows = chart("cold.store", "-y", "2021:2022")[4:6]
    assert [row.split()[1] for row in rows] == ["超−5万户", "20万户"]


@pytest.mark.parametrize(
    ("name", "years", "lang", "shown"),
    [
        ("ipv6.mobile-traffic-share", "2021,2022", "zh", "近50%"),
        ("ipv6.mobile-traffic-share", "2021,2022", "en", "nearly 50%"),
        ("ipv6.mobile-traffic-share", "2021,2022", "both", "近50%"),
        ("5g.users", "2020,2021", "zh", "突破2亿户"),
    ],
)
def test_the_printed_word_of_a_bound_is_kept(
    run: Run, name: str, years: str, lang: str, shown: str
) -> None:
    assert shown in run("compare", name, "-y", years, "-f", "table", "--lang", lang)[1]
