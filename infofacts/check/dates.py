"""Rules on the year and the date of a fact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from infofacts.check.claim import Claim, following_unit, in_latin
from infofacts.check.periods import ANY_PERIOD, MONTHS, PART, periods
from infofacts.check.rule import rule
from infofacts.keys import is_day
from infofacts.messages import N_, _
from infofacts.model import Source, facts_by_indicator
from infofacts.report import headings, lead
from infofacts.text import ZH_DIGITS, pattern, squeeze

_YEAR = re.compile(  # also in 表3 2024年, squeezed
    r"(?:(?<![\d.])|(?<=[图表]\d)|(?<=[图表]\d\d)|(?<=[图表]\d-\d))((?:19|20)\d\d)(?=(?:[—–～~-]\d{4})?[年届])"
)
# In English text, squeezed: In 2024, By the end of 2024, FY2024, June 2024, H1 2024; not 2024 users.
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = (  # not the first of January and March 2024
    "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR_EN = re.compile(
    rf"(?:\b|(?<=[a-z0-9]))(?:in|of|by|during|for|since|until|from|through|end|year|mid-?|fy|fiscal|closed|ended|finished|[hq][1-4]"
    r"|th(?:e|at)(?=[0-9]{4}[a-z])|between|both|yearsto|\((?=[0-9]{4}\))|(?<=[12][0-9]{3})(?:,|,?and|to)"
    rf"|(?:{'|'.join(_MONTHS)})[a-z]*\.?(?:\d{{1,2}})?,?|\d{{1,2}},|,(?=\d{{4}}[:|(]))"
    r"((?:19|20)\d\d)(?![\d%年]|\.\d|(?:thousand|million|billion|trillion))",
    re.IGNORECASE,
)
# Words about another time than the number's: 比2022年, 较上年末, up 5% from 2023; and titles
# (《规划（2025年）》).
_OTHER_TIMES = re.compile(
    rf"(?=[自从较比与同上去tcvfoa\d])(?:[自从](?:19|20)[0-9]{{2}}年以来|[与同](?:19|20)[0-9]{{2}}年(?:(?:同[月季期])?相?比|[^，。；]{{0,40}}相比)|[较比]于?(?:(?:19|20)[0-9]{{2}}年|上年|去年)(?:[底末]|{PART})?|[上去]年[底末]|(?:19|20)[0-9]{{2}}年比(?![重例])"
    r"|(?:(?:than|compared(?:to|with)|versus)|(?:(?<=%)|(?<=percent)|(?<=points)|(?<=ion)|(?<=rease)|(?<=rise)|(?<=fall)|(?<=drop)|(?<=terms))"
    rf"(?:from|over|on|against))(?:in|at|the|that|those|of|end|(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})*"
    r"(?:19|20)[0-9]{2}(?![0-9]|to(?:19|20)))",
    re.IGNORECASE,
)
_MAY_BE_EN = re.compile(r"[A-Za-z\d.,(](?:19|20)\d\d")
# A year before, and years by the time of publication: up from 24% in 2022; last year, but not than last year.
_UP_FROM = pattern(
    r"(?i)(?:,(?:up|down))?from[^;0-9]{0,20}[0-9.,]+[a-z%]{0,20}in((?:19|20)[0-9]{2})"
)
_BY_PUBLICATION = pattern(
    r"(?i)(?<!than)(?<!from)(?<!over)(?<!with)(?<!dto)(?<!against)(?<!(?<!illi)on)(?:(last)|(?:this|the ?current)|(next))year(?!['’])"
)
_TITLES = re.compile("《[^《》]*》")
# 2023年8月15日, 8月, 2023年底, 截至年底.
_DATE = re.compile(
    r"(?=[截\d])(?:(?:截[至止])?(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:(\d{1,2})日)?"
    r"|(?:截[至止])?((?:19|20)\d\d)年年?[底末]|截[至止]年[底末])"
)
_UNTIL = re.compile(
    r"截[至止](?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[底末])?|年{0,2}[底末])|[到至](?:19|20)\d\d年年?[底末]"
)
_UNTIL_EN = re.compile(
    rf"(?=[abut])(?:asof|asat|by|at|until|through)(?:the)?(?=endof|year-?end|end-|\d{{0,2}}(?:{'|'.join(_MONTHS)})).{{4,20}}",
    re.IGNORECASE,
)
_DATE_EN = re.compile(
    rf"(?=[\djfmasondeyb])(?:(?:(\d{{1,2}}))?{_MONTH}(?:\.|of)?(\d{{1,2}})?,?((?:19|20)\d\d)"
    r"|(?:endof|year-?end|end-)((?:19|20)\d\d)|(?:at|by)(?:year-?end|theendoftheyear)(?!\d))",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(
    rf"[a-z-]{{0,24}}?in{_MONTH}[a-z]*(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])", re.IGNORECASE
)
_IN_THE_YEAR = pattern(
    "(?:during|over|in)(?:the|that)year(?![a-z]{0,3}to)"
)  # births, of a sentence on population
_DIGIT = re.compile("[0-9]")
_OF_NUMBER = pattern(r"[0-9][0-9.,]{0,20}[a-z%$€£]{0,30}$")
_ANY_DATE = re.compile(
    f"[0-9](?:月|年年?[底末])|截[至止]年|[A-Za-z][0-9.,]+[0-9]|[0-9][A-Za-z]{{3}}|{ANY_PERIOD}|year-?end|theyear"
)
_YEAR_BRACKET = re.compile(
    "((?:19|20)[0-9]{2})年?[（(][^0-9A-Za-z]?$"
)  # than in 2022 (467 million)
_YEAR_INSIDE = pattern("[^)）]*(?:19|20)[0-9]{2}")
# 2022年的68.4%, the 2022 total of $5
_OWN_YEAR = re.compile(
    "((?:19|20)[0-9]{2})(?:年的(?:超过?|近|约)?|(?:total|figure|level|value|number)of[^A-Za-z0-9]?)$"
)
_ANY = re.compile(r"(?:19|20)\d\d")
_ANY_YEAR = re.compile("(?:19|20)[0-9]{2}|[一二][〇零一二九]")
_SENTENCE_END = re.compile("[。！？；]")
_OF_PERIOD = re.compile("报告期|期内|[全本当]年(?!底|末)|年内")  # a sentence on the whole of a year
_CHINESE_YEAR = re.compile(f"[一二][〇零{ZH_DIGITS}]{{3}}(?=年)")
_DIGITS = str.maketrans(f"〇零{ZH_DIGITS}", "00123456789")


@rule(key="as_of")
def wrong_date(claim: Claim) -> Iterator[str]:
    """A date is the quote's, in its fact's year or the first quarter after it.

    Surveys are late by up to a quarter. `since` is before the year.
    """
    fact, date = claim.fact, claim.fact.as_of or ""
    if not _in_year(claim):
        yield _("as_of {date} is not in {year}", date=date, year=fact.year)
    printed = _dates(_now(claim), fact.year)
    if len(set(printed.values())) > 1 and (own := _own_date(claim)):
        printed = dict([own])
        if not date and not own[1].startswith(str(fact.year)):
            yield _(
                "the number in “{around}” is of {own}, not of {year}",
                around=claim.around,
                own=own[1][:4],
                year=fact.year,
            )
    times = [*printed.values()]
    if date and times and claim.year_before:  # a year earlier it was 3.4%
        times += [f"{int(time[:4]) - 1}{time[4:]}" for time in times]
    if date and times and not any(_agree(date, other) for other in times):
        yield _(
            "the source says {printed}, not as_of = {date}", printed="、".join(printed), date=date
        )
    if isinstance(fact.since, int) and not 1900 <= fact.since < fact.year:
        yield _("since {since} is not before {year}", since=fact.since, year=fact.year)


@rule(key="as_of", of="level")
def part_of_year(claim: Claim) -> Iterator[str]:
    """A value of a date before the end of the year gives way to one of its end.

    A half year stands in `others` of the year's value, or alone.
    """
    fact = claim.fact
    if fact.preferred and fact.is_part:
        begin = f"{fact.id}@"
        same = (f for f in facts_by_indicator(claim.base).get(fact.indicator_id, ()))
        ends = [f for f in same if f.id.startswith(begin) and not f.is_part and f.as_of]
        if ends and ends[0].scope == fact.scope:
            yield _(
                "as_of {date} is a part of the year: put it into others of {end}",
                date=fact.as_of,
                end=ends[0].as_of,
            )


@rule(key="as_of")
def date_not_printed(claim: Claim) -> Iterator[str]:
    """A date is printed in the quote, in the paragraph before it, or named in the note."""
    date, year = claim.fact.as_of or "", claim.fact.year
    known = len(date) < 7 or not _in_year(claim) or _dates(_now(claim), year)
    level = f"{claim.fact.indicator_id}.{year}"  # its change has the same date, elsewhere
    if known or not claim.quote or bool(claim.text) != bool(claim.place):
        return
    if claim.fact.measure != "level" and level in claim.base.facts:
        return
    if not claim.text:
        if len(date) == 10 and int(date[8:]) != _last_day(date):
            yield _("the quote does not print the day of as_of = {date}", date=date)
        elif date[5:7] != "12" and str(year) in _years(claim.quote) and not _may_be_dated(claim):
            yield _("the quote names {year}, but no month of as_of = {date}", year=year, date=date)
        return
    places = [p for words in (claim.fact.quote, *claim.fact.also) for p in claim.text.find(words)]
    around = [lead(claim.text, place) for place in places]
    printed: dict[str, str] = {}
    for words in (*around, *map(squeeze, claim.fact.also), claim.fact.note or ""):
        printed |= _dates(words, year)
    if not any(_agree(date, other) for other in printed.values()):
        said = "、".join(printed) or _("no date")
        yield _("the words before the quote say {said}, not as_of = {date}", said=said, date=date)


@rule(key="as_of", doubt=5, of="level")
def year_end_not_printed(claim: Claim) -> Iterator[str]:
    """The last day of a year is printed, or its end: what is of the whole year has no date."""
    date, quote = claim.fact.as_of or "", claim.fact.quote
    if (
        claim.text
        or not date.endswith("-12-31")
        or not quote
        or _dates(claim.quote, claim.fact.year)
    ):
        return
    said = f"{quote} {claim.fact.note or ''} {claim.fact.zh}"
    if str(claim.fact.year) in _years(claim.quote) and not _SAYS_END.search(said):
        yield _(
            "the quote names {year}, but not its end, as as_of = {date} does",
            year=claim.fact.year,
            date=date,
        )


_SAYS_END = pattern(
    "(?i)[底末]|截|12月|期间|end|december|close|as (?:of|at)|by (?:the|[0-9])|until"
)


def _may_be_dated(claim: Claim) -> bool:
    """Whether a month may be known from elsewhere: of a fiscal year, a part of one, from a note."""
    fact = claim.fact
    said = f"{claim.quote} {fact.zh} {fact.en}"
    return bool(_dates(squeeze(fact.note or ""), fact.year) or _SAYS_PART.search(said))


_SAYS_PART = pattern("(?i)fiscal|financial|FY|财年|年度|半年|季|月|half|quarter|month")


def _now(claim: Claim) -> str:
    """The quote without what the number rose or fell from: from 5% in December 2021 to."""
    before = claim.quote[: claim.span[0]] if claim.span else ""
    began = _FROM_THEN.search(before) if "from" in before else None
    if not began or began["year"] == str(claim.fact.year):
        return claim.quote
    return claim.quote[: began.start()] + claim.quote[began.end() :]


_FROM_THEN = pattern(
    r"(?i)from[^;0-9]{0,20}[0-9.,]+[a-z%$€£]{0,24}?(?:in|at|of)[a-z]{0,14}(?P<year>(?:19|20)\d\d)(?=to[^0-9;]{0,24}$)"
)


def _in_year(claim: Claim) -> bool:
    date, year = claim.fact.as_of or "", claim.fact.year
    if not date or date.startswith(str(year)):
        return True
    return date.startswith(tuple(f"{year + 1}-0{month}" for month in (1, 2, 3)))


@rule(key="as_of", doubt=2, of="level")
def date_alone(claim: Claim) -> Iterator[str]:
    """A date that no bundled text prints is the year's end, or that of a fact beside it.

    Of another fact of the source, if it has several, or of another year of the indicator.
    """
    fact, date = claim.fact, claim.fact.as_of or ""
    if (
        claim.text
        or len(date) < 5
        or date[4:] in ("-12", "-12-31")
        or _dates(claim.quote, fact.year)
    ):
        return
    dates: Counter[tuple[str, str]] = claim.base.memo.setdefault("dates", Counter())
    if not dates:
        for other in claim.base.facts.values():
            level = other.measure == "level" and other.as_of or ""
            dates.update([(other.source, level), (other.indicator_id, level[4:])])
            dates.update([(other.source, "any"), (other.source, level[4:7])] if level[4:] else ())
    # The others of the source are of another month.
    odd = dates[fact.source, date[4:7]] == 1 and dates[fact.source, "any"] > 3
    if dates[fact.source, date] == 1 and (odd or dates[fact.indicator_id, date[4:]] == 1):
        yield _(
            "no other fact of {source} or year of {indicator_id} is as of {date}",
            source=fact.source,
            indicator_id=fact.indicator_id,
            date=date[5:],
        )


@rule(key="note", doubt=6, of="level")
def date_in_note(claim: Claim) -> Iterator[str]:
    """A note that says of when the value is (2024年6月末数, 年中数) agrees with its date.

    One that says when it was said (2025年3月26日所说) agrees with the publication of the source.
    """
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    note = squeeze(fact.note or "")
    for year, month, part in _VALUE_OF.findall(note):
        date = (
            f"{year}-{int(month):02}" if month else f"{fact.year}-{'06' if part == '中' else '12'}"
        )
        if (fact.as_of or (date if part in "底末" else ""))[:7] != date:
            yield _("the note says {date}, not as_of = {as_of}", date=date, as_of=fact.as_of or "–")
    until = _UNTIL_MONTH.search(note) if fact.as_of else None
    if until and (date := f"{until[1]}-{int(until[2]):02}") != (fact.as_of or "")[:7]:
        yield _("the note says {date}, not as_of = {as_of}", date=date, as_of=fact.as_of)
    said = _SAID_ON.match(note)
    if said and source and source.published:
        date = f"{said[1]}-{int(said[2]):02}" + (f"-{int(said[3]):02}" if said[3] else "")
        size = min(len(date), len(source.published))
        one, other = source.published[:size], date[:size]
        if one > other or (one < other and said[4] != "报道"):
            yield _(
                "the note says {date}, but {source} was published in {published}",
                date=date,
                source=fact.source,
                published=source.published,
            )


_VALUE_OF = pattern(
    r"(?<![^；;])(?:截至)?(?:((?:19|20)\d\d)年(\d{1,2})月(?:\d{1,2}日|[底末])?|年([中底末]))的?数"
)
_UNTIL_MONTH = pattern(r"截至((?:19|20)\d\d)年(\d{1,2})月")
_SAID_ON = pattern(r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?(报道|所说|发布|宣布)(?=[，；]|$)")


@rule(of="level")
def date_missing(claim: Claim) -> Iterator[str]:
    """A date that the quote prints before the number (截至2023年底) is in the fact."""
    fact, words = claim.fact, claim.quote
    if fact.as_of or _OF_PERIOD.match(claim.own_sentence[0]):
        return
    if in_latin(words):
        until = _until_en(claim)
    else:
        before, own = words[: claim.span[0]] if claim.span else words, _own_clause(claim)
        until = _UNTIL.search(
            _OTHER_TIMES.sub("", own[0] if _YEAR.search("".join(own)) else before)
        )
    for printed, date in _dates(until[0], fact.year).items() if until else ():
        near = str(fact.year + 1) if not in_latin(words) else str(fact.year)
        if until and date.startswith((str(fact.year), near)):
            said = f"{until[0][: until[0].find(printed)]}{printed}"
            yield _("the source says {until}: as_of = {date!r} is missing", until=said, date=date)


def _until_en(claim: Claim) -> re.Match[str] | None:
    """The English words that date the number: at the end of 2024, in June 2024 right behind it.

    Not those of another number of its clause, of which there may be one between.
    """
    before, behind = _own_clause(claim)
    month = _IN_MONTH.match(behind) if claim.fact.quantity else None
    if month and month["year"] == str(claim.fact.year):
        return month  # 503 million in June 2024
    if not _ANY.search(before + behind):
        if _IN_THE_YEAR.search(before + behind):
            return None
        return _UNTIL_EN.search(claim.quote)
    if until := _UNTIL_EN.search(before):  # 4.6 million at the end of 2024, and revenue of $139
        return None if _OF_NUMBER.search(before[: until.start()]) else until
    until = _UNTIL_EN.search(behind)  # 585 GW, bringing the total to 4,448 GW at the end of 2024
    return None if until and _DIGIT.search(behind[: until.start()]) else until


def _own_clause(claim: Claim) -> tuple[str, str]:
    """The words of the number's own sentence, from the last semicolon if a year stands there."""
    before, after = claim.own_sentence if claim.span else ("", "")
    ahead, behind = re.split("[；;]", before)[-1], re.split("[；;]", after)[0]
    return (ahead, behind) if _ANY.search(ahead + behind) else (before, after)


