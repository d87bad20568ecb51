"""Both readers of a command line, our own of plain ones and Typer, hand over the same."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from infofacts import app, typer_app
from infofacts.commands import COMMANDS
from infofacts.commands.answer import Asked, command_module
from infofacts.commands.parameters import Parameter
from tests.conftest import Run

WORDS = (
    "5g",
    "物联网",
    "5G base stations",
    "-",
    "",
    "a=b",
    "2023",
    "１",
    "x\ny",
    "--",
    "-x",
    "-y1",
)
PLAIN = (
    "show 5g", "show 5g -y 2022 -y 2023", "get 5g.users 物联网 --in 万", "get - --field unit", "search 网民 -n 3 -y latest",
    "list", "list 5g --lang=en", "list a b --unit 元 --unit % --source=MIIT", "compare a b -y 2019:2023 --force", "cite a --style apa -f json",
    "source", "check --coverage", "check my.toml --facts a.toml --facts b.toml --no-builtin",
    "export -f csv --raw -o x.csv", "",  "--version", "-V",
)  # fmt: skip
# For Typer: help, mistakes, and ways to write what hardly anyone writes.
ODD = (
    "show", "show --help", "show 5g -h", "shw 5g", "5g", "--lang zh show 5g", "get 5g --in",
    "search x -n 0", "search x -n three", "show 5g --no-builtin=1", "show -y2023 5g", "show 5g --yea 2023",
    "show -- 5g", "show 5g -f md -f csv", "show 5g -y -2",
)  # fmt: skip


def by_typer(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, dict[str, Any]] | None:
    """The command and values that Typer hands over; None if it hands over none."""
    handed: list[tuple[str, dict[str, Any]]] = []
    with monkeypatch.context() as patch:
        patch.setattr(typer_app, "run", lambda *answered: handed.append(answered))
        typer_app.run_line(argv)
    return handed[0] if handed else None


@pytest.mark.parametrize("line", PLAIN)
def test_plain_lines_are_read_without_typer(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    argv = shlex.split(line)
    ours = app.read_line(argv)
    assert ours is not None and ours == by_typer(argv, monkeypatch)


@pytest.mark.parametrize("line", ODD)
def test_odd_lines_are_left_to_typer(line: str) -> None:
    assert app.read_line(shlex.split(line)) is None


def lines() -> some.SearchStrategy[list[str]]:
    """Command lines of a command with some of its options, values and words in any order."""

    def pieces(parameters: tuple[Parameter, ...]) -> some.SearchStrategy[list[str]]:
        words = some.sampled_from(WORDS) | some.text(max_size=4)
        kinds = [words.map(lambda word: [word])]
        for each in (each for each in parameters if each.flags):
            flags = some.sampled_from(each.flags)
            kinds.append(flags.map(lambda flag: [flag]))
            if each.kind != "flag":
                kinds.append(some.tuples(flags, words).map(list))
                kinds.append(some.tuples(flags, words).map(lambda pair: ["=".join(pair)]))
        return some.lists(some.one_of(kinds), max_size=4).map(lambda found: sum(found, []))

    return some.sampled_from(COMMANDS).flatmap(
        lambda name: pieces(command_module(name).PARAMETERS).map(lambda rest: [name, *rest])
    )


@settings(max_examples=300)
@given(argv=lines())
def test_what_both_read_is_the_same(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ours = app.read_line(argv)
    assert ours is None or ours == by_typer(argv, monkeypatch), argv


def test_every_command_takes_what_it_declares() -> None:
    """The signature of `answer` and `PARAMETERS` name the same values."""
    for name in COMMANDS:
        module = command_module(name)
        takes = module.answer.__code__.co_varnames[1 : module.answer.__code__.co_argcount]
        declared = {each.name for each in module.PARAMETERS} - set(Asked.SHARED)
        assert sorted(takes) == sorted(declared), name
        assert module.__doc__ and module.EXAMPLE.startswith(f"infofacts {name} ")


def test_every_example_answers(run: Run, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.toml").write_text('[t]\nzh = "题"\nen = "Topic"\n', "utf-8")
    (tmp_path / "draft.md").write_text("2023年底，5G基站达337.7万个。", "utf-8")
    for name in COMMANDS:
        code, out, _ = run(*shlex.split(command_module(name).EXAMPLE)[1:])
        assert code == (1 if name == "check" else 0) and (out or name in ("export", "mcp")), name
