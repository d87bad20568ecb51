"""The command line: thin commands around the core, and the one exit door, `main`."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command
from typer.models import CommandInfo

from infofacts import app as invoke
from infofacts import options as option
from infofacts.console import (
    display,
    emit,
    for_people,
    forget_output,
    known_format,
    prepare,
    warn,
    warn_all,
    write,
    write_error,
)
from infofacts.errors import BadUsage, ExitCode, FactsError
from infofacts.formats.records import FILE_FORMATS
from infofacts.options import (
    Derived,
    ExportFormat,
    Facts,
    Field,
    Format,
    Lang,
    Names,
    NoBuiltin,
    Raw,
    Scale,
    Style,
    Year,
)
from infofacts.text import builtin

# What a command needs is imported when it runs: help and completion need none of it, and
# every command would wait for what only the others use.
app = typer.Typer(
    name="infofacts",
    help="Look up the facts of the National Informatization Development Report (2023), offline: "
    "every number with the words it was printed in.",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def show(
    name: Names,
    year: Year = None,
    fmt: Format = None,
    lang: Lang = None,
    derived: Derived = False,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Show topics, or an indicator's years, changes and quotes.

    Example: infofacts show 5g
    """
    from infofacts.commands import show as commands

    base = option.read(facts, no_builtin, derived, name, for_people(fmt))
    emit(commands.show(base, name, option.years(year), display(lang)), fmt)


@app.command()
def get(
    name: Names,
    scale: Scale = None,
    field: Field = "value",
    year: Year = None,
    fmt: Format = None,
    lang: Lang = None,
    derived: Derived = False,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Print bare values, a line a name; "-" reads names from stdin.

    Example: infofacts get 5g.base-stations.2023 --in 万
    """
    from infofacts.commands import get as bare
    from infofacts.commands import show as commands

    if fmt and (scale is not None or field != "value"):
        raise BadUsage("--format: whole records have every field; leave --in and --field out")
    missing = False
    for names in option.batches(name, whole=bool(fmt)):
        base = option.read(facts, no_builtin, derived, names, bool(fmt) and for_people(fmt))
        found = bare.get(base, names, option.years(year), scale, field)
        if fmt and (found.facts or not names):
            emit(commands.records_of(base, found.facts, display(lang)), fmt)
        elif fmt:
            known_format(fmt)
        else:
            write("".join(f"{line}\n" for line in found.lines))
        missing |= warn_all(found.missing)
    if missing:
        raise typer.Exit(ExitCode.NO)


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="Chinese or English.", callback=option.typed_names),
    ],
    count: Annotated[
        int, typer.Option("-n", metavar="N", min=1, max=100_000, help="How many hits.")
    ] = 10,
    year: Year = None,
    fmt: Format = None,
    lang: Lang = None,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Find facts by words: labels, aliases and quotes, best first.

    Example: infofacts search how many 5G base stations
    """
    from infofacts import store
    from infofacts.commands import show as commands

    files, people = option.paths(facts, no_builtin), for_people(fmt)
    base, hits = store.find(files, words, count, option.years(year))
    base, shown = option.shown(base, files, people), option.shown(hits, files, people)
    emit(commands.find(base, shown, words, display(lang)), fmt)


@app.command("list")
def list_(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="A topic or indicator.",
            autocompletion=option.complete_names,
            callback=option.typed_name,
        ),
    ] = None,
    year: Year = None,
    fmt: Format = None,
    lang: Lang = None,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """List the topics with their counts, or the addresses of a topic.

    Example: infofacts list 5g
    """
    from infofacts.commands import show as commands

    wanted = [topic] if topic else None
    base = option.read(facts, no_builtin, wanted=wanted, people=for_people(fmt))
    emit(commands.listing(base, topic, option.years(year), display(lang)), fmt)


