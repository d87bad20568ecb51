"""The front door: from a command line to an exit code.

A plain command line is read here by the parameters that its command declares. Typer is built
from the same parameters, and loaded only for help, mistakes, completion and anything odd.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from infofacts.commands import COMMANDS
from infofacts.console import (
    emit,
    forget_output,
    locale_language,
    prepare,
    typed,
    warn,
    warn_all,
    write_error,
)
from infofacts.errors import BROKEN, OK, USAGE, FactsError, starved

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType
    from typing import Any

    import typer

    from infofacts.commands.parameters import Parameter

COMPLETING = "_INFOFACTS_COMPLETE"  # what Typer's scripts for shells set
HELP = (
    "Look up the numbers of China's National Informatization Development Report (2023), offline, "
    "with their sources. Without a command, it shows an overview and examples."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. The only place that ends the program."""
    prepare()
    try:
        line = list(sys.argv[1:] if argv is None else argv)
        plain = None if COMPLETING in os.environ else read_line(line)
        code = answer(*plain) if plain else _run_typer(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has what it wants: not an error
        forget_output()
        return OK
    except FactsError as error:
        warn_all(error.lines)
        return error.exit_code
    except OSError as error:
        forget_output()
        warn(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return BROKEN
    except Exception as error:  # nobody needs a traceback; INFOFACTS_TRACEBACK shows it
        if starved(error) or os.environ.get("INFOFACTS_TRACEBACK"):  # `__main__` reports the first
            raise
        warn(f"a bug: {type(error).__name__}: {error}; INFOFACTS_TRACEBACK=1 shows where")
        return BROKEN
    return code


def command_module(name: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"infofacts.commands.{name}")


def answer(name: str, values: dict[str, Any]) -> int:
    """Answer a command with the values of its parameters; the exit code."""
    from infofacts.commands.answer import Asked

    asked = Asked(**{key: values[key] for key in Asked.SHARED if key in values})
    own = {key: value for key, value in values.items() if key not in Asked.SHARED}
    answers = command_module(name).answer(asked, **own)
    code = OK
    for each in answers if hasattr(answers, "__next__") else (answers,):
        emit(each, values.get("format"))
        code = max(code, each.code)
    return code


# ---------------------------------------------------------------- plain command lines
# What stands for a command without a name.
UNNAMED = {(): "overview", ("--version",): "version"}


def read_line(argv: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """The command of a plain command line and its values; None for what Typer has to read.

    Plain are a command's own options, written out and with a value each, and its arguments.
    """
    if name := UNNAMED.get(tuple(argv)):
        return name, {}
    if not argv or argv[0] not in COMMANDS:
        return None
    parameters: tuple[Parameter, ...] = command_module(argv[0]).PARAMETERS
    options = {flag: each for each in parameters for flag in each.flags}
    values: dict[str, Any] = {}
    arguments: list[str] = []
    words = iter(argv[1:])
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
    return (argv[0], values) if _complete(values, parameters, arguments) else None


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


# ---------------------------------------------------------------- by Typer
def _run_typer(argv: list[str]) -> int:
    """Run a command line by Typer, or answer a shell that completes one.

    A mistake is reported in Typer's words. A shell that sets only half of its variables gets
    nothing.
    """
    shell, asked = os.environ.get(COMPLETING, ""), os.environ.get("_TYPER_COMPLETE_ARGS")
    if shell == "complete_bash":
        asked = (
            os.environ.get("COMP_WORDS") if os.environ.get("COMP_CWORD", "").isdecimal() else None
        )
    if shell.startswith("complete_") and asked is None:
        return OK
    from typer.main import get_command

    # Typer inspects every command that it is given: the one that is called is enough.
    called = [word for word in (*argv, *(asked or "").split()) if word in COMMANDS][:1]
    app = typer_app(called, listed=() if called else COMMANDS)
    try:
        code = get_command(app).main(argv, prog_name="infofacts", standalone_mode=False)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # Typer makes it a failure
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else OK
    except Exception as error:
        if not hasattr(error, "show"):
            raise
        from io import StringIO

        message = StringIO()
        error.show(message)
        write_error(message.getvalue())
        return USAGE
    return int(code or OK)


def typer_app(names: Sequence[str] = COMMANDS, listed: Sequence[str] = ()) -> typer.Typer:
    """The Typer app of some commands; of those `listed` it has only the help."""
    import typer

    app = typer.Typer(
        name="infofacts",
        help=HELP,
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name in names:
        module = command_module(name)
        about = f"{module.__doc__}\n\nExample: {module.EXAMPLE}"
        app.command(name, help=about)(_typer_function(name, module.PARAMETERS))
    for name in listed:
        app.command(name, help=_help_of(name))(_typer_function(name, ()))
    app.callback()(_typer_callback())
    return app


def _help_of(name: str) -> str:
    """The docstring of a command's module, which is not run for it."""
    from importlib.util import find_spec

    spec: Any = find_spec(f"infofacts.commands.{name}")
    return str(spec.loader.get_code(spec.name).co_consts[0])


def _typer_callback() -> Callable[..., None]:
    """What stands before a command: --version; without a command the overview."""
    from typing import Annotated

    import typer

    def version(wanted: bool) -> None:
        if wanted:
            raise typer.Exit(answer("version", {}))

    help = _help_of("version")
    option = typer.Option("--version", callback=version, is_eager=True, help=help)

    def callback(ctx: typer.Context, version: Any = False) -> None:
        if ctx.invoked_subcommand is None:
            raise typer.Exit(answer("overview", {}))

    callback.__doc__ = HELP
    callback.__annotations__ = {"ctx": typer.Context, "version": Annotated[bool, option]}
    return callback


def _typer_function(name: str, parameters: Sequence[Parameter]) -> Callable[..., int]:
    """A function with the signature that Typer reads the parameters of a command from."""
    from inspect import Parameter as Argument
    from inspect import Signature

    def function(**values: Any) -> int:
        for each in parameters:
            if each.many:
                values[each.name] = [typed(v) for v in values[each.name] or ()]
            elif each.kind == "text" and values[each.name] is not None:
                values[each.name] = typed(values[each.name])
        return answer(name, values)

    annotations = {each.name: _annotation(each) for each in parameters}
    arguments = [
        Argument(
            each.name,
            Argument.KEYWORD_ONLY,
            default=Argument.empty if each.required else None if each.many else each.default,
            annotation=annotations[each.name],
        )
        for each in parameters
    ]
    vars(function)["__signature__"] = Signature(arguments)
    function.__annotations__ = annotations
    return function


def _annotation(parameter: Parameter) -> Any:
    """A parameter as Typer declares it."""
    from typing import Annotated

    import typer

    from infofacts.commands.parameters import MOST_HITS

    kind: Any = {"number": int, "flag": bool}.get(parameter.kind, str)
    kind = list[kind] if parameter.many else kind
    common: dict[str, Any] = {"help": parameter.help}
    if parameter.metavar:
        common["metavar"] = parameter.metavar
    if parameter.kind == "number":
        common |= {"min": 1, "max": MOST_HITS}
    if parameter.words:
        common["autocompletion"] = _completion(parameter)
    if parameter.flags:
        declared = typer.Option(*parameter.flags, **common)
    else:
        declared = typer.Argument(**common)
    if not parameter.required and parameter.kind != "flag":
        kind = kind | None
    return Annotated[kind, declared]


def _completion(parameter: Parameter) -> Callable[..., Any]:
    """What a shell may offer for a parameter: names of the base that is asked for, or words."""
    import typer

    from infofacts import store
    from infofacts.commands.parameters import NAMES

    def names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        files = store.base_files(ctx.params.get("facts") or (), not ctx.params.get("no_builtin"))
        try:
            return list(_candidates(store.complete(files, incomplete), incomplete))
        except FactsError:
            return []  # an unreadable fact base completes nothing

    def words(incomplete: str) -> list[str]:
        return [word for word in parameter.choices if word.startswith(incomplete)]

    names.__annotations__ = {"ctx": typer.Context, "incomplete": str}
    return names if parameter.words is NAMES else words


LONGEST_HINT = 36  # characters


def _candidates(
    found: Sequence[tuple[str, str, str]], incomplete: str
) -> Iterator[tuple[str, str]]:
    """Names with a hint: their address for one in Chinese, else a label in the person's language.

    A shell evaluates what it is offered: only letters, digits and plain marks are.
    """
    language = os.environ.get("INFOFACTS_LANG") or locale_language()
    for name, zh, en in found:
        both = zh if zh == en else f"{zh} {en}"
        hint = {"zh": zh, "en": en}.get(language, both) if incomplete.isascii() else zh
        if name.replace("-", "").replace(".", "").isalnum():
            yield name, _hint(hint)


def _hint(text: str) -> str:
    """A text as a shell may show it: letters, digits and a few marks, on one short line."""
    text = text.replace("'", "’")
    plain = "".join(char if char.isalnum() or char in "-.,%/+’" else " " for char in text)
    return " ".join(plain.split())[:LONGEST_HINT].rstrip()
