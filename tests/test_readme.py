"""The READMEs and docs/ are true: their commands print what they say, and what they list is all there
is."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from infofacts.commands import COMMANDS
from tests.conftest import Run
from tests.tools.readme import BLOCK, DOCS, READMES, ROOT, language_of, updated
from tests.tools.reference import made

PAGES = [*READMES, *DOCS]
NAMES = {path: path.relative_to(ROOT).as_posix() for path in PAGES}
both = pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)


@pytest.mark.parametrize(
    ("block", "language"),
    [
        pytest.param(block, language_of(path), id=f"{NAMES[path]}: {block.split(chr(10))[0][2:]}")
        for path in PAGES
        for block in BLOCK.findall(path.read_text("utf-8"))
    ],
)
def test_an_example_prints_what_the_page_says(
    block: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("INFOFACTS_LANG", language)
    text = f"```console\n{block}```\n"
    assert updated(text, language) == text


@both
def test_the_first_two_blocks_install_and_test(path: Path) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks[0].splitlines()[0] == "pip install . && infofacts show 5g"
    assert blocks[1].splitlines()[0] == "pip install -e '.[test]' && pytest"


@both
def test_the_python_examples_run(path: Path) -> None:
    assert doctest.testfile(str(path), module_relative=False) == (0, 4)


@both
def test_every_command_is_named(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [name for name in COMMANDS if f"`{name}" not in text and f" {name} " not in text] == []


@both
def test_it_is_read_in_two_minutes(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", PAGES, ids=NAMES.get)
def test_its_tables_are_up_to_date(path: Path) -> None:
    """If they are not: python -m tests.tools.readme"""
    text = path.read_text("utf-8")
    assert made(text) == text


@pytest.mark.parametrize("path", PAGES, ids=NAMES.get)
def test_every_file_it_points_to_is_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_chinese_readme_runs_the_commands_of_the_english_one() -> None:
    """In its own language; a command added to one is added to the other."""

    def commands(path: Path) -> set[str]:
        blocks = BLOCK.findall(path.read_text("utf-8"))
        lines = re.findall(r"^\$ infofacts (\w+)", "\n".join(blocks), re.MULTILINE)
        return set(lines)

    english, chinese = map(commands, READMES)
    assert english == chinese


def test_the_index_of_docs_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = [path for path in (ROOT / "docs").iterdir() if path.suffix != ".svg"]
    assert [path.name for path in pages if path.name not in index and path.stem != "README"] == []


def test_the_own_facts_of_the_reference_are_right(run: Run, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reference.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "my.toml").write_text(example, "utf-8")
    assert run("check", str(tmp_path / "my.toml"))[:2] == (0, "")
