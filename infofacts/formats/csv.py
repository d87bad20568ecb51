"""CSV (RFC 4180), safe to open in a spreadsheet.

A text that looks like a number is quoted, and so is one that is empty, where other records have a
text: ClickHouse takes the first for a text then, polars a column with one of the second for texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from infofacts.formats.json import Record
from infofacts.formats.tsv import cell, table
from infofacts.text import UNSEEN

ENDINGS = (".csv",)
NEEDS = None
FLAT = True
_QUOTED = re.compile(r"""[",\r\n]|\A[-+.0-9eE]*\Z""")
# What a spreadsheet would run as a formula; full-width signs too.
_RUN = re.compile(rf"(?:{UNSEEN}|\s)*+[=+\-@＝＋－＠]|[\t\r\n]")


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The keys, then the values; a text that a spreadsheet would run gets a ' unless `raw`."""
    keys, rows = table(records)
    if keys:
        yield ",".join(keys) + "\r\n"
    for row in rows:
        yield (
            ",".join([_text(v, raw) if isinstance(v, str) else _cell(v, raw) for v in row]) + "\r\n"
        )


def _cell(value: Any, raw: bool) -> str:
    """The cell of what is no text."""
    if value is None:
        return ""
    return cell(value) if isinstance(value, (int, Decimal)) else _text(cell(value), raw)


@lru_cache(maxsize=1024)  # most texts stand in many rows
def _text(text: str, raw: bool) -> str:
    """The cell of a text."""
    if not raw and _RUN.match(text) and text != "=":
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
