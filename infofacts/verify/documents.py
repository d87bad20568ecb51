"""Texts to verify: from a file or a stream to blocks whose characters know their line and column.

A block is a paragraph, a heading, an item of a list or a row of a table. The text of a block is
folded for matching (full-width forms, traditional characters and blanks beside Chinese
characters), but keeps where each of its characters stood.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from infofacts.errors import BadUsage, library
from infofacts.lexicon import simplified
from infofacts.messages import _

PIECE = 1 << 14  # bytes of a line that are read at once: longer lines come in pieces
LONGEST = 5000  # characters of a block
MASK = "\x1f"  # stands for what states nothing: code, addresses, tags


class Line(NamedTuple):
    """A line, or a piece of a long one: its number and the column of its first character."""

    number: int
    column: int
    text: str
    ends: bool


class Block(NamedTuple):
    """A part of a document. `header` are the cells above a row, `depth` that of a heading.

    An item is of a list, or goes on with a very long paragraph.
    """

    kind: str  # text, item, heading or row
    text: Text
    depth: int = 0
    header: tuple[str, ...] = ()


class Text:
    """Words as written, from a line and column on, and folded for matching."""

    def __init__(self, raw: str, line: int, column: int) -> None:
        self.raw, self.line, self.column = raw, line, column

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return fold(self.raw)

    @property
    def folded(self) -> str:
        """The text for matching."""
        return self._folded[0]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """From a span of the folded text to that of the text as written."""
        at = self._folded[1]
        if start >= end:
            return 0, 0
        return at[start], at[end - 1] + 1

    def place(self, at: int) -> tuple[int, int]:
        """The line and column of a character of the text as written."""
        before = self.raw.rfind("\n", 0, at)
        lines = self.raw.count("\n", 0, at)
        return self.line + lines, at - before + (0 if lines else self.column - 1)


# ---------------------------------------------------------------- folding
_WIDE = {
    0xFEE0 + code: code
    for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *map(ord, "%+-./$"))
}
_ALIKE = str.maketrans("−‐‑﹪٪￥", "---%%¥")
_MASKED = re.compile(
    r"`[^`]{1,2000}`|\]\([^)\s]{0,2000}(?:\s[^)]{0,200})?\)|<?(?:https?|ftp)://[^\s)>\]，。；、）》”]{1,2000}>?"
    r"|\[\^[^\]\n]{1,80}\]|<[A-Za-z/!][^>\n]{0,400}>|&(?:nbsp|ensp|emsp|thinsp);"
    r"|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}\.[\w.]{1,64}|(?<=\d)\\(?=[.~])"
)
_HAN = "\u3400-\u9fff\uf900-\ufaff〇"
# Blanks that stand in no word: beside Chinese characters and marks, and doubled ones.
_BLANK = re.compile(
    rf"[ \t\n\r\u00a0\u2000-\u200a\u202f\u3000]+(?=[{_HAN}，。；：、（）！？》”％|]|$)"
    rf"|(?:(?<=[{_HAN}，。；：、（）！？《“|])|^)[ \t\n\r\u00a0\u2000-\u200a\u202f\u3000]+"
    r"|(?<=[ \t\n\r\u00a0\u2000-\u200a\u202f\u3000])[ \t\n\r\u00a0\u2000-\u200a\u202f\u3000]+"
    r"|[*\u200b\ufeff\u00ad]+|\\(?=[*_$~#|])"
)


def fold(raw: str) -> tuple[str, list[int]]:
    """The text for matching, and where each of its characters stands in the text as written.

    >>> fold("５Ｇ 基站 **达**337.7 万个")[0]
    '5G基站达337.7万个'
    >>> fold("網際網路普及率")[0]
    '互联网普及率'
    """
    masked = _MASKED.sub(lambda match: MASK * len(match[0]), raw)
    plain = masked.translate(_WIDE).translate(_ALIKE)
    kept: list[int] = []
    start = 0
    for blank in _BLANK.finditer(plain):
        kept += range(start, blank.start())
        start = blank.end()
    kept += range(start, len(plain))
    text = "".join(map(plain.__getitem__, kept))
    text = re.sub(r"[\t\n\r\u00a0\u2000-\u200a\u202f]", " ", text)
    return (text, kept) if text.isascii() else _simplified(text, kept)


def _simplified(text: str, kept: list[int]) -> tuple[str, list[int]]:
    """The text in simplified characters and words; a word keeps the places of its ends."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for piece, size in simplified(text):
        pieces.append(piece)
        last = at + size - 1
        places += [kept[min(at + n, last)] for n in range(len(piece) - 1)] + [kept[last]] * bool(
            piece
        )
        at += size
    return "".join(pieces), places


