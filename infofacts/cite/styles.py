"""Citations of facts: one entry a publication, with the places of the facts that it is cited for.

A style is a function in `STYLES` from works to text; `cite` takes any facts, so that the inputs
of a computed figure are cited together. A corporate author is never split or abbreviated, and
nothing is invented: no page numbers (the locator is the section that the program found the
quote in), no romanised titles, no place of publication.

What the styles rest on:

- GB/T 7714—2025. Its text is not at hand; what is done here was read from its examples as
  https://github.com/citation-style-language/styles and https://github.com/zotero-chinese/styles
  reproduce them: "." and "[ ]" are half-width and the other marks full-width; a report has its
  full date and, online, no access date (…[R/OL]. 2023-12-28. URL.); a web page has both
  (…[EB/OL]. （2025-02-17）[2025-06-22]. URL.); what is not known of place and publisher is left
  out. What stands in the place of page numbers may be words (序2-3, 第1版自序).
- GB/T 7714—2015: half-width marks; an online report or page has both dates, and where a place in
  it is cited, the year and the place: "2024: PLACE[2026-07-02]. URL."
- APA 7: a group author, in English where the source gives its name; the title as printed, its
  translation in brackets; a report's year, a web page's full date; when it was seen only for a
  page without a date. Entries are sorted, works of one author and year told apart by letters.
  The place and the words belong to the citation in the text, so these follow below the entry.
- BibTeX, RIS and CSL-JSON: the places and words are a note on the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from infofacts.cite.apa import apa
from infofacts.cite.bibtex import bibtex
from infofacts.cite.csl import csl_json
from infofacts.cite.gbt import GBT_2015, GBT_2025, gbt
from infofacts.cite.ris import ris
from infofacts.cite.works import Work, inputs_of, works
from infofacts.errors import BadUsage
from infofacts.model import Fact, FactBase
from infofacts.report import section_en

DEFAULT_STYLE = "gbt7714-2025"


def cite(
    base: FactBase, facts: Iterable[Fact], style: str = DEFAULT_STYLE, english: bool = False
) -> str:
    """The citations of facts as text, an entry for each work; places in English if wanted.

    Raises `BadUsage` for an unknown style, `NoAnswer` for a fact whose source is not in the base.
    """
    if style not in STYLES:
        raise BadUsage(f"--style {style}: expected one of {', '.join(STYLES)}")
    cited = dict.fromkeys(inputs_of(base, facts))
    if english:
        cited = dict.fromkeys(replace(f, section=section_en(f.section or "")) for f in cited)
    return STYLES[style](works(base, cited))


STYLES: dict[str, Callable[[Sequence[Work]], str]] = {
    DEFAULT_STYLE: gbt(GBT_2025),
    "gbt7714-2015": gbt(GBT_2015),
    "apa": apa,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