@rule()
def unsupported_year(claim: Claim) -> Iterator[str]:
    """A fact's year is among those that the nearest words with a year name.

    They are the quote, the paragraph before it, the headings above it, the title of the source.
    A year that the words only compare with (比2022年) does not count, nor one in a title.
    """
    year, where, named = claim.fact.year, *_named(claim)
    source = claim.base.sources.get(claim.fact.source)
    own = _OWN_YEAR.search(claim.clause) if claim.fact.measure == "level" else None
    if own:
        if own[1] not in _right(claim) and own[1] not in claim.fact.zh:
            yield _(
                "the number in “{around}” is of {own}, not of {year}",
                around=claim.around,
                own=own[1],
                year=year,
            )
        return
    if not claim.quote or named & _right(claim):
        return
    by = _by_publication(claim)
    if by & _right(claim):
        return
    if where != "quote" and by and _not_then(year, by, source):
        where, named = "quote", by
    years = _(", ").join(sorted(named))
    if where == "quote":
        yield _("the quote is of {years}, not of {year}", years=years, year=year)
    elif named and where == "text":
        yield _("the words before the quote are of {years}, not of {year}", years=years, year=year)
    elif claim.text and not (
        claim.fact.as_of or (source and source.published[:4] in _right(claim))
    ):
        yield _("nothing around the quote names {year}: add as_of, or correct the year", year=year)


