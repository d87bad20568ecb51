"""Resolve what people type (addresses, labels, aliases, years) to facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import takewhile

from infofacts.errors import BadUsage, NoAnswer
from infofacts.lexicon import in_simplified
from infofacts.messages import N_, _
from infofacts.model import GAPS, Counts, Fact, FactBase, Indicator, Topic, facts_by_indicator, once
from infofacts.record import Record
from infofacts.text import LONGEST_NAME, MOST_SUGGESTED, fold, pattern, shortened, spaced
from infofacts.years import YEAR, Years, is_year, newest, parse_years, spans

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import TypeVar

    Answer = TypeVar("Answer")

# A year after a name (5g.users.2023, 5G基站总数2022年, 5G base stations in 2022) or before it.
_YEAR_TAIL = pattern(
    rf"(?s)(.+?)(?:(?: in |[. ]|(?<=[^\x00-\x7f])){YEAR}年?)?(?:\.(change|growth|rank))?$"
)
CLOSEST = 5  # names that may be meant
_YEAR_HEAD = pattern(rf"(?s){YEAR}(?:年的?| )\s*(.+)$")


class Target(Record):
    """What a name means: a topic or an indicator, and perhaps one year and one measure of it."""

    name: str
    topic: Topic | None = None
    indicator: Indicator | None = None
    year: int | None = None
    measure: str | None = None
    fact: Fact | None = None

    @property
    def entry(self) -> Topic | Indicator:
        """The topic or the indicator."""
        entry = self.indicator or self.topic
        assert entry, "a target names a topic or an indicator"
        return entry


class Misses:
    """Counts unknown names. The first get suggestions, which take longer than all the rest."""

    def __init__(self) -> None:
        self.count = 0

    def message(self, base: FactBase, name: str) -> str:
        """The message for an unknown name; the first one without suggestions says so."""
        self.count += 1
        if len(name) > LONGEST_NAME:
            return _(
                "{name!r}: a name has at most {longest_name:,} characters",
                name=shortened(name),
                longest_name=LONGEST_NAME,
            )
        more = ""
        if self.count <= MOST_SUGGESTED:
            more = closest(base, name)
        elif self.count == MOST_SUGGESTED + 1:
            more = _(
                "; no more suggestions after {most_suggested} unknown names",
                most_suggested=MOST_SUGGESTED,
            )
        return _("nothing is named {name!r}{more}", name=name, more=more)


def resolve(
    base: FactBase, name: str, prefer_topic: bool = True, misses: Misses | None = None
) -> Target:
    """The topic, indicator or fact that a name means. Raises `NoAnswer` with the closest ones.

    A name is an address (5g.base-stations.2023.change) or a label or alias of a topic or an
    indicator, with or without a year after it ("5G base stations", 物联网, 5G基站总数.2023).
    """
    if target := meant(base, name, prefer_topic):
        return target
    raise NoAnswer((misses or Misses()).message(base, name))


def meant(base: FactBase, name: str, prefer_topic: bool = True) -> Target | None:
    """What a name means, as in `resolve`; None for nothing."""
    if fact := base.facts.get(name):
        of_fact = base.indicators[fact.indicator_id]
        return Target(name, None, of_fact, fact.year, fact.measure, fact)
    by_name = _topics_first if prefer_topic else _indicators_first
    for head, year, measure in split_year(name):
        entry = base.topics.get(head) or base.indicators.get(head) or by_name(base).get(fold(head))
        if entry:
            topic = entry if isinstance(entry, Topic) else None
            indicator = entry if isinstance(entry, Indicator) else None
            return Target(name, topic, indicator, int(year) if year else None, measure)
    return None


def joined(base: FactBase, words: Sequence[str]) -> Sequence[str]:
    """The names that words of a command line are: each is one, or all are one of several words.

    All are one (5G base stations 2023) only if a word means nothing by itself. Years behind it
    make a name of each: internet users 2022 2023. So do a topic and an indicator: broadband ports.
    Raises `BadUsage` for a year of no name: the values of another one would be no answer.
    """
    if len(words) < 2 or all(meant(base, word) for word in words):
        return words
    if meant(base, whole := " ".join(words)):
        return [whole]
    years = list(takewhile(is_year, reversed(words)))[::-1]
    others = words[: len(words) - len(years)]
    for name in (" ".join(others), f"{others[0]}.{'-'.join(others[1:])}" if others[1:] else ""):
        if meant(base, name):
            return [f"{name} {year}" for year in years] or [name]
    for word in words:
        if is_year(word) and not meant(base, word):
            raise BadUsage(_("{year} is no name; years go behind -y: -y {year}", year=word))
    return words


def resolve_all(base: FactBase, wanted: Iterable[str]) -> list[Target]:
    """What each name means, in order. Raises `NoAnswer` with every name that means nothing."""
    return answer_all(wanted, lambda name, misses: resolve(base, name, misses=misses))


def answer_all(wanted: Iterable[str], answer: Callable[[str, Misses], Answer]) -> list[Answer]:
    """The answer to each name, in order. Raises `NoAnswer` with the messages of all that do."""
    answers: list[Answer] = []
    missing: list[str] = []
    misses = Misses()
    for name in wanted:
        try:
            answers.append(answer(name, misses))
        except NoAnswer as error:
            missing += error.lines
    if missing:
        raise NoAnswer(*missing)
    return answers


def split_year(name: str) -> Iterator[tuple[str, str | None, str | None]]:
    """The ways to read a name: as a whole, or as name + year + measure; none if it is too long."""
    if len(name) > LONGEST_NAME:
        return
    yield name, None, None
    if tail := _YEAR_TAIL.match(name):
        head, year, measure = tail.groups()
        yield head, year, measure
    if first := _YEAR_HEAD.match(name):
        yield first[2], first[1], None
    if (simple := in_simplified(name)) != name:
        yield from split_year(simple)


@once
def _topics_first(base: FactBase) -> dict[str, Topic | Indicator]:
    return _by_name([*base.topics.values(), *base.indicators.values()])


@once
def _indicators_first(base: FactBase) -> dict[str, Topic | Indicator]:
    return _by_name([*base.indicators.values(), *base.topics.values()])


def _by_name(entries: Sequence[Topic | Indicator]) -> dict[str, Topic | Indicator]:
    """The entry of each folded name: a label goes before an alias, then the earlier one."""
    labels = ((name, entry) for entry in entries for name in (entry.zh, entry.en, entry.id))
    aliases = ((name, entry) for entry in entries for name in entry.aliases)
    by_name: dict[str, Topic | Indicator] = {}
    for name, entry in (*labels, *aliases):
        by_name.setdefault(fold(name), entry)
    by_name.pop("", None)
    return by_name


def closest(base: FactBase, name: str) -> str:
    """'; did you mean …?' with the addresses nearest to an unknown name, or what to try."""
    with suppress(BadUsage):
        if parse_years(name).given:
            return _("; years go behind -y: -y {name}", name=name)
    wanted, words = fold(name), spaced(name)
    entries = _addresses(_likely(base, name))
    # English by whole words only: "nope" is in blockchai(n-ope)n-source, "ai" in st(a-i)ons
    begins, whole = f" {words}" if words.isascii() else words, f" {words} "
    within = [
        address
        for key, (address, text) in entries.items()
        if len(wanted) > 1
        and (begins in text or key and (f"{text} " in whole if key.isascii() else key in wanted))
    ]
    within.sort(key=lambda address: not fold(address).startswith(wanted))
    near = [entries[key][0] for key in nearest(wanted, entries, 2 * CLOSEST)]
    addresses = list(dict.fromkeys([*within[:CLOSEST], *near]))[:CLOSEST]
    return (
        _("; did you mean {addresses}?", addresses=_(", ").join(addresses))
        if addresses
        else _("; try infofacts search")
    )


def nearest(word: str, known: Iterable[str], count: int, likeness: float = 0.6) -> list[str]:
    """The known words most like an unknown one, at most `count`, the nearest first.

    Only some that have the most characters in common with it are compared in their order, which
    takes longer than in proportion; a word of a hundred characters is like none.
    """
    if len(word) > 100:
        return []
    from difflib import SequenceMatcher  # only who mistypes waits for it

    matcher, letters = SequenceMatcher(None, "", word), [(c, word.count(c)) for c in {*word}]
    likely, known = [], list(known)
    # What is left of them without the characters of the word, and how much that may be, by length.
    others = "\n".join(known).translate(dict.fromkeys(map(ord, word))).split("\n")
    most = {}
    for size in {*map(len, known)}:
        least = likeness * (len(word) + size)
        fitting = (left for left in range(size, -1, -1) if 2 * (size - left) >= least)
        most[size] = next(fitting, -1) if 2 * len(word) >= least else -1
    for each, size, left in zip(known, map(len, known), map(len, others), strict=False):
        if left > most[size]:
            continue
        common = sum([min(each.count(char), times) for char, times in letters])
        if (quick := 2 * common / (len(word) + len(each) or 1)) >= likeness:
            likely.append((quick, each))
    found: list[tuple[float, str]] = []
    for quick, each in sorted(likely, reverse=True)[:100]:
        if found[count - 1 :] and quick < found[count - 1][0]:
            break  # what follows is less like it
        matcher.set_seq1(each)
        if (ratio := matcher.ratio()) >= likeness:
            found = sorted([*found, (ratio, each)], reverse=True)
    return [each for _, each in found[:count]]


def _likely(base: FactBase, name: str) -> list[Topic | Indicator]:
    """The topics and indicators that an unknown name has the most in common with."""
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    if name in base.near:
        return [each for each in things if each.id in base.near[name]]
    from infofacts.pieces import near_among

    return [things[place] for place in sorted(near_among(list(map(_names_of, things)), name))]


def _names_of(thing: Topic | Indicator) -> Sequence[str]:
    return (thing.id, thing.zh, thing.en, *thing.aliases)


def _addresses(things: Iterable[Topic | Indicator]) -> dict[str, tuple[str, str]]:
    """For every folded name: its address, and its words, each after a space."""
    addresses: dict[str, tuple[str, str]] = {}
    for thing in things:
        for name in _names_of(thing):
            addresses.setdefault(fold(name), (thing.id, f" {spaced(name)}"))
    return addresses


def agree(target: Target, years: Years) -> None:
    """Raise `BadUsage` where a name and -y ask for different years."""
    if target.year and years.chosen and target.year not in years:
        raise BadUsage(
            _(
                "--year: {name} is of {year}, not of the years asked for",
                name=target.name,
                year=target.year,
            )
        )


# ---------------------------------------------------------------- from targets to facts
def indicators_of(base: FactBase, target: Target) -> list[Indicator]:
    """The indicators of a target, in the base's order."""
    if target.indicator:
        return [target.indicator]
    assert target.topic
    return _by_topic(base).get(target.topic.id, [])


