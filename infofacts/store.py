"""The files of a fact base: the built-in index, exported databases, and own TOML files over them.

An SQLite database in the layout of `database` serves three uses: it is what `export -f sqlite`
writes, the index that is shipped with the program, and a base that `--facts big.db` names. All
are opened read-only. Own TOML files are laid over one of them in memory. Only
`python -m infofacts.store` writes: it makes the index of a checkout anew.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress

from infofacts import HEADER
from infofacts.errors import BrokenBase, listed
from infofacts.text import LONGEST_NAME, file_bytes, fold, in_zip, is_file
from infofacts.text import builtin as builtin

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import TypeVar

    from infofacts.database import Database
    from infofacts.filters import Filters
    from infofacts.model import Fact, FactBase
    from infofacts.schema import Table
    from infofacts.tomlfile import Document

    Answer = TypeVar("Answer")
    Path = str | os.PathLike[str]

MAGIC = b"SQLite format 3\0"
LARGE = 64 << 20  # bytes of a database that is not copied into memory
LONGEST = 16 << 20  # bytes of a row of a database from elsewhere
MOST = 2000  # candidates of a completion
AGAIN = "make it again with infofacts export -f sqlite"
# What reading a damaged or foreign database may raise.
DAMAGE = (sqlite3.Error, ValueError, TypeError, KeyError, ArithmeticError, RecursionError)
_HEADER = "SELECT * FROM pragma_application_id, pragma_user_version"
# The tables and their columns; hidden ones are computed by expressions in the file.
_SHAPE = (
    "SELECT t.name, c.name, c.type, c.hidden "
    "FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c "
    "WHERE t.type = 'table' AND t.rootpage > 0 AND t.name NOT LIKE 'facts_fts%' "
    "UNION ALL SELECT name, sql, '', 0 FROM sqlite_master WHERE name = 'facts_fts'"
)


# ---------------------------------------------------------------- where the files are
def base_files(facts: Sequence[Path] = (), with_builtin: bool = True) -> list[str]:
    """The fact files, lowest first: the shipped one, those of INFOFACTS_FACTS, then `facts`."""
    named = os.environ.get("INFOFACTS_FACTS", "").split(os.pathsep)
    shipped = [builtin()] if with_builtin else []
    return [*shipped, *filter(None, named), *(os.fspath(path) for path in facts)]


def index_file() -> str:
    """The path of the index of the built-in base."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "facts.db")


def make() -> str:
    """Make the index of the built-in base and put it in place at once; its path."""
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
    """The index of the built-in base; None if it is missing, damaged or stale.

    In a checkout the facts and texts may be newer: then they are read themselves.
    """
    path = index_file()
    if not is_file(path):
        return None
    connection = sqlite3.connect(":memory:") if in_zip() else _open(path)
    with suppress(sqlite3.Error, OSError):
        if in_zip():
            connection.deserialize(file_bytes(path))
        if connection.execute(_HEADER).fetchone() == HEADER and not _stale(connection, path):
            return connection
    connection.close()
    return None


def _stale(connection: sqlite3.Connection, path: str) -> bool:
    """Whether the index of a checkout was made of other files than the present ones."""
    facts = builtin()
    if os.path.dirname(facts) == os.path.dirname(path):  # as installed: made of these very files
        return False
    seeds, made = os.path.join(os.path.dirname(facts), "seeds"), os.stat(path).st_mtime_ns
    query = "SELECT size, sha256 FROM base WHERE kind = 'builtin'"
    size, sum_ = connection.execute(query).fetchone()
    texts = connection.execute("SELECT file, sha256 FROM sources WHERE file IS NOT NULL")
    made_of = {facts: sum_} | {os.path.join(seeds, name): of_text for name, of_text in texts}
    newer = [file for file in made_of if os.stat(file).st_mtime_ns > made]
    if newer:  # perhaps only touched, as by git
        from hashlib import sha256

        newer = [f for f in newer if sha256(file_bytes(f)).hexdigest() != made_of[f]]
    return bool(newer) or os.path.getsize(facts) != size


