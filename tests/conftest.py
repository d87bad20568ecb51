"""Fixtures: every test goes through the front door, `main`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from infofacts.app import main
from infofacts.factfile import builtin_path, load
from infofacts.model import FactBase

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, _cache: Path) -> None:
    """No setting of the person who runs the tests shows in them."""
    for name in ("INFOFACTS_FACTS", "INFOFACTS_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_CACHE_HOME", str(_cache))


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
    return load([builtin_path()])
