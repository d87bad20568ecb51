"""Rules on texts and lists: whole, and no item left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise

from infofacts.check.claim import Claim, texts
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.model import Fact
from infofacts.report import starts
from infofacts.text import ZH_DIGITS, pattern, squeeze

MOST = 50  # items of a list that are looked at in the text
SHORT = 6  # characters of an item that is a word, not a clause
SAMPLE = 1 << 20  # characters of a text in which words are counted
# What stands between the items of a list: 、 and 和, and brackets.
_SEPARATOR = "(?:以及|[、，,；;。和及与或]|and|or|[“”‘’\"'《》〈〉（）()※])"
_ONLY_SEPARATORS = pattern(f"{_SEPARATOR}*")
# Something between two separators; the end of an item before one; the first character of one.
_LEFT_OUT = pattern(f"{_SEPARATOR}+(?!{_SEPARATOR}).+{_SEPARATOR}|(?!{_SEPARATOR}).+{_SEPARATOR}")
_CLAUSE_BEFORE = pattern("[^，；。：]{5,40}[^，；。：看示出调为](?<!方面)[，；]$")
_INNER_CLAUSE = pattern("(?<=[，；。])[^，；。]+(?=[，；。])")
_GOES_ON = re.compile(
    "[“”‘’\"'《》〈〉（）()]*(?:、|[和及与或](?=[^、，。；]{1,20}(?:[，。；等]|$)))"
)
_BEGUN = re.compile(
    "、[“‘《〈（]*$|(?:[:：]|were|are|includ(?:ed?|ing|es))[A-Z][^,;.:]{1,30}(?:,|,?and)$"
)
# An item between two: 、欧盟、 or ", Hamburg and".
_ONE_BETWEEN = pattern(
    "、(?![等如])[^、，,；;。：（）()和及与或0-9]{1,12}(?:、|[和及与])"
    "|,(?:and)?(?:(?:the)?[A-Z]|(?!and|wh|with|for|in|on|as|but|so)[a-z])[^,;.:()0-9]{1,30}?(?:,and|,|and)"
)
_BRACKETS = pattern("[(（][^()（）]*[)）]")
# What ends a word for sure, a text; one more character of an item before that.
_END = pattern(r"[^\w“‘《-]|-(?![A-Za-z])|等|的|$")
_TEXT_END = pattern(r"[^\w.“‘《-]|-(?![A-Za-z])|\.(?!\d)|等|$")
_BEGIN = pattern(r"[^\w]|等|的|$")  # what is before the first word of one
_ENDED = pattern(r"(?:等|[^\w“‘《])[^和及与、]")  # no need of what follows
_ONE_CHAR = pattern(r"\w(?:[^\w]|等|$)")
_CHAR_ONE = pattern(r"(?:^|[^\w]|以)\w$")
_MARK_AT_EDGE = pattern("^(?:[、，；。：]|[和及][“《])|[、，；。：]$")
_IN_MARKS = pattern("“[^”]*”|（[^）]*）|《[^》]*》|[\u4e00-\u9fff]、(?=[\u4e00-\u9fff]型)")
_ORDINAL = pattern(f"[{ZH_DIGITS}十](?=是)")
_PARTICLE = pattern("[在从对以为由与要将把按是有就于及和或]$")


@rule(key="value", of="list")
def list_goes_on(claim: Claim) -> Iterator[str]:
    """The words have no other item before the first, between two or behind the last of a list."""
    if not (places := _items(claim)) or isinstance(claim.fact.value, str):
        return
    whole, (first, start, __), (last, __, end) = claim.whole, places[0], places[-1]
    if _BEGUN.search(whole[:start]):
        yield _(
            "the source names another item before {first!r}: …{whole}",
            first=first,
            whole=whole[max(0, start - 12) : start],
        )
    gaps = [_BRACKETS.sub("", whole[one[2] : other[1]]) for one, other in pairwise(places)]
    for gap, place in zip(gaps, places, strict=False):
        if _ONE_BETWEEN.fullmatch(gap):
            yield _("the source names another item behind {item!r}: {gap}", item=place[0], gap=gap)
    if _GOES_ON.match(whole, end):
        yield _(
            "the source goes on after {last!r}: {whole}…", last=last, whole=whole[end : end + 12]
        )


@rule(key="value", doubt=5, of="list")
def item_left_out(claim: Claim) -> Iterator[str]:
    """Nothing but 、 and 和 stands between the items of a list, and it has more than one.

    But for lists whose items are scattered, as in a table.
    """
    value, whole, places = claim.fact.value, claim.whole, _items(claim)
    if isinstance(value, str) or not places:
        return
    if len(places) == 1:
        yield _("a list of one item, {places!r}: are there no others?", places=places[0][0])
    numbered = len(set(_ORDINAL.findall(claim.quote)))
    if numbered > len(places) > 1:
        yield _(
            "the quote counts {numbered} things (一是 …), the list has {places} items",
            numbered=numbered,
            places=len(places),
        )
    start = places[0][1]
    if begun := _CLAUSE_BEFORE.search(whole[len(claim.context[0]) : start]):
        yield _(
            "“{words}” stands before the first item, {item!r}", words=begun[0], item=places[0][0]
        )
    gaps = [whole[one[2] : other[1]] for one, other in pairwise(places)]
    clean = [bool(_ONLY_SEPARATORS.fullmatch(gap)) for gap in gaps]
    scattered = sum(clean) < len(gaps) / 2
    if not all(clean):
        yield from _left_over(claim)
    if gaps[1:] and scattered:
        wide = [gap for gap in gaps if _INNER_CLAUSE.search(gap)]
        odd = wide if len(wide) * 2 <= len(gaps) else []
        odd += [
            g for g, c in zip(gaps, clean, strict=True) if not c and (g[0] == "、" or g[-1] == "、")
        ]
        for gap in dict.fromkeys(odd):
            yield _("“{gap}” stands between two items", gap=gap)
        return
    for gap, place in zip(gaps, places, strict=False):
        apart = len(gap) > len(places) * 4 and re.search("[;；。]", gap)
        goes_on = gap[:1] == "、" and not _ONLY_SEPARATORS.fullmatch(gap)
        if _LEFT_OUT.fullmatch(gap) or apart or goes_on or len(_ONLY_SEPARATORS.sub("", gap)) == 1:
            yield _("“{gap}” stands between {place!r} and the next item", gap=gap, place=place[0])


@rule(key="value", doubt=4, of="list")
def item_of_two(claim: Claim) -> Iterator[str]:
    """An item has no 、 where most others are parted by it, and none at its edges."""
    places, whole = _items(claim), claim.whole
    if isinstance(claim.fact.value, str):
        return
    gaps = [whole[one[2] : other[1]] for one, other in pairwise(places)]
    parted = gaps and gaps.count("、") * 2 >= len(gaps)
    for item, _start, end in places:
        if _MARK_AT_EDGE.search(item) or whole[end - 1 : end + 1] == "以及":
            yield _("{item!r} begins or ends with a mark that is between items", item=item)
        elif parted and "、" in _IN_MARKS.sub("", item):
            yield _("{item!r} is more than one item", item=item)


def _left_over(claim: Claim) -> Iterator[str]:
    """What no list of a quote has, where the items of several take turns, as in a table."""
    lists = claim.base.memo.setdefault("lists", defaultdict(list))
    if not lists:
        for fact in claim.base.facts.values():
            if isinstance(fact.value, tuple) and fact.quote:
                lists[fact.source, fact.quote].append(fact)
    alike = lists[claim.fact.source, claim.entry.quote][:MOST]
    known = {squeeze(item) for fact in alike for item in texts(fact.value)}
    places = sorted(place for fact in alike for place in _items_of(claim, fact))
    end = len(claim.quote)
    for one, other in pairwise([*places, (end, end)]):
        gap = claim.quote[one[1] : other[0]]
        cells = [word for word in claim.entry.quote.split() if word in gap]
        heading = cells[2:] and claim.text and claim.text.text.count(gap) > 1
        again = gap.strip("、") in known or heading
        if len(alike) > 1 and not again and not _ONLY_SEPARATORS.fullmatch(gap):
            yield _("“{gap}” stands between two items", gap=gap)


def _items_of(claim: Claim, fact: Fact) -> Iterator[tuple[int, int]]:
    """Where the items of a fact stand in the quote of a claim."""
    at = 0
    for item in map(squeeze, texts(fact.value)):
        at = claim.quote.find(item, at)
        if at < 0:
            return
        yield at, at + len(item)
        at += len(item)


@rule(key="value", doubt=4, of="list")
def list_goes_on_in_clauses(claim: Claim) -> Iterator[str]:
    """The quote does not go on behind the last item of a list: 等 and what it names may follow."""
    places, fact = _items(claim), claim.fact
    if places and isinstance(fact.value, tuple):
        rest = claim.quote[places[-1][2] - len(claim.context[0]) :]
        if re.match("[，,；;。]", rest):
            yield _(
                "the quote goes on after {places!r}: {rest}…", places=places[-1][0], rest=rest[:12]
            )


@rule(key="note", doubt=5, of="list")
def list_is_whole(claim: Claim) -> Iterator[str]:
    """A note that the source goes on with 等 is of a quote that has it."""
    said = _SAYS_MORE.search(claim.fact.note or "")
    if said and claim.quote and "等" not in claim.quote:
        yield _("the note says {words}, but the quote has no 等", words=said[0])


_SAYS_MORE = pattern("有?“等[^”]{0,6}”")


@rule(key="value", doubt=5, of="list text")
def cut_short(claim: Claim) -> Iterator[str]:
    """A text and the items of a list begin and end where a word does."""
    text, fact, place, items = claim.text, claim.fact, claim.place, _items(claim)[:MOST]
    for item in texts(fact.value):
        if any(item.count(one) != item.count(other) for one, other in ("“”", "《》", "（）")):
            yield _("{item!r} has a mark that is opened or closed only", item=item)
    if not text or not place or not items:
        return
    shift, alone = place.start - len(claim.context[0]), isinstance(fact.value, str)
    sample = text.text[:SAMPLE]
    backwards = sample[::-1]
    longest = max(len(item) for item, _, _ in items)
    for item, start, end in items:  # 材料 of 新材料、新能源
        if len(item) == 1 < longest:
            yield _("{item!r} is one character only", item=item)
        rest = text.text[shift + end : text.line_at(shift + end - 1).end][:8]
        end_ = _TEXT_END if alone else _END
        same = len({each[-1] for each, _, _ in items}) == 1  # 红的、黄的
        more = None if alone or same else _WORD_BEHIND.search(f"{item}|{rest}")
        if more:
            yield _("{item!r} has a word more at its end: {more}", item=item[-6:], more=more[1])
        ended = item[-1:] + rest[:1] == "》《" if alone else _ENDED.match(item[-1:] + rest[:1])
        if not (ended or end_.match(rest)) and (
            alone or _ONE_CHAR.match(rest) or _stick(sample, item, rest[0])
        ):
            yield _("{item!r} goes on in the source: {item}{rest}…", item=item[-6:], rest=rest)
        before = text.text[max(0, shift + start - 8) : shift + start]
        if alone or not before or _BEGIN.match(before[-1]) or _PARTICLE.search(before):
            continue
        begun = len(item) < SHORT and not before.endswith("全国")
        begun = begun and any(o.startswith(before[-1]) for o, _, _ in items if o != item)
        if begun or _CHAR_ONE.search(before) or _stick(backwards, item[::-1], before[-1]):
            yield _(
                "{item!r} begins before in the source: {before}{item}", item=item[:6], before=before
            )


# What stands behind the last item of a list: A、B和C三个方面, those of 100亿元以上的企业.
_WORD_BEHIND = pattern(
    r"((?<![普涉触顾])[的和及与]|[二两三四五六七八九十]+(?=\|[个大项类方条种]))\|"
)


def _stick(text: str, words: str, char: str) -> bool:
    """Whether a character stands behind the end of some words nearly wherever that end stands."""
    for size, part in ((2, 0.3), (1, 0.2)):
        ends = text.count(words[-size:]) - 1
        if ends > 0 and (text.count(words[-size:] + char) - 1) / ends >= part:
            return True
    return False


def _items(claim: Claim) -> list[tuple[str, int, int]]:
    """A text or the items of a list with their places in the context, if all are there in order.

    Where the first item stands several times, those that stand closest together.
    """
    if not claim.texts or not claim.quote:
        return []
    begins = islice(starts(claim.whole, claim.texts[0], len(claim.context[0])), MOST)
    found = [places for begin in begins if (places := _items_from(claim, begin))]
    return min(found, key=lambda places: places[-1][2] - places[0][1], default=[])


def _items_from(claim: Claim, at: int) -> list[tuple[str, int, int]]:
    """The items with their places from a place on; none if one is not there."""
    places: list[tuple[str, int, int]] = []
    for item in claim.texts:
        at = claim.whole.find(item, at)
        if at < 0:
            return []
        places.append((item, at, at + len(item)))
        at += len(item)
    return places
