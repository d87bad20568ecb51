"""Quotes in traditional characters and in Japanese, as rules read them: in the mainland's.

Rules know the mainland's words. What they need of others is made the same here, once.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from infofacts.lexicon import by_character
from infofacts.model import Fact
from infofacts.record import replace
from infofacts.report import SourceText
from infofacts.text import pattern

KANA = re.compile("[\u3040-\u30ff]")
MOST = 0.01  # of a mainland text is in other characters, in names
_WESTERN_YEAR = pattern("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ROC_YEAR = pattern(  # 民國113年, not 100年來, 100年歷史
    "(?<![0-9.,每近])(?:民国)?([89][0-9]|1[0-4][0-9])年(?!来(?![台港华访])|[间期的]|历史|以[来上下]|内|前(?![一二三四1-4十]))"
)
# Words of Taiwan and Japan in the mainland's characters, and its own words of the same length.
_WORDS = {
    "输出": "出口",
    "输入": "进口",
    "成长": "增长",
    "卖上": "销售",
    "割合": "比例",
    "昨年": "去年",
    "ドル": "美元",
}
_POINT = pattern("(?<=[0-9])・(?=[0-9])")  # of Japanese newspapers
_ANY_WORD = pattern("|".join(_WORDS))
# Half-width marks that copies of Chinese pages have, not those of numbers.
_HALF = pattern("(?<=[\u4e00-\u9fff])[,;:]|[,;:](?=[\u4e00-\u9fff“《])")
_WIDE = {",": "，", ";": "；", ":": "："}


class Writing(Enum):
    """How a text is written; with Taiwan's years if it has no western ones."""

    OWN = 0
    TRADITIONAL = 1
    ROC = 2


def _writing(simple: str) -> Writing:
    """How a text is written that had other characters than the mainland's."""
    roc = "民国" in simple or not (KANA.search(simple) or _WESTERN_YEAR.search(simple))
    return Writing.ROC if roc else Writing.TRADITIONAL


def plain(text: str, writing: Writing) -> str:
    """A text in the mainland's characters and words, with Taiwan's years in the western calendar.

    >>> plain("截至113年底約2萬人", Writing.ROC), plain("前年比3・1%増の輸出", Writing.TRADITIONAL)
    ('截至2024年底约2万人', '前年比3.1%增の出口')
    """
    if writing is Writing.OWN:
        return text
    simple = by_character(text)
    if writing is Writing.ROC:
        simple = _ROC_YEAR.sub(lambda year: f"{int(year[1]) + 1911}年", simple)
    return _ANY_WORD.sub(lambda word: _WORDS[word[0]], _POINT.sub(".", simple))


@cache
def plain_text(text: SourceText) -> tuple[SourceText, Writing]:
    """The text of a source as `plain` makes it, and how it is written."""
    whole = "\n".join(text.raw_lines)
    each = "".join(set(whole))
    others = [one for one, own in zip(each, by_character(each), strict=True) if one != own]
    if sum(map(whole.count, others)) <= MOST * len(whole):
        return text, Writing.OWN
    writing = _writing(by_character(whole))
    return SourceText(plain(whole, writing)), writing


def plain_fact(fact: Fact, writing: Writing | None) -> Fact:
    """A fact whose words are as `plain` makes them, but for the items of a list.

    As its text is written, or if that is unknown its quote, whose marks are then wide.
    """
    if writing is None:
        if any(map(fact.quote.__contains__, _WIDE)) and _HALF.search(fact.quote):
            fact = replace(fact, quote=_HALF.sub(lambda mark: _WIDE[mark[0]], fact.quote))
        simple = by_character(fact.quote)
        writing = Writing.OWN if simple == fact.quote else _writing(simple)
    if writing is Writing.OWN:
        return fact
    quantity = fact.quantity
    if quantity and quantity.words:
        quantity = replace(quantity, words=plain(quantity.words, writing))
    return replace(
        fact,
        zh=plain(fact.zh, writing),
        quote=plain(fact.quote, writing),
        quantity=quantity,
        note=fact.note and plain(fact.note, writing),
        break_zh=fact.break_zh and plain(fact.break_zh, writing),
        also=tuple(plain(each, writing) for each in fact.also),
    )