# ---------------------------------------------------------------- lines
def lines_of(stream: BinaryIO, name: str) -> Iterator[Line]:
    """The lines of a UTF-8 text, long ones in pieces that end with a sentence if they can.

    Raises `BadUsage` for what is not UTF-8 text.
    """
    number, column, rest = 1, 1, b""
    while data := stream.readline(PIECE):
        data, rest = rest + data, b""
        if number == 1 and column == 1:
            _refuse_other_encodings(data, name)
            data = data.removeprefix(b"\xef\xbb\xbf")
        whole = data.endswith(b"\n") or len(data) < PIECE
        if not whole:
            data, rest = _cut(data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = data[error.start]
            advice = _(
                "iconv -f GB18030 -t UTF-8 {name} converts a Chinese text of that encoding",
                name=name,
            )
            message = _(
                "{name}:{number}: not UTF-8 (byte 0x{byte:02x}): {advice}",
                name=name,
                number=number,
                byte=byte,
                advice=advice,
            )
            raise BadUsage(message) from None
        if "\0" in text:
            raise BadUsage(
                _("{name}:{number}: a binary file, not a text", name=name, number=number)
            )
        yield Line(number, column, text.rstrip("\r\n"), whole)
        number, column = (number + 1, 1) if whole else (number, column + len(text))


def _refuse_other_encodings(data: bytes, name: str) -> None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadUsage(
            _("{name}: UTF-16, not UTF-8: iconv -f UTF-16 -t UTF-8 {name} converts it", name=name)
        )


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """A piece of a long line up to its last sentence, clause or whole character; and the rest."""
    for end in ("。", "；", ". ", "，", ", ", " "):
        at = data.rfind(end.encode())
        if at > len(data) // 2:
            at += len(end.encode())
            return data[:at], data[at:]
    at = len(data)
    while data[at - 1] & 0xC0 == 0x80 and len(data) - at < 4:
        at -= 1
    return data[: at - 1], data[at - 1 :]


# ---------------------------------------------------------------- blocks
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_ITEM = re.compile(r"\s*(?:[-+*•·●▪◦‣>]|\d{1,2}[.)、]|[（(]\d{1,2}[）)])\s*(?=\S)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{3,})\s*$")
_ENDED = re.compile(r"[。！？；：.!?;:…][”’）)】*]*$")


def blocks_of(lines: Iterable[Line]) -> Iterator[Block]:
    """The blocks of a plain text or Markdown."""
    reader = _Reader()
    for line in lines:
        yield from reader.read(line)
    yield from reader.flush()


class _Reader:
    """Collects lines until a block is complete; never more than `LONGEST` characters."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.kind = "text"
        self.gap = False  # whether blank lines follow what is collected
        self.fence = ""
        self.header: tuple[str, ...] = ()
        self.size = 0

    def read(self, line: Line) -> Iterator[Block]:
        """The blocks that are complete when a line has come."""
        fence = _FENCE.match(line.text)
        if self.fence or fence:
            yield from self.flush()
            if not self.fence:
                self.fence = fence[1] if fence else ""
            elif fence and fence[1].startswith(self.fence):
                self.fence = ""
        elif not line.text.strip():
            if self.kind == "row":
                yield from self.flush()
            self.gap, self.header = bool(self.lines), ()
        elif heading := _HEADING.match(line.text):
            yield from self.flush()
            yield _block("heading", [line], depth=len(heading[1]))
        elif self.lines and not self.gap and _UNDERLINE.match(line.text) and self.kind == "text":
            self.kind = "heading"
            yield from self.flush()
        elif "|" in line.text and line.column == 1 and line.ends:
            yield from self._row(line)
        else:
            yield from self._words(line)

    def _row(self, line: Line) -> Iterator[Block]:
        """A row of a table; one above a rule is its header."""
        if _RULE.match(line.text):
            if self.lines and self.kind == "row":
                cells = self.lines.pop().text.strip().strip("|").split("|")
                self.header = tuple(fold(cell.strip())[0] for cell in cells)
            return
        yield from self.flush(keep_header=True)
        self.kind, self.lines = "row", [line]

    def _words(self, line: Line) -> Iterator[Block]:
        """A line of a paragraph or an item."""
        item = _ITEM.match(line.text) and line.column == 1
        joins = self.lines and self.kind != "row" and self.size < LONGEST and not item
        if self.gap and joins:  # a page break inside a sentence
            before, after = self.lines[-1].text.rstrip(), line.text.lstrip()
            joins = not _ENDED.search(before) and all(
                "\u3400" <= char <= "\u9fff" or char in "、，" for char in (before[-1:], after[:1])
            )
            joins = joins and len(before) > 15
        if not joins:
            goes_on = line.column > 1 or (
                self.lines and self.size >= LONGEST and not self.gap and not item
            )
            yield from self.flush()
            self.kind = "item" if item or goes_on else "text"
        self.lines.append(line)
        self.size += len(line.text)
        self.gap = False

    def flush(self, keep_header: bool = False) -> Iterator[Block]:
        """The block that is collected."""
        if self.lines:
            yield _block(self.kind, self.lines, header=self.header if self.kind == "row" else ())
        if not keep_header:
            self.header = ()
        self.lines, self.kind, self.gap, self.size = [], "text", False, 0


def _block(kind: str, lines: list[Line], depth: int = 0, header: tuple[str, ...] = ()) -> Block:
    first = lines[0]
    raw, number = first.text, first.number
    for line in lines[1:]:
        raw += "\n" * (line.number - number) + line.text
        number = line.number
    return Block(kind, Text(raw, first.number, first.column), depth, header)


# ---------------------------------------------------------------- files
CONVERTED = {".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html", ".pdf": "pdf"}
_GLUED = re.compile(
    rf"(?<=[{_HAN}\d，。、；：（）％%])[ \t\r\n\u00a0\u3000]+(?=[{_HAN}\d，。、；：（）％%])"
)


def lines_of_file(path: str) -> Iterator[Line]:
    """The lines of a file, or of standard input for "-"; other formats than text as Markdown.

    Raises `BadUsage` for a file that cannot be read.
    """
    kind = CONVERTED.get(Path(path).suffix.lower())
    if path == "-":
        yield from lines_of(sys.stdin.buffer, path)
        return
    try:
        if kind:
            if kind == "pdf":  # a paragraph a page, without the blanks that its layout adds
                text = "\n\n".join(_GLUED.sub("", page) for page in _pdf_pages(path))
            else:
                text = _converted(path, kind)
            yield from lines_of(BytesIO(text.encode("utf-8", "replace")), path)
        else:
            with open(path, "rb") as file:
                yield from lines_of(file, path)
    except OSError as error:
        raise BadUsage(f"{path}: {_(error.strerror or str(error))}") from error


def _converted(path: str, kind: str) -> str:
    """A document as Markdown by pandoc, which keeps what tracked changes insert."""
    pypandoc = library(f"{path}:", "pypandoc", "documents")
    with open(path, "rb"):
        pass
    options = ["--wrap=none", "--track-changes=accept", "--sandbox"]
    try:
        text: str = pypandoc.convert_file(path, "gfm-raw_html", kind, options)
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise BadUsage(
            _("{path}: pandoc cannot read it: {reason}", path=path, reason=reason)
        ) from error
    return text


def _pdf_pages(path: str) -> list[str]:
    """The text of each page of a PDF, in lines."""
    pypdfium2 = library(f"{path}:", "pypdfium2", "documents")
    try:
        with open(path, "rb") as file, pypdfium2.PdfDocument(file) as document:
            return [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError as error:
        raise BadUsage(
            _("{path}: not a PDF that can be read: {error}", path=path, error=error)
        ) from error
