"""Read fact bases: TOML files, laid one over the other, become the dataclasses of `model`.

Reading is in two steps. `scan` walks a file's tables and reports what does not have the shape
of a fact base; `build` makes the objects and finds every quote in its source's text. A file
with a wrong shape is not used at all (exit 3); what is well formed but not proven is the
business of `check`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from infofacts import cachefile, schema
from infofacts.errors import BrokenBase
from infofacts.located import Document, NotCut, parse, pieces
from infofacts.model import MEASURES, Fact, FactBase, Indicator, Problem, Source, Topic
from infofacts.quantity import Quantity
from infofacts.sourcetext import Place, SourceText, principal, squeeze


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
            self.tables[table.address] = Table(table.kind, table.address, merged, kept)
        own = document.data.get("sources") or {}
        if own or document.path not in self.default_source:
            inherited = next(iter(self.default_source.values()), "")
            self.default_source[document.path] = next(iter(own), inherited)

    def of(self, *kinds: str) -> Iterator[Table]:
        """The tables of some kinds, in order."""
        return (table for table in self.tables.values() if table.kind in kinds)


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
    layers = Layers()
    for path in paths:
        document = parse(path)
        if problems := list(scan(document)):
            shown = "\n".join(str(problem) for problem in problems[:5])
            more = f"\n… and {len(problems) - 5} more: see infofacts check" if problems[5:] else ""
            raise BrokenBase(shown + more)
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
        (table.address, _table_facts(table, base, layers))
        for path in paths
        for document in pieces(path)
        for table in tables(document)
        if table.kind == "fact"
    )
    return base, count, facts


# ---------------------------------------------------------------- the shape of a file
def tables(document: Document) -> Iterator[Table]:
    """Every table of a file as (kind, address, data), the innermost last; wrong types skipped."""
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

    for name, data in document.data.items():
        if not isinstance(data, dict):
            yield problem(
                name, "", "wrong-type", f"{name} must be a table, not {schema.shown(data)}"
            )
    for table in tables(document):
        if code_message := _bad_id(table):
            yield problem(table.address, "", *code_message)
        overlaid = table.kind in ("topic", "indicator")  # their labels may stand in a lower file
        for code, key, message in schema.faults(table.kind, table.data):
            if not (overlaid and code == "missing-key"):
                yield problem(table.address, key, code, message)
        if table.kind == "fact":
            yield from (problem(table.address, *fault) for fault in _fact_faults(table.data))


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
    for measure in MEASURES[1:]:
        if isinstance(data.get(measure), dict):
            for code, key, message in schema.faults("measure", data[measure]):
                yield measure, code, f"{measure}: {message}" if key != measure else message
    others = data.get("others")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict):
            for code, _, message in schema.faults("other", other):
                yield "others", code, f"others: {message}"


# ---------------------------------------------------------------- the objects
def build(layers: Layers) -> FactBase:
    """Make the objects of a fact base; every quote is looked up in its source's text."""
    base = outline(layers)
    facts: dict[str, Fact] = {}
    for table in layers.of("fact"):
        for fact in _table_facts(table, base, layers):
            facts[fact.id] = fact
    return replace(base, facts=facts)


def outline(layers: Layers) -> FactBase:
    """A fact base without its facts."""
    sources = {_name(t): _source(t) for t in layers.of("source")}
    topics = {t.address: _topic(t) for t in layers.of("topic")}
    indicators = {t.address: _indicator(t) for t in layers.of("indicator")}
    groups = {_name(t): (t.data["zh"], t.data["en"]) for t in layers.of("group")}
    return FactBase(sources, groups, topics, indicators, {})


def _table_facts(table: Table, base: FactBase, layers: Layers) -> list[Fact]:
    indicator = base.indicators[table.address.rpartition(".")[0]]
    default = layers.default_source[table.document.path]
    return list(_facts(table, indicator, base.sources, default))


def _name(table: Table) -> str:
    return table.address.partition(".")[2]


def _source(table: Table) -> Source:
    fields = {k: v for k, v in table.data.items() if k != "excused"}
    if file := fields.get("file"):
        beside, shipped = text_paths(table.document.path, file)
        fields["file"] = beside if os.path.exists(beside) else shipped
    return Source(id=_name(table), **fields)


def text_paths(base: str, file: str) -> tuple[str, str]:
    """Where a source's text may lie: beside its fact base, or beside the shipped one.

    A copy of the base needs no copy of the text. Absolute, for an index outlives the folder
    that a program was started in.
    """
    beside = Path(os.path.abspath(base)).parent / file
    return str(beside), str(builtin_path().parent / file)


def _topic(table: Table) -> Topic:
    return Topic(table.address, *_labels(table), **_rest(table, "group"))


def _indicator(table: Table) -> Indicator:
    topic = table.address.partition(".")[0]
    return Indicator(table.address, topic, *_labels(table), **_rest(table, "counts", "formula"))


