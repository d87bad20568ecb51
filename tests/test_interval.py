"""Interval arithmetic encloses the truth: whatever the values, the result holds it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from infofacts.compare import computed_figures
from infofacts.interval import (
    Figure,
    Interval,
    earned_place,
    figure,
    interval_of,
    outward,
    read_place,
    round_to,
)
from infofacts.model import Fact, value_of
from infofacts.numbers import Quantity
from infofacts.record import replace

numbers = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
positive = st.fractions(min_value=Fraction(1, 1000), max_value=10**9, max_denominator=10**6)


@st.composite
def with_member(
    draw: st.DrawFn, ends: st.SearchStrategy[Fraction] = numbers
) -> tuple[Interval, Fraction]:
    """An interval, perhaps open on a side, and a number inside it."""
    low, member, high = sorted(draw(st.tuples(ends, ends, ends)))
    open_low, open_high = draw(st.booleans()), draw(st.booleans())
    return Interval(None if open_low else low, None if open_high else high), member


@given(with_member(), with_member())
def test_sums_and_differences_enclose(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    assert one[1] + other[1] in one[0] + other[0]
    assert one[1] - other[1] in one[0] - other[0]


@given(with_member(), numbers)
def test_products_with_an_exact_number_enclose(
    one: tuple[Interval, Fraction], by: Fraction
) -> None:
    assert one[1] * by in one[0] * by


@given(with_member(positive), with_member(positive))
def test_quotients_enclose_where_they_are_defined(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    quotient = one[0] / other[0]
    if quotient is None:
        assert one[0].low is None or other[0].low is None
    else:
        assert one[1] / other[1] in quotient


@given(with_member(positive), st.integers(min_value=2, max_value=20))
def test_roots_enclose(one: tuple[Interval, Fraction], degree: int) -> None:
    """The root's ends, raised again, lie outside the interval."""
    interval, _ = one
    assume(interval.low is not None and interval.high is not None)
    assert interval.low is not None and interval.high is not None
    root = interval.root(degree)
    assert root.low is not None and root.high is not None
    assert root.low**degree <= interval.low and interval.high <= root.high**degree


@given(with_member(), numbers)
def test_a_figure_encloses_and_its_value_is_inside_or_within_its_last_digit(
    one: tuple[Interval, Fraction], best: Fraction
) -> None:
    interval, member = one
    assume(best in interval)
    found = figure(best, interval, {"="}, None)
    if found is None:
        assert interval == Interval(None, None)
        return
    assert found.low is None or Fraction(found.low) <= member
    assert found.high is None or member <= Fraction(found.high)
    if found.place is not None:
        assert abs(Fraction(found.value) - best) <= Fraction(10) ** found.place / 2


@pytest.mark.parametrize(
    ("digits", "unit", "bound", "low", "high"),
    [
        ("337.7", "万个", "", "3376500", "3377500"),
        ("123258", "亿元", "", "12325750000000", "12325850000000"),
        ("55.0", "%", "", "54.95", "55.05"),
        ("610", "万台", "超", "6100000", None),
        ("60", "%", "以上", "60", None),
        ("5", "项", "不足", None, "5"),
        ("4.8", "万场", "约", "45600", "50400"),
        ("300", "家", "近", "285", "300"),
        ("300", "亿次", "约…余", "28500000000", "40000000000"),
        ("5300", "件", "约…多", "5035", "5565"),
        ("1.5", "万件", "约…余", "14250", "16000"),
    ],
)
def test_what_a_printed_number_leaves_open(
    digits: str, unit: str, bound: str, low: str | None, high: str | None
) -> None:
    interval = interval_of(Quantity(Decimal(digits), unit, bound))
    assert interval == Interval(
        None if low is None else Fraction(low), None if high is None else Fraction(high)
    )


def test_over_minus_exact_is_still_over() -> None:
    over, exact = (
        interval_of(Quantity(Decimal(610), "万", "超")),
        interval_of(Quantity(Decimal(100), "万")),
    )
    found = figure(Fraction(5100000), over - exact, {">", "="}, "台")
    assert found == Figure(Decimal(5095000), Decimal(5095000), None, ">", "台")


def test_over_minus_over_says_nothing() -> None:
    over = interval_of(Quantity(Decimal(610), "万", "超"))
    assert figure(Fraction(0), over - over, {">"}, None) is None


def test_only_the_digits_that_are_sure() -> None:
    """1.63亿 − 7153万: sure to ±100万."""
    interval = interval_of(Quantity(Decimal("1.63"), "亿")) - interval_of(
        Quantity(Decimal(7153), "万")
    )
    assert interval == Interval(Fraction(90965000), Fraction(91975000))
    assert earned_place(interval) == 6
    found = figure(Fraction(91470000), interval, {"="}, "户")
    assert found == Figure(
        Decimal(91000000), Decimal(90965000), Decimal(91975000), "=", "户", place=6
    )


