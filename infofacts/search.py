"""Ranked full-text search over labels, aliases, topics and quotes.

The table `facts_fts` is the one that an exported database has: FTS5, a row for each fact. It
finds the candidates by the tokens of `query`, and these are weighed again by the texts of their
indicators. Years, units and measures choose among the facts of an indicator.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from infofacts.model import Fact, FactBase
from infofacts.names import nearest
from infofacts.text import fold
from infofacts.units import UNITS, ZH_SCALES

if TYPE_CHECKING:
    from sqlite3 import Connection

# The columns of the table, and how much a word counts where it is found.
WEIGHTS = {"labels": 6.0, "aliases": 5.0, "topics": 2.0, "quotes": 1.0}
CANDIDATES = 60  # indicators that are weighed again
MOST = 1 << 30  # rows that SQLite is asked for
NUMBER = "#"  # the trait of an indicator that has numbers
COMMON = 4000  # facts that one query may touch, unless a single word is in more of them
FAINT_WORD = 0.5  # words of up to this weight do not make a hit by themselves
FAINT = 0.05  # hits below this part of the best are left out
# Characters of the longest part of a Chinese clause that can be typed: in a name, in a quote.
NAME_PART, QUOTE_PART = 20, 10


# ---------------------------------------------------------------- the table
def create(connection: Connection) -> None:
    """Make the empty tables `facts_fts` and `spellings`; `add` every fact, then `finish`.

    sqlite-utils and Datasette know the index of a table by the words content="facts" in its
    statement. Here they are a comment, and the index keeps no text (content=''): what it
    indexes has no place in a column that people read.
    """
    connection.execute(
        f"""CREATE VIRTUAL TABLE "facts_fts" USING FTS5 (
  -- its rows are those of content="facts"
  {", ".join(WEIGHTS)}, content='', tokenize='porter unicode61')"""
    )
    connection.execute(
        "CREATE TABLE spellings (word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID"
    )
    rank = f"bm25({', '.join(map(str, WEIGHTS.values()))})"
    connection.execute("INSERT INTO facts_fts (facts_fts, rank) VALUES ('rank', ?)", (rank,))


def add(connection: Connection, rowid: int, base: FactBase, fact: Fact) -> None:
    """Index one fact, which has this rowid in `facts`."""
    topic, indicator = base.topics[fact.topic], base.indicators[fact.indicator_id]
    english = (fact.value_en,) if isinstance(fact.value_en, str) else fact.value_en or ()
    connection.execute(
        "INSERT INTO facts_fts (rowid, labels, aliases, topics, quotes) VALUES (?, ?, ?, ?, ?)",
        (
            rowid,
            searched(f"{fact.zh} {fact.en}"),
            searched(" ".join((*indicator.aliases, indicator.key))),
            searched(" ".join((topic.zh, topic.en, *topic.aliases))),
            searched(" ".join((fact.quote, *fact.also, fact.printed, *english)), QUOTE_PART),
        ),
    )


def finish(connection: Connection) -> None:
    """Collect the words of `indicators` and `topics` for misspelt ones; compact the index."""
    words: Counter[str] = Counter()
    for row in connection.execute(
        "SELECT id, zh, en, aliases FROM indicators UNION ALL SELECT id, zh, en, aliases FROM topics"
    ):
        tokens = set(tokenize(" ".join(filter(None, row))))
        words.update(word for word in tokens if _spelt(word))
    connection.executemany("INSERT INTO spellings VALUES (?, ?)", sorted(words.items()))
    connection.execute("INSERT INTO facts_fts (facts_fts) VALUES ('optimize')")


_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLAUSE = re.compile(r"(?:[^\W_]|(?<=[0-9])\.(?=[0-9]))+")
_CHINESE_RUN = re.compile(f"[{_CHINESE}]+")
_ATOM = re.compile(f"[{_CHINESE}]|[^{_CHINESE}]+")


@lru_cache(maxsize=256)  # the facts of an indicator follow each other
def searched(text: str, longest: int = NAME_PART) -> str:
    """A text as FTS5 is given it: with every word that may be asked for or typed.

    FTS5 takes a whole Chinese clause as one word. So there are all parts of it, up to `longest`
    characters, and the tokens of `search`; then the clauses as they follow each other, for phrases.

    >>> searched("5G基站, base stations")
    '5g 5g基 5g基站 基 基站 站 base stations station 5g基站 base stations'
    """
    clauses = _CLAUSE.findall(unicodedata.normalize("NFKC", text).casefold())
    words = dict.fromkeys(part for clause in clauses for part in _parts(clause, longest))
    words |= dict.fromkeys(_english(_plain_text(text)))
    return " ".join((*words, *clauses))


def _parts(clause: str, longest: int) -> Iterator[str]:
    """All parts of a clause, which is cut beside each Chinese character."""
    edges = [*(atom.start() for atom in _ATOM.finditer(clause)), len(clause)]
    for number, start in enumerate(edges[:-1], 1):
        yield from (clause[start:end] for end in edges[number : number + longest])


# ---------------------------------------------------------------- ranking
def rank(connection: Connection, query: Query, count: int) -> list[str]:
    """The ids of the indicators that a query finds, best first, at most `count`.

    One whose very name was typed goes before all others, by a label before an alias.
    """
    (size,) = connection.execute("SELECT max(rowid) FROM facts").fetchone()
    rows: dict[str, set[int]] = {}
    terms = [known for term in query.terms if (known := _known(connection, term, rows))]
    if not any(map(_telling, terms)) and any(map(_telling, query.terms)):
        return []  # 华为 is in no fact; 华 and 为 are in many, and say nothing
    rarity = {
        term: term.weight
        * min(math.log(1 + size / (1 + _spread(rows[t], size))) for t in term.tokens)
        for term in terms
    }
    lost = sum(term.weight for term in query.terms) - sum(term.weight for term in terms)
    wanted = sum(rarity.values()) + lost * math.log(1 + (size or 0))
    candidates = _candidates(connection, rows, max(min(count, MOST), CANDIDATES))
    scores = {each.id: _score(query, rarity, wanted, rows, each) for each in candidates}
    least = max(scores.values(), default=0.0) * FAINT
    ranked = sorted(
        (_called(query, each), -scores[each.id], min(each.rows), each.id)
        for each in candidates
        if scores[each.id] >= least
    )
    return [ident for *_, ident in ranked[:count]]


def _telling(term: Term) -> bool:
    """Whether a word says what is sought: not one character, and not one of any number."""
    return term.weight > FAINT_WORD


def _spread(rows: set[int], size: int) -> float:
    """In how many facts a token is; as dense in all as in the first `COMMON` where it has more."""
    return len(rows) if len(rows) < COMMON else len(rows) * size / max(rows)


def _known(connection: Connection, term: Term, rows: dict[str, set[int]]) -> Term | None:
    """A term with those of its tokens that some fact has, else with what it may mean."""
    found, weight = _found_in(connection, term.tokens), term.weight
    if not found:
        found, weight = _found_in(connection, _guesses(connection, term.tokens[0])), weight * 0.8
    rows |= found
    return Term(tuple(found), weight) if found else None


def _found_in(connection: Connection, tokens: Iterable[str]) -> dict[str, set[int]]:
    """The first rows of facts that have each token, of those that some have."""
    query = "SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? LIMIT ?"
    found = {
        token: {row for (row,) in connection.execute(query, (f'"{token}"', COMMON))}
        for token in tokens
    }
    return {token: rows for token, rows in found.items() if rows}


def _spelt(word: str) -> bool:
    """Whether a word can be misspelt, or a misspelt one be meant to be it."""
    return len(word) > 3 and word.isascii() and word.isalpha()


def _guesses(connection: Connection, token: str) -> list[str]:
    """What an unknown word may mean: the beginning of a known one, two in one, or a near one."""
    if not _spelt(token):
        return []
    begin = "SELECT word FROM spellings WHERE word > ? AND word < ? ORDER BY documents DESC LIMIT 3"
    if longer := connection.execute(begin, (token, f"{token}\x7f")).fetchall():
        return [word for (word,) in longer]
    query = "SELECT word FROM spellings WHERE length(word) <= ?"
    known = [word for (word,) in connection.execute(query, (len(token) + 2,))]
    for cut in range(4, len(token) - 3):
        parts = stem(token[:cut]), stem(token[cut:])
        if set(known).issuperset(parts):
            return list(parts)
    return nearest(token, known, count=2, likeness=0.75)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator to weigh: its names, folded, with \\0 around each, and its texts."""

    id: str
    labels: str
    aliases: str
    texts: tuple[str, str, str]
    rows: set[int]  # of its facts
    traits: set[str]


