"""What the program writes: one file per format, named like it.

A format says in its docstring what it is, declares `ENDINGS` (the endings of file names that ask
for it) and `NEEDS` (a library and the extra of this package that installs it, or None), and has
`write`. There are two kinds:

- A record format is for every command: `write(records, raw)` gives the text of records, part by
  part. `FLAT` is True if it takes flat records where a command has nested and flat ones.
- A base format is for `export -o` alone: `write(base, options)` gives the files of a whole base.

A new format is its file and its name in one of the two lists below. Every command line reads
this module, so it loads a format, and the library it needs, only when that is used.
"""

from __future__ import annotations

import os

from infofacts.errors import BadUsage, NoAnswer, library
from infofacts.messages import _
from infofacts.text import module_named

TYPE_CHECKING = False  # as in `typing`, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import ModuleType

    from infofacts.formats.json import Record
    from infofacts.model import FactBase

RECORD_FORMATS = ("tsv", "csv", "json", "jsonl", "csv-excel")
BASE_FORMATS = ("sqlite", "parquet", "datapackage", "html", "xlsx", "csvw", "sdmx-csv")
COMPRESSED = ".gz"  # the ending behind another one that asks for gzip
# What any command prints, in the order of help; `views` draws tables, also those in Markdown.
FORMATS = ("table", *RECORD_FORMATS, "md")


# A format that shows facts as `views` does stands above them.
ELSEWHERE = {"html": "infofacts.site"}


def load(fmt: str) -> ModuleType:
    """The module of a record or base format, even if the library it needs is missing."""
    return module_named(ELSEWHERE.get(fmt, f"{__name__}.{fmt.replace('-', '_')}"))


def format_of(name: str) -> str | None:
    """The format for a file name, None if its ending names none; that of a.csv.gz is that of a.csv.

    Only text is compressed: a database or a Parquet file would not be read so.
    """
    stem, ending = os.path.splitext(name.lower())
    formats: tuple[str, ...] = (*RECORD_FORMATS, *BASE_FORMATS)
    if ending == COMPRESSED:
        ending, formats = os.path.splitext(stem)[1], RECORD_FORMATS
    if ending == ".md":
        return "md"
    return next((fmt for fmt in formats if ending in load(fmt).ENDINGS), None)


def endings() -> list[str]:
    """The endings of file names that ask for a format."""
    formats = (*RECORD_FORMATS, *BASE_FORMATS)
    return [*(ending for fmt in formats for ending in load(fmt).ENDINGS if ending), ".md"]


def parts_of(records: Iterable[Record], fmt: str, raw: bool = False) -> Iterator[str]:
    """The text of records in a record format, part by part; flat records for a flat format.

    `raw` leaves cells that a spreadsheet would run as they are.
    """
    parts: Iterator[str] = _ready(fmt).write(records, raw)
    return parts


def text_of(records: Iterable[Record], fmt: str) -> str:
    """The text of records in a record format."""
    return "".join(parts_of(records, fmt))


def save_text(path: Path, parts: Iterable[str]) -> None:
    """Write a text to a file, compressed if its name says so.

    Raises `BadUsage` for a path that cannot be written.
    """
    from infofacts.formats._files import save

    compressed = path.suffix.lower() == COMPRESSED
    save(path, {"": lambda file: file.writelines(map(str.encode, parts))}, compressed)


def save(
    base: FactBase, fmt: str, path: Path | None, partition: str = "", raw: bool = False
) -> None:
    """Write a base in a base format to a file or folder; `partition` is "year" or "".

    Raises `BadUsage` for options that do not go together, a path that cannot be written and a
    missing library, `NoAnswer` for a base that the format cannot hold.
    """
    if partition not in ("", "year"):
        raise BadUsage(_("--partition {partition}: expected year", partition=partition))
    if partition and fmt != "parquet":
        raise BadUsage(_("--partition: only --format parquet has partitions"))
    if not path:
        raise BadUsage(_("--format {fmt}: say where to write it: --output PATH", fmt=fmt))
    for fact in () if base.counted else base.facts.values():
        if fact.source and fact.source not in base.sources:
            unknown = _(
                "{id} names the source {source!r}, which is not in the base",
                id=fact.id,
                source=fact.source,
            )
            raise NoAnswer(
                _("--format {fmt}: {unknown}; see infofacts check", fmt=fmt, unknown=unknown)
            )
    from infofacts.formats import _files

    _files.save(path, _ready(fmt).write(base, _files.ExportOptions(partition, raw)))


def _ready(fmt: str) -> ModuleType:
    """The module of a format whose library is installed."""
    return needed(fmt, load(fmt))


def needed(fmt: str, module: ModuleType) -> ModuleType:
    """The module of a format. Raises `BadUsage` if the library that it needs is not installed."""
    if module.NEEDS:
        library(f"--format {fmt}", *module.NEEDS)
    return module
