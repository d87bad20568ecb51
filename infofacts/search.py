"""Ranked full-text search over labels, aliases, quotes and texts.

SQLite's FTS5 finds the documents, one an indicator, by the tokens of `query`, and what it
finds first is weighed again. Years, units and measures choose among the facts of an indicator.
"""

from __future__ import annotations

import math
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from infofacts.model import Fact, Indicator, Topic
from infofacts.units import UNITS, ZH_SCALES

# How much a word counts where it is found: in labels above aliases above the topic above quotes.
WEIGHTS = {"label": 6.0, "alias": 5.0, "topic": 2.0, "body": 1.0}
CANDIDATES = 60  # documents that are weighed again
MOST = 1 << 30  # rows that SQLite is asked for
NUMBER = "#"  # the trait of an indicator that has numbers
COMMON = 4000  # documents that one query may touch, unless a single word is in more of them
FAINT_WORD = 0.5  # words of up to this weight do not make a hit by themselves
FAINT = 0.05  # hits below this part of the best are left out


# ---------------------------------------------------------------- the table
def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables; rows are added by `add`, and `finish` is called behind the last."""
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5(label, alias, topic, body, traits UNINDEXED, "
        "detail = column, tokenize = \"ascii tokenchars '.'\")"
    )
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)")
    connection.execute(
        "CREATE TABLE spellings(word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID"
    )


def add(
    connection: sqlite3.Connection,
    row: int,
    topic: Topic,
    indicator: Indicator,
    facts: Sequence[Fact],
) -> None:
    """One document: an indicator with all its facts."""
    texts = [
        text for fact in facts for text in (fact.quote, fact.printed, *_strings(fact.value_en))
    ]
    columns = (
        (indicator.zh, indicator.en),
        (*indicator.aliases, indicator.key.replace("-", " ")),
        (topic.zh, topic.en, *topic.aliases),
        texts,
    )
    traits = {str(fact.year) for fact in facts} | {fact.measure for fact in facts}
    traits |= {"".join((fact.unit or "").split()) for fact in facts}
    traits |= {NUMBER for fact in facts if fact.number is not None}
    cells = (" ".join(dict.fromkeys(_tokens(texts))) for texts in columns)
    connection.execute(
        "INSERT INTO words(rowid, label, alias, topic, body, traits) VALUES (?, ?, ?, ?, ?, ?)",
        (row, *cells, " ".join(sorted(traits))),
    )


def finish(connection: sqlite3.Connection) -> None:
    """The words that a misspelt one may be meant to be; and the table in its quickest form."""
    connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    connection.execute(
        "INSERT INTO spellings SELECT term, doc FROM vocabulary "
        "WHERE length(term) > 3 AND term GLOB '[a-z]*' AND term NOT GLOB '*[^a-z]*'"
    )


def _tokens(texts: Iterable[str]) -> Iterator[str]:
    return (token for text in texts for token in tokenize(text))


def _strings(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


# ---------------------------------------------------------------- ranking
def rank(connection: sqlite3.Connection, query: Query, count: int) -> list[int]:
    """The rows that a query finds, best first, at most `count`."""
    (size,) = connection.execute("SELECT max(rowid) FROM words").fetchone()
    known: dict[str, int] = {}
    terms = [found for term in query.terms if (found := _known(connection, term, known))]
    if not any(map(_telling, terms)) and any(map(_telling, query.terms)):
        return []  # 华为 is in no document; 华 and 为 are in many, and say nothing
    rarity = {
        term: term.weight * math.log(1 + (size or 0) / (1 + max(known[t] for t in term.tokens)))
        for term in terms
    }
    lost = sum(term.weight for term in query.terms) - sum(term.weight for term in terms)
    wanted = sum(rarity.values()) + lost * math.log(1 + (size or 0))
    rows = _candidates(connection, known, max(min(count, MOST), CANDIDATES))
    scored = sorted((-_score(query, rarity, wanted, row), row[0]) for row in rows)
    best = scored[0][0] if scored else 0.0
    return [row for score, row in scored[:count] if score and score <= best * FAINT]


def _telling(term: Term) -> bool:
    """Whether a word says what is sought: not one character, and not one of any number."""
    return term.weight > FAINT_WORD


def _known(connection: sqlite3.Connection, term: Term, known: dict[str, int]) -> Term | None:
    """A term with those of its tokens that some document has, else with what it may mean."""
    query = "SELECT doc FROM vocabulary WHERE term = ?"
    rows = {token: connection.execute(query, (token,)).fetchone() for token in term.tokens}
    found = {token: row[0] for token, row in rows.items() if row}
    weight = term.weight
    if not found:
        found, weight = _meant(connection, term.tokens[0]), weight * 0.8
    known |= found
    return Term(tuple(found), weight) if found else None


def _meant(connection: sqlite3.Connection, token: str) -> dict[str, int]:
    """What an unknown word may mean: the beginning of a known one, two in one, or a near one."""
    if not (token.isascii() and token.isalpha() and len(token) > 3):
        return {}
    begin = (
        "SELECT word, documents FROM spellings WHERE word > ? AND word < ? ORDER BY 2 DESC LIMIT 3"
    )
    if longer := connection.execute(begin, (token, f"{token}\x7f")).fetchall():
        return dict(longer)
    query = "SELECT word, documents FROM spellings WHERE length(word) BETWEEN ? AND ?"
    known: dict[str, int] = dict(connection.execute(query, (4, len(token) + 2)).fetchall())
    for cut in range(4, len(token) - 3):
        parts = stem(token[:cut]), stem(token[cut:])
        if known.keys() >= set(parts):
            return {part: known[part] for part in parts}
    from difflib import get_close_matches

    near = get_close_matches(token, known, n=2, cutoff=0.75)
    return {word: known[word] for word in near}


Row = tuple[int, str, str, str, str, str]


def _candidates(connection: sqlite3.Connection, known: Mapping[str, int], count: int) -> list[Row]:
    """The documents with the rarest words of the query, those first that FTS5 ranks first."""
    chosen: list[str] = []
    touched = 0
    telling = [token for token in known if len(token) > 1] or list(known)
    for token in sorted(telling, key=known.__getitem__):
        if chosen and touched + known[token] > COMMON:
            break
        chosen.append(token)
        touched += known[token]
    if not chosen:
        return []
    rank = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"
    order = rank if touched <= COMMON else "rowid"  # a word that nearly all have says nothing
    return connection.execute(
        "SELECT rowid, label, alias, topic, body, traits FROM words WHERE words MATCH ? "
        f"ORDER BY {order} LIMIT ?",
        (" OR ".join(f'"{token}"' for token in chosen), count),
    ).fetchall()


def _score(query: Query, rarity: Mapping[Term, float], wanted: float, row: Row) -> float:
    """The rarity of the words found, each times the weight of its field, times what fits."""
    fields = [
        (f" {text} ", weight) for text, weight in zip(row[1:5], WEIGHTS.values(), strict=True)
    ]
    total = 0.0
    for term, value in rarity.items():
        typed = [f" {token} " for token in term.tokens]
        total += value * next((w for text, w in fields if any(t in text for t in typed)), 0.0)
    part = total / (wanted * WEIGHTS["label"]) if wanted else 0.0
    return (
        total * (part + 0.3) * _fit(query, set(row[5].split())) * _plain(query, set(row[1].split()))
    )


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


def _plain(query: Query, label: set[str]) -> float:
    """How plain a label is: long ones, and shares and numbers that were not asked for, are less."""
    typed = {token for term in query.terms for token in term.tokens}
    plain = 1 / (1 + 0.02 * len(label))
    if not query.share and label & {"占比", "比重", "比例", "share"}:
        plain *= 0.93
    if any(token[0].isdigit() and token.isdigit() for token in label - typed):
        plain *= 0.93
    return plain


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
# Words that people use for each other; each stands for all of its line.
_SAME = [
    line.split()
    for line in """
    user subscriber
    firm compani enterpris busines
    visit view use
    senior elderli older
    web online internet
    ai artificial 人工
    use using used
    incom revenu
    area region plac provinc
    top lead best
    join participat
    编程 程序
    投入 费用 经费
    网购 购物
    公司 企业
    看病 医疗
    下架 关停
    """.strip().splitlines()
]
_SYNONYMS = {
    word: tuple(dict.fromkeys((word, *(other for line in _SAME if word in line for other in line))))
    for word in {word for line in _SAME for word in line}
}
LONGEST = 60  # words of a query that are heeded
MOST_TYPED = 1000  # characters of a query that are heeded


# ---------------------------------------------------------------- words
def tokenize(text: str, stop: bool = True) -> Iterator[str]:
    """The tokens of a text: stemmed words and numbers, characters and pairs of characters."""
    text = _plain_text(text)
    yield from (stem(first + rest) for first, rest in _HYPHENED.findall(text))
    for run in _RUN.findall(text):
        if "\u3400" <= run[0] <= "\u9fff" or run[0] == "〇":
            yield from run
            yield from (run[i : i + 2] for i in range(len(run) - 1))
        elif not (stop and run in _STOP_EN):
            yield stem(run)
            if measured := _MEASURED.fullmatch(run):  # 230eflops is also found by its unit
                yield stem(measured[1])


def _plain_text(text: str) -> str:
    """A text as its words are compared; IT is not the pronoun."""
    return re.sub(r"\bIT\b", "infotech", unicodedata.normalize("NFKC", text)).casefold()


def stem(word: str) -> str:
    """An English word without its commonest endings, in one spelling.

    >>> [stem(word) for word in ("stations", "companies", "processes", "programming", "5g")]
    ['station', 'compani', 'process', 'program', '5g']
    >>> stem("centre") == stem("centers"), stem("organised") == stem("organizes")
    (True, True)
    """
    if not word.isascii() or len(word) < 4:
        return word
    for ending, new in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + new
            break
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    if word[-1] == word[-2] and word[-1] in "bdgmnprt":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_ENDINGS = (
    ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("ies", "i"), ("ings", ""), ("ing", ""),
    ("ed", ""), ("es", "e"), ("s", ""), ("y", "i"),
)  # fmt: skip
_SPELLINGS = (("centre", "center"), ("programme", "program"), ("licenc", "licens"),
              ("catalogue", "catalog"), ("is", "iz"), ("our", "or"))  # fmt: skip


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
    tokens = dict.fromkeys(tokenize(rest)) or dict.fromkeys(tokenize(text, stop=False))
    terms = tuple(Term(_SYNONYMS.get(token, (token,)), _weight(token)) for token in tokens)
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