@rule(doubt=3)
def year_of_publication(claim: Claim) -> Iterator[str]:
    """A fact is not of the year of publication only because no words around it name a year."""
    where, named = _named(claim)
    if claim.quote and claim.text and where in ("heading", "title") and not named & _right(claim):
        yield _(
            "no words name {year}; the {where} above says {named}",
            year=claim.fact.year,
            where=_(where),
            named=_(", ").join(named) or _("none"),
        )


def _by_publication(claim: Claim) -> set[str]:
    """The years that an English sentence has by the publication of its source: last year."""
    source = claim.base.sources.get(claim.fact.source)
    if not (source and source.published and in_latin(claim.quote) and claim.span):
        return set()
    published, words = int(source.published[:4]), "".join(claim.own_sentence)
    if (base := _UP_FROM.search(words)) and not _ANY.search(_UP_FROM.sub("", words)):
        return {str(published), str(int(base[1]) + 1)}
    behind = squeeze(claim.own_words[1])
    words = behind if _BY_PUBLICATION.match(behind) else words  # 5 billion next year
    said = _BY_PUBLICATION.finditer(words) if "year" in words else ()
    return {str(published - bool(each[1]) + bool(each[2])) for each in said}


def _not_then(year: int, by: Set[str], source: Source | None) -> bool:
    """Whether a year is none that is last year, or next year, in any reading of a source."""
    published = int(source.published[:4]) if source else year
    return all(year >= published > int(said) or year <= published < int(said) for said in by)


