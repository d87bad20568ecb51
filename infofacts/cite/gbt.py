"""Citations for people to read: GB/T 7714 and APA."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from infofacts.cite.works import Work, clean, sentences


# ---------------------------------------------------------------- GB/T 7714
@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a version of GB/T 7714, and whether online reports are dated as pages are."""

    colon: str
    comma: str
    left: str
    right: str
    dated_as_page: bool


GBT_2025 = Marks("：", "，", "（", "）", dated_as_page=False)
GBT_2015 = Marks(": ", ", ", "(", ")", dated_as_page=True)


def gbt(marks: Marks) -> Callable[[Sequence[Work]], str]:
    """The style with these marks; entries are numbered where there are several."""

    def style(cited: Sequence[Work]) -> str:
        entries = [_gbt_entry(work, marks) for work in cited]
        numbered = len(entries) > 1
        return "".join(
            f"[{number}] {entry}\n" if numbered else f"{entry}\n"
            for number, entry in enumerate(entries, 1)
        )

    return style


def _gbt_entry(work: Work, marks: Marks) -> str:
    source = work.source
    online = "/OL" if source.url else ""
    title = f"{clean(source.title)}[{work.kind.mark}{online}]"
    issue = _gbt_issue(work, marks)
    return sentences(clean(source.publisher), title, issue, clean(source.url))


def _gbt_issue(work: Work, marks: Marks) -> str:
    """When the work was issued, the places cited in it and when it was seen."""
    source, places = work.source, marks.comma.join(work.sections)
    as_page = source.url and (work.kind.page or marks.dated_as_page)
    seen = f"[{source.accessed}]" if as_page and source.accessed else ""
    if as_page and not places:
        return (f"{marks.left}{source.published}{marks.right}" if source.published else "") + seen
    day = source.published[:4] if marks.dated_as_page else source.published
    return marks.colon.join(filter(None, (day, places))) + seen
