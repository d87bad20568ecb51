"""From a file to objects: what the file says, no more and no less, in every field."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from infofacts.errors import FactsError
from infofacts.factfile import load
from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.numbers import Quantity
from infofacts.record import MISSING, fields
from tests.conftest import ROOT, Run

Write = Callable[[str], FactBase]

DATA = ROOT / "tests" / "data"
FULL = (DATA / "full.toml").read_text("utf-8")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Read a fact base beside a text."""
    shutil.copy(DATA / "full.txt", tmp_path)

    def write_(toml: str) -> FactBase:
        (tmp_path / "base.toml").write_text(toml, "utf-8")
        return load([tmp_path / "base.toml"])

    return write_


# ---------------------------------------------------------------- what the file says
BASE = tomllib.loads(FULL, parse_float=Decimal)
# What a measure takes from the table of its fact, where its own table says nothing.
INHERITED = ("as_of", "scope", "source", "url")
# What is worked out of a table: value, base unit, sign, print, and the lines of the quotes.
COMPUTED: dict[str, tuple[object, str | None, str, str, tuple[int, ...]]] = {
    "t.i.2023": (Decimal(125000), "件", ">", "超12.5万件", (5, 10)),
    "t.i.2023.change": (Decimal(5000), "件", "=", "0.5万件", (6,)),
    "t.i.2023.growth": (Decimal(4), "%", "~", "约4%", ()),
    "t.i.2023.rank": (Decimal(2), None, "=", "第二", ()),
    "t.i.2023@web": (Decimal(120000), "件", "=", "12万件", ()),
    "t.i.2022.change": (Decimal(7), "件", "=", "7", ()),
    "t.i.2022.growth": (Decimal(8), "%", "=", "8%", ()),
    "t.w.2023": (("红", "黄"), None, "=", "红、黄等", (8,)),
    "t.d.2023": ("2023-05-06", None, "=", "2023-05-06", ()),
    "bare.x.2020": (Decimal(-3), None, "=", "-3", ()),
}
# What shows each of them, or why nothing does.
SHOWN = {
    "t.i.2023": ("none", "claim"), "t.w.2023": ("none", "claim"),  # what they say is not all there
    "t.i.2023.growth": ("none", "text"), "t.i.2023.rank": ("none", "text"),
    "t.i.2023@web": ("page", ""), "t.i.2022.change": ("page", ""), "t.i.2022.growth": ("page", ""),
    "t.d.2023": ("page", ""), "bare.x.2020": ("none", "words"),
}  # fmt: skip
SINCE = {"t.i.2023.change": 2022, "t.i.2023.growth": 2020}  # where the file does not say it


def check(thing: Fact | Source | Topic | Indicator, said: Mapping[str, Any]) -> None:
    """Each field of an object holds what is said, or is empty."""
    for field in fields(thing):
        value = said.get(field.name, field.default)
        assert getattr(thing, field.name) == (tuple(value) if type(value) is list else value), field


def table_of(ident: str) -> dict[str, Any]:
    """The table of a fact, with what it takes from the one around it."""
    address, _, source = ident.partition("@")
    topic, indicator, year, *measure = address.split(".")
    around: dict[str, Any] = BASE[topic][indicator][year]
    if source:
        (other,) = [other for other in around["others"] if other["source"] == source]
        return dict(other)
    inherited = {key: around[key] for key in INHERITED if key in around}
    return inherited | around[measure[0]] if measure else around


def test_fact_has_what_its_table_says_and_nothing_else(write: Write) -> None:
    base = write(FULL)
    assert list(base.facts) == list(COMPUTED)
    for ident, (value, unit, bound, printed, lines) in COMPUTED.items():
        table = {"scope": "CN", "source": "s", "quote": ""} | table_of(ident)
        topic, indicator, year, *measure = re.split(r"[.@]", ident)
        labels, source = base.indicators[f"{topic}.{indicator}"], base.sources[table["source"]]
        level = measure in ([], ["web"])
        percent = "%" if measure == ["growth"] else ""
        words = table.get("unit", percent), table.get("bound", ""), table.get("printed", "")
        number = isinstance(table["value"], (int, Decimal))
        since = SINCE.get(ident, table.get("since"))
        computed = {
            "id": ident, "topic": topic, "indicator": indicator, "year": int(year[:4]),
            "zh": labels.zh, "en": labels.en, "measure": "level" if level else measure[0],
            "value": value, "unit": unit, "bound": bound, "printed": printed, "since": since,
            "section": "摘要" if lines else None, "line": next(iter(lines), None), "lines": lines,
            "url": table.get("url", "" if source.file else source.url), "status": "stated",
            "quantity": Quantity(Decimal(table["value"]), *words) if number else None,
            "break_zh": table.get("break"),
            **dict(zip(("proof", "unproven"), SHOWN.get(ident, ("text", "")), strict=True)),
        }  # fmt: skip
        check(base.facts[ident], table | computed)


def test_source_topic_and_indicator_have_what_their_tables_say(
    write: Write, tmp_path: Path
) -> None:
    """A label in one language stands for both, the address for one that is missing."""
    base = write(FULL)
    assert base.groups == {"g": ("组", "Group")}
    files = {"s": str(tmp_path / "full.txt"), "web": ""}
    assert list(base.sources) == list(files)
    for ident, source in base.sources.items():
        check(source, BASE["sources"][ident] | {"id": ident, "file": files[ident]})
    assert list(base.topics) == ["t", "bare"]
    check(base.topics["t"], BASE["t"] | {"id": "t"})
    check(base.topics["bare"], {"id": "bare", "zh": "bare", "en": "bare"})
    one_label = {"t.w": "乙", "t.d": "Day", "bare.x": "x"}
    assert list(base.indicators) == ["t.i", *one_label]
    check(base.indicators["t.i"], BASE["t"]["i"] | {"id": "t.i", "topic": "t"})
    for ident, label in one_label.items():
        topic = ident.partition(".")[0]
        check(base.indicators[ident], {"id": ident, "topic": topic, "zh": label, "en": label})


