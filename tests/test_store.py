"""The index, exported databases and own files over them give what the TOML files say, or an error."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from infofacts import HEADER, exports, index, lookup, store
from infofacts.commands.selection import rows_of
from infofacts.derive import with_derived
from infofacts.errors import BrokenBase, FactsError
from infofacts.exports import warnings
from infofacts.factfile import load
from infofacts.files import Files
from infofacts.files import ask as answered
from infofacts.index import DAMAGE, index_file
from infofacts.model import FactBase
from infofacts.names import Row, closest, meant, resolve
from infofacts.years import ANY_YEAR
from tests.conftest import ROOT, Run, indexed

BUILTIN = store.builtin()
SMALL = """
[sources.own]
title = "小报"
publisher = "小社"
file = "text.txt"

[sources.own-2]
title = "晚报"
publisher = "晚社"

[groups.all]
zh = "全部"
en = "All"

[stuff]
zh = "物"
en = "Stuff"
group = "all"

[stuff.one]
zh = "甲物"
en = "First thing"
aliases = ["头一件"]
counts = "件"

[stuff.one.2023]
value = 12
quote = "甲物12"
change = { value = 2, since = "2021-H2" }

[stuff.two]
zh = "乙物"
en = "Second thing"

[stuff.two.2023]
value = 34.50
unit = "万件"
bound = "超"
quote = "乙物34万件"
growth = { value = -5, quote = "下降超5%", bound = "超" }
others = [{ source = "own-2", value = 1, unit = "件" }, { source = "own", value = 2, unit = "件" }]

[stuff.words]
zh = "话"
en = "Words"

[stuff.words.2022]
value = ["甲", "乙"]
value_en = ["a", "b"]
quote = "甲物12"
"""
TEXT = "# 摘要\n\n一共有甲物12件。\n\n# 【第一篇】\n\n乙物34万件，比上年多5万件。\n"
SOURCE = "title = 'R'\npublisher = 'P'\n"
# Own files over the built-in base, each with what is special about it.
OVERLAYS = {
    "a label, aliases, a note": '[5g]\nen = "Fifth"\n[5g.users]\nzh = "新名"\naliases = ["用户啊"]\nnote = "x"\n',
    "what is counted": '[network-security]\nzh = "网安"\n[5g.users]\ncounts = "只"\n',
    "a fact in the place of another": '[5g.users.2023]\nvalue = 7\nunit = "户"\nquote = "7户"\n',
    "a fact of the report": '[5g.x]\nzh="零"\n[5g.x.2023]\nvalue = 337.7\nunit = "万个"\nquote = "5G基站总数达337.7万个"\n',
    "a fact of no source": '[5g.x.2024]\nvalue = 1\nunit = "个"\nquote = "nowhere"\n',
    "its own source": SMALL,
    "another title and address": f"[sources.nidr-2023]\n{SOURCE}[sources.cnnic-57]\n{SOURCE}url = 'https://a.b'\n",
    "another text": f"[sources.nidr-2023]\n{SOURCE}file = 'text.txt'\n",
    "a source that is not there": '[5g.users.2022]\nvalue = 1\nunit = "户"\nsource = "gone"\n',
    "a topic without labels": '[mine.thing.2020]\nvalue = "so"\n',
}  # fmt: skip
NAMES = ("5g", "5g.users", "5G移动电话用户", "新名", "用户啊", "Fifth", "5g.x", "stuff", "甲物", "头一件",
         "5g.users.2023.change", "stuff.two.2023@own", "2022年5G用户", "mine", "ipv6", "nope", "")  # fmt: skip
Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a fact base beside a text; its path."""
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")

    def write_(text: str = SMALL, name: str = "own.toml") -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return write_


def same(found: FactBase, right: FactBase) -> None:
    """Assert that two bases are equal, the order of everything too."""
    for kind in ("sources", "groups", "topics", "indicators", "facts"):
        ours, theirs = getattr(found, kind), getattr(right, kind)
        assert ours == theirs, kind
        assert list(ours) == list(theirs), kind


