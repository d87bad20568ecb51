"""Ranked full-text search over labels, aliases, topics and quotes.

The FTS5 table `facts_fts`, which exported databases have too, has one row per fact. It finds the
candidates by the tokens of a query; they are ranked by the texts of their indicators. Years, units
and measures choose among the facts of an indicator.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from infofacts.filters import Filters
from infofacts.model import Fact, FactBase
from infofacts.names import facts_by_indicator, nearest
from infofacts.text import LONGEST_QUERY, MOST_TERMS, fold
from infofacts.units import UNITS, ZH_SCALES

if TYPE_CHECKING:
    from sqlite3 import Connection

# The columns of the table, and the weight of a word in each.
WEIGHTS = {"labels": 6.0, "aliases": 5.0, "topics": 2.0, "quotes": 1.0}
CANDIDATES = 60  # indicators that are ranked by their texts
MOST = 1 << 30  # rows that SQLite is asked for
NUMBER = "#"  # the trait of an indicator that has numbers
COMMON = 4000  # facts that one query may touch, unless a single word is in more of them
FAINT_WORD = 0.5  # words of up to this weight do not make a hit by themselves
FAINT = 0.05  # hits below this part of the best are left out
BUFFER = 1 << 26  # bytes of the index that are written at once: in order, and without gaps
# Characters of the longest part of a Chinese clause that can be typed: in a name, in a quote.
NAME_PART, QUOTE_PART = 20, 10


# ---------------------------------------------------------------- the table
def create(connection: Connection) -> None:
    """Make the empty tables `facts_fts` and `spellings`; `add` every fact, then `finish`.

    sqlite-utils and Datasette recognise the index of a table by the words content="facts" in its
    statement. Here they are a comment: the index keeps no text (content=''), for what it indexes
    is not for people to read.
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
    option = "INSERT INTO facts_fts (facts_fts, rank) VALUES (?, ?)"
    connection.executemany(option, [("rank", rank), ("hashsize", BUFFER)])


def add(connection: Connection, rowid: int, base: FactBase, fact: Fact, words: Words) -> None:
    """Index one fact, which has this rowid in `facts`; `words` are those to index of a text."""
    topic, indicator = base.topics[fact.topic], base.indicators[fact.indicator_id]
    english = (fact.value_en,) if isinstance(fact.value_en, str) else fact.value_en or ()
    connection.execute(
        "INSERT INTO facts_fts (rowid, labels, aliases, topics, quotes) VALUES (?, ?, ?, ?, ?)",
        (
            rowid,
            words(f"{fact.zh} {fact.en}", NAME_PART),
            words(" ".join((*indicator.aliases, indicator.key)), NAME_PART),
            words(" ".join((topic.zh, topic.en, *topic.aliases)), NAME_PART),
            words(" ".join((fact.quote, *fact.also, fact.printed, *english)), QUOTE_PART),
        ),
    )


def finish(connection: Connection) -> None:
    """Fill the table of spellings from the names of `indicators` and `topics`."""
    stems: Counter[str] = Counter()
    labels = "SELECT id, zh, en, aliases FROM"
    for names in connection.execute(f"{labels} indicators UNION ALL {labels} topics"):
        text = " ".join(filter(None, names)).casefold()
        stems.update(map(stem, set(re.findall(r"\b[a-z]{4,}\b", text))))
    known = sorted((word, count) for word, count in stems.items() if _spelt(word))
    connection.executemany("INSERT INTO spellings VALUES (?, ?)", known)


_CLAUSE = re.compile(r"(?:[^\W_]|(?<=[0-9])\.(?=[0-9]))+")
_ATOM = re.compile(r"[\0-\x7f]+|.")  # what a clause has between its parts: words, and characters


# The text to index of a text, with parts of Chinese clauses up to a number of characters.
Words = Callable[[str, int], str]


@lru_cache(maxsize=256)  # the facts of an indicator follow each other
def searched(text: str, longest: int = NAME_PART) -> str:
    """A text as FTS5 is given it for every program: with every word that may be typed.

    FTS5 takes a whole Chinese clause as one word. So there are all parts of it, up to `longest`
    characters, cut beside each Chinese character, and the tokens of `search`; then the clauses
    as they follow each other, for phrases.

    >>> searched("5G基站, base stations")
    '5g 5g基 5g基站 基 基站 站 base stations station 5g基站 base stations'
    """
    clauses = _CLAUSE.findall(unicodedata.normalize("NFKC", text).casefold())
    words: dict[str, None] = {}
    for clause in clauses:
        edges = [*(atom.start() for atom in _ATOM.finditer(clause)), len(clause)]
        for number, start in enumerate(edges[:-1], 1):
            words |= dict.fromkeys(clause[start:end] for end in edges[number : number + longest])
    words |= dict.fromkeys(_words(_plain_text(text)))
    return " ".join((*words, *clauses))


