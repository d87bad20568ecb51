"""Doubts whether a label belongs to its indicator, and an indicator to its topic."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple

from infofacts.check.claim import claim_of, pairs
from infofacts.check.fit import known
from infofacts.check.rule import rule
from infofacts.check.translations import far_apart, is_taken, months, odd_numbers, untold_numbers
from infofacts.messages import _
from infofacts.model import FactBase, Indicator, Topic
from infofacts.text import pattern

# How much better labels must fit, measured on the shipped base: less is chance.
NEARER, EN_NEARER = 0.15, 0.05
RARE = 0.1  # of all indicators
# For each of whom a number is: 每万人, 人均, 月户均; and other words that name a basis.
_EACH = pattern("每([十百千万亿]*[人户月日](?:口)?)")
_FOR_EACH = pattern("每([十百千万亿]*[人户](?:口)?)|([人户月日]+)均")
_BASIS = pattern("口径|[广狭]义")
NONE = 0.2  # how well a label fits its own topic at most, where its place is another's
LIKE = 0.5  # how well a label fits those of another topic at least; measured on the shipped base
LEAST = 6  # labels of a topic that may have something in common
LARGEST = 300  # indicators of a topic that are compared two by two


@rule(key="zh", doubt=6)
def label_of_sibling(base: FactBase) -> Iterator[tuple[str, str]]:
    """No two indicators of a topic fit each other's words better than their own."""
    fit, words, labels = known(base).fit, known(base).words, known(base).labels
    best: dict[str, tuple[float, str]] = {}
    for one, other in _siblings(base):
        if one.id not in words or other.id not in words:
            continue
        mine, its = labels[one.id], labels[other.id]
        own, its_own = fit(mine, words[one.id]), fit(its, words[other.id])
        gain = fit(mine, words[other.id]) + fit(its, words[one.id]) - own - its_own
        worse, better = (one, other) if own <= its_own else (other, one)
        if gain > max(NEARER, best.get(worse.id, (0.0, ""))[0]):
            best[worse.id] = gain, better.id
    for ident, (__, fitting) in best.items():
        yield (
            ident,
            _(
                "its label fits the words of {fitting} better, and that one's label these",
                fitting=fitting,
            ),
        )


@rule(key="en", doubt=6)
def english_of_sibling(base: FactBase) -> Iterator[tuple[str, str]]:
    """No two indicators of a topic fit each other's address better by their English labels.

    Nor do two topics.
    """
    siblings = ((each.id, each.key, each.en) for pair in _siblings(base) for each in pair)
    topics = [(each.id, each.id, each.en) for each in base.topics.values()][:LARGEST]
    couples = zip(siblings, siblings, strict=True)
    for (one, key, en), (other, its_key, its_en) in chain(couples, combinations(topics, 2)):
        own = _named_in(key, en) + _named_in(its_key, its_en)
        crossed = _named_in(key, its_en) + _named_in(its_key, en)
        if crossed > own + EN_NEARER:
            yield one, _("the English label of {id} fits its address better", id=other)


@rule(key="en", doubt=2)
def english_of_address(base: FactBase) -> Iterator[tuple[str, str]]:
    """The English label of an indicator has a word of its address, if nearly all others have one."""
    odd = [each for each in base.indicators.values() if not _named_in(each.key, each.en)]
    if odd and len(odd) < RARE * len(base.indicators):
        for each in odd:
            yield each.id, _("{english!r} has no word of the address", english=each.en)


def _siblings(base: FactBase) -> Iterator[tuple[Indicator, Indicator]]:
    """Every two indicators of one topic; of a huge topic only those that stand close together."""
    topics: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in base.indicators.values():
        topics[indicator.topic].append(indicator)
    for each in topics.values():
        groups = (each[at : at + LARGEST] for at in range(0, len(each), LARGEST))
        yield from chain.from_iterable(combinations(group, 2) for group in groups)


@lru_cache(1 << 16)
def _named_in(key: str, english: str) -> float:
    """The share of the words of an address that an English label has, or their beginnings.

    Also as e-mail has email, and Internet of Things iot.
    """
    label, words = english.lower(), key.split("-")
    tokens = [token for token in re.findall("[a-z0-9]+", label) if len(token) > 1]
    joined, initials = (
        label.replace("-", ""),
        "".join(token[0] for token in re.findall("[a-z0-9]+", label)),
    )
    begun = [word for word in words if any(word.startswith(token[:5]) for token in tokens)]
    return sum(
        word in label
        or word in joined
        or (len(word) > 2 and word in initials)
        or word in begun
        or any(token.startswith(word[:5]) for token in tokens)
        for word in words
    ) / len(words)


