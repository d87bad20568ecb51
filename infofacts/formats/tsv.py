"""Tab-separated values, one record per line, for the tools of a shell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from infofacts.formats.json import Record, to_json
from infofacts.numbers import digits_of

ENDINGS = (".tsv", ".txt")
NEEDS = None
FLAT = True
# Tabs and line ends in a cell, also characters that only some programs read as line ends.
_ESCAPES = str.maketrans(
    {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
    | {char: f"\\u{ord(char):04x}" for char in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
)


def write(records: Sequence[Record], raw: bool = False) -> str:
    """The keys, then the values of each record; nothing if there are no records."""
    keys, rows = table(records)
    lines = [keys, *([cell(value) for value in row] for row in rows)] if records else []
    escaped = ((text.translate(_ESCAPES) for text in line) for line in lines)
    return "".join("\t".join(line) + "\n" for line in escaped)


def table(records: Sequence[Record]) -> tuple[list[str], Iterator[list[Any]]]:
    """The keys of all records as they come up (some have a `url`), and each record's values."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    return keys, ([record.get(key) for key in keys] for record in records)


def cell(value: Any) -> str:
    """A value as the text of one cell: "" for none, lists joined by '; '."""
    match value:
        case None:
            return ""
        case Decimal():
            return digits_of(value)
        case list() | tuple():
            return "; ".join(map(cell, value))
        case Mapping():
            return to_json(value)
        case _:
            return str(value)
