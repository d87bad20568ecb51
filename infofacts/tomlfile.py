"""TOML with positions: parse a file and know the line of every table and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from pathlib import Path
from sys import intern
from typing import Any

import tomli

from infofacts.errors import BrokenBase
from infofacts.messages import _
from infofacts.record import Record, field
from infofacts.text import LARGEST_BASE, LONGEST_ADDRESS, MOST_PARTS, file_bytes, is_file, shortened

# A table header, or the beginning of a key's line; the parts of a dotted key.
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"[A-Za-z0-9_.\"' -]+")
_LONG_NUMBER = re.compile(r"(?<![\d_])(?:\d_?){4300}")
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}){{{MOST_PARTS}}}")
_TABLE = re.compile(rb"^[ \t]*\[", re.MULTILINE)
BARE = 4 << 20  # bytes without any table: not a fact file


class Document(Record, slots=False):
    """A parsed TOML file: its data and its text."""

    path: str
    data: dict[str, Any]
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Line number of each address (`a.b.c`), computed for the first message."""
        return key_lines(self.text)

    def line(self, address: str) -> int:
        """The line of an address, or of the nearest table around it; the first if there is none."""
        address = address[:LONGEST_ADDRESS]
        while address:
            if address in self.lines:
                return self.lines[address]
            address = address.rpartition(".")[0]
        return 1


def parse(path: Path) -> Document:
    """Read a TOML file, its numbers as Decimal. Raises `BrokenBase` with file:line:column."""
    text = text_of(path)
    try:
        data = _loaded(text)
    except _LongKey as error:
        message = _("a key has more than {most_parts} parts", most_parts=MOST_PARTS)
        raise BrokenBase.at(path, message, error.line) from error
    except tomli.TOMLDecodeError as error:
        raise BrokenBase.at(path, *_explained(error, text)) from error
    except ArithmeticError as error:  # a float that no decimal can hold
        number = str(error)
        line = text.count("\n", 0, text.find(number)) + 1
        raise BrokenBase.at(
            path, _("{number} is too large a number", number=shortened(number)), line
        ) from error
    except ValueError as error:  # an integer longer than Python reads
        long = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, long.start()) + 1 if long else 1
        raise BrokenBase.at(path, _("an integer has more than 4,300 digits"), line) from error
    except RecursionError as error:
        raise BrokenBase.at(path, _("is nested too deeply to be a fact base"), 1) from error
    if not data:  # perhaps cut off by a full disk
        raise BrokenBase.at(path, _("is empty; a fact base begins with a table, as [topic]"), 1, 1)
    return Document(str(path), data, text)


@lru_cache(maxsize=1)  # `check` reads the built-in base twice: as the file, and for its sources
def _loaded(text: str) -> dict[str, Any]:
    with suppress(tomli.TOMLDecodeError, Apart, ArithmeticError, ValueError, RecursionError):
        return _joined(map(_read, _pieces(text)))
    return _by_tomli(text)


def _by_tomli(text: str) -> dict[str, Any]:
    for at, row in enumerate(text.split("\n"), 1):  # each part costs as much as all before it
        if row.count(".") >= MOST_PARTS and _LONG_KEY.search(row):
            raise _LongKey(at)
    data: dict[str, Any] = tomli.loads(text, parse_float=_decimal)
    return data


class _LongKey(Exception):
    """A key of too many parts, and the line it is in."""

    def __init__(self, line: int) -> None:
        self.line = line


# ---------------------------------------------------------------- piece by piece
# Nearly all lines of a fact file are a header, or a key with a text, a number or texts. Where a
# piece of a file has no others, it is read line by line here, four times as fast as by tomli, which
# reads the pieces that have.
TEXT = r'[^"\\\x00-\x1f\x7f]*+'
_STRING = f'"{TEXT}"'
_STRINGS = rf"{_STRING}(?:, ?{_STRING})*+"
WHOLE, _BEHIND = r"(?:0|[1-9][0-9]{0,17})", r"\.[0-9]+"
_PAIR = rf"[\w-]++ = (?:{_STRING}|-?{WHOLE}(?:{_BEHIND})?|\[{_STRINGS}\])"
_INLINE = rf"\{{ {_PAIR}(?:, {_PAIR})*+ \}}"
_VALUE = rf'"({TEXT})"|(-?{WHOLE})({_BEHIND})?|\[({_STRINGS})\]'
_LINE = re.compile(
    rf"^(?:([\w-]++)[ \t]*=[ \t]*(?:{_VALUE}|({_INLINE}|\[{_INLINE}(?:, {_INLINE})*+\]))"
    r"|\[([\w-]+(?:\.[\w-]+){0,9})\]|#[^\x00-\x08\x0b-\x1f\x7f\n]*|(.+))$",
    re.MULTILINE | re.ASCII,
)
_ENTRY = re.compile(rf"([\w-]++) = (?:{_VALUE})|}}", re.ASCII)
_ITEM = re.compile(r'"([^"]*)"')
# Where the tables of another topic or indicator begin; what is before the first one, if it says
# nothing; and the headers of one part.
# A line end is looked for first, which is a tenth of trying each character.
_CUT = re.compile(r"\n\[([\w-]+(?:\.[\w-]+)?)[.\]]", re.ASCII)
_NOTHING = re.compile(r"\s*+(?:#[^\n]*+\s*+)*+\[")
_SHORT_HEADER = re.compile(r"\n[ \t]*\[([^.\[\]\n]+)\]")
PIECE = 1 << 10  # characters of a piece, or more if an indicator has


