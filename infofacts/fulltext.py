"""The full-text table of a database: `facts_fts` has one row per fact, with the words to find it by.

Exported databases have it too, with all parts of Chinese clauses, since other programs know no
other way to find them. Beside it stand the words that a mistyped one is corrected to, and Chinese
names in pinyin.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from infofacts import lexicon
from infofacts.model import Fact, FactBase, Indicator, Topic, facts_by_indicator
from infofacts.retrieval import READY, WEIGHTS, described
from infofacts.stems import english, plain, spelt, stem, tokenize, words_in
from infofacts.text import fold
from infofacts.wordings import as_read

if TYPE_CHECKING:
    from sqlite3 import Connection

BUFFER = 1 << 24  # bytes of the index that are written at once: in order, and without gaps
# Characters of the longest part of a Chinese clause that can be typed: in a name, in a quote.
NAME_PART, QUOTE_PART = 20, 10


def create(connection: Connection) -> None:
    """Make the empty tables `facts_fts`, `spellings` and `pinyin`; `add` every fact, then `finish`.

    sqlite-utils and Datasette recognise the index of a table by the words content="facts" in its
    statement. Here they are a comment: the index keeps no text, for what it indexes is not for
    people to read. It is that of the view `facts_words`, so that who changes facts can have the
    index made anew ("rebuild").
    """
    connection.execute(
        f"""CREATE VIRTUAL TABLE "facts_fts" USING FTS5 (
  -- its rows are those of content="facts"
  {", ".join(WEIGHTS)}, content='facts_words',
  tokenize="porter unicode61 tokenchars '.'")"""
    )
    connection.execute(_view())
    connection.execute(
        "CREATE TABLE spellings (word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID"
    )
    rank = f"bm25({', '.join(map(str, WEIGHTS.values()))})"
    connection.execute(
        "CREATE TABLE pinyin (name TEXT, id TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID"
    )
    option = "INSERT INTO facts_fts (facts_fts, rank) VALUES (?, ?)"
    connection.executemany(option, [("rank", rank), ("hashsize", BUFFER)])


# The parts of a text in SQL, as far as it can tell: runs without a blank, cut everywhere but inside
# Latin words and numbers; then the text itself.
_PARTS = """(WITH RECURSIVE said(t) AS (SELECT concat),
    start(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM start, said WHERE n < length(t)),
    size(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM size WHERE k < longest)
    SELECT group_concat(substr(t, n, k), ' ') || t FROM said, start, size
    WHERE NOT before GLOB word AND NOT before GLOB number AND NOT behind GLOB word
    AND NOT behind GLOB number AND NOT instr(substr(t, n, k), ' '))"""
_NAMED = {
    "before": "substr(t, n - 1, 2)", "behind": "substr(t, n + k - 1, 2)",
    "word": "'[a-zA-Z][a-zA-Z]'", "number": "'[0-9.][0-9.]'",
}  # fmt: skip


def _view() -> str:
    """The view of the texts that are indexed of each fact, with the parts of them that are typed.

    It has what `searched` makes but for names of places and other widths and forms of letters.
    """
    columns = {
        "labels": ("f.zh f.en", NAME_PART),
        "aliases": ("i.aliases f.indicator", NAME_PART),
        "topics": ("t.zh t.en t.aliases f.scope", NAME_PART),
        "quotes": ("f.quote f.also f.printed f.value_en", QUOTE_PART),
    }
    made = []
    for name, (texts, longest) in columns.items():
        concat = " || ' ' || ".join(f"coalesce({text}, '')" for text in texts.split())
        parts = _PARTS.replace("concat)", f"' ' || {concat} || ' ')", 1)
        for word, meaning in _NAMED.items():
            parts = parts.replace(word, meaning)
        made.append(f"{parts.replace('longest', str(longest))} AS {name}")
    return (
        f"CREATE VIEW facts_words AS SELECT f.rowid AS rowid, {', '.join(made)} FROM facts f "
        "JOIN indicators i ON i.id = f.indicator_id JOIN topics t ON t.id = f.topic"
    )


def add(connection: Connection, first: int, base: FactBase, words: Words) -> None:
    """Index the facts of a base, which have rowids from `first` in `facts`; `words` are those to
    index of a text."""
    rows = enumerate(_indexed(base, base.facts.values(), words), first)
    connection.executemany(
        "INSERT INTO facts_fts (rowid, labels, aliases, topics, quotes) VALUES (?, ?, ?, ?, ?)",
        ((rowid, *texts) for rowid, texts in rows),
    )


def _indexed(base: FactBase, facts: Iterable[Fact], words: Words) -> Iterator[tuple[str, ...]]:
    """The words of facts by the columns of the table."""
    words_of = cache(words)  # what names of topics have

    @cache
    def of_names(topic: str, indicator: str, zh: str, en: str, scope: str) -> tuple[str, ...]:
        around, own = base.topics[topic], base.indicators[f"{topic}.{indicator}"]
        places = () if scope == "CN" else (scope, *lexicon.names_of(scope))
        texts = (
            (zh, en),
            (*own.aliases, own.key),
            (around.zh, around.en, *around.aliases, *places),
        )
        return tuple(words_of(" ".join(each), NAME_PART) for each in texts)

    for fact in facts:
        english = (fact.value_en,) if isinstance(fact.value_en, str) else fact.value_en or ()
        quotes = " ".join((fact.quote, *fact.also, fact.printed, *english))
        yield *of_names(*_names_of(fact)), words(quotes, QUOTE_PART)


_names_of = attrgetter("topic", "indicator", "zh", "en", "scope")


def finish(connection: Connection) -> None:
    """Fill the table of spellings from the names of `indicators` and `topics`."""
    stems: Counter[str] = Counter()
    labels = "SELECT id, zh, en, aliases FROM"
    for names in connection.execute(f"{labels} indicators UNION ALL {labels} topics"):
        text = " ".join(filter(None, names)).casefold()
        stems.update(map(stem, set(re.findall(r"\b[a-z]{4,}\b", text))))
    known = sorted((word, count) for word, count in stems.items() if spelt(word))
    connection.executemany("INSERT INTO spellings VALUES (?, ?)", known)


def make_ready(connection: Connection, base: FactBase) -> None:
    """Write beside the index what a search would make of names: of each indicator its texts, the
    stems in them, and what its names, and those of its facts, have."""
    connection.execute(f"CREATE TABLE ready_names ({READY}, names, PRIMARY KEY (id))")
    for ident, *columns in [*described(connection)]:
        indicator = base.indicators[ident]
        named: list[Indicator | Fact] = [indicator, *facts_by_indicator(base).get(ident, [])]
        labels = [name for each in named for name in (each.zh, each.en)]
        read = {name: as_read(name) for name in map(plain, (*labels, *indicator.aliases))}
        names = "\n".join(map("\t".join, read.items()))
        connection.execute(
            "INSERT INTO ready_names VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (ident, *columns, names)
        )


class Named(NamedTuple):
    """What has names, as topics and indicators have them."""

    id: str
    zh: str
    aliases: tuple[str, ...]


def letters(typed: str) -> str:
    """What may be pinyin, as names are compared; "" for anything else."""
    name = fold(typed)
    return name if name.isascii() and name.isalnum() and len(name) > 3 else ""


def read_aloud(things: Iterable[Topic | Indicator | Named]) -> Iterator[tuple[str, str]]:
    """The Chinese labels and aliases of things in pinyin, as names are compared; with the ids."""
    for thing in things:
        for name in (thing.zh, *thing.aliases):
            if not name.isascii():
                yield from ((way, thing.id) for way in lexicon.pinyin(fold(name)))


def heard(things: Iterable[Named], typed: str) -> str:
    """The Chinese label of the first thing with a name that is typed in pinyin; "" for none."""
    if wanted := letters(typed):
        for thing in things:
            if any(way == wanted for way, _ in read_aloud([thing])):
                return thing.zh
    return ""


# A point belongs to a number, and to the name of a domain: .cn. A long number begins behind \0.
_CLAUSE = re.compile(r"(?:(?<![\w.])\.(?=[a-z]))?(?:[^\W_]++|\0|(?<=[0-9])\.(?=[0-9]))+")
_ATOM = re.compile(r"[\0-\x7f]+|.")  # what a clause has between its parts: words, and characters
# What of a number `english` has words of that are no parts, as of words with letters.
_POINTS = re.compile(r"\.[0-9]+\.")
_VALUE = re.compile(r"(?<![0-9a-z.])(?=[0-9]{4}|[0-9]+\.[0-9])")
# Letters, or marks between words, that are as they are compared, or no part of a word.
_KEPT = re.compile("[\0-\x7f\u4e00-\u9fff、。，；：“”（）《》]*")


# The text to index of a text, with parts of Chinese clauses up to a number of characters.
Words = Callable[[str, int], str]


def searched(text: str, longest: int = NAME_PART) -> str:
    """A text as FTS5 is given it for every program: with every word that may be typed.

    FTS5 takes a whole Chinese clause as one word. So there are all parts of it, up to `longest`
    characters, cut beside each Chinese character, and the tokens of `search`; then the clauses
    as they follow each other, for phrases. A part with a year or a value begins with it.

    >>> searched("5G基站, base stations")
    '5g 5g基 5g基站 基 基站 站 base stations station 5g基站 base stations'
    >>> searched("达337.7万个")
    '达 337.7 337.7万 337.7万个 万 万个 个 达337.7万个'
    """
    folded = (text if _KEPT.fullmatch(text) else unicodedata.normalize("NFKC", text)).casefold()
    clauses = _CLAUSE.findall(_VALUE.sub("\0", folded.replace("\0", " ")))
    runs = dict.fromkeys("\0".join(clauses).split("\0"))
    words = dict.fromkeys(chain.from_iterable(_parts(run, longest) for run in runs))
    if folded != folded.upper() or _POINTS.search(folded):
        words |= dict.fromkeys(english(plain(text) if "IT" in text else folded))
    return " ".join((*words, *clauses)).replace("\0", "")


def _parts(run: str, longest: int) -> list[str]:
    """All parts of a run of characters."""
    behind = run.lstrip("0123456789.")
    if behind == run or behind[:1].isascii():
        return _known_parts(run, longest)[1]
    number = run.removesuffix(behind)  # what follows numbers is in many clauses
    first, others = _known_parts(behind, longest)
    return [number, *[number + each for each in first[: longest - 1]], *others]


@lru_cache(maxsize=1024)  # dates and names are in many clauses
def _known_parts(run: str, longest: int) -> tuple[list[str], list[str]]:
    """The parts of a run that begin it, and all parts."""
    edges = [*accumulate(map(len, _ATOM.findall(run)), initial=0)]
    every = ((start, edges[at : at + longest]) for at, start in enumerate(edges[:-1], 1))
    parts = [run[start:end] for start, ends in every for end in ends]
    return parts[: min(len(edges) - 1, longest)], parts


def tokens(text: str, longest: int = 0) -> str:
    """A text as FTS5 is given it for this program alone: its tokens, and the words as they are.

    FTS5 stems them in its own way: it must find the same as in what `searched` makes.
    """
    return " ".join(dict.fromkeys((*tokenize(text), *words_in(plain(text)))))
