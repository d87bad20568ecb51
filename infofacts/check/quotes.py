"""Rules on a fact's source and quotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from operator import ne
from os.path import commonprefix

from infofacts.check.claim import Claim
from infofacts.check.rule import rule
from infofacts.errors import listed
from infofacts.messages import _
from infofacts.model import FactBase
from infofacts.reading.stating import says_first
from infofacts.report import SourceText, source_text
from infofacts.text import pattern, squeeze

WORDS, FEW = 32, 6  # characters before a number that say which one it is; at a quote's beginning
SHORT = 8  # characters of a quote that may stand anywhere
PIECE, COMMON = 4, 20  # characters by which a missing quote is looked for, and places of each
_ODD_YEAR = pattern(
    r"(?<![\d.,])(?!19|20)(\d{4})年(?!前|历史|来)|\b(?:in|of|by|since|year) (?!1[89]|20)(\d{4})(?=[.,;]|$)"
)
LONG = 500  # characters of a missing quote that are looked for
LARGE, LARGEST = 1 << 19, 1 << 22  # characters of a text that are indexed by each, and at all


@rule(key="source")
def unknown_source(claim: Claim) -> Iterator[str]:
    """The source of a fact, and those that confirm it, are in [sources]."""
    for source in (claim.fact.source, *claim.fact.confirmed_by):
        if source not in claim.base.sources:
            known = listed([*claim.base.sources], most=20) or _("none")
            missing = (
                _("unknown source {source!r}; known: {known}", source=source, known=known)
                if source
                else _("no source")
            )
            yield _(
                '{missing}; add [sources.ID] with title and publisher, and source = "ID"',
                missing=missing,
            )


@rule()
def missing_quote(claim: Claim) -> Iterator[str]:
    """A fact of a bundled source has a quote."""
    if claim.text and not claim.entry.quote:
        yield _("no quote: copy the words of the source that state it")


@rule(doubt=6, of="change growth rank")
def quote_of_level(claim: Claim) -> Iterator[str]:
    """A change, growth or rank without a quote has its number in that of its level."""
    level = claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    quote = level.quote if level and not claim.text and not claim.quote else ""
    if quote and not (claim.fact.number == 1 and says_first(quote)):
        yield _(
            "no quote, and “{quote}” of its level does not say {printed}",
            quote=quote[:40],
            printed=claim.fact.printed,
        )


@rule(key="quote")
def quote_not_found(claim: Claim) -> Iterator[str]:
    """The quote and every `also` are in the source's text, whatever the spacing."""
    source = claim.base.sources.get(claim.fact.source)
    text = source_text(source.file) if source and source.file else None
    for quote in filter(None, (claim.entry.quote, *claim.entry.also)):
        if text and not text.find(quote):
            where = _difference(text, quote)
            yield _("not in the source: “{quote}”{where}", quote=quote, where=where)


@rule(key="source", doubt=8)
def quote_elsewhere(claim: Claim) -> Iterator[str]:
    """A quote stands in the bundled text of its own source, not of another one.

    Nor do as many facts of the year have it from another source.
    """
    if claim.text or len(claim.quote) < SHORT:
        return
    for source in claim.base.sources.values():
        text = source_text(source.file) if source.file else None
        if text and text.find(claim.entry.quote):
            yield _(
                "the quote stands in the text of {id}, not of {source}",
                id=source.id,
                source=claim.fact.source,
            )
    usual = _sources_of(claim.base)[claim.entry.quote, claim.fact.year]
    others = [each for each, of in usual.items() if len(of) >= len(usual[claim.fact.source])]
    if others != [claim.fact.source]:
        yield _(
            "the quote is from {id} elsewhere, not from {source}",
            id=next((each for each in others if each != claim.fact.source), ""),
            source=claim.fact.source,
        )


def _sources_of(base: FactBase) -> Mapping[tuple[str, int], Mapping[str, set[str]]]:
    """The sources of each quote of a year, with the indicators that have it from there."""
    if "sources of quotes" not in base.memo:
        found: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for fact in base.facts.values():
            found[fact.quote, fact.year][fact.source].add(fact.indicator_id)
        base.memo["sources of quotes"] = found
    known: Mapping[tuple[str, int], Mapping[str, set[str]]] = base.memo["sources of quotes"]
    return known


