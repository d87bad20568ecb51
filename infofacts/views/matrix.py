"""Several indicators over years: one row for each, the years as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from infofacts.compare import Comparison, compared
from infofacts.model import Fact, FactBase
from infofacts.numbers import digits_of, scale_by
from infofacts.units import unit_of
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.figures import (
    UNSCALED,
    Scale,
    apart_line,
    figure_cell,
    has_computed,
    phrase,
    scales_of,
)
from infofacts.views.table import GAP, Cell, Column, Grid, Line, Span, apart, dim, longest
from infofacts.years import spans

BREAK, OTHER = "‖", "°"  # marks of a new basis, and of another date or an unfinished value
_SIGNS = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "≈", "=": ""}
Run = Sequence[Comparison]


def matrix_grids(base: FactBase, runs: Sequence[Run], display: Display, force: bool) -> list[Grid]:
    """A row for each run of an indicator's values; as many tables as the years need, and the notes
    below the last."""
    years = sorted({each.fact.year for run in runs for each in run})
    scales = {_key(run): _scale(run, display) for run in runs}
    names = [_name(base, run, scales[_key(run)], display) for run in runs]
    columns = [(str(year), _year_cells(runs, year, scales)) for year in years]
    grown = [_growth(base, run, (years[0], years[-1]), display, force) for run in runs]
    if any(grown):
        growth = "growth_per_year" if years[-1] - years[0] > 1 else "growth"
        names_ = [*display.names(*words.WORDS[growth]), f"{years[0]}–{years[-1]}"]
        columns.append(("\n".join(names_), grown))
    widest, short = max(map(longest, names)), [name[:-2] for name in names]
    least = min(widest, display.width * 2 // 5)
    grids = []
    while columns:
        taken, room = 0, display.width - least
        for heading, cells in columns:
            room -= GAP + max(longest(heading.split("\n")), *map(longest, cells))
            if room < 0 and taken:
                break
            taken += 1
        shown, columns = columns[:taken], columns[taken:]
        rows = [[name, *(cells[n] for _, cells in shown)] for n, name in enumerate(names)]
        names = short  # address and unit stand in the first table
        heads = [display.column("indicator", least), *(Column(head, True) for head, _ in shown)]
        grids.append(Grid(heads, apart(rows) if longest(names[0]) else rows))
    notes = list(_notes(base, runs, display, force))
    beside = any("basis" in each.warnings for run in runs for each in run)
    computed_too = any(grown) or beside
    if computed_too and any(has_computed(each) for run in runs for each in run if each.base):
        notes.append(dim(phrase("computed", display)))
    if notes:
        grids.append(Grid(below=notes))
    return grids


def _key(run: Run) -> str:
    return f"{run[0].fact.indicator_id}.{run[0].fact.measure}"


def _scale(run: Run, display: Display) -> Scale:
    """The scale of a row: that of its largest value."""
    facts = [each.fact for each in run]
    largest = max(facts, key=lambda fact: abs(fact.size or Decimal(0)))
    return scales_of([largest], display)[largest.id] if largest.size else UNSCALED


def _name(base: FactBase, run: Run, scale: Scale, display: Display) -> list[Line]:
    """The label, the address and the unit of a row."""
    fact = run[0].fact
    indicator = base.indicators[fact.indicator_id]
    own = "" if fact.measure == "level" else f".{fact.measure}"
    unit = scale[0] + (fact.unit or "")
    if display.lang == "en":
        known = unit_of(fact.unit)
        english = (known.plural or known.en) if known else fact.unit or ""
        unit = " ".join(filter(None, (scale[0], english)))
    return [*words.label(indicator, display), dim(indicator.id + own), dim(unit)]


def _year_cells(runs: Sequence[Run], year: int, scales: dict[str, Scale]) -> list[Cell]:
    """The values of a year, one for each row: digits in the scale of the row, and marks."""
    cells: list[Cell] = []
    for run in runs:
        each = next((each for each in run if each.fact.year == year), None)
        cells.append([[Span(_digits(each, scales[_key(run)]), "number")]] if each else "")
    return cells


def _digits(each: Comparison, scale: Scale) -> str:
    fact, ends = each.fact, []
    assert fact.size is not None
    quantity = fact.quantity
    if quantity and quantity.high is not None:
        ends = [quantity.value, quantity.top]
    numbers = [_in_scale(end, fact, scale) for end in ends or [fact.size]]
    text = "–".join(numbers)
    sign = "" if ends else _SIGNS[fact.bound]
    other = OTHER * (fact.is_part or fact.status not in ("stated", "derived"))
    return f"{BREAK * bool(fact.break_zh)}{sign}{text}{other}".replace("-", "−")


def _in_scale(number: Decimal, fact: Fact, scale: Scale) -> str:
    """A number in a scale, with the zeros that are printed: 55.0."""
    scaled = scale_by(number, -scale[1])
    printed = fact.quantity.last_place.adjusted() - scale[1] if fact.quantity else 0
    digits = digits_of(scaled)
    places = len(digits.partition(".")[2])
    return f"{scaled:.{-printed}f}" if places < -printed < 6 else digits


def _growth(base: FactBase, run: Run, span: tuple[int, int], display: Display, force: bool) -> Cell:
    """The growth from the first value of a row to the last, by year where they are further apart,
    with these years if they are not the `span` of all rows; nothing across what makes them hard to
    compare."""
    if any(each.warnings for each in run) and not force and len(run) > 2:
        return ""
    whole = run[-1] if len(run) == 2 else compared(base, run[-1].fact, run[0].fact, force)
    long = whole.base is not None and whole.fact.year - whole.base.year > 1
    cell = figure_cell(whole, "growth_per_year" if long else "growth", display)
    own = (run[0].fact.year, run[-1].fact.year)
    return [*cell, dim(f"{own[0]}–{own[1]}")] if cell and own != span else cell


# ---------------------------------------------------------------- notes
def _notes(base: FactBase, runs: Sequence[Run], display: Display, force: bool) -> Iterator[Line]:
    """What the marks mean, each for all rows at once; then other caveats, row by row."""
    facts = [each.fact for run in runs for each in run]
    for text, its in _grouped(facts, lambda f: display.text(f.break_zh, f.break_en)):
        yield [Span(f"{BREAK} {its}: {text}", "warning")]
    for text, its in _grouped(facts, lambda f: _unusual(f, display)):
        yield [Span(f"{OTHER} {its}: {text}", "warning")]
    for text, its in _grouped(
        facts, lambda f: phrase("unproven", display) if f.proof == "none" else ""
    ):
        yield [Span(f"! {text}: {its}", "warning")]
    steps = {each.fact.id: each for run in runs for each in run if each.base}
    for text, its in _grouped(facts, lambda f: _differing(steps.get(f.id), display, force)):
        yield [Span(f"! {its}: {text}", "warning")]
    for each in steps.values():
        if "basis" in each.warnings:
            yield [*dim(f"{each.fact.indicator_id} "), *apart_line(each, display)]


def _differing(each: Comparison | None, display: Display, force: bool) -> str:
    """What makes a value hard to compare with the one before, but for a break, which has a mark."""
    kinds = [kind for kind in (each.warnings if each else ()) if kind not in ("break", "basis")]
    text = "; ".join(phrase(f"{kind} differs", display) for kind in kinds)
    return f"{text} ({phrase('force', display)})" if text and not force else text


def _unusual(fact: Fact, display: Display) -> str:
    """Why a value has a mark: its date, or that it is not final."""
    status = words.status_text(fact, display).strip()
    return ", ".join(filter(None, (fact.as_of if fact.is_part else "", status)))


def _grouped(facts: Sequence[Fact], text_of: Callable[[Fact], str]) -> Iterator[tuple[str, str]]:
    """Texts about facts, each once, with the indicators and years that it is about."""
    groups: dict[str, dict[str, list[int]]] = {}
    for fact in facts:
        if text := text_of(fact):
            groups.setdefault(text, {}).setdefault(fact.indicator_id, []).append(fact.year)
    for text, its in groups.items():
        yield text, ", ".join(f"{ident} {spans(years)}" for ident, years in its.items())
