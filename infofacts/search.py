"""Words -> facts: of the indicators that a query finds the facts that meet it, best first.

Years, units and measures choose among the facts of an indicator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

from infofacts.meeting import Reading
from infofacts.model import Fact, FactBase, Hit, facts_by_indicator
from infofacts.query import Query, parse_query
from infofacts.record import Record
from infofacts.retrieval import NAMED, READ, rank
from infofacts.wordings import Said

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from sqlite3 import Connection

    from infofacts.filters import Filters

    # Makes the part of a base with some indicators, and with what has certain names.
    Reader = Callable[[Iterable[str], Iterable[str]], FactBase]
    Found = tuple[FactBase, list[Hit]]

FIRST = 12  # indicators that are enough if the best hit meets the whole question
MOST = 1 << 30  # rows that SQLite is asked for
FAINT = 0.05  # hits below this part of the best are left out
FEW = 10  # hits that are usual
MET = 2.0  # a hit that meets the whole question comes before one that is a little better
BESIDES = 0.1  # how much less a fact counts all of whose label was not asked for


def find(
    connection: Connection,
    words: Sequence[str],
    count: int,
    read: Reader,
    spoken: Callable[[str], str],
    filters: Filters | None = None,
    ready: bool = False,
) -> Found:
    """The best facts for some words, best first, and the part of the base that they are in.

    What nothing meets may be pinyin: `spoken` has the name for it. In the index words of names
    stand `ready`.
    """
    answer = _written(connection, words, count, read, filters, ready)
    if _met(answer) or not (name := spoken(" ".join(words))):
        return answer
    again = _written(connection, [name], count, read, filters, ready)
    return again if _met(again) else answer


def _written(
    connection: Connection,
    words: Sequence[str],
    count: int,
    read: Reader,
    filters: Filters | None,
    ready: bool,
) -> Found:
    """The best facts for words as they are written."""
    query = parse_query(words)
    # Whether an indicator has a fact that the filters leave is seen later.
    filtered = filters is not None and filters.chosen
    ranked = rank(connection, query, MOST if filtered else count, ready)
    # All for a place or a group, which few facts meet.
    rare = query.question.of("place") or query.question.of("group")
    first = len(ranked) if filtered else max(count, READ if rare else FIRST)
    for some in (ranked[:first], ranked):
        base = read([ident for ident, _ in some], query.names)
        answer = base, best(base, some, query, count, filters)
        if _met(answer) or len(some) == len(ranked):
            break
    return answer


def _met(answer: Found) -> bool:
    """Whether the first hit meets the whole question."""
    return bool(answer[1]) and not answer[1][0].unmet


def best(
    base: FactBase,
    ranked: Sequence[tuple[str, float]],
    query: Query,
    count: int,
    filters: Filters | None = None,
) -> list[Hit]:
    """Of each indicator the fact that fits the query best, of those that filters leave.

    Facts with a number of the query come first, then those that meet more of its words. The first
    is followed by the report's own value, if it is newer and that meets all words, too. A growth
    is of one year: if none is named, the report's own comes before the newest one. If more hits
    are wanted than usual, the other facts that meet all words follow.
    """
    select = filters.select if filters else list[Fact]
    facts = {ident: select(some) for ident, some in facts_by_indicator(base).items()}
    scored = _scored(base, ranked, query, facts)
    least = FAINT * max((hit.score for hit in scored if hit.score < NAMED), default=0.0)
    hits = sorted(scored, key=attrgetter("order"))
    hits = [h for h in hits if h.order[0] < 5 or h.score >= least or not h.reading.unmet]
    chosen = [Hit.of(hit.reading.fact, hit.reading.unmet) for hit in hits[:count]]
    for hit in hits[:1]:
        if own := _own_value(base, hit.reading, query, facts):
            chosen.insert(1, Hit.of(own, ()))
    known = {hit.id for hit in chosen}
    for hit in scored if count > FEW else ():
        if len(chosen) >= count:
            break
        others = reversed(facts[hit.reading.fact.indicator_id])
        for other in (fact for fact in others if fact.id not in known):
            if not Reading(query.question, other, hit.reading.said, query.guesses).unmet:
                chosen.append(Hit.of(other, ()))
    return chosen[:count]


class _Scored(Record):
    """The best fact of an indicator: the sort key, the score, how it is read."""

    order: tuple[int, float, int]
    score: float
    reading: Reading


def _scored(
    base: FactBase,
    ranked: Sequence[tuple[str, float]],
    query: Query,
    facts: Mapping[str, Sequence[Fact]],
) -> list[_Scored]:
    """The best fact of each indicator that has one, as they are ranked."""
    report, scored = next(iter(base.sources), ""), []
    worded = max((score for _, score in ranked if score < NAMED), default=0.0)
    for place, (ident, score) in enumerate(ranked):
        if not (some := facts.get(ident)):
            continue
        fact = max(some, key=lambda fact: _fitness(fact, query, report))
        said = Said(base.indicators[ident], base.topics[fact.topic], base.memo.get("read", {}))
        reading = Reading(query.question, fact, said, query.guesses)
        if score >= NAMED:  # its name may not be all that is asked for
            score = max(score - NAMED, worded) if reading.unmet else NAMED
        fit = (1 - reading.part_unmet) ** 2 * (0.7 if reading.elsewhere else 1)
        fit *= 1 - BESIDES * reading.besides
        asked = {"growth": query.growth, "rank": query.rank}
        fit *= 1 if asked.get(fact.measure, True) else 0.8
        fit *= 1 if reading.unmet else MET
        scored.append(_Scored((_numbered(reading), -score * fit, place), score, reading))
    return scored


def _own_value(
    base: FactBase, first: Reading, query: Query, facts: Mapping[str, Sequence[Fact]]
) -> Fact | None:
    """The report's own value of the first hit, or the newest growth, if that meets all words."""
    left = facts[first.fact.indicator_id]
    growths = [fact for fact in left if query.growth and fact.measure == first.fact.measure]
    own = report_value(base, first.fact) or next(reversed(growths), first.fact)
    older = own != first.fact and own in left
    met = older and not Reading(query.question, own, first.said, query.guesses).unmet
    return own if met else None


