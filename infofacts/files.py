"""The files of a fact base over each other.

The lowest file may be an SQLite database: the index of the built-in base, or an export of another
hand. Own TOML files, and other exports, are laid over it in memory.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from infofacts import exports, sqlite
from infofacts.errors import BrokenBase
from infofacts.exports import (
    AGAIN,
    LARGE,
    check_size,
    closed_on_error,
    connect,
    damage_reported,
    has_builtin,
    is_database,
)
from infofacts.index import DAMAGE, index, shipped
from infofacts.messages import _
from infofacts.text import LONGEST_NAME, MOST_SUGGESTED, builtin, fold, json_list

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import TypeVar

    from infofacts.database import Database
    from infofacts.model import FactBase
    from infofacts.schema import Table
    from infofacts.shadows import Shadows
    from infofacts.tomlfile import Document

    Answer = TypeVar("Answer")
    Path = str | os.PathLike[str]


def lowest(
    paths: Sequence[Path], with_index: bool = True
) -> tuple[str, sqlite.Connection | None, list[str]]:
    """The path and connection of the database at the bottom, if any, and the files over it.

    A database that has the built-in base in it takes the place of the index.
    """
    rest = [os.fspath(path) for path in paths]
    if rest[:1] != [builtin()]:
        alone = bool(rest) and is_database(rest[0])
        return (rest[0], connect(rest[0]), rest[1:]) if alone else ("", None, rest)
    if rest[1:] and is_database(rest[1]):
        connection = connect(rest[1])
        with closed_on_error(connection):
            if has_builtin(rest[1], connection):
                return rest[1], connection, rest[2:]
        connection.close()
    shipped = index() if with_index else None
    return rest[0], shipped, rest[1:] if shipped else rest


class Files:
    """The files of a fact base: a database at the bottom, if any, and the files laid over it."""

    def __init__(self, paths: Sequence[Path], with_index: bool = True) -> None:
        path, connection, over = lowest(paths, with_index)
        self.with_builtin = [os.fspath(each) for each in paths[:1]] == [builtin()]
        self.memory: sqlite.Connection | None = None
        self.tables: list[Table] = []  # of the files over the database
        with closed_on_error(connection):
            self.below = _database(path, connection) if connection else None
            self.over = list(map(layer, over))
            if self.over:
                from infofacts.factfile import Layers

                self.tables = list(Layers(self.over).tables.values())
        self.own = [table for table in self.tables if table.kind in ("topic", "indicator")]
        self._shadows: Shadows | None = None
        self._is_compared = False

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        for connection in (self.below and self.below.connection, self.memory):
            if connection:
                connection.close()

    def base(self, wanted: Sequence[str] | None = None, inputs: bool = False) -> FactBase:
        """All of the fact base, or what some names need, with the inputs of formulas or without."""
        if wanted is None:
            return self._laid(None)
        from infofacts.names import meant, split_year
        from infofacts.years import is_year

        # Several words may be one name, with years behind it.
        together = takewhile(lambda word: not is_year(word), wanted)
        every = [*wanted, " ".join(wanted), " ".join(together)]
        heads = {head for name in every for head, _, _ in split_year(name)}
        short = (name for name in wanted if len(name) <= LONGEST_NAME)
        heads |= {".".join(name.split(".")[:2]) for name in short}  # of a fact, its indicator
        things = self._around(self.named(heads))
        things |= self._inputs(things) if inputs else set()
        below = None if self.over else self.below
        if below and wanted and not things and not any(map(_may_be_key, wanted)):
            return self._with_near(below, things, wanted)
        base = self._laid(things)
        if all(meant(base, name) for name in wanted):
            return base
        if not below:
            return self._laid(things, everything=True)
        return self._with_near(below, things, [n for n in wanted if not meant(base, n)])

    def _with_near(self, below: Database, things: set[str], unknown: Sequence[str]) -> FactBase:
        """A part of the base, with what may be meant by names that mean nothing."""
        from infofacts import pieces
        from infofacts.record import replace

        short = [name for name in unknown[:MOST_SUGGESTED] if len(name) <= LONGEST_NAME]
        near = {name: pieces.near(below.connection, name) for name in short}
        also = {ident for some in near.values() for ident in some}
        also |= {ident.partition(".")[0] for ident in also}
        sources = bool(things) or any(map(_may_be_key, unknown))
        base = self._over_shipped(below.base(things, also=also, sources=sources))
        return replace(base, near=near)

    def contents(self) -> FactBase:
        """The sources and topics, and how many facts are in them."""
        if self.below and not self.over:
            return self._over_shipped(self.below.contents())
        return self.base()

    @property
    def is_index(self) -> bool:
        """Whether there is nothing but the index of the built-in base."""
        return not self.over and self.below is not None and self.below.path == builtin()

    def part(self, things: Iterable[str], brief: bool = False) -> FactBase:
        """Some topics and indicators, those that they belong to or contain, and their facts; in
        `brief` only what a search reads of these."""
        inside = self._around(set(things))
        return self.below.brief(inside) if self.below and brief else self._laid(inside)

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

    def spoken(self, typed: str) -> str:
        """The Chinese label of what is typed in pinyin, "" for none."""
        from infofacts import fulltext

        if not (letters := fulltext.letters(typed)):
            return ""
        own = (fulltext.Named(t.address, f"{t.data.get('zh')}", ()) for t in self.own)
        if name := fulltext.heard(own, typed):
            return name
        labels = "SELECT id, zh FROM indicators UNION ALL SELECT id, zh FROM topics"
        query = f"SELECT zh FROM pinyin p JOIN ({labels}) t ON t.id = p.id WHERE p.name = ?"
        row = self.connection().execute(query, (letters,)).fetchone()
        return str(row[0]) if row else ""

    def _inputs(self, things: set[str]) -> set[str]:
        """The indicators, and their topics, in the formulas of some."""
        own = (str(t.data.get("formula", "")) for t in self.own if t.address in things)
        formulas = [*own, *self._ids("SELECT formula FROM indicators WHERE id IN {0}", things)]
        text = " ".join(filter(None, formulas)).replace("/", " ").replace("+", " ")
        return self._around({term.strip("-") for term in text.split() if "." in term})

    def _around(self, things: set[str]) -> set[str]:
        """Topics and indicators with the indicators and the topics that they belong to."""
        topics = {ident for ident in things if "." not in ident}
        own = {t.address for t in self.own if t.address.partition(".")[0] in topics}
        query = "SELECT id FROM indicators WHERE topic IN {0}"
        inside = self._ids(query, topics) if topics else set()
        return things | {ident.partition(".")[0] for ident in things} | own | inside

    def _ids(self, query: str, *lists: Iterable[str]) -> set[str]:
        """The ids that a query selects in the database; its {0} and {1} become the lists."""
        given = {f"list{n}": json_list(each) for n, each in enumerate(lists)}
        places = (f"(SELECT value FROM json_each(:{name}))" for name in given)
        rows = self.below.connection.execute(query.format(*places), given) if self.below else ()
        return {ident for (ident,) in rows}

    def _laid(self, things: set[str] | None, everything: bool = False) -> FactBase:
        """All of it, or some topics and indicators, with what it hides of the built-in base."""
        return self._over_shipped(self._stacked(things, everything))

    def _over_shipped(self, base: FactBase) -> FactBase:
        """A base with what it hides of the built-in one."""
        if self.is_index:
            return base
        if not self._is_compared:
            self._shadows, self._is_compared = self._compared(), True
        return self._shadows.cast_on(base) if self._shadows else base

    def _compared(self) -> Shadows | None:
        """What the files say otherwise than the built-in base, all of it."""
        from infofacts.shadows import compare, places, thing_of

        files, below = places(self.tables), self.below
        foreign = below if below and below.path != builtin() else None
        if foreign and self.with_builtin:
            if exports.has_index(foreign.connection):
                altered = exports.altered(foreign.connection)
            else:  # no index to compare it with
                whole = shipped()
                altered = {*whole.facts, *whole.topics, *whole.indicators}
            files = dict.fromkeys(altered, foreign.path) | files
        things = set(map(thing_of, files))
        known = (
            "SELECT id FROM topics WHERE id IN {0} UNION SELECT id FROM indicators WHERE id IN {0} "
            "UNION SELECT id FROM (SELECT 'sources.' || id AS id FROM sources) WHERE id IN {0}"
        )
        nothing = below and not foreign and not self._ids(known, things)
        if not self.with_builtin or not things or nothing:
            return None
        things = self._around(things)
        own = shipped(things) if foreign or not below else below.base(things)
        return compare(self._stacked(things), own, files)

    def _stacked(self, things: set[str] | None, everything: bool = False) -> FactBase:
        below = [self.below.base(things, everything)] if self.below else []
        if below and not self.over:
            return below[0]
        from infofacts.factfile import Layers, build

        shipped = getattr(self.below, "shipped", None)
        known = shipped.sources if shipped else None
        return build(Layers([*below, *self.over], known), things, everything)

    def connection(self, words: bool = True) -> sqlite.Connection:
        """One database with the contents of all files; with the `words` of all facts, to search."""
        if self.below and not self.over:
            return self.below.connection
        from infofacts import filling, fulltext

        tokens = fulltext.tokens if words else None
        if self.memory:
            return self.memory
        if not self.below:
            self.memory = filling.in_memory(self.base(), tokens, whole=False)
            return self.memory
        reason = _("too large to search with other files over it")
        check_size(self.below.path, self.below.connection, reason)
        self.memory = sqlite.connect(":memory:")
        self.below.connection.backup(self.memory)
        self.memory.execute("PRAGMA trusted_schema = OFF")
        labels = {"zh", "en", "aliases"}  # of a topic: they are searched for with its facts
        changed = self._around(
            {t.address for t in self.own if "." in t.address or labels & t.data.keys()}
        )
        filling.rewrite(self.memory, changed, self._stacked(changed), tokens)
        return self.memory


def _may_be_key(name: str) -> bool:
    """Whether a name may be the key of a citation, which begins with the id of its source."""
    return name.isascii() and "." not in name and " " not in name


def _database(path: str, connection: sqlite.Connection) -> Database:
    """The index, or a database of another hand."""
    if path == builtin():
        from infofacts.database import Database

        return Database(path, connection)
    from infofacts.foreign import Foreign

    return Foreign(path, connection)


def layer(path: str) -> Document | FactBase:
    """A file to lay over others: a document of TOML, or all of a database.

    Raises `BrokenBase`.
    """
    if not is_database(path):
        from infofacts.factfile import document_of

        return document_of(path)
    from contextlib import closing

    with closing(connect(path)) as connection:
        check_size(
            path,
            connection,
            _("larger than {large} MB: read it with --no-builtin, or", large=LARGE >> 20),
        )
        with damage_reported(path):
            return _database(path, connection).base()


def ask(paths: Sequence[Path], question: Callable[[Files], Answer]) -> Answer:
    """What the files answer; a shipped index that is damaged is left out."""
    with Files(paths) as files:
        try:
            return question(files)
        except DAMAGE as error:
            if not files.below:
                raise
            if files.below.path != builtin():
                raise BrokenBase(f"{files.below.path}: {error}: {_(AGAIN)}") from error
    with Files(paths, with_index=False) as files:
        return question(files)
