"""A whole fact base for other programs: SQLite, Parquet and Tabular Data Package.

All three hold the records of the facts as the table `facts` (see `tables`); SQLite and the
data package also hold indicators, topics and sources, joined by foreign keys.

Numbers stay exact:

- Parquet holds them as decimal128(38, 9), the widest decimal that DuckDB, Spark and polars
  read: 29 digits before the point and 9 behind it. A number that does not fit is refused.
- The data package holds their digits; a `number` of Table Schema is a decimal number.
- SQLite has no decimal type. `exact` (TEXT) holds the digits, to read back; `value` (NUMERIC)
  is there to sort and to reckon with: 64-bit integers are exact in it, other numbers the
  nearest double, which gives back 15 digits.

Lists are lists in Parquet and arrays in JSON in SQLite (`json_each`) and in CSV (`array`).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from infofacts import __version__
from infofacts.errors import BadUsage, NoAnswer
from infofacts.formats import files
from infofacts.formats.files import Files
from infofacts.formats.records import csv_text, to_json
from infofacts.formats.tables import Column, Row, Table, facts_table, tables
from infofacts.model import Fact, FactBase, Json
from infofacts.numbers import digits_of
from infofacts.units import UNITS_EN


@dataclass(frozen=True, slots=True)
class Options:
    """How to export: in a folder a year, and with spreadsheet formulas left as they are."""

    partition: str = ""
    raw: bool = False


# ---------------------------------------------------------------- the one way in
def save(base: FactBase, fmt: str, path: Path | None, options: Options) -> None:
    """Write a base in a format to a file or folder.

    Raises `BadUsage` for options that do not go together, a place that cannot be written and a
    library that is missing, `NoAnswer` for a base that the format cannot hold.
    """
    if options.partition not in ("", "year"):
        raise BadUsage(f"--partition {options.partition}: expected year")
    if options.partition and fmt != "parquet":
        raise BadUsage("--partition: only --format parquet has partitions")
    if not path:
        raise BadUsage(f"--format {fmt}: say where to write it: --output PATH")
    for fact in base.facts.values():
        if fact.source and fact.source not in base.sources:
            told = f"{fact.id} names the source {fact.source!r}, which is not in the base"
            raise NoAnswer(f"--format {fmt}: {told}; see infofacts check")
    files.save(path, WRITERS[fmt](base, options))


# ---------------------------------------------------------------- SQLite
_SQL_TYPES = {
    "text": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "texts": "TEXT", "integers": "TEXT",
}  # fmt: skip


def _sqlite(base: FactBase, options: Options) -> Files:
    """A database with foreign keys and the full-text index `facts_fts`."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            for table in tables(base):
                _fill(database, table)
            _full_text(database, base)
            database.commit()
            return {"": database.serialize()}
    except sqlite3.Error as error:
        raise NoAnswer(f"--format sqlite: {error}") from error


def _fill(database: sqlite3.Connection, table: Table) -> None:
    names = [column.name for column in table.columns]
    names += ["value"] if "value" in names else []  # its digits, again, as `exact`
    database.execute(_create(table))
    database.executemany(
        f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(names))})',
        ([_sql(row[name]) for name in names] for row in table.rows),
    )
    for column in table.columns:
        if column.of:
            name = f"idx_{table.name}_{column.name}"
            database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column.name}")')


def _create(table: Table) -> str:
    """The statement that makes a table, what each column holds as a comment beside it."""
    lines = [(_declared(column), column.about) for column in table.columns]
    if table.name == "facts":
        lines.append(('"exact" TEXT', "all digits of `value`"))
    ends = [","] * (len(lines) - 1) + [""]
    body = "".join(
        f"  {sql}{end} -- {about}\n" for (sql, about), end in zip(lines, ends, strict=True)
    )
    return f'CREATE TABLE "{table.name}" (\n{body})'


def _declared(column: Column) -> str:
    key = " PRIMARY KEY" if column.name == "id" else ""
    key = f' REFERENCES "{column.of}" ("id")' if column.of else key
    return f'"{column.name}" {_SQL_TYPES[column.type]}{key}'


