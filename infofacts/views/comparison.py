"""Comparisons for people: values in one scale with bars, and the figures beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from infofacts.compare import FIGURES, Comparison, against
from infofacts.model import Fact, FactBase
from infofacts.units import factor_between
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.figures import (
    COMPUTED,
    figure_cell,
    figure_column,
    figure_span,
    has_computed,
    is_long,
    phrase,
    scales_of,
    value_text,
    warning_lines,
)
from infofacts.views.matrix import matrix_grids
from infofacts.views.table import GAP, Cell, Column, Grid, Line, Span, apart, dim, longest

_EIGHTHS = " ▏▎▍▌▋▊▉"
SHORTEST, LONGEST = 6, 32  # cells of the longest bar


def compare_grids(
    base: FactBase, compared: Sequence[Comparison], display: Display, force: bool
) -> list[Grid]:
    """One grid for values side by side or for one indicator over its years; of several indicators
    one with a row for each."""
    runs = [list(run) for _, run in groupby(compared, key=_series)]
    if all(each.base and not each.ratio and not each.difference for each in compared):
        return [*_per_grids(base, runs, display, force)]
    over_years = len({_series(run[0]) for run in runs}) == len(runs)
    over_years = over_years and all(len(run) > 1 for run in runs)
    grids = [_grid(base, compared, display, over_years, force)]
    if over_years and len(runs) > 1:
        grids = matrix_grids(base, runs, display, force)
    return [*grids, Grid(below=words.sources_lines(base, [c.fact for c in compared], display))]


def _per_grids(
    base: FactBase, runs: Sequence[Sequence[Comparison]], display: Display, force: bool
) -> Iterator[Grid]:
    """Values divided by others, year by year: a table for each pair of indicators."""
    facts: list[Fact] = []
    for run in runs:
        pairs = [(each.fact, each.base) for each in run if each.base]
        named = [base.indicators[fact.indicator_id] for fact in pairs[0]]
        title = " ÷ ".join(display.inline(indicator.zh, indicator.en) for indicator in named)
        ids = " ÷ ".join(indicator.id for indicator in named)
        columns = [display.column("year"), *[display.column("value")] * 2]
        columns.append(figure_column("per", display, True))
        rows: list[list[Cell]] = []
        for each, pair in zip(run, pairs, strict=True):
            values = [value_text(f, scales_of([f], display)[f.id], display) for f in pair]
            dates = dict.fromkeys(words.date_text(fact, display) for fact in pair)
            cells = [[[Span(text, "number")]] for text in values]
            rows.append(
                [" ÷ ".join(dates), *cells, figure_cell(each, "per", display, marked=False)]
            )
        above: list[Line] = [[Span(title, "title")], dim(ids), ""]
        facts += [fact for pair in pairs for fact in pair]
        yield Grid(columns, rows, above, ["", *_notes(run, display, False, force)])
    yield Grid(below=words.sources_lines(base, facts, display))


def _series(each: Comparison) -> tuple[str, str]:
    """What the values of a row are of: an indicator and a measure of it."""
    return each.fact.indicator_id, each.fact.measure


def _grid(
    base: FactBase, compared: Sequence[Comparison], display: Display, over_years: bool, force: bool
) -> Grid:
    facts = [comparison.fact for comparison in compared]
    numbers = [_in_unit_of(fact, facts[0]) for fact in facts]
    scales = scales_of(facts, display)
    figures = _shown_figures(compared)
    measure = {"change": "change", "growth": "rate"}.get(facts[0].measure, "value")
    indicator = base.indicators[facts[0].indicator_id]
    above: list[Line] = [words.title_line(indicator, display), ""] if over_years else []
    longest_id = 0 if over_years else max(len(fact.id) for fact in facts)
    marked = {name for name in figures if any(name in each.stated for each in compared)}
    columns = [display.column("year" if over_years else "indicator", longest_id)]
    columns += [display.column(measure)]
    columns += [figure_column(name, display, name not in marked) for name in figures]
    rows: list[list[Cell]] = []
    for each in compared:
        name: Cell = words.date_text(each.fact, display)
        if not over_years:
            label = words.label(base.indicators[each.fact.indicator_id], display)
            name = [
                *label,
                dim(_address(each.fact, display)),
                dim(words.place_text(each.fact, display)),
            ]
        scale = scales[each.fact.id]
        value = [Span(value_text(each.fact, scale, display), "number")]
        cells = [figure_cell(each, key, display, scale, key in marked) for key in figures]
        rows.append([name, [value], *cells])
    insert_bars(columns, rows, numbers, display)
    notes = list(_notes(compared, display, over_years, force))
    return Grid(columns, rows if over_years else apart(rows), above, ["", *notes] if notes else ())


def _shown_figures(compared: Sequence[Comparison]) -> list[str]:
    """The figures that have a column: growth per year only if there are spans of more years."""
    figures = [name for name in (*FIGURES, "per") if any(getattr(c, name) for c in compared)]
    if not any(map(is_long, compared)):
        figures = [name for name in figures if name != "growth_per_year"]
    return figures


def _address(fact: Fact, display: Display) -> str:
    """An address, with what of the value the address does not tell."""
    part = f" {fact.as_of}" if fact.is_part else ""
    return f"{fact.id}{part}{words.status_text(fact, display)}"


def _in_unit_of(fact: Fact, first: Fact) -> Decimal:
    """A value in the unit of the first: what a bar is drawn by."""
    factor = factor_between(fact.unit, first.unit) or 1
    return (fact.size or Decimal(0)) * factor.numerator / factor.denominator


def insert_bars(
    columns: list[Column],
    rows: Sequence[list[Cell]],
    numbers: Sequence[Decimal | None],
    display: Display,
) -> None:
    """Put a bar after each value if there is room for a useful one."""
    widths = (
        column.min_width
        or max(map(longest, (column.heading.split("\n"), *(row[at] for row in rows))))
        for at, column in enumerate(columns)
    )
    size = min(LONGEST, display.width - sum(widths) - GAP * len(columns))
    if size < SHORTEST:
        return
    most = max((abs(number) for number in numbers if number), default=Decimal(1))
    columns.insert(2, Column(min_width=size))
    for row, number in zip(rows, numbers, strict=True):
        row.insert(2, [[Span(bar(number or Decimal(0), most, size), "bar")]])


def bar(value: Decimal, most: Decimal, size: int) -> str:
    """A bar of at most `size` cells, in eighths of a cell; "" for a negative value."""
    whole, part = divmod(max(int(value * size * 8 / most), 0), 8)
    drawn = "█" * whole + (_EIGHTHS[part] if part else "")
    return drawn or ("▏" if value > 0 else "")


# ---------------------------------------------------------------- notes
def _notes(
    compared: Sequence[Comparison], display: Display, over_years: bool, force: bool
) -> Iterator[Line]:
    for each in (each for each in compared if each.warnings and each.base):
        yield from warning_lines(each, display, force)
    shown = [f for c in compared for f in (c.fact, c.base if c.per else None) if f]
    unproven = [fact for fact in dict.fromkeys(shown) if fact.proof == "none"]
    if unproven:
        named = ", ".join(str(fact.year) if over_years else fact.id for fact in unproven)
        yield [Span(f"! {phrase('unproven', display)}: {named}", "warning")]
    parts = [fact for fact in shown if fact.is_part]
    if parts:
        named = ", ".join(dict.fromkeys(f"{fact.as_of}" for fact in parts))
        yield [Span(f"! {phrase('part', display)}: {named}", "warning")]
    whole = []
    if over_years and len(compared) > 2 and (force or not any(c.warnings for c in compared)):
        whole = [_whole(compared[0].fact, compared[-1].fact, display)]
    yield from whole
    if whole or any(has_computed(each) for each in compared):
        yield dim(phrase("computed", display))


def _whole(first: Fact, last: Fact, display: Display) -> Line:
    """The figures from the first value to the last."""
    whole = against(last, first, force=True)
    parts = [f"{phrase('whole', display)} {first.year}–{last.year}:"]
    for name in ("ratio", "growth", "growth_per_year"):
        if figure := getattr(whole, name):
            text = figure_span(figure, name, display, mark=COMPUTED).text
            parts.append(text if name == "ratio" else f"{phrase(name, display)} {text}")
    return dim("  ".join(parts))
