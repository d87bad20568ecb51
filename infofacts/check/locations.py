"""Rules on the place that the words of a number name: that of the fact, not another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from infofacts.check.claim import Claim, Part, in_latin
from infofacts.check.naming import features, others_alike, shown
from infofacts.check.rule import rule
from infofacts.lexicon import code_of, names_of, places
from infofacts.messages import _
from infofacts.places import PLACES
from infofacts.text import pattern

LEADING = re.compile(
    r"^(?:其中|而|截[至止])?(?:[0-9]{4}年(?:[底末]|[0-9]+月[底末]?)?)?[，,在]*"
    r"(?:排名?第?|位[居列]|居|列|(?:In|in) [0-9]{4},? )?(?:[Tt]he )?"
)
_DIGIT = re.compile("(?=[0-9])(?<![0-9])(?!(?:19|20)[0-9]{2}年)[0-9]")


@rule(key="scope", of="level rank")
def number_of_another_place(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words name another place."""
    known = others_alike(claim) if not claim.alone and _placed(claim) else None
    if not known:
        return
    mine, others = known
    place, scope = _place_of(claim, mine), _scope(claim)
    if not place or place[1] == scope or place[0] in f"{claim.fact.zh} {claim.fact.en}":
        return
    for other in others:
        its = _place_of(claim, other)
        if its and its[1] == scope:
            yield _not_of(mine, place[0], its[0])
            return


def _scope(claim: Claim) -> str:
    """The code of the fact's scope, as those of places are."""
    scope = claim.fact.scope
    return _CODES.get(scope.casefold()) or code_of(scope)


def _not_of(number: Part, place: str, other: str) -> str:
    return _("{number} is of {year}, not of {other}", number=shown(number), year=place, other=other)


def _place_of(claim: Claim, part: Part) -> tuple[str, str] | None:
    """The place that the words of a number begin with, or that English words name beside it."""
    return place_at(part.before) or (beside(claim, part) if in_latin(claim.quote) else None)


def beside(claim: Claim, part: Part) -> tuple[str, str] | None:
    """The place that English words name right beside a number, and its code.

    Before it (in Spain was 5, China with 6), or else behind it (7 in Spain), but not what it is
    compared with.
    """
    at = claim.parts.index(part)
    earlier = claim.parts[at - 1].after if at else ""
    before = _PLACE_BEFORE.search(part.before.removeprefix(earlier))
    behind = _PLACE_BEHIND.match(part.after)
    named = (_named(match[1]) for match in (before, behind) if match)
    return next(filter(None, named), None)


def _named(words: str) -> tuple[str, str] | None:
    """The place that words are the English name of, and its code."""
    name = words.removeprefix("the ").removeprefix("The ")
    code = _CODES.get(name.casefold()) or places().get(name.casefold(), "")
    return (name, code) if code and (_is_land(code) or code in GROUPS) else None


# Groups of countries, with other names of theirs; continents and their parts have codes.
GROUPS = {
    "oecd": ("经合组织",), "g20": ("二十国集团",), "g7": ("七国集团",), "brics": ("金砖国家",),
    "asean": ("东盟",), "apec": ("亚太经合组织",), "opec": ("欧佩克",),
    "euro area": ("eurozone", "欧元区"), "middle east": ("中东",),
    "asia-pacific": ("asia and the pacific", "asia pacific", "亚太"),
    "sub-saharan africa": ("撒哈拉以南非洲",),
}  # fmt: skip
# Parts of a country that are often named, and a name of a group that has a code.
LANDS = {
    "GB-ENG": ("england", "英格兰"), "GB-SCT": ("scotland", "苏格兰"), "GB-WLS": ("wales", "威尔士"),
    "GB-NIR": ("northern ireland", "北爱尔兰"), "QU": ("european union",),
}  # fmt: skip
_CODES = {name: code for code, names in (*GROUPS.items(), *LANDS.items()) for name in names}
_CODES |= {name: name for name in GROUPS}
_NAME = (
    r"((?:[Tt]he )?(?:[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}|(?:E\.?U\.?|U\.?[KS]\.?)(?![A-Za-z$])|euro area|eurozone))"
    r"(?! and [A-Z]|, [A-Z])"
)
_PLACE_BEFORE = pattern(
    rf"(?:(?:\b(?:in|across|for|of) |^(?: ?and| ?while|,)? ?){_NAME})"
    r"(?:['’]s)?(?: (?!(?:to|than|from|by|over|and|total|average|figure|level)\b)[a-z]+){0,4} ?[^A-Za-z0-9]?$"
)
_IN_PLACE = pattern(rf"\b(?:in|across) {_NAME}")
_OF_PLACE = pattern(rf"\b[a-z]+ of {_NAME}")  # the population of India, but not Bank of England
_LAND_BEFORE = pattern(r"\b(U\.?[SK]\.?)(?= (?!dollar)[a-z])")  # U.S. health spending
_PLACE_BEHIND = pattern(
    rf"(?: (?!than\b|from\b|compared\b|against\b|while\b|with\b|to\b|over\b)[a-z-]+){{0,5}}? (?:in|across|for) {_NAME}"
)


