"""What is searched for: the words of a question as tokens, and what they ask for besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from infofacts import lexicon
from infofacts import question as asking
from infofacts.errors import BadUsage
from infofacts.messages import _
from infofacts.question import Question
from infofacts.record import Record
from infofacts.stems import STOP_EN, in_word, stem, tokenize
from infofacts.text import LONGEST_QUERY, MOST_TERMS
from infofacts.units import ASKED, UNITS

_COUNTERS = "".join(
    name for name, u in UNITS.items() if len(name) == 1 and not (u.en or u.noun or name.isascii())
)
# Chinese words that only ask; 多少 and 几 with what is counted, 有 where nothing follows.
_STOP_ZH = (
    "有多少 多少 有几 几 有哪些 哪些 哪个 什么时候 什么 怎么样 怎么 如何 有没有 是否 我国 中国 全国 请问 "
    "一共 目前 的 了 吗 呢 是 达到 有"
).split()
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


class Term(Record):
    """A word of a query as a token, its weight, and other words for it."""

    token: str
    weight: float
    others: tuple[str, ...] = ()


class Query(Record):
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
    units |= {name for name, word in ASKED if word in rest and _asks_for(rest, word)}
    rest = rest if rest.isascii() else _without_asking(rest)
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


def _asks_for(text: str, word: str) -> bool:
    """Whether one of the words for units in a text stands by itself; in Chinese one character is a
    unit only after a scale word or a question."""
    places = [at for at in range(len(text)) if text.startswith(word, at)]
    if word.isascii():
        around = (text[at - 1 : at] + text[at + len(word) :][:1] for at in places)
        return not all(any(map(in_word, each)) for each in around)
    asking = ("万", "亿", "几", "多少")
    return len(word) > 1 or any(
        at == 0 or text[at - 1].isspace() or text.endswith(asking, 0, at) for at in places
    )


def _without_asking(text: str) -> str:
    """A text with a blank for each word that only asks."""
    kept, at = [], 0
    while at < len(text):
        word = next((word for word in _STOP_ZH if text.startswith(word, at)), "")
        end = at + len(word)
        if word[-1:] in ("少", "几") and text[end : end + 1] in f"{_COUNTERS}人次万亿":
            end += 1
        is_asking = word and (word != "有" or text[end : end + 1] in ("", " "))
        kept.append(" " if is_asking else text[at])
        at = end if is_asking else at + 1
    return "".join(kept)


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
