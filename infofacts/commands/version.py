"""Show the versions of the program and of its data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from infofacts import __version__, store
from infofacts.commands.answer import Answer, Asked
from infofacts.messages import _
from infofacts.report import digest

PARAMETERS = ()
DIGITS = 12  # of the SHA-256


def answer(asked: Asked) -> Iterator[Answer]:
    """The program's version, then what it ships. Raises `BrokenBase` after the first line."""
    yield Answer(text=f"infofacts {__version__}\n")
    base = store.read([store.builtin()])
    source = next(iter(base.sources.values()))
    sum_ = digest(source.file)
    read = f"SHA-256 {sum_[:DIGITS]}" if sum_ else _("cannot be read")
    edition = ", ".join(filter(None, (f"{source.title} · {source.title_en}", source.published)))
    counts = _(
        "{facts:,} facts from {sources} sources", facts=len(base.facts), sources=len(base.sources)
    )
    yield Answer(text=f"{edition}\n{counts}; {Path(source.file).name} {read}\n")
