"""GB/T 7714—2025, the Chinese national standard in force.

Its text is not at hand; this follows its examples as
https://github.com/citation-style-language/styles and https://github.com/zotero-chinese/styles
reproduce them: "." and "[ ]" are half-width and the other marks full-width; a report has its full
date and, online, no access date (…[R/OL]. 2023-12-28. URL.); a web page has both
(…[EB/OL]. （2025-02-17）[2025-06-22]. URL.); unknown place and publisher are left out.
The locator may be words instead of page numbers (序2-3, 第1版自序).
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import Work, one_line, sentences
from infofacts.record import Record


class Marks(Record):
    """The marks of a version of the standard, and whether it dates online reports like pages."""

    colon: str
    comma: str
    left: str
    right: str
    dated_as_page: bool


def entries(works: Sequence[Work], marks: Marks) -> str:
    """One entry per line, numbered if there are several."""
    lines = [f"{_entry(work, marks)}\n" for work in works]
    numbered = (f"[{number}] {line}" for number, line in enumerate(lines, 1))
    return "".join(numbered if len(lines) > 1 else lines)


def _entry(work: Work, marks: Marks) -> str:
    source = work.source
    online = "/OL" if source.url else ""
    title = f"{one_line(source.title)}[{work.kind.mark}{online}]"
    return sentences(one_line(source.publisher), title, _issue(work, marks), one_line(source.url))


def _issue(work: Work, marks: Marks) -> str:
    """The date of publication, the sections cited and the date of access."""
    source, places = work.source, marks.comma.join(work.sections)
    as_page = source.url and (work.kind.page or marks.dated_as_page)
    seen = f"[{source.accessed}]" if as_page and source.accessed else ""
    if as_page and not places:
        return (f"{marks.left}{source.published}{marks.right}" if source.published else "") + seen
    day = source.published[:4] if marks.dated_as_page else source.published
    return marks.colon.join(filter(None, (day, places))) + seen


def write(works: Sequence[Work]) -> str:
    return entries(works, Marks("：", "，", "（", "）", dated_as_page=False))
