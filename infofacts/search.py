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
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from infofacts import lexicon
from infofacts import question as asking
from infofacts.errors import BadUsage
from infofacts.filters import Filters
from infofacts.meeting import Reading, Said
from infofacts.messages import _
from infofacts.model import Fact, FactBase, Hit, Indicator, Topic
from infofacts.names import facts_by_indicator, nearest
from infofacts.numbers import digits_of
from infofacts.question import Question
from infofacts.stems import STOP_EN, WORD, english, plain, stem, stems_of
from infofacts.text import LONGEST_QUERY, MOST_TERMS, fold
from infofacts.units import UNITS

if TYPE_CHECKING:
    from sqlite3 import Connection

# The columns of the table, and the weight of a word in each.
WEIGHTS = {"labels": 6.0, "aliases": 5.0, "topics": 2.0, "quotes": 1.0}
CANDIDATES = 45  # indicators that are ranked by their names
READ = 30  # indicators whose facts are read
FIRST = 12  # those that are enough if the best hit meets the whole question
MOST = 1 << 30  # rows that SQLite is asked for
NUMBER = "#"  # the trait of an indicator that has numbers
COMMON = 4000  # facts that one query may touch, unless a single word is in more of them
FAINT_WORD = 0.5  # words of up to this weight do not make a hit by themselves
FAINT = 0.05  # hits below this part of the best are left out
FEW = 10  # hits that are usual
NAMED = 1e9  # the score of an indicator whose very name was typed
MET = 2.0  # a hit that meets the whole question comes before one that is a little better
BESIDES = 0.1  # how much less a fact counts all of whose label was not asked for
OTHER = 0.8  # of a word of the same meaning, against the typed one
BUFFER = 1 << 24  # bytes of the index that are written at once: in order, and without gaps
# Characters of the longest part of a Chinese clause that can be typed: in a name, in a quote.
NAME_PART, QUOTE_PART = 20, 10


# ---------------------------------------------------------------- the table
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
    connection.executemany(
        "INSERT INTO facts_fts (rowid, labels, aliases, topics, quotes) VALUES (?, ?, ?, ?, ?)",
        (
            (rowid, *_indexed(base, fact, words))
            for rowid, fact in enumerate(base.facts.values(), first)
        ),
    )


