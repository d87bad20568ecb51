"""One fact base as an SQLite database: its tables, written from objects and read back as them.

The columns are the fields of `infofacts.model`. What is empty is null; lists, and what is made of
several values, are arrays in JSON. A value is in one of three columns of `facts`: `value` for a
number (whose digits are in `exact`), `text` or `items`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields, replace
from decimal import Decimal
from json import dumps, loads
from typing import Any

from infofacts import HEADER, __version__, search
from infofacts.errors import BrokenBase, NoAnswer
from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.names import Target, pick
from infofacts.numbers import Quantity, digits_of
from infofacts.text import builtin, file_bytes, fold, is_file

LONGEST = 16 << 20  # bytes of a row of a database from elsewhere
AGAIN = "make it again with infofacts export -f sqlite"
# What reading a damaged or foreign database may raise.
DAMAGE = (sqlite3.Error, ValueError, TypeError, KeyError, ArithmeticError, RecursionError)

Kind = type[Fact] | type[Indicator] | type[Topic] | type[Source]
KINDS: dict[str, Kind] = {
    "facts": Fact, "indicators": Indicator, "topics": Topic, "sources": Source,
}  # fmt: skip


# ---------------------------------------------------------------- the tables
@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type in SQL, what it holds, the table it refers to, and its cell as a field."""

    name: str
    sql: str
    about: str
    of: str = ""
    restored: Callable[[Any], Any] | None = None


def _items(cell: str | None) -> tuple[Any, ...]:
    items = loads(cell) if cell and cell != "[]" else []
    if not isinstance(items, list) or not all(isinstance(item, (str, int)) for item in items):
        raise ValueError(f"{str(cell)[:20]} is no list")
    return tuple(items)


def _quantity(cell: str | None) -> Quantity | None:
    if not cell:
        return None
    digits, unit, bound, words, falls = loads(cell)
    return Quantity(Decimal(digits), f"{unit}", f"{bound}", f"{words}", bool(falls))


def _in_english(cell: str | None) -> str | tuple[str, ...] | None:
    value = loads(cell) if cell else None
    return tuple(value) if isinstance(value, list) else value


def _ends(cell: str | None) -> tuple[Decimal | None, ...] | None:
    return tuple(None if end is None else Decimal(end) for end in loads(cell)) if cell else None


# How a field is stored, by its type: the type in SQL, and what its cell stands for.
_STORED: dict[str, tuple[str, Callable[[Any], Any] | None]] = {
    "str": ("TEXT", lambda cell: cell or ""),
    "str | None": ("TEXT", None),
    "int": ("INTEGER", None),
    "int | None": ("INTEGER", None),
    "int | str | None": ("TEXT", lambda cell: int(cell) if cell and cell.isdecimal() else cell),
    "Value": ("NUMERIC", None),
    "tuple[str, ...]": ("TEXT", _items),
    "tuple[int, ...]": ("TEXT", _items),
    "Quantity | None": ("TEXT", _quantity),
    "str | tuple[str, ...] | None": ("TEXT", _in_english),
    "tuple[Decimal | None, Decimal | None] | None": ("TEXT", _ends),
}
# The columns that stand behind the one of a field.
_BEHIND = {
    (Fact, "indicator"): (
        Column("indicator_id", "TEXT", "the indicator: topic.indicator", "indicators"),
    ),
    (Fact, "value"): (
        Column("text", "TEXT", "the value where it is a text"),
        Column("items", "TEXT", "the value where it is a list of texts, in printed order"),
    ),
    (Fact, "url"): (Column("exact", "TEXT", "all digits of `value`"),),
    (Indicator, "basis"): (Column("latest", "TEXT", "the fact that `get` answers with"),),
    (Topic, "group"): (
        Column("group_zh", "TEXT", "label of the group in Chinese"),
        Column("group_en", "TEXT", "label of the group in English"),
    ),
    (Source, "file"): (Column("sha256", "TEXT", "SHA-256 of the bundled text"),),
}


def columns_of(kind: Kind) -> list[Column]:
    """The columns of the table of a kind of thing."""
    columns: list[Column] = []
    for each in fields(kind):
        sql, restored = _STORED[str(each.type)]
        about, of = each.metadata["about"], each.metadata["of"]
        columns.append(Column(each.name, sql, about, of, restored))
        columns += _BEHIND.get((kind, each.name), ())
    return columns


