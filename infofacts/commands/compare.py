"""Compare several values, or one indicator or topic over years."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.compare import compare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from infofacts.views.table import Grid

EXAMPLE = "infofacts compare 5g.base-stations -y 2020:2024"
# fmt: off
FORCE = p.Parameter("force", "", "Compute growth even where the values are not strictly comparable.",
                    ("--force",), kind="flag", default=False)
# fmt: on
PARAMETERS = (p.NAME, p.YEAR, FORCE, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, names: Sequence[str], force: bool) -> Answer:
    """Values against each other, with a chart for people. Raises `NoAnswer` if fewer than two values can be compared."""
    base, names = asked.joined(asked.base(names), names)
    display = asked.display
    compared, missing = compare(base, names, asked.years, force)

    def grids() -> Sequence[Grid]:
        from infofacts.views.comparison import compare_grids

        return compare_grids(base, compared, missing, display, force)

    return Answer(
        lambda: [each.to_dict() for each in compared],
        grids,
        lambda: [each.flat() for each in compared],
        missing,
    )
