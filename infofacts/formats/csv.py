"""CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from infofacts.formats.json import Record
from infofacts.formats.tsv import cell, table
from infofacts.text import UNSEEN

ENDINGS = (".csv",)
NEEDS = None
FLAT = True


def write(records: Sequence[Record], raw: bool = False) -> str:
    """The keys, then the values; a text that a spreadsheet would run gets a ' unless `raw`."""
    out = io.StringIO()
    writer = csv.writer(out)
    keys, rows = table(records)
    if records:
        writer.writerow(keys)
    for row in rows:
        texts = ((cell(value), isinstance(value, (int, Decimal))) for value in row)
        writer.writerow([t if raw or number else _defused(t) for t, number in texts])
    return out.getvalue()


def _defused(text: str) -> str:
    """Put ' before a text that a spreadsheet would run as a formula."""
    begins = re.sub(UNSEEN, "", text).lstrip()[:1] in tuple("=+-@＝＋－＠")  # full-width ones too
    return "'" + text if text != "=" and (begins or text[:1] in ("\t", "\r", "\n")) else text