def _right(claim: Claim) -> set[str]:
    """The years that may be named: the fact's, and that of its date."""
    return {str(claim.fact.year), (claim.fact.as_of or str(claim.fact.year))[:4]}


def _named(claim: Claim) -> tuple[str, set[str]]:
    """The years of the nearest words that name any, and which words they are."""
    quote = claim.quote if claim.asides else _now(claim)
    for aside in reversed(claim.asides):
        own = claim.span and aside.start() < claim.span[0] < aside.end()
        if own and aside["year"]:
            return "quote", {aside["year"]}
        quote = quote[: aside.start()] + quote[aside.end() :]
        if own:  # 上年：45.6亿元
            where, named = _named_in(claim, quote)
            return where, {str(int(year) - 1) for year in named}
    beside = _YEAR_BRACKET.search(claim.quote[: claim.span[0]]) if claim.span else None
    if beside and not _YEAR_INSIDE.match(claim.after):
        return "quote", {beside[1]}
    where, named = _named_in(claim, quote)
    if claim.year_before and claim.year_before not in claim.fact.zh:
        named |= {str(int(year) - 1) for year in named}
    return where, named


def _named_in(claim: Claim, quote: str) -> tuple[str, set[str]]:
    """The years that a quote names, or the nearest words before it that name any."""
    fact, source = claim.fact, claim.base.sources.get(claim.fact.source)
    if named := _years(quote) or (fact.also and _years("。".join(map(squeeze, fact.also)))):
        said = f"since{fact.since}" in quote.casefold() or f"{fact.since}年以来" in quote
        own = fact.since and said and {*named} == {str(fact.since)}  # by 1 per cent since 2015
        return "quote", {str(fact.year)} if own else set(named)
    since = str(fact.since) if fact.since and str(fact.since) in quote else ""
    if since and any(since in match[0] for match in _OTHER_TIMES.finditer(quote)):
        return "quote", {str(fact.year)}  # 比2022年增长
    words = claim.lead + quote
    titles = set(_ANY.findall("".join(_TITLES.findall(words)))) if "《" in words else set[str]()
    for sentence in reversed(_SENTENCE_END.split(claim.lead)):
        if named := _years(sentence):
            return "text", set(named[-1:]) | titles  # 从2022年的…提高到2023年的…
    for words in headings(claim.text, claim.place) if claim.text and claim.place else ():
        if named := _years(words):
            return N_("heading"), {*named, *titles}
    return N_("title"), titles | set(_ANY.findall(source.title if source else ""))


