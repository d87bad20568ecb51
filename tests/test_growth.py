"""Nothing takes for ever: four times as much input takes at most eight times as long.

Each kind of input is made at n and at 4n, and times of the processor are compared: what is linear
takes about four times as long, what is quadratic sixteen times. Beyond sizes that no report comes
near, input is refused.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from infofacts import text as limits
from infofacts.app import main
from infofacts.check.coverage import TOKEN
from infofacts.check.engine import run_rules
from infofacts.derive import operands
from infofacts.factfile import Layers, build
from infofacts.formats import RECORD_FORMATS, text_of
from infofacts.fulltext import searched
from infofacts.printed import has_minus, may_fall, places, says_fall
from infofacts.query import parse_query
from infofacts.report import SourceText, source_text
from infofacts.stems import tokenize
from infofacts.text import section_en, visible, words_values
from infofacts.tomlfile import Document, key_lines
from infofacts.views.hits import Marker
from infofacts.views.table import Column, Grid, draw, markdown
from infofacts.views.wrap import breaks
from tests.conftest import SOURCE, Run, one_fact

TIMES = 8  # as long, for four times as much: half-way from linear to quadratic
ALWAYS = 0.004  # seconds that anything may take
TRIES = 6
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """The time of the processor that a piece of work takes, without any pattern compiled before.

    Without what collecting the garbage of all the tests before it takes, too.
    """
    re.purge()
    gc.disable()
    try:
        start = time.process_time()
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            work()
        return time.process_time() - start
    finally:
        gc.enable()


def assert_linear(made: Callable[[int], Work], n: int, what: object = "") -> None:
    """Try until one pair of times is as it should be: other processes may have been in the way.

    A pair is of one moment: a processor is not always as fast. The last tries are of twice as
    much, where what is quadratic is clearer and what is not is less disturbed.
    """
    pairs = []
    for count in (n,) * TRIES + (2 * n,) * TRIES:
        few, many = seconds(made(count)), seconds(made(4 * count))
        if many <= TIMES * max(few, ALWAYS):
            return
        pairs.append(f"{few:.3f} s for {count}, {many:.3f} s for {4 * count}")
    pytest.fail(f"{what!r}: {'; '.join(pairs)}")


# ---------------------------------------------------------------- one long text
PIECES = (
    "1 1、 1, 1. 1.5% 1,111 １ 一 一分之 十 十余 三成 半 第 第一 《 《a 降 降幅 降幅达 降5%和 跌 占 占多少 约 "
    "超过 余 不 近一 近一年 截至2023年 2023年 比2022年 中 中a a a- a-b a.b -a - # * \\ 。 。” “ ( ， = "
    "\" ' [ ] [[a]] \\n | & @ 【第 附件1 [a.b]\na=1\n x\n #一、\n \t"
).split(" ") + [
    " ",
    "\n",
    "# ",
    "\r\n",
    "\u3000",
    "\x1b",
    "\x1b[0m",
    "\ufdfa",
    "\ufeff",
    "'a'.",
    "a .",
]


def all_rules(text: str) -> object:
    """Every rule of `check` on a fact that has a text wherever it may have one."""
    fact = {"value": 1, "unit": "个", "quote": text, "also": [text], "scope": text, "bound": text}
    change = {"value": -1, "unit": text, "printed": text, "quote": text}
    label = {"zh": text, "en": text, "aliases": [text], "formula": text}
    inside = label | {"2023": fact | {"change": change}, "2022": {"value": text, "quote": text}}
    source = {"title": text, "publisher": "社"}
    data = {"sources": {"s": source}, "m": {"zh": "题", "en": "T", "a": inside}}
    layers = Layers([Document("mine.toml", data, "")])
    return list(run_rules(build(layers), layers))


def of_a_source(text: str) -> object:
    """The text of a source, and the tokens in it that quotes are to cover."""
    source = SourceText(text)
    return source.find(f"{text[:100]}不在"), TOKEN.findall(source.text)


def drawn(text: str) -> None:
    draw([Grid([Column("a"), Column("b", True)], [[text, text]], above=text)])


# What is done with a text, of how many characters, and of every how manieth piece.
TEXTS: dict[str, tuple[int, int, Callable[[str], object]]] = {
    "rules of check": (300, 2, all_rules),
    "numbers": (2000, 1, lambda t: [*places(t, Decimal(1), "个")]),
    "bare numbers": (2000, 1, lambda t: [*places(t, Decimal(1), "")]),
    "numbers in words": (2000, 1, lambda t: [*words_values(t)]),
    "words before": (2000, 1, lambda t: (has_minus(t, "%"), says_fall(t, "%"), may_fall(t))),
    "formula": (2000, 1, operands),
    "source": (2000, 1, of_a_source),
    "section": (2000, 1, section_en),
    "keys": (2000, 1, key_lines),
    "query": (2000, 1, lambda t: parse_query([t[:1000]])),
    "tokens": (2000, 1, lambda t: [*tokenize(t)]),
    "words of an export": (1000, 3, searched),
    "hits": (2000, 1, lambda t: Marker([t[:1000]]).spans(t)),
    "narrow lines": (2000, 1, lambda t: [*breaks(t, 10)]),
    "wide lines": (2000, 1, lambda t: [*breaks(t, 9999)]),
    "visible": (2000, 1, visible),
    "table": (1000, 5, drawn),
    "Markdown": (2000, 1, lambda t: markdown([Grid([Column("a")], [[t]], above=t)])),
    "formats": (2000, 1, lambda t: [text_of([{"a": t, "b": [t]}], f) for f in RECORD_FORMATS]),
    "a name": (2000, 9, lambda t: main(["show", t])),
    "words to search": (2000, 9, lambda t: main(["search", t])),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_of_any_pieces_is_read_in_linear_time(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The end fits no pattern, so that each is tried in all its ways."""
    monkeypatch.setenv("COLUMNS", "9999")
    n, step, work = TEXTS[what]
    seconds(lambda: work("x"))  # loads what is loaded once
    for piece in PIECES[::step]:

        def made(n: int, piece: str = piece) -> Work:
            text = piece * (n // len(piece)) + "!"
            return lambda: work(text)

        assert_linear(made, n, piece)


LONG: dict[str, Callable[[int], object]] = {
    "titles": lambda n: all_rules("《" * n),
    "numerals": lambda n: all_rules("一" * n),
    "spaces": lambda n: [*breaks(" " * n, 9999)],
    "no cells": lambda n: [*breaks("a" + "\u0301" * n, 80)],
    "lines of a source": lambda n: SourceText("文本。\n" * n),
    "a long heading": lambda n: SourceText("# 第" + "一" * n + "篇\n" + "\n" * n),
    "a long table": lambda n: key_lines("[" + "a" * n + "]\n" + "k = 1\n" * n),
    "many years": lambda n: main(["get", "5g.users", "-y", ",".join(["2023"] * n)]),
    "a range of years": lambda n: main(["get", *["5g.users"] * (n // 100), "-y", "0001:9999"]),
    "unknown names": lambda n: main(["get", *[f"nope{i}" for i in range(n // 20)]]),
    "unknown topics": lambda n: main(["show", *[f"nope{i}" for i in range(n // 20)]]),
    "topics again": lambda n: main(["show", *["5g"] * (n // 20)]),
    "files": lambda n: main(["get", "m.a", *["--facts", "tests/data/compare.toml"] * (n // 500)]),
}


@pytest.mark.parametrize("what", LONG)
def test_what_is_long_or_many_takes_linear_time(what: str) -> None:
    seconds(lambda: LONG[what](100))
    assert_linear(lambda n: lambda: LONG[what](n), 10000, what)


# ---------------------------------------------------------------- a large base
def fact(number: int, year: int = 2023, more: str = "") -> str:
    """A fact that is proven by `report`."""
    quote = f"{year}年指标{number}号达到{number + 1}个"
    return (
        f'[m.i{number}.{year}]\nvalue = {number + 1}\nunit = "个"\nquote = "{quote}"\n'
        f'as_of = "{year}"\n{more}'
    )


def indicator(number: int, more: str = "") -> str:
    name = f'zh = "指标第{number}号"\nen = "Indicator {number}"\naliases = ["别名{number}"]\n'
    return f"[m.i{number}]\n{name}{more}"


TOP = '[sources.s]\ntitle = "报告（2024年）"\npublisher = "社"\nfile = "report.txt"\n[m]\nzh = "题"\nen = "T"\n'


def plain(n: int) -> str:
    return TOP + "".join(indicator(i) + fact(i) for i in range(n))


def with_breaks(n: int) -> str:
    """Two years of each indicator, the second on a new basis."""
    both = (indicator(i) + fact(i, 2022) + fact(i, 2023, 'break = "变"\n') for i in range(n // 2))
    return TOP + "".join(both)


def with_formulas(n: int) -> str:
    """Indicators that are the sums of others."""
    sums = (indicator(i, f'formula = "m.i{n} + m.i{n + 1}"\n') for i in range(n))
    return TOP + "".join(sums) + "".join(indicator(n + i) + fact(n + i) for i in range(2))


def with_groups(n: int) -> str:
    groups = (f'[groups.g{i}]\nzh = "组{i}"\nen = "G{i}"\n' for i in range(n))
    topics = (f'[t{i}]\nzh = "题{i}"\nen = "T{i}"\ngroup = "x"\n' for i in range(n))
    return "".join((*groups, *topics))


def with_sources(n: int) -> str:
    sources = (f'[sources.s{i}]\ntitle = "告{i}"\npublisher = "社"\n' for i in range(n))
    return plain(n).replace("unit", 'source = "x"\nunit') + "".join(sources)


def with_one_alias(n: int) -> str:
    return TOP + "".join(indicator(i).replace(f"别名{i}", "别名") for i in range(n))


def with_others(n: int) -> str:
    others = ", ".join(f'{{source = "s{i % 9}", value = 1, unit = "个"}}' for i in range(n))
    return TOP + indicator(0) + fact(0, more=f"others = [{others}]\n")


def with_unknown_keys(n: int) -> str:
    return TOP + "".join(f"key{i} = 1\n" for i in range(n))


BASES = (
    ("check", plain, 100), ("check --coverage", plain, 100), ("check", with_breaks, 100),
    ("check", with_formulas, 300), ("check", with_groups, 500), ("check", with_sources, 100),
    ("check", with_one_alias, 500), ("check", with_others, 1000),
    ("check", with_unknown_keys, 1000), ("list m", plain, 200), ("list m -f table", plain, 100),
    ("export", plain, 200), ("export -f table", plain, 50), ("export --derived", plain, 200),
    ("export --derived", with_formulas, 300), ("show m", plain, 200),
    ("show m -f table", plain, 50), ("show m -y 1900:2099", with_breaks, 200),
    ("source m -f table", plain, 50), ("cite m -f json", plain, 200), ("get m.i7", plain, 200),
    ("get nope", plain, 200), ("search 指标第7号", plain, 200), ("search nope", plain, 200),
    ("search 指标 -n 100000 -y 2023 -f table", plain, 50),
    ("compare m -y 2022:2023", with_breaks, 500),
    ("compare m -y 2022:2023 -f table", with_breaks, 50),
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "base", "n"), BASES, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_base_of_any_size_is_read_in_linear_time(
    tmp_path: Path, line: str, base: Callable[[int], str], n: int
) -> None:
    """Every one is a file of its own, with the text of its source beside it."""

    def made(n: int) -> Work:
        folder = tmp_path / str(n)
        folder.mkdir(exist_ok=True)
        (folder / "mine.toml").write_text(base(n), "utf-8")
        years = (f"{y}年指标{i}号达到{i + 1}个。\n" for i in range(n + 2) for y in (2022, 2023))
        (folder / "report.txt").write_text("".join(years), "utf-8")
        return lambda: main([*line.split(), "--facts", f"{folder}/mine.toml", "--no-builtin"])

    seconds(made(10))
    assert_linear(made, n)


# ---------------------------------------------------------------- limits
def items(count: int) -> str:
    return str([f"项{number}" for number in range(count)])


def characters(count: int) -> str:
    return repr("字" * count)


# A base with something of a size in its longest line, and the limit.
LIMITS: dict[str, tuple[Callable[[int], str], int]] = {
    "quote": (lambda n: one_fact(f"value = 1\nquote = {characters(n)}"), limits.LONGEST_TEXT),
    "also": (lambda n: one_fact(f"value = 1\nalso = [{characters(n)}]"), limits.LONGEST_TEXT),
    "note": (lambda n: one_fact(f"value = 1\nnote = {characters(n)}"), limits.LONGEST_TEXT),
    "text": (lambda n: one_fact(f"value = {characters(n)}"), limits.LONGEST_TEXT),
    "list": (lambda n: one_fact(f"value = {items(n)}"), limits.MOST_ITEMS),
    "quotes": (lambda n: one_fact(f"value = 1\nalso = {items(n)}"), limits.MOST_ITEMS),
    "unit": (lambda n: one_fact(f"value = 1\nunit = {characters(n)}"), limits.LONGEST_LABEL),
    "label": (lambda n: f"{SOURCE}[m]\nzh = {characters(n)}\n", limits.LONGEST_LABEL),
    "alias": (lambda n: f"{SOURCE}[m]\naliases = [{characters(n)}]\n", limits.LONGEST_LABEL),
    "aliases": (lambda n: f"{SOURCE}[m]\naliases = {items(n)}\n", limits.MOST_ITEMS),
    "title": (lambda n: f"{SOURCE}title_en = {characters(n)}\n", limits.LONGEST_LABEL),
    "id": (lambda n: f"{SOURCE}[{'m' * n}]\n", limits.LONGEST_ID),
    "number": (lambda n: one_fact(f"value = {'1' * n}"), limits.MOST_DIGITS),
    "key": (lambda n: one_fact(f"value = 1\na{'.a' * (n - 1)} = 1"), limits.MOST_PARTS),
}


@pytest.mark.parametrize("what", LIMITS)
def test_beyond_a_limit_a_file_is_refused_with_its_line(run: Run, mine: Path, what: str) -> None:
    make, most = LIMITS[what]
    for size in (most, most + 1, 50 * most):
        text = make(size)
        mine.write_text(text, "utf-8")
        lines = text.splitlines()
        line = lines.index(max(lines, key=len)) + 1
        code, out, err = run("list", "--facts", str(mine), "--no-builtin")
        if size == most:
            assert code == 0 or "unknown key" in err
        else:
            assert (code, out) == (3, "") and len(err) < 1000
            assert err.startswith(f"infofacts: {mine}:{line}: ") and re.search(f"{most:,}", err)


def test_an_exponent_beyond_the_limit_is_refused(own: Run) -> None:
    for exponent in ("60", "400000", "999999999", "-400000"):
        code, out, err = own(one_fact(f"value = 1e{exponent}"), "get", "m.a")
        assert (code, out) == (3, "") and "at most 60 digits" in err


def test_a_quote_that_stands_everywhere_is_refused(own: Run, mine: Path) -> None:
    """It would prove nothing, and each place would be looked at."""
    text = one_fact('value = 1\nquote = "1个"', 'file = "report.txt"\n')
    for count, code in ((limits.MOST_PLACES, 0), (limits.MOST_PLACES + 1, 3), (100000, 3)):
        (mine.parent / "report.txt").write_text("1个" * count, "utf-8")
        source_text.cache_clear()
        assert own(text, "get", "m.a")[0] == code
    message = "m.a.2023: the quote “1个” stands in more than 100 places of its source: quote more"
    assert own(text, "show", "m.a")[2].startswith(f"infofacts: {mine}:16: {message}")
    assert own(text, "check")[0] == 3


def test_a_long_name_is_unknown(run: Run) -> None:
    """In any form: NFKC takes more than linear time for many accents on one letter."""
    for name in ("x" * 100000, "a" + "\u0315\u0300" * 50000, "5g.users." + "2" * 100000):
        for command in ("get", "show", "cite", "source", "list", "compare"):
            code, out, err = run(command, name, *(["-y", "2023"] if command == "compare" else []))
            assert code == 1 and not out.strip() and len(err) < 200
            assert "a name has at most 1,000 characters" in err


def test_a_number_of_hits_is_not_endless(run: Run) -> None:
    for number in ("1000000000", "9" * 5000):
        code, out, err = run("search", "5g", "-n", number)
        assert (code, out) == (2, "") and "'-n'" in err
