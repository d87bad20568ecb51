"""Which words name a number of a quote, and which of a label's words carry meaning.

Each number has the words before it, from the number or the mark before that; in English those behind
it, too.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from infofacts.check.claim import MARKS, OF_WHICH, Claim, Part, in_latin, is_divisor, pairs
from infofacts.lexicon import by_character, names_of
from infofacts.places import PLACES
from infofacts.printed import change_behind
from infofacts.reading.stating import place_of
from infofacts.text import pattern, squeeze
from infofacts.units import BOUND_WORDS, unit_of

# Words that name nothing: which many labels share, of time and change, of what verbs there are.
_COMMON = re.compile(
    "其中|达到?|[总合共]计|规模|[总数]量|总数|人数|数$|占比|比[例重]|分别|约|近|超过?|为|有|的"
    "|[较比]?(?:上年|去年|年初|同期|上季度?|上月)[底末]?|[较比]?[0-9]{4}年[底末]?|[0-9]{1,2}月(?:[底末份]|[0-9]{1,2}日)?|截[至止]|[全当今每]年|同比|环比"
    "|年均|[从由自]|净?(?<!新)增[至到长加]?[至到]?|[提上][升高涨][至到]?|下[降滑][至到]?|净?减少?[至到]?|[升降][至到]|回落|突破"
    "|[近过]?去?[一二三四五六七八九十两]+年|全[国省市县区]|[我本][国省市县区]|缩[小短]|扩大|延长|收窄|放缓|加快|目标|实现|完成|拥有|建成|另外?|其余|还|包括|以及|已|共|[折约]合|折算|人民币|位?居|位列|排名?|第$|个?百分点|左右|持平|预[计测期]|有望|力争|提前"
)
_STOP = frozenset(
    "or the of who that their and in to at by was were is are had has have there from with for a an on over about "
    "nearly some reached stood totalled share number total million billion thousand trillion up down "
    "than rose fell grew increased decreased declined compared more less higher lower while only"
    " per cent percent dollars yuan euros against year years earlier ago previous following growth increase decrease decline rise fall drop"
    " grow growing rising falling declining increasing decreasing but after above below remained remaining bringing people persons raising among between"
    " end ended ending closing following will would may could we reach reaching reaches annual annually yearly average averaged"
    " which marking showing recording registering constitutes constituting represents then again also slightly sharply further firstly past last alone"
    " together level levels accounted accounting represented making up over within also one two three"
    " gain whom target goal expected forecast projected edge edged inch inched tick ticked stable unchanged ranging eur usd st nd rd th ranked came first second third fourth quarter half fiscal month months monthly quarterly yearly daily weekly january"
    " february march april may june july august september october november december".split()
).union(*(word.split() for word in BOUND_WORDS if word.isascii()))
_CHINESE, _LATIN = re.compile("[\u4e00-\u9fff]+"), re.compile("[a-z0-9]*[a-z][a-z0-9]*")
LISTED = "分别|依次|それぞれ|各[为占达增降]|respectively"  # what numbers of a list stand behind
SPEED = pattern("增[速幅]|增长率|增长$")  # of a label: how fast something grows
_ENDING = re.compile("(?<=..)(?:ing|ed|es|s|e)$")
_COUNTED = re.compile(
    "(?:总?[数量额值]|总计|规模|人[数次]|[占]?比[例重]?|数量|金额|情况|水平|长度|面积)+(?:（.*）)?$"
)
_PLACE = re.compile("(?:st|nd|rd|th|[位名])(?![a-z次])")
# What the size of a change stands behind: fell by 4 million, an increase of 5 million.
_MOVED = re.compile(
    r"\b(?:(?:increas|decreas|declin|reduc|r[io]s|expand|climb|jump|dropp?|f[ea]ll|gr[eo]w|gain|surg)[a-z]{0,4}(?: by)?"
    r"|(?:increase|decrease|decline|reduction|rise|fall|drop|growth|gain|jump|surge) of|and by|(?<!made )(?<!make )(?:up|down)(?: by)?)"
    rf"(?: (?:{'|'.join(word for word in BOUND_WORDS if word.replace(' ', '').isalpha() and word.isascii())}))? $",
    re.IGNORECASE,
)
BASE = re.compile(
    r"\b(?:from|compared (?:with|to))(?: [a-z]+){0,3} $"
)  # up from an estimated 5 million
_FROM = re.compile(r"\bfrom (?:an? (?:estimated )?)?[^A-Za-z0-9]?$")
_SAYS_MOVED = re.compile(
    "(?:increas|decreas|declin|growth|change|gain|rise|fall|drop|loss)", re.IGNORECASE
)


def others_alike(claim: Claim) -> tuple[Part, list[Part]] | None:
    """The part of the fact's number, and those of other numbers in the same unit.

    Not those that measure something else: of a change its own level, of a level what is said of a
    change only (rose by 4 million to 20 million).
    """
    if claim.alone or not (mine := claim.part):
        return None
    others = [
        each
        for each in claim.parts
        if each.text != mine.text and not is_divisor(each)
        if each.unit == mine.unit or _is_counted_part(claim, mine, each)
    ]
    others = [each for each in others if not _measures_else(claim, mine, each)]
    return (mine, others) if others else None


def _measures_else(claim: Claim, mine: Part, other: Part) -> bool:
    """Whether the words of another number make it a level, where the fact's is none, or a change."""
    if claim.fact.measure in ("change", "growth"):
        base = other.after.startswith(" of ") or BASE.search(other.before)
        return other == level_part(claim) or bool(base and is_moved(mine))
    if _FROM.search(other.before) and not _FROM.search(mine.before):
        return in_latin(claim.quote)  # 10.5%, from 11.8% in 2018
    changes = claim.fact.measure == "level" and not _SAYS_MOVED.search(claim.fact.en)
    return changes and in_latin(claim.quote) and is_moved(other) and not is_moved(mine)


