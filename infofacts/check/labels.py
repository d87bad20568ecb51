"""Rules on the labels, groups and files of a whole fact base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from infofacts.check.rule import rule
from infofacts.errors import listed
from infofacts.messages import _
from infofacts.model import FactBase, Indicator, Topic, facts_by_indicator
from infofacts.parts import Parts
from infofacts.proof import is_borrowed, is_namesake
from infofacts.report import source_text
from infofacts.text import fold, is_file


@rule()
def missing_label(base: FactBase) -> Iterator[tuple[str, str]]:
    """A topic and an indicator have a label in both languages."""
    for entry in _entries(base):
        if entry.zh == entry.en == entry.id.rpartition(".")[2]:  # the id stands for both
            yield entry.id, _("no label 'zh'")
            yield entry.id, _("no label 'en'")
        elif entry.zh == entry.en:
            yield entry.id, _("only one label, {zh!r}: write both zh and en", zh=entry.zh)


@rule()
def duplicate_label(base: FactBase) -> Iterator[tuple[str, str]]:
    """No two topics share a label, and no two indicators."""
    for entries in (base.topics.values(), base.indicators.values()):
        for label, ids in _shared((_folded(text), e.id) for e in entries for text in {e.zh, e.en}):
            yield ids[1], _("label {label!r} is also the label of {ids}", label=label, ids=ids[0])


@rule(key="aliases")
def ambiguous_alias(base: FactBase) -> Iterator[tuple[str, str]]:
    """An alias means one thing: not two topics or indicators, and not another one's label."""
    aliases = dict.fromkeys((_folded(text), e.id) for e in _entries(base) for text in e.aliases)
    labels = [(_folded(text), e.id) for e in _entries(base) for text in (e.zh, e.en)]
    for label, ids in sorted(_shared(chain(labels, aliases))):
        if wrong := [ident for ident in ids if (label, ident) in aliases]:
            other = next(ident for ident in ids if ident != wrong[-1])
            yield wrong[-1], _("alias {label!r} already means {other}", label=label, other=other)


@rule(key="gaps", of="facts")
def known_gap(base: FactBase) -> Iterator[tuple[str, str]]:
    """No value is known of the years that an indicator's gaps name."""
    for fact in base.facts.values():
        if base.indicators[fact.indicator_id].gap(fact.year):
            message = _("gaps says that no value of {year} is known", year=fact.year)
            yield fact.indicator_id, message


@rule(key="group")
def unknown_group(base: FactBase) -> Iterator[tuple[str, str]]:
    """A topic's group is one of [groups]."""
    for topic in base.topics.values():
        if topic.group and topic.group not in base.groups:
            known = listed([*base.groups], most=20) or "none"
            yield (
                topic.id,
                _("unknown group {group!r}; known: {known}", group=topic.group, known=known),
            )


@rule(key="file")
def source_file(base: FactBase) -> Iterator[tuple[str, str]]:
    """The text of a source that names a file can be read."""
    for source in base.sources.values():
        if source.file and not is_file(source.file):
            name = Path(source.file).name
            yield (
                f"sources.{source.id}",
                _("file {name} does not exist in the fact file's folder", name=name),
            )
        elif source.file and source_text(source.file) is None:
            yield (
                f"sources.{source.id}",
                _("file {file} cannot be read as UTF-8 text", file=source.file),
            )


@rule(key="file")
def borrowed_text(base: FactBase) -> Iterator[tuple[str, str]]:
    """The text of the built-in report is that of no publication with another title."""
    for source in base.sources.values():
        if source.file and is_borrowed(source, base.memo.get("shipped", {})):
            message = _(
                "file {name} is the text of the built-in report", name=Path(source.file).name
            )
            yield (
                f"sources.{source.id}",
                _(
                    "{message}, not of “{title}” of {publisher}",
                    message=message,
                    title=source.title,
                    publisher=source.publisher,
                ),
            )


@rule(key="title")
def borrowed_name(base: FactBase) -> Iterator[tuple[str, str]]:
    """A source with the title and publisher of the built-in report has its text."""
    for source in base.sources.values():
        if is_namesake(source, base.memo.get("shipped", {})):
            message = _("bears the name of the built-in report, but has not its text")
            yield (
                f"sources.{source.id}",
                _("{message}: give it the title of its own publication", message=message),
            )


@rule()
def empty_indicator(base: FactBase) -> Iterator[tuple[str, str]]:
    """An indicator has a fact or a formula, a topic an indicator."""
    facts = base.facts
    known = facts.indicators() if isinstance(facts, Parts) else facts_by_indicator(base)
    used = {*known}
    for indicator in base.indicators.values():
        if indicator.id not in used and not indicator.formula:
            yield indicator.id, _("has no fact; add one under [{id}.2023]", id=indicator.id)
    topics = {indicator.topic for indicator in base.indicators.values()}
    yield from ((topic, _("has no indicator")) for topic in base.topics if topic not in topics)


_folded = cache(fold)


def _entries(base: FactBase) -> Iterator[Topic | Indicator]:
    return chain(base.topics.values(), base.indicators.values())


def _shared(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The keys that several ids have, with these ids."""
    by_key: dict[str, dict[str, None]] = defaultdict(dict)
    for key, ident in pairs:
        by_key[key][ident] = None
    return ((key, list(ids)) for key, ids in by_key.items() if len(ids) > 1)
