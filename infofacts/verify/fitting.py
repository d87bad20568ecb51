"""Whether a value of the base can be what a number says: its unit, measure and direction."""

from __future__ import annotations

from infofacts.model import Fact
from infofacts.verify.claims import PERCENT, POINTS, RANK, Claim, coded
from infofacts.verify.context import Measure
from infofacts.verify.judge import FOREIGN

SHARES = {PERCENT, POINTS}
# Units that count something of their own, not things of any kind.
_SPECIAL = frozenset(
    "元 人次 次 年 月 天 小时 分钟 岁 倍 吨 公里 千瓦时 度 行 核 周年 个月 日 秒 周".split()
)
_NOT_BARE = (*FOREIGN, "年", "月", "天", "倍")
_ALIKE = {"G": "GB", "度": "千瓦时", "次": "uses", "人次": "uses"}


def units_agree(claim: Claim, fact: Fact) -> bool:
    """Whether a number can count what a value counts: a bare one can count anything."""
    mine, other = claim.unit, coded(fact.unit or "")
    if fact.measure == "rank" or mine == RANK:
        return (fact.measure == "rank") == (mine == RANK)
    if mine == other:
        return True
    if SHARES & {mine, other}:
        return False
    if not mine or not other:
        return mine not in _NOT_BARE
    return _counted(mine) == _counted(other)


def _counted(unit: str) -> str:
    """What a unit counts: things of any kind, or something of its own."""
    return _ALIKE.get(unit, unit if unit in _SPECIAL or unit.isascii() else "things")


def comparable(claim: Claim, fact: Fact) -> bool:
    """`units_agree`, or per cent and percentage points, which are often confused."""
    return units_agree(claim, fact) or {claim.unit, fact.unit} == SHARES


def measures(claim: Claim, fact: Fact, measure: Measure) -> bool:
    """Whether a value is of a measure; a yearly average is none of one year."""
    if measure.kind != fact.measure:
        return False
    return fact.measure != "growth" or ((fact.years or 1) > 1) == measure.yearly


def directed(measure: Measure, fact: Fact) -> bool:
    """Whether a change goes the same way."""
    if measure.kind not in ("change", "growth") or fact.number is None:
        return True
    return (fact.number < 0) == measure.falls


def has_measure(facts: list[Fact], claim: Claim, measure: Measure) -> int:
    """Whether an indicator has such values (2), or such that one can be computed (1)."""
    if measure.kind == "level":
        return 2 * any(f.measure == "level" and comparable(claim, f) for f in facts)
    kinds = ("growth", "change") if claim.unit in SHARES else (measure.kind,)
    if any(fact.measure in kinds for fact in facts):
        return 2
    points = claim.unit == POINTS
    return int(any(f.measure == "level" and (f.unit == PERCENT) == points for f in facts))