def _placed(claim: Claim) -> bool:
    """Whether the words before the number may begin with a place."""
    clause = claim.clause
    return in_latin(claim.quote) or bool(_DIGIT.search(clause)) or place_at(clause) is not None


@lru_cache(1 << 10)  # the rules on places ask for the same
def place_at(words: str) -> tuple[str, str] | None:
    """The place that some words begin with, and its code: a country, a province, the world."""
    words = LEADING.sub("", words.strip())
    known = places()
    if words[:1].isascii():
        first = re.match(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*", words)
        code = (known.get(first[0].lower()) or _CHINA.get(first[0], "")) if first else ""
        return (first[0], code) if first and _is_land(code) else None
    for size in range(min(len(words), 8), 1, -1):
        name = words[:size]
        code = known.get(name) or _CHINA.get(name, "")
        if code and _is_land(code):
            return None if re.match("[、和与及等]", words[size:]) else (name, code)
    return None


_CHINA = {name: code for code, names in PLACES.items() for name in names}
CHINA_EN = {names[1]: code for code, names in PLACES.items() if code.startswith("CN-")}


def _is_land(code: str) -> bool:
    return code in PLACES or bool(re.fullmatch("[A-Z]{2}(?:-[A-Z]{2,3})?|[0-9]{3}", code))


@rule(key="scope", of="number")
def another_country(claim: Claim) -> Iterator[str]:
    """A number that the words begin with another country, or a province, for is not of China."""
    fact = claim.fact
    if fact.scope != "CN" or fact.measure == "rank" or not claim.span or not fact.quote:
        return
    mine = claim.part if _placed(claim) else None
    place = place_at(mine.before) if mine else None
    own = not place or place[1] in ("world", "CN", "HK", "MO", "TW")
    if not mine or not place or own:
        return
    behind = mine.before.partition(place[0])[2]
    has = (len(place[1]) == 2 or in_latin(claim.quote)) and re.match(
        "(?:'s|’s)? (?:has|had|have|was|is|were|counted|reported)(?![a-z])", behind
    )
    said = re.sub("^(?:[省市]?的?(?:全[国省市])?|['’]s )", "", behind).casefold()
    label = said.startswith((fact.zh[:2], fact.en.casefold()[:5]))
    if (has or label) and place[0] not in f"{fact.zh} {fact.en}":
        yield _(
            "{number} is of {place}: scope = {scope!r} is missing",
            number=shown(mine),
            place=place[0],
            scope=place[1],
        )


@rule(key="scope", of="level growth change")
def in_another_place(claim: Claim) -> Iterator[str]:
    """A number that English words place in a country (in Canada was 5) is of that, where they name
    the fact's own scope nowhere; nor is what China has the world's."""
    own = claim.fact.scope == "CN" and "Chin" in claim.quote
    part = claim.part if in_latin(claim.quote) and not own else None
    if not part:
        return
    scope, quote, label = _scope(claim), claim.fact.quote, f"{claim.fact.zh} {claim.fact.en}"
    place = beside(claim, part) or _only_place(quote, scope == "CN")
    if not place or place[1] in (scope, "world") or place[0] in label:
        return
    if scope.startswith(f"{place[1]}-"):  # Bavaria, the lowest in Germany
        return
    if scope == "world":
        if _HAS.search(part.before) and part.before.strip(" ,").startswith(place[0]):
            yield _not_of(part, place[0], scope)
    elif scope == "CN":
        if place_at(part.before):  # asked above
            return
        about = features(f"{part.sentence} {part.after}") & features(claim.fact.en)
        firm = any(name in quote for name in _FIRM.findall(claim.fact.en))
        elsewhere = place[1] not in PLACES and not _TRADE.search(quote)
        if about and elsewhere and not firm:
            yield _(
                "{number} is of {place}: scope = {scope!r} is missing",
                number=shown(part),
                place=place[0],
                scope=place[1],
            )
    else:
        names = {claim.fact.scope.casefold(), *names_of(scope)} - {place[0].casefold()}
        if not any(name in quote.casefold() for name in names):
            yield _not_of(part, place[0], claim.fact.scope)


def _only_place(quote: str, anyhow: bool) -> tuple[str, str] | None:
    """The place that English words name, if there is one only: in it, or `anyhow`."""
    words = _IN_PLACE.findall(quote)
    if anyhow and not words:
        words = _LAND_BEFORE.findall(quote) or _OF_PLACE.findall(quote)
    found = {*map(_named, words)} - {None}
    return found.pop() if len(found) == 1 else None


_FIRM = pattern(r"(?<=\w )[A-Z][a-z]{2,}|^[A-Z][a-z]+(?= [A-Z][a-z])")  # Sales of Samsung; no scope
_HAS = re.compile(r"\b(?:has|had|have|with|counted|reported|recorded)\b[^,;]*$")
_TRADE = pattern(r"(?i)\b(?:export|import|ship|visit|invest|travel|outbound|inbound|trade|arrival)")
