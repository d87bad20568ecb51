"""JSON Lines: one record per line."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.formats.json import Record, to_json

ENDINGS = (".jsonl", ".ndjson")
NEEDS = None
FLAT = False


def write(records: Sequence[Record], raw: bool = False) -> str:
    return "".join(f"{to_json(record)}\n" for record in records)
