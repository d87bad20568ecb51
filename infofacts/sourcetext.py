"""The text of a report: find a quote in it, whatever the spacing, and say where it stands.

The source is OCR: spaces come and go around digits, paragraphs break across lines and pages,
emphasis marks (`**`) stand inside sentences. A quote is therefore searched in the text without
white space and asterisks. Promotional pages and the table of contents are left out, so that a
sentence that such a page interrupts is whole again, and nothing on it is ever matched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_IGNORED = re.compile(r"[\s*]+")
_PROMO_BEGIN = re.compile(r"#+ *.*人工智能产业链联盟")
_PROMO_END = re.compile(r"微信扫")
_CONTENTS = re.compile(r"#+ *目 *录")

# A heading's first words, and how deep it lies; the name is what the section is called.
_HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"(摘要)$")),
    (0, re.compile(r"【(第[一二三四五六七八九十]+篇)】")),
    (0, re.compile(r"(附件\d+)$")),
    (1, re.compile(r"([一二三四五六七八九十]+)、")),
    (2, re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")),
)
SUMMARY = "摘要"
CONTENTS, PROMOTION = "table of contents", "promotional pages"


def squeeze(text: str) -> str:
    """The text as quotes are compared: without white space and asterisks."""
    return _IGNORED.sub("", text)


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
        """Read a UTF-8 file."""
        return cls(path.read_text(encoding="utf-8"))

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
        return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else None
    except OSError:
        return None
