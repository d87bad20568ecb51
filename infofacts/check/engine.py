"""Check a fact base: every quote is in its source, every value is in its quote.

`check` runs the rules of every family; each problem has its file, line, address and code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from infofacts.check import (
    bounds,
    dates,
    fit,
    formulas,
    labels,
    lists,
    locations,
    measures,
    moments,
    neighbours,
    numbers,
    periods,
    quotes,
    scope,
    series,
    siblings,
    since,
    sources,
    status,
    translations,
)
from infofacts.check.claim import claim_of
from infofacts.check.rule import Rule, Rules
from infofacts.derive import operands
from infofacts.errors import BrokenBase
from infofacts.exports import is_database
from infofacts.factfile import Layers, build
from infofacts.files import layer
from infofacts.largefile import is_large, large
from infofacts.messages import _
from infofacts.model import UNREADABLE, FactBase, Problem
from infofacts.parts import Parts
from infofacts.schema import scan, sound
from infofacts.shadows import compare, places, thing_of
from infofacts.text import builtin
from infofacts.tomlfile import Document, may_be_1_1, parse, text_of


def _rules_of(*families: ModuleType) -> list[Rule]:
    """The rules of some files, in the order they are written."""
    return [r for family in families for r in vars(family).values() if isinstance(r, Rule)]


# Problems of one line come in this order.
FACT_RULES = _rules_of(
    quotes,
    numbers,
    lists,
    bounds,
    status,
    measures,
    since,
    dates,
    periods,
    scope,
    locations,
    neighbours,
    moments,
    series,
    fit,
    translations,
)
BASE_RULES = _rules_of(labels, siblings, formulas, sources)


class CheckResult(NamedTuple):
    """The problems, the files checked, and the base if it could be loaded.

    `replaced` is what they say in the place of the built-in base, which is no mistake.
    """

    problems: Sequence[Problem]
    doubts: Sequence[Problem] = ()
    paths: Sequence[Path] = ()
    base: FactBase | None = None
    layers: Layers | None = None
    replaced: Sequence[Problem] = ()

    @property
    def against_text(self) -> int:
        """How many facts were checked against the bundled text of their source."""
        bundled = {s.id for s in self.base.sources.values() if s.file} if self.base else ()
        facts = self.base.facts.values() if self.base and bundled else ()
        return sum(fact.source in bundled for fact in facts)


def check(paths: Sequence[Path], only: Sequence[Path] = (), doubts: bool = False) -> CheckResult:
    """Every problem of the files laid over each other, by file and line; those of `only` if given.

    What has the wrong shape is left out of the base, and the rest checked by the rules.
    With `doubts` also what is worth a second look, the entries with the most telling doubts first.

    A file with the first source of the base below it is another version of that base, not an
    overlay, and checked alone: what it lacks must not be found in the other. `base` is None if
    a file does not have the shape of a fact base.
    """
    files: list[Document | FactBase] = []
    problems: list[Problem] = []
    laid = None if doubts or len(paths) != 1 else _large(str(paths[0]))
    for path in () if laid else paths:
        try:
            file = layer(str(path)) if is_database(str(path)) else parse(path)
        except BrokenBase as error:
            problems.append(_unreadable(path, error))
            continue
        if isinstance(file, Document):
            faults = [*scan(file)]
            problems += [*_not_toml_1_0(file), *faults]
            file = sound(file) if faults else file
        files.append(file)
    doubtful: list[Problem] = []
    replaced: list[Problem] = []
    layers = base = None
    if all(problem.code not in UNREADABLE for problem in problems):
        versions = _other_versions(files, only)
        layers = laid[1] if laid else Layers(versions or files)
        base = laid[0] if laid else build(layers)
        base.memo["shipped"] = layers.shipped
        shapeless = {problem.address for problem in problems}
        problems += layers.problems
        problems += (p for p in run_rules(base, layers) if not _follows(p, shapeless))
        doubtful += _worst_first(run_rules(base, layers, doubts=True)) if doubts else ()
        replaced += _replaced(base, layers, files[0], not versions) if files else ()
        files = versions or files
        paths = paths if laid else [Path(_name(file)) for file in files]
    wanted = {str(path) for path in only}
    mine, second, others = (
        [each for each in some if not only or each.file in wanted]
        for some in (problems, doubtful, replaced)
    )
    for some in (mine, others):
        some.sort(key=lambda problem: (problem.file, problem.line))
    return CheckResult(mine, second, paths, base, layers, others)


def _large(path: str) -> tuple[FactBase, Layers] | None:
    """The base of a large file and its tables, to be checked some indicators at a time."""
    own = is_large(path) and path != builtin() and not is_database(path)
    found = large(path) if own else None
    return None if not found or may_be_1_1(text_of(Path(path))) else found


def _parts(base: FactBase) -> Iterable[FactBase]:
    """A base, some indicators at a time if it is large; those that a formula takes at once."""
    if not isinstance(base.facts, Parts):
        return [base]
    formulas = ((each.id, operands(each.formula)) for each in base.indicators.values())
    taken = {ident for own, terms in formulas if terms for ident in (own, *(i for _, i in terms))}
    others = base.facts.parts(ident for ident in base.indicators if ident not in taken)
    together = [ident for ident in base.indicators if ident in taken]
    return chain(others, [base.facts.read(together)] if together else [])


# What only follows where something of the wrong shape was left out, and from the addresses of
# which tables: the problem's own ("") or others.
_FOLLOWING = {
    "missing-quote": "", "missing-label": "", "empty-indicator": "",
    "unknown-source": "sources.", "unknown-group": "groups.",
}  # fmt: skip


def _follows(problem: Problem, shapeless: Collection[str]) -> bool:
    """Whether a problem only follows from what was left out for its shape."""
    if problem.code not in _FOLLOWING:
        return False
    about = _FOLLOWING[problem.code] or problem.address
    return any(f"{address}.".startswith(f"{about.rstrip('.')}.") for address in shapeless)


def _worst_first(doubts: Iterable[Problem]) -> list[Problem]:
    """Doubts by entry, those of the entry with the most telling ones first."""
    telling = {rule.code: rule.doubt for rule in (*FACT_RULES, *BASE_RULES)}
    found, weights = list(doubts), Counter[str]()
    for doubt in found:
        weights[doubt.address] += telling[doubt.code]
    return sorted(found, key=lambda each: (-weights[each.address], each.file, each.line))


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
    own = Layers([first] if files else ())
    things = {thing_of(address) for address in files.keys() & own.tables.keys()}
    if not things:
        return
    shadows = compare(base, build(own, things), files)
    for ident, fact in shadows.hidden.items() if facts else ():
        yield _place(
            layers,
            ident,
            "",
            "replaced",
            _("in the place of the built-in {printed}", printed=fact.printed),
        )
    for ident in (ident for ids in shadows.changed.values() for ident in ids):
        yield _place(layers, ident, "", "replaced", _("changes this entry of the built-in base"))


def run_rules(
    base: FactBase, layers: Layers, doubts: bool = False, only: Container[str] | None = None
) -> Iterator[Problem]:
    """Run the rules over a loaded base: what is wrong, or what is doubtful.

    Of the rules on a fact, over all facts or `only` those of some addresses.
    """
    of_facts, of_base = (
        [rule for rule in rules if bool(rule.doubt) == doubts] for rules in (FACT_RULES, BASE_RULES)
    )
    rules = Rules(of_facts)
    late: list[tuple[Rule, str, str]] = []
    for part in _parts(base):
        for fact in part.facts.values():
            if only is None or fact.id in only:
                claim = claim_of(fact, part)
                for rule in rules.of(fact):
                    for text in rule.problems(claim):
                        yield _place(layers, fact.id, rule.key, rule.code, text)
        late += ((rule, *each) for rule in of_base if rule.of for each in rule.problems(part))
    late += ((rule, *each) for rule in of_base if not rule.of for each in rule.problems(base))
    for rule, address, text in sorted(late, key=lambda each: of_base.index(each[0])):
        yield _place(layers, address, rule.key, rule.code, text)


def _place(layers: Layers, address: str, key: str, code: str, message: str) -> Problem:
    """A problem at the line of a key, or of the table, in the file it was read from."""
    dotted = table = re.sub("@.*", ".others", address)
    while table not in layers.tables:
        table = table.rpartition(".")[0]
    document = layers.tables[table].document
    line = document.line(f"{dotted}.{key}")
    return Problem(document.path, line, address, code, message)


def _unreadable(path: Path, error: BrokenBase) -> Problem:
    """A file that cannot be parsed, as a problem."""
    column = _("column {column}: ", column=error.column) if error.column else ""
    code = UNREADABLE[1 if error.line else 0]
    return Problem(str(path), error.line or 1, "-", code, column + (error.reason or str(error)))


def _not_toml_1_0(document: Document) -> Iterator[Problem]:
    """A file that only TOML 1.1 can read; other tools read 1.0."""
    if not may_be_1_1(document.text):
        return
    import tomllib

    try:
        tomllib.loads(document.text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        message = _("not TOML 1.0: {error}", error=error)
        yield Problem(document.path, int(at[1]) if at else 1, "-", "toml-1-0", message)
    except RecursionError:  # tomllib counts other levels than tomli; `scan` reports what is nested
        pass
