"""Large fact files, whose facts are read some indicators at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from infofacts.errors import BrokenBase
from infofacts.factfile import Layers, with_facts, without_facts
from infofacts.facts import Hand, numbers_of
from infofacts.keys import YEAR, are_right
from infofacts.model import MEASURES, FactBase
from infofacts.parts import MOST, in_parts
from infofacts.record import replace
from infofacts.report import source_text
from infofacts.schema import RESERVED, Table, scan, tables
from infofacts.tomlfile import TEXT, WHOLE, Apart, Document, lines_of, refuse, some_tables

LARGE = 1 << 20  # bytes of a file that is read so
_STATED = ("value", *MEASURES[1:])
_HEADER = re.compile(rb"\[([\w-]+(?:\.[\w-]+)?)(?:\.[\w-]+)*\][ \t\r]*(?:#.*)?$", re.ASCII)


class _Places:
    """Where in a file the tables of its sources, topics and indicators stand.

    Raises `Apart` where only reading all of it tells that.
    """

    def __init__(self, path: str) -> None:
        self.path, self.in_rows = path, True
        self.at: dict[str, tuple[int, int]] = {}  # by address: where they begin and end, in bytes
        address, start, end = "", 0, 0  # before the first table there are only remarks
        inside = b"\n"  # what the headers of the facts of an indicator begin with
        with open(path, "rb") as file:
            for line in file:
                if line[:1] not in b"[ \t" or line.startswith(inside):
                    pass  # as most are
                elif line.lstrip()[:1] == b"[":
                    header = _HEADER.match(line.rstrip(b"\n"))
                    if not header:
                        raise Apart
                    if (name := header[1].decode()) != address:
                        self._note(address, start, end)
                        address, start = name, end
                        inside = f"[{name}.".encode() if "." in name else b"\n"
                end += len(line)
        self._note(address, start, end)

    def _note(self, address: str, start: int, end: int) -> None:
        if address in self.at:
            raise Apart
        self.at[address] = (start, end)

    def read(self, addresses: Sequence[str]) -> tuple[Document, list[Rows]]:
        """The tables of some addresses, but for those that are rows.

        Raises `Apart` if there are others, or not all of these.
        """
        topics = dict.fromkeys(each.partition(".")[0] for each in addresses)
        place = {topic: number for number, topic in enumerate(topics)}
        texts: list[str] = []
        rows: dict[tuple[str, ...], Rows] = {}
        keys: tuple[str, ...] = ()
        with open(self.path, "rb") as file:
            for each in sorted(addresses, key=lambda each: place[each.partition(".")[0]]):
                start, end = self.at[each]
                file.seek(start)
                try:
                    text = file.read(end - start).decode()
                except UnicodeDecodeError:
                    raise Apart from None
                cells: list[str] = []
                if self.in_rows and each.partition(".")[0] not in RESERVED:
                    cells = _cells(text, each, keys) or _cells(text, each, keys := _keys(text))
                if cells:
                    rows.setdefault(keys, Rows([], {})).add(each, keys, cells)
                texts.append(cells[0] if cells else text)
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
        return document, [*rows.values()]


# ---------------------------------------------------------------- rows
# Most facts of a large file are numbers of few keys, a line each, all in the same order: their
# tables are read at once, as far as they are the only ones of an indicator.
_PLAIN = frozenset("value unit as_of scope status source url accessed quote note note_en".split())
_OWN = re.compile(r"\[[\w.-]+\]\n(?:(?:[\w-]+ = (?!\{).*)?\n)*", re.ASCII)
_FIRST = re.compile(r"^\[[\w.-]+\.[0-9]{4}\]\n((?:[\w-]+ = .*\n)+)", re.MULTILINE | re.ASCII)
_KEY = re.compile(r"^[\w-]+", re.MULTILINE | re.ASCII)


def _keys(text: str) -> tuple[str, ...]:
    """The keys of the first fact in the text of an indicator, if facts with them may be rows."""
    first = _FIRST.search(text)
    keys = tuple(_KEY.findall(first[1])) if first else ()
    plain = "value" in keys and _PLAIN.issuperset(keys) and len({*keys}) == len(keys)
    return keys if plain else ()


@lru_cache(maxsize=64)
def _pattern(keys: Sequence[str]) -> re.Pattern[str]:
    """A fact with these keys: its year, and the text or number under each."""
    kinds = (
        rf'"({TEXT})"' if key != "value" else f"({WHOLE}(?:[.][0-9]{{1,40}})?)" for key in keys
    )
    lines = (f"{key} = {kind}\n" for key, kind in zip(keys, kinds, strict=True))
    return re.compile(
        rf"^\[[\w-]+\.[\w-]+\.({YEAR.pattern})\]\n{''.join(lines)}", re.MULTILINE | re.ASCII
    )


def _cells(text: str, indicator: str, keys: Sequence[str]) -> list[str]:
    """The text of an indicator before its facts; then of each its year, what it has under `keys`,
    and what follows, which is blank. Nothing if not all facts have these keys."""
    if not keys:
        return []
    own, *cells = _pattern(keys).split(text)
    years, between = cells[:: len(keys) + 2], cells[len(keys) + 1 :: len(keys) + 2]
    right = (
        own.startswith(f"[{indicator}]\n") and _OWN.fullmatch(own) and len({*years}) == len(years)
    )
    blank = not "".join(between).strip(" \t\n")
    return [own, *cells] if years and right and blank and not ("'''" in own or '"""' in own) else []


