"""What a command answers, and the fact base that its options ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from infofacts.console import warn_all
from infofacts.errors import OK, NoAnswer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from infofacts.model import Fact, FactBase
    from infofacts.names import Years
    from infofacts.views.table import Grid


class Answer:
    """A command's answer: its records, how to show them to a person, and what to warn of.

    `text` is printed as it is, instead of records; `flat` are the records of tsv and csv where
    the others are nested. `format`, `raw` and `output` say how and where to print them, if that
    is not what every command does.
    """

    __slots__ = (
        "code", "flat", "format", "grids", "messages", "output", "raw", "records", "text",
    )  # fmt: skip

    def __init__(
        self,
        records: Sequence[Any] = (),
        grids: Callable[[], Sequence[Grid]] = tuple,
        flat: Sequence[Any] | None = None,
        messages: Sequence[str] = (),
        text: str | None = None,
        code: int = OK,
        format: str | None = None,
        raw: bool = False,
        output: Path | None = None,
    ) -> None:
        self.records = records
        self.grids = grids
        self.flat = flat
        self.messages = messages
        self.text = text
        self.code = code
        self.format = format
        self.raw = raw
        self.output = output


def records_of(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The records of facts."""
    return [fact.to_dict() for fact in facts]


# ---------------------------------------------------------------- what the options ask for
def files(facts: Sequence[str], no_builtin: bool) -> list[str]:
    """The files of the fact base, lowest first; one that is out of date is warned of.

    Raises `NoAnswer` where the options leave none.
    """
    from infofacts import store

    named = store.base_files(facts, not no_builtin)
    if not named:
        raise NoAnswer("--no-builtin leaves no fact base: name one with --facts")
    if named != [store.builtin()]:
        warn_all(store.warnings(named))
    return named


def read(
    paths: Sequence[str], derived: bool = False, wanted: Sequence[str] | None = None
) -> FactBase:
    """The fact base of some files, or as much of it as some names need."""
    from infofacts import store

    # What is derived may come from anywhere.
    base = store.read(paths, None if derived else wanted)
    if derived:
        from infofacts.derive import with_derived

        base = with_derived(base)
    return base


def years_of(text: str | None) -> Years:
    """The years that -y asks for."""
    from infofacts.names import parse_years

    return parse_years(text)
