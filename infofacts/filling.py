"""A fact base written as an SQLite database, in the layout of `database`."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count
from json import JSONEncoder
from operator import attrgetter

from infofacts import HEADER, __version__, fulltext, pieces, sqlite
from infofacts.database import COLUMNS, Thing
from infofacts.errors import NoAnswer
from infofacts.fulltext import Words
from infofacts.model import Fact, FactBase, Indicator, Topic
from infofacts.names import Target, pick
from infofacts.numbers import Quantity, digits_of
from infofacts.parts import parts_of
from infofacts.record import fields
from infofacts.text import builtin, digest, file_bytes, fold, is_file, json_list

_OTHERS = f"""
CREATE TABLE "groups" ("id" TEXT PRIMARY KEY, "zh" TEXT, "en" TEXT);
CREATE TABLE "units" (
  "name" TEXT PRIMARY KEY, -- of a unit that a file declares
  "en" TEXT, "plural" TEXT, -- in English
  "kind" TEXT -- what it measures
);
CREATE TABLE "names" (
  "name" TEXT, -- a label or an alias, as names are compared
  "alias" INTEGER, -- 1 for an alias
  "id" TEXT -- of the topic or indicator
);
CREATE TABLE "counts" (
  "kind" TEXT, -- topic, source or year
  "id" TEXT,
  "facts" INTEGER,
  "indicators" INTEGER -- of a topic
);
CREATE TABLE "base" (
  "kind" TEXT, -- program, file, or builtin: the built-in base is in it
  "name" TEXT, -- of a file that it was made of
  "size" INTEGER, -- in bytes
  "sha256" TEXT
);
PRAGMA application_id = {HEADER[0]};
PRAGMA user_version = {HEADER[1]};
"""


_INDEXED = (*((t, c.name) for t, columns in COLUMNS.items() for c in columns if c.of),
            ("names", "name"), ("facts", "value"))  # fmt: skip
_COUNT = """
INSERT INTO counts SELECT 'topic', id, (SELECT count(*) FROM facts WHERE topic = t.id),
  (SELECT count(*) FROM indicators WHERE topic = t.id) FROM topics t;