def _indexed(base: FactBase, fact: Fact, words: Words) -> tuple[str, str, str, str]:
    """The words of a fact by the columns of the table."""
    topic, indicator = base.topics[fact.topic], base.indicators[fact.indicator_id]
    english = (fact.value_en,) if isinstance(fact.value_en, str) else fact.value_en or ()
    places = () if fact.scope == "CN" else (fact.scope, *lexicon.names_of(fact.scope))
    return (
        words(f"{fact.zh} {fact.en}", NAME_PART),
        words(" ".join((*indicator.aliases, indicator.key)), NAME_PART),
        words(" ".join((topic.zh, topic.en, *topic.aliases, *places)), NAME_PART),
        words(" ".join((fact.quote, *fact.also, fact.printed, *english)), QUOTE_PART),
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


_CLAUSE = re.compile(r"(?:[^\W_]|(?<=[0-9])\.(?=[0-9]))+")
_ATOM = re.compile(r"[\0-\x7f]+|.")  # what a clause has between its parts: words, and characters
_VALUE = re.compile(r"(?=(?<![0-9a-z.])(?:[0-9]{4}|[0-9]+\.[0-9]))")  # where a long number begins


# The text to index of a text, with parts of Chinese clauses up to a number of characters.
Words = Callable[[str, int], str]


@lru_cache(maxsize=256)  # the facts of an indicator follow each other
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
    folded = unicodedata.normalize("NFKC", text).casefold()
    clauses = _CLAUSE.findall(folded)
    words = [
        word for clause in clauses for run in _VALUE.split(clause) for word in _parts(run, longest)
    ]
    words += english(plain(text) if "IT" in text else folded)
    return " ".join((*dict.fromkeys(words), *clauses))


@lru_cache(maxsize=1024)  # dates and names are in many clauses
def _parts(run: str, longest: int) -> list[str]:
    """All parts of a run of characters."""
    edges = [*accumulate(map(len, _ATOM.findall(run)), initial=0)]
    every = ((start, edges[at : at + longest]) for at, start in enumerate(edges[:-1], 1))
    return [run[start:end] for start, ends in every for end in ends]


@lru_cache(maxsize=256)
def tokens(text: str, longest: int = 0) -> str:
    """A text as FTS5 is given it for this program alone: its tokens, and the words as they are.

    FTS5 stems them in its own way: it must find the same as in what `searched` makes.
    """
    return " ".join(dict.fromkeys((*tokenize(text), *WORD.findall(plain(text)))))


# ---------------------------------------------------------------- ranking
def rank(connection: Connection, query: Query, count: int) -> list[tuple[str, float]]:
    """The ids of the indicators that a query finds with their scores, best first, about `count`.

    Those with a number of the query come first, then one whose very name was typed, by a label
    before an alias, then those with its words.
    """
    first = dict.fromkeys(_called(connection, query.names), NAMED)
    by_words = dict(_by_words(connection, query, max(count, CANDIDATES)))
    for ident in _called(connection, [query.question.placeless]):
        by_words[ident] = 2 * by_words.get(ident, 0.0)
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


def _by_words(connection: Connection, query: Query, count: int) -> list[tuple[str, float]]:
    """The indicators with the words of a query and their scores, best first."""
    (size,) = connection.execute("SELECT max(rowid) FROM facts").fetchone()
    rows: dict[str, set[int]] = {}
    terms: list[Term] = []  # with the tokens that occur in facts
    for term in query.terms:
        token, weight = term.token, term.weight
        hits = {token: _rows(connection, [token])} if token else {}
        if token and not hits[token] and (guesses := _guesses(connection, token)):
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
    ranked = sorted(_weighed(connection, query, rarity, wanted, rows, ids))
    return [(ident, -score) for score, *_, ident in ranked]


def _rows(connection: Connection, words: Iterable[str], columns: str = "") -> set[int]:
    """The first rows that have one of some words, in some columns."""
    either = " OR ".join(
        " AND ".join(f'"{token}"' for token in dict.fromkeys(tokenize(word)) if len(token) > 1)
        or f'"{word}"'
        for word in words
    )
    query = f"SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? LIMIT {COMMON}"
    return {row for (row,) in connection.execute(query, (f"{columns}({either})",))}


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
    near = nearest(token, known, count=2, likeness=0.75)
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
    best = sorted(scores, key=lambda row: (-scores[row], row))
    ids: dict[str, None] = {}
    query = (
        "SELECT indicator_id FROM json_each(?) j JOIN facts f ON f.rowid = j.value ORDER BY j.key"
    )
    for at in range(0, len(best), 4 * CANDIDATES):
        if len(ids) >= count:
            break
        chunk = json.dumps(best[at : at + 4 * CANDIDATES])
        ids |= dict.fromkeys(ident for (ident,) in connection.execute(query, (chunk,)))
    return list(ids)[:count]


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
        texts = map(plain, (f"{zh} {en}", f"{aliases} {ident.partition('.')[2]}", topic))
        fields = [
            (text, stems_of(text), w) for text, w in zip(texts, WEIGHTS.values(), strict=False)
        ]
        first = every = 0.0
        for term, value in rarity.items():
            weights = [w for text, stems, w in fields if _is_in(term.token, text, stems)]
            for other in term.others:
                weights += [OTHER * w for text, stems, w in fields if _is_in(other, text, stems)]
            for key in (term.token, " ".join(term.others)):
                if not own.isdisjoint(rows.get(key, ())):
                    weights.append(WEIGHTS["quotes"])
            first += value * max(weights, default=0.0)
            every += value * sum(weights)
        part = first / (wanted * WEIGHTS["labels"])
        score = first * (part + 0.3) * _fit(query, set(traits.split()))
        subject = [term.token for term in query.terms if term.weight == 1 and term.token]
        if subject and all(_is_in(token, *fields[2][:2]) for token in subject):
            score *= 3 if query.several else 1.2
        yield round(-score, 9), round(-every, 9), min(own), ident


def _is_in(word: str, text: str, stems: frozenset[str]) -> bool:
    """Whether a word is in a plain text: an English one among its words, a Chinese one anywhere."""
    if not word.isascii() or not word:
        return bool(word) and word in text
    return stems.issuperset(word.split()) if " " in word else word in stems


def _fit(query: Query, traits: set[str]) -> float:
    """How well years, units and measures fit the query: a factor of about 1."""
    factors = (
        (0.6, query.years and not any(str(year) in traits for year in query.years)),
        (1.15, query.units & traits),
        (0.85, NUMBER not in traits),
    )
    return math.prod(factor for factor, applies in factors if applies)


def best(
    base: FactBase,
    ranked: Iterable[tuple[str, float]],
    query: Query,
    count: int,
    filters: Filters | None = None,
) -> list[Hit]:
    """Of each indicator the fact that fits the query best, of those that filters leave.

    Facts with a number of the query come first, then those that meet more of its words. The first
    is followed by the report's own value, if it is newer and that meets all words, too. If more
    hits are wanted than usual, the other facts that meet all words follow.
    """
    facts = facts_by_indicator(base)
    hits: list[tuple[tuple[int, float, int], float, Reading]] = []
    others: list[Hit] = []
    for place, (ident, score) in enumerate(ranked):
        some = (filters or Filters()).select(facts.get(ident, []))
        if not some:
            continue
        fact = max(some, key=lambda fact: _fitness(fact, query))
        said = Said(base.indicators[ident], base.topics[fact.topic])
        reading = Reading(query.question, fact, said, query.guesses)
        fit = (1 - reading.part_unmet) ** 2 * (0.7 if reading.elsewhere else 1)
        fit *= 1 - BESIDES * reading.besides
        fit *= 1 if reading.unmet else MET
        order = (_numbered(reading), -score * fit, place)
        hits.append((order, score, reading))
        for other in reversed(some) if count > FEW else ():
            unmet = Reading(query.question, other, said, query.guesses).unmet
            others += [Hit.of(other, unmet)] if other != fact and not unmet else []
    least = FAINT * max((score for _, score, _ in hits if score < NAMED), default=0.0)
    hits.sort(key=itemgetter(0))
    found = [each for (n, *_), score, each in hits if n < 5 or score >= least or not each.unmet]
    chosen = [Hit.of(each.fact, each.unmet) for each in found[:count]]
    for each in found[:1]:
        left = (filters or Filters()).select(facts[each.fact.indicator_id])
        own = report_value(base, each.fact)
        if own in left and not Reading(query.question, own, each.said, query.guesses).unmet:
            chosen.insert(1, Hit.of(own, ()))
    return list({hit.id: hit for hit in (*chosen, *others)}.values())[:count]


def report_value(base: FactBase, fact: Fact) -> Fact | None:
    """The number of the report itself, the first source, where a fact is a newer one of another."""
    report = next(iter(base.sources), "")
    if fact.source == report or fact.number is None:
        return None
    same = (f for f in facts_by_indicator(base)[fact.indicator_id] if f.measure == fact.measure)
    own = [f for f in same if f.source == report and f.year < fact.year and f.number is not None]
    return own[-1] if own else None


def enough(query: Query, count: int) -> int:
    """How many indicators to read first: all for a place or a group, which few facts meet."""
    rare = query.question.of("place") or query.question.of("group")
    return max(count, READ if rare else FIRST)


def met(hits: Sequence[Hit]) -> bool:
    """Whether the first hit meets the whole question."""
    return bool(hits) and not hits[0].unmet


def _numbered(reading: Reading) -> int:
    """How well a fact has a number that was asked for: 0 best, 5 not at all.

    First those that meet the whole question, with the value before those with it in their words;
    of each, those with its bound first.
    """
    numbers = reading.question.numbers
    with_value = [part for part in numbers if reading.has_value(part, any_bound=True)]
    if not numbers or reading.unmet and not with_value:
        return 5
    if not with_value:
        return 2
    bound = any(part.sign in ("=", reading.fact.bound) for part in with_value)
    return (3 if reading.unmet else 0) + (not bound)


def _fitness(fact: Fact, query: Query) -> tuple[int, ...]:
    """How well a fact fits among those of its indicator."""
    measures = ("growth", "change") if query.growth else ("rank",) if query.rank else ()
    return (
        fact.number is not None and fact.number.copy_abs() in query.values,
        any(number in fact.printed for number in query.numbers),
        any(number in text for number in query.numbers for text in (*fact.also, fact.quote)),
        fact.preferred,
        fact.year in query.years, fact.measure in measures, fact.unit in query.units,
        fact.measure == "level", not fact.planned, fact.year,
    )  # fmt: skip


_CHARACTERS = re.compile(r"[^\W_0-9a-z]+")
_ZH_UNITS = [
    each for each in dict.fromkeys(UNITS.values()) if each.name and not each.name.isascii()
]
_COUNTERS = "".join(u.name for u in _ZH_UNITS if len(u.name) == 1 and not (u.en or u.noun))
_STOP_ZH = re.compile(
    f"有?(?:多少|几)[{_COUNTERS}人次万亿]?|有?哪些|哪个|什么时候|什么|怎么样?|如何|有没有|是否|"
    "我国|中国|全国|请问|一共|目前|的|了|吗|呢|是|达到|有(?=$| )"
)
# Words for the kind of number, not its subject: they weigh little.
_SOFT = frozenset(
    "number total share rate proportion percent percentage size amount count value volume scale "
    "growth grow rise increas change rank money figur fact list everyth statist".split()
) | frozenset(
    "数量 规模 总数 人数 比例 占比 比重 总量 金额 总额 情况 增长 增速 同比 增幅 排名 数 量 总 率 比 占 钱".split()
)
# Words that ask for all there is of a topic.
_SEVERAL = (
    "哪些数", "什么数", "的数据", "的数字", "相关数", "facts", "figures", "everything", "statistics",
    "data on", "data about", "all data",
)  # fmt: skip
# The base units that a word asks for.
_ASKING = [unit for unit in dict.fromkeys(UNITS.values()) if unit.asked]
_UNITS = {
    word: {unit.name for unit in _ASKING if word in unit.asked.split("|")}
    for asking in _ASKING
    for word in asking.asked.split("|")
}


# ---------------------------------------------------------------- words
def tokenize(text: str) -> Iterator[str]:
    """The tokens of a text: stemmed words, numbers, and single Chinese characters and pairs."""
    text = plain(text)
    yield from english(text)
    for run in _CHARACTERS.findall(text):
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))


