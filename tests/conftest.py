"""Fixtures: every test goes through the front door, `main`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infofacts import store
from infofacts.app import main
from infofacts.factfile import load
from infofacts.model import FactBase

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    """The index of the built-in base as this very program makes it."""
    store.make()


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests shows in them."""
    for name in ("INFOFACTS_FACTS", "INFOFACTS_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line: (exit code, stdout, stderr)."""

    def run_(*args: str) -> tuple[int, str, str]:
        code = main(args)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_


@pytest.fixture(scope="session")
def base() -> FactBase:
    """The shipped fact base."""
    return load([store.builtin()])
