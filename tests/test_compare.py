"""Comparisons: difference, ratio and growth with their intervals, and what they warn of."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run

BASE = str(ROOT / "tests" / "data" / "compare.toml")


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


def cold(folder: Path) -> tuple[str, str]:
    """Options for the small base above, laid over the other one."""
    path = folder / "cold.toml"
    path.write_text(COLD_STORE, "utf-8")
    return "--facts", str(path)


@pytest.fixture
def compare(run: Run) -> Any:
    """Compare in the small base: (exit code, records, stderr)."""

    def compare_(*args: str) -> tuple[int, list[dict[str, Any]], str]:
        code, out, err = run("compare", *args, "-f", "json", "--facts", BASE, "--no-builtin")
        return code, json.loads(out, parse_float=Decimal) if out else [], err

    return compare_


def test_over_years_each_value_is_compared_with_the_one_before(compare: Any) -> None:
    code, found, err = compare("net.stations", "-y", "2019:2023")
    assert code == 0 and "net.stations has no value of 2020" in err
    assert [r["base"] for r in found] == [None, *(f"net.stations.{y}" for y in (2019, 2021, 2022))]
    assert found[0]["difference"] is found[0]["growth"] is None
    assert found[2]["difference"] == {
        "value": 887000, "low": 886000, "high": 888000, "bound": "=", "unit": "个",
    }  # fmt: skip
    assert found[2]["ratio"]["value"] == Decimal("1.622")
    assert found[2]["growth"]["unit"] == "%" and found[2]["growth"]["value"] == Decimal("62.2")
    assert found[2]["growth_per_year"] == found[2]["growth"]
    # 13 → 142.5 in two years: √10.96 = 3.31 times a year
    assert found[1]["growth_per_year"]["value"] == 230
    low, high = (found[1]["growth_per_year"][end] for end in ("low", "high"))
    assert Decimal(224) < low < Decimal(231) < high < Decimal(238)


def test_names_side_by_side_are_compared_with_the_first(compare: Any) -> None:
    """户 and 人 both count users; another indicator has a ratio, but no growth."""
    code, found, _ = compare("net.users", "net.people")
    assert code == 0
    assert [r["id"] for r in found] == ["net.users.2023", "net.people.2023"]
    assert found[1]["base"] == "net.users.2023"
    assert found[1]["ratio"]["value"] == Decimal("6.70")
    assert found[1]["growth"] is None and found[1]["warnings"] == []


def test_percentages_differ_by_percentage_points(compare: Any) -> None:
    _, found, _ = compare("net.share", "-y", "2022,2023")
    assert found[1]["difference"] == {
        "value": Decimal("1.9"), "low": Decimal("1.8"), "high": 2, "bound": "=", "unit": "个百分点",
    }  # fmt: skip
    assert found[1]["growth"] == found[1]["growth_per_year"] == found[1]["difference"]


def test_a_break_is_warned_of_and_leaves_growth_out_unless_forced(compare: Any) -> None:
    _, found, _ = compare("net.data", "-y", "2022,2023")
    assert found[1]["warnings"] == ["break"]
    assert found[1]["growth"] is None and found[1]["growth_per_year"] is None
    assert found[1]["difference"]["value"] == Decimal("24.8")
    _, forced, _ = compare("net.data", "-y", "2022,2023", "--force")
    assert forced[1]["warnings"] == ["break"] and forced[1]["growth"]["value"] == 306


def test_a_card_shows_no_growth_across_a_break(run: Run) -> None:
    base = ("--no-builtin", "--facts", str(ROOT / "tests/data/compare.toml"))
    _, card, _ = run("show", "net.data", "-f", "table", "--lang", "en", *base)
    assert "32.85" in card and "Per year" in card and "306" not in card
    _, card, _ = run("show", "net.stations", "-f", "table", "--lang", "en", *base)
    assert "+46.1%" in card


def test_date_scope_and_source_are_warned_of(compare: Any) -> None:
    _, found, _ = compare("net.sites", "-y", "2022,2023")
    assert found[1]["warnings"] == ["date", "scope", "source"]


def test_over_minus_exact_is_over(compare: Any) -> None:
    _, found, _ = compare("net.systems", "-y", "2022,2023")
    assert found[1]["difference"] == {
        "value": 1095000, "low": 1095000, "high": None, "bound": ">", "unit": "台",
    }  # fmt: skip
    assert found[1]["ratio"]["bound"] == ">" and found[1]["ratio"]["high"] is None


def test_a_topic_over_two_years_leaves_out_what_has_one(compare: Any) -> None:
    code, found, _ = compare("net", "-y", "2022,2023")
    assert code == 0
    ids = [r["id"] for r in found]
    assert "net.stations.2022" in ids and "net.users.2023" in ids
    assert not any(i.startswith(("net.people", "net.revenue")) for i in ids)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["net.stations", "net.share"], 1, "cannot be compared"),
        (["net.stations"], 2, "-y"),
        (["net.people", "-y", "2022,2023"], 1, "net.people has no value of 2022"),
        (["net.stations", "net.nothing"], 1, "net.nothing"),
        (
            ["cold.store.2022", "cold.store.2023.change"],
            1,
            "is a level, cold.store.2023.change a change",
        ),
        (
            ["cold.store.rank", "-y", "2022,2023"],
            1,
            "cold.store.rank: a rank is not a quantity to compare",
        ),
        (["cold.bare", "cold.store"], 1, "cold.bare.2023 is in no unit, cold.store.2023 in 户"),
        (["cold.store.change", "-y", "2023,2024"], 1, "cold.store has no change of 2024"),
    ],
)
def test_what_cannot_be_compared_is_said(
    compare: Any, tmp_path: Path, args: list[str], code: int, words: str
) -> None:
    got, found, err = compare(*args, *cold(tmp_path))
    assert (got, found) == (code, []) and words in err


def test_plain_columns_in_a_pipe(run: Run) -> None:
    _, out, _ = run("compare", "net.share", "-y", "2022,2023", "--facts", BASE, "--no-builtin")
    head, first, second = (line.split("\t") for line in out.splitlines())
    row = dict(zip(head, second, strict=True))
    assert row["base"] == "net.share.2022" and row["difference"] == "1.9"
    assert dict(zip(head, first, strict=True))["difference"] == ""


def test_the_chart_has_bars_in_proportion_and_one_scale(run: Run) -> None:
    args = ["net.stations", "-y", "2021:2023", "-f", "table", "--lang", "zh"]
    _, out, _ = run("compare", *args, "--facts", BASE, "--no-builtin")
    rows = [line for line in out.splitlines() if "万个" in line and "█" in line]
    assert [row.split()[1] for row in rows] == ["142.5万个", "231.2万个", "337.7万个"]
    assert [row.count("█") for row in rows] == [13, 21, 32]
    assert "+88.7万个" in rows[1] and "×1.622" in rows[1]


def test_a_name_with_a_measure_compares_that_measure(
    compare: Any, run: Run, tmp_path: Path
) -> None:
    """Changes with changes; those over other periods are warned of."""
    _, found, err = compare("cold.store.change", "-y", "2021:2023", *cold(tmp_path))
    assert [r["id"] for r in found] == [f"cold.store.{year}.change" for year in (2021, 2022, 2023)]
    assert [r["difference"] and r["difference"]["value"] for r in found] == [None, 40000, -10000]
    assert [r["warnings"] for r in found] == [[], [], ["date"]]
    args = ["cold.store.change", "-y", "2021:2023", "-f", "table", "--lang", "zh"]
    out = run("compare", *args, *cold(tmp_path), "--no-builtin")[1]
    head, rows = out.splitlines()[2], out.splitlines()[4:7]
    assert "变化" in head and "数值" not in head
    assert [row.split()[1] for row in rows] == ["−3万户", "1万户", "0万户"]


def test_a_bounded_value_in_the_common_scale_keeps_its_sign_and_unit(
    run: Run, tmp_path: Path
) -> None:
    """Also where the unit is not printed beside the number but counted by the indicator."""
    args = ["cold.store", "-y", "2021:2022", "-f", "table", "--lang", "zh"]
    out = run("compare", *args, *cold(tmp_path), "--no-builtin")[1]
    assert [row.split()[1] for row in out.splitlines()[4:6]] == ["超−5万户", "20万户"]


# ---------------------------------------------------------------- derived figures
def test_derived_figures_are_off_by_default_and_marked(run: Run) -> None:
    small = ["--facts", BASE, "--no-builtin"]
    assert run("get", "net.revenue.2022", *small)[0] == 1
    assert run("get", "net.revenue.2022", "--derived", "--in", "亿", *small)[1] == "108690\n"
    _, out, _ = run("export", "--derived", "-f", "jsonl", *small)
    records = [json.loads(line, parse_float=Decimal) for line in out.splitlines()]
    derived = {r["id"]: r for r in records if r["status"] == "derived"}
    assert derived["net.revenue.2022"]["formula"] == "123258亿 ÷ (1 + 13.4%)"
    assert derived["net.revenue.2022"]["bound"] == "~"


def test_a_stated_value_wins_and_the_derived_one_stands_beside_it(run: Run) -> None:
    """1.63亿 − 7153万: 0.91–0.92亿, and the stated 9175万 lies in it."""
    small = ["--facts", BASE, "--no-builtin", "--derived"]
    assert run("get", "net.users.2022", *small)[1] == "91750000\n"
    _, out, _ = run("show", "net.users.2022", "-f", "json", *small)
    found = {r["id"]: r for r in json.loads(out)}
    derived = found["net.users.2022@derived"]
    assert derived["formula"] == "1.63亿 − 7153万"
    assert (derived["value"], derived["printed"]) == (91000000, "约9100–9200万户")
    assert "9096.5万户–9197.5万户" in derived["note"]


def test_a_formula_gives_a_share_and_check_compares_it(run: Run) -> None:
    """1.63亿户 of 10.92亿人 are 14.9 %, printed 15 %."""
    small = ["--facts", BASE, "--no-builtin"]
    code, out, _ = run("get", "net.per-head.2023@derived", "--derived", *small)
    assert (code, out) == (0, "14.9\n")
    assert run("check", BASE, "--no-builtin")[0] == 0


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("software.cloud-big-data-revenue.2022", "约1.080–1.081万亿元"),
        ("digital-trade.deliverable-services.2022", "约2.50–2.51万亿元"),
        ("broadband.gigabit-users.2022@derived", "约9100–9200万户"),
    ],
)
def test_a_derived_range_shows_the_zeros_it_has_earned(run: Run, name: str, printed: str) -> None:
    assert run("get", name, "--derived", "--field", "printed")[1] == f"{printed}\n"


def test_percentages_grow_by_points_a_year(run: Run) -> None:
    """70.4 % in 2020, 75.6 % in 2022: 5.2 points in two years are 2.6 a year."""
    _, out, _ = run("compare", "internet-users.penetration", "-y", "2020,2022", "-f", "json")
    points = {"bound": "=", "unit": "个百分点"}
    found = json.loads(out, parse_float=str)[1]
    assert found["growth"] == points | {"value": "5.2", "low": "5.1", "high": "5.3"}
    assert found["growth_per_year"] == points | {"value": "2.6", "low": "2.55", "high": "2.65"}


def test_no_float_anywhere() -> None:
    """Floats would round silently: none is named or written in the core's code."""
    import ast

    for path in sorted((ROOT / "infofacts").glob("*.py")):
        if path.name in (
            "query.py",
            "search.py",
            "database.py",  # types of cells
        ):  # scores
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            ratio = is_float and path.name == "names.py"  # the likeness of two names
            assert not is_float or ratio, f"{path.name}: {ast.dump(node)}"
            assert not (isinstance(node, ast.Name) and node.id == "float"), path.name


