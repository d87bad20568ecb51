"""The index of a fact base: an SQLite file in the user's cache folder, made when it is missing.

It holds every record of the base, overlays included, the names of all things, the answers of a
plain `get`, and the words to search. It is an aid only: one that is stale, damaged, not the
user's own, or cannot be written is as good as none, and the same answer comes from the files.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from infofacts import cachefile, search
from infofacts.model import Fact, FactBase, Indicator, Source, Topic
from infofacts.names import ANY_YEAR, Years, split_year
from infofacts.records import unpack
from infofacts.search import parse_query
from infofacts.text import fold

HUGE = 1 << 30  # bytes that no file of a fact base has
CHECKED = 8 << 20  # bytes of an index up to which its checksum is proven at every start
TRAILER = 8  # bytes behind the database: a mark, and the checksum of all before it
MARK = b"ifct"

# What a damaged or foreign index may raise when it is read.
UNUSABLE = (sqlite3.Error, OSError, ValueError, TypeError, KeyError, ArithmeticError)
Answer = TypeVar("Answer")
Found = tuple[FactBase, list[Fact]]
Row = tuple[int, str, str]


# ---------------------------------------------------------------- what the commands ask
def read(paths: Sequence[Path], wanted: Sequence[str] | None = None) -> FactBase:
    """The fact base of some files: all of it, or as much as some names need.

    Raises `BrokenBase` as `load` does.
    """

    def base(index: sqlite3.Connection) -> FactBase:
        return whole(index) if wanted is None else part(index, wanted)

    return _ask(paths, base) or _make(paths) or _ask(paths, base) or _load(paths)


def find(paths: Sequence[Path], words: Sequence[str], count: int, years: Years = ANY_YEAR) -> Found:
    """The best facts for some words, best first, and as much of the base as they need.

    Raises `BrokenBase` as `load` does.
    """
    return ask(paths, lambda index: found(index, words, count, years))


def ask(paths: Sequence[Path], question: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """What the index answers; it is made if need be, in memory if there is no place for it.

    Raises `BrokenBase` as `load` does.
    """
    if (answer := _ask(paths, question)) is not None:
        return answer
    base = _make(paths)
    if (answer := _ask(paths, question)) is not None:
        return answer
    from infofacts.indexer import in_memory

    with closing(in_memory(base or _load(paths))) as index:
        return question(index)


def _ask(paths: Sequence[Path], question: Callable[[sqlite3.Connection], Answer]) -> Answer | None:
    """What an index answers; None if there is none to trust."""
    with suppress(*UNUSABLE):
        if index := opened(paths):
            with closing(index):
                return question(index)
    return None


def _make(paths: Sequence[Path]) -> FactBase | None:
    from infofacts.indexer import make  # loads what reads TOML: only where it is needed

    return make(paths)


def _load(paths: Sequence[Path]) -> FactBase:
    from infofacts.factfile import load

    return load(paths)


# ---------------------------------------------------------------- a file to trust
def opened(paths: Sequence[Path]) -> sqlite3.Connection | None:
    """The index of some fact files, if it is fresh and whole."""
    absolute = [os.path.abspath(path) for path in paths]
    index = cachefile.fresh(absolute, _settled)
    if index and not sound(cachefile.location(absolute)):
        index.close()
        return None
    return index


def _settled(index: sqlite3.Connection, file: str) -> bool:
    """Whether files saved just before the index was made still have the contents it is of.

    The index is then as good as one made now.
    """
    rows = index.execute("SELECT path, contents FROM inputs").fetchall()
    same = all(checksum(path) == contents for path, contents in rows)
    if same:
        with suppress(OSError):
            os.utime(file)
    return same


def sound(file: str) -> bool:
    """Whether an index has the checksum that it was written with; large ones are taken on trust."""
    with open(file, "rb") as bytes_:
        if os.fstat(bytes_.fileno()).st_size > CHECKED:
            return True
        data = bytes_.read()
    return data[-TRAILER:] == trailer(crc32(memoryview(data)[:-TRAILER]))


def trailer(sum_: int) -> bytes:
    """What stands behind the database; SQLite reads no further than its own pages."""
    return MARK + sum_.to_bytes(4, "big")


def checksum(path: bytes | str | Path) -> int:
    """The checksum of a file's contents; -1 for none, a pipe that may never end, a huge one."""
    sum_ = 0
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > HUGE:
            return -1
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                sum_ = crc32(block, sum_)
    except OSError:
        return -1
    return sum_


