"""An Excel workbook with three sheets: facts, series (a column per year) and sources.

A number is a number, shown in a format of its unit (337.7万个). Excel and LibreOffice keep fifteen
digits: a longer one is a text, with a note. Dates are texts as they are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any, BinaryIO
from unicodedata import east_asian_width

from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import FACT_COLUMNS, fact_rows, series
from infofacts.formats.tsv import cell
from infofacts.messages import _
from infofacts.model import FactBase, Source
from infofacts.numbers import digits_of, scale_by
from infofacts.record import fields

ENDINGS = (".xlsx",)
NEEDS = ("xlsxwriter", "excel")
# Excel's limits: digits of a number, characters of a cell, rows and links of a sheet.
DIGITS, CHARACTERS, ROWS, LINKS = 15, 32_767, 1_048_576, 65_000
WIDEST, LOOKED_AT = 48, 500  # the width of a column, and the rows that it is made for
FONT = "Microsoft YaHei"  # without a font LibreOffice draws the Japanese shapes of characters
# Scale words with their power of ten; a comma of a format divides by a thousand, and a point that
# is not the decimal one is put into what is left.
_SCALES = ((12, "万亿"), (8, "亿"), (4, "万"))


def write(base: FactBase, options: ExportOptions) -> Files:
    """The workbook. Raises `NoAnswer` for more facts than a sheet has rows."""
    if len(base.facts) >= ROWS:
        raise NoAnswer(_("--format xlsx: a sheet has at most {rows} rows", rows=ROWS))
    return {"": partial(_write, base)}


def _write(base: FactBase, out: BinaryIO) -> None:
    library = import_module("xlsxwriter")  # by name, for the extra may be missing
    settings = {"constant_memory": True, "default_format_properties": {"font_name": FONT}}
    with library.Workbook(out, settings) as book:
        # Always the same day: the same facts give the same bytes.
        book.set_properties({"title": "infofacts", "created": datetime(2000, 1, 1)})
        formats = Formats(book)
        facts = fact_rows(base.facts.values())
        sheet = Sheet(book, "facts", formats, list(FACT_COLUMNS), fixed_columns=1)
        sheet.fill({**row, "value": Amount(row["value"], row["unit"])} for row in facts)
        rows, __ = series(base)
        heads = list(rows[0]) if rows else ["indicator"]
        years = [head for head in heads if head.isdecimal()]
        wide = Sheet(book, "series", formats, heads, fixed_columns=1)
        wide.fill(row | {year: Amount(row[year], row["unit"]) for year in years} for row in rows)
        used = {fact.source for fact in base.facts.values()}
        sources = (each for each in base.sources.values() if each.id in used)
        names = [each.name for each in fields(Source) if each.metadata["record"]]
        listed = Sheet(book, "sources", formats, [name for name in names if name != "file"])
        listed.fill({name: getattr(each, name) or None for name in names} for each in sources)


class Amount:
    """A number with its unit, or none."""

    def __init__(self, value: object, unit: object) -> None:
        self.value = value if isinstance(value, Decimal) else None
        self.unit = str(unit or "")

    @property
    def is_long(self) -> bool:
        """Whether it has more digits than a cell holds."""
        digits = digits_of(self.value or Decimal()).lstrip("-").replace(".", "").strip("0")
        return len(digits) > DIGITS

    @property
    def format(self) -> str:
        """The format of its cell: in the largest scale that fits, with as many places as needed."""
        value = self.value or Decimal()
        unit = self.unit.replace('"', "")
        words = f'"{unit}"' if unit else ""
        exponent = scale_by(value).normalize().as_tuple().exponent
        zeros = exponent if isinstance(exponent, int) and value else 0
        if zeros < 0:
            return f"#,##0.{'0' * -zeros}{words}"
        for power, scale in _SCALES:
            if abs(value) >= 10**power and self.unit not in ("%", "‰"):
                commas = min(zeros, power) // 3
                places = power - 3 * commas
                point = f"{chr(92)}.{'0' * places}" if places else ""
                return f'0{point}{"," * commas}"{scale}{unit}"'
        return f"#,##0{words}"


class Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[str, Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "font_name": FONT})

    def number(self, pattern: str) -> Any:
        """The format of a number."""
        if pattern not in self.made:
            made = {"num_format": pattern, "font_name": FONT}
            self.made[pattern] = self.book.add_format(made)
        return self.made[pattern]


class Sheet:
    """A sheet with a heading that stays, filters, and columns as wide as what is in them."""

    def __init__(
        self, book: Any, name: str, formats: Formats, heads: Sequence[str], fixed_columns: int = 0
    ) -> None:
        self.sheet, self.formats, self.heads = book.add_worksheet(name), formats, heads
        self.widths = [_width(head) + 3 for head in heads]
        self.links = 0
        self.sheet.freeze_panes(1, fixed_columns)

    def fill(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the heading and the rows."""
        heading = {head: head for head in self.heads}
        last = 0
        for number, row in enumerate(chain([heading], rows)):
            for column, head in enumerate(self.heads):
                if (value := row[head]) is not None:
                    text = self._cell(number, column, value)
                    if number <= LOOKED_AT:
                        self.widths[column] = max(self.widths[column], _width(text))
            last = number
        self.sheet.autofilter(0, 0, last, len(self.heads) - 1)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, min(width + 1, WIDEST))

    def _cell(self, row: int, column: int, value: Any) -> str:
        """Write a cell; its text as it is shown."""
        if isinstance(value, Amount):
            return self._amount(row, column, value)
        if isinstance(value, int):
            self.sheet.write_number(row, column, value)
            return str(value)
        text = cell(value)
        if len(text) > CHARACTERS:
            self._note(row, column, f"cut: a cell holds {CHARACTERS:,} characters")
            text = text[: CHARACTERS - 1] + "…"
        if text.startswith(("https://", "http://")) and self.links < LINKS and len(text) < 2000:
            self.links += 1
            self.sheet.write_url(row, column, text, string=text)
        elif text:
            self.sheet.write_string(row, column, text, self.formats.head if not row else None)
        return text

    def _amount(self, row: int, column: int, amount: Amount) -> str:
        if amount.value is None:
            return ""
        digits = digits_of(amount.value)
        if amount.is_long:
            self.sheet.write_string(row, column, digits)
            self._note(row, column, f"a text: a number holds {DIGITS} digits here")
        else:
            made = self.formats.number(amount.format)
            self.sheet.write_number(row, column, float(amount.value), made)
        return digits + amount.unit

    def _note(self, row: int, column: int, text: str) -> None:
        self.sheet.write_comment(row, column, text)


def _width(text: str) -> int:
    """The width of a text in columns; Chinese characters take two."""
    return len(text) + sum(east_asian_width(char) in "WF" for char in text[:WIDEST])