def _years(words: str) -> list[str]:
    """The years that some words are of."""
    return _years_of(words) if _ANY_YEAR.search(words) else []


@lru_cache(1 << 12)  # many facts stand in one paragraph
def _years_of(words: str) -> list[str]:
    words = _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), words)
    words = _TITLES.sub("", _OTHER_TIMES.sub("", words))
    english = _YEAR_EN.finditer(words) if _MAY_BE_EN.search(words) else ()
    counted = (m[1] for m in english if not following_unit(words[m.end() :]))
    return [*_YEAR.findall(words), *counted]


def _dates(words: str, year: int) -> Mapping[str, str]:
    """The dates printed in some words, and each as an ISO date."""
    return _dates_of(words, year) if _ANY_DATE.search(words) else {}


@lru_cache(1 << 12)
def _dates_of(words: str, year: int) -> Mapping[str, str]:
    return dict(_dates_in(words, year))


def _dates_in(words: str, year: int) -> Iterator[tuple[str, str]]:
    """The same, date by date."""
    words = _OTHER_TIMES.sub("", words)
    for match in _DATE.finditer(words):
        yield match[0], _iso(match, year)
    folded = words.casefold()
    english = any(map(folded.__contains__, (*MONTHS, "end")))
    for match in _DATE_EN.finditer(words) if english else ():
        yield match[0], _iso_en(match, year)
    for period in periods(words):
        yield period.text, f"{period.year or year}-{period.month:02}"


