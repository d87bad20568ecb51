"""JSON Lines: one record per line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from infofacts.formats.json import Record, texts

ENDINGS = (".jsonl", ".ndjson")
NEEDS = None
FLAT = False


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The lines of some records after the other."""
    for some in texts(records):
        yield "\n".join([*some, ""])
