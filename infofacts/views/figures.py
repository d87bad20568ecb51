"""Computed figures for people: the mark of what is computed, their digits, and their caveats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from infofacts.compare import FIGURES, Comparison
from infofacts.interval import READ, Figure, outward, read_place, round_to
from infofacts.model import Fact
from infofacts.numbers import number_text, range_text, reading_scale
from infofacts.record import replace
from infofacts.units import unit_of
from infofacts.views import words
from infofacts.views.display import Display
from infofacts.views.table import Cell, Column, Line, Span, dim

COMPUTED = "*"  # the mark of what is computed; `words.WORDS["computed"]` explains it
# A scale word and its power of ten.
Scale = tuple[str, int]
UNSCALED = ("", 0)


def scales_of(facts: Sequence[Fact], display: Display) -> dict[str, Scale]:
    """The scale of every value by address: one for all, or its own where the units differ."""
    sizes = {fact.id: abs(fact.size or Decimal(0)) for fact in facts}
    if len({fact.unit for fact in facts}) == 1:
        sizes = dict.fromkeys(sizes, max(sizes.values()))
    return {fact.id: reading_scale(sizes[fact.id], fact.unit, display.lang) for fact in facts}


def value_text(fact: Fact, scale: Scale, display: Display) -> str:
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


def is_long(each: Comparison) -> bool:
    """Whether values of more than one year apart are compared."""
    return each.base is not None and each.fact.year - each.base.year > 1


# ---------------------------------------------------------------- figures
def figure_column(name: str, display: Display, computed: bool) -> Column:
    """The column of a figure; its heading is marked where all in it is computed."""
    column = display.column(name)
    heading = "\n".join(line + COMPUTED * computed for line in column.heading.split("\n"))
    return Column(heading, column.align_right, column.min_width)


def figure_cell(
    each: Comparison, name: str, display: Display, scale: Scale = UNSCALED, marked: bool = True
) -> Cell:
    """A figure: what is stated of it as it is printed, else what is computed, which is `marked`
    where the heading is not; beside what is stated what was computed too, if it was asked for."""
    found: Figure | None = getattr(each, name)
    if not found or (name == "growth_per_year" and not is_long(each)):
        return []
    mark = COMPUTED * marked
    if told := each.stated.get(name):
        lines: list[Line] = [[words.delta(told, display)]]
        if (also := each.computed.get(name)) and "basis" not in each.warnings:
            lines.append([figure_span(also, name, display, scale, mark=mark)])
        return lines
    ranged = each.fact.is_range or (each.base is not None and each.base.is_range)
    span = figure_span(found, name, display, scale, ranged, mark)
    if name == "ratio" and each.share and 0 < each.share.value < 100:
        share = figure_span(each.share, "share", display, mark=mark).text
        return [[span], [Span(share, "number")]]
    return [[span]]


def figure_span(
    figure: Figure,
    name: str,
    display: Display,
    scale: Scale = UNSCALED,
    ranged: bool = False,
    mark: str = "",
) -> Span:
    """A computed number: differences in the common scale, growth with its sign, ratios as ×.

    `ranged`: it is computed from a range, and shown as one.
    """
    plain = name in ("ratio", "share", "per")
    lead = "×" if name == "ratio" else "+" if figure.value > 0 and not plain else ""
    unit, scale = figure.unit or "", scale if name == "difference" else UNSCALED
    if name == "per":
        scale = reading_scale(figure.value, None, display.lang)
        unit = per_unit(unit, display)
    if ranged and figure.low is not None and figure.high is not None and figure.place is not None:
        top = max(figure.low, figure.high, key=abs).adjusted()
        low, high = outward(figure.low, figure.high, max(figure.place - 1, top - READ + 1))
        lead = lead if low > 0 else ""
        text = lead + range_text(low, high, unit, display.lang, scale=scale)
        return Span(text.replace("-", "−") + mark, "number" if plain else "rise")
    place = read_place(figure)
    value = round_to(Fraction(figure.value), place)
    style = "number" if plain else "fall" if value < 0 else "rise"
    if value < 0 and figure.bound in words.FALLS:
        text = words.fall_text(value, unit, figure.bound, display, scale=scale, place=place)
        if figure.bound in (">", ">="):  # of an open end nobody knows that it fell
            text += display.word("or up")
        return Span(text + mark, style)
    text = number_text(value, unit, display.lang, figure.bound, lead=lead, scale=scale, place=place)
    return Span((text.replace("-", "−", 1) if value < 0 else text) + mark, style)


def per_unit(unit: str, display: Display) -> str:
    """The unit of one value per another, written out: 户/个, users per item."""
    above, _, below = unit.partition("/")
    if display.lang != "en" or "/" not in unit:
        return unit
    one, other = unit_of(above), unit_of(below)
    name = (one and (one.plural or one.en)) or ("" if one else above)
    each = (other and other.en) or ("item" if other else below)
    return f"{name or 'items'} per {each}"


def phrase(key: str, display: Display) -> str:
    """One of the words, in the language or in both."""
    return " ".join(display.names(*words.WORDS[key]))


def has_computed(each: Comparison) -> bool:
    """Whether something of a comparison is computed."""
    names = (name for name in (*FIGURES, "share", "per") if getattr(each, name))
    return bool(each.computed) or any(name not in each.stated for name in names)


def warning_lines(each: Comparison, display: Display, force: bool) -> Iterator[Line]:
    """What makes two values hard to compare, and where a stated figure is not that of the values."""
    assert each.base
    growing = each.base.indicator_id == each.fact.indicator_id
    kinds = [kind for kind in each.warnings if kind != "basis"]
    if kinds:
        named = ("basis" if kind == "break" and not growing else kind for kind in kinds)
        text = "; ".join(phrase(f"{kind} differs", display) for kind in named)
        tail = "break force" if "break" in kinds else "force" if growing else ""
        tail = f" ({phrase(tail, display)})" if tail and not force else ""
        yield [Span(f"! {each.base.id} → {each.fact.id}: {text}{tail}", "warning")]
    if "basis" in each.warnings:
        yield apart_line(each, display)


def apart_line(each: Comparison, display: Display) -> Line:
    """What the source states, what follows from the values, and why they are not the same."""
    why = phrase("comparable" if "break" in each.warnings else "apart", display)
    stop = "，" if display.lang == "zh" else ", "
    parts = []
    for name, figure in each.computed.items():
        told = each.stated[name]
        published = f"{words.delta(told, display).text} {phrase('published', display)} ({why})"
        levels = figure_span(_as_precise(figure, told), name, display, mark=COMPUTED).text
        alone = f"{phrase('levels', display)} {levels}"
        parts.append(f"{phrase(name, display)} {published}{stop}{alone}")
    return dim(f"{each.fact.year}: {'; '.join(dict.fromkeys(parts))}")


def _as_precise(figure: Figure, told: Fact) -> Figure:
    """A computed figure with no more digits than the stated one beside it."""
    if not told.quantity or figure.low is None or figure.high is None:
        return figure
    place = max(read_place(figure), told.quantity.last_place.adjusted())
    return replace(figure, value=round_to(Fraction(figure.value), place), place=place)
