"""Databases of other hands: exports that `--facts big.db` names, whoever made them.

They are opened read-only, refused if they are not what `export -f sqlite` writes, and never
believed: their rows are checked, and what shows a fact is found anew.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from infofacts import HEADER, sqlite
from infofacts.errors import BrokenBase, listed
from infofacts.index import DAMAGE, HEADER_QUERY, attach, uri
from infofacts.messages import N_, _
from infofacts.text import builtin, digest, squeeze

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    Path = str | os.PathLike[str]

MAGIC = b"SQLite format 3\0"
ENDINGS = (".db", ".sqlite", ".sqlite3")
# The value of a row of `facts` as text, the items of a list between signs that no text has.
VALUE = "coalesce(exact, text, (SELECT group_concat(value, char(30)) FROM json_each(items)))"
LARGE = 64 << 20  # bytes of a database that is not copied into memory
LONGEST = 16 << 20  # bytes of a row
AGAIN = N_("make it again with infofacts export -f sqlite")
# The tables and their columns; hidden ones are computed by expressions in the file.
_SHAPE = (
    "SELECT t.name, c.name, c.type, c.hidden "
    "FROM {0}.sqlite_master t JOIN pragma_table_xinfo(t.name, '{0}') c "
    "WHERE t.type = 'table' AND t.rootpage > 0 AND t.name NOT LIKE 'facts_fts%' "
    "AND t.name NOT LIKE 'ready%' "  # only the index has those
    "UNION ALL SELECT name, sql, '', 0 FROM {0}.sqlite_master "
    "WHERE name IN ('facts_fts', 'pieces')"
)


_EDITION = "SELECT sha256 FROM shipped.base WHERE kind = 'builtin'"


def is_database(path: str) -> bool:
    """Whether a file (not a pipe) is an SQLite database by its first bytes, or is called one."""
    try:
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read(len(MAGIC)) == MAGIC or path.endswith(ENDINGS)
    except OSError:
        pass
    return False


class damage_reported:
    """Raise `BrokenBase` where reading the database of a path fails."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, DAMAGE):
            raise BrokenBase(f"{self.path}: {error}: {_(AGAIN)}") from error


class closed_on_error:
    """Close a connection where its use fails."""

    def __init__(self, connection: sqlite.Connection | None) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, *_: object) -> None:
        if kind and self.connection:
            self.connection.close()


def connect(path: str) -> sqlite.Connection:
    """Open a database from elsewhere that has the tables of an export, and no code that runs.

    Raises `BrokenBase`.
    """
    connection = sqlite.connect(uri(os.path.abspath(path)), uri=True)
    with closed_on_error(connection), damage_reported(path):
        connection.setlimit(sqlite.SQLITE_LIMIT_LENGTH, LONGEST)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if connection.execute(HEADER_QUERY).fetchone() != HEADER:
            raise ValueError(_("is not a fact base of this version of infofacts"))
        made = set(connection.execute(_SHAPE.format("main")))
        if missing := _right_shape(connection) - made:
            raise ValueError(_("its table {missing} is not as it must be", missing=min(missing)[0]))
        if connection.execute("SELECT 1 FROM main.sqlite_master WHERE type = 'trigger'").fetchone():
            raise ValueError(_("it has triggers"))
        if connection.execute("SELECT 1 FROM base WHERE kind = 'derived'").fetchone():
            raise ValueError(_("it has computed figures in it, which a base has not (--derived)"))
    return connection


def _right_shape(connection: sqlite.Connection) -> set[tuple[str, ...]]:
    """The tables and columns that a database must have; the index is attached to it if there is
    one, see `has_index`."""
    if attach(connection):
        return set(connection.execute(_SHAPE.format("shipped")))
    from contextlib import closing

    from infofacts.filling import create

    with closing(create(sqlite.connect(":memory:"))) as empty:
        return set(empty.execute(_SHAPE.format("main")))


def has_index(connection: sqlite.Connection) -> bool:
    """Whether the index of the built-in base is attached to a database, as `shipped`."""
    query = "SELECT 1 FROM pragma_database_list WHERE name = 'shipped'"
    return connection.execute(query).fetchone() is not None


def has_builtin(path: str, connection: sqlite.Connection) -> bool:
    """Whether the built-in base is said to be in a database, so that it takes its place."""
    with damage_reported(path):
        query = "SELECT 1 FROM main.base WHERE kind = 'builtin'"
        return connection.execute(query).fetchone() is not None


def check_size(path: str, connection: sqlite.Connection, reason: str) -> None:
    """Raise `BrokenBase` for a database that is too large to be copied into memory."""
    query = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    if connection.execute(query).fetchone()[0] > LARGE:
        raise BrokenBase(
            _("{path}: is {reason}: {again}", path=path, reason=reason, again=_(AGAIN))
        )


