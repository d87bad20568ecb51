"""The words of a search, marked in the texts of its hits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from infofacts.model import Fact, FactBase, Indicator
from infofacts.search import parse_query, tokenize
from infofacts.text import merged
from infofacts.views.display import Display
from infofacts.views.table import Span
from infofacts.views.topic import Naming
from infofacts.views.words import label

_RUN = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*|[\u3400-\u9fff〇]+", re.IGNORECASE)


class Marker:
    """Marks the words of a search: whole English words, pairs of Chinese characters.

    >>> Marker(["how many 5G stations"]).spans("A 5G base station")
    [Span(text='A ', style=''), Span(text='5G', style='hit'), Span(text=' base ', style=''), \
Span(text='station', style='hit')]
    """

    def __init__(self, words: Sequence[str]) -> None:
        tokens = {token for term in parse_query(words).terms for token in term.tokens}
        # A character typed among others counts only together with its neighbour.
        longer = "".join(token for token in tokens if len(token) > 1)
        self.tokens = {t for t in tokens if len(t) > 1 or t.isascii() or t not in longer}

    def spans(self, text: str, style: str = "") -> list[Span]:
        """A text in spans, the words of the search in the style of a hit."""
        edges = [0, *(edge for hit in merged(self.hits(text)) for edge in hit), len(text)]
        return [
            Span(text[start:end], "hit" if number % 2 else style)
            for number, (start, end) in enumerate(pairwise(edges))
            if start < end
        ]

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """The places of the words of the search in a text."""
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
    """Writes the names of hits: marked, or with the alias, topic or quote that matches."""
    marker, facts = Marker(words), {hit.indicator_id: hit for hit in hits}

    def name(indicator: Indicator, display: Display) -> list[list[Span]]:
        plain = label(indicator, display)
        lines = [
            [s for span in line for s in marker.spans(span.text, span.style)] for line in plain
        ]
        if any(span.style == "hit" for line in lines for span in line):
            return lines
        topic, fact = base.topics[indicator.topic], facts[indicator.id]
        others = (*indicator.aliases, *topic.aliases, fact.quote)
        why = next((text for text in others if any(marker.hits(text))), "")
        return [*lines, marker.spans(why, "dim")]

    return name