@once
def _by_topic(base: FactBase) -> dict[str, list[Indicator]]:
    by_topic: dict[str, list[Indicator]] = {}
    for indicator in base.indicators.values():
        by_topic.setdefault(indicator.topic, []).append(indicator)
    return by_topic


@once
def counts(base: FactBase) -> Counts:
    """The counts of a base; topics by address, sources by id."""
    facts = base.facts.values()
    return base.counted or Counts(
        Counter(fact.topic for fact in facts),
        Counter(indicator.topic for indicator in base.indicators.values()),
        Counter(fact.source for fact in facts),
        Counter(fact.year for fact in facts),
    )


class Row(Record):
    """One row of a table of facts: an indicator in one year, with all its measures."""

    indicator: Indicator
    year: int
    facts: Sequence[Fact]

    @property
    def level(self) -> Fact | None:
        """The level, if one is stated."""
        return next((f for f in self.facts if f.measure == "level"), None)

    @property
    def other(self) -> str:
        """The part after @ in the addresses (a source id or "derived"), "" if none."""
        return self.facts[0].id.partition("@")[2]

    def split(self) -> Iterator[Row]:
        """One row of the preferred facts, then one per other publication."""
        by_other: dict[str, list[Fact]] = {}
        for fact in self.facts:
            by_other.setdefault(fact.id.partition("@")[2], []).append(fact)
        for facts in by_other.values():
            yield Row(self.indicator, self.year, facts)


