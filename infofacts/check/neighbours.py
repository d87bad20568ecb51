"""Rules on a quote with several numbers: which of them is of the fact's label, year and place.

Each number has the words before it, from the number or the mark before that. What these words
decide is a problem; what they only make likely is a doubt in `fit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from infofacts.check.rule import Claim, Part, in_latin, pairs, rule
from infofacts.lexicon import places
from infofacts.messages import _
from infofacts.names import facts_by_indicator
from infofacts.places import PLACES

# Words that name nothing: which many labels share, of time and change, of what verbs there are.
_COMMON = re.compile(
    "其中|达到?|[总合共]计|规模|[总数]量|总数|人数|数$|占比|比[例重]|分别|约|近|超过?|为|有|的"
    "|[较比]?(?:上年|去年|年初|同期|上季度?|上月)[底末]?|[较比]?[0-9]{4}年[底末]?|截[至止]|[全当今每]年|同比|环比"
    "|年均|[从由自]|净?(?<!新)增[至到长加]?[至到]?|[提上][升高涨][至到]?|下[降滑][至到]?|净?减少?[至到]?|[升降][至到]|回落|突破"
    "|实现|完成|拥有|建成|另外?|其余|还|包括|以及|已|共"
)
_STOP = frozenset(
    "the of and in to at by was were is are had has have there from with for a an on over about "
    "nearly some reached stood totalled share number total million billion thousand trillion up down "
    "than rose fell grew increased decreased declined compared more less higher lower while only".split()
)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?=年|$|\D)")
_DIGIT = re.compile("(?<![0-9])(?!(?:19|20)[0-9]{2}年)[0-9]")
_YEAR_BEHIND = re.compile("[（(]((?:19|20)[0-9]{2})年?[）)]")
_SINCE = re.compile("[自从由至到]|以来|起|[较比]|同期|《")
_LAST_YEAR = re.compile("(?<![较比同与占于])(?:上年|去年|上一年)(?!末?[底末]?[结转剩])")
_LEADING = re.compile(
    r"^(?:其中|而|截[至止])?(?:[0-9]{4}年(?:[底末]|[0-9]+月[底末]?)?)?[，,在]*"
    r"(?:排名?第?|位[居列]|居|列|(?:In|in) [0-9]{4},? )?(?:[Tt]he )?"
)


def _others(claim: Claim) -> tuple[Part, list[Part]] | None:
    """The part of the fact's number, and those of other numbers in the same unit."""
    if claim.alone or not (mine := claim.part):
        return None
    others = [each for each in claim.parts if each != mine and each.unit == mine.unit]
    return (mine, others) if others else None


def _all_words(claim: Claim) -> str:
    """The quote with what is before it in its sentence; in English the quote, which has its blanks."""
    return claim.fact.quote if in_latin(claim.fact.quote) else claim.sentence


def _lacks(claim: Claim, signs: Set[str]) -> bool:
    """Whether not all signs are right before the number; the search for others is long."""
    own = claim.clause.rpartition("、")[2].casefold()
    return in_latin(claim.fact.quote) or not all(map(own.__contains__, signs))


