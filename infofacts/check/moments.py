"""Rules on a quote with numbers of several years: which of them is of the fact's year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from infofacts.check import dates
from infofacts.check.claim import Claim, Part, in_latin
from infofacts.check.naming import others_alike, shown
from infofacts.check.periods import MONTHS
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.model import facts_by_indicator
from infofacts.text import pattern

_YEAR = re.compile(r"(?=[12])(?<![\d.])((?:19|20)\d\d)(?=年|$|\D)")
_YEAR_BEHIND = re.compile("[（(]((?:19|20)[0-9]{2})年?[）)]")
_YEAR_AFTER = re.compile(  # not what it is compared with: up 5% from 2023, 8% more than in 2023
    r"(?:(?!\b(?:than|from|over|above|below|against|(?<!-)on|versus|compared|since)\b)[^0-9])*"
    r"\b(?:in|by|for|during|of|end)(?: (?!since|from|than|over)[A-Za-z]+){0,4} ((?:19|20)[0-9]{2})(?![0-9])"
)
_BOTH = re.compile("in(?:both)?((?:19|20)[0-9]{2})and((?:19|20)[0-9]{2})(?![0-9])")
_UNTIL = re.compile(
    r"(?:19|20)\d\d(?: (?:to|through|until) | ?[-–—] ?)(?:[A-Z][a-z]+ )?((?:19|20)\d\d)"
)
_YEAR_OF_WORDS = re.compile("[a-z-]{0,16}?(?:in|by)((?:19|20)[0-9]{2})(?![0-9])", re.IGNORECASE)
_YEAR_SAID = re.compile(
    "(?<![较比从由自与])((?:19|20)[0-9]{2})年?(?:[底末]|[0-9]+月)?，"
)  # 到2030年，
_SINCE = re.compile("[自从由至到]|以来|起|[较比]|同期|《")


@rule(key="value", of="number")
def number_of_another_year(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words name another year."""
    right = {str(claim.fact.year), (claim.fact.as_of or str(claim.fact.year))[:4]}
    before = claim.own_sentence[0] if claim.year_before else ""
    latest = max(map(int, _YEAR.findall(before)), default=0)
    if latest and str(latest - 1) in right:  # 8% in 2023, compared with 5% a year earlier
        return
    if (said := claim.year_before) and claim.part and said not in claim.fact.zh:
        years = _YEAR.findall(claim.quote) or _YEAR.findall(claim.lead)[-1:]
        if right & {*years}:
            number = shown(claim.part)
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
            number=shown(mine),
            year=claim.fact.year,
            other=shown(found[0]),
        )
    since = not latin and _YEAR.search(mine.before) and _SINCE.search(mine.before)
    if named and sure and not named & right and not since:
        yield _(
            "{number} is of {year}, not of {other}",
            number=shown(mine),
            year=min(named),
            other=claim.fact.year,
        )
    yield from _in_aside(claim, mine, others, right)


def _in_aside(claim: Claim, mine: Part, others: Sequence[Part], right: Set[str]) -> Iterator[str]:
    """The brackets with the number of a fact's year, where the fact's is another: 52（2023年：45）."""
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
        both = _BOTH.match(claim.quote, max(part.end, 0)) if behind else None
        if both:
            return {both[1], both[2]}
        until = _UNTIL.search(part.after) if behind else None  # during July 2023 to June 2024
        if until:
            return {until[1]}
    said = _YEAR_SAID.findall(part.between)
    return before or ({behind[1]} if behind else set(said[-1:]))


@rule(key="value", of="number")
def number_of_another_month(claim: Claim) -> Iterator[str]:
    """Of two numbers in one unit, the fact's is not the one whose words name another month."""
    own, months = (claim.fact.as_of or "")[5:7].lstrip("0"), _MONTH.findall(claim.quote)
    if not own or len(months or _MONTH_EN.findall(claim.quote)) < 2:
        return
    mine = None if claim.alone else claim.part
    month = _month(claim, mine) if mine else ""
    if not mine or month in ("", own) or any(True for _ in dates.wrong_date.problems(claim)):
        return
    others = (part for part in claim.parts if part.unit == mine.unit and part != mine)
    if any(_month(claim, other) == own for other in others):
        yield _(
            "{number} is of {year}, not of {other}",
            number=shown(mine),
            year=f"{claim.fact.year}-{int(month):02}",
            other=(claim.fact.as_of or "")[:7],
        )


def _month(claim: Claim, part: Part) -> str:
    """The month that the words before a number name, in English those behind it, or ""."""
    if in_latin(claim.quote):
        alike = [p.start for p in claim.parts if p.unit == part.unit and p.start > part.start]
        words = _COMPARES.split(claim.quote[max(part.end, 0) : min(alike, default=None)])[0]
        named = _MONTH_EN.search(words)
        return str(1 + MONTHS.index(named[1][:3].casefold())) if named else ""
    said = _MONTH.findall(part.before)
    return str(said[-1]) if said else ""


_MONTH = pattern(r"(?<![-—–～~至到较比同\d])(1?\d)月(?![份\d]*[-—–～~至到])")
_COMPARES = pattern("than|from|compared|against|since|versus|[,;.(]")
_MONTH_EN = pattern(
    "(?:in|to|of|at|by|end|end(?:ed|ing)|for|until|through|early|late|mid|[-0-9])"
    "(January|February|March|April|May(?!or)|June|July|August|September|October|November|December"
    "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?![a-z]))"
)


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
    if not any(other.quote == claim.entry.quote and other.year > fact.year for other in same):
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
_ELSEWHERE = re.compile(
    f"(?:in|of|for|among)(?!the(?:previous|prior)|(?i:{'|'.join(MONTHS)}))[A-Za-z]"
)
_ON_TO = re.compile("[^。；;0-9]{0,16}?(?:[到至为]|to)[^。；;，,0-9]{0,12}[0-9]")
_ANY_YEAR = re.compile("(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,]*[0-9万亿%])")


def _moves_on(claim: Claim) -> re.Match[str] | None:
    """What is before a number that words move on from (from 82% to 91%), with its own year."""
    begun = FROM.search(claim.clause) if claim.span else None
    if not begun or claim.year_before or _OWN_BEHIND.match(claim.after):
        return None
    if begun[0].startswith(("against", "compared", "versus")) and _ELSEWHERE.match(claim.after):
        return None  # compared with 48% in rural areas
    known = others_alike(claim) if in_latin(claim.quote) else None
    mine, others = known or (None, [])  # to 11.5% from 12.3%
    back = mine and mine.unit and any(other.start < mine.start for other in others)
    return begun if back or _ON_TO.match(claim.after) else None