def _rest(table: Table, *own: str) -> dict[str, Any]:
    """The fields of a topic or indicator besides its labels."""
    data = table.data
    fields = {key: data[key] for key in ("note", "note_en", *own) if key in data}
    return fields | {"aliases": tuple(data.get("aliases", ()))}


def _labels(table: Table) -> tuple[str, str]:
    """Both labels of a topic or indicator; one stands in for the other, the id for both."""
    zh, en = table.data.get("zh", ""), table.data.get("en", "")
    own = table.address.rpartition(".")[2]
    return zh or en or own, en or zh or own


def _facts(
    table: Table, indicator: Indicator, sources: Mapping[str, Source], default: str
) -> Iterator[Fact]:
    """The facts of one table: its level, its change, growth and rank, and other sources' values."""
    data = table.data
    if "value" in data:
        yield _fact(table.address, "level", data, data, indicator, sources, default)
    for measure in MEASURES[1:]:
        if measure in data:
            address = f"{table.address}.{measure}"
            yield _fact(address, measure, data[measure], data, indicator, sources, default)
    for other in data.get("others", ()):
        address = f"{table.address}@{other['source']}"
        yield _fact(address, "level", other, other, indicator, sources, default)


def _fact(
    address: str,
    measure: str,
    data: Mapping[str, Any],
    around: Mapping[str, Any],
    indicator: Indicator,
    sources: Mapping[str, Source],
    default: str,
) -> Fact:
    """One fact from its own table and the fact table around it (date, scope and source)."""
    year = int(address.split(".")[2][:4])
    quantity = _quantity(data, measure, indicator)
    source = around.get("source", default)
    quote, also = data.get("quote", ""), tuple(data.get("also", ()))
    first, lines = _places(sources.get(source), quote, also)
    return Fact(
        id=address,
        topic=indicator.topic,
        indicator=indicator.key,
        year=year,
        zh=indicator.zh,
        en=indicator.en,
        measure=measure,
        value=quantity.value if quantity else _text_value(data["value"]),
        unit=_unit(quantity, measure, indicator),
        bound=quantity.sign if quantity else "=",
        printed=quantity.text(squeeze(quote)) if quantity else _text_printed(data["value"], quote),
        as_of=data.get("as_of", around.get("as_of")),
        scope=data.get("scope", around.get("scope", "CN")),
        since=_since(data, measure, year),
        note=data.get("note"),
        source=source,
        section=first.section if first else None,
        line=first.line if first else None,
        lines=lines,
        quote=quote,
        also=also,
        url=data.get("url") or _url(sources.get(source)),
        quantity=quantity,
        value_en=_text_value(data["value_en"]) if "value_en" in data else None,
        years=data.get("years"),
        note_en=data.get("note_en"),
        break_zh=data.get("break"),
        break_en=data.get("break_en"),
        confirmed_by=tuple(data.get("confirmed_by", ())),
    )


def _quantity(data: Mapping[str, Any], measure: str, indicator: Indicator) -> Quantity | None:
    value = data["value"]
    if not isinstance(value, (int, Decimal)):
        return None
    unit = data.get("unit", "%" if measure == "growth" else "")
    return Quantity(Decimal(value), unit, data.get("bound", ""), data.get("printed", ""))


def _unit(quantity: Quantity | None, measure: str, indicator: Indicator) -> str | None:
    """The base unit: the printed one, else what the indicator's bare numbers count."""
    if not quantity:
        return None
    counted = indicator.counts if measure in ("level", "change") else ""
    return quantity.base_unit or counted or None


def _text_value(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _text_printed(value: Any, quote: str) -> str:
    """A text as it is; a list with the 等 that its source puts behind the last item."""
    text = _text_value(value)
    if isinstance(text, str):
        return text
    _, found, behind = squeeze(quote).rpartition(squeeze(text[-1]))
    more = found and behind.lstrip("”》）").startswith("等")
    return "、".join(text) + ("等" if more else "")


def _since(data: Mapping[str, Any], measure: str, year: int) -> int | str | None:
    """What a change or growth is measured against: the year before, unless it is said."""
    if measure not in ("change", "growth"):
        return None
    since = data.get("since", year - data.get("years", 1))
    return int(since) if str(since).isdigit() else since


def _url(source: Source | None) -> str:
    return source.url if source and not source.file else ""


def _places(
    source: Source | None, quote: str, also: tuple[str, ...]
) -> tuple[Place | None, tuple[int, ...]]:
    """The principal place of a quote, and every line where it or an `also` begins."""
    text = source_text(source.file) if source and source.file else None
    if not text:
        return None, ()
    found = text.find(quote)
    every = [*found, *(place for other in also for place in text.find(other))]
    return principal(found), tuple(sorted({place.line for place in every}))


@cache
def source_text(file: str) -> SourceText | None:
    """A source's bundled text, None if the file is not there (`check` tells)."""
    try:
        return SourceText.read(Path(file))
    except (OSError, UnicodeDecodeError):
        return None
