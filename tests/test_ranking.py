"""Facts by value, and what changed the most: the order, what is left out, and how it scales."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infofacts.ranking import Key, ordered
from tests.conftest import ROOT, SMALL, Records, Run

keys = st.lists(
    st.tuples(
        st.sampled_from(["", "%", "户"]),
        st.decimals(-100, 100, places=1),
        st.integers(0, 5),
        st.text("abc", max_size=2),
    ),
    max_size=20,
)


@given(keys, st.integers(1, 25), st.booleans(), st.randoms())
def test_an_order_is_total_and_stable(
    some: list[Key], most: int, reverse: bool, shuffled: Any
) -> None:
    """The same whatever order they come in, the first of all if only some are kept; the unit goes
    before the value, then the bound."""
    items = [(key, key) for key in some]
    found = ordered(items, reverse)
    other = list(items)
    shuffled.shuffle(other)
    assert ordered(other, reverse) == found
    assert ordered(other, reverse, most) == found[:most]
    for one, next_ in zip(found, found[1:], strict=False):
        assert one[0] <= next_[0]
        if one[0] == next_[0]:
            assert (one[1] <= next_[1]) if reverse else (one[1] >= next_[1])
        if one[:2] == next_[:2]:
            assert (one[2] >= next_[2]) if reverse else (one[2] <= next_[2])


BOUNDS = """
[m]
zh = "题"
en = "T"
"""
FACT = """
[m.{name}]
zh = "{name}甲"
en = "{name}"
[m.{name}.{year}]
value = {value}
unit = "{unit}"
{more}
"""


def base(*facts: tuple[str, int, object, str, str]) -> str:
    """A base of facts: name, year, value, unit, what else."""
    parts: list[str] = []
    for name, year, value, unit, more in facts:
        head = FACT.partition("[m.{name}.{year}]")
        text = FACT if not any(p.startswith(f"\n[m.{name}]") for p in parts) else head[1] + head[2]
        parts.append(text.format(name=name, year=year, value=value, unit=unit, more=more))
    return BOUNDS + "".join(parts)


def test_a_list_by_value_keeps_units_apart_and_knows_bounds(own: Run) -> None:
    text = base(
        ("a", 2023, 5, "万户", ""), ("b", 2023, 3, "公里", ""), ("c", 2023, 5, "万户", 'bound = "超"'),
        ("d", 2023, 4000, "米", ""), ("e", 2023, 5, "万户", 'bound = "不足"'), ("f", 2023, 0.4, "亿人", ""),
    )  # fmt: skip
    lines = own(text, "list", "--sort", "value")[1].splitlines()[1:]
    names = [line.split("\t")[0][2] for line in lines]
    assert names == ["d", "b", "f", "c", "a", "e"]  # 户 and 人 are one kind, 米 and 公里 too
    lines = own(text, "list", "--sort", "value", "--reverse", "-n", "2", "--unit", "户")[
        1
    ].splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == ["m.e.2023", "m.a.2023"]


def test_texts_stand_behind_numbers(run: Run) -> None:
    code, out, _ = run("list", "5g", "--sort", "value")
    values = [line.split("\t")[5] for line in out.splitlines()[1:]]
    numeric = [value.replace(".", "").isdigit() for value in values]
    assert code == 0 and numeric == sorted(numeric, reverse=True) and not all(numeric)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("list 5g --sort size", 2, "expected value"),
        ("list --reverse", 2, "--sort value"),
        ("list -n 3", 2, "-n"),
        ("compare --all", 2, "which two years"),
        ("compare --all -y 2022", 2, "which two years"),
        ("compare --all -y 2022: ", 2, "which two years"),
        ("compare --all -y 2022,2023 --sort size", 2, "growth, difference, ratio"),
        ("compare --all -y 2022,2023 --per", 2, "--per"),
        ("compare --all -y 1950,1951", 1, "nothing can be compared"),
        ("compare --all -y 2022,2023 --unit lightyears", 1, "no fact has it"),
        ("compare --all no-such-name -y 2022,2023", 1, "no-such-name"),
        ("compare 5g.users --sort growth -y 2022,2023", 2, "--all"),
        ("compare", 2, "--all"),
    ],
)
def test_what_cannot_be_sorted_is_refused(run: Run, line: str, code: int, words: str) -> None:
    got, out, err = run(*line.split())
    assert (got, out) == (code, "") and words in err


def test_movers_are_the_comparable_ones_and_the_rest_is_counted(run: Run) -> None:
    code, out, err = run("compare", "--all", "-y", "2022,2023", "-f", "json", *SMALL)
    rows = json.loads(out, parse_float=Decimal)
    assert code == 0
    assert [(row["id"], row["base"]) for row in rows] == [
        ("net.users.2023", "net.users.2022"),
        ("net.stations.2023", "net.stations.2022"),
        ("net.systems.2023", "net.systems.2022"),
        ("net.share.2023", "net.share.2022"),  # in percentage points, not in per cent
    ]
    assert err == (
        "infofacts: 9 indicators have numbers of 2022 or 2023; 4 compared; "
        "left out: 3 of one year only, 1 across a break, 1 of other dates\n"
    )
    shown = run("compare", "--all", "2022", "2023", "-n", "2", "--reverse", *SMALL)
    assert [line.split("\t")[0] for line in shown[1].splitlines()[1:]] == [
        "net.systems.2023", "net.stations.2023",
    ]  # fmt: skip
    assert "the first 2 shown" in shown[2]


@pytest.mark.parametrize("sort", ["growth", "difference", "ratio"])
def test_movers_are_those_of_single_comparisons(records: Records, sort: str) -> None:
    """Each row is what `compare NAME` says, and they are in the order of their figures."""
    rows = records("compare", "--all", "-y", "2022,2023", "--sort", sort)
    assert len(rows) >= 20
    for row in rows[:3]:
        name = row["id"].rpartition(".")[0]
        assert records("compare", name, "-y", "2022,2023")[1] == row
    units = [row[sort]["unit"] or "" for row in rows]
    assert units == sorted(units)  # those of a unit together
    for one, other in zip(rows, rows[1:], strict=False):
        if one[sort]["unit"] == other[sort]["unit"]:  # printed values are rounded
            high, low = one[sort]["high"], other[sort]["low"]
            assert high is None or low is None or high >= low


def test_movers_of_a_file_a_database_and_both_are_the_same(
    run: Run, tmp_path: Path, records: Records
) -> None:
    """Of numbers, ranges and bounds; a list is no number."""
    file, base = tmp_path / "small.db", (*SMALL, "--facts", str(ROOT / "tests/data/partly.toml"))
    assert run("export", "-f", "sqlite", "-o", str(file), *base)[0] == 0
    for sort in ("ratio", "growth", "difference"):
        line = ("compare", "--all", "-y", "2022,2023", "--sort", sort)
        of_toml = records(*line, *base)
        of_db = records(*line, "--facts", str(file), "--no-builtin")
        for name in ("id", "printed", "base", "ratio", "growth", "difference", "warnings"):
            assert [row[name] for row in of_db] == [row[name] for row in of_toml]
        assert {"a.range.2023", "a.bound.2023"} <= {row["id"] for row in of_toml}
        derived = records(*line, "--derived", *base)
        assert {row["id"] for row in of_toml} <= {row["id"] for row in derived}


def test_filters_and_names_limit_movers(records: Records) -> None:
    everything = records("compare", "--all", "-y", "2022,2023")
    topic = records("compare", "--all", "-y", "2022,2023", "--topic", "broadband")
    named = records("compare", "--all", "broadband", "-y", "2022,2023")
    assert topic == named == [row for row in everything if row["topic"] == "broadband"] != []
    unit = records("compare", "--all", "-y", "2022,2023", "--unit", "元", "--sort", "difference")
    assert {row["unit"] for row in unit} == {"元"}
    source = records("compare", "--all", "-y", "2022,2023", "--source", "nidr-2023")
    assert source and {row["source"] for row in source} == {"nidr-2023"}


def test_movers_of_many_facts_are_found_in_little_memory(run: Run, tmp_path: Path) -> None:
    """Of a database only the first ones are kept: ten times the facts take no more memory."""
    import tracemalloc

    peaks = []
    for size in (300, 3000):
        facts = (
            f'[m.i{n}]\nzh = "甲{n}"\nen = "I{n}"\n[m.i{n}.2022]\nvalue = {n + 9}.5\nunit = "万户"\n'
            f'[m.i{n}.2023]\nvalue = {n * 7 % 997 + 10}.5\nunit = "万户"\n'
            for n in range(size)
        )
        toml, file = tmp_path / f"{size}.toml", tmp_path / f"{size}.db"
        toml.write_text(BOUNDS + "".join(facts), "utf-8")
        base = ("--facts", str(toml), "--no-builtin")
        assert run("export", "-f", "sqlite", "-o", str(file), *base)[0] == 0
        line = (
            "compare",
            "--all",
            "-y",
            "2022,2023",
            "-n",
            "5",
            "--facts",
            str(file),
            "--no-builtin",
        )
        run(*line)
        tracemalloc.start()
        code, out, err = run(*line)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert code == 0 and len(out.splitlines()) == 6 and f"{size} compared" in err
    assert peaks[1] < 2 * peaks[0] + 500_000
