"""APA 7: entries in the order of the alphabet, each with its citations in the text below it.

A group author, in English where the source gives its name; the title as printed, its translation
in brackets; a report's year, a web page's full date; when it was seen only for a page without a
date. Works of one author and year are told apart by letters. The place and the words belong to
the citation in the text, so these follow below the entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from infofacts.cite._works import Work, date_parts, month, one_line, sentences, translation


def write(works: Sequence[Work]) -> str:
    ordered = sorted(works, key=_order)
    letters = _letters(ordered)
    return "".join(line for work in ordered for line in _lines(work, letters[work.source.id]))


def _author(work: Work) -> str:
    return one_line(work.source.publisher_en or work.source.publisher)


def _order(work: Work) -> tuple[str, str, str]:
    """By author, then date, a year alone before the days of that year, then title."""
    day = work.source.published if work.kind.page else work.source.published[:4]
    return _author(work).casefold(), day, work.source.title


def _letters(works: Sequence[Work]) -> dict[str, str]:
    """A letter for each work whose author and year another has too (a, b, c …), else ""."""
    keys = [(_author(work), work.source.published[:4]) for work in works]
    count, seen = Counter(keys), Counter[tuple[str, str]]()
    letters = {}
    for work, key in zip(works, keys, strict=True):
        letters[work.source.id] = _letter(seen[key], dated=bool(key[1])) if count[key] > 1 else ""
        seen[key] += 1
    return letters


def _letter(number: int, dated: bool) -> str:
    """a … z, then aa, ab …; behind "n.d." with a hyphen."""
    letter = chr(ord("a") + number % 26)
    before = chr(ord("a") + number // 26 - 1) if number >= 26 else ""
    return ("" if dated else "-") + before + letter


def _lines(work: Work, letter: str) -> list[str]:
    """An entry and, below it, the words and the place of each fact."""
    source = work.source
    author, year = _author(work), (source.published[:4] or "n.d.") + letter
    title = one_line(source.title)
    if english := translation(source):
        title += f" [{english}]"
    entry = sentences(author, f"({_date(work, year)})")
    entry += f" {title}" if title[-1:] in ".?!。？！" else f" {title}."
    lines = [f"{entry} {_address(work)}".rstrip() + "\n"]
    for fact in work.facts:
        place = f", {one_line(fact.section)}" if fact.section else ""
        words = f"“{one_line(fact.quote)}” " if fact.quote else ""
        lines.append(f"    {words}({author}, {year}{place})\n")
    return list(dict.fromkeys(lines))


def _address(work: Work) -> str:
    """The address; of a page without a date, which may change, with the day it was seen."""
    source, seen = work.source, date_parts(work.source.accessed)
    if source.published or not work.kind.page or len(seen) < 3:
        return one_line(source.url)
    return f"Retrieved {month(seen[1])} {seen[2]}, {seen[0]}, from {one_line(source.url)}"


def _date(work: Work, year: str) -> str:
    """(2024) for a report, (2024, August 5) for a page."""
    parts = date_parts(work.source.published)
    if not work.kind.page or len(parts) < 2:
        return year
    day = f" {parts[2]}" if len(parts) > 2 else ""
    return f"{year}, {month(parts[1])}{day}"
