"""The text of a source: where a quote is, in which section and paragraph."""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import islice
from operator import attrgetter

from infofacts.errors import NoAnswer
from infofacts.messages import N_, _
from infofacts.model import Fact, FactBase, Json, Source
from infofacts.record import Record
from infofacts.text import MOST_PLACES, ORDINAL, file_bytes, pattern, shortened, squeeze

TYPE_CHECKING = False  # as in `typing`
if TYPE_CHECKING:
    import re

_PROMO_BEGIN = pattern(r"#.*人工智能产业链联盟")
_PROMO_END = pattern(r"微信扫")
_CONTENTS = pattern(r"#++ *+目 *+录")

# Depth and pattern of headings; the group is the section's name.
_HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, pattern(r"(摘要)$")),
    (0, pattern(rf"【(第{ORDINAL}篇)】")),
    (0, pattern(r"(附件\d{1,9})$")),
    (1, pattern(rf"({ORDINAL})、")),
    (2, pattern(rf"[（(]({ORDINAL})[）)]")),
)
SUMMARY = "摘要"
CONTENTS, PROMOTION = N_("table of contents"), N_("promotional pages")


class TooManyPlaces(ValueError):
    """A quote that stands in so many places of a text that it proves nothing."""


class Place(Record):
    """The place of a quote: line (from 1), section, and offsets in the squeezed text."""

    line: int
    section: str
    start: int
    end: int


class Line(Record):
    """One line of the text that can be quoted; its squeezed form is from `start` to `end`."""

    number: int
    section: str
    start: int
    end: int
    text: str
    heading: bool


class SourceText:
    """A source's text, squeezed for searching, with the line and section of every character."""

    def __init__(self, text: str) -> None:
        self.raw_lines = text.split("\n")
        self.lines: list[Line] = []
        self.left_out: list[tuple[str, str]] = []  # lines that hold no text, and why
        self._places: dict[str, list[Place]] = {}  # of the quotes that were looked for
        pieces: list[str] = []
        start, skipping, section = 0, "", ""
        path: list[str] = []
        for number, line in enumerate(self.raw_lines, 1):
            if _PROMO_BEGIN.match(line):
                skipping = PROMOTION
            elif _CONTENTS.match(line):
                skipping = CONTENTS
            elif skipping == CONTENTS and line.startswith("#"):
                skipping = ""
            if skipping:
                self.left_out.append((line, skipping))
                if skipping == PROMOTION and _PROMO_END.match(line):
                    skipping = ""
                continue
            if heading := _heading(line):
                path = [*path[: heading[0]], heading[1]]
                section = " › ".join(path)
            pieces.append(squeeze(line))
            end = start + len(pieces[-1])
            self.lines.append(Line(number, section, start, end, line, line.startswith("#")))
            start = end
        self.text = "".join(pieces)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> SourceText:
        """Read a UTF-8 file, on disk or inside the program's zip."""
        text = file_bytes(str(path)).decode("utf-8")
        text = text.removeprefix("\ufeff")  # a byte order mark
        return cls(text.replace("\r\n", "\n").replace("\r", "\n"))

    def line_at(self, offset: int) -> Line:
        """The line of the character at `offset` of the squeezed text."""
        return self.lines[bisect_right(self.lines, offset, key=attrgetter("start")) - 1]

    def find(self, quote: str) -> list[Place]:
        """Every place of the quote, in the order of the text.

        If it is nowhere, every place of what two copies of a page may have instead: a word broken
        at a line's end, ligatures, other forms of a character, of a mark or a bracket.
        Raises `TooManyPlaces` for more than `MOST_PLACES`.
        """
        if (known := self._places.get(quote)) is not None:
            return known
        wanted = squeeze(quote)
        places = [self._place(at, at + len(wanted)) for at in few(self.text, wanted, quote)]
        if not places and wanted:
            copied, positions = self._copied
            wanted = "".join(plain for plain, _ in copied_forms(wanted))
            for at in few(copied, wanted, quote):
                places.append(self._place(positions[at], positions[at + len(wanted) - 1] + 1))
        self._places[quote] = places
        return places

    def _place(self, start: int, end: int) -> Place:
        line = self.line_at(start)
        return Place(line.number, line.section, start, end)

    @cached_property
    def _copied(self) -> tuple[str, list[int]]:
        """The text in the forms that all copies share, and where each character comes from."""
        forms = list(copied_forms(self.text))
        return "".join(plain for plain, _ in forms), [at for plain, at in forms for _ in plain]

    def raw(self, start: int, end: int) -> str:
        """The text from one offset to another with its own spacing, lines joined by a blank."""
        pieces: list[str] = []
        for line in self.lines[bisect_right(self.lines, start, key=attrgetter("start")) - 1 :]:
            if line.start >= end:
                break
            kept = [at for at, char in enumerate(line.text) if squeeze(char)]
            inside = kept[max(0, start - line.start) : end - line.start]
            pieces += [line.text[inside[0] : inside[-1] + 1]] if inside else []
        return " ".join(pieces)

    def around(self, place: Place, reach: int = 8) -> tuple[str, str]:
        """The characters of the squeezed text right before and right after a place."""
        before = self.text[max(0, place.start - reach) : place.start]
        return before, self.text[place.end : place.end + reach]


