"""What a base holds, for people: the overview, the list of topics, the addresses of a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from infofacts.model import Fact, FactBase, Topic
from infofacts.views.table import Column, Grid, Line, Span
from infofacts.views.words import Display, full_name, label

ROOMY = 100  # from here on the addresses of topics have a column

# Commands to try, and what each is about.
TRY = (
    ("infofacts show 5g", "一个主题", "a topic"),
    ("infofacts search 网民规模", "用中文或英文查找", "find in Chinese or English"),
    ("infofacts compare 5g.users -y 2020:2025", "逐年比较", "compare years"),
    ("infofacts --help", "所有命令", "all commands"),
)


# ---------------------------------------------------------------- the overview
def overview_grids(base: FactBase, display: Display) -> list[Grid]:
    """The source, the counts, the topics by group, and things to try."""
    facts = Counter(fact.topic for fact in base.facts.values())
    columns = [Column(display.word(key), key == "count") for key in ("group", "topic", "count")]
    rows: list[Sequence[Line]] = [
        [
            _named(*base.groups.get(group, (group, group)), display),
            " ".join(topic.id for topic in topics),
            str(sum(facts[topic.id] for topic in topics)),
        ]
        for group, topics in _groups(base).items()
    ]
    tries: list[Sequence[Line]] = [
        [line, [Span(_inline(zh, en, display), "dim")]] for line, zh, en in TRY
    ]
    return [Grid(columns, rows, _head(base, display)), Grid([Column(), Column()], tries)]


def _head(base: FactBase, display: Display) -> list[Line]:
    """The main source and how much the base holds."""
    lines: list[Line] = []
    if source := next(iter(base.sources.values()), None):
        title = _named(source.title, source.title_en or source.title, display)
        lines.append([Span(title[0].text, "title"), *title[1:]])
        english = source.publisher_en if display.lang == "en" else ""
        issued = filter(None, (english or source.publisher, source.published))
        lines.append([Span(", ".join(issued), "dim")])
    return [*lines, counts_text(base, display), ""]


def counts_text(base: FactBase, display: Display) -> str:
    """How much a base holds, and of which years."""
    years = {fact.year for fact in base.facts.values()}
    span = [f"{min(years)}–{max(years)}"] if years else []
    counts = [len(base.topics), len(base.indicators), len(base.facts), len(base.sources)]
    if display.lang == "zh":
        words = ("个主题", "个指标", "条事实", "个来源")
        return "，".join([*(f"{n}{word}" for n, word in zip(counts, words, strict=True)), *span])
    words = ("topics", "indicators", "facts", "sources")
    return ", ".join([*(f"{n:,} {word}" for n, word in zip(counts, words, strict=True)), *span])


def _groups(base: FactBase) -> dict[str, list[Topic]]:
    """The topics of each group, in the order of the base."""
    groups: dict[str, list[Topic]] = {}
    for topic in base.topics.values():
        groups.setdefault(topic.group, []).append(topic)
    return groups


def _named(zh: str, en: str, display: Display) -> list[Span]:
    """A name in the languages wanted, the English one under the Chinese one in both."""
    if display.lang == "both" and zh != en:
        return [Span(zh), Span(f"\n{en}", "dim")]
    return [Span(en if display.lang == "en" else zh)]


def _inline(zh: str, en: str, display: Display) -> str:
    """A name in the languages wanted, on one line."""
    return " · ".join(span.text.strip() for span in _named(zh, en, display))


# ---------------------------------------------------------------- the lists
def topics_grids(base: FactBase, display: Display) -> list[Grid]:
    """The topics with their counts, group by group; addresses have a column if there is room."""
    facts = Counter(fact.topic for fact in base.facts.values())
    indicators = Counter(indicator.topic for indicator in base.indicators.values())
    rows: list[Sequence[Line]] = []
    for group, topics in _groups(base).items():
        title = _inline(*base.groups.get(group, (group, group)), display)
        rows += [[], [[Span(title, "title")], *[""] * (3 if display.width >= ROOMY else 2)]]
        for topic in topics:
            counts = [str(indicators[topic.id]), str(facts[topic.id])]
            rows.append([*_topic_cells(topic, display), *counts])
    below: list[Line] = ["", [Span(counts_text(base, display), "dim")]]
    return [Grid(_topic_columns(base, display), rows[1:], below=below)]


def _topic_columns(base: FactBase, display: Display) -> list[Column]:
    longest = max(map(len, base.topics), default=0)
    address = [Column(display.word("address"), least=longest)] if display.width >= ROOMY else []
    counts = (Column(display.word(key), True) for key in ("indicators", "count"))
    return [Column(display.word("topic")), *address, *counts]


def _topic_cells(topic: Topic, display: Display) -> list[Line]:
    """Name and address, on a narrow terminal on one line."""
    first, *english = label(topic, display)
    address = Span(topic.id, "dim")
    if display.width >= ROOMY:
        return [[first, *english], [address]]
    return [[first, Span("  "), address, *english]]


def addresses_grid(base: FactBase, facts: Sequence[Fact], display: Display) -> Grid:
    """The addresses of facts, each indicator named beside its first."""
    least = max((len(fact.id) for fact in facts), default=0)
    columns = [Column(display.word("address"), least=least), Column(display.word("indicator"))]
    rows: list[list[Line]] = []
    for number, fact in enumerate(facts):
        again = number and facts[number - 1].indicator_id == fact.indicator_id
        name = "" if again else full_name(base.indicators[fact.indicator_id], display)
        rows.append([fact.id, name])
    return Grid(columns, rows)