def exported(run: Run, to: Path, *options: str) -> str:
    assert run("export", "-f", "sqlite", "-o", str(to), *options) == (0, "", "")
    return str(to)


def shown(base: FactBase, name: str) -> list[Row]:
    """What `show` shows of a name."""
    return rows_of(base, resolve(base, name), ANY_YEAR)


# ---------------------------------------------------------------- the index
def test_the_index_holds_the_whole_built_in_base(base: FactBase) -> None:
    assert indexed()
    same(store.read([BUILTIN]), base)


def test_a_part_answers_like_the_whole(base: FactBase) -> None:
    """For topics and indicators, by address and by label, records and tables are the same."""
    stated = {fact.indicator_id for fact in base.facts.values()}
    labels = [name for i in base.indicators.values() if i.id in stated for name in (i.id, i.zh)]
    for name in [*random.Random(6).sample(labels, 100), *base.topics]:
        assert shown(store.read([BUILTIN], [name]), name) == shown(base, name)


def test_what_is_derived_of_a_part_is_derived_of_the_whole(base: FactBase) -> None:
    """Of every indicator, with what its formula names."""
    whole = with_derived(base).facts.values()
    for ident in base.indicators:
        part = with_derived(store.read([BUILTIN], [ident], inputs=True)).facts.values()
        of_it = [fact for fact in whole if fact.indicator_id == ident]
        assert [fact for fact in part if fact.indicator_id == ident] == of_it


@pytest.mark.parametrize("name", ["5g.base-station", "宽代", "iot.users.1999", "\ud800", ""])
def test_a_miss_suggests_the_same(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with_index = run("get", name)
    assert with_index[0] == 1
    monkeypatch.setattr(index, "index_file", lambda: "/nowhere")
    assert run("get", name) == with_index


def test_every_misspelt_name_gets_the_same_suggestions(base: FactBase) -> None:
    """From the pieces of names in the index as from the names; nearly always what was meant."""
    chance = random.Random(16)
    ids = {name: each.id for each in base.indicators.values() for name in (each.id, each.zh)}
    names = chance.sample(list(ids), 150)
    hits = misses = 0
    for name in names:
        at = chance.randrange(len(name) - 1)
        wrong = name[:at] + name[at + 1] + name[at] + name[at + 2 :]  # two letters change places
        part = store.read([BUILTIN], [wrong])
        if not meant(part, wrong):
            found = closest(part, wrong)
            assert found == closest(base, wrong), wrong
            misses += 1
            hits += ids[name] in found
    assert hits >= 0.95 * misses > 100


# What takes long to load, and what is made of it.
HEAVY = {
    "typer", "rich", "tomli", "dataclasses", "decimal", "re", "typing", "json", "pathlib", "csv",
    "datetime", "infofacts.model", "infofacts.names", "infofacts.database",
}  # fmt: skip
READ = {
    "typer", "rich", "tomli", "dataclasses", "csv", "difflib", "datetime", "sqlite3",
    "typing", "infofacts.factfile",
}  # fmt: skip

SEARCHED = READ | {
    "json", "pathlib", "re", "enum", "infofacts.names", "infofacts.filters", "infofacts.years",
    "encodings.gb2312", "infofacts.check", "infofacts.fulltext",
    "infofacts.pieces", "infofacts.formats.json", "infofacts.views",
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("get 5G基站总数", HEAVY),
        ("get 5g.users --field quote", HEAVY),
        ("get 5g.users -y 2021:2023", HEAVY),
        (f"get 5G基站总数 --facts {shlex.quote(index_file())}", HEAVY),  # as any export
        ("show 5g -f json", HEAVY),
        ("show 5g.users.2023", HEAVY),
        ("list 5g", HEAVY),
        ("export -f jsonl", HEAVY),
        ("--version", HEAVY),
        ("list", READ),
        ("source", READ),
        ("cite 5g.users", READ),
        ("compare 5g.users -y 2020:2022", READ),
        ("search 5G", SEARCHED),
        ("search 5G基站数量", SEARCHED),
        ("search how many internet users", SEARCHED),
    ],
)
def test_no_answer_loads_what_only_others_need(line: str, others: set[str]) -> None:
    loaded = []
    for start in (("-c", "pass"), ("-m", "infofacts", *shlex.split(line))):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *start], cwd=ROOT, capture_output=True, check=True
        )
        loaded.append(
            {line.rpartition("|")[2].strip() for line in done.stderr.decode().split("\n")}
        )
    assert not loaded[1] & others - loaded[0]


