"""JSON Lines: one record per line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from infofacts.formats.json import Record, to_json

ENDINGS = (".jsonl", ".ndjson")
NEEDS = None
FLAT = False


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The line of each record."""
    return (f"{to_json(record)}\n" for record in records)
