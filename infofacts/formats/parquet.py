"""The facts as Apache Parquet: one file, or one file per year in Hive-style folders (year=2023).

Numbers are decimal128(38, 9), the widest decimal that DuckDB, Spark and polars read: 29 digits
before the point and 9 after it. A number that does not fit is refused. The rows are in the order of
topic, indicator and year, so that the statistics of a row group rule out the others; compressed by
Snappy, which every reader knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import FACT_COLUMNS, Column, Row, columns_of, fact_row, origins
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.numbers import digits_of
from infofacts.parts import parts_of

ENDINGS = (".parquet",)
NEEDS = ("pyarrow", "parquet")
WHOLE_DIGITS, DECIMALS = 29, 9
ORDER = ("topic", "indicator", "year")
GROUP = 1 << 16  # rows of a row group


def write(base: FactBase, options: ExportOptions) -> Files:
    """One file, or year=2023/part-0.parquet and so on.

    What writes it raises `NoAnswer` for too long a number.
    """
    if options.partition:
        return partial(_write_years, base)
    return {"": partial(_write_one, base)}


def _write_one(base: FactBase, out: BinaryIO) -> None:
    rows = _rows(base)
    with File(base, columns_of("facts"), out, GROUP) as file:
        while some := list(islice(rows, min(GROUP, 4096))):
            file.add(some)


def _write_years(base: FactBase, folder: Path) -> None:
    """A file for each year, all open at once; the rows of one are written some at a time."""
    columns = [column for column in columns_of("facts") if column.name != "year"]
    waiting: dict[object, list[Row]] = {}
    with ExitStack() as files:
        opened: dict[object, File] = {}
        for row in _rows(base):
            year = row["year"]
            if year not in opened:
                path = folder / f"year={year}"
                path.mkdir()
                out = files.enter_context(open(path / "part-0.parquet", "wb"))
                opened[year] = files.enter_context(File(base, columns, out, GROUP // 8))
                waiting[year] = []
            waiting[year].append(row)
            if len(waiting[year]) == GROUP // 8:
                opened[year].add(waiting[year])
                waiting[year] = []
        for each, left in waiting.items():
            if left:
                opened[each].add(left)


def _rows(base: FactBase) -> Iterator[Row]:
    """The rows in their order. Raises `NoAnswer` for a number that does not fit."""
    for part in parts_of(base, in_order=True):
        for fact in sorted(part.facts.values(), key=lambda f: (f.topic, f.indicator, f.year, f.id)):
            if fact.number is not None:
                _fit(fact)
            yield fact_row(fact)


def _fit(fact: Fact) -> None:
    """Raise `NoAnswer` for a number that does not fit."""
    assert fact.number is not None
    whole, __, decimals = digits_of(fact.number.copy_abs()).partition(".")
    if len(whole) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        limit = _(
            "{whole_digits} digits before the point and {decimals} behind it",
            whole_digits=WHOLE_DIGITS,
            decimals=DECIMALS,
        )
        raise NoAnswer(_("--format parquet: {id} has more than {limit}", id=fact.id, limit=limit))


class File:
    """A Parquet file that rows are added to."""

    def __init__(
        self, base: FactBase, columns: Sequence[Column], out: BinaryIO, group: int
    ) -> None:
        self._group = group  # rows of a row group
        # by name, for pyarrow has no types
        self._arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        text, whole = self._arrow.string(), self._arrow.int32()
        types = {
            "text": text, "texts": self._arrow.list_(text), "integer": whole,
            "integers": self._arrow.list_(whole),
            "number": self._arrow.decimal128(WHOLE_DIGITS + DECIMALS, DECIMALS),
        }  # fmt: skip
        described = ((c.name, types[c.type], {"about": c.about}) for c in columns)
        named = [self._arrow.field(name, kind, metadata=about) for name, kind, about in described]
        sources = json.dumps(origins(base), ensure_ascii=False)
        self._schema = self._arrow.schema(named, metadata={"sources": sources})
        at = [self._schema.names.index(name) for name in ORDER if name in self._schema.names]
        order = [parquet.SortingColumn(place) for place in at]
        self._waiting: list[Any] = []  # tables of the next row group
        self._writer: Any = parquet.ParquetWriter(
            out, self._schema, compression="snappy", sorting_columns=order, write_page_index=True
        )

    def __enter__(self) -> File:
        return self

    def __exit__(self, *_error: object) -> None:
        self._write()
        self._writer.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows to the next row group, which is written when it is full."""
        named = zip(*(row.values() for row in rows), strict=True)
        columns = dict(zip(FACT_COLUMNS, named, strict=True))
        cells = [self._arrow.array(columns[field.name], field.type) for field in self._schema]
        self._waiting.append(self._arrow.Table.from_arrays(cells, schema=self._schema))
        if sum(map(len, self._waiting)) >= self._group:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            group = self._arrow.concat_tables(self._waiting).combine_chunks()
            self._writer.write_table(group, self._group)
            self._waiting.clear()
