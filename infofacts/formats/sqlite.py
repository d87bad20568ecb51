"""A whole fact base as an SQLite database, with foreign keys and full-text search.

SQLite has no decimal type. `exact` (TEXT) holds the digits, to read back; `value` (NUMERIC) is
there to sort and to reckon with: 64-bit integers are exact in it, other numbers the nearest
double, which gives back 15 digits. Lists are arrays in JSON (`json_each`).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from infofacts.errors import NoAnswer
from infofacts.formats._files import ExportOptions, Files
from infofacts.formats._tables import Column, Table, tables
from infofacts.formats.json import to_json
from infofacts.model import Fact, FactBase, Json

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
