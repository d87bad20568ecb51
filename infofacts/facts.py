"""The facts of one fact table, with what follows from it and what shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import repeat
from operator import attrgetter
from typing import Any, NamedTuple

from infofacts.keys import is_number, is_range
from infofacts.model import MEASURES, PLACED, Fact, FactBase, Indicator, Source, value_of
from infofacts.numbers import EXACT, Quantity, scale_by
from infofacts.printed import has_minus, places, words_before
from infofacts.proof import evidence, states
from infofacts.record import of_columns, replace
from infofacts.schema import Table, other_of
from infofacts.text import squeeze, tight
from infofacts.units import declared, split_unit


class Hand(NamedTuple):
    """Who states facts: the built-in base, or others; for these, why some sources show nothing."""

    sources: Mapping[str, Source]
    barred: Mapping[str, str]
    builtin: bool = False


_OF_SOURCE = ("source", "url", "accessed")
_OF_WORDS = ("quote", "also", "note", "note_en")


def facts_of(
    table: Table, indicator: Indicator, sources: Mapping[str, Source], default: str, hand: Hand
) -> Iterator[Fact]:
    """The facts of one table: its level, its change, growth and rank, and other sources' values."""
    data = table.data
    if "value" in data:
        yield _fact(table.address, "level", data, data, indicator, sources, default, hand)
    for measure in MEASURES[1:]:
        if measure in data:
            own: Mapping[str, Any] = data[measure]
            keys: tuple[str, ...] = () if "value" in data else _OF_WORDS  # said of no level
            if "since" not in own and "years" not in own:  # the whole fact may have them
                keys += {"change": ("since",), "growth": ("since", "years")}.get(measure, ())
            own = {key: data[key] for key in keys if key in data} | dict(own)
            address = f"{table.address}.{measure}"
            yield _fact(address, measure, own, data, indicator, sources, default, hand)
    for other in data.get("others", ()):
        address = f"{table.address}@{other_of(other)}"
        if "source" not in other:  # of the same source, of another date
            other = {key: data[key] for key in _OF_SOURCE if key in data} | other
        yield _fact(address, "level", other, other, indicator, sources, default, hand)


def _fact(
    address: str,
    measure: str,
    data: Mapping[str, Any],
    around: Mapping[str, Any],
    indicator: Indicator,
    sources: Mapping[str, Source],
    default: str,
    hand: Hand,
) -> Fact:
    """One fact from its own table and the fact table around it (date, scope and source)."""
    source, quote = around.get("source", default), data.get("quote", "")
    beside = quote or around.get("quote", "")  # of a change perhaps its level's
    year, quantity = int(address.split(".")[2][:4]), _quantity(data, measure, beside)
    also, value, english = tuple(data.get("also", ())), data["value"], data.get("value_en")
    since, years = None, None
    if measure in ("change", "growth"):  # without `since` it is over `years`, or one
        years = data.get("years")
        since = data.get("since", year - (years or 1))
        since = int(since) if str(since).isdigit() else since
    shows, url = hand.sources.get(source), around.get("url", "")
    stated = _text_value(value) if not quantity else value
    # `check` says whether the built-in base is right; others may not ask it.
    says = None if hand.builtin else partial(states, quantity, stated, measure)
    barred = hand.barred.get(source, "")
    shown = evidence(shows, quote, also, url or url_of(shows), barred, says)
    return Fact(
        id=address, topic=indicator.topic, indicator=indicator.key, year=year,
        zh=indicator.zh, en=indicator.en, measure=measure,
        value=value_of(quantity) if quantity else stated,
        value_en=None if english is None else _text_value(english),
        unit=unit_of_fact(quantity, measure, indicator),
        bound=quantity.sign if quantity else "=",
        printed=_printed(quantity, value, quote, measure), quantity=quantity,
        as_of=data.get("as_of", around.get("as_of")),
        scope=data.get("scope", around.get("scope", "CN")), since=since, years=years,
        status=data.get("status", around.get("status", "stated")),
        source=source, quote=quote, also=also, **shown, url=url or url_of(sources.get(source)),
        accessed=around.get("accessed", ""),
        note=data.get("note"), note_en=data.get("note_en"),
        break_zh=data.get("break"), break_en=data.get("break_en"),
        confirmed_by=tuple(data.get("confirmed_by", ())),
    )  # fmt: skip


