"""Citations of facts: one entry per publication, with the sections of the facts it is cited for.

Each style is a file, named like it with "_" for "-", whose `write(works)` gives the text of all
entries. In every style a corporate author is never split or abbreviated, and nothing is
invented: no page numbers (the locator is the section that the quote was found in), no romanised
titles, no place of publication. A new style is its file and its name in `STYLES`.
"""

from __future__ import annotations

from importlib import import_module

from infofacts.errors import BadUsage, NoAnswer
from infofacts.messages import _

TYPE_CHECKING = False  # as in `typing`, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from infofacts.model import Fact, FactBase

STYLES = (
    "gbt7714-2025", "gbt7714-2015", "apa", "chicago-notes", "chicago-author-date", "mla",
    "bibtex", "biblatex", "ris", "csl-json",
)  # fmt: skip
DEFAULT_STYLE = STYLES[0]
# The styles that endings of file names ask for.
ENDINGS = {".bib": "bibtex", ".ris": "ris", ".json": "csl-json"}


def cite(
    base: FactBase, facts: Iterable[Fact], style: str = DEFAULT_STYLE, english: bool = False
) -> str:
    """Citations as text: one entry per publication, section names in English if `english`.

    A style is a name of `STYLES` or the path of a CSL style, FILE.csl.
    Raises `BadUsage` for an unknown style, `NoAnswer` for a fact whose source is not in the base,
    and for facts that nobody has shown to be of their source.
    """
    is_file = style.endswith(".csl")
    if style not in STYLES and not is_file:
        known = _("{styles} or a file that ends with .csl", styles=_(", ").join(STYLES))
        raise BadUsage(_("--style {style}: expected one of {known}", style=style, known=known))
    from infofacts.cite._works import works_of

    stated = list(inputs_of(base, facts))
    if refused := [refusal(fact) for fact in stated if refusal(fact)]:
        raise NoAnswer(*refused)
    works = works_of(base, stated, english)
    if is_file:
        from infofacts.cite import _csl_file

        return _csl_file.write(works, style)
    text: str = import_module(f"{__name__}.{style.replace('-', '_')}").write(works)
    return text


def refusal(fact: Fact) -> str:
    """Why a fact is not cited, "" if it is: the bundled text of its source does not say it, or
    another hand says it in the name of a built-in source."""
    from infofacts.model import CITED, REASONS

    if fact.unproven in CITED:
        return ""

    return _(
        "{id}: not cited as {source}: {reason}",
        id=fact.id,
        source=fact.source or _("a source"),
        reason=_(REASONS[fact.unproven]),
    )


def undated(base: FactBase, facts: Iterable[Fact]) -> list[str]:
    """The pages that facts are quoted in and whose day of reading nobody wrote down."""
    from infofacts.cite._works import works_of

    works = works_of(base, inputs_of(base, facts), False)
    return [work.page.url for work in works if work.page and not work.page.accessed]


def of_source(base: FactBase, key: str) -> list[str]:
    """The sources that the entry with a key may be of."""
    return [ident for ident in base.sources if key == ident or key.startswith(f"{ident}-")]


def facts_of(base: FactBase, key: str) -> list[Fact]:
    """The facts of a whole base that are cited by the entry with a key, [] for no such key.

    The key of a source is that of all its facts, wherever their words were read.
    """
    from infofacts.cite._works import first_id, key_of, page_of

    same = {ident: first_id(base, source) for ident, source in base.sources.items()}
    facts: list[Fact] = []
    for ident in of_source(base, key):
        stated = (fact for fact in base.facts.values() if fact.source and not fact.inputs)
        its = [fact for fact in stated if ident in (fact.source, same.get(fact.source))]
        pages = [(fact, page_of(base, fact)) for fact in its if key != ident]
        keyed = [f for f, page in pages if page and key_of(base.sources[ident], page.url) == key]
        facts += its if key == ident else keyed
    return facts


def inputs_of(base: FactBase, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts as printed: instead of a computed one, those it is computed from."""
    for fact in facts:
        yield from (base.facts[ident] for ident in fact.inputs) if fact.inputs else (fact,)
