"""From the blocks of a text to a finding for each of its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from infofacts.model import FactBase
from infofacts.record import replace
from infofacts.verify import judge
from infofacts.verify.claims import POINTS
from infofacts.verify.context import Measure, When, measure_of, when_of
from infofacts.verify.documents import Block, fold
from infofacts.verify.names import features
from infofacts.verify.passage import MOST, REACH, Passage, Spans
from infofacts.verify.subjects import (
    NEIGHBOURS,
    NO_WORDS,
    NOTHING,
    Features,
    Subject,
    beside,
    concrete,
    counts,
    in_full,
    listed,
    named,
    same_subject,
    sure,
    unless_of_part,
)
from infofacts.verify.tables import row_sentences, unit_in
from infofacts.verify.times import MAYBE, PLAN, Time, done, of_plan, planned
from infofacts.verify.verdicts import Finding, Said, Verdicts

BEGINS_LIST = (":", "：")


class Heading(NamedTuple):
    """A heading: its depth, its words, its date, and whether it tells of a plan."""

    depth: int
    words: Features
    when: When | None
    plan: bool


class Scene:
    """What was said before in a document: headings, the paragraph's date, words above a list."""

    def __init__(self, year: int | None = None) -> None:
        self.year = year
        self.headings: list[Heading] = []
        self.when: When | None = None  # of the paragraph
        self.several = False  # whether it has had others
        self.above: When | None = None  # of the words above a list or table
        self.lead = NO_WORDS  # of the words above a list or table
        self.plan = False  # whether those tell of one
        self.unit = ""  # of the numbers of a table, as the words above it say

    def enter(self, passage: Passage) -> None:
        """Begin a block: a heading or paragraph ends what was said in the one before."""
        if passage.kind == "item":
            self.when, self.several = self.above, False
            return
        if passage.kind == "heading":
            depth = passage.depth or 1
            self.headings = [each for each in self.headings if each.depth < depth]
            words = features(passage.words())
            heading = Heading(depth, words, _date(passage), of_plan(passage.text))
            self.headings.append(heading)
        self.when, self.lead, self.unit = None, NO_WORDS, unit_in(passage.text)
        self.several = self.plan = False

    def leave(self, passage: Passage) -> None:
        """End a block: one that ends with a colon stands above a list or table."""
        if passage.kind == "item":
            return
        self.above = self.when
        if passage.text.rstrip().endswith(BEGINS_LIST):
            self.lead = features(passage.words())
            self.plan = of_plan(passage.text)
            self.above = self.when or _date(passage)

    def plans(self) -> bool:
        """Whether a heading or the words above a list tell of a plan."""
        return self.plan or any(heading.plan for heading in self.headings)

    def dated(self, when: When) -> None:
        """Take a date as that of the sentences that follow in the paragraph."""
        self.several |= self.when is not None and self.when.year != when.year
        self.when = when

    def heading_when(self) -> When | None:
        """The date of the nearest heading that has one."""
        return next((each.when for each in reversed(self.headings) if each.when), None)

    def text_year(self) -> int | None:
        """The year that 去年 is before, and that undated numbers are of."""
        when = self.heading_when()
        return (when.year if when else None) or self.year

    @property
    def words(self) -> Features:
        """The features of the headings and of the words above a list."""
        return frozenset().union(self.lead, *(each.words for each in self.headings[-2:]))


def _date(passage: Passage) -> When | None:
    """The first date of a heading or of the words above a list."""
    dates = [time for time in passage.times if time.year and time.role != "base"]
    return When(dates[0].year, dates[0].month, dates[0].part) if dates else None


