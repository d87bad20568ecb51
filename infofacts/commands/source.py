"""Show the sources, or a fact's paragraph with its quote marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from infofacts.cite import inputs_of
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.commands.selection import evidence_of
from infofacts.errors import listed
from infofacts.messages import _
from infofacts.model import REASONS, Fact
from infofacts.names import counts
from infofacts.record import replace
from infofacts.report import passage
from infofacts.views.sources import passage_grids, source_records, sources_grid

EXAMPLE = "infofacts source 5g.base-stations"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "Fact (address, label or alias), or the id of a source.",
                   of="names", many=True)
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
        count = sum(counts(base).facts_of_sources[ident] for ident in names)
        listing = " ".join(["infofacts list", *(f"--source {ident}" for ident in names)])
        messages = [
            _("{count} fact: {listing}", "{count} facts: {listing}", count=count, listing=listing)
        ]
        messages = messages if count else []
        return Answer(
            lambda: source_records(base),
            lambda: [sources_grid(base, display)],
            messages=messages,
        )
    base, names = asked.joined(base, names, paths)
    stated = dict.fromkeys(inputs_of(base, evidence_of(base, names, asked.years)))
    passages = [passage(base, fact) for fact in stated]
    return Answer(
        lambda: [each.record() for each in passages],
        lambda: passage_grids(base, passages, display),
        messages=list(_unproven(stated)),
    )


def _unproven(facts: Iterable[Fact]) -> Iterator[str]:
    """Why nothing shows some of the facts, one message per reason."""
    by_reason: dict[str, list[str]] = {}
    for fact in facts:
        if fact.unproven:
            by_reason.setdefault(fact.unproven, []).append(fact.id)
    for reason, ids in by_reason.items():
        yield _("unproven: {ids}: {reason}", ids=listed(ids), reason=_(REASONS[reason]))
