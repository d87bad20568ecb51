"""The index gives the same answers as the files, or none: whatever becomes of it."""

from __future__ import annotations

import io
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from infofacts import cachefile, index, indexer, progress
from infofacts.commands import get as bare
from infofacts.commands import show as commands
from infofacts.factfile import builtin_path, load, stream
from infofacts.formats import text_of as machine
from infofacts.model import FactBase
from infofacts.names import Years
from infofacts.report import source_text
from infofacts.tomlfile import NotCut
from infofacts.views.words import Display
from tests.conftest import ROOT, Run

TEXT = "# 摘要\n\n一共有甲物12件。\n\n# 【第一篇】\n\n乙物34万件，比上年多5万件。\n"
BASE = """
[sources.own]
title = "小报"
publisher = "小社"
file = "text.txt"

[stuff]
zh = "物"
en = "Stuff"

[stuff.one]
zh = "甲物"
en = "First thing"
aliases = ["头一件"]

[stuff.one.2023]
value = 12
unit = "件"
quote = "甲物12件"

[stuff.two]
zh = "乙物"
en = "Second thing"

[stuff.two.2023]
value = 34
unit = "万件"
quote = "乙物34万件"
change = { value = 5, unit = "万件", quote = "比上年多5万件" }

[other]
zh = "别的"
en = "Other"

[other.words]
zh = "话"
en = "Words"

[other.words.2022]
value = ["甲", "乙"]
value_en = ["a", "b"]
quote = "甲物12件"
"""
OVERLAY = """
[sources.later]
title = "晚报"
publisher = "晚社"
url = "https://example.org/"

[stuff.one]
zh = "甲物（新）"
en = "First thing, renamed"

[stuff.two.2023]
value = 35
unit = "万件"
quote = "乙物35万件"

[stuff.three]
zh = "丙物"
en = "Third thing"

[stuff.three.2024]
value = 1.50
unit = "亿件"
bound = "超"
quote = "丙物超1.50亿件"
others = [{ source = "own", value = 1, unit = "件" }]

[stuff.one.2024]
value = 13
unit = "件"
quote = "甲物13件"
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a fact base that counts as saved long ago, with an empty cache folder beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cachefile, "DOUBT", 0)
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")

    def write_(text: str = BASE, name: str = "base.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    yield write_


def stored(*paths: Path) -> Path:
    """Where the index of some files is."""
    return Path(cachefile.location([str(path) for path in paths]))


# ---------------------------------------------------------------- what it holds
def test_all_that_the_shipped_base_holds_is_in_its_index(base: FactBase) -> None:
    """Every field of every object, and the order of all."""
    index.read([builtin_path()])
    read = index.read([builtin_path()])
    assert index.opened([builtin_path()]), "this test is about an index"
    assert read == base
    for kind in ("sources", "groups", "topics", "indicators", "facts"):
        assert list(getattr(read, kind)) == list(getattr(base, kind))


@pytest.mark.parametrize("large", [0, indexer.LARGE])
def test_overlays_lie_in_the_index_as_they_do_in_memory(
    write: Write, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """Read whole or in pieces: labels merged, facts replaced whole in their places."""
    monkeypatch.setattr(indexer, "LARGE", large)
    monkeypatch.setattr("infofacts.tomlfile.PIECE", 1)
    paths = [write(), write(OVERLAY, "over.toml")]
    index.read(paths)
    assert stored(*paths).exists()
    read, loaded = index.read(paths), load(paths)
    assert read == loaded
    assert list(read.facts) == list(loaded.facts)
    assert "stuff.two.2023.change" not in read.facts
    assert read.facts["stuff.three.2024"].source == "later"


@pytest.mark.parametrize("large", [0, indexer.LARGE])
def test_facts_of_sources_with_one_beginning_stay_apart(
    write: Write, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """later-2 and later; and a source's name is no pattern."""
    monkeypatch.setattr(indexer, "LARGE", large)
    others = "".join(
        f'{{ source = "{source}", value = {n}, unit = "万个" }}, '
        for n, source in enumerate(("later-2", "later", "l*", "lat[e]r"), 4)
    )
    path = write(OVERLAY + f'\n[stuff.four]\nzh = "丁"\nen = "D"\n[stuff.four.2024]\nvalue = 3\n'
                 f'unit = "万个"\nothers = [{others}]\n')  # fmt: skip
    index.read([path])
    assert stored(path).exists()
    assert list(index.read([path]).facts) == list(load([path]).facts)
    assert "stuff.four.2024@later-2" in index.read([path], ["stuff.four"]).facts


