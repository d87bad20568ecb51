"""Cite facts: one entry per publication, with each fact's section."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite import DEFAULT_STYLE, ENDINGS, STYLES, cite, inputs_of, refusal, undated
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, keep_base, output_path, unproven
from infofacts.commands.selection import evidence_of
from infofacts.errors import NO, OK, BadUsage, NoAnswer, listed
from infofacts.messages import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from infofacts.model import Fact, FactBase
    from infofacts.views.table import Grid

EXAMPLE = "infofacts cite 5g.base-stations --style bibtex"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "Address (5g.users.2023), label or alias.",
                   of="names", many=True)
ALL = p.Parameter("all", "", "Cite every fact of the base.", ("--all",), kind="flag", default=False)
STYLE = p.Parameter("style", "STYLE", "{styles} or FILE.csl; default: as the ending of -o asks "
                    "({endings}), else {style}.", ("--style",), words=STYLES,
                    styles=STYLES, endings=tuple(ENDINGS), style=DEFAULT_STYLE)
OUTPUT = p.output('Write to this file (refs.bib); "-" is standard output.')
FORMAT = p.Parameter("format", "FORMAT", "One record per fact: table, tsv, csv, json, jsonl or md.",
                     ("-f", "--format"), words=p.FORMAT.words)
LANG = p.Parameter("lang", "LANG", "en: section names in English.", ("--lang",),
                   words=p.LANG.words)
# fmt: on
PARAMETERS = (NAME, ALL, STYLE, OUTPUT, p.YEAR, FORMAT, LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(
    asked: Asked, names: Sequence[str], all: bool, style: str | None, output: str | None
) -> Answer:
    """The citations of names in one style, as text or, in a format, one record per fact.

    Facts that are not shown to be of their source are not cited as that; raises `NoAnswer` where
    none are.
    The cited facts are named on stderr if the names leave them open.
    """
    if bool(names) == all:
        raise BadUsage(
            _("--all: leave the names out") if all else _("Missing argument 'NAME...' or --all")
        )
    display, paths, path = asked.display, asked.paths(), output_path(output)
    english = asked.lang == display.lang == "en"
    style = style or (path and ENDINGS.get(path.suffix.lower())) or DEFAULT_STYLE
    base, names, wanted = _wanted(asked, names, paths)
    keep_base(base, paths, path)
    refused = [text for fact in inputs_of(base, wanted) if (text := refusal(fact))]
    cited = [fact for fact in wanted if not any(map(refusal, inputs_of(base, [fact])))]
    if not cited:
        raise NoAnswer(*refused)
    messages = unproven(fact.id for fact in cited if fact.proof == "none") + refused
    if unknown := undated(base, cited):
        messages.append(_("the day read is not known: {unknown}", unknown=listed(unknown, most=3)))

    def records() -> list[dict[str, str]]:
        return [
            {"id": fact.id, "style": style, "citation": cite(base, [fact], style, english)}
            for fact in cited
        ]

    def grids() -> list[Grid]:
        from infofacts.views.table import Column, Grid

        rows = [[record["id"], record["citation"].rstrip().split("\n")] for record in records()]
        return [Grid([Column("Fact"), Column("Citation")], rows)]

    answer = Answer(records, grids, messages=messages, output=path, code=NO if refused else OK)
    if not asked.format:
        answer.text = cite(base, cited, style, english)
        if names and not (asked.years.chosen or {fact.id for fact in wanted} <= set(names)):
            messages.insert(
                0, _("cited: {facts}", facts=listed([fact.id for fact in cited], most=3))
            )
    return answer


def _wanted(
    asked: Asked, names: Sequence[str], paths: Sequence[str]
) -> tuple[FactBase, Sequence[str], list[Fact]]:
    """The base, the names as read, and the facts that they mean; without names, all facts."""
    if names:
        base, names = asked.joined(asked.base(names, paths), names, paths)
        return base, names, evidence_of(base, names, asked.years)
    base, filters = asked.base(None, paths), asked.filters(paths)
    facts = list(base.facts.values())
    return base, names, filters.narrow(facts) if filters.given else facts
