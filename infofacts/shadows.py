"""What own files say in the place of the built-in base, which their reader is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from infofacts.errors import listed
from infofacts.interval import interval_of_fact
from infofacts.messages import _
from infofacts.model import PLACED, Fact, FactBase, Indicator, Source, Topic, facts_by_indicator
from infofacts.record import Record, field, replace
from infofacts.schema import Table
from infofacts.text import builtin, digest
from infofacts.years import newest

# What changes a thing, by its kind; its other names and notes only add to it.
_CHANGING = {
    "source": "title title_en publisher publisher_en published type url accessed file".split(),
    "topic": ["zh", "en"],
    "indicator": "zh en counts formula basis".split(),
}


class Shadows(Record):
    """The facts of the built-in base that own files repeat, those that others stand in the place
    of, and the things of it that are changed; these two by file, as those `newer` than its own."""

    repeated: Mapping[str, Fact] = field(default={})
    hidden: Mapping[str, Fact] = field(default={})
    replaced: Mapping[str, list[str]] = field(default={})
    changed: Mapping[str, list[str]] = field(default={})
    newer: Mapping[str, list[str]] = field(default={})

    def cast_on(self, base: FactBase) -> FactBase:
        """A base with the hidden facts and messages.

        What shows a built-in fact shows one that repeats it, and none that is against it.
        """
        facts = dict(base.facts)
        for ident in self.repeated.keys() & facts.keys():
            own = self.repeated[ident]
            facts[ident] = replace(facts[ident], **{name: getattr(own, name) for name in PLACED})
        for ident in self.hidden.keys() & facts.keys():
            if is_against(facts[ident], self.hidden[ident]):
                facts[ident] = replace(facts[ident], proof="none", unproven="other")
        notices = (*base.notices, *self._notices())
        return replace(base, facts=facts, hidden=self.hidden, notices=notices)

    def _notices(self) -> Iterator[str]:
        for file, ids in self.replaced.items():
            yield _(
                "{file} replaces a fact of the built-in base: {ids}",
                "{file} replaces {count} facts of the built-in base: {ids}",
                file=file,
                count=len(ids),
                ids=listed(ids),
            )
        for file, ids in self.newer.items():
            yield _("{file} is newer than the built-in base: {ids}", file=file, ids=listed(ids))
        for file, ids in self.changed.items():
            yield _(
                "{file} renames or changes {ids} of the built-in base", file=file, ids=listed(ids)
            )


def places(tables: Iterable[Table]) -> dict[str, str]:
    """The addresses at which other files than the built-in base say something that could change
    it, each with the file."""
    shipped = builtin()
    others = (table for table in tables if table.document.path != shipped)
    return {
        table.address: table.document.path
        for table in others
        if table.kind == "fact" or not table.data.keys().isdisjoint(_CHANGING.get(table.kind, ()))
    }


def thing_of(address: str) -> str:
    """The topic or indicator that an address is or is in; of a source, the address."""
    return address if address.startswith("sources.") else ".".join(address.split(".")[:2])


def compare(laid: FactBase, shipped: FactBase, files: Mapping[str, str]) -> Shadows:
    """What a base says otherwise than the built-in one, at addresses with the files they are in."""
    repeated: dict[str, Fact] = {}
    hidden: dict[str, Fact] = {}
    replaced: dict[str, list[str]] = {}
    changed: dict[str, list[str]] = {}
    for ident, own in shipped.facts.items():
        file = files.get(ident) or files.get(f"{own.indicator_id}.{own.year}")
        fact = laid.facts.get(ident)
        if file and fact and fact.repeats(own):
            repeated[ident] = own
        elif file:
            hidden[ident] = own
            replaced.setdefault(file, []).append(ident)
    others = _things(laid)
    for address, thing in _things(shipped).items():
        if file := files.get(address):
            names = _CHANGING[type(thing).__name__.lower()]
            other = others.get(address)
            if any(_said(thing, name) != _said(other, name) for name in names):
                changed.setdefault(file, []).append(address)
    return Shadows(repeated, hidden, replaced, changed, _newer(laid, shipped, files))


def _newer(laid: FactBase, shipped: FactBase, files: Mapping[str, str]) -> dict[str, list[str]]:
    """By file, the facts of indicators of the built-in base that are the newest there now."""
    found: dict[str, list[str]] = {}
    before = facts_by_indicator(shipped)
    for indicator, facts in facts_by_indicator(laid).items():
        year = newest(facts)
        if indicator in before and year != newest(before[indicator]):
            ids = (fact.id for fact in facts if fact.year == year and fact.id not in shipped.facts)
            for ident in ids:
                if file := files.get(f"{indicator}.{year}") or files.get(ident):
                    found.setdefault(file, []).append(ident)
    return found


def _said(thing: Source | Topic | Indicator | None, name: str) -> object:
    """What a thing has for a key; of a path the text there."""
    value = getattr(thing, name, None)
    return digest(value) if name == "file" and value else value


def is_against(fact: Fact, own: Fact) -> bool:
    """Whether a fact, shown by its quote, is not what the built-in base has of its source."""
    if fact.proof == "none" or fact.source != own.source or fact.number is None:
        return False
    same = own.number is not None and fact.unit == own.unit
    return not (same and interval_of_fact(fact).overlaps(interval_of_fact(own)))


def _things(base: FactBase) -> dict[str, Source | Topic | Indicator]:
    """The sources, topics and indicators of a base by their addresses."""
    sources = {f"sources.{ident}": source for ident, source in base.sources.items()}
    return {**sources, **base.topics, **base.indicators}
