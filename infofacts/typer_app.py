"""What Typer does: help, words about mistakes, completion, and command lines that are not plain.

The app is built from the parameters that the commands declare.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from inspect import Parameter as Argument
from inspect import Signature
from io import StringIO
from typing import Annotated, Any

import typer
from typer.main import get_command

from infofacts import completion, messages, store
from infofacts.commands import COMMANDS, COMPLETING, HELPS
from infofacts.commands.answer import command_module, run
from infofacts.commands.parameters import MOST_HITS, Parameter
from infofacts.console import typed, write_error
from infofacts.errors import OK, USAGE, FactsError, none_of
from infofacts.help import Command, Group, retold
from infofacts.messages import _

# Else zsh, which loads the function at the first Tab, only answers the second one.
FIRST_TAB = '[[ "${funcstack[1]}" = "_infofacts" ]] && _infofacts_completion "$@"\n'
HELP = (
    "Look up the numbers of China's National Informatization Development Report (2023), offline, "
    "with their sources. Without a command, it shows an overview and examples."
)


def complete(shell: str) -> int:
    """Answer a shell that completes a command line.

    One that sets only half of its variables gets nothing.
    """
    line = os.environ.get("_TYPER_COMPLETE_ARGS")
    if shell == "bash":
        line, at = os.environ.get("COMP_WORDS"), os.environ.get("COMP_CWORD", "")
        if line is None or not at.isdecimal():
            return OK
        words = completion.bash_words(line.split("\n" if "\n" in line else " ")[: int(at) + 1])
        line = "\n".join(words)
        os.environ |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    if line is None:
        return OK
    with redirect_stdout(StringIO()) as offered, _without_rich():
        code = run_line([], line.split())
    sys.stdout.write(completion.with_option(shell, offered.getvalue(), line))
    return code


def set_up_completion(option: str, shell: str = "") -> int:
    """Install the completion of a shell, that which runs if none is named, or print its script.

    Raises `BadUsage` for another shell.
    """
    completion = import_module("typer.completion")  # typed, but for what it takes from elsewhere
    shell = shell or _running_shell()
    shells = completion.Shells.__members__
    if shell not in shells:
        raise none_of(" ".join(filter(None, (option, shell))), shells)
    first = FIRST_TAB if shell == "zsh" else ""
    wanted = {"prog_name": "infofacts", "complete_var": COMPLETING, "shell": shell}
    if option == "--show-completion":
        sys.stdout.write(f"{completion.get_completion_script(**wanted)}\n{first}")
        return OK
    __, path = completion.install(**wanted)
    if first:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{first}")
    sys.stdout.write(
        _("{path}: completion of {shell}, from its next start on", path=path, shell=shell) + "\n"
    )
    return OK


def _running_shell() -> str:
    """The shell that the program was started from, as Typer finds it; "" for none."""
    shellingham = import_module("shellingham")
    try:
        return str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        return ""


@contextmanager
def _without_rich() -> Iterator[None]:
    """Hide rich, which Typer would load to take its markup out of hints that have none."""
    missing: Any = None
    loaded, sys.modules["rich"] = sys.modules.get("rich", missing), missing
    try:
        yield
    finally:
        del sys.modules["rich"]
        if loaded:
            sys.modules["rich"] = loaded


def run_line(argv: list[str], completed: Sequence[str] = ()) -> int:
    """Run a command line by Typer, or complete one. A mistake is reported in Typer's words."""
    # Typer inspects every command that it is given: the one that is called is enough.
    called = [word for word in (*argv, *completed) if word in COMMANDS][:1]
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
        message = StringIO()
        error.show(message)
        text = message.getvalue()
        write_error(text if messages.spoken() == "en" else "\n".join(map(retold, text.split("\n"))))
        return USAGE
    return int(code or OK)


def typer_app(names: Sequence[str] = COMMANDS, listed: Sequence[str] = ()) -> typer.Typer:
    """The Typer app of some commands; of those `listed` it has only the help."""
    app = typer.Typer(
        name="infofacts",
        cls=Group,
        help=_(HELP),
        invoke_without_command=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": [*HELPS]},
    )
    for name in names:
        module = command_module(name)
        example = _("Example: {line}", line=_(module.EXAMPLE))
        about = f"{_(module.__doc__ or '')}\n\n{example}"
        app.command(name, cls=Command, help=about)(_typer_function(name, module.PARAMETERS))
    for name in listed:
        app.command(name, cls=Command, help=_help_of(name))(_typer_function(name, ()))
    app.callback()(_typer_callback())
    return app


def _help_of(name: str) -> str:
    """The docstring of a command's module, which is not run for it."""
    from importlib.util import find_spec

    spec: Any = find_spec(f"infofacts.commands.{name}")
    return _(str(spec.loader.get_code(spec.name).co_consts[0]))


def _typer_callback() -> Callable[..., None]:
    """What stands before a command: --version; without a command the overview."""

    def option(command: str, *flags: str) -> Any:
        def shown(wanted: bool) -> None:
            if wanted:
                raise typer.Exit(run(command, {}))

        help = _help_of(command)
        return Annotated[bool, typer.Option(*flags, callback=shown, is_eager=True, help=help)]

    def callback(ctx: typer.Context, version: Any = False, man: Any = False) -> None:
        if ctx.invoked_subcommand is None:
            raise typer.Exit(run("overview", {}))

    callback.__doc__ = _(HELP)
    options = {"version": option("version", "-V", "--version"), "man": option("manual", "--man")}
    callback.__annotations__ = {"ctx": typer.Context, **options}
    return callback


def _typer_function(name: str, parameters: Sequence[Parameter]) -> Callable[..., int]:
    """A function with the signature that Typer reads the parameters of a command from."""

    def function(**values: Any) -> int:
        for each in parameters:
            if each.many:
                values[each.name] = [typed(v) for v in values[each.name] or ()]
            elif each.kind == "text" and values[each.name] is not None:
                values[each.name] = typed(values[each.name])
        return run(name, values)

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
    kind: Any = {"number": int, "flag": bool}.get(parameter.kind, str)
    kind = list[kind] if parameter.many else kind
    common: dict[str, Any] = {"help": parameter.about}
    if parameter.metavar:
        common["metavar"] = _(parameter.metavar)
    if parameter.kind == "number":
        common |= {"min": 1, "max": MOST_HITS}
    if parameter.words or parameter.of:
        common["autocompletion"] = _completion(parameter)
    if parameter.flags:
        declared = typer.Option(*parameter.flags, **common)
    else:
        declared = typer.Argument(**common)
    if not parameter.required and parameter.kind != "flag":
        kind = kind | None
    return Annotated[kind, declared]


def _completion(parameter: Parameter) -> Callable[..., Any]:
    """What a shell may offer for a parameter: something of the base that is asked for, or words."""

    def of_base(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        files = store.base_files(ctx.params.get("facts") or (), not ctx.params.get("no_builtin"))
        try:
            if parameter.of == "names":
                return list(completion.names(files, incomplete))
            return list(completion.values(files, parameter.of, incomplete))
        except FactsError:
            return []  # an unreadable fact base completes nothing

    def words(incomplete: str) -> list[str]:
        return [word for word in parameter.choices if word.startswith(incomplete)]

    of_base.__annotations__ = {"ctx": typer.Context, "incomplete": str}
    return of_base if parameter.of else words
