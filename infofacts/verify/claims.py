"""The numbers of a text: digits or words with their scale, unit and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from infofacts.numbers import Quantity
from infofacts.record import Record, replace
from infofacts.text import ZH_DIGITS, numeral
from infofacts.units import BOUND_WORDS, SIGN_EN, UNITS, ZH_SCALES
from infofacts.verify.times import Time

PERCENT, POINTS, RANK, TIMES = "%", "个百分点", "第", "倍"


class Claim(Record):
    """A number in a folded text: where it stands, with its bound words, and what it says.

    `start` and `end` are those of the number with scale and unit, `outer` the first character of
    the bound words before it, `last` the end of those after it. `unit` is a base unit: one of
    `UNITS`, another as written, or "". `plus` is the sign before it: + or - or "".
    """

    start: int
    end: int
    outer: int
    last: int
    quantity: Quantity
    unit: str
    plus: str = ""
    worded: bool = False  # in Chinese numerals
    exact: bool = True  # digits, or words that stand for a number
    high: Quantity | None = None  # the upper end of a range


# ---------------------------------------------------------------- patterns
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])(?=\s?[万亿]|[a-z ]*$)"
    r"|\d+(?:\.\s?\d+)?"
)
_EN_SCALES = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "tn": 12, "trn": 12,
    "mln": 6, "bln": 9, "k": 3, "m": 6, "b": 9,
}  # fmt: skip
_ZH_POWERS = {**ZH_SCALES, "兆": 12, "十万": 5, "十亿": 9, "千": 3, "百": 2}
_ZH_SCALE = "|".join(sorted(_ZH_POWERS, key=len, reverse=True)).replace(
    "兆", r"兆(?=美?元|[\d.]+[万亿])"
)
_INSIDE = "余多"
_MONEY = {
    "美元": "USD", "欧元": "EUR", "港元": "HKD", "港币": "HKD", "日元": "JPY", "英镑": "GBP",
    "新台币": "TWD", "卢比": "INR", "韩元": "KRW", "人民币": "元", "万美元": "USD",
    "泽字节": "ZB", "艾字节": "EB", "拍字节": "PB", "太字节": "TB",
}  # fmt: skip
_OTHER_UNITS = (
    "度 平方公里 公顷 亩 人口 辆 艘 架 对 户次 字 分 秒 元/月 /月 个月 月 日 代 期 倍 条次 张次 台次 架次 笔次 单 盒 瓶 吨标准煤 千瓦 兆瓦 "
    "平方米 米 标箱 剂次 字节 比特 万人"
)
_ZH_UNITS = "|".join(
    re.escape(unit)
    for unit in sorted(
        {*UNITS, *_OTHER_UNITS.split(), *_MONEY, "百分点"} - {"", "%", "G", "T"},
        key=len,
        reverse=True,
    )
    if not unit.isascii()
)
_SIZES = "EFLOPS|PFLOPS|ZFLOPS|Tbps|Gbps|Mbps|bps|ZB|EB|PB|TB|GB|MB|KB|MHz|GHz|kWh|km|Tokens|G|T"
_CURRENCY = {
    "us$": "USD", "usd": "USD", "$": "USD", "hk$": "HKD", "rmb": "元", "cny": "元", "¥": "元", "yuan": "元",
    "eur": "EUR", "€": "EUR", "£": "GBP", "gbp": "GBP", "inr": "INR", "rs": "INR", "₹": "INR", "nt$": "TWD",
}  # fmt: skip
_PREFIX = "|".join(re.escape(word) for word in sorted(_CURRENCY, key=len, reverse=True))
_EN_UNITS = {
    r"percentage[ -]points?|pp\b|ppts?\b"
    r"|percent points?": POINTS, r"percent|per ?cent|pct\b": PERCENT,
    r"(?:chinese )?yuan(?: renminbi)?|renminbi|rmb\b|cny\b": "元",
    r"u\.?s\.? dollars?|us dollars?|usd\b"
    r"|dollars?": "USD", r"euros?\b": "EUR", r"rupees?\b": "INR", r"yen\b": "JPY",
    r"pounds?\b": "GBP", r"times\b(?! more)|-?fold\b": TIMES, r"years?\b": "年", r"months?\b": "月", r"days?\b": "天",
    r"weeks?\b": "周", r"hours?\b": "小时", r"minutes?\b": "分钟", r"tonnes?\b|tons?\b": "吨",
    r"kilomet(?:re|er)s?\b|km\b": "公里", r"visits?\b|person-times?\b|views?\b|times\b": "次",
    r"people\b|persons?\b|users?\b|subscribers?\b|netizens?\b": "人",
}  # fmt: skip
_EN_UNIT = "|".join(f"(?P<e{n}>{pattern})" for n, pattern in enumerate(_EN_UNITS))
_BEFORE_EN = {
    ">": "more than|over|above|exceed(?:s|ed|ing)?|pass(?:es|ed|ing)|surpass(?:es|ed|ing)?|topp(?:ed|ing)"
    "|tops|upwards of|in excess of|greater than|beyond|crossed",
    ">=": "at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of",
    "<": "less than|fewer than|under|below|short of",
    "<=": "up to|at most|no more than|not more than|a maximum of|as many as|as much as",
    "~": "about|around|roughly|approximately|some|approx\\.?|circa|close to|estimated at|an estimated",
    "near": "nearly|almost|close to|approaching|just under|just below",
}
_SIGNS_EN = [*(word.strip() for word in SIGN_EN.values() if word), "nearly"]  # as `_BEFORE_EN`
_AFTER_EN = {
    ">=": r"\s?\+|\sor more|\sand (?:above|over|more)|\splus\b",
    "<=": r"\sor (?:less|fewer)",
}
_BEFORE_ZH = {
    word
    for word, bound in BOUND_WORDS.items()
    if bound.place == "before" and not word.isascii() and (not bound.common or len(word) > 1)
}
_AFTER_ZH = sorted((w for w, b in BOUND_WORDS.items() if b.place == "after"), key=len, reverse=True)
_EXTRA_ZH = {"高达": "", "达到": "", "超出": "超", "超越": "超", "将近": "近", "大概": "约", "大致": "约", "跨过": "超",
             "迈过": "超", "多达": "", "逼近": "近", "不止": "超", "仅": "", "至少": "至少", "不及": "不足"}  # fmt: skip
_BOUND_ZH = "|".join(sorted({*_BEFORE_ZH, *_EXTRA_ZH}, key=len, reverse=True))

# A number in digits. The name of a network (5G), a version (IPv6, 1.0版) or a model is none.
_NUMBER = re.compile(
    rf"(?<![\d_.])(?:(?<![A-Za-z])(?P<money>(?:{_PREFIX})\s?)|(?<![A-Za-z])"
    rf"|(?<=[A-Za-z])(?=\d[\d.]*(?:%|[万亿家款个项件])))(?P<digits>{_DIGITS})(?P<plus>\+(?=[万亿个家]))?"
    rf"(?:(?P<in1>[{_INSIDE}])?(?P<zh>{_ZH_SCALE})(?P<in2>[{_INSIDE}])?(?P<chain>\d[\d.]*(?:{_ZH_SCALE}))?"
    rf"|[\s-]?(?P<en>thousand|million|billion|trillion)(?![a-z])|\s?(?P<short>mn|bn|tn|trn|mln"
    rf"|bln)(?![a-z])"
    rf"|(?P<letter>[kmb])(?![A-Za-z\d]))?"
    rf"(?P<in3>[{_INSIDE}](?=[个家项件人款种名次台户所处亿万起条倍]))?"
    rf"(?:\s?(?P<percent>%|‰)|(?:[个]?(?P<points>百分点))|\s?(?P<unit>{_ZH_UNITS})"
    rf"|\s?(?P<size>{_SIZES})(?![A-Za-z\d])"
    rf"|[\s-]?(?:{_EN_UNIT}))?",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?<![\dA-Za-z])(?<!\d[.,])(?:\d{1,5}(?:[MG]bps|兆|千兆)(?=及|以上|接入|宽带|用户|速率|\s?(?:and"
    r"|or)\s(?:above|faster|over|more))"
    r"|[2-6]G(?![A-Za-z\d]*B)|\d{1,4}G(?=\s?PON|[-+]?EPON)|\d{1,5}\+\d{1,5}|\d{1,5}号|\d{1,2}:\d\d"
    r"|\d{1,4}/\d{1,4}/\d{1,4}"
    r"|\d{3,4}-\d{7,8}|\d{1,4}(?:\.\d{1,4}){2,5}|\d{1,5}[Xx]\d{1,5}|7[x×]24|\d{1,4}(?=(?:版|后)(?!台))"
    r"|\d\.0(?=版|时代|”|\"|\)))"
    r"|(?<![A-Za-z.])[A-Za-z][A-Za-z.]{0,30}+[-_/]?\d{1,8}(?:\.\d{1,4}){0,3}(?![\d.,%万亿])(?=[A-Za-z)\"”》])"
    r"|(?:图|表|附件|附录|专栏|式|No\.?|Figure|Fig\.?|Table|Chapter|Section|Annex|Part|Article|Page"
    r"|p\.)\s?\d{1,4}(?:[-.]\d{1,3})*+(?![\d万亿%])"
    r"|第\s?\d{1,4}[章节条款页届次期号代批篇]|(?:ISO|IEC|RFC|IEEE|GB(?:/T)?)[\s-]?\d{2,6}(?:[:.-]\d{1,4})*+"
    r"|[“”\"]\d{1,8}[”\"]|(?<=块)[(（]?/\d{1,3}[)）]?|[(（]/\d{1,3}[)）]"
    r"|(?<![A-Za-z])[A-Za-z]{1,30}+\d{1,8}(?:\.\d{1,4}){0,3}(?![\d.%万亿家款个项件])"
    r"|每(?:百|千|万|\d{1,6})|top\s?\d{1,5}|前\d{1,5}(?=[名强位大])|百强",
    re.IGNORECASE,
)
ITEM_NUMBER = re.compile(r"\s*(?:\d{1,2}[.)、]|[（(]\d{1,2}[）)]|[-*•·●])\s?(?=\D)")
_ORDINAL = re.compile(
    rf"第(?P<zh>\d+|[{ZH_DIGITS}十百]+)(?=位|名|大|[，。、,;；）)]|$|的)(?P<noun>位|名)?"
    r"|(?<![\d.,A-Za-z])(?P<en>\d+)(?:st|nd|rd|th)\b(?!\s(?:century|anniversary|national|session"
    r"|meeting|of\s[A-Z]|[A-Z][a-z]))"
)
_RUN = f"[{ZH_DIGITS}十百千]"
_WORDED = re.compile(
    rf"(?P<tenths>[{ZH_DIGITS}])成(?P<half>半|[一二三四五六七八九])?(?=[、，。；,;）)的多以左]|$)"
    rf"|(?P<den>{_RUN}+)分之(?P<num>[{ZH_DIGITS}十百两点]+)"
    r"|(?P<halves>(?<=[过近超约])半数?(?=[，。、的企受表人用家了,；]|以上|$)|半数(?=以上|的|企|受|，|。|表)|一半(?=以上|的|左右|[，。,]))"
    r"|(?P<hundred>百分之百)"
    rf"|(?<![{ZH_DIGITS}十百千万亿第\d.星周])(?P<count>[{ZH_DIGITS}两十百千]+[余多]?(?:万|亿)?[余多]?|[百千万亿]+[余多]"
    rf"|[上数][十百千万]+[余多]?)"
    r"(?P<of>个|项|家|批次|款|条|届|种|所|类|次|名|台|场|部门|级(?=[^市]))"
)
_FRACTION_EN = re.compile(
    r"\b(?:(?P<a>one|two|three|four|a)[\s-](?P<b>third|quarter|fifth|half|tenth|halve)s?"
    r"|(?P<half>half))\b(?=\s(?:of|the))"
    r"|(?<![\d./])(?P<n>\d{1,2})/(?P<d>\d{1,3})(?![\d/])",
    re.IGNORECASE,
)
_EN_WORDS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "third": 3, "quarter": 4, "fifth": 5, "half": 2,
             "tenth": 10, "halve": 2}  # fmt: skip


def claims_in(text: str, times: Sequence[Time]) -> list[Claim]:
    """The numbers of a folded text that are neither dates nor parts of names, in order."""
    taken = bytearray(len(text))
    for time in times:
        taken[time.start : time.end] = b"\1" * (time.end - time.start)
    if lead := ITEM_NUMBER.match(text):
        taken[: lead.end()] = b"\1" * lead.end()
    for name in _NAMES.finditer(text):
        if not re.match(r"(?:us|hk|nt)?\$|rmb|cny|usd|eur|inr|rs", name[0], re.IGNORECASE):
            taken[name.start() : name.end()] = b"\1" * (name.end() - name.start())
    found = []
    numbers = (_number(text, match) for match in _NUMBER.finditer(text))
    for claim in (*_ordinals(text), *_fractions(text), *numbers, *_worded(text)):
        if not any(taken[claim.start : claim.end]):
            taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            found.append(claim)
    return _joined(text, sorted(found, key=lambda claim: claim.start))


_RANGE = re.compile(r"\s?(?:[-–—~～至]|to)\s?")
_LIST = re.compile(r"\s?(?:[、,，和及与]|and|, and)\s?")


def _joined(text: str, claims: list[Claim]) -> list[Claim]:
    """Lists whose last number has the unit of all, and ranges as one number with two ends."""
    joined: list[Claim] = []
    for claim in reversed(claims):
        after = joined[-1] if joined else None
        between = text[claim.last : after.outer] if after else ""
        range_ = _RANGE.fullmatch(between)
        if after and after.unit != RANK and (range_ or _LIST.fullmatch(between)):
            bare = not claim.quantity.unit
            if bare and after.quantity.unit:
                shared = replace(claim.quantity, unit=after.quantity.unit)
                claim = replace(claim, quantity=shared, unit=after.unit)
            rises = re.search("(?:由|从|from|自)[^，。；,;]{0,24}$", text[: claim.outer])
            same = claim.unit in ("", after.unit)
            if (
                range_
                and same
                and not rises
                and not after.high
                and claim.quantity.value < after.quantity.value
            ):
                joined.pop()
                claim = replace(claim, end=after.end, last=after.last, high=after.quantity)
        joined.append(claim)
    return joined[::-1]


# ---------------------------------------------------------------- numbers in digits
def _number(text: str, match: re.Match[str]) -> Claim:
    digits = Decimal(re.sub(r"[, ]", "", match["digits"]))
    power, scale = 0, ""
    if match["zh"]:
        power = _ZH_POWERS[match["zh"]]
    elif scale := (match["en"] or match["short"] or match["letter"] or "").lower():
        power = _EN_SCALES[scale]
    if match["chain"]:
        digits, power = _chained(digits, power, match["chain"])
    unit = _unit_of(match)
    end = match.end()
    if match["size"] in ("g", "t"):  # grams and tonnes, no units of data
        unit, end = "", match.start("size")
    inside = match["in1"] or match["in2"] or match["in3"]
    start, outer, last, bound = _bounds(text, match.start(), end, inside or "")
    if match["plus"]:
        bound = "以上"
    plus, start = _sign(text, start)
    outer = min(outer, start)
    return Claim(start, end, outer, last, _quantity(digits, power, unit, bound), unit, plus)


def _chained(digits: Decimal, power: int, chain: str) -> tuple[Decimal, int]:
    """3亿5千万 as 35 千万: the digits of both in the smaller scale."""
    match = re.fullmatch(rf"([\d.]+?)({_ZH_SCALE})", chain)
    below = _ZH_POWERS[match[2]] if match else power
    if not match or below >= power:
        return digits, power
    return digits.scaleb(power - below) + Decimal(match[1].rstrip(".")), below


def coded(unit: str) -> str:
    """A unit as numbers of texts have it: money of another country by its code, 太字节 as TB."""
    return _MONEY.get(unit, unit)


def _unit_of(match: re.Match[str]) -> str:
    """The base unit of a number; money of another country by its code."""
    if match["percent"]:
        return PERCENT
    if match["points"]:
        return POINTS
    if unit := match["unit"]:
        return coded(unit)
    if match["size"]:
        sizes = {size.casefold(): size for size in _SIZES.split("|")}
        return sizes[match["size"].casefold()]
    for number, unit in enumerate(_EN_UNITS.values()):
        if match[f"e{number}"]:
            return unit
    return _CURRENCY[match["money"].strip().casefold()] if match["money"] else ""


def _quantity(digits: Decimal, power: int, unit: str, bound: str) -> Quantity:
    """A quantity with its digits in one of the scales that `Quantity` knows."""
    word = {4: "万", 8: "亿", 12: "万亿", 7: "千万", 6: "百万", 10: "百亿", 11: "千亿"}.get(power)
    if word is None and power:
        exponent = min(0, int(digits.as_tuple().exponent))
        digits = digits.scaleb(power)
        word = ""
        if exponent + power >= 0:
            digits = Decimal(f"{digits:f}")
            if exponent + power >= 4:
                digits, word = digits.scaleb(-4).normalize(), "万"
                places = exponent + power - 4
                digits = digits.quantize(Decimal(1).scaleb(min(places, 0)))
    return Quantity(digits, (word or "") + unit, bound)


_BEFORE_EN_PATTERN = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<b{n}>{words})" for n, words in enumerate(_BEFORE_EN.values()))
    + r")\s(?:a |the )?(?:mark of |figure of )?(?:RMB\s?|CNY\s?|US\$|USD\s?|\$|¥)?$",
    re.IGNORECASE,
)
_BEFORE_ZH_PATTERN = re.compile(rf"(?:{_BOUND_ZH})+$")
_AFTER_ZH_PATTERN = re.compile("|".join(_AFTER_ZH))
_AFTER_EN_PATTERN = re.compile(
    "|".join(f"(?P<a{n}>{words})" for n, words in enumerate(_AFTER_EN.values()))
)


def _bounds(text: str, start: int, end: int, inside: str) -> tuple[int, int, int, str]:
    """The start of a number, the first character of its bound words, its last, and the words."""
    before, outer, last = text[max(0, start - 32) : start], start, end
    words = []
    if match := _BEFORE_EN_PATTERN.search(before):
        outer = start - len(match[0])
        words.append(next(word for n, word in enumerate(_SIGNS_EN) if match[f"b{n}"]))
    elif match := _BEFORE_ZH_PATTERN.search(before):
        outer = start - len(match[0])
        found = re.findall(_BOUND_ZH, match[0])
        words += filter(None, (_EXTRA_ZH.get(word, word) for word in found[-1:]))
    if inside:
        words.append(inside)
    if match := _AFTER_ZH_PATTERN.match(text, end):
        words.append(match[0])
        last = match.end()
    elif match := _AFTER_EN_PATTERN.match(text, end):
        words.append("at least" if match["a0"] else "at most")
        last = match.end()
    return start, outer, last, "…".join(dict.fromkeys(words))


def _sign(text: str, start: int) -> tuple[str, int]:
    """The + or - that is written before a number: not the dash of a range or a name."""
    before = text[max(0, start - 2) : start]
    if re.search(r"(?:^|[（(:：,，、|\s])[+-]$", before):
        return before[-1], start - 1
    return "", start


# ---------------------------------------------------------------- other numbers
def _ordinals(text: str) -> Iterator[Claim]:
    for match in _ORDINAL.finditer(text):
        value = int(match["en"]) if match["en"] else 0
        if match["zh"]:
            value = int(match["zh"]) if match["zh"].isdigit() else numeral(match["zh"])
        span = match.span()
        yield Claim(
            *span,
            *span,
            Quantity(Decimal(value), "", ""),
            RANK,
            worded=not match["en"] and not match["zh"].isdigit(),
        )


def _fractions(text: str) -> Iterator[Claim]:
    for match in _FRACTION_EN.finditer(text):
        top = int(match["n"] or 0) or _EN_WORDS.get((match["a"] or "one").lower(), 1)
        bottom = int(match["d"] or 0) or _EN_WORDS[(match["b"] or "half").lower()]
        if bottom:
            yield _part(text, match.span(), Fraction(100 * top, bottom), not match["n"])


_HALVES = {"半": 5} | {digit: value for value, digit in enumerate(ZH_DIGITS, 1)}


def _worded(text: str) -> Iterator[Claim]:
    for match in _WORDED.finditer(text):
        start, end = match.span()
        if match["count"]:
            yield _counted(text, match)
        elif match["tenths"]:
            value = Fraction(numeral(match["tenths"]) * 10 + _HALVES.get(match["half"], 0))
            yield _part(text, (start, end), value, True)
        elif match["den"]:
            if "点" not in match["num"] and numeral(match["den"]):
                value = Fraction(100 * numeral(match["num"]), numeral(match["den"]))
                yield _part(text, (start, end), value, True)
        else:
            yield _part(text, (start, end), Fraction(100 if match["hundred"] else 50), True)


def _part(text: str, span: tuple[int, int], value: Fraction, worded: bool) -> Claim:
    """A part of a whole, as per cent with two digits where it is no round number."""
    digits = Decimal(value.numerator) / Decimal(value.denominator)
    digits = digits.quantize(Decimal("0.01")) if value.denominator != 1 else digits
    start, outer, last, bound = _bounds(text, *span, "")
    return Claim(
        start, span[1], outer, last, Quantity(digits, PERCENT, bound), PERCENT, worded=worded
    )


def _counted(text: str, match: re.Match[str]) -> Claim:
    """A number in Chinese numerals before a measure word: 十三批次, 百余家, 上万次."""
    words, unit = match["count"], match["of"]
    inside = "余" if re.search("[余多]", words) else ""
    first = re.match("[上数]", words)
    value = Decimal(numeral(re.sub("[余多上数]", "", words)))
    start, outer, last, bound = _bounds(text, *match.span(), inside)
    bound = bound or (("上" if words[0] == "上" else "余") if first else "")
    return Claim(
        start,
        match.end(),
        outer,
        last,
        Quantity(value, unit, bound),
        unit,
        worded=True,
        exact=not first,
    )
