"""JSON Lines: one record per line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from infofacts.formats.json import Record, texts

ENDINGS = (".jsonl", ".ndjson")
NEEDS = None
FLAT = False


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The line of each record."""
    return (f"{text}\n" for text in texts(records))
