"""One fact base as an SQLite database: its tables, written from objects and read back as them.

The columns are the fields of `infofacts.model`. Empty fields are null; lists, and what is made of
several values, are arrays in JSON. A value is in one of three columns of `facts`: `value` for a
number (whose digits are in `exact`), `text` or `items`, which has both ends of a range, too.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby

from infofacts import sqlite
from infofacts.model import (
    ADDED,
    Counts,
    Fact,
    FactBase,
    Indicator,
    Source,
    Topic,
    Value,
    value_of,
    with_unit,
)
from infofacts.numbers import Quantity, quantity_of
from infofacts.record import fields, of_columns, replace
from infofacts.text import builtin, json_list, plain_texts
from infofacts.units import Unit

TYPE_CHECKING = False  # as in `typing`
if TYPE_CHECKING:
    from typing import Any

    Cells = dict[str, Sequence[Any]]  # columns of some rows

Thing = Fact | Indicator | Topic | Source
KINDS: dict[str, type[Thing]] = {
    "facts": Fact, "indicators": Indicator, "topics": Topic, "sources": Source,
}  # fmt: skip


# ---------------------------------------------------------------- the tables
class Column:
    """A column: its type in SQL, its meaning, the table it refers to, and how its cell is read."""

    __slots__ = "about", "name", "of", "restored", "sql"

    def __init__(
        self, name: str, sql: str, about: str, of: str = "",
        restored: Callable[[Any], Any] | None = None,
    ) -> None:  # fmt: skip
        self.name, self.sql, self.about, self.of, self.restored = name, sql, about, of, restored


def _loaded(cell: str) -> Any:
    """What a cell has in JSON, which most are read without."""
    from json import loads

    return loads(cell)


def _items(cell: str | None) -> tuple[Any, ...]:
    if not cell or cell == "[]":
        return ()
    if plain := plain_texts(cell):
        return plain
    numbers = [int(each) for each in cell[1:-1].split(", ") if each.isdecimal()]
    if str(numbers) == cell:
        return tuple(numbers)
    items = _loaded(cell)
    if not isinstance(items, list) or not all(isinstance(item, (str, int)) for item in items):
        raise ValueError(f"{str(cell)[:20]} is no list")
    return tuple(items)


def _in_english(cell: str | None) -> str | tuple[str, ...] | None:
    several = (cell or "")[:1] == "["
    if cell and (plain := plain_texts(cell if several else f"[{cell}]")):
        return plain if several else plain[0]
    value = _loaded(cell) if cell else None
    return tuple(value) if isinstance(value, list) else value


def _ends(cell: str | None) -> tuple[Decimal | None, ...] | None:
    return tuple(None if end is None else Decimal(end) for end in _loaded(cell)) if cell else None


# How fields are stored, by their types: the type in SQL if it is not TEXT, and how cells are read.
_SQL = {"int": "INTEGER", "int | None": "INTEGER", "Value": "NUMERIC"}
_READ: dict[str, Callable[[Any], Any]] = {
    "int | str | None": lambda cell: _since(cell),
    "tuple[str, ...]": _items,
    "tuple[int, ...]": _items,
    "Quantity | None": quantity_of,
    "str | tuple[str, ...] | None": _in_english,
    "tuple[Decimal | None, Decimal | None] | None": _ends,
}
# Columns that follow the one of a field.
_BEHIND = {
    (Fact, "indicator"): (
        Column("indicator_id", "TEXT", "the indicator: topic.indicator", "indicators"),
    ),
    (Fact, "value"): tuple(Column(name, "TEXT", ADDED[name]) for name in ("text", "items")),
    (Fact, "unit"): (Column("unit_en", "TEXT", ADDED["unit_en"]),),
    (Fact, "section"): (Column("section_en", "TEXT", ADDED["section_en"]),),
    (Fact, "url"): (Column("exact", "TEXT", "all digits of `value`"),),
    (Indicator, "basis"): (Column("latest", "TEXT", "the fact that `get` answers with"),),
    (Topic, "group"): (
        Column("group_zh", "TEXT", "label of the group in Chinese"),
        Column("group_en", "TEXT", "label of the group in English"),
    ),
    (Source, "file"): (Column("sha256", "TEXT", "SHA-256 of the bundled text"),),
}


def columns_of(kind: type[Thing]) -> list[Column]:
    """The columns of the table of a kind of thing."""
    columns: list[Column] = []
    for each in fields(kind):
        sql, about, of = (
            _SQL.get(str(each.type), "TEXT"),
            each.metadata["about"],
            each.metadata["of"],
        )
        columns.append(Column(each.name, sql, about, of, _READ.get(str(each.type))))
        columns += _BEHIND.get((kind, each.name), ())
    return columns


COLUMNS = {table: columns_of(kind) for table, kind in KINDS.items()}


# ---------------------------------------------------------------- from rows to objects
# What compares a fact, of its columns: see `Database.numbers`.
_COMPARED = (
    "id topic indicator year measure exact items quantity unit bound as_of scope status since "
    "source break_zh years confirmed_by"
).split()


_BOUND = _COMPARED.index("bound")


def _compared(
    bounded: bool, ident: str, topic: str, indicator: str, year: int, measure: str, exact: str | None,
    items: str | None, quantity: str | None, unit: str | None, bound: str, as_of: str | None,
    scope: str, status: str, since: str | None, source: str | None, break_zh: str | None,
    years: int | None, confirmed_by: str | None,
) -> Fact:  # fmt: skip
    """A fact with the fields that compare it; how it is printed only if some of them are
    `bounded`: else its number is enough."""
    printed = quantity_of(quantity) if bounded else None
    number: Any = Decimal(exact) if exact else value_of(printed) if printed and items else ""
    return Fact(
        id=ident, topic=topic, indicator=indicator, year=year, zh="", en="", measure=measure,
        value=number, unit=unit, bound=bound, printed="", as_of=as_of, scope=scope, status=status,
        since=_since(since), source=source or "", quote="", quantity=printed, break_zh=break_zh,
        years=years, confirmed_by=_items(confirmed_by) if confirmed_by else (),
    )  # fmt: skip


# What a search reads of facts, indicators and topics, and what values are made of.
SEARCHED = frozenset(
    "id topic indicator year zh en measure value unit bound printed as_of scope status source "
    "quote also value_en aliases formula".split()
)
_NUMBER = frozenset(("exact", "text", "items", "quantity"))
TOGETHER = 200  # rows; more do not fit into the fastest memory


def _since(cell: str | None) -> int | str | None:
    return int(cell) if cell and cell.isdecimal() else cell


def _value(
    exact: str | None, text: str | None, items: str | None, quantity: Quantity | None
) -> Value:
    if exact:
        return Decimal(exact)
    if items:
        return value_of(quantity) if quantity else _items(items)
    return text or ""


class Database:
    """An open database, such as the index of the built-in base."""

    def __init__(self, path: str, connection: sqlite.Connection) -> None:
        self.path, self.connection = path, connection
        self._sources: dict[str, Source] = {}

    def base(
        self,
        things: Collection[str] | None = None,
        everything: bool = False,
        also: Collection[str] = (),
        sources: bool = True,
    ) -> FactBase:
        """All of it; or some topics and indicators with their facts, and others (`also` some, or
        `everything`) without. Where no fact is read, sources may be left out, too."""
        groups = self.connection.execute("SELECT id, zh, en FROM groups ORDER BY rowid")
        entries = None if everything or things is None else {*things, *also}
        units = {unit.name: unit for unit in self._units()}
        facts = {f.id: with_unit(f, units) for f in self.read("facts", "indicator_id", things)}
        return FactBase(
            self.sources() if sources else {},
            {ident: (zh, en) for ident, zh, en in groups},
            {each.id: each for each in self.read("topics", "id", entries)},
            {each.id: each for each in self.read("indicators", "id", entries)},
            facts,
            (self.path,),
            units,
        )

    def contents(self) -> FactBase:
        """Its sources and topics, with the numbers of facts and indicators."""
        counted: dict[str, Counter[Any]] = {kind: Counter() for kind in ("topic", "source", "year")}
        indicators: Counter[str] = Counter()
        for kind, ident, facts, inside in self.connection.execute("SELECT * FROM counts"):
            counted[kind][int(ident) if kind == "year" else ident or ""] = int(facts)
            indicators[ident] += int(inside or 0)
        counts = Counts(counted["topic"], indicators, counted["source"], counted["year"])
        topics = {each.id: each for each in self.read("topics")}
        return replace(self.base(()), topics=topics, counted=counts)

    def _units(self) -> Iterator[Unit]:
        """The units that the files declare."""
        rows = self.connection.execute("SELECT name, en, plural, kind FROM units ORDER BY rowid")
        for row in rows:
            name, en, plural, kind = (str(cell or "") for cell in row)
            yield Unit(name, en, plural, kind)

    def sources(self) -> dict[str, Source]:
        """All sources by id, each with the path of its bundled text."""
        folder = os.path.join(os.path.dirname(builtin()), "seeds")
        self._sources = self._sources or {
            each.id: replace(each, file=os.path.join(folder, each.file)) if each.file else each
            for each in self.read("sources")
        }
        return dict(self._sources)

    def brief(self, things: Collection[str]) -> FactBase:
        """Some topics and indicators, the first source, and what a search reads of their facts."""
        units = {unit.name: unit for unit in self._units()}
        facts = self.read("facts", "indicator_id", things, SEARCHED)
        base = FactBase(
            {each.id: each for each in self.read("sources", "rowid", ("1",))},  # the first
            {},
            {each.id: each for each in self.read("topics", "id", things, SEARCHED)},
            {each.id: each for each in self.read("indicators", "id", things, SEARCHED)},
            {fact.id: with_unit(fact, units) for fact in facts},
        )
        query = "SELECT names FROM ready_names WHERE id IN (SELECT value FROM json_each(?))"
        lines = (
            cell.split("\n") for (cell,) in self.connection.execute(query, (json_list(things),))
        )
        base.memo["read"] = dict(line.split("\t", 1) for some in lines for line in some)
        return base

    def read(
        self,
        table: str,
        key: str = "id",
        wanted: Collection[str] | None = None,
        only: frozenset[str] = frozenset(),
    ) -> Iterator[Any]:
        """The objects of all rows, or of those with a wanted key, in their order: with all their
        fields, or `only` some, and the quantity of a range.

        Some rows at a time are read column by column, for most cells stand in many rows.
        """
        columns = [each for each in COLUMNS[table] if not only or each.name in only | _NUMBER]
        select = ", ".join(f'"{column.name}"' for column in columns)
        where = "" if wanted is None else f"WHERE {key} IN (SELECT value FROM json_each(?))"
        given = () if wanted is None else (json_list(sorted(wanted)),)
        query = f"SELECT {select} FROM {table} {where} ORDER BY rowid"
        rows = self.connection.execute(query, given)
        while some := rows.fetchmany(TOGETHER):
            named = zip((column.name for column in columns), zip(*some, strict=True), strict=True)
            cells: Cells = dict(named)
            self.check_types(table, cells)
            if only and table == "facts":
                pairs = zip(cells["quantity"], cells["items"], strict=True)
                cells["quantity"] = [quantity if items else None for quantity, items in pairs]
            for column in columns:
                if column.restored:
                    cells[column.name] = [*map(cache(column.restored), cells[column.name])]
            if table == "facts":
                parts = (cells[name] for name in ("exact", "text", "items", "quantity"))
                cells["value"] = [*map(_value, *parts)]
            if "line" in cells:  # before the first section a quote is in none
                pairs = zip(cells["section"], cells["line"], strict=True)
                cells["section"] = [part or (part if line is None else "") for part, line in pairs]
            for each in fields(KINDS[table]):
                if each.type == "str" and None in cells.get(each.name, ()):
                    cells[each.name] = [cell or "" for cell in cells[each.name]]
            things = of_columns(KINDS[table], len(some), cells)
            self.check(table, things, cells)
            yield from things

    def check_types(self, table: str, cells: Cells) -> None:
        """Of a database of another hand: whether cells have the types of their columns."""

    def check(self, table: str, things: Sequence[Thing], cells: Cells) -> None:
        """Of a database of another hand: whether things, and their columns, are as they must be."""

    def numbers(self, first: int, last: int) -> Iterator[Fact]:
        """The numbers of two years, with what is stated of their change, and the facts between
        them that break a series: by indicator, as they are read, with only what compares them."""
        select = ", ".join(f'"{name}"' for name in _COMPARED)
        query = (
            f"SELECT {select} FROM facts WHERE id NOT GLOB '*@*' AND "
            "(year IN (:first, :last) AND measure IN ('level', 'change', 'growth') "
            "OR break_zh NOTNULL AND year > :first AND year <= :last) ORDER BY indicator_id, rowid"
        )
        rows = self.connection.execute(query, {"first": first, "last": last})
        for _, group in groupby(rows, key=lambda row: row[1:3]):
            some = list(group)
            bounded = any(row[_BOUND] != "=" for row in some)
            for row in some:
                yield _compared(bounded, *row)
