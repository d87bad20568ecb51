"""What must hold of a fact: a rule is a small function.

Its name is the problem's code, its docstring says what must hold, what it yields are the
messages. The rules on what is around a number (year, date, scope) are in `contextrules`, those
on a whole base in `baserules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, islice

from infofacts.case import NEXT, SCALE, Case, found_number
from infofacts.compare import unit_of
from infofacts.contextrules import CONTEXT_RULES
from infofacts.derive import leads_back
from infofacts.interval import APPROXIMATE, Interval, of
from infofacts.model import Value
from infofacts.quantity import (
    BOUND_WORDS,
    POINTS,
    UNITS_EN,
    Quantity,
    bound_sign,
    split_unit,
    words_values,
)
from infofacts.sourcetext import SourceText, squeeze

# Bound words that, right beside a number in the source, must be in the fact; a longer one before
# a part of it (不超过). 过 and 上 are too common as parts of other words (通过, 网上) to be told
# from bounds by their place alone; of 约 and 近 those words are few.
_LONGEST = sorted(BOUND_WORDS, key=len, reverse=True)
_BEFORE = tuple(w for w in _LONGEST if BOUND_WORDS[w][1] == "before" and w not in ("过", "上"))
_AFTER = tuple(w for w in _LONGEST if BOUND_WORDS[w][1] == "after")
_OTHER_WORDS = re.compile("(?:[节签契合违履集预条公]约|[最附邻远靠]近)$")
# Words that say a fall, with only the number's own words behind them.
_FALL = re.compile(
    "(?:缩小|缩减|缩短|压缩|压减|下降|下跌|下滑|减少|降低|回落|(?<!增)减|降|跌)"
    f"(?:了|{'|'.join(_LONGEST)})*$"
)
_NUMBER = re.compile(rf"(\d+(?:\.\d+)?)([余多]?)({SCALE})?([余多]?)")


# ---------------------------------------------------------------- rules on one fact
def unknown_source(case: Case) -> Iterator[str]:
    """The source of a fact, and those that confirm it, are in [sources]."""
    for source in (case.fact.source, *case.fact.confirmed_by):
        if source not in case.base.sources:
            known = ", ".join(case.base.sources) or "none"
            missing = f"no source {source!r}; there is {known}" if source else "no source"
            yield f'{missing}; add [sources.ID] with title and publisher, and source = "ID"'


def missing_quote(case: Case) -> Iterator[str]:
    """A fact of a bundled source has a quote."""
    if case.text and not case.fact.quote:
        yield "no quote: copy the words of the source that state it"


def quote_not_found(case: Case) -> Iterator[str]:
    """The quote and every `also` stand in the source's text, whatever the spacing."""
    for quote in filter(None, (case.fact.quote, *case.fact.also)):
        if case.text and not case.text.find(quote):
            yield f"not in the source: “{quote}”{_longest_found(case.text, quote)}"


def unknown_unit(case: Case) -> Iterator[str]:
    """The unit is one that the program knows, a scale word first."""
    unit = case.fact.quantity.unit if case.fact.quantity else ""
    base = split_unit(unit)[1]
    if base not in UNITS_EN and base not in UNITS_EN.values():
        yield f"unit {unit!r} is not known; a scale word (万, 亿 …) stands first"


def unknown_bound(case: Case) -> Iterator[str]:
    """The bound is a printed word that the program knows."""
    quantity = case.fact.quantity
    if quantity and bound_sign(quantity.bound) is None:
        yield f"bound {quantity.bound!r} is not known; use the printed word: {' '.join(BOUND_WORDS)}"


def value_not_in_quote(case: Case) -> Iterator[str]:
    """The value stands in the quote as it is printed, with its scale word and unit."""
    fact, quantity = case.fact, case.fact.quantity
    if not fact.quote:
        return
    if quantity is None:
        for item in _texts(fact.value):
            if squeeze(item) not in case.quote and not _dated(item, case.quote):
                yield f"{item!r} is not in the quote “{fact.quote}”"
    elif quantity.words:
        if squeeze(quantity.words) not in case.quote:
            yield f"printed {quantity.words!r} is not in the quote “{fact.quote}”"
    elif found_number(case) is None:
        shown = f"{quantity.digits.copy_abs():f}{quantity.unit}"
        yield f"{shown} is not in the quote “{fact.quote}”, or is part of a longer number"


