"""Printed quantities: exact decimals with a scale word, a unit and a bound.

A quantity is printed as digits ("337.7"), a scale word (万), a unit (个) and sometimes a
bound (超). Everything is `Decimal` from parse to print, in arithmetic that never rounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

from infofacts.record import Record
from infofacts.text import plain_texts, squeeze
from infofacts.units import BOUND_WORDS, SIGN_EN, SIGN_ZH, split_unit, unit_of

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from fractions import Fraction

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


def exactly(value: Decimal, factor: Fraction) -> Decimal | None:
    """A value times a factor; None where no finite decimal says that.

    >>> from fractions import Fraction
    >>> exactly(Decimal("1.5"), Fraction(1000)), exactly(Decimal(1), Fraction(1, 3))
    (Decimal('1500'), None)
    """
    power = max(factor.denominator.bit_length(), 1)  # 2^n and 5^n divide 10^n
    numerator = factor.numerator * 10**power
    if numerator % factor.denominator:
        return None
    whole = Decimal(numerator // factor.denominator)
    return scale_by(EXACT.multiply(value, whole), -power)


def digits_of(value: Decimal) -> str:
    """Digits only: no exponent, no trailing zeros, no grouping."""
    return f"{value.normalize(EXACT):f}" if value else "0"


def fixed(value: Decimal, place: int) -> str:
    """A number with its digits down to 10^`place`, zeros included.

    >>> fixed(Decimal("6.7"), -2), fixed(Decimal(3600), 2)
    ('6.70', '3600')
    """
    number = scale_by(value)
    if place < 0:
        number = number.quantize(Decimal(1).scaleb(place), context=EXACT)
    return f"{number:f}"


# What stands between the ends of a printed range; the first is ours.
RANGE_SIGNS = ("–", "至", "到", "—", "-", "~", "～", "−", "——", "--", "to")
_MIRRORED = str.maketrans("<>", "><")


class Quantity(Record):
    """A number as printed: `digits` times the scale of `unit`, with its `bound` words.

    `words` is the printed text where the number is in words (四成半), else "". A number that
    `falls` is negative because the words around it say so (下降超5%): its bound is about its size.
    A range (5至10亿元) goes from `digits` to `high`, both in `unit`.
    """

    digits: Decimal
    unit: str = ""
    bound: str = ""
    words: str = ""
    falls: bool = False
    high: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """The number in base units."""
        return scale_by(self.digits, split_unit(self.unit)[0])

    @property
    def top(self) -> Decimal:
        """The upper end of a range in base units, else the number."""
        return self.value if self.high is None else scale_by(self.high, split_unit(self.unit)[0])

    @property
    def bare_unit(self) -> str:
        """The unit without its scale word."""
        return split_unit(self.unit)[1]

    @property
    def sign(self) -> str:
        """One of = > >= < <= ~ ("=" also for unknown bound words, which `check` reports).

        A fall of over 5 is a number below -5. A range is approximate.
        """
        sign = bound_sign(self.bound) or "="
        if self.high is not None:
            return "~"
        return sign.translate(_MIRRORED) if self.falls else sign

    @property
    def last_place(self) -> Decimal:
        """A unit of the last printed digit, in base units: 1亿 of 5300亿."""
        return self._last_place(self.digits)

    @property
    def half_unit(self) -> Decimal:
        """Half of that: what the digits leave open."""
        return self.last_place / 2

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
        low, top = scale_by(self.value, -power), scale_by(self.top, -power)
        high = None if self.high is None else top
        foreign = self.bound.isascii() and not (scale + unit).isascii()
        bound = SIGN_ZH[self.sign] if foreign else self.bound  # more than 7,000: 超7000家
        return Quantity(low, scale + unit, bound, falls=self.falls, high=high)

    def text(self, quote: str = "", signed: bool = False) -> str:
        """The quantity as it is printed, without spaces: 337.7万个, 超7亿台, 97亿余次, -5℃.

        Of the ways to print it, the one in the quote, else the first.
        The sign of a level stays; that of a change is in the words: 缩小4.4个百分点.
        """
        if self.words:
            return self.words
        if not self.bound and self.high is None and self.digits >= 0:
            return f"{self.digits.copy_abs():f}{self.unit}"
        signs = "-−" if signed and self.digits < 0 else ("",)
        forms = [form for sign in signs for form in self._forms(sign)]
        return next((form for form in forms if form in squeeze(quote)), forms[0])

    def _forms(self, sign: str) -> Iterator[str]:
        """Every way to print it with a sign: 余 before or after the scale word."""
        scale = self.unit.removesuffix(self.bare_unit)
        ends = (self.digits, self.digits if self.high is None else self.high)
        digits, high = (f"{end:f}" for end in sorted(end.copy_abs() for end in ends))
        words = {"before": "", "inside": "", "after": ""}
        for word in self.bound.split("…"):
            words[BOUND_WORDS[word].place if word in BOUND_WORDS else "before"] += word
        before, inside, after = words.values()
        before = sign + before if self.falls else before + sign
        if self.high is not None:
            if sign:  # the larger is the lower one
                digits, high = high, f"{sign}{digits}"
            for dash in RANGE_SIGNS:
                for first in (digits, f"{digits}{scale}", f"{digits}{self.unit}"):
                    yield f"{before}{first}{dash}{high}{self.unit}{after}"
            return
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
    >>> [number_text(Decimal(7), unit, "en") for unit in ("户", "人次", "个", "EFLOPS", "‰")]
    ['7 users', '7', '7', '7 EFLOPS', '7‰']
    """
    word, power = scale or reading_scale(value, unit, lang)
    digits = fixed(scale_by(value, -power), 0 if place is None else place - power)
    if lang != "en":
        return f"{SIGN_ZH[sign]}{lead}{digits}{word}{unit}"
    number = f"{sign_en(sign, bound)}{lead}{Decimal(digits):,f}"
    known = unit_of(unit)
    english = unit if not known else "" if known.silent else known.plural or known.en
    if known and value == 1 and not word:
        english = "" if known.silent else known.en
    if english and not english[0].isalnum():  # %, ‰, °C
        return f"{number}{word}{english}"
    return " ".join(filter(None, (number, word, english)))


