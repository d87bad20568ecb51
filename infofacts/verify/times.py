"""Dates in a text: the year, the month or the part of a year that its numbers are of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

YEAR_END = 12
PLANS = PLAN, MAYBE = "plan", "maybe a plan"
ALONE = 12  # characters beside a date that is all of its clause: By the end of, 到底
NEAR = 100  # characters around a date that may tell of a plan
_MONTHS = "January February March April May June July August September October November December"
MONTHS = {
    name: number
    for number, month in enumerate(_MONTHS.split(), 1)
    for name in (month, month[:3], *(["Sept"] if month == "September" else []))
}
_Y = r"(?:19[5-9]|20[0-4])\d"
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_TO = "(?:[-—–~～至]|到)"
# What follows a number that counts something, so that 2022 before it is no year.
_COUNTED = (
    r"[.,]?\d|%|[万亿千个家人户次项件台套款种条门节处座张笔卷册部届所级篇场只辆倍元吨颗块名位起景]"
    r"|\s?(?:million|billion|trillion|percent|per cent|yuan|users|people|base|cities|km)"
)


class Time(NamedTuple):
    """A date in a text. `year` is None where it is left to the words before.

    `month` is 12 for the end of a year and 0 for a whole year; `part` is true for any other part
    of a year. `shift` is -1 for 去年. `role` is "base" for what is compared with (比2019年) and
    "from" for where a rise begins (由2015年的), `PLAN` for when something is to be and
    `MAYBE` for when it is to be or was.
    """

    start: int
    end: int
    year: int | None
    month: int = 0
    part: bool = False
    shift: int | None = None
    role: str = ""


_ZH = re.compile(
    rf"(?<![\d.$¥])(?:(?P<span>{_Y})年?{_TO}{_Y}(?=年)|(?P<year>{_Y})(?=年))?年?"
    r"(?:"
    rf"(?P<months>\d{{1,2}}月?{_TO}\d{{1,2}}月(?:份)?|前?\d{{1,2}}个月|前[一二三四五六七八九十]+个月"
    r"|上半年|下半年|前三季度|前?[一二三四1-4](?:季度|季)|第[一二三四]季度|[春暑]期"
    r"|(?:春节|国庆|元旦|五一|端午|中秋)(?:期间|假期|黄金周)"
    r"|[“\"](?:618|双\s?1[12]|双十[一二])[”\"](?:期间)?|618(?:期间|大促|购物节)|双(?:1[12](?!\d)|十[一二]))"
    r"|(?P<month>\d{1,2})月(?:份|\d{1,2}[日号])?(?:月?[末底初]|中旬|上旬|下旬)?"
    r"|(?P<end>年?[底末](?![一-龥]*工))|(?P<begin>年?初)|(?P<whole>全年|年度|年以来|年)"
    r")?"
)
_RELATIVE = re.compile(
    r"(?P<word>去年|上年|前年(?!比)|今年|本年|当年)(?P<same>同期|同月)?(?P<end>年?[底末])?(?P<begin>年?初)?"
    rf"(?P<months>\d{{1,2}}月?{_TO}\d{{1,2}}月|前?\d{{1,2}}个月|上半年|下半年|前三季度|[一二三四]季度)?"
    r"(?:(?P<month>\d{1,2})月)?"
)
_SHIFTS = {"去年": -1, "上年": -1, "前年": -2, "今年": 0, "本年": 0, "当年": 0}
_BARE = re.compile(rf"(?<![\d.$¥€£A-Za-z/-])(?P<year>{_Y})(?!年)(?![A-Za-z/]|-\d)(?!{_COUNTED})")
_EN = re.compile(
    rf"(?P<span>{_Y})\s?(?:-|–|to|and)\s?{_Y}\b"
    rf"|(?P<months>{_MONTH}\s?(?:-|–|to|through)\s?{_MONTH},?\s?(?:of\s)?(?P<y0>{_Y})?)"
    rf"|(?P<part>(?:[HQ][1-4]|(?i:first|second|third|fourth|1st|2nd|3rd|4th|last"
    rf"|opening)[\s-](?:half|quarter"
    rf"|(?:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|\d+)\s)?(?:months?"
    rf"|quarters)|Singles'? Day|Double 11|Golden Week|Spring Festival)(?:\sof)?)\s?(?P<y1>{_Y})?"
    rf"|(?P<y2>{_Y})\s?[HQ][1-4]\b)"
    rf"|(?P<month>{_MONTH})(?:\s\d{{1,2}}(?:st|nd|rd"
    rf"|th)?,?)?(?:,?\s(?:of\s)?(?P<y3>{_Y})(?!\d))?(?!\w)"
    rf"|(?P<end>(?i:the\s)?(?i:end[\s-](?:of\s)?|year[\s-]end\s|late\s)(?:{_MONTH}\s)?(?P<y4>{_Y})"
    rf"|(?i:year[\s-]end))"
    rf"|(?P<begin>(?i:early|the\s(?:beginning|start)\sof)\s(?P<y5>{_Y}))"
    r"|(?P<last>(?i:last|previous|prior)\syear|a\syear\s(?:earlier|ago|before))|(?P<this>[Tt]his\syear)"
)
_BASE_BEFORE = re.compile(
    r"(?:比|较|(?<![年末底\d])[与和]|同|相比|相比于|自|自从|起自|是|相对于|高于|低于)$"
    r"|\b(?:than|than in|than at|since|above|below|over|against|from|compared with|compared to"
    r"|versus)"
    r"(?: in| at| the| that of| those of)* ?$"
)
_BASE_AFTER = re.compile(r"(?:年)?(?:起|以来)|(?:相比|时)|的[\d.]+[余多]?倍")
_FROM_BEFORE = re.compile(r"(?:由|从)$")
# A document is of the year that it is published in, what it says of another.
_TITLE = re.compile(r"年?《|政府工作报告|年鉴")
_PLAN = re.compile(
    r"规划|主要指标|展望|十[三四五六]五|\b(?:plan|outlook|goals?|targets)\b", re.IGNORECASE
)
# 规划提出, 数字经济…2025年达到10%: the rest of the sentence is of the plan.
_PLAN_SAYS = re.compile("(?:规划|计划|纲要|方案|意见)》?[^，。；,;]{0,6}(?:提出|明确|要求)")
# What is said of what was: 已达, had reached.
_DONE = re.compile(
    r"已|了|累计|首次|历史|净增|同比|比上年|较上年|年均|去年|\b(?:had|has|have|was|were|stood|rose|grew|hit|made|became|came|fell|[a-z]{3,}ed)\b"
)
_UNTIL = re.compile(
    r"(?:(?<![一-龥\d])到|\b(?:by|until|before)(?: the)?(?: end of)?) ?$", re.IGNORECASE
)


def times_in(text: str) -> list[Time]:
    """The dates of a folded text, in order."""
    found: list[Time] = []
    taken = bytearray(len(text))
    bare = (Time(*match.span(), int(match["year"])) for match in _BARE.finditer(text))
    for time in (*_relative(text), *_chinese(text), *_english(text), *bare):
        if not any(taken[time.start : time.end]):
            taken[time.start : time.end] = b"\1" * (time.end - time.start)
            found.append(time._replace(role=_role(text, time)))
    return sorted(found)


def _relative(text: str) -> Iterator[Time]:
    for match in _RELATIVE.finditer(text):
        month = int(match["month"] or 0) or (YEAR_END if match["end"] else 0)
        part = bool(match["months"] or match["begin"] or match["same"])
        shift = _SHIFTS[match["word"]]
        yield Time(*match.span(), None, month, part, shift)


def _chinese(text: str) -> Iterator[Time]:
    for match in _ZH.finditer(text):
        kinds = {name for name, group in match.groupdict().items() if group}
        if match[0] == "全年":
            yield Time(*match.span(), None)
        if not kinds or kinds == {"whole"} or kinds == {"begin"}:
            continue
        if kinds == {"end"} and match[0] not in ("年底", "年末"):
            continue
        if match["month"] and not 1 <= int(match["month"]) <= 12:
            continue
        year = int(match["year"]) if match["year"] else None
        month = int(match["month"] or 0) or (YEAR_END if match["end"] else 0)
        part = bool(match["months"] or match["begin"] or match["span"])
        begun = match["month"] and re.search("[初旬]", match[0])
        yield Time(*match.span(), year, month, part or bool(begun))


def _english(text: str) -> Iterator[Time]:
    for match in _EN.finditer(text):
        if match["last"] or match["this"]:
            yield Time(*match.span(), None, shift=-1 if match["last"] else 0)
            continue
        written = next((match[f"y{n}"] for n in range(6) if match[f"y{n}"]), None)
        year = int(written) if written else None
        if match["month"]:
            alone = not year and len(match[0]) < 5
            if alone and match["month"] in ("May", "Mar", "Sep", "Jan", "Dec"):
                continue
            month = MONTHS[match["month"].rstrip(".")]
            yield Time(*match.span(), year, month)
        elif match["end"]:
            named = re.search(_MONTH, match["end"])
            month = MONTHS[named[0].rstrip(".")] if named else YEAR_END
            yield Time(*match.span(), year, month)
        else:
            yield Time(*match.span(), year, 0, True)


def _role(text: str, time: Time) -> str:
    before = text[max(0, time.start - 24) : time.start]
    if _FROM_BEFORE.search(before) or re.search(r"\bfrom (?:the )?$", before):
        return "from"
    if _BASE_BEFORE.search(before) or _BASE_AFTER.match(text, time.end):
        return "base"
    return ""


# ---------------------------------------------------------------- plans
_PLANNED = re.compile(
    r"预计|预期|预测|力争|目标|有望|望达|计划(?:到|在|于)|规划到|将(?!近|[“《])(?:达|超|突破|增|建|有|实现|会|超过)|要(?:达到|超过|建成|实现)"
    r"|(?<![虚模])拟(?!人|态|合)|届时|(?:规划|纲要|方案|计划|意见)[^，。；]{0,8}(?:提出|明确|要求)"
    r"|\b(?:will|is to|are to|expected|projected|forecast|target|aims?|plan(?:s|ned)? to|to reach"
    r"|would|likely to|estimated to)\b",
    re.I,
)


def planned(clause: str) -> bool:
    """Whether a clause tells of the future: a target or a forecast."""
    return bool(_PLANNED.search(clause))


def of_plans(times: list[Time], text: str, sentences: list[int], clauses: list[int]) -> list[Time]:
    """The dates with the role of those that belong to a target or a forecast, or may do.

    `sentences` and `clauses` are where those of the text begin. In the sentence of a plan, later
    years are of it too: 预计2025年达到3万亿元，2030年达7.5万亿元.
    """
    found: list[Time] = []
    sentence, until = -1, 0  # the sentence of a plan, and its last year
    for time in times:
        if not time.role:
            here = bisect_right(sentences, time.start)
            goes_on = here == sentence and time.year and time.year > until
            role = PLAN if goes_on else _of_plan(time, text, sentences, clauses)
            time = time._replace(role=role)
            if role == PLAN:
                sentence, until = here, time.year or until
        found.append(time)
    return found


def _of_plan(time: Time, text: str, sentences: list[int], clauses: list[int]) -> str:
    """The role of a date by its clause; one that is only a date belongs to the next."""
    start, end, after = _around(clauses, time.start, text)
    if len(text[start : time.start].strip()) + len(text[time.end : end].strip()) < ALONE:
        end = after
    clause = text[max(start, time.start - NEAR) : min(end, time.end + NEAR)]
    sentence = _around(sentences, time.start, text)[0]
    before = text[max(sentence, time.start - NEAR) : time.start]
    if planned(clause) or (_PLAN_SAYS.search(before) and not done(clause)):
        return PLAN
    if _TITLE.match(text, time.end):
        return MAYBE
    if not _UNTIL.search(text, max(start, time.start - ALONE * 2), time.start):
        return ""
    start, end, _ = _around(sentences, time.start, text)
    return "" if done(text[max(start, time.start - NEAR) : min(end, time.end + NEAR)]) else MAYBE


def _around(starts: list[int], at: int, text: str) -> tuple[int, int, int]:
    """The start of the part of a text, its end, and that of the next part."""
    number = bisect_right(starts, at)
    ends = [*starts[number : number + 2], len(text), len(text)]
    return starts[number - 1], ends[0], ends[1]


def done(clause: str) -> bool:
    """Whether a clause tells of what was."""
    return bool(_DONE.search(clause))


def of_plan(heading: str) -> bool:
    """Whether a heading, or words above a list, tell of a plan."""
    return planned(heading) or bool(_PLAN.search(heading))
