"""What stands around a number: bound words, currency signs, and what makes it no amount."""

from __future__ import annotations

import re

from infofacts.reading.numerals import DIGITS, NUMERALS
from infofacts.text import ZH_DIGITS, squeeze
from infofacts.units import BOUND_WORDS, UNITS

SPACES = " \t\u00a0\u2009\u202f\u3000"
SPACE = f"[{SPACES}]"
_DIGIT = "".join(DIGITS)

# ---------------------------------------------------------------- bound words
# Bound words that count where they stand right beside a number; a longer one (不超过) before a part
# of it. The commonest (过, 上) are left out: they may be other words or parts of them (通过, 网上).
# For the rest those words are few.
LONGEST = sorted(BOUND_WORDS, key=len, reverse=True)
_TELLING = [word for word in LONGEST if not BOUND_WORDS[word].common]
BEFORE = [word for word in _TELLING if BOUND_WORDS[word].place == "before"]
_AFTER = [word for word in _TELLING if BOUND_WORDS[word].place == "after"]
_ENDINGS: dict[str, list[tuple[str, str]]] = {}  # by their last character
for _word in BEFORE:
    _ENDINGS.setdefault(_word[-1], []).append((squeeze(_word), _word))
# What may stand between a bound word and its number (约为, 至少提升, 超过了), but not behind words
# that are other words there: 技术突破有3项, 最近有3家.
_VERBS = (
    "有|为|是|在|达到?|占|提升|提高|增长|增加|减少|下降|拥有|具有|覆盖|包括|完成|实现|建成|新增|合"
)
LINK = f"(?:[了过到至]|(?<!近)(?<!突破)(?<!不足)(?<!超)(?:{_VERBS}))"
MOST_LINKS = 2  # one behind the other
_LINKED = re.compile(f"{LINK}$")
_ENDS_OF_LINKS = frozenset(f"了过到至{_VERBS}")
_OTHER_BEFORE = re.compile(
    "(?:[签契违履预公特邀]约|(?<![采募征收筹搜聚汇])集约|(?<![化缓了])解约|(?<![连陆持继])续约"
    rf"|(?<![{ZH_DIGITS}十两多\d])条约|(?<![环季调])节约|(?<![联整综结组融聚符适配混集])合约"
    "|[制简相]约|[最附邻远靠]近|[数量额模]最多|[0-9%％]~|[-=]>"
    "|(?:revised|moved?|climb(?:ed)?|went|go|going|r[io]se|jump(?:ed)?|step(?:ped)?|edged?|inch(?:ed)?|tick(?:ed)?|"
    "cre(?:ep|pt)|pick(?:ed)?|pushed|ramp(?:ed)?)[ ]?up ?to"
    "|(?:more|turn|hand|left|take|make|(?<!bli)(?<!affi)c)over|turnaround|(?:hand|awe|whole)some)$"
)
# 5人及以上 is 以上; 上下游 is no bound.
_BETWEEN = re.compile("(?:及|或|（含）|[(]含[)])(?=以)|上下[游级文班]")
_AFTER_BEGINS = frozenset(("及", "或", "（", "(", "を", "超", *(word[0] for word in _AFTER)))
_JAPANESE = re.compile(
    "を(?:大幅に|大きく)?(?:超|上回)|超(?=[のにとはがで、。）)]|$)"
)  # 5割を超えた


def bound_before(text: str) -> str:
    """The bound word that a text ends with, the longest: 不超过, not 超过; "" in 节约.

    It may have links behind it: 约为, 至少提升了.
    """
    text = text.casefold()
    for _ in range(MOST_LINKS + 1):
        for ending, word in _ENDINGS.get(text[-1:], ()):
            if text.endswith(ending):
                return "" if _OTHER_BEFORE.search(text) else word
        if text[-1:] not in _ENDS_OF_LINKS:
            return ""
        text = _LINKED.sub("", text)
    return ""


def bound_of_words(words: str, before: str) -> str:
    """过 before 半, 上 before 千: bound words that before other numbers are other words."""
    last = before[-1:] if before[-1:] in ("过", "上") else ""
    return last if last and re.match(rf"半|[十百千万亿]+(?![{NUMERALS}余多])", words) else ""


def bound_after(text: str) -> str:
    """The bound word that a text begins with, 及 or （含） before it or not, or ""; 超 of を超え."""
    if text[:1] not in _AFTER_BEGINS:
        return ""
    if _JAPANESE.match(text):
        return "超"
    if between := _BETWEEN.match(text):
        text = text[between.end() :]
    return next(filter(text.startswith, _AFTER), "")


# ---------------------------------------------------------------- currencies
_SIGNS = sorted((n for n, unit in UNITS.items() if unit.kind == "currency"), key=len, reverse=True)
_MARKS = [name for name in _SIGNS if not name[-1].isalpha()]
MARKS = "|".join(map(re.escape, _MARKS))
_CODES = [name for name in _SIGNS if name.isascii() and name.isupper() and name.isalpha()]
# Of the small letters only those that are no English words.
_SMALL = "us$ hk$ nt$ rmb cny usd hkd eur gbp inr".split()
_BEFORE_NUMBERS = {
    **{name: name for name in (*_MARKS, *_CODES, "人民币", "港币")},
    **{"Rs": "INR", "rs": "INR", **{name: name.upper() for name in _SMALL}},
}
_CURRENCY_ENDS = frozenset(name[-1] for name in _BEFORE_NUMBERS)
_SPACES = frozenset(SPACES)
_CURRENCY = re.compile(
    rf"(?:{MARKS}|(?<![A-Za-z])(?:{'|'.join(map(re.escape, (*_CODES, *_SMALL, 'Rs', 'rs')))})"
    rf"|人民币|港币)(?={SPACE}?$)"
)


