"""Rules on a quote with several numbers: which of them is of the fact's label, year and place.

Each number has the words before it, from the number or the mark before that. What these words
decide is a problem; what they only make likely is a doubt in `fit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from infofacts.check.periods import MONTHS
from infofacts.check.rule import MARKS, Claim, Part, in_latin, is_divisor, pairs, rule
from infofacts.lexicon import names_of, places
from infofacts.messages import _
from infofacts.names import facts_by_indicator
from infofacts.places import PLACES
from infofacts.units import BOUND_WORDS

# Words that name nothing: which many labels share, of time and change, of what verbs there are.
_COMMON = re.compile(
    "其中|达到?|[总合共]计|规模|[总数]量|总数|人数|数$|占比|比[例重]|分别|约|近|超过?|为|有|的"
    "|[较比]?(?:上年|去年|年初|同期|上季度?|上月)[底末]?|[较比]?[0-9]{4}年[底末]?|截[至止]|[全当今每]年|同比|环比"
    "|年均|[从由自]|净?(?<!新)增[至到长加]?[至到]?|[提上][升高涨][至到]?|下[降滑][至到]?|净?减少?[至到]?|[升降][至到]|回落|突破"
    "|全[国省市县区]|[我本][国省市县区]|缩小|扩大|收窄|放缓|加快|目标|实现|完成|拥有|建成|另外?|其余|还|包括|以及|已|共|[折约]合|折算|人民币|位?居|位列|排名?|第$|个?百分点|左右|预[计测期]|有望|力争|提前"
)
_CHINESE, _LATIN = re.compile("[\u4e00-\u9fff]+"), re.compile("[a-z0-9]*[a-z][a-z0-9]*")
_STOP = frozenset(
    "the of and in to at by was were is are had has have there from with for a an on over about "
    "nearly some reached stood totalled share number total million billion thousand trillion up down "
    "than rose fell grew increased decreased declined compared more less higher lower while only"
    " per cent percent dollars yuan euros against year years earlier ago previous following growth increase decrease decline rise fall drop"
    " gain which whom target goal expected forecast projected stable unchanged ranging eur usd st nd rd th ranked came first second third fourth quarter half fiscal month months january"
    " february march april may june july august september october november december".split()
).union(*(word.split() for word in BOUND_WORDS if word.isascii()))
_YEAR = re.compile(r"(?=[12])(?<![\d.])((?:19|20)\d\d)(?=年|$|\D)")
_DIGIT = re.compile("(?=[0-9])(?<![0-9])(?!(?:19|20)[0-9]{2}年)[0-9]")
_YEAR_BEHIND = re.compile("[（(]((?:19|20)[0-9]{2})年?[）)]")
_YEAR_AFTER = re.compile(  # not what it is compared with: up 5% from 2023, 8% more than in 2023
    r"(?:(?!\b(?:than|from|over|above|below|against|(?<!-)on|versus|compared|since)\b)[^0-9])*"
    r"\b(?:in|by|for|during|of|end)(?: [A-Za-z]+){0,4} ((?:19|20)[0-9]{2})(?![0-9])"
)
_YEAR_OF_WORDS = re.compile("[a-z-]{0,16}?(?:in|by)((?:19|20)[0-9]{2})(?![0-9])", re.IGNORECASE)
_YEAR_SAID = re.compile(
    "(?<![较比从由自与])((?:19|20)[0-9]{2})年?(?:[底末]|[0-9]+月)?，"
)  # 到2030年，
_SINCE = re.compile("[自从由至到]|以来|起|[较比]|同期|《")
_LEADING = re.compile(
    r"^(?:其中|而|截[至止])?(?:[0-9]{4}年(?:[底末]|[0-9]+月[底末]?)?)?[，,在]*"
    r"(?:排名?第?|位[居列]|居|列|(?:In|in) [0-9]{4},? )?(?:[Tt]he )?"
)


def others_alike(claim: Claim) -> tuple[Part, list[Part]] | None:
    """The part of the fact's number, and those of other numbers in the same unit."""
    if claim.alone or not (mine := claim.part):
        return None
    others = [
        each
        for each in claim.parts
        if each != mine and each.unit == mine.unit and not is_divisor(each)
    ]
    return (mine, others) if others else None


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
    if claim.fact.measure == "rank":
        yield from _no_rank(claim)
    if claim.alone:
        return
    label, topic = _label(claim), claim.base.topics[claim.fact.topic]
    general, lacking = f"{topic.zh} {topic.en}", _signs(label)
    latin = in_latin(claim.fact.quote)
    said = claim.fact.quote if latin else claim.sentence  # English has its blanks in the quote
    near = map(f"{said}{general}".casefold().__contains__, lacking)
    known = others_alike(claim) if _lacks(claim, lacking) and all(near) else None
    if not known:
        return
    mine, others = known
    first = claim.parts[0]  # what is before it is said of all
    said = f"{general} {first.sentence.removesuffix(first.before)}"
    own, wanted = features(naming(claim, mine)), features(label)
    lacking = lacking - _signs(naming(claim, mine))
    if not lacking or features(mine.after) & wanted - own:
        return
    inside = mine.rest.startswith((")", "）"))  # Korea (5.0%): what is behind it is not its name
    named = features(_subject(claim, mine)) if inside else own
    named = named - wanted - features(said) - _names(claim.fact.scope)
    for other in others:
        theirs = features(naming(claim, other))
        better, worse = wanted & theirs - own, wanted & own - theirs
        same_head = theirs <= wanted and worse <= {label[-2:]}  # 受理案件5件，审结4件
        fits = better and (not worse or same_head)
        explained = lacking <= _signs(naming(claim, other)) | _signs(said)
        if fits and explained and named - theirs:
            yield _(
                "{number} is not {label!r}; {other} is",
                number=_shown(mine),
                label=label,
                other=_shown(other),
            )
            return


