"""Names like a mistyped one are found by the pieces that they have in common with it.

A database has the pieces of all names in its table `pieces`, so that a miss costs the same in a base
of any size; without one they are looked for in the names themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from infofacts.text import spaced

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from sqlite3 import Connection

MOST = 500  # things that one piece is looked up in: more have the commonest only
KEPT = 60  # things that are compared
INDICATORS = 1 << 32  # what is added to the row of an indicator, so that topics come first


def create(connection: Connection) -> None:
    """Make the empty table: of topics by their rows, of indicators by theirs and `INDICATORS`."""
    connection.execute(
        "CREATE VIRTUAL TABLE pieces USING FTS5 (names, content='', detail=none, columnsize=0, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '^$'\")"
    )


def add(connection: Connection, things: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Add things, each with its row and its names."""
    every = (
        (row, " ".join(dict.fromkeys(piece for name in names for piece in pieces(name))))
        for row, names in things
    )
    connection.executemany("INSERT INTO pieces (rowid, names) VALUES (?, ?)", every)


@lru_cache(maxsize=1 << 14)  # each mistyped name is looked for in the same names
def _marked(name: str) -> str:
    """A name with the ends of its words marked, and once more the first and last letter of each."""
    words = spaced(name).split()
    return "".join(f"^{word}$" for word in words) + "".join(f" ${w[-1]}^{w[0]}" for w in words)


def pieces(name: str) -> list[str]:
    """The pieces of a name: three letters of a word, its ends, one or two Chinese characters.

    >>> pieces("IPv6基站")
    ['^ip', 'ipv', 'pv6', '6基', '基', '基站', '站', '站$', '$站^i']
    """
    found = []
    for word in spaced(name).split():
        text = f"^{word}$"
        if text.isascii():
            found += [text[at : at + 3] for at in range(len(text) - 2)]
            text = ""
        for at, char in enumerate(text):
            if not char.isascii():
                found.append(char)
            if not text[at : at + 2].isascii():
                found.append(text[at : at + 2])
            elif len(text) > at + 2 and text[at : at + 3].isascii():
                found.append(text[at : at + 3])
        found.append(f"${word[-1]}^{word[0]}")
    return list(dict.fromkeys(found))


def near(connection: Connection, name: str) -> list[str]:
    """The topics and indicators of a database that have the most pieces of a name."""
    query = f"SELECT rowid FROM pieces WHERE pieces MATCH ? LIMIT {MOST}"
    rows = _likeliest(
        name, lambda piece: [row for (row,) in connection.execute(query, (f'"{piece}"',))]
    )
    ids: list[str] = []
    for row in rows:
        table, rowid = ("indicators", row - INDICATORS) if row > INDICATORS else ("topics", row)
        found = connection.execute(f"SELECT id FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
        ids += found or ()
    return ids


def near_among(things: Sequence[Sequence[str]], name: str) -> list[int]:
    """The places of the things, each with its names, that have the most pieces of a name."""
    texts = ["".join(map(_marked, names)) for names in things]

    def rows(piece: str) -> list[int]:
        return [row for row, text in enumerate(texts) if piece in text][:MOST]

    return _likeliest(name, rows)


def _likeliest(name: str, rows: Callable[[str], list[int]]) -> list[int]:
    """The rows with the most pieces of a name; a rare piece counts for more."""
    scores: dict[int, float] = {}
    for piece in pieces(name):
        found = rows(piece)
        for row in found:
            scores[row] = scores.get(row, 0.0) + 1 / (1 + len(found))
    return sorted(scores, key=lambda row: (-scores[row], row))[:KEPT]