@app.command()
def compare(
    name: Names,
    year: Year = None,
    force: Annotated[bool, typer.Option("--force", help="Growth across warnings too.")] = False,
    fmt: Format = None,
    lang: Lang = None,
    derived: Derived = False,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Compare values: several names, or a name or topic over years.

    Example: infofacts compare 5g.base-stations -y 2020:2024
    """
    from infofacts.commands import show as commands

    base = option.read(facts, no_builtin, derived, name, for_people(fmt))
    emit(commands.comparison(base, name, option.years(year), force, display(lang)), fmt)


@app.command()
def cite(
    name: Names,
    style: Style = "gbt7714-2025",
    year: Year = None,
    fmt: Annotated[
        str | None,
        typer.Option("-f", "--format", metavar="FORMAT", help="A record a fact: json, tsv …"),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="LANG", help="en: places in English.")
    ] = None,
    derived: Derived = False,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Cite facts: an entry a publication, with their places in it.

    Example: infofacts cite 5g.base-stations --style bibtex
    """
    from infofacts.commands import cite as evidence

    base = option.read(facts, no_builtin, derived, name)
    display(lang)
    cited = evidence.cite(base, name, option.years(year), style, english=lang == "en")
    if fmt:
        emit(cited.each(), fmt)
    else:
        write(cited.text)
        warn_all(cited.messages)


@app.command()
def source(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME...]",
            help="Address, label or alias, or the id of a source.",
            autocompletion=option.complete_names,
            callback=option.typed_names,
        ),
    ] = None,
    year: Year = None,
    fmt: Format = None,
    lang: Lang = None,
    derived: Derived = False,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Show the sources, or a fact's passage with its words marked.

    Example: infofacts source 5g.base-stations
    """
    from infofacts.commands import cite as evidence

    people = for_people(fmt)
    base = option.read(facts, no_builtin, derived, name, people)
    if name and evidence.names_sources(base, name):  # they tell how many facts they have
        base = option.read(facts, no_builtin, derived, people=people)
    emit(evidence.source(base, name or [], option.years(year), display(lang)), fmt)


@app.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="The fact base to prove.", readable=False),
    ] = None,
    cover: Annotated[
        bool, typer.Option("--coverage", help="Numbers of the source that no fact quotes, too.")
    ] = False,
    fmt: Format = None,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Prove a fact base: quotes in their source, values in quotes.

    Example: infofacts check my.toml
    """
    from infofacts.commands import check as verdict

    paths = option.paths([*(facts or []), *([file] if file else [])], no_builtin)
    mine = [path for path in paths if file and path != Path(builtin())]
    checked = verdict.checked(paths, mine, cover)
    if fmt and fmt != "table":
        emit(checked.answer(), fmt)
        warn_all(checked.summary)
    else:
        write("".join(f"{line}\n" for line in checked.lines))
    warn(checked.verdict)
    raise typer.Exit(checked.exit_code)


@app.command()
def export(
    year: Year = None,
    fmt: ExportFormat = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PATH", help="Write to a file or folder."),
    ] = None,
    partition: Annotated[
        str,
        typer.Option("--partition", metavar="KEY", help="Parquet: a folder for each year (year)."),
    ] = "",
    raw: Raw = False,
    lang: Lang = None,
    derived: Derived = False,
    facts: Facts = None,
    no_builtin: NoBuiltin = False,
) -> None:
    """Print every fact, or write the base for other programs.

    Example: infofacts export -f sqlite -o facts.db
    """
    from infofacts.commands import show as commands

    output = None if output == Path("-") else output
    fmt = fmt or option.format_of(output)
    people = for_people(fmt or ("tsv" if output else None))
    base = option.read_files(facts, no_builtin, derived, people)
    base = commands.exported(base, option.years(year))
    option.keep_base(base, option.paths(facts, no_builtin), output)
    if fmt in FILE_FORMATS or partition:
        from infofacts.formats import exports

        chosen = exports.Options(partition, raw)
        exports.save(base, fmt or "", output, chosen)
        return
    emit(commands.export(base, display(lang)), option.export_format(fmt), raw, output)


# ---------------------------------------------------------------- around the commands
def _version(wanted: bool) -> None:
    if wanted:
        from infofacts.commands import version as about

        for line in about.lines():
            write(f"{line}\n")
        raise typer.Exit()


@app.callback()
def _options(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Name program, data and source."
        ),
    ] = False,
) -> None:
    """Look up the facts of the National Informatization Development Report (2023), offline.

    Every number comes with the words it was printed in. Without a command: what there is.
    """
    if ctx.invoked_subcommand is None:
        from infofacts.commands import show as commands

        emit(commands.overview(option.read(None, False, people=True), display(None)), "table")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. The only place that ends the program."""
    prepare()
    try:
        code = invoke.run(app, list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has what it wants: not an error
        forget_output()
        return ExitCode.OK
    except FactsError as error:
        warn_all(error.lines)
        return error.exit_code
    except OSError as error:
        forget_output()
        warn(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return ExitCode.BROKEN
    except Exception as error:  # nobody needs a traceback; INFOFACTS_TRACEBACK shows it
        if os.environ.get("INFOFACTS_TRACEBACK"):
            raise
        warn(f"a bug: {type(error).__name__}: {error}; INFOFACTS_TRACEBACK=1 shows where")
        return ExitCode.BROKEN
    return code


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
    write_error(told.getvalue())
    return ExitCode.USAGE


def _narrowed(app: typer.Typer, argv: Sequence[str]) -> typer.Typer:
    """The app with the one command that is called, if one is: Typer inspects all it is given."""
    called = [c for c in app.registered_commands if [_command_name(c)] == list(argv[:1])]
    narrowed = copy.copy(app)
    narrowed.registered_commands = called or app.registered_commands
    return narrowed


def _command_name(command: CommandInfo) -> str:
    return str(command.name or getattr(command.callback, "__name__", ""))
