"""The program as one file: a zipapp, and, where PyInstaller is installed, a program of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipapp
from pathlib import Path

import pytest
import tomli

from infofacts.index import index_file
from tests.conftest import ROOT, Env

QUESTIONS = (
    (["get", "5g.base-stations.2023"], "3377000\n"),
    (["get", "5G基站总数", "-y", "2023", "--in", "万"], "337.7\n"),
    (["search", "5G基站数量", "-n", "1", "-f", "jsonl"], '"id": "5g.base-stations.'),
    (["cite", "5g.base-stations.2023", "--style", "apa"], "National Informatization Development"),
    (["show", "5g", "-f", "md"], "| 5G"),
    (["export", "5g", "--wide", "-f", "csv"], "5g.users,5g,"),
    (["source", "5g.base-stations.2023", "-f", "json"], "337.7万个"),
    (["check", "--help"], "Usage: infofacts check"),
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as it is installed: with its facts, their texts and the index."""
    place = tmp_path_factory.mktemp("single")
    ignored = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(ROOT / "infofacts", place / "app" / "infofacts", ignore=ignored)
    data = place / "app" / "infofacts" / "data"
    shutil.copytree(ROOT / "seeds", data / "seeds")
    for file in (ROOT / "facts.toml", Path(index_file())):
        shutil.copy(file, data)
    return place


def answers(program: list[str], env: Env, place: Path) -> None:
    """Assert that a program answers, and exports what another reads."""
    for arguments, wanted in QUESTIONS:
        done = subprocess.run([*program, *arguments], env=env, cwd=place, capture_output=True)
        assert done.returncode == 0 and wanted in done.stdout.decode(), (arguments, done.stderr)
    facts = place / "facts.db"
    facts.unlink(missing_ok=True)
    export = [*program, "export", "5g", "-o", str(facts)]
    subprocess.run(export, env=env, cwd=place, check=True)
    again = [*program, "get", "5g.users.2023", "--no-builtin", "--facts", str(facts)]
    done = subprocess.run(again, env=env, cwd=place, capture_output=True)
    assert done.stdout == b"805000000\n"


def test_a_zipapp_answers(package: Path, env: Env) -> None:
    file = package / "infofacts.pyz"
    zipapp.create_archive(package / "app", file, main="infofacts.__main__:run")
    answers([sys.executable, str(file)], env, package)


def test_a_program_by_pyinstaller_answers(package: Path, env: Env) -> None:
    pytest.importorskip("PyInstaller")
    assert tomli.loads("") == {}
    (package / "entry.py").write_text("from infofacts.__main__ import run\n\nrun()\n")
    # The compiled part of tomli, which PyInstaller does not see.
    compiled = next(name for name in sys.modules if name.endswith("__mypyc"))
    made = ["--onefile", "--collect-all", "infofacts", "--hidden-import", compiled]
    command = [sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", *made]
    command += ["-n", "infofacts", "entry.py"]
    found = os.environ | {"PYTHONPATH": str(package / "app")}  # before the checkout
    subprocess.run(command, env=found, cwd=package, check=True)
    answers([str(package / "dist" / "infofacts")], env, package)
