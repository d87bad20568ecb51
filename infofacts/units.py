"""What is printed around a number: scale words, units and bound words, each declared once."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import attrgetter

from infofacts.unit_table import MEASURE_WORDS, TABLE

TYPE_CHECKING = False  # as in `typing`
if TYPE_CHECKING:
    from fractions import Fraction

# Scale words that can begin a printed unit, with their power of ten; longest first.
# 千 and 百 are left out on purpose: 千瓦时 and 百分点 are units of their own.
ZH_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "千万": 7, "百万": 6, "亿": 8, "万": 4}
EN_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "B": 9}
EN_SHORT = {"bn": 9, "mn": 6, "mln": 6, "bln": 9, "trn": 12, "tn": 12, "lakh": 5, "crore": 7}
SCALE = "|".join(ZH_SCALES)
SCALES = {**ZH_SCALES, "千": 3, "百": 2, **EN_SCALES}  # those that a value can be asked for in


@lru_cache(1 << 10)  # facts share units, and each is asked for its own many times
def split_unit(unit: str) -> tuple[int, str]:
    """Split a printed unit into the scale's power of ten and the base unit.

    >>> split_unit("万个"), split_unit("亿"), split_unit("%"), split_unit("million users")
    ((4, '个'), (8, ''), (0, '%'), (6, 'users'))
    """
    if unit[:1].isascii():
        first, _, rest = unit.partition(" ")
        scale = EN_SCALES.get(first) or EN_SHORT.get(first)
        return (scale, rest) if scale else (0, unit)
    size = 2 if unit[:2] in ZH_SCALES else 1
    power = ZH_SCALES.get(unit[:size], 0)
    return (power, unit[size:]) if power else (0, unit)


# ---------------------------------------------------------------- units
class Unit:
    """A unit without its scale word: how it is read, printed and searched for.

    It is no `Record`, which takes ten times as long to make: there are hundreds at every start.
    """

    __slots__ = "name", "en", "plural", "kind", "factor", "asked", "silent", "noun", "loose"

    def __init__(
        self, name: str, en: str = "", plural: str = "", kind: str = "", factor: str = "",
        asked: str = "", silent: bool = False, noun: bool = False, loose: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self.en = en  # English; "" for a measure word (个, 家): the label names what is counted
        self.plural = plural  # English for other numbers than one, if it is another
        self.kind = kind  # what is measured: length, currency, people …
        self.factor = factor  # how many of the first unit of its kind one is; "" for no such number
        self.asked = asked  # the words of a search that ask for it
        self.silent = silent  # its English would only repeat the label: 18.5 million (video plays)
        self.noun = noun  # 多少省 asks about provinces, but 多少家 about something else
        self.loose = loose  # a following 纳税人, 份 or 别 is often a separate word, no longer unit

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unit) and _cells(self) == _cells(other)

    def __hash__(self) -> int:
        return hash(self.name)


_cells = attrgetter(*Unit.__slots__)
POINTS = "个百分点"
# Units whose other properties the table does not have; for those in it, what a search asks for.
_UNITS = (
    Unit("人", "person", "people", "people", "1", "人数|多少人|几人|users|people"),
    Unit("名", kind="people", factor="1"),
    Unit("位", kind="people", factor="1"),
    Unit(
        "户", "user", "users", "people", "1", "户|多少人|几人|users|subscribers|people", loose=True
    ),
    Unit("户纳税人", "taxpayer", "taxpayers"),
    Unit("人次", "person-time", "person-times", asked="人次|人数|多少人|people", silent=True),
    Unit("次", "time", "times", silent=True),
    Unit("省", noun=True, loose=True),
    Unit("类", loose=True),
    *(Unit(name, asked=name) for name in "家台件颗"),
    Unit("块", "chip", "chips", asked="块"),
    Unit("倍", "times"),
    Unit("行", "line", "lines"),
    Unit("核", "core", "cores"),
    Unit("标准机架", "standard rack", "standard racks"),
    Unit("Tokens", "token", "tokens"),
    Unit("G", "GB"),
    Unit("T", "Tbps"),
)
_ASKED = {
    "元": "元|多少钱|金额|yuan|rmb|money",
    "公里": "公里|km|kilometres|kilometers",
    "EFLOPS": "eflops",
    "ZB": "zb",
}
# Units with a word of a search that asks for them.
ASKED = [
    (name, word)
    for name, words in (*_ASKED.items(), *((unit.name, unit.asked) for unit in _UNITS))
    for word in filter(None, words.split("|"))
]
_COUNTED = (
    "个 套 台（套） 项 款 种 条 门 节 处 座 起 张 笔 卷 册 景 部 届 批 所 级 篇 批次 场 项（场） "
    "篇（条） 只 辆 枚 幅 支 道 块(/32) 块（/32） 份 步 强"
)
_NOUNS = "省份 村 部门 城市 国家 方面 领域 类别"


def _table() -> dict[str, Unit]:
    """The units of the table by each of their names."""
    units: dict[str, Unit] = {}
    for section in TABLE.split("\n== ")[1:]:
        kind, *lines = section.split("\n")
        for names, en, plural, factor, *_ in (f"{line}||".split("|") for line in lines if line):
            every = names.split()
            unit = Unit(every[0], en, plural, kind, factor, _ASKED.get(every[0], ""))
            for name in every:
                units[name] = unit
    return units


# By every name that is printed: $ and USD are 美元.
UNITS: dict[str, Unit] = {
    "": Unit(""),
    **{unit.name: unit for unit in map(Unit, _COUNTED.split())},
    **{name: Unit(name, noun=True) for name in (*_NOUNS.split(), *MEASURE_WORDS.split())},
    **_table(),
    **{unit.name: unit for unit in _UNITS},
}
for _name in ("per cent %", "t CO2e tCO2e", "t CO2 tCO2"):  # names of the table have no blanks
    UNITS[_name.rpartition(" ")[0]] = UNITS[_name.rpartition(" ")[2]]


@cache
def units_en() -> dict[str, str]:
    """The English of the units by each of their names."""
    return {name: unit.plural or unit.en for name, unit in UNITS.items()}


@cache
def _by_english() -> dict[str, Unit]:
    """The units by their English names."""
    return {english: unit for unit in UNITS.values() for english in (unit.plural, unit.en)}


class DeclaredUnit(str):
    """The name of a unit that a base declares; it is a text wherever only the name counts."""

    unit: Unit


def declared(unit: Unit) -> DeclaredUnit:
    """A unit's name that knows the unit.

    >>> unit_of(declared(Unit("床", "bed", "beds"))).plural, declared(Unit("床")) == "床"
    ('beds', True)
    """
    name = DeclaredUnit(unit.name)
    name.unit = unit
    return name


def unit_in_english(name: str) -> str | None:
    """The English of a unit's name; of a word that only counts "number", None where it is unknown.

    >>> [unit_in_english(name) for name in ("户", "元", "家", "%", "元/吨", "米粒")]
    ['users', 'yuan', 'number', '%', 'yuan per tonne', None]
    """
    unit = unit_of(name)
    return None if unit is None else unit.plural or unit.en or "number"


def unit_of(name: str | None) -> Unit | None:
    """The unit of a printed name: declared, built in, or made of two (元/吨, 元每吨); else None.

    >>> unit_of("元/吨").plural, unit_of("万块石头"), unit_of("$").name
    ('yuan per tonne', None, '美元')
    """
    if isinstance(name, DeclaredUnit):
        return name.unit
    if name is None or (unit := UNITS.get(name) or _by_english().get(name)):
        return unit if name else UNITS[""]
    for sign in "/每":
        above, _, below = name.partition(sign)
        one, other = (
            UNITS.get(above) or _by_english().get(above),
            UNITS.get(below)
            or _by_english().get(below)
            or UNITS.get(split_unit(below)[1].lstrip("百千")),
        )
        if above and below and one and other:
            per = f" per {other.en or below}"
            return Unit(name, (one.en or above) + per, (one.plural or one.en or above) + per)
    return None


@cache
def _squeezed() -> dict[str, str]:
    """The units by their Latin names without blanks, the longest first."""
    units: dict[str, str] = {}
    for name, unit in (*UNITS.items(), *_by_english().items()):
        if name.isascii() and name.strip("%$"):
            units.setdefault("".join(name.split()), unit.name)
    return {name: units[name] for name in sorted(units, key=len, reverse=True)}


def unit_begun(words: str) -> str:
    """The unit that squeezed English words begin with, or "".

    >>> unit_begun("cubicmetrein2024"), unit_begun("kWh"), unit_begun("kWhat")
    ('立方米', '千瓦时', '')
    """
    for name, unit in _squeezed().items():
        if words.startswith(name) and (len(name) > 4 or not words[len(name) :][:1].isalpha()):
            return unit
    return ""


# Units of nothing that is measured which don't count whole things either.
_NOT_COUNTED = frozenset("倍 times G T 级 分 强 人天 人年 人月".split())


def is_count(name: str | None) -> bool:
    """Whether a unit counts whole things: people, or what a measure word counts.

    >>> [is_count(unit) for unit in ("家", "人", "%", "公里", "倍", "元/吨", None)]
    [True, True, False, False, False, False, False]
    """
    unit = unit_of(name) if name else None
    if not unit or unit.name in _NOT_COUNTED or "/" in unit.name.partition("(")[0]:
        return False
    return unit.kind in ("", "people", "count") and "每" not in unit.name


def factor_between(one: str | None, other: str | None) -> Fraction | None:
    """How many of another unit one unit is; None where they count different things.

    >>> factor_between("公里", "米"), factor_between("户", "人"), factor_between("元", "美元")
    (Fraction(1000, 1), Fraction(1, 1), None)
    """
    from fractions import Fraction

    if one == other:
        return Fraction(1)
    mine, others = unit_of(one), unit_of(other)
    if not mine or not others or not (one and other):
        return None
    if mine is others:
        return Fraction(1)
    if mine.kind == others.kind and mine.factor and others.factor:
        return Fraction(mine.factor) / Fraction(others.factor)
    return None


# ---------------------------------------------------------------- bound words
class BoundWord:
    """The meaning of a printed bound word; no `Record` for the same reason."""

    __slots__ = "below", "common", "place", "sign"

    def __init__(
        self, sign: str, place: str = "before", below: bool = False, common: bool = False
    ) -> None:
        self.sign = sign  # one of > >= < <= ~
        self.place = place  # before the digits (超7亿台), inside (40余万家) or after them (60%以上)
        self.below = below  # approximate, and reaches below the number only: 近300家
        self.common = common  # too common as another word or a part of one (通过, 网上)


BOUND_WORDS = {
    word: bound
    for bound, words in (
        (BoundWord(">"), "超过|超|突破|逾|高于|不止|大于|多于|超出|超越|>|＞|﹥"),
        (
            BoundWord(">"),
            "over|more than|above|exceeding|exceeds|exceeded|exceed|surpassing|surpassed|surpasses|surpass|"
            "topped|in excess of|upwards of|just over|just above",
        ),
        (BoundWord(">", common=True), "过"),
        (BoundWord(">", "inside"), "余|多"),
        (BoundWord(">", "inside", common=True), "几"),
        (BoundWord(">", common=True), "数"),
        (BoundWord(">", "after"), "出头|有余|开外"),
        (BoundWord("~", "inside", common=True), "来"),
        (BoundWord(">="), "至少|不低于|不少于|不小于|未低于|不下于|不下|≥|≧"),
        (BoundWord(">="), "at least|no less than|not less than|no fewer than|not fewer than"),
        (BoundWord(">=", common=True), "上"),
        (BoundWord(">=", "after"), "以上"),
        (
            BoundWord("~"),
            "约|大约|近似|大概|大致|差不多|≈|~|about|around|approximately|roughly|some",
        ),
        (BoundWord("~"), "circa"),
        (
            BoundWord("~", below=True),
            "近|将近|接近|近乎|几乎|nearly|almost|close to|just under|just below",
        ),
        (BoundWord("~", "after"), "左右|上下"),
        (BoundWord("<"), "不足|低于|不到|小于|少于|不满|未满|未达|未达到|没有达到|达不到|<|＜|﹤"),
        (BoundWord("<"), "under|less than|fewer than|below"),
        (BoundWord("<="), "不超|不超过|未超|未超过|没超|没超过|没有超过|未突破|没有突破|未高于"),
        (BoundWord("<="), "不高于|不大于|不多于|至多|最多|≤|≦"),
        (BoundWord("<="), "at most|up to|no more than|not more than"),
        (BoundWord("<=", "after"), "以下|以内"),
    )
    for word in words.split("|")
}
INSIDE = "".join(word for word, bound in BOUND_WORDS.items() if bound.place == "inside")

SIGN_ZH = {">": "超", ">=": "至少", "<": "不足", "<=": "至多", "~": "约", "=": ""}
SIGN_EN = {">": "over ", ">=": "at least ", "<": "under ", "<=": "at most ", "~": "about ", "=": ""}
