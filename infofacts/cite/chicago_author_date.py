"""The Chicago Manual of Style, author-date: entries, each with its citations below it.

Author, year, title with its translation in brackets; of a page, whose title stands in quotation
marks, the day too, and the day it was read only if it has no date. A publication that was read on
another page is followed by "Quoted in" that page.
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._english import author, by_author, prose, said, year_of
from infofacts.cite._works import MONTHS, Work, date_parts, one_line
from infofacts.cite.chicago_notes import named, where


def write(works: Sequence[Work]) -> str:
    return "".join(_entry(*each) for each in by_author(works, [work.source for work in works]))


def _entry(work: Work, letter: str) -> str:
    source, parts = work.source, date_parts(work.source.published)
    year = year_of(source) + letter
    day = f"{MONTHS[parts[1]]} {parts[2]}" if work.kind.page and len(parts) > 2 else ""
    entry = prose(author(source), year, named(work, "."), day, *where(work))
    lines = [f"{entry}\n"]
    for fact in work.said:
        place = f", {one_line(fact.section)}" if fact.section else ""
        quoted = f", quoted in {author(work.page)}" if work.page else ""
        lines.append(said(fact, f"({author(source)} {year}{place}{quoted})"))
    return "".join(dict.fromkeys(lines))
