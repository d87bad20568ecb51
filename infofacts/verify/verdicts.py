"""The verdict on one number of a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from infofacts.comparability import same_unit
from infofacts.model import Fact, FactBase
from infofacts.record import Record
from infofacts.verify import judge
from infofacts.verify.claims import PERCENT, Claim
from infofacts.verify.context import Measure, When, fits
from infofacts.verify.derived import Formula, from_levels, share_of
from infofacts.verify.fitting import (
    SHARES,
    comparable,
    directed,
    has_measure,
    measures,
    units_agree,
)
from infofacts.verify.names import Candidate, Vocabulary, features, generic
from infofacts.verify.narrower import Names, narrowed, newly
from infofacts.verify.places import places_in
from infofacts.verify.subjects import NO_WORDS, Subject, named
from infofacts.verify.templates import WHOLE, Match, Templates
from infofacts.verify.times import Time

PLANS = ("forecast", "target")  # the status of values that are none yet
FAR = 0.6  # candidates below this part of the best score are left out
SURE, SURER, BOUND = 14, 18, 11  # characters of a quote that must be the same to contradict it
_WHOLE = re.compile(r"占([^占\d]+)")
YEAR_ON_YEAR = re.compile("净增|同比|比上年|较上年|year[- ]on[- ]year|yoy")


class Finding(Record):
    """What the base says of one number of a text.

    `fact` is the value that it was compared with, `right` the one that should stand there if it
    is another; `formula` is how the number follows, `remark` says more about the verdict.
    """

    claim: Claim
    verdict: str
    year: int | None = None
    fact: Fact | None = None
    right: Fact | None = None
    remark: str = ""
    formula: Formula | None = None


class Said(NamedTuple):
    """A number and what its words say of it.

    `years` are those it may be of where its sentence has no date. `alone` is whether it is no part
    of a list whose parts nothing names, `listed` whether it is one of a list with names in order.
    `bases` are the dates of its clause that it is compared with. `place` is that of its sentence,
    `place_before` that of the sentences before, "" for the whole country.
    `lead` and `tail` are the words that say what it is of, `latin` whether they are English.
    """

    claim: Claim
    measure: Measure
    when: When
    years: frozenset[int | None]
    alone: bool
    listed: bool
    clause: str
    planned: bool
    bases: tuple[Time, ...]
    place: str
    place_before: str
    lead: str
    tail: str
    latin: bool

    @property
    def year(self) -> int | None:
        """The year that the number is of."""
        return self.when.year


class Verdicts:
    """Judges numbers by the words of quotes and by the names of indicators."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self.vocabulary = Vocabulary(base)
        self.facts = self.vocabulary.facts
        self._names: dict[str, Names] = {}
        self.templates = Templates([fact for facts in self.facts.values() for fact in facts])

    def narrower(self, said: Said, indicator: str, quoted: Fact | None = None) -> bool:
        """Whether the words beside a number make it one of less than an indicator.

        `quoted` is the value whose quote has the words around it: no word of that makes it less.
        """
        if said.measure.kind == "rank":
            return False
        key = quoted.id if quoted else indicator
        if key not in self._names:
            quotes = (quoted.quote, *quoted.also) if quoted else ()
            self._names[key] = Names(self.vocabulary, indicator, quotes)
        names = self._names[key]
        if said.measure.kind == "level" and said.measure.new and newly(names, said.lead):
            return True
        return narrowed(names, said.lead, said.tail, said.latin)

    def of_all(self, said: Said, subject: Subject) -> Subject:
        """A subject without the indicators that the words beside a number narrow."""
        kept = [each for each in subject.candidates if not self.narrower(said, each.indicator)]
        return Subject(kept, subject.exact.intersection(each.indicator for each in kept))

    # ------------------------------------------------------------ by the words of a quote
    def verbatim(self, said: Said, text: str) -> Finding | None:
        """The finding for a number that stands in the words of a quote."""
        matches = [
            each for each in self.templates.matches(text, said.claim.start, said.claim.last)
            if self._telling(each) and not self.narrower(said, each.fact.indicator_id, each.fact)
        ]  # fmt: skip
        best = matches[0].same if matches else 0
        named = {(m.fact.indicator_id, m.fact.measure) for m in matches if m.same > best - 6}
        differing: Finding | None = None
        for each in matches:
            quotable = self._quotable(said, each)
            if not quotable and each.same < SURE:
                continue
            if differing and each.same < best - 4:
                break
            clear = each.same >= SURE and len(named) == 1 or best == each.same >= SURER
            clear = clear or (each.whole and each.same > WHOLE)
            clear = clear and each.alike and quotable and not said.claim.worded
            clear = clear and not (said.planned or said.when.plan or said.place_before)
            found = self._by_quote(said, each, clear)
            if found and found.verdict in judge.AGREES:
                return found
            differing = differing or found
        return differing

    def _telling(self, match: Match) -> bool:
        """Whether words of a quote tell what its number is of: not 同比增长 or "accounting for"."""
        words = features(match.words) & self.vocabulary.own[match.fact.indicator_id]
        return not all(map(generic, words))

    def _quotable(self, said: Said, match: Match) -> bool:
        """Whether a number is of the place that a quote is of."""
        if not said.place or self._of_place(match.fact.indicator_id, said.place):
            return True
        return any(place.code == said.place for place in places_in(match.fact.quote))

    def _by_quote(self, said: Said, match: Match, clear: bool) -> Finding | None:
        """The finding by one quote; a difference counts only if its words are clearly the same."""
        claim, template = said.claim, match.fact
        series = [
            fact for fact in self.facts[template.indicator_id]
            if fact.measure == template.measure and (fact.years or 1) == (template.years or 1)
        ]  # fmt: skip
        undated = said.year is None and not said.when.part
        dated = [fact for fact in series if undated or fits(said.when, fact)]
        free = said.year in (None, template.year) or template.year in said.years
        if template not in dated and match.same >= 10 and free:
            dated.append(template)
        unit = ""
        for fact in sorted(dated, key=lambda fact: fact is not template):
            if not comparable(claim, fact):
                continue
            verdict, remark = judge.judged(claim, fact)
            if not units_agree(claim, fact):
                clear = verdict == judge.STATED and match.alike
                verdict, unit = judge.DIFFERS, "unit"
            elif fact is template and match.alike and _misquoted(claim, fact, verdict):
                verdict, clear = judge.DIFFERS, clear or match.same >= BOUND
            if verdict in judge.AGREES:
                return Finding(claim, verdict, said.year, fact, None, remark)
        right = self._right(said, template, dated)
        if not clear or not right or not comparable(claim, right):
            return None
        other = _other_year(claim, series, right, said.year)
        if not other and (judge.far(claim, right) or _may_be_later(claim, right)):
            return None
        return other or Finding(claim, judge.DIFFERS, said.year, right, right, unit)

    def _right(self, said: Said, template: Fact, dated: list[Fact]) -> Fact | None:
        """The value that should stand in the words of a quote.

        Without a year it is one that the number is miswritten of, where there are several.
        """
        if said.year is None:
            if template not in dated or said.when.part:
                return None
            if said.listed or len(dated) == 1:
                return template
            return next((fact for fact in dated if judge.miswritten(said.claim, fact)), None)
        same = [fact for fact in dated if fits(said.when, fact) == "same"]
        if template in same or (
            not same
            and template in dated
            and template.year == said.year
            and (said.when.whole or (said.years and not said.when.part))
        ):
            return template
        return same[0] if same else None

    # ------------------------------------------------------------ by names
    def by_names(self, said: Said, subject: Subject, part: Fact | None, whole: str) -> Finding:
        """The verdict on a number by what its words name.

        `part` is the value of the number before it, `whole` the words in between.
        """
        unknown = Finding(said.claim, judge.UNKNOWN, said.year)
        if not subject.candidates:
            return unknown
        only = self._only(subject, said)
        if only and said.measure.share and not self._of_whole(only.indicator, said.clause):
            only = None
        exact = only.indicator if only else ""
        for candidate in subject.candidates:
            indicator = candidate.indicator
            likely = indicator == exact or candidate.score >= subject.candidates[0].score * FAR
            if not likely or (said.place and not self._of_place(indicator, said.place)):
                continue
            if said.measure.share and not self._of_whole(indicator, said.clause):
                continue
            facts = [
                fact for fact in self.facts[indicator]
                if (fact.scope == "CN" or said.place or fact.measure == "rank")
                and (fact.status in PLANS) == said.planned
            ]  # fmt: skip
            found = _agreeing(said, facts, indicator == exact)
            found = found or (_following(said, facts) if indicator == exact else None)
            if found:
                return found
        if found := self._share(said, part, whole):
            return found
        vague = said.when.plan or said.place or said.place_before or not said.alone
        if not only or said.planned or vague:
            return unknown
        found = _differing(said, [f for f in self.facts[exact] if f.preferred])
        if found and found.verdict == judge.DIFFERS and found.right:
            sure = only.labelled or said.listed or judge.slip(said.claim, found.right)
            return found if sure else unknown
        return found or unknown

    def _only(self, subject: Subject, said: Said) -> Candidate | None:
        """The one indicator that exactly fits, None if several or none do."""
        fitting: list[Candidate] = []
        for most in (2, 1):
            fitting = fitting or [
                each for each in subject.candidates
                if each.indicator in subject.exact
                and has_measure(self.facts[each.indicator], said.claim, said.measure) == most
            ]  # fmt: skip
        if not fitting or (len(fitting) > 1 and fitting[1].score > fitting[0].score * 0.97):
            return None
        return fitting[0]

    def _of_place(self, indicator: str, code: str) -> bool:
        """Whether an indicator is of a place, by its scope or its names."""
        if any(code in fact.scope for fact in self.facts[indicator]):
            return True
        entry = self.base.indicators[indicator]
        return any(place.code == code for place in places_in(f"{entry.zh} {entry.en}"))

    def _of_whole(self, indicator: str, clause: str) -> bool:
        """Whether a share is of the whole that a clause names: 占信息技术服务收入的15.4%."""
        said, label = (_WHOLE.search(text) for text in (clause, self.base.indicators[indicator].zh))
        if not said or not label or not features(label[1]):
            return True
        whole = features(said[1])
        return 2 * len(whole & features(label[1])) >= len(whole)

    def _share(self, said: Said, part: Fact | None, whole: str) -> Finding | None:
        """The finding if a share follows from the number before it and the whole that is named."""
        if not said.measure.share or not part or part.measure != "level" or part.unit == PERCENT:
            return None
        for candidate in named(self.vocabulary, [features(whole)], NO_WORDS).candidates:
            for fact in self.facts[candidate.indicator] if candidate.exact else ():
                fitting = fact.measure == "level" and fact.preferred and same_unit(part, fact)
                if fitting and (formula := share_of(said.claim, part, fact)):
                    return Finding(said.claim, judge.DERIVED, said.year, part, formula=formula)
        return None