def warnings(paths: Sequence[Path]) -> list[str]:
    """Messages about databases that are older than the files they were made of, or hide others."""
    messages = []
    for at, path in enumerate([os.fspath(path) for path in paths]):
        if not is_database(path):
            continue
        from contextlib import closing

        with closing(connect(path)) as connection, damage_reported(path):
            rows = connection.execute("SELECT kind, name, sha256 FROM main.base").fetchall()
            indexed = connection.execute(_EDITION).fetchall() if has_index(connection) else []
        hidden = [os.fspath(each) for each in paths[:at] if os.fspath(each) != builtin()]
        if hidden and any(kind == "builtin" for kind, *_ in rows):
            named = listed(hidden)
            messages.append(
                _(
                    "{path} has the built-in base in it and hides {named}: name it first",
                    path=path,
                    named=named,
                )
            )
        for kind, name, sha256 in rows:
            file = os.path.join(os.path.dirname(path), os.path.basename(str(name)))
            if kind == "builtin" and (sha256,) not in indexed and digest(builtin()) != sha256:
                messages.append(
                    _(
                        "{path} has another edition of the built-in base in it: {again}",
                        path=path,
                        again=_(AGAIN),
                    )
                )
            elif kind == "file" and os.path.isfile(file) and not os.path.samefile(file, path):
                newer = os.path.getmtime(file) > os.path.getmtime(path)
                if newer and digest(file) != sha256:
                    command = f"{_(AGAIN)} --facts {file} -o {path}"
                    messages.append(
                        _(
                            "{path} is older than {file}: {command}",
                            path=path,
                            file=file,
                            command=command,
                        )
                    )
    return messages


# ---------------------------------------------------------------- compared with the built-in base
# Whether a source o of another id may bear the name of a built-in one with a text.
_NAMESAKE = (
    "o.id NOT IN (SELECT id FROM shipped.sources) AND squeeze(o.title) IN (SELECT "
    "squeeze(value) FROM shipped.sources s, json_each(json_array(s.title, s.title_en)) "
    "WHERE s.file <> '')"
)
_NEWER = (
    "SELECT t.id FROM main.facts t JOIN (SELECT topic, indicator, max(year) AS year "
    "FROM shipped.facts GROUP BY topic, indicator) s "
    "ON (t.topic, t.indicator) = (s.topic, s.indicator) AND t.year > s.year"
)
# What is compared of a thing; where it stands and what shows it is found anew.
_COMPARED = {
    "sources": "title title_en publisher publisher_en published type url accessed".split(),
    "topics": ["zh", "en"],
    "indicators": "zh en counts formula basis latest".split(),
}
_PLACED = ("zh", "en", "section", "section_en", "line", "lines", "proof", "unproven")


def _columns(connection: sqlite.Connection, table: str) -> list[str]:
    """The columns of a table of the index that say what a thing states."""
    if table in _COMPARED:
        return _COMPARED[table]
    names = connection.execute("SELECT name FROM pragma_table_info(?, 'shipped')", (table,))
    return [name for (name,) in names if name not in _PLACED]


def _same(connection: sqlite.Connection, table: str) -> str:
    """The condition that row t of a table and row s of the index state the same."""
    names = _columns(connection, table)
    mine, theirs = (", ".join(f'{each}."{name}"' for name in names) for each in "ts")
    return f"({mine}) IS ({theirs})"


def altered(connection: sqlite.Connection) -> set[str]:
    """The addresses at which a database says otherwise than the index, which is attached to it, or
    nothing, or has a newer fact of an indicator; `sources.ID` for a source."""
    ids: set[str] = set()
    for table in ("sources", "topics", "indicators", "facts"):
        prefix = "sources." if table == "sources" else ""
        rows = connection.execute(
            f"SELECT ? || s.id FROM shipped.{table} s LEFT JOIN main.{table} t ON t.id = s.id "
            f"WHERE NOT {_same(connection, table)}",
            (prefix,),
        )
        ids.update(ident for (ident,) in rows)
    ids.update(ident for (ident,) in connection.execute(_NEWER))
    return ids


def proof_query(connection: sqlite.Connection) -> str:
    """What shows row t of `facts`, in SQL: "page", "none", or null where that takes more.

    A fact of a built-in source is shown as in the index if it says the same, see `attach`.
    """
    connection.create_function("squeeze", 1, squeeze, deterministic=True)
    known = "(SELECT {} FROM main.sources o WHERE o.id = t.source)"
    return (
        f"CASE WHEN {known.format(_NAMESAKE)} THEN NULL "
        "WHEN t.source IN (SELECT id FROM shipped.sources) THEN (SELECT s.proof "
        f"FROM shipped.facts s WHERE s.id = t.id AND {_same(connection, 'facts')}) "
        f"WHEN trim(t.quote, ' *') = '' OR {known.format(1)} IS NULL "
        f"OR coalesce(t.quote, '') = '' OR coalesce(t.url, {known.format('o.url')}, '') = '' "
        "THEN 'none' ELSE 'page' END"
    )
