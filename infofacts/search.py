"""Ranked full-text search over labels, aliases, quotes and texts, in Chinese and English.

Chinese is cut into single characters and pairs of characters, English into stemmed words
without stop words. A year in the query ("2022年网民") selects, it does not rank.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from infofacts.model import Fact, FactBase, Indicator

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?(?:底|末)?(?!\d)")
_RUN = re.compile(r"[0-9a-z]+(?:\.[0-9]+)?|[\u3400-\u9fff〇]+")
_STOP_EN = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "in",
        "is",
        "it",
        "its",
        "many",
        "much",
        "number",
        "numbers",
        "of",
        "on",
        "or",
        "per",
        "percentage",
        "proportion",
        "rate",
        "s",
        "share",
        "size",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "there",
        "these",
        "they",
        "this",
        "to",
        "total",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "with",
        "china",
        "chinese",
        "china's",
        "percent",
        "me",
        "show",
        "give",
        "find",
    ]
)
_STOP_ZH = re.compile(
    "多少|哪些|哪个|什么|怎么样|如何|有几|几个|是否|我国|中国|全国|请问|的|了|吗|呢|是|达到|达"
)
# How much a hit in each field counts: labels above aliases above topic above quotes.
WEIGHTS = {"label": 6.0, "alias": 4.0, "topic": 2.0, "text": 1.0}


@dataclass(frozen=True, slots=True)
class Query:
    """A search: its tokens with their weights, and the years it names."""

    tokens: Counter[str]
    years: tuple[int, ...]


def parse_query(words: Sequence[str]) -> Query:
    """Read what was typed: years are taken out, the rest is cut into tokens."""
    text = unicodedata.normalize("NFKC", " ".join(words)).casefold()
    years = tuple(int(year) for year in _YEAR.findall(text))
    rest = _YEAR.sub(" ", text)
    tokens = Counter(tokenize(_STOP_ZH.sub(" ", rest)))
    return Query(tokens or Counter(tokenize(text, stop=False)), years)


def tokenize(text: str, stop: bool = True) -> Iterator[str]:
    """The tokens of a text: stemmed words and numbers, characters and pairs of characters."""
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if run[0] < "\u3400" and run != "〇":
            if not (stop and run in _STOP_EN):
                yield stem(run)
        else:
            yield from run
            yield from (run[i : i + 2] for i in range(len(run) - 1))


def stem(word: str) -> str:
    """An English word without its commonest endings (stations → station, users → user).

    >>> [stem(word) for word in ("stations", "companies", "processes", "connected", "5g")]
    ['station', 'compani', 'process', 'connect', '5g']
    """
    for ending, new in (
        ("ies", "i"),
        ("sses", "ss"),
        ("ing", ""),
        ("ed", ""),
        ("s", ""),
        ("y", "i"),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + new
    return word


def search(base: FactBase, words: Sequence[str], count: int = 10) -> list[Fact]:
    """The best fact of each indicator that the words find, best first; at most `count`."""
    query = parse_query(words)
    index = _fields(base)
    frequency = Counter(t for fields in index.values() for t in set().union(*fields.values()))
    scored: list[tuple[float, int, Fact]] = []
    for number, (indicator, fields) in enumerate(index.items()):
        facts = [f for f in _facts(base, indicator) if not query.years or f.year in query.years]
        score = _score(query, fields, frequency, len(index)) if facts else 0.0
        if score:
            scored.append(
                (-score, number, max(facts, key=lambda f: (f.measure == "level", f.year)))
            )
    scored.sort(key=lambda hit: hit[:2])
    best = scored[0][0] if scored else 0.0
    return [fact for score, _, fact in scored[:count] if score <= best * 0.15]


def _score(
    query: Query, fields: dict[str, frozenset[str]], frequency: Counter[str], size: int
) -> float:
    """The sum of the found tokens' rarity times their field's weight, over the label's length."""
    total, wanted = 0.0, 0.0
    for token in query.tokens:
        rarity = math.log(1 + size / (1 + frequency[token])) * (1 if len(token) > 1 else 0.3)
        wanted += rarity
        field = next((f for f in WEIGHTS if token in fields[f]), None)
        total += rarity * WEIGHTS[field] if field else 0.0
    length = 1 + 0.02 * len(fields["label"])
    return total / length * (total / (wanted * WEIGHTS["label"]) + 0.3) if wanted else 0.0


def _fields(base: FactBase) -> dict[Indicator, dict[str, frozenset[str]]]:
    texts: dict[str, list[str]] = {}
    for fact in base.facts.values():
        parts = [fact.quote, fact.printed, *_strings(fact.value_en)]
        texts.setdefault(fact.indicator_id, []).extend(parts)
    found: dict[Indicator, dict[str, frozenset[str]]] = {}
    for indicator in base.indicators.values():
        topic = base.topics[indicator.topic]
        found[indicator] = {
            "label": _tokens([indicator.zh, indicator.en]),
            "alias": _tokens([*indicator.aliases, indicator.key.replace("-", " ")]),
            "topic": _tokens([topic.zh, topic.en, *topic.aliases]),
            "text": _tokens(texts.get(indicator.id, [])),
        }
    return found


def _tokens(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(token for text in texts for token in tokenize(text))


def _strings(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _facts(base: FactBase, indicator: Indicator) -> list[Fact]:
    return [f for f in base.facts.values() if f.indicator_id == indicator.id and f.preferred]
