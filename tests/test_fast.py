"""What is answered before Typer is loaded is what Typer would have answered, only sooner."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infofacts import cachefile, complete, fast, index
from infofacts.factfile import builtin_path
from infofacts.model import FactBase, Indicator, Topic
from infofacts.names import fold
from tests.conftest import ROOT

MISSES = ("5g", "5G网络", "nothing.at.all", "iot.users.1999", "5g.base-station", "宽代", "数字")
# What takes too long to load for an answer as short as that.
HEAVY = {
    "typer",
    "rich",
    "tomli",
    "tomllib",
    "pydantic",
    "importlib.metadata",
    "dataclasses",
    "decimal",
}
HEAVY |= {"re", "typing", "json", "pathlib", "inspect", "infofacts.app", "infofacts.model"}


@pytest.fixture(autouse=True)
def _indexed() -> None:
    """There is an index of the shipped base."""
    index.read([builtin_path()])
    assert index.opened([builtin_path()])


def typer(*argv: str, **env: str) -> tuple[int, bytes, bytes]:
    """A process that answers as the command line does, without what is faster."""
    return _process(
        "-c", "import sys; from infofacts.app import main; sys.exit(main())", *argv, **env
    )


def whole(*argv: str, **env: str) -> tuple[int, bytes, bytes]:
    """A process as people start it."""
    return _process("-m", "infofacts", *argv, **env)


def _process(*argv: str, **env: str) -> tuple[int, bytes, bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    done = subprocess.run(
        [sys.executable, *argv], env=surroundings, capture_output=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def names_of(base: FactBase) -> list[str]:
    """Every name that `get` may be asked for: addresses, labels and aliases."""
    things: list[Topic | Indicator] = [*base.topics.values(), *base.indicators.values()]
    labels = [name for thing in things for name in (thing.id, thing.zh, thing.en, *thing.aliases)]
    return list(dict.fromkeys([*base.facts, *labels, *MISSES]))


# ---------------------------------------------------------------- get
def test_both_ways_answer_every_name_alike(
    base: FactBase, capfd: pytest.CaptureFixture[str]
) -> None:
    """To the byte: what has an answer has it fast, and what has none is left to the command line."""
    names = names_of(base)
    asked = [name for name in names if name[0] != "-" and name == name.strip()]
    out = typer("get", *asked)[1].decode()
    slow = dict(zip(asked, out.split("\n")[:-1], strict=True))
    for name in asked:
        answered = fast.get(["get", name])
        assert tuple(capfd.readouterr()) == (f"{slow[name]}\n" if answered else "", "")
        assert answered or name not in base.facts
        assert slow[name] or not answered
    assert sum(fast.get(["get", name]) for name in base.facts) == len(base.facts)


def test_most_labels_are_answered_fast(base: FactBase, capfd: pytest.CaptureFixture[str]) -> None:
    stated = {fact.indicator_id for fact in base.facts.values() if fact.measure == "level"}
    labels = [i.zh for i in base.indicators.values() if i.id in stated]
    assert sum(fast.get(["get", name]) for name in labels) > 0.9 * len(labels)


@pytest.mark.parametrize(
    "argv",
    [
        ["5g.base-stations.2023"],
        ["5G基站总数"],
        ["5G Base Stations", "iot.users", "broadband.gigabit-users.2023.change"],
        ["generative-ai.vendors.2023"],
        [" 5g.users.2023 "],
        ["5g.users.2023", ""],
        ["5g"],
        ["5g.base-stations.1999"],
        ["no such thing"],
        ["5g.users.2023", "no.such"],
        ["-", "5g.users.2023"],
        ["--", "5g.users.2023"],
        ["5g.users.2023", "--in", "万"],
        ["5g.users.2023", "--nope"],
        [],
    ],
)
def test_whole_processes_answer_alike(argv: list[str]) -> None:
    """Output, errors and exit code of two processes."""
    assert whole("get", *argv) == typer("get", *argv)


def test_an_own_fact_base_is_answered_fast_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[5g.users.2023]\nvalue = 7\nunit = "户"\nquote = "7户"\n', "utf-8")
    monkeypatch.setattr(cachefile, "DOUBT", 0)
    monkeypatch.setenv("INFOFACTS_FACTS", str(own))
    assert not fast.get(["get", "5g.users.2023"])
    index.read([builtin_path(), own])
    assert fast.get(["get", "5g.users.2023"])
    assert whole("get", "5g.users.2023") == typer("get", "5g.users.2023") == (0, b"7\n", b"")


@pytest.mark.parametrize("where", ["/dev/full", "closed"])
def test_where_nothing_can_be_written_both_ways_end_alike(where: str) -> None:
    ends = []
    for start in (
        ["-m", "infofacts"],
        ["-c", "import sys; from infofacts.app import main; sys.exit(main())"],
    ):
        target = f">{where}" if where[0] == "/" else ">&-"
        command = " ".join([sys.executable, start[0], f"'{start[1]}'", "get 5g.users.2023", target])
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(["sh", "-c", command], env=env, capture_output=True, check=False)
        ends.append((done.returncode, done.stdout, done.stderr))
    assert ends[0] == ends[1]


@given(st.text(max_size=12))
def test_a_label_is_folded_alike(name: str) -> None:
    assert fast.label_key(name) in ("", f"~{fold(name)}")


def test_a_damaged_answer_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "proof", lambda key, line: 0)
    assert not fast.get(["get", "5g.users.2023"])


# ---------------------------------------------------------------- start-up
def loaded(*argv: str) -> set[str]:
    """The modules that a process loads beyond those of bare Python."""
    imports = []
    for start in (("-c", "pass"), ("-m", "infofacts", *argv)):
        _, _, err = _process("-X", "importtime", *start)
        lines = (line for line in err.decode().splitlines() if line.startswith("import time:"))
        imports.append({line.rpartition("|")[2].strip() for line in lines})
    return imports[1] - imports[0]


@pytest.mark.parametrize(
    "error", [sqlite3.Error("damaged"), OSError("gone"), UnicodeEncodeError("utf-8", "", 0, 1, "x")]
)
def test_what_goes_wrong_is_left_to_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: Exception
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(fast, "_line", broken)
    assert not fast.get(["get", "5g.users.2023"])
    assert capfd.readouterr().out == ""


def test_a_plain_get_loads_next_to_nothing() -> None:
    assert "sqlite3" in loaded("get", "5g.base-stations.2023")
    assert not loaded("get", "5g.base-stations.2023") & HEAVY


@pytest.mark.parametrize("argv", [["--help"], ["show", "5g", "-f", "json"], ["search", "5G"]])
def test_no_command_loads_what_only_others_need(argv: list[str]) -> None:
    """With an index there is no TOML to read, and without a terminal nothing to draw."""
    others = {"tomli", "tomllib", "pydantic", "rich", "infofacts.factfile", "infofacts.check"}
    others |= {"infofacts.cite._works", "infofacts.compare", "infofacts.derive"}
    others |= {"infofacts.formats._files", "infofacts.formats.parquet"}
    assert "typer" in loaded(*argv)
    assert not loaded(*argv) & others


# ---------------------------------------------------------------- completion
LINES = (
    "infofacts show ", "infofacts show 5", "infofacts show 5g.", "infofacts get broadb",
    "infofacts get 5g.base-stations.", "infofacts cite 5g.users 5g.u", "infofacts list c",
    "infofacts show -f json 5g.u", "infofacts show 网", "infofacts source quan",
    "infofacts list 5g 5", "infofacts show nosuch", "infofacts sh", "infofacts show --l",
    "infofacts show --lang z", "infofacts show -- 5", "infofacts show '5g", "infofacts",
)  # fmt: skip


def asked(shell: str, line: str) -> dict[str, str]:
    """What a shell puts into the environment when someone presses Tab behind a line."""
    words = line.split(" ")
    return {
        "_INFOFACTS_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }


@pytest.mark.parametrize(
    ("shell", "line"), [*product(["bash"], LINES), *product(["zsh", "fish"], LINES[::5])]
)
def test_both_ways_complete_alike(shell: str, line: str) -> None:
    env = asked(shell, line)
    assert whole(**env) == typer(**env)


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("infofacts show ", ["5g", "broadband", "internet-users"]),
        ("infofacts show 5", ["5g", "5g.base-stations", "5g.users"]),
        ("infofacts get 5g.b", ["5g.base-stations", "5g.base-stations-per-10000-people"]),
        (
            "infofacts get broadband.gig",
            ["broadband.gigabit-users", "broadband.gigabit-users.2023"],
        ),
        ("infofacts get iot.users.2", ["iot.users.2023", "iot.users.2023.change"]),
        ("infofacts show 宽", ["宽带网络"]),
    ],
)
def test_topics_then_indicators_then_years(line: str, some: list[str]) -> None:
    code, out, err = whole(**asked("bash", line))
    assert (code, err) == (0, b"")
    found = out.decode().splitlines()
    assert set(some) <= set(found)
    assert all(name.startswith(line.rpartition(" ")[2]) for name in found)


def test_a_hint_says_what_an_address_means() -> None:
    _, out, _ = whole(**asked("fish", "infofacts show 5g.u"), INFOFACTS_LANG="zh")
    assert out.decode().splitlines()[0] == "5g.users\t5G移动电话用户"
    _, out, _ = whole(**asked("fish", "infofacts get 5g.users.2023"))
    assert out.decode().splitlines()[0] == "5g.users.2023\t805000000"


def test_an_own_fact_base_completes(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[mine]\nzh = "我的"\nen = "Mine"\n', "utf-8")
    _, out, _ = whole(**asked("bash", f"infofacts show --facts {own} min"))
    assert out == b"mine\n"
    own.write_text("broken", "utf-8")
    assert whole(**asked("bash", f"infofacts show --facts {own} min"))[::2] == (0, b"")


def test_completion_loads_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in asked("zsh", "infofacts show 5").items():
        monkeypatch.setenv(key, value)
    assert not loaded() & HEAVY


@given(st.text())
def test_a_shell_is_given_nothing_to_run(text: str) -> None:
    """Hints of a fact base from an unknown hand go before an `eval`."""
    assert not set(complete.hint(text)) & set("\"'`$\\():;|&<>{}[]*?!#~\n\t\x1b\u202e")
