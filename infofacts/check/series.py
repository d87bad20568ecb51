"""Numbers that are listed in the order of their names: A、B分别为1%、2%; 1% and 2%, respectively."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from infofacts.check.claim import DIGITS, Claim, in_latin, pairs
from infofacts.check.naming import LISTED, features
from infofacts.check.rule import rule
from infofacts.lexicon import names_of
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.places import PLACES
from infofacts.text import ZH_DIGITS, pattern

MOST = 50  # facts of one quote that are compared with each other
LONG = 2000  # characters: what is looked at before a list

_NUMBER = re.compile(DIGITS)
# Numbers of a list with what is between them, after 分别 or before "respectively"; 1,417万8千人 is one.
_ONE = rf"{DIGITS}(?:[万亿]\d++(?:,\d{{3}})*+)*+"
_LISTED_NUMBER = re.compile(_ONE)
_MOVED = "增长|下降|上升|减少|增加|回落|提高|降低|上涨|下跌"
_SERIES = rf"(?:第?{_ONE}[^，,。；;、\d]{{0,8}}+(?:[、，,和及与]|and)*+(?:{_MOVED})?+)++"
_IN_ORDER = re.compile(
    rf"(?:分别|依次|それぞれ|各(?=[为占达增降]))[^，。；\d]{{0,12}}+(?P<series>{_SERIES})"
)
_SERIES_BEHIND = re.compile(rf"[，,]?[^，,。；\d]{{1,12}}(?P<series>{_SERIES})")
_RESPECTIVELY = pattern(rf"(?P<series>{_SERIES})[^，,。；;、\d]{{0,30}},?respectively")
_LISTED = re.compile(LISTED)
_BRACKETS = re.compile("[(（][^()（）]*[)）]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|$)")
_BETWEEN_NUMBERS = re.compile("[，；、]|[和及与](?=[0-9])")
_TWO_IN_ONE = re.compile("(产销(?!率)|进出(?=口)|收支|供需|城乡|男女|存贷|购销)[^，。；0-9]{0,14}$")
_YEAR_OR_DATE = re.compile("(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月末?")
_NOW = pattern("[0-9年月日]{1,14}[现現]在、")  # 2024年10月1日現在、東京都と大阪府の人口は
_AND = re.compile("、|[，,](?:and)?|and|[和及与と]")


@rule(key="value", of="number")
def respectively(claim: Claim) -> Iterator[str]:
    """Of numbers that are listed after their names (A、B分别为1%、2%), each is its name's."""
    span = claim.span
    english = "respectively" in claim.quote  # its pattern tries every number
    if english and in_latin(claim.quote):
        yield from _respectively_en(claim)
        return
    listed = span and (english or _LISTED.search(claim.quote))
    for match in (_RESPECTIVELY if english else _IN_ORDER).finditer(claim.quote) if listed else ():
        series, start = match["series"], match.start("series")
        before = re.split("[。；;]", claim.quote[max(0, match.start() - LONG) : match.start()])[-1]
        before = _BRACKETS.sub("", _LISTED.split(before)[0])  # A、B分别为5、6，占比依次为1%、2%
        numbers = [each.start() + start for each in _LISTED_NUMBER.finditer(series)]
        names = _names(before, len(numbers))
        after = re.split("[，。；;]", claim.quote[match.end() :])[0]
        named = not _NUMBER.search(after) and _names(after, len(numbers))
        if (
            (more := _SERIES_BEHIND.match(claim.quote, match.end()))
            and span
            and span[0] > match.end()
        ):
            start = more.start("series")  # 分别为1、2人，同比增加3、4人
            behind = [each.start() + start for each in _LISTED_NUMBER.finditer(more["series"])]
            numbers = behind if len(behind) == len(numbers) else numbers
        if not span or span[0] not in numbers or named:
            continue
        at = numbers.index(span[0])
        found = _by_level(claim, before, len(numbers)) or (names and _by_name(claim, names, at))
        if found and found[0] != at:
            yield _(
                "in “{names} … {series}”, the number of {names!r} is no. {place}",
                names=found[1],
                series=series,
                place=found[0] + 1,
            )


def _respectively_en(claim: Claim) -> Iterator[str]:
    """The same of an English list: A and B grew by 1% and 2%, respectively."""
    if not (mine := claim.part):
        return
    at = first = last = claim.parts.index(mine)
    while first and _NEXT_LISTED.fullmatch(claim.parts[first].between):
        first -= 1
    while last + 1 < len(claim.parts) and _NEXT_LISTED.fullmatch(claim.parts[last + 1].between):
        last += 1
    series, count = claim.parts[first : last + 1], last - first + 1
    if (
        count < 2
        or len({part.unit for part in series[:-1] if part.unit} | {mine.unit}) > 1
        or not _ENDS_LIST.match(claim.quote, max(series[-1].end, 0))
    ):
        return
    names = _names_en(_SENTENCES.split(series[0].sentence)[-1], count)
    said = [features(name) for name in names]
    label = features(" ".join((claim.fact.en, *names_of(claim.fact.scope))))
    shares = [
        len(label & own - set().union(*said[:n], *said[n + 1 :])) for n, own in enumerate(said)
    ]
    best = max(shares, default=0)
    if shares.count(best) == 1 and shares[at - first] < best:
        place = shares.index(best)
        yield _(
            "in “{names} … {series}”, the number of {names!r} is no. {place}",
            names=names[place],
            series=claim.quote[max(series[0].start, 0) : series[-1].end],
            place=place + 1,
        )


