"""A paragraph, heading or item: its sentences, clauses, dates, places and numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from infofacts.verify.claims import ITEM_NUMBER, PERCENT, Claim, claims_in
from infofacts.verify.documents import Block
from infofacts.verify.places import NATIONAL, Place, places_in
from infofacts.verify.times import Time, of_plans, times_in

REACH = 400  # characters around a number that are read
MOST = 30  # numbers of one list
_SENTENCE_END = re.compile(r"[。！？!?；;]|(?<=[A-Za-z)\]\d%”\"])\.(?=\s+[A-Z“\"(\d]|\s*$)")
_CLAUSE_END = re.compile(
    r"(?<!\d),|,(?!\d{3}(?!\d))|[，；;：:()（）|\x1f、—。]|(?<=\s)(?:while|whereas)(?=\s)"
    r"|(?<=\s)and(?=\s(?:is|are|will|aims?|plans?|expects?|should)\b)"
)
LATIN = 8  # English letters for each Chinese character, in an English sentence
_HAN, _LETTERS = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]")
_JOINT = re.compile(r"\s?(?:[、,，和与及/]|and|, and)\s?")
_RISES_FROM = re.compile(r"(?:由|从|\bfrom)\s*的?\s*$")
_RISES_TO = re.compile(r"[^，。；;,]{0,24}?(?:至|到|为|\bto\b)")


class Spans(NamedTuple):
    """The sentence and the clause of a number in a folded text; `latin` where it is English."""

    text: str
    sentence: tuple[int, int]
    clause: tuple[int, int]
    latin: bool


class Passage:
    """The text of a block, folded, and what stands where in it."""

    def __init__(self, block: Block) -> None:
        self.kind, self.depth = block.kind, block.depth
        self.text = block.text.folded
        times = times_in(self.text)
        self.claims = claims_in(self.text, times)
        self.sentences = [0, *(m.end() for m in _SENTENCE_END.finditer(self.text))]
        clauses = {m.end() for m in _CLAUSE_END.finditer(self.text)}
        self.clauses = sorted(clauses.union(self.sentences))
        self.times = of_plans(times, self.text, self.sentences, self.clauses)
        self._runs: dict[int, list[int]] = {}
        self._time_starts = [time.start for time in self.times]

    # ------------------------------------------------------------ words
    @cached_property
    def plain(self) -> str:
        """The text with blanks instead of its dates and the number of an item."""
        spans = [(time.start, time.end) for time in self.times]
        if number := ITEM_NUMBER.match(self.text):
            spans.insert(0, number.span())
        return _blanked(self.text, spans)

    @cached_property
    def _bare(self) -> str:
        return _blanked(self.plain, [(claim.outer, claim.last) for claim in self.claims])

    def words(self, start: int = 0, end: int | None = None) -> str:
        """The last `REACH` characters of a part, with blanks instead of dates and numbers."""
        end = len(self.text) if end is None else end
        return self._bare[max(start, end - REACH) : end]

    def spans(self, claim: Claim) -> Spans:
        """The sentence and clause of a claim."""
        sentence, clause = (self._span(ends, claim) for ends in (self.sentences, self.clauses))
        clause = (max(clause[0], sentence[0]), min(clause[1], sentence[1]))
        start, end = max(sentence[0], claim.start - REACH), min(sentence[1], claim.last + REACH)
        return Spans(self.text, sentence, clause, _latin(self.text[start:end]))

    def _span(self, ends: list[int], claim: Claim) -> tuple[int, int]:
        at = bisect_right(ends, claim.start)
        return ends[at - 1], ends[at] if at < len(ends) else len(self.text)

    def around(self, claim: Claim, spans: Spans) -> tuple[int, int]:
        """The clause of a claim, as far as it is read."""
        start, end = spans.clause
        return max(start, claim.outer - REACH), min(end, claim.last + REACH)

    # ------------------------------------------------------------ dates and places
    def times_from(self, start: int, end: int) -> list[Time]:
        """The dates in a part of the text."""
        starts = self._time_starts
        return self.times[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _places(self) -> tuple[list[Place], list[int]]:
        places = places_in(self.text)
        return places, [place.start for place in places]

    def places_from(self, start: int, end: int) -> list[Place]:
        """The places in a part of the text."""
        places, starts = self._places
        return places[bisect_left(starts, start) : bisect_left(starts, end)]

    def place_of(self, claim: Claim, spans: Spans) -> str:
        """The code of the place that a claim's sentence is about, "" for the whole country."""
        here = self.places_from(max(spans.sentence[0], claim.outer - REACH), claim.outer)
        here += self.places_from(claim.last, self.around(claim, spans)[1])
        return here[-1].code if here and here[-1].code != NATIONAL else ""

    def place_before(self, spans: Spans) -> str:
        """The code of the place that the sentences before are about, "" for the whole country."""
        return self._about[bisect_right(self.sentences, spans.sentence[0]) - 1]

    @cached_property
    def _about(self) -> list[str]:
        """For each sentence the place that those before it are about."""
        about, all_of = "", []
        for start, end in zip(self.sentences, [*self.sentences[1:], len(self.text)], strict=True):
            all_of.append(about)
            here = self.places_from(start, end)
            words = len(self.words(start, here[0].start).strip()) if here else 0
            if here and (here[0].code == NATIONAL or (words < 12 and len(here) < 3)):
                about = "" if here[0].code == NATIONAL else here[0].code
        return all_of

    # ------------------------------------------------------------ lists and rises
    def run(self, number: int) -> list[int]:
        """The claims of a list of numbers that stand one after the other: 1264、22014、32937个."""
        if number in self._runs:
            return self._runs[number]
        first = last = number
        while first and self._joined(first - 1):
            first -= 1
        while last + 1 < len(self.claims) and self._joined(last):
            last += 1
        run = list(range(first, last + 1))
        self._runs.update(dict.fromkeys(run, run))
        return run

    def _joined(self, number: int) -> bool:
        one, two = self.claims[number], self.claims[number + 1]
        joint = _JOINT.fullmatch(self.text, one.last, max(one.last, two.outer))
        if joint and joint[0].strip() in (",", "，"):  # 10.92亿人，77.5% is no list
            return (one.unit == PERCENT) == (two.unit == PERCENT) and one.plus == two.plus
        return joint is not None

    def rise(self, number: int) -> int | None:
        """The number of the claim that a rise begins with (由A增至B), if a claim is in one."""
        for first in (number, number - 1):
            if first < 0 or first + 1 >= len(self.claims):
                continue
            one, two = self.claims[first], self.claims[first + 1]
            before = self.plain[max(0, one.outer - 16) : one.outer]
            between = self.text[one.last : two.outer]
            if _RISES_FROM.search(before) and _RISES_TO.match(between):
                return first
        return None

    def years_of_list(self, number: int, spans: Spans) -> Time | None:
        """The date of a claim in a list of numbers after a list of dates."""
        run = self.run(number)
        if not 1 < len(run) <= MOST:
            return None
        start = self.claims[run[0]].start
        before = self.times_from(max(spans.sentence[0], start - REACH), start)
        dates = [time for time in before if time.role == ""][-len(run) :]
        gaps = (self.text[a.end : b.start] for a, b in zip(dates, dates[1:], strict=False))
        if len(dates) < len(run) or not all(map(_JOINT.fullmatch, gaps)):
            return None
        return dates[run.index(number)]


def _latin(text: str) -> bool:
    """Whether a sentence is English: a Chinese unit or name in it changes nothing."""
    return text.isascii() or len(_HAN.findall(text)) * LATIN < len(_LETTERS.findall(text))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks instead of some parts."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - max(start, at))]
        at = max(end, at)
    return "".join([*pieces, text[at:]])
