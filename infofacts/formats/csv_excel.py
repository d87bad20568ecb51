"""CSV that Excel and WPS open with a double click: UTF-8 with the mark by which they know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from infofacts.formats import csv
from infofacts.formats.json import Record

ENDINGS = ()
NEEDS = None
FLAT = True


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """As CSV, after a byte order mark."""
    return chain(["\ufeff"], csv.write(records, raw))