def _open(path: str) -> sqlite3.Connection:
    for char in "%?#":
        path = path.replace(char, f"%{ord(char):02x}")
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def is_database(path: str) -> bool:
    """Whether a file (not a pipe) is an SQLite database, by its first bytes."""
    with suppress(OSError):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read(len(MAGIC)) == MAGIC
    return False


@contextmanager
def _damage_reported(path: str) -> Iterator[None]:
    """Raise `BrokenBase` where reading the database of this path fails."""
    try:
        yield
    except DAMAGE as error:
        raise BrokenBase(f"{path}: {error}: {AGAIN}") from error


def _foreign(path: str) -> sqlite3.Connection:
    """Open a database from elsewhere that has the tables of an export, and no code that runs.

    Raises `BrokenBase`.
    """
    connection = _open(os.path.abspath(path))
    with _closed_on_error(connection), _damage_reported(path):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if connection.execute(_HEADER).fetchone() != HEADER:
            raise ValueError("is not a fact base of this version of infofacts")
        right = index()
        if not right:
            from infofacts.database import create

            right = create(sqlite3.connect(":memory:"))
        with closing(right):
            made, wanted = (set(each.execute(_SHAPE)) for each in (connection, right))
        if missing := wanted - made:
            raise ValueError(f"its table {min(missing)[0]} is not as it must be")
        if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger'").fetchone():
            raise ValueError("it has triggers")
        if connection.execute("SELECT 1 FROM base WHERE kind = 'derived'").fetchone():
            raise ValueError("it has computed figures in it, which a base has not (--derived)")
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection | None) -> Iterator[None]:
    """Close a connection where its use fails."""
    try:
        yield
    except BaseException:
        if connection:
            connection.close()
        raise


def _check_size(path: str, connection: sqlite3.Connection, reason: str) -> None:
    """Raise `BrokenBase` for a database that is too large to be copied into memory."""
    query = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    if connection.execute(query).fetchone()[0] > LARGE:
        raise BrokenBase(f"{path}: is {reason}: {AGAIN}")


def _lowest(
    paths: Sequence[Path], with_index: bool = True
) -> tuple[str, sqlite3.Connection | None, list[str]]:
    """The path and connection of the database at the bottom, if any, and the files over it.

    A database that has the built-in base in it takes the place of the index.
    """
    rest = [os.fspath(path) for path in paths]
    if rest[:1] != [builtin()]:
        alone = bool(rest) and is_database(rest[0])
        return (rest[0], _foreign(rest[0]), rest[1:]) if alone else ("", None, rest)
    if rest[1:] and is_database(rest[1]):
        connection = _foreign(rest[1])
        with _closed_on_error(connection), _damage_reported(rest[1]):
            if connection.execute("SELECT 1 FROM base WHERE kind = 'builtin'").fetchone():
                return rest[1], connection, rest[2:]
        connection.close()
    shipped = index() if with_index else None
    return rest[0], shipped, rest[1:] if shipped else rest


# ---------------------------------------------------------------- what the commands ask
def read(paths: Sequence[Path], wanted: Sequence[str] | None = None) -> FactBase:
    """The fact base of some files, lowest first: all of it, or as much as some names need.

    For an unknown name all topics and indicators are read, for something to suggest.
    Raises `BrokenBase` for a file that cannot be read as a fact base.
    """
    return _ask(paths, lambda files: files.base(wanted))


def find(
    paths: Sequence[Path], words: Sequence[str], count: int, filters: Filters | None = None
) -> tuple[FactBase, list[Fact]]:
    """The best facts for some words, best first, and the part of the base that they are in.

    Raises `BrokenBase` as `read` does.
    """
    from infofacts import search

    query = search.parse_query(words)
    # Whether an indicator has a fact that the filters leave is seen later.
    enough = search.MOST if filters and filters.chosen else count

    def hits(files: Files) -> tuple[FactBase, list[Fact]]:
        ranked = search.rank(files.connection(), query, enough)
        named = files.named(query.names)
        base = files.part({each for each in (*ranked, *named) if "." in each})
        return base, search.best(base, ranked, query, filters)[:count]

    return _ask(paths, hits)


