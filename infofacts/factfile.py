"""From the tables of fact bases to objects: files laid one over the other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from infofacts import cachefile
from infofacts.errors import BrokenBase
from infofacts.model import MEASURES, Fact, FactBase, Indicator, Source, Topic
from infofacts.numbers import EXACT, Quantity, has_minus, number_pattern
from infofacts.report import Place, principal, source_text
from infofacts.schema import Table, scan, tables
from infofacts.text import squeeze
from infofacts.tomlfile import Document, NotCut, parse, pieces


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


LARGEST_TEXT = 1 << 28  # bytes


def build(layers: Layers) -> FactBase:
    """Make the objects of a fact base; every quote is looked up in its source's text."""
    base = outline(layers)
    facts: dict[str, Fact] = {}
    for table in layers.of("fact"):
        for fact in table_facts(table, base, layers):
            facts[fact.id] = fact
    return replace(base, facts=facts)


def outline(layers: Layers) -> FactBase:
    """A fact base without its facts."""
    sources = {_name(t): _source(t, layers.texts.get(t.address)) for t in layers.of("source")}
    topics = {t.address: _topic(t) for t in layers.of("topic")}
    indicators = {t.address: _indicator(t) for t in layers.of("indicator")}
    groups = {_name(t): (t.data["zh"], t.data["en"]) for t in layers.of("group")}
    return FactBase(sources, groups, topics, indicators, {})


def table_facts(table: Table, base: FactBase, layers: Layers) -> list[Fact]:
    """The facts of one fact table of a base."""
    indicator = base.indicators[table.address.rpartition(".")[0]]
    default = layers.default_source[table.document.path]
    facts = list(_facts(table, indicator, base.sources, default))
    if table.document.path in layers.sourceless and "source" not in table.data:
        # Another file's source is meant only where the quote stands in it.
        facts = [fact if fact.line else replace(fact, source="", url="") for fact in facts]
    return facts


def _name(table: Table) -> str:
    return table.address.partition(".")[2]


def _source(table: Table, document: Document | None) -> Source:
    """A source; the document is the one that names its text."""
    fields = {k: v for k, v in table.data.items() if k != "excused"}
    if document:
        path, file = document.path, fields["file"]
        beside, shipped = text_paths(path, file)
        reason = _refused(path, beside) if os.path.lexists(beside) else "is not there"
        if reason and os.path.lexists(beside) and not os.path.isfile(shipped):
            line = document.line(f"{table.address}.file")
            raise BrokenBase(f"{path}:{line}: {table.address}: file {file} {reason}")
        fields["file"] = shipped if reason and os.path.isfile(shipped) else beside
    return Source(id=_name(table), **fields)


def _refused(base: str, text: str) -> str:
    """Why the text of a source is not read, "" if it is: a base reads nothing but its own folder."""
    folder = os.path.realpath(os.path.dirname(os.path.abspath(base)))
    if (
        os.path.commonpath([folder, os.path.realpath(text)]) != folder
        and base != cachefile.builtin()
    ):
        return "is a link out of the folder of the fact base"
    if not os.path.isfile(text):
        return "is not a file"
    large = os.path.getsize(text) > LARGEST_TEXT
    return f"is larger than {LARGEST_TEXT >> 20} MB" if large else ""


def text_paths(base: str, file: str) -> tuple[str, str]:
    """Where a source's text may lie: beside its fact base, or beside the shipped one.

    A copy of the base needs no copy of the text; of what lies beside the shipped one only those
    in seeds are meant, "" for others. Absolute, for an index outlives the folder that a program
    was started in.
    """
    beside = Path(os.path.abspath(base)).parent / file
    shipped = Path(cachefile.builtin()).parent / file
    return str(beside), str(shipped) if shipped.parent.name == "seeds" else ""


def _topic(table: Table) -> Topic:
    return Topic(table.address, *_labels(table), **_rest(table, "group"))


def _indicator(table: Table) -> Indicator:
    topic = table.address.partition(".")[0]
    return Indicator(
        table.address, topic, *_labels(table), **_rest(table, "counts", "formula", "basis")
    )


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
            address, own = f"{table.address}.{measure}", _with_span(measure, data)
            yield _fact(address, measure, own, data, indicator, sources, default)
    for other in data.get("others", ()):
        address = f"{table.address}@{other['source']}"
        yield _fact(address, "level", other, other, indicator, sources, default)


def _with_span(measure: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table of a measure; what a change is over may be said of the whole fact."""
    own: Mapping[str, Any] = data[measure]
    keys = {"change": ("since",), "growth": ("since", "years")}.get(measure, ())
    if "since" in own or "years" in own:
        return own
    return {key: data[key] for key in keys if key in data} | dict(own)


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
    quantity = _quantity(data, measure)
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
        printed=_printed(quantity, data["value"], squeeze(quote), measure),
        as_of=data.get("as_of", around.get("as_of")),
        scope=data.get("scope", around.get("scope", "CN")),
        since=_since(data, measure, year),
        source=source,
        section=first.section if first else None,
        line=first.line if first else None,
        lines=lines,
        quote=quote,
        also=also,
        url=around.get("url") or _url(sources.get(source)),
        quantity=quantity,
        **_caveats(data, measure),
    )


def _caveats(data: Mapping[str, Any], measure: str) -> dict[str, Any]:
    """What a table says beside a number: its English, its notes, who else prints it."""
    return {
        "value_en": _text_value(data["value_en"]) if "value_en" in data else None,
        "years": data.get("years") if measure in ("change", "growth") else None,
        "note": data.get("note"),
        "note_en": data.get("note_en"),
        "break_zh": data.get("break"),
        "break_en": data.get("break_en"),
        "confirmed_by": tuple(data.get("confirmed_by", ())),
    }


def _quantity(data: Mapping[str, Any], measure: str) -> Quantity | None:
    value = data["value"]
    if not isinstance(value, (int, Decimal)):
        return None
    unit = data.get("unit", "%" if measure == "growth" else "")
    digits = _whole(value)
    words, quote = data.get("printed", ""), data.get("quote", "")
    said = digits < 0 and (quote or measure != "level")  # a level that is not quoted has its sign
    falls = bool(said) and (bool(words) or not _signed(digits, unit, squeeze(quote)))
    return Quantity(digits, unit, data.get("bound", ""), words, falls)


def _whole(value: int | Decimal) -> Decimal:
    """A number with all its digits before the point: 1e5 is printed as 100000."""
    digits = Decimal(value)
    large = digits.adjusted() >= len(digits.as_tuple().digits)
    return digits.quantize(Decimal(1), context=EXACT) if large else digits


def _signed(digits: Decimal, unit: str, quote: str) -> bool:
    """Whether a quote prints a negative number with its sign, and nowhere as a fall."""
    found = re.finditer(number_pattern(digits, unit), quote)
    signs = [has_minus(quote[: match.start()], unit) for match in found]
    return bool(signs) and all(signs)


def _unit(quantity: Quantity | None, measure: str, indicator: Indicator) -> str | None:
    """The base unit: the printed one, else what the indicator's bare numbers count."""
    if not quantity:
        return None
    counted = indicator.counts if measure in ("level", "change") else ""
    return quantity.bare_unit or counted or None


def _text_value(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _printed(quantity: Quantity | None, value: Any, quote: str, measure: str) -> str:
    """A number as the squeezed quote has it; a text; a list with the 等 behind its last item."""
    if quantity:
        return quantity.text(quote, signed=measure == "level" or not quantity.falls)
    text = _text_value(value)
    if isinstance(text, str):
        return text
    _, found, behind = quote.rpartition(squeeze(text[-1]))
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