COLUMNS = {table: columns_of(kind) for table, kind in KINDS.items()}
_OTHERS = f"""
CREATE TABLE "groups" ("id" TEXT PRIMARY KEY, "zh" TEXT, "en" TEXT);
CREATE TABLE "names" (
  "name" TEXT, -- a label or an alias, as names are compared
  "alias" INTEGER, -- 1 for an alias
  "id" TEXT -- of the topic or indicator
);
CREATE INDEX "idx_names_name" ON "names" ("name");
CREATE TABLE "base" (
  "kind" TEXT, -- program, file, or builtin: the built-in base is in it
  "name" TEXT, -- of a file that it was made of
  "size" INTEGER, -- in bytes
  "sha256" TEXT
);
PRAGMA application_id = {HEADER[0]};
PRAGMA user_version = {HEADER[1]};
"""


def create(database: sqlite3.Connection) -> sqlite3.Connection:
    """Make the empty tables, what each column holds as a comment beside it."""
    for table, columns in COLUMNS.items():
        lines = []
        for number, column in enumerate(columns, 1):
            key = f' REFERENCES "{column.of}" ("id")' if column.of else ""
            key = " PRIMARY KEY" if column.name == "id" else key
            end = "," if columns[number:] else ""
            lines.append(f'  "{column.name}" {column.sql}{key}{end} -- {column.about}\n')
        database.execute(f'CREATE TABLE "{table}" (\n{"".join(lines)})')
        for name in (column.name for column in columns if column.of):
            database.execute(f'CREATE INDEX "idx_{table}_{name}" ON "{table}" ("{name}")')
    search.create(database)
    database.executescript(_OTHERS)
    return database


# ---------------------------------------------------------------- from objects to rows
def in_memory(base: FactBase, words: bool = True) -> sqlite3.Connection:
    """A database of a whole base, as `export -f sqlite` writes it; any thread may read it.

    Without the `words` of its facts it cannot be searched.
    """
    from infofacts.report import digest

    database = create(sqlite3.connect(":memory:", check_same_thread=False))
    for source in base.sources.values():
        name = os.path.basename(source.file)  # the folder is another on every machine
        _insert(database, "sources", source, file=name, sha256=digest(source.file))
    groups = ((ident, zh, en) for ident, (zh, en) in base.groups.items())
    database.executemany("INSERT INTO groups VALUES (?, ?, ?)", groups)
    write(database, base, words)
    database.execute("INSERT INTO base VALUES ('program', ?, NULL, NULL)", (__version__,))
    for file in base.files:
        if file != builtin():
            note_file(database, "file", file)
    database.commit()
    return database


def note_file(database: sqlite3.Connection, kind: str, file: str) -> None:
    """Note in a database that it is made of a file."""
    from infofacts.report import digest

    size = len(file_bytes(file)) if is_file(file) else None
    row = (kind, os.path.basename(file), size, digest(file))
    database.execute("INSERT INTO base VALUES (?, ?, ?, ?)", row)


def write(database: sqlite3.Connection, base: FactBase, words: bool = True) -> None:
    """Add topics, indicators and facts behind those that are there."""
    for topic in base.topics.values():
        zh, en = base.groups.get(topic.group, ("", ""))
        _insert(database, "topics", topic, group_zh=zh, group_en=en)
    for indicator in base.indicators.values():
        _insert(database, "indicators", indicator, latest=_latest(base, indicator))
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    for thing in things:
        labels = dict.fromkeys(map(fold, (thing.zh, thing.en, thing.id)), 0)
        named = [*labels.items(), *((fold(alias), 1) for alias in thing.aliases)]
        rows = ((name, alias, thing.id) for name, alias in named if name)
        database.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
    for fact in base.facts.values():
        number = None if fact.number is None else digits_of(fact.number)
        rowid = _insert(
            database, "facts", fact, indicator_id=fact.indicator_id, value=number, exact=number,
            text=fact.value if isinstance(fact.value, str) else None,
            items=fact.value if isinstance(fact.value, tuple) else None,
            value_en=None if fact.value_en is None else dumps(fact.value_en, ensure_ascii=False),
        )  # fmt: skip
        if words:
            search.add(database, rowid, base, fact)
    if words:
        search.finish(database)