def _candidates(
    connection: Connection, rows: Mapping[str, set[int]], count: int
) -> list[Candidate]:
    """The indicators with the rarest words of the query, those first that FTS5 ranks first."""
    chosen: list[str] = []
    touched = 0
    telling = [token for token in rows if len(token) > 1] or list(rows)
    for token in sorted(telling, key=lambda token: len(rows[token])):
        if chosen and touched + len(rows[token]) > COMMON:
            break
        chosen.append(token)
        touched += len(rows[token])
    if not chosen:
        return []
    order = "rank" if touched < COMMON else "rowid"  # a word that nearly all have says nothing
    found = connection.execute(
        f"SELECT indicator_id FROM (SELECT rowid AS at, {order} AS place FROM facts_fts "
        f"WHERE facts_fts MATCH ? ORDER BY {order} LIMIT {COMMON}) JOIN facts ON facts.rowid = at "
        "GROUP BY indicator_id ORDER BY min(place), min(at) LIMIT ?",
        (" OR ".join(f'"{token}"' for token in chosen), count),
    )
    return _described(connection, [ident for (ident,) in found])


def _described(connection: Connection, ids: Sequence[str]) -> list[Candidate]:
    """The candidates with these ids."""
    chosen = (json.dumps(ids),)
    inside = "IN (SELECT value FROM json_each(?))"
    rows: dict[str, set[int]] = {ident: set() for ident in ids}
    traits: dict[str, set[str]] = {ident: set() for ident in ids}
    query = "SELECT indicator_id, rowid, year, measure, unit, value IS NULL FROM facts"
    for ident, row, year, measure, unit, text in connection.execute(
        f"{query} WHERE indicator_id {inside}", chosen
    ):
        rows[ident].add(row)
        traits[ident] |= {str(year), measure, "".join((unit or "").split()), "" if text else NUMBER}
    query = (
        "SELECT i.id, i.zh, i.en, i.aliases, t.zh || ' ' || t.en || ' ' || t.aliases "
        "FROM indicators i JOIN topics t ON t.id = i.topic"
    )
    return [
        Candidate(
            ident,
            fold("\0".join(("", zh, en, ident, ""))),
            fold("\0".join(("", *json.loads(aliases), ""))),
            (
                _plain_text(f"{zh} {en}"),
                _plain_text(f"{aliases} {ident.partition('.')[2]}"),
                _plain_text(topic),
            ),
            rows[ident],
            traits[ident],
        )
        for ident, zh, en, aliases, topic in connection.execute(
            f"{query} WHERE i.id {inside}", chosen
        )
    ]


