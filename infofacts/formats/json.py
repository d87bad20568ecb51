"""JSON: an array of records; numbers keep all digits, text is not escaped to ASCII."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from infofacts.numbers import digits_of

# One of the records of an answer: plain values by name.
Record = Mapping[str, Any]

ENDINGS = (".json",)
NEEDS = None
FLAT = False


def write(records: Sequence[Record], raw: bool = False) -> str:
    lines = ",\n ".join(map(to_json, records))
    return f"[{lines}]\n"


def to_json(value: Any) -> str:
    """One-line JSON of a value; `Decimal` keeps all digits, text is not escaped to ASCII.

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
            return _string(value)
        case Mapping():
            pairs = ", ".join(f"{_string(k)}: {to_json(v)}" for k, v in value.items())
            return f"{{{pairs}}}"
        case _:
            return f"[{', '.join(map(to_json, value))}]"


def _string(text: str) -> str:
    """A JSON string; lone surrogates, which no encoding can print, as escapes."""
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", encode_basestring(text))
