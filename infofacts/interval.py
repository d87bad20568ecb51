"""Intervals: what a printed number leaves open, and exact arithmetic on that.

The rules, with examples:

- Digits are rounded half a unit of the last printed place: 337.7万 is [337.65万, 337.75万],
  123258亿 is [123257.5亿, 123258.5亿], 55.0 % is [54.95, 55.05].
- A bound opens one side: 超610万 and 610万以上 are [610万, ∞), 不足5 is (−∞, 5].
- 约, 左右 widen to ±5 %, or half a unit where that is more: 约4.8万 is [4.56万, 5.04万];
  近 reaches below only: 近300 is [285, 300].
- Arithmetic takes the extremes of both intervals: 1.63亿 − 7153万 is
  [1.625亿 − 7153.5万, 1.635亿 − 7152.5万] = [9096.5万, 9197.5万]; an open side stays open, so
  超 minus = is still 超.
- A result prints only the digits in which both ends, rounded, agree, and at least one:
  [9096.5万, 9197.5万] prints 约0.91亿; see `earned`.

Ends are `Fraction`, so sums, products and quotients are exact; roots are rounded outwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from infofacts.quantity import Quantity

APPROXIMATE = Fraction(5, 100)  # how far 约 and 左右 reach, as a part of the value


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None is an open side."""

    low: Fraction | None
    high: Fraction | None

    def __contains__(self, number: Fraction | Decimal | int) -> bool:
        at = Fraction(number)
        return (self.low is None or self.low <= at) and (self.high is None or at <= self.high)

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not (
            (self.high is not None and other.low is not None and self.high < other.low)
            or (self.low is not None and other.high is not None and self.low > other.high)
        )

    def __neg__(self) -> Interval:
        return Interval(_apply(_negated, self.high), _apply(_negated, self.low))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, factor: Fraction | int) -> Interval:
        """Times an exact number."""
        low, high = (_apply(lambda end: end * factor, end) for end in (self.low, self.high))
        return Interval(low, high) if factor >= 0 else Interval(high, low)

    def __truediv__(self, other: Interval) -> Interval | None:
        """The quotient of two intervals of positive numbers; None where that is not defined."""
        if other.low is None or other.low <= 0 or self.low is None or self.low < 0:
            return None
        low = self.low / other.high if other.high is not None else Fraction(0)
        high = self.high / other.low if self.high is not None else None
        return Interval(low, high)

    def root(self, degree: int) -> Interval:
        """The `degree`-th root of an interval of positive numbers, rounded outwards."""
        low = _apply(lambda end: _root(end, degree, ROUND_FLOOR), self.low)
        return Interval(low, _apply(lambda end: _root(end, degree, ROUND_CEILING), self.high))


def of(quantity: Quantity) -> Interval:
    """The interval that a printed quantity stands for, in base units."""
    value, half = Fraction(quantity.value), Fraction(quantity.half_unit)
    match quantity.sign:
        case ">" | ">=":
            return Interval(value, None)
        case "<" | "<=":
            return Interval(None, value)
        case "~":
            reach = max(half, abs(value) * APPROXIMATE)
            return Interval(value - reach, value if "近" in quantity.bound else value + reach)
        case _:
            return Interval(value - half, value + half)


def _apply(function: Callable[[Fraction], Fraction], end: Fraction | None) -> Fraction | None:
    return None if end is None else function(end)


def _negated(end: Fraction) -> Fraction:
    return -end


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _root(number: Fraction, degree: int, rounding: str) -> Fraction:
    """A root to 40 digits, moved outwards by one unit in the last: never on the wrong side."""
    context = Context(prec=40, rounding=rounding)
    base = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    if not base:
        return Fraction(0)
    exponent = Context(prec=60).divide(Decimal(1), Decimal(degree))
    root = context.power(base, exponent)
    outward = context.next_minus(root) if rounding == ROUND_FLOOR else context.next_plus(root)
    return Fraction(max(outward, Decimal(0)))
