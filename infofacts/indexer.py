"""Making the index of a fact base: what `index` reads, written once and put in place whole."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from time import time, time_ns

from infofacts import cachefile, search
from infofacts.commands.get import Values
from infofacts.factfile import builtin_path, load, stream
from infofacts.fast import address_key, label_key, proof
from infofacts.index import UNUSABLE, checksum, trailer
from infofacts.model import Fact, FactBase, Indicator, Topic
from infofacts.names import Years, fold
from infofacts.progress import Bar
from infofacts.records import pack, unpack
from infofacts.tomlfile import NotCut, plausible

LARGE = 8 << 20  # bytes of fact files from which on they are read in pieces
KEPT = 24  # indexes that the folder may hold; the oldest go
LEFT_OVER = 24 * 3600  # seconds after which an unfinished index is nobody's work any more
STEP = 1000  # places in the order of facts for those of one table of a fact base

TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = {cachefile.APPLICATION};
CREATE TABLE inputs(path BLOB, size INTEGER, modified INTEGER, changed INTEGER, number INTEGER,
    contents INTEGER);
CREATE TABLE sources(id TEXT PRIMARY KEY, body TEXT);
CREATE TABLE groups(id TEXT PRIMARY KEY, zh TEXT, en TEXT);
CREATE TABLE things(seq INTEGER PRIMARY KEY, id TEXT UNIQUE, topic TEXT, zh TEXT, en TEXT, body TEXT);
CREATE TABLE names(name TEXT, alias INTEGER, thing INTEGER, PRIMARY KEY (name, alias, thing))
    WITHOUT ROWID;
CREATE TABLE facts(seq INTEGER PRIMARY KEY, id TEXT UNIQUE, indicator TEXT, body TEXT);
CREATE TABLE answers(name TEXT PRIMARY KEY, line TEXT, proof INTEGER) WITHOUT ROWID;
"""
# The facts of each table of a fact base behind its address; a later one replaces an earlier.
Tables = Iterable[tuple[str, Sequence[Fact]]]
# A file with its size, times, number and checksum.
Input = tuple[bytes, int, int, int, int, int]
# Told how much of the work is done, from 0 to 1.
Progress = Callable[[float], None]


def make(paths: Sequence[Path]) -> FactBase | None:
    """Make the index of some fact files, if there is a place for it.

    The whole base too, where it was read whole. Files that were saved a moment ago get no index,
    for they are likely to be saved again, unless they are large. Raises `BrokenBase` as `load`
    does.
    """
    for path in paths:
        plausible(path)
    began, contents = time_ns(), [checksum(path) for path in paths]
    found = [cachefile.status(os.fsencode(path)) for path in paths]
    if sum(size for size, *_ in found) > LARGE:
        with suppress(NotCut):
            _store(paths, contents, began, *stream(paths))
            return None
    base = load(paths)
    if all(max(times) < began - cachefile.DOUBT for _, *times, _ in found):
        tables = _tables(base)
        _store(paths, contents, began, base, len(tables), tables.items())
    return base


def in_memory(base: FactBase) -> sqlite3.Connection:
    """The index of a base that has no place on a disk; any thread may read it."""
    index, tables = sqlite3.connect(":memory:", check_same_thread=False), _tables(base)
    fill(index, base, len(tables), tables.items())
    return index


def _tables(base: FactBase) -> dict[str, list[Fact]]:
    """The facts of each table of a base, behind its address."""
    tables: dict[str, list[Fact]] = {}
    for fact in base.facts.values():
        tables.setdefault(f"{fact.indicator_id}.{fact.year}", []).append(fact)
    return tables


# ---------------------------------------------------------------- the file
def _store(
    paths: Sequence[Path],
    contents: list[int],
    began: int,
    base: FactBase,
    count: int,
    tables: Tables,
) -> None:
    """Write an index under another name, prove that nothing changed meanwhile, put it in place."""
    absolute = [os.path.abspath(path) for path in paths]
    file = cachefile.location(absolute)
    if not file or not _place(os.path.dirname(file)):
        return
    handle, name = tempfile.mkstemp(".tmp", "index-", os.path.dirname(file))
    os.close(handle)
    try:
        with closing(sqlite3.connect(name)) as index:
            fill(index, base, count, tables)
            rows = list(_inputs(absolute, base))
            index.executemany("INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?)", rows)
            index.execute(f"PRAGMA user_version = {cachefile.program()}")
            index.commit()
        settled = all(max(times) < began for _, _, *times, _, _ in rows)
        if settled and [row[-1] for row in rows[: len(paths)]] == contents:
            _finish(name, began)
            os.replace(name, file)
            _tidy(os.path.dirname(file))
    except UNUSABLE:  # a full disk, a folder that vanished: there is simply no index
        pass
    finally:
        with suppress(OSError):
            os.unlink(name)


def _place(folder: str) -> bool:
    """Make the folder, in a place that is the user's own; whether files can be made in it."""
    above = folder
    while not os.path.lexists(above):
        above = os.path.dirname(above)
    try:
        if not hasattr(os, "geteuid") or os.stat(above).st_uid == os.geteuid():
            os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return False
    return cachefile.trusted_folder(folder) and os.access(folder, os.W_OK | os.X_OK)


def _inputs(paths: Sequence[str], base: FactBase) -> Iterator[Input]:
    """What the index is made of: the fact files, and the texts that lines are found in."""
    texts = [source.file for source in base.sources.values() if source.file]
    shipped = str(builtin_path().parent)
    # A text that is beside the shipped base was looked for beside the others before.
    within = (os.path.relpath(text, shipped) for text in texts if text.startswith(shipped))
    beside = [os.path.join(os.path.dirname(path), text) for text in within for path in paths]
    for path in dict.fromkeys([*paths, *texts, *beside]):
        yield os.fsencode(path), *cachefile.status(os.fsencode(path)), checksum(path)


