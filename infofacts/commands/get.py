"""What `get` answers: bare values, or another field of a record, a line for each name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from infofacts import names
from infofacts.errors import BadUsage, NoAnswer
from infofacts.formats.tsv import cell
from infofacts.model import Fact, FactBase
from infofacts.names import Years
from infofacts.numbers import digits_of, is_share, scale_by
from infofacts.units import EN_SCALES, ZH_SCALES


@dataclass(frozen=True, slots=True)
class Bare:
    """The bare values of `get`, a line for each name, and what to say of those not found."""

    lines: Sequence[str]
    facts: Sequence[Fact]
    missing: Sequence[str]


def get(base: FactBase, wanted: Sequence[str], years: Years, scale: str | None, field: str) -> Bare:
    """The value (or another field) of each name; an empty line where there is none."""
    power = None if scale is None else scale_power(scale)
    lines: list[str] = []
    facts: list[Fact] = []
    missing: list[str] = []
    for name in wanted:
        cells = []
        for found in _picked(base, name, years):
            try:
                fact = found()
                cells.append(_bare(fact, field, power, scale))
                facts.append(fact)
            except NoAnswer as error:
                cells.append("")
                missing += error.lines
        lines.append("\t".join(cells))
    return Bare(lines, facts, missing)


def _picked(base: FactBase, name: str, years: Years) -> list[Callable[[], Fact]]:
    """What finds the facts of a name: one, or one for each year asked for."""
    try:
        target = names.resolve(base, name, prefer_topic=False)
    except NoAnswer as error:
        return [partial(_raise, error)]
    names.agree(target, years)
    one = partial(names.pick, base, target)
    if not years.chosen or not target.indicator or target.year:
        return [one]
    facts = names.facts_of(base, target.indicator)
    asked = years.asked(fact.year for fact in facts if fact.preferred)
    if not asked:
        return [partial(_raise, NoAnswer(names.why_not(base, target, years)))]
    return [partial(one, year) for year in asked]


def _raise(error: NoAnswer) -> NoReturn:
    raise error


def scale_power(scale: str) -> int:
    """The power of ten of a scale word (万, million). Raises `BadUsage` for other words."""
    powers = {**ZH_SCALES, "千": 3, "百": 2, **EN_SCALES}
    power = powers.get(scale, powers.get(scale.lower()))
    if power is None:
        raise BadUsage(f"--in {scale or repr(scale)}: expected one of {' '.join(powers)}")
    return power


def _bare(fact: Fact, field: str, power: int | None, scale: str | None) -> str:
    if field == "value" and power is not None:
        if fact.number is None or is_share(fact.unit) or fact.measure == "rank":
            raise NoAnswer(f"{fact.id} is {fact.printed}: not a count to give in {scale}")
        return digits_of(scale_by(fact.number, -power))
    record = fact.to_dict()
    if field not in record and field != "url":
        raise BadUsage(f"--field {field}: expected one of {' '.join(record)}")
    value = record.get(field)
    items = value if isinstance(value, list) else [value]
    return "\t".join(" ".join(cell(item).split()) for item in items)
