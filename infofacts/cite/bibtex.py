"""BibTeX, for LaTeX; sections are the note and quotes the annotation of an entry."""

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
    source, parts = work.source, date_parts(work.source.published)
    author = _tex(source.publisher)
    values = {
        "author": f"{{{author}}}",  # double braces: an office, not a person's names
        "title": _tex(source.title),
        "titleaddon": _tex(translation(source)),
        "institution": author if work.kind.bibtex == "techreport" else "",
        "publisher": author if work.kind.bibtex == "book" else "",
        "year": str(parts[0]) if parts else "",
        "month": MONTHS[parts[1]][:3].lower() if len(parts) > 1 else "",
        "date": source.published if len(parts) > 2 else "",
        "url": one_line(source.url).translate(_ADDRESS),
        "urldate": source.accessed,
        "langid": "chinese" if is_chinese(source.title) else "english",
        "note": _tex("; ".join(work.sections)),
        "annote": _tex("; ".join(work.evidence)),
    }
    # A month is a macro, spelled as the document's language wants it: it has no braces.
    fields = (
        f"  {key} = {value if key == 'month' else f'{{{value}}}'},\n"
        for key, value in values.items()
        if value
    )
    return f"@{work.kind.bibtex}{{{source.id},\n{''.join(fields)}}}\n"


def _tex(text: str) -> str:
    return one_line(text).translate(_TEX)