def _iso(match: re.Match[str], year: int) -> str:
    """A match of `_DATE` as an ISO date."""
    of, month, day, end = match.groups()
    if not month:
        return f"{end or year}-12-31"
    return f"{of or year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _iso_en(match: re.Match[str], year: int) -> str:
    """A match of `_DATE_EN` as an ISO date."""
    before, month, after, of, end = match.groups()
    if not month:
        return f"{end or year}-12-31"
    number, day = _MONTHS.index(month.capitalize()[:3]) + 1, before or after
    return f"{of}-{number:02}" + (f"-{int(day):02}" if day else "")


def _own_date(claim: Claim) -> tuple[str, str] | None:
    """The date that the words right before or behind the number give it, of several in the quote."""
    if not claim.span:
        return None
    before, year = _ASIDE.sub("", claim.quote[: claim.span[0]]), claim.fact.year
    if not in_latin(claim.quote):
        before = re.split("[。；;]", before)[-1]
        for match in reversed([*_DATE.finditer(before)]):
            if not _WITH.search(before[: match.start()]):
                return match[0], _iso(match, year)
        return None
    behind = _IN.match(claim.after)
    if behind and (own := _DATE_EN.match(claim.after, behind.end())):
        return own[0], _iso_en(own, year)
    for match in [*_DATE_EN.finditer(before)][-1:]:
        rest, earlier = before[match.end() :], before[: match.start()]
        inside = re.fullmatch(r"[:(][^0-9]{0,4}", rest)
        if inside or not (re.search("[0-9]", rest) or _OF_ANOTHER.search(earlier)):
            return match[0], _iso_en(match, year)
    return None


_ASIDE = pattern("[（(][^（）()]*[）)]")
# What a date is only compared with; what leads to the date of the number before; that of another.
_WITH = pattern("[较比从由自与同于]$")
_IN = pattern(
    "(?:(?!than|from|over|against|compared|since|versus)[a-z%-]){0,30}?(?:in|on|at|of|by|end(?:ed|ing))(?:the)?(?=[0-9A-Zey])"
)
_OF_ANOTHER = pattern(
    "(?i)[0-9][^,;:(]{0,40}$|(?:than|from|over|against|since|versus|with|to)(?:in|on|at|the)*$"
)


def _agree(date: str, printed: str) -> bool:
    """Whether dates agree to the precision of the printed one; a month is its last day."""
    if len(date) > len(printed):
        return date.startswith(printed) and int(date[8:]) == _last_day(date)
    return printed.startswith(date)


def _last_day(date: str) -> int:
    return next(day for day in (31, 30, 29, 28) if is_day(f"{date[:7]}-{day}"))
