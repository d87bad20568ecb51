"""Where a text prints a number with its unit, and whether it falls: a minus, words before it.

Texts are squeezed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from infofacts.text import MOST_SHARING, pattern, squeeze
from infofacts.units import (
    BOUND_WORDS,
    EN_SCALES,
    EN_SHORT,
    INSIDE,
    SCALE,
    UNITS,
    ZH_SCALES,
    split_unit,
    unit_of,
)

# Numbers that share one unit: "71.2%、67.2%和63.5%", "3.5、5.2和5个百分点".
_BETWEEN = "[、，和及与或至～~—−–－-]"
ANOTHER = rf"(?:以上|{_BETWEEN}|,(?=\d++\.\d)|,?and)++\+?\d++(?:\.\d++)?+"
_ANOTHER = pattern(ANOTHER)
MINUSES = ("-", "−", "–", "－")
_MINUS = "[-−–－]"
_BELOW_ZERO = ("零下", "minus")
_SIGNS = (*MINUSES, *_BELOW_ZERO)
REACH = 120  # characters before a number that can qualify it
# The longest first, for repetitions below are possessive (*+): they never try another way.
_BOUNDS = "|".join(sorted(map(squeeze, BOUND_WORDS), key=len, reverse=True))
_BEHIND = "|".join(word for word, bound in BOUND_WORDS.items() if bound.place == "after")
_NARROWS = "缩小|收窄|收缩|回落"  # after 降幅 this means a rise
_FALLS = (
    f"[降跌]幅扩大|少增加?|亏损|(?<![降跌]幅)(?:{_NARROWS})|缩减|缩短|压缩|压减|下降|下跌|下滑"
    "|下调|下浮|下行|减少|降低|放缓|萎缩"
    "|(?<!增)减|(?<!升)降|(?<!涨)跌|(?<![至最不减缺多])少|(?<!正)负"
    "|(?:fell|fall(?:en|ing)?|down|decreas(?:ed?|ing)|declin(?:ed?|ing)|drop(?:ped|ping)?|contract(?:ed|ing|ion)|shr[au]nk"
    "|reduc(?:ed?|ing|tion)|slipped|dipped|slid|sank|plunged|tumbled|slump(?:ed)?|collapsed)(?:by|of)?"
    "|reduce(?=[a-z]{1,24}by)[a-z]{1,24}by(?:just|only)?|reduced?byjust"
    "|(?:decreas|declin|reduction|contraction|(?<!ew)(?<!at)fall|drop)e?s,?at"
)
# Words before the size of a fall (下降了5%, 降幅达5%), but not before its result (降为5%).
_SIZE = f"(?:降幅|跌幅|负增长|(?:{_FALLS})幅度)(?:分别|均|都|仅|高|{_BOUNDS})*+(?:达到?|为|是|在)?"
_BY = f"(?:{_FALLS})(?:幅度)?(?:达到?|高达|了|仅|大?约为|分别为)?|{_SIZE}"


def places(text: str, digits: Decimal, unit: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where a squeezed text has a number with its unit, whatever its sign; not in a longer one.

    A currency may stand before the number: $5 billion, 人民币5亿元.
    """
    wanted, bare = f"{digits.copy_abs():f}", split_unit(unit)[1]
    signs = _currency_names(bare)
    for first in _PRINTED.finditer(text):  # from its beginning: 234 in 1,234 is no number
        if first.start() < start or len(first[0]) < len(wanted):
            continue
        if first[0] != wanted and _GROUPING.sub("", first[0]) != wanted:
            continue
        end = end_of_unit(text, first.end(), unit)
        if end is None and signs and _ends_with_sign(text, first.start(), signs):
            end = end_of_unit(text, first.end(), unit.removesuffix(bare))
        if end is None and "/" in bare:
            end = _end_of_rate(text, first, unit)
        if end is not None:
            yield first.start(), end


_DIGITS = r"(?:\d{1,3}(?:[,，'’]\d{3})++(?!\d)|\d++)(?:\.\d++)?(?!\.\d)"
_PRINTED = re.compile(rf"(?<![\d.]){_DIGITS}")
_GROUPING = re.compile("[,，'’]")


