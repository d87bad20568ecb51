"""JSON: an array of records; numbers keep all digits, text is not escaped to ASCII."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import groupby, islice

from infofacts.numbers import digits_of

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

# One of the records of an answer: plain values by name.
Record = Mapping[str, object]

ENDINGS = (".json",)
NEEDS = None
FLAT = False
TOGETHER = 200  # records


def write(records: Iterable[Record], raw: bool = False) -> Iterator[str]:
    """The text of some records after the other."""
    before = "["
    for some in texts(records):
        yield before + ",\n ".join(some)
        before = ",\n "
    yield "]\n" if before != "[" else "[]\n"


def texts(records: Iterable[Record]) -> Iterator[Iterable[str]]:
    """The one-line JSON of each record: of some at a time column by column, since in most columns
    all have the same. Records that have `in_columns`
    are not made one by one.

    >>> [[*some] for some in texts([{"a": 1, "%": "x"}, {"a": 2, "%": "x"}, {"b": None}])]
    [['{"a": 1, "%": "x"}', '{"a": 2, "%": "x"}'], ['{"b": null}']]
    """
    for count, columns in _in_columns(records):
        pairs, others = [], []
        for key, cells in ((to_json(key), _written(cells)) for key, cells in columns.items()):
            same = isinstance(cells, str)
            pairs.append(f"{key}: {cells if same else ''}".replace("%", "%%") + "%s" * (not same))
            others += [] if same else [cells]
        line = f"{{{', '.join(pairs)}}}"
        yield map(line.__mod__, zip(*others, strict=True) if others else [()] * count)


def _in_columns(records: Iterable[Record]) -> Iterator[tuple[int, dict[str, Sequence[Any]]]]:
    """Some records at a time: how many, and what they have under each key, which are those of all."""
    if hasattr(records, "in_columns"):
        yield from records.in_columns(TOGETHER)
        return
    for keys, group in groupby(records, tuple):
        while some := [*islice(group, TOGETHER)]:
            columns = zip(*(each.values() for each in some), strict=True)
            yield len(some), dict(zip(keys, columns, strict=True))


def _written(cells: Sequence[Any]) -> str | Iterable[str]:
    """The JSON of each cell of a column, or of all of them if it is the same."""
    first = cells[0]
    if (first is None or type(first) is str) and cells.count(first) == len(cells):
        return to_json(first)
    kinds = {*map(type, cells)}
    if kinds == {list} and not any(cells):
        return "[]"
    if kinds <= {int} or kinds <= {Decimal}:
        return map(repr if int in kinds else digits_of, cells)
    if kinds == {str} and (text := "".join(cells)) == _printable(text):
        return map(_quoted(), cells)
    return map(to_json, cells)


def to_json(value: Any) -> str:
    """One-line JSON of a value; `Decimal` keeps all digits, text is not escaped to ASCII.

    >>> to_json({"value": Decimal("1E+2"), "zh": "户", "lines": (31, 207), "url": None})
    '{"value": 100, "zh": "户", "lines": [31, 207], "url": null}'
    """
    match value:
        case str():
            return _printable(_quoted()(value))
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case int() | float():
            return repr(value)
        case Decimal():
            return digits_of(value)
        case Mapping():
            pairs = ", ".join(
                f"{to_json(str(key))}: {to_json(each)}" for key, each in value.items()
            )
            return f"{{{pairs}}}"
        case _:
            return f"[{', '.join(map(to_json, value))}]"


def _printable(text: str) -> str:
    """A text with lone surrogates, which no encoding can print, as escapes."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


@cache
def _quoted() -> Callable[[str], str]:
    """What writes a text; who writes tables has no use of it."""
    from json.encoder import encode_basestring

    return encode_basestring
