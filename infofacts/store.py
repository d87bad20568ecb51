"""What the commands ask of a fact base, whichever files it is in.

`files` lays the files over each other. `python -m infofacts.store` makes the index of a checkout
anew.

A plain `get` needs this module: what takes long to load is imported where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from infofacts import sqlite
from infofacts.exports import VALUE, is_database
from infofacts.files import Files, ask
from infofacts.index import make
from infofacts.messages import compile_catalogue
from infofacts.text import builtin as builtin

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import TypeVar

    from infofacts.filters import Filters
    from infofacts.model import Fact, FactBase, Hit, Source

    Answer = TypeVar("Answer")
    Path = str | os.PathLike[str]

MOST = 2000  # candidates of a completion


# ---------------------------------------------------------------- where the files are
def base_files(facts: Sequence[Path] = (), with_builtin: bool = True) -> list[str]:
    """The fact files, lowest first: the shipped one, those of INFOFACTS_FACTS, then `facts`."""
    named = os.environ.get("INFOFACTS_FACTS", "").split(os.pathsep)
    shipped = [builtin()] if with_builtin else []
    return [*shipped, *filter(None, named), *(os.fspath(path) for path in facts)]


# ---------------------------------------------------------------- what the commands ask
def read(
    paths: Sequence[Path], wanted: Sequence[str] | None = None, inputs: bool = False
) -> FactBase:
    """The fact base of some files, lowest first: all of it, or as much as some names need, with
    the `inputs` of their formulas or without.

    For an unknown name all topics and indicators are read, for something to suggest.
    Raises `BrokenBase` for a file that cannot be read as a fact base.
    """
    return ask(paths, lambda files: files.base(wanted, inputs))


def contents(paths: Sequence[Path]) -> FactBase:
    """The sources and topics of a fact base; of a database the facts are only counted.

    Raises `BrokenBase` as `read` does.
    """
    return ask(paths, lambda files: files.contents())


def found(
    paths: Sequence[Path],
    words: Sequence[str],
    count: int,
    filters: Filters | None = None,
    printed: Callable[[sqlite.Connection, list[Hit]], str] | None = None,
) -> tuple[FactBase, list[Hit], str | None]:
    """The best facts for some words, best first, the part of the base that they are in, and what is
    `printed` of them with the index.

    If that is asked for, and there is nothing but the index, the facts have only what a search
    reads of them. Raises `BrokenBase` as `read` does.
    """
    from infofacts import search

    def hits(files: Files) -> tuple[FactBase, list[Hit], str | None]:
        brief = bool(printed) and files.is_index

        def part(ids: Iterable[str], names: Iterable[str]) -> FactBase:
            named = (ident for ident in files.named(names) if "." in ident)
            return files.part({*ids, *named}, brief)

        base, some = search.find(
            files.connection(), words, count, part, files.spoken, filters, files.is_index
        )
        return base, some, printed(files.connection(), some) if printed and brief else None

    return ask(paths, hits)


def find_in(
    connection: sqlite.Connection, base: FactBase, words: Sequence[str], count: int
) -> list[Hit]:
    """The best facts of a base for some words; the connection is what `in_memory` makes of it."""
    from infofacts import fulltext, search

    def spoken(typed: str) -> str:
        things = (
            fulltext.Named(ident, each.zh, each.aliases)
            for entries in (base.indicators, base.topics)
            for ident, each in entries.items()
        )
        return fulltext.heard(things, typed)

    return search.find(connection, words, count, lambda ids, names: base, spoken)[1]


def in_memory(base: FactBase) -> sqlite.Connection:
    """A database of a whole base, to search in; any thread may read it."""
    from infofacts import filling, fulltext

    return filling.in_memory(base, fulltext.tokens, whole=False)


def counted(paths: Sequence[Path], name: str) -> dict[str, int]:
    """The values of a field of facts and how many facts have each, the most frequent first.

    Raises `BrokenBase` as `read` does.
    """
    value = f"CAST({name} AS TEXT)"
    query = (
        f"SELECT {value}, count(*) FROM facts WHERE {name} NOTNULL "
        f"GROUP BY {value} ORDER BY count(*) DESC, min(rowid)"
    )
    return ask(paths, lambda files: dict(files.connection(words=False).execute(query)))


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

    return ask(paths, question)


def complete(paths: Sequence[str], incomplete: str) -> list[tuple[str, str, str]]:
    """The names that begin so: (name, Chinese label, English label), a fact with its value twice.

    If only one topic or indicator does, its contents follow. A word in Chinese becomes labels.
    Raises `BrokenBase` as `read` does.
    """
    return ask(paths, lambda files: _candidates(files.connection(words=False), incomplete))


def _candidates(connection: sqlite.Connection, prefix: str) -> list[tuple[str, str, str]]:
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
    if len(hits) == 1:
        hits += _beginning(connection, f"{hits[0][0]}.")
    return hits


def _beginning(connection: sqlite.Connection, prefix: str) -> list[tuple[str, str, str]]:
    """The topics, indicators or facts with this prefix; no values of other sources."""
    select, order = (
        ("SELECT id, zh, en FROM topics WHERE", "rowid"),
        ("SELECT id, zh, en FROM indicators WHERE", "rowid"),
        (f"SELECT id, {VALUE}, {VALUE} FROM facts WHERE id NOT LIKE '%@%' AND", "id"),
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
        from infofacts.largefile import is_large, large

        found = large(first) if is_large(first) else None
        return found[0] if found else None
    with Files(paths) as files:
        if not files.below or files.over:
            return None
        counts = dict(files.below.connection.execute(_OF_INDICATORS))
        if sum(counts.values()) <= parts.MOST:
            return None
        base = files.contents()

    def part(indicators: Sequence[str]) -> FactBase:
        return ask(paths, lambda files: files.part(indicators))

    return parts.in_parts(base, part, counts)


_OF_INDICATORS = "SELECT id, (SELECT count(*) FROM facts WHERE indicator_id = i.id) FROM indicators i ORDER BY rowid"


if __name__ == "__main__":
    print(make())
    print(compile_catalogue())
