"""From a file to objects: what the file says, no more and no less, in every field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from infofacts.errors import FactsError
from infofacts.factfile import load
from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.numbers import Quantity
from tests.conftest import Run

Write = Callable[[str], FactBase]

TEXT = "# 报告\n\n# 摘要\n\n去年底，甲物超12.5万件，\n比上年多0.5万件。\n\n乙：红、黄等。\n\n甲物超12.5万件。\n"
FULL = """
[sources.s]
title = "报告"
title_en = "Report"
publisher = "社"
publisher_en = "Press"
published = "2024-08"
accessed = "2025-01-02"
url = "https://example.org/s"
type = "webpage"
file = "text.txt"
excused = [{ words = ["1"], reason = "r" }]

[sources.web]
title = "网"
publisher = "站"
url = "https://example.org/web"

[groups.g]
zh = "组"
en = "Group"

[t]
zh = "题"
en = "Topic"
group = "g"
aliases = ["题目", "subject"]
note = "题注"
note_en = "topic note"

[t.i]
zh = "甲物"
en = "First"
aliases = ["甲"]
note = "注"
note_en = "note"
counts = "件"
formula = "a - b"

[t.i.2023]
value = 12.5
unit = "万件"
bound = "超"
as_of = "2023-12"
scope = "PK"
quote = "甲物超12.5万件"
also = ["甲物超 12.5万件。"]
note = "事实注"
note_en = "fact note"
break = "口径"
break_en = "basis"
confirmed_by = ["web"]
change = { value = 0.5, unit = "万件", quote = "比上年多0.5万件", as_of = "2023-11", scope = "CN" }
growth = { value = 4, years = 3, quote = "x", bound = "约" }
rank = { value = 2, quote = "y", scope = "world", note = "n", note_en = "m", printed = "第二" }
others = [{ value = 12, unit = "万件", source = "web", quote = "12万件", as_of = "2023-06" }]

[t.i.2022]
change = { value = 7, quote = "z", since = "2021-H2" }
growth = { value = 8, quote = "z", since = 2019 }
source = "web"
url = "https://example.org/own"

[t.w]
zh = "乙"

[t.w.2023]
value = ["红", "黄"]
value_en = ["red", "yellow"]
quote = "乙：红、黄等"

[t.d]
en = "Day"

[t.d.2023]
value = 2023-05-06
value_en = "6 May"
quote = "nowhere"
source = "web"

