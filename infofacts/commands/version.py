"""What `--version` says: the program, the edition of its data and the text they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from infofacts import __version__, store
from infofacts.report import digest

DIGITS = 12  # of the SHA-256


def lines() -> Iterator[str]:
    """The program's version, then what it ships. Raises `BrokenBase` behind the first line."""
    yield f"infofacts {__version__}"
    base = store.read([store.builtin()])
    source = next(iter(base.sources.values()))
    yield ", ".join(filter(None, (f"{source.title} · {source.title_en}", source.published)))
    sum_ = digest(source.file)
    read = f"SHA-256 {sum_[:DIGITS]}" if sum_ else "cannot be read"
    counts = f"{len(base.facts):,} facts from {len(base.sources)} sources"
    yield f"{counts}; {Path(source.file).name} {read}"
