"""Numbers as they stand in a squeezed text: their digits, their minus, and what says a fall."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from infofacts.quantity import BOUND_WORDS, UNITS_EN, ZH_SCALES, split_unit
from infofacts.sourcetext import squeeze

SCALE = "|".join(ZH_SCALES)
# Numbers that share one unit: "71.2%、67.2%和63.5%", "3.5、5.2和5个百分点".
_BETWEEN = "[、，和及与或至～~—−–－-]"
NEXT = rf"(?:(?:以上|{_BETWEEN})+\+?\d+(?:\.\d+)?)*"
_MINUS = "[-−–－]"
REACH = 120  # characters before a number that may say something of it
_BOUNDS = "|".join(map(squeeze, BOUND_WORDS))
_BEHIND = "|".join(w for w in BOUND_WORDS if BOUND_WORDS[w][1] == "after")
_NARROWS = "缩小|收窄|收缩|回落"  # of a 降幅 this is a rise
_FALLS = (
    f"[降跌]幅扩大|少增加?|亏损|(?<![降跌]幅)(?:{_NARROWS})|缩减|缩短|压缩|压减|下降|下跌|下滑|下调|下浮|下行"
    "|减少|降低|放缓|萎缩"
    "|(?<!增)减|(?<!升)降|(?<!涨)跌|(?<![至最不减缺多])少|(?<!正)负"
    "|(?:fell|fall|down|decreas(?:ed?|ing)|declin(?:ed?|ing)|drop(?:ped)?)(?:by)?"
)
# By how much something falls: 下降了5%, 降幅达5%; but 降为5% says to what.
_SIZE = f"(?:降幅|跌幅|负增长|(?:{_FALLS})幅度)(?:分别|均|都|仅|高|{_BOUNDS})*(?:达到?|为|是|在)?"
_BY = f"(?:{_FALLS})(?:幅度)?(?:达到?|高达|了|仅|大?约为|分别为)?|{_SIZE}"


def number_pattern(digits: Decimal, unit: str) -> str:
    """A pattern for a number with its unit, whatever its sign, and not inside a longer one."""
    power, base = split_unit(unit)
    scale = unit[: len(unit) - len(base)]
    whole, point, rest = format(digits.copy_abs(), "f").partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",?", whole)
    tail = f"[余多]?{re.escape(squeeze(scale))}[余多]?{re.escape(squeeze(base))}{_no_longer(base)}"
    # A bare scale word would also match the beginning of a longer one: 1万 in 1万亿.
    guard = "(?!亿)" if scale == "万" and not base else ""
    guard = guard or (f"(?!{SCALE})" if not unit else "")
    inside = r"(?<!\d,)" if len(whole) == 3 else ""  # 234 in 1,234
    return rf"(?<![\d.]){inside}{grouped}{re.escape(point + rest)}(?!\d|\.\d){NEXT}{tail}{guard}"


@cache
def _no_longer(base: str) -> str:
    """Where a unit is the beginning of a longer one, as 人 of 人次, the rest must not follow."""
    if base in ("", "户", "省", "类"):  # 纳税人, 份 and 别 are often words of their own
        return ""
    longer = [squeeze(unit)[len(base) :] for unit in UNITS_EN if unit.startswith(base)]
    rests = "|".join(map(re.escape, filter(None, longer)))
    return f"(?!{rests})" if rests else ""


def has_minus(words: str, unit: str = "") -> bool:
    """Whether the words before a number end with its minus, not with the dash of 3-5%."""
    found = re.search(rf"({_one_of_many(unit)})?{_MINUS}$", words[-REACH:])
    return bool(found) and not (found and found[1])


def surely_minus(words: str, unit: str = "") -> bool:
    """A minus that no name (GPT-4, 5G-300), bullet or dash (甲）-300) explains."""
    explained = re.search(rf"(?:^|[A-Z）)。：；:;−–－-]){_MINUS}$", words[-REACH:])
    return has_minus(words, unit) and not explained


def says_fall(words: str, unit: str = "") -> bool:
    """Whether the words before a number say that it falls by that, perhaps with others: 3%和5%."""
    words = words[-REACH:].casefold()
    if re.search(f"[降跌]幅[^，。；]{{0,12}}(?:{_NARROWS})(?:了|达)?$", words):
        return False
    another = rf"{_one_of_many(unit)}(?:到|{_BETWEEN})+"
    return bool(re.search(rf"(?:{_BY})(?:{_BOUNDS}|{another})*$", words))


def may_fall(words: str) -> bool:
    """Whether a fall is said a few characters before, of something named between: 降低成本三成."""
    between = r"[^\x00-\x7f，。；、为到至升涨增长高扩]{0,6}"
    return bool(re.search(rf"(?:{_FALLS}){between}(?:{_BOUNDS})*$", words[-REACH:]))


def _one_of_many(unit: str) -> str:
    base = re.escape(squeeze(split_unit(unit)[1]))
    return rf"\d[\d.,]*[余多]?(?:{SCALE}|[百千])?[余多]?(?:{base})?(?:{_BEHIND})?"
