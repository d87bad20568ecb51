"""Charts of `compare`, and of `show` for a series: one file per format, named like it.

A format says in its docstring what it is, declares `ENDINGS` (the endings of file names that ask
for it) and `NEEDS` (a library and the extra of this package that installs it, or None), and has
`write(spec)`, which gives the bytes of a chart. `views/chart` makes the specification, in Vega-Lite.

Every command line reads this module: it loads a format only when that is used.
"""

from __future__ import annotations

import sys

from infofacts.text import module_named

TYPE_CHECKING = False  # as in `typing`, which is slow to import
if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType
    from typing import Any

CHART_FORMATS = ("svg", "png", "html", "vega")


def load(fmt: str) -> ModuleType:
    """The module of a format, even if the library it needs is missing."""
    return module_named(f"{__name__}.{fmt}")


def format_of(name: str) -> str | None:
    """The format for a file name, None if its ending names none."""
    names = (fmt for fmt in CHART_FORMATS if name.lower().endswith(load(fmt).ENDINGS))
    return next(names, None)


def write(spec: dict[str, Any], fmt: str, path: Path | None) -> None:
    """Write a chart to a file, or to standard output.

    Raises `BadUsage` for a path that cannot be written and for what a format needs and has not.
    """
    from infofacts.formats import needed

    content: bytes = needed(fmt, load(fmt)).write(spec)
    if path:
        from infofacts.formats._files import save

        save(path, {"": content})
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
