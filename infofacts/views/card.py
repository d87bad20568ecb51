"""An indicator's card: its years with bars, and the words each value was printed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from infofacts.compare import against, breaks_of, same_unit, warnings
from infofacts.model import Fact, FactBase, Indicator
from infofacts.views.comparison import SHORTEST, bar, bar_size, figure_span
from infofacts.views.table import Column, Grid, Line, Span
from infofacts.views.topic import Row, cells_of, column
from infofacts.views.words import (
    Look,
    formula_text,
    place_text,
    sources_lines,
    title_line,
    value_text,
)


def card_grids(base: FactBase, indicator: Indicator, rows: Sequence[Row], look: Look) -> list[Grid]:
    """The years of an indicator, a row each, then the quotes with their places."""
    facts = [fact for row in rows for fact in row.facts]
    rows = [each for row in rows for each in row.split()]
    above = [title_line(indicator, look), *_note(indicator, look), ""]
    years = Grid(*_years(base, rows, look), above)
    words = Grid([Column(), Column()], list(_words(rows, look)))
    return [years, words, Grid(below=sources_lines(base, facts, look))]


def _years(
    base: FactBase, rows: Sequence[Row], look: Look
) -> tuple[list[Column], list[list[Line]]]:
    """Date, value and change of each year; bars and growth where the years are a series."""
    cells = [cells_of(row, look) for row in rows]
    columns = [column("date", look), column("value", look)]
    dates = (_other(row, look) or each.date for row, each in zip(rows, cells, strict=True))
    table: list[list[Line]] = [[date, each.value] for date, each in zip(dates, cells, strict=True)]
    if any(each.deltas for each in cells):
        columns.append(column("change", look))
        for line, each in zip(table, cells, strict=True):
            line.append(each.deltas)
    if _series(rows):
        _chart(base, rows, columns, table, look)
    return columns, table


def _chart(
    base: FactBase,
    rows: Sequence[Row],
    columns: list[Column],
    table: Sequence[list[Line]],
    look: Look,
) -> None:
    """Put the growth behind the years of a series, and bars behind the values if they fit."""
    columns.append(Column(look.word("yearly"), True))
    for line, grown in zip(table, _growths(base, rows, look), strict=True):
        line.append(grown)
    if (size := bar_size(columns, table, look)) >= SHORTEST:
        columns.insert(2, Column(least=size))
        for line, drawn in zip(table, _bars(rows, size), strict=True):
            line.insert(2, drawn)


def _other(row: Row, look: Look) -> list[Span]:
    """What stands for the date beside a value that is not the preferred one of its year."""
    name = look.short("derived") if row.other == "derived" else f"[{row.other}]"
    return [Span(f"  {name}", "dim")] if row.other else []


def _numbers(rows: Sequence[Row]) -> list[Fact | None]:
    """The level of each row, if it is a number and the preferred one."""
    levels = (None if row.other else row.level for row in rows)
    return [level if level and level.number is not None else None for level in levels]


def _series(rows: Sequence[Row]) -> bool:
    levels = [level for level in _numbers(rows) if level]
    return len(levels) > 1 and all(same_unit(levels[0], level) for level in levels)


def _bars(rows: Sequence[Row], size: int) -> list[Line]:
    values = [level.number if level else None for level in _numbers(rows)]
    most = max((value.copy_abs() for value in values if value is not None), default=Decimal(1))
    return [[Span("" if v is None else bar(v, most, size), "bar")] for v in values]


def _growths(base: FactBase, rows: Sequence[Row], look: Look) -> list[list[Span]]:
    """For each row the computed growth against the row before, where comparable."""
    spans: list[list[Span]] = []
    before: Fact | None = None
    for level in _numbers(rows):
        spans.append(_growth(base, level, before, look))
        before = level or before
    return spans


def _growth(base: FactBase, level: Fact | None, before: Fact | None, look: Look) -> list[Span]:
    """The growth per year since the value before; nothing where the two do not compare."""
    if not level or not before or level.year == before.year:
        return []
    told = tuple(warnings(base, level, before, breaks_of(base)))
    return figure_span(against(level, before, told).growth_per_year, "growth", "", 0, look)


# ---------------------------------------------------------------- the words
def _words(rows: Sequence[Row], look: Look) -> Iterator[list[Line]]:
    """Of each row the year and what was printed, its place and the caveats."""
    before = 0
    for row in rows:
        for line in (line for fact in row.facts for line in _lines(row, fact, look)):
            yield [[Span(str(row.year) if row.year != before else "", "dim")], line]
            before = row.year


def _lines(row: Row, fact: Fact, look: Look) -> Iterator[Line]:
    """The words of a fact, where they stand, and its caveats."""
    if fact.status == "derived":
        text = f"{look.short('derived')} {fact.id}: {formula_text(fact, look)} = {value_text(fact, look)}"
        yield [Span(text, "dim")]
        return
    place = place_text(fact, look)
    if not fact.quote:
        yield [Span(place, "dim")]
    elif not _said(row, fact):
        where = f" ({place})" if fact.line else f" {place}"
        yield [Span(f"“{fact.quote}”"), Span(where, "dim")]
    for also in fact.also:
        yield [Span(f"“{also}”", "dim")]
    if note := (fact.note_en or fact.note if look.lang == "en" else fact.note):
        yield [Span(f"{look.short('note')}: {note}", "dim")]
    if fact.break_zh:
        text = fact.break_en if look.lang == "en" and fact.break_en else fact.break_zh
        yield [Span(f"{look.short('break')}: {text}", "warning")]


def _said(row: Row, fact: Fact) -> bool:
    """Whether a quote is part of that of another fact of the row, or the same as an earlier one."""
    others = [each for each in row.facts if each.quote and each.source == fact.source]
    earlier = others[: others.index(fact)]
    return any(fact.quote == each.quote for each in earlier) or any(
        fact.quote in each.quote and fact.quote != each.quote for each in others
    )


def _note(indicator: Indicator, look: Look) -> list[Line]:
    note = indicator.note_en or indicator.note if look.lang == "en" else indicator.note
    return [[Span(note, "dim")]] if note else []