def _sql(cell: Json) -> str | int | None:
    """A cell as SQLite takes it; a column of numbers makes numbers of their digits itself."""
    if isinstance(cell, (str, int)) or cell is None:
        return cell
    return to_json(cell)


# The columns of the full-text index, and how much a hit in each counts.
SEARCHED = {"labels": 6, "aliases": 5, "topics": 2, "quotes": 1}


def _full_text(database: sqlite3.Connection, base: FactBase) -> None:
    """The FTS5 index `facts_fts` over labels, aliases, topics and quotes.

    sqlite-utils and Datasette know the index of a table by the words content="facts" in its
    statement. Here they are a comment, and the index keeps no text (content=''): what it
    indexes are `pieces`, which have no place in a column that people read.
    """
    names = ", ".join(SEARCHED)
    database.execute(
        f"""CREATE VIRTUAL TABLE "facts_fts" USING FTS5 (
  -- its rows are those of content="facts"
  {names}, content='', tokenize='porter unicode61')"""
    )
    rows = ((row, *_searched(base, fact)) for row, fact in enumerate(base.facts.values(), 1))
    insert = f"INSERT INTO facts_fts (rowid, {names}) VALUES (?, ?, ?, ?, ?)"
    database.executemany(insert, rows)
    rank = f"bm25({', '.join(map(str, SEARCHED.values()))})"
    database.execute("INSERT INTO facts_fts (facts_fts, rank) VALUES ('rank', ?)", [rank])
    database.execute("INSERT INTO facts_fts (facts_fts) VALUES ('optimize')")


def _searched(base: FactBase, fact: Fact) -> Iterator[str]:
    """What of a fact is searched, in the order of `SEARCHED`."""
    topic, indicator = base.topics[fact.topic], base.indicators[fact.indicator_id]
    english = (fact.value_en,) if isinstance(fact.value_en, str) else fact.value_en or ()
    yield pieces(f"{fact.zh} {fact.en}")
    yield pieces(" ".join((*indicator.aliases, indicator.key)))
    yield pieces(" ".join((topic.zh, topic.en, *topic.aliases)))
    yield pieces(" ".join((fact.quote, *fact.also, fact.printed, *english)))


_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(r"[^\W_]+")
_ATOM = re.compile(f"[{_CHINESE}]|[^{_CHINESE}]+")
LONGEST = 20  # characters of the longest part of a clause that can be found


def pieces(text: str) -> str:
    """A text as the tokenizer unicode61 has to see it: every word that may be searched.

    Chinese has no spaces, and unicode61 takes a whole clause as one word; the tokenizer
    trigram finds nothing shorter than three characters, while most words have two. So every
    run of characters is given with all its parts, and then the runs as they follow each other.

    >>> pieces("5G基站, base stations")
    '5G 5G基 5G基站 基 基站 站 base stations 5G基站 base stations'
    """
    runs = _RUN.findall(text)
    parts = [part for run in runs for part in _parts(_ATOM.findall(run))]
    return " ".join(parts if len(parts) == len(runs) else parts + runs)


def _parts(atoms: Sequence[str]) -> Iterator[str]:
    for start in range(len(atoms)):
        for end in range(start + 1, min(start + LONGEST, len(atoms)) + 1):
            yield "".join(atoms[start:end])


# ---------------------------------------------------------------- Parquet
WHOLE_DIGITS, DECIMALS = 29, 9  # of a decimal128(38, 9)


def _parquet(base: FactBase, options: Options) -> Files:
    """The facts as one file, or as one a year in folders year=2023, as Hive names them."""
    table = facts_table(base)
    for fact in base.facts.values():
        _refuse_wide(fact)
    if not options.partition:
        return {"": _parquet_file(table, base)}
    by_year: dict[Json, list[Row]] = {}
    for row in table.rows:
        by_year.setdefault(row["year"], []).append(row)
    columns = [column for column in table.columns if column.name != "year"]
    return {
        f"year={year}/part-0.parquet": _parquet_file(Table(table.name, columns, rows), base)
        for year, rows in by_year.items()
    }


