"""Rules on a fact's source and quotes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from infofacts.check.rule import Claim, rule
from infofacts.errors import listed
from infofacts.report import SourceText
from infofacts.text import squeeze


@rule(key="source")
def unknown_source(claim: Claim) -> Iterator[str]:
    """The source of a fact, and those that confirm it, are in [sources]."""
    for source in (claim.fact.source, *claim.fact.confirmed_by):
        if source not in claim.base.sources:
            known = listed([*claim.base.sources], most=20) or "none"
            missing = f"unknown source {source!r}; known: {known}" if source else "no source"
            yield f'{missing}; add [sources.ID] with title and publisher, and source = "ID"'


@rule()
def missing_quote(claim: Claim) -> Iterator[str]:
    """A fact of a bundled source has a quote."""
    if claim.text and not claim.fact.quote:
        yield "no quote: copy the words of the source that state it"


@rule(key="quote")
def quote_not_found(claim: Claim) -> Iterator[str]:
    """The quote and every `also` are in the source's text, whatever the spacing."""
    for quote in filter(None, (claim.fact.quote, *claim.fact.also)):
        if claim.text and not claim.text.find(quote):
            yield f"not in the source: “{quote}”{_difference(claim.text, quote)}"


def _difference(text: SourceText, quote: str) -> str:
    """Where a quote departs from the source: after its longest beginning that is in the text."""
    wanted = squeeze(quote)
    sizes = range(1, len(wanted) + 1)
    size = bisect_left(sizes, True, key=lambda size: wanted[:size] not in text.text)
    if size < 4:
        return ""
    start = text.text.find(wanted[:size])
    return f"; line {text.line_at(start).number} says “{text.text[start : start + size + 6]}”"
