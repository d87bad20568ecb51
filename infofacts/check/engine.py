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

from infofacts.check import bounds, dates_and_scope, formulas, labels, numbers, quotes, status
from infofacts.check.rule import Claim, Rule
from infofacts.errors import BrokenBase
from infofacts.exports import is_database
from infofacts.factfile import Layers, build
from infofacts.model import UNREADABLE, FactBase, Problem
from infofacts.report import source_text
from infofacts.schema import scan
from infofacts.shadows import compare, places, thing_of
from infofacts.store import layer
from infofacts.text import builtin
from infofacts.tomlfile import Document, parse


def _rules_of(*families: ModuleType) -> list[Rule]:
    """The rules of some files, in the order they are written."""
    return [r for family in families for r in vars(family).values() if isinstance(r, Rule)]


# Problems of one line come in this order.
FACT_RULES = _rules_of(quotes, numbers, bounds, status, dates_and_scope)
BASE_RULES = _rules_of(labels, formulas)


class CheckResult(NamedTuple):
    """The problems, the files checked, and the base if it could be loaded.

    `replaced` is what they say in the place of the built-in base, which is no mistake.
    """

    problems: Sequence[Problem]
    paths: Sequence[Path] = ()
    base: FactBase | None = None
    layers: Layers | None = None
    replaced: Sequence[Problem] = ()

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
    files: list[Document | FactBase] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            file = layer(str(path)) if is_database(str(path)) else parse(path)
        except BrokenBase as error:
            problems.append(_unreadable(path, str(error)))
            continue
        files.append(file)
        if isinstance(file, Document):
            problems += [*_not_toml_1_0(file), *scan(file)]
    layers = base = None
    replaced: list[Problem] = []
    if all(problem.code == "toml-1-0" for problem in problems):
        versions = _other_versions(files, only)
        layers = Layers(versions or files)
        base = build(layers)
        problems += [*layers.problems, *run_rules(base, layers)]
        replaced += _replaced(base, layers, files[0], not versions) if files else ()
        files = versions or files
        paths = [Path(_name(file)) for file in files]
    wanted = {str(path) for path in only}
    mine, others = (
        sorted(
            (problem for problem in some if not only or problem.file in wanted),
            key=lambda problem: (problem.file, problem.line),
        )
        for some in (problems, replaced)
    )
    return CheckResult(mine, paths, base, layers, others)


def _name(file: Document | FactBase) -> str:
    return file.path if isinstance(file, Document) else file.files[0]


def _other_versions(
    files: Sequence[Document | FactBase], only: Sequence[Path]
) -> list[Document | FactBase]:
    """The files to check by themselves, if one is another version of the first one."""
    sources = [f.data.get("sources", ()) if isinstance(f, Document) else f.sources for f in files]
    first = next(iter(sources[0]), None) if files else None
    mine = [n for n, file in enumerate(files) if n and Path(_name(file)) in only]
    return [files[n] for n in mine] if any(first in sources[n] for n in mine) else []


def _replaced(
    base: FactBase, layers: Layers, first: Document | FactBase, facts: bool
) -> Iterator[Problem]:
    """What other files say in the place of the built-in base, if that is the first one.

    Not the `facts` of another version of it, which are meant to be others.
    """
    files = places(layers.tables.values()) if _name(first) == builtin() else {}
    own = Layers([first])
    things = {thing_of(address) for address in files.keys() & own.tables.keys()}
    if not things:
        return
    shadows = compare(base, build(own, things), files)
    for ident, fact in shadows.hidden.items() if facts else ():
        yield _place(layers, ident, "", "replaced", f"in the place of the built-in {fact.printed}")
    for ident in (ident for ids in shadows.changed.values() for ident in ids):
        yield _place(layers, ident, "", "replaced", "changes this entry of the built-in base")


def run_rules(base: FactBase, layers: Layers) -> Iterator[Problem]:
    """Run all rules over a loaded base."""
    for fact in base.facts.values():
        source = base.sources.get(fact.source)
        claim = Claim(fact, base, source_text(source.file) if source and source.file else None)
        for rule in FACT_RULES:
            for text in rule.problems(claim):
                yield _place(layers, fact.id, rule.key, rule.code, text)
    for rule in BASE_RULES:
        for address, text in rule.problems(base):
            yield _place(layers, address, rule.key, rule.code, text)


def _place(layers: Layers, address: str, key: str, code: str, message: str) -> Problem:
    """A problem at the line of a key, or of the table, in the file it was read from."""
    dotted = table = re.sub("@.*", ".others", address)
    while table not in layers.tables:
        table = table.rpartition(".")[0]
    document = layers.tables[table].document
    line = document.line(f"{dotted}.{key}")
    return Problem(document.path, line, address, code, message)


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
