"""Compare several values, or one indicator or topic over years."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, files, read, years_of
from infofacts.compare import compare
from infofacts.console import display_of
from infofacts.views.table import Grid

EXAMPLE = "infofacts compare 5g.base-stations -y 2020:2024"
# fmt: off
FORCE = p.Parameter("force", "", "Compute growth even where the values are not strictly comparable.",
                    ("--force",), kind="flag", default=False)
# fmt: on
PARAMETERS = (p.NAME, p.YEAR, FORCE, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(
    names: Sequence[str],
    year: str | None,
    force: bool,
    format: str | None,
    lang: str | None,
    derived: bool,
    facts: Sequence[str],
    no_builtin: bool,
) -> Answer:
    """Values against each other, with a chart for people. Raises `NoAnswer` for what has no match."""
    base = read(files(facts, no_builtin), derived, names)
    display = display_of(lang)
    compared, missing = compare(base, names, years_of(year), force)

    def grids() -> Sequence[Grid]:
        from infofacts.views.comparison import compare_grids

        return compare_grids(base, compared, missing, display, force)

    records = [each.to_dict() for each in compared]
    return Answer(records, grids, [each.flat() for each in compared], missing)
