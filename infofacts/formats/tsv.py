"""Tab-separated values, one record per line, for the tools of a shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice

from infofacts.formats.json import Record, to_json
from infofacts.numbers import digits_of
from infofacts.text import pattern

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import Any

ENDINGS = (".tsv", ".txt")
NEEDS = None
FLAT = True
# Tabs and line ends in a cell, also characters that only some programs read as line ends; and the
# quotation mark, which begins or ends a cell for most of them.
_ESCAPES = str.maketrans(
    {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
    | {char: f"\\u{ord(char):04x}" for char in '"\v\f\x1c\x1d\x1e\x85\u2028\u2029'}
)
_ESCAPED = pattern(r"""["\\\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]""")


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The line of the keys, then that of each record; nothing if there are no records."""
    keys, rows = table(records)
    for cells in chain([keys] if keys else [], ([cell(value) for value in row] for row in rows)):
        if _ESCAPED.search("".join(cells)):
            cells = [text.translate(_ESCAPES) for text in cells]
        yield "\t".join(cells) + "\n"


def table(records: Iterable[Record]) -> tuple[list[str], Iterator[list[Any]]]:
    """The keys of records, and each record's values.

    Of a list the keys of all as they come up; records that are made one by one have the same keys.
    """
    if isinstance(records, list):
        keys = list(dict.fromkeys(key for record in records for key in record))
    else:
        records = iter(records)
        first = list(islice(records, 1))
        keys, records = list(*first), chain(first, records)
    return keys, ([record.get(key) for key in keys] for record in records)


def cell(value: Any) -> str:
    """A value as the text of one cell: "" for none, lists joined by '; '."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    match value:
        case Decimal():
            return digits_of(value)
        case list() | tuple():
            return "; ".join(map(cell, value))
        case Mapping():
            return to_json(value)
        case _:
            return str(value)