def range_text(
    low: Decimal,
    high: Decimal,
    unit: str,
    lang: str,
    bound: str = "",
    *,
    scale: tuple[str, int] | None = None,
    place: int | None = None,
) -> str:
    """A range in base units for people, both ends in the scale of the larger: 5–10亿元.

    >>> range_text(Decimal(500000000), Decimal(1000000000), "元", "zh")
    '5–10亿元'
    >>> range_text(Decimal(500000000), Decimal(1000000000), "元", "en", "约")
    'about 0.5–1 billion yuan'
    """
    sign = bound_sign(bound) or "="
    word, power = scale or reading_scale(max(low, high, key=abs), unit, lang)
    first = number_text(low, "", lang, sign, bound, scale=("", power), place=place)
    dash = " – " if high < 0 else "–"
    return f"{first}{dash}{number_text(high, unit, lang, scale=(word, power), place=place)}"


def quantity_of(cell: str | None) -> Quantity | None:
    """The quantity in a cell of a database, where its fields are an array in JSON.

    >>> quantity_of('["337.7", "万个", "", "", false, null]').value
    Decimal('3377000')
    """
    if not cell:
        return None
    plain = plain_texts(cell, '", false, null]')
    if len(plain) == 4:
        digits, unit, bound, words = plain
        return Quantity(Decimal(digits), unit, bound, words)
    from json import loads

    digits, unit, bound, words, falls, high = loads(cell)
    top = None if high is None else Decimal(high)
    return Quantity(Decimal(digits), f"{unit}", f"{bound}", f"{words}", bool(falls), top)


def is_share(unit: str | None) -> bool:
    """Whether a unit is per cent or percentage points, which no scale word goes with."""
    known = unit_of(unit)
    return known is not None and known.kind in ("share", "points")


def reading_scale(value: Decimal, unit: str | None, lang: str) -> tuple[str, int]:
    """The largest scale word that leaves at least one digit before the point, and its power.

    ("", 0) where none fits, and for shares.
    """
    size, scales = value.copy_abs(), _EN_READING if lang == "en" else _ZH_READING
    fitting = (scale for scale in scales if size >= 10 ** scale[1] and not is_share(unit))
    return next(fitting, ("", 0))


_ZH_READING = (("万亿", 12), ("亿", 8), ("万", 4))
_EN_READING = (("trillion", 12), ("billion", 9), ("million", 6))