class Apart(Exception):
    """Pieces of a file that are no whole one by themselves."""


def _pieces(text: str) -> Iterator[str]:
    """A file in pieces, each of whole tables of some topics and indicators.

    A piece that ends inside a text or a list is not closed, so that reading it fails. What pieces
    together may not have, each being right, is found here and by `_joined`.
    """
    below = f"\n{text}"  # its line ends are where the lines of the text begin
    short = _SHORT_HEADER.findall(below)
    if not _NOTHING.match(text) or len({*short}) < len(short) or '"' in "".join(short):
        raise Apart
    start, before = 0, ""
    for found in _CUT.finditer(below):
        if found[1] != before:
            before = found[1]
            if found.start() - start > PIECE:
                yield text[start : found.start()]
                start = found.start()
    yield text[start:]


class Some(Document):
    """Some tables of a file, whose lines are those of the whole file."""

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Line number of each address of the file."""
        return lines_of(self.path)


@lru_cache(maxsize=1)  # the tables of a large file are in many documents
def lines_of(path: str) -> Mapping[str, int]:
    """Line number of each address of a file, see `Document.lines`."""
    return key_lines(text_of(Path(path)))


def some_tables(path: str, texts: Iterable[str]) -> Some:
    """Some whole tables of a file. Raises `Apart` for what is no TOML."""
    try:
        return Some(path, _loaded.__wrapped__("".join(texts)), "")
    except (tomli.TOMLDecodeError, _LongKey, ArithmeticError, ValueError, RecursionError):
        raise Apart from None


def _joined(pieces: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The data of pieces together. Raises `Apart` where two of them speak of one indicator."""
    data: dict[str, Any] = {}
    for piece in pieces:
        for key, table in piece.items():
            below = data.setdefault(key, table)
            if below is not table:
                if not isinstance(table, dict) or not isinstance(below, dict):
                    raise Apart
                if not below.keys().isdisjoint(table):
                    raise Apart
                below |= table
    return data


def _read(text: str) -> dict[str, Any]:
    """The data of a piece."""
    data: dict[str, Any] = {}
    table, headers = data, set()
    for key, string, whole, part, strings, inline, header, other in _LINE.findall(text):
        if key:
            value = _inline(inline) if inline else _plain(string, whole, part, strings)
            if key in table or value is None:
                return _by_tomli(text)
            table[intern(key)] = value
        elif header:
            if header in headers:
                return _by_tomli(text)
            headers.add(header)
            table = data
            for name in header.split("."):
                table = table.setdefault(intern(name), {})
                if type(table) is not dict:
                    return _by_tomli(text)
        elif other:
            return _by_tomli(text)
    return data


def _plain(string: str, whole: str, part: str, strings: str) -> str | int | Decimal | list[str]:
    """The value that the groups of `_VALUE` are of."""
    if whole:
        return Decimal(whole + part) if part else int(whole)
    return _ITEM.findall(strings) if strings else string


def _inline(text: str) -> dict[str, Any] | list[dict[str, Any]] | None:
    """The inline table, or tables, of a line; None if one has a key twice."""
    tables: list[dict[str, Any]] = []
    table: dict[str, Any] = {}
    for key, *value in _ENTRY.findall(text):
        if key in table:
            return None
        if key:
            table[intern(key)] = _plain(*value)
        else:
            tables.append(table)
            table = {}
    return tables if text[0] == "[" else tables[0]


_TEXTS = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|\'[^\'\n]*\'')
_BRACE = re.compile("[{}]")
_TRAILING = re.compile(r",\s*}")
_UNLIKE_1_0 = ('"""', "'''", "\\e", "\\x")
_SHORT_TIME = re.compile(":[0-9]{2}(?<=[0-9]:[0-9]{2})(?![:0-9])")


