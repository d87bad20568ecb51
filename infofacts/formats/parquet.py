"""The facts as Apache Parquet: one file, or one file per year in Hive-style folders (year=2023).

Numbers are decimal128(38, 9), the widest decimal that DuckDB, Spark and polars read: 29 digits
before the point and 9 after it. A number that does not fit is refused.
"""

from __future__ import annotations

import json
from decimal import Decimal
from importlib import import_module

from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import Row, Table, origins, tables
from infofacts.messages import _
from infofacts.model import FactBase, Json
from infofacts.numbers import digits_of

ENDINGS = (".parquet",)
NEEDS = ("pyarrow", "parquet")
WHOLE_DIGITS, DECIMALS = 29, 9


def write(base: FactBase, options: ExportOptions) -> Files:
    """One file, or year=2023/part-0.parquet and so on. Raises `NoAnswer` for too long a number."""
    (table,) = tables(base, "facts")
    for fact in base.facts.values():
        whole, __, decimals = digits_of((fact.number or Decimal()).copy_abs()).partition(".")
        if len(whole) > WHOLE_DIGITS or len(decimals) > DECIMALS:
            limit = _(
                "{whole_digits} digits before the point and {decimals} behind it",
                whole_digits=WHOLE_DIGITS,
                decimals=DECIMALS,
            )
            raise NoAnswer(
                _("--format parquet: {id} has more than {limit}", id=fact.id, limit=limit)
            )
    if not options.partition:
        return {"": _file(table, base)}
    by_year: dict[Json, list[Row]] = {}
    for row in table.rows:
        by_year.setdefault(row["year"], []).append(row)
    columns = [column for column in table.columns if column.name != "year"]
    return {
        f"year={year}/part-0.parquet": _file(Table(table.name, columns, rows), base)
        for year, rows in by_year.items()
    }


def _file(table: Table, base: FactBase) -> bytes:
    # by name, for pyarrow has no types
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    text, whole = arrow.string(), arrow.int32()
    types = {
        "text": text, "texts": arrow.list_(text), "integer": whole, "integers": arrow.list_(whole),
        "number": arrow.decimal128(WHOLE_DIGITS + DECIMALS, DECIMALS),
    }  # fmt: skip
    described = ((c.name, types[c.type], {"about": c.about}) for c in table.columns)
    fields = [arrow.field(name, kind, metadata=about) for name, kind, about in described]
    sources = json.dumps(origins(base), ensure_ascii=False)
    schema = arrow.schema(fields, metadata={"sources": sources})
    out = arrow.BufferOutputStream()
    rows = arrow.Table.from_pylist(list(table.rows), schema=schema)
    parquet.write_table(rows, out, compression="zstd")
    content: bytes = out.getvalue().to_pybytes()
    return content
