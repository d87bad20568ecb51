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
    Display,
    formula_text,
    place_text,
    sources_lines,
    title_line,
    value_text,
)


def card_grids(
    base: FactBase, indicator: Indicator, rows: Sequence[Row], display: Display
) -> list[Grid]:
    """The years of an indicator, a row each, then the quotes with their places."""
    facts = [fact for row in rows for fact in row.facts]
    rows = [each for row in rows for each in row.split()]
    above = [title_line(indicator, display), *_note(indicator, display), ""]
    years = Grid(*_years(base, rows, display), above)
    words = Grid([Column(), Column()], list(_words(rows, display)))
    return [years, words, Grid(below=sources_lines(base, facts, display))]


def _years(
    base: FactBase, rows: Sequence[Row], display: Display
) -> tuple[list[Column], list[list[Line]]]:
    """Date, value and change of each year; bars and growth where the years are a series."""
    cells = [cells_of(row, display) for row in rows]
    columns = [column("date", display), column("value", display)]
    dates = (_other(row, display) or each.date for row, each in zip(rows, cells, strict=True))
    table: list[list[Line]] = [[date, each.value] for date, each in zip(dates, cells, strict=True)]
    if any(each.deltas for each in cells):
        columns.append(column("change", display))
        for line, each in zip(table, cells, strict=True):
            line.append(each.deltas)
    if _series(rows):
        _chart(base, rows, columns, table, display)
    return columns, table


def _chart(
    base: FactBase,
    rows: Sequence[Row],
    columns: list[Column],
    table: Sequence[list[Line]],
    display: Display,
) -> None:
    """Put the growth behind the years of a series, and bars behind the values if they fit."""
    columns.append(Column(display.word("yearly"), True))
    for line, grown in zip(table, _growths(base, rows, display), strict=True):
        line.append(grown)
    if (size := bar_size(columns, table, display)) >= SHORTEST:
        columns.insert(2, Column(least=size))
        for line, drawn in zip(table, _bars(rows, size), strict=True):
            line.insert(2, drawn)


def _other(row: Row, display: Display) -> list[Span]:
    """What stands for the date beside a value that is not the preferred one of its year."""
    name = display.short("derived") if row.other == "derived" else f"[{row.other}]"
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


def _growths(base: FactBase, rows: Sequence[Row], display: Display) -> list[list[Span]]:
    """For each row the computed growth against the row before, where comparable."""
    spans: list[list[Span]] = []
    before: Fact | None = None
    for level in _numbers(rows):
        spans.append(_growth(base, level, before, display))
        before = level or before
    return spans


def _growth(
    base: FactBase, level: Fact | None, before: Fact | None, display: Display
) -> list[Span]:
    """The growth per year since the value before; nothing where the two do not compare."""
    if not level or not before or level.year == before.year:
        return []
    told = tuple(warnings(base, level, before, breaks_of(base)))
    return figure_span(against(level, before, told).growth_per_year, "growth", "", 0, display)


# ---------------------------------------------------------------- the words
def _words(rows: Sequence[Row], display: Display) -> Iterator[list[Line]]:
    """Of each row the year and what was printed, its place and the caveats."""
    before = 0
    for row in rows:
        for line in (line for fact in row.facts for line in _lines(row, fact, display)):
            yield [[Span(str(row.year) if row.year != before else "", "dim")], line]
            before = row.year


def _lines(row: Row, fact: Fact, display: Display) -> Iterator[Line]:
    """The words of a fact, where they stand, and its caveats."""
    if fact.status == "derived":
        text = f"{display.short('derived')} {fact.id}: {formula_text(fact, display)} = {value_text(fact, display)}"
        yield [Span(text, "dim")]
        return
    place = place_text(fact, display)
    if not fact.quote:
        yield [Span(place, "dim")]
    elif not _said(row, fact):
        where = f" ({place})" if fact.line else f" {place}"
        yield [Span(f"“{fact.quote}”"), Span(where, "dim")]
    for also in fact.also:
        yield [Span(f"“{also}”", "dim")]
    if note := (fact.note_en or fact.note if display.lang == "en" else fact.note):
        yield [Span(f"{display.short('note')}: {note}", "dim")]
    if fact.break_zh:
        text = fact.break_en if display.lang == "en" and fact.break_en else fact.break_zh
        yield [Span(f"{display.short('break')}: {text}", "warning")]


def _said(row: Row, fact: Fact) -> bool:
    """Whether a quote is part of that of another fact of the row, or the same as an earlier one."""
    others = [each for each in row.facts if each.quote and each.source == fact.source]
    earlier = others[: others.index(fact)]
    return any(fact.quote == each.quote for each in earlier) or any(
        fact.quote in each.quote and fact.quote != each.quote for each in others
    )


def _note(indicator: Indicator, display: Display) -> list[Line]:
    note = indicator.note_en or indicator.note if display.lang == "en" else indicator.note
    return [[Span(note, "dim")]] if note else []
