"""Printed quantities: exact decimals with a scale word, a unit and a bound.

A quantity is printed as digits ("337.7"), a scale word (万), a unit (个) and sometimes a
bound (超). Everything is `Decimal` from parse to print, in arithmetic that never rounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import cache

from infofacts.record import Record
from infofacts.text import MOST_SHARING, squeeze
from infofacts.units import BOUND_WORDS, INSIDE, KINDS, SCALE, SIGN_EN, SIGN_ZH, UNITS, split_unit

# Sums and products of finite decimals are exact in this context.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def bound_sign(words: str) -> str | None:
    """The sign of printed bound words ("超", "约…余"), "=" for none, None for unknown ones."""
    if not words:
        return "="
    bounds = [BOUND_WORDS.get(word) for word in words.split("…")]
    signs = [bound.sign for bound in bounds if bound]
    return None if None in bounds else "~" if "~" in signs else signs[0]


def scale_by(value: Decimal, power: int = 0) -> Decimal:
    """`value` × 10^`power`, exactly, without trailing zeros, exponent or -0.

    >>> scale_by(Decimal("337.7"), 4), scale_by(Decimal("55.0"))
    (Decimal('3377000'), Decimal('55'))
    """
    return Decimal(f"{value.scaleb(power, EXACT).normalize(EXACT):f}") if value else Decimal(0)


def digits_of(value: Decimal) -> str:
    """Digits only: no exponent, no trailing zeros, no grouping."""
    return f"{scale_by(value):f}"


def fixed(value: Decimal, place: int) -> str:
    """A number with its digits down to 10^`place`, zeros included.

    >>> fixed(Decimal("6.7"), -2), fixed(Decimal(3600), 2)
    ('6.70', '3600')
    """
    number = scale_by(value)
    if place < 0:
        number = number.quantize(Decimal(1).scaleb(place), context=EXACT)
    return f"{number:f}"


_MIRRORED = str.maketrans("<>", "><")


class Quantity(Record):
    """A number as printed: `digits` times the scale of `unit`, with its `bound` words.

    `words` is the printed text where the number is in words (四成半), else "". A number that
    `falls` is negative because the words around it say so (下降超5%): its bound is about its size.
    """

    digits: Decimal
    unit: str = ""
    bound: str = ""
    words: str = ""
    falls: bool = False

    @property
    def value(self) -> Decimal:
        """The number in base units."""
        return scale_by(self.digits, split_unit(self.unit)[0])

    @property
    def bare_unit(self) -> str:
        """The unit without its scale word."""
        return split_unit(self.unit)[1]

    @property
    def sign(self) -> str:
        """One of = > >= < <= ~ ("=" also for unknown bound words, which `check` reports).

        A fall of over 5 is a number below -5.
        """
        sign = bound_sign(self.bound) or "="
        return sign.translate(_MIRRORED) if self.falls else sign

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last printed digit, in base units: what the digits leave open."""
        return self._last_place(self.digits) / 2

    @property
    def unit_of_last(self) -> Decimal:
        """A unit of the last digit that is not 0, in base units: 100亿 of 5300亿."""
        return self._last_place(self.digits.normalize(EXACT))

    def _last_place(self, digits: Decimal) -> Decimal:
        exponent = digits.as_tuple().exponent
        assert isinstance(exponent, int), "quantities are finite"
        return Decimal(1).scaleb(exponent + split_unit(self.unit)[0], EXACT)

    def scaled(self, scale: str, power: int, unit: str) -> Quantity:
        """The quantity in another scale: 超610万户 as 超0.061亿户.

        `unit` is the base unit, which may not be printed beside the number.
        """
        return Quantity(scale_by(self.value, -power), scale + unit, self.bound, falls=self.falls)

    def text(self, quote: str = "", signed: bool = False) -> str:
        """The quantity as it is printed, without spaces: 337.7万个, 超7亿台, 97亿余次, -5℃.

        Of the ways to print it, the one in the (squeezed) quote, else the first.
        The sign of a level stays; that of a change is in the words: 缩小4.4个百分点.
        """
        if self.words:
            return self.words
        signs = "-−" if signed and self.digits < 0 else ("",)
        forms = [form for sign in signs for form in self._forms(sign)]
        return next((form for form in forms if form in quote), forms[0])

    def _forms(self, sign: str) -> Iterator[str]:
        """Every way to print it with a sign: 余 before or after the scale word."""
        scale, digits = self.unit.removesuffix(self.bare_unit), f"{self.digits.copy_abs():f}"
        words = {"before": "", "inside": "", "after": ""}
        for word in self.bound.split("…"):
            words[BOUND_WORDS[word].place if word in BOUND_WORDS else "before"] += word
        before, inside, after = words.values()
        before = sign + before if self.falls else before + sign
        yield f"{before}{digits}{inside}{self.unit}{after}"
        if inside and scale:
            yield f"{before}{digits}{scale}{inside}{self.bare_unit}{after}"


def sign_en(sign: str, bound: str = "") -> str:
    """English for a sign, with a space after it; 近 reaches below only.

    >>> sign_en(">", "超"), sign_en("~", "近"), sign_en("=")
    ('over ', 'nearly ', '')
    """
    return "nearly " if nearly(bound) else SIGN_EN[sign]


def nearly(words: str) -> bool:
    """Whether bound words reach below the number only."""
    return any(word in BOUND_WORDS and BOUND_WORDS[word].below for word in words.split("…"))


