"""An indicator's card: its years with bars, and the words each value was printed in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from infofacts.chart import bar, figure_span
from infofacts.compare import against, breaks_of, same_unit, warnings
from infofacts.grid import Column, Grid, Line, Span
from infofacts.model import Fact, FactBase, Indicator
from infofacts.view import Look, Row, cells_of, columns_of, quote_lines, sources_lines, title_line

BAR = 16  # cells of the longest bar


def card_grids(base: FactBase, indicator: Indicator, rows: Sequence[Row], look: Look) -> list[Grid]:
    """The years of an indicator, a row each, then the quotes with their places."""
    levels = [row.level for row in rows if row.level and row.level.number is not None]
    series = len(levels) > 1 and all(same_unit(levels[0], level) for level in levels)
    cells = [cells_of(row, look) for row in rows]
    table: list[list[Line]] = [[date, value, place] for _, value, _, date, place in cells]
    columns = columns_of(("date", "value", "place"), look)
    if any(deltas for _, _, deltas, _, _ in cells):
        columns.insert(2, columns_of(("change",), look)[0])
        for line, (_, _, deltas, _, _) in zip(table, cells, strict=True):
            line.insert(2, deltas)
    if series:
        columns[2:2] = [Column(""), Column(look.word("yearly"), True)]
        for line, bars in zip(table, _bars(base, rows, look), strict=True):
            line[2:2] = bars
    facts = [fact for row in rows for fact in row.facts]
    quotes = [line for fact in facts for line in quote_lines(fact, look)]
    above = [title_line(indicator, look), *_note(indicator, look), ""]
    below: list[Line] = ["", *quotes, "", *sources_lines(base, facts, look)]
    return [Grid(columns, table, above, below)]


def _bars(base: FactBase, rows: Sequence[Row], look: Look) -> list[list[Line]]:
    """For each row its bar and the computed growth against the row before, where comparable."""
    numbers = [row.level.number for row in rows if row.level and row.level.number is not None]
    most = max(map(abs, numbers), default=Decimal(1))
    cells: list[list[Line]] = []
    before: Fact | None = None
    for row in rows:
        level = row.level if row.level and row.level.number is not None else None
        drawn = bar(level.number, most, BAR) if level and level.number is not None else ""
        cells.append([[Span(drawn, "bar")], _growth(base, level, before, look)])
        before = level or before
    return cells


def _growth(base: FactBase, level: Fact | None, before: Fact | None, look: Look) -> list[Span]:
    """The growth per year since the value before; nothing where the two do not compare."""
    if not level or not before or level.year == before.year:
        return []
    told = tuple(warnings(base, level, before, breaks_of(base)))
    return figure_span(against(level, before, told).growth_per_year, "growth", "", 0, look)


def _note(indicator: Indicator, look: Look) -> list[Line]:
    note = indicator.note_en or indicator.note if look.lang == "en" else indicator.note
    return [[Span(note, "dim")]] if note else []
