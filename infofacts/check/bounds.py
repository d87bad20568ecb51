"""Rules on the bound of a number (超, 近, 以上)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infofacts.check.rule import Claim, rule
from infofacts.numbers import Quantity, bound_sign, words_before
from infofacts.text import ZH_DIGITS, squeeze
from infofacts.units import BOUND_WORDS, INSIDE

# Bound words that must be in the fact if the source has them right beside the number; a longer
# one (不超过) before a part of it. The commonest (过, 上) are left out: they may be other words
# or parts of them (通过, 网上). For the rest those words are few.
_LONGEST = sorted(BOUND_WORDS, key=len, reverse=True)
_TELLING = [word for word in _LONGEST if not BOUND_WORDS[word].common]
_BEFORE = [word for word in _TELLING if BOUND_WORDS[word].place == "before"]
_AFTER = [word for word in _TELLING if BOUND_WORDS[word].place == "after"]
_OTHER_BEFORE = re.compile(
    "(?:[签契违履预公特邀]约|(?<![采募征收筹搜聚汇])集约|(?<![化缓了])解约|(?<![连陆持继])续约"
    rf"|(?<![{ZH_DIGITS}十两多\d])条约|(?<![环季调])节约|(?<![联整综结组融聚符适配混集])合约"
    "|[最附邻远靠]近|(?:more|turn|hand|left|take|make|(?<!bli)(?<!affi)c)over)$"
)
# 5人及以上 is 以上; 上下游 is no bound.
_BETWEEN = re.compile("(?:及|或|（含）|[(]含[)])(?=以)|上下[游级文班]")


@rule(key="bound")
def unknown_bound(claim: Claim) -> Iterator[str]:
    """The bound is one of the known printed words."""
    quantity = claim.fact.quantity
    if quantity and bound_sign(quantity.bound) is None:
        known = " ".join(BOUND_WORDS)
        yield f"bound {quantity.bound!r} is not known; use the printed word: {known}"


@rule(key="bound")
def bound_not_in_quote(claim: Claim) -> Iterator[str]:
    """The words of the bound are in the quote."""
    quantity = claim.fact.quantity
    for word in quantity.bound.split("…") if quantity and quantity.bound and claim.quote else ():
        if squeeze(word) not in claim.quote.casefold():
            yield f"bound {word!r} is not in the quote “{claim.fact.quote}”"


@rule(key="value")
def bound_missing(claim: Claim) -> Iterator[str]:
    """A bound word that the source prints right at the number is in the fact.

    Of two with the same meaning (约300家左右), one is enough.
    """
    quantity = claim.fact.quantity
    if not quantity or not claim.quote:
        return
    stated = quantity.bound.split("…")
    signs = {BOUND_WORDS[word].sign[0] for word in stated if word in BOUND_WORDS}
    printed = [*_bounds_at(claim, quantity), *_bounds_in(squeeze(quantity.words))]
    for word in dict.fromkeys(filter(None, printed)):
        bound = BOUND_WORDS[word]
        if word not in stated and (bound.place == "inside" or bound.sign[0] not in signs):
            yield f"the source prints {word!r} at the number: bound = {word!r} is missing"


@rule(key="printed")
def bound_not_printed(claim: Claim) -> Iterator[str]:
    """A number printed in words is printed with the words of its bound."""
    quantity = claim.fact.quantity
    if quantity and quantity.words and quantity.bound:
        for word in quantity.bound.split("…"):
            if squeeze(word) not in squeeze(quantity.words):
                yield f"printed = {quantity.words!r} leaves out the bound word {word!r}"


def _bounds_at(claim: Claim, quantity: Quantity) -> Iterator[str]:
    """The bound words that the source prints right before, in or after the number, or ""."""
    text, words = "".join(claim.context), squeeze(quantity.words)
    if words:
        number, start = "", text.find(words, len(claim.context[0]))
        end = start + len(words)
    elif claim.number:
        number, (start, end) = re.split(r"[、，和及与或]", claim.number[0])[0], claim.number.span()
    else:
        return
    if start >= 0:
        yield bound_before(words_before(text, start))
        yield _bound_across(words_before(text, start), words)
        yield from (word for word in INSIDE if word in number)
        yield bound_after(text[end:])


def bound_before(text: str) -> str:
    """The bound word that a text ends with, the longest: 不超过, not 超过; "" in 节约."""
    text = text.casefold()
    if _OTHER_BEFORE.search(text):
        return ""
    return next((word for word in _BEFORE if text.endswith(squeeze(word))), "")


def _bound_across(text: str, words: str) -> str:
    """The bound word that begins before a number in words: 不 of 不超过一半 before 超过一半."""
    for word in _BEFORE:
        for cut in range(1, len(word)):
            if text.endswith(word[:cut]) and words.startswith(word[cut:]):
                return word
    return ""


def bound_after(text: str) -> str:
    """The bound word that a text begins with, 及 or （含） before it or not, or ""."""
    if between := _BETWEEN.match(text):
        text = text[between.end() :]
    return next(filter(text.startswith, _AFTER), "")


def _bounds_in(words: str) -> Iterator[str]:
    """The bound words that a number printed in words begins or ends with, or has inside, or ""."""
    parts = {"before": words.startswith, "inside": words.__contains__, "after": words.endswith}
    for place, holds in parts.items() if words else ():
        fitting = (word for word in _LONGEST if BOUND_WORDS[word].place == place)
        yield next((word for word in fitting if holds(squeeze(word))), "")