class Verifier:
    """Finds what a base says of the numbers of texts; `year` is what undated ones are of."""

    def __init__(self, base: FactBase, year: int | None = None) -> None:
        self.base, self.year = base, year
        self.verdicts = Verdicts(base)

    def findings(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, list[Finding]]]:
        """Each block with the findings of its numbers."""
        scene = Scene(self.year)
        for block in blocks:
            yield (
                block,
                self._of_row(block, scene)
                if block.kind == "row"
                else self.read(Passage(block), scene),
            )

    def read(self, passage: Passage, scene: Scene) -> list[Finding]:
        """A finding for every number of a passage; numbers in words only if the base has them."""
        scene.enter(passage)
        reading = Reading(self.verdicts, passage, scene)
        for number in range(len(passage.claims)):
            reading.take(number)
        scene.leave(passage)
        return [found for found in reading.found if not found.claim.worded or found.fact]

    def _of_row(self, block: Block, scene: Scene) -> list[Finding]:
        """The findings of a row of a table: each cell is read as a sentence."""
        found = []
        for claim, sentence in row_sentences(block, scene.unit):
            last = self.read(Passage(sentence), scene)[-1:]
            if not last:
                found.append(Finding(claim, judge.UNKNOWN))
                continue
            read = last[0].claim
            claim = replace(claim, quantity=read.quantity, unit=read.unit)
            found.append(replace(last[0], claim=claim))
        return found


