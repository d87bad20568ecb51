"""`--derived`: figures computed from changes, growth and formulas, and how they are marked."""

from __future__ import annotations

import pytest

from infofacts.derive import with_derived
from infofacts.interval import interval_of
from infofacts.reading.finding import find
from infofacts.store import base_files, read
from tests.conftest import SMALL, Records, Run, one_fact


def test_computed_figures_are_off_by_default_and_marked(run: Run, records: Records) -> None:
    assert run("get", "net.revenue.2022", *SMALL)[0] == 1
    assert run("get", "net.revenue.2022", "--derived", "--in", "亿", *SMALL)[1] == "108690\n"
    derived = {
        r["id"]: r for r in records("export", "--derived", *SMALL) if r["status"] == "derived"
    }
    assert derived["net.revenue.2022"]["formula"] == "123258亿 ÷ (1 + 13.4%)"
    assert derived["net.revenue.2022"]["bound"] == "~"


def test_a_stated_value_wins_and_the_computed_one_stands_beside_it(
    run: Run, records: Records
) -> None:
    """1.63亿 − 7153万: 0.91–0.92亿, and the stated 9175万 lies in it."""
    assert run("get", "net.users.2022", "--derived", *SMALL)[1] == "91750000\n"
    shown = {
        record["id"]: record for record in records("show", "net.users.2022", "--derived", *SMALL)
    }
    derived = shown["net.users.2022@derived"]
    assert derived["formula"] == "1.63亿 − 7153万"
    assert (derived["value"], derived["printed"]) == (91000000, "约9090–9200万户")
    assert "9096.5万户–9197.5万户" in derived["note"]


def test_a_formula_gives_a_share_and_check_compares_it(run: Run) -> None:
    """1.63亿户 of 10.92亿人 are 14.9 %, printed 15 %."""
    assert run("get", "net.per-head.2023@derived", "--derived", *SMALL)[:2] == (0, "14.9\n")
    assert run("check", SMALL[1], "--no-builtin")[0] == 0


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("software.cloud-big-data-revenue.2022@derived", ""),  # a published level rules it out
        ("digital-trade.deliverable-services.2022", "约2.501–2.513万亿元"),
        ("broadband.gigabit-users.2022@derived", "约9090–9200万户"),
    ],
)
def test_a_range_shows_the_zeros_it_has_earned(run: Run, name: str, printed: str) -> None:
    assert run("get", name, "--derived", "--field", "printed")[1] == f"{printed}\n"


@pytest.mark.parametrize("name", ["data-resources.share-dcmm-robust", "public-data.open-datasets"])
def test_nothing_is_derived_from_a_change_with_a_caveat(records: Records, name: str) -> None:
    assert {record["status"] for record in records("show", name, "--derived")} == {"stated"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("survey-skills.programming", "22.1% − 7 percentage points = about 15%"),
        ("5g.users-per-base-station.2023", "805 million users ÷ 3.377 million = about 238.4 users"),
    ],
)
def test_a_formula_in_english_is_in_english(run: Run, name: str, shown: str) -> None:
    assert shown in run("show", name, "--derived", "--lang", "en", "-f", "md")[1]


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        ('value = 60\nunit = "%"\nchange = { value = -5, unit = "个百分点", bound = "超" }', "超64.5%"),
        ('value = 60\nunit = "%"\nchange = { value = 3, unit = "个百分点" }', "约56–58%"),
        ('value = 60\nunit = "%"\nchange = { value = 3, unit = "%" }', None),
        ('value = 60\nunit = "%"\ngrowth = { value = 3, unit = "个百分点" }', None),
        ('value = 100\nunit = "万人"\ngrowth = { value = -10, bound = "近" }', "约109.9–111.7万人"),
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
    own: Run, fact: str, printed: str | None
) -> None:
    code, out, _ = own(one_fact(fact), "get", "m.a.2022", "--derived", "--field", "printed")
    assert (code, out) == ((0, f"{printed}\n") if printed else (1, "\n"))


@pytest.mark.parametrize(("unit", "code", "total"), [("只", 0, "8"), ("吨", 1, "")])
def test_a_sum_is_of_one_unit(own: Run, unit: str, code: int, total: str) -> None:
    other = f'[m.b]\nzh = "乙"\nen = "B"\n[m.b.2023]\nvalue = 5\nunit = "{unit}"\n'
    sum_ = '[m.c]\nzh = "丙"\nen = "C"\nformula = "m.a + m.b"\n'
    base = one_fact('value = 3\nunit = "只"') + other + sum_
    assert own(base, "get", "m.c.2023", "--derived")[:2] == (code, f"{total}\n")


@pytest.mark.parametrize(("growth", "disagree"), [(25, False), (5, True)])
def test_check_compares_two_ways_to_derive_a_year(own: Run, growth: int, disagree: bool) -> None:
    change = 'change = { value = 2, unit = "万件" }'
    base = one_fact(f'value = 10\nunit = "万件"\n{change}\ngrowth = {{ value = {growth} }}')
    words = "m.a.2023.growth: derived-disagrees: 10万 − 2万 is not 10万 ÷ (1 + 5%): 90"
    assert (words in own(base, "check")[1]) is disagree


def test_a_year_before_the_last_of_february_ends_on_the_28th(own: Run) -> None:
    fact = 'value = 300\nunit = "万户"\nas_of = "2024-02-29"\ngrowth = { value = 10 }'
    out = own(one_fact(fact, year=2024), "get", "m.a.2023", "--derived", "--field", "as_of")[1]
    assert out == "2023-02-28\n"


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ('value = -5, unit = "家", bound = "超", quote = "减少超5家"', "60 + 超5", "60 + over 5"),
        ('value = -5, unit = "家", bound = "不足", quote = "减少不足5家"', "60 + 不足5", "60 + under 5"),
        ('value = -5, unit = "家", quote = "变化-5家"', "60 − -5", "60 − -5"),
        ('value = 5, unit = "家", bound = "超", quote = "增加超5家"', "60 − 超5", "60 − over 5"),
    ],
)  # fmt: skip
def test_a_formula_says_the_same_in_both_languages(own: Run, change: str, zh: str, en: str) -> None:
    base = one_fact(f'value = 60\nunit = "家"\nchange = {{ {change} }}')
    for lang, formula in (("zh", zh), ("en", en)):
        assert f"{formula} " in own(base, "show", "m.a", "--derived", "-f", "md", "--lang", lang)[1]


def test_what_is_printed_of_a_computed_figure_holds_its_interval() -> None:
    """The low end is rounded down, the high end up; it is read back by our own reader."""
    stated = with_derived(read(base_files([], True))).facts.values()
    computed = [fact for fact in stated if fact.status == "derived"]
    assert len(computed) > 100
    for fact in computed:
        (number,) = find(fact.printed)
        assert fact.ends and number.quantity
        printed, (low, high) = interval_of(number.quantity), fact.ends
        assert low is None or printed.low is None or printed.low <= low, fact.printed
        assert high is None or printed.high is None or high <= printed.high, fact.printed
