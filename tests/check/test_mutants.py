"""Facts of the shipped base that are broken in one field are noticed; `mutate_facts` breaks more."""

from __future__ import annotations

import pytest

from infofacts.check import fit
from tests.tools import mutate_facts

# One kind for each sort of rule; the rest is for the tool, which takes minutes.
KINDS = {
    "value-digit": "problem", "neighbours-value": "problem", "bound-added": "problem",
    "date-day": "problem", "level-as-change": "problem", "scope-world": "problem",
    "labels-swapped": "doubt", "quote-of-another": "doubt", "item-cut": "doubt",
    "english-order": "doubt", "note-digit": "doubt", "topic": "doubt",
}  # fmt: skip


def test_a_mutant_of_each_sort_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(fit), "claim_of", vars(fit)["claim_of"])  # put back after the test
    shipped = mutate_facts.Shipped()
    mutate_facts.remember(shipped.base)
    before = mutate_facts.known(shipped)
    assert not before[False]
    for name, wanted in KINDS.items():
        drawn, every = mutate_facts.some(shipped, name, 2, 8)
        found = (mutate_facts.outcome(shipped, before, mutant) for mutant in drawn)
        assert wanted in found, (name, drawn)  # the first of that sort
        assert every > 30
