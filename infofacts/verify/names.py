"""The words that name the indicators of a base: labels, aliases, and what their quotes say.

A name is known by its features: pairs of Chinese characters and stems of other words, weighted by
how few indicators have them. A feature with a digit (5G, IPv6, 1000Mbps) is part of what a name
means: without it the words name something else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from infofacts.model import Fact, FactBase, Indicator, facts_by_indicator
from infofacts.stems import stem
from infofacts.text import squeeze
from infofacts.verify.documents import fold

EXACT = 0.85  # of a name that words hold, where they name nothing else
UNSURE = 0.8  # the most that a name counts for where a part of the label is missing
OF_LABEL = 0.75  # of the label that words hold which surely mean it
GENERIC = 0.25  # the weight of a word that names no thing by itself, as a part of its own
# Words that say nothing of what is counted.
STOP_ZH = re.compile(
    "基础电信企业|截至目前|提供|截至|截止|我国|全国|中国|目前|其中|包括|分别|依次|累计|一共|总共|合计|共计|共有|已经|已|均|都|约为|为|达到|高达|达|超过|超|突破|近|约|逾|不足"
    "|不到"
    "|首次|再次|持续|稳步|稳定|快速|保持|继续|不断|进一步|实现|完成|建成|建设|开通|拥有|形成|具有|具备|位居|居|得到|获得|推进|发展|显示|数据显示|表明|报告|据统计"
    "|统计|公布|发布|介绍"
    "|增长至|增长到|增长了|增长|增加至|增加到|增加了|增加|增至|增到|增速|增幅|净增|新增|增|上升至|上升到|上升|升至|升到|提升至|提升到|提升|提高至|提高到|提高|扩大到"
    "|扩大至|扩大|下降至|下降到|下降|降至|降到|降低|减少|减至|跌至"
    "|同比|环比|名义|实际|年均|平均|比上年末|比上年|较上年末|较上年|上年末|上年|去年|今年|全年|当年|年末|年底|末|底"
    "|以上|以下|左右|上下|以及|并且|此外|另外|同时|也|还|又|则|就|仅|只|将近|将|从|由|到|至|在|于|于是|与|和|或|的|了|是|(?<!(?<![我中全各])国)有|等|个|比|较|占|每年|年|月|日"
    "|(?<![合兼])并(?![网购表联])|(?<![公中])共(?![享同建])|及其|一年|表示|指出|认为|分领域|方面|情况|水平"
    "|继|再|突|了|着|过|共享|总共"
)
# Words that names add or leave out at will.
GENERIC_ZH = re.compile(
    "规模以上|规上|规模|总数|数量|人数|总量|总额|总体|整体|总计|主要|相关|各类|领用|国家级|国家|情况|平台|服务|企业|(?<=[一-龥]{2})[数额量率]$"
    "|总(?=[一-龥]{2})"
)
STOP_EN = frozenset(
    "a an the of in at by on for to from with and or as its it is was were are be been had has have "
    "having that this these those there their "
    "china china's chinese total number overall nationwide national country country's reached reach "
    "hit stood stand came come rose grew grow rise "
    "increase increased up down more than over about nearly some around end year month ended per "
    "cent percent points percentage annual annually "
    "cumulative cumulatively respectively also while after during since until last previous same "
    "first now amounted amount totalled totaled totaling total "
    "compared above below under exceeding exceeded passed surpassed topped amounting standing "
    "recorded registered which who all s 's respectively, including "
    "worth valued value us yoy year-on-year most still already out new whole full counted count "
    "figure figures million billion trillion than basis just only size scale yuan rmb "
    "produced produce built build generated registered operated operating installed deployed put "
    "used using employs serves served boasts boasted "
    "logged posted recorded earned earning saw seen made making got became hold holds held account "
    "accounts accounting accounted according making "
    "achieved reported showed shows statistics figure ministry added adding gained attracted "
    "completed set create created so far some their "
    "net increases addition additions decline decrease drop growth rate gain yearly average "
    "registering said says miit cnnic spokesperson announced".split()
)
_SYNONYMS = {
    "netizen": ("internet", "user"), "online": ("internet",), "subscriber": ("user",), "web": ("internet",),
    "customer": ("user",), "people": ("user",), "population": ("user",), "connection": ("user",),
    "location": ("position",), "mobil": ("mobile",), "sector": ("industri",), "bei": (), "data-center": ("data", "center"),
    "centre": ("center",), "datacent": ("data", "center"), "subscription": ("user",), "internetuser": ("internet", "user"),
    "sale": ("sale",), "handset": ("phone",), "smartphone": ("phone",), "cellphone": ("phone",),
    "iot": ("iot",), "healthcar": ("health",), "medical": ("health",), "telecommunication": ("telecom",), "telecommunic": ("telecom",), "e-commerce": ("ecommerce",), "e-commerc": ("ecommerc",),
    "fiber": ("fibre",), "output": ("production",), "turnover": ("revenue",), "income": ("revenue",), "earn": ("revenue",),
}  # fmt: skip
_GENERIC_EN = {
    stem(word)
    for word in "data output production scale size industry industri market business services service amount volume country national share proportion".split()
}
_TOKEN = re.compile(r"[a-z0-9]+(?:[.+/'-][a-z0-9]+)*|[\u3400-\u9fff〇]+")
_IT = re.compile("(?<![A-Za-z])IT(?![A-Za-z])")  # not the pronoun
_SAME = (
    (re.compile("[零〇一二三四五六七八九]*[十百千万]亿?[元户家个]|[一二三四五六七八九两]家"), " "),
    (re.compile(r"1000m(?:bps)?(?![a-z])|千兆"), "千兆"),
    (re.compile("互联网上网"), "网"),
    # One word, so that exports alone are another.
    (re.compile("进出口|imports? and exports?|exports? and imports?"), " 贸易 "),
)


@lru_cache(maxsize=1 << 14)
def features(text: str) -> frozenset[str]:
    """The features of some folded words.

    >>> sorted(features("5G基站总数达")), sorted(features("Number of internet users"))
    (['5g', '~总数', '基站'], ['internet', 'user'])
    """
    return frozenset(_features(text))


def _features(text: str) -> Iterator[str]:
    text = _IT.sub("infotech", text).casefold()
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    for token in _TOKEN.findall(text):
        if token[0].isascii():
            yield from _word(token)
            continue
        for run in STOP_ZH.sub(" ", token).split():
            yield from (f"~{word}" for word in GENERIC_ZH.findall(run))
            yield from ("用户" for _ in range("用户" in run))
            for part in GENERIC_ZH.sub(" ", run).replace("用户", " ").split():
                if len(part) == 1:
                    yield part
                yield from (part[at : at + 2] for at in range(len(part) - 1))


def _word(token: str) -> Iterator[str]:
    token = token.removesuffix("'s")
    if token in STOP_EN:
        return
    parts = [token]
    if "-" in token or "/" in token:
        parts = [part for part in re.split("[-/]", token) if part not in STOP_EN]
    for part in parts:
        stemmed = stem(part)
        yield from _SYNONYMS.get(stemmed, _SYNONYMS.get(part, (stemmed,)))


def generic(feature: str) -> bool:
    """Whether a feature names no thing by itself."""
    return feature in _GENERIC_EN or feature[0] == "~"


def names_a_kind(feature: str) -> bool:
    """Whether a feature is one that a name means nothing without: 5g, ipv6, 10g."""
    return feature[0].isascii() and any(char.isdigit() for char in feature)


class Name(NamedTuple):
    """One name of an indicator: its features, and those that it means nothing without."""

    indicator: str
    features: frozenset[str]
    kinds: frozenset[str]


class Vocabulary:
    """All names of the numeric indicators of a base."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self.facts = {
            ident: numeric
            for ident, facts in facts_by_indicator(base).items()
            if (numeric := [fact for fact in facts if fact.number is not None])
        }
        self.names: list[Name] = []
        self.known: dict[str, frozenset[str]] = {}
        self.own: dict[str, frozenset[str]] = {}  # of the names alone, without the topic's
        self.labels: dict[str, tuple[frozenset[str], ...]] = {}
        self.needed: dict[str, frozenset[str]] = {}  # of the label: 5G, 100, IPv6
        for ident, facts in self.facts.items():
            self._add(base.indicators[ident], facts)
        counts = Counter(feature for each in self.known.values() for feature in each)
        most = math.log(len(self.known) + 1)
        self.weights = {
            feature: (most - math.log(count)) * (GENERIC if generic(feature) else 1)
            for feature, count in counts.items()
        }
        self.unknown = most
        self.postings: dict[str, list[int]] = {}
        self.totals: list[float] = []
        for number, name in enumerate(self.names):
            self.totals.append(sum(map(self.weight, name.features)))
            for feature in name.features:
                self.postings.setdefault(feature, []).append(number)

    def weight(self, feature: str) -> float:
        """How much a feature tells."""
        return self.weights.get(feature, self.unknown)

    def _add(self, indicator: Indicator, facts: Iterable[Fact]) -> None:
        given = [indicator.zh, indicator.en, *indicator.aliases]
        quoted = [words for fact in facts if fact.measure == "level" for words in heads(fact)]
        known: set[str] = set()
        of_indicator: dict[frozenset[str], None] = {}
        values = {squeeze(fact.printed) for fact in facts}
        for words, is_given in (*((w, True) for w in given), *((w, False) for w in quoted)):
            if any(value in squeeze(words) for value in values):
                continue
            found = features(fold(words)[0])
            known |= found
            if is_given or sum(not generic(feature) for feature in found) > 1:
                of_indicator.setdefault(found)
        self.own[indicator.id] = frozenset(known)
        topic = self.base.topics[indicator.topic]
        for words in (topic.zh, topic.en, *topic.aliases):
            known |= features(fold(words)[0])
        self.known[indicator.id] = frozenset(known)
        labels = (features(fold(words)[0]) for words in (indicator.zh, indicator.en))
        self.labels[indicator.id] = tuple(labels)
        self.needed[indicator.id] = frozenset(filter(names_a_kind, features(fold(indicator.zh)[0])))
        kinds = (frozenset(filter(names_a_kind, found)) for found in of_indicator)
        self.names += [Name(indicator.id, *pair) for pair in zip(of_indicator, kinds, strict=True)]