# ---------------------------------------------------------------- stale, damaged, read-only, zipped
@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A copy of the program as it is installed, in a folder that cannot be written to."""
    data = tmp_path / "site" / "infofacts" / "data"
    shutil.copytree(ROOT / "infofacts", data.parent, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(BUILTIN, data)
    shutil.copytree(ROOT / "seeds", data / "seeds")
    yield tmp_path / "site"


def asked(site: Path, *args: str) -> tuple[int, str, str]:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site), "HOME": str(site.parent / "home")}
    done = subprocess.run(
        [sys.executable, "-m", "infofacts", *args], env=env | {"PYTHONDONTWRITEBYTECODE": "1"},
        cwd=site.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


QUESTIONS = (
    ("get", "5g.users.2023"),
    ("show", "5g", "-f", "jsonl"),
    ("search", "5G用户", "-n", "2"),
)
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "no database": lambda good: b"not a database at all\n" * 300,
    "cut off": lambda good: good[: len(good) // 2],
    "its head only": lambda good: good[:4096],
    "another layout": lambda good: good[:60] + b"\0\0\0\1" + good[64:],
    "its middle overwritten": lambda good: good[:8192] + bytes(len(good) - 8192),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_changes_no_answer(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    right = [run(*ask) for ask in QUESTIONS]
    bad = tmp_path / "facts.db"
    bad.write_bytes(DAMAGES[damage](Path(index_file()).read_bytes()))
    monkeypatch.setattr(index, "index_file", lambda: str(bad))
    monkeypatch.setattr(index, "DAMAGE", DAMAGE)
    assert [run(*ask) for ask in QUESTIONS] == right


def test_in_a_checkout_newer_facts_or_texts_are_read_themselves(place: Path) -> None:
    """Also facts of another size that look older; an index made anew is used again."""
    checkout = place.parent
    shutil.move(place / "infofacts", checkout / "infofacts")
    data = checkout / "infofacts" / "data"
    shutil.move(data / "facts.toml", checkout)
    shutil.move(data / "seeds", checkout)
    toml, index = checkout / "facts.toml", data / "facts.db"
    os.utime(index)
    assert asked(checkout, "get", "5g.users.2023")[1] == "805000000\n"
    text = toml.read_text("utf-8").replace("value = 8.05", "value = 9.05")
    toml.write_text(text, "utf-8")
    assert asked(checkout, "get", "5g.users.2023")[1] == "905000000\n"
    toml.write_text(text + "\n", "utf-8")
    os.utime(toml, (1, 1))
    assert asked(checkout, "get", "5g.users.2023")[1] == "905000000\n"
    (seed,) = (checkout / "seeds").iterdir()
    seed.write_text("\n" + seed.read_text("utf-8"), "utf-8")
    assert '"line": 208' in asked(checkout, "show", "5g.base-stations.2023", "-f", "json")[1]
    made = subprocess.run([sys.executable, "-m", "infofacts.store"], cwd=checkout, check=True)
    assert made.returncode == 0
    assert asked(checkout, "get", "5g.users.2023")[1] == "905000000\n"


def test_files_that_are_only_touched_leave_the_index_as_it_is() -> None:
    """As git does in a checkout."""
    Path(BUILTIN).touch()
    assert indexed()


def test_nothing_is_written_where_nothing_may_be(place: Path) -> None:
    """Installed read-only, without a home: every answer, and not a file more than before."""
    before = sorted(place.parent.rglob("*"))
    for path in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for args in (*QUESTIONS, ("list",), ("source", "5g.users"), ("--version",), ("check",)):
        code, out, err = asked(place, *args)
        assert code == 0 and (out or args == ("check",)), err
    assert sorted(place.parent.rglob("*")) == before
    for path in before:
        path.chmod(0o755)


def test_it_runs_from_a_zip(place: Path, run: Run) -> None:
    site = Path(shutil.make_archive(str(place.parent / "site"), "zip", place))
    for args in (*QUESTIONS, ("source", "5g.base-stations"), ("cite", "5g"), ("get", "nope")):
        assert asked(site, *args) == run(*args)
    with_lines = asked(site, "show", "5g.base-stations.2023", "-f", "json")[1]
    assert '"line": 207' in with_lines
    assert asked(site, "check")[:2] == (0, "")


# ---------------------------------------------------------------- own files over a base
@pytest.mark.parametrize("what", OVERLAYS)
def test_an_own_file_lies_over_the_index_as_over_the_toml(write: Write, what: str) -> None:
    """The whole, and what every name needs."""
    paths = [BUILTIN, write(OVERLAYS[what])]
    whole = load(paths)
    same(store.read(paths), whole)
    for name in NAMES:
        answers: list[object] = []
        for part in (store.read(paths, [name]), whole):
            try:
                answers.append(shown(part, name))
            except FactsError as error:
                answers.append(str(error))
        assert answers[0] == answers[1], name


def test_several_own_files_lie_over_each_other(write: Write, run: Run, tmp_path: Path) -> None:
    """Over the index, over an export of the built-in base, and without either."""
    files = [write(text, f"{n}.toml") for n, text in enumerate(OVERLAYS.values())]
    same(store.read([BUILTIN, *files]), load([BUILTIN, *files]))
    same(store.read(files[5:]), load(files[5:]))
    big = exported(run, tmp_path / "big.db")
    found, right = store.read([BUILTIN, big, *files[:3]]), load([BUILTIN, *files[:3]])
    same(found, right)


def test_search_and_completion_know_own_files(write: Write, run: Run) -> None:
    own = write(SMALL + OVERLAYS["a label, aliases, a note"].replace("新名", "独角兽用户"))
    for words, first in (("独角兽用户", "5g.users"), ("乙物", "stuff.two"), ("5G基站", "5g.base")):
        code, out, _ = run("search", words, "-f", "jsonl", "--facts", own)
        assert code == 0 and out.startswith(f'{{"id": "{first}'), out[:80]
    names = [name for name, *_ in store.complete([BUILTIN, own], "stuff.o")]
    assert names == ["stuff.one", "stuff.one.2023", "stuff.one.2023.change"]
    assert ("stuff", "物", "Stuff") in store.complete([BUILTIN, own], "st")


def test_search_forgets_what_an_own_file_replaces(write: Write, run: Run, tmp_path: Path) -> None:
    """A new fact has not the words of the one whose place it takes; the index is not given up."""
    old = write(SMALL.rpartition("quote")[0] + 'quote = "zebra"\n')
    db = exported(run, tmp_path / "old.db", "--no-builtin", "--facts", old)
    new = write('[stuff.words.2022]\nvalue = "giraffe"\n', "new.toml")
    ask = ("-f", "jsonl", "--no-builtin", "--facts", db, "--facts", new)
    assert run("search", "zebra", *ask)[0] == 1
    assert run("search", "giraffe", *ask)[0] == 0
    with Files([BUILTIN, write('[5g.users]\nnote = "x"\n')]) as files:
        assert files.connection()


# ---------------------------------------------------------------- an export is a base
def test_an_export_is_a_base(write: Write, run: Run, tmp_path: Path) -> None:
    """All that it says, but the lines of texts that are not bundled; alone, and over the built-in."""
    own = write()
    db = exported(run, tmp_path / "own.db", "--no-builtin", "--facts", own)
    found, right = store.read([db]), load([own])
    assert found.facts["stuff.two.2023"].line is None and right.facts["stuff.two.2023"].line == 7
    for facts in (found, right):
        assert facts.facts["stuff.two.2023"].quantity == right.facts["stuff.two.2023"].quantity
    ask = ("get", "乙物", "头一件", "stuff.two.2023@own", "stuff.words", "--facts")
    assert run(*ask, own)[:2] == run(*ask, db)[:2] == (0, "345000\n12\n2\n甲\t乙\n")
    ids = ["stuff.two.2023"]  # its text is not in the database
    assert lookup.values([db], ["乙物"]) == (["345000"], ids)
    assert lookup.values([db], ["stuff.words"]) is None  # read whole, since it is from elsewhere
    assert lookup.values([BUILTIN, db], ["乙物"]) is None
    again = exported(run, tmp_path / "again.db", "--no-builtin", "--facts", db)
    same(store.read([again]), found)
    code, out, err = run("check", db, "--no-builtin")
    codes = {"value-not-in-quote", "bound-not-in-quote"}
    assert code == 1 and {line.split(": ")[2] for line in out.splitlines()} == codes
    assert f"{db}:1: stuff.two.2023: " in out and err == "infofacts: 3 problems\n"


def test_an_export_with_the_built_in_base_is_read_alone(
    write: Write, run: Run, tmp_path: Path, base: FactBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any size, without a copy."""
    big = exported(run, tmp_path / "big.bin", "--facts", write())
    monkeypatch.setattr(exports, "LARGE", 0)
    right = load([BUILTIN, str(tmp_path / "own.toml")])
    lines, unproven = ["345000", "805000000"], ["stuff.two.2023"]
    assert lookup.values([BUILTIN, big], ["乙物", "5g.users.2023"]) == (lines, unproven)
    facts = store.read([BUILTIN, big]).facts
    assert {key: fact for key, fact in facts.items() if fact.topic != "stuff"} == base.facts
    assert facts.keys() == right.facts.keys()
    assert run("search", "乙物", "--facts", big)[0] == 0
    assert run("show", "5g.users", "--facts", big, "-f", "json")[0] == 0
    code, _, err = run("search", "5g", "--facts", big, "--facts", write())
    assert code == 3 and "too large to search with other files over it" in err