def number_text(
    value: Decimal,
    unit: str,
    lang: str,
    sign: str = "=",
    bound: str = "",
    *,
    lead: str = "",
    scale: tuple[str, int] | None = None,
    place: int | None = None,
) -> str:
    """A value in base units for people: 337.7万个 (zh), 3.377 million (en); exact digits.

    `lead` is put before the digits (+ or ×). `scale` is a scale word with its power of ten, else
    the largest that fits. With a `place` the zeros down to that power of ten stay.

    >>> number_text(Decimal(15110000000000), "元", "en"), number_text(Decimal(7), "台", "zh", ">")
    ('15.11 trillion yuan', '超7台')
    >>> number_text(Decimal("6.7"), "%", "en", "~", lead="+", place=-2)
    'about +6.70%'
    >>> [number_text(Decimal(7), unit, "en") for unit in ("户", "人次", "个", "EFLOPS")]
    ['7 users', '7', '7', '7 EFLOPS']
    """
    word, power = scale or reading_scale(value, unit, lang)
    digits = fixed(scale_by(value, -power), 0 if place is None else place - power)
    if lang != "en":
        return f"{SIGN_ZH[sign]}{lead}{digits}{word}{unit}"
    number = f"{sign_en(sign, bound)}{lead}{Decimal(digits):,f}"
    if unit == "%":
        return f"{number}%"
    known = UNITS.get(unit)
    english = unit if not known else "" if known.silent else known.en
    return " ".join(filter(None, (number, word, english)))


def is_share(unit: str | None) -> bool:
    """Whether a unit is per cent or percentage points, which no scale word goes with."""
    return unit is not None and KINDS.get(unit) in ("share", "points")


def reading_scale(value: Decimal, unit: str | None, lang: str) -> tuple[str, int]:
    """The largest scale word that leaves at least one digit before the point, and its power.

    ("", 0) where none fits, and for shares.
    """
    size, scales = value.copy_abs(), _EN_READING if lang == "en" else _ZH_READING
    fitting = (scale for scale in scales if size >= 10 ** scale[1] and not is_share(unit))
    return next(fitting, ("", 0))


# ---------------------------------------------------------------- the words around a number
_ZH_READING = (("万亿", 12), ("亿", 8), ("万", 4))
_EN_READING = (("trillion", 12), ("billion", 9), ("million", 6))
# Numbers that share one unit: "71.2%、67.2%和63.5%", "3.5、5.2和5个百分点".
_BETWEEN = "[、，和及与或至～~—−–－-]"
NEXT = rf"(?:(?:以上|{_BETWEEN})++\+?\d++(?:\.\d++)?+){{0,{MOST_SHARING}}}"
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


def number_pattern(digits: Decimal, unit: str) -> str:
    """A pattern for a number with its unit, whatever its sign, and not inside a longer one."""
    bare = split_unit(unit)[1]
    scale = unit.removesuffix(bare)
    whole, point, rest = format(digits.copy_abs(), "f").partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",?", whole)
    tail = f"[{INSIDE}]?{re.escape(squeeze(scale))}[{INSIDE}]?{re.escape(squeeze(bare))}"
    tail += _no_longer(bare)
    if unit == "万":  # the beginning of 万亿
        tail += "(?!亿)"
    elif not unit:
        tail += f"(?!{SCALE})"
    inside = r"(?<!\d,)" if len(whole) == 3 else ""  # 234 in 1,234
    return rf"(?<![\d.]){inside}{grouped}{re.escape(point + rest)}(?!\d|\.\d){NEXT}{tail}"


def find_number(quantity: Quantity, before: str, quote: str, after: str) -> re.Match[str] | None:
    """A quantity's digits and unit in a squeezed quote, not in a longer number.

    `before` and `after` are the words around the quote; the match counts from their beginning.
    """
    pattern = re.compile(number_pattern(quantity.digits, quantity.unit))
    matches = pattern.finditer(before + quote + after, len(before))
    return next((m for m in matches if m.end() <= len(before) + len(quote)), None)


@cache
def _no_longer(unit: str) -> str:
    """A pattern against longer units: after 人 no 次, since 人次 is another unit."""
    if not unit or unit in UNITS and UNITS[unit].loose:
        return ""
    longer = [squeeze(other)[len(unit) :] for other in UNITS if other.startswith(unit)]
    rests = "|".join(map(re.escape, filter(None, longer)))
    return f"(?!{rests})" if rests else ""


def words_before(text: str, at: int) -> str:
    """The words before a number that can qualify it."""
    return text[max(0, at - REACH) : at]


def has_minus(words: str, unit: str = "") -> bool:
    """Whether the words before a number end with its minus, not with the dash of 3-5%."""
    # A number is tried from its beginning only, not from each of its digits.
    number = rf"(?<![\d.,])[.,]*+{_one_of_many(unit)}"
    match = re.search(rf"({number})?{_MINUS}$", words[-REACH:])
    return match is not None and not match[1]


def surely_minus(words: str, unit: str = "") -> bool:
    """A minus that no name (GPT-4, 5G-300), bullet or dash (甲）-300) explains."""
    explained = re.search(rf"(?:^|[A-Z）)。：；:;−–－-]){_MINUS}$", words[-REACH:])
    return has_minus(words, unit) and not explained


def says_fall(words: str, unit: str = "") -> bool:
    """Whether the words before a number mean a fall by it, or by several numbers: 3%和5%."""
    words = words[-REACH:].casefold()
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
