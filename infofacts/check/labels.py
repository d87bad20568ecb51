"""What must hold of a fact base as a whole: names, files, formulas. Rules as in `rules`.

They yield the address that a problem is of, and the message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from infofacts.check.formulas import bad_formula, derived_disagrees, mixed_units
from infofacts.model import FactBase, Indicator, Topic
from infofacts.report import source_text
from infofacts.text import fold


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
