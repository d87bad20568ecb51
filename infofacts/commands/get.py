"""Print bare values, one line per name; "-" reads names from stdin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infofacts import store
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, of_facts
from infofacts.console import input_lines, known_format
from infofacts.errors import NO, OK, BadUsage, NoAnswer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from infofacts.model import Fact, FactBase
    from infofacts.names import Years

EXAMPLE = "infofacts get 5g.base-stations.2023 --in 万"
SCALES = ("万", "亿", "万亿", "thousand", "million", "billion", "trillion")


def _fields() -> Sequence[str]:
    from infofacts.model import RECORD  # slow to load, and rarely wanted

    return (*RECORD, "url")


# fmt: off
SCALE = p.Parameter("scale", "SCALE", "Scale or unit of the printed value: 万, million, 米 …",
                    ("--in",), words=SCALES)
FIELD = p.Parameter("field", "FIELD", "Field to print: value, printed, unit, as_of, quote …",
                    ("--field",), default="value", words=_fields)
PARAMETERS = (p.NAME, SCALE, FIELD, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)
# fmt: on


def answer(asked: Asked, names: Sequence[str], scale: str | None, field: str) -> Iterator[Answer]:
    """The value (or another field) of each name, or in a format whole records.

    The names of stdin are answered as they come, so that an endless list takes no memory.
    """
    format, paths, years = asked.format, asked.paths(), asked.year
    if format and (scale is not None or field != "value"):
        raise BadUsage("--format: whole records have every field; leave --in and --field out")
    plain = scale is None and field == "value" and not (format or asked.derived) and years is None
    for batch in _batches(names, whole=bool(format)):
        if plain and (lines := store.values(paths, batch)):
            yield Answer(text="".join(f"{line}\n" for line in lines))
            continue
        base = asked.base(batch, paths)
        values = Values(base, batch, asked.years, scale, field)
        code = NO if values.missing else OK
        if format and (values.facts or not batch):
            from infofacts.views.topic import stated_grids

            grids = stated_grids(base, values.facts, asked.display)
            yield of_facts(values.facts, grids, messages=values.missing, code=code)
        else:
            known_format(format or "tsv")
            text = "" if format else "".join(f"{line}\n" for line in values.lines)
            yield Answer(text=text, messages=values.missing, code=code)


def _batches(wanted: Sequence[str], whole: bool) -> Iterator[list[str]]:
    """The names, with "-" replaced by the lines of stdin, as they come unless `whole`."""
    if whole:
        yield [name for batch in _batches(wanted, whole=False) for name in batch]
    elif "-" not in wanted:
        yield [name.strip() for name in wanted]
    else:
        for name in wanted:
            yield from input_lines() if name == "-" else [[name.strip()]]


class Values:
    """The bare values of names, one line per name, and messages for those not found."""

    def __init__(
        self, base: FactBase, wanted: Sequence[str], years: Years, scale: str | None, field: str
    ) -> None:
        self.lines: list[str] = []
        self.facts: list[Fact] = []
        self.missing: list[str] = []
        if scale is not None:
            in_what(scale)  # raises before anything is looked up
        for name in wanted:
            cells = []
            for fact in _picked(base, name, years):
                try:
                    if isinstance(fact, NoAnswer):
                        raise fact
                    cells.append(_cell(fact, field, scale))
                    self.facts.append(fact)
                except NoAnswer as error:
                    cells.append("")
                    self.missing += error.lines
            self.lines.append("\t".join(cells))


def _picked(base: FactBase, name: str, years: Years) -> list[Fact | NoAnswer]:
    """The facts of a name: one, or one for each year asked for; or why there is none."""
    from infofacts import names

    try:
        target = names.resolve(base, name, prefer_topic=False)
    except NoAnswer as error:
        return [error]
    names.agree(target, years)
    asked: list[int | None] = [None]
    if years.chosen and target.indicator and not target.year:
        facts = names.facts_by_indicator(base).get(target.indicator.id, [])
        asked = [*years.asked(fact.year for fact in facts if fact.preferred)]
        if not asked:
            return [NoAnswer(names.why_not(base, target, years))]
    picked: list[Fact | NoAnswer] = []
    for year in asked:
        try:
            picked.append(names.pick(base, target, year))
        except NoAnswer as error:
            picked.append(error)
    return picked


def in_what(asked: str) -> tuple[int, str]:
    """The power of ten and the unit of what `--in` asks for: 万, million, 米, 万米.

    Raises `BadUsage` for a word that is neither a scale nor a known unit.
    """
    from infofacts.units import EN_SCALES, ZH_SCALES, split_unit, unit_of

    powers = {**ZH_SCALES, "千": 3, "百": 2, **EN_SCALES}
    power = powers.get(asked, powers.get(asked.lower()))
    if power is not None:
        return power, ""
    power, unit = split_unit(asked)
    if not unit or not unit_of(unit):
        known = " ".join(powers)
        raise BadUsage(f"--in {asked or repr(asked)}: expected a unit, or one of {known}")
    return power, unit


def _converted(fact: Fact, asked: str) -> str:
    """A number in a scale or in a unit of its kind, where that is exact; both ends of a range.

    Raises `NoAnswer` where it is not.
    """
    from decimal import Decimal

    from infofacts.numbers import digits_of, exactly, is_share, scale_by
    from infofacts.units import factor_between

    power, unit = in_what(asked)
    if fact.size is None or fact.measure == "rank" or (power and is_share(fact.unit)):
        raise NoAnswer(f"{fact.id} is {fact.printed}: not a count to give in {asked}")
    factor = factor_between(fact.unit, unit) if unit else factor_between(None, None)
    if factor is None:
        raise NoAnswer(f"{fact.id} is in {fact.unit or 'no unit'}: it can't be converted to {unit}")
    ends = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    cells = []
    for end in ends:
        assert isinstance(end, Decimal)
        number = exactly(end, factor)
        if number is None:
            raise NoAnswer(f"{fact.id} is {fact.printed}: no exact number of {unit}")
        cells.append(digits_of(scale_by(number, -power)))
    return "\t".join(cells)


def _cell(fact: Fact, field: str, scale: str | None) -> str:
    """A field of a fact as text, the value in a scale or unit; the items of a list between tabs."""
    from infofacts.formats.tsv import cell

    if field == "value" and scale is not None:
        return _converted(fact, scale)
    record = fact.to_dict()
    if field not in record and field != "url":
        raise BadUsage(f"--field {field}: expected one of {' '.join(record)}")
    value = record.get(field)
    items = value if isinstance(value, list) else [value]
    return "\t".join(" ".join(cell(item).split()) for item in items)
