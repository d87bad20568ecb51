"""APA 7: entries in alphabetical order, each with its in-text citations below it.

A group author, in English if the source gives its name; the title as printed, its translation
in brackets; a report's year, a web page's full date; the date of access only for a page without
a date. Works of one author and year get letters. Section and quote belong to the in-text
citation, so these follow below the entry.

Of a publication that was read on another page the entry is that page, by its site and, if its
title is unknown, a description in brackets; the in-text citation is "as cited in" it.
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._english import (
    author,
    by_author,
    date_of,
    is_page,
    prose,
    said,
    titled,
    year_of,
)
from infofacts.cite._works import MONTHS, Work, date_parts, one_line
from infofacts.model import Source


def write(works: Sequence[Work]) -> str:
    return "".join(_entry(*each) for each in by_author(works, [work.read for work in works]))


def _entry(work: Work, letter: str) -> str:
    """An entry and, below it, the quote and the section of each fact."""
    name, year = author(work.read), year_of(work.read) + letter
    title = titled(work.read) if work.read.title else f"[Page that quotes {_quoted(work.source)}]"
    entry = prose(name, f"({_date(work, year)})", title)
    lines = [f"{entry} {_address(work)}".rstrip() + "\n"]
    if work.page:
        name = f"{author(work.source)}, {year_of(work.source)}, as cited in {name}"
    for fact in work.said:
        place = f", {one_line(fact.section)}" if fact.section else ""
        lines.append(said(fact, f"({name}, {year}{place})"))
    return "".join(dict.fromkeys(lines))


def _quoted(source: Source) -> str:
    """A publication inside the description of a page."""
    return f"{author(source)} ({year_of(source)}), {one_line(source.title_en or source.title)}"


def _address(work: Work) -> str:
    """The address; of a page without a date, which may change, with the date of access."""
    read = work.read
    if read.published or not is_page(work) or len(date_parts(read.accessed)) < 3:
        return one_line(read.url)
    return f"Retrieved {date_of(read.accessed)}, from {one_line(read.url)}"


def _date(work: Work, year: str) -> str:
    """(2024) for a report, (2024, August 5) for a page."""
    parts = date_parts(work.read.published)
    if not is_page(work) or len(parts) < 2:
        return year
    day = f" {parts[2]}" if len(parts) > 2 else ""
    return f"{year}, {MONTHS[parts[1]]}{day}"
