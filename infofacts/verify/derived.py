"""Changes, growth and shares that follow from two values of the base."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from infofacts.derive import printed_en
from infofacts.interval import Interval, interval_of, interval_of_fact
from infofacts.model import Fact
from infofacts.verify.claims import Claim
from infofacts.verify.context import Measure, When, fits

# How far a stated change may be from the difference of two stated values: earlier ones are revised.
REVISION = Fraction(1, 10)


class Formula(NamedTuple):
    """How a figure follows from printed ones."""

    form: str
    facts: tuple[Fact, ...]

    def text(self, lang: str) -> str:
        """The formula with its numbers in a language."""
        numbers = (printed_en(f) if lang == "en" else f.printed for f in self.facts)
        return self.form.format(*numbers)


def from_levels(
    claim: Claim, facts: Sequence[Fact], measure: Measure, when: When, since: When | None
) -> tuple[bool | None, Fact, Formula] | None:
    """Whether a change or growth follows from the levels of two dates, the later, the formula.

    None instead of a truth where it is so close that a revision may explain it.
    """
    if not when.year or when.part or measure.yearly:
        return None
    levels = [f for f in facts if f.measure == "level" and f.preferred]
    since = since or (When(when.year - 1) if when.whole else None)
    now = next((f for f in levels if fits(when, f) == "same"), None)
    then = next((f for f in levels if since and f is not now and fits(since, f) == "same"), None)
    if not now or not then or now.bound != "=" or then.bound != "=" or now.unit == "%":
        return (
            None if not now or not then or now.unit != "%" else _points(claim, now, then, measure)
        )
    if any(f.break_zh and then.year < f.year <= now.year for f in facts):
        return None
    one, other = interval_of_fact(now), interval_of_fact(then)
    if measure.kind == "change":
        form, result = "{} − {}", one - other
    else:
        quotient = one / other
        if not quotient:
            return None
        form = "{} ÷ {} − 1"
        result = (quotient - Interval(Fraction(1), Fraction(1))) * 100
    return _compared(claim, result, measure), now, Formula(form, (now, then))


def _points(
    claim: Claim, now: Fact, then: Fact, measure: Measure
) -> tuple[bool | None, Fact, Formula] | None:
    """The change of a percentage, in points."""
    if measure.kind != "change" or now.bound != "=" or then.bound != "=":
        return None
    result = interval_of_fact(now) - interval_of_fact(then)
    return _compared(claim, result, measure), now, Formula("{} − {}", (now, then))


def _compared(claim: Claim, result: Interval, measure: Measure) -> bool | None:
    if measure.falls:
        result = result * -1
    said = interval_of(claim.quantity)
    if said.overlaps(result):
        return True
    value = Fraction(claim.quantity.value)
    slack = abs(value) * REVISION
    return None if Interval(value - slack, value + slack).overlaps(result) else False


def share_of(claim: Claim, part: Fact, whole: Fact) -> Formula | None:
    """The formula of a share if it follows from a part and a whole of one date."""
    if part.year != whole.year or (part.as_of or "")[5:7] != (whole.as_of or "")[5:7]:
        return None
    share = interval_of_fact(part) / interval_of_fact(whole)
    if share and interval_of(claim.quantity).overlaps(share * 100):
        return Formula("{} ÷ {}", (part, whole))
    return None
