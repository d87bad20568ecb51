"""A text with a footnote for each number that the base proves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from infofacts.cite import cite
from infofacts.model import Fact, FactBase
from infofacts.verify import judge
from infofacts.verify.documents import Block, Line
from infofacts.verify.verdicts import Finding


class Mark(NamedTuple):
    """A footnote's sign: where it stands and its number."""

    line: int
    column: int
    number: int


class Footnotes:
    """The footnotes of a text: one per citation, numbered as they come up."""

    def __init__(self, base: FactBase, english: bool) -> None:
        self.base, self.english = base, english
        self.known: dict[str, int] = {}
        self.marks: dict[int, list[Mark]] = {}

    def add(self, block: Block, finding: Finding) -> None:
        """Mark the number of a finding that proves it."""
        if finding.verdict not in judge.AGREES or not finding.fact:
            return
        _, end = block.text.raw_span(finding.claim.start, finding.claim.last)
        line, column = block.text.place(end - 1)
        number = self.known.setdefault(self._note(finding.fact), len(self.known) + 1)
        self.marks.setdefault(line, []).append(Mark(line, column + 1, number))

    def _note(self, fact: Fact) -> str:
        """The value as it is printed, its address and the citation."""
        if fact.source not in self.base.sources:
            return f"{fact.printed} ({fact.id})"
        text = cite(self.base, [fact], english=self.english).strip()
        return f"{fact.printed} ({fact.id}). {' '.join(text.removeprefix('[1]').split())}"

    def marked(self, lines: Iterable[Line]) -> Iterator[str]:
        """Lines that were read, with their marks."""
        for line in lines:
            text, shift = line.text, line.column - 1
            for mark in sorted(self.marks.get(line.number, ()), reverse=True):
                at = mark.column - 1 - shift
                if 0 < at <= len(text):
                    text = f"{text[:at]}[^{mark.number}]{text[at:]}"
            yield text + ("\n" if line.ends else "")

    def notes(self) -> Iterator[str]:
        """The notes, for the end of the text."""
        for number, note in enumerate(self.known):
            yield f"{'' if number else chr(10)}[^{number + 1}]: {note}\n"
