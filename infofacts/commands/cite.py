"""Cite facts: one entry per publication, with each fact's section."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite import DEFAULT_STYLE, STYLES, cite, inputs_of, refusal
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, unproven
from infofacts.commands.selection import evidence_of
from infofacts.errors import NO, OK, NoAnswer, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from infofacts.views.table import Grid

EXAMPLE = "infofacts cite 5g.base-stations --style bibtex"
# fmt: off
STYLE = p.Parameter("style", "STYLE", f"{', '.join(STYLES[:-1])} or {STYLES[-1]}.", ("--style",),
                    default=DEFAULT_STYLE, words=STYLES)
FORMAT = p.Parameter("format", "FORMAT", "One record per fact: table, tsv, csv, json, jsonl or md.",
                     ("-f", "--format"), words=p.FORMAT.words)
LANG = p.Parameter("lang", "LANG", "en: section names in English.", ("--lang",),
                   words=p.LANG.words)
# fmt: on
PARAMETERS = (p.NAME, STYLE, p.YEAR, FORMAT, LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, names: Sequence[str], style: str) -> Answer:
    """The citations of names in one style, as text or, in a format, one record per fact.

    Facts that are not shown to be of their source are not cited as that; raises `NoAnswer` where
    none are.
    The cited facts are named on stderr if the names leave them open.
    """
    base, names = asked.joined(asked.base(names), names)
    years, display = asked.years, asked.display
    english = asked.lang == display.lang == "en"
    wanted = evidence_of(base, names, years)
    refused = [text for fact in inputs_of(base, wanted) if (text := refusal(fact))]
    cited = [fact for fact in wanted if not any(map(refusal, inputs_of(base, [fact])))]
    if not cited:
        raise NoAnswer(*refused)
    text, code = cite(base, cited, style, english), NO if refused else OK
    messages = unproven(fact.id for fact in cited if fact.proof == "none") + refused
    if not asked.format:
        if not (years.chosen or {fact.id for fact in wanted} <= set(names)):
            messages.insert(0, f"cited: {listed([fact.id for fact in cited], most=3)}")
        return Answer(text=text, messages=messages, code=code)
    records = [
        {"id": fact.id, "style": style, "citation": cite(base, [fact], style, english)}
        for fact in cited
    ]

    def grids() -> list[Grid]:
        from infofacts.views.table import Column, Grid

        rows = [[record["id"], record["citation"].rstrip().split("\n")] for record in records]
        return [Grid([Column("Fact"), Column("Citation")], rows)]

    return Answer(lambda: records, grids, messages=messages, code=code)
