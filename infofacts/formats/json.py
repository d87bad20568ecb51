"""JSON: an array of records; numbers keep all digits, text is not escaped to ASCII."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from infofacts.numbers import digits_of

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from json.encoder import JSONEncoder
    from typing import Any

# One of the records of an answer: plain values by name.
Record = Mapping[str, object]

ENDINGS = (".json",)
NEEDS = None
FLAT = False


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The text of each record, one after the other."""
    before = "["
    for record in records:
        yield before + to_json(record)
        before = ",\n "
    yield "]\n" if before != "[" else "[]\n"


def to_json(value: Any) -> str:
    """One-line JSON of a value; `Decimal` keeps all digits, text is not escaped to ASCII.

    >>> to_json({"value": Decimal("1E+2"), "zh": "户", "lines": (31, 207), "url": None})
    '{"value": 100, "zh": "户", "lines": [31, 207], "url": null}'
    """
    try:
        text = _encoder().encode(value)
    except _Inexact:
        text = _by_hand(value)
    # Lone surrogates, which no encoding can print, as escapes.
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


class _Inexact(Exception):
    """A number whose digits no `int` or `float` of Python is written with."""


def _plain(value: Any) -> Any:
    """What the encoder of the standard library takes, in the place of what it does not know."""
    if isinstance(value, Decimal):
        digits = digits_of(value)
        if "." not in digits:
            return int(digits)
        if repr(number := float(digits)) == digits:
            return number
        raise _Inexact
    return dict(value) if isinstance(value, Mapping) else list(value)


@cache
def _encoder() -> JSONEncoder:
    """What is written in C: five times as fast as what follows. Who writes tables has no use of it."""
    from json.encoder import JSONEncoder

    return JSONEncoder(ensure_ascii=False, check_circular=False, default=_plain)


def _by_hand(value: Any) -> str:
    from json.encoder import encode_basestring

    match value:
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case Decimal():
            return digits_of(value)
        case int():
            return str(value)
        case str():
            return encode_basestring(value)
        case Mapping():
            pairs = ", ".join(f"{encode_basestring(k)}: {_by_hand(v)}" for k, v in value.items())
            return f"{{{pairs}}}"
        case _:
            return f"[{', '.join(map(_by_hand, value))}]"
