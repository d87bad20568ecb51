"""Rows of tables: what a cell is of stands in the first cell of its row and in the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from infofacts.verify.claims import Claim, claims_in
from infofacts.verify.documents import Block, Text
from infofacts.verify.judge import UNKNOWN
from infofacts.verify.times import times_in

if TYPE_CHECKING:
    from infofacts.verify.engine import Finding, Scene, Verifier

_UNIT = re.compile(
    r"[（(\[]\s*(?:单位[:：]\s*)?([^（()）\]\d]{1,24})[)）\]]|单位[:：]\s*([^\s，。|）)]{1,12})"
)
_GROWTH = re.compile(r"增速|增幅|增长率?|同比|growth|yoy|y/y|year[- ]on[- ]year", re.IGNORECASE)
_CHANGE = re.compile(r"净增|增量|增减|变化|net (?:increase|additions)|change", re.IGNORECASE)


class Cell(NamedTuple):
    """A cell of a row: its span in the folded text, and the words of its column and row."""

    start: int
    end: int
    header: str


def unit_in(words: str) -> str:
    """The unit that a heading gives in brackets: 亿户 of 用户（亿户）; "" for none."""
    for match in _UNIT.finditer(words):
        unit = (match[1] or match[2]).strip()
        number = claims_in(f"1{unit}" if not unit.isascii() or unit == "%" else f"1 {unit}", ())
        if number and number[0].quantity.unit and number[0].end >= len(unit):
            return unit
    return ""


def row_findings(verifier: Verifier, block: Block, scene: Scene) -> list[Finding]:
    """The findings of the numbers of a row: each read as a sentence of its row and column."""
    text = block.text.folded
    cells = list(_cells(text, block.header))
    label = text[cells[0].start : cells[0].end] if cells else ""
    found: list[Finding] = []
    for cell in cells[1:]:
        words = text[cell.start : cell.end]
        claims = claims_in(words, ())
        if (
            len(claims) != 1
            or len(words.strip()) > 3 * len(words[claims[0].start : claims[0].end]) + 8
        ):
            continue
        found.append(_finding(verifier, scene, claims[0], cell, words, label))
    return found


def _cells(text: str, header: tuple[str, ...]) -> Iterator[Cell]:
    begin = len(text) - len(text.lstrip("| "))
    at = begin if text.startswith("|") else 0
    for number, part in enumerate(text[at:].rstrip("| ").split("|")):
        yield Cell(at, at + len(part), header[number] if number < len(header) else "")
        at += len(part) + 1


def _finding(
    verifier: Verifier, scene: Scene, claim: Claim, cell: Cell, words: str, label: str
) -> Finding:
    """The finding of the one number of a cell."""
    from infofacts.verify.engine import Finding, Passage

    unit = "" if claim.unit else unit_in(cell.header) or unit_in(label) or scene.unit
    number = words[claim.outer : claim.last] + (
        f" {unit}" if unit.isascii() and unit != "%" else unit
    )
    when, places = scene.when, set(scene.places)
    named = [_UNIT.sub("", each) for each in (label, cell.header)]
    dates = [each[t.start : t.end] for each in named for t in times_in(each)]
    subject = " ".join(_GROWTH.sub("", _CHANGE.sub("", _undated(each))) for each in named).strip()
    change = (
        "同比增长"
        if _GROWTH.search("".join(named))
        else "净增"
        if _CHANGE.search("".join(named))
        else ""
    )
    date = f"{dates[0]}年" if dates and dates[0].isdigit() else dates[0] if dates else ""
    sentence = f"{date},{subject}{change} {number}" if date else f"{subject}{change} {number}"
    passage = Passage(verifier, Block("item", Text(sentence, 1, 1)), scene)
    last = passage.findings()[-1:]
    scene.when, scene.places = when, places
    found = last[0] if last else Finding(claim, UNKNOWN)
    moved = replace(
        found.claim if last else claim,
        start=cell.start + claim.start,
        end=cell.start + claim.end,
        outer=cell.start + claim.outer,
        last=cell.start + claim.last,
    )
    return replace(found, claim=moved)


def _undated(words: str) -> str:
    for time in reversed(times_in(words)):
        words = words[: time.start] + words[time.end :]
    return words