def is_moved(part: Part) -> bool:
    """Whether English words say that a number is the size of a change."""
    return bool(_MOVED.search(part.before) or change_behind(squeeze(part.after)))


def level_part(claim: Claim) -> Part | None:
    """The number of the level that a change or a rank is of, if the quote prints it."""
    level = claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    quantity = level.quantity if level else None
    words = by_character(squeeze(quantity.words)) if quantity else ""
    printed = words or quantity.text(claim.quote) if quantity else ""
    start = place_of(printed, claim.quote) if printed else -1
    end = start + len(printed)  # with its bound word
    return next((p for p in claim.parts if p.start < end and start < p.end and start >= 0), None)


def _is_counted_part(claim: Claim, mine: Part, other: Part) -> bool:
    """Whether a number has no unit where what it is a part of has: 5 million people: 3 million men."""
    known = unit_of(mine.unit or other.unit)
    counts = not known or known.kind in ("", "count", "people")
    bare = counts and "" in (mine.unit, other.unit) and in_latin(claim.quote)
    return bare and (is_part(claim, mine, other) or is_part(claim, other, mine))


def is_part(claim: Claim, whole: Part, part: Part) -> bool:
    """Whether one number is of a part of what another is of: 100万人，其中女性60万人."""
    between = claim.quote[max(whole.end, 0) : max(part.start, 0)]
    said = OF_WHICH.search(between) if whole.end <= part.start else None
    return said is not None and "。" not in between[said.end() :]


def is_place(part: Part) -> bool:
    return part.before.rstrip().endswith("第") or bool(_PLACE.match(part.rest))


def naming(claim: Claim, part: Part) -> str:
    """The words that can name a number: its subject, and in English what is behind it as well."""
    return f"{subject(claim, part)} {part.after if in_latin(claim.quote) else ''}"


