"""What a person sees: facts as grids, in Chinese, English or both.

Wide terminals get a column for everything; below `WIDE` columns a row is stacked into three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from infofacts.grid import Column, Grid, Line, Span
from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.quantity import human

WIDE = 110
LANGUAGES = ("zh", "en", "both")

WORDS = {
    "indicator": ("指标", "Indicator"), "value": ("数值", "Value"), "change": ("变化", "Change"),
    "date": ("时间", "Date"), "place": ("出处", "Source"), "year": ("年份", "Year"),
    "topic": ("主题", "Topic"), "group": ("类别", "Group"), "count": ("事实数", "Facts"),
    "indicators": ("指标数", "Indicators"), "address": ("地址", "Address"),
    "line": ("行", "line "), "note": ("注", "Note"), "not bundled": ("原文未收录", "text not bundled"),
    "years": ("年份", "Years"), "since": ("较", "vs "), "rank": ("第", "rank "),
    "title": ("题名", "Title"), "publisher": ("发布", "Publisher"), "also": ("另见", "also"), "unquoted": ("无原文", "no words quoted"), "unread": ("文件无法读取", "file cannot be read"),
    "yearly": ("年均增长", "Per year"), "derived": ("推算", "Derived"), "quote": ("原文", "Quote"), "break": ("口径变化", "Break"), "stock": ("年底", "end "),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How to show: the language and the width in columns."""

    lang: str = "both"
    width: int = 80

    @property
    def wide(self) -> bool:
        """Whether every column has its place."""
        return self.width >= WIDE

    def word(self, key: str) -> str:
        """A heading in the language; Chinese and English together in both."""
        zh, en = WORDS[key]
        return {"zh": zh, "en": en}.get(self.lang, f"{zh} {en}")

    def short(self, key: str) -> str:
        """A word inside a line: English only where the language is English."""
        return WORDS[key][self.lang == "en"]


# ---------------------------------------------------------------- pieces of a row
def label(thing: Topic | Indicator, look: Look) -> list[Span]:
    """The name of a topic or indicator; in both languages the English one on its own line."""
    if look.lang == "both" and thing.zh != thing.en:
        return [Span(thing.zh), Span(f"\n{thing.en}", "dim")]
    return [Span(thing.en if look.lang == "en" else thing.zh)]


def value_text(fact: Fact, look: Look) -> str:
    """The value for people: as printed in Chinese, with English scale words in English."""
    value = fact.value
    if not isinstance(value, Decimal):
        if look.lang == "en" and fact.value_en:
            shown = fact.value_en
            return shown if isinstance(shown, str) else items_text(shown, look)
        more = "等" if isinstance(value, tuple) and fact.printed.endswith(f"{value[-1]}等") else ""
        return (value if isinstance(value, str) else items_text(value, look)) + more
    if look.lang == "en":
        if fact.measure == "rank":
            return f"rank {value}"
        return human(value, fact.unit or "", "en", fact.bound)
    return fact.printed if fact.measure != "rank" else f"第{value}"


def items_text(items: Sequence[str], look: Look) -> str:
    """A list: short items on a line (浙江、北京), long ones each on their own."""
    if max(map(len, items), default=0) > (20 if look.lang == "en" else 10):
        return "\n".join(items)
    return (", " if look.lang == "en" else "、").join(items)


def delta(fact: Fact, look: Look) -> Span:
    """A change, growth or rank in a few characters: +7153万户, +13.4%, 第2."""
    number = fact.number
    assert number is not None, "measures are numbers"
    if fact.measure == "rank":
        world = fact.scope == "world"
        if look.lang == "en":
            return Span(f"rank {number}" + (" in the world" if world else ""))
        return Span(("全球" if world else "") + f"第{number}")
    sign, style = ("−", "fall") if number < 0 else ("+", "rise")
    text = value_text(fact, look).lstrip("-−")
    per_year = f" ×{fact.years}" + look.short("years") if fact.years and fact.years > 1 else ""
    usual = fact.since == fact.year - (fact.years or 1)
    since = "" if usual else f" {look.short('since')}{fact.since}"
    return Span(sign + text + (" p.a." if per_year and look.lang == "en" else "") + since, style)


def date_text(fact: Fact, look: Look) -> str:
    """The date a value stands for; the year alone for a whole year or an undated value."""
    return fact.as_of or str(fact.year)


def place_text(fact: Fact, look: Look) -> str:
    """Section and line of the quote, or that the text is not bundled."""
    if fact.line is None:
        return f"{fact.source} ({look.short('not bundled')})"
    section = section_en(fact.section or "") if look.lang == "en" else fact.section
    return f"{section}, {look.short('line')}{fact.line}"


def section_en(section: str) -> str:
    """A section in English: 第二篇 › 二 › （一） is Part 2 › 2 › (1)."""
    parts = section.replace("摘要", "Summary").split(" › ")
    return " › ".join(map(_section_part_en, parts))


def _section_part_en(part: str) -> str:
    number = part.strip("第篇（）").translate(_NUMERALS)
    if part.startswith("第"):
        return f"Part {number}"
    if part.startswith("附件"):
        return part.replace("附件", "Annex ")
    return f"({number})" if part.startswith("（") else number


