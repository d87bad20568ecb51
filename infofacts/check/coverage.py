"""Check that no number of a source was skipped: each is in a quote or excused.

A number token is a run of digits (with a decimal point) or a number in words (四成半, 过半,
第三届, 千余项). It is covered if a quote of some fact contains all of it. Numbers that state
nothing are excused by their words, with a reason: `[[sources.ID.excused]]`; `\\d` is any digit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from infofacts.factfile import Layers
from infofacts.messages import N_, _
from infofacts.model import FactBase, Problem, Source
from infofacts.report import SourceText, source_text
from infofacts.text import ZH_DIGITS, squeeze

_NUMERAL, _FROM_TWO = f"[{ZH_DIGITS}十百千两]", f"两{ZH_DIGITS[2:]}"
TOKEN = re.compile(
    r"\d+(?:\.\d+)?"
    rf"|第{_NUMERAL}+"
    rf"|{_NUMERAL}成半?(?=[、，。；])"
    rf"|(?<!{_NUMERAL}){_NUMERAL}++分之{_NUMERAL}+"
    "|[过近超]半数?|半数|翻番|翻一番"
    "|首[个批次届项条部款家]"
    "|(?<![十百千万亿])[十百千万亿]++余|[数上][十百千万亿]+"
    f"|(?<![一-龥])[{_FROM_TWO}十百千]++[个项批次家类条款届种篇]"
    f"|(?<![{_FROM_TWO}])[{_FROM_TWO}]++[个项批家类条款届种]"
)
HEADINGS = N_("headings")


class Coverage(NamedTuple):
    """The number tokens of all bundled sources: uncovered, covered, and excused by reason."""

    uncovered: Sequence[Problem]
    covered: int
    excused: Counter[str]

    def summary(self, facts: int) -> str:
        """The counts in words."""
        reasons = _(", ").join(
            f"{_(reason)} {count}" for reason, count in self.excused.most_common()
        )
        total = self.covered + self.excused.total() + len(self.uncovered)
        return _(
            "{facts} facts; {total} number tokens: {covered} covered by quotes, "
            "{excused} excused ({reasons}), {uncovered} uncovered",
            facts=facts,
            total=total,
            covered=self.covered,
            excused=self.excused.total(),
            reasons=reasons,
            uncovered=len(self.uncovered),
        )


def coverage(base: FactBase, layers: Layers) -> Coverage:
    """Every number token of every bundled source, covered, excused or neither."""
    uncovered: list[Problem] = []
    covered, excused = 0, Counter[str]()
    quotes: dict[str, dict[str, None]] = {}
    for fact in base.facts.values():
        quotes.setdefault(fact.source, {}).update(dict.fromkeys((fact.quote, *fact.also)))
    for source in base.sources.values():
        if source.file and (text := source_text(source.file)):
            quoted = _quoted(quotes.get(source.id, ()), text)
            reasons = _reasons(layers, source, text)
            for match in TOKEN.finditer(text.text):
                if all(quoted[match.start() : match.end()]):
                    covered += 1
                elif reason := reasons[match.start()]:
                    excused[reason] += 1
                else:
                    line = text.line_at(match.start()).number
                    around = text.text[max(0, match.start() - 12) : match.end() + 12]
                    message, address = (
                        _("{token} in …{around}…", token=match[0], around=around),
                        f"sources.{source.id}",
                    )
                    uncovered.append(Problem(source.file, line, address, "uncovered", message))
            for skipped, reason in text.left_out:
                excused[reason] += len(TOKEN.findall(squeeze(skipped)))
    return Coverage(uncovered, covered, +excused)


def _quoted(quotes: Iterable[str], text: SourceText) -> bytearray:
    """A flag for each character of the squeezed text: whether some quote contains it."""
    flags = bytearray(len(text.text))
    for quote in quotes:
        for place in text.find(quote):
            flags[place.start : place.end] = b"\1" * (place.end - place.start)
    return flags


def _reasons(layers: Layers, source: Source, text: SourceText) -> list[str]:
    """For each character of the squeezed text the reason that excuses it, or ""."""
    reasons = [""] * len(text.text)
    for line in text.lines:
        if line.heading:
            reasons[line.start : line.end] = [HEADINGS] * (line.end - line.start)
    for entry in layers.tables[f"sources.{source.id}"].data.get("excused", ()):
        for words in entry["words"]:
            pattern = re.escape(squeeze(words)).replace(r"\\d", r"\d")
            for match in re.finditer(pattern, text.text):
                for at in range(*match.span()):
                    reasons[at] = reasons[at] or entry["reason"]
    return reasons
