"""From the blocks of a text to a finding for each of its numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from infofacts.compare import same_unit
from infofacts.model import Fact, FactBase
from infofacts.units import KINDS
from infofacts.verify import judge
from infofacts.verify.claims import PERCENT, POINTS, RANK, Claim, claims_in
from infofacts.verify.context import Measure, Spans, When, fits, measure_of, planned, when_of
from infofacts.verify.derived import from_levels, share_of
from infofacts.verify.documents import Block, fold
from infofacts.verify.places import NATIONAL, Place, places_in
from infofacts.verify.tables import row_findings, unit_in
from infofacts.verify.templates import WHOLE, Templates
from infofacts.verify.times import Time, times_in
from infofacts.verify.names import Candidate, Vocabulary, features, foreign_size, match

_SENTENCE_END = re.compile(r"[。！？!?；;]|(?<=[A-Za-z)\]\d%”\"])\.(?=\s+[A-Z“\"(\d]|\s*$)")
_CLAUSE_END = re.compile(
    r"(?<!\d),|,(?!\d{3}(?!\d))|[，；;：:()（）|\x1f、—。]|(?<=\s)(?:while|whereas)(?=\s)"
)
# What an English number counts: the words after it up to a verb, a preposition or "and".
_COUNTED = re.compile(
    r"(?:\s(?!(?:and|in|by|at|as|from|to|while|with|who|that|which|were|was|is|are|stood|after|for|had|have|has|on|during"
    r"|compared|up|down|above|below|more|than|across|worth|last|this)\b)[\w/+'’-]+)+"
)


@dataclass(frozen=True)
class Finding:
    """What the base says of one number of a text.

    `fact` is the value that it was compared with, `right` the one that should stand there if it
    is another; `remark` says more about the verdict.
    """

    claim: Claim
    verdict: str
    year: int | None = None
    fact: Fact | None = None
    right: Fact | None = None
    remark: str = ""


class Subject(NamedTuple):
    """What a number is of: candidates, the likeliest first, and those that it can only be."""

    candidates: list[Candidate]
    exact: frozenset[str]


MOST = 30  # numbers of one list
REACH = 400  # characters before a number that are read
NOTHING = Subject([], frozenset())


@dataclass
class Scene:
    """What was said before in a document: headings, the paragraph's dates and last subject."""

    year: int | None = None
    headings: list[tuple[int, str, frozenset[str], When | None]] = field(default_factory=list)
    when: When | None = None  # of the paragraph
    places: set[str] = field(default_factory=set)  # of earlier sentences of the paragraph
    lead: frozenset[str] = frozenset()  # words above a list or table
    unit: str = ""  # of the numbers of a table, as the words above it say

    def heading_when(self) -> When | None:
        """The date of the nearest heading that has one."""
        return next((when for *_, when in reversed(self.headings) if when), None)

    def text_year(self) -> int | None:
        """The year that 去年 is before, and that undated numbers are of."""
        when = self.heading_when()
        return (when.year if when else None) or self.year

    @property
    def words(self) -> frozenset[str]:
        """The features of the headings."""
        return frozenset().union(self.lead, *(words for _, _, words, _ in self.headings[-2:]))


class Verifier:
    """Finds what a base says of the numbers of texts."""

    def __init__(self, base: FactBase, year: int | None = None) -> None:
        self.base = base
        self.year = year
        self.vocabulary = Vocabulary(base)
        numeric = [fact for facts in self.vocabulary.facts.values() for fact in facts]
        self.templates = Templates(numeric)

    def findings(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, list[Finding]]]:
        """Each block with the findings of its numbers."""
        scene = Scene(self.year)
        for block in blocks:
            if block.kind == "row":
                found = row_findings(self, block, scene)
            else:
                found = Passage(self, block, scene).findings()
            yield block, found