_NEXT_LISTED = pattern(r",?\s|,?\sand\s(?:by\s)?")
_ENDS_LIST = pattern(r"[^0-9.;]{0,30}?,?respectively")
_SENTENCES = pattern(r"[.!?;]\s+(?=[A-Z])|\n")


def _names_en(words: str, count: int) -> list[str]:
    """The names of an English list of so many: in Europe, Africa and the Americas; [] if none is.

    What is before a preposition in the first is said of all: exports of A and B.
    """
    before, _, last = words.rpartition(" and ")
    names = [*before.removesuffix(",").split(", ")[1 - count :], last.split(", ")[0]]
    names[0] = _OF_ALL.sub("", names[0])
    longest = max(len(name.split()) for name in names[:-1])
    names[-1] = " ".join(names[-1].split()[:longest])  # behind that is what is said of all
    return names if before and len(names) == count else []


_OF_ALL = pattern(r"^.*(?: (?:in|of|to|from|for|by)|['’]s) ")


def _by_level(claim: Claim, words: str, count: int) -> tuple[int, str] | None:
    """Which of so many clauses has the value that a change is of, and that clause."""
    fact, level = claim.fact, claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    if fact.measure == "level" or not level or not level.quantity:
        return None
    clauses = _BETWEEN_NUMBERS.split(_YEAR_OR_DATE.sub("", words))
    clauses = [*filter(_NUMBER.search, clauses)]
    printed = f"{level.quantity.digits.copy_abs():f}"
    own = [n for n, each in enumerate(clauses) if printed in each.replace(",", "")]
    return (own[0], clauses[own[0]]) if len(clauses) == count and len(own) == 1 else None


def _by_name(claim: Claim, names: Sequence[str], at: int) -> tuple[int, str] | None:
    """Which of some names the label has much more of than the one whose number is the fact's."""
    fact = claim.fact
    others = _of_quote(claim.base)[fact.source, claim.entry.quote, fact.measure]
    label = _named(fact).difference(*(_named(other) for other in others if other.id != fact.id))
    years = [year[1] for name in names if (year := _YEAR.search(name))]
    both = set[str]().union(*map(pairs, names)).intersection(*map(pairs, names))
    each = [pairs(name) - both for name in names]  # 三星 of 三星级, 四星级
    shares = [len(label & own) for own in each]
    if _TWO_IN_ONE.match("".join(names)) or (names[2:] and len("".join(names)) == len(names)):
        shares = [2 * (name in fact.zh) for name in names]
    elif len(years) == len(names):  # 2024年、2023年分别为538、537
        shares = [2 * (year == str(fact.year)) for year in years]
    best, mine = max(shares), shares[at]
    place = shares.index(best)
    whole = not mine and best == len(each[place])  # a short name, of one pair
    sure = shares.count(best) == 1 and (mine < best - 1 or (best and whole))
    return (place, names[place]) if sure else None


def _named(fact: Fact) -> set[str]:
    """The pairs of what a fact is of: its label, and its place."""
    return pairs(" ".join((fact.zh, fact.en, *PLACES.get(fact.scope, (fact.scope,))[:2])))


def _names(words: str, count: int) -> list[str]:
    """The names of a list of so many, from the end of the words before 分别; [] if it has others.

    The last may go on with what is said of all, and is cut to the length of the others.
    """
    words = _NOW.sub("", words)
    for clause in reversed(re.split("[，：:]", words)):
        names = _AND.split(clause.removeprefix("其中"))
        if len(names) == count > 1:
            if re.fullmatch(f"第[{ZH_DIGITS}]", names[0]):  # 第一、二、三产业
                names = ["第" + name.removeprefix("第") for name in names]
            # What all have in common stands before the first or behind the last: 养老、失业、工伤保险人数
            longest = max(map(len, names[1:-1] or names[:-1]))
            size = max(len(name) for name in (*names[1:-1], names[-1][:longest]))
            alike = all(name.endswith(names[0][-1]) for name in names)  # 在学博士生、硕士生
            least = size + (2 if alike else 3)
            first = names[0][-size:] if len(names[0]) >= least else names[0]
            return [first, *names[1:-1], names[-1][:longest]]
        if len(names) > 1:
            break
    if count == 2 and (one := _TWO_IN_ONE.search(words)):
        return [*one[1]]
    clauses = [each for each in re.split("[，；]", words) if _NUMBER.search(each)]  # 甲5米，乙6米
    return [_NUMBER.split(each)[0] for each in clauses] if len(clauses) == count > 1 else []


def _of_quote(base: FactBase) -> dict[tuple[str, str, str], list[Fact]]:
    """The facts that are quoted with the same words, by source, quote and measure."""
    if "quotes" not in base.memo:
        base.memo["quotes"] = defaultdict(list)
        for fact in base.facts.values():
            alike = base.memo["quotes"][fact.source, fact.quote, fact.measure]
            if len(alike) < MOST:
                alike.append(fact)
    found: dict[tuple[str, str, str], list[Fact]] = base.memo["quotes"]
    return found