class Rows(NamedTuple):
    """Facts that are numbers with the same few keys: the indicator of each, and what they have
    under each key, `year` among them, as it is written."""

    indicators: list[str]
    cells: dict[str, list[str]]

    def add(self, indicator: str, keys: Sequence[str], cells: Sequence[str]) -> None:
        """Add the facts of an indicator, as `_cells` gives them."""
        step = len(keys) + 2
        for at, key in enumerate(("year", *keys), 1):
            self.cells.setdefault(key, []).extend(cells[at::step])
        self.indicators.extend([indicator] * (len(cells) // step))

    @property
    def are_right(self) -> bool:
        """Whether all texts are what they must be; numbers and years are."""
        texts = ((key, cells) for key, cells in self.cells.items() if key not in ("year", "value"))
        return all(are_right("fact", key, cells) for key, cells in texts)


def _counted(
    every: Iterable[Table], rows: Iterable[Rows], counts: dict[str, int]
) -> Iterator[object]:
    """Count the facts of indicators; the sources that they name."""
    for kind, address, data in ((each.kind, each.address, each.data) for each in every):
        if kind == "indicator":
            counts[address] = 0
        elif kind == "fact":
            others = data.get("others", ())
            counts[address.rpartition(".")[0]] += sum(map(data.__contains__, _STATED)) + len(others)
            yield from (each.get("source") for each in (data, *others))
    for some in rows:
        for ident in some.indicators:
            counts[ident] += 1
        yield from some.cells.get("source", ())


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
        named: set[object] = set()  # sources
        addresses = iter(places.at)
        while some := [*islice(addresses, MOST // 10)]:
            document, rows = places.read(some)
            every = [*tables(document)]
            if any(True for _ in scan(document, every)) or not all(r.are_right for r in rows):
                return None
            layers.lay(document, [table for table in every if table.kind != "fact"])
            named.update(_counted(every, rows, counts))
            document.data.clear()  # the tables that are laid know their document
        base, barred = without_facts(layers)
        if base.notices or path in layers.sourceless or not named - {None} <= base.sources.keys():
            return None

        # Only the text of a source tells whether it has the words of a fact.
        places.in_rows = not any(source.file for source in base.sources.values())
        hand, default = Hand(base.sources, barred), layers.default_source[path]

        def part(indicators: Sequence[str]) -> FactBase:
            wanted = {ident: base.indicators[ident] for ident in indicators}
            document, rows = places.read(indicators)
            some = (table for table in tables(document) if table.kind == "fact")
            found = with_facts(replace(base, indicators=wanted), barred, layers, some)
            if not rows:
                return found
            facts = [*found.facts.values()]
            for each in rows:
                things = [wanted[ident] for ident in each.indicators]
                facts += numbers_of(things, each.cells, base, default, hand)
            if found.facts or rows[1:]:
                order = {table.address: at for at, table in enumerate(tables(document))}
                facts.sort(key=lambda fact: order[fact.indicator_id])
            return replace(found, facts={fact.id: fact for fact in facts})

        return in_parts(base, part, counts), layers
    return None
