"""What a search asks for: the words of a text, in Chinese and English, and the query they make.

Chinese is cut into single characters and pairs of characters, English into stemmed words
without stop words. A year in the query ("2022年网民"), a unit ("5G用户 亿户") and words like
增长 or growth are read as what they choose among the facts of an indicator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
_STOP_ZH = re.compile(
    "有?(?:多少|几)[个家台颗款项条次件张人万亿]?|有?哪些|哪个|什么时候|什么|怎么样?|如何|有没有|是否|"
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
_UNITS: dict[str, tuple[str, ...]] = {
    "yuan": ("元",), "rmb": ("元",), "money": ("元",), "元": ("元",), "多少钱": ("元",), "金额": ("元",),
    "users": ("户", "人"), "subscribers": ("户",), "户": ("户",), "人数": ("人", "人次"),
    "多少人": ("人", "户", "人次"), "几人": ("人", "户"), "people": ("人", "户", "人次"), "人次": ("人次",),
    "km": ("公里",), "kilometres": ("公里",), "kilometers": ("公里",), "公里": ("公里",),
    "颗": ("颗",), "块": ("块",), "件": ("件",), "家": ("家",), "台": ("台",), "eflops": ("EFLOPS",), "zb": ("ZB",),
}  # fmt: skip
_SCALED = re.compile(
    r"(?:万亿|千亿|百亿|亿|万)(?=元|户|人|个|件|家|块|台|条|次|项|张|公里|千瓦时|颗|\s|$)"
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
