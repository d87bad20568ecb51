"""The arguments and options that the commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infofacts.cachefile import base_files
from infofacts.output import FILE_FORMATS, FORMATS


def complete_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a shell offers for a name, of the fact base that the options before it ask for."""
    from infofacts import complete

    paths = base_files(ctx.params.get("facts") or [], not ctx.params.get("no_builtin"))
    return complete.names(paths, incomplete)


Names = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...", help="Address, label or alias.", autocompletion=complete_names
    ),
]
Year = Annotated[
    str | None,
    typer.Option("-y", "--year", metavar="YEARS", help="2023, 2019:2023, 2022,2023 or latest."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (table on a terminal, else tsv).",
    ),
]
ExportFormat = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)}; with -o also {', '.join(FILE_FORMATS)}.",
    ),
]
Lang = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="zh, en or both.")]
Facts = Annotated[
    list[Path] | None,
    typer.Option("--facts", metavar="FILE", help="A fact base to lay over the built-in one."),
]
NoBuiltin = Annotated[bool, typer.Option("--no-builtin", help="Leave the built-in base out.")]
Derived = Annotated[bool, typer.Option("--derived", help="Computed figures too, marked.")]
STYLES = "gbt7714-2025, gbt7714-2015, apa, bibtex, ris or csl-json."
Raw = Annotated[bool, typer.Option("--raw", help="CSV: leave formulas as they are.")]

# What the end of a file's name says of its format.
_SUFFIXES = {
    ".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".md": "md",
    ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".parquet": "parquet",
}  # fmt: skip


def format_of(output: Path | None) -> str | None:
    """The format that the name of a file asks for, if it does."""
    return _SUFFIXES.get(output.suffix.lower()) if output else None
