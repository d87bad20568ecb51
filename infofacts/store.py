"""The files of a fact base: the built-in one by its index, databases, own TOML files over them.

An SQLite database in the layout of `database` serves three uses: it is what `export -f sqlite`
writes, the index that is shipped with the program, and a base that `--facts big.db` names. All
are opened to read and never changed. Own TOML files are laid over one of them in memory. Nothing
is written but by `python -m infofacts.store`, which makes the index of a checkout anew.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

from infofacts import HEADER
from infofacts.text import builtin as builtin
from infofacts.text import file_bytes, fold, in_zip, is_file

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import TypeVar

    from infofacts.database import Database
    from infofacts.factfile import Layers
    from infofacts.model import Fact, FactBase
    from infofacts.names import Years
    from infofacts.schema import Table
    from infofacts.search import Query

    Answer = TypeVar("Answer")
    Path = str | os.PathLike[str]
    # The tables of a file that lies over others, and what lays it there.
    Layer = tuple[list[Table], Callable[[Layers], None]]

MAGIC = b"SQLite format 3\0"
LARGE = 64 << 20  # bytes of a database that is not copied into memory
MOST = 2000  # candidates of a completion


# ---------------------------------------------------------------- where the files are
def base_files(facts: Sequence[Path] = (), with_builtin: bool = True) -> list[str]:
    """The fact files, lowest first: the shipped one, those of INFOFACTS_FACTS, then `facts`."""
    named = os.environ.get("INFOFACTS_FACTS", "").split(os.pathsep)
    shipped = [builtin()] if with_builtin else []
    return [*shipped, *filter(None, named), *(os.fspath(path) for path in facts)]


def index_file() -> str:
    """Where the index of the built-in base is."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "facts.db")


def make() -> str:
    """Make the index of the built-in base anew and put it in place whole; its path."""
    from infofacts.database import in_memory, note_file
    from infofacts.factfile import load

    file = index_file()
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with closing(in_memory(load([builtin()]))) as database:
        note_file(database, "builtin", builtin())
        database.commit()
        with open(f"{file}.{os.getpid()}", "wb") as new:
            new.write(database.serialize())
    os.replace(new.name, file)
    return file


def index() -> sqlite3.Connection | None:
    """The index of the built-in base; None if it is not there, is not one, or is stale.

    In a checkout the facts and texts may be newer: then they are read themselves.
    """
    path = index_file()
    if not is_file(path):
        return None
    connection = sqlite3.connect(":memory:") if in_zip() else _open(path)
    try:
        if in_zip():
            connection.deserialize(file_bytes(path))
        header = "SELECT * FROM pragma_application_id, pragma_user_version"
        if connection.execute(header).fetchone() == HEADER and not _stale(connection, path):
            return connection
    except (sqlite3.Error, OSError):
        pass
    connection.close()
    return None


def _stale(index: sqlite3.Connection, path: str) -> bool:
    """Whether the index of a checkout is of other files than there are now."""
    facts = builtin()
    if os.path.dirname(facts) == os.path.dirname(path):  # as installed: made of these very files
        return False
    made = os.stat(path).st_mtime_ns
    seeds = os.path.join(os.path.dirname(facts), "seeds")
    texts = os.listdir(seeds) if os.path.isdir(seeds) else []
    files = [facts, *(os.path.join(seeds, text) for text in texts)]
    size = index.execute("SELECT size FROM base WHERE kind = 'builtin'").fetchone()
    newest = max(os.stat(file).st_mtime_ns for file in files)
    return newest > made or size != (os.path.getsize(facts),)


