"""Print every fact, or write them to a file for other programs."""

from __future__ import annotations

from infofacts import formats
from infofacts.commands import parameters as p
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked, keep_base, of_facts, output_path
from infofacts.errors import BadUsage
from infofacts.formats import BASE_FORMATS, FORMATS
from infofacts.messages import _

EXAMPLE = "infofacts export -f sqlite -o facts.db"
# fmt: off
FORMAT = p.Parameter("format", "FORMAT",
                     f"{', '.join(FORMATS)}; with -o also {', '.join(BASE_FORMATS)}.",
                     ("-f", "--format"), words=(*FORMATS, *BASE_FORMATS))
OUTPUT = p.output('Write to this file or folder; "-" is standard output.')
PARTITION = p.Parameter("partition", "KEY", 'Parquet: one folder per year (KEY is "year").',
                        ("--partition",), default="", words=("year",))
RAW = p.Parameter("raw", "", "CSV: do not escape cells that a spreadsheet would run.", ("--raw",),
                  kind="flag", default=False)
PARAMETERS = (*p.FILTERS, p.YEAR, FORMAT, OUTPUT, PARTITION, RAW, p.LANG, p.DERIVED, p.FACTS,
              p.NO_BUILTIN)
# fmt: on


def answer(asked: Asked, output: str | None, partition: str, raw: bool) -> Answer:
    """Every fact that is asked for, to print or in a file. Raises `NoAnswer` for none."""
    path = output_path(output)
    format = asked.format or (formats.format_of(path.name) if path else None)
    if path and path.suffix and not format:
        known = ", ".join(formats.endings())
        raise BadUsage(
            _(
                "--output {output}: expected a file name with {known}, or --format",
                output=output,
                known=known,
            )
        )
    whole = not (output or partition or asked.year)
    if whole and (answer := asked.ready(lambda index: ready.inside(index, ()))):
        return answer
    from infofacts.record import replace
    from infofacts.views.topic import stated_grids

    paths = asked.paths()
    base = asked.base(None, paths)
    filters = asked.filters(paths, base)
    if filters.given:
        facts = filters.narrow(base.facts.values())
        base = replace(base, facts={fact.id: fact for fact in facts})
    keep_base(base, paths, path)
    if format in BASE_FORMATS or partition:
        formats.save(base, format or "", path, partition, raw)
        return Answer(text="")
    if format and format not in FORMATS:
        known = _(
            "{formats}; with -o also {base_formats}",
            formats=_(", ").join(FORMATS),
            base_formats=_(", ").join(BASE_FORMATS),
        )
        raise BadUsage(_("--format {format}: expected one of {known}", format=format, known=known))
    stated = list(base.facts.values())
    grids = stated_grids(base, stated, asked.display)
    return of_facts(stated, grids, format=format, raw=raw, output=path)