class Passage:
    """A paragraph, heading or item with its sentences, dates, places and numbers."""

    def __init__(self, verifier: Verifier, block: Block, scene: Scene) -> None:
        self.verifier, self.block, self.scene = verifier, block, scene
        self.text = block.text.folded
        self.times = times_in(self.text)
        self.claims = claims_in(self.text, self.times)
        self.sentences = [0, *(m.end() for m in _SENTENCE_END.finditer(self.text))]
        self.clauses = [0, *(m.end() for m in _CLAUSE_END.finditer(self.text))]
        self.subjects: list[Subject] = []
        self.measures: list[Measure] = []
        self.whens: list[When | None] = []
        self.dated: list[bool] = []  # whether the date of a number is in its sentence
        self.found: list[Finding] = []
        self.runs: dict[int, list[int]] = {}
        self.used = 0  # where the words after a number end that name its subject
        if block.kind == "heading":
            self._enter_heading()
        elif block.kind == "text":
            scene.when, scene.places, scene.lead = None, set(), frozenset()

    def _enter_heading(self) -> None:
        scene, depth = self.scene, self.block.depth or 1
        scene.headings = [each for each in scene.headings if each[0] < depth]
        dated = [t for t in self.times if t.year and t.role != "base"]
        when = When(dated[0].year, dated[0].month, dated[0].part) if dated else None
        scene.headings.append((depth, self.text, features(self.blank(0, len(self.text))), when))
        scene.when, scene.places, scene.lead = None, set(), frozenset()

    def findings(self) -> list[Finding]:
        """A finding for every number, in order."""
        for number, claim in enumerate(self.claims):
            self._take(number, claim)
        if self.block.kind != "item":
            self.scene.unit = unit_in(self.text)
        if self.text.rstrip()[-1:] in (":", "："):  # above a list or table
            self.scene.lead = features(self.blank(0, len(self.text)))
        return [f for f in self.found if not f.claim.worded or f.fact]

    # ------------------------------------------------------------ words
    @cached_property
    def plain(self) -> str:
        """The text with blanks instead of its dates."""
        return _blanked(self.text, [(time.start, time.end) for time in self.times])

    @cached_property
    def bare(self) -> str:
        """The text with blanks instead of its dates and numbers."""
        return _blanked(self.plain, [(claim.outer, claim.last) for claim in self.claims])

    def blank(self, start: int, end: int) -> str:
        """A part of the text with blanks instead of its dates and numbers, at most `REACH` long."""
        return self.bare[max(start, end - REACH) : end]

    @cached_property
    def places(self) -> list[Place]:
        """The places of the text."""
        return places_in(self.text)

    def spans(self, claim: Claim) -> Spans:
        """The sentence and clause of a claim."""
        sentence, clause = (self._span(ends, claim) for ends in (self.sentences, self.clauses))
        latin = self.text[
            max(sentence[0], claim.start - REACH) : min(sentence[1], claim.last + REACH)
        ].isascii()
        clause = (max(clause[0], sentence[0]), min(clause[1], sentence[1]))
        return Spans(self.text, sentence, clause, latin)

    def _span(self, ends: list[int], claim: Claim) -> tuple[int, int]:
        at = bisect_right(ends, claim.start)
        return ends[at - 1], ends[at] if at < len(ends) else len(self.text)

    # ------------------------------------------------------------ one number
    def _take(self, number: int, claim: Claim) -> None:
        """Add the finding for a claim, and what later ones may refer to."""
        spans = self.spans(claim)
        before = self._before(number, spans)
        after = self.claims[number + 1] if number + 1 < len(self.claims) else None
        start = max(spans.clause[0], before.last if before else 0, self.used)
        end = min(spans.clause[1], after.outer if after else len(self.text))
        if counted := spans.latin and _COUNTED.match(self.plain, claim.last, max(end, claim.last)):
            end = counted.end()
        lead, tail = self.plain[start : claim.outer], self.plain[claim.last : max(end, claim.last)]
        run = self._run(number)
        words = lead or self.plain[max(spans.sentence[0], start - 1) : claim.outer]
        lead, tail = lead[-REACH:], tail[:REACH]
        if run[0] < number and run[0] < len(self.measures):  # 提升3.5、5.2和5个百分点
            words = self.plain[
                max(spans.sentence[0], self.claims[run[0]].outer - 24) : self.claims[run[0]].outer
            ]
        measure = measure_of(claim, words, tail)
        listed = self._listed(number, claim, spans)
        when = self._when(claim, spans, number)
        self.measures.append(measure)
        self.whens.append(when)
        finding = self._verbatim(claim, measure, when, spans, number)
        if finding and finding.fact and finding.verdict in judge.AGREES:
            indicator = finding.fact.indicator_id
            self.subjects.append(
                Subject([Candidate(indicator, 1.0, 1.0, 0, 1)], frozenset([indicator]))
            )
        else:
            subject = self._subject(number, claim, spans, lead, tail, before, measure, listed, when)
            self.subjects.append(subject)
            blocked = self._blocked(claim, spans)
            bound = bool(listed or self._paired(number, spans))
            finding = finding or self._judge(
                claim, subject, measure, when, spans, number, blocked, bound
            )
        self.found.append(finding)

    def _before(self, number: int, spans: Spans) -> Claim | None:
        """The number before one in its sentence; words like 二级 are none."""
        for at in range(number - 1, max(-1, number - MOST), -1):
            earlier, found = self.claims[at], self.found[at]
            if earlier.start < spans.sentence[0]:
                return None
            if not earlier.worded or found.fact:
                return earlier
        return None

    def _when(self, claim: Claim, spans: Spans, number: int) -> When | None:
        """The date of a claim: of its sentence, its paragraph, its heading or the whole text."""
        scene = self.scene
        year = scene.text_year()
        near = self.times_from(
            max(spans.sentence[0], claim.outer - REACH), min(spans.sentence[1], claim.last + REACH)
        )
        when = when_of(claim, near, spans, year)
        paired = self._paired(number, spans)
        if paired:
            when = paired
        if when and when.year is None and scene.when:
            when = when._replace(year=scene.when.year)
        self.dated.append(when is not None)
        if when:
            if when.year:
                scene.when = when
            return when
        if scene.when:
            return scene.when
        return scene.heading_when() or (When(scene.year) if scene.year else None)

    def _paired(self, number: int, spans: Spans) -> When | None:
        """The year of a claim in a list of numbers after a list of years; or of a second rise."""
        run = self._run(number)
        if len(run) > MOST:
            return None
        start = self.claims[run[0]].start
        years = [
            t for t in self.times_from(max(spans.sentence[0], start - REACH), start) if t.role == ""
        ]
        if len(run) > 1 and len(years) >= len(run):
            last = years[-len(run) :]
            gaps = (self.text[a.end : b.start] for a, b in zip(last, last[1:], strict=False))
            if all(re.fullmatch(r"\s?(?:[、,，和与及/]|and|, and)\s?", gap) for gap in gaps):
                time = last[run.index(number)]
                return (
                    When(time.year or last[-1].year, time.month, time.part) if time.year else None
                )
        rise = self._rise(number)
        outer = self.claims[rise].outer if rise is not None else 0
        if rise is not None and not any(
            t.role == "from" and 0 <= outer - t.end <= 2 for t in self.times_from(outer - 24, outer)
        ):
            earlier = [
                n
                for n in range(max(0, rise - MOST), rise)
                if self._rise(n) == n and self.claims[n].start >= spans.sentence[0]
            ]
            if earlier:
                return self.whens[earlier[-1] + (number - rise)]
        return None

    def _rise(self, number: int) -> int | None:
        """The number of the claim that a rise begins with (由A增至B), if a claim is in one."""
        for first in (number, number - 1):
            if first < 0 or first + 1 >= len(self.claims):
                continue
            one, two = self.claims[first], self.claims[first + 1]
            before = self.plain[max(0, one.outer - 16) : one.outer]
            between = self.text[one.last : two.outer]
            if re.search(r"(?:由|从|\bfrom)\s*的?\s*$", before) and re.match(
                r"[^，。；;,]{0,8}(?:至|到|为|\bto\b)", between
            ):
                return first
        return None

    def _run(self, number: int) -> list[int]:
        """The claims of a list of numbers that stand one after the other: 1264、22014、32937个."""
        run = [number]
        if number in self.runs:
            return self.runs[number]
        joint = re.compile(r"\s?(?:[、,，和与及]|and|, and)\s?")
        while run[0] and joint.fullmatch(
            self.text[self.claims[run[0] - 1].last : self.claims[run[0]].outer]
        ):
            run.insert(0, run[0] - 1)
        while run[-1] + 1 < len(self.claims) and joint.fullmatch(
            self.text[self.claims[run[-1]].last : self.claims[run[-1] + 1].outer]
        ):
            run.append(run[-1] + 1)
        self.runs.update(dict.fromkeys(run, run))
        return run

    def _listed(self, number: int, claim: Claim, spans: Spans) -> tuple[int, list[str]] | None:
        """The place of a claim in a list of numbers, and what each of them is of.

        A、B和C分别为1、2、3; A and B had 1 and 2, respectively.
        """
        run = self._run(number)
        if not 1 < len(run) <= MOST:
            return None
        first = self.claims[run[0]]
        sentence = self.text[first.start : min(spans.sentence[1], claim.last + REACH)]
        lead = self.blank(spans.sentence[0], first.outer)
        if not re.search("分别|依次|各为", lead[-24:]) and "respectively" not in sentence:
            return None
        clause = re.split(r"[；;：:]|，" if not spans.latin else r"[;:]", lead)
        for words in (next((c for c in reversed(clause) if features(c)), ""), lead):
            items = _items(words, len(run))
            if len(items) == len(run):
                return run.index(number), items
        return None

    # ------------------------------------------------------------ what it is of
    def _subject(
        self, number: int, claim: Claim, spans: Spans, lead: str, tail: str, before: Claim | None,
        measure: Measure, listed: tuple[int, list[str]] | None, when: When | None,
    ) -> Subject:  # fmt: skip
        """The indicators that the words beside a number, or the number before it, may name."""
        near = features(self.blank(spans.sentence[0], claim.outer)) | self.scene.words
        near |= self._topics(number, spans)
        if claim.unit in ("户", "人"):
            near |= {"用户", "user"}
        if listed:
            at, items = listed
            own = features(items[at])
            last = features(items[-1])
            return self._named([own], near | last)
        own = features(lead)
        after = features(tail) if self._counts(claim, tail, spans) else frozenset()
        variants = [each for each in (own, after, own | after) if each]
        concrete = any(feature[0] != "~" for feature in own | after)
        if not concrete:
            return self._inherited(number, claim, spans, before, measure, when)
        subject = self._named(list(dict.fromkeys(variants)), near, own)
        if after and subject.candidates and not claim.worded:
            alone = self._named([own], near).candidates if own else []
            if not alone or alone[0].score < subject.candidates[0].score:
                self.used = claim.last + len(tail)
        if not subject.candidates and before and measure.kind != "level" and self.subjects:
            return NOTHING
        return subject

    def _topics(self, number: int, spans: Spans) -> frozenset[str]:
        """The features of the topics that the sentence is about so far."""
        base = self.verifier.base
        earlier = self.found[max(0, number - MOST) : number]
        topics = {f.fact.topic for f in earlier if f.fact and f.claim.start >= spans.sentence[0]}
        return frozenset().union(*(features(fold(base.topics[each].zh)[0]) for each in topics))

    def _counts(self, claim: Claim, tail: str, spans: Spans) -> bool:
        """Whether the words after a number are what it counts: 24个直联点, 718,000 base stations."""
        if claim.unit in ("元", RANK, "USD") or not tail.strip():
            return False
        return spans.latin or claim.unit not in (PERCENT, POINTS) and tail[:1] not in ("的", " ")

    def _named(
        self,
        variants: list[frozenset[str]],
        near: frozenset[str],
        lead: frozenset[str] = frozenset(),
    ) -> Subject:
        """The best of the candidates that each of some features has."""
        vocabulary = self.verifier.vocabulary
        best: dict[str, Candidate] = {}
        for own in variants:
            for each in match(vocabulary, own, near - own)[:8]:
                extra = lead - own
                if extra:  # words before it that are left out still have to fit
                    foreign = foreign_size(extra, vocabulary.known[each.indicator])
                    each = each._replace(
                        foreign=each.foreign + foreign, score=each.score - 2 * foreign
                    )
                if each.indicator not in best or each.score > best[each.indicator].score:
                    best[each.indicator] = each
        ordered = sorted(best.values(), key=lambda each: -each.score)
        ordered = [each for each in ordered if each.likely]
        exact = frozenset(each.indicator for each in ordered if each.exact)
        return Subject(ordered, exact)

    def _inherited(
        self,
        number: int,
        claim: Claim,
        spans: Spans,
        before: Claim | None,
        measure: Measure,
        when: When | None,
    ) -> Subject:
        """What a number without words of its own is of: what the one before it is of."""
        while before and before.unit in FOREIGN:  # an amount in other money beside it
            number = self.claims.index(before, max(0, number - MOST))
            before = self._before(number, spans)
        if measure.share and before:
            so_far = features(self.blank(spans.sentence[0], claim.outer))
            return self._named([so_far], self.scene.words | self._topics(number, spans))
        if before:
            number = self.claims.index(before, max(0, number - MOST)) + 1
            earlier = self.found[number - 1]
            between = self.text[before.last : claim.outer]
            repeats = measure.kind == "level" and self.measures[number - 1].kind == "level"
            again = (
                when != self.whens[number - 1] and self.dated[number]
            )  # 2022年10万个，2023年12万个
            if repeats and not measure.share and not again and self._rise(number) is None:
                return NOTHING
            return self._same_subject(number - 1) if len(between) < 40 or earlier.fact else NOTHING
        if (
            number
            and self.dated[number]
            and self.text[spans.sentence[0] - 1 : spans.sentence[0]] in ("；", ";")
        ):
            if not any(f[0] != "~" for f in features(self.blank(spans.sentence[0], claim.outer))):
                earlier = self.found[number - 1]
                if measure.kind == self.measures[number - 1].kind:
                    return self._same_subject(number - 1)
        words = features(self.blank(spans.sentence[0], claim.outer))
        if any(feature[0] != "~" for feature in words):
            return self._named([words], self.scene.words)
        if self.scene.words and not self.found:
            subject = self._named([self.scene.words], frozenset())
            return Subject(
                subject.candidates[:1], subject.exact if len(subject.exact) == 1 else frozenset()
            )
        return NOTHING

    def _same_subject(self, number: int) -> Subject:
        """What an earlier number is of, and surely so if a value agreed."""
        earlier, subject = self.found[number], self.subjects[number]
        if not earlier.fact:
            exact = [each for each in subject.candidates if each.indicator in subject.exact]
            return Subject(exact or subject.candidates[:1], subject.exact)
        indicator = earlier.fact.indicator_id
        kept = [each for each in subject.candidates if each.indicator == indicator]
        sure = indicator in subject.exact or earlier.verdict in judge.AGREES
        return Subject(kept or subject.candidates[:1], frozenset([indicator] if sure else ()))

    # ------------------------------------------------------------ the verdict
    def _blocked(self, claim: Claim, spans: Spans) -> str:
        """Why a number can't be one of the whole country, or of the present: "" if it can."""
        start, end = (
            max(spans.clause[0], claim.outer - REACH),
            min(spans.clause[1], claim.last + REACH),
        )
        if planned(self.text[start:end]):
            return "planned"
        here = self.places_from(max(spans.sentence[0], claim.outer - REACH), claim.outer)
        here += self.places_from(claim.last, min(spans.clause[1], claim.last + REACH))
        if here:
            return "" if here[-1].code == NATIONAL else here[-1].code
        return ""

    def _earlier_place(self, spans: Spans) -> bool:
        """Whether an earlier sentence of the paragraph is about another place."""
        about = self.about[bisect_right(self.sentences, spans.sentence[0]) - 1]
        return about not in ("", NATIONAL)

    @cached_property
    def about(self) -> list[str]:
        """The place that the sentences before each sentence are about, "" for none."""
        about, all_of = "", []
        for start, end in zip(self.sentences, [*self.sentences[1:], len(self.text)], strict=True):
            all_of.append(about)
            here = self.places_from(start, end)
            words = len(self.blank(start, here[0].start).strip()) if here else 0
            if here and (here[0].code == NATIONAL or (words < 12 and len(here) < 3)):
                about = here[0].code
        return all_of

    def places_from(self, start: int, end: int) -> list[Place]:
        """The places in a part of the text."""
        starts = self.place_starts
        return self.places[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def place_starts(self) -> list[int]:
        return [place.start for place in self.places]

    def times_from(self, start: int, end: int) -> list[Time]:
        """The dates in a part of the text."""
        starts = self.time_starts
        return self.times[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def time_starts(self) -> list[int]:
        return [time.start for time in self.times]

    def _judge(
        self, claim: Claim, subject: Subject, measure: Measure, when: When | None, spans: Spans,
        number: int, blocked: str, listed: bool,
    ) -> Finding:  # fmt: skip
        """The verdict on a claim by the names of indicators."""
        year = when.year if when else None
        if not subject.candidates or blocked == "planned":
            return Finding(claim, judge.UNKNOWN, year)
        known = self.verifier.vocabulary
        best = subject.candidates[0].score
        exact = self._only(subject, claim, measure)
        for candidate in subject.candidates:
            sure = candidate.indicator == exact
            if candidate.score < best * 0.6 and not sure:
                continue
            facts = [f for f in known.facts[candidate.indicator] if f.scope == "CN" or blocked]
            if blocked and not self._of_place(candidate.indicator, blocked):
                continue
            if found := self._agreeing(claim, facts, measure, when, sure):
                return found
            if found := self._following(claim, facts, measure, when, spans, sure):
                return found
        if found := self._share(claim, measure, number, spans, year):
            return found
        unclear = len(self._run(number)) > 1 and not listed  # which of a list it is
        if exact and not blocked and not unclear and not self._earlier_place(spans):
            facts = [f for f in known.facts[exact] if f.preferred]
            return self._differing(claim, facts, measure, when, number) or Finding(
                claim, judge.UNKNOWN, year
            )
        return Finding(claim, judge.UNKNOWN, year)

    def _of_place(self, indicator: str, code: str) -> bool:
        """Whether an indicator is of a place, by its scope or its names."""
        facts = self.verifier.vocabulary.facts[indicator]
        if any(code in fact.scope for fact in facts):
            return True
        entry = self.verifier.base.indicators[indicator]
        return any(p.code == code for p in places_in(f"{entry.zh} {entry.en}"))

    def _only(self, subject: Subject, claim: Claim, measure: Measure) -> str:
        """The one indicator that exactly fits, "" if several or none do."""
        fitting = [
            each for each in subject.candidates
            if each.indicator in subject.exact and self._measured(each.indicator, claim, measure)
        ]  # fmt: skip
        if not fitting or (len(fitting) > 1 and fitting[1].score > fitting[0].score * 0.97):
            return ""
        return fitting[0].indicator

    def _measured(self, indicator: str, claim: Claim, measure: Measure) -> bool:
        facts = self.verifier.vocabulary.facts[indicator]
        if measure.kind == "level":
            return any(f.measure == "level" and self._comparable(claim, f) for f in facts)
        kinds = ("growth", "change") if claim.unit in (PERCENT, POINTS) else (measure.kind,)
        same = [f for f in facts if f.measure in kinds]
        return bool(same) or any(
            f.measure == "level" and (f.unit == PERCENT) == (claim.unit == POINTS) for f in facts
        )

    def _verbatim(
        self, claim: Claim, measure: Measure, when: When | None, spans: Spans, number: int
    ) -> Finding | None:
        """The finding for a number that stands in the words of a quote."""
        matches = self.verifier.templates.matches(self.text, claim.start, claim.last)
        if not matches:
            return None
        year = when.year if when else None
        best = matches[0].same
        named = {
            (each.fact.indicator_id, each.fact.measure) for each in matches if each.same > best - 6
        }
        differing: Finding | None = None
        for same, template, alike, whole in matches:
            if same < best - 4 and differing:
                break
            dated, series = self._dated(template, when, same, number)
            wrong = (
                same >= 14
                and len(named) == 1
                or same >= 18
                and same == best
                or whole
                and same > WHOLE
            )
            wrong = wrong and alike and not claim.worded
            unit = ""
            for fact in dated:
                if not self._comparable(claim, fact):
                    continue
                verdict, remark = judge.judged(claim, fact, True)
                if not units_agree(claim, fact):
                    verdict, unit, wrong = judge.DIFFERS, "unit", verdict == judge.STATED and alike
                elif (
                    fact is template
                    and alike
                    and not claim.worded
                    and self._same_bound(claim, fact)
                ):
                    if verdict in (judge.CONSISTENT, judge.UNKNOWN):
                        verdict, wrong = judge.DIFFERS, wrong or same >= 11
                if verdict in judge.AGREES:
                    return Finding(claim, verdict, year, fact, None, remark)
            sure = [
                f
                for f in dated
                if (f is template if year is None else fits(when or When(), f) == "same")
            ]
            if (
                year is not None
                and not sure
                and template in dated
                and template.year == year
                and when
                and not when.part
            ):
                sure = [template]
            if wrong and not differing and sure and self._comparable(claim, sure[0]):
                differing = self._other_year(claim, series, sure[0], year) or Finding(
                    claim, judge.DIFFERS, year, sure[0], sure[0], unit
                )
        return differing

    def _dated(
        self, template: Fact, when: When | None, same: int, number: int
    ) -> tuple[list[Fact], list[Fact]]:
        """The values that a quote's words may be of here, the quote's own first; and the series."""
        year = when.year if when else None
        series = [
            fact for fact in self.verifier.vocabulary.facts[template.indicator_id]
            if fact.measure == template.measure and (fact.years or 1) == (template.years or 1)
        ]  # fmt: skip
        dated = [f for f in series if when is None or year is None or fits(when, f)]
        if (
            template not in dated
            and same >= 10
            and (year in (None, template.year) or not self.dated[number])
        ):
            dated.append(template)
        return sorted(dated, key=lambda f: f.id != template.id), series

    def _same_bound(self, claim: Claim, fact: Fact) -> bool:
        """Whether a bound is printed in both, so that the number should be the same."""
        assert fact.quantity
        return (
            claim.quantity.sign != "="
            and claim.quantity.sign == fact.quantity.sign
            and (claim.quantity.half_unit >= fact.quantity.half_unit / 10)
            and not self._rounds(claim, fact)
        )

    def _rounds(self, claim: Claim, fact: Fact) -> bool:
        assert fact.number is not None
        step, value = claim.quantity.unit_of_last, fact.number.copy_abs()
        return claim.quantity.value <= value < claim.quantity.value + step

    def _comparable(self, claim: Claim, fact: Fact) -> bool:
        return units_agree(claim, fact) or {claim.unit, fact.unit} == {PERCENT, POINTS}

    def _agreeing(
        self, claim: Claim, facts: list[Fact], measure: Measure, when: When | None, sure: bool
    ) -> Finding | None:
        """The finding if a value of the date, or of any where there is none, agrees."""
        year = when.year if when else None
        if measure.new and measure.kind == "change":
            sure = False
        for fact in facts:
            if not self._fits_measure(claim, fact, measure):
                continue
            dated = (
                fits(when, fact)
                if when and when.year
                else "may be"
                if not when or not when.part
                else ""
            )
            if not dated or not units_agree(claim, fact):
                continue
            verdict, remark = judge.judged(claim, fact, sure)
            if verdict not in judge.AGREES or not self._directed(measure, fact):
                continue
            digits = len(
                str(claim.quantity.digits.normalize())
                .replace("E+", "")
                .replace(".", "")
                .lstrip("0")
            )
            if not (when and when.year) and verdict == judge.CONSISTENT:
                continue
            if (
                not sure
                and (verdict == judge.CONSISTENT or digits < 3 or (when is None or not when.year))
                and digits < 4
            ):
                if verdict != judge.STATED or digits < 2:
                    continue
            return Finding(claim, verdict, year, fact, None, remark)
        return None

    def _following(
        self,
        claim: Claim,
        facts: list[Fact],
        measure: Measure,
        when: When | None,
        spans: Spans,
        sure: bool,
    ) -> Finding | None:
        """The finding if a change or growth follows from two values, or contradicts them."""
        if measure.kind not in ("change", "growth") or not sure:
            return None
        if any(self._fits_measure(claim, f, measure) and when and fits(when, f) for f in facts):
            return None  # one is stated
        start, end = (
            max(spans.clause[0], claim.outer - REACH),
            min(spans.clause[1], claim.last + REACH),
        )
        bases = [t for t in self.times_from(start, end) if t.role == "base"]
        since = None
        for time in bases:
            if time.year:
                since = When(time.year, time.month, time.part)
            elif time.shift == -1 and time.part:
                return None
        result = from_levels(claim, facts, measure, when, since)
        if not result or not units_agree(claim, result[1]) and claim.unit not in (PERCENT, POINTS):
            return None
        follows, fact, formula = result
        year = when.year if when else None
        if follows:
            return Finding(claim, judge.DERIVED, year, fact, None, formula)
        clear = bool(bases) or re.search(
            "净增|同比|比上年|较上年|year[- ]on[- ]year|yoy", self.text[slice(*spans.clause)]
        )
        if follows is None or measure.new or not clear or fact.unit == "元":
            return None
        return Finding(claim, judge.DIFFERS, year, fact, None, formula)

    def _share(
        self, claim: Claim, measure: Measure, number: int, spans: Spans, year: int | None
    ) -> Finding | None:
        """The finding if a share follows from the number before it and the whole that is named."""
        if not measure.share or not number or self.claims[number - 1].start < spans.sentence[0]:
            return None
        part = self.found[number - 1].fact
        lead = self.plain[self.claims[number - 1].last : claim.outer]
        if not part or part.measure != "level" or part.unit == PERCENT:
            return None
        whole = self._named([features(lead)], frozenset())
        for candidate in whole.candidates:
            for fact in (
                self.verifier.vocabulary.facts[candidate.indicator] if candidate.exact else ()
            ):
                if fact.measure == "level" and fact.preferred and same_unit(part, fact):
                    if formula := share_of(claim, part, fact):
                        return Finding(claim, judge.DERIVED, year, part, None, formula)
        return None

    def _directed(self, measure: Measure, fact: Fact) -> bool:
        """Whether a change goes the same way."""
        if measure.kind not in ("change", "growth") or fact.number is None:
            return True
        return (fact.number < 0) == measure.falls

    def _fits_measure(self, claim: Claim, fact: Fact, measure: Measure) -> bool:
        if measure.kind != fact.measure:
            return False
        if fact.measure == "growth":
            return ((fact.years or 1) > 1) == measure.yearly
        return True

    def _differing(
        self, claim: Claim, facts: list[Fact], measure: Measure, when: When | None, number: int
    ) -> Finding | None:
        """The finding where the words name one indicator, and its value is another."""
        if (
            not when
            or not when.year
            or when.part
            or measure.new
            or (claim.worded and claim.unit != PERCENT)
        ):
            return None
        series = [
            f for f in facts if self._fits_measure(claim, f, measure) and self._comparable(claim, f)
        ]
        if not series and claim.unit in (PERCENT, POINTS) and measure.kind in ("growth", "change"):
            series = [
                f
                for f in facts
                if f.measure in ("growth", "change") and f.unit in (PERCENT, POINTS)
            ]
            series = [
                f
                for f in series
                if f.number is not None and f.number.copy_abs() == claim.quantity.value
            ]
        of_date = [f for f in series if fits(when, f) == "same"]
        right = of_date[0] if of_date else None
        if other := self._other_year(claim, series, right, when.year if when.whole else None):
            return other
        if not right:
            return None
        if {claim.unit, right.unit} == {PERCENT, POINTS}:
            if right.number is None or right.number.copy_abs() != claim.quantity.value:
                return None
            return Finding(claim, judge.DIFFERS, when.year, right, right, "unit")
        verdict, _ = judge.judged(claim, right, True)
        if verdict == judge.DIFFERS or (
            verdict in judge.AGREES and not self._directed(measure, right)
        ):
            return Finding(claim, judge.DIFFERS, when.year, right, right)
        return None

    def _other_year(
        self, claim: Claim, series: list[Fact], right: Fact | None, year: int | None
    ) -> Finding | None:
        """The finding where a value is that of another year."""
        if not year:
            return None
        digits = len(claim.quantity.digits.normalize().as_tuple().digits)
        least = 2 if right else 3
        for fact in series:
            if fact.year == year or digits < least or not units_agree(claim, fact):
                continue
            if right and right.year == fact.year:
                continue
            verdict, remark = judge.judged(claim, fact, True)
            if verdict == judge.STATED or (verdict == judge.ROUNDED and not remark and right):
                return Finding(claim, judge.OTHER_YEAR, year, fact, right)
        return None


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks instead of some parts."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - max(start, at))]
        at = max(end, at)
    return "".join([*pieces, text[at:]])


def _items(words: str, count: int) -> list[str]:
    """The parts of an enumeration; the last "and" is split only where one is missing."""
    items = [item for item in re.split(r"[、，]|,\s", words) if features(item)]
    if len(items) < count and items:
        items[-1:] = [i for i in re.split(r"[和与及]|\sand\s", items[-1]) if features(i)]
    return items


# ---------------------------------------------------------------- units
FOREIGN = ("USD", "EUR", "HKD", "JPY", "GBP", "INR", "KRW", "TWD")
_PERSONS = {"人", "名", "位", "户", "users", "people", "万人"}
_SPECIAL = {
    "元",
    "人次",
    "次",
    "年",
    "月",
    "天",
    "小时",
    "分钟",
    "岁",
    "倍",
    "吨",
    "公里",
    "千瓦时",
    "度",
    "行",
    "核",
    "周年",
    "个月",
    "日",
    "秒",
    "周",
}


def units_agree(claim: Claim, fact: Fact) -> bool:
    """Whether a number can count what a value counts: a bare one can count anything."""
    mine, other = claim.unit, fact.unit or ""
    if fact.measure == "rank" or mine == RANK:
        return (fact.measure == "rank") == (mine == RANK)
    if mine == other:
        return True
    if PERCENT in (mine, other) or POINTS in (mine, other):
        return False
    if not mine or not other:
        return mine not in (
            "USD",
            "EUR",
            "HKD",
            "JPY",
            "GBP",
            "INR",
            "KRW",
            "TWD",
            "年",
            "月",
            "天",
            "倍",
        )
    if mine in KINDS and KINDS.get(mine) == KINDS.get(other):
        return True
    kinds = (_kind(mine), _kind(other))
    return kinds[0] == kinds[1]


def _kind(unit: str) -> str:
    """What a unit counts: things of any kind, or something of its own."""
    if unit in ("人次", "次"):
        return "uses"
    if unit in _SPECIAL or unit.isascii():
        return {"G": "GB", "度": "千瓦时"}.get(unit, unit)
    return "things"
