"""The facts as Apache Parquet: one file, or one file per year in Hive-style folders (year=2023).

Numbers are decimal128(38, 9), the widest decimal that DuckDB, Spark and polars read: 29 digits
before the point and 9 after it. A number that does not fit is refused. The rows are in the order of
topic, indicator and year, so that the statistics of a row group rule out the others; compressed by
Snappy, which every reader knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import Column, columns_of, fact_columns, origins
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.numbers import digits_of
from infofacts.parts import parts_of

ENDINGS = (".parquet",)
NEEDS = ("pyarrow", "parquet")
WHOLE_DIGITS, DECIMALS = 29, 9
ORDER = ("topic", "indicator", "year")
GROUP = 1 << 16  # rows of a row group
TOGETHER = 1 << 12  # of which some at a time are made


def write(base: FactBase, options: ExportOptions) -> Files:
    """One file, or year=2023/part-0.parquet and so on.

    What writes it raises `NoAnswer` for too long a number.
    """
    if options.partition:
        return partial(_write_years, base)
    return {"": partial(_write_one, base)}


def _write_one(base: FactBase, out: BinaryIO) -> None:
    with File(base, columns_of("facts"), out, GROUP) as file:
        for fact in _facts(base):
            file.add(fact)


def _write_years(base: FactBase, folder: Path) -> None:
    """A file for each year, all open at once."""
    columns = [column for column in columns_of("facts") if column.name != "year"]
    with ExitStack() as files:
        opened: dict[int, File] = {}
        for fact in _facts(base):
            if fact.year not in opened:
                path = folder / f"year={fact.year}"
                path.mkdir()
                out = files.enter_context(open(path / "part-0.parquet", "wb"))
                file = File(base, columns, out, GROUP // 8)
                opened[fact.year] = files.enter_context(file)
            opened[fact.year].add(fact)


def _facts(base: FactBase) -> Iterator[Fact]:
    """The facts in their order. Raises `NoAnswer` for a number that does not fit."""
    for part in parts_of(base, in_order=True):
        for fact in sorted(part.facts.values(), key=attrgetter(*ORDER, "id")):
            if fact.number is not None:
                _fit(fact)
            yield fact


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
    """A Parquet file that facts are added to."""

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
        self._facts: list[Fact] = []  # of the next table
        self._waiting: list[Any] = []  # tables of the next row group
        self._writer: Any = parquet.ParquetWriter(
            out, self._schema, compression="snappy", sorting_columns=order, write_page_index=True
        )

    def __enter__(self) -> File:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._facts:
            self._pack()
        if self._waiting:
            self._write()
        self._writer.close()

    def add(self, fact: Fact) -> None:
        """Add a fact to the next row group, which is written when it is full."""
        self._facts.append(fact)
        if len(self._facts) == min(self._group, TOGETHER):
            self._pack()
            if sum(map(len, self._waiting)) >= self._group:
                self._write()

    def _pack(self) -> None:
        """The facts as a table of Arrow, which takes less room."""
        columns = fact_columns(self._facts)
        cells = [self._arrow.array(columns[field.name], field.type) for field in self._schema]
        self._waiting.append(self._arrow.Table.from_arrays(cells, schema=self._schema))
        self._facts.clear()

    def _write(self) -> None:
        group = self._arrow.concat_tables(self._waiting).combine_chunks()
        self._writer.write_table(group, self._group)
        self._waiting.clear()
