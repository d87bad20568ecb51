"""`infofacts list`: topics with their counts, addresses of a topic."""

from __future__ import annotations

import pytest

from infofacts.model import FactBase
from tests.conftest import Records, Run


def test_counts_indicators_and_facts_of_every_topic(records: Records, base: FactBase) -> None:
    topics = records("list")
    assert [topic["topic"] for topic in topics] == list(base.topics)
    assert sum(topic["facts"] for topic in topics) == len(base.facts)
    assert sum(topic["indicators"] for topic in topics) == len(base.indicators)


def test_counts_only_what_is_of_the_years(records: Records) -> None:
    counts = {
        row["topic"]: (row["indicators"], row["facts"]) for row in records("list", "-y", "2021")
    }
    assert counts["beidou"] == (1, 2) and "courts" not in counts


def test_prints_the_addresses_of_a_topic(run: Run, base: FactBase) -> None:
    code, out, _ = run("list", "5g")
    addresses = [fact.id for fact in base.facts.values() if fact.topic == "5g"]
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == ["id", *addresses]


@pytest.mark.parametrize(
    ("argv", "addresses"),
    [
        ("beidou -y 2021", ["beidou.industry-output.2021", "beidou.industry-output.2021.growth"]),
        ("5g.users.2023", ["5g.users.2023"]),
        ("broadband.gigabit-users.2023.change", ["broadband.gigabit-users.2023.change"]),
    ],
)
def test_prints_what_of_a_topic_is_asked_for(
    records: Records, argv: str, addresses: list[str]
) -> None:
    assert [row["id"] for row in records("list", *argv.split())] == addresses