# ---------------------------------------------------------------- rules
def _misquoted(claim: Claim, fact: Fact, verdict: str) -> bool:
    """Whether a bound is printed in both, in the same words, and the number is another."""
    assert fact.quantity and fact.number is not None
    if claim.worded or claim.quantity.sign == "=" or claim.quantity.sign != fact.quantity.sign:
        return False
    value, step = fact.number.copy_abs(), claim.quantity.unit_of_last
    rounded = claim.quantity.value <= value < claim.quantity.value + step
    finer = claim.quantity.half_unit < fact.quantity.half_unit / 10
    return verdict in (judge.CONSISTENT, judge.UNKNOWN) and not rounded and not finer


def _same(claim: Claim, fact: Fact) -> bool:
    """Whether a number and a value have the same digits, whatever bounds they have."""
    return fact.number is not None and claim.quantity.value == fact.number.copy_abs()


def _agreeing(said: Said, facts: list[Fact], exact: bool) -> Finding | None:
    """The finding if a value of the date, or of any where there is none, agrees.

    Where the words only may mean the indicator, the value has to be the same to many digits.
    """
    claim, measure = said.claim, said.measure
    exact = exact and not (measure.new and measure.kind == "change")
    for fact in facts:
        if not measures(claim, fact, measure) or not units_agree(claim, fact):
            continue
        if not (fits(said.when, fact) if said.year else not said.when.part):
            continue
        verdict, remark = judge.judged(claim, fact)
        if verdict not in judge.AGREES or not directed(measure, fact):
            continue
        series = [each for each in facts if measures(claim, each, measure)]
        inexact = remark or (fact.bound != "=" == claim.quantity.sign and not _same(claim, fact))
        if verdict == judge.CONSISTENT and (
            not said.year or (exact and inexact and _other_year(claim, series, fact, said.year))
        ):
            continue  # of no year; or finer than the value, and printed of another year
        digits = len(claim.quantity.digits.normalize().as_tuple().digits)
        vague = verdict == judge.CONSISTENT or digits < 3 or not said.year
        if not exact and vague and digits < 4 and (verdict != judge.STATED or digits < 2):
            continue
        return Finding(claim, verdict, said.year, fact, None, remark)
    return None


