"""The READMEs and docs/ are true: their commands print what they say, and what they list is all there
is."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from pathlib import Path

import pytest

from infofacts.cite import STYLES
from infofacts.commands import COMMANDS
from infofacts.errors import EXIT_CODES
from infofacts.formats import BASE_FORMATS, FORMATS
from infofacts.model import RECORD, FactBase
from tests.conftest import Run
from tests.tools.readme import BLOCK, DOCS, READMES, ROOT, updated

PAGES = [*READMES, *DOCS]
NAMES = {path: path.relative_to(ROOT).as_posix() for path in PAGES}
both = pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=f"{NAMES[path]}: {block.split(chr(10))[0][2:]}")
        for path in PAGES
        for block in BLOCK.findall(path.read_text("utf-8"))
    ],
)
def test_an_example_prints_what_the_page_says(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    text = f"```console\n{block}```\n"
    assert updated(text) == text


@both
def test_the_first_two_blocks_install_and_test(path: Path) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks[0].splitlines()[0] == "pip install . && infofacts show 5g"
    assert blocks[1].splitlines()[0] == "pip install -e '.[test]' && pytest"


@both
def test_the_python_examples_run(path: Path) -> None:
    assert doctest.testfile(str(path), module_relative=False) == (0, 4)


@both
def test_every_command_and_exit_code_is_documented(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in COMMANDS:
        assert f"`{name}" in text, name
    for code in EXIT_CODES:
        assert re.search(rf"^\| {code} \|", text, re.MULTILINE)


@both
def test_every_format_style_and_field_is_documented(path: Path) -> None:
    """The fields in the order of the record, in the first column of their table."""
    text = path.read_text("utf-8")
    for name in (*FORMATS, *BASE_FORMATS, *STYLES):
        assert re.search(rf"[` ]{name}`", text), name
    table = text[text.index("| `id` `topic`") :].partition("\n\n")[0]
    cells = "".join(line.split("|")[1] for line in table.splitlines())
    assert re.findall(r"`(\w+)`", cells) == [*RECORD, "url", "unmet"]


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


def test_the_counts_in_the_text_are_those_of_the_base(base: FactBase) -> None:
    proofs = Counter(fact.proof for fact in base.facts.values())
    facts, topics = len(base.facts), len(base.topics)
    english, chinese = (path.read_text("utf-8") for path in READMES)
    assert f"{facts:,} facts on {topics} topics" in english
    assert f"{topics} 个主题，{facts} 条事实" in chinese
    assert f"Of {facts:,} facts {proofs['text']:,} are proven" in english
    assert f"{facts} 条事实中，{proofs['text']} 条已证实" in chinese
    assert re.search(
        rf"{proofs['page']:,} are .*\spage, and {proofs['none']:,} have", english, re.S
    )
    assert f"{proofs['page']} 条仅引自网页；{proofs['none']} 条两者都没有" in chinese
    for proof, words, zh in (
        ("text", "are proven", "条已证实"),
        ("page", "are only quoted from a page", "条仅引自网页"),
        ("none", "have neither", "条两者都没有"),
    ):
        assert f"**`{proof}`: {proofs[proof]:,} {words}" in english
        assert f"**`{proof}`：{proofs[proof]} {zh}" in chinese