def subject(claim: Claim, part: Part) -> str:
    """The words before a number; with 的, or if there are none, behind it.

    Where these name nothing (出口5亿元，增长7%), those of the number before it in its sentence.
    """
    words, latin, at = part.before, in_latin(claim.quote), claim.parts.index(part)
    earlier = claim.parts[at - 1] if at else part
    if at and (named := _named_before(claim, part, latin)):
        return f"{named} {words}"
    if latin and len(words) > len(earlier.after):
        words = words.removeprefix(earlier.after)  # 5 for men and 6 for women
    elif latin and at and _BEGUN.search(earlier.before):
        words = _PLACE_BEGUN.sub("", words)
    if "分别" in words:  # with all that is listed
        words = re.split("[，。；]", part.between)[-1]
    if part.after.startswith("的") or not (latin or features(words)):
        words = f"{words} {part.after}"
    if features(words) and not (at and _RELATIVE_WORDS.match(words)):
        return words
    first = not at or not part.sentence.startswith(earlier.sentence)  # of its sentence
    clauses = MARKS.split(part.sentence if first else part.between)
    if not first:  # not what is behind the number before
        del clauses[0]
    named = next(filter(features, clauses[-2::-1]), "")
    if named or first:
        return named or words
    while at > 1 and _OF_SPEED.search(earlier.before):
        at -= 1
        earlier = claim.parts[at - 1]
    return f"{subject(claim, earlier)} {words}"


# What was said before: the figure rose to, but not the number of homicides.
_THIS = pattern(
    r"(?i)\b(?:this|that|the) (?:figure|number|total|share|amount)\b(?! (?:of|for|in)\b)"
)


def _named_before(claim: Claim, part: Part, latin: bool) -> str:
    """What the number before names where a number has no name of its own: this figure, 金额."""
    at = claim.parts.index(part)
    if latin and _THIS.search(part.before):
        meant = [each for each in claim.parts[:at] if each.unit == part.unit]
        return naming(claim, meant[-1] if meant else claim.parts[at - 1])
    alone = not latin and _ONLY_KIND.fullmatch(part.before)  # 电子支付业务741亿笔，金额852万亿元
    return subject(claim, claim.parts[at - 1]) if alone else ""


_ONLY_KIND = pattern("(?:合计|总)?(?:金额|笔数|面积|数量|总额)(?:为|达|约)*")
_RELATIVE_WORDS = re.compile("[，；]?(?:总量|其)?占")  # 占进出口总值的15.9%, of what is before
_OF_SPEED = re.compile("[增降涨跌][速幅]")  # 增速比贷款高7个百分点 is no subject of others
_BEGUN = re.compile("\\bfrom [^A-Za-z0-9]?(?:[A-Z]{3} )?$")
_PLACE_BEGUN = pattern("^ in .* to\\b")  # from 4% in Bulgaria to 9% in Denmark


def label_of(claim: Claim) -> str:
    """The label in the language of the quote."""
    chinese = _CHINESE.search(claim.quote)
    return claim.fact.zh if chinese else claim.fact.en


@lru_cache(1 << 12)
def signs(words: str) -> Set[str]:
    """The Chinese characters and Latin words that carry meaning."""
    plain = words if words.isascii() else _COMMON.sub(" ", words)
    return set("".join(_CHINESE.findall(plain))) | _latin(plain)


@lru_cache(1 << 12)
def features(words: str) -> Set[str]:
    """The pairs of Chinese characters, and the Latin words."""
    plain = words if words.isascii() else _COMMON.sub(" ", words)
    return _latin(plain).union(*map(pairs, _CHINESE.findall(plain)))


def _latin(words: str) -> set[str]:
    """The beginnings of Latin words that carry meaning: covered and coverage are one."""
    found = (word for word in _LATIN.findall(words.lower()) if word not in _STOP)
    return {_ENDING.sub("", word)[:5] for word in found}


@lru_cache(1 << 8)
def names_of_place(scope: str) -> Set[str]:
    """The words that the names of a place have: they say no more than the scope of a fact."""
    return features(" ".join((scope, *PLACES.get(scope, ()), *names_of(scope))))


@lru_cache(1 << 12)
def head_of(label: str) -> str:
    """The last two characters of a Chinese label, but for those that only say that it counts."""
    words = re.findall("[\u4e00-\u9fff]{2,}", _COUNTED.sub("", label))
    return words[-1][-2:] if words else ""


def first_word(words: str) -> str:
    """The first word that carries meaning, or ""."""
    return next((word for word in re.findall("[A-Za-z]+", words) if features(word)), "")


def shown(part: Part) -> str:
    """A number with the words before it, for a message."""
    return f"“{part.before[-40:]}{part.text}”".replace("“ ", "“")
