"""What leaves the program: answers on standard output, talk on standard error, as asked for."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from infofacts import formats
from infofacts.errors import BadUsage
from infofacts.text import visible

if TYPE_CHECKING:
    from infofacts.commands.show import Answer
    from infofacts.views.words import Display


def display(lang: str | None) -> Display:
    """Language and width: --lang, else INFOFACTS_LANG, else the locale, else both."""
    from infofacts.views.table import width
    from infofacts.views.words import LANGUAGES, Display

    wanted = os.environ.get("INFOFACTS_LANG")
    where = "INFOFACTS_LANG=" if lang is None and wanted else "--lang "
    lang = lang or wanted or _locale_language()
    if lang not in LANGUAGES:
        raise BadUsage(f"{where}{lang}: expected one of {', '.join(LANGUAGES)}")
    return Display(lang, width())


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
    for message in answer.messages:
        warn(message)
    if fmt == "table":
        if output:
            raise BadUsage("--output: a table is for the terminal; choose another --format")
        from infofacts.views.table import draw

        draw(answer.grids())
        return
    if fmt == "md":
        from infofacts.views.table import markdown

        text = markdown(answer.grids())
    else:
        flat = answer.flat if formats.load(fmt).FLAT else None
        text = formats.text(answer.records if flat is None else flat, fmt, raw)
    formats.save_text(output, text) if output else write(text)


def known_format(fmt: str) -> str:
    """The format, if there is such a one."""
    if fmt in formats.BASE_FORMATS:
        raise BadUsage(f"--format {fmt}: only export writes it: infofacts export -f {fmt} -o PATH")
    if fmt not in formats.FORMATS:
        raise BadUsage(f"--format {fmt}: expected one of {', '.join(formats.FORMATS)}")
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


def warn(text: str) -> None:
    """Talk, on standard error, in one line that says who talks."""
    write_error(f"infofacts: {visible(text)}\n")


def write_error(text: str) -> None:
    """The same without a name; where nobody can listen the answer and the exit code stay."""
    with suppress(OSError):
        sys.stderr.write(visible(text, keep="\n"))


def warn_all(messages: Sequence[str]) -> bool:
    """Say each of some messages; whether there were any."""
    for message in messages:
        warn(message)
    return bool(messages)


def prepare() -> None:
    """Make the streams fit to write to. Must come before anything is written."""
    _open_closed()
    sys.stdout = _buffered(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        _make_printable(stream)


def forget_output() -> None:
    """Let what cannot be written go nowhere, or the end of the program would try it again."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def input_lines() -> Iterator[list[str]]:
    """The lines of standard input without the space around them, as many at a time as have come.

    UTF-8 off a terminal, as is written there; no byte is an error.
    """
    if not isinstance(sys.stdin, io.TextIOWrapper):
        yield [line.strip() for line in sys.stdin.read().splitlines()]
        return
    encoding = sys.stdin.encoding if sys.stdin.isatty() else "utf-8"
    rest = b""
    while data := sys.stdin.buffer.read1():
        whole, end, rest = (rest + data).rpartition(b"\n")
        if end:
            yield _decoded(whole + end, encoding)
    if rest:
        yield _decoded(rest, encoding)


def typed(text: str) -> str:
    """An argument as it was typed, in UTF-8, where the locale could not tell what it is."""
    try:
        return text if text.isprintable() else os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text


def _decoded(data: bytes, encoding: str) -> list[str]:
    lines = (line.decode(encoding, "surrogateescape") for line in data.splitlines())
    return [line.removeprefix("\ufeff").strip() for line in lines]  # some editors begin files so


def _open_closed() -> None:
    """Stand something in for a stream that is closed, so that no other file takes its place.

    What is asked of it comes from nowhere, what is said goes nowhere; an answer is refused.
    """
    for name, mode in (("stdin", "r"), ("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            flag = os.O_WRONLY if mode == "w" else os.O_RDONLY
            setattr(sys, name, os.fdopen(os.open(os.devnull, flag), mode, encoding="utf-8"))


def _buffered(stream: TextIO) -> TextIO:
    """The stream with a buffer: without one (python -u) what a full disk cuts off is not told."""
    if isinstance(stream, io.TextIOWrapper) and isinstance(stream.buffer, io.RawIOBase):
        return open(stream.fileno(), "w", encoding=stream.encoding, closefd=False)
    return stream


def _make_printable(stream: TextIO) -> None:
    """UTF-8 off a terminal; on one, what its encoding lacks becomes an escape, never an error."""
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
