"""Prove a fact base: every quote stands in its source, every value stands in its quote.

`check` runs the rules of `rules` over the files and leaves nothing out: every problem is told
with its file, line, address and code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infofacts.check.claim import Claim
from infofacts.check.labels import BASE_RULES
from infofacts.check.numbers import FACT_RULES, code
from infofacts.errors import BrokenBase
from infofacts.factfile import Layers, build
from infofacts.model import UNREADABLE, FactBase, Problem
from infofacts.report import source_text
from infofacts.schema import Table, scan
from infofacts.tomlfile import Document, parse

# The key of a table whose line a problem is told at; where there is none, the table's line.
_KEYS = {
    "unknown-source": "source", "quote-not-found": "quote", "unknown-unit": "unit", "unknown-bound": "bound",
    "value-not-in-quote": "value", "wrong-order": "value", "translation-disagrees": "value_en",
    "printed-disagrees": "printed", "bound-not-in-quote": "bound", "bound-missing": "value",
    "bound-not-printed": "printed", "also-disagrees": "also", "wrong-sign": "value", "unlike-unit": "unit",
    "growth-years": "years", "wrong-base": "since", "unknown-scope": "scope",
    "scope-not-named": "scope", "wrong-date": "as_of", "ambiguous-alias": "aliases",
    "unknown-group": "group", "source-file": "file", "bad-formula": "formula", "mixed-units": "formula",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check found: the problems, of which files, and the base if it could be read."""

    problems: Sequence[Problem]
    paths: Sequence[Path] = ()
    base: FactBase | None = None
    layers: Layers | None = None

    @property
    def against_text(self) -> int:
        """How many facts were proven against the bundled text of their source."""
        facts, sources = (self.base.facts, self.base.sources) if self.base else ({}, {})
        return sum(bool(f.source in sources and sources[f.source].file) for f in facts.values())


def check(paths: Sequence[Path], only: Sequence[Path] = ()) -> Proof:
    """Every problem of the files laid over each other, by file and line; those of `only` if given.

    A file with the first source of the base below it is no overlay but another version of that
    base, and proven alone: what is missing in it must not be found in the other.
    There is no base when a file has not the shape of a fact base, so that nothing can be proven.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(parse(path))
        except BrokenBase as error:
            problems.append(_unreadable(path, str(error)))
            continue
        problems += [*not_toml_1_0(path), *scan(documents[-1])]
    if any(problem.code != "toml-1-0" for problem in problems):
        return Proof(_of_file(problems, only), paths)
    layers = Layers()
    documents = _alone(documents, only) or documents
    for document in documents:
        layers.lay(document)
    base = build(layers)
    found = _of_file([*problems, *proof(base, layers)], only)
    return Proof(found, [Path(document.path) for document in documents], base, layers)


def _alone(documents: Sequence[Document], only: Sequence[Path]) -> list[Document]:
    """The documents to prove by themselves, if one is another version of the first one."""
    default = next(iter(_sources(documents[0])), None) if documents else None
    mine = [each for each in documents[1:] if Path(each.path) in only]
    return mine if any(default in _sources(each) for each in mine) else []


def _sources(document: Document) -> Mapping[str, object]:
    found = document.data.get("sources")
    return found if isinstance(found, Mapping) else {}


def _of_file(problems: Sequence[Problem], only: Sequence[Path]) -> list[Problem]:
    mine = (problem for problem in problems if not only or Path(problem.file) in only)
    return sorted(mine, key=lambda problem: (problem.file, problem.line))


def proof(base: FactBase, layers: Layers) -> Iterator[Problem]:
    """What is not proven in a base that was read."""
    for fact in base.facts.values():
        source = base.sources.get(fact.source)
        text = source_text(source.file) if source and source.file else None
        claim = Claim(fact, base, text)
        for rule in FACT_RULES:
            for message in rule(claim):
                yield located(layers, fact.id, code(rule), message)
    for base_rule in BASE_RULES:
        for address, message in base_rule(base):
            yield located(layers, address, code(base_rule), message)


def located(layers: Layers, address: str, rule: str, message: str) -> Problem:
    """A problem at the line of an address or its key, in the file that it was read from."""
    dotted = re.sub("@.*", ".others", address)
    table = _table_of(layers, dotted)
    document = table.document
    line = document.line(f"{dotted}.{_KEYS.get(rule, '')}")
    return Problem(document.path, line, address, rule, message)


def _table_of(layers: Layers, address: str) -> Table:
    while address not in layers.tables:
        address = address.rpartition(".")[0]
    return layers.tables[address]


def _unreadable(path: Path, message: str) -> Problem:
    """A file that cannot be parsed, as a problem; its message begins with path and line."""
    found = re.match(r":(\d+)(?::(\d+))?: (.*)", message.removeprefix(str(path)), re.DOTALL)
    if not found:
        return Problem(str(path), 1, "-", UNREADABLE[0], message.removeprefix(f"{path}: "))
    column = f"column {found[2]}: " if found[2] else ""
    return Problem(str(path), int(found[1]), "-", UNREADABLE[1], column + found[3])


def not_toml_1_0(path: Path) -> Iterator[Problem]:
    """A file that only TOML 1.1 can read: other tools of the field read 1.0."""
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        yield Problem(
            str(path), int(line[1]) if line else 1, "-", "toml-1-0", f"not TOML 1.0: {error}"
        )
