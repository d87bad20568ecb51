"""Print facts, or write them to a file for other programs."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts import formats, store
from infofacts.commands import parameters as p
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked, keep_base, of_facts, output_path
from infofacts.errors import BadUsage, NoAnswer, listed
from infofacts.formats import BASE_FORMATS, COMPRESSED, FORMATS, RECORD_FORMATS
from infofacts.messages import _

TYPE_CHECKING = False  # what only some answers need is imported where it is used
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from infofacts.model import FactBase

# The formats that a base of any size is written in, a part at a time.
STREAMED = (*RECORD_FORMATS, "parquet", "sqlite", "sdmx-csv")
EXAMPLE = "infofacts export -f sqlite -o facts.db"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "A topic or an indicator; without it, every fact.",
                   of="names", many=True)
FORMAT = p.Parameter("format", "FORMAT",
                     "{formats}; with -o also {base_formats}.",
                     ("-f", "--format"), words=(*FORMATS, *BASE_FORMATS),
                     formats=FORMATS, base_formats=BASE_FORMATS)
OUTPUT = p.output('Write to this file or folder (x.csv.gz is compressed); "-" is standard output.')
WIDE = p.Parameter("wide", "", "One row per indicator, one column per year; numbers only.",
                   ("--wide",), kind="flag", default=False)
PARTITION = p.Parameter("partition", "KEY", 'Parquet: one folder per year (KEY is "year").',
                        ("--partition",), default="", words=("year",))
RAW = p.Parameter("raw", "", "CSV: do not escape cells that a spreadsheet would run.", ("--raw",),
                  kind="flag", default=False)
PARAMETERS = (NAME, *p.FILTERS, p.YEAR, FORMAT, OUTPUT, WIDE, PARTITION, RAW, p.LANG, p.DERIVED,
              p.FACTS, p.NO_BUILTIN)
# fmt: on


def answer(
    asked: Asked, names: Sequence[str], output: str | None, wide: bool, partition: str, raw: bool
) -> Answer:
    """The facts that are asked for, to print or in a file. Raises `NoAnswer` for none."""
    path = output_path(output)
    format = asked.format or (_by_ending(path) if path else None)
    whole = not (names or output or wide or partition or asked.year)
    if whole and (answer := asked.ready(lambda index: ready.inside(index, ()))):
        return answer
    from infofacts.views.topic import stated_grids

    paths = asked.paths()
    all_of_it = not (names or wide or asked.derived or asked.year or any(asked.typed.values()))
    large = store.streamed(paths) if all_of_it and format in STREAMED else None
    if large:
        base = asked.told(large)
    else:
        base = asked.base([*names, *asked.typed["topic"]] if names else None, paths)
        base, names = asked.joined(base, names, paths)
        base = _part(base, asked, names, paths)
    keep_base(base, paths, path)
    if format in BASE_FORMATS or partition:
        if wide:
            known = _(", ").join((*RECORD_FORMATS, "md"))
            raise BadUsage(_("--wide: goes with {formats}", formats=known))
        formats.save(base, format or "", path, partition, raw)
        return Answer(text="")
    if format and format not in FORMATS:
        known = _(
            "{formats}; with -o also {base_formats}",
            formats=_(", ").join(FORMATS),
            base_formats=_(", ").join(BASE_FORMATS),
        )
        raise BadUsage(_("--format {format}: expected one of {known}", format=format, known=known))
    if wide:
        return _wide(base, bool(asked.typed["measure"]), format=format, raw=raw, output=path)
    stated = base.facts.values()
    grids = stated_grids(base, stated, asked.display)
    return of_facts(stated, grids, format=format, raw=raw, output=path)


def _by_ending(path: Path) -> str | None:
    """The format that a file's name asks for, None for a name without an ending.

    Raises `BadUsage` for an ending that no format has.
    """
    if not path.suffix or (format := formats.format_of(path.name)):
        return format if path.suffix else None
    known = _(", ").join(formats.endings())
    message = _(
        "--output {output}: expected a file name with {known}, or --format",
        output=path,
        known=known,
    )
    if path.suffix.lower() == COMPRESSED:
        message = _("{message}; only texts are compressed", message=message)
    raise BadUsage(message)


def _part(base: FactBase, asked: Asked, names: Sequence[str], paths: Sequence[str]) -> FactBase:
    """The facts of a base that names and filters leave, with what those of names belong to."""
    from infofacts.commands.selection import facts_of
    from infofacts.record import replace

    filters = asked.filters(paths, base)
    facts = facts_of(base, names, filters.years) if names else list(base.facts.values())
    what = _("no facts of {names}", names=listed(names)) if names else _("no facts")
    if filters.given:
        facts = filters.narrow(facts, what)
    if names and not facts:
        raise NoAnswer(what)
    if names:
        topics, indicators = {f.topic for f in facts}, {f.indicator_id for f in facts}
        base = replace(
            base,
            topics={key: each for key, each in base.topics.items() if key in topics},
            indicators={key: each for key, each in base.indicators.items() if key in indicators},
        )
    if names or filters.given:
        base = replace(base, facts={fact.id: fact for fact in facts})
    return base


def _wide(base: FactBase, every: bool, **more: Any) -> Answer:
    """One row per indicator with a column per year; `every` measure has a row, else levels.

    What is no number is left out, and told. Raises `NoAnswer` where nothing is left.
    """
    from infofacts.formats._tables import series
    from infofacts.views.table import Column, Grid

    rows, left_out = series(base, every)
    if not rows:
        raise NoAnswer(_("--wide: none of these facts is a number"))
    keys = list(rows[0])

    def grids() -> list[Grid]:
        from infofacts.formats.tsv import cell

        return [
            Grid([Column(key) for key in keys], [[cell(row[key]) for key in keys] for row in rows])
        ]

    told = _("left out, for they are no numbers: {facts}", facts=listed(left_out))
    messages = [told] if left_out else []
    return Answer(lambda: rows, grids, messages=messages, **more)
