"""Comparisons for people: values in one scale with bars, and the computed figures beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from infofacts.compare import FIGURES, Comparison, against
from infofacts.interval import Figure, outward
from infofacts.model import Fact, FactBase
from infofacts.numbers import number_text, range_text, reading_scale
from infofacts.units import factor_between
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.table import GAP, Cell, Column, Grid, Line, Span, apart, dim, longest

_EIGHTHS = " ▏▎▍▌▋▊▉"
SHORTEST, LONGEST = 6, 32  # cells of the longest bar
# A scale word and its power of ten.
Scale = tuple[str, int]
UNSCALED = ("", 0)


def compare_grids(
    base: FactBase,
    compared: Sequence[Comparison],
    missing: Sequence[str],
    display: Display,
    force: bool,
) -> list[Grid]:
    """One grid for values side by side, or one per indicator over its years."""
    indicators = {c.fact.indicator_id for c in compared}
    runs = [list(run) for _, run in groupby(compared, key=lambda c: c.fact.indicator_id)]
    over_years = len(runs) == len(indicators) and all(len(run) > 1 for run in runs)
    groups = runs if over_years else [list(compared)]
    grids = [_grid(base, group, display, over_years, force) for group in groups]
    if missing:
        grids.append(Grid(below=[[Span(text, "warning")] for text in missing]))
    return [*grids, Grid(below=words.sources_lines(base, [c.fact for c in compared], display))]


def _grid(
    base: FactBase, compared: Sequence[Comparison], display: Display, over_years: bool, force: bool
) -> Grid:
    facts = [comparison.fact for comparison in compared]
    numbers = [_in_unit_of(fact, facts[0]) for fact in facts]
    scales = _scales(facts, display)
    figures = [name for name in FIGURES if any(getattr(each, name) for each in compared)]
    if all(each.growth_per_year == each.growth for each in compared):
        figures = [name for name in figures if name != "growth_per_year"]
    measure = {"change": "change", "growth": "rate"}.get(facts[0].measure, "value")
    indicator = base.indicators[facts[0].indicator_id]
    above: list[Line] = [words.title_line(indicator, display), ""] if over_years else []
    longest_id = 0 if over_years else max(len(fact.id) for fact in facts)
    columns = [display.column("year" if over_years else "indicator", longest_id)]
    columns += [display.column(name) for name in (measure, *figures)]
    rows: list[list[Cell]] = []
    for each in compared:
        name: Cell = words.date_text(each.fact, display)
        if not over_years:
            place = words.place_text(each.fact, display)
            label = words.label(base.indicators[each.fact.indicator_id], display)
            address = f"{each.fact.id}{words.status_text(each.fact, display)}"
            name = [*label, dim(address), dim(place)]
        scale = scales[each.fact.id]
        value = [Span(_value(each.fact, scale, display), "number")]
        computed = ((key, getattr(each, key)) for key in figures)
        ranged = each.fact.is_range or (each.base is not None and each.base.is_range)
        cells = (
            [[figure_span(f, key, display, scale, ranged)] if f else []] for key, f in computed
        )
        rows.append([name, [value], *cells])
    insert_bars(columns, rows, numbers, display)
    notes = list(_notes(compared, display, over_years, force))
    return Grid(columns, rows if over_years else apart(rows), above, ["", *notes] if notes else ())


def _in_unit_of(fact: Fact, first: Fact) -> Decimal:
    """A value in the unit of the first: what a bar is drawn by."""
    factor = factor_between(fact.unit, first.unit) or 1
    return (fact.size or Decimal(0)) * factor.numerator / factor.denominator


def _scales(facts: Sequence[Fact], display: Display) -> dict[str, Scale]:
    """The scale of every value by address: one for all, or its own where the units differ."""
    sizes = {fact.id: abs(fact.size or Decimal(0)) for fact in facts}
    if len({fact.unit for fact in facts}) == 1:
        sizes = dict.fromkeys(sizes, max(sizes.values()))
    return {fact.id: reading_scale(sizes[fact.id], fact.unit, display.lang) for fact in facts}


def _value(fact: Fact, scale: Scale, display: Display) -> str:
    """A value in the common scale, with its bound as printed."""
    assert fact.size is not None
    unit = fact.unit or ""
    if fact.quantity and fact.is_range:
        ends = fact.quantity.value, fact.quantity.top
        text = range_text(*ends, unit, display.lang, fact.quantity.bound, scale=scale)
    elif display.lang != "en" and fact.quantity and fact.bound != "=":
        text = fact.quantity.scaled(*scale, unit).text(signed=True)
    else:
        bound = words.bound_words(fact)
        text = number_text(fact.size, unit, display.lang, fact.bound, bound, scale=scale)
    return text.replace("-", "−", 1) if fact.size < 0 else text


def figure_span(
    figure: Figure, name: str, display: Display, scale: Scale = UNSCALED, ranged: bool = False
) -> Span:
    """A computed number: differences in the common scale, growth with its sign, ratios as ×.

    `ranged`: it is computed from a range, and shown as one.
    """
    lead = "×" if name == "ratio" else "+" if figure.value > 0 else ""
    unit, scale = figure.unit or "", scale if name == "difference" else UNSCALED
    if ranged and figure.low is not None and figure.high is not None and figure.place is not None:
        low, high = outward(figure.low, figure.high, figure.place - 1)
        lead = lead if low > 0 else ""
        text = lead + range_text(low, high, unit, display.lang, scale=scale)
        return Span(text.replace("-", "−"), "number" if name == "ratio" else "rise")
    text = number_text(
        figure.value, unit, display.lang, figure.bound, lead=lead, scale=scale, place=figure.place
    )
    if name == "ratio":
        return Span(text, "number")
    if figure.value < 0:
        return Span(text.replace("-", "−", 1), "fall")
    return Span(text, "rise")


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


def _notes(
    compared: Sequence[Comparison], display: Display, over_years: bool, force: bool
) -> Iterator[Line]:
    def phrase(key: str) -> str:
        return " ".join(display.names(*words.WORDS[key]))

    for each in (each for each in compared if each.warnings and each.base):
        assert each.base
        growing = each.base.indicator_id == each.fact.indicator_id
        kinds = ("basis" if kind == "break" and not growing else kind for kind in each.warnings)
        text = "; ".join(phrase(f"{kind} differs") for kind in kinds)
        tail = f" ({phrase('force')})" if growing and not force else ""
        yield [Span(f"! {each.base.id} → {each.fact.id}: {text}{tail}", "warning")]
    unproven = [each.fact for each in compared if each.fact.proof == "none"]
    if unproven:
        named = ", ".join(str(fact.year) if over_years else fact.id for fact in unproven)
        yield [Span(f"! {phrase('unproven')}: {named}", "warning")]
    if over_years and len(compared) > 2 and (force or not any(c.warnings for c in compared)):
        first, last = compared[0].fact, compared[-1].fact
        whole = against(last, first, force=True)
        parts = [f"{phrase('whole')} {first.year}–{last.year}:"]
        for name in ("ratio", "growth", "growth_per_year"):
            if figure := getattr(whole, name):
                text = figure_span(figure, name, display).text
                parts.append(text if name == "ratio" else f"{phrase(name)} {text}")
        yield dim("  ".join(parts))
