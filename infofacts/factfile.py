"""From the tables of fact files, laid one over the other, to the objects of a fact base."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from infofacts.errors import BrokenBase
from infofacts.facts import Hand, facts_of, placed, unit_of_fact, url_of
from infofacts.messages import _
from infofacts.model import (
    Fact,
    FactBase,
    Indicator,
    Problem,
    Source,
    Topic,
    with_unit,
)
from infofacts.proof import barred_sources, namesakes, upheld
from infofacts.record import fields, replace
from infofacts.report import TooManyPlaces, source_text
from infofacts.schema import Table, scan, tables
from infofacts.text import LARGEST_SOURCE, builtin
from infofacts.tomlfile import Document, parse
from infofacts.units import Unit


class Layers:
    """The tables of all files by address; a later file's fact replaces an earlier one's.

    `shipped` are the sources of the built-in base, if it is in one of the files: nobody else
    speaks for them. They are not needed where the built-in base is the first file.
    """

    def __init__(
        self, files: Iterable[Document | FactBase] = (), shipped: Mapping[str, Source] | None = None
    ) -> None:
        self.shipped = dict(shipped or {})
        self.tables: dict[str, Table] = {}
        self.default_source: dict[str, str] = {}  # by document path
        self.sourceless: set[str] = set()  # documents with no source of their own
        self.texts: dict[str, Document] = {}  # by source: the document that names its file
        # Of the fact tables that come from a database: the facts, and the sources beside them.
        self.ready: dict[str, tuple[list[Fact], Mapping[str, Source]]] = {}
        self.problems: list[Problem] = []  # what of the files is left out
        for file in files:
            self.lay(file)

    def lay(self, file: Document | FactBase, only: Iterable[Table] | None = None) -> None:
        """Lay a file over what is there: labels are merged key by key, facts replaced whole.

        A base is what was read from a database; its facts are ready. Of a document `only` some
        tables may be wanted.
        """
        if isinstance(file, FactBase):
            document = Document(file.files[0], {"sources": file.sources}, "")
            for table in _ready_tables(file, document):
                self._lay_table(table)
                if "file" in table.data:
                    self.texts.pop(table.address, None)
            for fact in file.facts.values():
                address = f"{fact.indicator_id}.{fact.year}"
                self.ready.setdefault(address, ([], file.sources))[0].append(fact)
        else:
            document = file
            for table in tables(document) if only is None else only:
                if table.kind == "source" and "file" in table.data:
                    table = self._own_text(table)
                self._lay_table(table)
        own = document.data.get("sources") or {}
        if document.path == builtin():
            self.shipped = {ident: self.source(ident) for ident in own}
        if own or document.path not in self.default_source:
            inherited = next(iter(self.default_source.values()), "")
            self.default_source[document.path] = next(iter(own), inherited)
            (self.sourceless.discard if own else self.sourceless.add)(document.path)

    def _lay_table(self, table: Table) -> None:
        address, below = table.address, self.tables.get(table.address)
        if table.kind == "fact":
            self.ready.pop(address, None)
        elif below:
            table = replace(table, data={**below.data, **table.data})
        self.tables[address] = table

    def _own_text(self, table: Table) -> Table:
        """The table of a source with a text, without it for a source of the built-in base: of that
        only the bundled text is read."""
        shipped = self.shipped.get(table.address.partition(".")[2])
        if not shipped:
            self.texts[table.address] = table.document
            return table
        data, file = dict(table.data), str(table.data["file"])
        del data["file"]
        if os.path.basename(file) != os.path.basename(shipped.file):
            line = table.document.line(f"{table.address}.file")
            message = _("not read: this is a source of the built-in base; use a source of your own")
            problem = Problem(table.document.path, line, table.address, "other-text", message)
            self.problems.append(problem)
        return replace(table, data=data)

    def of(self, *kinds: str) -> Iterator[Table]:
        """The tables of some kinds, in order."""
        return (table for table in self.tables.values() if table.kind in kinds)

    def source(self, ident: str) -> Source:
        """A source with the path of its text. Raises `BrokenBase` for one that must not be read."""
        address = f"sources.{ident}"
        data = {k: v for k, v in self.tables[address].data.items() if k != "excused"}
        data["publisher_aliases"] = tuple(data.get("publisher_aliases", ()))
        if document := self.texts.get(address):
            data["file"] = _text_path(address, document, data["file"])
        return Source(id=ident, **data)


def _ready_tables(base: FactBase, document: Document) -> Iterator[Table]:
    """The tables that a base could have been read from; those of its facts are empty."""
    for key, (zh, en) in base.groups.items():
        yield Table("group", f"groups.{key}", {"zh": zh, "en": en}, document)
    for unit in base.units.values():
        data = {key: value for key in ("en", "plural", "kind") if (value := getattr(unit, key))}
        yield Table("unit", f"units.{unit.name}", data, document)
    things: list[Source | Topic | Indicator] = [*base.sources.values()]
    for thing in (*things, *base.topics.values(), *base.indicators.values()):
        kind = type(thing).__name__.lower()
        own = (each.name for each in fields(thing) if each.name not in ("id", "topic"))
        data = {name: value for name in own if (value := getattr(thing, name))}
        data = {name: list(v) if isinstance(v, tuple) else v for name, v in data.items()}
        if data.get("zh") == data.get("en") == thing.id.rpartition(".")[2]:
            del data["zh"], data["en"]  # the id stands for labels that may be below
        yield Table(kind, f"sources.{thing.id}" if kind == "source" else thing.id, data, document)
    for address in dict.fromkeys(f"{f.indicator_id}.{f.year}" for f in base.facts.values()):
        yield Table("fact", address, {}, document)


def build(
    layers: Layers, things: Container[str] | None = None, everything: bool = False
) -> FactBase:
    """Make the objects of a fact base; every quote is looked up in its source's text.

    Only the topics and indicators with these addresses and their facts, or `everything` but only
    their facts. Raises `BrokenBase` for a source whose text must not be read.
    """
    base, barred = without_facts(layers, None if everything else things)
    wanted = (
        table
        for table in layers.of("fact")
        if things is None or table.address.rpartition(".")[0] in things
    )
    return with_facts(base, barred, layers, wanted)


def without_facts(
    layers: Layers, things: Container[str] | None = None
) -> tuple[FactBase, dict[str, str]]:
    """A base without its facts, and why some sources show nothing of facts of other hands."""
    idents = (table.address.partition(".")[2] for table in layers.of("source"))
    sources = {ident: layers.source(ident) for ident in idents}
    barred = barred_sources(sources, layers.shipped)
    groups = {t.address.partition(".")[2]: (t.data["zh"], t.data["en"]) for t in layers.of("group")}
    topics: dict[str, Topic] = {}
    indicators: dict[str, Indicator] = {}
    for table in layers.of("topic", "indicator"):
        address = table.address
        if things is None or address in things:
            if table.kind == "topic":
                topics[address] = Topic(address, **_described(table))
            else:
                topic = address.partition(".")[0]
                indicators[address] = Indicator(address, topic, **_described(table))
    named = ((table.address.partition(".")[2], table.data) for table in layers.of("unit"))
    units = {name: Unit(name, **data) for name, data in named}
    files = tuple(layers.default_source)
    alike = namesakes(barred, lambda address: layers.tables[address].document.path)
    notices = (*map(str, layers.problems), *alike)
    return FactBase(sources, groups, topics, indicators, {}, files, units, notices=notices), barred


def with_facts(
    base: FactBase, barred: Mapping[str, str], layers: Layers, wanted: Iterable[Table]
) -> FactBase:
    """A base with the facts of some tables."""
    shipped, others = Hand(layers.shipped, {}, True), Hand(base.sources, barred)
    file, facts = builtin(), {}
    own: list[str] = []  # facts of other hands
    for table in wanted:
        indicator = base.indicators[table.address.rpartition(".")[0]]
        hand = shipped if table.document.path == file else others
        try:
            found = _table_facts(table, indicator, base.sources, layers, hand)
        except TooManyPlaces as error:
            line = table.document.line(f"{table.address}.quote")
            place = f"{table.document.path}:{line}: {table.address}"
            raise BrokenBase(f"{place}: {error}") from error
        for fact in found:
            facts[fact.id] = with_unit(fact, base.units)
        if hand is others and table.address not in layers.ready:
            own += (fact.id for fact in found)
    return upheld(replace(base, facts=facts), own)


def _described(table: Table) -> dict[str, Any]:
    """The fields of a topic or indicator; one label stands in for the other, the id for both."""
    data, own = table.data, table.address.rpartition(".")[2]
    zh, en = data.get("zh", ""), data.get("en", "")
    labels = {"zh": zh or en or own, "en": en or zh or own}
    several = {key: tuple(data.get(key, ())) for key in ("aliases", "gaps") if key in data}
    return {**data, **labels, **several}


# ---------------------------------------------------------------- from tables to facts
def _table_facts(
    table: Table, indicator: Indicator, sources: Mapping[str, Source], layers: Layers, hand: Hand
) -> list[Fact]:
    """The facts of one fact table."""
    if table.address in layers.ready:
        facts, before = layers.ready[table.address]
        return [
            _fitted(fact, indicator, sources.get(fact.source), before, layers) for fact in facts
        ]
    path = table.document.path
    facts = list(facts_of(table, indicator, sources, layers.default_source[path], hand))
    if path in layers.sourceless and "source" not in table.data:
        # use another file's default source only if the quote is in its text
        none: dict[str, Any] = {"source": "", "url": "", "proof": "none", "unproven": "source"}
        facts = [fact if fact.line else replace(fact, **none) for fact in facts]
    return facts


def _fitted(
    fact: Fact,
    indicator: Indicator,
    source: Source | None,
    before: Mapping[str, Source],
    layers: Layers,
) -> Fact:
    """A fact from a database with the labels and the source that are laid over it.

    What shows a fact of a built-in source does not change with what others say of that source.
    """
    unit = unit_of_fact(fact.quantity, fact.measure, indicator) if fact.quantity else fact.unit
    if (fact.zh, fact.en, fact.unit) != (indicator.zh, indicator.en, unit):
        fact = replace(fact, zh=indicator.zh, en=indicator.en, unit=unit)
    below = before.get(fact.source)
    if source == below:
        return fact
    url = url_of(source) if fact.url == url_of(below) else fact.url
    return replace(fact, url=url) if fact.source in layers.shipped else placed(fact, source, url)


def _text_path(address: str, document: Document, file: str) -> str:
    """The path of a source's text: beside its fact file, or in the seeds beside the shipped one.

    A copy of the base needs no copy of the text. Raises `BrokenBase` for a file beside the base
    that must not be read.
    """
    path, base = document.path, builtin()
    beside = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(path)), file))
    if path == base:
        return beside
    shipped = os.path.normpath(os.path.join(os.path.dirname(base), file))
    if os.path.basename(os.path.dirname(shipped)) != "seeds" or not os.path.isfile(shipped):
        shipped = ""
    if not os.path.lexists(beside):
        return shipped or beside
    reason = _refused(path, beside)
    if reason and not shipped:
        line = document.line(f"{address}.file")
        raise BrokenBase(
            _(
                "{path}:{line}: {address}: file {file} {reason}",
                path=path,
                line=line,
                address=address,
                file=file,
                reason=reason,
            )
        )
    return shipped if reason else beside


def _refused(base: str, text: str) -> str:
    """Why a source's text must not be read, "" if it may: only files in the base's folder are."""
    folder = os.path.realpath(os.path.dirname(os.path.abspath(base)))
    if os.path.commonpath([folder, os.path.realpath(text)]) != folder:
        return _("is a link out of the folder of the fact base")
    if not os.path.isfile(text):
        return _("is not a file")
    large = os.path.getsize(text) > LARGEST_SOURCE
    return (
        _("is larger than {largest_source} MB", largest_source=LARGEST_SOURCE >> 20)
        if large
        else ""
    )


def document_of(path: str | os.PathLike[str]) -> Document:
    """Read a file and check its shape. Raises `BrokenBase` with file, line and address."""
    source_text.cache_clear()  # a text may have changed, too
    document = parse(Path(path))
    if problems := list(scan(document)):
        more = (
            [_("… and {problems} more: see infofacts check", problems=len(problems) - 5)]
            if problems[5:]
            else []
        )
        raise BrokenBase(*map(str, problems[:5]), *more)
    return document


def load(paths: Sequence[str | os.PathLike[str]]) -> FactBase:
    """Read TOML files and lay them over each other, lowest first. Raises `BrokenBase`."""
    return build(Layers(map(document_of, paths)))
