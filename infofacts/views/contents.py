"""The contents of a base: the overview, the list of topics, lists of facts."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.model import Fact, FactBase, Topic
from infofacts.names import counts
from infofacts.views.display import Display
from infofacts.views.table import Cell, Column, Grid, Line, Span, dim
from infofacts.views.words import delta, label, proof_mark, status_text, value_lines
from infofacts.views.wrap import breaks

ROOMY = 100  # minimum width for a column of addresses
SHORT = 36  # columns of a text or list among values
# Commands to try, and what each shows.
TRY = (
    ("infofacts show 5g", "一个主题", "a topic"),
    ("infofacts search 网民规模", "用中文或英文查找", "find in Chinese or English"),
    ("infofacts compare 5g.users -y 2020:2025", "逐年比较", "compare years"),
    ("infofacts --help", "所有命令", "all commands"),
)


def overview_grids(base: FactBase, display: Display) -> list[Grid]:
    """The main source, the counts, the topics by group, and commands to try."""
    facts = counts(base).facts
    columns = [display.column(key) for key in ("group", "topic", "count")]
    rows: list[list[Cell]] = []
    for (zh, en), topics in _groups(base):
        name, *english = display.names(zh, en)
        count = sum(facts[topic.id] for topic in topics)
        # In Chinese the labels, which are names too.
        chinese = display.lang == "zh"
        called = "、".join(t.zh for t in topics) if chinese else " ".join(t.id for t in topics)
        rows.append([[name, *map(dim, english)], called, str(count)])
    tries: list[list[Cell]] = [[line, [dim(display.inline(zh, en))]] for line, zh, en in TRY]
    above: list[Line] = []
    if source := next(iter(base.sources.values()), None):
        title, *english = display.names(source.title, source.title_en)
        publisher = display.text(source.publisher, source.publisher_en)
        issued = ("，" if display.lang == "zh" else ", ").join(
            filter(None, (publisher, source.published))
        )
        above = [[Span(title, "title")], *map(dim, english), dim(issued)]
    above += [_counts_text(base, display), ""]
    return [Grid(columns, rows, above), Grid([Column(), Column()], tries)]


def _counts_text(base: FactBase, display: Display) -> str:
    counted = counts(base)
    facts, indicators = counted.facts.total(), counted.indicators.total()
    numbers = [len(base.topics), indicators, facts, len(base.sources)]
    chinese, words = display.lang == "zh", (" topics", " indicators", " facts", " sources")
    words = ("个主题", "个指标", "条事实", "个来源") if chinese else words
    shown = zip((str(n) if chinese else f"{n:,}" for n in numbers), words, strict=True)
    years = counted.facts_of_years
    span = [f"{min(years)}–{max(years)}"] if years else []
    return ("，" if chinese else ", ").join([*map("".join, shown), *span])


def _groups(base: FactBase) -> list[tuple[tuple[str, str], list[Topic]]]:
    groups: dict[str, list[Topic]] = {}
    for topic in base.topics.values():
        groups.setdefault(topic.group, []).append(topic)
    return [(base.groups.get(group, (group, group)), topics) for group, topics in groups.items()]


def topics_grids(base: FactBase, display: Display) -> list[Grid]:
    """The topics with their counts, group by group; addresses have a column if there is room."""
    counted, roomy = counts(base), display.width >= ROOMY
    longest = max(map(len, base.topics), default=0)
    address = [display.column("address", longest)] if roomy else []
    counts_of = (display.column(key) for key in ("indicators", "count"))
    columns = [display.column("topic"), *address, *counts_of]
    rows: list[list[Cell]] = []
    for (zh, en), topics in _groups(base):
        title = [Span(display.inline(zh, en), "title")]
        rows += [[], [[title], *[""] * (len(columns) - 1)]]
        for topic in topics:
            name, *english = label(topic, display)
            names: list[Cell] = [[[*name, Span("  "), *dim(topic.id)], *english]]
            if roomy:
                names = [[name, *english], [dim(topic.id)]]
            rows.append([*names, str(counted.indicators[topic.id]), str(counted.facts[topic.id])])
    return [Grid(columns, rows[1:], below=["", dim(_counts_text(base, display))])]


def facts_list(base: FactBase, facts: Sequence[Fact], display: Display) -> Grid:
    """Facts with their addresses and values; the first of an indicator has its name.

    On a narrow terminal the name is a line of its own.
    """
    roomy = display.width >= ROOMY
    rows: list[list[Cell]] = []
    before = ""
    for fact in facts:
        indicator = base.indicators[fact.indicator_id]
        name = "" if indicator.id == before else display.inline(indicator.zh, indicator.en)
        value: Cell = [[_short_value(fact, display)]]
        about = f" {fact.as_of}" if fact.is_part else ""
        about += status_text(fact, display) if fact.measure == "level" else ""
        ident: Cell = [[Span(fact.id), *dim(about), *proof_mark(fact, display)]]
        if name and not roomy:
            rows.append([[[Span(name, "title")]], ""])
        rows.append([ident, name, value] if roomy else [ident, value])
        before = indicator.id
    longest = max((len(fact.id) for fact in facts), default=0)
    address = display.column("address", longest)
    names = [display.column("indicator")] if roomy else []
    return Grid([address, *names, display.column("value")], rows)


def _short_value(fact: Fact, display: Display) -> Span:
    """A value in a few words: a long text or list ends in "…"."""
    if fact.measure != "level":
        return delta(fact, display)
    lines = value_lines(fact, display)
    if fact.number is not None:
        return Span(lines[0], "number")
    text = " ".join(lines)
    _, end = next(breaks(text, SHORT), (0, 0))
    return Span(text[:end].rstrip() + "…" if text[end:] else text)
