"""One number in a text, read from where it begins: its digits or words, its scale and its unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from infofacts.numbers import EXACT
from infofacts.printed import word_behind
from infofacts.reading import english
from infofacts.reading.around import SPACE, SPACES, currency_before, kind_of_digits, kind_of_words
from infofacts.reading.numerals import DIGITS, DIGITS_RUN, NUMERALS, TRILLION, read
from infofacts.text import pattern
from infofacts.units import EN_SCALES, EN_SHORT, UNITS, unit_of

# Names of units by their first character, the longest first.
Units = Mapping[str, Sequence[str]]


class Amount(NamedTuple):
    """What was read, and where; `low` and `high` are None where it can't be read for sure.

    They are in base units. A range, and a vague number (十几), has two different ends.
    """

    start: int
    end: int
    kind: str = "number"
    low: Decimal | None = None
    high: Decimal | None = None
    place: int = 0  # the power of ten of the last place that is written
    scale: str = ""  # 万, million
    unit: str = ""  # 个, %
    inside: str = ""  # 余, 多
    words: str = ""  # the printed text, where it is more than digits and a scale word
    power: int = 0  # of the words behind, which the first number of a range may leave out


# 千瓦 and 百分点 are units, 百分之 begins a share; 数 counts only in 数十万, 数千.
_OTHER = "千(?=[瓦克米兆卡伏帕赫焦安欧升乏周字比牛])|百(?=分[点之])|数(?![十百千万亿])"
_BEGINS_WORD = re.compile(_OTHER)
_NUMERAL = (
    f"(?!{_OTHER})(?:[{NUMERALS}]|(?<=[{NUMERALS}])点(?=[{''.join(DIGITS)}])"
    f"|(?<=[万亿])又(?=[0-9{NUMERALS}]))"
)
_RUN = (
    rf"(?:{DIGITS_RUN}|{_NUMERAL})"
    rf"(?:{SPACE}?+{_NUMERAL}|(?<=[十百千万亿零又兆]){SPACE}?+{DIGITS_RUN}|{TRILLION})*+"
)
_DATE = (
    r"(?=[0-9])(?:(?<![0-9])[12][0-9]{3}(?P<sign>[-/.])[01]?[0-9](?P=sign)[0-3]?[0-9](?![0-9.])"
    r"|(?<![0-9])[12][0-9]{3}-[01][0-9](?![0-9-])|(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?![0-9:]))"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s?[0-3]?[0-9](?=,?\s?[12][0-9]{3}(?![0-9]))"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")  # in 2022,3 firms: no part of a longer number
CANDIDATE = re.compile(
    rf"(?=[0-9A-Za-z{NUMERALS}半翻])(?:(?P<date>{_DATE})"
    rf"|(?P<ratio>(?i:{english.RATIO}))"
    rf"|(?![A-Za-z])(?:(?P<doubled>翻了?(?P<times>[一两二三])?番)"
    rf"|(?P<whole>[{NUMERALS}]++)分之(?P<parts>{_RUN})|十之(?P<tenths>八九|七八|六七)"
    rf"|半个?(?P<power>(?!{_OTHER})(?:[百千]?[万亿]{{1,2}}|[百千]))"
    rf"|(?P<half>一半|半数|(?<=[过近超])半(?!年))"
    rf"|(?P<run>{_RUN}))"
    rf"|(?P<english>(?i:{english.PATTERN})))"
)
_SHARES = {100: "%", 1000: "‰", 10000: "‱"}
# 成 is a tenth where it is not a part of a word; so is the Japanese 割: 3割, 3割5分.
_TENTHS = re.compile(
    f"{SPACE}?(?:成(?![立本为就果长员交熟功绩都分套品型份语人千因效])(半|[{''.join(DIGITS)}](?!成))?"
    "|割(?![引合让裂据りれ])(?:([1-9])分)?)(余|多)?"
)
_INSIDE = re.compile(
    rf"{SPACE}?(余(?!额)|多(?!元[化的]|样|数)|来(?![自源看说到临年回往])|\+(?=[一-龥]))"
    rf"(?:{SPACE}?((?!{_OTHER})[百千]?[万亿]{{1,2}}|(?!{_OTHER})[十百千]))?"
)
_SCALE_EN = re.compile(rf"{SPACE}?-?(?i:{english.SCALE})")
_SIMPLE = re.compile(rf"{DIGITS_RUN}{SPACE}?[万亿]*")
_SPACES = tuple(SPACES)
_COLUMN = re.compile(rf"(?<=[{NUMERALS}]){SPACE}(?=[0-9])")  # 3.2亿 12.5%: two columns
_MONEY = re.compile(r"(?:m|mm|M|k|K|b|B)(?![A-Za-z])")
_MONEY_POWERS = {"m": 6, "mm": 6, "k": 3, "b": 9}
# Million and billion tonnes: 140.7 Mt, 37.4 GtCO2, 630 Mtoe.
_TONNES = re.compile(rf"{SPACE}?[MG](?=t(?:oe|ce|CO2e?)?(?![A-Za-z]))")
# What shows that digits are no number by themselves: 1.2.3, 12,34, 3/4, 2.5×10^6.
_GOES_ON = re.compile(r"[.,'/:∶：比][0-9]|[eE][+-]?[0-9]|\s?[×xX*]\s?[0-9]|\^|\+[0-9N]|\s?dozen")
_POINT = pattern(r"(?:^|[^0-9A-Za-z一-龥)）%])\.")  # .5, not the end of a sentence
_GLUED = frozenset(f"0123456789{NUMERALS[:-2]}")  # not 数 and 几, which end other words
_ENDS_GLUED = _GLUED | frozenset("数几半成余多来点")
_MAY_BELONG = frozenset(
    "∶：比×成割余多来"
)  # what these patterns begin with, but for ASCII and spaces
_TO_ITS_END = re.compile(r"[0-9.,'/:∶：比×xX*^eE+-]*[0-9N]")


def amount(plain: str, match: re.Match[str], units: Units) -> Amount | None:
    """The number of a match of `CANDIDATE`; None for a word that only looks like one (万一).

    Its kind is "" where it is a number only if a range begins with it: 三 of 三到五倍.
    """
    if match["run"]:
        found = _run(plain, match.start(), match["run"], units)
    elif match["power"]:
        found = _half_of(plain, match, units)
    elif match["ratio"] and not english.fraction(match["ratio"]):  # 12 in 10 countries
        digits = re.match("[0-9]+", match["ratio"])
        found = _run(plain, match.start(), digits[0], units) if digits else None
    elif match["english"] or match["ratio"]:
        found = _english(plain, match, units)
    else:
        found = _whole(match)
    if not found:
        return None
    before, (start, end) = plain[found.start - 1 : found.start], found[:2]
    longer = plain[end : end + 1] in _GLUED and plain[end - 1] in _ENDS_GLUED
    longer = longer and not _BEGINS_WORD.match(plain, end)  # 1.63亿千兆用户
    if longer or before in _GLUED or (before == "." and _POINT.match(plain, max(start - 2, 0))):
        return found._replace(low=None, high=None)  # a part of a longer one
    return _behind_unit(plain, found, units)


def _behind_unit(plain: str, found: Amount, units: Units) -> Amount:
    """What may stand behind the unit and belongs to the number: 5年多, 一年半, 三个半月."""
    behind = plain[found.end : found.end + 2]
    if not found.unit or found.unit == "%" or not behind:
        return found
    if behind[0] == "半" and behind not in ("半数", "半导", "半年"):
        return _and_a_half(plain, found, units)
    if behind[0] in "余多" and not found.inside and found.unit in ("年", "个", "天", "倍", "小时"):
        more = (
            behind[0] if behind[1:] in ("", "月", "，", "。", "、", "的", "来", "前", "后") else ""
        )
        return found._replace(inside=more)
    return found


def _and_a_half(plain: str, found: Amount, units: Units) -> Amount:
    """一年半, 两倍半, 三个半月 (which has the unit 个月), 一个半小时."""
    end, unit = found.end + 1, found.unit
    if unit == "个":
        counted = unit_at(plain, end, units)[0]
        both = _name(f"个{plain[end : end + 8]}", 0, units)
        if not counted and both == "个":
            return found._replace(end=end, low=None, high=None)
        unit = both if both != "个" else counted
        end += len(unit.removeprefix("个"))
    if found.low is None or found.low != found.high or found.place != 0:
        return found._replace(end=end, low=None, high=None)
    low = found.low + Decimal("0.5")
    words = plain[found.start : end]
    return found._replace(
        end=end, kind="number", low=low, high=low, place=-1, unit=unit, words=words
    )


def _half_of(plain: str, match: re.Match[str], units: Units) -> Amount | None:
    """半万户, 半百万人, 半个亿."""
    whole = read(f"1{match['power']}")
    if not whole:
        return None
    low, (unit, end) = whole.low / 2, unit_at(plain, match.end(), units)
    return Amount(
        match.start(), end, "number", low, low, low.adjusted(), whole.scale, unit, words=match[0]
    )


def _whole(match: re.Match[str]) -> Amount:
    """A date, a share, or a number that is one word."""
    half, tenths = match["half"], match["tenths"]
    if match["date"]:
        return Amount(*match.span(), "date")
    if match["whole"]:
        return _share(match)
    if match["doubled"]:  # by 100 %, twice by 300 %
        size = Decimal(100 * (2 ** DIGITS.get(match["times"] or "一", 1) - 1))
        return Amount(*match.span(), "number", size, size, 0, unit="%", words=match[0])
    low, high = (Decimal(10 * DIGITS[each]) for each in tenths) if tenths else (Decimal(50),) * 2
    place = 0 if half else 1
    return Amount(*match.span(), "number", low, high, place, unit="%", words=match[0])


def _share(match: re.Match[str]) -> Amount:
    """百分之三点五, 三分之一, 百分之5."""
    whole, parts = read(match["whole"]), read(match["parts"])
    if not whole or not parts or not whole.low or whole.low != whole.high:
        return Amount(*match.span())
    unit = _SHARES.get(int(whole.low), "")
    place = min(parts.place, 0) if unit else 0
    low, high = (end if unit else 100 * end / whole.low for end in (parts.low, parts.high))
    last = Decimal(1).scaleb(place)
    return Amount(
        *match.span(), "number", low.quantize(last), high.quantize(last), place,
        unit=unit or "%", words=match[0],
    )  # fmt: skip


def _english(plain: str, match: re.Match[str], units: Units) -> Amount | None:
    """A number in English words; a small one alone is none (one of them)."""
    words = english.read(match[0])
    if not words:
        return Amount(*match.span(), kind="name")
    unit, end = ("%", match.end()) if words.share else unit_at(plain, match.end(), units)
    small = not (unit or words.place or words.low != words.high or words.low >= 20)
    return Amount(
        match.start(), end, "" if small else "number", words.low, words.high, words.place,
        unit=unit, words=match[0], power=max(words.place, 0),
    )  # fmt: skip


def _run(plain: str, start: int, run: str, units: Units) -> Amount | None:
    """A run of digits and numerals, with what follows it."""
    reading, column = read(run), None if run.isascii() else _COLUMN.search(run)
    if column and not (reading and re.search(rf"[0-9]{SPACE}[万亿]", run)):
        run = run[: column.start()]
        reading = read(run)
    end, in_digits = start + len(run), run[0].isascii()
    behind = plain[end : end + 1]
    plainly = not (behind.isascii() or behind.isspace() or behind in _MAY_BELONG)
    on = _GOES_ON.match(plain, end) if run[-1].isdigit() and not plainly else None
    if on and not (on[0][0] == "," and _YEAR.fullmatch(run)):
        longer = _TO_ITS_END.match(plain, end)
        last = max(on.end(), longer.end() if longer else 0)
        return Amount(start, last, "name" if on[0][0] == "." else "number")
    if not reading and "." in run and run.count(".") > 1:
        return Amount(start, end, "name")
    if not reading:
        return Amount(start, end) if in_digits or re.search("[万亿]", run) else None
    simple = _SIMPLE.fullmatch(run)
    words, power = "" if simple else run, _power_behind(run)
    low, high, place, scale = reading
    found = Amount(start, end, "number", low, high, place, scale, "", "", words, power)
    if not plainly:
        if tenths := _TENTHS.match(plain, end):
            return _tenths(plain, found, tenths)
        found = _scaled(plain, found, in_digits)
    unit, end = unit_at(plain, found.end, units)
    if not unit and plain.startswith("兆", end):  # a million, or 10^12
        return Amount(start, end + 1)
    before, after = plain[max(start - 16, 0) : start], plain[end : end + 8]
    if in_digits:
        kind = kind_of_digits(run, unit, found.scale, before, after)
    else:
        kind = kind_of_words(run, unit, bool(found.inside), before, after)
    return found._replace(unit=unit, end=end, kind=kind)


def _power_behind(run: str) -> int:
    """The power of ten of the words that a run ends with, which a range may leave out before."""
    if run[-1] not in "百千万亿":
        return 0
    scale = run[len(run.rstrip("万亿")) :]
    above = run[: len(run) - len(scale)][-1:]
    one = read(f"1{above if above in ('百', '千') else ''}{scale}")
    return one.low.adjusted() if one else 0


def _tenths(plain: str, found: Amount, tenths: re.Match[str]) -> Amount:
    """三成, 三成五, 四成半, 3.5成: tenths as per cent."""
    assert found.low is not None and found.high is not None
    more = tenths[1] or tenths[2]
    behind = 5 if more == "半" else DIGITS.get(more, 0) or int(more) if more else 0
    return found._replace(
        end=tenths.end(), low=found.low * 10 + behind, high=found.high * 10 + behind,
        place=0 if more else found.place + 1, scale="", unit="%",
        words=plain[found.start : tenths.end()], power=1, inside=tenths[3] or "",
    )  # fmt: skip


def _scaled(plain: str, found: Amount, in_digits: bool) -> Amount:
    """The number with 余 or 多 inside and the scale word behind that, or an English scale word."""
    power, scale, inside = 0, found.scale, ""
    if more := _INSIDE.match(plain, found.end):
        inside = "以上" if more[1] == "+" else more[1]
        if more[2] and (extra := read(f"1{more[2]}")):
            if found.scale and extra.scale:
                return found
            power, scale = extra.low.adjusted(), extra.scale
    elif in_digits and (more := _scale_en(plain, found)):
        word = more[0].strip(" -\u00a0\u2009\u202f\u3000\t").casefold()
        powers = {"hundred": 2, "g": 9, "lakhcrore": 12, **_MONEY_POWERS, **EN_SCALES, **EN_SHORT}
        power = sum(powers[each] for each in re.split(r"[\s-]+", word))
        scale = next((n for n, p in EN_SCALES.items() if p == power and len(n) > 1), "")
    if not more:
        return found
    assert found.low is not None and found.high is not None
    low, high = (end.scaleb(power, EXACT) for end in (found.low, found.high))
    words = plain[found.start : more.end()] if found.words or (power and not scale) else ""
    return found._replace(
        end=more.end(), low=low, high=high, place=found.place + power, scale=scale,
        inside=inside, words=words, power=found.power + power,
    )  # fmt: skip


def _scale_en(plain: str, found: Amount) -> re.Match[str] | None:
    """The English scale word behind digits; a letter alone only of money and tonnes: $5m, 5 Mt."""
    behind = plain[found.end : found.end + 2]
    if ("M" in behind or "G" in behind) and (tonnes := _TONNES.match(plain, found.end)):
        return tonnes
    letter = _MONEY.match(plain, found.end)
    money = letter and currency_before(plain[max(found.start - 8, 0) : found.start])[0]
    return letter if money else _SCALE_EN.match(plain, found.end)


# ---------------------------------------------------------------- units
_SELDOM = {"K", "N"}  # kelvin, newton: 300K users, 4K and N of 5N are mostly other things


@cache
def by_first(declared: tuple[str, ...]) -> Units:
    """The names of units, in both languages, and the declared ones, by their first character."""
    found: dict[str, list[str]] = {}
    english_names = (each for unit in UNITS.values() for each in (unit.plural, unit.en))
    names = ({*UNITS, *english_names} - _SELDOM) | {*declared}
    for name in sorted(names - {""}, key=len, reverse=True):
        found.setdefault(name[0], []).append(name)
    return found


def unit_at(plain: str, end: int, units: Units) -> tuple[str, int]:
    """The unit at an offset or behind a space there, and where it ends; ("", `end`) for none."""
    at = end + (plain[end : end + 1] in _SPACES)
    name = _name(plain, at, units)
    if not name:
        return "", end
    at += len(name)
    if plain[at : at + 1] in ("/", "每"):
        other = _name(plain, at + 1, units)
        whole = f"{name}{plain[at]}{other}"
        if other and unit_of(whole):
            return whole, at + 1 + len(other)
    return name, at


def _name(plain: str, at: int, units: Units) -> str:
    """The longest name of a unit that begins at an offset; a Latin one must end there."""
    for name in units.get(plain[at : at + 1], ()):
        if plain.startswith(name, at):
            end = plain[at + len(name) - 1 : at + len(name) + 1]
            glued = end.isascii() and end[0].isalpha() and end[1:].isalnum()
            if not glued or word_behind(plain, at, name):
                return name
    return ""
