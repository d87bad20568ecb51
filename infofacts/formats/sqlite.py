"""A whole fact base as an SQLite database, with foreign keys and full-text search.

SQLite has no decimal type. `exact` (TEXT) holds the digits, to read back; `value` (NUMERIC) is
there to sort and to reckon with: 64-bit integers are exact in it, other numbers the nearest
double, which gives back 15 digits. Lists are arrays in JSON (`json_each`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from infofacts import search
from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import Column, Table, tables
from infofacts.formats.json import to_json
from infofacts.model import FactBase, Json

ABOUT = "the base as an SQLite database with foreign keys and full-text search"
ENDINGS = (".db", ".sqlite", ".sqlite3")
NEEDS = None
_SQL_TYPES = {
    "text": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "texts": "TEXT", "integers": "TEXT",
}  # fmt: skip


def write(base: FactBase, options: ExportOptions) -> Files:
    """A database with foreign keys and the full-text index `facts_fts`."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            for table in tables(base):
                fill_table(database, table)
            search.create(database)
            for rowid, fact in enumerate(base.facts.values(), 1):
                search.add(database, rowid, base, fact)
            search.finish(database)
            database.commit()
            return {"": database.serialize()}
    except sqlite3.Error as error:
        raise NoAnswer(f"--format sqlite: {error}") from error


def fill_table(database: sqlite3.Connection, table: Table) -> None:
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