_CLAUSE = re.compile("[，。；：,;:（）()！？!?]|、(?=[^、]*$)")


_LISTED = re.compile("分别|依次|respectively")


def heads(fact: Fact) -> Iterator[str]:
    """The words of the quotes of a fact that stand in its number's clause, before and after it."""
    for quote in (fact.quote, *fact.also):
        text = fold(quote)[0]
        if _LISTED.search(text):
            continue
        at = text.find(fold(fact.printed)[0])
        if at < 0:
            continue
        before = _CLAUSE.split(text[:at])[-1]
        after = _CLAUSE.split(text[at + len(fold(fact.printed)[0]) :])[0]
        before = (
            re.sub(r"\d[\d.,]*", " ", before) if re.search(r"\d[\d.,]*[万亿%]", before) else before
        )
        yield before if len(features(before)) > 1 else f"{before} {after}"


class Candidate(NamedTuple):
    """An indicator that some words may name.

    `coverage` is how much of one of its names the words hold (0 to 1), `foreign` how many of
    their characters are in no name of it, `score` what candidates are ordered by. `labelled` is
    whether they hold the label too: an alias may name more than that. `whole` is whether the words
    beside the number hold all of a name and the label, and need none from before.
    """

    indicator: str
    score: float
    coverage: float
    foreign: int
    size: int  # characters of the words
    labelled: bool = True
    whole: bool = False

    @property
    def exact(self) -> bool:
        """Whether the words name this, and nothing more or less."""
        return self.coverage >= EXACT and not self.foreign

    @property
    def likely(self) -> bool:
        """Whether the words may well mean this."""
        return self.coverage >= 0.55 and self.foreign <= self.size / 2