FOLLOWS = '[m]\nzh = "题"\nen = "T"\n[m.a]\nzh = "甲"\nen = "A"\n[m.a.2023]\n{}\n'


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        ('value = 60\nunit = "%"\nchange = { value = -5, unit = "个百分点", bound = "超" }', "超64.5%"),
        ('value = 60\nunit = "%"\nchange = { value = 3, unit = "个百分点" }', "约56–58%"),
        ('value = 60\nunit = "%"\nchange = { value = 3, unit = "%" }', None),
        ('value = 60\nunit = "%"\ngrowth = { value = 3, unit = "个百分点" }', None),
        ('value = 100\nunit = "万人"\ngrowth = { value = -10, bound = "近" }', "约110–112万人"),
        ('value = 300\nunit = "万户"\ngrowth = { value = 2, unit = "倍" }', None),
        ('value = 300\nunit = "万户"\nchange = { value = 10, unit = "%" }', None),
        ('value = 300\nunit = "万户"\nchange = { value = 10, unit = "万元" }', None),
        ('value = 300\nunit = "万户"\nchange = { value = 10, unit = "万人" }', "约289–291万户"),
        ('value = 300\nunit = "万户"\nchange = { value = 10, unit = "万" }', "约289–291万户"),
        ('value = 300\nunit = "万户"\nchange = { value = 10, unit = "万户", years = 5 }', None),
        ('value = 300\nunit = "万户"\nsince = 2021\nchange = { value = 10, unit = "万户" }', None),
    ],
)  # fmt: skip
def test_a_year_follows_only_from_a_change_of_its_own_unit(
    run: Run, tmp_path: Path, fact: str, printed: str | None
) -> None:
    path = tmp_path / "base.toml"
    path.write_text(FOLLOWS.format(fact), "utf-8")
    args = ("get", "m.a.2022", "--derived", "--field", "printed", "--facts", str(path))
    code, out, _ = run(*args, "--no-builtin")
    assert (code, out) == ((0, f"{printed}\n") if printed else (1, "\n"))