def find_in(
    connection: sqlite3.Connection, base: FactBase, words: Sequence[str], count: int
) -> list[Fact]:
    """The best facts of a base for some words; the connection is what `in_memory` makes of it."""
    from infofacts import search

    query = search.parse_query(words)
    return search.best(base, search.rank(connection, query, count), query)


def in_memory(base: FactBase) -> sqlite3.Connection:
    """A database of a whole base, to search in; any thread may read it."""
    from infofacts import database, search

    return database.in_memory(base, search.tokens)


_VALUE = "coalesce(exact, text, (SELECT group_concat(value, char(30)) FROM json_each(items)))"


def values(paths: Sequence[str], names: Sequence[str]) -> list[str] | None:
    """What a plain `get` prints for some names, one line each.

    None where that takes more: more files than one database, or a name without a plain value.
    """
    _, connection, over = _lowest(paths)
    if not connection:
        return None
    lines: list[str | None] = [None]
    with closing(connection), suppress(*DAMAGE):
        lines = [_value(connection, name) for name in names] if not over else [None]
    return None if None in lines else [str(line) for line in lines]


def _value(connection: sqlite3.Connection, name: str) -> str | None:
    """The value of a fact, or the one that `get` picks of an indicator; None for anything else."""
    if len(name) > LONGEST_NAME:
        return None
    query = f"SELECT {_VALUE} FROM facts WHERE id = ? AND exact GLOB '*[^-.0-9]*' IS NOT 1"
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
    if not row or not row[0]:
        return None
    return "\t".join(" ".join(item.split()) for item in row[0].split("\x1e"))


def counted(paths: Sequence[Path], name: str) -> dict[str, int]:
    """The values of a field of facts and how many facts have each, the most frequent first.

    Raises `BrokenBase` as `read` does.
    """
    value = f"CAST({name} AS TEXT)"
    query = (
        f"SELECT {value}, count(*) FROM facts WHERE {name} NOTNULL "
        f"GROUP BY {value} ORDER BY count(*) DESC, min(rowid)"
    )
    return _ask(paths, lambda files: dict(files.connection(words=False).execute(query)))


def complete(paths: Sequence[str], incomplete: str) -> list[tuple[str, str, str]]:
    """The names that begin so: (name, Chinese label, English label), a fact with its value twice.

    If only one topic or indicator does, its contents follow. A word in Chinese becomes labels.
    Raises `BrokenBase` as `read` does.
    """
    return _ask(paths, lambda files: _candidates(files.connection(words=False), incomplete))


def _candidates(connection: sqlite3.Connection, prefix: str) -> list[tuple[str, str, str]]:
    if not prefix.isascii():
        labels = (
            f"SELECT zh, id, id FROM {table} WHERE zh >= ?1 AND zh < ?2"
            for table in ("topics", "indicators")
        )
        query = f"{' UNION ALL '.join(labels)} LIMIT ?3"
        rows = connection.execute(query, (prefix, f"{prefix}\U0010ffff", MOST))
        return list({row[0]: row for row in rows}.values())
    hits = _beginning(connection, prefix)
    if len(hits) == 1 and prefix.count(".") < 2:
        hits += _beginning(connection, f"{hits[0][0]}.")
    return hits


