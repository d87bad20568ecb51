"""What must hold of the bound of a number (超, 近, 以上). Rules as in `rules`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from infofacts.check.claim import Claim, number_match
from infofacts.numbers import Quantity, bound_sign
from infofacts.text import squeeze
from infofacts.units import BOUND_WORDS

# Bound words that, right beside a number in the source, must be in the fact; a longer one before
# a part of it (不超过). 过, 上 and 最多 are too common as other words, or parts of them (通过, 网上),
# to be told from bounds by their place alone; of the others those words are few.
_LONGEST = sorted(BOUND_WORDS, key=len, reverse=True)
_UNSURE = ("过", "上", "最多")
_BEFORE = tuple(w for w in _LONGEST if BOUND_WORDS[w][1] == "before" and w not in _UNSURE)
_AFTER = tuple(w for w in _LONGEST if BOUND_WORDS[w][1] == "after")
_OTHER_BEFORE = re.compile(
    "(?:[签契违履预公特邀]约|(?<![采募征收筹搜聚汇])集约|(?<![化缓了])解约|(?<![连陆持继])续约"
    r"|(?<![一二三四五六七八九十两多\d])条约|(?<![环季调])节约|(?<![联整综结组融聚符适配混集])合约"
    "|[最附邻远靠]近|(?:more|turn|hand|left|take|make|(?<!bli)(?<!affi)c)over)$"
)
# 5人及以上 is 以上; there is no bound in 上下游.
_BETWEEN = re.compile("(?:及|或|（含）|[(]含[)])(?=以)|上下[游级文班]")


# ---------------------------------------------------------------- rules
def unknown_bound(claim: Claim) -> Iterator[str]:
    """The bound is a printed word that the program knows."""
    quantity = claim.fact.quantity
    if quantity and bound_sign(quantity.bound) is None:
        yield f"bound {quantity.bound!r} is not known; use the printed word: {' '.join(BOUND_WORDS)}"


def bound_not_in_quote(claim: Claim) -> Iterator[str]:
    """The words of the bound stand in the quote."""
    quantity = claim.fact.quantity
    for word in quantity.bound.split("…") if quantity and quantity.bound and claim.quote else ():
        if squeeze(word) not in claim.quote.casefold():
            yield f"bound {word!r} is not in the quote “{claim.fact.quote}”"


def bound_missing(claim: Claim) -> Iterator[str]:
    """A bound word that the source prints right at the number is in the fact.

    Of two that say the same (约300家左右) one is enough.
    """
    quantity = claim.fact.quantity
    if quantity and claim.quote:
        stated = quantity.bound.split("…")
        said = {BOUND_WORDS[word][0][0] for word in stated if word in BOUND_WORDS}
        for word in dict.fromkeys([*_printed_bounds(claim, quantity), *_worded_bounds(quantity)]):
            sign, at = BOUND_WORDS[word]
            if word not in stated and (at == "inside" or sign[0] not in said):
                yield f"the source prints {word!r} at the number: bound = {word!r} is missing"


def bound_not_printed(claim: Claim) -> Iterator[str]:
    """A number printed in words is printed with the words of its bound."""
    quantity = claim.fact.quantity
    if quantity and quantity.words and quantity.bound:
        for word in quantity.bound.split("…"):
            if squeeze(word) not in squeeze(quantity.words):
                yield f"printed = {quantity.words!r} leaves out the bound word {word!r}"


# ---------------------------------------------------------------- what the source prints
def _printed_bounds(claim: Claim, quantity: Quantity) -> Iterator[str]:
    """The bound words that the source prints right before, in or behind the number."""
    text, words = "".join(claim.context()), squeeze(quantity.words)
    if words:
        inner, start = "", text.find(words, len(claim.context()[0]))
        end = start + len(words)
    elif match := number_match(claim):
        inner, (start, end) = re.split(r"[、，和及与或]", match[0])[0], match.span()
    else:
        return
    if start >= 0:
        yield from bound_before(text[:start])
        yield from _bound_across(text[:start], words)
        yield from (w for w in ("余", "多") if w in inner)
        yield from bound_after(text[end:])


def bound_before(text: str) -> Iterator[str]:
    """The bound word that a text ends with, the longest: 不超过, not 超过; none in 节约."""
    text = text.casefold()
    if not _OTHER_BEFORE.search(text):
        yield from islice((word for word in _BEFORE if text.endswith(squeeze(word))), 1)


def _bound_across(before: str, words: str) -> Iterator[str]:
    """The bound word that begins before a number in words: 不超过一半, of which 超过一半 is not all."""
    found = (
        word
        for word in _BEFORE
        for cut in range(1, len(word))
        if before.endswith(word[:cut]) and words.startswith(word[cut:])
    )
    yield from islice(found, 1)


def bound_after(text: str) -> Iterator[str]:
    """The bound word that a text begins with, 及 or （含） before it or not."""
    text = _BETWEEN.sub("", text, count=1) if _BETWEEN.match(text) else text
    yield from islice((word for word in _AFTER if text.startswith(word)), 1)


def _worded_bounds(quantity: Quantity) -> Iterator[str]:
    """The bound words that a number printed in words begins or ends with, or has inside."""
    words = squeeze(quantity.words)
    parts = {"before": words.startswith, "inside": words.__contains__, "after": words.endswith}
    for where, stands in parts.items():
        fitting = (w for w in _LONGEST if BOUND_WORDS[w][1] == where and stands(squeeze(w)))
        yield from islice(fitting if words else (), 1)


BOUND_RULES = (unknown_bound, bound_not_in_quote, bound_missing, bound_not_printed)
