"""Filters: facts of a source or publisher, topic, unit, measure, scope or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from infofacts.errors import NoAnswer, listed, none_of
from infofacts.messages import _, spoken
from infofacts.model import MEASURES, Fact, FactBase, Source
from infofacts.names import nearest, resolve
from infofacts.record import Record
from infofacts.text import fold, spaced
from infofacts.units import UNITS, Unit, split_unit, unit_of
from infofacts.years import ANY_YEAR, Years, newest

# The values of a field, and the number of facts that have each; the most frequent first.
Counts = Mapping[str, int]


class Filters(Record):
    """What facts must have: by field one of some values, and a year that is asked for."""

    values: Mapping[str, frozenset[str]] = {}
    typed: Mapping[str, str] = {}  # the options, for messages
    years: Years = ANY_YEAR

    @property
    def chosen(self) -> bool:
        """Whether certain values or years were asked for, not just the newest year."""
        return bool(self.values) or self.years.chosen

    @property
    def given(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.values) or self.years.given

    def matches(self, fact: Fact) -> bool:
        """Whether a fact has one of the values of every field; its year is not looked at."""
        return all(getattr(fact, name) in values for name, values in self.values.items())

    def select(self, facts: Iterable[Fact]) -> list[Fact]:
        """The facts that match, of the years asked for; the newest of each indicator's."""
        left = [fact for fact in facts if self.matches(fact)]
        if not self.years.latest:
            return [fact for fact in left if fact.year in self.years]
        by_indicator: dict[str, list[Fact]] = {}
        for fact in left:
            by_indicator.setdefault(fact.indicator_id, []).append(fact)
        latest = {ident: newest(facts) for ident, facts in by_indicator.items()}
        return [fact for fact in left if fact.year == latest[fact.indicator_id]]

    def narrow(self, facts: Iterable[Fact], what: str = "") -> list[Fact]:
        """`select`. Raises `NoAnswer` with `why_none` where it leaves nothing."""
        facts = list(facts)
        if selected := self.select(facts):
            return selected
        raise NoAnswer(*self.why_none(facts, what))

    def why_none(self, facts: Iterable[Fact], what: str = "") -> list[str]:
        """The message about the filter that leaves none of some facts, which are `what` then.

        It says what there is instead.
        """
        left, met, what = list(facts), "", what or _("no facts")
        for name, values in self.values.items():
            there = Counter(getattr(fact, name) for fact in left)
            left = [fact for fact in left if getattr(fact, name) in values]
            if not left:
                return [
                    _(
                        "{what}{met} have {typed}{there}",
                        what=what,
                        met=met,
                        typed=self.typed[name],
                        there=_instead(there.most_common()),
                    )
                ]
            typed = self.typed[name]
            met += _(" and {typed}", typed=typed) if met else _(" with {typed}", typed=typed)
        years = Counter(fact.year for fact in left)
        return [
            _(
                "{what}{met} are of the years asked for{years}",
                what=what,
                met=met,
                years=_instead(sorted(years.items())[::-1]),
            )
        ]


def _instead(there: Iterable[tuple[object, int]], most: int = 8) -> str:
    """The part of a message that lists values, with the number of facts that have each."""
    counted = [f"{value} ({count})" for value, count in there if value]
    return _("; there is {counted}", counted=listed(counted, most)) if counted else ""


# ---------------------------------------------------------------- from what is typed to values
def read(
    typed: Mapping[str, Sequence[str]],
    years: Years,
    base: FactBase,
    counts: Callable[[str], Counts] | None = None,
) -> Filters:
    """The filters that were typed, by field.

    `base` has all sources and the topics named; and all facts, if there are no `counts` of them.
    Raises `NoAnswer` for what nothing is called by, `BadUsage` for what is no measure.
    """

    def counted(name: str) -> Counts:
        of_facts = Counter(getattr(fact, name) for fact in base.facts.values())
        return {value: count for value, count in of_facts.most_common() if value}

    values = {}
    for name, words in typed.items():
        if words:
            chosen = (_READ[name](word, base, counts or counted) for word in words)
            values[name] = frozenset(value for some in chosen for value in some)
    options = {name: " ".join(f"--{name} {word}" for word in typed[name]) for name in values}
    return Filters(values, options, years)


