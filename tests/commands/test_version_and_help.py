"""Help, the manual page, the version and what a shell completes say the same, and say all."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tomllib

import pytest

from infofacts import __version__
from infofacts.errors import EXIT_CODES
from infofacts.model import FactBase
from tests.conftest import KEYS, ROOT, Env, Run, spawn
from tests.tools import manpage

PAGE = ROOT / "docs" / "infofacts.1"
OPTION = re.compile(r"^  (-[\w-]+)(?:, (--[\w-]+))?", re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    """The manual page as it is read: without the marks of roff."""
    text = PAGE.read_text("utf-8").replace("\\-", "-").replace("\\(aq", "'")
    return re.sub(r"^\.[A-Z]{1,2} ", "", text, flags=re.MULTILINE)


def test_the_page_is_up_to_date() -> None:
    """If it is not: python -m tests.tools.manpage > docs/infofacts.1"""
    assert PAGE.read_text("utf-8") == manpage.text()


def test_the_page_names_every_command_and_option_with_the_words_of_its_help(
    run: Run, page: str
) -> None:
    listed = run("--help")[1].partition("Commands:")[2]
    commands = re.findall(r"^  (\w+)  ", listed, re.MULTILINE)
    assert {"show", "get", "search", "list", "compare", "cite", "source"} < set(commands)
    for command in commands:
        section = page.partition(f"\n{command}\n")[2]
        code, out, _ = run(command, "-h")
        named = [name for pair in OPTION.findall(out) for name in pair if name]
        assert code == 0 and {"-h", "--help"} < set(named)
        for name in named:
            assert re.search(rf"^{name}\b|, {name}\b", section, re.MULTILINE), (command, name)
        example = out.partition("Example: ")[2].split("\n")[0]
        assert example.startswith(f"infofacts {command}") and example in page
        assert out.split("\n")[2].strip() in section


def test_the_page_explains_every_exit_code(page: str) -> None:
    codes = page.partition("EXIT STATUS")[2]
    assert re.findall(r"^(\d)$", codes, re.MULTILINE) == [str(code) for code in EXIT_CODES]


def test_no_summary_of_a_command_is_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert "..." not in run("--help")[1].partition("Commands:")[2]


def test_the_page_is_installed_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/infofacts.1": "share/man/man1/infofacts.1"}


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_reads_the_page_without_a_warning() -> None:
    command = ["groff", "-k", "-man", "-ww", "-Tutf8", str(PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "INFOFACTS" in done.stdout


def test_the_version_names_program_edition_and_source(run: Run, base: FactBase) -> None:
    code, out, err = run("--version")
    assert (code, err) == (0, "")
    program, edition, data = out.splitlines()
    assert program == f"infofacts {__version__}"
    assert "国家信息化发展报告（2023年）" in edition
    assert "National Informatization Development Report (2023)" in edition
    (text,) = (ROOT / "seeds").glob("*.txt")
    assert data.endswith(f"SHA-256 {hashlib.sha256(text.read_bytes()).hexdigest()[:12]}")
    assert data.startswith(f"{len(base.facts):,} facts from {len(base.sources)} sources")


# ---------------------------------------------------------------- what a shell offers
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cite x --style gb", ["gbt7714-2025", "gbt7714-2015"]),
        ("cite x --style ", "gbt7714-2025 gbt7714-2015 apa bibtex ris csl-json".split()),
        ("show 5g -f j", ["json", "jsonl"]),
        ("export -f p", ["parquet"]),
        ("show 5g --lang b", ["both"]),
        ("get x --field pri", ["printed"]),
        ("get x --in b", ["billion"]),
        ("show 5g -y l", ["latest"]),
        ("get x --field ", [*KEYS, "url"]),
    ],
)
def test_options_complete_with_their_words(env: Env, typed: str, offered: list[str]) -> None:
    words = ["infofacts", *typed.split(" ")]
    asked = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = spawn(env=env | asked | {"_INFOFACTS_COMPLETE": "complete_bash"})
    assert done.stdout.decode().split() == offered


@pytest.mark.parametrize(
    "asked",
    [
        {"_INFOFACTS_COMPLETE": "complete_bash"},
        {"_INFOFACTS_COMPLETE": "complete_bash", "COMP_WORDS": "infofacts show 5g"},
        {"_INFOFACTS_COMPLETE": "complete_bash", "COMP_WORDS": "infofacts", "COMP_CWORD": "x"},
        {"_INFOFACTS_COMPLETE": "complete_zsh"},
        {"_INFOFACTS_COMPLETE": "complete_fish"},
    ],
)
def test_half_a_question_of_a_shell_completes_nothing(env: Env, asked: Env) -> None:
    done = spawn(env=env | asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