def _has(text: str, token: str) -> bool:
    """Whether a plain text has a token: an English one among its words, a Chinese one anywhere."""
    return token in _stems(text) if token.isascii() else token in text


@lru_cache(maxsize=4 * CANDIDATES)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_english(text))


def _called(query: Query, candidate: Candidate) -> int:
    """0 for one whose very name was typed, 1 for an alias, else 2."""
    typed = [f"\0{name}\0" for name in map(fold, query.names) if name]
    if any(name in candidate.labels for name in typed):
        return 0
    return 1 if any(name in candidate.aliases for name in typed) else 2


def _score(
    query: Query,
    rarity: Mapping[Term, float],
    wanted: float,
    rows: Mapping[str, set[int]],
    candidate: Candidate,
) -> float:
    """The rarity of the words found, each times the weight of its field, times what fits."""
    labels, aliases, topics, quotes = WEIGHTS.values()
    total = 0.0
    for term, value in rarity.items():
        for text, weight in zip(candidate.texts, (labels, aliases, topics), strict=True):
            if any(_has(text, token) for token in term.tokens):
                total += value * weight
                break
        else:
            if any(not candidate.rows.isdisjoint(rows[token]) for token in term.tokens):
                total += value * quotes
    part = total / (wanted * labels) if wanted else 0.0
    return total * (part + 0.3) * _fit(query, candidate.traits)


