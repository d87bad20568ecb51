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
from collections.abc import Callable
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
from infofacts.formats.sqlite import sqlite
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
    "sqlite": lambda base, options: sqlite(base),
    "parquet": _parquet,
    "datapackage": _datapackage,
}