def _following(said: Said, facts: list[Fact]) -> Finding | None:
    """The finding if a change or growth follows from two values, or contradicts them."""
    claim, measure = said.claim, said.measure
    if measure.kind not in ("change", "growth"):
        return None
    if any(measures(claim, f, measure) and fits(said.when, f) for f in facts):
        return None  # one is stated
    if any(time.shift == -1 and time.part for time in said.bases):
        return None
    years = [time for time in said.bases if time.year]
    since = When(years[-1].year, years[-1].month, years[-1].part) if years else None
    result = from_levels(claim, facts, measure, said.when, since)
    if not result or not (units_agree(claim, result[1]) or claim.unit in SHARES):
        return None
    follows, fact, formula = result
    if follows:
        return Finding(claim, judge.DERIVED, said.year, fact, formula=formula)
    clear = said.bases or YEAR_ON_YEAR.search(said.clause)
    if follows is None or measure.new or not clear or fact.unit == "元":
        return None
    return Finding(claim, judge.DIFFERS, said.year, fact, formula=formula)


def _differing(said: Said, facts: list[Fact]) -> Finding | None:
    """The finding where the words name one indicator, and its value is another."""
    claim, measure, when = said.claim, said.measure, said.when
    worded = claim.worded and claim.unit != PERCENT
    if not when.year or when.part or measure.new or worded:
        return None
    series = [f for f in facts if measures(claim, f, measure) and comparable(claim, f)]
    if not series and claim.unit in SHARES and measure.kind in ("growth", "change"):
        series = [  # 增长6.8个百分点 for 6.8%
            f for f in facts
            if f.measure in ("growth", "change") and f.unit in SHARES and f.number is not None
            and f.number.copy_abs() == claim.quantity.value
        ]  # fmt: skip
    right = next((f for f in series if fits(when, f) == "same"), None)
    if other := _other_year(claim, series, right, when.year if when.whole else None):
        return other
    if not right or right.number is None:
        return None
    if {claim.unit, right.unit} == SHARES:
        same = right.number.copy_abs() == claim.quantity.value
        return Finding(claim, judge.DIFFERS, when.year, right, right, "unit") if same else None
    verdict, _ = judge.judged(claim, right)
    if (not said.listed and judge.far(claim, right)) or _may_be_later(claim, right):
        return None
    if verdict == judge.DIFFERS or (verdict in judge.AGREES and not directed(measure, right)):
        return Finding(claim, judge.DIFFERS, when.year, right, right)
    return None


def _may_be_later(claim: Claim, fact: Fact) -> bool:
    """Whether a number may be the final one of a preliminary value, and not one miswritten."""
    assert fact.number is not None
    near = abs(fact.number.copy_abs() - claim.quantity.value) <= abs(fact.number) * judge.SLIGHT
    return fact.status in ("preliminary", "estimate") and near and not judge.miswritten(claim, fact)


def _other_year(
    claim: Claim, series: list[Fact], right: Fact | None, year: int | None
) -> Finding | None:
    """The finding where a value is that of another year; three digits where the year has none."""
    digits = len(claim.quantity.digits.normalize().as_tuple().digits)
    if not year or digits < (2 if right else 3):
        return None
    for fact in series:
        if fact.year in (year, right.year if right else None) or not units_agree(claim, fact):
            continue
        verdict, remark = judge.judged(claim, fact)
        if verdict == judge.STATED or (verdict == judge.ROUNDED and not remark and right):
            return Finding(claim, judge.OTHER_YEAR, year, fact, right)
    return None
