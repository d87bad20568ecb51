"""Entries of other people's publications: `check` refuses what is wrong, and passes what is right."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from infofacts.check.engine import check

OTHERS = tomllib.loads((Path(__file__).parent / "others.toml").read_text("utf-8"))
# More of them, of readers who had not seen the program; the numbers are made up.
ENTRIES = [
    json.loads(line)
    for line in (Path(__file__).parent / "entries.jsonl").read_text("utf-8").splitlines()
]
COMING = 2025  # what is of this year or a later one was published before it
BASE = """[sources.s]
title = "公报"
publisher = "局"
published = "{published}"
{file}

[a]
zh = "甲类"
en = "Alpha"

[a.b]
zh = "{zh}"
en = "{en}"
{year} = {{ {fact} }}
"""


def codes(folder: Path, entry: dict[str, Any], bundled: bool) -> list[str]:
    """The codes of the problems of an entry, with the text of its source bundled or not."""
    quote = tomllib.loads(f"f = {{ {entry['fact']} }}")["f"]
    words = entry.get("words") or next(
        fact["quote"]
        for fact in (quote, *quote.values())
        if isinstance(fact, dict) and "quote" in fact
    )
    (folder / "text.txt").write_text(words, "utf-8")
    file = 'file = "text.txt"' if bundled else 'url = "https://example.org/"'
    published = entry["year"] + (-1 if entry["year"] >= COMING else 1)
    path = folder / f"facts-{bundled}.toml"
    path.write_text(BASE.format(file=file, published=published, **entry), "utf-8")
    return [problem.code for problem in check([path]).problems]


@pytest.mark.parametrize("kind", OTHERS)
def test_others_entries_are_judged_rightly(tmp_path: Path, kind: str) -> None:
    for number, entry in enumerate(OTHERS[kind]["right"]):
        for bundled in (True, False):
            (tmp_path / f"right{number}").mkdir(exist_ok=True)
            assert codes(tmp_path / f"right{number}", entry, bundled) == [], (entry, bundled)
    for number, entry in enumerate(OTHERS[kind]["wrong"]):
        (tmp_path / f"wrong{number}").mkdir()
        assert codes(tmp_path / f"wrong{number}", entry, True), entry


def test_there_are_enough_of_them() -> None:
    each = [len(entries) for kind in OTHERS.values() for entries in kind.values()]
    assert sum(each) > 600 and min(each) >= 5


@pytest.mark.parametrize("judged", ["right", "refused", "doubted"])
def test_entries_of_readers_are_judged_rightly(tmp_path: Path, judged: str) -> None:
    """What is right has no problem; of what is wrong there is one, or a doubt."""
    path = tmp_path / "facts.toml"
    entries = [entry for entry in ENTRIES if entry["is"] == judged]
    for entry in entries:
        path.write_text(BASE.format(file='url = "https://example.org/"', **entry), "utf-8")
        found = check([path], doubts=True)
        assert bool(found.problems) is (judged == "refused"), (entry, found.problems)
        assert found.doubts or judged != "doubted", entry
    assert len(entries) > 10
