"""Citations for programs to read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts.output import machine
from infofacts.works import Work, clean, is_chinese, month, parts_of, translation

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


# ---------------------------------------------------------------- RIS
def ris(cited: Sequence[Work]) -> str:
    return "\n".join(_ris_entry(work) for work in cited)


def _ris_entry(work: Work) -> str:
    source = work.source
    fields = [
        ("TY", work.kind.ris),
        ("ID", source.id),
        ("AU", clean(source.publisher)),
        ("TI", clean(source.title)),
        ("TT", translation(source)),
        ("PB", clean(source.publisher)),
        ("PY", source.published[:4]),
        ("DA", _ris_date(source.published)),
        ("LA", "zh" if is_chinese(source.title) else "en"),
        ("UR", clean(source.url)),
        ("Y2", _ris_date(source.accessed)),
        *(("N1", words) for words in work.evidence),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in fields if text) + "ER  - \n"


def _ris_date(day: str) -> str:
    """YYYY/MM/DD/ with what is not known empty: 2024/08//."""
    parts = day.split("-") if day else []
    return "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""


# ---------------------------------------------------------------- CSL-JSON
def csl_json(cited: Sequence[Work]) -> str:
    return machine([_csl_item(work) for work in cited], "json")


def _csl_item(work: Work) -> dict[str, object]:
    source = work.source
    english = {"title_en": source.title_en, "publisher_en": source.publisher_en}
    item: dict[str, object] = {
        "id": source.id,
        "type": work.kind.csl,
        "language": "zh-CN" if is_chinese(source.title) else "en",
        "author": [{"literal": source.publisher}],
        "title": source.title,
        "issued": _csl_date(source.published),
        "accessed": _csl_date(source.accessed),
        "URL": source.url,
        "note": "; ".join(work.evidence),
        "custom": {key: text for key, text in english.items() if text},
    }
    return {key: value for key, value in item.items() if value}


def _csl_date(day: str) -> dict[str, object]:
    return {"date-parts": [parts_of(day)]} if day else {}
