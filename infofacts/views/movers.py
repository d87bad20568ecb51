"""What changed the most: one row per indicator, with both values and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from infofacts.compare import Comparison
from infofacts.model import FactBase
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.figures import (
    apart_line,
    figure_cell,
    phrase,
    scales_of,
    value_text,
)
from infofacts.views.table import Cell, Column, Grid, Line, Span, apart, dim, longest

WIDE = 110  # minimum width for the figures that it is not sorted by


def movers_grids(
    base: FactBase, compared: Sequence[Comparison], sort: str, display: Display
) -> list[Grid]:
    """A table per unit of the figure that it is sorted by."""
    others = [name for name in ("difference", "ratio", "growth") if name != sort]
    figures = [*others, sort] if display.width >= WIDE else [sort]
    grids = []
    for _, group in groupby(compared, key=lambda each: (f := getattr(each, sort)) and f.unit):
        grids.append(_table(base, list(group), figures, display))
    notes: list[Line] = [
        [*dim(f"{each.fact.indicator_id} "), *apart_line(each, display)]
        for each in compared
        if "basis" in each.warnings
    ]
    unproven = [f.id for c in compared for f in (c.fact, c.base) if f and f.proof == "none"]
    if unproven:
        text = ", ".join(dict.fromkeys(unproven))
        notes.append([Span(f"! {phrase('unproven', display)}: {text}", "warning")])
    if any(key not in each.stated for each in compared for key in figures if getattr(each, key)):
        notes.append(dim(phrase("computed", display)))
    return [*grids, Grid(below=notes)]


def _table(
    base: FactBase, compared: Sequence[Comparison], figures: Sequence[str], display: Display
) -> Grid:
    rows: list[list[Cell]] = []
    for each in compared:
        assert each.base
        scale = scales_of([each.fact, each.base], display)[each.fact.id]
        name = [*words.label(base.indicators[each.fact.indicator_id], display)]
        values: list[Cell] = []
        for fact in (each.base, each.fact):
            date = fact.as_of if fact.as_of and fact.is_part else ""
            values.append([[Span(value_text(fact, scale, display), "number")], dim(date or "")])
        cells = [figure_cell(each, key, display, scale) for key in figures]
        rows.append([[*name, dim(each.fact.indicator_id)], *values, *cells])
    years = {compared[0].base.year if compared[0].base else 0: None, compared[0].fact.year: None}
    least = min(max(len(c.fact.indicator_id) for c in compared), display.width // 4)
    columns = [display.column("indicator", least)]
    for at, year in enumerate(years, 1):  # values are not broken before names
        columns.append(Column(str(year), True, max(longest(row[at]) for row in rows)))
    for at, key in enumerate(figures, 1 + len(years)):
        columns.append(display.column(key, max(longest(row[at]) for row in rows)))
    return Grid(columns, apart(rows))
