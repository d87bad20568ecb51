"""Printed quantities: exact decimals with a scale word, a unit and a bound.

A quantity is printed as digits ("337.7"), a scale word (万), a unit (个) and sometimes a
bound (超). Everything is `Decimal` from parse to print, in arithmetic that never rounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

# Scale words that can begin a printed unit, with their power of ten; longest first.
# 千 and 百 are left out on purpose: 千瓦时 and 百分点 are units of their own.
ZH_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "千万": 7, "百万": 6, "亿": 8, "万": 4}
EN_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "B": 9}

# A bound word: the sign it stands for, and where it is printed:
# before the digits (超7亿台), inside the number (40余万家) or after it (60%以上).
BOUND_WORDS = {
    "超过": (">", "before"), "超": (">", "before"), "突破": (">", "before"),
    "逾": (">", "before"), "高于": (">", "before"), "过": (">", "before"),
    "至少": (">=", "before"), "上": (">=", "before"), "不低于": (">=", "before"),
    "不少于": (">=", "before"), "不止": (">", "before"), "大于": (">", "before"), "多于": (">", "before"),
    "余": (">", "inside"), "多": (">", "inside"), "以上": (">=", "after"),
    "近似": ("~", "before"), "近": ("~", "before"), "约": ("~", "before"), "大约": ("~", "before"),
    "将近": ("~", "before"), "接近": ("~", "before"), "左右": ("~", "after"), "上下": ("~", "after"),
    "不超": ("<=", "before"), "未超": ("<=", "before"), "未超过": ("<=", "before"),
    "没超": ("<=", "before"), "没超过": ("<=", "before"), "未突破": ("<=", "before"),
    "没有突破": ("<=", "before"), "未高于": ("<=", "before"), "未低于": (">=", "before"),
    "未达到": ("<", "before"), "没有达到": ("<", "before"), "达不到": ("<", "before"),
    "没有超过": ("<=", "before"), "未达": ("<", "before"), "不满": ("<", "before"), "未满": ("<", "before"),
    "不足": ("<", "before"), "低于": ("<", "before"), "不到": ("<", "before"), "小于": ("<", "before"),
    "少于": ("<", "before"), "不超过": ("<=", "before"), "不高于": ("<=", "before"),
    "不大于": ("<=", "before"), "不多于": ("<=", "before"), "不小于": (">=", "before"),
    "至多": ("<=", "before"), "最多": ("<=", "before"), "以下": ("<=", "after"), "以内": ("<=", "after"),
    "over": (">", "before"), "more than": (">", "before"), "at least": (">=", "before"),
    "nearly": ("~", "before"), "almost": ("~", "before"), "about": ("~", "before"),
    "under": ("<", "before"), "less than": ("<", "before"), "at most": ("<=", "before"),
    "up to": ("<=", "before"), "no more than": ("<=", "before"), "not more than": ("<=", "before"),
    "no less than": (">=", "before"), "not less than": (">=", "before"),
}  # fmt: skip

# English for units. A measure word (个, 家, 款 …) has none: the label says what is counted.
UNITS_EN = {
    "": "", "%": "%", "个百分点": "percentage points", "元": "yuan", "户": "users", "户纳税人": "taxpayers",
    "人": "people", "人次": "person-times", "次": "times", "年": "years", "周年": "years", "公里": "km", "吨": "tonnes",
    "千瓦时": "kWh", "块": "chips", "标准机架": "standard racks", "行": "lines", "核": "cores",
    "EFLOPS": "EFLOPS", "ZB": "ZB", "EB": "EB", "PB": "PB", "TB": "TB", "GB": "GB", "G": "GB",
    "Tbps": "Tbps", "T": "Tbps", "bps": "bps", "MHz": "MHz", "Tokens": "tokens", "岁": "years old",
    "小时": "hours", "分钟": "minutes", "天": "days", "倍": "times",
} | dict.fromkeys(
    (
        "个 家 台 套 台（套） 件 项 款 种 类 条 门 节 处 座 颗 起 张 笔 卷 册 景 部 届 批 省 省份 村 所 位 名 级 篇 批次 场 项（场） 篇（条） "
        "只 辆 枚 幅 支 道 部门 城市 国家 方面 领域 块(/32) 块（/32） 份 步 类别 强"
    ).split(),
    "",
)  # fmt: skip

# Units whose English name would only repeat the label: 18.5 million (video plays, visits).
_UNSAID_EN = frozenset(("次", "人次"))

POINTS = "个百分点"
SIGN_ZH = {">": "超", ">=": "至少", "<": "不足", "<=": "至多", "~": "约", "=": ""}
SIGN_EN = {">": "over ", ">=": "at least ", "<": "under ", "<=": "at most ", "~": "about ", "=": ""}
