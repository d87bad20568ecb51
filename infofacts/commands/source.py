"""Show the sources, or a fact's paragraph with its quote marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.errors import listed
from infofacts.messages import _

TYPE_CHECKING = False  # what only some answers need is imported where it is used
if TYPE_CHECKING:
    from infofacts.model import Fact, FactBase
    from infofacts.views.table import Grid

EXAMPLE = "infofacts source 5g.base-stations"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "Fact (address, label or alias), or the id of a source.",
                   of="names", many=True)
# fmt: on
PARAMETERS = (NAME, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, names: Sequence[str]) -> Answer:
    """The passages that names stand in; without names, the sources, or those with these ids."""
    from infofacts.cite import inputs_of
    from infofacts.commands.selection import evidence_of
    from infofacts.report import passage

    paths = asked.paths()
    if not any(map(_is_label, names)):
        base = asked.contents(paths)
        if base.sources.keys() >= set(names):
            return _sources(asked, base, names)
    base, display = asked.base(names, paths), asked.display
    base, names = asked.joined(base, names, paths)
    stated = dict.fromkeys(inputs_of(base, evidence_of(base, names, asked.years)))
    passages = [passage(base, fact) for fact in stated]

    def grids() -> list[Grid]:
        from infofacts.views.sources import passage_grids

        return passage_grids(base, passages, display)

    return Answer(
        lambda: [each.record() for each in passages], grids, messages=list(_unproven(stated))
    )


def _is_label(name: str) -> bool:
    """Whether a name is a label or the address of a fact or an indicator: not the id of a source."""
    return not (name.isascii() and name.replace("-", "").isalnum())


def _sources(asked: Asked, base: FactBase, ids: Sequence[str]) -> Answer:
    """The sources with these ids, all without any, with how many facts of the base they have."""
    from infofacts.names import counts
    from infofacts.record import replace
    from infofacts.views.sources import source_records, sources_grid

    display, counted = asked.display, counts(base)
    some = {key: each for key, each in base.sources.items() if not ids or key in ids}
    base = replace(base, sources=some, counted=counted)
    count = sum(counted.facts_of_sources[ident] for ident in ids)
    listing = " ".join(["infofacts list", *(f"--source {ident}" for ident in ids)])
    return Answer(
        lambda: source_records(base),
        lambda: [sources_grid(base, display)],
        messages=[
            _("{count} fact: {listing}", "{count} facts: {listing}", count=count, listing=listing)
        ]
        if count
        else [],
    )


def _unproven(facts: Iterable[Fact]) -> Iterator[str]:
    """Why nothing shows some of the facts, one message per reason."""
    from infofacts.model import REASONS

    by_reason: dict[str, list[str]] = {}
    for fact in facts:
        if fact.unproven:
            by_reason.setdefault(fact.unproven, []).append(fact.id)
    for reason, ids in by_reason.items():
        yield _("unproven: {ids}: {reason}", ids=listed(ids), reason=_(REASONS[reason]))
