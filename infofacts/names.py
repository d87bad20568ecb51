"""From what a person types to what the base holds: addresses, labels, aliases and years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from infofacts.errors import BadUsage, NoAnswer
from infofacts.model import MEASURES, Fact, FactBase, Indicator, Topic
from infofacts.text import fold

# A year behind a name (5g.users.2023, 5G基站总数2022年, 5G base stations in 2022) or before it.
_YEAR = r"((?:19|20)\d\d)"
_YEAR_TAIL = re.compile(
    rf"(.+?)(?:(?: in |[. ]|(?<=[^\x00-\x7f])){_YEAR}年?)?(?:\.(change|growth|rank))?$", re.DOTALL
)
_YEAR_HEAD = re.compile(rf"{_YEAR}(?:年的?| )\s*(.+)$", re.DOTALL)
Found = TypeVar("Found")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Years:
    """Which years are asked for: `listed` ones, a range, the `latest`, or no choice made."""

    first: int = 0
    last: int = 9999
    listed: tuple[int, ...] = ()
    latest: bool = False

    def __contains__(self, year: int) -> bool:
        return year in self.listed if self.listed else self.first <= year <= self.last

    @property
    def chosen(self) -> bool:
        """Whether certain years were asked for, rather than the newest."""
        return bool(self.listed or self.first or self.last < 9999)

    @property
    def given(self) -> bool:
        """Whether the person said anything about years."""
        return self.chosen or self.latest

    def asked(self, known: Iterable[int]) -> list[int]:
        """The years to answer for, in order: all of a closed range, else those known."""
        if self.listed:
            return sorted(self.listed)
        if self.first and self.last < 9999:
            return list(range(self.first, self.last + 1))
        return sorted({year for year in known if year in self})

    def of(self, facts: Sequence[Fact]) -> list[Fact]:
        """Those of an indicator's facts that are asked for."""
        if self.latest:
            newest = max((fact.year for fact in facts), default=0)
            return [fact for fact in facts if fact.year == newest]
        return [fact for fact in facts if fact.year in self]


ANY_YEAR = Years()


def parse_years(text: str | None) -> Years:
    """Read `-y`: 2023, 2019:2023, 2019:, :2023, 2022,2023 or latest; None is no choice."""
    if text is None or text == "latest":
        return Years(latest=text is not None)
    if re.fullmatch(r"\d{4}(,\d{4})*", text):
        return Years(listed=tuple(dict.fromkeys(int(year) for year in text.split(","))))
    if found := re.fullmatch(r"(\d{4})?:(\d{4})?", text):
        first, last = int(found[1] or 0), int(found[2] or 9999)
        if first <= last:
            return Years(first, last)
    raise BadUsage(f"--year {text}: expected 2023, 2019:2023, 2022,2023 or latest")


@dataclass(frozen=True, slots=True)
class Target:
    """What a name means: a topic or an indicator, and perhaps one year and one measure of it."""

    name: str
    topic: Topic | None = None
    indicator: Indicator | None = None
    year: int | None = None
    measure: str | None = None
    fact: Fact | None = None

    @property
    def thing(self) -> Topic | Indicator:
        """The topic or the indicator."""
        thing = self.indicator or self.topic
        assert thing, "a target names a topic or an indicator"
        return thing


def resolve(base: FactBase, name: str, prefer_topic: bool = True) -> Target:
    """The topic, indicator or fact that a name means. Raises `NoAnswer` with the closest ones.

    A name is an address (5g.base-stations.2023.change) or a label or alias of a topic or an
    indicator, with a year behind it or not ("5G base stations", 物联网, 5G基站总数.2023).
    """
    if fact := base.facts.get(name):
        return _fact_target(base, name, fact)
    for head, year, measure in split_year(name):
        if found := _thing(base, head, prefer_topic):
            topic = found if isinstance(found, Topic) else None
            indicator = found if isinstance(found, Indicator) else None
            return Target(name, topic, indicator, int(year) if year else None, measure)
    raise NoAnswer(f"nothing is named {name!r}{closest(base, name)}")


def split_year(name: str) -> Iterator[tuple[str, str | None, str | None]]:
    """What in a name may name a thing: the whole, else all but a year and a measure behind it."""
    yield name, None, None
    if tail := _YEAR_TAIL.match(name):
        head, year, measure = tail.groups()
        yield head, year, measure
    if first := _YEAR_HEAD.match(name):
        yield first[2], first[1], None


def _fact_target(base: FactBase, name: str, fact: Fact) -> Target:
    indicator = base.indicators[fact.indicator_id]
    return Target(name, None, indicator, fact.year, fact.measure, fact)


def _thing(base: FactBase, name: str, prefer_topic: bool) -> Topic | Indicator | None:
    """The topic or indicator with this address, else this label, else this alias."""
    if name in base.topics or name in base.indicators:
        return base.topics.get(name) or base.indicators[name]
    first = _topics_first if prefer_topic else _indicators_first
    return _once(base, first).get(fold(name))


def _topics_first(base: FactBase) -> dict[str, Topic | Indicator]:
    return _named([*base.topics.values(), *base.indicators.values()])


def _indicators_first(base: FactBase) -> dict[str, Topic | Indicator]:
    return _named([*base.indicators.values(), *base.topics.values()])


def _named(things: Sequence[Topic | Indicator]) -> dict[str, Topic | Indicator]:
    """What each folded name means: a label goes before an alias, then the earlier before the later."""
    found: dict[str, Topic | Indicator] = {}
    for thing in things:
        for label in (thing.zh, thing.en, thing.id):
            found.setdefault(fold(label), thing)
    for thing in things:
        for alias in thing.aliases:
            found.setdefault(fold(alias), thing)
    found.pop("", None)
    return found