# ---------------------------------------------------------------- what is asked
class Term(NamedTuple):
    """A word of a query as a token, its weight, and other words for it."""

    token: str
    weight: float
    others: tuple[str, ...] = ()


class Query(NamedTuple):
    """A search: its terms, the years and units in it, and the kind of number it asks for.

    `names` are the whole text, and the text without years and question words. `guesses` become
    known in the search: words that unknown ones may stand for.
    """

    question: Question
    terms: tuple[Term, ...]
    names: tuple[str, ...]
    years: frozenset[int]
    units: frozenset[str]
    numbers: tuple[str, ...]
    values: frozenset[Decimal]
    growth: bool
    rank: bool
    several: bool
    guesses: dict[str, list[str]]


def parse_query(words: Sequence[str]) -> Query:
    """Parse what was typed: years are taken out, the rest is cut into tokens.

    Raises `BadUsage` for too much of it.
    """
    if len(" ".join(words)) > LONGEST_QUERY:
        most = f"{LONGEST_QUERY:,}"
        raise BadUsage(_("a search has at most {most} characters", most=most))
    question = asking.parse(tuple(words))
    text = question.text
    rest = question.wanted
    units = {part.unit for part in question.of("number") if part.unit}
    units |= {c for c in _COUNTERS if f"多少{c}" in text or f"几{c}" in text}
    for word, counted in _UNITS.items():
        # in Chinese one character is a unit only after a scale word or a question
        before = r"\b" if word.isascii() else "" if len(word) > 1 else r"(?:[万亿几]|多少|^|\s)"
        if word in rest and re.search(before + word + r"\b" * word.isascii(), rest):
            units |= counted
    rest = _STOP_ZH.sub(" ", rest)
    asked = " ".join(word for word in rest.split() if word not in STOP_EN)
    tokens = dict.fromkeys(tokenize(rest))
    if not tokens and any(
        part.words for part in question.parts
    ):  # words that only ask are no subject
        tokens = dict.fromkeys(tokenize(text))
    numbers = tuple(
        token for token in tokens if len(token) > 1 and token[0].isdigit() and token[-1].isdigit()
    )
    growth, rank = bool(question.of("growth")), bool(question.of("rank"))
    several = any(word in text for word in _SEVERAL)
    return Query(
        question, tuple(_terms(question, tokens))[:MOST_TERMS], (question.typed, asked, text),
        question.years, frozenset(units), numbers,
        frozenset(part.number for part in question.numbers if part.number is not None),
        growth, rank, several, {},
    )  # fmt: skip


def _terms(question: Question, tokens: Iterable[str]) -> Iterator[Term]:
    """The tokens of a question with other words for them; then other words for longer ones."""
    others: dict[str, tuple[str, ...]] = {}
    for part in question.parts:
        words = lexicon.names_of(part.words[0]) if part.kind == "place" else part.words
        typed = question.text[part.start : part.end]
        if part.kind in ("place", "group", "subject"):
            own = list(dict.fromkeys(tokenize(typed)))
            key = stem(typed) if typed.isascii() else typed
            usable = (
                " ".join(map(stem, w.split())) if w.isascii() else w for w in words if w != typed
            )
            others[key if key in own else f" {key}"] = tuple(dict.fromkeys(usable))
    for token in tokens:
        weight = 0.25 if token in _SOFT else 0.3 if len(token) == 1 else 1.0
        yield Term(token, weight, others.pop(token, ()))
    for words in others.values():
        if words:
            yield Term("", 1.0, words)
