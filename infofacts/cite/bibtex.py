"""Citations for programs to read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.cite.works import Work, clean, is_chinese, month, parts_of, translation

# ---------------------------------------------------------------- BibTeX
# Braces by name, for BibTeX counts even those behind a backslash.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
}  # fmt: skip


def bibtex(cited: Sequence[Work]) -> str:
    return "\n".join(_bibtex_entry(work) for work in cited)


def _bibtex_entry(work: Work) -> str:
    source, parts = work.source, parts_of(work.source.published)
    author = _tex(source.publisher)
    values = {
        "author": f"{{{author}}}",  # double braces: an office, not a person's names
        "title": _tex(source.title),
        "titleaddon": _tex(translation(source)),
        "institution": author if work.kind.bibtex == "techreport" else "",
        "publisher": author if work.kind.bibtex == "book" else "",
        "year": str(parts[0]) if parts else "",
        "month": month(parts[1])[:3].lower() if len(parts) > 1 else "",
        "date": source.published if len(parts) > 2 else "",
        "url": _tex_address(source.url),
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
    return "".join(_TEX.get(char, char) for char in clean(text))


def _tex_address(url: str) -> str:
    """An address is read verbatim; what would end the field is percent-encoded."""
    codes = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
    return "".join(codes.get(char, char) for char in clean(url))
