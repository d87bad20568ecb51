"""`check` proves a fact base, and tells every problem with file, line, address and code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infofacts.factbase import builtin_path
from infofacts.rules import BASE_RULES, FACT_RULES, code
from tests.conftest import ROOT, Run

INVALID = sorted((ROOT / "tests" / "data" / "invalid").glob("*.toml"))
LINE = re.compile(r"(.+?):(\d+): (\S+): ([a-z0-9-]+): (.+)")
# The codes that are not rules of their own but come from reading the file.
READING = {"unknown-key", "missing-key", "wrong-type", "bad-id", "bad-year", "syntax", "toml-1-0"}


def test_the_shipped_base_is_proven(run: Run) -> None:
    """Exit 0, nothing on stdout."""
    code_, out, err = run("check")
    assert (code_, out) == (0, ""), out
    assert re.fullmatch(r"infofacts: \d{3,} facts proven in the built-in base\n", err)


def test_every_rule_has_its_bad_example() -> None:
    rules = {code(rule) for rule in FACT_RULES} | {code(rule) for rule in BASE_RULES}
    assert {path.stem for path in INVALID} == rules | READING


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_bad_file_is_told_by_its_code_and_line(run: Run, path: Path) -> None:
    """Exit 1, and the line named is the one that is wrong (its key or its table)."""
    code_, out, _ = run("check", str(path), "--no-builtin")
    assert code_ == 1
    found = [LINE.fullmatch(line) for line in out.splitlines()]
    assert all(found), out
    matches = [match for match in found if match]
    assert {match[4] for match in matches} == {path.stem}, out
    assert all(match[1] == str(path) for match in matches)
    assert 1 <= int(matches[0][2]) <= len(path.read_text("utf-8").splitlines()) + 1


def test_every_problem_is_listed_not_only_the_first(run: Run, tmp_path: Path) -> None:
    bad = (ROOT / "tests/data/invalid/value-not-in-quote.toml").read_text("utf-8")
    (tmp_path / "text.txt").write_bytes((ROOT / "tests/data/invalid/text.txt").read_bytes())
    (tmp_path / "bad.toml").write_text(bad.replace('"万个"', '"个万"'), "utf-8")
    _, out, err = run("check", str(tmp_path / "bad.toml"), "--no-builtin")
    assert sorted(re.findall(r": ([a-z-]+): ", out)) == ["unknown-unit", "value-not-in-quote"]
    assert err == "infofacts: 2 problems\n"


def block(address: str) -> str:
    """One block of the shipped base."""
    text = builtin_path().read_text("utf-8")
    return text[text.index(f"[{address}]\n") :].split("\n\n")[0]


@pytest.mark.parametrize(
    ("address", "old", "new", "expected"),
    [
        ("5g.base-stations.2023", "value = 337.7", "value = 337.1", "value-not-in-quote"),
        ("software.revenue.2023", "value = 123258", "value = 12325", "value-not-in-quote"),
        ("operating-systems.harmonyos.2023", 'bound = "超"\n', "", "bound-missing"),
        ("5g.base-stations.2023", 'unit = "万个"', 'unit = "亿个"', "value-not-in-quote"),
        ("broadband.gigabit-users.2023", "比上年末净增", "比上年末增加", "quote-not-found"),
        ("broadband.10g-pon-ports.2023", "value = 779.2", "value = 779.3", "value-not-in-quote"),
    ],
)
def test_one_wrong_character_is_found(
    run: Run, tmp_path: Path, address: str, old: str, new: str, expected: str
) -> None:
    """A digit, a 超, a scale word, a word of a quote: each is told with its line."""
    text = builtin_path().read_text("utf-8")
    good = block(address)
    bad = good.replace(old, new)
    assert bad != good
    copy = tmp_path / "facts.toml"
    copy.write_text(text.replace(good, bad), "utf-8")
    code_, out, _ = run("check", str(copy))
    assert code_ == 1
    problem = LINE.fullmatch(out.splitlines()[0])
    assert problem and problem[4] == expected and problem[3].startswith(address)
    first = text[: text.index(good)].count("\n") + 1
    assert first <= int(problem[2]) <= first + len(good.splitlines())


def test_a_dropped_word_in_a_quote_shows_where_the_source_differs(run: Run) -> None:
    path = ROOT / "tests/data/invalid/quote-not-found.toml"
    _, out, _ = run("check", str(path), "--no-builtin")
    assert "line 9 says “5G基站总数达337.”" in out


def test_problems_as_records(run: Run) -> None:
    path = ROOT / "tests/data/invalid/unknown-unit.toml"
    code_, out, _ = run("check", str(path), "--no-builtin", "-f", "jsonl")
    assert code_ == 1
    assert '"address": "net.base-stations.2023", "code": "unknown-unit"' in out
