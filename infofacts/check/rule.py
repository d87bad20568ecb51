"""A rule of `check`, and the claim that a rule on one fact is about.

A rule is a small function with `@rule` above it. Its name is the problem's code, its docstring
says what must hold. A rule on a claim yields messages, a rule on a whole base yields
(address, message). Its bad example is `tests/check/invalid/CODE.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any, NamedTuple

from infofacts.model import Fact, FactBase
from infofacts.reading.finding import Number, find
from infofacts.reading.stating import number_in, range_in
from infofacts.record import Record
from infofacts.report import SourceText, principal
from infofacts.text import squeeze


class Rule(NamedTuple):
    """A function that yields problems, and the key whose line the problems name."""

    problems: Callable[[Any], Iterator[Any]]
    key: str  # of the fact's table; "" names the line of the table

    @property
    def code(self) -> str:
        """The rule's name with hyphens."""
        return self.problems.__name__.replace("_", "-")


def rule(key: str = "") -> Callable[[Callable[[Any], Iterator[Any]]], Rule]:
    """Make a rule of the function below."""
    return lambda problems: Rule(problems, key)


@cache
def _numbers(text: str, declared: tuple[str, ...]) -> list[Number]:
    """The numbers of a text, once for all facts of one quote."""
    return list(find(text, declared))


class Claim(Record, slots=False):
    """A fact to check, with what the rules need of its quote and of the source's text."""

    fact: Fact
    base: FactBase
    text: SourceText | None

    @cached_property
    def quote(self) -> str:
        """The squeezed quote."""
        return squeeze(self.fact.quote)

    @cached_property
    def context(self) -> tuple[str, str, str]:
        """The source's words before the quote, the quote, and the words after it."""
        place = principal(self.text.find(self.fact.quote)) if self.text else None
        before, after = self.text.around(place) if self.text and place else ("", "")
        return before, self.quote, after

    @cached_property
    def numbers(self) -> list[Number]:
        """The numbers of the quote and of the words around it; offsets are those of `context`."""
        return _numbers("".join(self.context), tuple(self.base.units))

    @cached_property
    def number(self) -> re.Match[str] | None:
        """The quantity's digits and unit in the quote, not in a longer number."""
        quantity = self.fact.quantity
        return number_in(self.context, quantity, self.numbers) if quantity else None

    @cached_property
    def range(self) -> Number | None:
        """The quantity in the quote, where it is a range."""
        quantity = self.fact.quantity
        return range_in(self.context, quantity, self.numbers) if quantity else None
