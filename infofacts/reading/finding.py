"""Numbers in running text, Chinese or English: each found with its unit and bound, and read whole.

`find` reports every run that looks like a number. One that it can't be sure of (3万5亿, 12,34,
2.5×10^6) has no quantity: a part of a number is never reported as the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from infofacts.numbers import EXACT, Quantity
from infofacts.printed import MINUSES, sure_minus
from infofacts.reading.amounts import CANDIDATE, Amount, Units, amount, by_first
from infofacts.reading.around import (
    MARKS,
    SPACE,
    bound_after,
    bound_before,
    bound_of_words,
    currency_before,
)
from infofacts.reading.numerals import NUMERALS, folded
from infofacts.record import Record
from infofacts.text import tight
from infofacts.units import BOUND_WORDS, split_unit

# What a run is: an amount; a year; another part of a date; a place in an order (第3); or a part of
# a name (IPv6, 5G, 1.2.3, 十四五).
KINDS = ("number", "year", "date", "ordinal", "name")


class Number(Record):
    """A number in a text from `start` to `end`, with its sign, scale word and unit.

    `quantity` has the digits, the unit and the bound words, which may stand around it; one with
    `high` is a range, or vague (十几万). It is None where the run can't be read for sure.
    """

    start: int
    end: int
    kind: str
    quantity: Quantity | None
    text: str


def find(text: str, declared: tuple[str, ...] = ()) -> Iterator[Number]:
    """Every number of a text, in its order; `declared` are units beside the built-in ones.

    >>> for n in find("5G用户达8.05亿户，比上年增长十几个百分点，共5至10亿元"):
    ...     print(n.kind, n.text, n.quantity and (n.quantity.value, n.quantity.top))
    name 5G (Decimal('5'), Decimal('5'))
    number 8.05亿户 (Decimal('805000000'), Decimal('805000000'))
    number 十几个百分点 (Decimal('10'), Decimal('20'))
    number 5至10亿元 (Decimal('500000000'), Decimal('1000000000'))
    """
    plain = folded(text)
    known = by_first(declared)
    end = 0
    while match := CANDIDATE.search(plain, end):
        found = amount(plain, match, known)
        if not found:
            end = match.end()
            continue
        found = _range(plain, found, known) or found
        end = found.end
        if found.kind:
            yield _number(text, plain, found)


@lru_cache(1 << 11)
def numbers_of(text: str, declared: tuple[str, ...] = ()) -> Sequence[Number]:
    """What `find` finds, kept for some time: facts share quotes, and rules ask for the same."""
    return tuple(find(text, declared))


# ---------------------------------------------------------------- ranges
_TO = re.compile(
    rf"{SPACE}?([-—–~]{{1,2}}|[至到]|(?<=[{NUMERALS}])、|(?i:and(?![a-z])|to(?![a-z]))){SPACE}?"
    rf"(?:(?:{MARKS})(?=[0-9]))?"
)
# in 2023 to 311 million; at the end of November 2023 to 904 million
_DATED = re.compile("(?:in|of|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$")
_WORDS_TO = ("至", "到", "to")
_FROM = re.compile("(?:从|由|自|from)[约近超]?$")
_RISES = re.compile(
    "(?:增|减|升|降|涨|跌|增加|增长|减少|提高|扩大|缩小|下滑|rose|rise|fell|grew|increased?|up|down|by)"
    "[了约近超]?(?:by)?$"
)


def _range(plain: str, first: Amount, units: Units) -> Amount | None:
    """The range that begins with a number: 5至10亿元, between 5 and 10 million; None if none does."""
    to = _TO.match(plain, first.end)
    match = CANDIDATE.match(plain, to.end()) if to else None
    if not to or not match or first.kind == "name" or first.low != first.high:
        return None
    second, sign = amount(plain, match, units), to[1].casefold()
    if not second or second.kind == "name" or sign == "、" and first.kind == "ordinal":
        return None
    if (first.scale or first.kind == "number" and first.unit) and second.kind in ("year", "date"):
        return None  # 从2018年的107万辆到2022年的535万辆
    if first.kind == "year" and second.kind == "ordinal":  # from 22nd in 2017 to 17th
        return None
    if first.kind == "ordinal":
        return first._replace(end=second.end, low=None, high=None)
    before = plain[max(first.start - 24, 0) : first.start]
    before = tight(before[: len(before) - currency_before(before)[1]]).casefold()
    counted = first.kind == "year" and not first.unit and second.kind == "number"
    if counted and not _DATED.search(before):
        first = first._replace(kind="number")  # 2000至1万户, not in 2023 to 311 million
    if {first.kind, second.kind} & {"year", "date"}:
        dates = second.kind != "number" and sign != "and"
        return first._replace(end=second.end, kind=second.kind, low=None) if dates else None
    return _of_amounts(plain, first, second, sign, before)


def _of_amounts(plain: str, first: Amount, second: Amount, sign: str, before: str) -> Amount | None:
    """The range of two amounts, with the sign between them and the words before; None if none."""
    if sign == "and" and not before.endswith("between"):
        return None
    if sign == "、" and not (first.words and second.words and second.unit and not first.unit):
        return None
    if sign in _WORDS_TO and _moves(plain, first, second, before):
        return None
    return _joined(plain, first, second)


def _moves(plain: str, first: Amount, second: Amount, before: str) -> bool:
    """从5%到10%, 增加5万至20万: from one value to another; a change, and what it leads to.

    Of 5 to 10 million both are millions, but not of 342,000 to 3.5 million.
    """
    whole = first.scale or first.unit or (second.power and first.low and first.low >= 1000)
    if not whole or plain.startswith(("不等", "之间"), second.end):
        return False
    return bool(_FROM.search(before) or _RISES.search(before))


def _joined(plain: str, first: Amount, second: Amount) -> Amount | None:
    """Two numbers as the ends of a range; the first may leave out its scale and unit."""
    if first.low is None or second.low is None:
        return first._replace(end=second.end, low=None, high=None)
    same = first.unit == second.unit or not first.unit
    behind = not second.unit and first.words.startswith("百分之")
    low, place, power = first.low, first.place, second.power
    if plain[first.end] == "、":  # 三、四十个
        power = second.low.adjusted()
    if not (first.scale or first.unit) and low.scaleb(power, EXACT) < second.low:
        low, place = low.scaleb(power, EXACT), place + power
    if not (same or behind) or low >= second.low:
        return None
    words = plain[first.start : second.end] if first.words or second.words else ""
    unit, scale = second.unit or first.unit, second.scale or first.scale
    return second._replace(
        start=first.start, kind="number", low=low, place=min(place, second.place),
        unit=unit, scale=scale, words=words,
    )  # fmt: skip


# ---------------------------------------------------------------- what stands around it
_NUMERALS = tuple(NUMERALS)
_DASH = re.compile(r"\s[-–—−]\s+$")  # between the parts of a sentence


def _number(text: str, plain: str, found: Amount) -> Number:
    """A number with the sign, the currency and the bound words that stand around it."""
    start, unit = found.start, found.unit
    before = plain[max(start - 24, 0) : start]
    currency, size = currency_before(before)
    if currency:
        start, before = start - size, before[:-size]
        unit = unit or currency
    words = tight(before)
    sign = sure_minus(words, unit) if found.low is not None else ""
    if sign in MINUSES and (words[-2:-1] in _NUMERALS or _DASH.search(before)):  # 三-五
        sign = ""
    if sign:
        start -= len(before) - before.rindex(sign[0])
    quantity = None if found.low is None else _quantity(plain, found, unit, words, bool(sign))
    return Number(start, found.end, found.kind, quantity, text[start : found.end])


def _quantity(plain: str, found: Amount, unit: str, before: str, negative: bool) -> Quantity:
    """The quantity of a number that was read."""
    scale, text, end = found.scale, found.words, found.end
    vague = "" if not text else text[0] if text[0] in "几数" else "几" if "几" in text else ""
    first = bound_before(before) or (text and bound_of_words(text, before))
    words = (first, found.inside or vague, bound_after(tight(plain[end : end + 8])))
    power = split_unit(scale)[0] if scale else 0
    place, sign = _place(found.place - power), -1 if negative else 1
    assert found.low is not None and found.high is not None
    low, high = (
        end.scaleb(-power, EXACT).quantize(place, context=EXACT) * sign
        for end in (found.low, found.high)
    )
    if scale:
        unit = scale + " " * scale.isascii() * bool(unit) + unit
    bound = "…".join(filter(BOUND_WORDS.__contains__, words)) if any(words) else ""
    return Quantity(low, unit, bound, text, high=None if found.low == found.high else high)


@cache
def _place(power: int) -> Decimal:
    """A unit of the place of a digit."""
    return Decimal(1).scaleb(power)