def test_a_sum_is_of_one_unit(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "base.toml"
    sums = '[m.b]\nzh = "乙"\nen = "B"\n[m.b.2023]\nvalue = 5\nunit = "{}"\n' \
           '[m.c]\nzh = "丙"\nen = "C"\nformula = "m.a + m.b"\n'  # fmt: skip
    for unit, code in (("只", 0), ("吨", 1)):
        text = FOLLOWS.format('value = 3\nunit = "只"') + sums.format(unit)
        path.write_text(text, "utf-8")
        args = ("get", "m.c.2023", "--derived", "--facts", str(path), "--no-builtin")
        assert run(*args)[:2] == (code, "8\n" if code == 0 else "\n")


def test_two_ways_to_derive_a_year_agree(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "base.toml"
    fact = 'value = 10\nunit = "万件"\nchange = {{ value = 2, unit = "万件" }}\ngrowth = {{ value = {} }}'
    for growth, told in (("25", False), ("5", True)):
        path.write_text(FOLLOWS.format(fact.format(growth)), "utf-8")
        out = run("check", str(path), "--no-builtin")[1]
        words = "m.a.2023.growth: derived-disagrees: 10万 − 2万 is not 10万 ÷ (1 + 5%): 90"
        assert (words in out) is told, out


def test_the_last_of_february_is_a_day_of_every_year(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "base.toml"
    fact = 'value = 300\nunit = "万户"\nas_of = "2024-02-29"\ngrowth = { value = 10 }'
    path.write_text(FOLLOWS.format(fact).replace("2023]", "2024]"), "utf-8")
    args = ("get", "m.a.2023", "--derived", "--field", "as_of", "--facts", str(path))
    assert run(*args, "--no-builtin")[1] == "2023-02-28\n"


def test_points_are_points_in_either_language(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "base.toml"
    rows = ('value = 5.5\nunit = "percentage points"', 'value = 2.5\nunit = "个百分点"')
    text = FOLLOWS.format(rows[0]) + f"[m.a.2022]\n{rows[1]}\n"
    path.write_text(text, "utf-8")
    ours = ("--facts", str(path), "--no-builtin")
    assert run("get", "m.a.2023", "--in", "万", *ours)[:2] == (1, "\n")
    out = run("compare", "m.a", "-y", "2022:2023", "-f", "json", *ours)[1]
    assert json.loads(out, parse_float=Decimal)[1]["growth"]["value"] == 3


@pytest.mark.parametrize(
    ("rank", "zh", "en"),
    [
        ('value = 10, bound = "约", scope = "world"', "全球约第10", "rank about 10 in the world"),
        ('value = 2', "第2", "rank 2"),
        ('value = 3, bound = "至少"', "至少第3", "rank at least 3"),
    ],
)  # fmt: skip
def test_a_rank_keeps_its_bound(run: Run, tmp_path: Path, rank: str, zh: str, en: str) -> None:
    path = tmp_path / "base.toml"
    path.write_text(FOLLOWS.format(f"rank = {{ {rank} }}"), "utf-8")
    for lang, shown in (("zh", zh), ("en", en)):
        args = ("show", "m.a", "-f", "md", "--lang", lang, "--facts", str(path), "--no-builtin")
        assert f"| {shown} |" in run(*args)[1]


@pytest.mark.parametrize(
    ("fact", "bound", "printed", "zh", "en"),
    [
        # told as a fall, with its sign, as the end of a range, beside another number's sign
        ('growth = { value = -5, bound = "超", quote = "下降超5%" }', "<", "超5%", "−超5%", "under −5%"),
        ('growth = { value = -5, bound = "不足", quote = "下降不足5%" }', ">", "不足5%", "−不足5%", "over −5%"),
        ('growth = { value = -3, bound = "高于", quote = "高于-3%" }', ">", "高于-3%", "高于−3%", "over −3%"),
        ('growth = { value = -5, quote = "增长-5%" }', "=", "-5%", "−5%", "−5%"),
        ('growth = { value = -5, bound = "超", quote = "下降超3-5%" }', "<", "超5%", "−超5%", "under −5%"),
        ('growth = { value = -5, bound = "超", quote = "率为-5%，下降超5%" }', "<", "超5%", "−超5%", "under −5%"),
        ('growth = { value = -3, bound = "高于", quote = "截至3月，高于-3%" }', ">", "高于-3%", "高于−3%", "over −3%"),
        ('growth = { value = -50, bound = "超过", printed = "超过一半", quote = "下降超过一半（-50%）" }', "<", "超过一半", "−超过一半", "under −50%"),
        ('growth = { value = -1.5, bound = "近", quote = "下降近1.5%" }', "~", "近1.5%", "−近1.5%", "nearly −1.5%"),
    ],
)  # fmt: skip
def test_a_fall_keeps_its_way_and_its_bound(
    run: Run, tmp_path: Path, fact: str, bound: str, printed: str, zh: str, en: str
) -> None:
    path = tmp_path / "base.toml"
    path.write_text(FOLLOWS.format(f'value = 60\nunit = "家"\n{fact}'), "utf-8")
    ours = ("--facts", str(path), "--no-builtin")
    for field, value in (("bound", bound), ("printed", printed)):
        assert run("get", "m.a.2023.growth", "--field", field, *ours)[1] == f"{value}\n"
    for lang, shown in (("zh", zh), ("en", en)):
        card = run("show", "m.a", "-f", "md", "--lang", lang, *ours)[1]
        assert f"| {shown} |" in card


@pytest.mark.parametrize(
    ("fact", "bound", "printed"),
    [
        ('value = -5\nunit = "%"\nbound = "超"\nquote = "价格下降超5%"', "<", "-超5%"),
        ('value = -5\nunit = "℃"\nbound = "低于"\nquote = "低于-5℃"', "<", "低于-5℃"),
        ('value = -5\nunit = "℃"\nbound = "高于"\nquote = "高于−5℃"', ">", "高于−5℃"),
        ('value = -5\nunit = "℃"\nbound = "高于"', ">", "高于-5℃"),
    ],
)
def test_a_level_below_zero_is_a_fall_or_has_its_sign(
    run: Run, tmp_path: Path, fact: str, bound: str, printed: str
) -> None:
    path = tmp_path / "base.toml"
    path.write_text(FOLLOWS.format(fact), "utf-8")
    for field, value in (("bound", bound), ("printed", printed)):
        args = ("get", "m.a", "--field", field, "--facts", str(path), "--no-builtin")
        assert run(*args)[1] == f"{value}\n"


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ('value = -5, unit = "家", bound = "超", quote = "减少超5家"', "60 + 超5", "60 + over 5"),
        ('value = -5, unit = "家", bound = "不足", quote = "减少不足5家"', "60 + 不足5", "60 + under 5"),
        ('value = -5, unit = "家", quote = "变化-5家"', "60 − -5", "60 − -5"),
        ('value = 5, unit = "家", bound = "超", quote = "增加超5家"', "60 − 超5", "60 − over 5"),
    ],
)  # fmt: skip
def test_a_formula_says_the_same_in_both_languages(
    run: Run, tmp_path: Path, change: str, zh: str, en: str
) -> None:
    path = tmp_path / "base.toml"
    path.write_text(FOLLOWS.format(f'value = 60\nunit = "家"\nchange = {{ {change} }}'), "utf-8")
    for lang, formula in (("zh", zh), ("en", en)):
        args = ("show", "m.a", "--derived", "-f", "md", "--lang", lang, "--facts", str(path))
        assert f"{formula} " in run(*args, "--no-builtin")[1]


@pytest.mark.parametrize(
    ("own", "since"), [("", 2020), (", years = 5", 2018), (", since = 2019", 2019)]
)
def test_what_a_change_is_over_may_be_said_of_the_fact(
    run: Run, tmp_path: Path, own: str, since: int
) -> None:
    path = tmp_path / "base.toml"
    path.write_text(
        FOLLOWS.format(f"value = 6\nsince = 2020\ngrowth = {{ value = 5{own} }}"), "utf-8"
    )
    args = ("get", "m.a.2023.growth", "--field", "since", "--facts", str(path), "--no-builtin")
    assert run(*args)[1] == f"{since}\n"
