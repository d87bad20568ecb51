"""Intervals: what a printed number leaves open, and exact arithmetic on that.

The rules, with examples:

- Digits are rounded half a unit of the last printed place: 337.7万 is [337.65万, 337.75万],
  123258亿 is [123257.5亿, 123258.5亿], 55.0 % is [54.95, 55.05].
- A count of whole things without a scale word or a bound is exact: 3家 is [3, 3].
- A bound opens one side: 超610万 and 610万以上 are [610万, ∞), 不足5 is (−∞, 5].
- 约, 左右 widen to ±5 %, or half a unit where that is more: 约4.8万 is [4.56万, 5.04万];
  近 reaches below only: 近300 is [285, 300]; 余 and 多 reach a unit of the last digit that is
  not 0 above: 约300余亿 is [285亿, 400亿].
- A range is from one printed end to the other: 5至10亿 is [5亿, 10亿].
- Arithmetic takes the extremes of both intervals: 1.63亿 − 7153万 is
  [1.625亿 − 7153.5万, 1.635亿 − 7152.5万] = [9096.5万, 9197.5万]; an open side stays open, so
  超 minus = is still 超.
- A result is rounded to the digits its inputs support: to the largest power of ten that is not
  above the interval's width, so that it stays inside: [9096.5万, 9197.5万] is 1.01百万 wide and
  prints 9100万, [1.6211, 1.6230] prints 1.622. What people read has at most 4 digits.
- A result with one open side is its closed end with the bound, in 4 digits: 超610万 − 100万 is
  超509.5万 (the 100万 may be 100.5万), 2.38亿 ÷ 超2亿 is 不足1.193; one with both sides open
  (超 − 超) is no result.

Ends are `Fraction`, so sums, products and quotients are exact; roots are rounded outwards.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import ceil, floor

from infofacts.model import Fact
from infofacts.numbers import Quantity, nearly, scale_by
from infofacts.record import Record, fields
from infofacts.units import INSIDE, is_count, split_unit

APPROXIMATE = Fraction(5, 100)  # how far 约 and 左右 reach, as a part of the value


class Interval(Record):
    """All numbers from `low` to `high`; None is an open side."""

    low: Fraction | None
    high: Fraction | None

    def __contains__(self, number: Fraction | Decimal | int) -> bool:
        at = Fraction(number)
        return (self.low is None or self.low <= at) and (self.high is None or at <= self.high)

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        ends = (self.high, other.low), (other.high, self.low)
        return not any(a is not None and b is not None and a < b for a, b in ends)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + other * -1

    def __mul__(self, factor: Fraction | int) -> Interval:
        """Times an exact number."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Interval(low, high) if factor >= 0 else Interval(high, low)

    def __truediv__(self, other: Interval) -> Interval | None:
        """The quotient of two intervals of positive numbers; None where that is not defined."""
        if other.low is None or other.low <= 0 or self.low is None or self.low < 0:
            return None
        low = self.low / other.high if other.high is not None else None
        high = self.high / other.low if self.high is not None else None
        return Interval(low, high)

    def root(self, degree: int) -> Interval:
        """The `degree`-th root of an interval of positive numbers, rounded outwards."""
        low = None if self.low is None else _root(self.low, degree, ROUND_FLOOR)
        return Interval(low, None if self.high is None else _root(self.high, degree, ROUND_CEILING))


def interval_of(quantity: Quantity, unit: str | None = None) -> Interval:
    """The interval of a printed quantity, in base units; `unit` is one that is not printed."""
    value = Fraction(quantity.value)
    if _is_exact(quantity, unit):
        return Interval(value, value)
    if quantity.high is not None:
        return Interval(value, Fraction(quantity.top))
    half = Fraction(quantity.half_unit)
    match quantity.sign:
        case ">" | ">=":
            return Interval(value, None)
        case "<" | "<=":
            return Interval(None, value)
        case "~":
            inwards = max(half, abs(value) * APPROXIMATE)
            outwards = Fraction(0) if nearly(quantity.bound) else inwards
            if not set(quantity.bound.split("…")).isdisjoint(INSIDE):
                outwards = max(outwards, Fraction(quantity.unit_of_last))
            if value < 0:
                return Interval(value - outwards, value + inwards)
            return Interval(value - inwards, value + outwards)
        case _:
            return Interval(value - half, value + half)


def _is_exact(quantity: Quantity, unit: str | None) -> bool:
    """Whether a number is counted, one by one: whole, without a scale word, bound or range."""
    whole = quantity.digits.as_tuple().exponent == 0 and quantity.high is None
    power, printed = split_unit(quantity.unit)
    return whole and not power and not quantity.bound and is_count(printed or unit)


def interval_of_fact(fact: Fact) -> Interval:
    """The interval of a numeric fact, stated or derived."""
    if fact.quantity:
        return interval_of(fact.quantity, fact.unit)
    assert fact.ends, "a numeric fact has a quantity or ends"
    low, high = (None if end is None else Fraction(end) for end in fact.ends)
    return Interval(low, high)


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _root(number: Fraction, degree: int, rounding: str) -> Fraction:
    """A root to 40 digits, moved outwards by one unit in the last: never on the wrong side."""
    context = Context(prec=40, rounding=rounding)
    quotient = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    if not quotient:
        return Fraction(0)
    exponent = Context(prec=60).divide(Decimal(1), Decimal(degree))
    root = context.power(quotient, exponent)
    outward = context.next_minus(root) if rounding == ROUND_FLOOR else context.next_plus(root)
    return Fraction(max(outward, Decimal(0)))


