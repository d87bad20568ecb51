"""What the words around a number say of it: its date, its measure and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from infofacts.model import Fact
from infofacts.verify.claims import PERCENT, POINTS, RANK, Claim
from infofacts.verify.passage import Spans
from infofacts.verify.times import PLANS, YEAR_END, Time


class When(NamedTuple):
    """What a number is of: a year, the end of one (month 12), a month, or another part of one.

    `plan` is `PLAN` for a date of a target or a forecast, `MAYBE` for what may be one, or "".
    """

    year: int | None = None
    month: int = 0
    part: bool = False
    plan: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is a whole year or the end of one."""
        return not self.part and self.month in (0, YEAR_END)


def fits(when: When, fact: Fact) -> str:
    """Whether a fact is of a date: "same", "may be" or ""."""
    date = fact.as_of or ""
    month = int(date[5:7]) if len(date) > 4 else 0
    if when.part:
        return ""
    if not when.whole:
        return "same" if month == when.month and date.startswith(str(when.year)) else ""
    if fact.year != when.year:
        return ""
    if month in (0, YEAR_END):
        return "same"
    return "may be" if not when.month else ""


# ---------------------------------------------------------------- measure
class Measure(NamedTuple):
    """What a number measures: the level of something, its change, growth or rank.

    `falls` for a fall, `new` where what was added is meant, which is no net change; `yearly` for
    a yearly average; `share` for a part of a whole.
    """

    kind: str
    falls: bool = False
    new: bool = False
    yearly: bool = False
    share: bool = False
    since: str = ""


_UP = "增长率?|增速|增幅|增加?|上升|升|提高|提升|上涨|涨|扩大|多|高出?|净增"
_DOWN = "下降|减少|降低|降幅|降|下滑|下跌|回落|减|跌|缩小|收窄"
_MODIFIERS = "了|达到?|为|约|近|超过?|突破|高达|分别|依次|幅|率|速|幅度|均|逾|接近|将近|同比|名义|实际|不足|至少|进一步|就|又|是|较快|大幅|小幅|快速"
"|整体|近年来"
_MOVED = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:{_MODIFIERS}|[:：,，、])*$")
_REACHED = re.compile(rf"(?:{_UP}|{_DOWN})(?:至|到|为)(?:了|约|近|超过?|逾)*$")
NEW = re.compile(
    r"新增|新建|新开|新设|新注册|新成立|新发展|newly|new(?= (?!records?|highs?))|added|additional"
)
_YEARLY = re.compile(
    r"年均|复合|平均每年|每年|annual average|average annual|annually on average|a year on average|compound"
    r"|CAGR",
    re.I,
)
_SHARE = re.compile(
    r"占|比重|比例|份额|account(?:s|ed|ing)? for|\bshare|proportion|mak(?:es|ing) up|represent(?:s|ed"
    r"|ing)?"
)
_OF_WHOLE = re.compile(r"\s?of (?:all|its|their|the (?:total|country|nation|world))\b")
_UP_EN = re.compile(
    r"\b(?:up(?: by)?|rose(?: by)?|rising(?: by)?|risen(?: by)?|grew(?: by)?|growing(?: by)?"
    r"|grown(?: by)?|increas(?:e|ed|ing)(?: (?:by|of))?"
    r"|growth (?:rate )?(?:of|was|at)|gain(?:ed|s|ing)?(?: of)?|expand(?:ed|ing)?(?: by)?"
    r"|climb(?:ed|ing)?(?: by)?|jump(?:ed|ing)?(?: by)?"
    r"|adding|added|soar(?:ed|ing)?(?: by)?|surg(?:ed|ing)(?: by)?|higher by|an? (?:increase|rise"
    r"|growth) of|net (?:increase|addition)s? of)"
    r"(?: (?:year[- ]on[- ]year|year over year|yoy|nominally|about|around|over|nearly|some"
    r"|more than|almost|a|an|further|another|sharply|roughly|approximately|by))*\s*$",
    re.I,
)
_DOWN_EN = re.compile(
    r"\b(?:down(?: by)?|fell(?: by)?|falling(?: by)?|fallen(?: by)?|dropp?(?:ed|ing)?(?: by)?"
    r"|declin(?:e|ed|ing)(?: (?:by|of))?|decreas(?:e|ed|ing)(?: (?:by|of))?"
    r"|lower by|shr[aiu]nk(?: by)?|slid(?: by)?)(?: (?:year[- ]on[- ]year|yoy|about|around|over"
    r"|nearly|some|more than|by))*\s*$",
    re.I,
)
_AFTER_EN = re.compile(
    r"\s?(?:more than in|more than (?:the|a)|higher|growth\b|increase\b|rise\b|jump\b|gain\b"
    r"|annual growth|yoy|y/y|year[- ]on[- ]year|year over year|above|up from|more than|larger"
    r"|from a year|from the (?:previous|end))",
    re.I,
)
_AFTER_DOWN_EN = re.compile(
    r"\s?(?:lower|less than|decline\b|decrease\b|drop\b|fall\b|below)", re.I
)
_AFTER_ZH = re.compile(r"的?(?:快速|高速|较快|同比)?(?:增长|增速|增幅|增量)")


