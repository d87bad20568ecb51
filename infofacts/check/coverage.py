"""Prove that nothing was skipped: every number of a source stands in a quote or is excused.

A number token is a run of digits (with a decimal point) or a number in words (四成半, 过半,
第三届, 千余项). It is covered if a quote of some fact holds all of it. The fact base excuses
what states nothing, by pattern and with a reason: `[[sources.ID.excused]]`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from infofacts.errors import BrokenBase
from infofacts.factfile import Layers
from infofacts.model import FactBase, Problem, Source
from infofacts.report import SourceText, source_text
from infofacts.text import squeeze

_NUMERAL = "[一二三四五六七八九十百千两]"
TOKEN = re.compile(
    r"\d+(?:\.\d+)?"
    rf"|第{_NUMERAL}+"
    rf"|{_NUMERAL}成半?(?=[、，。；])"
    rf"|{_NUMERAL}+分之{_NUMERAL}+"
    "|[过近超]半数?|半数|翻番|翻一番"
    "|首[个批次届项条部款家]"
    "|[十百千万亿]+余|[数上][十百千万亿]+"
    "|(?<![一-龥])[两三四五六七八九十百千]+[个项批次家类条款届种篇]"
    "|[两三四五六七八九]+[个项批家类条款届种]"
)
HEADINGS = "headings"
# What in a pattern could try for ever: a repetition but ? behind a character or a class.
_OPEN_ENDED = re.compile(r"(?<!\\)[*+{]|\)\?|\\\d|\(\?[^:]")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What became of the number tokens of all bundled sources."""

    uncovered: Sequence[Problem]
    covered: int
    excused: Counter[str]

    def summary(self, facts: int) -> str:
        """The counts in words."""
        reasons = ", ".join(f"{reason} {count}" for reason, count in self.excused.most_common())
        total = self.covered + self.excused.total() + len(self.uncovered)
        return (
            f"{facts} facts; {total} number tokens: {self.covered} covered by quotes, "
            f"{self.excused.total()} excused ({reasons}), {len(self.uncovered)} uncovered"
        )


def coverage(base: FactBase, layers: Layers) -> Coverage:
    """Every number token of every bundled source, covered, excused or neither."""
    uncovered: list[Problem] = []
    covered, excused = 0, Counter[str]()
    for source in base.sources.values():
        if source.file and (text := source_text(source.file)):
            spans = _quoted(base, source, text)
            reasons = _reasons(layers, source, text)
            for match in TOKEN.finditer(text.text):
                inside = range(match.start(), match.end())
                if all(spans[at] for at in inside):
                    covered += 1
                elif reason := reasons[match.start()]:
                    excused[reason] += 1
                else:
                    uncovered.append(_told(source, text, match))
            excused.update(_left_out(text))
    return Coverage(uncovered, covered, excused)


def _quoted(base: FactBase, source: Source, text: SourceText) -> bytearray:
    """A flag for each character of the squeezed text: some quote holds it."""
    flags = bytearray(len(text.text))
    quotes = {q for f in base.facts.values() if f.source == source.id for q in (f.quote, *f.also)}
    for quote in quotes:
        for place in text.find(quote):
            flags[place.start : place.end] = b"\1" * (place.end - place.start)
    return flags


def _reasons(layers: Layers, source: Source, text: SourceText) -> list[str]:
    """For each character of the squeezed text the reason that excuses it, or ""."""
    reasons = [""] * len(text.text)
    for line in text.lines:
        if line.heading:
            size = len(squeeze(line.text))
            reasons[line.start : line.start + size] = [HEADINGS] * size
    table = layers.tables[f"sources.{source.id}"]
    for entry in table.data.get("excused", ()):
        for match in _pattern(table.document.path, entry).finditer(text.text):
            for at in range(*match.span()):
                reasons[at] = reasons[at] or entry["reason"]
    return reasons


def _pattern(path: str, entry: Mapping[str, object]) -> re.Pattern[str]:
    """A pattern of the fact base: one that ends soon on any text, so without open repetition."""
    pattern, reason = entry.get("pattern"), entry.get("reason")
    if not isinstance(pattern, str) or not isinstance(reason, str):
        raise BrokenBase(f"{path}: excused: pattern and reason are needed, both texts")
    choices = pattern.count("?") - pattern.count("(?:")
    if len(pattern) > 100 or _OPEN_ENDED.search(pattern) or choices > 8 or pattern.count("(") > 3:
        raise BrokenBase(
            f"{path}: excused: {pattern[:40]!r} is too rich: no * + {{}}, few ? and ()"
        )
    try:
        return re.compile(pattern)
    except re.error as error:
        raise BrokenBase(f"{path}: excused: {pattern[:40]!r}: {error}") from error


def _told(source: Source, text: SourceText, match: re.Match[str]) -> Problem:
    start, end = match.span()
    context = text.text[max(0, start - 12) : end + 12]
    line = text.line_at(start).number
    return Problem(
        source.file, line, f"sources.{source.id}", "uncovered", f"{match[0]} in …{context}…"
    )


def _left_out(text: SourceText) -> Iterator[str]:
    """The reason for each number token in lines that are not the report's text."""
    for line, why in text.left_out:
        yield from (why for _ in TOKEN.finditer(squeeze(line)))
