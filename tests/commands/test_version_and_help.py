"""Help, the manual page, the version and what a shell completes say the same, and say all."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path

import pytest

from infofacts import __version__, app
from infofacts.cite import STYLES
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


@pytest.mark.parametrize("language", manpage.PAGES)
def test_the_page_is_up_to_date(language: str) -> None:
    """If it is not: python -m tests.tools.manpage"""
    assert manpage.PAGES[language].read_text("utf-8") == manpage.text(language)


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
    assert re.findall(r"^(\d+)$", codes, re.MULTILINE) == [str(code) for code in EXIT_CODES]


def test_no_summary_of_a_command_is_cut(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert "..." not in run("--help")[1].partition("Commands:")[2]


def test_the_page_is_installed_where_man_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {
        "docs/infofacts.1": "share/man/man1/infofacts.1",
        "docs/infofacts.zh.1": "share/man/zh/man1/infofacts.1",
    }


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
@pytest.mark.parametrize("page", manpage.PAGES.values(), ids=manpage.PAGES)
def test_groff_reads_the_page_without_a_warning(page: Path) -> None:
    command = ["groff", "-k", "-man", "-ww", "-Tutf8", str(page)]
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


# ---------------------------------------------------------------- what is meant
@pytest.mark.parametrize("line", ["-V", "version"])
def test_the_version_has_other_names(run: Run, line: str) -> None:
    assert run(line) == run("--version")


@pytest.mark.parametrize(
    ("line", "usual"),
    [
        ("help", "--help"),
        ("help show", "show --help"),
        ("--lang zh show 5g -f table", "show 5g -f table --lang zh"),
        ("-y 2023 --derived get 5g.users", "get 5g.users -y 2023 --derived"),
        ("--lang=en show --help", "show --help"),
        ("--facts list show 5g", "show 5g --facts list"),
        ("--unit % list --topic 5g", "list --topic 5g --unit %"),
    ],
)
def test_a_line_in_another_form_has_the_usual_answer(run: Run, line: str, usual: str) -> None:
    assert run(*line.split()) == run(*usual.split())


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("5g", "show 5g"),
        ("5G base stations -y 2023", "show 5G base stations -y 2023"),
        ("网民规模", "show 网民规模"),
        ("shw 5g", "show 5g"),
        ("gte 5g.users", "get 5g.users"),
        ("serach anything at all", "search anything at all"),
        ("印度网民", "search 印度网民"),
        ("exprot", "export"),
        ("how many", "show many or infofacts search how many"),
        ("a;b", "search 'a;b'"),
    ],
)
def test_a_word_that_is_no_command_is_answered_with_what_may_be_meant(
    run: Run, line: str, instead: str
) -> None:
    """A misspelt command never becomes a search: it is said, and exit code 2."""
    code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    word = line.split()[0]
    assert err == f"infofacts: there is no command {word!r}; did you mean infofacts {instead}?\n"


def test_what_is_meant_does_not_need_a_base(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOFACTS_FACTS", "no/such.toml")
    assert run("shw", "5g")[0] == run("5g")[0] == 2


def test_help_of_what_is_no_command_lists_the_commands(run: Run) -> None:
    code, out, err = run("help", "foo")
    assert (code, out) == (2, "") and "there are show, get, search" in err


@pytest.mark.parametrize("line", ["--foo show 5g", "--lang", "--lang zh foo", "--unit"])
def test_options_without_a_command_are_bad_usage(run: Run, line: str) -> None:
    code, out, err = run(*line.split())
    assert (code, out) == (2, "") and err


# ---------------------------------------------------------------- what a shell offers
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cite x --style gb", ["gbt7714-2025", "gbt7714-2015"]),
        ("cite x --style ", [*STYLES]),
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


LINES = (
    "get 5g.", "show ", "get 网民", "get nope", "compare 5g.users --lang en inter", "cite 5g.u 5g.b",
    "list --facts missing.toml 5g", "export --topic 5g ipv", "source --lang", "get --in ",
    "check ", "search 5", "show --lang=zh 5", "get 'a 5", "mcp ", "nope 5", "", "get 5g.users.20",
)  # fmt: skip


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh", "tcsh"])
def test_names_are_completed_as_typer_does(
    monkeypatch: pytest.MonkeyPatch, run: Run, shell: str
) -> None:
    """Names are completed without it: the same bytes, whatever else the line has."""
    monkeypatch.setenv("_INFOFACTS_COMPLETE", f"complete_{shell}")
    plainly, codes = app._complete_name, []

    def noted(shell: str) -> int | None:
        codes.append(plainly(shell))
        return codes[-1]

    for line, action in product(LINES, ("get-args", "is-args") if shell == "fish" else ("",)):
        words = f"infofacts {line}".split(" ")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", " ".join(words))
        monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", words[-1])
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", action)
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setattr(app, "_complete_name", noted)
        answer = run()
        monkeypatch.setattr(app, "_complete_name", lambda shell: None)
        assert answer == run(), line
    assert any(code is not None for code in codes) == (shell != "tcsh")


# ---------------------------------------------------------------- the shells' own ways
def offered(env: Env, shell: str, line: str) -> list[str]:
    """The words that a shell is offered for a line, as it asks for them.

    For bash `=` is a word of its own, as in its COMP_WORDBREAKS.
    """
    asked = {"_INFOFACTS_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    if shell == "bash":
        words = re.findall(r"=|[^\s=]+|(?<=[\s=])$", line)
        asked |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    if shell == "fish":
        asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    if shell == "powershell":
        asked["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = line.rpartition(" ")[2]
    done = spawn(env=env | asked)
    assert done.returncode == 0 and done.stderr == b""
    out = done.stdout.decode()
    if shell == "zsh":
        out = out.replace("_arguments '*: :((", "").removesuffix("))'\n")
        return re.findall(r'^"([^"]*)"', out, re.MULTILINE)
    ends = {"fish": "\t", "powershell": ":::"}
    return [each.split(ends.get(shell, "\n"))[0] for each in out.splitlines()]


SHELLS = ("bash", "zsh", "fish", "powershell")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("get 5g.users --field=pr", ["printed", "proof"]),
        ("cite 5g.users --style=bib", ["bibtex", "biblatex"]),
        ("show 5g --format=js", ["json", "jsonl"]),
        ("show 5g --lang=", ["zh", "en", "both"]),
        (
            "list --source=cnnic-4",
            ["cnnic-41", "cnnic-42", "cnnic-43", "cnnic-45", "cnnic-47", "cnnic-49"],
        ),
        ("list --source=MI", ["MIIT"]),
        ("list --lang=zh --measure=l", ["level"]),
    ],
)
def test_the_value_behind_an_equals_sign_is_completed(
    env: Env, shell: str, line: str, values: list[str]
) -> None:
    """All shells but bash replace the option too."""
    option = "" if shell == "bash" else re.findall(r"--\w+=", line)[-1]
    words = offered(env, shell, f"infofacts {line}")
    assert words if line.endswith("=") else words == [word for word in words if option in word]
    assert sorted(words) == sorted(f"{option}{value}" for value in values)


@pytest.mark.parametrize(
    ("command", "shell"),
    [*(("list", shell) for shell in SHELLS), ("search x", "zsh"), ("export", "zsh")],
)
@pytest.mark.parametrize(
    ("option", "first"),
    [
        ("topic 5", "5g"), ("unit ", "%"), ("unit 元", "元"), ("measure c", "change"),
        ("scope CN-Z", "CN-ZJ"), ("scope w", "world"), ("source nid", "nidr-2023"),
        ("source 工信", "工信部"), ("source NB", "NBS"),
    ],
)  # fmt: skip
def test_filters_complete_with_what_the_base_has(
    env: Env, shell: str, command: str, option: str, first: str
) -> None:
    assert offered(env, shell, f"infofacts {command} --{option}")[0] == first


def test_values_are_offered_with_their_number_of_facts(env: Env, base: FactBase) -> None:
    asked = {"_INFOFACTS_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    for field, lang, label in (("topic", "zh", "5G网络"), ("topic", "en", "5G")):
        line = {"_TYPER_COMPLETE_ARGS": f"infofacts list --{field} 5", "INFOFACTS_LANG": lang}
        out = spawn(env=env | asked | line).stdout.decode()
        count = sum(fact.topic == "5g" for fact in base.facts.values())
        counted = f"{count} 条事实" if lang == "zh" else f"{count} facts"
        assert out == f"5g\t{counted}, {label}\n"


def test_completion_does_not_load_rich(env: Env) -> None:
    """Typer would, for the hints; it is most of the time of a completion."""
    code = (
        "import sys; from infofacts.app import main; main(); print('rich.markdown' in sys.modules)"
    )
    asked = {"_INFOFACTS_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "infofacts show 5g.b"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env | asked, cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "False" and b"5g.base-stations" in done.stdout