@rule(key="en", doubt=3)
def label_numbers(base: FactBase) -> Iterator[tuple[str, str]]:
    """The numbers, capitals and names in Latin letters of a label stand in both languages."""
    entries: Iterable[Topic | Indicator] = chain(base.topics.values(), base.indicators.values())
    for entry in entries:
        odd = odd_numbers(entry.zh, entry.en) + untold_numbers(entry.zh, entry.en)
        names = re.findall("[0-9]*[A-Za-z][A-Za-z0-9]*", entry.zh)
        odd += [name for name in names if name.lower() not in entry.en.lower().replace("-", "")]
        if odd and not entry.zh.isascii():
            yield (
                entry.id,
                _(
                    "{odd} is in one of {zh!r} and {en!r} only",
                    odd=_(", ").join(odd),
                    zh=entry.zh,
                    en=entry.en,
                ),
            )
        if odd := odd_numbers(entry.note, entry.note_en) + months(entry.note, entry.note_en):
            yield entry.id, _("the note does not say {odd}", odd=_(", ").join(odd))
        elif entry.note and entry.note_en and is_taken(base, entry.note, entry.note_en):
            yield (
                entry.id,
                _(
                    "{chinese!r} and {english!r} seem to say different things",
                    chinese=entry.note[:20],
                    english=entry.note_en[:40],
                ),
            )


@rule(key="en", doubt=4)
def label_in_both(base: FactBase) -> Iterator[tuple[str, str]]:
    """The label of an indicator or a topic says the same in both languages."""
    entries: Iterable[Topic | Indicator] = chain(base.topics.values(), base.indicators.values())
    for entry in entries:
        if far_apart(base, entry.zh, entry.en) or _untold(entry.zh, entry.en):
            yield (
                entry.id,
                _(
                    "{chinese!r} and {english!r} seem to say different things",
                    chinese=entry.zh,
                    english=entry.en,
                ),
            )


# Words of labels that have few translations, and these.
_TRANSLATED = {
    "进口|进出口|外贸": "import|trade|foreign",
    "出口": "export|trade|outlet|exit",
    "(?<![高中低])收入": "revenue|income|receipt|sales|earning|turnover|pay|wage",
    "利润": "profit|earning|income|margin",
}


def _untold(zh: str, en: str) -> bool:
    """Whether a Chinese label has a word that its English does not have in any translation."""
    en = en.casefold().replace("free trade", "")
    return any(
        re.search(words, zh) and not re.search(english, en)
        for words, english in _TRANSLATED.items()
    )


@rule(key="basis", doubt=5)
def basis_not_said(base: FactBase) -> Iterator[tuple[str, str]]:
    """A basis is named by the label or a note, or who it is of; a label that names one (人均) has it, too.

    The latter where the base has others of that sort.
    """
    used = {bool(_EACH.search(each.basis)) for each in base.indicators.values() if each.basis}
    for entry in base.indicators.values():
        label, basis = entry.zh, entry.basis
        said = pairs(" ".join((label, entry.en, entry.note, *entry.aliases)))
        each = {of for one, some in _FOR_EACH.findall(label) for of in ([one] if one else some)}
        asked, named = {*_EACH.findall(basis)}, pairs(basis.partition("，")[0].removesuffix("口径"))
        if basis and (asked - each if asked else len(named & said) * 2 < len(named)):
            yield entry.id, _("{label!r} does not say {basis!r}", label=label, basis=basis)
        elif not basis and (
            (True in used and each - {*"月日"}) or (False in used and _BASIS.search(label))
        ):
            yield entry.id, _("{label!r} names a basis: is it missing?", label=label)


# ---------------------------------------------------------------- topics
class Spot(NamedTuple):
    """Where a value of an indicator stands: its source, the offset, the section."""

    source: str
    start: int
    indicator: str
    section: str


