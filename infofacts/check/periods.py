"""Rules on parts of a year: a half year, a quarter, some months are not the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from infofacts.check.claim import Claim, in_latin
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.printed import REACH
from infofacts.text import ZH_DIGITS, pattern, squeeze

_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_COUNTS = "one two three four five six seven eight nine ten eleven".split()
_NUMBERS = {
    "上": 1, "下": 2, **{char: n for n, char in enumerate(ZH_DIGITS, 1)}, "十": 10, "十一": 11,
    **_ORDINALS, **{word: n for n, word in enumerate(_COUNTS, 1)},
    **{str(n): n for n in range(1, 13)},
}  # fmt: skip
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# 第三季 of Taiwan and Hong Kong, 上半期 and 第3四半期 of Japan.
_QUARTER = (
    f"(?:前|第)?[{ZH_DIGITS[:4]}1-4]个?季度|(?:前|第)[{ZH_DIGITS[:4]}1-4](?:季(?![度节])|四半期)"
)
PART = f"(?:[上下]半[年期]|{_QUARTER})"
ANY_PERIOD = "半[年期]|季|个月|half|quarter|months|[HQ][1-4]"
# Squeezed: 上半年, 前三季度, 第三季度, 1-9月, 前9个月, 9月份; first half, Q3, nine months ended 30 September.
_PERIOD = re.compile(
    rf"(?=[\d上下前第{ZH_DIGITS[:4]}])(?:(?P<year>(?:19|20)\d\d)年)?(?:(?P<half>[上下])半[年期]"
    rf"|(?=(?:{_QUARTER}))(?:前|第)?(?P<quarter>[{ZH_DIGITS[:4]}1-4])(?:个?季度?|四半期)"
    r"|(?<![\d.])\d{1,2}月?[-—–~～至到]{1,2}(?P<until>[2-9]|1[01])月份?(?!\d)"
    rf"|前(?P<first>[{ZH_DIGITS}]|十一?|[2-9]|1[01])个月|(?<![\d—–~～至到-])(?P<month>[1-9]|1[0-2])月份)"
)
_PERIOD_EN = re.compile(
    rf"(?=[fstnhq1-4])(?:(?P<half>first|second)half|(?P<quarter>{'|'.join(_ORDINALS)})(?:fiscal|financial)?quarter"
    rf"|first(?:(?P<quarters>two|three)quarters|(?P<first>{'|'.join(_COUNTS)})months)"
    rf"|(?:three|six|nine)monthsend(?:ed|ing)(?:\d{{1,2}})?(?P<month>{'|'.join(MONTHS)})"
    r"|(?:(?<![a-z0-9])|(?<=in)|(?<=for)|(?<=of))(?P<letter>[hq])(?P<number>[1-4])"
    r"(?=(?:19|20)\d\d|[^0-9a-z]|$|of|was|were)(?:(?P<year>(?:19|20)\d\d))?)",
    re.IGNORECASE,
)
# What a period is only compared with: 较上半年, than in the first half.
_COMPARED = re.compile(
    "(?:[较比与同于从由自](?:(?:19|20)[0-9]{2}年|上年|去年)?|(?:than|from|over|with|to|against|versus)(?:in)?(?:the)?)$",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(  # 春节假期, 国庆黄金周; nothing that is only held then
    "(春节|国庆|中秋|五一|端午|清明|元旦|[寒暑]|双十一|双11|618)(?:节|国庆|中秋)*(?:假期|假日|黄金周|长假|期间|大促)"
)
_THAT_PART = re.compile("[该当本](月|季)")
_OF_ONE_MONTH = pattern(r"[当单]月|\b(?:in|for) the month\b|\bmonthly\b(?! average)")
_SUMMED = pattern(  # of the year so far
    r"累计|(?<!\d)1[-—–~～至到]+\d+月|前[\d二三四五六七八九十]+个?月|[Cc]umulative|[Yy]ear-?to-?date"
    r"|first(?:two|three|four|five|six|seven|eight|nine|ten|eleven|[2-9]|1[01])months"
)
_AT_END = pattern("(?:at|by)theendofthe(?:4th|fourth|last)|[第四4]季度?末")
_TITLES = re.compile("《[^《》]*》")
_SINCE_THEN = pattern("全年|[年月][底末]|截[至止]|(?:19|20)[0-9]{2}年")
_OWN_WORDS = pattern(r"(?:[^0-9,;.()]|(?:19|20)\d\d)*")  # behind a number, to the next one
_WHOLE_YEAR = pattern(
    "(?:full|whole|entire|calendar|fiscal|the)year|(?:in|for|of)(?:19|20)[0-9]{2}"
)
_AMOUNT = pattern(r"(?<![0-9.,])(?!(?:19|20)\d\d(?![0-9.,]))[0-9]")
# A month that an English sentence begins with, as a part of its subject: December 2023 sales rose
_MONTH_FIRST = pattern(
    "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}((?:19|20)[0-9]{2})(?=[a-z])"
)
_IN_MONTH = pattern(  # rose by 256,000 in December
    "(?i)in(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|r?uary|ch|il|e|y|ust|t?(?:em)?ber|ober)?()(?=[,.;)]|and|while|from|$)"
)
_IN_MONTH_BEFORE = pattern(  # Exports in July 2024 grew by 10 percent
    "(?<!until)(?<!since)in(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}((?:19|20)[0-9]{2})[^0-9]*$"
)
_MONTH_ZH = pattern(  # 2024年9月，业务量完成; not 截至2024年9月, 较9月末, 1-9月, 9月份
    r"(?:(?<![-—–~～至到止自从较比同\d])(?P<year>(?:19|20)\d\d)年|(?<![-—–~～至到止自从较比同年\d]))"
    r"(?P<month>1?\d)月(?![底末份\d至以—–~～-])"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}|year")
_SAYS_PART = re.compile("半年|季|月|half|quarter|month|(?<![A-Za-z])[HQ][1-4]", re.IGNORECASE)
_OF_PARTS = frozenset("半季月HhQq")  # each part of a year has one of them


_A_MONTH = pattern("(?:[0-9]{4}年)?[0-9]{1,2}月份")


class Period(NamedTuple):
    """A part of a year in some words: its last month, the year if that is printed with it."""

    text: str
    end: int
    month: int
    year: str

    @property
    def part(self) -> tuple[int, bool]:
        """Its last month, and whether it is alone: 第三季度, but not 前三季度."""
        quarter = "季" in self.text or "四半" in self.text
        alone = quarter and "前" not in self.text or bool(_A_MONTH.fullmatch(self.text))
        return self.month, alone or self.text.endswith(("下半年", "下半期"))


def periods(words: str) -> Iterator[Period]:
    """The parts of a year that some squeezed words name, but for those they only compare with.

    >>> [(p.text, p.month) for p in periods("2024年前三季度为5，较上半年多2，1-11月为9")]
    [('2024年前三季度', 9), ('1-11月', 11)]
    >>> [p.month for p in periods("inthefirstninemonths,andin Q4")]
    [9, 12]
    """
    pattern = _PERIOD_EN if in_latin(words) else _PERIOD
    for match in pattern.finditer(words):
        found = {name: text for name, text in match.groupdict().items() if text}
        if _COMPARED.search(words[max(0, match.start() - 12) : match.start()]):
            continue
        year, unit = found.pop("year", ""), found.pop("letter", "").casefold()
        name, text = found.popitem()
        if text.casefold() in MONTHS:
            month = 1 + MONTHS.index(text.casefold())
        else:
            size = {"half": 6, "quarter": 3, "quarters": 3}.get(name) or {"h": 6, "q": 3}.get(
                unit, 1
            )
            month = size * _NUMBERS[text.casefold()]
        if month <= 12:
            yield Period(match[0], match.end(), month, year)


@rule(key="value", of="number")
def part_for_the_year(claim: Claim) -> Iterator[str]:
    """A value of a part of the year has its end as its date, or a label or a note that says so."""
    fact = claim.fact
    yield from _of_a_month(claim)
    said = f"{fact.zh} {fact.en} {fact.note or ''}"
    if other := _not_said(claim, said):
        yield _("the number is of {period}, not of {label}", period=other, label=fact.zh)
    if not claim.span or fact.measure == "rank" or _OF_PARTS.isdisjoint(claim.sentence):
        return
    words = _TITLES.sub("", claim.sentence)
    dated = fact.as_of and fact.as_of[5:7] not in ("", "12")
    if in_latin(words):
        before, after = claim.own_sentence
        words = f"{before.rpartition(';')[2]}#{after.partition(';')[0]}"  # # for the number
    else:
        words = words[: len(words) - len(claim.quote) + claim.span[0]]
    named = list(periods(words))
    at_end = named and named[-1].month == 12 and _AT_END.search(words)
    if not named or at_end or _SINCE_THEN.search(words, named[-1].end):
        return
    if in_latin(words):
        own = _OWN_WORDS.match(claim.after)
        behind = [*periods(own[0])] if own else []
        of_another = _AMOUNT.search(words[: named[-1].end])
        if own and not behind and of_another and _WHOLE_YEAR.search(own[0]):
            return  # 12 in the third quarter and 50 in the full year 2024
        named = behind or named  # 12 in the fourth quarter, against 11 in the third quarter
    labelled = [*periods(squeeze(fact.zh))]
    if not in_latin(words) and len(labelled) == 1 and labelled[0].part != named[-1].part:
        yield _("the number is of {period}, not of {label}", period=named[-1].text, label=fact.zh)
    december = fact.as_of and "月份" in named[-1].text
    if dated or december or _SAYS_PART.search(said):
        return
    period = named[-1]
    if period.month < 12:
        yield _a_part(period.text, fact.year, period.month)
    else:
        yield _(
            "the number is of {period}, a part of the year: say so in the label", period=period.text
        )


def _not_said(claim: Claim, said: str) -> str:
    """The words that make a number one of a holiday, or of the year so far, where others do not."""
    short = _HOLIDAY.search(claim.clause)
    short = short or (None if claim.fact.as_of else _THAT_PART.search(claim.clause))
    if short and short[1] not in said:
        return short[0]
    if ("月" not in said and "month" not in said) or not _OF_ONE_MONTH.search(said):
        return ""
    before, behind = claim.own_sentence
    summed = _SUMMED.search(before if "月" in claim.quote else f"{before}#{behind}")
    return summed[0] if summed else ""


def _of_a_month(claim: Claim) -> Iterator[str]:
    """A number whose sentence begins with a month, where neither date nor label has one."""
    fact, before = claim.fact, claim.own_sentence[0]
    if not claim.span or fact.as_of:
        return
    if _SAYS_PART.search(f"{fact.zh} {fact.en} {fact.note or ''}"):
        return
    if not in_latin(claim.quote):
        words = (claim.lead + claim.quote)[: len(claim.lead) + claim.span[0]]
        for month in [*_MONTH_ZH.finditer(re.split("[。；]", words)[-1])][-1:]:
            if not _SINCE_THEN.search(month.string, month.end()):
                yield _a_part(month[0], month["year"] or fact.year, int(month["month"]))
        return
    named = _MONTH_FIRST.match(before) or _IN_MONTH.match(claim.after)
    if not named and not _YEAR.search(claim.after[:REACH]):
        of_year = _IN_MONTH_BEFORE.search(before)
        named = of_year if of_year and of_year[2] == str(fact.year) else None
    if named:
        number = MONTHS.index(named[1].casefold()) + 1
        yield _a_part(named[0], named[2] or fact.year, number)


def _a_part(period: str, year: str | int, month: int) -> str:
    """What is said of a number of a part of a year that has no date."""
    return _(
        'the number is of {period}, a part of the year: add as_of = "{date}"',
        period=period,
        date=f"{year}-{month:02}",
    )


@rule(key="value", doubt=6, of="level")
def of_several_years(claim: Claim) -> Iterator[str]:
    """A number of several years together (2021年至2024年 …) has a label that says so."""
    words = claim.own_sentence[0]
    years = None if in_latin(words) else _SEVERAL_YEARS.search(words)
    if years and not _SAYS_SEVERAL.search(claim.fact.zh) and not _NOT_SUMMED.search(words):
        yield _("the number is of {period}, not of {label}", period=years[1], label=claim.fact.zh)


_SEVERAL_YEARS = pattern(
    r"((?:19|20)\d\d年?(?:至|到|[-—–~～]{1,2})(?:19|20)\d\d年)(?!均|平均)[^0-9]*$"
)
_SAYS_SEVERAL = pattern("累计|总|年均|以来|期间|[-—–~～至]")
_NOT_SUMMED = pattern("[从由]|年均|平均|[至到]$")