def measure_of(claim: Claim, lead: str, tail: str) -> Measure:
    """What a number measures, by the words right before and after it."""
    yearly = bool(_YEARLY.search(lead))
    if claim.unit == RANK:
        return Measure("rank")
    shares = bool(_SHARE.search(lead) or _OF_WHOLE.match(tail))
    share = shares and claim.unit == PERCENT
    relative = claim.unit in (PERCENT, POINTS)
    kind = "growth" if claim.unit == PERCENT else "change"
    words = lead.rstrip()
    if claim.plus and relative:
        return Measure(
            "growth" if claim.unit == PERCENT else "change", claim.plus == "-", yearly=yearly
        )
    if not _REACHED.search(words):
        moved = _MOVED.search(words)
        if (
            moved
            and not share
            and (relative or moved["down"] or moved["up"] not in ("多", "高", "升", "涨"))
        ):
            new = bool(NEW.search(lead))
            return Measure(kind, bool(moved["down"]), new, yearly)
        if _UP_EN.search(words) or _DOWN_EN.search(words):
            return Measure(kind, bool(_DOWN_EN.search(words)), bool(NEW.search(lead)), yearly)
    if not share and (_AFTER_EN.match(tail) or _AFTER_DOWN_EN.match(tail)):
        return Measure(kind, bool(_AFTER_DOWN_EN.match(tail)), yearly=yearly)
    if claim.unit == PERCENT and _AFTER_ZH.match(tail):
        return Measure("growth", yearly=yearly)
    share = shares and claim.unit in (PERCENT, POINTS)
    return Measure("level", new=bool(NEW.search(lead)), yearly=yearly, share=share)


# ---------------------------------------------------------------- dates of numbers
# From a number to the date right after it: 10.92亿人（2023年）, 805 million users in 2023.
_BESIDE = re.compile(
    r"[^\S\n]?[（(][^\W\d]{0,2}|(?: [A-Za-z][a-z]*){0,3} (?:in|by|at|as of|for|during)(?: the)?(?: end of)? "
    r"|\s?\([^()]{0,60}\) (?:(?:in|by|at) (?:the end of )?)?"
)


def when_of(
    claim: Claim, times: Sequence[Time], spans: Spans, text_year: int | None
) -> When | None:
    """The date that a sentence gives a number, None if it gives none.

    First a date in brackets right after the number, then one of its clause, before or after it,
    then one before in the sentence, then one after it.
    """
    start, end = spans.sentence
    plain = [
        t
        for t in times
        if start <= t.start < end
        and (not t.role or (t.role in PLANS and t.start < spans.clause[1]))
    ]
    own = [t for t in times if t.role == "from" and 0 <= claim.outer - t.end <= 2]
    if own:
        return _when(own[-1], plain, text_year)
    beside = [
        t
        for t in plain
        if t.start >= claim.last and _BESIDE.fullmatch(spans.text, claim.last, t.start)
    ]
    in_clause = [t for t in plain if spans.clause[0] <= t.start < spans.clause[1]]
    before = [t for t in in_clause if t.end <= claim.start]
    after = [t for t in in_clause if t.start >= claim.last]
    earlier = [t for t in plain if t.end <= spans.clause[0]]
    later = [t for t in plain if t.start >= spans.clause[1] and t.year]
    if not spans.latin and len(plain) > 1:  # 均为2023年数据 at the end may be of all numbers
        later = []
    parts = [t for t in plain if t.end <= claim.start and t.part and not t.year]
    if beside and parts and not (beside[0].month or beside[0].part):  # 前三季度…（2024年）
        beside = [parts[-1]._replace(year=beside[0].year)]
    for group, pick in ((beside, 0), (before, -1), (after, 0), (earlier, -1), (later, 0)):
        if not group:
            continue
        when = _when(group[pick], plain, text_year)
        if when.year or when.month or when.part or group[pick].shift is not None:
            return when  # not 全年 of a year that is named elsewhere
    return None


def _when(time: Time, others: Sequence[Time], text_year: int | None) -> When:
    """A date with its year, from the dates before it where it does not say one."""
    year = time.year
    if year is None and time.shift is not None:
        beside = [t.year for t in others if 0 <= t.start - time.end <= 1 and t.year]
        year = beside[0] if beside else text_year + time.shift if text_year else None
    if year is None and time.shift is None:
        before = [t for t in others if t.end <= time.start and (t.year or t.shift is not None)]
        if before:
            year = before[-1].year or (
                text_year + before[-1].shift if text_year and before[-1].shift is not None else None
            )
        else:
            year = text_year
    return When(year, time.month, time.part, time.role if time.role in PLANS else "")
