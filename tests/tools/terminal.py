"""Run a command line in process, on a terminal or in a pipe."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
from unittest import mock

from infofacts.app import main
from infofacts.views import table

SURROUNDINGS = (
    "INFOFACTS_FACTS", "INFOFACTS_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR",
    *table.LINKING, "TERM_PROGRAM",
)  # fmt: skip


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(arguments: str, **settings: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command line; with COLUMNS on a coloured terminal."""
    terminal = "COLUMNS" in settings
    out, err = Terminal() if terminal else io.StringIO(), io.StringIO()
    environ = dict.fromkeys(SURROUNDINGS, "") | {"CLICOLOR_FORCE": "1" if terminal else "0"}
    with (
        mock.patch.dict(os.environ, environ | settings),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(shlex.split(arguments))
    return code, out.getvalue(), err.getvalue()