@lru_cache(1 << 8)
def _names(scope: str) -> Set[str]:
    """The words that the names of a place have: they say no more than the scope of a fact."""
    return features(" ".join((scope, *PLACES.get(scope, ()), *names_of(scope))))


_PLACE = re.compile("(?:st|nd|rd|th|[位名])(?![a-z次])")


def _no_rank(claim: Claim) -> Iterator[str]:
    """A number that is no place in an order, where another is: 45th of 120 cities."""
    mine = claim.part
    if mine and not is_place(mine) and (others := [*filter(is_place, claim.parts)]):
        yield _("{number} is no rank; {other} is", number=_shown(mine), other=_shown(others[0]))


def is_place(part: Part) -> bool:
    return part.before.rstrip().endswith("第") or bool(_PLACE.match(part.rest))


def naming(claim: Claim, part: Part) -> str:
    """The words that can name a number: its subject, and in English what is behind it as well."""
    return f"{_subject(claim, part)} {part.after if in_latin(claim.quote) else ''}"


def _subject(claim: Claim, part: Part) -> str:
    """The words before a number; with 的, or if there are none, behind it.

    Where these name nothing (出口5亿元，增长7%), those of the number before it in its sentence.
    """
    words, latin, at = part.before, in_latin(claim.quote), claim.parts.index(part)
    earlier = claim.parts[at - 1] if at else part
    if latin and len(words) > len(earlier.after):
        words = words.removeprefix(earlier.after)  # 5 for men and 6 for women
    elif latin and at and _BEGUN.search(earlier.before):
        words = _PLACE_BEGUN.sub("", words)
    if "分别" in words:  # with all that is listed
        words = re.split("[，。；]", part.between)[-1]
    if part.after.startswith("的") or not (latin or features(words)):
        words = f"{words} {part.after}"
    if features(words):
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
    return _subject(claim, earlier)


_OF_SPEED = re.compile("[增降涨跌][速幅]")  # 增速比贷款高7个百分点 is no subject of others
_BEGUN = re.compile("\\bfrom [^A-Za-z0-9]?(?:[A-Z]{3} )?$")
_PLACE_BEGUN = re.compile("^ in .* to\\b")  # from 4% in Bulgaria to 9% in Denmark


def _label(claim: Claim) -> str:
    """The label in the language of the quote."""
    chinese = _CHINESE.search(claim.quote)
    return claim.fact.zh if chinese else claim.fact.en


@lru_cache(1 << 12)
def _signs(words: str) -> Set[str]:
    """The Chinese characters and Latin words that carry meaning."""
    plain = words if words.isascii() else _COMMON.sub(" ", words)
    latin = set(_LATIN.findall(plain.lower())) - _STOP
    return set("".join(_CHINESE.findall(plain))) | latin


@lru_cache(1 << 12)
def features(words: str) -> Set[str]:
    """The pairs of Chinese characters, and the Latin words."""
    plain = words if words.isascii() else _COMMON.sub(" ", words)
    latin = set(_LATIN.findall(plain.lower())) - _STOP
    return latin.union(*map(pairs, _CHINESE.findall(plain)))


def _shown(part: Part) -> str:
    """A number with the words before it, for a message."""
    return f"“{part.before[-40:]}{part.text}”".replace("“ ", "“")


