"""Print facts, or write them to a file for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infofacts import formats
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, keep_base, of_facts, output_path
from infofacts.commands.selection import facts_of
from infofacts.errors import BadUsage, NoAnswer, listed
from infofacts.formats import BASE_FORMATS, COMPRESSED, FORMATS, RECORD_FORMATS
from infofacts.model import FactBase
from infofacts.record import replace
from infofacts.views.topic import stated_grids

EXAMPLE = "infofacts export -f sqlite -o facts.db"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "A topic or an indicator; without it, every fact.",
                   of="names", many=True)
FORMAT = p.Parameter("format", "FORMAT",
                     f"{', '.join(FORMATS)}; with -o also {', '.join(BASE_FORMATS)}.",
                     ("-f", "--format"), words=(*FORMATS, *BASE_FORMATS))
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
    paths = asked.paths()
    base = asked.base([*names, *asked.typed["topic"]] if names else None, paths)
    base, names = asked.joined(base, names, paths)
    base = _part(base, asked, names, paths)
    keep_base(base, paths, path)
    if format in BASE_FORMATS or partition:
        if wide:
            raise BadUsage(f"--wide: goes with {', '.join(RECORD_FORMATS)} and md")
        formats.save(base, format or "", path, partition, raw)
        return Answer(text="")
    if format and format not in FORMATS:
        known = f"{', '.join(FORMATS)}; with -o also {', '.join(BASE_FORMATS)}"
        raise BadUsage(f"--format {format}: expected one of {known}")
    if wide:
        return _wide(base, bool(asked.typed["measure"]), format=format, raw=raw, output=path)
    stated = list(base.facts.values())
    grids = stated_grids(base, stated, asked.display)
    return of_facts(stated, grids, format=format, raw=raw, output=path)


def _by_ending(path: Path) -> str | None:
    """The format that a file's name asks for, None for a name without an ending.

    Raises `BadUsage` for an ending that no format has.
    """
    if not path.suffix or (format := formats.format_of(path.name)):
        return format if path.suffix else None
    known = ", ".join(formats.endings())
    text = f"; {COMPRESSED} only after that of a text" * (path.suffix.lower() == COMPRESSED)
    raise BadUsage(f"--output {path}: expected a file name with {known}, or --format{text}")


def _part(base: FactBase, asked: Asked, names: Sequence[str], paths: Sequence[str]) -> FactBase:
    """The facts of a base that names and filters leave, with what those of names belong to."""
    filters = asked.filters(paths, base)
    facts = facts_of(base, names, filters.years) if names else list(base.facts.values())
    if filters.given:
        facts = filters.narrow(facts, " ".join(["no facts", *(f"of {n}" for n in names)]))
    if names and not facts:
        raise NoAnswer(f"no facts of {listed(names)}")
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
        raise NoAnswer("--wide: none of these facts is a number")
    keys = list(rows[0])

    def grids() -> list[Grid]:
        from infofacts.formats.tsv import cell

        return [
            Grid([Column(key) for key in keys], [[cell(row[key]) for key in keys] for row in rows])
        ]

    messages = [f"left out, for they are no numbers: {listed(left_out)}"] if left_out else []
    return Answer(lambda: rows, grids, messages=messages, **more)
