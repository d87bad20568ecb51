"""A whole fact base as an SQLite database, with foreign keys and full-text search.

SQLite has no decimal type. `exact` (TEXT) holds the digits, to read back; `value` (NUMERIC) is
there to sort and to reckon with: 64-bit integers are exact in it, other numbers the nearest
double, which gives back 15 digits. Lists are arrays in JSON (`json_each`). The layout is that of
`infofacts.database`: such a file is a fact base itself.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import BinaryIO

from infofacts import sqlite
from infofacts.errors import NoAnswer
from infofacts.exports import ENDINGS as ENDINGS
from infofacts.filling import fill, note_file
from infofacts.formats._files import ExportOptions, Files
from infofacts.fulltext import searched
from infofacts.messages import _
from infofacts.model import FactBase
from infofacts.store import builtin, read

NEEDS = None
MOST_VIEWS = 500  # a database with views of more topics would be slow to open
COLUMNS = (
    "id", "zh", "en", "year", "measure", "printed", "value", "unit", "unit_en", "bound", "as_of",
    "status", "note", "note_en", "source", "quote", "proof", "url",
)  # fmt: skip


def write(base: FactBase, options: ExportOptions) -> Files:
    """The database; it is noted in it where the built-in base is part of it."""
    return {"": partial(_write, base)}


def _write(base: FactBase, out: BinaryIO) -> None:
    try:
        with closing(sqlite.connect(out.name)) as database:
            # Half a file is thrown away: nothing is to be rolled back.
            for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                database.execute(f"PRAGMA {setting}")
            fill(database, base, searched)
            for topic in base.topics if len(base.topics) <= MOST_VIEWS else ():
                database.execute(_view(topic))
            if _has_builtin(base):
                note_file(database, "builtin", builtin())
            database.commit()
    except sqlite.Error as error:
        raise NoAnswer(_("--format sqlite: {error}", error=error)) from error


def _has_builtin(base: FactBase) -> bool:
    """Whether the built-in base is part of another."""
    shipped = read([builtin()])
    if not base.indicators.keys() >= shipped.indicators.keys():
        return False
    inside = {(fact.indicator_id, fact.year) for fact in base.facts.values()}
    return inside >= {(fact.indicator_id, fact.year) for fact in shipped.facts.values()}


def _view(topic: str) -> str:
    """The view of the facts of a topic: topic_5g."""
    return f"""CREATE VIEW "topic_{topic}" AS
SELECT {", ".join(COLUMNS)} FROM facts WHERE topic = '{topic}' ORDER BY rowid"""