# ---------------------------------------------------------------- years
@rule(key="value", of="number")
def number_of_another_year(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words name another year."""
    right = {str(claim.fact.year), (claim.fact.as_of or str(claim.fact.year))[:4]}
    if (said := claim.year_before) and claim.part and said not in claim.fact.zh:
        years = _YEAR.findall(claim.quote) or _YEAR.findall(claim.lead)[-1:]
        if right & {*years}:
            number = _shown(claim.part)
            yield _("{number} is of the year before {year}", number=number, year=claim.fact.year)
    latin, planned = in_latin(claim.quote), claim.fact.status in ("forecast", "target")
    years = _YEAR.findall(claim.quote if latin else claim.sentence)
    if right.issuperset(years) and not (planned or claim.asides):
        return
    mine, others = others_alike(claim) or (claim.part if latin else None, [])
    if not mine:
        own = _YEAR_OF_WORDS.match(claim.after) if latin and claim.span else None
        if own and own[1] not in right:  # thirteenth in 2020
            yield _(
                "{number} is of {year}, not of {other}",
                number=f"“{claim.around}”",
                year=own[1],
                other=claim.fact.year,
            )
        return
    named = _years(claim, mine)
    beside = any(right & _years(claim, other) for other in others)
    sure = beside or (latin and _YEAR_AFTER.match(mine.after))
    later = [other for other in others if other.start > mine.start]
    if (
        planned
        and not named
        and (found := [other for other in later if right & _years(claim, other)])
    ):
        yield _(
            "{number} is not of {year}; {other} is",
            number=_shown(mine),
            year=claim.fact.year,
            other=_shown(found[0]),
        )
    since = not latin and _YEAR.search(mine.before) and _SINCE.search(mine.before)
    if named and sure and not named & right and not since:
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


def _years(claim: Claim, part: Part) -> set[str]:
    """The years that the words of a number name: before it, or in brackets behind it.

    In English behind it (6.9 in 2018), or else before it, but for those of the number before.
    """
    before, behind = set(_YEAR.findall(part.before)), _YEAR_BEHIND.match(part.rest.lstrip())
    if in_latin(claim.quote):
        at = claim.parts.index(part)
        taken = _YEAR_AFTER.match(claim.parts[at - 1].after) if at else None
        behind = _YEAR_AFTER.match(part.after) or behind
        before = set() if behind else before - {taken[1] if taken else ""}
    said = _YEAR_SAID.findall(part.between)
    return before or ({behind[1]} if behind else set(said[-1:]))


@rule(key="value")
def value_before(claim: Claim) -> Iterator[str]:
    """A value of the year that the words name is not what they begin from: 从82%提高到91%."""
    fact, moved = claim.fact, _moves_on(claim)
    came = _RESULT.search(claim.clause)
    if fact.measure != "level" or fact.is_range or not (moved or came):
        return
    assert claim.span
    years = [int(year) for year in _ANY_YEAR.findall(claim.sentence)]
    begins = min(years, default=0) == fact.year < max(years, default=0)
    before = claim.sentence[: claim.span[0] - len(claim.quote)]
    to = max(map(int, _ANY_YEAR.findall(before)), default=0)
    if begins and to > fact.year and came:
        yield _(
            "“{around}” is what it came to: it is not of {year}",
            around=claim.around,
            year=fact.year,
        )
    elif moved and not (moved[1] or moved[2] or begins) and fact.year in years:
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


FROM = re.compile(
    "(?:[从由自]|(?<!range)(?<!ranged)(?<!ranges)(?<!ranging)from)(?:((?:19|20)[0-9]{2})年?|(上年|去年))?(?:同期|度|[底末])?"
    "的?(?:约|近|超过?|不足|about|around|nearly|over)?(?:[A-Z]{3})?[^0-9A-Za-z\u4e00-\u9fff]?$"
    "|(?:against|compared(?:with|to)|versus)()()[^0-9A-Za-z]?$"
)
_RESULT = re.compile("[从由自](?!.*[从由自]).*[至到为][约近超过]*$")  # 由1.8万亿元增至
_OWN_BEHIND = re.compile(
    f"(?:in|at|on|the|end|of|(?:{'|'.join(MONTHS)})[a-z]{{0,6}}|first|second|third|fourth|half|quarter|[hq][1-4])*"
    "(?:19|20)[0-9]{2}",
    re.IGNORECASE,
)
_ON_TO = re.compile("[^。；;0-9]{0,16}?(?:[到至为]|to)[^。；;，,0-9]{0,12}[0-9]")
_ANY_YEAR = re.compile("(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,]*[0-9万亿%])")


def _moves_on(claim: Claim) -> re.Match[str] | None:
    """What is before a number that words move on from (from 82% to 91%), with its own year."""
    begun = FROM.search(claim.clause) if claim.span else None
    if not begun or claim.year_before or _OWN_BEHIND.match(claim.after):
        return None
    known = others_alike(claim) if in_latin(claim.quote) else None
    mine, others = known or (None, [])  # to 11.5% from 12.3%
    back = mine and mine.unit and any(other.start < mine.start for other in others)
    return begun if back or _ON_TO.match(claim.after) else None


# ---------------------------------------------------------------- places
@rule(key="scope", of="level rank")
def number_of_another_place(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words begin with another place."""
    known = others_alike(claim) if not claim.alone and _placed(claim) else None
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


@lru_cache(1 << 10)  # the rules on places ask for the same
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
