"""Read fact bases: TOML files, laid one over the other, become the dataclasses of `model`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from infofacts import cachefile
from infofacts.build import build, outline, table_facts
from infofacts.errors import BrokenBase
from infofacts.layers import Layers, scan, tables
from infofacts.located import NotCut, parse, pieces
from infofacts.model import Fact, FactBase
from infofacts.sourcetext import source_text


def builtin_path() -> Path:
    """The shipped fact base: inside an installed package, or at the top of a checkout."""
    return Path(cachefile.builtin())


def base_paths(facts: Sequence[Path] = (), builtin: bool = True) -> list[Path]:
    """The files to read, lowest first: the shipped one, those of INFOFACTS_FACTS, then `facts`."""
    return [Path(path) for path in cachefile.base_files(facts, builtin)]


def load(paths: Sequence[Path]) -> FactBase:
    """Read the files and lay them over each other, lowest first.

    Raises `BrokenBase`, naming file, line and address, for a file that cannot be read as a
    fact base.
    """
    source_text.cache_clear()
    layers = Layers()
    for path in paths:
        document = parse(path)
        if problems := list(scan(document)):
            more = [f"… and {len(problems) - 5} more: see infofacts check"] if problems[5:] else []
            raise BrokenBase(*map(str, problems[:5]), *more)
        layers.lay(document)
    return build(layers)


def stream(paths: Sequence[Path]) -> tuple[FactBase, int, Iterator[tuple[str, list[Fact]]]]:
    """The same as `load` for files that need not fit into memory: first all but the facts.

    Then how many fact tables there are, and of each its address and facts, file by file: a
    later table of an address replaces an earlier one whole. Raises `NotCut` where only `load`
    can read the files, or say what is wrong with them.
    """
    layers, count = Layers(), 0
    for path in paths:
        for document in pieces(path):
            if next(scan(document), None):
                raise NotCut
            layers.lay(document, facts=False)
            count += sum(table.kind == "fact" for table in tables(document))
    base = outline(layers)
    layers.tables.clear()
    facts = (
        (table.address, table_facts(table, base, layers))
        for path in paths
        for document in pieces(path)
        for table in tables(document)
        if table.kind == "fact"
    )
    return base, count, facts
