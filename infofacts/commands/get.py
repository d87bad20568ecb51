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


BEYOND = ("url", "accessed")  # fields that not every record has


def _fields() -> Sequence[str]:
    from infofacts.model import RECORD  # slow to load, and rarely wanted

    return (*RECORD, *BEYOND)


# fmt: off
SCALE = p.Parameter("scale", "SCALE", "Scale of the printed value: 万, 亿, million, billion …",
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
        if "-" not in names:
            base, batch = asked.joined(base, batch, paths)
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


def _batches(wanted: Sequence[str], whole: bool) -> Iterator[Sequence[str]]:
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
        power = None if scale is None else scale_power(scale)
        for name in wanted:
            cells = []
            for fact in _picked(base, name, years):
                try:
                    if isinstance(fact, NoAnswer):
                        raise fact
                    cells.append(_cell(fact, field, power, scale))
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


def scale_power(scale: str) -> int:
    """The power of ten of a scale word (万, million). Raises `BadUsage` for other words."""
    from infofacts.units import EN_SCALES, ZH_SCALES

    powers = {**ZH_SCALES, "千": 3, "百": 2, **EN_SCALES}
    power = powers.get(scale, powers.get(scale.lower()))
    if power is None:
        raise BadUsage(f"--in {scale or repr(scale)}: expected one of {' '.join(powers)}")
    return power


def _cell(fact: Fact, field: str, power: int | None, scale: str | None) -> str:
    """A field of a fact as text, the value in a scale; the items of a list between tabs."""
    from infofacts.formats.tsv import cell
    from infofacts.numbers import digits_of, is_share, scale_by

    if field == "value" and power is not None:
        if fact.number is None or is_share(fact.unit) or fact.measure == "rank":
            raise NoAnswer(f"{fact.id} is {fact.printed}: not a count to give in {scale}")
        return digits_of(scale_by(fact.number, -power))
    record = fact.to_dict()
    if field not in record and field not in BEYOND:
        raise BadUsage(f"--field {field}: expected one of {' '.join(record)}")
    value = fact.accessed or None if field == "accessed" else record.get(field)
    items = value if isinstance(value, list) else [value]
    return "\t".join(" ".join(cell(item).split()) for item in items)
