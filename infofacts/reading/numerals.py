"""Numbers as they are written: digits, scale words and Chinese numerals in one run, read whole.

A run is a number without its unit: 1亿2000万, 3万5, 二十三, 三点五亿, 十几万, 二〇二三. It is read whole
or not at all: a part of a number is another number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from infofacts.numbers import EXACT

# Characters that mean the same in a number, one for one: full-width forms, traditional characters,
# signs; financial forms only beside each other, for alone they are in other words (大陆, 队伍).
_FOLDED = str.maketrans(
    "０１２３４５６７８９．％－−﹣～〜﹐’＋＄￥／萬億兩點幾俩仨○",
    "0123456789.%---~~,'+$¥/万亿两点几两三〇",
)
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸", "一二三四五六七八九十百千二三六")
_MAY_FOLD = re.compile(f"[{''.join(map(chr, _FOLDED | _FINANCIAL))}]")
_POINT = re.compile("(?<=[〇一二三四五六七八九十])[.·](?=[〇零一二三四五六七八九])")  # 七.四%
_AMOUNT_IN_WORDS = re.compile(f"[万亿{''.join(map(chr, _FINANCIAL))}]{{2,}}")


def folded(text: str) -> str:
    """A text with its numbers in the plain characters; every offset stays.

    >>> folded("１．５萬元，叁拾伍元"), folded("大陆队伍")
    ('1.5万元，三十五元', '大陆队伍')
    """
    if _MAY_FOLD.search(text):
        text = text.translate(_FOLDED)
        text = _AMOUNT_IN_WORDS.sub(lambda run: run[0].translate(_FINANCIAL), text)
    return _POINT.sub("点", text) if "." in text or "·" in text else text


DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_POWERS = {"十": 1, "百": 2, "千": 3}
_MYRIADS = {"万": 4, "亿": 8, "兆": 12}
NUMERALS = "".join((*DIGITS, *_TENS, *_POWERS, "万亿几数"))  # the vague ones last
# 兆 is a million in 兆瓦 and 千兆; 10^12 only before a part with 亿 or 万, and before money.
TRILLION = f"(?<=[0-9{NUMERALS}])兆(?=[0-9,{NUMERALS}]+[万亿]|[日韩美港新]?(?:元|円|圆|圓|币))"
# A number in digits: grouped by threes, with a comma, an apostrophe or a narrow or fixed space.
GROUPING = "[,，'\u00a0\u2009\u202f ]"
DIGITS_RUN = rf"(?:[0-9]{{1,3}}+(?:{GROUPING}[0-9]{{3}}(?![0-9]))++|[0-9]++)(?:\.[0-9]++)*+"
_PLAIN = re.compile(r"([0-9]+(\.[0-9]+)?)([万亿]?)")
_TOKEN = re.compile(rf"{DIGITS_RUN}|[{NUMERALS}点兆]")
_SPACE = re.compile(r"[\s,，']+")
_NEXT = {(one, one + 1) for one in range(1, 9)} | {(3, 5)}  # 两三个, 三五个


LONGEST = 60  # characters of a run


class Reading(NamedTuple):
    """What a run says: a number, or all from `low` to `high`; its last place; its scale word."""

    low: Decimal
    high: Decimal
    place: int  # the power of ten of the last place that is written
    scale: str  # 万, 亿 or 万亿, "" for none


class _Token(NamedTuple):
    """A number, or a power of ten that multiplies the number before it."""

    number: Decimal | None = None
    power: int = 0
    figures: int = 0  # how many figures a number in digits has before the point; 0 for numerals
    vague: bool = False


@lru_cache(1 << 10)  # years, 万: the same runs come again and again
def read(run: str) -> Reading | None:
    """The number that a run (folded) says; None where it is no number, or not a sure one.

    >>> read("1亿2000万").low, read("3万5").low, read("三点五亿").low, read("二十三").low
    (Decimal('120000000'), Decimal('35000'), Decimal('350000000'), Decimal('23'))
    >>> [(str(r.low), str(r.high)) for r in map(read, ("十几万", "两三", "三四十"))]
    [('100000', '200000'), ('2', '3'), ('30', '40')]
    >>> read("3万5亿"), read("1.5亿2000万"), read("一二三")
    (None, None, None)
    """
    if len(run) > LONGEST or run.count(".") > 1:
        return None
    run = run.replace("又", "零")
    if plain := _PLAIN.fullmatch(run):
        number, scale = Decimal(plain[1]), plain[3] or ""
        power = _MYRIADS.get(scale, 0)
        number = number.scaleb(power, EXACT)
        return Reading(number, number, power - max(len(plain[2] or "") - 1, 0), scale)
    words = _TOKEN.findall(run)
    if _SPACE.sub("", "".join(words)) != _SPACE.sub("", run):
        return None
    tokens = _point(words)
    if not tokens:
        return None
    low, high = _ends(tokens)
    if low is None or high is None or low[0] > high[0]:
        return None
    scale = "万亿" if run.endswith("万亿") else run[-1] if run[-1] in "万亿" else ""
    return Reading(low[0], high[0], low[1], scale or _scale_within(run))


_Value = tuple[Decimal, int]  # a number and its last place


def _ends(tokens: Sequence[_Token]) -> tuple[_Value | None, _Value | None]:
    """Both ends of what tokens say: 三四十, 几千, 十几; of a plain number the same twice."""
    pairs = _pairs(tokens)
    vague = any(token.vague for token in tokens)
    if len(pairs) > 1 or (pairs and vague):
        return None, None
    if pairs:
        at = pairs[0]
        before, behind = tokens[:at], tokens[at + 2 :]
        one, other = (_value([*before, each, *behind]) for each in tokens[at : at + 2])
    elif vague:
        first = tokens[0].vague  # 几千 is from 1000 to 10000, 十几 from 10 to 20
        some = (Decimal(first), Decimal(10))
        filled = ([t._replace(number=n) if t.vague else t for t in tokens] for n in some)
        one, other = map(_value, filled)
    else:
        one = other = _value(tokens)
    return one, other


def _scale_within(run: str) -> str:
    """The scale in which 3万5 and 一亿五 are written on; "" for 2万5000, which has all figures."""
    short = re.search(rf"(万|亿)([0-9]|[{NUMERALS}])$", run)
    return short[1] if short else ""


def _point(words: Sequence[str]) -> list[_Token]:
    """The tokens of a run, with the digits behind 点 joined to the number before; [] if wrong."""
    if "点" in words:
        at = words.index("点")
        whole = _value(_tokens(words[:at])) if at else None
        end = at + 1
        while end < len(words) and words[end] in DIGITS:
            end += 1
        behind = "".join(str(DIGITS[word]) for word in words[at + 1 : end])
        rest = [] if "点" in words[end:] else _tokens(words[end:])
        scaled = len(rest) == len(words[end:]) and all(each.number is None for each in rest)
        if not whole or not behind or not scaled:
            return []
        return [_Token(Decimal(f"{whole[0]:f}.{behind}"), figures=9), *rest]
    if len(words) > 2 and all(word in DIGITS for word in words):  # 二〇二三
        figures = "".join(str(DIGITS[word]) for word in words)
        sure = len(words) == 4 or "0" in figures
        return [_Token(Decimal(figures), figures=len(words))] if sure else []
    return _tokens(words)


def _tokens(words: Sequence[str]) -> list[_Token]:
    tokens = []
    words = [*words]
    for first, last in _digit_by_digit(words):  # 二八一五亿, as newspapers of Taiwan write
        words[first:last] = ["".join(str(DIGITS[word]) for word in words[first:last])]
    for word in words:
        if word in DIGITS:
            tokens.append(_Token(Decimal(DIGITS[word])))
        elif word in _TENS:
            tokens += [_Token(Decimal(_TENS[word] // 10)), _Token(power=1)]
        elif word in "几数":
            tokens.append(_Token(Decimal(1), vague=True))
        elif word in _POWERS or word in _MYRIADS:
            tokens.append(_Token(power=_POWERS.get(word) or _MYRIADS[word]))
        else:
            digits = _SPACE.sub("", word)
            tokens.append(_Token(Decimal(digits), figures=len(digits.partition(".")[0])))
    return tokens


def _digit_by_digit(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where three numerals or more stand side by side, the last ones first."""
    text = "".join(word if word in DIGITS else " " for word in words)
    return [run.span() for run in re.finditer(r"\S{3,}", text)][::-1] if len(words) > 2 else []


