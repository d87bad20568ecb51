"""The numbers of a text: digits or words with their scale, unit and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from infofacts.numbers import Quantity
from infofacts.reading.amounts import by_first, unit_at
from infofacts.reading.finding import Number, find
from infofacts.reading.numerals import DIGITS, NUMERALS
from infofacts.record import Record, replace
from infofacts.text import ZH_DIGITS, numeral
from infofacts.units import BOUND_WORDS, INSIDE, SIGN_EN, UNITS, unit_of
from infofacts.verify.times import Time

PERCENT, POINTS, RANK = "%", "个百分点", "第"


class Claim(Record):
    """A number in a folded text: where it stands, with its bound words, and what it says.

    `start` and `end` are those of the number with scale and unit, `outer` the first character of
    the bound words before it, `last` the end of those after it. `unit` is a base unit: one of
    `UNITS`, another as written, or "". `plus` is the sign before it: + or - or "".
    """

    start: int
    end: int
    outer: int
    last: int
    quantity: Quantity
    unit: str
    plus: str = ""
    worded: bool = False  # in words that are rough: 十一亿, a third; not 十亿九千二百万
    high: Quantity | None = None  # the upper end of a range


# ---------------------------------------------------------------- patterns
# Words that drafts have for units, beside the names that `units` knows.
_LOOSE = {
    **dict.fromkeys(("dollars", "dollar", "us dollars", "U.S. dollars", "usd"), "美元"),
    **dict.fromkeys(("renminbi", "Chinese yuan", "yuan renminbi", "rmb", "cny"), "元"),
    **dict.fromkeys(("pp", "ppt", "ppts", "percent points", "-percentage-point", "百分点"), POINTS),
    **dict.fromkeys(("pct", "-percent"), PERCENT),
    **dict.fromkeys(("users", "user", "persons", "subscribers", "netizens"), "人"),
    **{
        "rupees": "卢比",
        "pounds": "英镑",
        "fold": "倍",
        "-fold": "倍",
        "visits": "次",
        "views": "次",
    },
    **{
        "years": "年",
        "year": "年",
        "months": "月",
        "days": "天",
        "day": "天",
        "tons": "吨",
        "ton": "吨",
    },
    **{word: word for word in "人口 代 条次 张次 笔次 期 /月".split()},
}
_LETTERS = {"k": "thousand ", "m": "million ", "b": "billion "}
_UNITS = (*_LOOSE, *_LETTERS)
_INSIDE = tuple(INSIDE)
EXACT = 3  # figures of a number in words that is as exact as one in digits
_DIGITS = frozenset(DIGITS)
_BEFORE_EN = {
    ">": "more than|over|above|exceed(?:s|ed|ing)?|pass(?:es|ed|ing)|surpass(?:es|ed|ing)?|topp(?:ed|ing)"
    "|tops|upwards of|in excess of|greater than|beyond|crossed",
    ">=": "at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of",
    "<": "less than|fewer than|under|below|short of",
    "<=": "up to|at most|no more than|not more than|a maximum of|as many as|as much as",
    "~": "about|around|roughly|approximately|some|approx\\.?|circa|close to|estimated at|an estimated",
    "near": "nearly|almost|close to|approaching|just under|just below",
}
_SIGNS_EN = [*(word.strip() for word in SIGN_EN.values() if word), "nearly"]  # as `_BEFORE_EN`
_AFTER_EN = {
    ">=": r"\s?\+|\sor more|\sand (?:above|over|more)|\splus\b",
    "<=": r"\sor (?:less|fewer)",
}
_BEFORE_ZH = {
    word
    for word, bound in BOUND_WORDS.items()
    if bound.place == "before" and not word.isascii() and (not bound.common or len(word) > 1)
}
_AFTER_ZH = sorted((w for w, b in BOUND_WORDS.items() if b.place == "after"), key=len, reverse=True)
_EXTRA_ZH = {"高达": "", "达到": "", "超出": "超", "超越": "超", "将近": "近", "大概": "约", "大致": "约", "跨过": "超",
             "迈过": "超", "多达": "", "逼近": "近", "不止": "超", "仅": "", "至少": "至少", "不及": "不足"}  # fmt: skip
_BOUND_ZH = "|".join(sorted({*_BEFORE_ZH, *_EXTRA_ZH}, key=len, reverse=True))

# The name of a network (5G), a version (IPv6, 1.0版) or a model is no number.
_NAMES = re.compile(
    r"(?<![\dA-Za-z])(?<!\d[.,])(?:\d{1,5}(?:[MG]bps|兆|千兆)(?=及|以上|接入|宽带|用户|速率|\s?(?:and"
    r"|or)\s(?:above|faster|over|more))"
    r"|[2-6]G(?![A-Za-z\d]*B)|\d{1,4}G(?=\s?PON|[-+]?EPON)|\d{1,5}\+\d{1,5}|\d{1,5}号|\d{1,2}:\d\d"
    r"|\d{1,4}/\d{1,4}/\d{1,4}"
    r"|\d{3,4}-\d{7,8}|\d{1,4}(?:\.\d{1,4}){2,5}|\d{1,5}[Xx]\d{1,5}|7[x×]24|\d{1,4}(?=(?:版|后)(?!台))"
    r"|\d\.0(?=版|时代|”|\"|\)))"
    r"|(?<![A-Za-z.])[A-Za-z][A-Za-z.]{0,30}+[-_/]?\d{1,8}(?:\.\d{1,4}){0,3}(?![\d.,%万亿])(?=[A-Za-z)\"”》])"
    r"|(?:图|表|附件|附录|专栏|式|No\.?|Figure|Fig\.?|Table|Chapter|Section|Annex|Part|Article|Page"
    r"|p\.)\s?\d{1,4}(?:[-.]\d{1,3})*+(?![\d万亿%])"
    r"|第\s?\d{1,4}[章节条款页届次期号代批篇]|(?:ISO|IEC|RFC|IEEE|GB(?:/T)?)[\s-]?\d{2,6}(?:[:.-]\d{1,4})*+"
    r"|[“”\"]\d{1,8}[”\"]|(?<=块)[(（]?/\d{1,3}[)）]?|[(（]/\d{1,3}[)）]"
    r"|(?<![A-Za-z])[A-Za-z]{1,30}+\d{1,8}(?:\.\d{1,4}){0,3}(?![\d.%万亿家款个项件])"
    r"|每(?:百|千|万|\d{1,6})|top\s?\d{1,5}|前\d{1,5}(?=[名强位大])|百强",
    re.IGNORECASE,
)
ITEM_NUMBER = re.compile(r"\s*(?:\d{1,2}[.)、]|[（(]\d{1,2}[）)]|[-*•·●])\s?(?=\D)")
_ORDINAL = re.compile(
    rf"第(?P<zh>\d+|[{ZH_DIGITS}十百]+)(?=位|名|大|[，。、,;；）)]|$|的)(?P<noun>位|名)?"
    r"|(?<![\d.,A-Za-z])(?P<en>\d+)(?:st|nd|rd|th)\b(?!\s(?:century|anniversary|national|session"
    r"|meeting|of\s[A-Z]|[A-Z][a-z]))"
)


def claims_in(text: str, times: Sequence[Time]) -> list[Claim]:
    """The numbers of a folded text that are neither dates nor parts of names, in order."""
    taken = bytearray(len(text))
    for time in times:
        taken[time.start : time.end] = b"\1" * (time.end - time.start)
    if lead := ITEM_NUMBER.match(text):
        taken[: lead.end()] = b"\1" * lead.end()
    for name in _NAMES.finditer(text):
        if not re.match(r"(?:us|hk|nt)?\$|rmb|cny|usd|eur|inr|rs", name[0], re.IGNORECASE):
            taken[name.start() : name.end()] = b"\1" * (name.end() - name.start())
    found = []
    numbers = (_number(text, each) for each in find(text, _UNITS) if each.quantity)
    for claim in (*_ordinals(text), *(each for each in numbers if each)):
        if not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            found.append(claim)
    return _joined(text, sorted(found, key=lambda claim: claim.start))


_LIST = re.compile(r"\s?(?:[、,，和及与]|and|, and)\s?")


def _joined(text: str, claims: list[Claim]) -> list[Claim]:
    """Lists whose last number has the unit of all."""
    joined: list[Claim] = []
    for claim in reversed(claims):
        after = joined[-1] if joined else None
        shares = after and text[after.start].isdigit() and not claim.quantity.unit
        if (
            after
            and shares
            and after.quantity.unit
            and _LIST.fullmatch(text, claim.last, after.outer)
        ):
            shared = replace(claim.quantity, unit=after.quantity.unit)
            claim = replace(claim, quantity=shared, unit=after.unit)
        joined.append(claim)
    return joined[::-1]


# ---------------------------------------------------------------- numbers
# What a small number in words counts if it is one: 三个, 百余家; not 长三角, 未来三年.
_COUNTED = frozenset("个 项 家 批次 批 款 条 届 种 所 类 次 名 台 场 部门 级 省 方面 位".split())
_OF_TIME = frozenset("年 个月 月 天 日 周 小时 分钟 秒 周年 岁".split())


def _number(text: str, number: Number) -> Claim | None:
    """A number that was found, with the bound words around it; None for a date, a name, a word."""
    read = number.quantity
    letter = text[number.start - 1 : number.start]
    named = number.kind == "name" and letter.isalpha() and letter.isascii() and read and read.unit
    if not read or not (named or number.kind in ("number", "year")):
        return None
    scale, unit = read.unit.removesuffix(read.bare_unit), _LOOSE.get(read.bare_unit, read.bare_unit)
    end = number.end
    if unit in _LETTERS and text[number.end - 2].isdigit():  # 3.4m users; 3.4 m are metres
        scale, (unit, end) = _LETTERS[unit], unit_at(text, number.end, by_first(_UNITS))
        unit = _LOOSE.get(unit, unit)
    unit = coded(unit)
    worded = bool(read.words) and not read.words[0].isdigit()
    if worded and not _is_amount(read, unit):
        return None
    worded = worded and len(read.digits.normalize().as_tuple().digits) < EXACT
    inside = next((word for word in read.bound.split("…") if word in _INSIDE), "")
    start, outer, last, bound = _bounds(text, number.start, end, inside)
    if not bound and read.bound:  # 上万次
        bound, first = read.bound, read.bound.partition("…")[0]
        outer = start - len(first) * text.endswith(first, 0, start)
    plus = "-" if read.digits < 0 else ""
    if not plus:
        plus, start = _sign(text, start)
    low = Quantity(abs(read.digits), scale + unit, bound)
    high = None if read.high is None else Quantity(abs(read.high), scale + unit, bound)
    outer = min(outer, start)
    return Claim(start, end, outer, last, low, unit, plus, worded, high)


def _is_amount(read: Quantity, unit: str) -> bool:
    """Whether a number in words is one, and no part of another word."""
    numerals = re.findall(f"[{NUMERALS}]", read.words)
    if not numerals or unit == PERCENT:
        return unit not in _OF_TIME
    whole = bool(read.bound) or not _DIGITS.isdisjoint(numerals)  # not 万元GDP能耗, 百度
    return whole and (unit in _COUNTED or (len(numerals) > 1 and unit not in ("", *_OF_TIME)))


@cache
def coded(unit: str) -> str:
    """A unit as numbers of texts have it, by its usual name; money of another country by its code.

    >>> coded("港币"), coded("$"), coded("太字节"), coded("户"), coded("人民币")
    ('HKD', 'USD', 'TB', '户', '元')
    """
    known = unit_of(unit)
    if not known or known.kind != "currency" or known.name == "元":
        return known.name if known else unit
    names = (name for name, each in UNITS.items() if each is known)
    return next((name for name in names if re.fullmatch("[A-Z]{3}", name)), known.name)


_BEFORE_EN_PATTERN = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<b{n}>{words})" for n, words in enumerate(_BEFORE_EN.values()))
    + r")\s(?:a |the )?(?:mark of |figure of )?(?:RMB\s?|CNY\s?|US\$|USD\s?|\$|¥)?$",
    re.IGNORECASE,
)
_BEFORE_ZH_PATTERN = re.compile(rf"(?:{_BOUND_ZH})+$")
_AFTER_ZH_PATTERN = re.compile("|".join(_AFTER_ZH))
_AFTER_EN_PATTERN = re.compile(
    "|".join(f"(?P<a{n}>{words})" for n, words in enumerate(_AFTER_EN.values()))
)


def _bounds(text: str, start: int, end: int, inside: str) -> tuple[int, int, int, str]:
    """The start of a number, the first character of its bound words, its last, and the words."""
    before, outer, last = text[max(0, start - 32) : start], start, end
    words = []
    if match := _BEFORE_EN_PATTERN.search(before):
        outer = start - len(match[0])
        words.append(next(word for n, word in enumerate(_SIGNS_EN) if match[f"b{n}"]))
    elif match := _BEFORE_ZH_PATTERN.search(before):
        outer = start - len(match[0])
        found = re.findall(_BOUND_ZH, match[0])
        words += filter(None, (_EXTRA_ZH.get(word, word) for word in found[-1:]))
    if inside:
        words.append(inside)
    if match := _AFTER_ZH_PATTERN.match(text, end):
        words.append(match[0])
        last = match.end()
    elif match := _AFTER_EN_PATTERN.match(text, end):
        words.append("at least" if match["a0"] else "at most")
        last = match.end()
    return start, outer, last, "…".join(dict.fromkeys(words))


def _sign(text: str, start: int) -> tuple[str, int]:
    """The + or - that is written before a number: not the dash of a range or a name."""
    before = text[max(0, start - 2) : start]
    if re.search(r"(?:^|[（(:：,，、|\s])[+-]$", before):
        return before[-1], start - 1
    return "", start


# ---------------------------------------------------------------- other numbers
def _ordinals(text: str) -> Iterator[Claim]:
    for match in _ORDINAL.finditer(text):
        value = int(match["en"]) if match["en"] else 0
        if match["zh"]:
            value = int(match["zh"]) if match["zh"].isdigit() else numeral(match["zh"])
        span = match.span()
        yield Claim(
            *span,
            *span,
            Quantity(Decimal(value), "", ""),
            RANK,
            worded=not match["en"] and not match["zh"].isdigit(),
        )
