"""Where a text prints a number with its unit, and whether it falls: a minus, words before it.

Texts are squeezed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from infofacts.text import MOST_SHARING, squeeze
from infofacts.units import (
    BOUND_WORDS,
    EN_SCALES,
    EN_SHORT,
    INSIDE,
    SCALE,
    UNITS,
    split_unit,
    unit_of,
)

# Numbers that share one unit: "71.2%、67.2%和63.5%", "3.5、5.2和5个百分点".
_BETWEEN = "[、，和及与或至～~—−–－-]"
NEXT = rf"(?:(?:以上|{_BETWEEN})++\+?\d++(?:\.\d++)?+){{0,{MOST_SHARING}}}"
_MINUSES = ("-", "−", "–", "－")
_MINUS = "[-−–－]"
REACH = 120  # characters before a number that can qualify it
# The longest first, for repetitions below are possessive (*+): they never try another way.
_BOUNDS = "|".join(sorted(map(squeeze, BOUND_WORDS), key=len, reverse=True))
_BEHIND = "|".join(word for word, bound in BOUND_WORDS.items() if bound.place == "after")
_NARROWS = "缩小|收窄|收缩|回落"  # after 降幅 this means a rise
_FALLS = (
    f"[降跌]幅扩大|少增加?|亏损|(?<![降跌]幅)(?:{_NARROWS})|缩减|缩短|压缩|压减|下降|下跌|下滑"
    "|下调|下浮|下行|减少|降低|放缓|萎缩"
    "|(?<!增)减|(?<!升)降|(?<!涨)跌|(?<![至最不减缺多])少|(?<!正)负"
    "|(?:fell|fall|down|decreas(?:ed?|ing)|declin(?:ed?|ing)|drop(?:ped)?)(?:by)?"
)
# Words before the size of a fall (下降了5%, 降幅达5%), but not before its result (降为5%).
_SIZE = f"(?:降幅|跌幅|负增长|(?:{_FALLS})幅度)(?:分别|均|都|仅|高|{_BOUNDS})*+(?:达到?|为|是|在)?"
_BY = f"(?:{_FALLS})(?:幅度)?(?:达到?|高达|了|仅|大?约为|分别为)?|{_SIZE}"


def places(text: str, digits: Decimal, unit: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Where a squeezed text has a number with its unit, whatever its sign; not in a longer one.

    A currency may stand before the number: $5 billion, 人民币5亿元.
    """
    wanted, bare = f"{digits.copy_abs():f}", split_unit(unit)[1]
    signs = _currency_names(bare)
    for first in _PRINTED.finditer(text):  # from its beginning: 234 in 1,234 is no number
        if first.start() < start or _GROUPING.sub("", first[0]) != wanted:
            continue
        match = _number(unit).match(text, first.start())
        if not match and signs and text.endswith(signs, 0, first.start()):
            match = _number(unit.removesuffix(bare)).match(text, first.start())
        if match:
            yield match


_DIGITS = r"(?:\d{1,3}(?:[,，'’]\d{3})++(?!\d)|\d++)(?:\.\d++)?(?!\.\d)"
_PRINTED = re.compile(rf"(?<![\d.]){_DIGITS}")
_GROUPING = re.compile("[,，'’]")


@cache
def _currency_names(unit: str) -> tuple[str, ...]:
    """The names of a currency; none for another unit."""
    known = unit_of(unit)
    names = (squeeze(name) for name, each in UNITS.items() if each is known)
    return tuple(names) if known and known.kind == "currency" else ()


@cache
def _number(unit: str) -> re.Pattern[str]:
    """The pattern of a number, its scale word and its unit, which may follow several numbers."""
    bare = split_unit(unit)[1]
    scale = re.escape(squeeze(unit.removesuffix(bare)))
    if power := EN_SCALES.get(unit.split(" ")[0]):
        short = (name for name, other in EN_SHORT.items() if other == power)
        scale = f"(?:{'|'.join((scale, *short))})"
    tail = f"[{INSIDE}]?{scale}[{INSIDE}]?{re.escape(squeeze(bare))}{_no_longer(bare)}"
    if unit == "万":  # the beginning of 万亿
        tail += "(?!亿)"
    elif not unit:
        tail += f"(?!{SCALE})"
    return re.compile(_DIGITS + NEXT + tail)


@cache
def _no_longer(unit: str) -> str:
    """A pattern against longer units: after 人 no 次, since 人次 is another unit."""
    if not unit or unit in UNITS and UNITS[unit].loose:
        return ""
    longer = [squeeze(other)[len(unit) :] for other in UNITS if other.startswith(unit)]
    latin = ["[a-z]"] if unit[-1].isascii() and unit[-1].isalpha() and len(unit) < 3 else []
    return f"(?!{'|'.join((*map(re.escape, filter(None, longer)), *latin, '/'))})"


def words_before(text: str, at: int) -> str:
    """The words before a number that can qualify it."""
    return text[max(0, at - REACH) : at]


def has_minus(words: str, unit: str = "") -> bool:
    """Whether the words before a number end with its minus, not with the dash of 3-5%."""
    if not words.endswith(_MINUSES):
        return False
    # A number is tried from its beginning only, not from each of its digits.
    number = rf"(?<![\d.,])[.,]*+{_one_of_many(unit)}"
    match = re.search(rf"({number})?{_MINUS}$", words[-REACH:])
    return match is not None and not match[1]


def surely_minus(words: str, unit: str = "") -> bool:
    """A minus (or 负) that no name (GPT-4, 5G-300), bullet or dash (甲）-300) explains."""
    if words.endswith("负"):
        return not words.endswith(("正负", "胜负", "自负"))
    explained = re.search(rf"(?:^|[A-Z）)。：；:;−–－-]){_MINUS}$", words[-REACH:])
    return has_minus(words, unit) and not explained


def says_fall(words: str, unit: str = "") -> bool:
    """Whether the words before a number mean a fall by it, or by several numbers: 3%和5%."""
    words = words[-REACH:].casefold()
    if not re.search(f"{_FALLS}|[降跌]幅|负增长", words):
        return False  # the commonest case; the patterns below are long
    if re.search(f"[降跌]幅[^，。；]{{0,12}}(?:{_NARROWS})(?:了|达)?$", words):
        return False
    another = rf"{_one_of_many(unit)}(?:到|{_BETWEEN})+"
    return bool(re.search(rf"(?:{_BY})(?:{_BOUNDS}|{another})*+$", words))


def may_fall(words: str) -> bool:
    """Whether a word for a fall is a few characters before: 降低成本三成."""
    between = r"[^\x00-\x7f，。；、为到至升涨增长高扩]{0,6}"
    return bool(re.search(rf"(?:{_FALLS}){between}(?:{_BOUNDS})*+$", words[-REACH:]))


def _one_of_many(unit: str) -> str:
    bare = re.escape(squeeze(split_unit(unit)[1]))
    return rf"\d[\d.,]*+[{INSIDE}]?(?:{SCALE}|[百千])?[{INSIDE}]?(?:{bare})?(?:{_BEHIND})?"
