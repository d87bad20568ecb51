"""Printed quantities: exact decimals with a scale word, a unit and a bound.

A quantity is printed as digits ("337.7"), a scale word (万), a unit (个) and sometimes a
bound (超). Everything is `Decimal` from parse to print, in arithmetic that never rounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

# Sums and products of finite decimals are exact in this context.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

# Scale words that can begin a printed unit, with their power of ten; longest first.
# 千 and 百 are left out on purpose: 千瓦时 and 百分点 are units of their own.
ZH_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "千万": 7, "百万": 6, "亿": 8, "万": 4}
EN_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "B": 9}

# A bound word: the sign it stands for, and where it is printed:
# before the digits (超7亿台), inside the number (40余万家) or after it (60%以上).
BOUND_WORDS = {
    "超过": (">", "before"), "超": (">", "before"), "突破": (">", "before"),
    "逾": (">", "before"), "高于": (">", "before"), "过": (">", "before"),
    "至少": (">=", "before"), "上": (">=", "before"), "不低于": (">=", "before"),
    "不少于": (">=", "before"), "不止": (">", "before"), "大于": (">", "before"), "多于": (">", "before"),
    "余": (">", "inside"), "多": (">", "inside"), "以上": (">=", "after"),
    "近似": ("~", "before"), "近": ("~", "before"), "约": ("~", "before"), "大约": ("~", "before"),
    "将近": ("~", "before"), "接近": ("~", "before"), "左右": ("~", "after"), "上下": ("~", "after"),
    "不超": ("<=", "before"), "未超": ("<=", "before"), "未超过": ("<=", "before"),
    "没超": ("<=", "before"), "没超过": ("<=", "before"), "未突破": ("<=", "before"),
    "没有突破": ("<=", "before"), "未高于": ("<=", "before"), "未低于": (">=", "before"),
    "未达到": ("<", "before"), "没有达到": ("<", "before"), "达不到": ("<", "before"),
    "没有超过": ("<=", "before"), "未达": ("<", "before"), "不满": ("<", "before"), "未满": ("<", "before"),
    "不足": ("<", "before"), "低于": ("<", "before"), "不到": ("<", "before"), "小于": ("<", "before"),
    "少于": ("<", "before"), "不超过": ("<=", "before"), "不高于": ("<=", "before"),
    "不大于": ("<=", "before"), "不多于": ("<=", "before"), "不小于": (">=", "before"),
    "至多": ("<=", "before"), "最多": ("<=", "before"), "以下": ("<=", "after"), "以内": ("<=", "after"),
    "over": (">", "before"), "more than": (">", "before"), "at least": (">=", "before"),
    "nearly": ("~", "before"), "almost": ("~", "before"), "about": ("~", "before"),
    "under": ("<", "before"), "less than": ("<", "before"), "at most": ("<=", "before"),
    "up to": ("<=", "before"), "no more than": ("<=", "before"), "not more than": ("<=", "before"),
    "no less than": (">=", "before"), "not less than": (">=", "before"),
}  # fmt: skip

# English for units. A measure word (个, 家, 款 …) has none: the label says what is counted.
UNITS_EN = {
    "": "", "%": "%", "个百分点": "percentage points", "元": "yuan", "户": "users", "户纳税人": "taxpayers",
    "人": "people", "人次": "person-times", "次": "times", "年": "years", "周年": "years", "公里": "km", "吨": "tonnes",
    "千瓦时": "kWh", "块": "chips", "标准机架": "standard racks", "行": "lines", "核": "cores",
    "EFLOPS": "EFLOPS", "ZB": "ZB", "EB": "EB", "PB": "PB", "TB": "TB", "GB": "GB", "G": "GB",
    "Tbps": "Tbps", "T": "Tbps", "bps": "bps", "MHz": "MHz", "Tokens": "tokens", "岁": "years old",
    "小时": "hours", "分钟": "minutes", "天": "days", "倍": "times",
} | dict.fromkeys(
    (
        "个 家 台 套 台（套） 件 项 款 种 类 条 门 节 处 座 颗 起 张 笔 卷 册 景 部 届 批 省 省份 村 所 位 名 级 篇 批次 场 项（场） 篇（条） "
        "只 辆 枚 幅 支 道 部门 城市 国家 方面 领域 块(/32) 块（/32） 份 步 类别 强"
    ).split(),
    "",
)  # fmt: skip

# Units whose English name would only repeat the label: 18.5 million (video plays, visits).
_UNSAID_EN = frozenset(("次", "人次"))

POINTS = "个百分点"
SIGN_ZH = {">": "超", ">=": "至少", "<": "不足", "<=": "至多", "~": "约", "=": ""}
SIGN_EN = {">": "over ", ">=": "at least ", "<": "under ", "<=": "at most ", "~": "about ", "=": ""}


def split_unit(unit: str) -> tuple[int, str]:
    """Split a printed unit into the scale's power of ten and the base unit.

    >>> split_unit("万个"), split_unit("亿"), split_unit("%"), split_unit("million users")
    ((4, '个'), (8, ''), (0, '%'), (6, 'users'))
    """
    for word, power in ZH_SCALES.items():
        if unit.startswith(word):
            return power, unit[len(word) :]
    first, _, rest = unit.partition(" ")
    if first in EN_SCALES:
        return EN_SCALES[first], rest
    return 0, unit


def bound_sign(words: str) -> str | None:
    """The sign of printed bound words ("超", "约…余"), "=" for none, None for unknown ones."""
    if not words:
        return "="
    signs = [BOUND_WORDS[w][0] if w in BOUND_WORDS else None for w in words.split("…")]
    if None in signs:
        return None
    return "~" if "~" in signs else signs[0]


def exact(value: Decimal, power: int = 0) -> Decimal:
    """`value` × 10^`power`, exactly, without trailing zeros or exponent.

    >>> exact(Decimal("337.7"), 4), exact(Decimal("55.0"))
    (Decimal('3377000'), Decimal('55'))
    """
    return plain_decimal(value.scaleb(power, EXACT))


def plain_decimal(value: Decimal) -> Decimal:
    """The same number with no trailing zeros behind the point and no exponent."""
    if not value:
        return Decimal(0)  # no -0
    if value == value.to_integral_value(context=EXACT):
        return value.quantize(Decimal(1), context=EXACT)
    return value.normalize(EXACT)


def plain(value: Decimal) -> str:
    """Digits only: no exponent, no trailing zeros, no grouping."""
    return format(plain_decimal(value), "f")


def in_place(value: Decimal, place: int) -> str:
    """A number with its digits down to 10^`place`, earned zeros too.

    >>> in_place(Decimal("6.7"), -2), in_place(Decimal(3600), 2)
    ('6.70', '3600')
    """
    number = plain_decimal(value)
    if place < 0:
        number = number.quantize(Decimal(1).scaleb(place), context=EXACT)
    return f"{number:f}"


_MIRRORED = str.maketrans("<>", "><")


@dataclass(frozen=True, slots=True)
class Quantity:
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
        return exact(self.digits, split_unit(self.unit)[0])

    @property
    def base_unit(self) -> str:
        """The unit without its scale word."""
        return split_unit(self.unit)[1]

    @property
    def sign(self) -> str:
        """One of = > >= < <= ~ ("=" also for bound words nobody knows; `check` tells).

        A fall of over 5 is a number below -5.
        """
        sign = bound_sign(self.bound) or "="
        return sign.translate(_MIRRORED) if self.falls else sign

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last printed digit, in base units: what the digits leave open."""
        exponent = self.digits.as_tuple().exponent
        assert isinstance(exponent, int), "quantities are finite"
        return Decimal(5).scaleb(exponent - 1 + split_unit(self.unit)[0], EXACT)

    @property
    def unit_of_last(self) -> Decimal:
        """A unit of the last digit that is not 0, in base units: 100亿 of 5300亿."""
        exponent = self.digits.normalize(EXACT).as_tuple().exponent
        assert isinstance(exponent, int), "quantities are finite"
        return Decimal(1).scaleb(exponent + split_unit(self.unit)[0], EXACT)

    def scaled(self, scale: str, power: int, unit: str) -> Quantity:
        """The same quantity in digits of another scale word: 超610万户 as 超0.061亿户.

        `unit` is the base unit, which may not be printed beside the number.
        """
        return Quantity(exact(self.value, -power), scale + unit, self.bound, falls=self.falls)

    def text(self, quote: str = "", signed: bool = False) -> str:
        """The quantity as it is printed, without spaces: 337.7万个, 超7亿台, 97亿余次, -5℃.

        Of the ways to print it, the one that stands in the (squeezed) quote, else the first.
        The sign of a level stays; that of a change is in the words: 缩小4.4个百分点.
        """
        if self.words:
            return self.words
        signs = "-−" if signed and self.digits < 0 else ("",)
        if self.falls:
            forms = [sign + form for sign in signs for form in self.forms()]
        else:
            forms = [form for sign in signs for form in self.forms(sign)]
        return next((form for form in forms if form in quote), forms[0])

    def forms(self, sign: str = "") -> Iterator[str]:
        """Every way to print the quantity: 余 stands before or behind the scale word."""
        power, base = split_unit(self.unit)
        scale = self.unit[: len(self.unit) - len(base)]
        digits = sign + format(self.digits.copy_abs(), "f")
        words = {"before": "", "inside": "", "after": ""}
        for word in self.bound.split("…"):
            words[BOUND_WORDS.get(word, ("", "before"))[1]] += word
        before, inside, after = words["before"], words["inside"], words["after"]
        yield f"{before}{digits}{inside}{scale}{base}{after}"
        if inside and power:
            yield f"{before}{digits}{scale}{inside}{base}{after}"


