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


# ---------------------------------------------------------------- stated before computed
STATED = """
[m]
zh = "题"
en = "T"
[m.a]
zh = "甲"
en = "A"
[m.a.2022]
value = 108126
unit = "亿元"
[m.a.2023]
value = 123258
unit = "亿元"
growth = { value = 13.4 }
"""
BREAK = 'break = "按可比口径"\nbreak_en = "comparable"\n'


def test_a_stated_growth_goes_first_and_the_computed_one_where_they_disagree(own: Run) -> None:
    rows = json.loads(own(STATED, "compare", "m.a", "-y", "2022,2023", "-f", "json")[1])
    assert rows[1]["growth"] == {
        "value": 13.4,
        "low": 13.35,
        "high": 13.45,
        "bound": "=",
        "unit": "%",
    }
    assert rows[1]["stated"] == ["m.a.2023.growth"] and rows[1]["warnings"] == ["basis"]
    assert 13.99 < rows[1]["computed"]["growth"]["value"] < 14
    table = own(STATED, "compare", "m.a", "-y", "2022,2023", "-f", "table", "--lang", "en")[1]
    told = "2023: Growth +13.4% as published (another basis), levels alone +14.0%*"
    assert told in " ".join(table.split()) and "* computed, not published" in table
    assert "Per year" not in table


def test_across_a_break_only_what_is_stated_is_shown(own: Run) -> None:
    text = STATED + BREAK
    line = ("compare", "m.a", "-y", "2022,2023")
    row = json.loads(own(text, *line, "-f", "json")[1])[1]
    assert row["warnings"] == ["break", "basis"] and row["growth"]["value"] == 13.4
    assert row["difference"] is row["ratio"] is None
    table = own(text, *line, "-f", "table", "--lang", "en")[1]
    assert "+13.4% as published (comparable basis), levels alone +14.0%*" in " ".join(table.split())
    assert "×" not in table and "nothing computed; --force computes it" in " ".join(table.split())
    forced = own(text, *line, "-f", "table", "--lang", "en", "--force")[1]
    assert "×1.140" in forced and "+1.513 trillion" in forced


def test_what_agrees_is_shown_beside_only_where_asked(own: Run) -> None:
    text = STATED.replace("13.4", "14.0")
    line = ("compare", "m.a", "-y", "2022,2023", "-f", "table", "--lang", "en")
    plain, asked = own(text, *line)[1], own(text, *line, "--derived")[1]
    assert "+14%" in plain and "+14.0%*" not in plain
    assert "+14%" in asked and "+14.0%*" in asked


@pytest.mark.parametrize(
    ("own_growth", "years", "stated"),
    [
        ("growth = { value = 9, years = 3 }", "2020,2023", ["m.a.2023.growth"]),
        ("growth = { value = 9, years = 3 }", "2022,2023", []),
        ("growth = { value = 30, since = 2020 }", "2020,2023", ["m.a.2023.growth"]),
        ('change = { value = 3, unit = "万户" }', "2022,2023", ["m.a.2023.change"]),
        ('change = { value = 3, unit = "万户" }', "2020,2023", []),
        ('growth = { value = 5, scope = "world" }', "2022,2023", []),
    ],
)
def test_only_what_is_stated_of_these_years_counts(
    own: Run, own_growth: str, years: str, stated: list[str]
) -> None:
    years_ = "".join(f'[m.a.{y}]\nvalue = {y - 2010}\nunit = "万户"\n' for y in (2020, 2022, 2023))
    text = STATED.partition("[m.a.2022]")[0] + years_ + own_growth
    rows = json.loads(own(text, "compare", "m.a", "-y", years, "-f", "json")[1])
    assert rows[-1]["stated"] == stated


def test_points_stated_of_a_share_are_its_growth(own: Run) -> None:
    text = (
        STATED.partition("[m.a.2022]")[0]
        + '[m.a.2022]\nvalue = 75.6\nunit = "%"\n[m.a.2023]\nvalue = 77.5\nunit = "%"\n'
        + 'change = { value = 1.9, unit = "个百分点" }'
    )
    row = json.loads(own(text, "compare", "m.a", "-y", "2022,2023", "-f", "json")[1])[1]
    assert row["difference"] == row["growth"] and row["growth"]["low"] == 1.85
    assert row["stated"] == ["m.a.2023.change"] and row["warnings"] == []


