"""Check a fact base: every quote is in its source, every value is in its quote.

`check` runs the rules of every family; each problem has its file, line, address and code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from infofacts.check import bounds, dates_and_scope, formulas, labels, numbers, quotes
from infofacts.check.rule import Claim, Rule
from infofacts.errors import BrokenBase
from infofacts.factfile import Layers, build
from infofacts.model import UNREADABLE, FactBase, Problem
from infofacts.report import source_text
from infofacts.schema import scan
from infofacts.tomlfile import Document, parse


def _rules_of(*families: ModuleType) -> list[Rule]:
    """The rules of some files, in the order they are written."""
    return [r for family in families for r in vars(family).values() if isinstance(r, Rule)]


# Problems of one line come in this order.
FACT_RULES = _rules_of(quotes, numbers, bounds, dates_and_scope)
BASE_RULES = _rules_of(labels, formulas)


class CheckResult(NamedTuple):
    """The problems, the files checked, and the base if it could be loaded."""

    problems: Sequence[Problem]
    paths: Sequence[Path] = ()
    base: FactBase | None = None
    layers: Layers | None = None

    @property
    def against_text(self) -> int:
        """How many facts were checked against the bundled text of their source."""
        facts, sources = (self.base.facts, self.base.sources) if self.base else ({}, {})
        return sum(bool(f.source in sources and sources[f.source].file) for f in facts.values())


def check(paths: Sequence[Path], only: Sequence[Path] = ()) -> CheckResult:
    """Every problem of the files laid over each other, by file and line; those of `only` if given.

    A file with the first source of the base below it is another version of that base, not an
    overlay, and checked alone: what it lacks must not be found in the other. `base` is None if
    a file does not have the shape of a fact base.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(parse(path))
        except BrokenBase as error:
            problems.append(_unreadable(path, str(error)))
            continue
        problems += [*_not_toml_1_0(documents[-1]), *scan(documents[-1])]
    layers = base = None
    if all(problem.code == "toml-1-0" for problem in problems):
        layers = Layers()
        documents = _other_versions(documents, only) or documents
        for document in documents:
            layers.lay(document)
        base = build(layers)
        problems += run_rules(base, layers)
        paths = [Path(document.path) for document in documents]
    wanted = {str(path) for path in only}
    mine = [problem for problem in problems if not only or problem.file in wanted]
    mine.sort(key=lambda problem: (problem.file, problem.line))
    return CheckResult(mine, paths, base, layers)


def _other_versions(documents: Sequence[Document], only: Sequence[Path]) -> list[Document]:
    """The documents to check by themselves, if one is another version of the first one."""
    first = next(iter(documents[0].data.get("sources", ())), None) if documents else None
    mine = [each for each in documents[1:] if Path(each.path) in only]
    return mine if any(first in each.data.get("sources", ()) for each in mine) else []


def run_rules(base: FactBase, layers: Layers) -> Iterator[Problem]:
    """Run all rules over a loaded base."""
    for fact in base.facts.values():
        source = base.sources.get(fact.source)
        claim = Claim(fact, base, source_text(source.file) if source and source.file else None)
        for rule in FACT_RULES:
            yield from (_problem(layers, rule, fact.id, text) for text in rule.problems(claim))
    for rule in BASE_RULES:
        yield from (_problem(layers, rule, *problem) for problem in rule.problems(base))


def _problem(layers: Layers, rule: Rule, address: str, message: str) -> Problem:
    """A problem at the line of its rule's key, or of the table, in the file it was read from."""
    dotted = table = re.sub("@.*", ".others", address)
    while table not in layers.tables:
        table = table.rpartition(".")[0]
    document = layers.tables[table].document
    line = document.line(f"{dotted}.{rule.key}")
    return Problem(document.path, line, address, rule.code, message)


def _unreadable(path: Path, message: str) -> Problem:
    """A file that cannot be parsed, as a problem; its message begins with path and line."""
    at = re.match(r":(\d+)(?::(\d+))?: (.*)", message.removeprefix(str(path)), re.DOTALL)
    if not at:
        return Problem(str(path), 1, "-", UNREADABLE[0], message.removeprefix(f"{path}: "))
    column = f"column {at[2]}: " if at[2] else ""
    return Problem(str(path), int(at[1]), "-", UNREADABLE[1], column + at[3])


def _not_toml_1_0(document: Document) -> Iterator[Problem]:
    """A file that only TOML 1.1 can read; other tools read 1.0."""
    try:
        tomllib.loads(document.text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        message = f"not TOML 1.0: {error}"
        yield Problem(document.path, int(at[1]) if at else 1, "-", "toml-1-0", message)
    except RecursionError:  # tomllib counts other levels than tomli; `scan` reports what is nested
        pass
