"""Rules on year, date, reference year of a change, and scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from infofacts.check.rule import Claim, rule
from infofacts.places import PLACES
from infofacts.report import passage
from infofacts.text import ZH_DIGITS, words_values

_WORLD = ("全球", "世界", "国际")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?=(?:[—–～~-]\d{4})?年)")
_COMPARED = re.compile("(?:较|比)(?:((?:19|20)[0-9]{2})年|上年|去年)|同比")
_PAST_YEARS = re.compile(rf"(?:近|过去)([{ZH_DIGITS}十两]+|\d+)年")
_UNTIL = re.compile(r"截[至止]((?:19|20)\d\d)年(?:([底末])|(\d{1,2})月(?:(\d{1,2})日)?)")
_CHINESE = str.maketrans("0123456789", f"〇{ZH_DIGITS}")  # 2023 as 二〇二三
_SCOPE = re.compile("world|[A-Z]{2}(?:-[A-Z]{2,3})?|[^\u4e00-\u9fff\n]*+[\u4e00-\u9fff].*")


@rule(key="years")
def growth_years(claim: Claim) -> Iterator[str]:
    """A yearly average (年均) has its number of years: the one in the source (近五年)."""
    years, printed = claim.fact.years, _PAST_YEARS.search(claim.quote)
    if claim.fact.measure != "growth" or "年均" not in claim.quote:
        return
    if not years:
        yield "the source gives a yearly average (年均): add years = N, the number of years"
    elif printed and str(years) != printed[1] and Fraction(years) not in words_values(printed[1]):
        yield f"the source says {printed[0]}, not years = {years}"


@rule(key="since")
def wrong_base(claim: Claim) -> Iterator[str]:
    """A change is since the year that the source compares with."""
    fact, number = claim.fact, claim.number
    if not number or not fact.quote or fact.since is None or fact.years:
        return
    if fact.quantity and fact.quantity.words:
        return
    compared = list(_COMPARED.finditer("".join(claim.context[:2])[: number.start()]))
    year = compared and (compared[-1][1] or str(fact.year - 1))
    if year and not str(fact.since).startswith(year):
        yield f"the source says {compared[-1][0]}: since = {year}, not {fact.since}"


@rule()
def rank_scope(claim: Claim) -> Iterator[str]:
    """A rank in the world has the scope "world"."""
    worldwide = re.search("全球|世界", claim.quote)
    if claim.fact.measure == "rank" and worldwide and claim.fact.scope != "world":
        yield f'the source says {worldwide[0]}: scope = "world" is missing'


@rule(key="scope")
def unknown_scope(claim: Claim) -> Iterator[str]:
    """A scope is world, an ISO 3166 code or a Chinese name."""
    scope = claim.fact.scope
    if not _SCOPE.fullmatch(scope) or (scope.startswith("CN-") and scope not in PLACES):
        yield f"scope {scope!r} is no code (world, CN, CN-BJ) and no Chinese name"


@rule(key="scope")
def scope_not_named(claim: Claim) -> Iterator[str]:
    """A scope other than China is named in the quote or in the passage around it."""
    if claim.fact.scope == "CN" or not claim.text or not claim.fact.quote:
        return
    words = claim.fact.quote + passage(claim.base, claim.fact).text
    for part in claim.fact.scope.split("、"):
        names = _WORLD if part == "world" else PLACES.get(part, (part,))[:1]
        if not names[0].isascii() and not any(name in words for name in names):
            yield f"scope = {part!r}, but the source does not name {' or '.join(names)}"


@rule(key="as_of")
def wrong_date(claim: Claim) -> Iterator[str]:
    """A date is the source's (截至2023年底), in its fact's year or the first quarter after it.

    Surveys are late by up to a quarter. `since` is before the year.
    """
    fact, date = claim.fact, claim.fact.as_of or ""
    if date and not re.match(f"{fact.year}|{fact.year + 1}-0[123]", date):
        yield f"as_of {date} is not in {fact.year}"
    printed = {match[0]: _date_of(*match.groups("")) for match in _UNTIL.finditer(claim.quote)}
    # dates agree to the precision of the shorter: 2023-12 and 2023-12-31
    agree = any(date.startswith(other) or other.startswith(date) for other in printed.values())
    if date and printed and not agree:
        yield f"the source says {'、'.join(printed)}, not as_of = {date}"
    if isinstance(fact.since, int) and not 1900 <= fact.since < fact.year:
        yield f"since {fact.since} is not before {fact.year}"


@rule()
def unsupported_year(claim: Claim) -> Iterator[str]:
    """A fact's year is among those of the quote or, if it names none, in the text around it.

    A year that the quote only compares with (比2022年) does not count, nor one in a title.
    """
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    named = set(_YEAR.findall(_COMPARED.sub("", re.sub("《[^《》]*》", "", claim.quote))))
    if named:
        if not named & {str(fact.year), (fact.as_of or "")[:4]}:
            yield f"the quote is of {', '.join(sorted(named))}, not of {fact.year}"
        return
    if not claim.text or not source or fact.as_of or not fact.quote:
        return
    around = passage(claim.base, fact).text
    words = " ".join((source.title, source.published, fact.quote, *fact.also, around))
    if not any(year in words for year in (str(fact.year), str(fact.year).translate(_CHINESE))):
        yield f"nothing around the quote names {fact.year}: add as_of, or correct the year"


def _date_of(year: str, end: str, month: str, day: str) -> str:
    """The ISO date of 截至2023年底, 截至2022年8月 or 截至2023年6月30日."""
    if end:
        return f"{year}-12-31"
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
