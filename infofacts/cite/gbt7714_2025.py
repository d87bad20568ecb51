"""GB/T 7714—2025, the Chinese national standard in force.

Its text is not at hand; this follows its examples as
https://github.com/citation-style-language/styles and https://github.com/zotero-chinese/styles
reproduce them: "." and "[ ]" are half-width and the other marks full-width; a report has its full
date and, online, no access date (…[R/OL]. 2023-12-28. URL.); a web page has both
(…[EB/OL]. （2025-02-17）[2025-06-22]. URL.); unknown place and publisher are left out.
The locator may be words instead of page numbers (序2-3, 第1版自序).

A publication that was read on another page is the publication, then 转引自 and that page
(…[R]. 2026-01-28. 转引自：SITE. TITLE[EB/OL]. （DATE）[DAY READ]. URL.).
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work, one_line, sentences
from infofacts.model import Source
from infofacts.record import Record


class Marks(Record):
    """The marks of a version of the standard, and whether it dates online reports like pages."""

    colon: str
    comma: str
    left: str
    right: str
    dated_as_page: bool

    def page(self, page: Source) -> str:
        """The date of a page and the day it was read."""
        day = f"{self.left}{page.published}{self.right}" if page.published else ""
        return day + (f"[{page.accessed}]" if page.accessed else "")


def entries(works: Sequence[Work], marks: Marks) -> str:
    """One entry per line, numbered if there are several."""
    lines = [f"{_entry(work, marks)}\n" for work in works]
    numbered = (f"[{number}] {line}" for number, line in enumerate(lines, 1))
    return "".join(numbered if len(lines) > 1 else lines)


def _entry(work: Work, marks: Marks) -> str:
    source, page = work.source, work.page
    title = f"{one_line(source.title)}[{_mark(work)}]"
    entry = [one_line(source.publisher), title, _issue(work, marks), one_line(source.url)]
    if page:
        entry.append(f"{work.quoting}{marks.colon}{work.where}[{_mark(Work(page, []))}]")
        entry += [marks.page(page), one_line(page.url)]
    return sentences(*entry)


def _mark(work: Work) -> str:
    """R for a report, EB/OL for a page."""
    return f"{work.kind.mark}/OL" if work.source.url else work.kind.mark


def _issue(work: Work, marks: Marks) -> str:
    """The date of publication, the sections cited and the date of access."""
    source, places = work.source, marks.comma.join(work.sections)
    as_page = source.url and (work.kind.page or marks.dated_as_page)
    if as_page and not places:
        return marks.page(source)
    seen = f"[{source.accessed}]" if as_page and source.accessed else ""
    whole = (work.page or work.kind.page or work.kind.mark == "R") and not marks.dated_as_page
    day = source.published if whole else source.published[:4]
    return marks.colon.join(filter(None, (day, places))) + seen


def write(works: Sequence[Work]) -> str:
    return entries(works, Marks("：", "，", "（", "）", dated_as_page=False))