closed_ends = st.tuples(
    st.fractions(-(10**9), 10**9, max_denominator=1000),
    st.fractions(0, 10**6, max_denominator=1000),
).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(closed_ends, st.integers(-6, 6))
def test_ends_are_printed_outwards(ends: tuple[Fraction, Fraction], power: int) -> None:
    """Whatever place they are printed to, what is printed holds all of the interval."""
    low, high = sorted(Decimal(round(end * 1000)).scaleb(-3) for end in ends)
    printed = outward(low, high, power)
    assert printed[0] <= low <= high <= printed[1]
    assert all(end % Decimal(1).scaleb(power) == 0 for end in printed)
    assert low - printed[0] < Decimal(1).scaleb(power) > printed[1] - high


def test_a_range_is_from_one_end_to_the_other() -> None:
    """5至10亿元, 下降5%至10%."""
    billion = Quantity(Decimal(5), "亿元", high=Decimal(10))
    assert interval_of(billion) == Interval(Fraction(500000000), Fraction(1000000000))
    fall = Quantity(Decimal(-10), "%", falls=True, high=Decimal(-5))
    assert interval_of(fall) == Interval(Fraction(-10), Fraction(-5))
    assert (fall.sign, fall.text("下降5%至10%"), fall.text(signed=True)) == (
        "~", "5%至10%", "-10–-5%",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("digits", "unit", "exact"),
    [
        ("3", "家", True), ("3", "人", True), ("3500", "个", True),
        ("3", "万家", False), ("3.0", "家", False), ("3", "公里", False), ("55", "%", False),
        ("3", "", False), ("3", "倍", False), ("3", "元/吨", False),
    ],
)  # fmt: skip
def test_a_count_of_whole_things_is_exact(digits: str, unit: str, exact: bool) -> None:
    interval = interval_of(Quantity(Decimal(digits), unit))
    assert (interval.low == interval.high) is exact
    assert interval_of(Quantity(Decimal(digits), unit, "超")).high is None
    if not unit:  # the indicator counts what is printed bare
        assert interval_of(Quantity(Decimal(digits)), "户").high == Decimal(digits)


# ---------------------------------------------------------------- what people read
def value(number: Fraction, digits: int = 6) -> Fact:
    """A value as it is printed, rounded to so many digits behind the point."""
    quantity = Quantity(
        round(Decimal(number.numerator) / Decimal(number.denominator), digits), "元"
    )
    return Fact(
        id="m.a.2023", topic="m", indicator="a", year=2023, zh="", en="", measure="level",
        value=value_of(quantity), unit="元", bound="=", printed="", scope="CN", source="s", quote="",
        quantity=quantity,
    )  # fmt: skip


@given(closed_ends, st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=100))
def test_what_is_read_is_inside_or_leaves_all_of_the_interval_open(
    ends: tuple[Fraction, Fraction], part: Fraction
) -> None:
    """At most four digits: where that is coarser than the interval, the rounding contains it."""
    interval = Interval(*ends)
    found = figure(ends[0] + (ends[1] - ends[0]) * part, interval, {"="}, None)
    assert found and found.low is not None and found.high is not None
    place = read_place(found)
    read = round_to(Fraction(found.value), place)
    half = Decimal(1).scaleb(place) / 2
    assert found.low <= read <= found.high or read - half <= found.low <= found.high <= read + half
    digits = read.scaleb(-place).normalize()
    assert abs(digits) < 10**4


def test_a_value_at_an_end_without_a_last_digit_is_rounded() -> None:
    """近200 of 300: no decimal is inside and at 2/3."""
    two_thirds = Fraction(2, 3)
    found = figure(two_thirds, Interval(Fraction(1, 3), two_thirds), {"~"}, None)
    assert found and abs(Fraction(found.value) - two_thirds) < Fraction(1, 10**4)


@given(
    st.fractions(Fraction(1, 100), 10**9, max_denominator=10**4),
    st.fractions(Fraction(1, 100), 10**9, max_denominator=10**4),
    st.integers(2, 8),
)
def test_a_computed_growth_agrees_with_the_exact_one(
    now: Fraction, before: Fraction, digits: int
) -> None:
    """Of any two numbers that print so: their growth is in the interval of what is computed."""
    one, other = value(now, digits), value(before, digits)
    assume(other.quantity and other.quantity.half_unit < other.quantity.value)
    earlier = replace(other, id="m.a.2022", year=2022)
    found = computed_figures(one, earlier).get("growth")
    assume(found is not None)
    assert found and found.low is not None and found.high is not None
    exact = (now / before - 1) * 100
    assert Fraction(found.low) <= exact <= Fraction(found.high)
    if found.place is not None:
        assert found.low <= found.value <= found.high