# ---------------------------------------------------------------- counts, digits, falls
def test_counts_are_exact(own: Run) -> None:
    text = one_fact('value = 5\nunit = "家"\n[m.a.2022]\nvalue = 3\nunit = "家"')
    rows = json.loads(
        own(text, "compare", "m.a", "-y", "2022,2023", "-f", "json")[1], parse_float=str
    )
    assert rows[1]["growth"]["value"] == "66.6666666667"
    table = own(text, "compare", "m.a", "-y", "2022,2023", "-f", "table", "--lang", "zh")[1]
    assert "+66.7%" in table and "×1.667" in table and "+2家" in table


@pytest.mark.parametrize(
    ("bound", "lang", "shown"),
    [
        ("不足", "en", "down more than 2,345"),
        ("不足", "zh", "降超2345家"),
        ("超", "en", "down less than 2,345, or up"),
        ("超", "zh", "降幅不足2345家，或为升"),
    ],
)
def test_a_bounded_fall_is_told_as_a_fall(own: Run, bound: str, lang: str, shown: str) -> None:
    now = f'value = 4955\nunit = "家"\nbound = "{bound}"'
    text = one_fact(f'{now}\n[m.a.2022]\nvalue = 7300\nunit = "家"')
    table = own(text, "compare", "m.a", "-y", "2022,2023", "-f", "table", "--lang", lang)[1]
    assert shown in table
    assert "over −" not in table and "under −" not in table and "超−" not in table


# ---------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("2022-12-31", "2023-12", False),
        ("2022-03", "2023-04-15", False),
        ("2022-06-30", "2023-12-31", True),
        ("2022-03-31", "2023-05-31", True),
        ("2022-08", "2023-12-31", True),
    ],
)
def test_dates_of_one_kind_do_not_differ(own: Run, one: str, other: str, differ: bool) -> None:
    value = 'value = {}\nunit = "万户"\nas_of = "{}"\n'
    text = one_fact(value.format(6, other) + "[m.a.2022]\n" + value.format(5, one))
    row = json.loads(own(text, "compare", "m.a", "-y", "2022,2023", "-f", "json")[1])[1]
    assert (row["warnings"] == ["date"]) is differ and (row["growth"] is None) is differ


PART = (
    'value = 6\nunit = "万户"\nas_of = "2023-12-31"\n'
    'others = [{ value = 5, unit = "万户", as_of = "2023-06-30", quote = "5万户" }]'
)


def test_a_part_of_a_year_gives_way_and_says_its_date(own: Run) -> None:
    text = one_fact(PART, 'url = "https://example.org/a"\n')
    assert own(text, "get", "m.a")[1] == "60000\n"
    assert own(text, "get", "m.a.2023")[1] == "60000\n"
    code, out, err = own(text, "get", "m.a.2023@2023-06-30")
    assert (code, out) == (0, "50000\n") and "m.a.2023@2023-06-30 2023-06-30" in err
    record = json.loads(own(text, "show", "m.a", "-f", "json")[1])[1]
    assert (record["id"], record["source"]) == ("m.a.2023@2023-06-30", "s")
    assert record["url"] == "https://example.org/a" and record["as_of"] == "2023-06-30"
    for line in (("show", "m.a"), ("list", "m"), ("source", "m.a.2023@2023-06-30")):
        assert "2023-06-30" in own(text, *line, "-f", "table", "--lang", "zh")[1], line