def _open(path: str) -> sqlite3.Connection:
    for char in "%?#":
        path = path.replace(char, f"%{ord(char):02x}")
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def is_database(path: str) -> bool:
    """Whether a file is an SQLite database, by its first bytes; a pipe is none."""
    try:
        if not os.path.isfile(path):
            return False
        with open(path, "rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


# ---------------------------------------------------------------- what the commands ask
def read(paths: Sequence[Path], wanted: Sequence[str] | None = None) -> FactBase:
    """The fact base of some files, lowest first: all of it, or as much as some names need.

    Where a name means nothing all topics and indicators are there, for something to suggest.
    Raises `BrokenBase` for a file that cannot be read as a fact base.
    """
    return _ask(paths, lambda files: files.base(wanted))


def find(
    paths: Sequence[Path], words: Sequence[str], count: int, years: Years | None = None
) -> tuple[FactBase, list[Fact]]:
    """The best facts for some words, best first, and the part of the base they stand in.

    Raises `BrokenBase` as `read` does.
    """
    from infofacts import search

    query = search.parse_query(words)
    # Whether an indicator has a fact of the years asked for is seen later.
    enough = search.MOST if years and years.chosen else count

    def hits(files: Files) -> tuple[FactBase, list[Fact]]:
        ranked = search.rank(files.connection(), query, enough)
        named = files.named(query.names)
        base = files.part({each for each in (*ranked, *named) if "." in each})
        return base, _best(base, ranked, query, years)[:count]

    return _ask(paths, hits)


def find_in(
    connection: sqlite3.Connection, base: FactBase, words: Sequence[str], count: int
) -> list[Fact]:
    """The best facts of a base for some words; the connection is what `in_memory` makes of it."""
    from infofacts import search

    query = search.parse_query(words)
    return _best(base, search.rank(connection, query, count), query)


def _best(
    base: FactBase, ranked: Iterable[str], query: Query, years: Years | None = None
) -> list[Fact]:
    """Of each indicator that was found the fact that answers the query."""
    from infofacts import search
    from infofacts.names import ANY_YEAR, facts_by_indicator

    facts = facts_by_indicator(base)
    fitting = ((years or ANY_YEAR).select(facts.get(ident, [])) for ident in ranked)
    return [search.best(some, query) for some in fitting if some]


def in_memory(base: FactBase) -> sqlite3.Connection:
    """A database of a whole base, to search in; any thread may read it."""
    from infofacts import database

    return database.in_memory(base)


_VALUE = "coalesce(exact, text, (SELECT group_concat(value, char(30)) FROM json_each(items)))"


def values(paths: Sequence[str], names: Sequence[str]) -> list[str] | None:
    """What a plain `get` prints for some names, one line each.

    None where that takes more: other files than the built-in base, no index, a name without a
    value.
    """
    if list(paths) != [builtin()] or not (connection := index()):
        return None
    try:
        with closing(connection):
            lines = [_value(connection, name) for name in names]
    except (sqlite3.Error, ValueError):
        return None
    return [line for line in lines if line is not None] if None not in lines else None


def _value(connection: sqlite3.Connection, name: str) -> str | None:
    """The value of a fact, or the one that `get` picks of an indicator; None for a topic."""
    query = f"SELECT {_VALUE} FROM facts WHERE id = ?"
    row = connection.execute(query, (name,)).fetchone()
    if not row:
        latest = connection.execute(
            "SELECT latest FROM indicators WHERE id = :name "
            "UNION ALL SELECT NULL FROM topics WHERE id = :name "
            "UNION ALL SELECT * FROM (SELECT i.latest FROM names n LEFT JOIN indicators i "
            "ON i.id = n.id WHERE n.name = :folded ORDER BY n.alias, i.id IS NULL, n.rowid)",
            {"name": name, "folded": fold(name)},
        ).fetchone()
        row = latest and connection.execute(query, latest).fetchone()
    return row and "\t".join(" ".join(item.split()) for item in row[0].split("\x1e"))


def complete(paths: Sequence[str], incomplete: str) -> list[tuple[str, str, str]]:
    """What a name may become: (name, its label in Chinese, in English), or twice a fact's value.

    Where one topic or indicator is left what is inside it follows; labels for a word in Chinese.
    Raises `BrokenBase` as `read` does.
    """
    return _ask(paths, lambda files: _candidates(files.connection(words=False), incomplete))


def _candidates(connection: sqlite3.Connection, prefix: str) -> list[tuple[str, str, str]]:
    if not prefix.isascii():
        query = " UNION ALL ".join(
            f"SELECT zh, id, id FROM {table} WHERE zh >= ?1 AND zh < ?2"
            for table in ("topics", "indicators")
        )
        rows = connection.execute(f"{query} LIMIT ?3", (prefix, f"{prefix}\U0010ffff", MOST))
        return list({row[0]: row for row in rows}.values())
    found = _beginning(connection, prefix)
    if len(found) == 1 and prefix.count(".") < 2:
        found += _beginning(connection, f"{found[0][0]}.")
    return found


def _beginning(connection: sqlite3.Connection, prefix: str) -> list[tuple[str, str, str]]:
    """The topics, indicators or facts whose addresses begin so; no values of other sources."""
    select, order = (
        ("SELECT id, zh, en FROM topics WHERE", "rowid"),
        ("SELECT id, zh, en FROM indicators WHERE", "rowid"),
        (f"SELECT id, {_VALUE}, {_VALUE} FROM facts WHERE id NOT LIKE '%@%' AND", "id"),
    )[min(prefix.count("."), 2)]
    query = f"{select} id >= ? AND id < ? ORDER BY {order} LIMIT ?"
    return connection.execute(query, (prefix, f"{prefix}\x7f", MOST)).fetchall()


def warnings(paths: Sequence[Path]) -> list[str]:
    """What to say of databases that are older than the files they were made of."""
    from infofacts.database import AGAIN
    from infofacts.report import digest

    found = []
    for path in [os.fspath(path) for path in paths if is_database(os.fspath(path))]:
        with closing(_database(path).connection) as connection:
            rows = connection.execute("SELECT kind, name, sha256 FROM base").fetchall()
        for kind, name, sha256 in rows:
            file = os.path.join(os.path.dirname(path), os.path.basename(str(name)))
            if kind == "builtin" and sha256 != digest(builtin()):
                found.append(f"{path} has another edition of the built-in base in it: {AGAIN}")
            elif kind == "file" and os.path.isfile(file) and not os.path.samefile(file, path):
                newer = os.path.getmtime(file) > os.path.getmtime(path)
                if newer and digest(file) != sha256:
                    found.append(f"{path} is older than {file}: {AGAIN} --facts {file} -o {path}")
    return found


# ---------------------------------------------------------------- files over each other
class Files:
    """The files of a fact base: a database below, if there is one, and what lies over it."""

    def __init__(self, paths: Sequence[Path], with_index: bool = True) -> None:
        rest = [os.fspath(path) for path in paths]
        self.below: Database | None = None
        if rest[:1] == [builtin()]:
            if rest[1:] and is_database(rest[1]) and _database(rest[1]).has_builtin:
                rest = rest[1:]
            elif with_index and (shipped := index()):
                from infofacts.database import Database

                self.below, rest = Database(builtin(), shipped), rest[1:]
        if not self.below and rest and is_database(rest[0]):
            self.below, rest = _database(rest[0]), rest[1:]
        self.over = list(map(_layer, rest))
        self.memory: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close what is open."""
        for connection in (self.below and self.below.connection, self.memory):
            if connection:
                connection.close()

    def base(self, wanted: Sequence[str] | None = None) -> FactBase:
        """All of the fact base, or what some names need."""
        if wanted is None:
            return self._laid(None)
        from infofacts.errors import NoAnswer
        from infofacts.names import resolve, split_year

        heads = {head for name in wanted for head, _, _ in split_year(name)}
        heads |= {".".join(name.split(".")[:2]) for name in wanted}  # of a fact, its indicator
        things = self._around(self.named(heads))
        base = self._laid(things)
        try:
            for name in wanted:
                resolve(base, name)
        except NoAnswer:
            return self._laid(things, everything=True)
        return base

    def part(self, things: Iterable[str]) -> FactBase:
        """Some topics and indicators, those that they belong to or contain, and their facts."""
        return self._laid(self._around(set(things)))

    def named(self, names: Iterable[str]) -> set[str]:
        """The topics and indicators that may have these names, as addresses or labels."""
        exact = {name.encode("utf-8", "ignore").decode() for name in names}
        folded = set(map(fold, exact))
        found = {
            ident
            for ident, *labels in self._labels()
            if ident in exact or not folded.isdisjoint(map(fold, (ident, *labels)))
        }
        if self.below:
            query = (
                "SELECT id FROM topics WHERE id = ?1 UNION SELECT id FROM indicators WHERE id = ?1"
            )
            found |= {ident for name in exact for ident in self._ids(query, name)}
            query = "SELECT id FROM names WHERE name = ?"
            found |= {ident for name in folded for ident in self._ids(query, name)}
        return found

    def _ids(self, query: str, name: str) -> list[str]:
        return (
            [ident for (ident,) in self.below.connection.execute(query, (name,))]
            if self.below
            else []
        )

    def _labels(self) -> Iterator[tuple[str, ...]]:
        """The topics and indicators that lie over the database, with the names they have there."""
        for tables, _ in self.over:
            for table in tables:
                if table.kind in ("topic", "indicator"):
                    labels = [table.data[key] for key in ("zh", "en") if key in table.data]
                    own = table.address.rpartition(".")[2]
                    yield table.address, own, *labels, *table.data.get("aliases", ())

    def _around(self, things: set[str]) -> set[str]:
        """Topics and indicators with the indicators and the topics that they belong to."""
        topics = {ident for ident in things if "." not in ident}
        found = things | {ident.partition(".")[0] for ident in things}
        found |= {ident for ident, *_ in self._labels() if ident.partition(".")[0] in topics}
        query = "SELECT id FROM indicators WHERE topic = ?"
        return found | {ident for topic in topics for ident in self._ids(query, topic)}

    def _laid(self, things: set[str] | None, everything: bool = False) -> FactBase:
        if self.below and not self.over:
            return self.below.base(things, everything)
        from infofacts.factfile import Layers, build

        layers = Layers()
        if self.below:
            layers.lay_ready(self.below.base(things, everything), self.below.path)
        for _, lay in self.over:
            lay(layers)
        return build(layers, things, everything)

    def connection(self, words: bool = True) -> sqlite3.Connection:
        """One database with all that the files say; with the `words` of all facts, to search."""
        from json import dumps

        from infofacts import database

        if self.below and not self.over:
            return self.below.connection
        if not self.below:
            self.memory = database.in_memory(self.base(), words)
            return self.memory
        if self.below.size > LARGE:
            raise self.below.broken("is too large to search with other files over it")
        self.memory = sqlite3.connect(":memory:")
        self.below.connection.backup(self.memory)
        self.memory.execute("PRAGMA trusted_schema = OFF")
        labels = ((ident, names) for ident, _, *names in self._labels())
        changed = self._around({ident for ident, names in labels if names or "." in ident})
        for table in ("topics", "indicators", "names", "facts"):
            key = "indicator_id" if table == "facts" else "id"
            inside = "IN (SELECT value FROM json_each(?))"
            self.memory.execute(f"DELETE FROM {table} WHERE {key} {inside}", (dumps([*changed]),))
        self.memory.execute("DELETE FROM spellings")
        database.write(self.memory, self.part(changed), words)
        return self.memory


def _database(path: str) -> Database:
    """A database from elsewhere; of the texts only those of the built-in base are believed."""
    from infofacts.database import Database
    from infofacts.factfile import load

    shipped = index()
    base = Database(builtin(), shipped).base(()) if shipped else load([builtin()])
    texts = {source.id: source.file for source in base.sources.values()}
    return Database(path, _open(os.path.abspath(path)), texts)


def _layer(path: str) -> Layer:
    """A file that lies over others."""
    from infofacts.database import DAMAGE
    from infofacts.factfile import document_of, ready_tables
    from infofacts.schema import tables
    from infofacts.tomlfile import Document

    if not is_database(path):
        document = document_of(path)
        return list(tables(document)), lambda layers: layers.lay(document)
    database = _database(path)
    if database.size > LARGE:
        raise database.broken(f"is larger than {LARGE >> 20} MB: read it with --no-builtin, or")
    try:
        with closing(database.connection):
            base = database.base()
    except DAMAGE as error:
        raise database.broken(error) from error
    ready = list(ready_tables(base, Document(path, {}, "")))
    return ready, lambda layers: layers.lay_ready(base, path)


def _ask(paths: Sequence[Path], question: Callable[[Files], Answer]) -> Answer:
    """What the files answer; a shipped index that is damaged is left out."""
    from infofacts.database import DAMAGE

    with closing(Files(paths)) as files:
        try:
            return question(files)
        except DAMAGE as error:
            if files.below and files.below.texts is not None:
                raise files.below.broken(error) from error
            if not files.below:
                raise
    with closing(Files(paths, with_index=False)) as files:
        return question(files)


if __name__ == "__main__":
    print(make())
