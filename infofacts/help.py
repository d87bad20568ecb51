"""Typer's help and its words about mistakes, in the language of messages.

English is as Typer writes it. Chinese has other widths and no blanks to break lines at, so its help
is laid out here, of what Typer knows of the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from typer import Context
from typer.core import TyperCommand, TyperGroup

from infofacts.messages import N_, _, spoken
from infofacts.views.wrap import breaks, cells

# What Typer says, with places for what differs; the first that fits is taken.
SENTENCES = (
    N_("Error: {message}"),
    N_("Try '{command}' for help."),
    N_("Missing argument {argument}."),
    N_("Missing option {option}."),
    N_("Missing command."),
    N_("No such command {command}."),
    N_("No such option: {option} ((Possible options: {options}),)"),  # so in Typer 0.26
    N_("No such option: {option} (Possible options: {options})"),
    N_("No such option: {option}"),
    N_("Got unexpected extra argument(s) ({arguments})"),
    N_("Option {option} requires an argument."),
    N_("Option {option} does not take a value."),
    N_("Invalid value for {option}: {message}"),
    N_("{value} is not a valid int range."),
    N_("{value} is not a valid integer range."),
    N_("{value} is not in the range {range}."),
    # The same by pydantic, which newer versions ask.
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be greater than or equal to {least}"),
    N_("Input should be less than or equal to {most}"),
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("default: {default}"),
    N_("required"),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
    N_("Show this message and exit."),
)
WIDEST = 26  # columns of a name beside its meaning


def retold(text: str) -> str:
    """What Typer says, in the language of messages; as it is if it is none of its sentences."""
    for sentence in SENTENCES:
        places = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(sentence))
        if found := re.fullmatch(places, text):
            parts = found.groupdict().items()
            return _(sentence, **{name: retold(part.replace("'", "")) for name, part in parts})
    return text


class Command(TyperCommand):
    """A command whose help is in the language of messages."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The arguments as they are declared; versions of Typer add to them in ways of their own."""
        pieces = [self.options_metavar or ""]
        for each in self.get_params(ctx):
            if each.param_type_name == "argument":
                pieces.append(f"{{{each.metavar}}}" if each.required else str(each.metavar))
        return pieces

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for kind, title in (("argument", "Arguments"), ("option", "Options")):
            if records := records_of(self, ctx, kind):
                with formatter.section(title):
                    formatter.write_dl(records)

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(ctx) if spoken() == "en" else usage(self, ctx)

    def get_help(self, ctx: Any) -> str:
        return super().get_help(ctx) if spoken() == "en" else help_of(self, ctx)


class Group(TyperGroup):
    """The commands, whose help is in the language of messages."""

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(ctx) if spoken() == "en" else usage(self, ctx)

    def get_help(self, ctx: Any) -> str:
        return super().get_help(ctx) if spoken() == "en" else help_of(self, ctx)


def usage(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    """The line that says how a command is called."""
    pieces = map(retold, command.collect_usage_pieces(ctx))
    return _("Usage: {line}", line=" ".join([ctx.command_path, *pieces]))


def help_of(command: TyperCommand | TyperGroup, ctx: Context) -> str:
    """The whole help: usage, what the command does, its arguments, options and commands."""
    width = ctx.make_formatter().width
    lines = [usage(command, ctx)]
    for paragraph in (command.help or "").strip().split("\n\n"):
        lines += ["", *_wrapped(paragraph, width, "  ")]
    records = {kind: records_of(command, ctx, kind) for kind in ("argument", "option")}
    records["command"] = []
    if isinstance(command, TyperGroup):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            about = (inner.help or "").partition("\n\n")[0] if inner else ""
            records["command"].append((name, about))
    titles = {"argument": _("Arguments"), "option": _("Options"), "command": _("Commands")}
    for kind, some in records.items():
        if some:
            lines += ["", f"{titles[kind]}{_(':')}", *_list(some, width)]
    return "\n".join(lines)


def records_of(
    command: TyperCommand | TyperGroup, ctx: Context, kind: str
) -> list[tuple[str, str]]:
    """The names of arguments or options, as they are declared, and what they mean."""
    return [
        (str(each.metavar) if kind == "argument" else record[0], record[1])
        for each in command.get_params(ctx)
        if each.param_type_name == kind and (record := each.get_help_record(ctx))
    ]


def _list(records: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Names with what they mean beside them."""
    records = list(records)
    widths = [sum(map(cells, name)) for name, _about in records]
    column = min(max(widths), WIDEST) + 2
    for (name, about), wide in zip(records, widths, strict=True):
        first, *more = _beside(about, width - column - 2)
        if wide + 2 > column:
            yield f"  {name}"
            yield f"  {' ' * column}{first}"
        else:
            yield f"  {name}{' ' * (column - wide)}{first}"
        yield from (f"  {' ' * column}{line}" for line in more)


def _beside(about: str, width: int) -> list[str]:
    """The lines of what a name means; what Typer adds is not broken."""
    text, added = _parts(about)
    *lines, last = _wrapped(text, width, "")
    joined = "  ".join(filter(None, (last, added)))
    return [*lines, joined] if sum(map(cells, joined)) <= width else [*lines, last, added]


def meaning(about: str) -> str:
    """What Typer says of a parameter: its help, and in brackets what it adds."""
    return "  ".join(filter(None, _parts(about)))


def _parts(about: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)(?:  \[([^\]]*)\])?", about, re.DOTALL)
    text, added = found.groups() if found else (about, None)
    more = "; ".join(map(retold, added.split("; "))) if added else ""
    return retold(text), f"[{more}]" if more else ""


def _wrapped(text: str, width: int, indent: str) -> Iterator[str]:
    text = " ".join(text.split())
    yield from (f"{indent}{text[a:b].strip()}" for a, b in breaks(text, width - len(indent)))
