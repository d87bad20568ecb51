"""Numbers as they stand in a squeezed text: their digits, their minus, and what says a fall."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from infofacts.quantity import BOUND_WORDS, UNITS_EN, ZH_SCALES, split_unit
from infofacts.sourcetext import squeeze

SCALE = "|".join(ZH_SCALES)
# Numbers that share one unit: "71.2%、67.2%和63.5%", "3.5、5.2和5个百分点".
NEXT = r"(?:(?:以上|[、，和及与或至～~—-])+[+-]?\d+(?:\.\d+)?)*"
_MINUS = "[-−–－]"
_BOUNDS = "|".join(map(squeeze, BOUND_WORDS))
_FALLS = (
    "(?<![降跌]幅)(?:缩小|收窄|收缩|回落)|缩减|缩短|压缩|压减|下降|下跌|下滑|下调|下浮|下行|减少|降低|放缓|萎缩"
    "|(?<!增)减|降|(?<!涨)跌|(?<![至不减缺多])少|(?<!正)负"
    "|(?:fell|fall|down|decreas(?:ed?|ing)|declin(?:ed?|ing)|drop(?:ped)?)(?:by)?"
)
# By how much something falls: 下降了5%, 降幅达5%; but 降为5% says to what.
_BY = f"(?:{_FALLS})(?:幅度)?(?:达到?|高达|了|仅)?|(?:降幅|跌幅|负增长|(?:{_FALLS})幅度)(?:达到?|为|是)?"


def number_pattern(digits: Decimal, unit: str) -> str:
    """A pattern for a number with its unit, whatever its sign, and not inside a longer one."""
    power, base = split_unit(unit)
    scale = unit[: len(unit) - len(base)]
    whole, point, rest = format(digits.copy_abs(), "f").partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "[,，]?", whole)
    tail = f"[余多]?{re.escape(squeeze(scale))}[余多]?{re.escape(squeeze(base))}{_no_longer(base)}"
    # A bare scale word would also match the beginning of a longer one: 1万 in 1万亿.
    guard = "(?!亿)" if scale == "万" and not base else ""
    guard = guard or (f"(?!{SCALE})" if not unit else "")
    inside = r"(?<!\d[,，])" if len(whole) == 3 else ""  # 234 in 1,234
    return rf"(?<![\d.]){inside}{grouped}{re.escape(point + rest)}(?!\d|\.\d){NEXT}{tail}{guard}"


@cache
def _no_longer(base: str) -> str:
    """Where a unit is the beginning of a longer one, as 人 of 人次, the rest must not follow."""
    longer = [squeeze(unit)[len(base) :] for unit in UNITS_EN if base and unit.startswith(base)]
    rests = "|".join(map(re.escape, filter(None, longer)))
    return f"(?!{rests})" if rests else ""


def has_minus(words: str, unit: str = "") -> bool:
    """Whether the words before a number end with its minus, not with the dash of 3-5%."""
    found = re.search(rf"({_one_of_many(unit)})?{_MINUS}$", words)
    return bool(found) and not (found and found[1])


def says_fall(words: str, unit: str = "") -> bool:
    """Whether the words before a number say that it falls by that, perhaps with others: 3%和5%."""
    many = rf"(?:{_one_of_many(unit)}[、，和及与或至～~—-]+)*"
    return bool(re.search(rf"(?:{_BY})(?:{_BOUNDS}|{many})*$", words))


def may_fall(words: str) -> bool:
    """Whether a fall is said a few characters before, of something named between: 降低成本三成."""
    return bool(re.search(rf"(?:{_FALLS})[^\x00-\x7f，。；、为到至]{{0,6}}(?:{_BOUNDS})*$", words))


def _one_of_many(unit: str) -> str:
    return rf"\d[\d.]*(?:{SCALE})?(?:{re.escape(squeeze(split_unit(unit)[1]))})?"
