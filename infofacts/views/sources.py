"""The table of sources, and passages with their quotes marked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from infofacts.model import FactBase, Json, Source
from infofacts.names import counts
from infofacts.record import fields
from infofacts.report import Passage
from infofacts.text import digest
from infofacts.views.display import Display
from infofacts.views.table import Cell, Grid, Line, Span, apart, dim
from infofacts.views.words import (
    link,
    place_text,
    proof_mark,
    sources_lines,
    title_line,
    value_lines,
)

WIDE = 110  # minimum width for a table of sources with a column for everything


def source_records(base: FactBase) -> list[dict[str, Json]]:
    """One record per source: its fields, the SHA-256 of its text and its number of facts."""
    facts = counts(base).facts_of_sources
    return [
        {f.name: getattr(source, f.name) or None for f in fields(source) if f.metadata["record"]}
        | {"sha256": digest(source.file), "facts": facts[source.id]}
        for source in base.sources.values()
    ]


def sources_grid(base: FactBase, display: Display) -> Grid:
    """One row per source; on a narrow terminal all about it is in one cell."""
    wide = display.width >= WIDE
    keys = ("title", "publisher", "address", "count") if wide else ("place", "count")
    rows: list[list[Cell]] = []
    for source in base.sources.values():
        titles = display.names(source.title, source.title_en)
        named: list[Line] = [[Span(titles[0], "title")], *titles[1:], dim(source.id)]
        issuers = display.names(source.publisher, source.publisher_en)
        published = [source.published] if source.published else []
        where = list(_where(source, display))
        cells: list[Cell] = [named, [*issuers, *published], where]
        if not wide:
            cells = [[*named, ", ".join([" · ".join(issuers), *published]), *where]]
        rows.append([*cells, str(counts(base).facts_of_sources[source.id])])
    return Grid([display.column(key) for key in keys], apart(rows))


def _where(source: Source, display: Display) -> Iterator[Line]:
    if source.url:
        yield [link(source.url), *dim(f" ({source.accessed})" if source.accessed else "")]
    if source.file:
        yield dim("/".join(source.file.split(os.sep)[-2:]))
        yield dim(f"SHA-256 {digest(source.file) or display.word('unread')}")
    else:
        yield dim(display.word("not bundled"))


def passage_grids(base: FactBase, passages: Sequence[Passage], display: Display) -> list[Grid]:
    """The passages, those in one paragraph together, then the sources."""
    groups: dict[object, list[Passage]] = {}
    for each in passages:
        where = each.number or each.text if each.source.file else each.fact.id
        groups.setdefault((each.source.id, where), []).append(each)
    grids = []
    for group in groups.values():
        above: list[Line] = []
        for each in group:
            fact, place = each.fact, dim(f"  {place_text(each.fact, display)}")
            style = "number" if fact.size is not None else ""
            value = Span(" ".join(value_lines(fact, display)), style)
            above.append(title_line(base.indicators[fact.indicator_id], display, fact.id))
            date = dim(f"  {fact.as_of}" if fact.is_part else "")
            above.append([value, *date, *place, *proof_mark(fact, display)])
        above += ["", *(_marked(group) if group[0].text else [dim(display.word("unquoted"))])]
        above += [line for each in group for line in _also(each, len(group) > 1, display)]
        grids.append(Grid(above=above))
    facts = [each.fact for each in passages]
    return [*grids, Grid(below=sources_lines(base, facts, display, every=True))]


def _marked(group: Sequence[Passage]) -> list[Line]:
    """A paragraph: the quotes marked, their sentences plain, the rest dim."""
    text = group[0].text
    styles = ["dim"] * len(text)
    sentences = [(*each.sentence(), "") for each in group]
    quotes = [(each.start, each.end, "mark") for each in group if each.exact]
    for start, end, style in dict.fromkeys(sentences + quotes):
        styles[start:end] = [style] * (end - start)
    lines: list[list[Span]] = [[]]
    for style, run in groupby(zip(styles, text, strict=True), key=itemgetter(0)):
        piece = "".join(char for _, char in run)
        # Line breaks of a bundled text; one in a quote of the fact base does not count.
        first, *more = piece.split("\n") if group[0].number else [piece]
        lines[-1].append(Span(first, style))
        lines += [[Span(line, style)] for line in more]
    return [*lines]


def _also(each: Passage, named: bool, display: Display) -> Iterator[Line]:
    """The other lines that print the fact, and the quotes that differ."""
    others = [str(line) for line in each.fact.lines if line != each.fact.line]
    if others or each.fact.also:
        name = f"{each.fact.id}: " if named else ""
        words = "".join(f" “{also}”" for also in each.fact.also)
        lines = f" {display.word('line')}{', '.join(others)}" if others else ""
        yield dim(f"{name}{display.word('also')}{lines}{words}")