@lru_cache(maxsize=256)
def tokens(text: str, longest: int = 0) -> str:
    """A text as FTS5 is given it for this program alone: its tokens."""
    return " ".join(dict.fromkeys(tokenize(text)))


# ---------------------------------------------------------------- ranking
def rank(connection: Connection, query: Query, count: int) -> list[str]:
    """The ids of the indicators that a query finds, best first, at most `count`.

    One whose very name was typed goes before all others, by a label before an alias.
    """
    named = (
        ident
        for name in map(fold, query.names)
        for (ident,) in connection.execute(
            "SELECT i.id FROM names n JOIN indicators i ON i.id = n.id WHERE n.name = ? "
            "ORDER BY n.alias, i.rowid",
            (name,),
        )
    )
    return list(dict.fromkeys([*named, *_by_words(connection, query, count)]))[:count]


def _by_words(connection: Connection, query: Query, count: int) -> list[str]:
    """The indicators with the words of a query, best first."""
    (size,) = connection.execute("SELECT max(rowid) FROM facts").fetchone()
    rows: dict[str, set[int]] = {}
    terms: list[Term] = []  # with the tokens that occur in facts
    for term in query.terms:
        hits, weight = _rows(connection, term.tokens), term.weight
        if not hits:
            hits, weight = _rows(connection, _guesses(connection, term.tokens[0])), weight * 0.8
        if hits:
            rows |= hits
            terms.append(Term(tuple(hits), weight))
    # If 华为 is in no fact, 华 and 为 (in many) do not count as a match.
    telling = [any(term.weight > FAINT_WORD for term in some) for some in (query.terms, terms)]
    if not terms or telling == [True, False]:
        return []
    rarity: dict[Term, float] = {}
    for term in terms:
        facts = [
            # a token with more rows is taken to be as frequent in the rest
            len(rows[t]) if len(rows[t]) < COMMON else len(rows[t]) * size / max(rows[t])
            for t in term.tokens
        ]
        rarity[term] = term.weight * math.log(1 + size / (1 + max(facts)))
    lost = sum(term.weight for term in query.terms) - sum(term.weight for term in terms)
    wanted = sum(rarity.values()) + lost * math.log(1 + (size or 0))
    ids = _candidates(connection, rows, max(min(count, MOST), CANDIDATES))
    ranked = sorted(_weighed(connection, query, rarity, wanted, rows, ids))
    return [ident for score, *_, ident in ranked if score <= FAINT * ranked[0][0]]


def _rows(connection: Connection, tokens: Iterable[str]) -> dict[str, set[int]]:
    """The first rows that have each token, for the tokens that occur."""
    query = f"SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? LIMIT {COMMON}"
    rows = {
        token: {row for (row,) in connection.execute(query, (f'"{token}"',))} for token in tokens
    }
    return {token: some for token, some in rows.items() if some}


def _spelt(word: str) -> bool:
    """Whether a word takes part in the correction of spelling."""
    return len(word) > 3 and word.isascii() and word.isalpha()


def _guesses(connection: Connection, token: str) -> list[str]:
    """Guesses for an unknown word: one it begins, two words in one, or near spellings."""
    if not _spelt(token):
        return []
    begin = "SELECT word FROM spellings WHERE word > ? AND word < ? ORDER BY documents DESC LIMIT 3"
    if longer := connection.execute(begin, (token, f"{token}\x7f")).fetchall():
        return [word for (word,) in longer]
    query = "SELECT word FROM spellings WHERE length(word) <= ?"
    known = {word for (word,) in connection.execute(query, (len(token) + 2,))}
    for cut in range(4, len(token) - 3):
        parts = stem(token[:cut]), stem(token[cut:])
        if known.issuperset(parts):
            return list(parts)
    return nearest(token, known, count=2, likeness=0.75)


