"""What tests share: the front door `main`, a base of one's own, and the program as a process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from infofacts import index, store
from infofacts.app import main
from infofacts.factfile import load
from infofacts.model import FactBase

# No test fails on a slow machine. HYPOTHESIS_PROFILE=long is for tests/test_fuzz.py.
CALM = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
settings.register_profile("default", deadline=None, suppress_health_check=CALM)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=30000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

Run = Callable[..., tuple[int, str, str]]
Records = Callable[..., list[dict[str, Any]]]
Env = dict[str, str]
Done = subprocess.CompletedProcess[bytes]

ROOT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-m", "infofacts"]
# A small base, without the built-in one.
SMALL = ("--facts", str(ROOT / "tests" / "data" / "compare.toml"), "--no-builtin")

# The record of the contract, retyped by hand on purpose.
KEYS = (
    "id topic indicator year zh en measure value unit bound printed as_of scope status since "
    "formula note source section line lines quote also proof text items unit_en value_en note_en "
    "section_en"
).split()

SOURCE = '[sources.s]\ntitle = "报告（2024年）"\npublisher = "社"\n'
LABELS = '\n[m]\nzh = "题"\nen = "T"\n\n[m.a]\nzh = "甲"\nen = "A"\n'


def one_fact(fact: str, source: str = "", year: int = 2023) -> str:
    """A base of one source and one fact, `m.a.2023`: the source from line 4, the fact from 14."""
    return f"{SOURCE}{source}{LABELS}\n[m.a.{year}]\n{fact}\n"


def indexed() -> bool:
    """Whether the index of the built-in base is used."""
    connection = index.index()
    if connection:
        connection.close()
    return connection is not None


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    """The index of the built-in base as this very program makes it."""
    index.make()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of all tests, for all that a program may want to keep there."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """No setting of the person who runs the tests shows in them; no mistake is passed over by
    asking the files where the index fails."""
    for name in (
        "INFOFACTS_FACTS", "INFOFACTS_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "XDG_CACHE_HOME"
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("INFOFACTS_TRACEBACK", "1")  # an internal error fails a test with its place
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(index, "DAMAGE", (UnicodeEncodeError,))  # half a character is no name


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command line: (exit code, stdout, stderr); `stdin` is what it may read."""

    def run_(*args: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(args)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_


@pytest.fixture
def records(run: Run) -> Records:
    """The records that a command line prints as JSON, numbers exact; none if it fails."""

    def records_(*args: str) -> list[dict[str, Any]]:
        out = run(*args, "-f", "json")[1]
        return list(json.loads(out, parse_float=Decimal)) if out else []

    return records_


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The file of the base that `own` writes."""
    return tmp_path / "mine.toml"


@pytest.fixture
def own(run: Run, mine: Path) -> Run:
    """Run a command line on a base of one's own and no other: its text, then the arguments."""

    def own_(text: str, *args: str) -> tuple[int, str, str]:
        mine.write_text(text, "utf-8")
        return run(*args, "--facts", str(mine), "--no-builtin")

    return own_


@pytest.fixture
def env(home: Path) -> Env:
    """The environment of a process: a home, a path, a locale and no more."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm", "LANG": "C.UTF-8"}


def spawn(*args: str | bytes, env: Env, redirected: str = "", **options: Any) -> Done:
    """Run a command line as a process, from a shell if a stream is redirected, to its end."""
    shell = ["sh", "-c", f'exec "$@" {redirected}', "sh"] if redirected else []
    pipe = subprocess.PIPE
    streams: dict[str, Any] = {"stdout": pipe, "stderr": pipe, "input": b""} | options
    command = [*shell, *PROGRAM, *args]
    return subprocess.run(command, env=env, cwd=ROOT, timeout=60, check=False, **streams)


@pytest.fixture(scope="session")
def base() -> FactBase:
    """The shipped fact base."""
    return load([store.builtin()])