INSERT INTO counts SELECT 'source', source, count(*), NULL FROM facts GROUP BY source;
INSERT INTO counts SELECT 'year', year, count(*), NULL FROM facts GROUP BY year;
"""


def create(database: sqlite.Connection) -> sqlite.Connection:
    """Make the empty tables, with the meaning of each column as a comment."""
    for table, columns in COLUMNS.items():
        lines = []
        for number, column in enumerate(columns, 1):
            key = f' REFERENCES "{column.of}" ("id")' if column.of else ""
            key = " PRIMARY KEY" if column.name == "id" else key
            end = "," if columns[number:] else ""
            lines.append(f'  "{column.name}" {column.sql}{key}{end} -- {column.about}\n')
        database.execute(f'CREATE TABLE "{table}" (\n{"".join(lines)})')
    fulltext.create(database)
    pieces.create(database)
    database.executescript(_OTHERS)
    return database


# ---------------------------------------------------------------- from objects to rows
def in_memory(base: FactBase, words: Words | None, whole: bool = True) -> sqlite.Connection:
    """A database of a whole base in memory, as `fill` makes it; any thread may read it."""
    database = sqlite.connect(":memory:", check_same_thread=False)
    fill(database, base, words, whole)
    return database


def fill(
    database: sqlite.Connection, base: FactBase, words: Words | None, whole: bool = True
) -> None:
    """Make a whole base of an empty database, as `export -f sqlite` writes it.

    `words` are those that are indexed: `fulltext.searched` for any program, `fulltext.tokens` for this
    one, None for none.
    If it is not `whole`, the tables are left empty that serve names typed in pinyin or mistyped.
    """
    create(database)
    add_topics(database, base)
    is_derived = False
    for part in parts_of(base):
        add_facts(database, part, words)
        is_derived |= any(fact.status == "derived" for fact in part.facts.values())
    if whole:
        add_aids(database, base)
    for table, name in _INDEXED:  # when the rows are there: in the order of the index
        database.execute(f'CREATE INDEX "idx_{table}_{name}" ON "{table}" ("{name}")')
    for source in base.sources.values():
        name = os.path.basename(source.file)  # the folder is another on every machine
        _insert(database, "sources", source, file=name, sha256=digest(source.file))
    groups = ((ident, zh, en) for ident, (zh, en) in base.groups.items())
    database.executemany("INSERT INTO groups VALUES (?, ?, ?)", groups)
    if words:
        fulltext.finish(database)
    database.execute("INSERT INTO base VALUES ('program', ?, NULL, NULL)", (__version__,))
    for file in base.files:
        if file != builtin():
            note_file(database, "file", file)
    database.executescript(_COUNT)
    if is_derived:
        database.execute("INSERT INTO base (kind) VALUES ('derived')")
    database.commit()


def note_file(database: sqlite.Connection, kind: str, file: str) -> None:
    """Note in a database that it is made of a file."""
    size = os.path.getsize(file) if os.path.isfile(file) else None
    if size is None and is_file(file):  # inside the program's zip
        size = len(file_bytes(file))
    row = (kind, os.path.basename(file), size, digest(file))
    database.execute("INSERT INTO base VALUES (?, ?, ?, ?)", row)


def rewrite(
    database: sqlite.Connection, things: Collection[str], base: FactBase, words: Words | None
) -> None:
    """Put the topics and indicators of a base, with their facts, in the place of some."""
    for table in ("topics", "indicators", "names", "pinyin", "facts"):
        key = "indicator_id" if table == "facts" else "id"
        inside = "IN (SELECT value FROM json_each(?))"
        database.execute(f"DELETE FROM {table} WHERE {key} {inside}", (json_list(sorted(things)),))
    database.execute("DELETE FROM spellings")
    add_topics(database, base)
    add_facts(database, base, words)
    if words:
        fulltext.finish(database)


def add_topics(database: sqlite.Connection, base: FactBase) -> None:
    """Add units and topics after those that are there."""
    units = ((unit.name, unit.en, unit.plural, unit.kind) for unit in base.units.values())
    database.executemany("INSERT OR REPLACE INTO units VALUES (?, ?, ?, ?)", units)
    for topic in base.topics.values():
        zh, en = base.groups.get(topic.group, ("", ""))
        _insert(database, "topics", topic, group_zh=zh, group_en=en)
    _add_names(database, base.topics.values())


def add_facts(database: sqlite.Connection, base: FactBase, words: Words | None) -> None:
    """Add indicators and facts after those that are there."""
    for indicator in base.indicators.values():
        try:
            latest = pick(base, Target(indicator.id, indicator=indicator)).id
        except NoAnswer:
            latest = None
        _insert(database, "indicators", indicator, latest=latest)
    _add_names(database, base.indicators.values())
    if not base.facts:
        return
    # The words of a deleted fact stay in the full-text index: its number is not used again.
    used = database.execute(
        "SELECT max(rowid) FROM facts UNION ALL SELECT max(id) FROM facts_fts_docsize"
    )
    first = max(last or 0 for (last,) in used) + 1
    columns = _columns([*base.facts.values()])
    rows = zip(count(first), *columns.values(), strict=False)
    database.executemany(_insertion("facts", (*columns,)), rows)
    if words:
        fulltext.add(database, first, base, words)


def _add_names(database: sqlite.Connection, things: Iterable[Topic | Indicator]) -> None:
    for thing in things:
        labels = dict.fromkeys(map(fold, (thing.zh, thing.en, thing.id)), 0)
        named = [*labels.items(), *((fold(alias), 1) for alias in thing.aliases)]
        rows = ((name, alias, thing.id) for name, alias in named if name)
        database.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)


def add_aids(database: sqlite.Connection, base: FactBase) -> None:
    """Add what finds names that are typed in pinyin, or mistyped."""
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    database.executemany("INSERT OR IGNORE INTO pinyin VALUES (?, ?)", fulltext.read_aloud(things))
    rows = dict(database.execute("SELECT id, rowid FROM topics"))
    behind = "SELECT id, rowid + ? FROM indicators"
    rows |= dict(database.execute(behind, (pieces.INDICATORS,)))
    pieces.add(database, ((rows[t.id], (t.id, t.zh, t.en, *t.aliases)) for t in things))


@lru_cache(maxsize=64)
def _insertion(table: str, names: tuple[str, ...]) -> str:
    """The statement that adds a row; without a rowid after the others."""
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ?" * len(names)
    return f'INSERT INTO "{table}" (rowid, {columns}) VALUES (?{marks})'


def _insert(database: sqlite.Connection, table: str, thing: Thing, **more: object) -> None:
    """Add the row of a thing; some cells are given."""
    names = tuple(column.name for column in COLUMNS[table])
    cells = [_cell(more[name] if name in more else getattr(thing, name)) for name in names]
    database.execute(_insertion(table, names), (None, *cells))


_NAMES = [column.name for column in COLUMNS["facts"]]
# The cells of a fact; its number has two columns, and what it is in English may be a text or a list.
_cells = attrgetter(*({"value": "year", "exact": "number"}.get(name, name) for name in _NAMES))


def _columns(facts: Sequence[Fact]) -> dict[str, Sequence[object]]:
    """The columns of the rows of facts, but for those in which no cell has anything."""
    columns: dict[str, Sequence[object]] = {}
    for name, cells in zip(_NAMES, zip(*map(_cells, facts), strict=True), strict=False):
        if cells.count(None) == len(cells):
            continue
        kinds = {*map(type, cells)} - {type(None)}
        if name == "value_en":
            columns[name] = [None if each is None else _json(each) for each in cells]
        elif kinds == {Quantity}:
            columns[name] = [each and _quantity(each) for each in cells]
        elif not kinds <= {str, int}:
            columns[name] = [*map(_cell if kinds == {Decimal} else cache(_cell), cells)]
        else:
            columns[name] = (
                [None if each == "" else each for each in cells] if "" in cells else cells
            )
    if "exact" in columns:
        columns["value"] = columns["exact"]
    else:
        columns.pop("value", None)
    return columns


def _quantity(quantity: Quantity) -> str:
    """The cell of a quantity."""
    digits, *others = _of_quantity(quantity)
    return f'["{digits}", {_behind(*others) if quantity.high is None else _json(others)[1:]}'


_of_quantity = attrgetter(*(each.name for each in fields(Quantity)))


@lru_cache(maxsize=256)
def _behind(*cells: object) -> str:
    """The end of an array: of what stands behind the digits of nearly all numbers of a unit."""
    return _json(cells)[1:]


def _cell(value: object) -> str | int | None:
    """A value as SQLite takes it; a column of numbers makes numbers of their digits itself."""
    if value is None or value == "":
        return None
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, Decimal):
        return digits_of(value)
    return _json(value) if value else "[]"


_json = JSONEncoder(ensure_ascii=False, default=str).encode
