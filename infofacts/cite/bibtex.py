"""BibTeX, for LaTeX; what an entry is quoted in and sections are its note, quotes its annotation.

Entry types and fields are those that every style knows. Names and titles stand in double braces:
readers split names at "and" and commas, and lower the capitals of IPv6. `mark` is what Chinese
styles print in brackets behind the title of a data set; `usere` is where biblatex-chicago puts
translations. BibTeX's own styles demand the institution of a report and the publisher of a book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    kind, parts = work.entry_kind, date_parts(work.source.published)
    author = f"{{{_tex(work.source.publisher)}}}"
    values = {
        "institution": author if kind.bibtex == "techreport" else "",
        "publisher": author if kind.bibtex == "book" else "",
        "year": str(parts[0]) if parts else "",
        "month": MONTHS[parts[1]][:3].lower() if len(parts) > 1 else "",
        "date": work.source.published if len(parts) > 1 else "",
        "mark": kind.mark if kind.mark == "DS" else "",
    }
    return entry(kind.bibtex, work, values | shared(work))


def shared(work: Work) -> dict[str, str]:
    """The fields that BibTeX and BibLaTeX have in common."""
    source = work.source
    return {
        "author": f"{{{_tex(source.publisher)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "usere": _tex(translation(source)),
        "url": one_line(work.read.url).translate(_ADDRESS),
        "urldate": work.read.accessed,
        "langid": "chinese" if is_chinese(source.title) else "english",
        "note": _tex("; ".join(work.notes)),
        "annote": _tex("; ".join(work.evidence)),
    }


# The order of fields in an entry.
_FIELDS = (
    "author title usere institution publisher year month date url urldate mark langid note annote"
).split()


def entry(kind: str, work: Work, values: Mapping[str, str]) -> str:
    """An entry of a type, with those of its fields that are not empty."""
    # A month is a macro, spelled as the document's language wants it: it has no braces.
    fields = (
        f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n"
        for key in _FIELDS
        if (value := values.get(key))
    )
    return f"@{kind}{{{work.key},\n{''.join(fields)}}}\n"


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX)