def may_be_1_1(text: str) -> bool:
    """Whether a file may have what TOML 1.0 does not; nearly none has.

    An inline table over several lines or with a comma at its end, \\e, \\x, a time without seconds.
    """
    if any(map(text.__contains__, _UNLIKE_1_0)) or _SHORT_TIME.search(text):
        return True
    end = 0
    while brace := _BRACE.search(text, end):
        start, end = text.rfind("\n", 0, brace.start()) + 1, text.find("\n", brace.start())
        end = len(text) if end < 0 else end
        line = text[start:end]
        if not line.lstrip().startswith("#"):
            bare = _TEXTS.sub("", line)
            if "#" in bare or bare.count("{") != bare.count("}") or _TRAILING.search(bare):
                return True
    return False


# A text that begins behind = or a comma, and the mark that begins it.
_OPENED = re.compile("[=,[{]\\s*(\"{3}|'{3}|[\"'])")


def _explained(error: tomli.TOMLDecodeError, text: str) -> tuple[str, int, int]:
    """What is wrong in a TOML file in plain words, with line and column."""
    line, column, message = error.lineno, error.colno, error.msg
    lines = text.split("\n")
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    if re.match(
        "(?:Illegal|Found invalid) character '.[nr]'|Unterminated string|Expected [\"']+$", message
    ):
        for number in range(min(line, len(lines)), 0, -1):
            for opened in reversed(list(_OPENED.finditer(lines[number - 1]))):
                if lines[number - 1].count(opened[1], opened.end()) == 0:
                    what = _(
                        "a text that begins here is not closed: {opened} is missing",
                        opened=opened[1],
                    )
                    return what, number, opened.start(1) + 1
        return _("a text is not closed: a quotation mark is missing"), line, column
    if message.startswith("Expected newline") and before.rstrip()[-1:] in ("'", '"'):
        message += _("; a quotation mark inside a text ends it: write “…” there")
    elif message == "Invalid value":
        message += _("; a text is written in straight quotation marks")
    elif "key part" in message and (key := re.match(r"[^\W\d]+", text[error.pos : error.pos + 40])):
        message += _('; write the key in quotation marks: "{key}"', key=key[0])
    return message, line, column


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ArithmeticError(text) from None


def text_of(path: Path) -> str:
    """The text of a regular file in UTF-8; a pipe is refused, since it could block for ever."""
    try:
        if not is_file(str(path)):
            what = _("is not a file") if path.exists() else _("there is no such file")
            raise BrokenBase.at(path, what)
        refuse(path)
        data = file_bytes(str(path))
        text = data.decode("utf-8")
    except OSError as error:
        raise BrokenBase.at(
            path, _("cannot be read: {strerror}", strerror=_(error.strerror or ""))
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        raise BrokenBase.at(
            path, _("is not UTF-8: {reason}", reason=error.reason), line, column
        ) from error
    return text.removeprefix("\ufeff")  # a byte order mark, which some editors write


def refuse(path: Path) -> None:
    """Raise `BrokenBase` for a large file that is surely no fact file, before it fills memory."""
    if not path.is_file() or (size := path.stat().st_size) <= BARE:
        return
    if size > LARGEST_BASE:
        limit = f"{LARGEST_BASE >> 30} GB"
        raise BrokenBase.at(
            path, _("is larger than {limit}, too large for a fact base", limit=limit)
        )
    line = 1
    with path.open("rb") as file:
        while len(block := file.read(BARE)) == BARE:
            if not _TABLE.search(block):
                raise BrokenBase.at(
                    path, _("no table in {bare} MB: not a fact base", bare=BARE >> 20), line
                )
            line += block.count(b"\n")


def key_lines(text: str) -> dict[str, int]:
    """The line of each table and of each key that begins a line, by address.

    An address is cut off at `LONGEST_ADDRESS`: each of a million keys has that of its table.
    """
    lines: dict[str, int] = {}
    table, fence = "", ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            fence = "" if fence in line else fence
        elif header := _HEADER.match(line):
            table = address(header[1])[:LONGEST_ADDRESS]
            lines.setdefault(table, number)
        elif _KEY.fullmatch(key := line.partition("=")[0]) and key != line:
            name = address(key)
            name = f"{table}.{name}" if table else name
            lines.setdefault(name[:LONGEST_ADDRESS], number)
            # a multi-line string that the line opens and does not close
            fence = next((f for f in ('"""', "'''") if line.count(f) % 2), "")
    return lines


def address(dotted: str) -> str:
    """The address of a dotted TOML key, its parts without quotes."""
    if '"' not in dotted and "'" not in dotted:
        return ".".join(part.strip() for part in dotted.split("."))
    parts: list[str] = []
    with suppress(tomli.TOMLDecodeError):  # what only looks like a key, in a multi-line text
        found: Any = tomli.loads(f"[{dotted}]")
        while found:
            ((part, found),) = found.items()
            parts.append(part)
    return ".".join(parts)