def sign_en(sign: str, bound: str = "") -> str:
    """English for a sign, with a space behind it; 近 reaches below only.

    >>> sign_en(">", "超"), sign_en("~", "近"), sign_en("=")
    ('over ', 'nearly ', '')
    """
    return "nearly " if nearly(bound) else SIGN_EN[sign]


def nearly(bound: str) -> bool:
    """Whether bound words reach below the number only."""
    return not _NEARLY.isdisjoint(bound.split("…"))


_NEARLY = frozenset(("近", "将近", "接近", "nearly", "almost"))


def human(value: Decimal, unit: str, lang: str, sign: str = "=", bound: str = "") -> str:
    """A value in base units for people: 337.7万个 (zh), 3.377 million (en); exact digits.

    >>> human(Decimal(15110000000000), "元", "en"), human(Decimal(7000000000), "台", "zh", ">")
    ('15.11 trillion yuan', '超70亿台')
    """
    before = sign_en(sign, bound) if lang == "en" else SIGN_ZH[sign]
    if is_share(unit):
        tail = unit if unit == "%" or lang == "zh" else " " + unit_en(unit)
        return before + plain(value) + tail
    scale, power = reading_scale(value, lang)
    if lang != "en":
        return f"{before}{plain(exact(value, -power))}{scale}{unit}"
    digits = f"{plain_decimal(exact(value, -power)):,f}"
    return " ".join(filter(None, (before + digits, scale, unit_en(unit))))


