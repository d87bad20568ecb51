"""The names of the report's sections in English."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from infofacts.errors import NoAnswer
from infofacts.model import Fact, FactBase, Json, Source
from infofacts.text import ZH_DIGITS, file_bytes, numeral, squeeze

_ORDINAL = f"[{ZH_DIGITS}十]+"


def section_en(section: str) -> str:
    """A section in English: 第二篇 › 十一 › （三） is Part 2 › 11 › (3)."""
    parts = section.replace("摘要", "Summary").split(" › ")
    return " › ".join(map(_section_part_en, parts))


def _section_part_en(part: str) -> str:
    name = re.sub(_ORDINAL, lambda found: str(numeral(found[0])), part)
    if name.startswith("第"):
        return f"Part {name.strip('第篇')}"
    if name.startswith("附件"):
        return name.replace("附件", "Annex ")
    return name.replace("（", "(").replace("）", ")")


_PROMO_BEGIN = re.compile(r"#+ *.*人工智能产业链联盟")
_PROMO_END = re.compile(r"微信扫")
_CONTENTS = re.compile(r"#+ *目 *录")

# A heading's first words, and how deep it lies; the name is what the section is called.
_HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"(摘要)$")),
    (0, re.compile(rf"【(第{_ORDINAL}篇)】")),
    (0, re.compile(r"(附件\d+)$")),
    (1, re.compile(rf"({_ORDINAL})、")),
    (2, re.compile(rf"[（(]({_ORDINAL})[）)]")),
)
SUMMARY = "摘要"
CONTENTS, PROMOTION = "table of contents", "promotional pages"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: line (from 1), section, and offsets in the squeezed text."""

    line: int
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text that can be quoted, with where its squeezed form begins."""

    number: int
    section: str
    start: int
    text: str
    heading: bool


class SourceText:
    """A source's text, squeezed for searching, with the line and section of every character."""

    def __init__(self, text: str) -> None:
        self.raw_lines = text.split("\n")
        self.lines: list[Line] = []
        self.left_out: list[tuple[str, str]] = []  # lines that hold no text, and why
        parts: list[str] = []
        start = 0
        for number, line, section, heading, skipped in _walk(self.raw_lines):
            if skipped:
                self.left_out.append((line, skipped))
                continue
            self.lines.append(Line(number, section, start, line, heading))
            parts.append(squeeze(line))
            start += len(parts[-1])
        self.text = "".join(parts)

    @classmethod
    def read(cls, path: Path) -> SourceText:
        """Read a UTF-8 file; one inside the zip of the program, too."""
        text = file_bytes(str(path)).decode("utf-8")
        return cls(text.replace("\r\n", "\n").replace("\r", "\n"))

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_at(self, offset: int) -> Line:
        """The line that holds the character at `offset` of the squeezed text."""
        return self.lines[bisect_right(self._starts, offset) - 1]

    def find(self, quote: str) -> list[Place]:
        """Every place where the quote stands, in the order of the text; empty if nowhere."""
        wanted = squeeze(quote)
        places: list[Place] = []
        start = self.text.find(wanted) if wanted else -1
        while start >= 0:
            line = self.line_at(start)
            places.append(Place(line.number, line.section, start, start + len(wanted)))
            start = self.text.find(wanted, start + 1)
        return places

    def around(self, place: Place, reach: int = 8) -> tuple[str, str]:
        """The characters of the squeezed text right before and right behind a place."""
        before = self.text[max(0, place.start - reach) : place.start]
        return before, self.text[place.end : place.end + reach]


def principal(places: list[Place]) -> Place | None:
    """The place to name first: the body's, for the summary only repeats it, else the first."""
    body = (p for p in places if not p.section.startswith(SUMMARY))
    return next(body, places[0] if places else None)


def _walk(lines: list[str]) -> Iterator[tuple[int, str, str, bool, str]]:
    """Number, text, section and headingness of every line, and why it is left out (or "")."""
    path: list[str] = []
    skipping = ""
    for number, line in enumerate(lines, 1):
        if _PROMO_BEGIN.match(line):
            skipping = PROMOTION
        elif _CONTENTS.match(line):
            skipping = CONTENTS
        elif skipping == CONTENTS and line.startswith("#"):
            skipping = ""
        found = None if skipping else _heading(line)
        if found:
            path = [*path[: found[0]], found[1]]
        heading = found is not None or line.startswith("#")
        yield number, line, " › ".join(path), heading, skipping
        if skipping == PROMOTION and _PROMO_END.match(line):
            skipping = ""


def _heading(line: str) -> tuple[int, str] | None:
    """Depth and name of the section that a heading line opens, None for other lines."""
    if not line.startswith("#"):
        return None
    title = squeeze(line.lstrip("#"))
    for depth, pattern in _HEADINGS:
        if found := pattern.match(title):
            name = f"（{found[1]}）" if depth == 2 else found[1]
            return depth, name
    return None


@cache
def source_text(file: str) -> SourceText | None:
    """A source's bundled text, None if the file is not there (`check` tells).

    Read once; a base that is loaded anew reads it anew.
    """
    try:
        return SourceText.read(Path(file))
    except (OSError, UnicodeDecodeError):
        return None


def digest(file: str) -> str | None:
    """The SHA-256 of a bundled text; None for none, and for one that cannot be read."""
    import hashlib

    try:
        return hashlib.sha256(file_bytes(file)).hexdigest() if file else None
    except OSError:
        return None


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


def source_of(base: FactBase, fact: Fact) -> Source:
    """The source of a fact. Raises `NoAnswer` if the base does not have it."""
    if source := base.sources.get(fact.source):
        return source
    raise NoAnswer(f"{fact.id}: its source {fact.source!r} is not in the fact base")
