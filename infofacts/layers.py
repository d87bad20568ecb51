"""The tables of fact bases: what a file holds, and files laid one over the other.

`scan` walks a file's tables and reports what does not have the shape of a fact base; a file with
a wrong shape is not used at all. What is well formed but not proven is the business of `check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from infofacts import schema
from infofacts.located import Document
from infofacts.model import MEASURES, Problem


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: its kind, its address and what stands in it."""

    kind: str
    address: str
    data: Mapping[str, Any]
    document: Document


@dataclass(slots=True)
class Layers:
    """The tables of all files by address; a later file's fact replaces an earlier one's."""

    tables: dict[str, Table] = field(default_factory=dict)
    default_source: dict[str, str] = field(default_factory=dict)  # by document path
    sourceless: set[str] = field(default_factory=set)  # documents with no source of their own
    texts: dict[str, Document] = field(default_factory=dict)  # by source: who names its file

    def lay(self, document: Document, facts: bool = True) -> None:
        """Lay a file over what is there: labels are merged key by key, facts replaced whole.

        Without its facts nothing keeps the contents of the document in memory.
        """
        kept = document if facts else Document(document.path, {}, "", document.first)
        for table in tables(document):
            if table.kind == "fact":
                if facts:
                    self.tables[table.address] = table
                continue
            below = self.tables.get(table.address)
            merged = {**below.data, **table.data} if below else table.data
            if "file" in table.data:
                self.texts[table.address] = kept
            self.tables[table.address] = Table(table.kind, table.address, merged, kept)
        own = document.data.get("sources") or {}
        if own or document.path not in self.default_source:
            inherited = next(iter(self.default_source.values()), "")
            self.default_source[document.path] = next(iter(own), inherited)
            (self.sourceless.discard if own else self.sourceless.add)(document.path)

    def of(self, *kinds: str) -> Iterator[Table]:
        """The tables of some kinds, in order."""
        return (table for table in self.tables.values() if table.kind in kinds)


# ---------------------------------------------------------------- tables and their shape
def tables(document: Document) -> Iterator[Table]:
    """Every table of a file, the innermost last; wrong types skipped."""
    for name, data in document.data.items():
        if not isinstance(data, dict):
            continue
        if name in schema.RESERVED:
            kind = "source" if name == "sources" else "group"
            for key, inner in _subtables(data):
                yield Table(kind, f"{name}.{key}", inner, document)
        else:
            yield from _topic_tables(name, data, document)


def _topic_tables(topic: str, data: Mapping[str, Any], document: Document) -> Iterator[Table]:
    inner = dict(_subtables(data))
    yield Table("topic", topic, {k: v for k, v in data.items() if k not in inner}, document)
    for key, indicator in inner.items():
        years = dict(_subtables(indicator))
        own = {k: v for k, v in indicator.items() if k not in years}
        yield Table("indicator", f"{topic}.{key}", own, document)
        for year, fact in years.items():
            yield Table("fact", f"{topic}.{key}.{year}", fact, document)


def _subtables(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((key, value) for key, value in data.items() if isinstance(value, dict))


def scan(document: Document) -> Iterator[Problem]:
    """What keeps a file from being read as a fact base: ids, keys and types."""

    def problem(address: str, key: str, code: str, message: str) -> Problem:
        line = document.line(f"{address}.{key}" if key else address)
        return Problem(document.path, line, address, code, message)

    for address, value in _loose(document):
        told = f"{address} must be a table, not {schema.shown(value)}"
        yield problem(address, "", "wrong-type", told)
    for table in tables(document):
        if code_message := _bad_id(table):
            yield problem(table.address, "", *code_message)
        overlaid = table.kind in ("topic", "indicator")  # their labels may stand in a lower file
        for code, key, message in schema.faults(table.kind, table.data):
            if not (overlaid and code == "missing-key"):
                yield problem(table.address, key, code, message)
        if table.kind == "fact":
            yield from (problem(table.address, *fault) for fault in _fact_faults(table.data))


def _loose(document: Document) -> Iterator[tuple[str, Any]]:
    """What stands at the top of a file, or among its sources and groups, and is no table."""
    inside = (
        (f"{name}.{key}", value)
        for name in schema.RESERVED
        if isinstance(data := document.data.get(name), dict)
        for key, value in data.items()
    )
    for address, value in (*document.data.items(), *inside):
        if not isinstance(value, dict):
            yield address, value


def _bad_id(table: Table) -> tuple[str, str] | None:
    own = table.address.rpartition(".")[2]
    if table.kind == "fact":
        fine = schema.YEAR.fullmatch(own)
        return None if fine else ("bad-year", f"{own!r} is not a year from 1900 to 2099")
    fine = schema.ID.fullmatch(own)
    return None if fine else ("bad-id", f"{own!r} must be lower-case letters, digits and hyphens")


def _fact_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The faults of a fact's inner tables, as (key, code, message)."""
    if not any(key in data for key in ("value", "change", "growth", "rank")):
        yield "", "missing-key", "a fact needs 'value', or one of change, growth and rank"
    yield from _text_faults(data)
    for measure in MEASURES[1:]:
        if isinstance(data.get(measure), dict):
            kind = "rank" if measure == "rank" else "measure"
            for code, key, message in schema.faults(kind, data[measure]):
                yield measure, code, f"{measure}: {message}" if key != measure else message
    yield from _other_faults(data.get("others"))
    for key in ("since", "years"):
        if key in data and "change" not in data and "growth" not in data:
            yield key, "missing-key", f"{key} is said of a change or growth, and there is none"


def _other_faults(others: Any) -> Iterator[tuple[str, str, str]]:
    """The faults of the values that other sources give."""
    sources = set()
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict):
            for code, _, message in schema.faults("other", other):
                yield "others", code, f"others: {message}"
            source = other.get("source")
            if isinstance(source, str) and source in sources:
                yield "others", "wrong-type", f"others: two values of source {source!r}"
            sources.add(source if isinstance(source, str) else None)


def _text_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """A text with what only a number has: it was perhaps meant to be one."""
    if isinstance(data.get("value"), (str, list)):
        for key in ("unit", "bound", "printed"):
            if key in data:
                yield key, "wrong-type", f"a text has no {key}; a number has no quotation marks"
