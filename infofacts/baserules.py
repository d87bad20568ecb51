"""What must hold of a fact base as a whole: names, files, formulas. Rules as in `rules`.

They yield the address that a problem is of, and the message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from infofacts.compare import same_count, unit_of
from infofacts.derive import Derivation, derivations, operands
from infofacts.interval import of, rounded
from infofacts.model import Fact, FactBase, Indicator, Topic
from infofacts.names import facts_by_indicator, fold
from infofacts.sourcetext import source_text


def missing_label(base: FactBase) -> Iterator[tuple[str, str]]:
    """A topic and an indicator have a label in both languages."""
    for thing in _things(base):
        if thing.zh == thing.en == thing.id.rpartition(".")[2]:  # the id stands for both
            yield thing.id, "no label 'zh'"
            yield thing.id, "no label 'en'"
        elif thing.zh == thing.en:
            yield thing.id, f"only one label, {thing.zh!r}: write both zh and en"


def duplicate_label(base: FactBase) -> Iterator[tuple[str, str]]:
    """No two topics share a label, and no two indicators."""
    for things in (base.topics.values(), base.indicators.values()):
        for label, ids in _shared((fold(text), t.id) for t in things for text in {t.zh, t.en}):
            yield ids[1], f"label {label!r} is also that of {ids[0]}"


def ambiguous_alias(base: FactBase) -> Iterator[tuple[str, str]]:
    """An alias means one thing: not two topics or indicators, and not another one's label."""
    named = {
        (fold(text), thing.id)
        for thing in _things(base)
        for text in (thing.zh, thing.en, *thing.aliases)
    }
    aliases = {(fold(text), thing.id) for thing in _things(base) for text in thing.aliases}
    order = {thing.id: number for number, thing in enumerate(_things(base))}
    for label, ids in _shared(sorted(named, key=lambda pair: (pair[0], order[pair[1]]))):
        guilty = [i for i in ids if (label, i) in aliases]
        if guilty:
            other = next(i for i in ids if i != guilty[-1])
            yield guilty[-1], f"alias {label!r} already means {other}"


def unknown_group(base: FactBase) -> Iterator[tuple[str, str]]:
    """A topic's group is one of [groups]."""
    for topic in base.topics.values():
        if topic.group and topic.group not in base.groups:
            yield topic.id, f"no group {topic.group!r}; there is {', '.join(base.groups) or 'none'}"


def source_file(base: FactBase) -> Iterator[tuple[str, str]]:
    """The text of a source that names a file can be read."""
    for source in base.sources.values():
        if source.file and not Path(source.file).exists():
            name = Path(source.file).name
            yield f"sources.{source.id}", f"file {name} is not there, below the folder of the base"
        elif source.file and source_text(source.file) is None:
            yield f"sources.{source.id}", f"file {source.file} cannot be read as UTF-8 text"


def empty_indicator(base: FactBase) -> Iterator[tuple[str, str]]:
    """An indicator has a fact or a formula, a topic an indicator."""
    used = {fact.indicator_id for fact in base.facts.values()}
    for indicator in base.indicators.values():
        if indicator.id not in used and not indicator.formula:
            yield indicator.id, f"has no fact; add one under [{indicator.id}.2023]"
    topics = {indicator.topic for indicator in base.indicators.values()}
    yield from ((t, "has no indicator") for t in base.topics if t not in topics)


def derived_disagrees(base: FactBase) -> Iterator[tuple[str, str]]:
    """A stated value is what follows from the others, within rounding, or has a note.

    So are two values that follow for one year, where none is stated.
    """
    known: dict[str, Derivation] = {}
    for derivation in derivations(base):
        address, first = f"{derivation.indicator.id}.{derivation.year}", derivation.inputs[0]
        other, stated = known.setdefault(address, derivation), base.facts.get(address)
        interval = of(stated.quantity) if stated and stated.quantity else other.interval
        noted = stated and (stated.note or stated.break_zh) or first.note or first.break_zh
        if (stated and not stated.quantity) or noted or interval.overlaps(derivation.interval):
            continue
        named = stated.printed if stated else other.formula
        where = address if stated else derivation.inputs[-1].id
        yield (
            where,
            f"{named} is not {derivation.formula}: {_ends(derivation)}; correct it or add a note",
        )


def _ends(derivation: Derivation) -> str:
    """The interval of a derivation in a message."""
    low, high = rounded(derivation.interval.low), rounded(derivation.interval.high)
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return f"{low} to {high}"


def bad_formula(base: FactBase) -> Iterator[tuple[str, str]]:
    """A formula is "a.b / c.d" or a sum of indicators that are there."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) if indicator.formula else []
        if terms is None:
            yield indicator.id, f"formula {indicator.formula!r} is not 'a.b / c.d' or 'a.b + c.d'"
        for _, ident in terms or ():
            if ident not in base.indicators:
                yield indicator.id, f"formula names {ident}, which is no indicator"


def mixed_units(base: FactBase) -> Iterator[tuple[str, str]]:
    """What a formula adds has one unit."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) or []
        if any(sign == "/" for sign, _ in terms):
            continue
        by_year: dict[int, list[Fact]] = defaultdict(list)
        for fact in chain(*(_levels(base, ident) for _, ident in terms)):
            by_year[fact.year].append(fact)
        strange = (
            f"formula adds {unit_of(first)} and {unit_of(fact)}"
            for first, *others in by_year.values()
            for fact in others
            if not same_count(first, fact)
        )
        yield from ((indicator.id, message) for message in dict.fromkeys(strange))


def _levels(base: FactBase, ident: str) -> list[Fact]:
    """What a formula may reckon with of an indicator."""
    facts = facts_by_indicator(base).get(ident, [])
    return [fact for fact in facts if fact.measure == "level" and fact.preferred and fact.quantity]


BaseRule = Callable[[FactBase], Iterator[tuple[str, str]]]
BASE_RULES: tuple[BaseRule, ...] = (
    missing_label, duplicate_label, ambiguous_alias, unknown_group, source_file, empty_indicator, bad_formula, mixed_units, derived_disagrees,
)  # fmt: skip


def _things(base: FactBase) -> Iterator[Topic | Indicator]:
    return chain(base.topics.values(), base.indicators.values())


def _shared(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The keys that several ids have, with these ids."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for key, ident in pairs:
        if ident not in by_key[key]:
            by_key[key].append(ident)
    return ((key, ids) for key, ids in by_key.items() if len(ids) > 1)