def wrong_order(case: Case) -> Iterator[str]:
    """The items of a list stand in the order that they are printed in."""
    start, before = 0, ""
    for item in _texts(case.fact.value):
        place = case.quote.find(squeeze(item), start)
        if place < 0 and squeeze(item) in case.quote[:start]:
            yield f"the source names {item!r} before {before!r}"
        elif place >= 0:
            start, before = place + len(squeeze(item)), item


def translation_disagrees(case: Case) -> Iterator[str]:
    """A list has as many items in English."""
    ours, english = _texts(case.fact.value), case.fact.value_en
    if isinstance(case.fact.value, tuple) and english and len(ours) != len(_texts(english)):
        yield f"value has {len(ours)} items, value_en {len(_texts(english))}"


def printed_disagrees(case: Case) -> Iterator[str]:
    """A number printed in words is the value."""
    quantity = case.fact.quantity
    if not quantity or not quantity.words:
        return
    said, value = list(words_values(quantity.words)), abs(Fraction(quantity.value))
    if not any(abs(number - value) <= Fraction(quantity.half_unit) for number in said):
        numbers = " or ".join(map(str, said)) or "no number"
        yield f"{quantity.words!r} says {numbers}, not {quantity.value}"


def bound_not_in_quote(case: Case) -> Iterator[str]:
    """The words of the bound stand in the quote."""
    quantity = case.fact.quantity
    for word in quantity.bound.split("…") if quantity and quantity.bound and case.quote else ():
        if word not in case.quote:
            yield f"bound {word!r} is not in the quote “{case.fact.quote}”"


def bound_missing(case: Case) -> Iterator[str]:
    """A bound word that the source prints right at the number is in the fact.

    Of two that say the same (约300家左右) one is enough.
    """
    quantity = case.fact.quantity
    if quantity and case.quote:
        stated = quantity.bound.split("…")
        said = {BOUND_WORDS[word][0] for word in stated if word in BOUND_WORDS}
        for word in dict.fromkeys([*_printed_bounds(case, quantity), *_worded_bounds(quantity)]):
            sign, at = BOUND_WORDS[word]
            if word not in stated and (at == "inside" or sign not in said):
                yield f"the source prints {word!r} at the number: bound = {word!r} is missing"


def bound_not_printed(case: Case) -> Iterator[str]:
    """A number printed in words is printed with the words of its bound."""
    quantity = case.fact.quantity
    if quantity and quantity.words and quantity.bound:
        for word in quantity.bound.split("…"):
            if word not in quantity.words:
                yield f"printed = {quantity.words!r} leaves out the bound word {word!r}"


def also_disagrees(case: Case) -> Iterator[str]:
    """A number in every `also` is the value, at the precision that is printed there."""
    if quantity := case.fact.quantity:
        for quote in case.fact.also:
            if not _agrees(quantity, squeeze(quote)):
                yield f"no number in “{quote}” agrees with {quantity.text(case.quote)}"


def _texts(value: Value) -> tuple[str, ...]:
    """The texts of a value: the items of a list, a text alone, none of a number."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _longest_found(text: SourceText, quote: str) -> str:
    """Where a quote departs from the source: the longest beginning of it that is there."""
    wanted = squeeze(quote)
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in text.text else (low, middle - 1)
    if low < 4:
        return ""
    place = text.find(wanted[:low])[0]
    there = text.text[place.start : place.start + low + 6]
    return f"; line {place.line} says “{there}”"


def _dated(item: str, quote: str) -> bool:
    """Whether a quote prints an ISO date in Chinese: 2023-10-25 as 2023年10月25日."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", item)
    marked = zip(parts.groups() if parts else (), "年月日", strict=False)
    return parts is not None and all(f"{int(n)}{mark}" in quote for n, mark in marked if n)


def _printed_bounds(case: Case, quantity: Quantity) -> Iterator[str]:
    """The bound words that the source prints right before, in or behind the number."""
    text = "".join(case.context())
    if quantity.words:
        inner, start = "", text.find(squeeze(quantity.words))
        end = start + len(squeeze(quantity.words))
    elif match := found_number(case):
        inner, (start, end) = re.split(r"[、，和及与或]", match[0])[0], match.span()
    else:
        return
    if start >= 0:
        yield from _bound_before(text[:start])
        yield from (w for w in ("余", "多") if w in inner)
        yield from _bound_after(text[end:])