def _fit(query: Query, traits: set[str]) -> float:
    """How well years, units and measures are those asked for: about 1."""
    fit = 1.0
    if query.years and not any(str(year) in traits for year in query.years):
        fit *= 0.6
    if query.units & traits:
        fit *= 1.15
    if query.growth and not {"growth", "change"} & traits:
        fit *= 0.85
    if query.rank and "rank" in traits:
        fit *= 1.3
    if query.share and "%" in traits:
        fit *= 1.15
    if NUMBER not in traits:
        fit *= 0.8 if query.number else 0.93
    return fit


def best(facts: Sequence[Fact], query: Query) -> Fact:
    """The fact of an indicator that answers a query: of its year, measure and unit, the newest."""
    measures = ("growth", "change") if query.growth else ("rank",) if query.rank else ()

    def fitness(fact: Fact) -> tuple[bool, bool, bool, bool, bool, bool, int]:
        return (
            any(number in fact.printed for number in query.numbers),
            fact.preferred,
            fact.year in query.years,
            fact.measure in measures,
            fact.unit in query.units,
            fact.measure == "level",
            fact.year,
        )

    return max(facts, key=fitness)


_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?[a-z]*|[a-z]+[0-9a-z]*|[\u3400-\u9fff〇]+|[^\W_]+")
_MEASURED = re.compile(r"[0-9.]+([a-z]{2,})")
_HYPHENED = re.compile(r"\b([a-z]{1,2})-([a-z]+)\b")  # e-commerce, wi-fi
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d.])\s*年?(?:底|末)?")
_STOP_EN = frozenset(
    "a an and any are as at be been being by can could did do does doing done for from get give "
    "had has have how i in is it its me much many my of on or our s show so tell than that the "
    "their them there these they this those to was we were what when where which who whose why "
    "will with would you your china chinese find people person persons".split()
)
_ZH_UNITS = [unit for unit in UNITS.values() if unit.name and not unit.name.isascii()]
_COUNTERS = "".join(u.name for u in _ZH_UNITS if len(u.name) == 1 and not (u.en or u.noun))
_STOP_ZH = re.compile(
    f"有?(?:多少|几)[{_COUNTERS}人次万亿]?|有?哪些|哪个|什么时候|什么|怎么样?|如何|有没有|是否|"
    "我国|中国|全国|请问|一共|目前|的|了|吗|呢|是|达到|有(?=$| )"
)
# Words that say what kind of number is wanted, not of what: they weigh little.
_SOFT = frozenset(
    "number total share rate proportion percent percentage size amount count value volume scale "
    "growth grow rise increas change rank money".split()
) | frozenset(
    "数量 规模 总数 人数 比例 占比 比重 总量 金额 总额 情况 增长 增速 同比 增幅 排名 数 量 总 率 比 占 钱".split()
)
_GROWTH = re.compile("增长|增速|同比|增幅|增加|净增|上涨|grow|increas|ris(?:e|en|ing)\\b|change")
_RANK = re.compile("排名|排行|位次|第几|rank|place in the world")
_NUMBER = re.compile("多少|几|数$|数量|规模|率|总|how (?:many|much)|number|rate|total|count")
_SHARE = re.compile("占比|比例|比重|占.*(?:多少|几成)|普及率|share|percent|proportion|%")
# What a word asks to be counted in, as base units.
_UNITS = {
    word: {unit.name for unit in UNITS.values() if word in unit.asked.split("|")}
    for asking in UNITS.values()
    for word in filter(None, asking.asked.split("|"))
}
_SCALED = re.compile(
    rf"(?:{'|'.join(ZH_SCALES)})(?={'|'.join(re.escape(unit.name) for unit in _ZH_UNITS)}|\s|$)"
)
_SCALES_EN = re.compile(r"\b(?:thousand|million|billion|trillion)s?\b")
LONGEST = 60  # words of a query that are heeded
MOST_TYPED = 1000  # characters of a query that are heeded