def test_fields_that_may_be_left_out_are_empty() -> None:
    """A source is a report, a value stated, and nothing shows it, unless it says otherwise."""
    filled = {
        (kind.__name__, field.name): field.default
        for kind in (Fact, Source, Topic, Indicator)
        for field in fields(kind)
        if field.default is not MISSING and field.default not in (None, "", ())
    }
    assert filled == {
        ("Fact", "status"): "stated",
        ("Fact", "proof"): "none",
        ("Source", "type"): "report",
    }


# ---------------------------------------------------------------- what is refused, with its place
HEAD = '[sources.s]\ntitle = "T"\npublisher = "P"\n'


def test_overlay_of_a_source_leaves_its_text_where_it_was(tmp_path: Path, run: Run) -> None:
    below, above = tmp_path / "a" / "base.toml", tmp_path / "b" / "over.toml"
    for path in (below, above):
        path.parent.mkdir()
    (below.parent / "text.txt").write_text("甲有5个。\n", "utf-8")
    below.write_text(
        '[sources.s]\ntitle = "T"\npublisher = "P"\nfile = "text.txt"\n[m]\nzh = "题"\nen = "T"\n'
        '[m.a]\nzh = "甲"\nen = "A"\n[m.a.2023]\nvalue = 5\nunit = "个"\nquote = "甲有5个"\n',
        "utf-8",
    )
    above.write_text('[sources.s]\ntitle = "T"\npublisher = "P"\npublisher_en = "Q"\n', "utf-8")
    over = load([below, above])
    assert over.facts["m.a.2023"].line == 1 and over.sources["s"].publisher_en == "Q"
    (below.parent / "text.txt").write_text("前言。\n甲有5个。\n", "utf-8")
    assert load([below, above]).facts["m.a.2023"].line == 2  # a text that has changed is read anew


SHAPES = tomllib.loads((DATA / "shapes.toml").read_text("utf-8"))["wrong"]


@pytest.mark.parametrize("case", SHAPES, ids=lambda case: case["message"].partition(": ")[2])
def test_wrong_shape_is_reported_in_full(run: Run, tmp_path: Path, case: dict[str, str]) -> None:
    """Where, which rule, what should be and what is; `show` and `check` say the same."""
    path = tmp_path / "bad.toml"
    path.write_text(case["toml"], "utf-8")
    message = f"{path}{case['message']}"
    asked = run("show", "a", "--no-builtin", "--facts", str(path))
    assert asked == (3, "", f"infofacts: {message}\n")
    assert message in run("check", str(path), "--no-builtin")[1].splitlines()


def test_words_without_a_value_are_of_the_change_growth_or_rank(write: Write) -> None:
    """But for one that has its own; beside a value they are of that."""
    words = 'quote = "增长5%，列第2"\nnote = "注"\nnote_en = "N"\n'
    measures = 'growth = { value = 5 }\nrank = { value = 2, printed = "第2", quote = "列第2" }\n'
    for value, quote, note in (("", "增长5%，列第2", "注"), ("value = 5\n", "", None)):
        facts = write(f"{HEAD}[a.b.2023]\n{value}{words}{measures}").facts
        growth, rank = (facts[f"a.b.2023.{measure}"] for measure in ("growth", "rank"))
        assert (growth.quote, growth.note, rank.quote) == (quote, note, "列第2")


GOOD = [
    "value = 1e59", "value = 1e-59", "value = 0.0", 'value = "x"', "value = 2023-01-02",
    "as_of = '2023'", "as_of = '2023-01'", "as_of = '2023-12-31'", "growth = { value = 1, years = 1 }",
    "growth = { value = 1, years = 100 }", "change = { value = 1, since = 1990 }",
    "change = { value = 1, since = '2022-H1' }", "value_en = 'x'", "value_en = ['x', 'y']",
]  # fmt: skip


@pytest.mark.parametrize("line", GOOD)
def test_values_at_the_limits_are_read(write: Write, line: str) -> None:
    """Also the first and the last year."""
    more = "" if line.startswith("value =") else "value = 1\n"
    for year in ("1900", "2099"):
        assert write(f"{HEAD}[a.b.{year}]\n{more}{line}\n").facts[f"a.b.{year}"].year == int(year)


@pytest.mark.parametrize("value", ["1e60", "1e-60", "1" * 61, "0." + "1" * 60, "inf", "-nan"])
def test_number_that_no_report_prints_is_refused(write: Write, value: str) -> None:
    with pytest.raises(FactsError, match="finite|a number, a text"):
        write(f"{HEAD}[a.b.2023]\nvalue = {value}\n")


@pytest.mark.parametrize(("count", "more"), [(5, ""), (6, "\n… and 1 more: see infofacts check")])
def test_first_five_problems_are_listed_and_the_rest_counted(
    write: Write, count: int, more: str
) -> None:
    with pytest.raises(FactsError) as error:
        write("[a]\n" + "".join(f"k{n} = 1\n" for n in range(count)))
    listed, _, rest = str(error.value).partition("\n…")
    assert listed.count("unknown-key") == 5 and bool(rest) == bool(more)
    assert str(error.value) == listed + more
