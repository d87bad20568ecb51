"""Show the sources, or a fact's paragraph with its quote marked."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite import inputs_of
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.commands.selection import evidence_of
from infofacts.record import replace
from infofacts.report import passage
from infofacts.views.sources import passage_grids, source_records, sources_grid

EXAMPLE = "infofacts source 5g.base-stations"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "Fact (address, label or alias), or the id of a source.",
                   words=p.NAMES, many=True)
# fmt: on
PARAMETERS = (NAME, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, names: Sequence[str]) -> Answer:
    """The passages that names stand in; without names, the sources, or those with these ids."""
    paths = asked.paths()
    base, display = asked.base(names or None, paths), asked.display
    if base.sources.keys() >= set(names):
        # The sources are shown with how many facts they have: those of the whole base.
        base = asked.base(None, paths) if names else base
        some = {key: each for key, each in base.sources.items() if not names or key in names}
        base = replace(base, sources=some)
        return Answer(lambda: source_records(base), lambda: [sources_grid(base, display)])
    stated = dict.fromkeys(inputs_of(base, evidence_of(base, names, asked.years)))
    passages = [passage(base, fact) for fact in stated]
    return Answer(
        lambda: [each.record() for each in passages],
        lambda: passage_grids(base, passages, display),
    )
