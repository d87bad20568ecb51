"""`infofacts search` as a command; `tests/test_search.py` measures what it finds."""

from __future__ import annotations

import pytest

from tests.conftest import Records, Run


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["5G基站数量"], "5g.base-stations"),
        (["how", "many", "5G", "base", "stations"], "5g.base-stations"),
        (["网民规模"], "internet-users.users"),
        (["鸿蒙"], "operating-systems.harmonyos"),
        (["smart home"], "survey-smart-home.users"),
        (["率先在全球将6425-7125MHz频段"], "spectrum."),
        (["5G基站总数", "-y", "2022"], "5g.base-stations.2022"),
    ],
)
def test_the_right_fact_comes_first(records: Records, words: list[str], first: str) -> None:
    assert records("search", *words)[0]["id"].startswith(first)


def test_prints_at_most_n_hits(run: Run) -> None:
    out = run("search", "5G", "-n", "3", "-f", "jsonl")[1]
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize("years", ["2020", "2019:2020", "2020,1999"])
def test_prints_only_facts_of_the_years(records: Records, years: str) -> None:
    hits = records("search", "网民规模", "-y", years)
    assert hits[0]["id"] == "internet-users.users.2020"
    assert {hit["year"] for hit in hits} <= {2019, 2020}


@pytest.mark.parametrize("year", ["2018", "2020"])
def test_years_are_looked_for_in_all_hits(records: Records, year: str) -> None:
    """Not only in the best few: 网络 is a word of hundreds."""
    every = records("search", "网络", "-y", year, "-n", "100000")
    few = records("search", "网络", "-y", year)
    assert few and few == every[: len(few)]


@pytest.mark.parametrize("words", ["的", "是", "是多少", "the"])
def test_words_that_only_ask_find_nothing(run: Run, words: str) -> None:
    code, out, err = run("search", words)
    assert (code, out) == (1, "") and f"nothing found for {words!r}" in err