[bare.x.2020]
value = -3
note = "q"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Read a fact base beside a text."""
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")

    def write_(toml: str) -> FactBase:
        (tmp_path / "base.toml").write_text(toml, "utf-8")
        return load([tmp_path / "base.toml"])

    return write_


# The fields of a fact, all of them, as they are where the file says nothing.
SILENT: dict[str, object] = {
    "topic": "t", "indicator": "i", "year": 2023, "zh": "甲物", "en": "First", "measure": "level",
    "bound": "=", "as_of": None, "scope": "CN", "status": "stated", "since": None, "formula": None,
    "note": None, "source": "s", "section": None, "line": None, "lines": (), "also": (), "url": "",
    "quantity": None, "value_en": None, "years": None, "note_en": None, "break_zh": None,
    "break_en": None, "confirmed_by": (), "ends": None, "inputs": (), "formula_en": None,
}  # fmt: skip
OWN = {"scope": "PK", "as_of": "2023-12", "url": ""}
WEB = "https://example.org/web"
SAID: dict[str, dict[str, object]] = {
    "t.i.2023": OWN | {
        "value": Decimal(125000), "unit": "件", "bound": ">", "printed": "超12.5万件", "line": 5,
        "lines": (5, 10), "section": "摘要", "quote": "甲物超12.5万件", "also": ("甲物超 12.5万件。",),
        "note": "事实注", "note_en": "fact note", "break_zh": "口径", "break_en": "basis",
        "confirmed_by": ("web",), "quantity": Quantity(Decimal("12.5"), "万件", "超"),
    },
    "t.i.2023.change": {
        "measure": "change", "value": Decimal(5000), "unit": "件", "printed": "0.5万件", "line": 6,
        "lines": (6,), "section": "摘要", "quote": "比上年多0.5万件", "as_of": "2023-11", "since": 2022,
        "quantity": Quantity(Decimal("0.5"), "万件"),
    },
    "t.i.2023.growth": OWN | {
        "measure": "growth", "value": Decimal(4), "unit": "%", "bound": "~", "printed": "约4%",
        "quote": "x", "since": 2020, "years": 3, "quantity": Quantity(Decimal(4), "%", "约"),
    },
    "t.i.2023.rank": OWN | {
        "measure": "rank", "value": Decimal(2), "unit": None, "printed": "第二", "quote": "y",
        "scope": "world", "note": "n", "note_en": "m", "quantity": Quantity(Decimal(2), words="第二"),
    },
    "t.i.2023@web": {
        "value": Decimal(120000), "unit": "件", "printed": "12万件", "quote": "12万件", "source": "web",
        "as_of": "2023-06", "url": WEB, "quantity": Quantity(Decimal(12), "万件"),
    },
    "t.i.2022.change": {
        "year": 2022, "measure": "change", "value": Decimal(7), "unit": "件", "printed": "7",
        "quote": "z", "since": "2021-H2", "source": "web", "url": "https://example.org/own",
        "quantity": Quantity(Decimal(7)),
    },
    "t.i.2022.growth": {
        "year": 2022, "measure": "growth", "value": Decimal(8), "unit": "%", "printed": "8%",
        "quote": "z", "since": 2019, "source": "web", "url": "https://example.org/own",
        "quantity": Quantity(Decimal(8), "%"),
    },
    "t.w.2023": {
        "indicator": "w", "zh": "乙", "en": "乙", "value": ("红", "黄"), "value_en": ("red", "yellow"),
        "unit": None, "printed": "红、黄等", "quote": "乙：红、黄等", "line": 8, "lines": (8,),
        "section": "摘要",
    },
    "t.d.2023": {
        "indicator": "d", "zh": "Day", "en": "Day", "value": "2023-05-06", "value_en": "6 May",
        "unit": None, "printed": "2023-05-06", "quote": "nowhere", "source": "web", "url": WEB,
    },
    "bare.x.2020": {
        "topic": "bare", "indicator": "x", "year": 2020, "zh": "x", "en": "x", "value": Decimal(-3),
        "unit": None, "printed": "-3", "quote": "", "note": "q", "quantity": Quantity(Decimal(-3)),
    },
}  # fmt: skip


def test_a_fact_has_what_its_table_says_and_nothing_else(write: Write) -> None:
    base = write(FULL)
    assert list(base.facts) == list(SAID)
    for ident, said in SAID.items():
        found = {field.name: getattr(base.facts[ident], field.name) for field in fields(Fact)}
        assert found == SILENT | said | {"id": ident}, ident


def test_all_around_the_facts_has_what_its_table_says(write: Write, tmp_path: Path) -> None:
    base = write(FULL)
    text = str(tmp_path / "text.txt")
    assert list(base.sources.values()) == [
        Source(
            id="s", title="报告", publisher="社", title_en="Report", publisher_en="Press", published="2024-08", url="https://example.org/s", accessed="2025-01-02",
            type="webpage", file=text,
        ),
        Source(id="web", title="网", publisher="站", title_en="", publisher_en="", published="", url=WEB, accessed="", type="report", file=""),
    ]  # fmt: skip
    assert base.groups == {"g": ("组", "Group")}
    assert list(base.topics.values()) == [
        Topic(
            "t",
            "题",
            "Topic",
            group="g",
            aliases=("题目", "subject"),
            note="题注",
            note_en="topic note",
        ),
        Topic("bare", "bare", "bare", group="", aliases=(), note="", note_en=""),
    ]
    assert list(base.indicators.values()) == [
        Indicator("t.i", "t", "甲物", "First", ("甲",), "注", "note", "件", "a - b"),
        Indicator("t.w", "t", "乙", "乙", (), "", "", "", ""),
        Indicator("t.d", "t", "Day", "Day", (), "", "", "", ""),
        Indicator("bare.x", "bare", "x", "x", (), "", "", "", ""),
    ]


def test_a_part_that_is_not_said_is_empty() -> None:
    """Objects made by hand: what may be left out."""
    assert Topic("t", "题", "T") == Topic("t", "题", "T", group="", aliases=(), note="", note_en="")
    assert Indicator("t.i", "t", "甲", "I") == Indicator("t.i", "t", "甲", "I", (), "", "", "", "")
    assert Source(id="s", title="T", publisher="P") == Source(
        id="s",
        title="T",
        publisher="P",
        title_en="",
        publisher_en="",
        published="",
        url="",
        accessed="",
        type="report",
        file="",
    )


def test_a_source_without_a_title_in_english_has_its_own_in_both(write: Write) -> None:
    report, web = write(FULL).sources.values()
    assert [report.name(lang) for lang in ("zh", "en", "both")] == ["报告", "Report", "报告"]
    assert [web.name(lang) for lang in ("zh", "en", "both")] == ["网", "网", "网"]


# ---------------------------------------------------------------- what is refused, with its place
HEAD = '[sources.s]\ntitle = "T"\npublisher = "P"\n'


def test_an_overlay_of_a_source_leaves_its_text_where_it_was(tmp_path: Path, run: Run) -> None:
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


REFUSED = {
    "[a.b.2023]\nunit = '个'\n": ":1: a.b.2023: missing-key: a fact needs 'value', or one of change, growth and rank",
    "[a.b.2023]\nvalue = 1\nchange = 3\n": ":3: a.b.2023: wrong-type: change must be a table, not 3",
    "[a.b.2023]\nchange = { unit = '个' }\n": ":2: a.b.2023: missing-key: change: a measure needs 'value'",
    "[a.b.2023]\ngrowth = { value = 'x' }\n":
        ":2: a.b.2023: wrong-type: growth: value must be a finite number of at most 60 digits, not 'x'",
    "[a.b.2023]\nvalue = 1\nothers = [{ value = 1 }]\n": ":3: a.b.2023: missing-key: others: one needs 'source'",
    "[a.b.2023]\nvalue = 1\nothers = [{ value = 1, source = 's', rank = { value = 1 } }]\n": ":3: a.b.2023: unknown-key: others: unknown key 'rank'; one may have value, unit, bound, printed, as_of, quote, also, scope, note, note_en, value_en, source, url, confirmed_by, break, break_en",
    "[a.b.2023]\nvalue = 1\nothers = 1\n": ":3: a.b.2023: wrong-type: others must be an array of tables, not 1",
    "[a.b.1899]\nvalue = 1\n": ":1: a.b.1899: bad-year: '1899' is not a year from 1900 to 2099",
    "[a.B.2023]\nvalue = 1\n": ":1: a.B: bad-id: 'B' must be lower-case letters, digits and hyphens",
    "[a]\nzh = ''\n": ":2: a: wrong-type: zh must be a text that is not empty, not ''",
    "[a]\naliases = []\n": ":2: a: wrong-type: aliases must be an array of texts, not an array",
    "[a]\naliases = ['x', ' ']\n": ":2: a: wrong-type: aliases must be an array of texts, not an array",
    "[a.b.2023]\nvalue = []\n":
        ":2: a.b.2023: wrong-type: value must be a number, a text, an array of texts or a date, not an array",
    "[a.b.2023]\nvalue = 1\nas_of = '2023-13'\n":
        ":3: a.b.2023: wrong-type: as_of must be a date: 2023, 2023-12 or 2023-12-31, not '2023-13'",
    "[a.b.2023]\nvalue = 1\nas_of = '2023-12-32'\n":
        ":3: a.b.2023: wrong-type: as_of must be a date: 2023, 2023-12 or 2023-12-31, not '2023-12-32'",
    "[a.b.2023]\nchange = { value = 1, since = '2022-H3' }\n":
        ":2: a.b.2023: wrong-type: change: since must be a year (2022), a half year (2022-H2) or a date, not '2022-H3'",
    "[a.b.2023]\ngrowth = { value = 1, years = 0 }\n":
        ":2: a.b.2023: wrong-type: growth: years must be a number of years from 1 to 100, not 0",
    "[a.b.2023]\ngrowth = { value = 1, years = 101 }\n":
        ":2: a.b.2023: wrong-type: growth: years must be a number of years from 1 to 100, not 101",
    "[a.b.2023]\ngrowth = { value = 1, years = true }\n":
        ":2: a.b.2023: wrong-type: growth: years must be a number of years from 1 to 100, not True",
    "[a.b.2023]\nvalue = 1\nas_of = 2023-12-31\n":
        ":3: a.b.2023: wrong-type: as_of must be a date in quotation marks: 2023, 2023-12 or 2023-12-31, not 2023-12-31",
    "[a.b.2023]\nvalue = 1\nas_of = '2023-02-29'\n":
        ":3: a.b.2023: wrong-type: as_of must be a date: 2023, 2023-12 or 2023-12-31, not '2023-02-29'",
    "[a.b.2023]\nvalue = 1\nas_of = '２０２３'\n":
        ":3: a.b.2023: wrong-type: as_of must be a date: 2023, 2023-12 or 2023-12-31, not '２０２３'",
    "[a]\nzh = '''\n[a.b.2023]\nen = 1\n'''\nnope = 1\n":
        ":6: a: unknown-key: unknown key 'nope'; a topic may have zh, en, aliases, note, note_en, group",
    f"[a.b.2023]\nvalue = 1\nas_of = '{'x' * 60}'\n":
        f":3: a.b.2023: wrong-type: as_of must be a date: 2023, 2023-12 or 2023-12-31, not '{'x' * 38}…",
    "[a.b.'20２３']\nvalue = 1\n": ":1: a.b.20２３: bad-year: '20２３' is not a year from 1900 to 2099",
    "[a.b.2023]\nvalue = 1\nsince = 2022\n":
        ":3: a.b.2023: missing-key: 'since' needs a change or growth",
    "[a.b.2023]\nvalue = 1\nothers = [{ value = 1, source = 's' }, { value = 2, source = 's' }]\n":
        ":3: a.b.2023: wrong-type: others: two values of source 's'",
    "[sources]\nx = 1\n[sources.s]\ntitle = 'T'\npublisher = 'P'\n":
        ":2: sources.x: wrong-type: sources.x must be a table, not 1",
    "\n\nx = 1\n[a]\nzh = 'A'\n": ":3: x: wrong-type: x must be a table, not 1",
    "[groups.g]\nzh = 'G'\n": ":1: groups.g: missing-key: a group needs 'en'",
    "[sources.x]\ntitle = 'T'\n": ":1: sources.x: missing-key: a source needs 'publisher'",
}  # fmt: skip


@pytest.mark.parametrize("toml", REFUSED)
def test_a_wrong_shape_is_told_in_full(run: Run, tmp_path: Path, toml: str) -> None:
    """Where, which rule, what should be and what is."""
    path = tmp_path / "bad.toml"
    path.write_text(toml, "utf-8")
    message = f"{path}{REFUSED[toml]}"
    asked = run("show", "a", "--no-builtin", "--facts", str(path))
    assert asked == (3, "", f"infofacts: {message}\n")
    assert message in run("check", str(path), "--no-builtin")[1].splitlines()


GOOD = [
    "value = 1e59", "value = 1e-59", "value = 0.0", 'value = "x"', "value = 2023-01-02", "as_of = '2023'",
    "as_of = '2023-01'", "as_of = '2023-12-31'", "growth = { value = 1, years = 1 }",
    "growth = { value = 1, years = 100 }", "change = { value = 1, since = 1990 }",
    "change = { value = 1, since = '2022-H1' }", "value_en = 'x'", "value_en = ['x', 'y']",
]  # fmt: skip


@pytest.mark.parametrize("line", GOOD)
def test_the_outermost_of_what_is_right_is_read(write: Write, line: str) -> None:
    """Also the first and the last year."""
    more = "" if line.startswith("value =") else "value = 1\n"
    for year in ("1900", "2099"):
        assert write(f"{HEAD}[a.b.{year}]\n{more}{line}\n").facts[f"a.b.{year}"].year == int(year)


@pytest.mark.parametrize("value", ["1e60", "1e-60", "1" * 61, "0." + "1" * 60, "inf", "-nan"])
def test_a_number_that_no_one_prints_is_refused(write: Write, value: str) -> None:
    with pytest.raises(FactsError, match="finite|a number, a text"):
        write(f"{HEAD}[a.b.2023]\nvalue = {value}\n")


def test_the_first_five_problems_are_told_and_how_many_more_there_are(write: Write) -> None:
    for count, more in ((5, ""), (6, "\n… and 1 more: see infofacts check")):
        with pytest.raises(FactsError) as caught:
            write("[a]\n" + "".join(f"k{n} = 1\n" for n in range(count)))
        lines, tail = str(caught.value)[: len(str(caught.value)) - len(more)], more
        assert lines.count("unknown-key") == 5 and str(caught.value).endswith(tail)
        assert ("more" in str(caught.value)) == bool(more)
