"""Help, the manual page and the version say the same, and say all."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tomllib

import pytest

from infofacts import __version__, manpage
from infofacts.errors import EXIT_CODES
from infofacts.model import FactBase
from tests.conftest import ROOT, Run

PAGE = ROOT / "docs" / "infofacts.1"
OPTION = re.compile(r"^  (-[\w-]+)(?:, (--[\w-]+))?", re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    """The manual page as it is read: without the marks of roff."""
    text = PAGE.read_text("utf-8").replace("\\-", "-").replace("\\(aq", "'")
    return re.sub(r"^\.[A-Z]{1,2} ", "", text, flags=re.MULTILINE)


def commands(run: Run) -> list[str]:
    """The commands that the help lists."""
    out = run("--help")[1]
    return re.findall(r"^  (\w+)  ", out.partition("Commands:")[2], re.MULTILINE)


def test_the_page_is_up_to_date() -> None:
    """If it is not: python -m infofacts.manpage > docs/infofacts.1"""
    assert PAGE.read_text("utf-8") == manpage.text()


def test_the_page_names_every_command_and_option_with_the_words_of_its_help(
    run: Run, page: str
) -> None:
    found = commands(run)
    assert len(found) == 9
    for command in found:
        section = page.partition(f"\n{command}\n")[2]
        out = run(command, "-h")[1]
        named = [name for pair in OPTION.findall(out) for name in pair if name]
        assert {"-h", "--help"} < set(named)
        for name in named:
            assert re.search(rf"^{name}\b|, {name}\b", section, re.MULTILINE), (command, name)
        example = out.partition("Example: ")[2].split("\n")[0]
        assert example in page
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
def test_roff_has_nothing_to_say_about_the_page() -> None:
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
    text = (ROOT / "seeds" / "000_333d2c848634e4fd.txt").read_bytes()
    assert data.endswith(f"SHA-256 {hashlib.sha256(text).hexdigest()[:12]}")
    assert data.startswith(f"{len(base.facts):,} facts from {len(base.sources)} sources")
