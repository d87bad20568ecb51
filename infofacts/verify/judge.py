"""Whether a number agrees with a value of the base: by what both leave open."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from infofacts.interval import Interval, interval_of, interval_of_fact
from infofacts.messages import N_
from infofacts.model import Fact
from infofacts.numbers import Quantity, nearly
from infofacts.verify.claims import Claim

STATED, ROUNDED, CONSISTENT = N_("stated"), N_("rounded"), N_("consistent")
DERIVED, DIFFERS, OTHER_YEAR, UNKNOWN = (
    N_("derived"), N_("differs"), N_("other-year"), N_("unknown"),
)  # fmt: skip
VERDICTS = (STATED, ROUNDED, CONSISTENT, DERIVED, DIFFERS, OTHER_YEAR, UNKNOWN)
FOREIGN = ("USD", "EUR", "HKD", "JPY", "GBP", "INR", "KRW", "TWD")  # money of other countries
AGREES = (STATED, ROUNDED, CONSISTENT, DERIVED)
# How far above its bound a value may lie: 超10亿 is said of 10.92亿, hardly of 15亿, never of 20亿.
SLIGHT = Decimal("0.1")  # how far a miswritten number is from the value at most
ROUGH = Decimal(5)  # how far 44.1% may be from 四成半, which has no more digits
ELSEWHERE = 10  # how many times a value a wrong number is at most, if its digits are others
COARSE = Decimal("0.02")  # how far 400亿 may be from a value that it rounds
NEAR, FAR = Fraction(3, 2), Fraction(2)


def judged(claim: Claim, fact: Fact) -> tuple[str, str]:
    """The verdict on a claim by a fact, and a remark ("truncated", "coarse", "finer" or "")."""
    assert fact.number is not None
    if claim.high:
        return _range(claim, fact), ""
    quantity, value = claim.quantity, fact.number.copy_abs()
    sign, base_sign = quantity.sign, _unsigned(fact)
    if quantity.value == (
        _steps(value, quantity.last_place, ROUND_HALF_UP) if claim.worded else value
    ):
        return _same_number(sign, base_sign, nearly(quantity.bound)), ""
    if sign == "=" and base_sign == "=":
        return _two_numbers(quantity, fact, value)
    return _bounded(claim, fact, value, sign, base_sign), ""


def _unsigned(fact: Fact) -> str:
    """The bound of the size of a value: a fall of over 5 is below -5."""
    if fact.number is not None and fact.number < 0:
        return fact.bound.translate(str.maketrans("<>", "><"))
    return fact.bound


def _same_number(sign: str, base_sign: str, below: bool) -> str:
    """The verdict on the same digits with a bound each."""
    if sign == base_sign or {sign, base_sign} <= {">", ">="} or {sign, base_sign} <= {"<", "<="}:
        return STATED
    if sign[0] in "<>" and base_sign[0] in "<>":
        return DIFFERS
    if sign == "<" and base_sign == "=":
        return DIFFERS
    if sign[0] == "<" and base_sign == "~":
        return CONSISTENT
    return STATED if base_sign == "=" and sign == ">" else CONSISTENT


def _two_numbers(quantity: Quantity, fact: Fact, value: Decimal) -> tuple[str, str]:
    """The verdict on a plain number by a plain value."""
    claimed = quantity.value
    last = quantity.last_place
    for step in dict.fromkeys((last, quantity.unit_of_last)):
        if _steps(value, step, ROUND_HALF_UP) == claimed:
            if step == last:
                return ROUNDED, ""
            near = abs(value - claimed) <= value * COARSE
            if near and quantity.bare_unit != "%" and _whole(quantity):
                return ROUNDED, "coarse"
    if fact.quantity and Fraction(claimed) in interval_of(fact.quantity):
        return CONSISTENT, "finer"
    if fact.quantity and in_words(fact.quantity) and abs(claimed - value) <= ROUGH:
        return CONSISTENT, "finer"
    if _steps(value, last, ROUND_DOWN) == claimed and len(quantity.digits.as_tuple().digits) > 1:
        return ROUNDED, "truncated"
    return DIFFERS, ""


def in_words(quantity: Quantity) -> bool:
    """Whether a number is printed without digits: 四成半, not 8.4 percent."""
    return bool(quantity.words) and not any(map(str.isdigit, quantity.words))


def _whole(quantity: Quantity) -> bool:
    """Whether a number is printed without decimals."""
    return quantity.digits == quantity.digits.to_integral_value() and "." not in str(
        quantity.digits
    )


def _steps(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    """A value rounded to a multiple of a step."""
    return (value / step).quantize(Decimal(1), rounding=rounding) * step


def _range(claim: Claim, fact: Fact) -> str:
    assert claim.high
    low, high = claim.quantity.value, claim.high.value
    value = interval_of_fact(fact)
    inside = Interval(Fraction(low), Fraction(high)).overlaps(value)
    return CONSISTENT if inside else DIFFERS


def _bounded(claim: Claim, fact: Fact, value: Decimal, sign: str, base_sign: str) -> str:
    """The verdict where the claim or the value has a bound, and their digits differ."""
    claimed, real = Fraction(claim.quantity.value), Fraction(value)
    if not claimed or not real:
        return UNKNOWN
    base = _plausible(fact, real, base_sign)
    if sign in (">", ">="):
        if base.high is not None and claimed >= base.high:
            return DIFFERS
        if base_sign == sign and claimed > real:
            return UNKNOWN
        if real / claimed < NEAR:
            return CONSISTENT
        return DIFFERS if real / claimed >= FAR else UNKNOWN
    if sign in ("<", "<="):
        if base.low is not None and claimed <= base.low:
            return DIFFERS
        return CONSISTENT if claimed / real < NEAR else DIFFERS if claimed / real > FAR else UNKNOWN
    said = interval_of(claim.quantity)
    if said.low is not None and said.low < 0:
        return UNKNOWN
    if said.overlaps(base):
        return CONSISTENT
    return DIFFERS


def _plausible(fact: Fact, real: Fraction, sign: str) -> Interval:
    """What a value of the base can be: 超610万 is said of 610万 to 671万, 超3000亿 of up to 4000亿."""
    step = Fraction(fact.quantity.unit_of_last) if fact.quantity else Fraction(0)
    if sign[0] == ">":
        return Interval(real, real + max(step, real / 10))
    if sign[0] == "<":
        return Interval(real - max(step, real / 10), real)
    ends = interval_of_fact(fact)
    if ends.high is not None and ends.high <= 0 and ends.low is not None:
        return Interval(-ends.high, -ends.low)
    return ends


def far(claim: Claim, fact: Fact) -> bool:
    """Whether a number is so far from a value that it is of something else: 3.2亿 for 0.59万亿.

    Not one with the same digits, whose scale is wrong.
    """
    assert fact.number is not None
    value, written = fact.number.copy_abs(), claim.quantity.value
    if not written or not value or value / ELSEWHERE < written < value * ELSEWHERE:
        return False
    one, other = (each.scaleb(-each.adjusted()) for each in (value, written))
    return abs(one - other) > one * COARSE


def slip(claim: Claim, fact: Fact) -> bool:
    """Whether a wrong number looks like a value that was miswritten, not like another value.

    By its digits, or by a few per cent.
    """
    assert fact.number is not None
    value, written = fact.number.copy_abs(), claim.quantity.value
    near = claim.unit != "%" and abs(value - written) <= value * SLIGHT
    return near or miswritten(claim, fact)


def miswritten(claim: Claim, fact: Fact) -> bool:
    """Whether a wrong number has the digits of a value, but for one, or in another order or scale."""
    assert fact.number is not None
    digits, wrong = (
        f"{each.normalize():f}".replace(".", "").strip("0")
        for each in (fact.number.copy_abs(), claim.quantity.value)
    )
    if sorted(digits) == sorted(wrong):
        return True
    pairs = zip(digits, wrong, strict=False)
    return len(digits) == len(wrong) > 1 and sum(one != other for one, other in pairs) == 1
