"""What a person sees of sources: the table of them, and passages with their quotes marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from infofacts.model import FactBase, Json, Source
from infofacts.report import Passage, digest
from infofacts.text import merged
from infofacts.views.table import Column, Grid, Line, Span, apart
from infofacts.views.words import Display, place_text, sources_lines, stacked, value_text


# ---------------------------------------------------------------- the table of sources
def source_records(base: FactBase) -> list[dict[str, Json]]:
    """Every source of a base: who, what, when, how many facts, and where its text is."""
    facts = Counter(fact.source for fact in base.facts.values())
    return [_record(source, facts[source.id]) for source in base.sources.values()]


def _record(source: Source, facts: int) -> dict[str, Json]:
    return {
        "id": source.id,
        "title": source.title,
        "title_en": source.title_en or None,
        "publisher": source.publisher,
        "publisher_en": source.publisher_en or None,
        "published": source.published or None,
        "type": source.type,
        "url": source.url or None,
        "accessed": source.accessed or None,
        "file": source.file or None,
        "sha256": digest(source.file),
        "facts": facts,
    }


def sources_grid(base: FactBase, display: Display) -> Grid:
    """The sources, a row each; on a narrow terminal all of a source in one cell."""
    facts = Counter(fact.source for fact in base.facts.values())
    keys = ("title", "publisher", "address") if display.wide else ("place",)
    columns = [*(Column(display.word(key)) for key in keys), Column(display.word("count"), True)]
    rows: list[list[Line]] = []
    for source in base.sources.values():
        cells = _cells(source, display)
        shown: list[Line] = [*cells] if display.wide else [stacked(*cells)]
        rows.append([*shown, str(facts[source.id])])
    return Grid(columns, apart(rows))


def _cells(source: Source, display: Display) -> list[list[Span]]:
    """Title, publisher with date, and where the text is."""
    name, *english = _named(source.title, source.title_en, display).split("\n")
    title = stacked([Span(name, "title")], *([Span(text)] for text in english))
    title = stacked(title, [Span(source.id, "dim")])
    publisher = _named(source.publisher, source.publisher_en, display)
    if not display.wide:
        publisher = publisher.replace("\n", " · ")
    issued = filter(None, (publisher, source.published))
    where = ([Span(text, "dim")] for text in _where(source, display))
    return [title, [Span(("\n" if display.wide else ", ").join(issued))], stacked(*where)]


def _named(zh: str, en: str, display: Display) -> str:
    """A title or a publisher in the languages wanted, each on its line."""
    if display.lang == "both" and en and en != zh:
        return f"{zh}\n{en}"
    return en if display.lang == "en" and en else zh


def _where(source: Source, display: Display) -> Iterator[str]:
    """The address, and the bundled file with its SHA-256."""
    if source.url:
        seen = f" ({source.accessed})" if source.accessed else ""
        yield source.url + seen
    if source.file:
        yield "/".join(Path(source.file).parts[-2:])
        yield f"SHA-256 {digest(source.file) or display.short('unread')}"
    else:
        yield display.short("not bundled")


# ---------------------------------------------------------------- passages
def passage_grids(base: FactBase, passages: Sequence[Passage], display: Display) -> list[Grid]:
    """The passages, those in one paragraph together, then the sources."""
    groups: dict[object, list[Passage]] = {}
    for each in passages:
        where = each.number or each.text if each.source.file else each.fact.id
        groups.setdefault((each.source.id, where), []).append(each)
    grids = [_passage_grid(base, group, display) for group in groups.values()]
    facts = [each.fact for each in passages]
    return [*grids, Grid(below=sources_lines(base, facts, display))]


def _passage_grid(base: FactBase, group: Sequence[Passage], display: Display) -> Grid:
    above: list[Line] = [line for each in group for line in _heads(base, each, display)]
    words: Line = _marked(group) if group[0].text else [Span(display.short("unquoted"), "dim")]
    also = [line for each in group for line in _also(each, len(group) > 1, display)]
    return Grid(above=[*above, "", words, *also])


def _heads(base: FactBase, each: Passage, display: Display) -> Iterator[Line]:
    """What the passage is for: the fact, its value and the place."""
    indicator = base.indicators[each.fact.indicator_id]
    name = _named(indicator.zh, indicator.en, display).replace("\n", " · ")
    value = " ".join(value_text(each.fact, display).split())
    yield [Span(name, "title"), Span(f"  {each.fact.id}", "dim")]
    number = Span(value, "number" if each.fact.number is not None else "")
    yield [number, Span(f"  {place_text(each.fact, display)}", "dim")]
    if each.fact.url:
        yield [Span(each.fact.url, "dim")]


def _marked(group: Sequence[Passage]) -> list[Span]:
    """A paragraph: the quotes marked, their sentences plain, the rest dim."""
    text = group[0].text
    marks = merged((each.start, each.end) for each in group if each.exact)
    sentences = merged(each.sentence() for each in group)
    edges = sorted({0, len(text), *(edge for span in [*marks, *sentences] for edge in span)})
    spans = []
    for start, end in zip(edges, edges[1:], strict=False):
        style = "" if _within(start, sentences) else "dim"
        spans.append(Span(text[start:end], "mark" if _within(start, marks) else style))
    return spans


def _within(at: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in ranges)


def _also(each: Passage, named: bool, display: Display) -> Iterator[Line]:
    """The other lines that print the fact, and the words of those that print it otherwise."""
    others = [str(line) for line in each.fact.lines if line != each.fact.line]
    if others or each.fact.also:
        name = f"{each.fact.id}: " if named else ""
        words = "".join(f" “{also}”" for also in each.fact.also)
        lines = f" {display.short('line')}{', '.join(others)}" if others else ""
        yield [Span(f"{name}{display.short('also')}{lines}{words}", "dim")]