def chosen_years(facts: Sequence[Fact], target: Target, years: Years) -> list[int]:
    """The years to show of an indicator: the one named, those asked for, else the newest."""
    known = sorted({fact.year for fact in facts})
    if target.year:
        return [target.year] if target.year in known else []
    if years.chosen:
        return [year for year in known if year in years]
    return [newest(facts)] if facts else []


def pick(base: FactBase, target: Target, year: int | None = None) -> Fact:
    """The one fact of a target: of the year, else the newest one of its measure that is no plan.

    That is the rank if an indicator has nothing else ("world rank of …"). Raises `NoAnswer`
    for a topic, a year without a value, or an indicator without a level.
    """
    if target.fact and year in (None, target.year):
        return target.fact
    if not target.indicator:
        inside = _(", ").join(i.id for i in indicators_of(base, target)[:5])
        raise NoAnswer(
            _(
                "{name!r} is a topic; name one of its indicators: {inside} …",
                name=target.name,
                inside=inside,
            )
        )
    facts = [f for f in facts_by_indicator(base).get(target.indicator.id, []) if f.preferred]
    only_ranked = bool(facts) and all(fact.measure == "rank" for fact in facts)
    measure, wanted = target.measure or ("rank" if only_ranked else "level"), year or target.year
    fitting = [f for f in facts if f.measure == measure and wanted in (None, f.year)]
    final = [fact for fact in fitting if wanted or not fact.planned]
    if final:
        return final[-1]
    if fitting:
        known = _(", ").join(f"{fact.id} ({_(fact.status)})" for fact in fitting)
        template = N_("{id} has no value yet: name the year; it has {known}")
        raise NoAnswer(_(template, id=target.indicator.id, known=known))
    raise NoAnswer(
        lacks(
            target.indicator,
            measure,
            _(" of {year}", year=wanted) if wanted else "",
            facts,
            [wanted] if wanted else [],
        )
    )


