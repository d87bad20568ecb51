"""Do the tests notice? Break lines of the core, one at a time, and run the tests on each.

    python tests/mutate.py                     # 40 lines, chosen by the seed 7: some 20 minutes
    python tests/mutate.py --seed 1 --count 5

Not part of the test-suite. Works on a copy of the tree. A mutant changes one operator, constant
or condition; wording in messages, annotations, docstrings and the arguments of decorators are
left alone. Ends with 1 if less than nine in ten are caught.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = (
    "quantity interval sourcetext located schema factbase layers build names case rules contextrules "
    "printed boundrules baserules check bare evidence verdict coverage compare derive output model search query index "
    "cachefile fast works references cite passage rows records exchange"
).split()
TESTS = (
    "golden reading quantity interval source check compare commands hostile api source_command "
    "cite search index fast asking hardened exports readme widths fuzz"
).split()
WANTED = 0.9  # of the mutants
PATIENCE = 240  # seconds for the tests of one mutant; one that hangs is caught

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


# A path of fields from the tree of a module to a node.
Steps = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Site:
    """A place to break, and how."""

    module: str
    line: int
    path: Steps
    kind: str


# ---------------------------------------------------------------- what can be broken
def sites(module: str, source: str) -> list[Site]:
    """Every place of a module that a mutant can be made of."""
    return [
        Site(module, _line(node), path, kind)
        for node, path in _walk(ast.parse(source), ())
        for kind in _kinds(node)
    ]


def _line(node: ast.AST) -> int:
    located = node.target if isinstance(node, ast.comprehension) else node
    return int(getattr(located, "lineno", 0))


def _walk(node: ast.AST, path: Steps) -> Iterator[tuple[ast.AST, Steps]]:
    """Every node that says what the program does, with its path."""
    yield node, path
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        if isinstance(value, ast.AST):
            yield from _walk(value, (*path, (name, None)))
        elif isinstance(value, list):
            for at, item in enumerate(value):
                if isinstance(item, ast.AST) and not _says_nothing(item, node):
                    yield from _walk(item, (*path, (name, at)))


def _says_nothing(node: ast.AST, around: ast.AST) -> bool:
    """Docstrings, wording between the values of a message, and what is only for the type checker."""
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    typing = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    imported = isinstance(node, (ast.Import, ast.ImportFrom, ast.Assert))
    return docstring or typing or imported or (text and isinstance(around, ast.JoinedStr))


def _kinds(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(ops=[comparison]) if type(comparison) in COMPARISONS:
            yield "operator"
        case ast.BinOp(op=operator) if type(operator) in ARITHMETIC:
            yield "operator"
        case ast.BoolOp():
            yield "operator"
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "drop"
        case ast.Constant(value=bool() | int() | str()):
            yield "constant"
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition"
        case ast.comprehension(ifs=[_, *_]):
            yield "condition"


# ---------------------------------------------------------------- breaking it
def mutant(site: Site, source: str) -> tuple[str, str, str]:
    """The source of a broken module, and the broken piece before and after."""
    tree = ast.parse(source)
    parent: ast.AST = tree
    for step in site.path[:-1]:
        parent = _at(parent, *step)
    name, at = site.path[-1]
    node = _at(parent, name, at)
    new = BREAKS[site.kind](copy.deepcopy(node))
    if at is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[at] = new
    return ast.unparse(ast.fix_missing_locations(tree)), _shown(node), _shown(new)


def _at(node: ast.AST, name: str, at: int | None) -> ast.AST:
    found = getattr(node, name)
    inner = found if at is None else found[at]
    assert isinstance(inner, ast.AST)
    return inner


def _shown(node: ast.AST) -> str:
    if isinstance(node, (ast.If, ast.While)):
        return f"if {ast.unparse(node.test)}"
    return ast.unparse(node).strip()


def _operator(node: ast.AST) -> ast.AST:
    match node:
        case ast.Compare():
            node.ops = [COMPARISONS[type(node.ops[0])]()]
        case ast.BinOp():
            node.op = ARITHMETIC[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _drop(node: ast.AST) -> ast.AST:
    return node.operand if isinstance(node, ast.UnaryOp) else node


def _constant(node: ast.AST) -> ast.AST:
    assert isinstance(node, ast.Constant)
    match node.value:
        case bool():
            return ast.Constant(not node.value)
        case int():
            return ast.Constant(node.value + 1)
    return ast.Constant("XX" if not node.value else "")


def _condition(node: ast.AST) -> ast.AST:
    if isinstance(node, ast.comprehension):
        node.ifs = [ast.UnaryOp(ast.Not(), node.ifs[0]), *node.ifs[1:]]
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


BREAKS: dict[str, Callable[[ast.AST], ast.AST]] = {
    "operator": _operator,
    "drop": _drop,
    "constant": _constant,
    "condition": _condition,
}


def _file(tree: Path, module: str) -> Path:
    return tree / "infofacts" / f"{module}.py"


def chosen(tree: Path, seed: int, count: int) -> list[Site]:
    """Some lines of the core by chance, and one way to break each."""
    chance = random.Random(seed)
    by_line: dict[tuple[str, int], list[Site]] = {}
    for module in CORE:
        for site in sites(module, _file(tree, module).read_text("utf-8")):
            by_line.setdefault((site.module, site.line), []).append(site)
    lines = chance.sample(sorted(by_line), count)
    return [chance.choice(by_line[line]) for line in lines]


# ---------------------------------------------------------------- running the tests
def passes(tree: Path, module: str) -> bool:
    """Whether the tests of a tree pass; those named after a module first."""
    first = [name for name in TESTS if name.startswith(module[:6])]
    order = [f"tests/test_{name}.py" for name in (*first, *(t for t in TESTS if t not in first))]
    where = [f"infofacts/{module}.py", *order]
    run = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *where]
    try:
        done = subprocess.run(run, cwd=tree, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Break, test, restore, tell."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--count", type=int, default=40)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        unwanted = shutil.ignore_patterns(".git", ".*_cache", ".hypothesis", "__pycache__")
        shutil.copytree(ROOT, tree, ignore=unwanted)
        if not passes(tree, "model"):
            print("the tests do not pass as it is")
            return 1
        survivors = [
            site for site in chosen(tree, asked.seed, asked.count) if not _caught(tree, site)
        ]
    caught = asked.count - len(survivors)
    print(f"{caught} of {asked.count} caught ({caught / asked.count:.0%})")
    return 0 if caught >= WANTED * asked.count else 1


def _caught(tree: Path, site: Site) -> bool:
    file = _file(tree, site.module)
    began, whole = time.monotonic(), file.read_text("utf-8")
    source, before, after = mutant(site, whole)
    try:
        file.write_text(source, "utf-8")
        caught = not passes(tree, site.module)
    finally:
        file.write_text(whole, "utf-8")
    verdict = "caught  " if caught else "SURVIVED"
    took = time.monotonic() - began
    print(
        f"{verdict} {site.module}.py:{site.line}: {before}  →  {after}  ({took:.0f} s)", flush=True
    )
    return caught


if __name__ == "__main__":
    sys.exit(main())
