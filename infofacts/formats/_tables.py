"""A fact base as the tables that base formats hold, with the columns of `infofacts.database`.

A value is in one of three columns of `facts`, and the other two are null: `value` for a number,
`text` for a text and `items` for a list of texts. A missing value is null, never ""; an empty
list stays an empty list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache, lru_cache
from hashlib import sha256
from itertools import chain, islice
from json import loads
from operator import attrgetter
from typing import Any, BinaryIO

from infofacts.database import COLUMNS, KINDS, TOGETHER
from infofacts.filling import in_memory
from infofacts.formats import csv
from infofacts.formats.json import to_json
from infofacts.model import ADDED, Fact, FactBase, Json
from infofacts.record import Record, fields, replace
from infofacts.units import unit_in_english

# What columns hold, by the types of their fields; the others hold text.
_TYPES = {
    "int": "integer", "int | None": "integer", "Value": "number",
    "tuple[str, ...]": "texts", "tuple[int, ...]": "integers",
}  # fmt: skip
_OF_SERIES = ("topic", "zh", "en", "measure", "unit", "unit_en", "scope")
# Columns that only a database needs.
_OF_DATABASES = ("exact", "latest")


class Column(Record):
    """A column: its type (text, integer, number, texts or integers) and what it holds.

    `of` is the table whose `id` it refers to, `options` are the values it can have.
    """

    name: str
    type: str
    about: str
    of: str
    options: tuple[str, ...]


Row = Mapping[str, Any]


class Table:
    """A table, and what writes it as CSV, once, with lists as arrays in JSON.

    Its first column (`id`) is its primary key; size and sum are known when it is written.
    """

    def __init__(self, name: str, rows: Iterable[Row], raw: bool) -> None:
        self.name, self.columns, self.rows, self.raw = name, columns_of(name), rows, raw
        self.file, self.size, self.sum = f"{name}.csv", 0, sha256()

    def __call__(self, out: BinaryIO) -> None:
        array = lru_cache(maxsize=1024)(to_json)  # most are empty
        rows = (
            {name: array(cell) if isinstance(cell, tuple) else cell for name, cell in row.items()}
            for row in self.rows
        )
        heading = ",".join(column.name for column in self.columns) + "\r\n"
        for line in chain([heading], islice(csv.write(rows, self.raw), 1, None)):
            written = line.encode()
            self.size += out.write(written)
            self.sum.update(written)


def tables(base: FactBase, raw: bool) -> list[Table]:
    """The tables of a fact base, each in the order of its files."""
    found = [Table("facts", fact_rows(base.facts.values()), raw)]
    with closing(in_memory(replace(base, facts={}), words=None, whole=False)) as database:
        for name in ("indicators", "topics", "sources"):
            columns = columns_of(name)
            cells = ", ".join(f'"{column.name}"' for column in columns)
            rows = database.execute(f"SELECT {cells} FROM {name} ORDER BY rowid")
            found.append(Table(name, [_row(columns, row) for row in rows], raw))
    return found


def columns_of(table: str) -> list[Column]:
    """The columns of a table that are of the record, or stand for several of its values."""
    of_record = {each.name: each for each in fields(KINDS[table])}
    columns = []
    for name, about, of in ((each.name, each.about, each.of) for each in COLUMNS[table]):
        kind, options = "texts" if name == "items" else "text", ()
        if (field := of_record.get(name)) and name not in ADDED:
            kind, options = _TYPES.get(str(field.type), "text"), field.metadata["options"]
        added = table == "facts" and name in ADDED
        if name not in _OF_DATABASES and (not field or field.metadata["record"] or added):
            columns.append(Column(name, kind, about, of, options))
    return columns


def fact_columns(facts: Sequence[Fact]) -> dict[str, Sequence[Any]]:
    """The columns of some facts, as of their records for a table; every column is of one type."""
    english, plain = cache(unit_in_english), zip(*map(_plain_of, facts), strict=True)
    columns: dict[str, Sequence[Any]] = dict(zip(_PLAIN, plain, strict=True))
    columns |= {
        "value": [fact.number for fact in facts],
        "unit_en": [english(unit) if unit else None for unit in columns["unit"]],
        "since": [None if fact.since is None else str(fact.since) for fact in facts],
        "url": [fact.url if fact.line is None else None for fact in facts],
        "value_en": [
            "; ".join(value) if isinstance(value, tuple) else value for value in columns["value_en"]
        ],
    }
    return {
        name: [None if cell == "" else cell for cell in column] if "" in column else column
        for name, column in ((name, columns[name]) for name in FACT_COLUMNS)
    }


def fact_rows(facts: Iterable[Fact]) -> Iterator[Row]:
    """The rows of facts, which are made some at a time."""
    facts = iter(facts)
    while some := list(islice(facts, TOGETHER)):
        for cells in zip(*fact_columns(some).values(), strict=True):
            yield dict(zip(FACT_COLUMNS, cells, strict=True))


def _row(columns: Sequence[Column], cells: Sequence[Any]) -> Row:
    lists = ("texts", "integers")
    return {
        c.name: tuple(loads(cell)) if c.type in lists and cell is not None else cell
        for c, cell in zip(columns, cells, strict=True)
    }


def series(base: FactBase, every: bool = False) -> tuple[list[dict[str, Json]], list[str]]:
    """One row per indicator, with a column per year; and the facts that are not in it.

    The numbers are levels, or of `every` measure; one in another unit has a row of its own. Texts,
    lists and ranges are left out, and what other publications say. `bounds` has the years whose
    number is no exact one: 2019 >; 2021 ~.
    """
    rows: dict[tuple[str, ...], dict[str, Json]] = {}
    values: dict[tuple[str, ...], dict[int, Json]] = {}
    bounds: dict[tuple[str, ...], list[str]] = {}
    left_out = []
    for fact in base.facts.values():
        if not fact.preferred or not (every or fact.measure == "level"):
            continue
        if fact.number is None:
            left_out.append(fact.id)
            continue
        key = (fact.indicator_id, fact.measure, fact.unit or "", fact.scope)
        head = {"indicator": fact.indicator_id} | {name: getattr(fact, name) for name in _OF_SERIES}
        rows.setdefault(key, head)
        values.setdefault(key, {})[fact.year] = fact.number
        bounds.setdefault(key, []).extend([f"{fact.year} {fact.bound}"] * (fact.bound != "="))
    years = sorted({year for of_years in values.values() for year in of_years})
    return [
        row
        | {"bounds": "; ".join(bounds[key])}
        | {str(year): values[key].get(year) for year in years}
        for key, row in rows.items()
    ], left_out


def origins(base: FactBase) -> list[dict[str, str]]:
    """The sources as the metadata of a file names them."""
    return [
        {"name": source.id, "title": source.title, "publisher": source.publisher}
        | ({"path": source.url} if source.url else {})
        for source in base.sources.values()
    ]


FACT_COLUMNS = tuple(column.name for column in columns_of("facts"))
_PLAIN = [name for name in FACT_COLUMNS if name not in ("value", "unit_en")]
_plain_of = attrgetter(*_PLAIN)
