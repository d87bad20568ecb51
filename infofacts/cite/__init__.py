"""Citations of facts: one entry per publication, with the sections of the facts it is cited for.

Each style is a file, named like it with "_" for "-", whose `write(works)` gives the text of all
entries. In every style a corporate author is never split or abbreviated, and nothing is
invented: no page numbers (the locator is the section that the quote was found in), no romanised
titles, no place of publication. A new style is its file and its name in `STYLES`.
"""

from __future__ import annotations

from importlib import import_module

from infofacts.errors import BadUsage, NoAnswer

TYPE_CHECKING = False  # as in `typing`, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from infofacts.model import Fact, FactBase

STYLES = ("gbt7714-2025", "gbt7714-2015", "apa", "bibtex", "ris", "csl-json")
DEFAULT_STYLE = STYLES[0]


def cite(
    base: FactBase, facts: Iterable[Fact], style: str = DEFAULT_STYLE, english: bool = False
) -> str:
    """Citations as text: one entry per publication, section names in English if `english`.

    Raises `BadUsage` for an unknown style, `NoAnswer` for a fact whose source is not in the base,
    and for facts that nobody has shown to be of their source.
    """
    if style not in STYLES:
        raise BadUsage(f"--style {style}: expected one of {', '.join(STYLES)}")
    from infofacts.cite._works import works_of

    module = import_module(f"{__name__}.{style.replace('-', '_')}")
    stated = list(inputs_of(base, facts))
    if refused := [refusal(fact) for fact in stated if refusal(fact)]:
        raise NoAnswer(*refused)
    text: str = module.write(works_of(base, stated, english))
    return text


def refusal(fact: Fact) -> str:
    """Why a fact is not cited, "" if it is: the bundled text of its source does not say it, or
    another hand says it in the name of a built-in source."""
    from infofacts.model import CITED, REASONS

    if fact.unproven in CITED:
        return ""

    return f"{fact.id}: not cited as {fact.source or 'a source'}: {REASONS[fact.unproven]}"


def inputs_of(base: FactBase, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts as printed: instead of a computed one, those it is computed from."""
    for fact in facts:
        yield from (base.facts[ident] for ident in fact.inputs) if fact.inputs else (fact,)