def _once(base: FactBase, work: Callable[[FactBase], Found]) -> Found:
    """What a function makes of a base, made once."""
    if work not in base.memo:
        base.memo[work] = work(base)
    found: Found = base.memo[work]
    return found


def closest(base: FactBase, name: str, count: int = 5) -> str:
    """'; did you mean …': the addresses nearest to a name that is not in the base, or ''."""
    wanted, words = fold(name), _worded(name)
    keys = _once(base, _addresses)
    begins = f" {words}" if words.isascii() else words  # "nope" is not in blockchain-open-source
    within = [
        address
        for key, (address, text) in keys.items()
        if len(wanted) > 1 and (begins in text or key in wanted and key)
    ]
    near = [keys[k][0] for k in nearest(wanted, keys, 2 * count)]
    found = list(dict.fromkeys([*_beginning(within, wanted)[:count], *near]))[:count]
    return f"; did you mean {', '.join(found)}?" if found else "; try infofacts search"


def nearest(word: str, known: Iterable[str], count: int, likeness: float = 0.6) -> list[str]:
    """The known words most like one that is not known, at most `count`, the nearest first."""
    from difflib import get_close_matches  # only who mistypes waits for it

    return get_close_matches(word, known, n=count, cutoff=likeness)


def _addresses(base: FactBase) -> dict[str, tuple[str, str]]:
    """Of every folded name the address, and its words, each with a space before it."""
    keys: dict[str, tuple[str, str]] = {}
    things: Iterable[Topic | Indicator] = chain(base.topics.values(), base.indicators.values())
    for thing in things:
        for key in (thing.id, thing.zh, thing.en, *thing.aliases):
            keys.setdefault(fold(key), (thing.id, f" {_worded(key)}"))
    return keys


def _worded(name: str) -> str:
    """A name with one space between its words."""
    return _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def _beginning(addresses: list[str], wanted: str) -> list[str]:
    """Addresses that begin with the name before the others; each part in the base's order."""
    return sorted(addresses, key=lambda address: not fold(address).startswith(wanted))


def agree(target: Target, years: Years) -> None:
    """Raise `BadUsage` where a name and -y ask for different years."""
    if target.year and years.chosen and target.year not in years:
        raise BadUsage(f"--year: {target.name} is of {target.year}, not of the years asked for")


# ---------------------------------------------------------------- from targets to facts
def indicators_of(base: FactBase, target: Target) -> list[Indicator]:
    """The indicators that a target stands for, in the base's order."""
    if target.indicator:
        return [target.indicator]
    assert target.topic
    return [i for i in base.indicators.values() if i.topic == target.topic.id]


def facts_by_indicator(base: FactBase) -> dict[str, list[Fact]]:
    """The facts of every indicator, by year, level before change, growth and rank."""
    return _once(base, _by_indicator)


def _by_indicator(base: FactBase) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in base.facts.values():
        found.setdefault(fact.indicator_id, []).append(fact)
    for facts in found.values():
        facts.sort(key=lambda f: (f.year, not f.preferred, MEASURES.index(f.measure)))
    return found


def facts_of(base: FactBase, indicator: Indicator) -> list[Fact]:
    """The facts of one indicator, in the same order."""
    return facts_by_indicator(base).get(indicator.id, [])


def chosen_years(facts: Sequence[Fact], target: Target, years: Years) -> list[int]:
    """The years to show of an indicator: the one named, those asked for, else the newest."""
    known = sorted({fact.year for fact in facts})
    if target.year:
        return [target.year] if target.year in known else []
    if years.chosen:
        return [year for year in known if year in years]
    return known[-1:]


def pick(base: FactBase, target: Target, year: int | None = None) -> Fact:
    """The one fact a target means: of the year, else the newest that has this measure.

    Of an indicator that is a rank ("world rank of …") that is the rank. Raises `NoAnswer` for
    a topic, a year without a value, or an indicator without a level.
    """
    if target.fact and year in (None, target.year):
        return target.fact
    if not target.indicator:
        inside = ", ".join(i.id for i in indicators_of(base, target)[:5])
        raise NoAnswer(f"{target.name!r} is a topic; name one of its indicators: {inside} …")
    facts = [f for f in facts_of(base, target.indicator) if f.preferred]
    only_ranked = bool(facts) and all(fact.measure == "rank" for fact in facts)
    measure, wanted = target.measure or ("rank" if only_ranked else "level"), year or target.year
    fitting = [f for f in facts if f.measure == measure and wanted in (None, f.year)]
    if fitting:
        return fitting[-1]
    raise NoAnswer(lacks(target.indicator, measure, f" of {wanted}" if wanted else "", facts))


def why_not(base: FactBase, target: Target, years: Years) -> str:
    """Why a target has nothing to show for the years asked for, and what there is."""
    if not target.indicator:
        return f"{target.thing.id} states nothing of the years asked for"
    when = f" of {target.year}" if target.year else " of the years asked for" * years.chosen
    return lacks(target.indicator, target.measure, when, facts_of(base, target.indicator))


def lacks(
    indicator: Indicator, measure: str | None, when: str = "", facts: Sequence[Fact] = ()
) -> str:
    """Why an indicator has no value of a measure and time, and what it has instead."""
    what = "value" if measure in (None, "level") else str(measure)
    if facts:
        known = f"it has {', '.join(fact.id for fact in facts[-8:])}"
    elif indicator.formula and what == "value":
        known = f"show {indicator.id} --derived computes it: {indicator.formula}"
    else:
        known = "it has nothing"
    return f"{indicator.id} has no {what}{when}; {known}"
