"""TOML with positions: parse a file and know the line of every table and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

import tomli

from infofacts.errors import BrokenBase

# A table header, or the beginning of a key's line; the parts of a dotted key.
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"[A-Za-z0-9_.\"' -]+")
_LONG_NUMBER = re.compile(r"\d{4300}")
_PART = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[^.]+?)\s*(?:\.|$)")
# The first part of a header: where a file may be cut if the part is another than before.
_FIRST_PART = re.compile(r"\[\[?\s*([^\s.\[\]]+)")
PIECE = 1 << 20  # characters of a piece, at least
LARGEST = 1 << 30  # bytes of a fact base
BARE = 4 << 20  # bytes of a fact base without any table: more are none
_TABLE = re.compile(rb"^[ \t]*\[", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A parsed TOML file, or a piece of one: its data and its text, which begins at line `first`."""

    path: str
    data: Mapping[str, Any]
    text: str = field(repr=False)
    first: int = 1

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The line each address (`a.b.c`) begins at; read only when something is to be told."""
        found = key_lines(self.text)
        return {key: line + self.first - 1 for key, line in found.items()}

    def line(self, address: str) -> int:
        """The line of an address, or of the nearest table around it; the first if there is none."""
        while address:
            if address in self.lines:
                return self.lines[address]
            address = address.rpartition(".")[0]
        return self.first


def parse(path: Path) -> Document:
    """Read a TOML file, its numbers as Decimal. Raises `BrokenBase` with file:line:column."""
    plausible(path)
    text = _text(path)
    try:
        data = tomli.loads(text, parse_float=_decimal)
    except tomli.TOMLDecodeError as error:
        raise _syntax(path, 1, error) from error
    except _NoNumber as error:
        line = text.count("\n", 0, text.find(str(error))) + 1
        raise BrokenBase(f"{path}:{line}: {_short(str(error))} is out of all bounds") from error
    except ValueError as error:  # an integer longer than Python reads
        found = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise BrokenBase(f"{path}:{line}: an integer has more than 4,300 digits") from error
    except RecursionError as error:
        raise BrokenBase(f"{path}:1: is nested too deeply to be a fact base") from error
    if not data:  # perhaps cut off by a full disk; nothing is no answer
        raise BrokenBase(f"{path}:1:1: is empty; a fact base begins with a table, as [topic]")
    return Document(str(path), data, text)


class _NoNumber(Exception):
    """A float of TOML that no decimal can hold."""


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise _NoNumber(text) from error


def _syntax(path: Path, first: int, error: tomli.TOMLDecodeError) -> BrokenBase:
    """What a text that begins at line `first` of a file has wrong."""
    return BrokenBase(f"{path}:{first + error.lineno - 1}:{error.colno}: {error.msg}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


class NotCut(Exception):
    """A file that cannot be read in pieces; `parse` reads it whole, or says what is wrong."""


def pieces(path: Path) -> Iterator[Document]:
    """A large file in pieces, some whole topics each, so that it need not fit into memory.

    Raises `NotCut` where a piece is not valid by itself or a topic stands in two places,
    `BrokenBase` for what is wrong before the end of a piece, whatever comes behind it.
    """
    seen: set[str] = set()
    plausible(path)
    try:
        for first, text in _cut(path):
            try:
                data = tomli.loads(text, parse_float=_decimal)
            except tomli.TOMLDecodeError as error:
                if error.pos < len(text.rstrip()):
                    raise _syntax(path, first, error) from error
                raise
            if not seen.isdisjoint(data):
                raise NotCut
            seen.update(data)
            yield Document(str(path), data, text, first)
        if not seen:
            raise NotCut
    except (OSError, ValueError, RecursionError, _NoNumber) as error:
        raise NotCut from error


def plausible(path: Path) -> None:
    """Raise `BrokenBase` for a file that is surely no fact base, before it is read as a whole."""
    try:
        if not path.is_file() or path.stat().st_size <= BARE:
            return
        if path.stat().st_size > LARGEST:
            raise BrokenBase(
                f"{path}: is larger than {LARGEST >> 30} GB, too large for a fact base"
            )
        line = 1
        with path.open("rb") as file:
            while len(block := file.read(BARE)) == BARE:
                if not _TABLE.search(block):
                    raise BrokenBase(f"{path}:{line}: no table in {BARE >> 20} MB: not a fact base")
                line += block.count(b"\n")
    except OSError:
        return  # whoever reads it tells


def _cut(path: Path) -> Iterator[tuple[int, str]]:
    """The pieces of a file's text and the line that each begins at; cut before a new topic."""
    piece, size, topic, first = StringIO(newline=""), 0, "", 1
    with path.open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(file, 1):
            header = _FIRST_PART.match(line)
            if header and header[1] != topic:
                topic = header[1]
                if size >= PIECE:
                    yield first, piece.getvalue()
                    piece, size, first = StringIO(newline=""), 0, number
            size += piece.write(line)
    yield first, piece.getvalue()


def _text(path: Path) -> str:
    """The text of a regular file in UTF-8; a pipe, which could block for ever, is none."""
    try:
        if not path.is_file():
            what = "is not a file" if path.exists() else "there is no such file"
            raise BrokenBase(f"{path}: {what}")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BrokenBase(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        raise BrokenBase(f"{path}:{line}:{column}: is not UTF-8: {error.reason}") from error
    if text.startswith("\ufeff"):
        raise BrokenBase(f"{path}:1:1: begins with a byte order mark; save it without one")
    return text


def key_lines(text: str) -> dict[str, int]:
    """The line of each table and of each key that begins a line, by address."""
    lines: dict[str, int] = {}
    table, fence = "", ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            fence = "" if fence in line else fence
        elif header := _HEADER.match(line):
            table = address(header[1])
            lines.setdefault(table, number)
        elif _KEY.fullmatch(key := line.partition("=")[0]) and key != line:
            name = address(key)
            lines.setdefault(f"{table}.{name}" if table else name, number)
            fence = _opened(line)
    return lines


def address(dotted: str) -> str:
    """The address of a dotted TOML key, its parts without quotes."""
    return ".".join(part.strip("\"'") for part in _PART.findall(dotted.strip()))


def _opened(line: str) -> str:
    """The fence of a multi-line string that the line opens and does not close, else ""."""
    return next((f for f in ('"""', "'''") if line.count(f) % 2), "")
