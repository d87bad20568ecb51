"""A rule of `check`.

A rule is a small function with `@rule` above it. Its name is the problem's code, its docstring
says what must hold. A rule on a fact's claim yields messages, a rule on a whole base yields
(address, message). Its bad example is `tests/check/invalid/CODE.toml`.

A rule with a `doubt` finds what a program can't decide: entries worth a second look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from infofacts.model import Fact


class Rule(NamedTuple):
    """A function that yields problems, and the key whose line the problems name."""

    problems: Callable[[Any], Iterator[Any]]
    key: str  # of the fact's table; "" names the line of the table
    doubt: int = 0  # 0: a problem; of a doubt how telling it is, from 1 to 9
    # The kinds of facts that it is about, see `kinds`; () for all. Of a rule on a base "facts", if it
    # asks each indicator for its facts, or those of a formula.
    of: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The rule's name with hyphens."""
        name = self.problems.__name__.replace("_", "-")
        return f"doubt-{name}" if self.doubt else name


def rule(
    key: str = "", doubt: int = 0, of: str = ""
) -> Callable[[Callable[[Any], Iterator[Any]]], Rule]:
    """Make a rule of the function below, about facts `of` any of some kinds: "change growth"."""
    return lambda problems: Rule(problems, key, doubt, tuple(of.split()))


def kinds(fact: Fact) -> tuple[str, ...]:
    """What a fact is: its measure; a number, one with a bound, in words; a text, a list."""
    if quantity := fact.quantity:
        bound, words = "bound" if quantity.bound else "", "words" if quantity.words else ""
        return fact.measure, "number", bound, words, "list" if quantity.high is not None else ""
    return fact.measure, "list" if isinstance(fact.value, tuple) else "text"


class Rules:
    """Rules on facts, found by what a fact is."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._all = rules
        self._of: dict[tuple[str, ...], list[Rule]] = {}

    def of(self, fact: Fact) -> list[Rule]:
        """The rules about a fact."""
        own = kinds(fact)
        if own not in self._of:
            about = (each for each in self._all if not each.of or not {*each.of}.isdisjoint(own))
            self._of[own] = [*about]
        return self._of[own]