def test_a_large_export_without_the_built_in_base_stands_alone(
    write: Write, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = exported(run, tmp_path / "own.db", "--no-builtin", "--facts", write())
    monkeypatch.setattr(exports, "LARGE", 0)
    code, _, err = run("get", "乙物", "--facts", own)
    assert code == 3 and "--no-builtin" in err
    assert run("get", "乙物", "--facts", own, "--no-builtin")[:2] == (0, "345000\n")


def test_an_export_that_is_older_than_its_toml_is_said(
    write: Write, run: Run, tmp_path: Path
) -> None:
    own = write()
    db = exported(run, tmp_path / "own.db", "--no-builtin", "--facts", own)
    assert warnings([BUILTIN, own, db]) == []
    os.utime(own, (2**31, 2**31))
    assert warnings([db]) == []  # saved again as it was
    Path(own).write_text(SMALL.replace("34.50", "34.51"), "utf-8")
    os.utime(own, (2**31, 2**31))
    (message,) = warnings([db])
    assert message.startswith(f"{db} is older than {own}: make it again with infofacts export")
    big = exported(run, tmp_path / "big.db")
    with closing(sqlite3.connect(big)) as database:
        database.execute("UPDATE base SET sha256 = '0' WHERE kind = 'builtin'")
        database.commit()
    assert "another edition of the built-in base" in warnings([big])[0]


# ---------------------------------------------------------------- a database from an unknown hand
HOSTILE = {
    "no header": "PRAGMA user_version = 0",
    "another version": f"PRAGMA user_version = {HEADER[1] + 1}",
    "a missing table": "DROP TABLE names",
    "a missing column": "ALTER TABLE sources DROP COLUMN accessed",
    "a view": "DROP TABLE groups; CREATE VIEW groups AS SELECT 1 AS id, 2 AS zh, 3 AS en",
    "a virtual table": "DROP TABLE names; CREATE VIRTUAL TABLE names USING fts5(name, alias, id)",
    "another full-text table": "DROP TABLE facts_fts; CREATE VIRTUAL TABLE facts_fts USING "
    "fts5(labels, aliases, topics, quotes)",
    "a computed column": "DROP TABLE groups; CREATE TABLE groups(id TEXT PRIMARY KEY, zh TEXT, "
    "en TEXT AS (zh || zh))",
    "a trigger": "CREATE TRIGGER t AFTER DELETE ON facts BEGIN DELETE FROM topics; END",
    "a blob for a text": "UPDATE facts SET zh = x'00ff'",
    "a text for a year": "UPDATE facts SET year = 'x'",
    "no number": "UPDATE facts SET exact = 'NaN' WHERE exact NOT NULL",
    "a number of a million digits": "UPDATE facts SET exact = '1e999999' WHERE exact NOT NULL",
    "no list": "UPDATE facts SET also = '{\"a\": 1}'",
    "a deep list": f"UPDATE facts SET also = '{'[' * 90000}'",
    "a print that is not of its digits": "UPDATE facts SET printed = '999万件' WHERE printed LIKE '%件'",
    "a value that is not of its digits": "UPDATE facts SET value = 9, exact = '9' WHERE exact NOT NULL",
    "a bound that is not of its words": "UPDATE facts SET bound = '<'",
    "another unit": "UPDATE facts SET unit = '户' WHERE unit NOT NULL",
    "a label of its own": "UPDATE facts SET zh = '别的'",
    "a number without digits": "UPDATE facts SET quantity = NULL",
    "an unknown bound": "UPDATE facts SET bound = '?'",
    "an unknown measure": "UPDATE facts SET measure = 'x'",
    "no status": "UPDATE facts SET status = NULL",
    "a computed figure": "UPDATE facts SET status = 'derived'",
    "a place without words": "UPDATE facts SET also = '[\" \"]'",
    "a long text": f"UPDATE facts SET note = '{'x' * 5001}'",
    "no date": "UPDATE facts SET as_of = 'yesterday'",
    "an address that is none": "UPDATE facts SET id = id || x'0a' || 'x'",
    "a fact of nothing": "DELETE FROM indicators",
    "a topic of nothing": "DELETE FROM topics",
    "an id that is none": "UPDATE topics SET id = '../x'",
}

WRONG_NUMBERS = [
    "no number", "a number of a million digits", "a number without digits", "an unknown bound",
    "a print that is not of its digits", "a value that is not of its digits",
    "a bound that is not of its words",
]  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_database_that_no_export_makes_is_refused(
    write: Write, run: Run, tmp_path: Path, what: str
) -> None:
    db = exported(run, tmp_path / "own.db", "--no-builtin", "--facts", write())
    with closing(sqlite3.connect(db)) as database:
        database.executescript(HOSTILE[what])
    if what in ("no header", "a missing column", "a computed column", "a trigger"):
        with pytest.raises(BrokenBase):
            lookup.values([db], ["乙物"])
    elif what in WRONG_NUMBERS:
        assert lookup.values([db], ["乙物"]) is None
    ends = set()
    for options in (("--facts", db), ("--facts", db, "--no-builtin")):
        assert run("list", *options)[0] in (0, 3)  # facts are only counted
        for ask in (("show", "stuff"), ("export", "-f", "jsonl"), ("search", "乙物")):
            code, out, err = run(*ask, *options)
            ends.add(code)
            assert code == 3 or (code == 1 and not out), (ask, out, err)
            assert code == 1 or err.startswith(f"infofacts: {db}: "), err
            assert code == 1 or err.endswith("make it again with infofacts export -f sqlite\n"), err
    assert 3 in ends


@pytest.mark.parametrize("content", [b"", b"S", b"SQLite format 3", b"[a]\nzh = 'x'\n"])
def test_a_file_that_is_called_a_database_is_read_as_one(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    """Also one that is cut off before its first page, by every command."""
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)
    for ask in (("get", "5g.users"), ("search", "5G"), ("list",)):
        code, out, err = run(*ask, "--facts", str(bad))
        assert (code, out) == (3, "") and err.endswith("infofacts export -f sqlite\n"), err
    assert run("check", str(bad))[0] == 3


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_refused(run: Run, tmp_path: Path, damage: str) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(DAMAGES[damage](Path(index_file()).read_bytes()))
    code, out, err = run("show", "5g", "--facts", str(bad))
    assert (code, out) == (3, "") and str(bad) in err


def test_nothing_from_elsewhere_is_taken_for_proven(write: Write, run: Run, tmp_path: Path) -> None:
    """Neither lines, sections nor paths of texts: a quote is looked up in the bundled report."""
    true = (
        "[5g.base-stations.2023]\nvalue = 337.7\nunit = '万个'\nquote = '5G基站总数达337.7万个'\n"
    )
    big = str(tmp_path / "big.db")
    assert run("export", "-f", "sqlite", "-o", big, "--facts", write(true))[0] == 0
    with closing(sqlite3.connect(big)) as database:
        database.execute("UPDATE facts SET line = 1, lines = '[1]', section = '第九篇'")
        database.execute(
            "UPDATE facts SET quote = 'forged', also = '[]' WHERE id LIKE '5g.users.2023%'"
        )
        database.execute("UPDATE facts SET url = 'x' || char(27) WHERE id LIKE '5g.users.2023%'")
        database.execute("UPDATE sources SET file = '../../../etc/passwd' WHERE id = 'cnnic-57'")
        database.commit()
    facts = store.read([BUILTIN, big], ["5g"])
    assert facts.facts["5g.base-stations.2023"].line == 207
    forged = facts.facts["5g.users.2023"]
    assert (forged.line, forged.lines, forged.section) == (None, (), None)
    assert [source.file for source in facts.sources.values() if source.file] == [
        source.file for source in load([BUILTIN]).sources.values() if source.file
    ]
    for fmt in ("table", "md"):
        assert "\x1b" not in "".join(run("show", "5g", "--facts", big, "-f", fmt)[1:])


def test_computed_figures_are_no_base(run: Run, tmp_path: Path) -> None:
    """They would pass for stated ones, and stay when what they follow from is replaced."""
    path = exported(run, tmp_path / "derived.db", "--derived")
    code, out, err = run("get", "5g.users.2023", "--facts", path)
    assert (code, out) == (3, "") and "has computed figures in it" in err


BARE = '[sources.me]\ntitle = "M"\npublisher = "P"\n[5g.base-stations.2023]\nvalue = 400\nunit = "万个"\n'


def test_an_export_without_labels_leaves_those_below_it(
    write: Write, run: Run, tmp_path: Path
) -> None:
    own = write(BARE, "bare.toml")
    path = exported(run, tmp_path / "bare.db", "--no-builtin", "--facts", own)
    assert run("get", "5G基站总数.2023", "--facts", path)[:2] == (0, "4000000\n")
    assert run("list", "--facts", path)[:2] == run("list", "--facts", own)[:2]


def test_a_base_that_hides_the_files_before_it_is_reported(
    write: Write, run: Run, tmp_path: Path
) -> None:
    own, path = write(BARE, "bare.toml"), exported(run, tmp_path / "all.db")
    code, out, err = run("get", "5g.base-stations.2023", "--facts", own, "--facts", path)
    assert (code, out) == (0, "3377000\n") and f"hides {own}: name it first" in err
    swapped = run("get", "5g.base-stations.2023", "--facts", path, "--facts", own)
    assert swapped[:2] == (0, "4000000\n")


def test_what_the_index_cannot_answer_the_files_do() -> None:
    """Of another damaged database it is told which."""

    def question(files: Files) -> bool:
        if files.below:
            raise sqlite3.DatabaseError("malformed")
        return True

    assert answered([Path(BUILTIN)], question)
