"""The arguments and options that the commands share, and what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from infofacts.console import input_lines, typed
from infofacts.errors import BadUsage, NoAnswer
from infofacts.formats.records import FILE_FORMATS, FORMATS
from infofacts.store import base_files, builtin

if TYPE_CHECKING:
    from infofacts.model import Fact, FactBase
    from infofacts.names import Years

if TYPE_CHECKING:
    Shown = TypeVar("Shown", FactBase, Sequence[Fact])


def complete_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a shell offers for a name, of the fact base that the options before it ask for."""
    from infofacts import complete

    files = base_files(ctx.params.get("facts") or [], not ctx.params.get("no_builtin"))
    return complete.names(files, incomplete)


def typed_names(names: list[str] | None) -> list[str] | None:
    """Names and words as they were typed, whatever the locale."""
    return None if names is None else list(map(typed, names))


def typed_name(name: str | None) -> str | None:
    """The same of one."""
    return None if name is None else typed(name)


def one_of(*words: str) -> Callable[[str], list[str]]:
    """What a shell offers for an option that takes one of some words."""
    return lambda incomplete: [word for word in words if word.startswith(incomplete)]


Names = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...",
        help="Address, label or alias.",
        autocompletion=complete_names,
        callback=typed_names,
    ),
]
Year = Annotated[
    str | None,
    typer.Option(
        "-y",
        "--year",
        metavar="YEARS",
        help="2023, 2019:2023, 2022,2023 or latest.",
        callback=typed_name,
        autocompletion=one_of("latest"),
    ),  # fmt: skip
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (table on a terminal, else tsv).",
        autocompletion=one_of(*FORMATS),
    ),
]
ExportFormat = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)}; with -o also {', '.join(FILE_FORMATS)}.",
        autocompletion=one_of(*FORMATS, *FILE_FORMATS),
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="LANG",
        help="zh, en or both.",
        autocompletion=one_of("zh", "en", "both"),
    ),
]
Facts = Annotated[
    list[Path] | None,
    typer.Option(
        "--facts",
        metavar="FILE",
        help="A fact base to lay over the built-in one.",
        readable=False,  # who reads it tells, with its exit code
    ),
]
NoBuiltin = Annotated[bool, typer.Option("--no-builtin", help="Leave the built-in base out.")]
Derived = Annotated[bool, typer.Option("--derived", help="Computed figures too, marked.")]
Scale = Annotated[
    str | None,
    typer.Option(
        "--in",
        metavar="SCALE",
        help="万, 亿, million, billion …",
        callback=typed_name,
        autocompletion=one_of("万", "亿", "万亿", "thousand", "million", "billion", "trillion"),
    ),
]
# The fields of a record, and the styles of citations: here, for they are slow to import.
FIELDS = (
    "id topic indicator year zh en measure value unit bound printed as_of scope status since formula note "
    "source section line lines quote also url"
).split()
Field = Annotated[
    str,
    typer.Option(
        "--field", metavar="FIELD", help="printed, unit …", autocompletion=one_of(*FIELDS)
    ),
]
STYLES = ("gbt7714-2025", "gbt7714-2015", "apa", "bibtex", "ris", "csl-json")
Style = Annotated[
    str,
    typer.Option(
        "--style",
        metavar="STYLE",
        help=f"{', '.join(STYLES[:-1])} or {STYLES[-1]}.",
        autocompletion=one_of(*STYLES),
    ),
]
Raw = Annotated[bool, typer.Option("--raw", help="CSV: leave formulas as they are.")]

# What the end of a file's name says of its format.
_SUFFIXES = {
    ".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".md": "md",
    ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".parquet": "parquet",
}  # fmt: skip


def format_of(output: Path | None) -> str | None:
    """The format that the name of a file asks for, if it does."""
    return _SUFFIXES.get(output.suffix.lower()) if output else None


def keep_base(base: FactBase, files: Sequence[Path], output: Path | None) -> None:
    """Raise `BadUsage` where an export would replace a file of the fact base itself."""
    read = [*files, *(Path(source.file) for source in base.sources.values() if source.file)]
    if output and output.exists() and any(each.exists() and output.samefile(each) for each in read):
        raise BadUsage(f"--output {output}: is a file of the fact base itself")


def export_format(fmt: str | None) -> str | None:
    """A format that `export` prints. Raises `BadUsage` for one that it cannot write either."""
    if fmt and fmt not in FORMATS:
        known = f"{', '.join(FORMATS)}; with -o also {', '.join(FILE_FORMATS)}"
        raise BadUsage(f"--format {fmt}: expected one of {known}")
    return fmt


# ---------------------------------------------------------------- what they ask for
def read(
    facts: list[Path] | None,
    no_builtin: bool,
    derived: bool = False,
    wanted: Sequence[str] | None = None,
    people: bool = False,
) -> FactBase:
    """The fact base that the options ask for, or as much of it as some names need.

    For `people` nothing in a base of somebody's own breaks a line.
    """
    from infofacts import store

    files = paths(facts, no_builtin)
    base = store.read(files, None if derived else wanted)  # what is derived may come from anywhere
    if derived:
        from infofacts.derive import with_derived

        base = with_derived(base)
    return shown(base, files, people)


def read_files(
    facts: list[Path] | None, no_builtin: bool, derived: bool, people: bool = False
) -> FactBase:
    """The same from the files themselves: what leaves the program is not from a copy."""
    from infofacts.derive import with_derived
    from infofacts.store import read

    files = paths(facts, no_builtin)
    base = read(files)
    return shown(with_derived(base) if derived else base, files, people)


def shown(base: Shown, files: Sequence[Path], people: bool) -> Shown:
    """A base, or facts of it, as people are shown it: our own has no line breaks to look for."""
    if not people or files == [Path(builtin())]:
        return base
    from infofacts.views.oneline import one_line

    return one_line(base)


def paths(facts: Sequence[Path] | None, no_builtin: bool) -> list[Path]:
    """The files of the fact base, the lowest first. Raises `NoAnswer` where the options leave none."""
    files = [Path(path) for path in base_files(facts or [], not no_builtin)]
    if not files:
        raise NoAnswer("--no-builtin leaves no fact base: name one with --facts")
    return files


def years(text: str | None) -> Years:
    """The years that -y asks for."""
    from infofacts.names import parse_years

    return parse_years(text)


def batches(wanted: Sequence[str], whole: bool) -> Iterator[list[str]]:
    """The names, with "-" replaced by the lines of standard input, as they come unless `whole`.

    Who asks name by name gets answer by answer, and an endless list takes no memory.
    """
    if whole:
        yield [name for batch in batches(wanted, whole=False) for name in batch]
    elif "-" not in wanted:
        yield [name.strip() for name in wanted]
    else:
        for name in wanted:
            yield from input_lines() if name == "-" else [[name.strip()]]