def _candidates(connection: Connection, rows: Mapping[str, set[int]], count: int) -> list[str]:
    """The indicators with the rarest words of the query, those first that FTS5 ranks first."""
    chosen: list[str] = []
    touched = 0
    long = [token for token in rows if len(token) > 1] or list(rows)
    for token in sorted(long, key=lambda token: len(rows[token])):
        if chosen and touched + len(rows[token]) > COMMON:
            break
        chosen.append(token)
        touched += len(rows[token])
    order = "rank" if touched < COMMON else "rowid"  # a word that nearly all have tells nothing
    hits = connection.execute(
        f"SELECT indicator_id FROM (SELECT rowid AS row, {order} AS place FROM facts_fts "
        f"WHERE facts_fts MATCH ? ORDER BY {order} LIMIT ?) JOIN facts ON facts.rowid = row "
        "GROUP BY indicator_id ORDER BY min(place), min(row) LIMIT ?",
        (" OR ".join(f'"{token}"' for token in chosen), max(count, COMMON), count),
    )
    return [ident for (ident,) in hits]


def _weighed(
    connection: Connection,
    query: Query,
    rarity: Mapping[Term, float],
    wanted: float,
    rows: Mapping[str, set[int]],
    ids: Sequence[str],
) -> Iterator[tuple[float, float, int, str]]:
    """The sort keys of indicators (score, the words again in other names, the topic and quotes,
    place in the base), each with the id."""
    for ident, zh, en, aliases, topic, rowids, traits in connection.execute(
        "SELECT i.id, i.zh, i.en, i.aliases, t.zh || ' ' || t.en || ' ' || t.aliases, "
        "group_concat(f.rowid, ' '), group_concat(f.year || ' ' || f.measure || ' ' || "
        "replace(coalesce(f.unit, ''), ' ', '') || "
        f"CASE WHEN f.value IS NULL THEN '' ELSE ' {NUMBER}' END, ' ') "
        "FROM indicators i JOIN topics t ON t.id = i.topic JOIN facts f ON f.indicator_id = i.id "
        "WHERE i.id IN (SELECT value FROM json_each(?)) GROUP BY i.id",
        (json.dumps(ids),),
    ):
        own = set(map(int, rowids.split()))
        texts = (f"{zh} {en}", f"{aliases} {ident.partition('.')[2]}", topic)
        fields = list(zip(map(_plain_text, texts), WEIGHTS.values(), strict=False))
        first = every = 0.0
        for term, value in rarity.items():
            weights = [
                # an English token is one of the words, a Chinese one may be anywhere
                weight
                for text, weight in fields
                for token in term.tokens
                if token in (_stems(text) if token.isascii() else text)
            ]
            weights += [WEIGHTS["quotes"] for t in term.tokens if not own.isdisjoint(rows[t])]
            first += value * max(weights, default=0.0)
            every += value * sum(weights)
        part = first / (wanted * WEIGHTS["labels"])
        score = first * (part + 0.3) * _fit(query, set(traits.split()))
        yield round(-score, 9), round(-every, 9), min(own), ident


@lru_cache(maxsize=4 * CANDIDATES)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_words(text))


def _fit(query: Query, traits: set[str]) -> float:
    """How well years, units and measures fit the query: a factor of about 1."""
    factors = (
        (0.6, query.years and not any(str(year) in traits for year in query.years)),
        (1.15, query.units & traits),
        (0.85, query.growth and not {"growth", "change"} & traits),
        (1.3, query.rank and "rank" in traits),
        (1.15, query.share and "%" in traits),
        (0.8 if query.number else 0.93, NUMBER not in traits),
    )
    return math.prod(factor for factor, applies in factors if applies)


def best(
    base: FactBase, ids: Iterable[str], query: Query, filters: Filters | None = None
) -> list[Fact]:
    """Of each indicator the fact that fits the query best, of those that filters leave."""
    measures = ("growth", "change") if query.growth else ("rank",) if query.rank else ()

    def fitness(fact: Fact) -> tuple[int, ...]:
        return (
            any(number in fact.printed for number in query.numbers), fact.preferred,
            fact.year in query.years, fact.measure in measures, fact.unit in query.units,
            fact.measure == "level", fact.year,
        )  # fmt: skip

    facts = facts_by_indicator(base)
    fitting = ((filters or Filters()).select(facts.get(ident, [])) for ident in ids)
    return [max(some, key=fitness) for some in fitting if some]


