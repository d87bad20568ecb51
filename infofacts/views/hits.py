"""The words of a search marked in the texts that it found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from infofacts.model import Fact, FactBase, Indicator
from infofacts.search import parse_query, tokenize
from infofacts.text import merged
from infofacts.views.table import Span
from infofacts.views.topic import Naming
from infofacts.views.words import Display, label, stacked

_RUN = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*|[\u3400-\u9fff〇]+", re.IGNORECASE)


class Marker:
    """Marks what a search was for: whole English words, pairs of Chinese characters.

    >>> Marker(["how many 5G stations"]).spans("A 5G base station")
    [Span(text='A ', style=''), Span(text='5G', style='hit'), Span(text=' base ', style=''), \
Span(text='station', style='hit')]
    """

    def __init__(self, words: Sequence[str]) -> None:
        tokens = [token for term in parse_query(words).terms for token in term.tokens]
        longer = "".join(token for token in tokens if len(token) > 1)
        # A character that was typed among others counts only together with its neighbour.
        self.tokens = {t for t in tokens if len(t) > 1 or t.isascii() or t not in longer}

    def spans(self, text: str, style: str = "") -> list[Span]:
        """A text in pieces, what was searched for in the style of a hit."""
        edges = [0, *(edge for span in merged(self._hits(text)) for edge in span), len(text)]
        pieces = enumerate(zip(edges, edges[1:], strict=False))
        return [
            Span(text[start:end], "hit" if number % 2 else style)
            for number, (start, end) in pieces
            if start < end
        ]

    def marks(self, text: str) -> bool:
        """Whether a text has something of what was searched for."""
        return any(True for _ in self._hits(text))

    def _hits(self, text: str) -> Iterator[tuple[int, int]]:
        for run in _RUN.finditer(text):
            if run[0].isascii():
                if self.tokens.intersection(tokenize(run[0])):
                    yield run.span()
                continue
            for at in range(run.start(), run.end()):
                for size in (1, 2):
                    if text[at : at + size] in self.tokens:
                        yield at, at + size


def named(base: FactBase, hits: Iterable[Fact], words: Sequence[str]) -> Naming:
    """How the names of hits are written: marked, or with what else was found by the words."""
    marker, facts = Marker(words), {hit.indicator_id: hit for hit in hits}

    def name(indicator: Indicator, display: Display) -> list[Span]:
        texts = label(indicator, display)
        spans = [piece for span in texts for piece in marker.spans(span.text, span.style)]
        if any(span.style == "hit" for span in spans):
            return spans
        topic, fact = base.topics[indicator.topic], facts[indicator.id]
        others = (*indicator.aliases, *topic.aliases, fact.quote)
        why = next(filter(marker.marks, others), "")
        return stacked(spans, marker.spans(why, "dim"))

    return name
