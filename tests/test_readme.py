"""The README is true: its commands print what it says, and what it lists is all there is."""

from __future__ import annotations

import doctest
import re

import pytest

from infofacts.errors import ExitCode
from tests.readme import BLOCK, README, updated

TEXT = README.read_text("utf-8")


@pytest.mark.parametrize("block", BLOCK.findall(TEXT), ids=lambda block: block.split("\n")[0][2:])
def test_an_example_prints_what_the_readme_says(
    block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    text = f"```console\n{block}```\n"
    assert updated(text) == text


def test_the_first_two_blocks_install_and_test() -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert blocks[0].splitlines()[0] == "pip install . && infofacts show 5g"
    assert blocks[1].splitlines()[0] == "pip install -e '.[test]' && pytest"


def test_the_python_examples_run() -> None:
    assert doctest.testfile(str(README), module_relative=False) == (0, 4)


def test_every_command_and_exit_code_is_documented() -> None:
    from infofacts.cli import app

    names = {
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback
    }
    for name in names:
        assert f"`{name}" in TEXT, name
    for code in ExitCode:
        assert re.search(rf"^\| {code.value} \|", TEXT, re.MULTILINE)