def is_share(unit: str | None) -> bool:
    """Whether a unit is per cent or percentage points, which no scale word goes with."""
    return unit in ("%", POINTS, "percentage points")


def unit_en(unit: str) -> str:
    """What English text says behind a number: the unit's name, unless the label says it.

    >>> unit_en("户"), unit_en("人次"), unit_en("个"), unit_en("EFLOPS")
    ('users', '', '', 'EFLOPS')
    """
    return "" if unit in _UNSAID_EN else UNITS_EN.get(unit, unit)


def reading_scale(value: Decimal, lang: str) -> tuple[str, int]:
    """The largest scale word that leaves at least one digit before the point, and its power."""
    size, scales = value.copy_abs(), _READING["en" if lang == "en" else "zh"]
    fitting = ((word, power) for word, power in scales if size >= 10**power)
    return next(fitting, ("", 0))


_READING = {
    "zh": (("万亿", 12), ("亿", 8), ("万", 4)),
    "en": (("trillion", 12), ("billion", 9), ("million", 6)),
}


# ---------------------------------------------------------------- numbers in words
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "首": 1}
_POWERS = {"十": 1, "百": 2, "千": 3}
_MYRIADS = {"万": 4, "亿": 8}
# Patterns compiled when they are first used: only `check` reads numbers in words.
_FRACTION = r"([一二三四五六七八九十百千]+)分之([一二三四五六七八九十百两]+)"
_TENTHS = r"([一二三四五六七八九])成(半)?"
_HALF = "[过近超]半|半数|一半"
_NUMERAL = "[零〇一二两三四五六七八九首十百千万亿]+"


def words_values(text: str) -> Iterator[Fraction]:
    """The numbers that printed words say, in base units; per cent for parts of a whole.

    >>> [str(next(words_values(t))) for t in ("四成半", "近三分之一", "过半", "千余项", "超百万条")]
    ['45', '100/3', '50', '1000', '1000000']
    """
    from fractions import Fraction

    yield from (Fraction(100 * numeral(n), numeral(d)) for d, n in re.findall(_FRACTION, text))
    yield from (
        Fraction(_DIGITS[tenths] * 10 + (5 if half else 0))
        for tenths, half in re.findall(_TENTHS, text)
    )
    yield from (Fraction(50) for _ in re.findall(_HALF, text))
    rest = re.sub(f"{_FRACTION}|{_TENTHS}|{_HALF}", " ", text)  # 四 of 四成半 is no number
    yield from (Fraction(numeral(n)) for n in re.findall(_NUMERAL, re.sub("[余多]", "", rest)))


def numeral(text: str) -> int:
    """A Chinese numeral (十三, 百万, 两千) as an integer."""
    total, section, digit = 0, 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _POWERS:
            section += (1 if digit is None else digit) * 10 ** _POWERS[char]
            digit = None
        else:
            total = _scaled_up(total, section + (digit or 0), 10 ** _MYRIADS[char])
            section, digit = 0, None
    return total + section + (digit or 0)


def _scaled_up(total: int, section: int, scale: int) -> int:
    """万 and 亿 scale what stands before them: 二千万 behind 一亿 is added, 亿 behind 万 multiplies."""
    if total and total < scale:
        return (total + section) * scale
    return total + (section or 1) * scale