@rule(key="quote", doubt=6)
def quote_almost_another(claim: Claim) -> Iterator[str]:
    """A quote that no bundled text shows differs in more than a character from another one.

    Of quotes of one source; one of the two is mistyped. Nor has another one of the year the same
    words with another number behind them.
    """
    if claim.text or len(claim.quote) < SHORT:
        return
    source, alike = claim.fact.source, _quotes(claim.base)
    printed = squeeze(claim.entry.quote)
    halves = ((source, len(printed), half) for half in _halves(printed))
    if any(sum(map(ne, printed, other)) == 1 for half in halves for other in alike[half]):
        yield _("“{quote}” differs in one character from another quote", quote=claim.entry.quote)
        return
    for words, number in _numbers_behind(printed):
        if alike[source, -claim.fact.year, words] - {number}:
            yield _(
                "another quote has another number than {number} behind “{words}”",
                number=number,
                words=words,
            )
            return


def _quotes(base: FactBase) -> Mapping[tuple[str, int, str], set[str]]:
    """The quotes of a source by their length and a half; numbers by minus the year, words before."""
    if "halves" not in base.memo:
        found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
        for fact in base.facts.values():
            quote = squeeze(fact.quote)
            for half in _halves(quote):
                found[fact.source, len(quote), half].add(quote)
            for words, number in _numbers_behind(quote):
                found[fact.source, -fact.year, words].add(number)
        base.memo["halves"] = found
    known: Mapping[tuple[str, int, str], set[str]] = base.memo["halves"]
    return known


@rule(key="quote", doubt=6)
def odd_year(claim: Claim) -> Iterator[str]:
    """A year of a quote that no bundled text shows is one of the last or the next hundred."""
    if not claim.text and (year := _ODD_YEAR.search(claim.fact.quote)):
        yield _(
            "“{quote}” has an odd year: {year}", quote=claim.entry.quote, year=year[1] or year[2]
        )


_DATE_OF_PAGE = pattern(
    r"(?<!\d)(20[012]\d)[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))?(?!\d)"
)


def _numbers_behind(quote: str) -> Iterator[tuple[str, str]]:
    """The numbers of a squeezed quote, each with many words before it, or all that it begins with."""
    for number in _NUMBER.finditer(quote, FEW):
        yield quote[max(0, number.start() - WORDS) : number.start()], number[0]


_NUMBER = pattern(r"(?<![\d.,])\d++(?:[.,]\d++)*+(?![年月日])")


def _halves(quote: str) -> tuple[str, str]:
    """Both halves of a quote; one with another character in it has the same other half."""
    return f"{quote[: len(quote) // 2]}…", f"…{quote[len(quote) // 2 :]}"


@rule(key="source", doubt=7)
def published_before(claim: Claim) -> Iterator[str]:
    """A number is not of a time after its source was published, nor of a year that went on then.

    Unless it has a date or a note.
    """
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    published = source.published if source else ""
    late = published and max(str(fact.year), fact.as_of or "")[: len(published)] > published
    undated = fact.measure == "level" and not (fact.as_of or fact.note or (source and source.file))
    soon = undated and f"{fact.year}-" <= published < f"{fact.year}-07"
    if (late or soon) and fact.quantity and fact.status == "stated":
        yield _(
            "{source} was published in {published}, before the value's {as_of}",
            source=fact.source,
            published=published,
            as_of=fact.as_of or fact.year,
        )


@rule(key="url", doubt=7)
def page_before(claim: Claim) -> Iterator[str]:
    """A page with a date in its address is not older than the value, or what it was published in."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    dated = _DATE_OF_PAGE.search(fact.url or (source.url if source else ""))
    for date in ("-".join(filter(None, dated.groups())),) if dated else ():
        for since in (fact.as_of or str(fact.year), source.published if source else ""):
            if date[: len(since)] < since[: len(date)]:
                yield _("the page is of {date}, before {since}", date=date, since=since)
                return


@rule(key="accessed", doubt=7)
def accessed_before(claim: Claim) -> Iterator[str]:
    """A page was read when it was published or later."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    dated = _DATE_OF_PAGE.search(fact.url)
    since = "-".join(filter(None, dated.groups())) if dated else ""
    since = max(since, source.published if source else "", str(fact.year))
    if fact.accessed and fact.accessed[: len(since)] < since[: len(fact.accessed)]:
        yield _("read on {date}, before {since}", date=fact.accessed, since=since)