def _bound_before(text: str) -> Iterator[str]:
    """The bound word that a text ends with, the longest: 不超过, not 超过; none in 节约."""
    if not _OTHER_WORDS.search(text):
        yield from islice((word for word in _BEFORE if text.endswith(word)), 1)


def _bound_after(text: str) -> Iterator[str]:
    """The bound word that a text begins with."""
    yield from islice((word for word in _AFTER if text.startswith(word)), 1)


def _worded_bounds(quantity: Quantity) -> Iterator[str]:
    """The bound words that a number printed in words begins or ends with, or has inside."""
    words = squeeze(quantity.words)
    parts = {"before": words.startswith, "inside": words.__contains__, "after": words.endswith}
    for where, stands in parts.items():
        found = (w for w in _LONGEST if words and BOUND_WORDS[w][1] == where and stands(w))
        yield from islice(found, 1)


def _agrees(quantity: Quantity, quote: str) -> bool:
    """Whether some number of the quote can be the quantity, both with what they leave open."""
    size = replace(
        quantity, digits=quantity.digits.copy_abs(), falls=False
    )  # quotes print falls so
    wanted = of(size)
    found = chain(_numbers(quote, quantity.base_unit), _in_words(quote))
    return any(wanted.overlaps(number) for number in found)


def _numbers(quote: str, base: str) -> Iterator[Interval]:
    """The numbers of a quote that have the base unit; measure words come and go (13个部门)."""
    unit = re.escape(squeeze(base))
    unit = f"(?:{unit})?" if UNITS_EN.get(base) == "" else unit
    for match in _NUMBER.finditer(quote):
        digits, more, scale, more2 = match.groups(default="")
        shared = re.compile(NEXT + unit).match(quote, match.end())
        if shared:
            before = _bound_before(quote[: match.start()])
            after = _bound_after(quote[shared.end() :])
            bound = next(chain(before, filter(None, (more, more2)), after), "")
            yield of(Quantity(Decimal(digits), scale, bound))


def _in_words(quote: str) -> Iterator[Interval]:
    """The numbers that a quote prints in words, which are round by nature."""
    for said in words_values(quote):
        yield Interval(said * (1 - APPROXIMATE), said * (1 + APPROXIMATE))


def wrong_sign(case: Case) -> Iterator[str]:
    """A number is negative where the source says that something falls, and only there."""
    quantity = case.fact.quantity
    if not quantity or not case.quote or quantity.words:
        return
    found = found_number(case)
    before, quote, _ = case.context()
    words = (before + quote)[: found.start()] if found else ""
    falls = bool(_FALL.search(words)) or words.endswith(("-", "−"))
    if quantity.digits < 0 and not falls:
        yield f"{quantity.digits:f} is negative, but the source says no fall before the number"
    if quantity.digits > 0 and falls and case.fact.measure in ("change", "growth"):
        yield f"the source says a fall: value = -{quantity.digits:f}"


def unlike_unit(case: Case) -> Iterator[str]:
    """A change is in the unit of its level, that of a share in points, a growth in per cent."""
    fact, level = case.fact, case.base.facts.get(f"{case.fact.indicator_id}.{case.fact.year}")
    if fact.measure == "growth" and fact.unit not in ("%", "倍", "times"):
        yield f"a growth is in %, not in {unit_of(fact)}; is it a change?"
    if fact.measure == "change" and level and level.quantity and not leads_back(level, fact):
        wanted = POINTS if level.unit == "%" else unit_of(level)
        yield f"a change in {unit_of(fact)} of a value in {unit_of(level)}: it is in {wanted}"


FactRule = Callable[[Case], Iterator[str]]
FACT_RULES: tuple[FactRule, ...] = (
    unknown_source, missing_quote, quote_not_found, unknown_unit, unknown_bound,
    value_not_in_quote, wrong_order, translation_disagrees, printed_disagrees, bound_not_in_quote,
    bound_missing, bound_not_printed, also_disagrees, wrong_sign, unlike_unit, *CONTEXT_RULES,
)  # fmt: skip


def code(rule: Callable[..., object]) -> str:
    """The code of a rule: its name with hyphens."""
    return rule.__name__.replace("_", "-")
