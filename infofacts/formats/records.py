"""Records as json, jsonl, tsv, csv and markdown text, exact to the last digit.

A record is a dict of plain values; a command hands over a list of them with the same keys.
Nothing here knows what a record means, and nothing here loads rich.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from infofacts.numbers import digits_of
from infofacts.text import UNSEEN

Record = Mapping[str, Any]
MACHINE_FORMATS = ("tsv", "csv", "json", "jsonl")
FORMATS = ("table", *MACHINE_FORMATS, "md")
# Formats that only `export` writes, to a file or a folder.
FILE_FORMATS = ("sqlite", "parquet", "datapackage")

# Between the items of a list in one cell of a table.
ITEMS = "; "


# ---------------------------------------------------------------- JSON
def to_json(value: Any) -> str:
    """JSON of a value on one line, `Decimal` as the exact number, text as it is.

    >>> to_json({"value": Decimal("1E+2"), "zh": "户", "lines": (31, 207), "url": None})
    '{"value": 100, "zh": "户", "lines": [31, 207], "url": null}'
    """
    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case Decimal():
            return digits_of(value)
        case int():
            return str(value)
        case str():
            return _json_text(value)
        case Mapping():
            pairs = ", ".join(f"{_json_text(k)}: {to_json(v)}" for k, v in value.items())
            return f"{{{pairs}}}"
        case _:
            return f"[{', '.join(map(to_json, value))}]"


def _json_text(text: str) -> str:
    """A JSON string; lone surrogates, which no encoding can print, as escapes."""
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", encode_basestring(text))


def _json(records: Sequence[Record]) -> str:
    lines = ",\n ".join(map(to_json, records))
    return f"[{lines}]\n"


def _jsonl(records: Sequence[Record]) -> str:
    return "".join(f"{to_json(record)}\n" for record in records)


# ---------------------------------------------------------------- separated values
def cell(value: Any) -> str:
    """A value as the text of one cell: "" for none, lists joined by '; '."""
    match value:
        case None:
            return ""
        case Decimal():
            return digits_of(value)
        case list() | tuple():
            return ITEMS.join(map(cell, value))
        case Mapping():
            return to_json(value)
        case _:
            return str(value)


def columns(records: Sequence[Record]) -> list[str]:
    """The keys of all records, in the order they come up: some records have a `url`."""
    return list(dict.fromkeys(key for record in records for key in record))


def _rows(records: Sequence[Record]) -> Iterator[list[Any]]:
    """The values of each record under the columns of all."""
    keys = columns(records)
    return ([record.get(key) for key in keys] for record in records)


def tsv_cell(text: str) -> str:
    r"""A text in a tab-separated line: \t, \n, \r and \\ for what would break it, \u2028 and so on."""
    for char, escape in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, escape)
    return _LINE_ENDS.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


# What some programs take for the end of a line, too.
_LINE_ENDS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")


def _tsv(records: Sequence[Record]) -> str:
    rows = [columns(records), *([cell(v) for v in row] for row in _rows(records))]
    rows = rows if records else []
    return "".join("\t".join(map(tsv_cell, row)) + "\n" for row in rows)


def csv_text(records: Sequence[Record], raw: bool = False) -> str:
    """CSV (RFC 4180); a text cell that a spreadsheet would run gets a ' before it unless raw."""
    out = io.StringIO()
    writer = csv.writer(out)
    if records:
        writer.writerow(columns(records))
    for row in _rows(records):
        texts = ((cell(value), isinstance(value, (int, Decimal))) for value in row)
        writer.writerow([t if raw or number else _defused(t) for t, number in texts])
    return out.getvalue()


def _defused(text: str) -> str:
    """A text that begins as a formula, perhaps behind what is not seen, with a ' before it."""
    begins = re.sub(UNSEEN, "", text).lstrip()[:1] in tuple("=+-@＝＋－＠")  # full-width ones too
    return "'" + text if text != "=" and (begins or text[:1] in ("\t", "\r", "\n")) else text


WRITERS: dict[str, Callable[[Sequence[Record]], str]] = {
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
}


def machine(records: Sequence[Record], fmt: str, raw: bool = False) -> str:
    """Records in one of `MACHINE_FORMATS`; no records are "" or an empty JSON array."""
    return csv_text(records, raw) if fmt == "csv" else WRITERS[fmt](records)