def test_a_part_of_a_year_alone_is_told_in_every_comparison(own: Run) -> None:
    half = one_fact(
        'value = 6\nunit = "万户"\nas_of = "2023-06-30"\n[m.a.2022]\nvalue = 4\nunit = "万户"\n'
        'as_of = "2022-12-31"\n[m.b]\nzh = "乙"\nen = "B"\n[m.b.2022]\nvalue = 4\nunit = "万户"\n'
        "[m.b.2023]\nvalue = 5\nunit = \"万户\""
    )  # fmt: skip
    for names in (("m.a", "-y", "2022,2023"), ("m.a", "m.b"), ("m.a", "m.b", "-y", "2022,2023")):
        code, out, _ = own(half, "compare", *names, "-f", "table", "--lang", "en")
        assert code == 0 and "2023-06-30" in out, names
    _, out, err = own(half, "get", "m.a")
    assert out == "60000\n" and "not of the end of the year: m.a.2023 2023-06-30" in err
    rows = json.loads(own(half, "compare", "m.a", "-y", "2022,2023", "-f", "json")[1])
    assert rows[1]["warnings"] == ["date"]
    assert "m.a.2023" not in own(half, "compare", "--all", "-y", "2022,2023")[1]


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ('[{ value = 5, quote = "5" }]', "one needs 'source', or 'as_of'"),
        (
            '[{ value = 5, as_of = "2023-06", quote = "5" }, { value = 4, as_of = "2023-06", quote = "4" }]',
            "two values of 2023-06",
        ),
    ],
)
def test_other_values_are_told_apart(own: Run, others: str, words: str) -> None:
    code, _, err = own(one_fact(f'value = 6\nquote = "6"\nothers = {others}'), "get", "m.a")
    assert code == 3 and words in err


# ---------------------------------------------------------------- rows, shares, per
def test_several_indicators_over_years_have_a_row_each(run: Run) -> None:
    line = ("compare", "net.stations", "net.data", "net.systems", "-y", "2022,2023", *SMALL)
    table = run(*line, "-f", "table", "--lang", "en")[1]
    lines = [line.split() for line in table.splitlines()]
    assert ["Indicator", "2022", "2023", "Growth", "2022–2023"] in lines
    assert ["Stations", "2.312", "3.377", "+46.1%*"] in lines
    assert ["Data", "8.1", "‖32.85"] in lines  # a break: no growth
    assert ["Systems", "5.00", ">6.10", "over", "+21.87%*"] in lines
    assert "‖ net.data 2023: New basis from 2023 on" in table
    records = run(*line, "-f", "tsv")[1].splitlines()
    assert [each.split("\t")[0] for each in records[1:]] == [
        f"net.{name}.{year}" for name in ("stations", "data", "systems") for year in (2022, 2023)
    ]  # fmt: skip


