"""Bare values on a terminal, with what the number alone leaves out, and with what came after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infofacts.errors import listed
from infofacts.messages import _
from infofacts.model import Fact, FactBase, facts_by_indicator
from infofacts.views.display import Display
from infofacts.views.table import Cell, Column, Grid, dim
from infofacts.views.words import date_text, delta, value_lines


def values_grid(shown: Sequence[tuple[str, Fact]], display: Display) -> Grid:
    """Each value as a pipe has it; beside a number how it is printed; the date."""
    rows: list[list[Cell]] = []
    for cell, fact in shown:
        printed = [dim(_printed(fact, display))] if fact.size is not None else []
        rows.append([cell.split("\t"), printed, [dim(date_text(fact, display))]])
    return Grid([Column(), Column(), Column()], rows)


def _printed(fact: Fact, display: Display) -> str:
    return value_lines(fact, display)[0] if fact.measure == "level" else delta(fact, display).text


def newer(base: FactBase, facts: Sequence[Fact], display: Display) -> Iterator[str]:
    """Messages about values that a reader of these should know of: later ones, and what other
    publications print for the same year."""
    shown = {fact.id for fact in facts}
    later: dict[str, Fact] = {}
    for fact in facts:
        series = [
            each
            for each in facts_by_indicator(base).get(fact.indicator_id, ())
            if each.measure == fact.measure and each.id not in shown and each.status != "derived"
        ]
        same = [each for each in series if each.year == fact.year]
        if same:
            yield _(
                "{id} has other values, too: {values}", id=fact.id, values=_named(same, display)
            )
        final = [each for each in series if each.preferred and not each.planned]
        mine = [each.year for each in facts if each.indicator_id == fact.indicator_id]
        if final and final[-1].year > max(mine):
            later[final[-1].id] = final[-1]
    if later:
        yield _("there is a later value: {values}", values=_named([*later.values()], display))


def _named(facts: Sequence[Fact], display: Display) -> str:
    return listed(
        [f"{each.id} {_printed(each, display)} ({date_text(each, display)})" for each in facts]
    )