_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?[a-z]*|[a-z]+[0-9a-z]*")
_CHARACTERS = re.compile(r"[^\W_0-9a-z]+")
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
# Words for the kind of number, not its subject: they weigh little.
_SOFT = frozenset(
    "number total share rate proportion percent percentage size amount count value volume scale "
    "growth grow rise increas change rank money".split()
) | frozenset(
    "数量 规模 总数 人数 比例 占比 比重 总量 金额 总额 情况 增长 增速 同比 增幅 排名 数 量 总 率 比 占 钱".split()
)
_GROWTH = re.compile("增长|增速|同比|增幅|增加|净增|上涨|grow|increas|ris(?:e|en|ing)\\b|change")
_RANK = re.compile("排名|排行|位次|第几|rank|place in the world")
_NUMBER = re.compile("多少|几|数$|数量|规模|率|总|how (?:many|much)|number|rate|total|count")
_SHARE = re.compile("占比|比例|比重|^[^占]*+占.*?(?:多少|几成)|普及率|share|percent|proportion|%")
# The base units that a word asks for.
_UNITS = {
    word: {unit.name for unit in UNITS.values() if word in unit.asked.split("|")}
    for asking in UNITS.values()
    for word in filter(None, asking.asked.split("|"))
}
_SCALED = re.compile(
    rf"(?:{'|'.join(ZH_SCALES)})(?={'|'.join(re.escape(unit.name) for unit in _ZH_UNITS)}|\s|$)"
)
_SCALES_EN = re.compile(r"\b(?:thousand|million|billion|trillion)s?\b")


# ---------------------------------------------------------------- words
def tokenize(text: str) -> Iterator[str]:
    """The tokens of a text: stemmed words, numbers, and single Chinese characters and pairs."""
    text = _plain_text(text)
    yield from _words(text)
    for run in _CHARACTERS.findall(text):
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))


def _words(text: str) -> Iterator[str]:
    """The stemmed words and numbers of a plain text."""
    if "-" in text:
        yield from (stem(first + rest) for first, rest in _HYPHENED.findall(text))
    for word in _WORD.findall(text):
        if word not in _STOP_EN:
            yield stem(word)
            if measured := _MEASURED.fullmatch(word):  # 230eflops is also found by its unit
                yield stem(measured[1])


def _plain_text(text: str) -> str:
    """A text normalised for tokenizing; "IT" is kept apart from the stop word "it"."""
    return re.sub(r"\bIT\b", "infotech", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """An English word without its commonest endings.

    >>> [stem(word) for word in ("stations", "companies", "processes", "programming", "5g")]
    ['station', 'compani', 'process', 'program', '5g']
    """
    if len(word) < 4:
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
class Term(NamedTuple):
    """A word of a query: alternative tokens, the typed one first, and its weight."""

    tokens: tuple[str, ...]
    weight: float


class Query(NamedTuple):
    """A search: its terms, the years and units in it, and the kind of number it asks for.

    `names` are the whole text, and the text without years and question words.
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
    """Parse what was typed: years are taken out, the rest is cut into tokens."""
    typed = " ".join(words)[:LONGEST_QUERY].encode("utf-8", "ignore").decode()  # no lone surrogates
    text = _plain_text(typed)
    years = frozenset(int(year) for year in _YEAR.findall(text))
    rest = _YEAR.sub(" ", text)
    units: set[str] = set()
    for word, counted in _UNITS.items():
        # in Chinese one character is a unit only after a scale word or a question
        before = r"\b" if word.isascii() else "" if len(word) > 1 else r"(?:[万亿几]|多少|^|\s)"
        if word in rest and re.search(before + word + r"\b" * word.isascii(), rest):
            units |= counted
    rest = _STOP_ZH.sub(" ", _SCALES_EN.sub(" ", _SCALED.sub(" ", rest)))
    asked = " ".join(word for word in rest.split() if word not in _STOP_EN)
    tokens = dict.fromkeys(tokenize(rest)) or dict.fromkeys(tokenize(text))
    terms = tuple(
        Term((token,), 0.25 if token in _SOFT else 0.3 if len(token) == 1 else 1.0)
        for token in tokens
    )
    numbers = tuple(
        token for token in tokens if len(token) > 1 and token[0].isdigit() and token[-1].isdigit()
    )
    kinds = (bool(kind.search(text)) for kind in (_GROWTH, _RANK, _SHARE, _NUMBER))
    return Query(terms[:MOST_TERMS], (typed, asked), years, frozenset(units), numbers, *kinds)