def match(vocabulary: Vocabulary, own: frozenset[str], near: frozenset[str]) -> list[Candidate]:
    """The indicators that words may name, the likeliest first.

    `own` are the features of the words beside a number, `near` those of words that they may leave
    out because they stand before.
    """
    best: dict[str, Candidate] = {}
    whole: set[str] = set()  # indicators of which the words hold all of a name
    size = sum(0 if each[0] == "~" else 2 if each[0].isascii() else 1 for each in own)
    for number, own_weight in _weights(vocabulary, own).items():
        name, total = vocabulary.names[number], vocabulary.totals[number]
        if own_weight < total * 0.12:
            continue
        if name.kinds and not name.kinds <= own | near:
            continue
        missing = name.features - own
        filled = missing & near
        filled |= _bridged(missing - filled, (name.features & own) | filled)
        filled_weight = sum(map(vocabulary.weight, filled))
        coverage = (own_weight + filled_weight) / total
        if coverage < 0.5:
            continue
        foreign = foreign_size(own, vocabulary.known[name.indicator])
        if coverage > UNSURE and not _labelled(vocabulary, name, own | near):
            coverage = UNSURE
        beyond = own - vocabulary.own[name.indicator]  # of the topic only, or foreign
        own_weight -= sum(map(vocabulary.weight, beyond)) / 2
        score = own_weight + filled_weight / 2 - 2 * foreign - (1 - coverage) * total / 2
        labelled = label_coverage(vocabulary, name.indicator, own | near) >= OF_LABEL
        if not missing and label_coverage(vocabulary, name.indicator, own) >= OF_LABEL:
            whole.add(name.indicator)
        candidate = Candidate(name.indicator, score, coverage, foreign, size, labelled)
        before = best.get(name.indicator)
        if not before or (candidate.exact, candidate.score) > (before.exact, before.score):
            best[name.indicator] = candidate
    found = (each._replace(whole=each.indicator in whole) for each in best.values())
    return sorted(found, key=lambda each: -each.score)


