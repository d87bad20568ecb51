"""Print bare values, one line per name; "-" reads names from stdin."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from infofacts import index, store
from infofacts.commands import parameters as p
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked, of_facts, of_parts, unproven
from infofacts.console import input_lines, known_format
from infofacts.errors import NO, OK, BadUsage, NoAnswer, none_of
from infofacts.messages import N_, _, spoken
from infofacts.text import is_part, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from sqlite3 import Connection

    from infofacts.model import Fact, FactBase
    from infofacts.names import Target
    from infofacts.units import Unit
    from infofacts.years import Years

EXAMPLE = "infofacts get 5g.base-stations.2023 --in 万"


def _scales() -> Sequence[str]:
    from infofacts.units import SCALES  # slow to load, and rarely wanted

    return tuple(SCALES)


BEYOND = ("url", "accessed")  # fields that not every record has


def _fields() -> Sequence[str]:
    from infofacts.model import RECORD

    return (*RECORD, "url")


# fmt: off
SCALE = p.Parameter("scale", "SCALE", "Scale or unit of the printed value: 万, million, 米 …",
                    ("--in",), words=_scales)
FIELD = p.Parameter("field", "FIELD", "Field to print: value, printed, unit, as_of, quote …",
                    ("--field",), default="value", words=_fields)
PARAMETERS = (p.NAME, SCALE, FIELD, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)
# fmt: on


def answer(asked: Asked, names: Sequence[str], scale: str | None, field: str) -> Iterator[Answer]:
    """The value (or another field) of each name, or in a format whole records.

    The names of stdin are answered as they come, for days if need be: in constant memory, and
    for all of them the base is read once.
    """
    format, paths = asked.format, asked.paths()
    if format and (scale is not None or field != "value"):
        raise BadUsage(_("--format: whole records have every field; leave --in and --field out"))
    streaming = "-" in names
    if streaming:
        gc.enable()
    # On a terminal a bare value has beside it what a person needs to use it.
    beside = sys.stdout.isatty() and field == "value" and not format
    lookup = None
    for batch in _batches(names, whole=bool(format)):
        if not (lookup or beside) and (answer := _ready(asked, paths, batch, scale, field)):
            yield answer
            continue
        if not lookup:
            base = asked.base(None if streaming else batch, paths)
            if not streaming:
                base, batch = asked.joined(base, batch, paths)
            lookup = Lookup(base, asked.years, scale, field, lambda: store.read(paths))
        yield _answer(asked, base, *lookup.answers(batch), beside, some=bool(batch))


def _answer(
    asked: Asked,
    base: FactBase,
    lines: Sequence[str],
    shown: Sequence[tuple[str, Fact]],
    messages: Sequence[str],
    beside: bool,
    some: bool,
) -> Answer:
    """The lines of names, or their facts in a format; on a terminal what stands beside values."""
    facts, code = [fact for _cell, fact in shown], NO if messages else OK
    if asked.format and (facts or not some):
        from infofacts.views.topic import stated_grids

        grids = stated_grids(base, facts, asked.display)
        return of_facts(facts, grids, messages=messages, code=code)
    known_format(asked.format or "tsv")
    none = unproven(fact.id for fact in facts if fact.proof == "none")
    parts = of_parts({fact.id: f"{fact.as_of}" for fact in facts if fact.is_part})
    told = [*none, *parts, *messages]
    if not beside:
        text = "" if asked.format else "".join(f"{line}\n" for line in lines)
        return Answer(text=text, messages=told, code=code)
    from infofacts.views.values import newer, values_grid

    told += newer(base, facts, asked.display)
    drawn = [values_grid(shown, asked.display)] if shown else []
    return Answer(grids=partial(list, drawn), messages=told, code=code)


def _ready(
    asked: Asked, paths: Sequence[str], names: Sequence[str], scale: str | None, field: str
) -> Answer | None:
    """What a database has ready for names; None where that takes more."""
    if asked.format:
        return asked.ready(lambda base: ready.picked(base, names, asked.year))
    if asked.of_builtin:
        answer = index.ask(lambda base: _lines(base, names, asked.year, scale, field))
        return Answer(text=answer[0], messages=answer[1]) if answer else None
    if asked.derived or asked.year or scale is not None or field != "value":
        return None
    from infofacts import lookup

    if not (found := lookup.values(paths, names)):
        return None
    lines, none = found
    return Answer(text="".join(f"{line}\n" for line in lines), messages=unproven(none))


def _lines(
    base: Connection, names: Sequence[str], year: str | None, scale: str | None, field: str
) -> tuple[str, list[str]] | None:
    """The lines of names with what the index has ready, and messages about them."""
    lines: list[str] = []
    none: list[str] = []
    parts: dict[str, str] = {}
    for name in names:
        records = list(map(ready.record, ready.picked(base, [name], year) or ()))
        if not records or any(field not in record for record in records):
            return None
        try:
            cells = [cell for record in records for cell in _cells(record, field, scale)]
        except NoAnswer:
            return None
        lines.append("\t".join(cells))
        none += [ready.items(r["id"])[0] for r in records if r["proof"] == '"none"']
        for record in records:
            ident, measure, date = (ready.items(record[key])[0] for key in _DATED)
            number = measure == "level" and record["value"][0] != '"'
            parts |= {ident: date} if number and is_part(record["year"], date) else {}
    return "".join(f"{line}\n" for line in lines), [*unproven(none), *of_parts(parts)]


_DATED = ("id", "measure", "as_of")


def _cells(record: dict[str, str], field: str, scale: str | None) -> list[str]:
    """A field of a record whose values are in JSON, as `Lookup` gives it of a fact."""
    if field != "value" or scale is None:
        return [" ".join(item.split()) for item in ready.items(record[field])]
    from decimal import Decimal

    plain = {key: ready.items(record[key])[0] for key in ("id", "measure", "unit", "printed")}
    value = record["value"]
    ends = [] if '"' in value or value == "null" else list(map(Decimal, ready.items(value)))
    ident, measure, unit, printed = plain.values()
    return _converted(ident, measure, unit or None, printed, ends, *in_what(scale))


def _batches(wanted: Sequence[str], whole: bool) -> Iterator[Sequence[str]]:
    """The names, with "-" replaced by the lines of stdin, as they come unless `whole`."""
    if whole:
        yield [name for batch in _batches(wanted, whole=False) for name in batch]
    elif "-" not in wanted:
        yield [name.strip() for name in wanted]
    else:
        for name in wanted:
            yield from input_lines() if name == "-" else [[name.strip()]]


class Lookup:
    """Looks names up in a base: a field of each, or the value in a scale.

    `whole` reads all of the base, to see whether a value can be computed that is missing.
    """

    def __init__(
        self,
        base: FactBase,
        years: Years,
        scale: str | None,
        field: str,
        whole: Callable[[], FactBase],
    ) -> None:
        from infofacts.names import Misses

        self.base, self.years, self.scale, self.field = base, years, scale, field
        self.whole = whole
        self.computed: FactBase | None = None
        if scale is not None:
            in_what(scale, base.units.values())  # raises before anything is looked up
        self.misses = Misses()

    def answers(self, wanted: Sequence[str]) -> tuple[list[str], list[tuple[str, Fact]], list[str]]:
        """The line of each name, the facts with their parts of the lines, and messages about what
        is missing."""
        lines: list[str] = []
        shown: list[tuple[str, Fact]] = []
        missing: list[str] = []
        for name in wanted:
            cells = []
            for each in self._picked(name):
                try:
                    cells.append("" if isinstance(each, str) else self._cell(each))
                    missing += [each] if each and isinstance(each, str) else []
                    shown += [] if isinstance(each, str) else [(cells[-1], each)]
                except NoAnswer as error:
                    cells.append("")
                    missing += error.lines
            lines.append("\t".join(cells))
        return lines, shown, missing

    def _picked(self, name: str) -> Iterator[Fact | str]:
        """The facts of a name, one or one for each year asked for; a message for the first missing
        one, "" for others.

        No exception is kept: it would keep all that the functions it passed had in hand.
        """
        from infofacts import names
        from infofacts.years import spans

        base, years = self.base, self.years
        try:
            target = names.resolve(base, name, False, self.misses)
        except NoAnswer as error:
            yield str(error)
            return
        names.agree(target, years)
        asked: list[int | None] = [None]
        facts: list[Fact] = []
        if years.chosen and target.indicator and not target.year:
            from infofacts.model import facts_by_indicator

            facts = facts_by_indicator(base).get(target.indicator.id, [])
            asked = [*years.asked(fact.year for fact in facts if fact.preferred)]
            if not asked:
                yield names.why_not(base, target, years)
        found = {year: self._of_year(target, year) for year in asked}
        gone = [year for year, each in found.items() if year and isinstance(each, str)]
        if gone[1:] and target.indicator:
            lacks = names.lacks(
                target.indicator, target.measure, _(" of {year}", year=spans(gone)), facts, gone
            )
            found.update((year, lacks if year == gone[0] else "") for year in gone)
        yield from found.values()

    def _of_year(self, target: Target, year: int | None) -> Fact | str:
        """The fact of a year or the newest one, or the message that there is none."""
        from infofacts import names

        try:
            return names.pick(self.base, target, year)
        except NoAnswer as error:
            return f"{error}{self._computed(target, year or target.year)}"

    def _computed(self, target: Target, year: int | None) -> str:
        """Of a year without a value: that one can be computed, "" where it cannot."""
        from infofacts import derive, names

        if not target.indicator or not year:
            return ""
        self.computed = self.computed or derive.with_derived(self.whole())
        try:
            fact = names.pick(self.computed, target, year)
        except NoAnswer:
            return ""
        from infofacts.views.display import Display
        from infofacts.views.words import value_number

        number = value_number(fact, Display(spoken()))
        return _("; --derived computes {number}", number=number)

    def _cell(self, fact: Fact) -> str:
        """The field of a fact as text, the items of a list between tabs.

        Raises `NoAnswer` for a value that cannot be given in what --in asks for.
        """
        from decimal import Decimal

        from infofacts.formats.tsv import cell

        if self.field == "value" and self.scale is not None:
            several = fact.value if isinstance(fact.value, tuple) else (fact.value,)
            ends = tuple(end for end in several if isinstance(end, Decimal))
            asked = in_what(self.scale, self.base.units.values())
            cells = _converted(fact.id, fact.measure, fact.unit, fact.printed, ends, *asked)
            return "\t".join(cells)
        record = fact.to_dict()
        if self.field not in record and self.field not in BEYOND:
            raise none_of(f"--field {shortened(self.field)}", [" ".join(record)])
        value = fact.accessed or None if self.field == "accessed" else record.get(self.field)
        items = value if isinstance(value, list) else [value]
        return "\t".join(" ".join(cell(item).split()) for item in items)


def in_what(asked: str, declared: Iterable[Unit] = ()) -> tuple[int, str, str]:
    """The power of ten and the unit of what `--in` asks for (万, million, 米, 万米), and its words.

    Units are the known ones and those that a base has declared, in both languages. Raises
    `BadUsage` for a word that is neither a scale nor such a unit.
    """
    from infofacts.lexicon import in_simplified
    from infofacts.units import SCALES, split_unit, unit_of

    asked = in_simplified(asked)
    power = SCALES.get(asked, SCALES.get(asked.lower()))
    if power is not None:
        return power, "", asked
    power, unit = split_unit(asked)
    own = next((each for each in declared if unit in (each.name, each.en, each.plural)), None)
    if not unit or not (own or unit_of(unit)):
        shown = shortened(asked) or "''"
        raise BadUsage(
            _(
                "--in {shown}: expected a unit, or one of {scales}",
                shown=shown,
                scales=" ".join(SCALES),
            )
        )
    return power, own.name if own else unit, asked


def _converted(
    ident: str,
    measure: str,
    unit: str | None,
    printed: str,
    ends: Sequence[Decimal],
    power: int,
    wanted: str,
    asked: str,
) -> list[str]:
    """A number in a scale or in a unit of its kind, where that is exact; both ends of a range.

    Raises `NoAnswer` where it is not.
    """
    from infofacts.numbers import digits_of, exactly, is_share, scale_by
    from infofacts.units import factor_between

    if not ends or measure == "rank" or (power and is_share(unit)):
        template = N_("{ident} is {printed}: not a count to give in {asked}")
        raise NoAnswer(_(template, ident=ident, printed=printed, asked=asked))
    factor = factor_between(unit, wanted) if wanted else None
    if wanted and factor is None:
        template = N_("{ident} is in {unit}: it can't be converted to {wanted}")
        raise NoAnswer(_(template, ident=ident, unit=unit or _("no unit"), wanted=wanted))
    cells = []
    for end in ends:
        number = exactly(end, factor) if factor else end
        if number is None:
            template = N_("{ident} is {printed}: no exact number of {wanted}")
            raise NoAnswer(_(template, ident=ident, printed=printed, wanted=wanted))
        cells.append(digits_of(scale_by(number, -power)))
    return cells