def _finish(name: str, began: int) -> None:
    """Add the checksum; the time of the file is that at which reading began."""
    sum_ = checksum(name)
    with open(name, "ab") as file:
        file.write(trailer(sum_))
    os.utime(name, ns=(began, began))


def _tidy(folder: str) -> None:
    """Remove the oldest indexes, and what killed processes have left."""
    found = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime, reverse=True)
    indexes = [entry.path for entry in found if entry.name.endswith(".index")]
    old = time() - LEFT_OVER
    left = [e.path for e in found if e.name.endswith(".tmp") and e.stat().st_mtime < old]
    for path in [*indexes[KEPT:], *left]:
        with suppress(OSError):
            os.unlink(path)


# ---------------------------------------------------------------- the tables
def fill(index: sqlite3.Connection, base: FactBase, count: int, tables: Tables) -> None:
    """Write a base, its facts in `count` tables, into an empty database."""
    bar = Bar("infofacts: making the index")
    index.executescript(TABLES)
    search.create(index)
    rows = ((source.id, pack(source)) for source in base.sources.values())
    index.executemany("INSERT INTO sources VALUES (?, ?)", rows)
    groups = ((ident, zh, en) for ident, (zh, en) in base.groups.items())
    index.executemany("INSERT INTO groups VALUES (?, ?, ?)", groups)
    _fill_things(index, base)
    for number, (address, facts) in enumerate(tables):
        _fill_facts(index, number * STEP, address, facts)
        bar(number / count / 2)
    index.execute("CREATE INDEX things_topic ON things(topic)")
    index.execute("CREATE INDEX facts_indicator ON facts(indicator)")
    _fill_documents(index, base, bar)
    _fill_label_answers(index)
    search.finish(index)
    index.commit()
    bar.clear()


def _fill_things(index: sqlite3.Connection, base: FactBase) -> None:
    """Topics and indicators, and every name they go by; without an answer for the present."""
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    for seq, thing in enumerate(things, 1):
        topic = thing.topic if isinstance(thing, Indicator) else None
        row = (seq, thing.id, topic, thing.zh, thing.en, pack(thing))
        index.execute("INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)", row)
        labels = {fold(name) for name in (thing.zh, thing.en, thing.id)}
        names = [(name, 0, seq) for name in labels]
        names += [(name, 1, seq) for name in {fold(alias) for alias in thing.aliases}]
        index.executemany("INSERT INTO names VALUES (?, ?, ?)", (row for row in names if row[0]))
        _fill_answer(index, address_key(thing.id), None)


def _fill_facts(index: sqlite3.Connection, at: int, address: str, facts: Sequence[Fact]) -> None:
    """The facts of one table, in the place of those of an earlier one of the same address."""
    same = (f"{address}*",)  # the address ends in a year: only its own facts begin with it
    (before,) = index.execute("SELECT min(seq) FROM facts WHERE id GLOB ?", same).fetchone()
    if before is not None:
        index.execute("DELETE FROM facts WHERE id GLOB ?", same)
        at = before
    unique = {fact.id: fact for fact in facts}
    if len(unique) > STEP:
        raise ValueError(f"{address} has {len(unique)} facts")
    rows = ((at + n, f.id, f.indicator_id, pack(f)) for n, f in enumerate(unique.values()))
    index.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", rows)


def _fill_documents(index: sqlite3.Connection, base: FactBase, bar: Progress) -> None:
    """What every indicator with facts is found by, and what a plain `get` of it answers."""
    rows = index.execute(
        "SELECT t.seq, f.body FROM things t CROSS JOIN facts f ON f.indicator = t.id "
        "ORDER BY t.seq, f.seq"
    )
    indicators = list(base.indicators.values())
    for seq, group in groupby(rows, key=lambda row: row[0]):
        done = seq - len(base.topics)
        indicator = indicators[done - 1]
        facts = [unpack(Fact, body) for _, body in group]
        search.add(index, seq, base.topics[indicator.topic], indicator, facts)
        for name, line in _answers(base, indicator, facts):
            _fill_answer(index, address_key(name), line)
        bar((1 + done / len(indicators)) / 2)


def _answers(
    base: FactBase, indicator: Indicator, facts: Sequence[Fact]
) -> Iterator[tuple[str, str | None]]:
    """What `get` prints for an indicator and each of its facts; None where it has no value."""
    known = {fact.id: fact for fact in facts}
    alone = replace(base, topics={}, indicators={indicator.id: indicator}, facts=known)
    for name in (indicator.id, *known):
        bare = Values(alone, [name], Years(), None, "value")
        yield name, None if bare.missing else bare.lines[0]


def _fill_label_answers(index: sqlite3.Connection) -> None:
    """The answers to labels and aliases: a label goes before an alias, an indicator before a topic."""
    rows = index.execute(
        "SELECT n.name, a.line FROM names n JOIN things t ON t.seq = n.thing "
        "JOIN answers a ON a.name = '=' || t.id "
        "ORDER BY n.name, n.alias, t.topic IS NULL, t.seq"
    )
    first = (next(group) for _, group in groupby(rows, key=lambda row: row[0]))
    for name, line in first:
        if line is not None and label_key(name) == f"~{name}":
            _fill_answer(index, label_key(name), line)


def _fill_answer(index: sqlite3.Connection, key: str, line: str | None) -> None:
    sum_ = None if line is None else proof(key, line)
    index.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, line, sum_))
