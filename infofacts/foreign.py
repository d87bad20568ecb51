"""The rows of a database of another hand as a fact base: checked, and what shows a fact found anew.

`exports` opens such a database. Reading it raises one of `index.DAMAGE` for rows that no fact file
could have had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from infofacts import sqlite
from infofacts.database import COLUMNS, KINDS, Database, Thing
from infofacts.factfile import is_whole, placed, url_of
from infofacts.index import shipped
from infofacts.messages import _
from infofacts.model import PLACED, Fact, FactBase, Source
from infofacts.proof import barred_sources, namesakes, upheld
from infofacts.record import fields, replace
from infofacts.schema import ID, YEAR, faults, is_number
from infofacts.shadows import is_against
from infofacts.text import LONGEST_TEXT

_PYTHON: dict[str, tuple[type, ...]] = {
    "TEXT": (str, type(None)),
    "INTEGER": (int, type(None)),
    "NUMERIC": (int, float, str, type(None)),
}


class Foreign(Database):
    """A database of another hand. Only the bundled text is read, for the source that it is of."""

    def __init__(self, path: str, connection: sqlite.Connection) -> None:
        super().__init__(path, connection)
        # As much of the built-in base as the last answer is compared with.
        self.shipped = FactBase({}, {}, {}, {}, {})

    def base(
        self,
        things: Collection[str] | None = None,
        everything: bool = False,
        also: Collection[str] = (),
    ) -> FactBase:
        """As of any database, what shows each fact found anew. Raises `ValueError`."""
        ids = self.connection.execute("SELECT id FROM indicators")
        self.shipped = shipped({ident for (ident,) in ids} if things is None else things)
        base = super().base(things, everything, also)
        _check_addresses(base)
        barred = barred_sources(base.sources, self.shipped.sources)
        facts = {ident: self._proved(fact, base, barred) for ident, fact in base.facts.items()}
        notices = (*base.notices, *namesakes(barred, lambda _: self.path))
        own = (ident for ident, fact in facts.items() if not self._is_known(fact))
        return upheld(replace(base, facts=facts, notices=notices), own)

    def _is_known(self, fact: Fact) -> bool:
        """Whether the built-in base has the same fact."""
        own = self.shipped.facts.get(fact.id)
        return own is not None and fact.repeats(own)

    def _proved(self, fact: Fact, base: FactBase, barred: Mapping[str, str]) -> Fact:
        """A fact with what shows it; one of the built-in base as there."""
        own = self.shipped.facts.get(fact.id)
        if own and self._is_known(fact):
            return replace(fact, **{name: getattr(own, name) for name in PLACED})
        source = base.sources.get(fact.source)
        fact = placed(fact, source, fact.url or url_of(source), barred.get(fact.source, ""))
        against = own and is_against(fact, own)
        return replace(fact, proof="none", unproven="other") if against else fact

    def sources(self) -> dict[str, Source]:
        """All sources; the path of a text only of the built-in source whose text it is."""
        known = {s.id: (s.file, s.title, s.publisher) for s in self.shipped.sources.values()}
        sources = super().sources()
        for ident, each in sources.items():
            if known.get(ident) != (each.file, each.title, each.publisher):
                sources[ident] = replace(each, file="")
        return sources

    def read(
        self, table: str, key: str = "id", wanted: Collection[str] | None = None
    ) -> Iterator[Any]:
        """The objects of rows, checked."""
        for thing in super().read(table, key, wanted):
            _check(table.removesuffix("s"), thing)
            yield thing

    def rows(self, table: str, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows of a table, whose cells have the types of their columns."""
        right: set[tuple[type, ...]] = set()  # the types of rows that are right
        for row in rows:
            types = (*map(type, row),)
            if types not in right:
                for column, cell in zip(COLUMNS[table], row, strict=True):
                    if not isinstance(cell, _PYTHON[column.sql]):
                        message = _(
                            "{row}: {name} is not {sql}",
                            row=row[0],
                            name=column.name,
                            sql=column.sql.lower(),
                        )
                        raise ValueError(message)
                right.add(types)
            yield row


def _check(kind: str, thing: Thing) -> None:
    """Raise `ValueError` for a thing with fields that TOML could not have had."""
    keys, texts, options = _fields(kind)
    said = zip(keys, keys.of(thing), strict=True)
    data = {
        key: [*value] if isinstance(value, tuple) else value
        for key, value in said
        if value or value == 0
    }
    # What is printed may be a whole list.
    found = faults(kind, data)
    wrong = [text for code, key, text in found if (code, key) != ("too-long", "printed")]
    for name, value in zip(texts, texts.of(thing), strict=True):
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            wrong.append(
                _("its {field} has more than {most:,} characters", field=name, most=LONGEST_TEXT)
            )
    wrong += (
        _("its {field} is unknown", field=name)
        for name, known in options.items()
        if getattr(thing, name) not in known
    )
    quantity = thing.quantity if isinstance(thing, Fact) else None
    if quantity and not all(map(is_number, (quantity.digits, quantity.high or quantity.digits))):
        wrong.append(_("its digits are no number"))
    if isinstance(thing, Fact) and thing.status == "derived":
        wrong.append(_("is a computed figure, which no base has"))
    if wrong:
        raise ValueError(f"{thing.id}: {wrong[0]}")


class _Names(tuple[str, ...]):
    """Names of fields; `of` gives the values that a thing has for them."""

    of: Callable[[Thing], tuple[Any, ...]]


def _named(names: Iterable[str]) -> _Names:
    made = _Names(names)
    made.of = attrgetter(*made)
    return made


@cache
def _fields(kind: str) -> tuple[_Names, _Names, dict[str, tuple[str, ...]]]:
    """The fields that are keys of a TOML table, too, but no path of a text, which is not read;
    those that may be a text, of a limited length; and those with few values that are known."""
    every = fields(KINDS[f"{kind}s"])
    names = [each.name for each in every]
    unknown = {key for code, key, _ in faults(kind, dict.fromkeys(names)) if code == "unknown-key"}
    texts = (each.name for each in every if "str" in str(each.type) and each.name != "printed")
    options = {each.name: each.metadata["options"] for each in every if each.metadata["options"]}
    return _named(n for n in names if n not in unknown | {"file"}), _named(texts), options


def _check_addresses(base: FactBase) -> None:
    """Raise `ValueError` for an address or a label of a group that TOML could not have had."""
    labels = [label for group in base.groups.values() for label in group]
    if not all(isinstance(label, str) for label in labels):
        raise ValueError(_("the label of a group is no text"))
    for ident in (*base.sources, *base.groups, *base.topics):
        if not ID.fullmatch(ident):
            raise ValueError(_("{ident}: is no address", ident=ident))
    for ident, indicator in base.indicators.items():
        sound = indicator.topic in base.topics and ID.fullmatch(indicator.key)
        if not sound or ident != f"{indicator.topic}.{indicator.key}":
            raise ValueError(_("{ident}: is no address", ident=ident))
    for ident, fact in base.facts.items():
        begin, rest = f"{fact.indicator_id}.{fact.year}", ident[len(fact.indicator_id) + 5 :]
        sound = fact.indicator_id in base.indicators and YEAR.fullmatch(str(fact.year))
        if not sound or not ident.startswith(begin) or rest[:1] not in ("", ".", "@"):
            raise ValueError(_("{ident}: is no address", ident=ident))
        if not is_whole(fact, base.indicators[fact.indicator_id]):
            raise ValueError(
                _("{ident}: its value, unit, bound, print or label is not its own", ident=ident)
            )