def _weights(vocabulary: Vocabulary, own: frozenset[str]) -> dict[int, float]:
    """The weight of the features that each name has of some words, by its number."""
    weights: dict[int, float] = {}
    for feature in own:
        weight = vocabulary.weight(feature)
        for number in vocabulary.postings.get(feature, ()):
            weights[number] = weights.get(number, 0.0) + weight
    return weights


def _labelled(vocabulary: Vocabulary, name: Name, words: frozenset[str]) -> bool:
    """Whether words that hold a name agree with the label too.

    They must hold what the label means nothing without, and where the name is a single word
    (GDP占比) most of the label.
    """
    if vocabulary.needed[name.indicator] - words:
        return False
    if sum(not generic(feature) for feature in name.features) > 1:
        return True
    return label_coverage(vocabulary, name.indicator, words) >= OF_LABEL


def label_coverage(vocabulary: Vocabulary, indicator: str, words: frozenset[str]) -> float:
    """How much of a label, in Chinese or English, some words hold."""
    shares = []
    for label in vocabulary.labels[indicator]:
        held = label & words
        held |= _bridged(label - held, held)
        total = sum(map(vocabulary.weight, label))
        shares.append(sum(map(vocabulary.weight, held)) / total if total else 0)
    return max(shares)


def _bridged(missing: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """Pairs of characters between two words that are both there: 网用 of 物联网用户."""
    characters = set("".join(feature for feature in held if not feature[0].isascii()))
    return frozenset(
        f for f in missing if not f[0].isascii() and f[0] != "~" and characters.issuperset(f)
    )


def foreign_size(own: frozenset[str], known: frozenset[str]) -> int:
    """How many characters of words are in none of the known features; a word counts as two."""
    covered = set("".join(own & known))
    foreign = {
        char
        for feature in own - known
        if not feature[0].isascii() and feature[0] != "~"
        for char in feature
    }
    words = sum(1 for f in own - known if f[0].isascii() and not generic(f))
    return len(foreign - covered) + 2 * words
