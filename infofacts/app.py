"""The front door: from a command line to an exit code.

A plain command line is read here by the parameters that its command declares. Typer is built
from the same parameters, and loaded only for help, mistakes, completion and anything odd.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout, suppress
from importlib import import_module
from itertools import takewhile

from infofacts import messages
from infofacts.commands import COMMANDS
from infofacts.console import (
    asked_language,
    emit,
    forget_output,
    message_language,
    prepare,
    typed,
    warn,
    warn_all,
    write_error,
)
from infofacts.errors import BROKEN, OK, USAGE, BadUsage, FactsError, starved
from infofacts.messages import _

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType
    from typing import Any

    import typer

    from infofacts.commands.parameters import Parameter

HELPS = ("-h", "--help")
COMPLETING = "_INFOFACTS_COMPLETE"  # what Typer's scripts for shells set
# Options that may name a shell; without one Typer finds out which is running.
SETS_UP = ("--install-completion", "--show-completion")
# Else zsh, which loads the function at the first Tab, only answers the second one.
FIRST_TAB = '[[ "${funcstack[1]}" = "_infofacts" ]] && _infofacts_completion "$@"\n'
HELP = (
    "Look up the numbers of China's National Informatization Development Report (2023), offline, "
    "with their sources. Without a command, it shows an overview and examples."
)


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
    if asks == "complete":
        return _complete_line(shell)
    if line[:1] and line[0] in SETS_UP and len(line) < 3:
        return _set_up_completion(*line)
    plain = None if asks else read_line(line)
    if not plain and not asks:
        line = meant(line)
        plain = read_line(line)
    return answer(*plain) if plain else _run_typer(line)


def command_module(name: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"infofacts.commands.{name}")


def answer(name: str, values: dict[str, Any]) -> int:
    """Answer a command with the values of its parameters; the exit code."""
    from infofacts.commands.answer import Asked

    if isinstance(years := values.get("year"), list):  # -y 2022 -y=2023: one list of years
        values["year"] = ",".join(year.removeprefix("=") for year in years) if years else None
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
    return _(
        "did you mean {lines}?",
        lines=_(" or ").join(f"infofacts {line}" for line in shown),
    )


def _quoted(word: str) -> str:
    """A word as it is typed in a shell."""
    from shlex import quote

    return word if word.replace("-", "").replace(".", "").isalnum() else quote(word)


# ---------------------------------------------------------------- by Typer
def _complete_line(shell: str) -> int:
    """Answer a shell that completes a command line.

    One that sets only half of its variables gets nothing.
    """
    from io import StringIO

    from infofacts import completion

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
        code = _run_typer([], line.split())
    sys.stdout.write(completion.with_option(shell, offered.getvalue(), line))
    return code


def _set_up_completion(option: str, shell: str = "") -> int:
    """Install the completion of a shell, that which runs if none is named, or print its script.

    Raises `BadUsage` for another shell.
    """
    completion = import_module("typer.completion")  # typed, but for what it takes from elsewhere
    shell = shell or _running_shell()
    shells = completion.Shells.__members__
    if shell not in shells:
        raise BadUsage(
            _(
                "{option}: expected one of {shells}",
                option=" ".join(filter(None, (option, shell))),
                shells=_(", ").join(shells),
            )
        )
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


def _run_typer(argv: list[str], completed: Sequence[str] = ()) -> int:
    """Run a command line by Typer, or complete one. A mistake is reported in Typer's words."""
    from typer.main import get_command

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
        from io import StringIO

        message = StringIO()
        error.show(message)
        from infofacts.help import retold

        text = message.getvalue()
        write_error(text if messages.spoken() == "en" else "\n".join(map(retold, text.split("\n"))))
        return USAGE
    return int(code or OK)


def typer_app(names: Sequence[str] = COMMANDS, listed: Sequence[str] = ()) -> typer.Typer:
    """The Typer app of some commands; of those `listed` it has only the help."""
    import typer

    from infofacts.help import Command, Group

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
    from typing import Annotated

    import typer

    def option(command: str, *flags: str) -> Any:
        def shown(wanted: bool) -> None:
            if wanted:
                raise typer.Exit(answer(command, {}))

        help = _help_of(command)
        return Annotated[bool, typer.Option(*flags, callback=shown, is_eager=True, help=help)]

    def callback(ctx: typer.Context, version: Any = False, man: Any = False) -> None:
        if ctx.invoked_subcommand is None:
            raise typer.Exit(answer("overview", {}))

    callback.__doc__ = _(HELP)
    options = {"version": option("version", "-V", "--version"), "man": option("manual", "--man")}
    callback.__annotations__ = {"ctx": typer.Context, **options}
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
    import typer

    from infofacts import completion, store

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