# ---------------------------------------------------------------- labels
@rule(key="value", of="number")
def number_of_another(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is the one whose words have its label's.

    It is another's for sure if all of the label that its own words lack is among the other's
    words, and its own words name something that the label does not have.
    """
    if claim.fact.measure == "rank" or claim.alone:
        return
    label, topic = _label(claim), claim.base.topics[claim.fact.topic]
    general, lacking = f"{topic.zh} {topic.en}", _signs(label)
    said = _all_words(claim)
    near = map(f"{said}{general}".casefold().__contains__, lacking)
    known = _others(claim) if _lacks(claim, lacking) and all(near) else None
    if not known:
        return
    mine, others = known
    first = claim.parts[0]  # what is before it is said of all
    said = f"{general} {first.sentence.removesuffix(first.before)}"
    own, wanted = _features(_words(mine)), _features(label)
    lacking = lacking - _signs(_words(mine))
    if not lacking or _features(mine.after) & wanted - own:
        return
    for other in others:
        theirs = _features(_words(other))
        better, worse = wanted & theirs - own, wanted & own - theirs
        same_head = theirs <= wanted and worse <= {label[-2:]}  # 受理案件5件，审结4件
        fits = better and (not worse or same_head)
        explained = lacking <= _signs(_words(other)) | _signs(said)
        if fits and explained and own - theirs - _features(said) - wanted:
            yield _(
                "{number} is not {label!r}; {other} is",
                number=_shown(mine),
                label=label,
                other=_shown(other),
            )
            return


def _words(part: Part) -> str:
    """The words that can name a number: those before it; with 的, or if there are none, behind."""
    behind = part.after.startswith("的") or not _features(part.before)
    return f"{part.before} {part.after}" if behind else part.before


def _label(claim: Claim) -> str:
    """The label in the language of the quote."""
    chinese = re.search("[\u4e00-\u9fff]", claim.quote)
    return claim.fact.zh if chinese else claim.fact.en


@lru_cache(1 << 12)
def _signs(words: str) -> Set[str]:
    """The Chinese characters and Latin words that carry meaning."""
    plain = _COMMON.sub(" ", words)
    latin = set(re.findall("[a-z0-9]*[a-z][a-z0-9]*", plain.lower())) - _STOP
    return set(re.findall("[\u4e00-\u9fff]", plain)) | latin


@lru_cache(1 << 12)
def _features(words: str) -> Set[str]:
    """The pairs of Chinese characters, and the Latin words."""
    plain = _COMMON.sub(" ", words)
    chinese = re.findall("[\u4e00-\u9fff]{2,}", plain)
    latin = set(re.findall("[a-z0-9]*[a-z][a-z0-9]*", plain.lower())) - _STOP
    return latin.union(*map(pairs, chinese))


def _shown(part: Part) -> str:
    """A number with the words before it, for a message."""
    return f"“{part.before.strip()[-40:]}{part.text}”"


# ---------------------------------------------------------------- years
@rule(key="value", of="level")
def number_of_another_year(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words name another year."""
    dated = (
        "年" in claim.clause or in_latin(claim.quote) or "（" in claim.after or "(" in claim.after
    )
    known = _others(claim) if dated and not claim.alone else None
    if not known:
        return
    mine, others = known
    right = {str(claim.fact.year), (claim.fact.as_of or str(claim.fact.year))[:4]}
    named = _years(mine)
    beside = any(right & _years(other) for other in others)
    if named and beside and not named & right and not _SINCE.search(mine.before):
        yield _(
            "{number} is of {year}, not of {other}",
            number=_shown(mine),
            year=min(named),
            other=claim.fact.year,
        )
    aside = next((a for a in claim.asides if a["year"] in right), None)
    inside = aside and any(aside.start() < other.start < aside.end() for other in others)
    if aside and inside and not aside.start() < mine.start < aside.end():
        yield _("the number of {year} is in {words}", year=aside["year"], words=aside[0])
    said = _LAST_YEAR.search(mine.before)
    if said and right & set(_YEAR.findall(claim.fact.quote)) and said[0] not in claim.fact.zh:
        yield _(
            "{number} is of the year before {year}",
            number=_shown(mine),
            year=claim.fact.year,
        )


def _years(part: Part) -> set[str]:
    """The years that the words of a number name: before it, or in brackets behind it."""
    behind = _YEAR_BEHIND.match(part.rest.lstrip())
    return (
        set(_YEAR.findall(part.before)) or {behind[1]}
        if behind
        else set(_YEAR.findall(part.before))
    )


@rule(key="value")
def value_before(claim: Claim) -> Iterator[str]:
    """A value of the year that the words name is not what they begin from: 从82%提高到91%."""
    fact, moved = claim.fact, _moves_on(claim)
    if not moved or moved[1] or moved[2] or fact.measure != "level" or fact.is_range:
        return
    years = [int(year) for year in _ANY_YEAR.findall(claim.sentence)]
    begins = min(years, default=0) == fact.year < max(years, default=0)
    if not begins and fact.year in years:
        yield _(
            "“{around}” moves on from this number: it is not of {year}",
            around=claim.around,
            year=fact.year,
        )


@rule(key="value", doubt=5)
def may_be_before(claim: Claim) -> Iterator[str]:
    """Where no words name its year, a value that the words begin from has the other for later."""
    fact = claim.fact
    if not _moves_on(claim) or fact.measure != "level" or str(fact.year) in claim.sentence:
        return
    same = facts_by_indicator(claim.base)[fact.indicator_id]
    if not any(other.quote == fact.quote and other.year > fact.year for other in same):
        yield _(
            "“{around}” moves on from this number: is it of {year}?",
            around=claim.around,
            year=fact.year,
        )


_FROM = re.compile(
    "(?:[从由自]|(?<![a-z])from|(?<=[a-z])from)(?:((?:19|20)[0-9]{2})年?|(上年|去年))?(?:同期|度|[底末])?"
    "的?(?:约|近|超过?|不足|about|around|nearly|over)?[^0-9A-Za-z\u4e00-\u9fff]?$"
)
_ON_TO = re.compile("[^。；;0-9]{0,16}?(?:[到至为]|to)[^。；;，,0-9]{0,12}[0-9]")
_ANY_YEAR = re.compile("(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,]*[0-9万亿%])")


def _moves_on(claim: Claim) -> re.Match[str] | None:
    """What is before a number that words move on from (from 82% to 91%), with its own year."""
    begun = _FROM.search(claim.clause) if claim.span else None
    own = re.match("(?:in|at|on|the|end|of)*(?:19|20)[0-9]{2}", claim.after)
    return begun if begun and not own and _ON_TO.match(claim.after) else None


# ---------------------------------------------------------------- places
@rule(key="scope", of="level rank")
def number_of_another_place(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words begin with another place."""
    known = _others(claim) if not claim.alone and _placed(claim) else None
    if not known:
        return
    mine, others = known
    place, scope = place_at(mine.before), claim.fact.scope
    if place and place[1] != scope and place[0] not in claim.fact.zh:
        for other in others:
            its = place_at(other.before)
            if its and its[1] == scope:
                yield _(
                    "{number} is of {year}, not of {other}",
                    number=_shown(mine),
                    year=place[0],
                    other=its[0],
                )
                return


def _placed(claim: Claim) -> bool:
    """Whether the words before the number may begin with a place."""
    clause = claim.clause
    return in_latin(claim.quote) or bool(_DIGIT.search(clause)) or place_at(clause) is not None


def place_at(words: str) -> tuple[str, str] | None:
    """The place that some words begin with, and its code: a country, a province, the world."""
    words = _LEADING.sub("", words.strip())
    known = places()
    if words[:1].isascii():
        first = re.match(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*", words)
        code = known.get(first[0].lower(), "") if first else ""
        return (first[0], code) if first and _is_land(code) else None
    for size in range(min(len(words), 8), 1, -1):
        name = words[:size]
        code = known.get(name) or _CHINA.get(name, "")
        if code and _is_land(code):
            return None if re.match("[、和与及等]", words[size:]) else (name, code)
    return None


_CHINA = {name: code for code, names in PLACES.items() for name in names}


def _is_land(code: str) -> bool:
    return code in PLACES or bool(re.fullmatch("[A-Z]{2}(?:-[A-Z]{2,3})?|[0-9]{3}", code))


@rule(key="scope", of="number")
def another_country(claim: Claim) -> Iterator[str]:
    """A number that the words begin with another country for is not of China."""
    fact = claim.fact
    if fact.scope != "CN" or fact.measure == "rank" or not claim.span or not fact.quote:
        return
    mine = claim.part if _placed(claim) else None
    place = place_at(mine.before) if mine else None
    if not mine or not place or len(place[1]) != 2 or place[1] in ("CN", "HK", "MO", "TW"):
        return
    behind = mine.before.partition(place[0])[2]
    has = re.match("(?:'s|’s)? (?:has|had|have|was|is|were|counted|reported)(?![a-z])", behind)
    said = re.sub("^(?:的?(?:全国)?|['’]s )", "", behind).casefold()
    label = said.startswith((fact.zh[:2], fact.en.casefold()[:5]))
    if (has or label) and place[0] not in f"{fact.zh} {fact.en}":
        yield _(
            "{number} is of {place}: scope = {scope!r} is missing",
            number=_shown(mine),
            place=place[0],
            scope=place[1],
        )