def why_not(base: FactBase, target: Target, years: Years) -> str:
    """The message for a target without facts of the years asked for."""
    if not target.indicator:
        return _("{id} has no facts for the years asked for", id=target.entry.id)
    asked = [target.year] if target.year else years.asked(())
    when = (
        _(" of {year}", year=target.year)
        if target.year
        else _(" of the years asked for") * years.chosen
    )
    facts = facts_by_indicator(base).get(target.indicator.id, [])
    return lacks(target.indicator, target.measure, when, facts, asked)


def unknown(indicator: Indicator, years: Iterable[int]) -> str:
    """Why no value of some years is known, as the end of a message; "" where nobody says it."""
    by_reason: dict[str, list[int]] = {}
    for year in years:
        if reason := indicator.gap(year):
            by_reason.setdefault(reason, []).append(year)
    texts = (f"{spans(some)} {_(GAPS[reason])}" for reason, some in by_reason.items())
    reasons = _(", ").join(texts)
    return _("; no value is known: {reasons}", reasons=reasons) if reasons else ""


def lacks(
    indicator: Indicator,
    measure: str | None,
    when: str = "",
    facts: Sequence[Fact] = (),
    years: Iterable[int] = (),
) -> str:
    """The message for a missing value, of some years: what the indicator has instead, and why."""
    what = _("value") if measure in (None, "level") else _(str(measure))
    if facts:
        known = _("it has {facts}", facts=_(", ").join(fact.id for fact in facts[-8:]))
    elif indicator.formula and measure in (None, "level"):
        known = _(
            "show {id} --derived computes it: {formula}", id=indicator.id, formula=indicator.formula
        )
    else:
        known = _("it has no facts at all")
    lacking = _(
        "{id} has no {what}{when}; {known}", id=indicator.id, what=what, when=when, known=known
    )
    return lacking + unknown(indicator, years)
