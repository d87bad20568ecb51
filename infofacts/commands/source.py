"""Show the sources, or a fact's paragraph with its quote marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infofacts.cite import inputs_of
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, files, read, years_of
from infofacts.commands.selection import evidence_of
from infofacts.console import display_of
from infofacts.report import passage
from infofacts.views.sources import passage_grids, source_records, sources_grid

EXAMPLE = "infofacts source 5g.base-stations"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "Fact (address, label or alias), or the id of a source.",
                   words=p.NAMES, many=True)
# fmt: on
PARAMETERS = (NAME, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(
    names: Sequence[str],
    year: str | None,
    format: str | None,
    lang: str | None,
    derived: bool,
    facts: Sequence[str],
    no_builtin: bool,
) -> Answer:
    """The passages that names stand in; without names, the sources, or those with these ids."""
    paths = files(facts, no_builtin)
    base = read(paths, derived, names or None)
    display = display_of(lang)
    if base.sources.keys() >= set(names):
        # The sources are shown with how many facts they have: those of the whole base.
        base = read(paths, derived) if names else base
        some = {key: each for key, each in base.sources.items() if not names or key in names}
        base = replace(base, sources=some)
        return Answer(source_records(base), lambda: [sources_grid(base, display)])
    stated = dict.fromkeys(inputs_of(base, evidence_of(base, names, years_of(year))))
    passages = [passage(base, fact) for fact in stated]
    records = [each.record() for each in passages]
    return Answer(records, lambda: passage_grids(base, passages, display))