# ---------------------------------------------------------------- words
def tokenize(text: str) -> Iterator[str]:
    """The tokens of a text: stemmed words and numbers, characters and pairs of characters."""
    return _tokens(_plain_text(text))


def _tokens(text: str) -> Iterator[str]:
    if "-" in text:
        yield from (stem(first + rest) for first, rest in _HYPHENED.findall(text))
    for run in _RUN.findall(text):
        if "\u3400" <= run[0] <= "\u9fff" or run[0] == "〇":
            yield from run
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        elif run not in _STOP_EN:
            yield stem(run)
            if measured := _MEASURED.fullmatch(run):  # 230eflops is also found by its unit
                yield stem(measured[1])


def _english(text: str) -> Iterator[str]:
    """The tokens of a plain text but those that are Chinese."""
    return _tokens(_CHINESE_RUN.sub(" ", text))


def _plain_text(text: str) -> str:
    """A text as its words are compared; IT is not the pronoun."""
    return re.sub(r"\bIT\b", "infotech", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """An English word without its commonest endings.

    >>> [stem(word) for word in ("stations", "companies", "processes", "programming", "5g")]
    ['station', 'compani', 'process', 'program', '5g']
    """
    if not word.isascii() or len(word) < 4:
        return word
    for ending, new in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + new
            break
    if word[-1] == word[-2] and word[-1] in "bdgmnprt":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_ENDINGS = (
    ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("ies", "i"), ("ings", ""), ("ing", ""),
    ("ed", ""), ("es", "e"), ("s", ""), ("y", "i"),
)  # fmt: skip


# ---------------------------------------------------------------- what is asked
@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query: the tokens any of which will do, the typed one first, and its weight."""

    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """A search: its terms, the years and units it names, and what kind of number it wants.

    `names` is what was typed, as a whole and without years and words that only ask.
    """

    terms: tuple[Term, ...]
    names: tuple[str, ...]
    years: frozenset[int]
    units: frozenset[str]
    numbers: tuple[str, ...]
    growth: bool
    rank: bool
    share: bool
    number: bool


def parse_query(words: Sequence[str]) -> Query:
    """Read what was typed: years are taken out, the rest is cut into tokens."""
    typed = " ".join(words)[:MOST_TYPED].encode("utf-8", "ignore").decode()  # no lone surrogates
    text = _plain_text(typed)
    years = frozenset(int(year) for year in _YEAR.findall(text))
    rest = _YEAR.sub(" ", text)
    units = {unit for word, found in _UNITS.items() if _says(rest, word) for unit in found}
    rest = _STOP_ZH.sub(" ", _SCALES_EN.sub(" ", _SCALED.sub(" ", rest)))
    asked = " ".join(word for word in rest.split() if word not in _STOP_EN)
    tokens = dict.fromkeys(tokenize(rest)) or dict.fromkeys(tokenize(text))
    terms = tuple(Term((token,), _weight(token)) for token in tokens)
    numbers = tuple(
        token for token in tokens if len(token) > 1 and token[0].isdigit() and token[-1].isdigit()
    )
    kinds = (bool(kind.search(text)) for kind in (_GROWTH, _RANK, _SHARE, _NUMBER))
    return Query(terms[:LONGEST], (typed, asked), years, frozenset(units), numbers, *kinds)


def _says(text: str, word: str) -> bool:
    """Whether a text has a unit: an English word, or Chinese behind a scale word or a question."""
    if word.isascii():
        return bool(re.search(rf"\b{word}\b", text))
    return bool(re.search(rf"(?:[万亿几]|多少|^|\s){word}", text)) or (
        len(word) > 1 and word in text
    )


def _weight(token: str) -> float:
    if token in _SOFT:
        return 0.25
    return 0.3 if len(token) == 1 else 1.0