def _end_of_rate(text: str, number: re.Match[str], unit: str) -> int | None:
    """Where a number ends whose unit of two parts (元/吨) has words: 5元每吨, 每吨5元, 每吨价格为5元."""
    above, _, below = unit.partition("/")
    for sign in ("每", " per "):
        if (end := end_of_unit(text, number.end(), f"{above}{sign}{below}")) is not None:
            return end
    before = re.search(
        f"每{re.escape(squeeze(below))}[^，,。；;0-9]{{0,8}}$", words_before(text, number.start())
    )
    return end_of_unit(text, number.end(), above) if before else None


def end_of_unit(text: str, at: int, unit: str) -> int | None:
    """Where the scale word and unit of a number end, which may follow several numbers."""
    ends = [at]
    while len(ends) <= MOST_SHARING and (another := _ANOTHER.match(text, ends[-1])):
        ends.append(another.end())
    scales, names, longer = _tail(unit)
    for end in reversed(ends):
        end += text[end : end + 1] in _INSIDE
        scale = next((word for word in scales if text.startswith(word, end)), None)
        if scale is None:
            continue
        end += len(scale)
        end += text[end : end + 1] in _INSIDE
        for name in names:
            if text.startswith(name, end):
                longer_one = text.startswith(longer, end + len(name))
                if not longer_one or word_behind(text, end, name):
                    return end + len(name)
    return None


# English words that may stand right behind a unit in a squeezed text: 50GWby2026.
_WORD = re.compile(
    "by|in|to|from|at|of|and|or|for|as|up|down|on|over|was|were|is|are|with|than|during|compared"
    "|more|less|higher|lower|since|until|per(?!cent)|ayear|this|last|across|through|worldwide|while|respectively|annually|nationwide|globally|after|before|between|each"
)


def word_behind(text: str, at: int, name: str) -> bool:
    """Whether a unit that stands at an offset ends there, since another word follows."""
    return len(name) > 1 and name[-1].isascii() and bool(_WORD.match(text, at + len(name)))


_INSIDE = tuple(INSIDE)


@cache
def _currency_names(unit: str) -> tuple[str, ...]:
    """The names of a currency; none for another unit."""
    known = unit_of(unit)
    names = (squeeze(name) for name, each in UNITS.items() if each is known)
    return tuple(names) if known and known.kind == "currency" else ()


def _ends_with_sign(text: str, at: int, signs: tuple[str, ...]) -> bool:
    """Whether a currency's sign ends at an offset, and not a longer one: no $ in C$5, no 元 in 美元5."""
    # A capital before it makes it a part of a word: USA $5 is not in A$.
    sign = max((each for each in signs if text.endswith(each, 0, at)), key=len, default="")
    longer = (n for n in _currencies() if len(n) > len(sign) and text.endswith(n, 0, at))
    other = next(longer, "") if sign else ""
    return bool(sign) and (not other or text[at - len(other) - 1 : at - len(other)].isupper())


@cache
def _currencies() -> tuple[str, ...]:
    """The names of all currencies."""
    return tuple(squeeze(n) for n, each in UNITS.items() if each.kind == "currency")


@cache
def _by_first() -> dict[str, list[str]]:
    """The names of units by their first character."""
    found: dict[str, list[str]] = {}
    for name in filter(None, UNITS):
        found.setdefault(name[0], []).append(name)
    return found


