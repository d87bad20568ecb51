"""Show the versions of the program and of its data."""

from __future__ import annotations

import os
from collections.abc import Iterator

from infofacts import __version__, index, store
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked
from infofacts.messages import _, spoken
from infofacts.text import builtin, digest

PARAMETERS = ()
DIGITS = 12  # of the SHA-256


def answer(asked: Asked) -> Iterator[Answer]:
    """The program's version, then what it ships. Raises `BrokenBase` after the first line."""
    yield Answer(text=f"infofacts {__version__}\n")
    first, facts, sources = index.ask(ready.edition) or _edition()
    title, title_en, published, file = first
    sum_ = digest(os.path.join(os.path.dirname(builtin()), "seeds", file))
    read = f"SHA-256 {sum_[:DIGITS]}" if sum_ else _("cannot be read")
    named = title if spoken() == "zh" else f"{title} · {title_en}"
    edition = _("{title}, {published}", title=named, published=published)
    counts = _(
        "{facts:,} facts from {sources} sources; {file} {read}",
        facts=facts,
        sources=sources,
        file=file,
        read=read,
    )
    yield Answer(text=f"{edition}\n{counts}\n")


def _edition() -> ready.Edition:
    """What the built-in base is, as the index has it ready."""
    base = store.read([builtin()])
    source = next(iter(base.sources.values()))
    first = (source.title, source.title_en, source.published, os.path.basename(source.file))
    return first, len(base.facts), len(base.sources)
