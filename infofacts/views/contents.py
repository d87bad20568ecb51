"""The contents of a base: the overview, the list of topics, the addresses of a topic."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.model import Fact, FactBase, Topic
from infofacts.names import counts
from infofacts.views.display import Display
from infofacts.views.table import Cell, Column, Grid, Line, Span, dim
from infofacts.views.words import label

ROOMY = 100  # minimum width for a column of topic addresses
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
        rows.append([[name, *map(dim, english)], " ".join(t.id for t in topics), str(count)])
    tries: list[list[Cell]] = [[line, [dim(display.inline(zh, en))]] for line, zh, en in TRY]
    above: list[Line] = []
    if source := next(iter(base.sources.values()), None):
        title, *english = display.names(source.title, source.title_en)
        publisher = display.text(source.publisher, source.publisher_en)
        issued = ", ".join(filter(None, (publisher, source.published)))
        above = [[Span(title, "title")], *map(dim, english), dim(issued)]
    above += [_counts_text(base, display), ""]
    return [Grid(columns, rows, above), Grid([Column(), Column()], tries)]


def _counts_text(base: FactBase, display: Display) -> str:
    numbers = [len(base.topics), len(base.indicators), len(base.facts), len(base.sources)]
    chinese, words = display.lang == "zh", (" topics", " indicators", " facts", " sources")
    words = ("个主题", "个指标", "条事实", "个来源") if chinese else words
    counted = zip((str(n) if chinese else f"{n:,}" for n in numbers), words, strict=True)
    years = {fact.year for fact in base.facts.values()}
    span = [f"{min(years)}–{max(years)}"] if years else []
    return ("，" if chinese else ", ").join([*map("".join, counted), *span])


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


def addresses_grid(base: FactBase, facts: Sequence[Fact], display: Display) -> Grid:
    """The addresses of facts; the first of an indicator has its name."""
    longest = max((len(fact.id) for fact in facts), default=0)
    rows: list[list[Cell]] = []
    before = ""
    for fact in facts:
        indicator = base.indicators[fact.indicator_id]
        name = "" if indicator.id == before else display.inline(indicator.zh, indicator.en)
        rows.append([fact.id, name])
        before = indicator.id
    return Grid([display.column("address", longest), display.column("indicator")], rows)