def _beginning(connection: sqlite3.Connection, prefix: str) -> list[tuple[str, str, str]]:
    """The topics, indicators or facts with this prefix; no values of other sources."""
    select, order = (
        ("SELECT id, zh, en FROM topics WHERE", "rowid"),
        ("SELECT id, zh, en FROM indicators WHERE", "rowid"),
        (f"SELECT id, {_VALUE}, {_VALUE} FROM facts WHERE id NOT LIKE '%@%' AND", "id"),
    )[min(prefix.count("."), 2)]
    query = f"{select} id >= ? AND id < ? ORDER BY {order} LIMIT ?"
    return connection.execute(query, (prefix, f"{prefix}\x7f", MOST)).fetchall()


def warnings(paths: Sequence[Path]) -> list[str]:
    """Messages about databases that are older than the files they were made of, or hide others."""
    messages = []
    for at, path in enumerate([os.fspath(path) for path in paths]):
        if not is_database(path):
            continue
        with closing(_foreign(path)) as connection, _damage_reported(path):
            rows = connection.execute("SELECT kind, name, sha256 FROM base").fetchall()
        hidden = [os.fspath(each) for each in paths[:at] if os.fspath(each) != builtin()]
        if hidden and any(kind == "builtin" for kind, *_ in rows):
            named = listed(hidden)
            messages.append(f"{path} has the built-in base in it and hides {named}: name it first")
        for kind, name, sha256 in rows:
            file = os.path.join(os.path.dirname(path), os.path.basename(str(name)))
            if kind == "builtin" and sha256 != _indexed_edition() and _differs(builtin(), sha256):
                messages.append(f"{path} has another edition of the built-in base in it: {AGAIN}")
            elif kind == "file" and os.path.isfile(file) and not os.path.samefile(file, path):
                newer = os.path.getmtime(file) > os.path.getmtime(path)
                if newer and _differs(file, sha256):
                    command = f"{AGAIN} --facts {file} -o {path}"
                    messages.append(f"{path} is older than {file}: {command}")
    return messages


def _indexed_edition() -> str | None:
    """The SHA-256 of the built-in base as its index has it: it costs less than to compute it."""
    if not (shipped := index()):
        return None
    with closing(shipped):
        rows = shipped.execute("SELECT sha256 FROM base WHERE kind = 'builtin'")
        return str(rows.fetchone()[0])


def _differs(file: str, sha256: str) -> bool:
    from infofacts.report import digest

    return digest(file) != sha256


