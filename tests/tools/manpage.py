"""The manual page, made of the same text as `--help`; a wheel installs it where `man` looks.

`python -m tests.tools.manpage > docs/infofacts.1` writes it; a test fails when it is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from infofacts import __version__
from infofacts.app import typer_app
from infofacts.errors import EXIT_CODES
from infofacts.help import records_of

ENVIRONMENT = {
    "INFOFACTS_FACTS": 'Fact files to add to the built-in facts, separated by ":".',
    "INFOFACTS_LANG": "Language when --lang is not given: zh, en or both.",
    "LC_ALL, LC_MESSAGES, LANG": "Language when neither is set: Chinese, English, or both for any "
    "other locale.",
    "COLUMNS": "Width of tables; default: the terminal's.",
    "NO_COLOR, CLICOLOR_FORCE": "Turn colours off; turn them on without a terminal.",
    "INFOFACTS_TRACEBACK": "Print the traceback of an internal error.",
}
EXAMPLE = "Example: "


def text() -> str:
    """The page in the language of man(7)."""
    group = get_command(typer_app())
    assert isinstance(group, TyperGroup)
    top = typer.Context(group, info_name="infofacts", **group.context_settings)
    commands = [_context(group, name, top) for name in group.list_commands(top)]
    sections = (
        (
            "Name",
            ["infofacts \\- look up the numbers of a report, with their sources"],
        ),
        ("Synopsis", _synopsis(commands)),
        ("Description", _paragraphs(group.help or "")),
        ("Options", _records(top)),
        ("Commands", [line for each in commands for line in _command(each)]),
        ("Examples", _examples(commands)),
        ("Environment", _tagged(ENVIRONMENT.items())),
        ("Exit status", _tagged((str(code), meaning) for code, meaning in EXIT_CODES.items())),
    )
    head = f'.TH INFOFACTS 1 "" "infofacts {__version__}" "User Commands"'
    body = (line for title, lines in sections for line in (f".SH {title.upper()}", *lines))
    return "\n".join([head, *body]) + "\n"


def _context(group: TyperGroup, name: str, top: typer.Context) -> typer.Context:
    command = group.get_command(top, name)
    assert isinstance(command, TyperCommand)
    return typer.Context(command, info_name=name, parent=top)


def _synopsis(commands: Iterable[typer.Context]) -> Iterator[str]:
    yield from (".B infofacts", ".RI [ options ]")
    for context in commands:
        yield ".br"
        usage = " ".join(context.command.collect_usage_pieces(context))
        yield f".B infofacts {context.info_name}"
        yield _escaped(re.sub("[{}]", "", usage))


def _command(context: typer.Context) -> Iterator[str]:
    """A command: what it does, its arguments and its options."""
    yield f".SS {_escaped(str(context.info_name))}"
    yield from _paragraphs((context.command.help or "").partition(EXAMPLE)[0])
    yield from _records(context)


def _records(context: typer.Context) -> Iterator[str]:
    """The arguments and options, as the help has them."""
    command: Any = context.command
    for kind in ("argument", "option"):
        yield from _tagged(records_of(command, context, kind))


def _examples(commands: Iterable[typer.Context]) -> Iterator[str]:
    for context in commands:
        if example := (context.command.help or "").partition(EXAMPLE)[2]:
            yield from (".PP", ".nf", ".RS", _escaped(example.strip()), ".RE", ".fi")


def _paragraphs(help_text: str) -> Iterator[str]:
    for paragraph in help_text.strip().split("\n\n"):
        yield from (".PP", _escaped(" ".join(paragraph.split())))


def _tagged(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for tag, meaning in pairs:
        yield from (".TP", f".B {_escaped(tag)}", _escaped(" ".join(meaning.split())))


def _escaped(line: str) -> str:
    """A text that roff prints as it is."""
    line = line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{line}" if line.startswith(".") else line


if __name__ == "__main__":
    sys.stdout.write(text())