def _insert(database: sqlite3.Connection, table: str, thing: object, **more: object) -> int:
    """Add a row; its number."""
    cells = (
        _cell(more[column.name] if column.name in more else getattr(thing, column.name))
        for column in COLUMNS[table]
    )
    marks = ", ".join("?" * len(COLUMNS[table]))
    return database.execute(f'INSERT INTO "{table}" VALUES ({marks})', tuple(cells)).lastrowid or 0


def _cell(value: object) -> str | int | None:
    """A value as SQLite takes it; a column of numbers makes numbers of their digits itself."""
    if isinstance(value, (str, int)) or value is None:
        return None if value == "" else value
    items = astuple(value) if isinstance(value, Quantity) else value
    return dumps(items, ensure_ascii=False, default=str)


def _latest(base: FactBase, indicator: Indicator) -> str | None:
    try:
        return pick(base, Target(indicator.id, indicator=indicator)).id
    except NoAnswer:
        return None


# ---------------------------------------------------------------- from rows to objects
class Database:
    """An open database: the index of the built-in base, or one from elsewhere.

    One from elsewhere may hold anything: its tables are proven when it is opened and its rows
    when they are read, and where a quote stands is looked up. Raises `BrokenBase`.
    """

    def __init__(
        self, path: str, connection: sqlite3.Connection, texts: Mapping[str, str] | None = None
    ) -> None:
        """`texts` are the bundled ones by source, for a database from elsewhere."""
        self.path, self.connection, self.texts = path, connection, texts
        if texts is not None:
            try:
                self._prove()
            except DAMAGE as error:
                raise self.broken(error) from error

    def broken(self, error: object) -> BrokenBase:
        """The error to raise for what is wrong in it."""
        return BrokenBase(f"{self.path}: {error}: {AGAIN}")

    @property
    def size(self) -> int:
        """How many bytes it has."""
        pages = self.connection.execute("SELECT * FROM pragma_page_count, pragma_page_size")
        count, size = pages.fetchone()
        return int(count) * int(size)

    @property
    def has_builtin(self) -> bool:
        """Whether the built-in base is in it."""
        found = self.connection.execute("SELECT 1 FROM base WHERE kind = 'builtin'").fetchone()
        return bool(found)

    def _prove(self) -> None:
        """Raise `ValueError` for a database that lacks what `create` makes."""
        self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        self.connection.execute("PRAGMA trusted_schema = OFF")
        self.connection.execute("PRAGMA cell_size_check = ON")
        header = "SELECT * FROM pragma_application_id, pragma_user_version"
        if self.connection.execute(header).fetchone() != HEADER:
            raise ValueError("is not a fact base of this version of infofacts")
        with closing(create(sqlite3.connect(":memory:"))) as right:
            made, wanted = (set(each.execute(_SHAPE)) for each in (self.connection, right))
        if missing := wanted - made:
            raise ValueError(f"its table {min(missing)[0]} is not as it must be")
        if self.connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchone():
            raise ValueError("it has triggers")

    def base(self, things: Collection[str] | None = None, everything: bool = False) -> FactBase:
        """All of it; or some topics and indicators (or `everything`) with the facts of these."""
        given: tuple[str, ...] = () if things is None else (dumps(sorted(things)),)
        inside = "IN (SELECT value FROM json_each(?))"
        by_id: tuple[str, tuple[str, ...]] = (
            ("", ()) if everything or things is None else (f"WHERE id {inside}", given)
        )
        by_indicator = (f"WHERE indicator_id {inside}" if given else "", given)
        groups = self.connection.execute("SELECT id, zh, en FROM groups ORDER BY rowid")
        base = FactBase(
            {each.id: self._with_text(each) for each in self._read("sources")},
            {ident: (zh, en) for ident, zh, en in groups},
            {each.id: each for each in self._read("topics", *by_id)},
            {each.id: each for each in self._read("indicators", *by_id)},
            {each.id: each for each in self._read("facts", *by_indicator)},
            (self.path,),
        )
        return base if self.texts is None else self._proven(base)

    def _read(self, table: str, where: str = "", given: Sequence[str] = ()) -> Iterator[Any]:
        """The objects of some rows, in their order."""
        kind, columns = KINDS[table], COLUMNS[table]
        places = {column.name: place for place, column in enumerate(columns)}
        names = [(each.name, places[each.name]) for each in fields(kind)]
        convert = [(name, place, columns[place].restored) for name, place in names]
        select = ", ".join(f'"{column.name}"' for column in columns)
        for row in self.connection.execute(
            f"SELECT {select} FROM {table} {where} ORDER BY rowid", given
        ):
            if self.texts is not None:
                for column, cell in zip(columns, row, strict=True):
                    if not isinstance(cell, _PYTHON[column.sql]):
                        raise ValueError(f"{row[0]}: {column.name} is not {column.sql.lower()}")
            values = {n: restored(row[at]) if restored else row[at] for n, at, restored in convert}
            if kind is Fact:
                exact, text, items = (row[places[name]] for name in ("exact", "text", "items"))
                values["value"] = (
                    Decimal(exact) if exact else _items(items) if items else text or ""
                )
                if values["line"] is not None:  # before the first section it is in none
                    values["section"] = values["section"] or ""
            yield kind(**values)

    def _with_text(self, source: Source) -> Source:
        """A source with the path of its text; from elsewhere only the bundled text is believed."""
        file = os.path.join(os.path.dirname(builtin()), "seeds", source.file)
        if source.file and (self.texts is None or self.texts.get(source.id) == file):
            return replace(source, file=file)
        return replace(source, file="") if source.file else source

    def _proven(self, base: FactBase) -> FactBase:
        """What came from elsewhere, if TOML could say it too, its lines looked up anew."""
        from infofacts.factfile import placed, ready_tables
        from infofacts.schema import ID, YEAR, faults
        from infofacts.tomlfile import Document

        for table in ready_tables(base, Document(self.path, {}, "")):
            data = {key: value for key, value in table.data.items() if key != "file"}
            wrong = [] if table.kind == "fact" else list(faults(table.kind, data))
            *above, own = table.address.split(".")
            pattern, depth = {"topic": (ID, 0), "fact": (YEAR, 2)}.get(table.kind, (ID, 1))
            topic = above[:1] if table.kind in ("indicator", "fact") else []
            fine = (
                pattern.fullmatch(own) and len(above) == depth and base.topics.keys() >= set(topic)
            )
            if wrong or not fine:
                raise ValueError(f"{table.address}: {wrong[0][-1] if wrong else 'is no address'}")
        facts = {}
        for fact in base.facts.values():
            _prove_fact(base, fact)
            source = base.sources.get(fact.source)
            url = fact.url or (source.url if source and not source.file else "")
            facts[fact.id] = placed(fact, source, url)
        return replace(base, facts=facts)


