"""What is printed around a number: scale words, units and bound words, each declared once."""

from __future__ import annotations

from typing import NamedTuple

# Scale words that can begin a printed unit, with their power of ten; longest first.
# 千 and 百 are left out on purpose: 千瓦时 and 百分点 are units of their own.
ZH_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "千万": 7, "百万": 6, "亿": 8, "万": 4}
EN_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "B": 9}
SCALE = "|".join(ZH_SCALES)
SCALES = {**ZH_SCALES, "千": 3, "百": 2, **EN_SCALES}  # those that a value can be asked for in


def split_unit(unit: str) -> tuple[int, str]:
    """Split a printed unit into the scale's power of ten and the base unit.

    >>> split_unit("万个"), split_unit("亿"), split_unit("%"), split_unit("million users")
    ((4, '个'), (8, ''), (0, '%'), (6, 'users'))
    """
    for word, power in ZH_SCALES.items():
        if unit.startswith(word):
            return power, unit[len(word) :]
    first, _, rest = unit.partition(" ")
    return (EN_SCALES[first], rest) if first in EN_SCALES else (0, unit)


# ---------------------------------------------------------------- units
class Unit(NamedTuple):
    """A unit without its scale word: how it is read, printed and searched for."""

    name: str
    en: str = ""  # English; "" for a measure word (个, 家), since the label names what is counted
    asked: str = ""  # the words of a search that ask for it
    kind: str = ""  # units of one kind count the same thing
    silent: bool = False  # its English would only repeat the label: 18.5 million (video plays)
    noun: bool = False  # 多少省 asks about provinces, but 多少家 about something else
    names: str = ""  # other names, for who asks for facts in it
    loose: bool = False  # a following 纳税人, 份 or 别 is often a separate word, not a longer unit


POINTS = "个百分点"
_UNITS = (
    Unit("%", "%", kind="share", names="percent|per cent|percentage"),
    Unit(POINTS, "percentage points", kind="points"),
    Unit("元", "yuan", "元|多少钱|金额|yuan|rmb|money"),
    Unit("人", "people", "人数|多少人|几人|users|people", kind="people"),
    Unit("名", kind="people"),
    Unit("位", kind="people"),
    Unit("户", "users", "户|多少人|几人|users|subscribers|people", kind="people", loose=True),
    Unit("户纳税人", "taxpayers"),
    Unit("人次", "person-times", "人次|人数|多少人|people", silent=True),
    Unit("次", "times", silent=True),
    Unit("省", noun=True, loose=True),
    Unit("类", loose=True),
    *(Unit(name, asked=name) for name in "家台件颗"),
    Unit("块", "chips", "块"),
    Unit("公里", "km", "公里|km|kilometres|kilometers"),
    Unit("EFLOPS", "EFLOPS", "eflops"),
    Unit("ZB", "ZB", "zb"),
)
_NAMED = {
    "年": "years", "周年": "years", "岁": "years old", "天": "days", "小时": "hours",
    "分钟": "minutes", "倍": "times", "吨": "tonnes", "千瓦时": "kWh", "行": "lines", "核": "cores",
    "标准机架": "standard racks", "Tokens": "tokens", "G": "GB", "T": "Tbps", "GB": "GB", "TB": "TB",
    "PB": "PB", "EB": "EB", "Tbps": "Tbps", "bps": "bps", "MHz": "MHz",
}  # fmt: skip
_MEASURE_WORDS = (
    "个 套 台（套） 项 款 种 条 门 节 处 座 起 张 笔 卷 册 景 部 届 批 所 级 篇 批次 场 项（场） "
    "篇（条） 只 辆 枚 幅 支 道 块(/32) 块（/32） 份 步 强"
)
_NOUNS = "省份 村 部门 城市 国家 方面 领域 类别"

UNITS = {
    unit.name: unit
    for unit in (
        Unit(""),
        *_UNITS,
        *(Unit(name, en) for name, en in _NAMED.items()),
        *map(Unit, _MEASURE_WORDS.split()),
        *(Unit(name, noun=True) for name in _NOUNS.split()),
    )
}
UNITS_EN = {name: unit.en for name, unit in UNITS.items()}
KINDS = {name: unit.kind for unit in _UNITS if unit.kind for name in (unit.name, unit.en) if name}


# ---------------------------------------------------------------- bound words
class BoundWord(NamedTuple):
    """The meaning of a printed bound word."""

    sign: str  # one of > >= < <= ~
    place: str = "before"  # the digits (超7亿台), "inside" (40余万家) or "after" them (60%以上)
    below: bool = False  # approximate, and reaches below the number only: 近300家
    common: bool = False  # too common as another word or a part of one (通过, 网上)


BOUND_WORDS = {
    word: bound
    for bound, words in (
        (BoundWord(">"), "超过|超|突破|逾|高于|不止|大于|多于|over|more than"),
        (BoundWord(">", common=True), "过"),
        (BoundWord(">", "inside"), "余|多"),
        (BoundWord(">="), "至少|不低于|不少于|不小于|未低于|at least|no less than|not less than"),
        (BoundWord(">=", common=True), "上"),
        (BoundWord(">=", "after"), "以上"),
        (BoundWord("~"), "约|大约|近似|about"),
        (BoundWord("~", below=True), "近|将近|接近|nearly|almost"),
        (BoundWord("~", "after"), "左右|上下"),
        (BoundWord("<"), "不足|低于|不到|小于|少于|不满|未满|未达|未达到|没有达到|达不到"),
        (BoundWord("<"), "under|less than"),
        (BoundWord("<="), "不超|不超过|未超|未超过|没超|没超过|没有超过|未突破|没有突破|未高于"),
        (BoundWord("<="), "不高于|不大于|不多于|至多|at most|up to|no more than|not more than"),
        (BoundWord("<=", common=True), "最多"),
        (BoundWord("<=", "after"), "以下|以内"),
    )
    for word in words.split("|")
}
INSIDE = "".join(word for word, bound in BOUND_WORDS.items() if bound.place == "inside")

SIGN_ZH = {">": "超", ">=": "至少", "<": "不足", "<=": "至多", "~": "约", "=": ""}
SIGN_EN = {">": "over ", ">=": "at least ", "<": "under ", "<=": "at most ", "~": "about ", "=": ""}
