"""Rules on what a change or growth is against: since which year, over how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from infofacts.check.claim import Claim, in_latin
from infofacts.check.measures import RESULT
from infofacts.check.periods import MONTHS
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.model import Fact
from infofacts.printed import REACH
from infofacts.text import ZH_DIGITS, pattern, squeeze, words_values

_AVERAGE = re.compile(  # not of what is earned in a year: 年平均工资为124110元
    "(?<![0-9])年(?:均|平均)(?!工资|收入|薪酬|气温|降水|可支配|消费支出)|平均每年|每年平均|年复合|averageannual[a-z]{0,12}?(?:gr[eo]w|rate|r[io]se|change|expan|gain|increas|decreas|declin|reduc|fall|drop)|annual(?:ly|average|i[sz]ed)|yearlyaverage|averageyearly"
    "|average(?:growth|rate|increase)|peryear|perannum|cagr|compound"
    "|(?<!in)(?<!than)(?<!over)(?<!half)ayear(?!-?on-?year|ago|earlier|before)",
    re.IGNORECASE,
)
# Said of the number itself, not of a level before it: 5.2% on average in 2023, down 0.4 points.
_ON_AVERAGE = pattern(
    "(?i)onaverage(?!across|in|of|among|(?:[a-z]{0,12}[0-9.]+(?:%|percent|percentagepoints?)(?:higher|lower|more|less)))"
)
_SPAN = re.compile(
    "((?:19|20)[0-9]{2})(?:年?(?:[-—–－~～]{1,2}|至|到)((?:19|20)[0-9]{2})年|(?:and|to|[-–])((?:19|20)[0-9]{2}))"
)
_PAST_YEARS = re.compile(rf"(?:近|过去)([{ZH_DIGITS}十两]+|\d+)年")
_COMPARED = re.compile(
    "[较比]于?(?:(?P<year>(?:19|20)[0-9]{2})年|上年|去年)|同比|(?P<of>(?:19|20)[0-9]{2})年比|前年(?:同[期月])?比"
)


# Compared with another time than a year before: 比上月, 较11月末, 较常年.
_SINCE_OTHER = re.compile(
    "环比|按[月季]|[较比与]上(?:个?月|季)|[较比](?:(?P<year>(?:19|20)[0-9]{2})年)?(?P<month>1?[0-9])月|[较比](?:常年|历年|多年)|month-?o(?:n|ver)-?month|(?:over|on)the(?:month|quarter)(?!s)|quarter-?o(?:n|ver)-?quarter|sequentially|(?:the)?previous(?:month|quarter)",
    re.IGNORECASE,
)
_SINCE_BEHIND = re.compile(
    r"(?:[a-z-]{0,24}?(?:in|on|of|for|at)(?:the)?[a-z]{0,12}(?P<own>(?:19|20)\d\d)(?:,(?=compared|from|than|versus|against))?)?[^0-9,.;]{0,24}?(?:than|from|above|below|(?<!year)(?<!year-)o(?:ver|n)|against|since|comparedwith|comparedto|versus)(?:in|at|the|of|end|late|early|yearto|mid-?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)*(?!yearin)[a-z]{0,6}(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_OF_A_YEAR = pattern(
    "(?i)同比|(?:12|十二)个月|12[- ]months?|(?:twelve|year)-?(?: on | over |on|over|[- ]month)"
)
# Fewer than the 2.4 million recorded in 2020, a fall of
_BASE_BEFORE = pattern(
    r"(?i)(?:than|from|comparedwith|comparedto|against|downon|upon)(?:the|an?|about|estimated)*[^A-Za-z0-9]?[0-9][0-9.,]*(?:[a-z%]{0,20}?)"
    r"in(?P<year>(?:19|20)\d\d),[a-z]{0,30}$"
)
_BETWEEN = pattern(
    r"(?i)[^0-9,.;]{0,24}?between[a-z]{0,9}(?P<year>(?:19|20)\d\d)and[a-z]{0,9}(?P<last>(?:19|20)\d\d)"
)
# Two years that a change lies between, and what shows that another time follows.
_FROM_TO = pattern(
    r"(?i)between[a-z]{0,9}((?:19|20)\d\d)and[a-z]{0,9}((?:19|20)\d\d)|from[a-z]{0,9}((?:19|20)\d\d)(?:to|until|through)[a-z]{0,9}((?:19|20)\d\d)"
    r"|from[^;]{1,40}?(?:in|at|of)[a-z]{0,14}((?:19|20)\d\d)to[^;]{1,40}?(?:in|at|of)[a-z]{0,14}((?:19|20)\d\d)"
    r"|((?:19|20)\d\d)年?(?:[-—–～~]{1,2}|[至到])((?:19|20)\d\d)年(?!均|平均)|[从由]((?:19|20)\d\d)年[^。；]{1,30}?[至到为]((?:19|20)\d\d)年"
)
_TITLES = pattern("《[^《》]*》")
_SAYS_PART = pattern(
    "(?i)月|半年|季|年[底末初]|month|half|quarter|[HQ][1-4]|end|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\d"
)
_YEAR_END = pattern("[较比](?:上年|去年|(?:19|20)[0-9]{2}年)年?[底末]")
_IN_YEAR = pattern("(?:in|during)(?:the)?(?:last|latest|final|past|(?:19|20)[0-9]{2})")
_YEARS = re.compile("(?:19|20)[0-9]{2}")
_ANY_TIME = pattern(
    r"(?i)(?:19|20)\d\d|[上去当同今]年|同比|环比|年均|lastyear|year-?on|ayear|annual|previous"
)
_SINCE_HALF = pattern("[较比](?:((?:19|20)[0-9]{2})年)?([上下])半年")
# The lowest level since 1998 says nothing of what it fell from.
_NO_BASE = pattern(
    r"(?i)(?:lowest|highest|largest|smallest|fewest|most|best|worst|record|first|fast|slow|strong|weak|sharp|big|steep)[a-z]{0,40}?since[a-z]{0,12}(?:19|20)\d\d"
    r"|(?:19|20)\d\d年[^，。；]{0,6}以来[^，。；]{0,8}(?:最|新[高低]|首|第)"
)


@rule(key="years", of="change growth")
def growth_years(claim: Claim) -> Iterator[str]:
    """A yearly average (年均) has its number of years: the one in the source (近五年)."""
    years, printed = claim.fact.years, _PAST_YEARS.search(claim.quote)
    if not claim.quote:
        return
    average = _AVERAGE.search(claim.quote)
    if average and not years and claim.parts[2:]:  # it may be another one's
        average = _AVERAGE.search(claim.around)
    if not average and in_latin(claim.quote):
        said = _ON_AVERAGE.search(claim.around)
        average = said or _ON_AVERAGE.match(claim.own_sentence[0])
    if not average:
        if years:
            yield _("the source has no word for a yearly average (年均): write since, not years")
    elif not years:
        yield _("the source gives a yearly average (年均): add years = N, the number of years")
    elif (span := _SPAN.search(claim.quote)) and years - int(span[2] or span[3]) + int(
        span[1]
    ) not in (0, 1):
        yield _("the source says {printed}, not years = {years}", printed=span[0], years=years)
    elif printed and str(years) != printed[1] and Fraction(years) not in words_values(printed[1]):
        yield _("the source says {printed}, not years = {years}", printed=printed[0], years=years)


@rule(key="value", of="number")
def other_comparison(claim: Claim) -> Iterator[str]:
    """A number whose label compares with a year earlier (同比) is none of the month before (环比)."""
    label = claim.fact.zh
    for own, other in (("同比", "环比"), ("环比", "同比")):
        words = claim.clause.rpartition("、")[2] if own in label and other not in label else ""
        if other in words and own not in words:
            yield _("the number is {words}, not {label}", words=claim.around, label=own)


@rule(key="since")
def wrong_base(claim: Claim) -> Iterator[str]:
    """A change is since the year that the source compares with, or names; not since last month."""
    fact, span = claim.fact, claim.span
    said = _SINCE_OTHER.search(claim.around) if fact.since is not None else None
    if said and in_latin(claim.quote) and claim.part:  # up 1% on the month and 8% on the year
        before, after = claim.own_words
        said = _SINCE_OTHER.search(squeeze(f"{before[-REACH:]}{after}"))
    if said and not _known_since(fact, said):
        yield _("the source says {said}: say so in the label or a note", said=said[0])
    if fact.since is None or fact.years or not span:
        return
    half = _SINCE_HALF.search(claim.clause)
    if half and not str(fact.since)[4:]:
        year, number = half[1] or fact.year, 1 + (half[2] == "下")
        yield _(
            "the source says {compared}: since = {year}, not {since}",
            compared=half[0],
            year=f'"{year}-H{number}"',
            since=fact.since,
        )
        return
    if not 1900 <= int(str(fact.since)[:4]) < fact.year:
        return
    base, since = _base_said(claim), str(fact.since)
    words = f"{claim.sentence}{claim.after} {fact.zh} {fact.note or ''}"
    if base and base[1] != since[:4]:
        yield _(
            "the source says {compared}: since = {year}, not {since}",
            compared=base[0],
            year=base[1],
            since=fact.since,
        )
    elif (
        not (base or (said and since[4:]))  # 较上月 with since = "2019-12"
        and since != str(fact.year - 1)
        and since[:4] not in _NO_BASE.sub("", claim.sentence)
    ):
        yield _(
            "the source does not name {since}; without since it is {year}",
            since=fact.since,
            year=fact.year - 1,
        )
    elif since[4:] and (
        not (_SAYS_PART.search(words) and _named(since[5:7], words))
        or (since[5:7] not in ("12", "H2") and _YEAR_END.search(claim.sentence))
    ):
        yield _("the source names no part of a year, as since = {since} does", since=fact.since)


def _named(part: str, words: str) -> bool:
    """Whether some words may name a month (03), half (H2) or quarter (Q3) of a year."""
    if part[0] in "HQ" or (part == "06" and _HALF.search(words)):
        return bool(_HALF.search(words))
    if _MONTH_BEFORE.search(words):
        return True
    month = int(part)
    end = month == 12 and re.search("[底末]|end", words)
    return bool(end or f"{month}月" in words or MONTHS[month - 1] in words.casefold())


_MONTH_BEFORE = pattern("(?i)上个?月|去年|上年|month|year")
_HALF = pattern("(?i)半年|年中|half|mid|季|quarter|[HQ][1-4]")


def _base_said(claim: Claim) -> tuple[str, str] | None:
    """The words that say what a change is against, and their year: 比2019年, between 2013 and 2023."""
    fact, span = claim.fact, claim.span or (0, 0)
    before = claim.context[0] + claim.quote[: span[0]]
    worded = fact.quantity and fact.quantity.words
    if compared := [] if worded else [*_COMPARED.finditer(before)]:
        last = compared[-1]
        return last[0], last["year"] or last["of"] or str(fact.year - 1)
    after = claim.after[:REACH] if in_latin(claim.quote) else ""
    after = _NO_BASE.sub("", after) if "since" in after else after
    behind = _SINCE_BEHIND.match(after) if after else None
    during = behind and behind[0] == f"over{fact.year}"  # rose by 1.2% over 2023
    if behind and not during and behind["own"] in (None, str(fact.year)):
        return behind[0], behind["year"]
    earlier = _BASE_BEFORE.search(before) if after and not _ANY_TIME.search(after[:30]) else None
    if earlier:
        return earlier[0], earlier["year"]
    between = _BETWEEN.match(after) if "between" in after else None
    if between and between["last"] == str(fact.year):
        return between[0], between["year"]
    words = claim.sentence[: len(claim.sentence) - len(claim.quote) + span[0]]
    words = _TITLES.sub("", words) if "《" in words else words
    for begins in _FROM_TO.finditer(words) if len(_YEARS.findall(words)) > 1 else ():
        first, last = filter(None, begins.groups())
        result = RESULT.search(claim.clause) or _IN_YEAR.match(claim.after)
        if last == str(fact.year) and not result and not _ANY_TIME.search(words, begins.end()):
            return begins[0], first
    return None


def _known_since(fact: Fact, said: re.Match[str]) -> bool:
    """Whether a fact says since when its change is: a month, or in the label or a note."""
    since, label = str(fact.since), f"{fact.zh} {fact.en} {fact.note or ''}"
    if said["month"]:
        year = said["year"] or str(fact.year)
        same = not fact.as_of or int(fact.as_of[5:7] or 12) == int(said["month"])
        if f"{year}-{int(said['month']):02}" == since[:7] or (same and year != str(fact.year)):
            return True  # 比2023年3月 is since 2023, which is asked below
    elif since[4:] and re.search("月|季|quarter", said[0]):
        return True
    if "month" in said[0] and _OF_A_YEAR.search(label):
        return False
    return bool(re.search("环|月|季|常年|历年|多年|month|quarter|average", label))