def test_another_program_has_another_index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also where a file that changed kept its time."""
    module = tmp_path / "module.py"
    monkeypatch.setattr(cachefile, "_HERE", str(tmp_path))
    found = set()
    for text in ("a = 1", "a = 2", "a = 345"):
        module.write_text(text, "utf-8")
        os.utime(module, ns=(1, 1))
        found.add(cachefile.program())
    assert len(found) == 3


def test_a_file_is_read_in_pieces_only_if_it_can_be_cut(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A topic in two places, or a header in a text, is left to the reader of whole files."""
    monkeypatch.setattr(indexer, "LARGE", 0)
    monkeypatch.setattr("infofacts.tomlfile.PIECE", 1)
    scattered = write(BASE + '\n[stuff.four]\nzh = "丁"\nen = "Fourth"\n')
    tricky = write(BASE.replace('"话"', '"""\n[stuff]\n话"""'), "tricky.toml")
    for path in (scattered, tricky):
        with pytest.raises(NotCut):
            stream([path])
        assert index.read([path]) == load([path])


def test_a_mistake_in_a_large_file_is_told_as_in_a_small_one(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = BASE.replace("value = 34", "valu = 34")
    path, line = write(wrong), wrong.split("\n").index("valu = 34") + 1
    small = run("get", "stuff.one", "--no-builtin", "--facts", str(path))
    monkeypatch.setattr(indexer, "LARGE", 0)
    monkeypatch.setattr("infofacts.tomlfile.PIECE", 1)
    assert run("get", "stuff.one", "--no-builtin", "--facts", str(path)) == small
    assert small[0] == 3 and f"{path}:{line}: stuff.two.2023: unknown-key" in small[2]


def test_a_part_answers_like_the_whole(base: FactBase) -> None:
    """For every topic and indicator, by address and by label, records and tables are the same."""
    paths, display = [builtin_path()], Display(width=100)
    stated = {fact.indicator_id for fact in base.facts.values()}
    labels = [name for i in base.indicators.values() if i.id in stated for name in (i.id, i.zh)]
    chosen = random.Random(6).sample(labels, 150) + list(base.topics)
    for name in chosen:
        part = commands.show(index.read(paths, [name]), [name], Years(), display)
        whole = commands.show(base, [name], Years(), display)
        assert machine(part.records, "jsonl") == machine(whole.records, "jsonl")
        assert list(part.grids()) == list(whole.grids())


@pytest.mark.parametrize("name", ["5g.base-station", "宽代", "5g", "iot.users.1999", "\ud800", ""])
def test_a_miss_is_told_like_by_the_whole(base: FactBase, name: str) -> None:
    part = index.read([builtin_path()], [name])
    told = [bare.get(each, [name], Years(), None, "value") for each in (part, base)]
    assert told[0] == told[1]


# ---------------------------------------------------------------- when it is stale
def test_what_was_changed_is_seen(write: Write, run: Run) -> None:
    """A fact file of the same size, an overlay that is added, and a text that moves its lines."""
    path = write()
    ask = ("show", "stuff", "--no-builtin", "--facts", str(path), "-f", "tsv")
    before = run(*ask)
    assert stored(path).exists() and run(*ask) == before
    write(BASE.replace("甲物12件", "甲物1２件"))
    assert run(*ask)[1] != before[1]
    write(BASE)
    assert run(*ask) == before
    path.with_name("text.txt").write_text("# 摘要\n\n" + TEXT, "utf-8")
    source_text.cache_clear()  # a process reads a text once
    assert "\t3\t" in before[1] and "\t5\t" in run(*ask)[1]


def test_a_text_that_appears_or_goes_is_seen(write: Write, run: Run) -> None:
    path = write()
    text = path.with_name("text.txt")
    ask = ("show", "stuff.one", "--no-builtin", "--facts", str(path), "-f", "jsonl")
    with_text = run(*ask)
    text.unlink()
    source_text.cache_clear()
    without = run(*ask)
    assert '"line": 3' in with_text[1] and '"line": null' in without[1]
    assert run(*ask) == without
    text.write_text(TEXT, "utf-8")
    source_text.cache_clear()
    assert run(*ask) == with_text


def test_a_link_that_leads_elsewhere_is_another_file(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Even to one of the same size and times."""
    real = cachefile.status
    monkeypatch.setattr(cachefile, "status", lambda p: (real(p)[0], 1, 1, real(p)[3]))
    one, other = write(), write(BASE.replace("value = 12", "value = 98"), "other.toml")
    link = tmp_path / "link.toml"
    ask = ("get", "stuff.one", "--no-builtin", "--facts", str(link))
    for target, answer in ((one, "12\n"), (other, "98\n"), (one, "12\n")):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        assert [run(*ask)[1] for _ in range(2)] == [answer] * 2
        assert cachefile.fresh([str(link)])


def test_in_doubt_the_contents_decide(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file saved twice within one tick of its file system's clock looks the same from outside."""
    monkeypatch.setattr(indexer, "LARGE", 0)
    monkeypatch.setattr(cachefile, "DOUBT", 10**12)
    path = write()
    ask = ("get", "stuff.one", "--no-builtin", "--facts", str(path))
    times: dict[bytes, tuple[int, int, int, int]] = {}
    real = cachefile.status
    monkeypatch.setattr(cachefile, "status", lambda p: times.setdefault(p, real(p)))
    assert run(*ask) == (0, "12\n", "")
    assert stored(path).exists() and cachefile.fresh([str(path)]) is None
    write(BASE.replace("value = 12", "value = 98"))
    assert run(*ask) == (0, "98\n", "")


def test_an_index_that_was_in_doubt_is_not_for_ever(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the contents are proven, the index is as good as one made now."""
    monkeypatch.setattr(indexer, "LARGE", 0)
    path = write()
    index.read([path])
    os.utime(stored(path), ns=(0, 0))
    assert cachefile.fresh([str(path)]) is None
    assert index.opened([path])
    assert cachefile.fresh([str(path)])


def test_files_that_change_meanwhile_get_no_index(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write()
    monkeypatch.setattr(indexer, "load", lambda paths: (load(paths), write(BASE + "\n"))[0])
    assert indexer.make([path])
    assert not stored(path).exists()


def test_another_program_makes_its_own(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write()
    index.read([path])
    assert index.opened([path])
    monkeypatch.setattr(cachefile, "SCHEMA", cachefile.SCHEMA + 1)
    assert not index.opened([path])


def test_what_is_being_edited_gets_no_index(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who edits and looks, edits and looks, need not wait for an index each time."""
    monkeypatch.setattr(cachefile, "DOUBT", 2_000_000_000)
    path = write()
    assert index.read([path]) == load([path])
    assert not stored(path).exists()
    assert [f.id for f in index.find([path], ["乙物"], 5)[1]] == ["stuff.two.2023"]


# ---------------------------------------------------------------- when it is damaged
QUESTIONS = (
    ("get", "stuff.one", "stuff.two.2023.change"),
    ("show", "stuff", "-f", "jsonl"),
    ("search", "乙物", "thing", "-f", "tsv"),
    ("get", "nothing"),
    ("list",),
)


@pytest.fixture
def answers(write: Write, run: Run) -> Callable[[], list[tuple[int, str, str]]]:
    path = write()
    return lambda: [run(*ask, "--no-builtin", "--facts", str(path)) for ask in QUESTIONS]


def _damages(good: bytes) -> Iterator[bytes]:
    yield b""
    yield b"not a database at all" * 300
    for size in (1, 100, 4096, len(good) // 2, len(good) - 1):
        yield good[:size]
    yield bytes(len(good))
    chance = random.Random(7)
    for _ in range(60):
        at = chance.randrange(len(good))
        yield good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :]


def test_a_damaged_index_changes_no_answer(
    answers: Callable[[], list[tuple[int, str, str]]], tmp_path: Path
) -> None:
    """Truncated, flipped in one bit, emptied or foreign: it is ignored and made anew."""
    right = answers()
    assert [code for code, _, _ in right] == [0, 0, 0, 1, 0]
    file = stored(tmp_path / "base.toml")
    good, made = file.read_bytes(), file.stat().st_mtime_ns
    for bad in _damages(good):
        file.write_bytes(bad)
        os.utime(file, ns=(made, made))
        assert answers() == right
        assert file.read_bytes()[:16] == good[:16]


def test_a_foreign_database_is_not_read(
    answers: Callable[[], list[tuple[int, str, str]]], tmp_path: Path
) -> None:
    right = answers()
    file = stored(tmp_path / "base.toml")
    file.unlink()
    with sqlite3.connect(file) as foreign:
        foreign.execute("CREATE TABLE inputs(path, size, modified, changed)")
    foreign.close()
    assert answers() == right


@pytest.mark.parametrize(
    "kind", ["link", "folder", "linked folder", "open folder", "file", "owner"]
)
def test_an_index_that_may_be_anothers_is_not_used(
    answers: Callable[[], list[tuple[int, str, str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    """Links, foreign owners and folders that others can write in are left alone."""
    right = answers()
    file = stored(tmp_path / "base.toml")
    folder, elsewhere = file.parent, tmp_path / "elsewhere"
    if kind == "link":
        file.rename(elsewhere)
        file.symlink_to(elsewhere)
    elif kind == "folder":
        file.unlink()
        file.mkdir()
    elif kind == "linked folder":
        folder.rename(elsewhere)
        folder.symlink_to(elsewhere)
    elif kind == "open folder":
        folder.chmod(0o777)
    elif kind == "file":
        file.unlink()
        folder.rmdir()
        folder.write_text("in the way")
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert not cachefile.trusted(str(file))
    assert answers() == right


@pytest.mark.parametrize("home", ["", "relative", "/dev/null", "/proc/nowhere"])
def test_no_place_for_an_index_is_no_trouble(
    answers: Callable[[], list[tuple[int, str, str]]], monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    right = answers()
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", home)
    assert answers() == right


def test_a_full_disk_is_no_trouble(
    answers: Callable[[], list[tuple[int, str, str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = answers()
    stored(tmp_path / "base.toml").unlink()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("infofacts.search.finish", full)
    monkeypatch.setattr(indexer, "in_memory", lambda base: pytest.fail("only search needs one"))
    ask = ("get", "stuff.one", "--no-builtin", "--facts", str(tmp_path / "base.toml"))
    from infofacts.app import main

    assert main(ask) == right[0][0]
    assert list(stored(tmp_path / "base.toml").parent.iterdir()) == []


# ---------------------------------------------------------------- the folder
def test_only_the_user_can_read_an_index(write: Write) -> None:
    path = write()
    index.read([path])
    assert stored(path).stat().st_mode & 0o777 == 0o600
    assert stored(path).parent.stat().st_mode & 0o777 == 0o700


def test_the_folder_is_kept_small(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest indexes go, and what a killed process has left; the work of others stays."""
    monkeypatch.setattr(indexer, "KEPT", 2)
    path = write()
    index.read([path])
    folder = stored(path).parent
    for name, age in (("a.index", 9), ("b.index", 99), ("old.tmp", 10**6), ("new.tmp", 1)):
        (folder / name).touch()
        when = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (when, when))
    index.read([write(BASE, "second.toml")])
    left = {file.name for file in folder.iterdir()}
    assert {"new.tmp", stored(path).name} <= left and len(left) == 3


def test_many_at_once_give_one_answer(write: Write, tmp_path: Path) -> None:
    """Processes that make the same index at the same time do not disturb each other."""
    path = write()
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}
    ask: Sequence[str] = ("search", "乙物", "-f", "tsv", "--no-builtin", "--facts", str(path))
    made = "from infofacts import cachefile; cachefile.DOUBT = 0; from infofacts.app import main"
    command = [sys.executable, "-c", f"{made}; main({list(ask)!r})"]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE) for _ in range(6)]
    outputs = {process.communicate()[0] for process in running}
    assert len(outputs) == 1 and b"stuff.two.2023" in outputs.pop()
    assert [file.suffix for file in (tmp_path / "cache" / "infofacts").iterdir()] == [".index"]


# ---------------------------------------------------------------- the bar
class Terminal(io.StringIO):
    """A terminal that keeps what it shows."""

    def isatty(self) -> bool:
        return True


def test_who_waits_on_a_terminal_sees_how_long(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar after a second, gone at the end; nothing where the errors go to a file."""
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PAUSE", 0)
    base = load([write()])
    indexer.in_memory(base).close()
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    indexer.in_memory(base).close()
    drawn = terminal.getvalue().split("\r")
    assert "infofacts: making the index [" in drawn[1] and drawn[-3].endswith("100%")
    assert drawn[-2].strip() == "" and drawn[-1] == ""


def test_who_need_not_wait_sees_no_bar(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    indexer.in_memory(load([write()])).close()
    assert terminal.getvalue() == ""