@rule(doubt=4)
def wrong_topic(base: FactBase) -> Iterator[tuple[str, str]]:
    """An indicator stands in the source beside others of its topic, or its label fits theirs."""
    spots = sorted(_spots(base))
    of, sections = {each.id: each.topic for each in base.indicators.values()}, Counter[str]()
    surely: set[str] = set()
    apart: dict[str, list[str]] = {}  # an indicator that stands apart: the topics it is among
    for spot in spots:
        sections[f"{of[spot.indicator]} {spot.source} {spot.section}"] += 1
    for at, spot in enumerate(spots):
        near = [s for s in spots[max(0, at - 8) : at + 9] if s.indicator != spot.indicator]
        near.sort(key=lambda other: (other.source != spot.source, abs(other.start - spot.start)))
        topics = list(dict.fromkeys(of[other.indicator] for other in near[:2]))
        alone = sections[f"{of[spot.indicator]} {spot.source} {spot.section}"] == 1
        if alone and topics and of[spot.indicator] not in topics:
            apart[spot.indicator] = topics
            if len(topics) == 1 and all(s.section == spot.section for s in near[:2]):
                surely.add(spot.indicator)
        beside = [
            next((of[s.indicator] for s in some if s.indicator != spot.indicator), "")
            for some in (reversed(spots[max(0, at - 8) : at]), spots[at + 1 : at + 9])
        ]
        if beside[0] == beside[1] not in ("", of[spot.indicator]):
            apart.setdefault(spot.indicator, beside[:1])  # between two of another topic
            surely.add(spot.indicator)
    spread = Counter(of[ident] for ident in apart)
    whole = Counter(of[ident] for ident in {spot.indicator for spot in spots})
    names = _vocabularies(base)
    for ident, topics in apart.items():
        label, own = known(base).labels[ident], of[ident]
        mine = known(base).fit(label, {pair for pair in label if names[own][pair] > 1})
        others = {
            topic: known(base).fit(label, {pair for pair in label if names[topic][pair]})
            for topic in topics
        }
        best = max(others, key=lambda topic: others[topic])
        scattered = whole[own] > 8 and spread[own] * 2 > whole[own]  # a topic of captions
        sure = mine < NONE and ident in surely
        if not scattered and (sure or others[best] + 0.05 > mine):
            yield (
                ident,
                _("it stands among facts of {best}, and its label is like theirs", best=best),
            )
    yield from _labels_apart(base, {spot.indicator for spot in spots}, names)


def _labels_apart(
    base: FactBase, placed: Container[str], names: Mapping[str, Counter[str]]
) -> Iterator[tuple[str, str]]:
    """The indicators without what all other labels of their topic have: 受访公众.

    And of those that stand in no bundled text, the ones whose labels are like those of another.
    """
    labels, fit = known(base).labels, known(base).fit
    topics: dict[str, list[str]] = defaultdict(list)
    for each in base.indicators.values():
        topics[each.topic].append(each.id)
    for topic, idents in topics.items():
        pairs_of = Counter(chain(*(labels[ident] for ident in idents)))
        common = {pair for pair, n in pairs_of.items() if n >= len(idents) - 1}
        for ident in idents:
            label = labels[ident]
            if fit(label, {pair for pair in label if names[topic][pair] > 1}) >= 0.05:
                continue
            if len(idents) >= LEAST and len(common) >= 3 and label.isdisjoint(common):
                yield (
                    ident,
                    _("the other labels of {topic} have words that its own lacks", topic=topic),
                )
            elif ident not in placed:
                others = (t for t in names if t != topic)
                fits = ((fit(label, {p for p in label if names[t][p]}), t) for t in others)
                share, best = max(fits, default=(0.0, ""))
                if share > LIKE:
                    yield ident, _("its label is like those of {best}", best=best)


def _spots(base: FactBase) -> Iterator[Spot]:
    """Where the values stand whose source's text is bundled."""
    for fact in base.facts.values():
        own = (
            fact.measure in ("level", "rank")
            or f"{fact.indicator_id}.{fact.year}" not in base.facts
        )
        if fact.line and own and (place := claim_of(fact, base).place):
            yield Spot(fact.source, place.start, fact.indicator_id, place.section)


def _vocabularies(base: FactBase) -> dict[str, Counter[str]]:
    """How many labels and other names of each topic and its indicators have a pair of characters."""
    found = {
        topic.id: Counter(chain(*map(pairs, (topic.zh, *topic.aliases))))
        for topic in base.topics.values()
    }
    for indicator in base.indicators.values():
        found[indicator.topic].update(known(base).labels[indicator.id])
    return found