# What of a fact stands in its table as it is.
_SAID = (
    "value value_en as_of scope since years source quote also url note note_en confirmed_by".split()
)


def _prove_fact(base: FactBase, fact: Fact) -> None:
    """Raise `ValueError` for a fact that TOML cannot say."""
    from infofacts.schema import faults, is_number

    said = ((key, getattr(fact, key)) for key in _SAID)
    data = {k: list(v) if isinstance(v, tuple) else v for k, v in said if v not in (None, "", ())}
    wrong = [message for _, _, message in faults("fact", data)]
    for each in fields(fact):
        if each.metadata["options"] and getattr(fact, each.name) not in each.metadata["options"]:
            wrong.append(f"its {each.name} is unknown")
    if fact.quantity and not is_number(fact.quantity.digits):
        wrong.append("its digits are no number")
    behind = fact.id.removeprefix(f"{fact.indicator_id}.{fact.year}")
    if fact.indicator_id not in base.indicators or behind[:1] not in ("", ".", "@"):
        wrong.append("is no address")
    if wrong:
        raise ValueError(f"{fact.id}: {wrong[0]}")


_PYTHON: dict[str, tuple[type, ...]] = {
    "TEXT": (str, type(None)),
    "INTEGER": (int, type(None)),
    "NUMERIC": (int, float, str, type(None)),
}
# The tables and their columns; hidden ones are computed by what a stranger wrote.
_SHAPE = (
    "SELECT t.name, c.name, c.type, c.hidden FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c "
    "WHERE t.type = 'table' AND t.rootpage > 0 AND t.name NOT LIKE 'facts_fts%' "
    "UNION ALL SELECT name, sql, '', 0 FROM sqlite_master WHERE name = 'facts_fts'"
)