def _pairs(tokens: Sequence[_Token]) -> list[int]:
    """Where two numerals stand side by side: 三四十, 十五六万."""
    return [
        at
        for at, (one, two) in enumerate(zip(tokens, tokens[1:], strict=False))
        if one.number and two.number and not (one.figures or two.figures or one.vague or two.vague)
        if (int(one.number), int(two.number)) in _NEXT
    ]


class _Sum:
    """A number that is added up from the largest part to the smallest."""

    def __init__(self) -> None:
        self.total = Decimal(0)  # of the parts that have their 万 or 亿
        self.section = Decimal(0)  # of the part being read
        self.pending: _Token | None = None  # a number that waits for its power
        self.below = 99  # the next power in the section is smaller
        self.under = 99  # the next part is smaller than this power of ten
        self.zero = False
        self.place = 0
        self.fraction = False  # a part behind a fraction (1.5亿2000万) is another number

    def number(self, token: _Token) -> bool:
        """Add a number, which may have a power behind it."""
        if token.number == 0 and not token.figures and (self.total or self.below < 99):
            self.zero = True
            return self.pending is None
        waiting = self.pending
        if token.vague and waiting and waiting.figures and waiting.number:  # 10几万
            if waiting.number % 10:
                return False
            token = _Token(waiting.number + (token.number or 0), figures=waiting.figures)
        elif waiting or self.fraction:
            return False
        assert token.number is not None
        self.fraction = token.number % 1 != 0
        self.pending = token
        return True

    def add(self, power: int) -> None:
        """Add the pending number times a power of ten to the section."""
        number = self.pending.number if self.pending else None
        amount = Decimal(1) if number is None else number
        self.section += amount.scaleb(power)
        exponent = amount.as_tuple().exponent
        self.place = power + (exponent if isinstance(exponent, int) else 0)
        self.pending, self.zero = None, False

    def small(self, power: int) -> bool:
        """十, 百, 千."""
        written = self.pending.figures if self.pending else 0
        if power >= self.below or (self.below < 99 and power + written > self.below):
            return False
        if self.pending and not self.pending.number and not self.pending.vague:  # 〇十
            return False
        if not self.pending and (self.section or (self.total and power > 1)):
            return False
        self.add(power)
        self.below = power
        return True

    def myriad(self, power: int, joined: bool) -> bool:
        """万, 亿; `joined`: the 亿 of 万亿, which multiplies what was added last."""
        if not joined:
            if self.pending and not self.last(short=False):
                return False
            if not self.section and self.total:
                return False
            if not self.section:
                self.add(0)
            if power == 8 and self.under == 4 and self.section >= 1000:  # 1万2500亿
                self.section, self.total, self.under = self.total + self.section, Decimal(0), 99
        size = (self.section or Decimal(1)).scaleb(power)
        if size >= Decimal(1).scaleb(self.under):
            return False
        self.place += power
        self.section = size
        return True

    def close(self, power: int) -> None:
        """The part with its 万 or 亿 is whole."""
        self.total, self.section = self.total + self.section, Decimal(0)
        self.under, self.below, self.zero = power, 99, False

    def last(self, short: bool = True) -> bool:
        """Add the number at the end: 5 of 三十五, of 三百零五, and (`short`) of 三百五 and 3万5."""
        assert self.pending and self.pending.number is not None
        number, written = self.pending.number, self.pending.figures
        above = self.below if self.below < 99 or not short else self.under
        unit = above == 1 and (number < 10 or self.pending.vague)
        if above == 99 or unit or (self.zero and len(f"{number:f}") < above):
            self.add(0)
        elif not self.zero and short and number < 10 and written < 2 and number % 1 == 0:
            self.add(above - 1)
        elif not self.zero and (written == above or 1 < written < above == 4):
            # 2万5000, 3千200; in Japan and Taiwan 72万988
            self.add(0)
        else:
            return False
        return True


def _value(tokens: Sequence[_Token]) -> _Value | None:
    """The number that tokens say, and its last place; None if they are out of order."""
    total = _Sum()
    for at, token in enumerate(tokens):
        power = token.power
        if token.number is not None:
            fits = total.number(token)
        elif power < 4:
            fits = total.small(power)
        else:
            joined = at > 0 and tokens[at - 1].power == 4 and power == 8
            fits = total.myriad(power, joined)
            following = tokens[at + 1].power if at + 1 < len(tokens) else 0
            if fits and not (power == 4 and following == 8):
                total.close(power + 4 if joined else power)
        if not fits:
            return None
    if total.pending and not total.last():
        return None
    return total.total + total.section, total.place
