"""Tables of facts: a row an indicator and year, laid out for the width that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from infofacts.model import Fact, FactBase, Indicator, Topic
from infofacts.views.table import Column, Grid, Line, Span, longest
from infofacts.views.words import (
    Display,
    date_text,
    delta,
    joined,
    label,
    line_text,
    section_text,
    sources_lines,
    stacked,
    title_line,
    value_text,
)

# From `SPREAD` columns on everything has a column; below `NARROW` there are only two.
NARROW, SPREAD = 80, 150
Naming = Callable[[Indicator, Display], Sequence[Span]]


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

    @property
    def other(self) -> str:
        """What stands behind the @ of addresses: another publication, or derived; "" for none."""
        return self.facts[0].id.partition("@")[2]

    def split(self) -> Iterator[Row]:
        """The preferred facts, then those of each other publication, as rows of their own."""
        others = dict.fromkeys(fact.id.partition("@")[2] for fact in self.facts)
        for other in others:
            facts = [fact for fact in self.facts if fact.id.partition("@")[2] == other]
            yield Row(self.indicator, self.year, facts)


@dataclass(frozen=True, slots=True)
class Cells:
    """What is shown of a row, each part as the pieces of a cell."""

    name: Sequence[Span]
    address: Sequence[Span]
    value: Sequence[Span]
    deltas: Sequence[Span]
    date: Sequence[Span]
    section: Sequence[Span]
    line: Sequence[Span]

    @property
    def place(self) -> list[Span]:
        """Section and line."""
        return joined(", ", self.section, self.line)


def cells_of(row: Row, display: Display, named: Naming = label) -> Cells:
    """The parts of a row."""
    ranked = all(fact.measure == "rank" for fact in row.facts)
    value = row.facts[0] if ranked else row.level
    first = value or row.facts[0]
    style = "number" if value and value.number is not None else ""
    deltas = (
        [delta(fact, display)] for fact in row.facts if fact.measure != "level" and not ranked
    )
    return Cells(
        named(row.indicator, display),
        [Span(row.indicator.id, "dim")],
        [Span(value_text(value, display), style)] if value else [],
        stacked(*deltas),
        [Span(date_text(first))],
        _dim(section_text(first, display)),
        _dim(line_text(first, display)),
    )


def _dim(text: str) -> list[Span]:
    return [Span(text, "dim")] if text else []


# ---------------------------------------------------------------- layouts
Layout = Mapping[str, Callable[[Cells], Sequence[Span]]]

_ALL: Layout = {
    "indicator": lambda cells: cells.name,
    "address": lambda cells: cells.address,
    "value": lambda cells: cells.value,
    "change": lambda cells: cells.deltas,
    "date": lambda cells: cells.date,
    "place": lambda cells: cells.place,
}
_THREE: Layout = {
    "indicator": lambda cells: stacked(cells.name, cells.address),
    "value": lambda cells: stacked(cells.value, cells.deltas),
    "place": lambda cells: stacked(joined(", ", cells.date, cells.line), cells.section),
}
_TWO: Layout = {
    "indicator": lambda cells: stacked(cells.name, cells.address, cells.place),
    "value": lambda cells: stacked(cells.value, cells.deltas, cells.date),
}


def topic_grid(base: FactBase, topic: Topic, rows: Sequence[Row], display: Display) -> Grid:
    """A topic: its indicators, a row each."""
    grid = rows_grid(rows, display)
    below = ["", *sources_lines(base, [f for row in rows for f in row.facts], display)]
    return Grid(grid.columns, grid.rows, [title_line(topic, display), ""], below)


def rows_grid(rows: Sequence[Row], display: Display, named: Naming = label) -> Grid:
    """Rows of indicators with value, changes, date and place; `named` writes their names.

    The name stands beside its first row only, and stacked rows are set apart by an empty line.
    """
    rows = [each for row in rows for each in row.split()]
    shown = [cells_of(row, display, named) for row in rows]
    layout = _layout(shown, display)
    table: list[Sequence[Line]] = []
    for number, cells in enumerate(shown):
        again = number and rows[number].indicator == rows[number - 1].indicator
        if number and not again and display.width < SPREAD:
            table.append([])
        own = replace(cells, name=[], address=[]) if again else cells
        table.append([cell(own) for cell in layout.values()])
    return Grid(_columns(layout, shown, display), table)


def _layout(shown: Sequence[Cells], display: Display) -> Layout:
    """The columns for a width; that of the changes only where there are some."""
    if display.width < SPREAD:
        return _TWO if display.width < NARROW else _THREE
    changing = any(cells.deltas for cells in shown)
    return {key: cell for key, cell in _ALL.items() if changing or key != "change"}


def _columns(layout: Layout, shown: Sequence[Cells], display: Display) -> list[Column]:
    """The columns of a layout: addresses and places are not broken as long as texts can be."""
    addresses = max((longest(cells.address) for cells in shown), default=0)
    least = {"address": addresses} if "address" in layout else {"indicator": addresses}
    if place := layout.get("place"):
        least["place"] = max((longest(place(cells)) for cells in shown), default=0)
    return [replace(column(key, display), least=least.get(key, 0)) for key in layout]


def column(key: str, display: Display) -> Column:
    """A column by its key; the figures are right-aligned."""
    return Column(display.word(key), key in ("value", "change"))


def facts_grid(
    base: FactBase,
    facts: Sequence[Fact],
    rows: Sequence[Row],
    display: Display,
    named: Naming = label,
) -> Grid:
    """Facts of any indicators in rows, and their sources."""
    grid = rows_grid(rows, display, named)
    return Grid(grid.columns, grid.rows, below=["", *sources_lines(base, facts, display)])


def stated_grids(
    base: FactBase, facts: Sequence[Fact], display: Display
) -> Callable[[], list[Grid]]:
    """What draws facts: one row for each indicator and year."""

    def grids() -> list[Grid]:
        by_key: dict[tuple[str, int], list[Fact]] = {}
        for fact in facts:
            by_key.setdefault((fact.indicator_id, fact.year), []).append(fact)
        rows = [Row(base.indicators[key], year, group) for (key, year), group in by_key.items()]
        return [facts_grid(base, facts, rows, display)]

    return grids