def publishers(sources: Iterable[Source]) -> dict[str, list[str]]:
    """The names of every publisher: its Chinese one, its English one, then short ones."""
    called: dict[str, dict[str, None]] = {}
    for source in sources:
        names = called.setdefault(source.publisher, {source.publisher: None})
        names |= dict.fromkeys(filter(None, (source.publisher_en, *source.publisher_aliases)))
    return {publisher: list(names) for publisher, names in called.items()}


def _sources(word: str, base: FactBase, counts: Callable[[str], Counts]) -> list[str]:
    """The source with this id, or those of the publishers with this name, or a part of it."""
    if word.casefold() in base.sources:
        return [word.casefold()]
    called = publishers(base.sources.values())
    full = [names[0] for names in called.values() if fold(word) in map(fold, names)]
    found = [
        source.id
        for source in base.sources.values()
        if any(_within(part, name) for part in (word, *full) for name in called[source.publisher])
    ]
    if found:
        return found
    names = {fold(name): name for names in called.values() for name in names}
    known = {ident: ident for ident in base.sources} | names
    near = [known[each] for each in nearest(fold(word), known, 4)]
    near += [each for each in base.sources if each.startswith(word.casefold())]
    there = _("did you mean {near}?", near=listed(list(dict.fromkeys(near))))
    if not near:
        short = [names[0 if spoken() == "zh" else -1] for names in called.values()]
        there = _("there is {short}; infofacts source lists all", short=listed(short, 15))
    raise NoAnswer(
        _("--source {word}: no source or publisher is called so; {there}", word=word, there=there)
    )


def _within(part: str, name: str) -> bool:
    """Whether a text is a part of a name, in English from the beginning of a word."""
    if not part.isascii():
        return fold(part) in fold(name)
    return bool(spaced(part)) and f" {spaced(part)}" in f" {spaced(name)}"


def _topics(word: str, base: FactBase, counts: Callable[[str], Counts]) -> list[str]:
    """The topic with this address, label or alias."""
    try:
        target = resolve(base, word)
    except NoAnswer as error:
        raise NoAnswer(*(f"--topic: {line}" for line in error.lines)) from None
    if target.indicator:
        ident = target.indicator.id
        raise NoAnswer(
            _(
                "--topic: {ident} is an indicator; its topic is {topic}",
                ident=ident,
                topic=target.indicator.topic,
            )
        )
    return [target.entry.id]


def _units(word: str, base: FactBase, counts: Callable[[str], Counts]) -> list[str]:
    """The units with this name, in either language, with or without a scale word before it."""
    wanted = {_singular(word), _singular(split_unit(word)[1])} - {""}
    known = counts("unit")
    names = {unit: map(_singular, _unit_names(unit, base.units.get(unit))) for unit in known}
    found = [unit for unit in known if not wanted.isdisjoint(names[unit])]
    if not found:
        raise NoAnswer(
            _("--unit {word}: no fact has it{known}", word=word, known=_instead(known.items()))
        )
    return found


def _unit_names(unit: str, declared: Unit | None) -> Iterator[str]:
    yield unit
    if known := declared or unit_of(unit):
        yield from (known.en, known.plural)
        yield from (name for name, each in UNITS.items() if each is known)


def _singular(unit: str) -> str:
    return fold(unit).removesuffix("s")


def _measures(word: str, base: FactBase, counts: Callable[[str], Counts]) -> list[str]:
    if word.casefold() in MEASURES:
        return [word.casefold()]
    raise none_of(f"--measure {word}", MEASURES)


def _scopes(word: str, base: FactBase, counts: Callable[[str], Counts]) -> list[str]:
    """The scope with this code or name; of one without a code a part of the name will do."""
    from infofacts.places import code_of  # a plain search does not wait for it

    known, code = counts("scope"), code_of(word)
    if code:
        found = [scope for scope in known if code_of(scope) == code]
    else:
        found = [scope for scope in known if fold(word) and fold(word) in fold(scope)]
    if not found:
        raise NoAnswer(
            _("--scope {word}: no fact has it{known}", word=word, known=_instead(known.items()))
        )
    return found


_READ = {
    "source": _sources, "topic": _topics, "unit": _units, "measure": _measures, "scope": _scopes,
}  # fmt: skip
