"""Which pager shows a long table, and what it is given; `tests/test_surroundings.py` sees one run."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from infofacts.views import pager

Patch = pytest.MonkeyPatch


@pytest.mark.parametrize(
    ("environ", "less", "command"),
    [
        ({"INFOFACTS_PAGER": "more", "PAGER": "most"}, True, "more"), ({"PAGER": " most -x "}, True, "most -x"),
        ({"INFOFACTS_PAGER": "", "PAGER": "most"}, True, ""), ({"PAGER": " cat "}, True, ""),
        ({"PAGER": "catx"}, True, "catx"), ({}, True, "less"), ({}, False, ""),
    ],
)  # fmt: skip
def test_the_pager_is_the_one_that_is_named_else_less(
    monkeypatch: Patch, environ: dict[str, str], less: bool, command: str
) -> None:
    for name in ("INFOFACTS_PAGER", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "environ", {**os.environ, **environ})
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" * (less and name == "less"))
    assert pager.pager() == command


class Screen(io.TextIOWrapper):
    """Standard output on a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.raw_bytes = io.BytesIO()
        super().__init__(self.raw_bytes, encoding, write_through=True)

    def fileno(self) -> int:
        return 1

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("height", "typed", "lines", "code", "paged", "printed"),
    [
        (5, True, 5, 0, True, False), (5, True, 4, 0, False, True), (5, True, 6, 0, True, False),
        (0, True, 9, 0, False, True), (1, True, 1, 0, True, False), (5, False, 9, 0, False, True), (None, True, 9, 0, False, True),
        (5, True, 9, 1, True, False), (5, True, 9, 126, True, True), (5, True, 9, 127, True, True),
    ],
)  # fmt: skip
def test_only_what_does_not_fit_is_paged(
    monkeypatch: Patch,
    height: int | None,
    typed: bool,
    lines: int,
    code: int,
    paged: bool,
    printed: bool,
) -> None:
    """And printed where there is no such pager."""
    given: list[Any] = []

    def size(_: int) -> os.terminal_size:
        if height is None:
            raise OSError
        return os.terminal_size((80, height))

    def run(*args: Any, **options: Any) -> subprocess.CompletedProcess[bytes]:
        given.append((args, options))
        return subprocess.CompletedProcess(args, code)

    screen = Screen()
    monkeypatch.setenv("INFOFACTS_PAGER", "show me")
    monkeypatch.setattr(os, "get_terminal_size", size)
    monkeypatch.setattr(sys, "stdin", Screen() if typed else io.StringIO())
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(subprocess, "run", run)
    text = "中\n" * lines
    pager.show(text)
    assert screen.raw_bytes.getvalue().decode() == text * printed
    assert len(given) == paged
    if paged:
        (args, options) = given[0]
        assert args == ("show me",) and options["input"].decode() == text
        assert options["shell"] is True and options["check"] is False


@pytest.mark.parametrize(
    ("encoding", "environ", "settings"),
    [
        ("utf-8", {}, {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}),
        ("UTF-8", {"LESS": "M"}, {"LESS": "M", "LV": "-c", "LESSCHARSET": "utf-8"}),
        ("gb18030", {"LV": "-x"}, {"LESS": "FRX", "LV": "-x", "LESSCHARSET": None}),
    ],
)
def test_less_keeps_colours_and_ends_where_all_fits(
    monkeypatch: Patch, encoding: str, environ: dict[str, str], settings: dict[str, str | None]
) -> None:
    """As git has it; what a person has set stays."""
    given: dict[str, Any] = {}

    def run(*_: Any, **options: Any) -> subprocess.CompletedProcess[bytes]:
        given.update(options)
        return subprocess.CompletedProcess((), 0)

    for name in ("LESS", "LV", "LESSCHARSET"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Screen(encoding))
    monkeypatch.setattr(subprocess, "run", run)
    assert pager._paged("less", "中é")
    assert {name: given["env"].get(name) for name in settings} == settings
    assert given["input"] == "中é".encode(encoding, "backslashreplace")
