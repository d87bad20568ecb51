"""Comparisons for people: values in one scale with bars, and what was computed beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from infofacts.compare import FIGURES, Comparison, against
from infofacts.interval import Figure
from infofacts.model import Fact, FactBase
from infofacts.numbers import fixed, is_share, reading_scale, scale_by, sign_en, unit_en
from infofacts.units import SIGN_EN, SIGN_ZH
from infofacts.views.table import GAP, Column, Grid, Line, Span, apart, longest
from infofacts.views.words import (
    Display,
    bound_words,
    label,
    place_text,
    sources_lines,
    stacked,
    title_line,
)

_EIGHTHS = " ▏▎▍▌▋▊▉"
SHORTEST, LONGEST = 6, 32  # cells of the longest bar
WORDS = {
    "difference": ("差", "Difference"), "ratio": ("比", "Ratio"), "growth": ("增长", "Growth"),
    "growth_per_year": ("年均", "Per year"), "value": ("数值", "Value"), "year": ("年份", "Year"),
    "what": ("指标", "Indicator"), "change": ("变化", "Change"), "rate": ("增速", "Growth rate"),
    "whole": ("全期", "whole span"),
    "break": ("其间口径有变化", "the definition changed in between"),
    "basis": ("口径不同", "they are measured on different bases"),
    "date": ("日期口径不同", "the dates are on another basis"),
    "scope": ("范围不同", "the scopes differ"),
    "source": ("发布机构不同", "the publishers differ"),
    "force": ("不算增长；--force 可强制计算", "no growth computed; --force computes it"),
}  # fmt: skip


def compare_grids(
    base: FactBase,
    compared: Sequence[Comparison],
    missing: Sequence[str],
    display: Display,
    force: bool,
) -> list[Grid]:
    """One grid for values side by side, or one for each indicator over its years."""
    indicators = {c.fact.indicator_id for c in compared}
    runs = [list(run) for _, run in groupby(compared, key=lambda c: c.fact.indicator_id)]
    over_years = len(runs) == len(indicators) and all(len(run) > 1 for run in runs)
    groups = runs if over_years else [list(compared)]
    grids = [_grid(base, group, display, over_years, force) for group in groups]
    told: list[Line] = [[Span(text, "warning")] for text in missing]
    below = sources_lines(base, [c.fact for c in compared], display)
    return [*grids, *([Grid(below=told)] if told else []), Grid(below=below)]


def _grid(
    base: FactBase, compared: Sequence[Comparison], display: Display, over_years: bool, force: bool
) -> Grid:
    facts = [comparison.fact for comparison in compared]
    scale, power = _common_scale(facts, display)
    shown = _shown(compared)
    least = 0 if over_years else max(len(fact.id) for fact in facts)
    columns = [Column(_word("year" if over_years else "what", display), least=least)]
    measure = {"change": "change", "growth": "rate"}.get(facts[0].measure, "value")
    columns += [Column(_word(name, display), True) for name in (measure, *shown)]
    rows: list[list[Line]] = []
    for each in compared:
        value = [Span(_value(each.fact, scale, power, display), "number")]
        figures = (figure_span(getattr(each, name), name, scale, power, display) for name in shown)
        rows.append([_name(base, each.fact, display, over_years), value, *figures])
    _insert_bars(columns, rows, facts, display)
    above: list[Line] = []
    if over_years:
        above = [title_line(base.indicators[facts[0].indicator_id], display), ""]
    lines = rows if over_years else apart(rows)
    return Grid(columns, lines, above, _notes(compared, display, over_years, force))


def _shown(compared: Sequence[Comparison]) -> list[str]:
    """What was computed of any; the growth per year only where it is another than the growth."""
    shown = [name for name in FIGURES if any(getattr(c, name) for c in compared)]
    if all(c.growth_per_year == c.growth for c in compared):
        shown = [name for name in shown if name != "growth_per_year"]
    return shown


def _insert_bars(
    columns: list[Column], rows: Sequence[list[Line]], facts: Sequence[Fact], display: Display
) -> None:
    """Put a bar behind each value, where there is the room for bars that tell something."""
    size = bar_size(columns, rows, display)
    if size < SHORTEST:
        return
    most = max((fact.number.copy_abs() for fact in facts if fact.number), default=Decimal(1))
    columns.insert(2, Column(least=size))
    for row, fact in zip(rows, facts, strict=True):
        row.insert(2, [Span(bar(fact.number or Decimal(0), most, size), "bar")])


def bar_size(columns: Sequence[Column], rows: Sequence[Sequence[Line]], display: Display) -> int:
    """The longest bar that fits beside some columns; less than `SHORTEST` says that none does."""
    widest = (
        column.least or max(longest(cell) for cell in (column.heading, *(row[at] for row in rows)))
        for at, column in enumerate(columns)
    )
    return min(LONGEST, display.width - sum(widest) - GAP * len(columns))


def _word(key: str, display: Display) -> str:
    zh, en = WORDS[key]
    return {"zh": zh, "en": en}.get(display.lang, f"{zh}\n{en}")


def _phrase(key: str, display: Display) -> str:
    """A word inside a line."""
    return _word(key, display).replace("\n", " ")


def _name(base: FactBase, fact: Fact, display: Display, over_years: bool) -> Line:
    if over_years:
        return [Span(fact.as_of or str(fact.year))]
    name = label(base.indicators[fact.indicator_id], display)
    return stacked(name, [Span(fact.id, "dim")], [Span(place_text(fact, display), "dim")])


def _common_scale(facts: Sequence[Fact], display: Display) -> tuple[str, int]:
    """One scale word for all values: that of the largest; none for shares."""
    numbers = [fact.number.copy_abs() for fact in facts if fact.number is not None]
    if not numbers or is_share(facts[0].unit):
        return "", 0
    return reading_scale(max(numbers), display.lang)


def _value(fact: Fact, scale: str, power: int, display: Display) -> str:
    """A value in the common scale, with its bound as it is printed."""
    assert fact.number is not None
    if display.lang != "en" and fact.quantity and fact.bound != "=":
        text = fact.quantity.scaled(scale, power, fact.unit or "").text(signed=True)
        return text.replace("-", "−")
    sign = sign_en(fact.bound, bound_words(fact)) if display.lang == "en" else SIGN_ZH[fact.bound]
    return sign + _scaled(fact.number, scale, power, fact.unit, display)


def _sign(bound: str, display: Display) -> str:
    return SIGN_EN[bound] if display.lang == "en" else SIGN_ZH[bound]


def _digits(value: Decimal, display: Display, power: int = 0, place: int | None = None) -> str:
    """A number by a power of ten; a computed one keeps the zeros it has earned."""
    text = fixed(scale_by(value, -power), 0 if place is None else place - power)
    grouped = f"{Decimal(text):,f}" if display.lang == "en" else text
    return grouped.replace("-", "−")


def _scaled(
    value: Decimal,
    scale: str,
    power: int,
    unit: str | None,
    display: Display,
    place: int | None = None,
) -> str:
    digits = _digits(value, display, power, place)
    if display.lang != "en":
        return f"{digits}{scale}{unit or ''}"
    name = unit_en(unit or "")
    tail = "%" if name == "%" else f" {name}" if name else ""
    return digits + (f" {scale}" if scale else "") + tail


def figure_span(
    found: Figure | None, name: str, scale: str, power: int, display: Display
) -> list[Span]:
    """A computed number: differences in the common scale, growth with its sign, ratios as ×."""
    if not found:
        return [Span("", "number")]
    sign = _sign(found.bound, display)
    if name == "ratio":
        return [Span(f"{sign}×{_digits(found.value, display, 0, found.place)}", "number")]
    rising = "+" if found.value > 0 else ""
    if name != "difference":
        scale, power = "", 0
    text = _scaled(found.value, scale, power, found.unit, display, found.place)
    return [Span(sign + rising + text, "rise" if found.value >= 0 else "fall")]


def bar(value: Decimal, most: Decimal, size: int) -> str:
    """A bar of at most `size` cells, in eighths of a cell; none for what is below zero."""
    if value < 0:
        return ""
    eighths = int(value * size * 8 / most) if most else 0
    whole, part = divmod(eighths, 8)
    drawn = "█" * whole + (_EIGHTHS[part] if part else "")
    return drawn or ("▏" if value else "")


def _notes(
    compared: Sequence[Comparison], display: Display, over_years: bool, force: bool
) -> list[Line]:
    """The warnings of each value, and the whole span of a series."""
    lines: list[Line] = []
    for comparison in compared:
        if comparison.warnings:
            assert comparison.base
            growing = comparison.base.indicator_id == comparison.fact.indicator_id
            words = ("basis" if w == "break" and not growing else w for w in comparison.warnings)
            told = "; ".join(_phrase(word, display) for word in words)
            tail = f" ({_phrase('force', display)})" if growing and not force else ""
            names = f"{comparison.base.id} → {comparison.fact.id}: "
            lines.append([Span(f"! {names}{told}{tail}", "warning")])
    first, last = compared[0].fact, compared[-1].fact
    if over_years and len(compared) > 2 and (force or not any(c.warnings for c in compared)):
        lines.append(_whole_span(against(last, first, force=True), display))
    return ["", *lines] if lines else []


def _whole_span(whole: Comparison, display: Display) -> Line:
    assert whole.base
    parts = [f"{_phrase('whole', display)} {whole.base.year}–{whole.fact.year}:"]
    for name in ("ratio", "growth", "growth_per_year"):
        if found := getattr(whole, name):
            text = "".join(span.text for span in figure_span(found, name, "", 0, display))
            parts.append(text if name == "ratio" else f"{_phrase(name, display)} {text}")
    return [Span("  ".join(parts), "dim")]
