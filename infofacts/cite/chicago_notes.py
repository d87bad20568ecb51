"""The Chicago Manual of Style, notes and bibliography: entries, each with its notes below it.

The title as printed has its translation in brackets; that of a page stands in quotation marks. A
report has its year, a page its date, or if it has none the day it was read. A publication that
was read on another page is followed by "quoted in" that page.
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._english import author, by_author, date_of, in_quotes, prose, said, titled
from infofacts.cite._works import Work, one_line


def write(works: Sequence[Work]) -> str:
    return "".join(_entry(work) for work, _ in by_author(works, [work.source for work in works]))


def _entry(work: Work) -> str:
    entry = prose(author(work.source), named(work, "."), _date(work), *where(work))
    notes = [said(fact, _note(work, one_line(fact.section or ""))) for fact in work.said]
    return "".join(dict.fromkeys([f"{entry}\n", *notes]))


def _note(work: Work, place: str) -> str:
    """The note of a fact at a place."""
    day = _date(work) if work.kind.page else ""
    rest = [day, place, *(part[0].lower() + part[1:] for part in where(work))]
    after = ", ".join(filter(None, rest))
    title = named(work, "," if after else "")
    if not work.kind.page:
        title += f" ({_date(work) or 'n.d.'})"
    between = "" if not after else " " if work.kind.page else ", "
    return f"{author(work.source)}, {title}{between}{after}."


def named(work: Work, mark: str) -> str:
    """The title; of a page in quotation marks, with a mark inside them."""
    title = titled(work.source)
    return in_quotes(title, mark) if work.kind.page else title


def where(work: Work) -> list[str]:
    """The page it is quoted in, if any, the day that was read if it has no date, and the address.

    Each begins as a sentence does.
    """
    read, page = work.read, work.page
    quoted = ""
    if page:
        dated = date_of(page.published)
        title = f", {in_quotes(titled(page), ',' if dated else '')}" if page.title else ""
        quoted = f"Quoted in {author(page)}{title}{' ' if title else ', '}{dated}".rstrip(" ,")
    undated = (page or work.kind.page) and not read.published and read.accessed
    seen = f"Accessed {date_of(read.accessed)}" if undated else ""
    return [part for part in (quoted, seen, one_line(read.url)) if part]


def _date(work: Work) -> str:
    """The year of a report, the date of a page."""
    source = work.source
    return date_of(source.published) if work.kind.page else source.published[:4]
