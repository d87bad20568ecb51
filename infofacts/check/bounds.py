"""Rules on the bound of a number (超, 近, 以上)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infofacts.check.claim import Claim
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.numbers import bound_sign
from infofacts.printed import words_before
from infofacts.reading.around import (
    BEFORE,
    LINK,
    LONGEST,
    MOST_LINKS,
    bound_after,
    bound_before,
    bound_of_words,
    currency_before,
)
from infofacts.report import starts
from infofacts.text import pattern, squeeze
from infofacts.units import BOUND_WORDS, INSIDE

# The numbers of a list that share a bound word: 超过3%、5%.
_LIST = "(?:[0-9][0-9.,]*[^0-9，。；]{0,12}[、和及与])*"
# Bound words that have two parts, by the characters where they part.
_CUT: dict[tuple[str, str], list[tuple[str, int]]] = {}
for _word in BEFORE:
    for _cut in range(1, len(_word)):
        _CUT.setdefault((_word[_cut - 1], _word[_cut]), []).append((_word, _cut))
# The others by their place, and the character that a number in words then begins or ends with.
_AT_PLACE: dict[tuple[str, str], list[tuple[str, str]]] = {}
for _word in LONGEST:
    _edge = {"before": _word[0], "inside": "", "after": _word[-1]}[BOUND_WORDS[_word].place]
    _AT_PLACE.setdefault((BOUND_WORDS[_word].place, _edge), []).append((squeeze(_word), _word))
_BALANCE = pattern("[顺逆]差|[出入]超|贸易差额")
_SHARED = re.compile("[、，和及与或]")
# What a bound word may stand before: 约占全国的56%
_SHARE_OF = pattern("占[^，。；0-9]{1,20}的$")
_AT, _LINKED = pattern(_LIST), re.compile(f"{LINK}{{0,{MOST_LINKS}}}{_LIST}")


@rule(key="bound", of="bound")
def unknown_bound(claim: Claim) -> Iterator[str]:
    """The bound is one of the known printed words."""
    quantity = claim.fact.quantity
    if quantity and bound_sign(quantity.bound) is None:
        known = " ".join(BOUND_WORDS)
        yield _(
            "bound {bound!r} is not known; use the printed word: {known}",
            bound=quantity.bound,
            known=known,
        )


@rule(key="bound", of="bound")
def bound_not_in_quote(claim: Claim) -> Iterator[str]:
    """The words of the bound are in the quote."""
    quantity = claim.fact.quantity
    for word in quantity.bound.split("…") if quantity and claim.quote else ():
        if squeeze(word) not in claim.quote.casefold():
            yield _(
                "bound {word!r} is not in the quote “{quote}”", word=word, quote=claim.entry.quote
            )


@rule(key="value", of="number")
def bound_missing(claim: Claim) -> Iterator[str]:
    """A bound word that the source prints right at the number is in the fact.

    Of two with the same meaning (约300家左右), one is enough.
    """
    quantity = claim.fact.quantity
    if not quantity or not claim.quote:
        return
    words = squeeze(quantity.words)
    printed = [*filter(None, _bounds_at(claim, words)), *filter(None, _bounds_in(words.casefold()))]
    if not printed:
        return
    stated = quantity.bound.split("…")
    signs = {BOUND_WORDS[word].sign[0] for word in stated if word in BOUND_WORDS}
    if quantity.high is not None:  # both ends say what 十几 and 数千 say
        printed = [word for word in printed if word not in ("几", "数")]
    if claim.fact.measure == "rank":  # moved up to 45th
        printed = [word for word in printed if word != "up to"]
    if claim.clause.endswith(("出超", "入超")) and _BALANCE.search(claim.fact.zh):
        printed = [word for word in printed if word != "超"]  # 全年出超5亿元, but 支出超5亿元
    for word in dict.fromkeys(printed):
        bound = BOUND_WORDS[word]
        if word not in stated and (bound.place == "inside" or bound.sign[0] not in signs):
            yield _(
                "the source prints {word!r} at the number: bound = {word!r} is missing", word=word
            )


@rule(key="bound", of="bound")
def bound_elsewhere(claim: Claim) -> Iterator[str]:
    """The words of the bound are at the number, not at another one of the quote."""
    quantity, span = claim.fact.quantity, claim.span
    if not quantity or not span or quantity.words:
        return
    before = _words_before(claim.quote, span[0]).casefold()
    number = claim.quote[slice(*span)].casefold()
    for word in filter(BOUND_WORDS.__contains__, quantity.bound.split("…")):
        printed = squeeze(word)
        at_number = _AT if BOUND_WORDS[word].common else _LINKED  # 上年末
        here = {
            "before": word != "数"
            and any(  # 医师数3.9人
                at_number.fullmatch(before, at + len(printed)) for at in starts(before, printed)
            ),
            "inside": printed in number,
            "after": printed in claim.after[: len(printed) + 2],
        }
        beside = here[BOUND_WORDS[word].place] or bound_after(claim.after) == word
        if printed in claim.quote.casefold() and not beside:
            yield _(
                "bound {word!r} is not at the number in “{around}”", word=word, around=claim.around
            )


@rule(key="printed", of="bound")
def bound_not_printed(claim: Claim) -> Iterator[str]:
    """A number printed in words is printed with the words of its bound."""
    quantity = claim.fact.quantity
    if quantity and quantity.words:
        for word in quantity.bound.split("…"):
            if squeeze(word).casefold() not in squeeze(quantity.words).casefold():
                yield _(
                    "printed = {words!r} leaves out the bound word {word!r}",
                    words=quantity.words,
                    word=word,
                )


def _words_before(text: str, start: int) -> str:
    """The words before a number, its minus, its currency sign and what it is a share of."""
    before = words_before(text, start).rstrip("-−–－")
    return _SHARE_OF.sub("", before[: len(before) - currency_before(before)[1]])


def _bounds_at(claim: Claim, words: str) -> Iterator[str]:
    """The bound words that the source prints right before, in or after the number, or "".

    Of one in words where these stand.
    """
    text = claim.whole
    if words:
        number, start = "", text.find(words, len(claim.context[0]))
        end = start + len(words)
    elif claim.number:
        start, end = claim.number
        number = _SHARED.split(text[start:end])[0]
    elif claim.range:
        number, start, end = "", claim.range.start, claim.range.end
    else:
        return
    if start >= 0:
        before = _words_before(text, start)
        yield bound_before(before)
        yield _bound_across(before, words)
        yield bound_of_words(words, before)
        yield from (word for word in INSIDE if word in number)
        yield bound_after(text[end:])
        read = next((n.quantity for n in claim.numbers if n.start <= start < n.end), None)
        known = (*INSIDE, "超") if words else INSIDE  # 300个多, 5割を超え
        if read and read.bound:
            yield from (word for word in known if word in read.bound.split("…"))


def _bound_across(text: str, words: str) -> str:
    """The bound word that begins before a number in words: 不 of 不超过一半 before 超过一半."""
    for word, cut in _CUT.get((text[-1:], words[:1]), ()):
        if text.endswith(word[:cut]) and words.startswith(word[cut:]):
            return word
    return ""


def _bounds_in(words: str) -> Iterator[str]:
    """The bound words that a number printed in words begins or ends with, or has inside, or ""."""
    holds = {
        ("before", words[:1]): words.startswith,
        ("inside", ""): words.__contains__,
        ("after", words[-1:]): words.endswith,
    }
    for place, has in holds.items() if words else ():
        yield next((word for printed, word in _AT_PLACE.get(place, ()) if has(printed)), "")
