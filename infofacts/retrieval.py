"""The indicators that a query finds, with their scores.

The full-text table finds the facts that have the words of a query; their indicators are ranked by
their own texts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from infofacts.numbers import digits_of
from infofacts.query import Query, Term
from infofacts.question import Question
from infofacts.stems import plain, spelt, stem, stems_of, tokenize
from infofacts.text import fold, json_list

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from sqlite3 import Connection
    from typing import Any

# The columns of the full-text table, and the weight of a word in each.
WEIGHTS = {"labels": 6.0, "aliases": 5.0, "topics": 2.0, "quotes": 1.0}
CANDIDATES = 45  # indicators that are ranked by their names
READ = 30  # indicators whose facts are read
COMMON = 4000  # facts that one query may touch, unless a single word is in more of them
FAINT_WORD = 0.5  # words of up to this weight do not make a hit by themselves
NAMED = 1e9  # what is added to the score of an indicator whose very name was typed
OTHER = 0.8  # of a word of the same meaning, against the typed one


def rank(
    connection: Connection, query: Query, count: int, ready: bool = False
) -> list[tuple[str, float]]:
    """The ids of the indicators that a query finds with their scores, best first, about `count`.

    Those with a number of the query come first, then one whose very name was typed, by a label
    before an alias, then those with its words. In the index words of names stand `ready`.
    """
    by_words = dict(_by_words(connection, query, max(count, CANDIDATES), ready))
    for ident in _called(connection, [query.question.placeless]):
        by_words[ident] = 2 * by_words.get(ident, 0.0)
    called = _called(connection, query.names)
    first = {ident: NAMED + by_words.get(ident, 0.0) for ident in called}
    numbered = dict.fromkeys(_by_numbers(connection, query.question), 0.0)
    scores = numbered | by_words | first
    rest = sorted(by_words, key=lambda ident: -by_words[ident])
    return [(ident, scores[ident]) for ident in dict.fromkeys([*numbered, *first, *rest])][
        : max(count, READ)
    ]


def _called(connection: Connection, names: Iterable[str]) -> list[str]:
    """The ids of the indicators with one of some names, by labels before aliases."""
    query = (
        "SELECT i.id FROM names n JOIN indicators i ON i.id = n.id WHERE n.name = ? "
        "ORDER BY n.alias, i.rowid"
    )
    folded = dict.fromkeys(map(fold, names))
    return [ident for name in folded for (ident,) in connection.execute(query, (name,))]


def _by_numbers(connection: Connection, question: Question) -> list[str]:
    """The indicators with a fact whose value is a number of the question."""
    values = [digits_of(part.number) for part in question.numbers if part.number is not None]
    return [
        ident
        for value in values
        for sign in ("", "-")
        for (ident,) in connection.execute(
            "SELECT DISTINCT indicator_id FROM facts WHERE value = CAST(? AS NUMERIC) LIMIT ?",
            (sign + value, CANDIDATES),
        )
    ]


def _by_words(
    connection: Connection, query: Query, count: int, ready: bool
) -> list[tuple[str, float]]:
    """The indicators with the words of a query and their scores, best first."""
    (size,) = connection.execute("SELECT max(rowid) FROM facts").fetchone()
    rows: dict[str, set[int]] = {}
    known: list[str] = []  # words that may be meant by others
    terms: list[Term] = []  # with the tokens that occur in facts
    for term in query.terms:
        token, weight = term.token, term.weight
        hits = {token: _rows(connection, [token])} if token else {}
        if token and not hits[token] and (guesses := _guesses(connection, token, known)):
            query.guesses[token] = guesses
            token, weight = " ".join(guesses), weight * 0.8
            hits = {token: _rows(connection, guesses)}
        others = " ".join(term.others)
        if others:
            hits[others] = _rows(connection, term.others)
        if any(hits.values()):
            rows |= hits
            guessed = tuple(guesses) if token != term.token else term.others
            terms.append(Term(term.token, weight, guessed))
    # If 华为 is in no fact, 华 and 为 (in many) do not count as a match.
    telling = [any(term.weight > FAINT_WORD for term in some) for some in (query.terms, terms)]
    if not terms or telling == [True, False]:
        return []
    rarity: dict[Term, float] = {}
    for term in terms:
        sets = [rows[key] for key in (term.token, " ".join(term.others)) if rows.get(key)]
        # a token with more rows is taken to be as frequent in the rest
        facts = [len(s) if len(s) < COMMON else len(s) * size / max(s) for s in sets]
        rarity[term] = term.weight * math.log(1 + size / (1 + max(facts)))
    lost = sum(term.weight for term in query.terms) - sum(term.weight for term in terms)
    wanted = sum(rarity.values()) + lost * math.log(1 + (size or 0))
    ids = _candidates(connection, rows, rarity, count)
    ranked = sorted(_weighed(connection, query, rarity, wanted, rows, ids, ready))
    return [(ident, -score) for score, *_, ident in ranked]


def _rows(connection: Connection, words: Iterable[str], columns: str = "") -> set[int]:
    """The first rows that have one of some words, in some columns."""
    either = " OR ".join(
        " AND ".join(f'"{token}"' for token in dict.fromkeys(tokenize(word)) if len(token) > 1)
        or f'"{word}"'
        for word in words
    )
    some = f"SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? LIMIT {COMMON}"
    query = f"SELECT group_concat(rowid) FROM ({some})"  # one row is read faster than many
    (found,) = connection.execute(query, (f"{columns}({either})",)).fetchone()
    return set(map(int, found.split(","))) if found else set()


def _guesses(connection: Connection, token: str, known: list[str]) -> list[str]:
    """Guesses for an unknown word: one it begins, two words in one, or near spellings.

    `known` are all words that take part; they are read for the first word that needs them.
    """
    if not spelt(token):
        return []
    one = "SELECT word FROM spellings WHERE word"
    begin = f"{one} > ? AND word < ? ORDER BY documents DESC LIMIT 3"
    if longer := connection.execute(begin, (token, f"{token}\x7f")).fetchall():
        return [word for (word,) in longer]
    if not known:  # one row is read faster than many
        words = connection.execute("SELECT group_concat(word, ' ') FROM spellings").fetchone()
        known += (words[0] or "").split()
    for cut in range(4, len(token) - 3):
        parts = stem(token[:cut]), stem(token[cut:])
        if all(connection.execute(f"{one} = ?", (part,)).fetchone() for part in parts):
            return list(parts)
    from infofacts.names import nearest  # only who mistypes waits for it

    short = [word for word in known if len(word) <= len(token) + 2]
    near = nearest(token, short, count=2, likeness=0.83)  # inflation is no information
    return [word for word in near if not token.endswith(word)]  # unemployment is no employment


def _candidates(
    connection: Connection,
    rows: Mapping[str, set[int]],
    rarity: Mapping[Term, float],
    count: int,
) -> list[str]:
    """The indicators of the rows that have most of the rarest words, names before quotes."""
    scores: dict[int, float] = {}
    long = [term for term in rarity if len(term.token) != 1] or list(rarity)
    for term in long:
        value = rarity[term]
        for key, words in ((term.token, [term.token]), (" ".join(term.others), term.others)):
            found = rows.get(key, set())
            for row in found:
                scores[row] = scores.get(row, 0.0) + value
            if len(found) > CANDIDATES:
                for row in _rows(connection, words, "{labels aliases} : "):
                    scores[row] = scores.get(row, 0.0) + value
    best = sorted(sorted(scores), key=scores.__getitem__, reverse=True)
    ids: dict[str, None] = {}
    query = (
        "SELECT indicator_id FROM json_each(?) j JOIN facts f ON f.rowid = j.value ORDER BY j.key"
    )
    for at in range(0, len(best), 4 * CANDIDATES):
        if len(ids) >= count:
            break
        chunk = str(best[at : at + 4 * CANDIDATES])
        ids |= dict.fromkeys(ident for (ident,) in connection.execute(query, (chunk,)))
    return list(ids)[:count]


def _weighed(
    connection: Connection,
    query: Query,
    rarity: Mapping[Term, float],
    wanted: float,
    rows: Mapping[str, set[int]],
    ids: Sequence[str],
    ready: bool,
) -> Iterator[tuple[float, float, int, str]]:
    """The sort keys of indicators (score, the words again in other names, the topic and quotes,
    place in the base), each with the id."""
    terms: list[tuple[float, list[tuple[_Word, float]], list[set[int]]]] = []
    for term, value in rarity.items():
        words = [(term.token, 1.0), *((other, OTHER) for other in term.others)]
        facts = [rows[key] for key in (term.token, " ".join(term.others)) if rows.get(key)]
        terms.append((value, [(_Word(word), part) for word, part in words if word], facts))
    subject = [_Word(term.token) for term in query.terms if term.weight == 1 and term.token]
    for ident, rowids, *having, texts, stems in described(connection, ids, ready):
        own = set(map(int, rowids.split(",")))
        each = [*zip(texts.split("\n"), stems.split("\n"), WEIGHTS.values(), strict=False)]
        whole = f"{texts}\n{stems}"
        first = every = 0.0
        for value, asked, facts in terms:
            weights = [WEIGHTS["quotes"] for found in facts if not own.isdisjoint(found)]
            for word, part in asked:
                if word.first in whole:
                    weights += [part * weight for *text, weight in each if word.is_in(*text)]
            if weights:
                first += value * max(weights)
                every += value * sum(weights)
        part = first / (wanted * WEIGHTS["labels"])
        score = first * (part + 0.3) * _fit(query, *having)
        if subject and all(word.is_in(*each[2][:2]) for word in subject):
            score *= 3 if query.several else 1.2
        yield round(-score, 9), round(-every, 9), min(own), ident


# Of an indicator its id, the rows, years and units of its facts, whether one is a number, its
# names, and those of its topic.
_NAMED = (
    "SELECT i.id, group_concat(f.rowid), group_concat(f.year), "
    "group_concat(replace(f.unit, ' ', ''), char(10)), max(f.value NOTNULL), "
    "i.zh || ' ' || i.en, i.aliases, t.zh || ' ' || t.en || ' ' || t.aliases "
    "FROM indicators i JOIN topics t ON t.id = i.topic JOIN facts f ON f.indicator_id = i.id"
)
READY = "id, facts, years, units, numbers, texts, stems"


def described(
    connection: Connection, ids: Iterable[str] | None = None, ready: bool = False
) -> Iterator[tuple[Any, ...]]:
    """The columns of `READY` of some indicators, or of all.

    Texts are those whose words are weighed, each in a line: labels, other names, those of the
    topic. The stems of each have a blank before and behind each stem.
    """
    some = "" if ids is None else "WHERE i.id IN (SELECT value FROM json_each(?))"
    given = () if ids is None else (json_list(ids),)
    if ready:
        yield from connection.execute(f"SELECT {READY} FROM ready_names i {some}", given)
        return
    for ident, *facts, labels, aliases, topic in connection.execute(
        f"{_NAMED} {some} GROUP BY i.id", given
    ):
        names = (labels, f"{aliases} {ident.partition('.')[2]}", topic)
        texts = [plain(name).replace("\n", " ") for name in names]
        stems = (" ".join(sorted(stems_of(text))) for text in texts)
        yield ident, *facts, "\n".join(texts), "\n".join(f" {line} " for line in stems)


class _Word:
    """A word of a query: Chinese, or the stems of English ones."""

    def __init__(self, word: str) -> None:
        self.stems = [f" {each} " for each in word.split()] if word.isascii() else []
        self.first = self.stems[0] if self.stems else word

    def is_in(self, text: str, stems: str) -> bool:
        """Whether it is anywhere in a text, if Chinese, or its stems are among those of the text."""
        if len(self.stems) > 1:
            return all(each in stems for each in self.stems)
        return self.first in (stems if self.stems else text)


def _fit(query: Query, years: str, units: str | None, has_numbers: int | None) -> float:
    """How well years, units and measures fit the query: a factor of about 1."""
    factors = (
        (0.6, query.years and query.years.isdisjoint(map(int, years.split(",")))),
        (1.3, units and query.units and not query.units.isdisjoint(units.split("\n"))),
        (0.85, not has_numbers),
    )
    return math.prod(factor for factor, applies in factors if applies)