class Reading:
    """The numbers of a passage that were read so far, and what each turned out to be."""

    def __init__(self, verdicts: Verdicts, passage: Passage, scene: Scene) -> None:
        self.verdicts, self.passage, self.scene = verdicts, passage, scene
        self.found: list[Finding] = []
        self.said: list[Said] = []
        self.subjects: list[Subject] = []
        self.used = 0  # where the words after a number end that name its subject

    def take(self, number: int) -> None:
        """Add the finding for a claim, and what later ones may refer to."""
        passage = self.passage
        claim, spans = passage.claims[number], passage.spans(passage.claims[number])
        before = self._before(number, spans)
        earlier = None if before is None else passage.claims[before]
        lead, tail = beside(passage, number, spans, earlier, self.used)
        items = listed(passage, number, spans)
        measure = self._measure(number, spans, lead, tail)
        beside_it = (items[0], "") if items else (lead, tail)
        said = self._said(number, spans, measure, bool(items), beside_it)
        self.said.append(said)
        finding = self.verdicts.verbatim(said, passage.text)
        if finding and finding.fact and finding.verdict in judge.AGREES:
            subject = sure(finding.fact)
        else:
            subject = self._subject(number, spans, lead, tail, items)
            subject = self.verdicts.of_all(said, subject)
        self.subjects.append(subject)
        if not finding:
            part = None if before is None else self.found[number - 1]
            whole = passage.plain[passage.claims[number - 1].last : claim.outer] if part else ""
            fact = part.fact if part and part.verdict in judge.AGREES else None
            finding = self.verdicts.by_names(said, subject, fact, whole)
        if self._said_before(finding, spans):
            finding = Finding(claim, judge.UNKNOWN, said.year)
        self.found.append(finding)

    def _said_before(self, finding: Finding, spans: Spans) -> bool:
        """Whether the value that a number differs from stands right in its sentence already.

        The number is of something else then: 19 GB a month in 2024, and 20.8 GB in December.
        So it is where the sentence has the value of another publication, with its own growth.
        """
        right = finding.right
        if not right or finding.verdict in judge.AGREES:
            return False
        for each in self.found[max(0, len(self.found) - MOST) :]:
            if not each.fact or each.verdict not in judge.AGREES:
                continue
            other = each.fact.indicator_id == right.indicator_id and not each.fact.preferred
            if each.claim.start >= spans.sentence[0] and (other or each.fact is right):
                return True
        return False

    def _before(self, number: int, spans: Spans) -> int | None:
        """The claim before one in its sentence, by its number; words like 二级 are none."""
        for at in range(number - 1, max(-1, number - MOST), -1):
            earlier = self.passage.claims[at]
            if earlier.start < spans.sentence[0]:
                return None
            if not earlier.worded or self.found[at].fact:
                return at
        return None

    # ------------------------------------------------------------ measure and date
    def _measure(self, number: int, spans: Spans, lead: str, tail: str) -> Measure:
        """What a number measures; in a list, what the first one does: 提升3.5、5.2和5个百分点."""
        passage = self.passage
        claim, first = passage.claims[number], passage.claims[passage.run(number)[0]]
        if first is not claim and first.start >= spans.sentence[0]:
            lead = passage.plain[max(spans.sentence[0], first.outer - 24) : first.outer]
        elif not lead:
            lead = passage.plain[max(spans.sentence[0], claim.outer - 1) : claim.outer]
        return measure_of(claim, lead, tail)

    def _said(
        self, number: int, spans: Spans, measure: Measure, in_list: bool, beside_it: tuple[str, str]
    ) -> Said:
        passage = self.passage
        claim = passage.claims[number]
        start, end = passage.around(claim, spans)
        paired = passage.years_of_list(number, spans)
        clause = passage.text[start:end]
        own = self._own_date(number, spans, paired)
        future = planned(clause) or (own is not None and own.plan == PLAN)
        begins = passage.rise(number) == number  # of an earlier year: 由2020年的2亿户增至8.05亿户
        if own and own.year and not (own.plan or future or measure.yearly or begins):
            self.scene.dated(own)
        # Else that of the paragraph, of a heading, or of the whole text.
        when = own or self.scene.when or self.scene.heading_when() or When(self.scene.year)
        # From 21.6% to 39.8% in a decade; rose 11.8% to 1.97 trillion yuan ($2 billion) last year.
        later = spans.latin and passage.times_from(claim.last, spans.sentence[1])
        unsure = not own and bool(begins or self.scene.several or later)
        unsure = unsure or (self.scene.plans() and not done(clause))
        if unsure and not when.plan:
            when = when._replace(plan=MAYBE)
        return Said(
            claim, measure, when,
            years=frozenset() if own else frozenset([self.scene.text_year()]),
            alone=len(passage.run(number)) == 1 or in_list or paired is not None,
            listed=in_list, clause=clause, planned=future,
            bases=tuple(t for t in passage.times_from(start, end) if t.role == "base"),
            place=passage.place_of(claim, spans), place_before=passage.place_before(spans),
            lead=beside_it[0], tail=beside_it[1], latin=spans.latin,
        )  # fmt: skip

    def _own_date(self, number: int, spans: Spans, paired: Time | None) -> When | None:
        """The date that the sentence of a claim gives it."""
        passage, scene = self.passage, self.scene
        claim = passage.claims[number]
        start, end = max(spans.sentence[0], claim.outer - REACH), claim.last + REACH
        near = passage.times_from(start, min(spans.sentence[1], end))
        if spans.latin and passage.rise(number) == number - 1:  # from 1 in 2020 to 2
            first = passage.claims[number - 1].last
            to = passage.text.rfind(" to ", first, claim.outer + 1)
            near = [time for time in near if not first <= time.start < to]
        when = when_of(claim, near, spans, scene.text_year())
        if paired and paired.year:
            when = When(paired.year, paired.month, paired.part)
        elif rise := self._rise_before(number, spans):
            when = rise
        if when and when.year is None and scene.when:
            when = when._replace(year=scene.when.year)
        return when

    def _rise_before(self, number: int, spans: Spans) -> When | None:
        """The date of the same end of an earlier rise: 普及率由50.3%到70.4% after 网民由…增至…."""
        passage = self.passage
        rise = passage.rise(number)
        if rise is None:
            return None
        outer = passage.claims[rise].outer
        if any(
            t.role == "from" and outer - t.end <= 2 for t in passage.times_from(outer - 24, outer)
        ):
            return None
        for earlier in range(rise - 1, max(-1, rise - MOST), -1):
            if passage.claims[earlier].start < spans.sentence[0]:
                return None
            if passage.rise(earlier) == earlier:
                return self.said[earlier + number - rise].when
        return None

    # ------------------------------------------------------------ subject
    def _subject(
        self, number: int, spans: Spans, lead: str, tail: str, items: list[str]
    ) -> Subject:
        """The indicators that the words beside a number, or the number before it, may name."""
        claim, vocabulary = self.passage.claims[number], self.verdicts.vocabulary
        near = features(self.passage.words(spans.sentence[0], claim.outer)) | self.scene.words
        near |= self._topics(number, spans)
        if claim.unit in ("户", "人"):
            near |= {"用户", "user"}
        if items:
            return in_full(named(vocabulary, [features(items[0])], near | features(items[1])))
        own = features(lead)
        after = features(tail) if counts(claim, tail, spans) else NO_WORDS
        if not concrete(own | after):
            return self._inherited(number, spans)
        variants = list(dict.fromkeys(each for each in (own, after, own | after) if each))
        subject = named(vocabulary, variants, near, own)
        subject = unless_of_part(vocabulary, subject, self._unrecognised(number, spans))
        if after and subject.candidates and not claim.worded:
            alone = named(vocabulary, [own], near).candidates if own else []
            if not alone or alone[0].score < subject.candidates[0].score:
                self.used = claim.last + len(tail)
        return subject

    def _unrecognised(self, number: int, spans: Spans) -> Features:
        """The features of the words beside the number before, if no fact was found for it."""
        before = self._before(number, spans)
        if before is None or self.found[before].fact:
            return NO_WORDS
        claim = self.passage.claims[before]
        return features(self.passage.words(self.passage.spans(claim).clause[0], claim.outer))

    def _topics(self, number: int, spans: Spans) -> Features:
        """The features of the topics that the sentence is about so far."""
        topics = self.verdicts.base.topics
        earlier = self.found[max(0, number - MOST) : number]
        used = {f.fact.topic for f in earlier if f.fact and f.claim.start >= spans.sentence[0]}
        return frozenset().union(*(features(fold(topics[each].zh)[0]) for each in used))

    def _inherited(self, number: int, spans: Spans) -> Subject:
        """What a number without words of its own is of: what the one before it is of."""
        passage, vocabulary, said = self.passage, self.verdicts.vocabulary, self.said[number]
        claim = passage.claims[number]
        before = self._before(number, spans)
        while before is not None and self._beside_money(before):
            before = self._before(before, spans)
        rises = said.measure.kind in ("change", "growth") and claim.unit != POINTS
        while rises and before is not None and self.said[before].measure.share:
            before = self._before(before, spans)  # 占网民的37.7%，增长364万人 is no rise of 网民
        words = features(passage.words(spans.sentence[0], claim.outer))
        if said.measure.share and before is not None:
            return named(vocabulary, [words], self.scene.words | self._topics(number, spans))
        if before is not None:
            earlier = self.said[before]
            levels = said.measure.kind == earlier.measure.kind == "level"
            again = not said.years and said.when != earlier.when  # 2022年10万个，2023年12万个
            if levels and not again and passage.rise(number) is None:
                return NOTHING
            near = self.found[before].fact or claim.outer - earlier.claim.last < NEIGHBOURS
            return self._same(before) if near else NOTHING
        parted = passage.text[spans.sentence[0] - 1 : spans.sentence[0]] in ("；", ";")
        if number and parted and not said.years and not concrete(words):
            same = said.measure.kind == self.said[number - 1].measure.kind
            return self._same(number - 1) if same else NOTHING
        if concrete(words):
            return named(vocabulary, [words], self.scene.words)
        if self.scene.words and not self.found:
            subject = named(vocabulary, [self.scene.words], NO_WORDS)
            exact = subject.exact if len(subject.exact) == 1 else frozenset[str]()
            return Subject(subject.candidates[:1], exact)
        return NOTHING

    def _beside_money(self, number: int) -> bool:
        """Whether a number only says in other money what the one before it says."""
        return self.passage.claims[number].unit in judge.FOREIGN and not self.found[number].fact

    def _same(self, number: int) -> Subject:
        found = self.found[number]
        return same_subject(self.subjects[number], found.fact, found.verdict)
