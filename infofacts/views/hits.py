"""The hits of a search: their rows, and the words of the search marked in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from infofacts.model import Fact, FactBase, Hit, Indicator, facts_by_indicator
from infofacts.names import Row
from infofacts.query import parse_query
from infofacts.search import report_value
from infofacts.stems import tokenize
from infofacts.text import merged
from infofacts.views import words as wording
from infofacts.views.display import Display
from infofacts.views.table import Grid, Span, dim
from infofacts.views.topic import Layouts, Parts, facts_grid, mark_of
from infofacts.views.words import label
from infofacts.years import spans

_RUN = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*|[\u3400-\u9fff〇]+", re.IGNORECASE)
# As the layouts of a topic; `own` is the value of the report, `years` those that there are more.
LAYOUTS: Layouts = {
    150: {
        "indicator": ("name", "why"), "address": ("address",), "value": ("value", "own"),
        "change": ("change",), "date": ("date", "years"), "place": ("section, line",),
    },
    80: {
        "indicator": ("name", "address", "why"), "value": ("value", "change", "own"),
        "place": ("date, line", "years", "section"),
    },
    0: {
        "indicator": ("name", "address", "why"),
        "value": ("value", "change", "own", "date, years"),
    },
}  # fmt: skip
LINES = 3  # that a hit takes


def hits_grid(
    base: FactBase,
    hits: Sequence[Hit],
    count: int,
    words: Sequence[str],
    display: Display,
    above: str,
) -> Grid:
    """The first hits, each with the years that there are more of, under a line of text."""
    beside = [report_value(base, hit) for hit in hits]  # shown in the row of the newer one
    alone = [hit for hit in hits if all(hit.id != own.id for own in beside if own)]
    rows = [Row(base.indicators[hit.indicator_id], hit.year, [hit]) for hit in alone[:count]]
    known, marker = facts_by_indicator(base), Marker(words)

    def more(row: Row, display: Display) -> Parts:
        hit = row.facts[0]
        facts = known.get(row.indicator.id, [])
        same = [fact for fact in facts if fact.measure == hit.measure]
        return {**_in_short(hit, display), **_others(base, hit, same, display)} | {
            "why": _why(base, row.indicator, hit, marker, display),
            # The section of a hit is left out where there is little room; what is unproven is not.
            "date": [[Span(wording.date_text(hit, display)), *mark_of([hit], display)]],
            "section": [dim(wording.section_text(hit, display))],
        }

    lines = [above, ""] if above else []
    return facts_grid(base, rows, display, marker.name, lines, LAYOUTS, more, LINES)


def _in_short(hit: Fact, display: Display) -> Parts:
    """The items of a list on one line."""
    items = wording.value_lines(hit, display) if hit.measure == "level" else []
    joined = ("; " if display.lang == "en" else "；").join(items)
    return {"value": [[Span(joined)]]} if items[1:] else {}


def _others(base: FactBase, hit: Fact, facts: Sequence[Fact], display: Display) -> Parts:
    """What an indicator has beside a hit: the value of the report where another is newer, and
    the other years."""
    own = report_value(base, hit)
    years = sorted({fact.year for fact in facts if fact.preferred} - {hit.year})
    return {
        "own": [dim(f"{wording.date_text(own, display)}: {_figure(own, display)}")] if own else [],
        "years": [dim(f"{display.word('more years')} {spans(years)}")] if years else [],
    }


class Marker:
    """Marks the words of a search: whole English words, pairs of Chinese characters.

    >>> Marker(["how many 5G stations"]).spans("A 5G base station")
    [Span(text='A ', style=''), Span(text='5G', style='hit'), Span(text=' base ', style=''), \
Span(text='station', style='hit')]
    """

    def __init__(self, words: Sequence[str]) -> None:
        terms = parse_query(words).terms
        others = {word for term in terms for word in term.others if " " not in word}
        tokens = {term.token for term in terms} | others - {""}
        # A character typed among others counts only together with its neighbour.
        longer = "".join(token for token in tokens if len(token) > 1)
        self.tokens = {t for t in tokens if len(t) > 1 or t.isascii() or t not in longer} - {""}
        self.sizes = sorted({len(token) for token in self.tokens if not token.isascii()})

    def spans(self, text: str, style: str = "") -> list[Span]:
        """A text in spans, the words of the search in the style of a hit."""
        edges = [0, *(edge for hit in merged(self.hits(text)) for edge in hit), len(text)]
        return [
            Span(text[start:end], "hit" if number % 2 else style)
            for number, (start, end) in enumerate(pairwise(edges))
            if start < end
        ]

    def name(self, indicator: Indicator, display: Display) -> list[list[Span]]:
        """The name of an indicator with the words of the search marked."""
        lines = label(indicator, display)
        return [[s for span in line for s in self.spans(span.text, span.style)] for line in lines]

    def hits(self, text: str) -> list[tuple[int, int]]:
        """The places of the words of the search in a text."""
        return list(self._hits(text))

    def _hits(self, text: str) -> Iterator[tuple[int, int]]:
        for run in _RUN.finditer(text):
            if run[0].isascii():
                if self.tokens.intersection(tokenize(run[0])):
                    yield run.span()
                continue
            for at in range(run.start(), run.end()):
                for size in self.sizes:
                    if text[at : at + size] in self.tokens:
                        yield at, at + size


def _figure(fact: Fact, display: Display) -> str:
    """The value of a fact, a change with its sign."""
    if fact.measure == "level":
        return wording.value_number(fact, display)
    return wording.delta(fact, display).text


def _why(
    base: FactBase, indicator: Indicator, hit: Fact, marker: Marker, display: Display
) -> list[list[Span]]:
    """The alias or quote that has the words of a search, where the label has none of them."""
    if any(marker.hits(span.text) for line in label(indicator, display) for span in line):
        return []
    others = (*indicator.aliases, *base.topics[indicator.topic].aliases, hit.quote)
    why = next((text for text in others if marker.hits(text)), "")
    return [marker.spans(why, "dim")] if why else []