def currency_before(text: str) -> tuple[str, int]:
    """The currency that a text ends with ($, US$, RMB, 人民币), and how long that is; ("", 0)."""
    end = text[-2:-1] if text[-1:] in _SPACES else text[-1:]
    match = _CURRENCY.search(text) if end in _CURRENCY_ENDS else None
    return (_BEFORE_NUMBERS[match[0]], len(text) - match.start()) if match else ("", 0)


# ---------------------------------------------------------------- what is no amount
_ORDINAL = re.compile(rf"第{SPACE}?(?:[{NUMERALS}]、)?$|\b[Nn]o\.?{SPACE}?$")
_ORDINAL_ENDS = frozenset(("第", "、", "o", ".", "\n", *SPACES))
# IPv6, GPT-4, A100; but not the English words of a squeezed text: between5and10.
_WORDS = ("[a-z]{4}", "to", "by", "is", "was", "of", "and", "up", "at")
_LETTER = re.compile(
    rf"[A-Za-z]-?$(?<!-)(?:{''.join(f'(?<!{word})' for word in _WORDS)})|[A-Za-z]-$"
)
_VERSION = re.compile(r"(?:[Vv]|[Vv]ersion|版本?|[A-Z][A-Za-z-]*)\s?$")
_DAY = re.compile(f"{SPACE}?(?:[月日号时季](?!间)|点钟?(?![{NUMERALS}0-9]))")
_GLUED = re.compile("(?!(?:to|and)[0-9])[A-Za-z]")
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY_BESIDE = re.compile(rf"\s?{_MONTHS}[a-z]{{0,6}}(?![a-z])")  # 31 December
_DAY_EN = re.compile(  # June 30, 2024 or 30 June 2024
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s?[0-3]?[0-9],?\s?$"
    r"|[0-3]?[0-9]\s?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,?\s?$"
)
_TH = re.compile(r"(?:st|nd|rd|th)\b")
_DATES = ("月", "日", "号", "点", "时", "季度")
_PLAN = re.compile(rf"[{NUMERALS}]{{2,3}}(?:[”\"』」]|规划|计划|时期|期间|末|以来|开局|收官)")
_BEFORE_SCALE = ("上", "过", "近", "超", "逾", "约", "达", "每", "以")


def _ends_ordinal(before: str) -> bool:
    """Whether words end with what makes the number behind them a place in an order."""
    return before[-1:] in _ORDINAL_ENDS and _ORDINAL.search(before) is not None


def kind_of_digits(run: str, unit: str, scale: str, before: str, after: str) -> str:
    """What a run of digits is: an amount, or a year, date, ordinal or part of a name."""
    bare = run.isdigit() and not scale
    if _ends_ordinal(before) or (bare and _TH.match(after)):
        return "ordinal"
    year = bare and len(run) == 4 and run[:2] in ("19", "20")
    if year and (unit in ("", "年") or _DAY_EN.search(before)):
        return "year"
    if year and unit == "s" and run[3] == "0":  # the 1990s
        return "date"
    if bare and ((not unit and _DAY.match(after)) or (unit in _DATES and int(run) <= 31)):
        return "date"
    if bare and not unit and len(run) < 3 and _DAY_BESIDE.match(after):
        return "date"
    glued = not (unit or scale) and after[:1].isascii() and _GLUED.match(after)
    letter = before[-1:].isascii() and _LETTER.search(before) and not currency_before(before)[0]
    edition = "." in run and after.startswith(("版", "时代"))
    named = run.endswith(".0") and _VERSION.search(before) and not currency_before(before)[0]
    version = not (unit or scale) and (edition or named)
    code = len(run) == 1 and len(unit) == 1 and unit.isascii() and unit.isupper()  # 5G, 5A
    if letter or glued or version or code:
        return "name"
    return "name" if bare and len(run) > 1 and run[0] == "0" else "number"


def kind_of_words(run: str, unit: str, vague: bool, before: str, after: str) -> str:
    """The same of a run that begins with a Chinese numeral; "" for another word (万一, 一些).

    `vague`: there is 余 or 多 in the number.
    """
    if _ends_ordinal(before):
        return "ordinal"
    if _PLAN.match(run + after) and (run[-1] == "五" or before[-1:] in ("“", '"', "『", "「")):
        return "name"
    if len(run) == 4 and all(char in DIGITS for char in run) and unit in ("", "年"):
        return "year"
    if unit in _DATES or (not unit and _DAY.match(after)):
        return "date"
    if run == "零" and unit not in ("个", "例", "起", "%"):  # 零售, 零部件
        return ""
    sure = vague or before[-1:] in _BEFORE_SCALE
    if run == "一" or (run[0] in "十百千万亿" and (len(run) == 1 or not unit) and not sure):
        return "number" if run != "一" and unit not in ("", "分") else ""
    if not unit and after[:1] == "大":  # 二十大
        return "name"
    counted = re.match(f"[{_DIGIT}几数]+[十百千万亿]|十[{_DIGIT}几]", run)
    return "number" if unit or sure or "点" in run or counted else ""