# ---------------------------------------------------------------- rounding results
SIGNIFICANT = 12  # digits kept of an end; ends are rounded outwards


class Figure(Record):
    """A computed number: its rounded value, the ends of its interval, and its bound."""

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    bound: str
    unit: str | None
    place: int | None = None  # the power of ten it is rounded to; None for exact or open ones

    def to_dict(self) -> dict[str, Decimal | str | None]:
        """The JSON record: all but the place."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "place"}


def figure(best: Fraction, interval: Interval, signs: set[str], unit: str | None) -> Figure | None:
    """The figure for a best value inside its interval; None if both sides are open.

    `signs` are the bounds of the inputs: an approximate input makes an approximate result.
    """
    low = round_outward(interval.low, ROUND_FLOOR)
    high = round_outward(interval.high, ROUND_CEILING)
    if interval.high is None:
        if interval.low is None:
            return None
        return Figure(_in_digits(interval.low, 4, ROUND_FLOOR), low, None, ">", unit)
    if interval.low is None:
        return Figure(_in_digits(interval.high, 4, ROUND_CEILING), None, high, "<", unit)
    bound = "~" if signs - {"="} else "="
    place = earned_place(interval)
    if place is None:
        return Figure(_in_digits(best, SIGNIFICANT), low, high, bound, unit)
    if best in interval:
        # Near an end one digit more keeps the value inside; at an end as 2/3 none does.
        inside = (p for p in range(place, place - READ, -1) if round_to(best, p) in interval)
        place = next(inside, place - READ)
    return Figure(round_to(best, place), low, high, bound, unit, place)


READ = 4  # the most significant digits of a computed figure that people read


def read_place(figure: Figure) -> int:
    """The power of ten that a figure is rounded to for people: at most four digits.

    A percentage of exact counts has one decimal, or two digits if it is small. Where four digits
    would say more than the interval does, there are fewer.

    >>> exact = figure(Fraction(200, 3), Interval(Fraction(200, 3), Fraction(200, 3)), {"="}, "%")
    >>> round_to(Fraction(exact.value), read_place(exact))
    Decimal('66.7')
    """
    value, top = Fraction(figure.value), figure.value.adjusted() if figure.value else 0
    last = figure.value.normalize().as_tuple().exponent
    earned = figure.place if figure.place is not None else int(last)
    if figure.place is None and figure.unit == "%" and figure.bound in "=~":
        earned = max(earned, min(-1, top - 1))
    place = max(earned, top - READ + 1)
    while place > earned and place < top and not _agrees(figure, round_to(value, place), place):
        place += 1
    rounded = round_to(value, place)
    # 9.9996 in four digits is 10.00: the carry takes a place.
    return place + 1 if rounded and rounded.adjusted() - place >= READ else place


def _agrees(figure: Figure, rounded: Decimal, place: int) -> bool:
    """Whether a rounding lies in the interval of a figure, or what it leaves open contains it."""
    if figure.low is None or figure.high is None:
        return True
    half = Decimal(1).scaleb(place) / 2
    inside = figure.low <= rounded <= figure.high
    return inside or rounded - half <= figure.low <= figure.high <= rounded + half


def earned_place(interval: Interval) -> int | None:
    """The largest power of ten not above a closed interval's width; None if it has none.

    A value in the interval is printed to that digit.

    >>> earned_place(Interval(Fraction(90965000), Fraction(91975000)))
    6
    """
    assert interval.low is not None and interval.high is not None
    if not (width := interval.high - interval.low):
        return None
    power = len(str(width.numerator)) - len(str(width.denominator)) + 1
    while Fraction(10) ** power > width:
        power -= 1
    return power


def round_to(number: Fraction, power: int) -> Decimal:
    """A number rounded (half to even) to a multiple of 10^power."""
    return scale_by(Decimal(round(number / Fraction(10) ** power)), power)


def outward(low: Decimal, high: Decimal, power: int) -> tuple[Decimal, Decimal]:
    """The ends of an interval at multiples of 10^power: the low end down, the high end up.

    >>> outward(Decimal("90.965"), Decimal("91.975"), 0)
    (Decimal('90'), Decimal('92'))
    """
    unit = Fraction(10) ** power
    ends = floor(Fraction(low) / unit), ceil(Fraction(high) / unit)
    return scale_by(Decimal(ends[0]), power), scale_by(Decimal(ends[1]), power)


def round_outward(end: Fraction | None, rounding: str = ROUND_HALF_EVEN) -> Decimal | None:
    """An end of an interval in 12 digits; None is an open side."""
    return None if end is None else _in_digits(end, SIGNIFICANT, rounding)


def _in_digits(number: Fraction, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    context = Context(prec=digits, rounding=rounding)
    return scale_by(context.divide(Decimal(number.numerator), Decimal(number.denominator)))