def numbers_of(
    indicators: Sequence[Indicator],
    cells: Mapping[str, Sequence[str]],
    base: FactBase,
    default: str,
    hand: Hand,
) -> list[Fact]:
    """The facts of many fact tables that have a number and few other keys: what `facts_of` makes
    of each of them, if the text of no source is bundled.

    `cells` has what they have under each key as it is written, and under `year` their years.
    """
    count = len(indicators)
    texts, blank = cells["value"], [""] * count
    units, quotes = cells.get("unit", blank), cells.get("quote", blank)
    sources, urls = cells.get("source", [default] * count), cells.get("url", blank)

    @cache
    def unit_of(unit: str, counts: str) -> str | None:
        own = split_unit(unit)[1] or counts
        return declared(base.units[own]) if own in base.units else own or None

    @cache
    def shown_by(source: str, url: str, quoted: bool) -> tuple[Any, ...]:
        shows = hand.sources.get(source)
        url = url or url_of(shows)
        barred = hand.barred.get(source, "")
        return url, *evidence(shows, "x" * quoted, (), url, barred).values()

    digits = [*map(Decimal, texts)]
    shown = zip(*map(shown_by, sources, urls, map(bool, map(tight, quotes))), strict=True)
    columns: dict[str, Iterable[Any]] = {
        "id": [f"{each.id}.{year}" for each, year in zip(indicators, cells["year"], strict=True)],
        "year": map(int, cells["year"]), "measure": repeat("level"), "bound": repeat("="),
        "value": map(scale_by, digits, [split_unit(unit)[0] for unit in units]),
        "unit": map(unit_of, units, (each.counts for each in indicators)),
        "printed": map(str.__add__, texts, units),
        "quantity": of_columns(Quantity, count, {"digits": digits, "unit": units}),
        "scope": repeat("CN"), "quote": quotes, "source": sources,
        **{name: cells[name] for name in cells if name in _AS_WRITTEN},
        **dict(zip(("url", *PLACED), shown, strict=True)),
        **{key: [getattr(each, name) for each in indicators] for key, name in _OF_INDICATOR.items()},
    }  # fmt: skip
    return of_columns(Fact, count, columns)


# Fields that are what the keys of these names have; and those that are of the indicator.
_AS_WRITTEN = ("as_of", "scope", "status", "accessed", "note", "note_en")
_OF_INDICATOR = {"topic": "topic", "indicator": "key", "zh": "zh", "en": "en"}


def _quantity(data: Mapping[str, Any], measure: str, quote: str) -> Quantity | None:
    """The number of a table as its quote prints it, all digits before the point: 1e5 is 100000."""
    ends = data["value"] if is_range(data["value"]) else [data["value"]]
    if not is_number(ends[0]):
        return None
    digits, high = _digits(ends[0]), _digits(ends[1]) if ends[1:] else None
    unit = data.get("unit", "%" if measure == "growth" else "")
    words = data.get("printed", "")
    falls = digits < 0 and bool(quote or measure != "level")  # else it is printed with its sign
    if falls and not words:
        squeezed = squeeze(quote)
        found = places(squeezed, digits, unit)
        signs = [has_minus(words_before(squeezed, start), unit) for start, _ in found]
        falls = not signs or not all(signs)
    bound = data.get("bound", "")
    bound = bound.lower() if bound.isascii() else bound  # About, at the beginning of a sentence
    return Quantity(digits, unit, bound, words, falls, high)


def _digits(value: int | Decimal) -> Decimal:
    """A number as it is printed, all digits before the point."""
    digits = Decimal(value)
    whole = "E+" in str(digits)
    return digits.quantize(Decimal(1), context=EXACT) if whole else digits


def unit_of_fact(quantity: Quantity | None, measure: str, indicator: Indicator) -> str | None:
    """The base unit: the printed one, else what the indicator's bare numbers count."""
    if not quantity:
        return None
    counted = indicator.counts if measure in ("level", "change") else ""
    return quantity.bare_unit or counted or None


def _text_value(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _printed(quantity: Quantity | None, value: Any, quote: str, measure: str) -> str:
    """A number as the quote has it; a text; a list with the 等 after its last item."""
    if quantity:
        return quantity.text(quote, signed=measure == "level" or not quantity.falls)
    text = _text_value(value)
    if isinstance(text, str):
        return text
    _, found, after = squeeze(quote).rpartition(squeeze(text[-1]))
    more = found and after.lstrip("”》）").startswith("等")
    return "、".join(text) + ("等" if more else "")


# ---------------------------------------------------------------- facts that are made already
def is_whole(fact: Fact, indicator: Indicator) -> bool:
    """Whether the fields of a fact that are worked out of others are what they must be."""
    quantity = fact.quantity
    if (fact.size is None) != (quantity is None):
        return False
    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    right = (indicator.zh, indicator.en, unit_of_fact(quantity, fact.measure, indicator))
    said = (_printed(quantity, value, fact.quote, fact.measure), quantity.sign if quantity else "=")
    stated = value_of(quantity) if quantity else fact.value
    shown = (fact.zh, fact.en, fact.unit, fact.printed, fact.bound, fact.value)
    return (*right, *said, stated) == shown


_placed_of = attrgetter(*PLACED)


def placed(fact: Fact, source: Source | None, url: str, barred: str = "") -> Fact:
    """A fact of another hand with the places of its quote, and with what shows it.

    `barred` is why its source shows nothing of it, "" if it may, see `barred_sources`.
    """
    says = partial(states, fact.quantity, fact.value, fact.measure)
    shown = evidence(source, fact.quote, fact.also, url, barred, says)
    same = fact.url == url and _placed_of(fact) == tuple(shown.values())
    return fact if same else replace(fact, url=url, **shown)


def url_of(source: Source | None) -> str:
    """The address of a source whose text is not bundled, else ""."""
    return source.url if source and not source.file else ""