@pytest.mark.parametrize("width", ["40", "60", "80", "160"])
def test_as_many_years_as_fit_stand_in_a_table(
    run: Run, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All years are there at every width, each once, and no line is too long."""
    monkeypatch.setenv("COLUMNS", width)
    line = ("compare", "internet-users.users", "5g.users", "-y", "2014:2025", "-f", "table")
    table = run(*line, "--lang", "en")[1]
    heads = [line for line in table.splitlines() if line.startswith("Indicator")]
    years = [word for line in heads for word in line.split() if word.isdigit()]
    assert years == [str(year) for year in range(2014, 2026)]
    assert max(map(len, table.splitlines())) <= int(width)


def test_two_things_of_one_kind_have_their_share(compare: Compare, chart: Chart) -> None:
    _, rows, _ = compare("net.people", "net.users")
    assert rows[1]["ratio"]["value"] == Decimal("0.149")
    share = rows[1]["share"]
    assert (share["value"], share["unit"], share["bound"]) == (Decimal("14.9"), "%", "=")
    assert share["low"] < Decimal(163) / Decimal("10.92") < share["high"]
    assert any("×0.149" in line for line in chart("net.people", "net.users"))
    assert any("14.9%" in line for line in chart("net.people", "net.users"))
    assert compare("net.users", "-y", "2022,2023")[1][1]["share"] is None


def test_per_divides_values_of_other_units(compare: Compare, chart: Chart) -> None:
    code, rows, _ = compare("net.users", "net.stations", "-y", "2022,2023", "--per")
    assert code == 0 and [row["base"] for row in rows] == ["net.stations.2022", "net.stations.2023"]
    assert rows[1]["per"]["unit"] == "户/个" and rows[1]["per"]["value"] == Decimal("48.3")
    low, high = Decimal(162500000) / 3377500, Decimal(163500000) / 3376500
    assert abs(rows[1]["per"]["low"] - low) < Decimal("0.001") > abs(rows[1]["per"]["high"] - high)
    assert any("48.3户/个" in line for line in chart("net.users", "net.stations", "2023", "--per"))
    assert compare("net.users", "net.people", "--per")[1][0]["per"]["unit"] == "%"


def test_per_in_english_writes_the_unit_out(run: Run) -> None:
    line = ("compare", "net.users", "net.stations", "2023", "--per", "-f", "table", "--lang", "en")
    assert "48.3 users per item" in run(*line, *SMALL)[1]


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        ("net.users --per", 2, "name two indicators"),
        ("net net.users --per", 2, "name two indicators"),
        ("net.users net.share --per", 1, "only amounts can be divided"),
        ("net.users net.revenue -y 2022 --per", 1, "no values of 2022"),
        ("net.users net.nothing --per", 1, "net.nothing"),
        ("net.users.2022 net.people --per", 1, "no values of one year"),
    ],
)
def test_per_refuses_what_makes_no_sense(
    compare: Compare, argv: str, code: int, words: str
) -> None:
    got, rows, err = compare(*argv.split())
    assert (got, rows) == (code, []) and words in err


# ---------------------------------------------------------------- years behind names
@pytest.mark.parametrize(
    "years",
    [
        "2022 2023",
        "2022年 2023年",
        "2022-2023",
        "2022..2023",
        "2022:2023",
        "2022,2023",
        "2022–2023",
    ],
)
def test_years_behind_names_are_those_of_y(compare: Compare, years: str) -> None:
    assert (
        compare("net.stations", *years.split())[1] == compare("net.stations", "-y", "2022,2023")[1]
    )


def test_a_year_behind_names_and_another_by_y_is_wrong(compare: Compare) -> None:
    code, _, err = compare("net.stations", "2022", "2023", "-y", "2021")
    assert code == 2 and "2022,2023 behind the names and 2021 by -y" in err


def test_the_same_name_is_one_however_often_it_is_given(compare: Compare) -> None:
    code, rows, err = compare(*["net.users"] * 2000)
    assert (code, rows) == (1, []) and err.endswith("needs two values; there is net.users.2023\n")
    names = ["net.users", *["net.people"] * 2000]
    assert [row["id"] for row in compare(*names)[1]] == ["net.users.2023", "net.people.2023"]


# ---------------------------------------------------------------- sources
def test_publications_of_one_series_share_a_line(own: Run) -> None:
    sources = "".join(
        f'[sources.b-{y}]\ntitle = "{y}年统计公报"\ntitle_en = "Communique {y}"\npublisher = "局"\n'
        f'publisher_en = "Office"\nurl = "https://example.org/{y}"\n'
        for y in range(2019, 2024)
    )
    facts = "".join(
        f'[m.a.{y}]\nvalue = {y - 2000}\nunit = "家"\nsource = "b-{y}"\nurl = "https://example.com/{y}"\n'
        for y in range(2019, 2024)
    )
    text = sources + STATED.partition("[m.a.2022]")[0] + facts
    lines = own(text, "compare", "m.a", "-y", "2019:2023", "-f", "table", "--lang", "zh")[1]
    assert "[b-2019] … [b-2023] 2019–2023年统计公报, 局\n" in lines
    assert "转引自 5个网页" in lines and lines.count("https://") == 0
    english = own(text, "compare", "m.a", "-y", "2022:2023", "-f", "table", "--lang", "en")[1]
    assert "[b-2022] [b-2023] Communique 2022–2023, Office\n" in english
    passage = own(text, "source", "m.a", "-y", "2022:2023", "-f", "table", "--lang", "en")[1]
    assert passage.count("https://example.com/") == 2  # every page, where one asks for sources


def test_only_a_computed_figure_that_is_shown_is_explained(
    own: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 80 columns the growth alone is, which the source states; wider the ratio, too."""
    facts = (
        '[sources.s]\ntitle = "T"\npublisher = "P"\n[m]\nzh = "甲"\nen = "M"\n[m.a]\nzh = "乙"\nen = "A"\n'
        '2022 = { value = 100, unit = "件" }\n'
        '2023 = { value = 110, unit = "件", growth = { value = 10 } }\n'
    )
    line = ("compare", "--all", "-y", "2022,2023", "-f", "table", "--lang", "en")
    monkeypatch.setenv("COLUMNS", "80")
    narrow = own(facts, *line)[1]
    monkeypatch.setenv("COLUMNS", "120")
    wide = own(facts, *line)[1]
    assert "+10%" in narrow and "computed" not in narrow
    assert "×1.1*" in wide and "* computed" in wide
