"""A fact to prove, with what the rules need: its quote as it stands in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infofacts.model import Fact, FactBase
from infofacts.numbers import number_pattern
from infofacts.report import SourceText, principal
from infofacts.text import squeeze


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact to prove, with what the rules need: its quote as it stands in the source."""

    fact: Fact
    base: FactBase
    text: SourceText | None

    @property
    def quote(self) -> str:
        """The squeezed quote."""
        return squeeze(self.fact.quote)

    def context(self) -> tuple[str, str, str]:
        """The source's words before the quote, the quote, and the words behind it."""
        place = principal(self.text.find(self.fact.quote)) if self.text else None
        before, after = self.text.around(place) if self.text and place else ("", "")
        return before, self.quote, after


def number_match(claim: Claim) -> re.Match[str] | None:
    """The quantity's digits and unit inside the quote, and not inside a longer number."""
    before, quote, after = claim.context()
    quantity = claim.fact.quantity
    assert quantity
    pattern = re.compile(number_pattern(quantity.digits, quantity.unit))
    end = len(before) + len(quote)
    found = pattern.finditer(before + quote + after, len(before))
    return next((match for match in found if match.end() <= end), None)
