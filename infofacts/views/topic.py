"""Tables of facts: one row per indicator and year, laid out for the terminal's width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from infofacts.model import Fact, FactBase, Indicator, Topic
from infofacts.names import Row
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.table import Cell, Grid, Span, dim, longest
from infofacts.views.words import label

# A function that writes the name of an indicator.
Naming = Callable[[Indicator, Display], list[list[Span]]]


Parts = Mapping[str, list[list[Span]]]
# A function that adds parts to a row.
More = Callable[[Row, Display], Parts]


def parts_of(base: FactBase, row: Row, display: Display, named: Naming = label) -> Parts:
    """The lines of each part of a row, by name."""
    ranked = all(fact.measure == "rank" for fact in row.facts)
    value = row.facts[0] if ranked else row.level
    first = value or row.facts[0]
    style = "number" if value and value.size is not None else ""
    changes = [] if ranked else [fact for fact in row.facts if fact.measure != "level"]
    return {
        "name": named(row.indicator, display),
        "address": [dim(row.indicator.id)],
        "value": [[Span(line, style)] for line in words.value_lines(value, display)]
        if value
        else [],
        "change": [[words.delta(fact, display)] for fact in changes],
        "date": [[Span(words.date_text(first, display))]],
        "section": [
            [*dim(words.section_text(first, display)), *mark_of(row.facts, display)],
            dim(words.hidden_text(base, row.facts, display)),
        ],
        "line": [dim(words.line_text(first, display))],
    }


def mark_of(facts: Sequence[Fact], display: Display) -> list[Span]:
    """The mark of a row with a fact that nothing shows, and which that is if others are shown."""
    unproven = [fact for fact in facts if fact.proof == "none"]
    mark = words.proof_mark(unproven[0], display) if unproven else []
    if mark and len(unproven) < len(facts):
        texts = (
            words.delta(f, display).text
            if f.measure != "level"
            else words.value_lines(f, display)[0]
            for f in unproven
        )
        mark.append(Span(f" {', '.join(texts)}", "warning"))
    return mark


# The columns of a table from a width on: each has a heading and its parts, one line per part;
# parts with a comma between them share a line. To add a column, add a part and name it here.
Layouts = Mapping[int, Mapping[str, tuple[str, ...]]]
LAYOUTS: Layouts = {
    150: {
        "indicator": ("name",), "address": ("address",), "value": ("value",),
        "change": ("change",), "date": ("date",), "place": ("section, line",),
    },
    80: {
        "indicator": ("name", "address"), "value": ("value", "change"),
        "place": ("date, line", "section"),
    },
    0: {"indicator": ("name", "address", "section, line"), "value": ("value", "change", "date")},
}  # fmt: skip
SPREAD = max(LAYOUTS)  # from this width on rows have one line and no empty lines between them


def _cell(parts: Parts, lines: Sequence[str]) -> list[list[Span]]:
    cell: list[list[Span]] = []
    for names in lines:
        shown = [line for name in names.split(", ") for line in parts[name] if line]
        if ", " in names and shown:
            shown = [[span for line in shown for span in (Span(", ", line[0].style), *line)][1:]]
        cell += shown
    return cell


def topic_grid(base: FactBase, topic: Topic, rows: Sequence[Row], display: Display) -> Grid:
    """A topic: one row per indicator and year."""
    return facts_grid(base, rows, display, above=[words.title_line(topic, display), ""])


def facts_grid(
    base: FactBase,
    rows: Sequence[Row],
    display: Display,
    named: Naming = label,
    above: Cell = (),
    layouts: Layouts = LAYOUTS,
    more: More = lambda row, display: {},
    most: int = 0,
) -> Grid:
    """Facts of any indicators in rows, and their sources; `named` writes the names.

    `layouts` may name other parts, which `more` makes; a row has at most `most` lines, 0 for all.

    Only an indicator's first row has its name; rows of several lines have empty lines between.
    """
    facts = [fact for row in rows for fact in row.facts]
    rows = [each for row in rows for each in row.split()]
    shown = [{**parts_of(base, row, display, named), **more(row, display)} for row in rows]
    layout = layouts[next(width for width in layouts if display.width >= width)]
    if not any(parts["change"] for parts in shown):
        layout = {key: lines for key, lines in layout.items() if key != "change"}
    columns = [display.column(key, _min_width(key, layout[key], shown)) for key in layout]
    table: list[Sequence[Cell]] = []
    for number, (row, parts) in enumerate(zip(rows, shown, strict=True)):
        again = number and row.indicator == rows[number - 1].indicator
        if number and not again and display.width < SPREAD:
            table.append([])
        own = {**parts, "name": [], "address": []} if again else parts
        table.append([_cell(own, lines) for lines in layout.values()])
    below = ["", *words.sources_lines(base, facts, display)]
    return Grid(columns, table, above, below, most)


def _min_width(key: str, lines: Sequence[str], shown: Sequence[Parts]) -> int:
    """Addresses, dates and places are broken only after all other texts."""
    whole = ("address", "own", "date, years")
    kept = lines if key == "place" else [name for name in lines if name in whole]
    return max((longest(_cell(parts, kept)) for parts in shown), default=0)


def cited_grid(base: FactBase, facts: Sequence[Fact], citation: str, display: Display) -> Grid:
    """The facts that a citation is of, below it."""
    return facts_grid(base, _rows(base, facts), display, above=[*citation.splitlines(), ""])


def stated_grids(
    base: FactBase, facts: Iterable[Fact], display: Display
) -> Callable[[], list[Grid]]:
    """A function that makes the table of facts: one row per indicator and year."""
    return lambda: [facts_grid(base, _rows(base, facts), display)]


def _rows(base: FactBase, facts: Iterable[Fact]) -> list[Row]:
    """Facts as rows: one per indicator and year."""
    by_key: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        by_key.setdefault((fact.indicator_id, fact.year), []).append(fact)
    return [Row(base.indicators[key], year, group) for (key, year), group in by_key.items()]