@cache
def _tail(unit: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What follows a number: its scale word and its unit in every form, and what may not follow.

    After 人 no 次, since 人次 is another unit; after 万 no 亿.
    """
    bare = split_unit(unit)[1]
    scale, squeezed = squeeze(unit.removesuffix(bare)), squeeze(bare)
    short: tuple[str, ...] = ()
    if power := EN_SCALES.get(unit.split(" ")[0]):
        short = tuple(name for name, other in EN_SHORT.items() if other == power)
    if not bare:
        longer = ("亿",) if unit == "万" else () if unit else (*ZH_SCALES, "兆")
    elif bare in UNITS and UNITS[bare].loose:
        longer = ()
    else:
        begun = (other for other in _by_first().get(bare[0], ()) if other.startswith(bare))
        names = (squeeze(other)[len(bare) :] for other in begun)
        latin = (
            "abcdefghijklmnopqrstuvwxyz"
            if bare[-1].isascii() and bare[-1].isalpha() and len(bare) < 3
            else ""
        )
        longer = (*filter(None, names), *latin, "/")
    known = unit_of(bare)
    others = [n for n, each in UNITS.items() if each is known and each.kind in ("share", "points")]
    if known and known.kind == "share":
        longer += ("agepoint",)  # behind percent
    if known and known.kind == "currency" and bare.isascii() and bare.isalpha():
        same = (n for n, each in UNITS.items() if each is known and n.isascii() and n.isalpha())
        others += [*same, known.plural or known.en, known.en]  # 5 billion euros
    elif known and known.en and (known.kind == "points" or bare in (known.en, known.plural)):
        others += [known.plural or known.en, known.en]  # 0.1 percentage point
    forms = {squeezed, *map(squeeze, others)}
    return (scale, *short), tuple(sorted(forms, key=lambda form: (-len(form), form))), longer


def words_before(text: str, at: int) -> str:
    """The words before a number that can qualify it."""
    return text[max(0, at - REACH) : at]


def has_minus(words: str, unit: str = "") -> bool:
    """Whether the words before a number end with its minus, not with the dash of 3-5%."""
    if not words.endswith(MINUSES):
        return words.endswith(_BELOW_ZERO) or _is_negative(words)
    match = _ENDS_WITH_MINUS.search(_marked(words[-REACH:], unit))
    return match is not None and not match[1]


def _is_negative(words: str) -> bool:
    """Whether 负 makes a number negative, and ends no other word."""
    return words.endswith("负") and not words.endswith(("正负", "胜负", "自负"))


def sure_minus(words: str, unit: str = "") -> str:
    """The minus (or 负, 零下) before a number that no name (GPT-4, 5G-300), bullet or dash explains.

    >>> sure_minus("增速为-"), sure_minus("最低气温零下"), sure_minus("GPT-"), sure_minus("正负")
    ('-', '零下', '', '')
    """
    if words.endswith("负"):
        return "负" if _is_negative(words) else ""
    sign = next(filter(words.endswith, _SIGNS), "")
    named = sign and (not has_minus(words, unit) or _MINUS_OF_A_NAME.search(words[-REACH:]))
    return "" if named else sign


def says_fall(words: str, unit: str = "") -> bool:
    """Whether the words before a number mean a fall by it, or by several numbers: 3%和5%."""
    words = words[-REACH:].casefold()
    if not _ANY_FALL.search(words) or _LESS_OF_A_FALL.search(words):
        return False
    return bool(_FALLS_BY.search(_marked(words, unit)))


def says_loss(words: str) -> bool:
    """Whether the words before a number make a loss of it: 净亏损, a net loss for 2024 of."""
    return bool(_LOSES.search(words[-REACH:]))


def may_fall(words: str) -> bool:
    """Whether a word for a fall is a few characters before: 降低成本三成."""
    return bool(_FALLS_NEAR.search(words[-REACH:]))


def change_behind(words: str) -> str:
    """The words right behind a number that make it the size of a change, or "".

    English ones, and Japanese ones in the mainland's characters.

    >>> change_behind("year-on-yearincreaseinsales"), change_behind("lowerthanin2023"), change_behind("ofsales")
    ('year-on-yearincrease', 'lowerthan', '')
    """
    words = _IN_BRACKETS.sub("", words) if words[:1] in ("(", ")") else words
    words = _AND_SHARE.sub("", words) if "than" in words[:REACH] else words
    first = words[:1]
    if first in _JAPANESE_FIRST:
        found = _JAPANESE_BEHIND.match(words[:REACH])
    else:
        may = first.isascii() and (first.isalpha() or first == "-")
        found = _BEHIND_IT.match(words[:REACH]) if may else None
    return found[0] if found else ""


def falls_behind(words: str) -> bool:
    """Whether such words mean a fall: a 4.2% decline, 4.2%減."""
    return bool(_LESS.search(change_behind(words)))


# `check` needs these patterns, `show` does not.
_MARK = "\0"  # stands for the unit, so that one pattern is for all units
_BEFORE_UNIT = tuple(f"0123456789万亿千百{INSIDE}")


def _marked(words: str, unit: str) -> str:
    """The words with a mark for each unit that stands behind a number."""
    if not (bare := squeeze(split_unit(unit)[1])):
        return words
    marked, *rest = words.split(bare)
    for part in rest:
        marked += (_MARK if marked.endswith(_BEFORE_UNIT) else bare) + part
    return marked


_NUMBER = rf"\d(?:[\d.]|,(?=\d))*+[{INSIDE}]?(?:{SCALE}|[百千])?[{INSIDE}]?{_MARK}?(?:{_BEHIND})?"
# A number is tried from its beginning only, not from each of its digits.
_ENDS_WITH_MINUS = pattern(rf"((?<![\d.,])[.,]*+{_NUMBER})?{_MINUS}$")
_MINUS_OF_A_NAME = pattern(rf"(?:^|[A-Z）)。：；:;−–－-]){_MINUS}$")
_ANY_FALL = pattern(f"{_FALLS}|[降跌]幅|负增长")  # nearly always there is none
_LESS_OF_A_FALL = pattern(f"[降跌]幅[^，。；]{{0,12}}(?:{_NARROWS})(?:了|达)?$")
_FALLS_BY = pattern(
    rf"(?:{_BY})(?:{_BOUNDS}|{_NUMBER}(?:到|and|,(?=[0-9])|,and|,$|{_BETWEEN})+)*+$"
)
_LOSES = pattern(
    r"(?i:亏损?[^，。；、0-9盈]{0,6}$|(?:lost|lose|loses|shed)[^.,;0-9]{0,12}$"
    r"|loss(?:es)?(?:[^.,;0-9]|(?:19|20)\d\d){0,30}$)"
)
_FALLS_NEAR = pattern(rf"(?:{_FALLS})[^\x00-\x7f，。；、为到至升涨增长高扩]{{0,6}}(?:{_BOUNDS})*+$")
# 4.7%減となった, 0.6ポイント上昇した, in the mainland's characters; 5%增至 is another thing.
_JAPANESE_BEHIND = pattern(
    "(?:の|も)?(?:大幅な?)?(?:增加?|减少?|上升|上回|下回|低下|低い|高い|下降|下落|扩大|缩小|伸び|落ち)"
    "(?=[\u3041-\u30ff、。）)]|$)"
)
_JAPANESE_FIRST = frozenset("のも大增减上下低高扩缩伸落")
# 6% below its 2021 level; not 24.5%, below the average
_OF_A_YEAR = r"(?=lastyear|ayearearlier|(?:the|its|their|that|those)(?:of|in)?(?:the)?(?:pre-?[a-z]{0,8}|endof)?-?(?:(?:19|20)\d\d|level|peak|year|(?:figure|number|total)s?(?:of|in|for)(?:19|20)))"
_AGAINST = f"(?<!,)(?:above|below){_OF_A_YEAR}"
_SMALLER = "decrease|decline|drop|fall|reduction|contraction|slump|cut|lower(?:(?:in(?:19|20)[0-9]{2})?than|and|on|[.;,]|$)|less(?:than|[.;,]|$)|fewer[a-z]{0,24}than"
# 146,900 persons (1.7%) more than, 17,800 fewer (-7.1%) than
_AND_SHARE = pattern(
    r"^[a-z]{0,16}?(?:\([-+−–]?[0-9.,]+(?:%|percent)\))?(?=(?:more|fewer|less|higher|lower)than)"
    r"|(?<=^fewer)\([^()]{1,12}\)(?=than)|(?<=^more)\([^()]{1,12}\)(?=than)"
)
_IN_BRACKETS = pattern(r"^(?:\([^()]*)?\)")  # 0.6% (5 million tonnes) above the level of 2021
_LESS = pattern(f"(?i:{_SMALLER}|below|[减降落缩低])")
_BEHIND_IT = pattern(
    r"(?i:-?(?:year-?(?:on|over)-?year|y-?o-?y|y/y|annual|yearly|quarterly|monthly|net|real|nominal|overall|further"
    r"|sharp|steep|slight|modest|rapid|strong|average|[,-])*"
    rf"(?:or[0-9][0-9.,]*[a-z]{{0,12}}?)?(?:{_SMALLER}|increase|rise|growth|gain|jump|surge|expansion|higher(?:(?:in(?:19|20)[0-9]{{2}})?than|and|[.;,]|$)|morethan(?=in|the|a|last)|{_AGAINST}))"
)
