"""Large fact files, whose facts are read some indicators at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from infofacts.errors import BrokenBase
from infofacts.factfile import Layers, with_facts, without_facts
from infofacts.model import MEASURES, FactBase
from infofacts.parts import MOST, in_parts
from infofacts.record import replace
from infofacts.report import source_text
from infofacts.schema import scan, tables
from infofacts.tomlfile import Apart, Document, lines_of, refuse, some_tables

LARGE = 1 << 20  # bytes of a file that is read so
_STATED = ("value", *MEASURES[1:])
_HEADER = re.compile(rb"\[([\w-]+(?:\.[\w-]+)?)(?:\.[\w-]+)*\][ \t\r]*(?:#.*)?$", re.ASCII)


class _Places:
    """Where in a file the tables of its sources, topics and indicators stand.

    Raises `Apart` where only reading all of it tells that.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.at: dict[str, tuple[int, int]] = {}  # by address: where they begin and end, in bytes
        address, start, end = "", 0, 0  # before the first table there are only remarks
        with open(path, "rb") as file:
            for line in file:
                if line.lstrip()[:1] == b"[":
                    header = _HEADER.match(line.rstrip(b"\n"))
                    if not header:
                        raise Apart
                    if (name := header[1].decode()) != address:
                        self._note(address, start, end)
                        address, start = name, end
                end += len(line)
        self._note(address, start, end)

    def _note(self, address: str, start: int, end: int) -> None:
        if address in self.at:
            raise Apart
        self.at[address] = (start, end)

    def read(self, addresses: Sequence[str]) -> Document:
        """The tables of some addresses. Raises `Apart` if there are others, or not all of these."""
        texts = []
        with open(self.path, "rb") as file:
            for start, end in (self.at[each] for each in addresses):
                file.seek(start)
                texts.append(file.read(end - start))
        document = some_tables(self.path, texts)
        every, said = {""}, set()
        for key, table in document.data.items():
            if not isinstance(table, dict):
                raise Apart
            inside = {f"{key}.{name}" for name, each in table.items() if isinstance(each, dict)}
            every |= {key, *inside}
            said |= inside if len(inside) == len(table) > 0 else {key, *inside}
        if not said <= {*addresses} <= every:
            raise Apart
        return document


def is_large(path: str) -> bool:
    """Whether a file is read some indicators at a time."""
    return os.path.isfile(path) and os.path.getsize(path) > LARGE


def large(path: str) -> tuple[FactBase, Layers] | None:
    """The base of a large file, and its tables but for those of facts.

    None for one of which anything is to be said, or that cannot be read so: it is to be read as a
    whole.
    """
    source_text.cache_clear()  # a text may have changed
    lines_of.cache_clear()
    with suppress(Apart, BrokenBase):
        refuse(Path(path))
        places, layers = _Places(path), Layers()
        counts: dict[str, int] = {}
        named: set[Any] = set()  # sources
        addresses = iter(places.at)
        while some := [*islice(addresses, MOST // 10)]:
            document = places.read(some)
            every = [*tables(document)]
            if any(True for _ in scan(document, every)):
                return None
            layers.lay(document, [table for table in every if table.kind != "fact"])
            for kind, address, data in ((each.kind, each.address, each.data) for each in every):
                if kind == "indicator":
                    counts[address] = 0
                elif kind == "fact":
                    others = data.get("others", ())
                    own = sum(map(data.__contains__, _STATED))
                    counts[address.rpartition(".")[0]] += own + len(others)
                    named.add(data.get("source"))
                    named |= {each.get("source") for each in others}
            document.data.clear()  # the tables that are laid know their document
        base, barred = without_facts(layers)
        if base.notices or path in layers.sourceless or not named - {None} <= base.sources.keys():
            return None

        def part(indicators: Sequence[str]) -> FactBase:
            wanted = {ident: base.indicators[ident] for ident in indicators}
            some = (table for table in tables(places.read(indicators)) if table.kind == "fact")
            return with_facts(replace(base, indicators=wanted), barred, layers, some)

        return in_parts(base, part, counts), layers
    return None
