"""The manual page, made of the same text as `--help`; a wheel installs it where `man` looks.

`python -m tests.tools.manpage` writes it in both languages: `docs/infofacts.1` and
`docs/infofacts.zh.1`. A test fails when one is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from infofacts import __version__, messages
from infofacts.errors import EXIT_CODES
from infofacts.help import meaning, records_of, retold
from infofacts.messages import N_, _
from infofacts.typer_app import typer_app
from infofacts.views.wrap import may_break

ROOT = Path(__file__).parent.parent.parent

ENVIRONMENT = {
    "INFOFACTS_FACTS": N_('Fact files to add to the built-in facts, separated by ":".'),
    "INFOFACTS_LANG": N_("Language when --lang is not given: zh, en or both."),
    "LC_ALL, LC_MESSAGES, LANG": N_(
        "Language when neither is set: Chinese, English, or both for any other locale."
    ),
    "INFOFACTS_PAGER, PAGER": N_(
        "Pager for tables that are longer than the terminal; default: less; cat or empty: none."
    ),
    "COLUMNS": N_("Width of tables; default: the terminal's."),
    "NO_COLOR, CLICOLOR_FORCE": N_("Turn colours off; turn them on without a terminal."),
    "INFOFACTS_TRACEBACK": N_("Print the traceback of an internal error."),
}
PAGES = {"en": ROOT / "docs" / "infofacts.1", "zh": ROOT / "docs" / "infofacts.zh.1"}


def text(language: str) -> str:
    """The page in a language, in that of man(7)."""
    messages.speak(language)
    try:
        return _text()
    finally:
        messages.speak("en")


def _text() -> str:
    group = get_command(typer_app())
    assert isinstance(group, TyperGroup)
    top = typer.Context(group, info_name="infofacts", **group.context_settings)
    commands = [_context(group, name, top) for name in group.list_commands(top)]
    sections = (
        (
            _("Name"),
            [f"infofacts \\- {_('look up the numbers of a report, with their sources')}"],
        ),
        (_("Synopsis"), _synopsis(commands)),
        (_("Description"), _paragraphs(group.help or "")),
        (_("Options"), _records(top)),
        (_("Commands"), [line for each in commands for line in _command(each)]),
        (_("Examples"), _examples(commands)),
        (_("Environment"), _tagged((name, _(about)) for name, about in ENVIRONMENT.items())),
        (_("Exit status"), _tagged((str(code), _(about)) for code, about in EXIT_CODES.items())),
    )
    manual = _("User Commands")
    head = f'.TH INFOFACTS 1 "" "infofacts {__version__}" "{manual}"'
    body = (line for title, lines in sections for line in (f".SH {title.upper()}", *lines))
    plain = [".nh", ".ad l"] * (messages.spoken() == "zh")  # no blanks to stretch, no hyphens
    return "\n".join([head, *plain, *body]) + "\n"


def _context(group: TyperGroup, name: str, top: typer.Context) -> typer.Context:
    command = group.get_command(top, name)
    assert isinstance(command, TyperCommand)
    return typer.Context(command, info_name=name, parent=top)


def _synopsis(commands: Iterable[typer.Context]) -> Iterator[str]:
    yield from (".B infofacts", f".RI [ {_('options')} ]")
    for context in commands:
        yield ".br"
        usage = " ".join(map(retold, context.command.collect_usage_pieces(context)))
        yield f".B infofacts {context.info_name}"
        yield _escaped(re.sub("[{}]", "", usage))


def _command(context: typer.Context) -> Iterator[str]:
    """A command: what it does, its arguments and its options."""
    yield f".SS {_escaped(str(context.info_name))}"
    yield from _paragraphs((context.command.help or "").partition(_example())[0])
    yield from _records(context)


def _records(context: typer.Context) -> Iterator[str]:
    """The arguments and options, as the help has them."""
    command: Any = context.command
    for kind in ("argument", "option"):
        records = records_of(command, context, kind)
        yield from _tagged((name, meaning(about)) for name, about in records)


def _examples(commands: Iterable[typer.Context]) -> Iterator[str]:
    for context in commands:
        if example := (context.command.help or "").partition(_example())[2]:
            yield from (".PP", ".nf", ".RS", _escaped(example.strip()), ".RE", ".fi")


def _example() -> str:
    return _("Example: {line}", line="")


def _paragraphs(help_text: str) -> Iterator[str]:
    for paragraph in help_text.strip().split("\n\n"):
        yield from (".PP", _escaped(" ".join(paragraph.split())))


def _tagged(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for tag, about in pairs:
        yield from (".TP", f".B {_escaped(tag)}", _escaped(" ".join(about.split())))


def _escaped(line: str) -> str:
    """A text that roff prints as it is."""
    line = _breakable(line.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq"))
    return f"\\&{line}" if line.startswith(".") else line


def _breakable(line: str) -> str:
    """A Chinese line with a mark wherever the next may begin: roff breaks only at spaces."""
    if messages.spoken() == "en":
        return line
    marks = (
        "\\:" * (before != " " and may_break(before, before, char))
        for before, char in pairwise(line)
    )
    return line[:1] + "".join(map("".join, zip(marks, line[1:], strict=True)))


if __name__ == "__main__":
    for language, page in PAGES.items():
        page.write_text(text(language), "utf-8")
