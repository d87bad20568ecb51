"""Run a Typer app as a function: from a command line to an exit code."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from io import StringIO

import typer
from typer.main import get_command
from typer.models import CommandInfo

from infofacts.console import talk
from infofacts.errors import ExitCode


def run(app: typer.Typer, argv: list[str]) -> int:
    """Run a command line and return its exit code; a mistake in it is told in Typer's words."""
    try:
        code = get_command(_narrowed(app, argv)).main(
            argv, prog_name="infofacts", standalone_mode=False
        )
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # Typer makes it a failure
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else ExitCode.OK
    except Exception as error:
        if not hasattr(error, "show"):
            raise
        return _tell_usage(error.show)
    return int(code or ExitCode.OK)


def _tell_usage(show: Callable[[StringIO], object]) -> int:
    """Tell a mistake in the command line in Typer's words."""
    told = StringIO()
    show(told)
    talk(told.getvalue())
    return ExitCode.USAGE


def _narrowed(app: typer.Typer, argv: Sequence[str]) -> typer.Typer:
    """The app with the one command that is called, if one is: Typer inspects all it is given."""
    called = [c for c in app.registered_commands if [_command_name(c)] == list(argv[:1])]
    narrowed = copy.copy(app)
    narrowed.registered_commands = called or app.registered_commands
    return narrowed


def _command_name(command: CommandInfo) -> str:
    return str(command.name or getattr(command.callback, "__name__", ""))
