"""Do the tests notice? Break lines of the program, one at a time, and run the tests on each.

    python -m tests.tools.mutate                        # 40 lines, chosen by the seed 7
    python -m tests.tools.mutate --seed 1 --count 5 check/bounds names
    python -m tests.tools.mutate --tests tests/test_interval.py -- interval

Not part of the test suite. Works on a copy of the tree. A mutant changes one operator, constant
or condition; wording in messages, annotations, docstrings and decorators is left alone.

Each mutant meets only the tests that run its line, the fastest first; coverage.py says which, in a
first run of all tests. Where a line runs when its module is loaded, or only in what is made for all
tests, those are the tests that run the module. A mutant that takes far longer than its tests do
without it is caught: how long that is, is measured then and there, since a machine is not always
equally fast. Ends with 1 if less than 95 in 100 are caught.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from coverage import CoverageData

ROOT = Path(__file__).resolve().parent.parent.parent
WANTED = 0.95  # of the mutants
PATIENCE = 4  # times as long as the same tests take without the mutant
CONTEXTS = "[run]\nsource = infofacts\ndynamic_context = test_function\ncore = ctrace\n"
# Tests that say little of one line, or slowly, or that measure.
SLOW = ("fuzz", "surroundings", "pictures", "growth")

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Site:
    """A place to break: a file, a line, and which of the nodes of the file."""

    file: Path
    line: int
    number: int


# ---------------------------------------------------------------- what can be broken
def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that says what the program does, always in the same order."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST) and not _is_wording(item, tree):
                yield from nodes(item)


def _is_wording(node: ast.AST, around: ast.AST) -> bool:
    """Docstrings, the words between the values of a message, and what is for the type checker."""
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    typing = isinstance(node, (ast.If, ast.Assign)) and re.match(
        "(if )?TYPE_CHECKING( =|:)", ast.unparse(node)
    )
    imports = isinstance(node, (ast.Import, ast.ImportFrom, ast.Assert))
    return docstring or bool(typing) or imports or (text and isinstance(around, ast.JoinedStr))


def broken(node: ast.AST) -> ast.AST | None:
    """The node with another operator, constant or condition; None if nothing of it can break."""
    node = copy.deepcopy(node)
    match node:
        case ast.Compare(ops=[comparison]) if type(comparison) in COMPARISONS:
            node.ops = [COMPARISONS[type(comparison)]()]
        case ast.BinOp(op=operator) if type(operator) in ARITHMETIC:
            node.op = ARITHMETIC[type(operator)]()
        case ast.BoolOp(op=operator):
            node.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            return operand
        case ast.Constant(value=bool(value)):
            return ast.Constant(not value)
        case ast.Constant(value=int(value)):
            return ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            return ast.Constant("" if value else "XX")
        case ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.comprehension(ifs=[first, *rest]):
            node.ifs = [ast.UnaryOp(ast.Not(), first), *rest]
        case _:
            return None
    return node


class _Replacement(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def mutant(source: str, number: int) -> tuple[str, str, str]:
    """A module with one of its nodes broken, and that node before and after."""
    tree = ast.parse(source)
    old = list(nodes(tree))[number]
    new = broken(old)
    assert new
    text = ast.unparse(ast.fix_missing_locations(_Replacement(old, new).visit(tree)))
    before, after = (ast.unparse(node).strip().partition("\n")[0] for node in (old, new))
    return text, before, after


def chosen(tree: Path, modules: list[str], seed: int, count: int) -> list[Site]:
    """Some lines of the program by chance, and one place to break in each."""
    by_line: dict[tuple[Path, int], list[Site]] = {}
    for file in sorted((tree / "infofacts").rglob("*.py")):
        module = file.relative_to(tree / "infofacts").with_suffix("").as_posix()
        if file.stem.startswith("__") or (modules and module not in modules):
            continue
        for number, node in enumerate(nodes(ast.parse(file.read_text("utf-8")))):
            line = getattr(getattr(node, "target", node), "lineno", 0)
            if line and broken(node):
                by_line.setdefault((file, line), []).append(Site(file, line, number))
    chance = random.Random(seed)
    lines = chance.sample(sorted(by_line), min(count, len(by_line)))
    return [chance.choice(by_line[line]) for line in lines]


# ---------------------------------------------------------------- running the tests
def passes(tree: Path, *args: str, limit: float | None = None, by: Sequence[str] = ()) -> bool:
    """Whether tests pass. Raises `TimeoutExpired` after so many seconds."""
    command = [sys.executable, *by, "-m", "pytest", "-q", "-p", "no:cacheprovider", *args]
    done = subprocess.run(command, cwd=tree, capture_output=True, timeout=limit, check=False)
    return done.returncode == 0


class Tests:
    """The tests of a tree: which of them run a line, and how long each takes."""

    def __init__(self, tree: Path, files: Sequence[str]) -> None:
        """Runs all of them; those that fail already are named, and left out."""
        config, times = tree / "contexts.ini", tree / "times.xml"
        config.write_text(CONTEXTS)
        coverage = ("-m", "coverage", "run", f"--rcfile={config}")
        passes(tree, *files, f"--junitxml={times}", by=coverage)
        self.tree, self.lines = tree, CoverageData(str(tree / ".coverage"))
        self.lines.read()
        self.seconds: dict[str, float] = {}  # by name: tests.test_store.test_it_runs_from_a_zip
        failed: set[str] = set()
        for case in ElementTree.parse(times).iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}".partition("[")[0]
            self.seconds[name] = self.seconds.get(name, 0) + float(case.get("time") or 0)
            if any(each.tag in ("failure", "error") for each in case):
                failed.add(name)
        for name in sorted(failed):
            del self.seconds[name]
            print("left out, since it fails without a mutant:", name, flush=True)

    def of(self, site: Site) -> list[str]:
        """What pytest is to run for a line: the doctests of its module, then the fastest tests."""
        contexts = self.lines.contexts_by_lineno(str(site.file))
        # A line that runs when its module is loaded, as a default does, or in what is made for all
        # tests, does so in whichever test comes first: of it, what runs the rest of the module.
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        called = any(
            isinstance(each, functions)
            and each.body[0].lineno <= site.line <= (each.end_lineno or 0)
            for each in ast.walk(ast.parse(site.file.read_text("utf-8")))
        )
        some = [contexts.get(site.line, [])] if called else [*contexts.values()]
        if some == [[""]]:
            some = [*contexts.values()]
        names = self.seconds.keys() & {name for each in some for name in each}
        places = (n.rpartition(".") for n in sorted(names, key=self.seconds.__getitem__))
        tests = (f"{module.replace('.', '/')}.py::{function}" for module, _, function in places)
        return [str(site.file), *tests]


def caught(tests: Tests, site: Site) -> bool:
    """Whether the tests fail with a mutant; the file is as it was afterwards."""
    whole, began = site.file.read_text("utf-8"), time.monotonic()
    source, before, after = mutant(whole, site.number)
    named, noticed, limit = tests.of(site), None, 60.0  # seconds
    while noticed is None:
        try:
            site.file.write_text(source, "utf-8")
            noticed = not passes(tests.tree, "-x", *named, limit=limit)
        except subprocess.TimeoutExpired:
            site.file.write_text(whole, "utf-8")
            slow, unbroken = limit, time.monotonic()
            passes(tests.tree, *named)
            limit = PATIENCE * (time.monotonic() - unbroken)
            noticed = True if limit <= slow else None
        finally:
            site.file.write_text(whole, "utf-8")
    place = f"{site.file.relative_to(tests.tree)}:{site.line}: {before}  →  {after}"
    cost = f"({len(named) - 1} tests, {time.monotonic() - began:.0f} s)"
    print("caught  " if noticed else "SURVIVED", place, cost, flush=True)
    return noticed


def main() -> int:
    """Break, test, restore, report."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--tests", nargs="*", metavar="FILE", help="all but slow ones if none")
    options.add_argument("module", nargs="*", help="names, check/bounds …; all of them if none")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        unwanted = shutil.ignore_patterns(".git", ".*_cache", ".hypothesis", "__pycache__")
        shutil.copytree(ROOT, tree, ignore=unwanted)
        files = [str(f) for f in (tree / "tests").rglob("test_*.py") if not f.stem.endswith(SLOW)]
        tests = Tests(tree, asked.tests or files)
        sites = chosen(tree, asked.module, asked.seed, asked.count)
        hits = sum(caught(tests, site) for site in sites)
    print(f"{hits} of {len(sites)} caught ({hits / len(sites):.0%})")
    return 0 if hits >= WANTED * len(sites) else 1


if __name__ == "__main__":
    sys.exit(main())