def few(text: str, wanted: str, quote: str) -> list[int]:
    """The places where a quote begins. Raises `TooManyPlaces` for more than `MOST_PLACES`."""
    found = list(islice(starts(text, wanted), MOST_PLACES + 1))
    if len(found) > MOST_PLACES:
        words = _(
            "the quote “{quote}” stands in more than {most_places} places",
            quote=shortened(quote),
            most_places=MOST_PLACES,
        )
        raise TooManyPlaces(_("{words} of its source: quote more of it", words=words))
    return found


def starts(text: str, wanted: str, begin: int = 0) -> Iterator[int]:
    """Every place from one on where some words begin in a text."""
    at = text.find(wanted, begin) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


# Marks that copies of a page have in other forms.
_MARKS = str.maketrans("“”„‟«»「」『』‘’‚‛・‧", '"' * 10 + "'" * 4 + "··")
# Radicals without a decomposition that PDFs have in the place of whole characters.
_RADICALS = str.maketrans(
    "⺟⺠⺬⺷⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民示羊虎西见角贝足车長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_HYPHENS = "-\u00ad\u2010\u2011"


@cache
def _copied_form(char: str) -> str:
    """A character as other copies may have it: ⽤ as 用, ﬁ as fi, ， as a comma, “ as a plain mark.

    What would make another number of it stays: 10² is not 102, ①5 not 15.
    """
    decomposition = unicodedata.decomposition(char)
    tag = decomposition.partition(" ")[0] if decomposition.startswith("<") else ""
    if tag in ("", "<wide>", "<narrow>", "<compat>"):
        plain = unicodedata.normalize("NFKC", char)
        if tag != "<compat>" or not any(each.isdigit() for each in plain):
            return plain.translate(_MARKS).translate(_RADICALS)
    return char


def copied_forms(text: str) -> Iterator[tuple[str, int]]:
    """Each character of a squeezed text in the form that all copies share, and its place.

    A hyphen between letters is left out: it may only break a word at a line's end.
    """
    for at, char in enumerate(text):
        beside = text[at - 1 : at + 2 : 2] if at else ""
        if char in _HYPHENS and len(beside) == 2 and beside.isascii() and beside.isalpha():
            continue
        yield (char if char.isascii() else _copied_form(char)), at


def principal(places: list[Place]) -> Place | None:
    """The main place of a quote: the first in the body (the summary only repeats it), or at all."""
    body = (p for p in places if not p.section.startswith(SUMMARY))
    return next(body, places[0] if places else None)


def _heading(line: str) -> tuple[int, str] | None:
    """Depth and name of the section that a line opens, None if it opens none."""
    title = squeeze(line.lstrip("#")) if line.startswith("#") else ""
    for depth, heading in _HEADINGS:
        if match := heading.match(title):
            return depth, f"（{match[1]}）" if depth == 2 else match[1]
    return None


@cache
def source_text(file: str) -> SourceText | None:
    """A source's bundled text, read once; None if the file is missing (`check` reports it)."""
    try:
        return SourceText.read(file)
    except (OSError, UnicodeDecodeError):
        return None


# A line that ends so ends its paragraph; other lines were broken.
_END = pattern(r"[。！？][”’）)】]*$")
# Lines that stand alone: captions, rules between notes, rows of tables.
_ALONE = pattern(r"[图表] ?\d|数据来源|注[:：]|-+$|.*\t")
_SENTENCE_END = pattern(r"[。！？；][”’）)】]*|\n")
CONTEXT = 32  # characters before and after the exact words of a selector


class Passage(Record):
    """A paragraph with the quote of a fact from `start` to `end`; `number` is its first line.

    Where the source's text is not bundled, the quote alone, and 0.
    """

    fact: Fact
    source: Source
    text: str
    start: int
    end: int
    number: int = 0

    @property
    def exact(self) -> str:
        """The quoted words as the paragraph has them."""
        return self.text[self.start : self.end]

    def sentence(self) -> tuple[int, int]:
        """Where the sentences of the quoted words begin and end."""
        ends = _sentence_ends(self.text)
        after = _SENTENCE_END.search(self.text, max(self.end - 1, self.start))
        at = bisect_left(ends, (self.start, 0)) - 1
        start = min(ends[at][1], self.start) if at >= 0 else 0
        return start, after.end() if after else len(self.text)

    def record(self) -> dict[str, Json]:
        """The JSON record, with exact, prefix and suffix of W3C's TextQuoteSelector."""
        fact = self.fact
        return {
            "id": fact.id, "source": self.source.id, "section": fact.section, "line": fact.line,
            "exact": self.exact,
            "prefix": self.text[max(0, self.start - CONTEXT) : self.start],
            "suffix": self.text[self.end : self.end + CONTEXT],
            "also": list(fact.also), "lines": list(fact.lines), "proof": fact.proof,
            "url": fact.url or None,
        }  # fmt: skip


def passage(base: FactBase, fact: Fact) -> Passage:
    """The passage of a fact. Raises `NoAnswer` if its source is not in the base."""
    source = source_of(base, fact)
    text = source_text(source.file) if source.file else None
    place = principal(text.find(fact.quote)) if text else None
    if not text or not place:
        return Passage(fact, source, fact.quote, 0, len(fact.quote))
    paragraphs, starts = _paragraphs(text), _paragraph_starts(text)
    groups = paragraphs[bisect_right(starts, place.start) - 1 : bisect_left(starts, place.end)]
    lines = tuple(line for group in groups for line in group)
    shown, positions = _joined(lines)
    before = lines[0].start
    start, end = positions[place.start - before], positions[place.end - 1 - before] + 1
    return Passage(fact, source, shown, start, end, lines[0].number)


@cache  # many facts stand in one paragraph
def _sentence_ends(text: str) -> list[tuple[int, int]]:
    """Where the marks are that end the sentences of a paragraph."""
    return [match.span() for match in _SENTENCE_END.finditer(text)]


@cache
def _paragraphs(text: SourceText) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in (line for line in text.lines if line.start < line.end):
        if paragraphs and _continues(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


MOST_BESIDE = 8  # earlier headings of one section, and those above it
LEAD = 2000  # characters of a paragraph that are looked at before a place


def lead(text: SourceText, place: Place) -> str:
    """The squeezed words of a place's paragraph before it, the last of them."""
    starts = _paragraph_starts(text)
    start = starts[bisect_right(starts, place.start) - 1]
    return text.text[max(start, place.start - LEAD) : place.start]


@cache
def _paragraph_starts(text: SourceText) -> list[int]:
    return [lines[0].start for lines in _paragraphs(text)]


def headings(text: SourceText, place: Place) -> tuple[str, ...]:
    """The squeezed headings of the sections that a place is in, the innermost first."""
    chains = _chains(text)
    at = bisect_right(chains, place.start, key=lambda chain: chain[0]) - 1
    return tuple(heading for _, heading in chains[at][1]) if at >= 0 else ()


@cache
def _chains(text: SourceText) -> list[tuple[int, list[tuple[str, str]]]]:
    """For each heading its offset; and the sections that it is in, each with its heading."""
    chains: list[tuple[int, list[tuple[str, str]]]] = []
    for line in (line for line in text.lines if line.heading):
        before = chains[-1][1] if chains else []
        beside = [each for each in before if each[0] == line.section][:MOST_BESIDE]
        above = [each for each in before if not each[0] or line.section.startswith(f"{each[0]} ›")]
        around = beside + [each for each in above if each[0] != line.section][:MOST_BESIDE]
        chains.append((line.start, [(line.section, text.text[line.start : line.end]), *around]))
    return chains


def _continues(before: Line, line: Line) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    alone = any(each.heading or _ALONE.match(each.text.strip()) for each in (before, line))
    return not alone and not _END.search(before.text.strip())


@cache  # many facts stand in one paragraph
def _joined(lines: tuple[Line, ...]) -> tuple[str, list[int]]:
    """Lines as one text without Markdown, and where each character of their squeezed form is."""
    text: list[str] = []
    positions: list[int] = []
    for before, line in zip([None, *lines], lines, strict=False):
        stripped = line.text.strip()
        if before and not _continues(before, line):
            text.append("\n")
        elif before and _is_letter(before.text.strip()[-1]) and _is_letter(stripped[0]):
            text.append(" ")
        for escaped, char in zip(["", *stripped], stripped, strict=False):
            if char == "*" and escaped == "\\":  # an asterisk of the text, not a mark
                text.append(char)
            elif char == "#" and line.heading:
                positions.append(len(text))
            elif char != "*" and not char.isspace():
                positions.append(len(text))
                text.append(char)
            elif char != "*" and text and text[-1] not in (" ", "\n"):
                text.append(" ")
    return "".join(text), positions


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def source_of(base: FactBase, fact: Fact) -> Source:
    """The source of a fact. Raises `NoAnswer` if the base does not have it."""
    if source := base.sources.get(fact.source):
        return source
    raise NoAnswer(
        _("{id}: its source {source!r} is not in the fact base", id=fact.id, source=fact.source)
    )