def _refuse_wide(fact: Fact) -> None:
    number = fact.number
    if number is None:
        return
    whole, _, decimals = digits_of(number.copy_abs()).partition(".")
    if len(whole) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        limit = f"{WHOLE_DIGITS} digits before the point and {DECIMALS} behind it"
        raise NoAnswer(f"--format parquet: {fact.id} has more than {limit}")


def _parquet_file(table: Table, base: FactBase) -> bytes:
    arrow, parquet = _library("pyarrow"), _library("pyarrow.parquet")
    types = {
        "text": arrow.string(),
        "integer": arrow.int32(),
        "number": arrow.decimal128(WHOLE_DIGITS + DECIMALS, DECIMALS),
        "texts": arrow.list_(arrow.string()),
        "integers": arrow.list_(arrow.int32()),
    }
    fields = [
        arrow.field(c.name, types[c.type], metadata={"about": c.about}) for c in table.columns
    ]
    columns = [[row[c.name] for row in table.rows] for c in table.columns]
    schema = arrow.schema(fields, metadata={"sources": _text(_origins(base))})
    arrays = [arrow.array(cells, field.type) for cells, field in zip(columns, fields, strict=True)]
    out = arrow.BufferOutputStream()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    content: bytes = out.getvalue().to_pybytes()
    return content


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise BadUsage(
            "--format parquet needs pyarrow, which is not installed: pip install 'infofacts[parquet]'"
        ) from error


# ---------------------------------------------------------------- Tabular Data Package
_FIELD_TYPES = {
    "text": "string", "integer": "integer", "number": "number", "texts": "array", "integers": "array",
}  # fmt: skip


def _datapackage(base: FactBase, options: Options) -> Files:
    """A file CSV for each table, and `datapackage.json`, which says what they hold."""
    found = tables(base)
    files = {f"{table.name}.csv": _csv(table, options.raw) for table in found}
    first = next(iter(base.sources.values()), None)
    package = {
        "profile": "tabular-data-package",
        "name": "infofacts",
        "title": f"{first.title} · {first.title_en or first.title}" if first else "infofacts",
        "description": "Facts, each with the words it was printed in.",
        "version": __version__,
        "sources": _origins(base),
        "units": _units(base),
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in found],
    }
    return files | {"datapackage.json": f"{_text(package, 2)}\n".encode()}


def _csv(table: Table, raw: bool) -> bytes:
    """CSV with its heading, also of an empty table; what a spreadsheet would run is defused."""
    rows = [
        {name: to_json(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
        for row in table.rows
    ]
    heading = ",".join(column.name for column in table.columns) + "\r\n"
    return (csv_text(rows, raw) or heading).encode()


def _origins(base: FactBase) -> list[dict[str, str]]:
    """The sources as a data package names its own."""
    return [
        {"name": source.id, "title": source.title, "publisher": source.publisher}
        | ({"path": source.url} if source.url else {})
        for source in base.sources.values()
    ]


def _units(base: FactBase) -> list[dict[str, str]]:
    """The units in use, with their names in English; a measure word has none."""
    used = dict.fromkeys(fact.unit for fact in base.facts.values() if fact.unit)
    named = ((unit, UNITS_EN.get(unit, unit)) for unit in used)
    return [{"name": unit} | ({"title": title} if title else {}) for unit, title in named]


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": "id",
    }
    if keys := [_foreign_key(column) for column in table.columns if column.of]:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True, "unique": True} if column.name == "id" else {}
    if column.options:
        constraints["enum"] = list(column.options)
    field = {"name": column.name, "type": _FIELD_TYPES[column.type], "description": column.about}
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_key(column: Column) -> dict[str, Any]:
    return {"fields": column.name, "reference": {"resource": column.of, "fields": "id"}}


def _text(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


WRITERS: dict[str, Callable[[FactBase, Options], Files]] = {
    "sqlite": _sqlite,
    "parquet": _parquet,
    "datapackage": _datapackage,
}