# ---------------------------------------------------------------- from rows to objects
def whole(index: sqlite3.Connection) -> FactBase:
    """All that an index holds."""
    facts = index.execute("SELECT seq, body FROM records").fetchall()
    return _base(index, _things(index, "TRUE"), facts)


def part(index: sqlite3.Connection, wanted: Iterable[str]) -> FactBase:
    """What some names need: the things they may mean, and all their facts.

    Where a name means nothing all topics and indicators are there, for something to suggest.
    """
    meant = [_meant(index, name) for name in wanted]
    rows = set().union(*meant)
    return _some(index, rows, everything=not all(meant))


def _meant(index: sqlite3.Connection, name: str) -> set[int]:
    """The rows of the topics and indicators that a name may mean."""
    fact = "SELECT t.seq FROM records f JOIN things t ON t.id = f.indicator WHERE f.id = ?"
    found = index.execute(fact, (name,)).fetchall()
    for head, _, _ in split_year(name):
        found += index.execute("SELECT seq FROM things WHERE id = ?", (head,))
        found += index.execute("SELECT thing FROM names WHERE name = ?", (fold(head),))
    return {row for (row,) in found}


def _some(index: sqlite3.Connection, rows: Iterable[int], everything: bool = False) -> FactBase:
    """The things of some rows: a topic with its indicators, an indicator with its topic and facts."""
    named = [row for at in rows for row in _things(index, "seq = ?", at)]
    topics = {ident.partition(".")[0] for _, ident, _ in named}
    inside = {ident for _, ident, _ in named if "." in ident}
    for _, ident, _ in named:
        if "." not in ident:
            inside |= {each for _, each, _ in _things(index, "topic = ?", ident)}
    query = "SELECT seq, body FROM records WHERE indicator = ?"
    facts = [row for ident in inside for row in index.execute(query, (ident,))]
    if everything:
        return _base(index, _things(index, "TRUE"), facts)
    things = (row for ident in topics | inside for row in _things(index, "id = ?", ident))
    return _base(index, things, facts)


def _things(index: sqlite3.Connection, where: str, *values: object) -> list[Row]:
    return index.execute(f"SELECT seq, id, body FROM things WHERE {where}", values).fetchall()


def _base(
    index: sqlite3.Connection, things: Iterable[Row], facts: Iterable[tuple[int, str]]
) -> FactBase:
    """A fact base of rows, in the order of the files, with all sources and groups."""
    ordered = sorted(things)
    sources = index.execute("SELECT body FROM sources ORDER BY rowid")
    groups = index.execute("SELECT id, zh, en FROM groups ORDER BY rowid")
    return FactBase(
        {source.id: source for source in (unpack(Source, body) for (body,) in sources)},
        {ident: (zh, en) for ident, zh, en in groups},
        {ident: unpack(Topic, body) for _, ident, body in ordered if "." not in ident},
        {ident: unpack(Indicator, body) for _, ident, body in ordered if "." in ident},
        {fact.id: fact for fact in (unpack(Fact, body) for _, body in sorted(facts))},
    )


# ---------------------------------------------------------------- search
def found(
    index: sqlite3.Connection, words: Sequence[str], count: int, years: Years = ANY_YEAR
) -> Found:
    """The facts that answer a query, best first, and the part of the base they stand in."""
    query = parse_query(words)
    enough = search.MOST if years.chosen else count  # whether they are of a year is seen below
    ranked = search.rank(index, query, enough)
    rows = [row for ident in ranked for row, *_ in _things(index, "id = ?", ident)]
    base = _some(index, [*rows, *(row for name in query.names for row in _meant(index, name))])
    facts: dict[str, list[Fact]] = {}
    for fact in base.facts.values():
        facts.setdefault(fact.indicator_id, []).append(fact)
    fitting = (years.select(facts.get(ident, [])) for ident in ranked)
    return base, [search.best(some, query) for some in fitting if some][:count]