_NUMERALS = str.maketrans({c: str(n) for n, c in enumerate("一二三四五六七八九十", 1)})


def stacked(*parts: Iterable[Span]) -> list[Span]:
    """Pieces of a cell under each other."""
    spans: list[Span] = []
    for part in parts:
        part = list(part)
        if spans and part:
            spans.append(Span("\n"))
        spans += part
    return spans


# ---------------------------------------------------------------- grids
@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of facts: an indicator in one year, with all its measures."""

    indicator: Indicator
    year: int
    facts: Sequence[Fact]

    @property
    def level(self) -> Fact | None:
        """The level, if one is stated."""
        return next((f for f in self.facts if f.measure == "level"), None)


def title_line(thing: Topic | Indicator, look: Look) -> Line:
    """The name and the address of a topic or indicator."""
    return [Span(f"{_both(thing, look)}  ", "title"), Span(thing.id, "dim")]


def topic_grid(base: FactBase, topic: Topic, rows: Sequence[Row], look: Look) -> Grid:
    """A topic: its indicators, a row each."""
    title = title_line(topic, look)
    grid = rows_grid(rows, look)
    below = ["", *sources_lines(base, [f for row in rows for f in row.facts], look)]
    return Grid(grid.columns, grid.rows, [title, ""], below)


def rows_grid(rows: Sequence[Row], look: Look) -> Grid:
    """Rows of indicators with value, changes, date and place."""
    keys = ("indicator", "address", "value", "change", "date", "place")
    columns = columns_of(keys if look.wide else ("indicator", "value", "place"), look)
    longest = max((len(row.indicator.id) for row in rows), default=0)
    columns[look.wide] = replace(columns[look.wide], least=longest)
    cells = [(_wide_cells if look.wide else _stacked_cells)(row, look) for row in rows]
    for number in range(1, len(rows)):
        if rows[number].indicator == rows[number - 1].indicator:
            cells[number][: 2 if look.wide else 1] = [""] * (2 if look.wide else 1)
    return Grid(columns, cells)


def columns_of(keys: Sequence[str], look: Look) -> list[Column]:
    return [Column(look.word(key), key == "value") for key in keys]


def _wide_cells(row: Row, look: Look) -> list[Line]:
    name, value, deltas, date, place = cells_of(row, look)
    return [name, [Span(row.indicator.id, "dim")], value, deltas, date, place]


def _stacked_cells(row: Row, look: Look) -> list[Line]:
    name, value, deltas, date, place = cells_of(row, look)
    return [
        stacked(name, [Span(row.indicator.id, "dim")]),
        stacked(value, deltas),
        stacked(date, place),
    ]


def cells_of(row: Row, look: Look) -> tuple[list[Span], ...]:
    """Name, value, changes, date and place of a row, each as the pieces of a cell."""
    level = row.level
    first = level or row.facts[0]
    value = (
        [Span(value_text(level, look), "number" if level.number is not None else "")]
        if level
        else []
    )
    deltas = stacked(*([delta(fact, look)] for fact in row.facts if fact.measure != "level"))
    place = [Span(place_text(first, look), "dim")]
    return label(row.indicator, look), value, deltas, [Span(date_text(first, look))], place


def _both(thing: Topic | Indicator, look: Look) -> str:
    if look.lang == "both" and thing.zh != thing.en:
        return f"{thing.zh} · {thing.en}"
    return thing.en if look.lang == "en" else thing.zh


def quote_lines(fact: Fact, look: Look) -> list[Line]:
    """The words of a fact, where they stand, and its caveats."""
    lines: list[Line] = []
    if fact.status == "derived":
        text = f"{look.short('derived')} {fact.id}: {fact.formula} = {value_text(fact, look)}"
        return [[Span(text, "dim")]]
    if fact.quote:
        where = f" ({place_text(fact, look)})"
        lines.append([Span(f"“{fact.quote}”"), Span(where, "dim")])
    lines += [[Span(f"“{also}”", "dim")] for also in fact.also]
    if note := (fact.note_en or fact.note if look.lang == "en" else fact.note):
        year = "" if fact.quote else f" {fact.year}"
        lines.append([Span(f"{look.short('note')}{year}: {note}", "dim")])
    if fact.break_zh:
        text = fact.break_en if look.lang == "en" and fact.break_en else fact.break_zh
        lines.append([Span(f"{look.short('break')} {fact.year}: {text}", "warning")])
    return lines


def sources_lines(base: FactBase, facts: Iterable[Fact], look: Look) -> list[Line]:
    """The sources of facts, a line each: title, publisher, date and address."""
    used = dict.fromkeys(fact.source for fact in facts)
    return [[Span(source_text(base.sources, key, look), "dim")] for key in used if key]


def source_text(sources: Mapping[str, Source], key: str, look: Look) -> str:
    """A source in one line."""
    source = sources.get(key)
    if not source:
        return key
    publisher = source.publisher_en or source.publisher if look.lang == "en" else source.publisher
    parts = [source.name(look.lang), publisher, source.published, source.url]
    return f"[{key}] " + ", ".join(filter(None, parts))

