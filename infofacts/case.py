"""A fact to prove, with what the rules need: its quote as it stands in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infofacts.model import Fact, FactBase
from infofacts.quantity import ZH_SCALES, split_unit
from infofacts.sourcetext import SourceText, principal, squeeze

SCALE = "|".join(ZH_SCALES)
# Numbers that share one unit: "71.2%、67.2%和63.5%", "3.5、5.2和5个百分点".
NEXT = r"(?:(?:以上|[、，和及与或至～~—-])+[+-]?\d+(?:\.\d+)?)*"


@dataclass(frozen=True, slots=True)
class Case:
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


def found_number(case: Case) -> re.Match[str] | None:
    """The quantity's digits and unit inside the quote, and not inside a longer number."""
    before, quote, after = case.context()
    quantity = case.fact.quantity
    assert quantity
    power, base = split_unit(quantity.unit)
    scale = quantity.unit[: len(quantity.unit) - len(base)]
    digits = re.escape(format(quantity.digits.copy_abs(), "f"))
    tail = f"[余多]?{re.escape(squeeze(scale))}[余多]?{re.escape(squeeze(base))}"
    # A bare scale word would also match the beginning of a longer one: 1万 in 1万亿.
    guard = "(?!亿)" if scale == "万" and not base else ""
    guard = guard or (f"(?!{SCALE})" if not quantity.unit else "")
    pattern = re.compile(rf"(?<![\d.]){digits}(?![\d]|\.\d){NEXT}{tail}{guard}")
    end = len(before) + len(quote)
    found = pattern.finditer(before + quote + after, len(before))
    return next((match for match in found if match.end() <= end), None)
