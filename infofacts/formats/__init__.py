"""What the program writes: one file per format, named like it.

A format says in its docstring what it is, declares `ENDINGS` (the endings of file names that ask
for it) and `NEEDS` (a library and the extra of this package that installs it, or None), and has
`write`. There are three kinds:

- A record format is for every command: `write(records, raw)` gives the text of a list of records.
  `FLAT` is True if it takes flat records where a command has nested and flat ones.
- A chart format is for `compare`, and `show` of a series: `write(spec)` gives the bytes of a chart.
- A base format is for `export -o` alone: `write(base, options)` gives the files of a whole base.

A new format is its file and its name in one of the lists below. Every command line reads
this module, so it loads a format, and the library it needs, only when that is used.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from infofacts.errors import BadUsage, NoAnswer

TYPE_CHECKING = False  # as in `typing`, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from infofacts.formats.json import Record
    from infofacts.model import FactBase

RECORD_FORMATS = ("tsv", "csv", "json", "jsonl")
CHART_FORMATS = ("svg", "png", "html", "vega")
BASE_FORMATS = ("sqlite", "parquet", "datapackage")
# What any command prints, in the order of help; `views` draws tables, also those in Markdown.
FORMATS = ("table", *RECORD_FORMATS, "md")


def load(fmt: str) -> ModuleType:
    """The module of a record or base format, even if the library it needs is missing."""
    return import_module(f"{__name__}.{fmt}")


def format_of(name: str) -> str | None:
    """The format for a file name, None if its ending names none."""
    ending = os.path.splitext(name)[1].lower()
    if ending == ".md":
        return "md"
    charts = (fmt for fmt in CHART_FORMATS if name.lower().endswith(load(fmt).ENDINGS))
    formats = (fmt for fmt in (*RECORD_FORMATS, *BASE_FORMATS) if ending in load(fmt).ENDINGS)
    return next(charts, None) or next(formats, None)


def endings() -> list[str]:
    """The endings of file names that ask for a format."""
    formats = (*RECORD_FORMATS, *BASE_FORMATS)
    return [*(ending for fmt in formats for ending in load(fmt).ENDINGS if ending), ".md"]


def text_of(records: Sequence[Record], fmt: str, raw: bool = False) -> str:
    """Records as text in a record format; the `flat` ones, if given, in a flat format.

    `raw` leaves cells that a spreadsheet would run as they are.
    """
    module = _ready(fmt)
    text: str = module.write(records, raw)
    return text


def write_chart(spec: Mapping[str, object], fmt: str, path: Path | None) -> None:
    """Write a chart to a file, or to standard output.

    Raises `BadUsage` for a path that cannot be written and what a format needs and has not.
    """
    content: bytes = _ready(fmt).write(spec)
    if path:
        from infofacts.formats._files import save

        save(path, {"": content})
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def save_text(path: Path, text: str) -> None:
    """Write a text to a file. Raises `BadUsage` for a path that cannot be written."""
    from infofacts.formats._files import save

    save(path, {"": text.encode()})


def save(
    base: FactBase, fmt: str, path: Path | None, partition: str = "", raw: bool = False
) -> None:
    """Write a base in a base format to a file or folder; `partition` is "year" or "".

    Raises `BadUsage` for options that do not go together, a path that cannot be written and a
    missing library, `NoAnswer` for a base that the format cannot hold.
    """
    if partition not in ("", "year"):
        raise BadUsage(f"--partition {partition}: expected year")
    if partition and fmt != "parquet":
        raise BadUsage("--partition: only --format parquet has partitions")
    if not path:
        raise BadUsage(f"--format {fmt}: say where to write it: --output PATH")
    for fact in base.facts.values():
        if fact.source and fact.source not in base.sources:
            unknown = f"{fact.id} names the source {fact.source!r}, which is not in the base"
            raise NoAnswer(f"--format {fmt}: {unknown}; see infofacts check")
    from infofacts.formats import _files

    _files.save(path, _ready(fmt).write(base, _files.ExportOptions(partition, raw)))


def _ready(fmt: str) -> ModuleType:
    """The module of a format whose library is installed."""
    module = load(fmt)
    if module.NEEDS:
        library, extra = module.NEEDS
        try:
            import_module(library)
        except ImportError as error:
            install = f"pip install 'infofacts[{extra}]'"
            message = f"--format {fmt} needs {library}, which is not installed: {install}"
            raise BadUsage(message) from error
    return module
