"""Comparisons for people: values in one scale with bars, and what was computed beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from infofacts.compare import Comparison, against
from infofacts.grid import Column, Grid, Line, Span
from infofacts.interval import Figure
from infofacts.model import Fact, FactBase
from infofacts.quantity import (
    SIGN_EN,
    SIGN_ZH,
    UNITS_EN,
    exact,
    in_place,
    reading_scale,
)
from infofacts.view import Look, place_text, sources_lines, title_line

_EIGHTHS = " ▏▎▍▌▋▊▉"
WORDS = {
    "difference": ("差", "Difference"), "ratio": ("比", "Ratio"), "growth": ("增长", "Growth"),
    "growth_per_year": ("年均", "Per year"), "value": ("数值", "Value"), "year": ("年份", "Year"),
    "what": ("指标", "Indicator"), "whole": ("全期", "whole span"),
    "break": ("其间口径有变化", "the definition changed in between"),
    "date": ("日期口径不同", "the dates are on another basis"),
    "scope": ("范围不同", "the scopes differ"),
    "source": ("发布机构不同", "the publishers differ"),
    "force": ("不算增长；--force 可强制计算", "no growth computed; --force computes it"),
}  # fmt: skip


def compare_grids(
    base: FactBase, compared: Sequence[Comparison], missing: Sequence[str], look: Look, force: bool
) -> list[Grid]:
    """One grid for values side by side, or one for each indicator over its years."""
    indicators = {c.fact.indicator_id for c in compared}
    runs = [list(run) for _, run in groupby(compared, key=lambda c: c.fact.indicator_id)]
    over_years = len(runs) == len(indicators) and all(len(run) > 1 for run in runs)
    groups = runs if over_years else [list(compared)]
    grids = [_grid(base, group, look, over_years, force) for group in groups]
    below: list[Line] = [[Span(text, "warning")] for text in missing]
    below += ["", *sources_lines(base, [c.fact for c in compared], look)]
    return [*grids, Grid(below=below)]


def _grid(
    base: FactBase, compared: Sequence[Comparison], look: Look, over_years: bool, force: bool
) -> Grid:
    facts = [comparison.fact for comparison in compared]
    scale, power = _common_scale(facts, look)
    most = max((abs(fact.number) for fact in facts if fact.number), default=Decimal(1))
    size = max(8, min(32, look.width - 76))
    shown = [name for name in _SHOWN if any(getattr(c, name) for c in compared)]
    if all(c.growth_per_year == c.growth for c in compared):
        shown = [name for name in shown if name != "growth_per_year"]
    columns = [Column(_word("year" if over_years else "what", look))]
    columns += [Column(_word("value", look), True), Column("")]
    columns += [Column(_word(name, look), True) for name in shown]
    rows: list[list[Line]] = []
    for comparison in compared:
        fact = comparison.fact
        value = [Span(_value(fact, scale, power, look), "number")]
        drawn = [Span(bar(fact.number or Decimal(0), most, size), "bar")]
        computed = [
            figure_span(getattr(comparison, name), name, scale, power, look) for name in shown
        ]
        rows.append([_name(base, fact, look, over_years), value, drawn, *computed])
    above: list[Line] = []
    if over_years:
        above = [title_line(base.indicators[facts[0].indicator_id], look), ""]
    return Grid(columns, rows, above, _notes(compared, look, over_years, force))


_SHOWN = ("difference", "ratio", "growth", "growth_per_year")


def _word(key: str, look: Look) -> str:
    zh, en = WORDS[key]
    return {"zh": zh, "en": en}.get(look.lang, f"{zh} {en}")


def _name(base: FactBase, fact: Fact, look: Look, over_years: bool) -> Line:
    if over_years:
        return [Span(fact.as_of or str(fact.year))]
    indicator = base.indicators[fact.indicator_id]
    name = indicator.en if look.lang == "en" else indicator.zh
    return [Span(name), Span(f"\n{fact.id}", "dim"), Span(f"\n{place_text(fact, look)}", "dim")]


def _common_scale(facts: Sequence[Fact], look: Look) -> tuple[str, int]:
    """One scale word for all values: that of the largest, if none gets below a hundredth of it."""
    numbers = [abs(fact.number) for fact in facts if fact.number is not None]
    if not numbers or facts[0].unit in ("%", "个百分点"):
        return "", 0
    return reading_scale(max(numbers), look.lang)


def _value(fact: Fact, scale: str, power: int, look: Look) -> str:
    assert fact.number is not None
    return _sign(fact.bound, look) + _scaled(fact.number, scale, power, fact.unit, look)


def _sign(bound: str, look: Look) -> str:
    return SIGN_EN[bound] if look.lang == "en" else SIGN_ZH[bound]


def _digits(value: Decimal, look: Look, power: int = 0, place: int | None = None) -> str:
    """A number by a power of ten; a computed one keeps the zeros it has earned."""
    text = in_place(exact(value, -power), 0 if place is None else place - power)
    grouped = f"{Decimal(text):,f}" if look.lang == "en" else text
    return grouped.replace("-", "−")


def _scaled(
    value: Decimal, scale: str, power: int, unit: str | None, look: Look, place: int | None = None
) -> str:
    digits = _digits(value, look, power, place)
    if look.lang != "en":
        return f"{digits}{scale}{unit or ''}"
    unit_en = UNITS_EN.get(unit or "", unit or "")
    tail = "%" if unit_en == "%" else f" {unit_en}" if unit_en else ""
    return digits + (f" {scale}" if scale else "") + tail


def figure_span(found: Figure | None, name: str, scale: str, power: int, look: Look) -> list[Span]:
    """A computed number: differences in the common scale, growth with its sign, ratios as ×."""
    if not found:
        return [Span("", "number")]
    sign = _sign(found.bound if found.bound != "=" else "=", look)
    if name == "ratio":
        return [Span(f"{sign}×{_digits(found.value, look, 0, found.place)}", "number")]
    rising = "+" if found.value > 0 else ""
    if name != "difference":
        scale, power = "", 0
    text = _scaled(found.value, scale, power, found.unit, look, found.place)
    return [Span(sign + rising + text, "rise" if found.value >= 0 else "fall")]


def bar(value: Decimal, most: Decimal, size: int) -> str:
    """A bar of at most `size` cells, in eighths of a cell."""
    eighths = int(abs(value) * size * 8 / most) if most else 0
    whole, part = divmod(eighths, 8)
    drawn = "█" * whole + (_EIGHTHS[part] if part else "")
    return drawn or ("▏" if value else "")


def _notes(compared: Sequence[Comparison], look: Look, over_years: bool, force: bool) -> list[Line]:
    """The warnings of each value, and the whole span of a series."""
    lines: list[Line] = []
    for comparison in compared:
        if comparison.warnings:
            assert comparison.base
            told = "; ".join(_word(word, look) for word in comparison.warnings)
            growing = comparison.base.indicator_id == comparison.fact.indicator_id
            tail = f" ({_word('force', look)})" if growing and not force else ""
            names = f"{comparison.base.id} → {comparison.fact.id}: "
            lines.append([Span(f"! {names}{told}{tail}", "warning")])
    first, last = compared[0].fact, compared[-1].fact
    if over_years and len(compared) > 2 and (force or not any(c.warnings for c in compared)):
        lines.append(_whole_span(against(last, first, force=True), look))
    return lines


def _whole_span(whole: Comparison, look: Look) -> Line:
    assert whole.base
    parts = [f"{_word('whole', look)} {whole.base.year}–{whole.fact.year}:"]
    for name in ("ratio", "growth", "growth_per_year"):
        if found := getattr(whole, name):
            text = "".join(span.text for span in figure_span(found, name, "", 0, look))
            parts.append(text if name == "ratio" else f"{_word(name, look)} {text}")
    return [Span("  ".join(parts), "dim")]
