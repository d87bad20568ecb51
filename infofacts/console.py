"""What leaves the program: answers on standard output, talk on standard error, as asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from infofacts.errors import BadUsage
from infofacts.output import FILE_FORMATS, FORMATS, machine, visible

if TYPE_CHECKING:
    from infofacts.commands import Answer
    from infofacts.view import Look


def look(lang: str | None) -> Look:
    """Language and width: --lang, else INFOFACTS_LANG, else the locale, else both."""
    from infofacts.grid import width
    from infofacts.view import LANGUAGES, Look

    wanted = os.environ.get("INFOFACTS_LANG")
    where = "INFOFACTS_LANG=" if lang is None and wanted else "--lang "
    lang = lang or wanted or _locale_language()
    if lang not in LANGUAGES:
        raise BadUsage(f"{where}{lang}: expected one of {', '.join(LANGUAGES)}")
    return Look(lang, width())


def _locale_language() -> str:
    named = (os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next(filter(None, named), "")
    return first[:2] if first[:2] in ("zh", "en") else "both"


def for_people(fmt: str | None) -> bool:
    """Whether a format, or what stands in for none, is read by people."""
    return (fmt or ("table" if sys.stdout.isatty() else "tsv")) in ("table", "md")


def emit(answer: Answer, fmt: str | None, raw: bool = False, output: Path | None = None) -> None:
    """Print an answer: as a table on a terminal, else as tsv, or as asked."""
    fmt = known_format(fmt or ("table" if sys.stdout.isatty() and not output else "tsv"))
    for message in answer.told:
        say(message)
    if fmt == "table":
        if output:
            raise BadUsage("--output: a table is for the terminal; choose another --format")
        from infofacts.grid import draw

        draw(answer.grids())
        return
    records = answer.flat if answer.flat is not None and fmt in ("tsv", "csv") else answer.records
    text = _markdown(answer) if fmt == "md" else machine(records, fmt, raw)
    _write_file(output, text) if output else write(text)


def _markdown(answer: Answer) -> str:
    from infofacts.grid import markdown

    return markdown(answer.grids())


def known_format(fmt: str) -> str:
    """The format, if there is such a one."""
    if fmt in FILE_FORMATS:
        raise BadUsage(f"--format {fmt}: only export writes it: infofacts export -f {fmt} -o PATH")
    if fmt not in FORMATS:
        raise BadUsage(f"--format {fmt}: expected one of {', '.join(FORMATS)}")
    return fmt


def write(text: str) -> None:
    """The answer, on standard output; where there is none that may be closed.

    A terminal is shown the characters that would act on it.
    """
    if sys.stdout.isatty():
        text = visible(text.replace("\r\n", "\n"), keep="\t\n")
    if text:
        sys.stdout.write(text)
        sys.stdout.flush()


def _write_file(path: Path, text: str) -> None:
    from infofacts.files import save

    save(path, {"": text.encode()})


def say(text: str) -> None:
    """Talk, on standard error, in one line that says who talks."""
    talk(f"infofacts: {visible(text)}\n")


def talk(text: str) -> None:
    """The same without a name; where nobody can listen the answer and the exit code stay."""
    with suppress(OSError):
        sys.stderr.write(visible(text, keep="\n"))


def said(messages: Sequence[str]) -> bool:
    """Say each of some messages; whether there were any."""
    for message in messages:
        say(message)
    return bool(messages)