@rule(key="source", doubt=3)
def source_of_another_year(claim: Claim) -> Iterator[str]:
    """The name of a source has the value's year, if any; it is published in it or the next one.

    Also that of one which confirms the value; it may be a year later.
    """
    fact = claim.fact
    for ident in (fact.source, *fact.confirmed_by):
        source = claim.base.sources.get(ident)
        if not source or source.file:
            continue
        named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{source.id} {source.title}")
        if named and str(fact.year) not in named:
            yield _(
                "{source} is of {named}, not of {year}",
                source=ident,
                named=_(", ").join(dict.fromkeys(named)),
                year=fact.year,
            )
        elif (month := _OF_MONTHS.search(f"{source.title} {source.id}")) and (
            f"{month[1]}-{int(month[2]):02}" < (fact.as_of or "")[:7]
        ):
            yield _(
                "{source} is of {named}, not of {year}",
                source=ident,
                named=month[0],
                year=fact.as_of,
            )
        elif source.published and int(source.published[:4]) > fact.year + 1 + (
            ident != fact.source
        ):
            yield _(
                "{source} was published in {published}, long after {year}",
                source=ident,
                published=source.published,
                year=fact.year,
            )


_OF_MONTHS = pattern(r"((?:19|20)\d\d)(?:年(?:1[-—–])?(?=\d{1,2}月)|-(?=\d\d-))(\d{1,2})")


@rule(key="source", doubt=2)
def lone_publisher(claim: Claim) -> Iterator[str]:
    """The publisher has other facts in the topic."""
    base, topic = claim.base, claim.fact.topic
    publishers: Counter[tuple[str, str]] = base.memo.setdefault("publishers", Counter())
    if not publishers:
        for fact in base.facts.values():
            if fact.source in base.sources:
                publisher = base.sources[fact.source].publisher
                publishers.update([(fact.topic, publisher), (fact.topic, "")])
    for ident in (claim.fact.source, *claim.fact.confirmed_by):
        source, most = base.sources.get(ident), int(ident == claim.fact.source)
        elsewhere = publishers[topic, ""] > 3 and source and not source.file
        if source and elsewhere and publishers[topic, source.publisher] == most:
            yield _(
                "no other fact of {topic} is from {publisher}",
                topic=topic,
                publisher=source.publisher,
            )


def _difference(text: SourceText, quote: str) -> str:
    """Where a quote departs from the source, in the source's own spacing.

    In the passage that has most pieces of it; after its beginning, if half of it is there.
    """
    wanted, index = squeeze(quote)[:LONG], _pieces(text)
    votes: Counter[int] = Counter()
    for at in range(len(wanted) - PIECE + 1):
        votes.update(start - at for start in index.get(wanted[at : at + PIECE], ()))
    if not votes:
        return ""
    best = max(votes, key=lambda each: (votes[each], -each))
    size = len(commonprefix([wanted, text.text[max(0, best) :][: len(wanted)]]))
    if best >= 0 and size * 2 >= len(wanted):
        start, end = best, best + size + 6
    else:  # with what is shifted by a missing or another character
        near = [at for at in votes if abs(at - best) <= PIECE]
        start, end = max(0, min(near)), max(near) + len(wanted)
    return _(
        "; line {number} says “{start}”",
        number=text.line_at(start).number,
        start=text.raw(start, end),
    )


@cache
def _pieces(text: SourceText) -> dict[str, list[int]]:
    """Where the pieces of a text begin, the first places of each; of a long text every fourth."""
    step = PIECE if len(text.text) > LARGE else 1
    pieces: dict[str, list[int]] = {}
    for start in range(0, min(len(text.text), LARGEST) - PIECE + 1, step):
        places = pieces.setdefault(text.text[start : start + PIECE], [])
        if len(places) < COMMON:
            places.append(start)
    return pieces


@rule(key="quote", doubt=4)
def unread(claim: Claim) -> Iterator[str]:
    """A value whose source is not bundled has its words and their page, or a note that says why."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    if not source or source.file or fact.measure != "level" or fact.note:
        return
    if not fact.quote:
        yield _("no words of its source are quoted, and no note says why")
    elif not (fact.url or source.url):
        yield _("no page says where its words can be read, and no note says why")
