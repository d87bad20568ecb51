"""An indicator's card: its years with bars, and the quote of each value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from infofacts.comparability import same_unit
from infofacts.compare import Comparison, compared
from infofacts.model import Fact, FactBase, Indicator
from infofacts.names import Row
from infofacts.views.comparison import insert_bars
from infofacts.views.display import Display
from infofacts.views.figures import COMPUTED, apart_line, figure_span, phrase
from infofacts.views.table import Cell, Column, Grid, Line, Span, dim
from infofacts.views.topic import parts_of
from infofacts.views.words import (
    hidden_text,
    place_text,
    proof_mark,
    sources_lines,
    title_line,
    value_number,
    yearly,
)


def card_grids(
    base: FactBase, indicator: Indicator, rows: Sequence[Row], display: Display, beside: bool
) -> list[Grid]:
    """One row per year, then the quotes with their places. `beside`: growth is computed for years
    too whose growth is stated.
    """
    facts = [fact for row in rows for fact in row.facts]
    rows = [each for row in rows for each in row.split()]
    note = dim(display.text(indicator.note, indicator.note_en))
    above = [title_line(indicator, display), *([note] if note else []), ""]
    quotes: list[list[Cell]] = []
    before = 0
    for row in rows:
        lines = [line for fact in row.facts for line in _quote_lines(row, fact, display)]
        for line in (*lines, dim(hidden_text(base, row.facts, display))):
            if line:
                quotes.append([[dim(str(row.year) if row.year != before else "")], [line]])
                before = row.year
    sources = Grid(below=sources_lines(base, facts, display))
    return [_years(base, rows, above, display, beside), Grid([Column(), Column()], quotes), sources]


def _years(
    base: FactBase, rows: Sequence[Row], above: Cell, display: Display, beside: bool
) -> Grid:
    """Date, value and change of each year; bars and growth if the years are a series."""
    shown = [parts_of(base, row, display) for row in rows]
    keys = ["date", "value", *(["change"] if any(parts["change"] for parts in shown) else [])]
    columns = [display.column(key) for key in keys]
    table: list[list[Cell]] = [[parts[key] for key in keys] for parts in shown]
    for row, line in zip(rows, table, strict=True):
        if row.other:  # its publication instead of the date
            line[0] = [dim(f"  {_other(row, display)}")]
    levels = [row.level if row.level and not row.other else None for row in rows]
    series = [level for level in levels if level and level.size is not None]
    notes: list[Line] = []
    if len(series) > 1 and all(same_unit(series[0], level) for level in series):
        steps = [compared(base, *pair[::-1], beside=beside) for pair in pairwise(series)]
        growths = {c.fact.id: cell for c in steps if (cell := _computed_growth(c, display))}
        if growths:
            heading = display.column("growth").heading.replace("\n", f"{COMPUTED}\n") + COMPUTED
            columns.append(Column(heading, align_right=True))
            for each, line in zip(levels, table, strict=True):
                line.append(growths.get(each.id, "") if each else "")
        insert_bars(columns, table, [level.size if level else None for level in levels], display)
        notes = [apart_line(each, display) for each in steps if "basis" in each.warnings]
        if growths or notes:
            notes.append(dim(phrase("computed", display)))
    return Grid(columns, table, above, ["", *notes] if notes else ())


def _other(row: Row, display: Display) -> str:
    """What is shown of another value of a year in the place of the date: its publication, and its
    date if that is not the end of the year."""
    if row.other == "derived":
        return display.word("derived")
    level = row.level
    date = level.as_of if level and level.is_part else ""
    return row.other if row.other == date else f"[{row.other}] {date}".rstrip()


def _computed_growth(each: Comparison, display: Display) -> Cell:
    """The growth since the value before where none is stated; of a year if they are further apart,
    none across what makes them hard to compare."""
    figure = each.growth_per_year
    if {"growth", "growth_per_year"} & each.stated.keys():
        figure = None if "basis" in each.warnings else each.computed.get("growth")
    if not figure:
        return ""
    span = figure_span(figure, "growth", display)
    if each.base and each.fact.year - each.base.year > 1:
        span = Span(yearly(span.text, display), span.style)
    return [[span]]


def _quote_lines(row: Row, fact: Fact, display: Display) -> Iterator[Line]:
    """The quote of a fact with its place, and its caveats."""
    place = place_text(fact, display)
    if fact.status == "derived":
        formula = display.text(fact.formula, fact.formula_en)
        value = value_number(fact, display)
        line = f"{display.word('derived')} {fact.id}: {formula} = {value}"
        yield [*dim(line), *proof_mark(fact, display)]
        return
    if not fact.quote:
        yield [*dim(place), *proof_mark(fact, display)]
    elif not _quoted_before(row, fact):
        where = f" ({place})" if fact.line else f" {place}"
        yield [Span(f"“{fact.quote}”"), *dim(where), *proof_mark(fact, display)]
    for also in fact.also:
        yield dim(f"“{also}”")
    if note := display.text(fact.note, fact.note_en):
        yield dim(f"{display.word('note')}: {note}")
    if text := display.text(fact.break_zh, fact.break_en):
        yield [Span(f"{display.word('break')}: {text}", "warning")]


def _quoted_before(row: Row, fact: Fact) -> bool:
    """Whether another fact of the row already shows this quote, and the same mark behind it."""
    same = (fact.source, fact.proof)
    others = [each for each in row.facts if each.quote and (each.source, each.proof) == same]
    quotes = [each.quote for each in others]
    longer = (quote for quote in quotes if quote != fact.quote and fact.quote in quote)
    return fact.quote in quotes[: others.index(fact)] or any(longer)
