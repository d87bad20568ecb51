"""The passage a fact stands in: its paragraph as the report has it, and the quote's place in it.

The OCR breaks paragraphs across lines and pages; here they are whole again, with what a chart
or a promotional page had pushed between their halves left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from infofacts.model import Fact, FactBase, Json, Source
from infofacts.sourcetext import Line, Place, SourceText, principal, source_text, squeeze
from infofacts.works import source_of

# A line that ends so ends its paragraph; other lines were broken.
_END = re.compile(r"[。！？][”’）)】]*$")
# Lines that stand alone: captions, rules between notes, rows of tables.
_ALONE = re.compile(r"[图表] ?\d|数据来源|注[:：]|-+$|.*\t")
_SENTENCE_END = re.compile(r"[。！？；][”’）)】]*|\n")
CONTEXT = 32  # characters before and behind the exact words of a selector


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and where the quote of a fact stands in it, from `start` to `end`.

    Where the source's text is not bundled, the quote alone: all the evidence there is.
    `number` is the line that the paragraph begins at, 0 for none.
    """

    fact: Fact
    source: Source
    text: str
    start: int
    end: int
    number: int = 0

    @property
    def exact(self) -> str:
        """The marked words as they stand in the paragraph."""
        return self.text[self.start : self.end]

    def sentence(self) -> tuple[int, int]:
        """Where the sentence begins and ends that the marked words stand in."""
        before = [found.end() for found in _SENTENCE_END.finditer(self.text, 0, self.start)]
        behind = _SENTENCE_END.search(self.text, max(self.end - 1, self.start))
        return before[-1] if before else 0, behind.end() if behind else len(self.text)

    def record(self) -> dict[str, Json]:
        """The place of a fact's words: exact, prefix and suffix of W3C's TextQuoteSelector."""
        return {
            "id": self.fact.id,
            "source": self.source.id,
            "section": self.fact.section,
            "line": self.fact.line,
            "exact": self.exact,
            "prefix": self.text[max(0, self.start - CONTEXT) : self.start],
            "suffix": self.text[self.end : self.end + CONTEXT],
            "also": list(self.fact.also),
            "lines": list(self.fact.lines),
            "url": self.fact.url or None,
        }


def passage(base: FactBase, fact: Fact) -> Passage:
    """The passage of a fact. Raises `NoAnswer` if its source is not in the base."""
    source = source_of(base, fact)
    text = source_text(source.file) if source.file else None
    place = principal(text.find(fact.quote)) if text else None
    if not text or not place:
        return Passage(fact, source, fact.quote, 0, len(fact.quote))
    lines = [line for group in _paragraphs(text) if _touches(group, place) for line in group]
    shown, positions = _joined(lines)
    first = lines[0].start
    start, end = positions[place.start - first], positions[place.end - 1 - first] + 1
    return Passage(fact, source, shown, start, end, lines[0].number)


@cache
def _paragraphs(text: SourceText) -> list[list[Line]]:
    """The lines of a text, those of one paragraph together."""
    paragraphs: list[list[Line]] = []
    for line in text.lines:
        if not squeeze(line.text):
            continue
        if paragraphs and _continues(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _continues(before: Line, line: Line) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    alone = any(each.heading or _ALONE.match(each.text.strip()) for each in (before, line))
    return not alone and not _END.search(before.text.strip())


def _touches(lines: Sequence[Line], place: Place) -> bool:
    last = lines[-1].start + len(squeeze(lines[-1].text))
    return lines[0].start < place.end and place.start < last


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Lines as one text without its marks, and where each character of their squeezed form is."""
    text, positions = "", []
    for before, line in zip([None, *lines], lines, strict=False):
        text += _between(before, line) if before else ""
        stripped = line.text.strip()
        for escaped, char in zip(["", *stripped], stripped, strict=False):
            if char == "*" and escaped == "\\":  # an asterisk of the text, not a mark
                text += char
            elif char == "#" and line.heading:
                positions.append(len(text))
            elif squeeze(char):
                positions.append(len(text))
                text += char
            elif char != "*" and text[-1:] not in ("", " ", "\n"):
                text += " "
    return text, positions


def _between(before: Line, line: Line) -> str:
    """What stands between two lines: nothing, a space between words, or a line break."""
    if not _continues(before, line):
        return "\n"
    ends = before.text.strip()[-1], line.text.strip()[0]
    return " " if all(end.isascii() and end.isalpha() for end in ends) else ""
