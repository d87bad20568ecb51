"""The front door: from a command line to an exit code.

A plain command line is read here by the parameters that its command declares; anything odd, help
and completion by `typer_app`, from the same parameters.
"""

from __future__ import annotations

import os
import sys
from itertools import takewhile

from infofacts import messages, store
from infofacts.commands import COMMANDS, COMPLETING, HELPS
from infofacts.commands.answer import command_module, run
from infofacts.console import (
    asked_language,
    forget_output,
    message_language,
    prepare,
    typed,
    warn,
    warn_all,
)
from infofacts.errors import BROKEN, OK, BadUsage, FactsError, starved
from infofacts.messages import _

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from infofacts.commands.parameters import Parameter

# Options that may name a shell; without one Typer finds out which is running.
SETS_UP = ("--install-completion", "--show-completion")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. The only place that ends the program."""
    prepare()
    line = list(sys.argv[1:] if argv is None else argv)
    try:
        messages.speak(message_language(line))
        code = _run(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has what it wants: not an error
        forget_output()
        return OK
    except FactsError as error:
        warn_all(error.lines)
        return error.exit_code
    except OSError as error:
        if starved(error):
            raise
        forget_output()
        warn(f"{error.filename or _('standard output')}: {_(error.strerror or str(error))}")
        return BROKEN
    except Exception as error:  # nobody needs a traceback; INFOFACTS_TRACEBACK shows it
        if starved(error) or os.environ.get("INFOFACTS_TRACEBACK"):  # `__main__` reports the first
            raise
        warn(
            _(
                "a bug: {name}: {error}; INFOFACTS_TRACEBACK=1 shows where",
                name=type(error).__name__,
                error=error,
            )
        )
        return BROKEN
    return code


def _run(line: list[str]) -> int:
    """Answer a command line, or a shell that asks something about one."""
    asks, _, shell = os.environ.get(COMPLETING, "").partition("_")
    sets_up = line[:1] and line[0] in SETS_UP and len(line) < 3
    if not asks and not sets_up:
        if not (plain := read_line(line)):
            line = meant(line)
            plain = read_line(line)
        if plain:
            return run(*plain)
    if asks == "complete" and (code := _complete_name(shell)) is not None:
        return code
    from infofacts import typer_app

    if asks == "complete":
        return typer_app.complete(shell)
    return typer_app.set_up_completion(*line) if sets_up else typer_app.run_line(line)


def _complete_name(shell: str) -> int | None:
    """Answer a shell that completes a name in a plain command line, as Typer would, which takes a
    tenth of a second for each word; None for anything else."""
    from infofacts import completion

    if not (asked := completion.asked(shell)) or asked[0][0] not in COMMANDS:
        return None
    parameters: tuple[Parameter, ...] = command_module(asked[0][0]).PARAMETERS
    first = next((each for each in parameters if not each.flags), None)
    read = _options(parameters, asked[0][1:])
    if not read or not first or first.of != "names" or (read[1] and not first.many):
        return None
    files = store.base_files(read[0].get("facts", ()), not read[0].get("no_builtin"))
    try:
        offered = list(completion.names(files, asked[1]))
    except FactsError:
        offered = []  # an unreadable fact base completes nothing
    return completion.answer(shell, offered)


# ---------------------------------------------------------------- plain command lines
# What stands for a command without a name.
UNNAMED: dict[tuple[str, ...], str] = {
    (): "overview", ("--version",): "version", ("-V",): "version", ("version",): "version",
    ("--man",): "manual",
}  # fmt: skip


def read_line(argv: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """The command of a plain command line and its values; None for what Typer has to read.

    Plain are a command's own options, written out and with a value each, and its arguments.
    """
    if not argv or argv[0] not in COMMANDS:
        lang, others = asked_language(argv)
        name = UNNAMED.get(tuple(others))
        return (name, {"lang": lang} if lang else {}) if name else None
    parameters: tuple[Parameter, ...] = command_module(argv[0]).PARAMETERS
    read = _options(parameters, argv[1:])
    return (argv[0], read[0]) if read and _complete(read[0], parameters, read[1]) else None


def _options(
    parameters: Sequence[Parameter], argv: Sequence[str]
) -> tuple[dict[str, Any], list[str]] | None:
    """The values of the options in a plain command line, and its arguments."""
    options = {flag: each for each in parameters for flag in each.flags}
    values: dict[str, Any] = {}
    arguments: list[str] = []
    words = iter(argv)
    for word in words:
        if word[:1] != "-" or word == "-":
            arguments.append(typed(word))
            continue
        flag, has_value, text = word.partition("=") if word[:2] == "--" else (word, "", "")
        option = options.get(flag)
        if not option or (option.kind == "flag" and has_value):
            return None
        value: Any = True
        if option.kind != "flag":
            value = option.value(text if has_value else next(words, "--"))
        again = option.name in values and not (option.many or option.kind == "flag")
        if value is None or again:
            return None
        if option.many:
            values.setdefault(option.name, []).append(value)
        else:
            values[option.name] = value
    return values, arguments


def _complete(
    values: dict[str, Any], parameters: Sequence[Parameter], arguments: list[str]
) -> bool:
    """Add the arguments and the defaults of what was not given; whether they fit."""
    for each in parameters:
        if each.flags:
            values.setdefault(each.name, [] if each.many else each.default)
        elif each.many:
            values[each.name], arguments = arguments, []
        else:
            values[each.name] = arguments.pop(0) if arguments else None
    return not arguments and all(values[each.name] for each in parameters if each.required)


# ---------------------------------------------------------------- what may be meant
def meant(argv: list[str]) -> list[str]:
    """A command line in the form that is read: options behind their command, help as an option.

    Without a command, --lang has done its work. Raises `BadUsage`, with what may be meant, for a first word that is no command.
    """
    if argv[:1] == ["help"] and len(argv) < 3:
        if argv[1:] and argv[1] not in COMMANDS:
            raise BadUsage(
                _(
                    "there is no command {word!r}: there are {commands}",
                    word=argv[1],
                    commands=_(", ").join(COMMANDS),
                )
            )
        return [*argv[1:], "--help"]
    for at, word in enumerate(argv):
        if word in COMMANDS:
            plain = [each for each in argv[:at] if each not in HELPS]
            before = _options(command_module(word).PARAMETERS, plain)
            if before and not before[1]:
                return [word, *argv[:at], *argv[at + 1 :]]
    argv = asked_language(argv)[1]
    if argv and argv[0][:1] != "-":
        words = list(map(typed, argv))
        raise BadUsage(
            _("there is no command {word!r}; {instead}", word=words[0], instead=_instead(words))
        )
    return argv


def _instead(words: list[str]) -> str:
    """What may be meant by a line without a command: a misspelt one, a name, else a search."""
    from contextlib import suppress

    from infofacts import names, store

    named = list(takewhile(lambda word: word[:1] != "-", words))
    base = None
    with suppress(FactsError):  # the mistake is in the command line, whatever the base is like
        base = store.read(store.base_files(), [*named, " ".join(named), " ".join(named[1:])])

    def known(words: Sequence[str]) -> bool:
        if not base:
            return False
        return all(names.meant(base, name) for name in names.joined(base, words))

    lines = [[near, *words[1:]] for near in names.nearest(words[0].lower(), COMMANDS, 1)]
    takes_names = lines and any(p.of == "names" for p in command_module(lines[0][0]).PARAMETERS)
    if known(named):
        lines.append(["show", *words])
    elif not lines or (takes_names and not known(named[1:])):
        lines.append(["search", *words])
    shown = (" ".join(map(_quoted, line)) for line in lines)
    return _("did you mean {lines}?", lines=_(" or ").join(f"infofacts {line}" for line in shown))


def _quoted(word: str) -> str:
    """A word as it is typed in a shell."""
    from shlex import quote

    return word if word.replace("-", "").replace(".", "").isalnum() else quote(word)
