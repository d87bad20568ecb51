"""BibTeX, for LaTeX; what an entry is quoted in and sections are its note, quotes its annotation.

Entry types and fields are those that every style knows. Names and titles stand in double braces:
readers split names at "and" and commas, and lower the capitals of IPv6. `mark` is what Chinese
styles print in brackets after the title; `usere` is where biblatex-chicago puts translations.
"""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite._works import MONTHS, Work, date_parts, is_chinese, one_line, translation

# Braces by name, for BibTeX counts even those after a backslash.
_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
})  # fmt: skip
# An address is read verbatim; characters that would end the field are percent-encoded.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(works: Sequence[Work]) -> str:
    return "\n".join(map(_entry, works))


def _entry(work: Work) -> str:
    source, kind = work.source, work.entry_kind
    parts = date_parts(source.published)
    author, title = f"{{{_tex(source.publisher)}}}", f"{{{_tex(source.title)}}}"
    values = {
        "author": author,
        "title": title,
        "usere": _tex(translation(source)),
        "institution": author if kind.bibtex == "techreport" else "",
        "publisher": author if kind.bibtex == "book" else "",
        "year": str(parts[0]) if parts else "",
        "month": MONTHS[parts[1]][:3].lower() if len(parts) > 1 else "",
        "date": source.published if len(parts) > 2 else "",
        "url": one_line(work.read.url).translate(_ADDRESS),
        "urldate": work.read.accessed,
        "mark": kind.mark if kind.bibtex == "misc" else "",
        "langid": "chinese" if is_chinese(source.title) else "english",
        "note": _tex("; ".join(work.notes)),
        "annote": _tex("; ".join(work.evidence)),
    }
    # A month is a macro, spelled as the document's language wants it: it has no braces.
    fields = (
        f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n"
        for key, value in values.items()
        if value
    )
    return f"@{kind.bibtex}{{{work.key},\n{''.join(fields)}}}\n"


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX)
