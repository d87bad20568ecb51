"""A copy of the program to add something to: what that takes, and what then speaks of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


class Program:
    """The program in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "infofacts", folder / "infofacts", ignore=ignored)

    def add_file(self, path: str, text: str) -> None:
        """Add a module."""
        assert not (file := self.folder / "infofacts" / path).exists()
        file.write_text(text, "utf-8")

    def add_name(self, room: str, behind: str, name: str) -> None:
        """Add a name to the list of a room, behind another."""
        file = self.folder / "infofacts" / room / "__init__.py"
        text = file.read_text("utf-8")
        assert text.count(f'"{behind}"') == 1
        file.write_text(text.replace(f'"{behind}"', f'"{behind}", "{name}"'), "utf-8")

    def run(self, *args: str, **env: str) -> str:
        """What a command line prints, answers and messages."""
        done = subprocess.run(
            [sys.executable, "-m", "infofacts", *args],
            cwd=self.folder, env=os.environ | {"COLUMNS": "300"} | env, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.stdout

    def completed(self, line: str) -> list[str]:
        """What a shell is offered for the last word of a command line."""
        count = str(len(line.split()))
        asked = {"COMP_WORDS": f"infofacts {line}", "COMP_CWORD": count}
        return self.run(**asked, _INFOFACTS_COMPLETE="complete_bash").split()
