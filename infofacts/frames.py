"""Facts in a notebook: as a pandas DataFrame with columns of one type each, and as HTML.

Numbers and lists are of types that SQLite takes too, for `DataFrame.to_sql`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from infofacts.formats.json import to_json
from infofacts.messages import _
from infofacts.model import Fact
from infofacts.numbers import digits_of
from infofacts.text import visible

if TYPE_CHECKING:
    import pandas

Numbers = Literal["decimal", "float"]
_WHOLE = ("line",)
_LISTS = ("lines", "also", "items", "value_en")


class Number(Decimal):
    """A number of a frame; SQLite gets its digits."""

    def __conform__(self, protocol: object) -> str:
        return digits_of(self)


class Items(tuple[Any, ...]):
    """A list in a frame: a tuple, which can be compared and counted; SQLite gets it as JSON."""

    __slots__ = ()

    def __conform__(self, protocol: object) -> str:
        return to_json(self)


def frame_of(records: Sequence[Mapping[str, Any]], numbers: Numbers) -> pandas.DataFrame:
    """Records as a DataFrame whose columns have one type each.

    Raises `ImportError` if pandas is missing, `ValueError` for other `numbers`.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError(_("to_frame() needs pandas: pip install pandas")) from error
    if numbers not in ("decimal", "float"):
        raise ValueError(f"numbers={numbers!r}: expected 'decimal' or 'float'")
    columns: dict[str, Any] = {}
    for name in records[0] if records else ():
        cells = [record[name] for record in records]
        kinds = {type(cell) for cell in cells} - {type(None)}
        if Decimal in kinds or name == "value":
            columns[name] = _numbers(cells, numbers)
        elif list in kinds or name in _LISTS:
            # Of what has a text in most records, and a list in one, the text is a list, too.
            lists = (cell if cell is None or isinstance(cell, list) else [cell] for cell in cells)
            made = [None if cell is None else Items(cell) for cell in lists]
            columns[name] = pandas.Series(made, dtype="object")
        elif kinds == {int}:
            missing = None in cells or name in _WHOLE
            columns[name] = pandas.array(cells, dtype="Int64" if missing else "int64")
        else:
            columns[name] = pandas.array([cell or None for cell in cells], dtype="string")
    return pandas.DataFrame(columns)


def _numbers(cells: Sequence[Any], numbers: Numbers) -> pandas.Series[Any]:
    import pandas

    if numbers == "float":
        floats = [None if cell is None else float(cell) for cell in cells]
        return pandas.Series(floats, dtype="float64")
    return pandas.Series([None if c is None else Number(c) for c in cells], dtype="object")


# ---------------------------------------------------------------- in a notebook
_COLUMNS = ("id", "zh", "en", "printed", "as_of", "status", "source")
MOST = 60  # rows of a table in a notebook, as in pandas


def html_of(facts: Sequence[Fact], more: Sequence[Mapping[str, str]] = ()) -> str:
    """The main fields of facts as a table in HTML, with other columns behind them."""
    names = [*_COLUMNS, *(more[0] if more else ())]
    rows = [
        [
            *(str(getattr(fact, name) or "") for name in _COLUMNS),
            *(more[n].values() if more else ()),
        ]
        for n, fact in enumerate(facts[:MOST])
    ]
    lines = ["".join(f"<td>{escape(visible(cell))}</td>" for cell in row) for row in rows]
    head = "".join(f"<th>{name}</th>" for name in names)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    left = len(facts) - len(rows)
    below = f"\n<p>… {left} more</p>" if left else ""
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>{below}"
