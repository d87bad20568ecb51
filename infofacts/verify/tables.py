"""Rows of tables: what a cell is of stands in the first cell of its row and in the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from infofacts.record import replace
from infofacts.verify.claims import Claim, claims_in
from infofacts.verify.documents import Block, Text
from infofacts.verify.times import times_in

_UNIT = re.compile(
    r"[（(\[]\s*(?:单位[:：]\s*)?([^（()）\]\d]{1,24})[)）\]]|单位[:：]\s*([^\s，。|）)]{1,12})"
)
_GROWTH = re.compile(r"增速|增幅|增长率?|同比|growth|yoy|y/y|year[- ]on[- ]year", re.IGNORECASE)
_CHANGE = re.compile(r"净增|增量|增减|变化|net (?:increase|additions)|change", re.IGNORECASE)


class Cell(NamedTuple):
    """A cell of a row: its span in the folded text, and the words of its column."""

    start: int
    end: int
    header: str


def unit_in(words: str) -> str:
    """The unit that words give in brackets or after 单位; "" for none.

    >>> unit_in("蜂窝物联网用户（亿户）"), unit_in("单位：万个"), unit_in("移动互联网（APP）")
    ('亿户', '万个', '')
    """
    for match in _UNIT.finditer(words):
        unit = (match[1] or match[2]).strip()
        number = claims_in(f"1{unit}" if not unit.isascii() or unit == "%" else f"1 {unit}", ())
        if number and number[0].quantity.unit and number[0].end >= len(unit):
            return unit
    return ""


def row_sentences(block: Block, unit: str) -> Iterator[tuple[Claim, Block]]:
    """Each number of a row, and a sentence that says it: 2018年,蜂窝物联网 6.71亿户.

    `unit` is that of the words above the table. A cell with more than a number is left out.
    """
    text = block.text.folded
    cells = list(_cells(text, block.header))
    label = text[cells[0].start : cells[0].end] if cells else ""
    for cell in cells[1:]:
        words = text[cell.start : cell.end]
        claims = claims_in(words, ())
        if len(claims) != 1 or len(words.strip()) > 3 * (claims[0].end - claims[0].start) + 8:
            continue
        claim = claims[0]
        moved = replace(
            claim,
            start=cell.start + claim.start,
            end=cell.start + claim.end,
            outer=cell.start + claim.outer,
            last=cell.start + claim.last,
        )
        number = words[claim.outer : claim.last]
        if not claim.unit:
            number += _written(unit_in(cell.header) or unit_in(label) or unit)
        yield moved, Block("item", Text(_sentence(label, cell.header, number), 1, 1))


def _cells(text: str, header: tuple[str, ...]) -> Iterator[Cell]:
    at = 1 if text.startswith("|") else 0
    for number, part in enumerate(text[at:].rstrip("| ").split("|")):
        yield Cell(at, at + len(part), header[number] if number < len(header) else "")
        at += len(part) + 1


def _written(unit: str) -> str:
    """A unit as it is written after a number: an English one after a blank."""
    return f" {unit}" if unit.isascii() and unit not in ("", "%") else unit


def _sentence(label: str, header: str, number: str) -> str:
    """What a number says of its row and its column, with the date first."""
    named = [_UNIT.sub("", each) for each in (label, header)]
    both = " ".join(named)
    dates = [each[time.start : time.end] for each in named for time in times_in(each)]
    words = " ".join(_GROWTH.sub("", _CHANGE.sub("", _undated(each))) for each in named).strip()
    moved = "同比增长" if _GROWTH.search(both) else "净增" if _CHANGE.search(both) else ""
    date = f"{dates[0]}年," if dates and dates[0].isdigit() else f"{dates[0]}," if dates else ""
    return f"{date}{words}{moved} {number}"


def _undated(words: str) -> str:
    for time in reversed(times_in(words)):
        words = words[: time.start] + words[time.end :]
    return words
