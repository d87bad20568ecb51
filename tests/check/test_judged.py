"""Every problem and every doubt of many entries, to the last word.

They are those of `edges/`, `others.toml` and `second.toml`, whose cases are about doubts and about
several entries. `tests/data/judged.txt` has what `check --doubts` says of each. Beside what
`test_rules.py` and `test_others.py` ask for, so that nothing changes unseen. To write wanted
changes: `python -m tests.check.test_judged`; read the difference before it is committed.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infofacts.check.engine import check
from tests.check.test_others import BASE, COMING, OTHERS
from tests.check.test_rules import LABELS, SOURCE
from tests.conftest import ROOT

HERE = Path(__file__).parent
JUDGED = ROOT / "tests" / "data" / "judged.txt"


def cases() -> Iterator[tuple[str, str]]:
    """The words of the source and the base of each case."""
    for path in [*sorted((HERE / "edges").glob("*.toml")), HERE / "second.toml"]:
        for entries in tomllib.loads(path.read_text("utf-8")).values():
            yield from ((case["words"], _base(case)) for case in entries)
    for kinds in OTHERS.values():
        for entries in kinds.values():
            yield from ((_quote(entry), _other(entry)) for entry in entries)


def _base(case: dict[str, Any]) -> str:
    """A case of `edges/` is one fact; one of `second.toml` has a base of its own, or labels."""
    if "base" in case:
        return f"{SOURCE}{case['base']}"
    labels = LABELS.replace("乙", case.get("zh", "乙")).replace('"B"', f'"{case.get("en", "B")}"')
    return f"{SOURCE}{labels}2023 = {{ {' '.join(case['fact'].splitlines())} }}\n"


def _quote(entry: dict[str, Any]) -> str:
    if "words" in entry:
        return str(entry["words"])
    fact = tomllib.loads(f"f = {{ {entry['fact']} }}")["f"]
    tables = (each for each in (fact, *fact.values()) if isinstance(each, dict))
    return next(str(table["quote"]) for table in tables if "quote" in table)


def _other(entry: dict[str, Any]) -> str:
    published = entry["year"] + (-1 if entry["year"] >= COMING else 1)
    return BASE.format(file='file = "text.txt"', published=published, **entry)


def whole() -> str:
    """The file as it should be: the words of each case that something is said of, and what."""
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (words, base) in enumerate(cases()):
            path = Path(folder, f"{number}", "facts.toml")  # a text is read once
            path.parent.mkdir()
            path.with_name("text.txt").write_text(words, "utf-8")
            path.write_text(base, "utf-8")
            judged = check([path], doubts=True)
            said = [*judged.problems, *judged.doubts]
            parts += ["> " + words.strip().replace("\n", "⏎")] * bool(said)
            parts += (f"  {p.line}: {p.address}: {p.code}: {p.message}" for p in said)
    return "\n".join(parts) + "\n"


def test_every_entry_is_judged_as_it_was() -> None:
    assert whole() == JUDGED.read_text("utf-8")


if __name__ == "__main__":
    JUDGED.write_text(whole(), "utf-8")
