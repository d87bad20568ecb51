"""What the program writes: one file per format, named like it.

A format says in its docstring what it is, declares `ENDINGS` (the endings of file names that ask
for it) and `NEEDS` (a library and the extra of this package that installs it, or None), and has
`write`. There are two kinds:

- A record format is for every command: `write(records, raw)` gives the text of a list of records.
  `FLAT` is True if it takes flat records where a command has nested and flat ones.
- A base format is for `export -o` alone: `write(base, options)` gives the files of a whole base.

A new format is its file and its name in one of the two lists below. Every command line reads
this module, so it loads a format, and the library it needs, only when that is used.
"""

from __future__ import annotations

import os
from importlib import import_module

from infofacts.errors import BadUsage, NoAnswer
from infofacts.messages import _

TYPE_CHECKING = False  # as in `typing`, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    from infofacts.formats.json import Record
    from infofacts.model import FactBase

RECORD_FORMATS = ("tsv", "csv", "json", "jsonl")
BASE_FORMATS = ("sqlite", "parquet", "datapackage", "html")
# What any command prints, in the order of help; `views` draws tables, also those in Markdown.
FORMATS = ("table", *RECORD_FORMATS, "md")


# A format that shows facts as `views` does stands above them.
ELSEWHERE = {"html": "infofacts.site"}


def load(fmt: str) -> ModuleType:
    """The module of a record or base format, even if the library it needs is missing."""
    return import_module(ELSEWHERE.get(fmt, f"{__name__}.{fmt}"))


def format_of(name: str) -> str | None:
    """The format for a file name, None if its ending names none."""
    ending = os.path.splitext(name)[1].lower()
    if ending == ".md":
        return "md"
    formats = (*RECORD_FORMATS, *BASE_FORMATS)
    return next((fmt for fmt in formats if ending in load(fmt).ENDINGS), None)


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
        raise BadUsage(_("--partition {partition}: expected year", partition=partition))
    if partition and fmt != "parquet":
        raise BadUsage(_("--partition: only --format parquet has partitions"))
    if not path:
        raise BadUsage(_("--format {fmt}: say where to write it: --output PATH", fmt=fmt))
    for fact in base.facts.values():
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
        library, extra = module.NEEDS
        try:
            import_module(library)
        except ImportError as error:
            install = f"pip install 'infofacts[{extra}]'"
            message = _(
                "--format {fmt} needs {library}, which is not installed: {install}",
                fmt=fmt,
                library=library,
                install=install,
            )
            raise BadUsage(message) from error
    return module
