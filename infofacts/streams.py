"""Standard input, output and error, whatever state the program is started in."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO


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
