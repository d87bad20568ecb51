"""What there is and what to try: the program without a command."""

from __future__ import annotations

from infofacts.commands.answer import Answer, files, read
from infofacts.console import display_of
from infofacts.views.contents import overview_grids

PARAMETERS = ()


def answer() -> Answer:
    """What the base holds, by group, and some commands to try."""
    base, display = read(files((), False)), display_of(None)
    return Answer(grids=lambda: overview_grids(base, display), format="table")
