"""What must hold of a fact's source and of its quotes."""

from __future__ import annotations

from collections.abc import Iterator

from infofacts.check.rule import Claim, rule
from infofacts.report import SourceText
from infofacts.text import squeeze


@rule(key="source")
def unknown_source(claim: Claim) -> Iterator[str]:
    """The source of a fact, and those that confirm it, are in [sources]."""
    for source in (claim.fact.source, *claim.fact.confirmed_by):
        if source not in claim.base.sources:
            known = ", ".join(claim.base.sources) or "none"
            missing = f"no source {source!r}; there is {known}" if source else "no source"
            yield f'{missing}; add [sources.ID] with title and publisher, and source = "ID"'


@rule()
def missing_quote(claim: Claim) -> Iterator[str]:
    """A fact of a bundled source has a quote."""
    if claim.text and not claim.fact.quote:
        yield "no quote: copy the words of the source that state it"


@rule(key="quote")
def quote_not_found(claim: Claim) -> Iterator[str]:
    """The quote and every `also` stand in the source's text, whatever the spacing."""
    for quote in filter(None, (claim.fact.quote, *claim.fact.also)):
        if claim.text and not claim.text.find(quote):
            yield f"not in the source: “{quote}”{_difference(claim.text, quote)}"


def _difference(text: SourceText, quote: str) -> str:
    """Where a quote departs from the source: behind the longest beginning of it that is there."""
    wanted = squeeze(quote)
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in text.text else (low, middle - 1)
    if low < 4:
        return ""
    place = text.find(wanted[:low])[0]
    return f"; line {place.line} says “{text.text[place.start : place.start + low + 6]}”"
