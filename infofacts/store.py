"""What the commands ask of a fact base, whichever files it is in.

The lowest file may be an SQLite database: the index of the built-in base, or an export of another
hand. Own TOML files, and other exports, are laid over it in memory. `python -m infofacts.store`
makes the index of a checkout anew.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing, suppress
from itertools import takewhile

from infofacts import exports
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
from infofacts.index import DAMAGE, index, make, shipped
from infofacts.messages import _, compile_catalogue
from infofacts.text import LONGEST_NAME, MOST_SUGGESTED, fold, squeeze
from infofacts.text import builtin as builtin

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import TypeVar

    from infofacts.database import Database
    from infofacts.filters import Filters
    from infofacts.model import Fact, FactBase, Hit, Source
    from infofacts.schema import Table
    from infofacts.shadows import Shadows
    from infofacts.tomlfile import Document

    Answer = TypeVar("Answer")
    Path = str | os.PathLike[str]

MOST = 2000  # candidates of a completion


# ---------------------------------------------------------------- where the files are
def base_files(facts: Sequence[Path] = (), with_builtin: bool = True) -> list[str]:
    """The fact files, lowest first: the shipped one, those of INFOFACTS_FACTS, then `facts`."""
    named = os.environ.get("INFOFACTS_FACTS", "").split(os.pathsep)
    shipped = [builtin()] if with_builtin else []
    return [*shipped, *filter(None, named), *(os.fspath(path) for path in facts)]


def _lowest(
    paths: Sequence[Path], with_index: bool = True
) -> tuple[str, sqlite3.Connection | None, list[str]]:
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


# ---------------------------------------------------------------- what the commands ask
def read(
    paths: Sequence[Path], wanted: Sequence[str] | None = None, inputs: bool = False
) -> FactBase:
    """The fact base of some files, lowest first: all of it, or as much as some names need, with
    the `inputs` of their formulas or without.

    For an unknown name all topics and indicators are read, for something to suggest.
    Raises `BrokenBase` for a file that cannot be read as a fact base.
    """
    return _ask(paths, lambda files: files.base(wanted, inputs))


def contents(paths: Sequence[Path]) -> FactBase:
    """The sources and topics of a fact base; of a database the facts are only counted.

    Raises `BrokenBase` as `read` does.
    """
    return _ask(paths, lambda files: files.contents())


def find(
    paths: Sequence[Path], words: Sequence[str], count: int, filters: Filters | None = None
) -> tuple[FactBase, list[Hit]]:
    """The best facts for some words, best first, and the part of the base that they are in.

    Raises `BrokenBase` as `read` does.
    """
    from infofacts import retrieval, search
    from infofacts.query import parse_query

    # Whether an indicator has a fact that the filters leave is seen later.
    enough = search.MOST if filters and filters.chosen else count

    def hits(files: Files, words: Sequence[str]) -> tuple[FactBase, list[Hit]]:
        query = parse_query(words)
        ranked = retrieval.rank(files.connection(), query, enough)
        named = [ident for ident in files.named(query.names) if "." in ident]
        few = search.enough(query, count) if enough == count else len(ranked)
        for some in (ranked[:few], ranked):
            base = files.part({*(ident for ident, _ in some), *named})
            found = search.best(base, some, query, count, filters)
            if search.met(found) or len(some) == len(ranked):
                break
        return base, found

    def heard(files: Files) -> tuple[FactBase, list[Hit]]:
        answer = hits(files, words)
        if search.met(answer[1]) or not (name := files.spoken(" ".join(words))):
            return answer
        again = hits(files, [name])
        return again if search.met(again[1]) else answer

    return _ask(paths, heard)


def find_in(
    connection: sqlite3.Connection, base: FactBase, words: Sequence[str], count: int
) -> list[Hit]:
    """The best facts of a base for some words; the connection is what `in_memory` makes of it."""
    from infofacts import fulltext, search

    hits = _found_in(connection, base, words, count)
    if search.met(hits) or not (letters := fulltext.letters(" ".join(words))):
        return hits
    things = [
        fulltext.Named(ident, each.zh, each.aliases)
        for entries in (base.indicators, base.topics)
        for ident, each in entries.items()
    ]
    labels = {thing.id: thing.zh for thing in things}
    spoken = (ident for name, ident in fulltext.read_aloud(things) if name == letters)
    again = _found_in(connection, base, [labels[ident] for ident in spoken][:1], count)
    return again if search.met(again) else hits


def _found_in(
    connection: sqlite3.Connection, base: FactBase, words: Sequence[str], count: int
) -> list[Hit]:
    """The best facts for words as they are written, as `find` finds them."""
    from infofacts import retrieval, search
    from infofacts.query import parse_query

    query = parse_query(words)
    ranked = retrieval.rank(connection, query, count)
    hits = search.best(base, ranked[: search.enough(query, count)], query, count)
    return hits if search.met(hits) else search.best(base, ranked, query, count)


def in_memory(base: FactBase) -> sqlite3.Connection:
    """A database of a whole base, to search in; any thread may read it."""
    from infofacts import database, fulltext

    return database.in_memory(base, fulltext.tokens, whole=False)


# Whether a name of the built-in base means something else in a database of another hand.
_TAKEN = "SELECT 1 FROM shipped.names WHERE name = :name GROUP BY name HAVING sum(id = :id) = 0"
_VALUE = "coalesce(exact, text, (SELECT group_concat(value, char(30)) FROM json_each(items)))"


def values(paths: Sequence[str], names: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """What a plain `get` prints for some names of a database of another hand, one line each, and
    which facts nothing shows.

    None where that takes more: more files than one database, a name without a plain value, or a
    database that says otherwise than the built-in base.
    """
    path, connection, over = _lowest(paths)
    if not connection:
        return None
    lines: list[str] = []
    unproven: list[str] = []
    with closing(connection), suppress(*DAMAGE):
        foreign = path != builtin() and not over
        proof = _found_anew(connection, paths) if foreign else ""
        for name in names if proof else ():
            value, ident, shown = _value(connection, name, proof)
            if not value or not shown:
                return None
            lines.append(value)
            unproven += [ident] if shown == "none" else []
    return (lines, unproven) if len(lines) == len(names) else None


def _found_anew(connection: sqlite3.Connection, paths: Sequence[str]) -> str:
    """What shows a fact of another hand, in SQL; "" where that takes more."""
    if not exports.has_index(connection):
        return ""
    over_builtin = os.fspath(paths[0]) == builtin()
    differs = over_builtin and exports.altered(connection)
    return "" if differs else exports.proof_query(connection)


def _value(connection: sqlite3.Connection, name: str, proof: str) -> tuple[str, str, str]:
    """The value, address and proof of a fact, or of the one that `get` picks of an indicator; an
    empty value for anything else."""
    if len(name) > LONGEST_NAME:
        return "", "", ""
    # Of a built-in source a fact is only shown if it is as in the index.
    sure = "t.source IN (SELECT id FROM shipped.sources)"
    query = (
        f"SELECT {_VALUE}, id, {proof}, {sure}, exact, quantity, printed, bound, quote, measure "
        "FROM main.facts t "
        "WHERE id = ? AND exact GLOB '*[^-.0-9]*' IS NOT 1 "
        # that a value is of a part of its year is said by who reads the whole fact
        "AND (measure = 'level' AND as_of LIKE year || '-%' AND substr(as_of, 6, 2) < '12') IS NOT 1"
    )
    row = connection.execute(query, (name,)).fetchone()
    if not row:
        latest = connection.execute(
            "SELECT latest, id FROM main.indicators WHERE id = :name "
            "UNION ALL SELECT NULL, NULL FROM main.topics WHERE id = :name "
            "UNION ALL SELECT * FROM (SELECT i.latest, i.id FROM main.names n LEFT JOIN "
            "main.indicators i ON i.id = n.id WHERE n.name = :folded "
            "ORDER BY n.alias, i.id IS NULL, n.rowid)",
            {"name": name, "folded": fold(name)},
        ).fetchone()
        if latest and latest[0] and latest[0].startswith(f"{latest[1]}."):
            row = connection.execute(query, latest[:1]).fetchone()
            if connection.execute(_TAKEN, {"name": fold(name), "id": latest[1]}).fetchone():
                return "", "", ""
    if not row or not row[0] or not (row[3] or _is_value(*row[4:])):
        return "", "", ""
    return "\t".join(" ".join(item.split()) for item in row[0].split("\x1e")), row[1], row[2]


def _is_value(exact: object, quantity: object, printed: object, *said: object) -> bool:
    """Whether the digits of a fact of another hand are its number, and that what is printed."""
    if exact is None or quantity is None:
        return False
    from decimal import Decimal

    from infofacts.numbers import quantity_of

    number, (bound, quote, measure) = quantity_of(str(quantity)), said
    if number is None or number.value != Decimal(str(exact)) or number.sign != bound:
        return False
    return printed == number.text(squeeze(str(quote or "")), measure == "level" or not number.falls)


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


def scan(
    paths: Sequence[Path],
    years: tuple[int, int],
    work: Callable[[Iterable[Fact], dict[str, Source]], Answer],
    inside: Callable[[Answer], Iterable[str]],
) -> tuple[Answer, FactBase]:
    """What a function makes of the facts that compare two years, and of all sources: the numbers of
    both years, and what breaks a series between them, in the order of their indicators. And the
    base of the indicators that are `inside` of it.

    Of one database not even all of these are in memory at a time, and of a fact only what is
    needed to compare it. Raises `BrokenBase` as `read` does.
    """

    def question(files: Files) -> tuple[Answer, FactBase]:
        if files.below and not files.over:
            found = work(files.below.numbers(*years), files.below.sources())
            return found, files.part(inside(found))
        base = files.base()
        facts = (fact for fact in base.facts.values() if years[0] <= fact.year <= years[1])
        return work(sorted(facts, key=lambda fact: fact.indicator_id), {**base.sources}), base

    return _ask(paths, question)


def complete(paths: Sequence[str], incomplete: str) -> list[tuple[str, str, str]]:
    """The names that begin so: (name, Chinese label, English label), a fact with its value twice.

    If only one topic or indicator does, its contents follow. A word in Chinese becomes labels.
    Raises `BrokenBase` as `read` does.
    """
    return _ask(paths, lambda files: _candidates(files.connection(words=False), incomplete))


def _candidates(connection: sqlite3.Connection, prefix: str) -> list[tuple[str, str, str]]:
    if not prefix.isascii():
        labels = (
            f"SELECT zh, id, id FROM {table} WHERE zh >= :begin AND zh < :end"
            for table in ("topics", "indicators")
        )
        query = f"{' UNION ALL '.join(labels)} LIMIT :most"
        limits = {"begin": prefix, "end": f"{prefix}\U0010ffff", "most": MOST}
        rows = connection.execute(query, limits)
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


# ---------------------------------------------------------------- a large base, a part at a time
def streamed(paths: Sequence[Path]) -> FactBase | None:
    """The contents of a large base, whose facts are read as they are used; None for a base that is
    in memory at once.

    Raises `BrokenBase` as `read` does.
    """
    from infofacts import parts

    first = os.fspath(paths[0])
    if len(paths) == 1 and first != builtin() and not is_database(first):
        from infofacts.largefile import LARGE as SIZE
        from infofacts.largefile import large

        return large(first) if os.path.isfile(first) and os.path.getsize(first) > SIZE else None
    with closing(Files(paths)) as files:
        if not files.below or files.over:
            return None
        counts = dict(files.below.connection.execute(_OF_INDICATORS))
        if sum(counts.values()) <= parts.MOST:
            return None
        base = files.contents()

    def part(indicators: Sequence[str]) -> FactBase:
        return _ask(paths, lambda files: files.part(indicators))

    return parts.in_parts(base, part, counts)


_OF_INDICATORS = "SELECT id, (SELECT count(*) FROM facts WHERE indicator_id = i.id) FROM indicators i ORDER BY rowid"


# ---------------------------------------------------------------- files over each other
class Files:
    """The files of a fact base: a database at the bottom, if any, and the files laid over it."""

    def __init__(self, paths: Sequence[Path], with_index: bool = True) -> None:
        path, connection, over = _lowest(paths, with_index)
        self.with_builtin = [os.fspath(each) for each in paths[:1]] == [builtin()]
        self.memory: sqlite3.Connection | None = None
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

    def close(self) -> None:
        """Close what is open."""
        for connection in (self.below and self.below.connection, self.memory):
            if connection:
                connection.close()

    def base(self, wanted: Sequence[str] | None = None, inputs: bool = False) -> FactBase:
        """All of the fact base, or what some names need, with the inputs of formulas or without."""
        if wanted is None:
            return self._laid(None)
        from infofacts.names import is_year, meant, split_year

        # Several words may be one name, with years behind it.
        together = takewhile(lambda word: not is_year(word), wanted)
        every = [*wanted, " ".join(wanted), " ".join(together)]
        heads = {head for name in every for head, _, _ in split_year(name)}
        short = (name for name in wanted if len(name) <= LONGEST_NAME)
        heads |= {".".join(name.split(".")[:2]) for name in short}  # of a fact, its indicator
        things = self._around(self.named(heads))
        things |= self._inputs(things) if inputs else set()
        base = self._laid(things)
        if all(meant(base, name) for name in wanted):
            return base
        if self.over or not self.below:
            return self._laid(things, everything=True)
        return self._with_near(self.below, things, [n for n in wanted if not meant(base, n)])

    def _with_near(self, below: Database, things: set[str], unknown: Sequence[str]) -> FactBase:
        """A part of the base, with what may be meant by names that mean nothing."""
        from infofacts import pieces
        from infofacts.record import replace

        short = [name for name in unknown[:MOST_SUGGESTED] if len(name) <= LONGEST_NAME]
        near = {name: pieces.near(below.connection, name) for name in short}
        also = {ident for some in near.values() for ident in some}
        also |= {ident.partition(".")[0] for ident in also}
        return replace(self._laid(things, also=also), near=near)

    def contents(self) -> FactBase:
        """The sources and topics, and how many facts are in them."""
        if self.below and not self.over:
            return self._over_shipped(self.below.contents())
        return self.base()

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

    def spoken(self, typed: str) -> str:
        """The Chinese label of what is typed in pinyin, "" for none."""
        from infofacts import fulltext

        if not (letters := fulltext.letters(typed)):
            return ""
        own = [fulltext.Named(t.address, f"{t.data.get('zh')}", ()) for t in self.own]
        for name, ident in fulltext.read_aloud(own):
            if name == letters:
                return next(each.zh for each in own if each.id == ident)
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
        inside = self._ids("SELECT id FROM indicators WHERE topic IN {0}", topics)
        return things | {ident.partition(".")[0] for ident in things} | own | inside

    def _ids(self, query: str, *lists: Iterable[str]) -> set[str]:
        """The ids that a query selects in the database; its {0} and {1} become the lists."""
        from json import dumps

        given = {f"list{n}": dumps(list(each)) for n, each in enumerate(lists)}
        places = (f"(SELECT value FROM json_each(:{name}))" for name in given)
        rows = self.below.connection.execute(query.format(*places), given) if self.below else ()
        return {ident for (ident,) in rows}

    def _laid(
        self, things: set[str] | None, everything: bool = False, also: Collection[str] = ()
    ) -> FactBase:
        """All of it, or some topics and indicators, with what it hides of the built-in base."""
        return self._over_shipped(self._stacked(things, everything, also))

    def _over_shipped(self, base: FactBase) -> FactBase:
        """A base with what it hides of the built-in one."""
        if not self.over and self.below and self.below.path == builtin():
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

    def _stacked(
        self, things: set[str] | None, everything: bool = False, also: Collection[str] = ()
    ) -> FactBase:
        below = [self.below.base(things, everything, also)] if self.below else []
        if below and not self.over:
            return below[0]
        from infofacts.factfile import Layers, build

        shipped = getattr(self.below, "shipped", None)
        known = shipped.sources if shipped else None
        return build(Layers([*below, *self.over], known), things, everything)

    def connection(self, words: bool = True) -> sqlite3.Connection:
        """One database with the contents of all files; with the `words` of all facts, to search."""
        if self.below and not self.over:
            return self.below.connection
        from infofacts import database, fulltext

        tokens = fulltext.tokens if words else None
        if self.memory:
            return self.memory
        if not self.below:
            self.memory = database.in_memory(self.base(), tokens, whole=False)
            return self.memory
        reason = _("too large to search with other files over it")
        check_size(self.below.path, self.below.connection, reason)
        self.memory = sqlite3.connect(":memory:")
        self.below.connection.backup(self.memory)
        self.memory.execute("PRAGMA trusted_schema = OFF")
        labels = {"zh", "en", "aliases"}  # of a topic: they are searched for with its facts
        changed = self._around(
            {t.address for t in self.own if "." in t.address or labels & t.data.keys()}
        )
        database.rewrite(self.memory, changed, self._stacked(changed), tokens)
        return self.memory


def _database(path: str, connection: sqlite3.Connection) -> Database:
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
    with closing(connect(path)) as connection:
        check_size(
            path,
            connection,
            _("larger than {large} MB: read it with --no-builtin, or", large=LARGE >> 20),
        )
        with damage_reported(path):
            return _database(path, connection).base()


def _ask(paths: Sequence[Path], question: Callable[[Files], Answer]) -> Answer:
    """What the files answer; a shipped index that is damaged is left out."""
    with closing(Files(paths)) as files:
        try:
            return question(files)
        except DAMAGE as error:
            if not files.below:
                raise
            if files.below.path != builtin():
                raise BrokenBase(f"{files.below.path}: {error}: {_(AGAIN)}") from error
    with closing(Files(paths, with_index=False)) as files:
        return question(files)


if __name__ == "__main__":
    print(make())
    print(compile_catalogue())
