"""TOML with positions: parse a file and know the line of every table and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli

from infofacts.errors import BrokenBase

# A table header, or the beginning of a key's line; the parts of a dotted key.
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"' -]+?)\s*=")
_PART = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[^.]+?)\s*(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed TOML file: its data, and the line each address (`a.b.c`) begins at."""

    path: str
    data: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, address: str) -> int:
        """The line of an address, or of the nearest table around it; 1 if there is none."""
        while address:
            if address in self.lines:
                return self.lines[address]
            address = address.rpartition(".")[0]
        return 1


def parse(path: Path) -> Document:
    """Read a TOML file, its numbers as Decimal. Raises `BrokenBase` with file:line:column."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BrokenBase(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenBase(f"{path}:{line}: is not UTF-8: {error.reason}") from error
    try:
        data = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        raise BrokenBase(f"{path}:{error.lineno}:{error.colno}: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise BrokenBase(f"{path}: cannot be parsed: {error}") from error
    return Document(str(path), data, key_lines(text))


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
        elif key := _KEY.match(line):
            name = address(key[1])
            lines.setdefault(f"{table}.{name}" if table else name, number)
            fence = _opened(line)
    return lines


def address(dotted: str) -> str:
    """The address of a dotted TOML key, its parts without quotes."""
    return ".".join(part.strip("\"'") for part in _PART.findall(dotted))


def _opened(line: str) -> str:
    """The fence of a multi-line string that the line opens and does not close, else ""."""
    return next((f for f in ('"""', "'''") if line.count(f) % 2), "")
