"""An overview of the base, and examples: the program without a command."""

from __future__ import annotations

from infofacts.commands.answer import Answer, Asked
from infofacts.views.contents import overview_grids

PARAMETERS = ()


def answer(asked: Asked) -> Answer:
    """What the base holds, by group, and some commands to try."""
    base, display = asked.contents(), asked.display
    return Answer(grids=lambda: overview_grids(base, display), format="table")