# ---------------------------------------------------------------- files over each other
class Files:
    """The files of a fact base: a database at the bottom, if any, and the files laid over it."""

    def __init__(self, paths: Sequence[Path], with_index: bool = True) -> None:
        path, connection, over = _lowest(paths, with_index)
        self.memory: sqlite3.Connection | None = None
        self.own: list[Table] = []  # topics and indicators of the files over the database
        with _closed_on_error(connection):
            self.below = _database(path, connection) if connection else None
            self.over = list(map(_layer, over))
            if self.over:
                from infofacts.factfile import Layers

                self.own = list(Layers(self.over).of("topic", "indicator"))

    def close(self) -> None:
        """Close what is open."""
        for connection in (self.below and self.below.connection, self.memory):
            if connection:
                connection.close()

    def base(self, wanted: Sequence[str] | None = None) -> FactBase:
        """All of the fact base, or what some names need."""
        if wanted is None:
            return self._laid(None)
        from infofacts.names import meant, split_year

        heads = {head for name in wanted for head, _, _ in split_year(name)}
        short = (name for name in wanted if len(name) <= LONGEST_NAME)
        heads |= {".".join(name.split(".")[:2]) for name in short}  # of a fact, its indicator
        things = self._around(self.named(heads))
        base = self._laid(things)
        if all(meant(base, name) for name in wanted):
            return base
        return self._laid(things, everything=True)

    def part(self, things: Iterable[str]) -> FactBase:
        """Some topics and indicators, those that they belong to or contain, and their facts."""
        return self._laid(self._around(set(things)))

    def named(self, names: Iterable[str]) -> set[str]:
        """The topics and indicators that may have these names, as addresses or labels."""
        exact = {name.encode("utf-8", "ignore").decode() for name in names}
        folded = set(map(fold, exact)) - {""}
        hits = set()
        for ident, data in ((table.address, table.data) for table in self.own):
            labels = (data.get("zh", ""), data.get("en", ""), *data.get("aliases", ()))
            called = map(fold, (ident, ident.rpartition(".")[2], *labels))
            if ident in exact or not folded.isdisjoint(called):
                hits.add(ident)
        return hits | self._ids(
            "SELECT id FROM topics WHERE id IN {0} UNION SELECT id FROM indicators WHERE id IN {0} "
            "UNION SELECT id FROM names WHERE name IN {1}",
            exact,
            folded,
        )

    def _around(self, things: set[str]) -> set[str]:
        """Topics and indicators with the indicators and the topics that they belong to."""
        topics = {ident for ident in things if "." not in ident}
        own = {t.address for t in self.own if t.address.partition(".")[0] in topics}
        inside = self._ids("SELECT id FROM indicators WHERE topic IN {0}", topics)
        return things | {ident.partition(".")[0] for ident in things} | own | inside

    def _ids(self, query: str, *lists: Iterable[str]) -> set[str]:
        """The ids that a query selects in the database; its {0} and {1} become the lists."""
        from json import dumps

        places = (f"(SELECT value FROM json_each(?{n}))" for n in range(1, len(lists) + 1))
        given = [dumps(list(each)) for each in lists]
        rows = self.below.connection.execute(query.format(*places), given) if self.below else ()
        return {ident for (ident,) in rows}

    def _laid(self, things: set[str] | None, everything: bool = False) -> FactBase:
        below = [self.below.base(things, everything)] if self.below else []
        if below and not self.over:
            return below[0]
        from infofacts.factfile import Layers, build

        return build(Layers([*below, *self.over]), things, everything)

    def connection(self, words: bool = True) -> sqlite3.Connection:
        """One database with the contents of all files; with the `words` of all facts, to search."""
        from infofacts import database, search

        if self.below and not self.over:
            return self.below.connection
        tokens = search.tokens if words else None
        if not self.below:
            self.memory = database.in_memory(self.base(), tokens)
            return self.memory
        reason = "too large to search with other files over it"
        _check_size(self.below.path, self.below.connection, reason)
        self.memory = sqlite3.connect(":memory:")
        self.below.connection.backup(self.memory)
        self.memory.execute("PRAGMA trusted_schema = OFF")
        labels = {"zh", "en", "aliases"}  # of a topic: they are searched for with its facts
        changed = self._around(
            {t.address for t in self.own if "." in t.address or labels & t.data.keys()}
        )
        database.rewrite(self.memory, changed, self._laid(changed), tokens)
        return self.memory


def _database(path: str, connection: sqlite3.Connection) -> Database:
    """The index, or a database from elsewhere: of its texts only the bundled ones are believed."""
    from infofacts.database import Database

    if path == builtin():
        return Database(path, connection)
    shipped = read([builtin()], ()).sources.values()
    return Database(path, connection, {source.id: source.file for source in shipped})


def _layer(path: str) -> Document | FactBase:
    """A file to lay over others: a document of TOML, or all of a database."""
    if not is_database(path):
        from infofacts.factfile import document_of

        return document_of(path)
    with closing(_foreign(path)) as connection:
        _check_size(
            path, connection, f"larger than {LARGE >> 20} MB: read it with --no-builtin, or"
        )
        with _damage_reported(path):
            return _database(path, connection).base()


def _ask(paths: Sequence[Path], question: Callable[[Files], Answer]) -> Answer:
    """What the files answer; a shipped index that is damaged is left out."""
    with closing(Files(paths)) as files:
        try:
            return question(files)
        except DAMAGE as error:
            if not files.below:
                raise
            if files.below.texts is not None:
                raise BrokenBase(f"{files.below.path}: {error}: {AGAIN}") from error
    with closing(Files(paths, with_index=False)) as files:
        return question(files)


if __name__ == "__main__":
    print(make())