def report_value(base: FactBase, fact: Fact) -> Fact | None:
    """The number of the report itself, the first source, where a fact is a newer one of another."""
    report = next(iter(base.sources), "")
    if fact.source == report or fact.number is None:
        return None
    same = (f for f in facts_by_indicator(base)[fact.indicator_id] if f.measure == fact.measure)
    own = [f for f in same if f.source == report and f.year < fact.year and f.number is not None]
    return own[-1] if own else None


def _numbered(reading: Reading) -> int:
    """How well a fact has a number that was asked for: 0 best, 5 not at all.

    First those that meet the whole question, with the value before those with it in their words;
    of each, those with its bound first.
    """
    numbers = reading.question.numbers
    with_value = [part for part in numbers if reading.has_value(part, any_bound=True)]
    if not numbers or reading.unmet and not with_value:
        return 5
    if not with_value:
        return 2
    bound = any(part.sign in ("=", reading.fact.bound) for part in with_value)
    return (3 if reading.unmet else 0) + (not bound)


def _fitness(fact: Fact, query: Query, report: str) -> tuple[int, ...]:
    """How well a fact fits among those of its indicator."""
    numbers = query.numbers
    measures = ("growth", "change") if query.growth else ("rank",) if query.rank else ()
    return (
        fact.number is not None and fact.number.copy_abs() in query.values,
        bool(numbers) and any(number in fact.printed for number in numbers),
        bool(numbers) and any(n in text for n in numbers for text in (*fact.also, fact.quote)),
        fact.preferred,
        fact.year in query.years, fact.measure in measures, fact.unit in query.units,
        query.growth and not query.years and fact.source == report,
        fact.measure == "level", not fact.planned, fact.year,
    )  # fmt: skip
