"""A fact base in Python: load it, name what you want, and read facts from it.

>>> import infofacts
>>> base = infofacts.load()
>>> stations = base["5g.base-stations"]
>>> stations[2023].value, stations[2023].unit, stations[2023].as_of
(Decimal('3377000'), '个', '2023-12-31')
>>> stations.latest.year >= 2023
True
>>> [indicator.id for indicator in base["5g"]][:2]
['5g.base-stations', '5g.share-world-base-stations']
>>> base["5g.base-sations"]  # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
infofacts.api.UnknownName: nothing is named '5g.base-sations'; did you mean ...5g.base-stations...?

Names work as on the command line. Values are `Decimal` in base units, `str`, or a tuple of `str`.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from infofacts import names, store
from infofacts.compare import FIGURES, Comparison, compare
from infofacts.derive import with_derived
from infofacts.errors import FactsError, NoAnswer
from infofacts.frames import Numbers, frame_of, html_of
from infofacts.interval import Figure
from infofacts.messages import _
from infofacts.model import Fact, FactBase, Hit, Source, facts_by_indicator
from infofacts.names import Target
from infofacts.numbers import number_text
from infofacts.record import replace
from infofacts.years import parse_years

if TYPE_CHECKING:
    import sqlite3

    import pandas

__all__ = ["Base", "Comparison", "Fact", "FactsError", "Selection", "UnknownName", "load"]


class UnknownName(NoAnswer, KeyError):
    """An unknown name, or a year without a value; the message lists what exists."""

    __str__ = FactsError.__str__  # a KeyError would show it quoted


def load(*files: str | os.PathLike[str], builtin: bool = True, derived: bool = False) -> Base:
    """Load the built-in facts plus `files`, as `--facts` does.

    `builtin=False` loads only `files`; `derived=True` adds computed figures. Files in
    INFOFACTS_FACTS are added too. Raises `FactsError` for a file that is not a fact file; its
    message begins with FILE:LINE.
    """
    core = store.read(store.base_files(files, builtin))
    return Base(with_derived(core) if derived else core)


@contextmanager
def _unknown_names() -> Iterator[None]:
    """Raise `UnknownName` for a `NoAnswer`."""
    try:
        yield
    except NoAnswer as error:
        raise UnknownName(str(error)) from None


def _text(name: str) -> str:
    """A name. Raises `TypeError` for what is no text, as a year alone."""
    if not isinstance(name, str):
        raise TypeError(_("a name is a str, as '5g.users', not {name!r}", name=name))
    return name


class Base:
    """A fact base: `base[name]` selects from it, iterating it yields its topics.

    A name is an address, or a label or alias in either language.

    >>> base = load()
    >>> base["物联网"].id, base["5G base stations"].id
    ('iot', '5g.base-stations')
    >>> "5g.base-stations.2023" in base, "5g.base-stations.1987" in base
    (True, False)
    """

    def __init__(self, core: FactBase) -> None:
        self._core = core

    def __reduce__(self) -> tuple[type[Base], tuple[FactBase]]:
        return Base, (self._core,)  # an index does not travel

    def __repr__(self) -> str:
        core = self._core
        counts = f"{len(core.topics)} topics, {len(core.indicators)} indicators"
        return f"<infofacts.Base: {counts}, {len(core.facts)} facts>"

    def __getitem__(self, name: str) -> Selection:
        """Select by name; a topic wins over an indicator of the same name, as in `show`.

        Raises `UnknownName`, a `KeyError` that lists the closest names.
        """
        with _unknown_names():
            target = names.resolve(self._core, _text(name))
            selection = Selection(self._core, target)
            if (target.year or target.measure) and not selection.facts:
                names.pick(self._core, target)  # raises, and lists what exists
        return selection

    def __contains__(self, name: object) -> bool:
        try:
            return isinstance(name, str) and bool(self[name])
        except UnknownName:
            return False

    def __iter__(self) -> Iterator[Selection]:
        return (self[topic] for topic in self._core.topics)

    def fact(self, name: str, year: int | None = None) -> Fact:
        """The fact that `get` answers with: of the year, else the newest value.

        >>> load().fact("IPv6活跃用户", 2023).printed
        '7.78亿'

        Raises `UnknownName` if there is none.
        """
        with _unknown_names():
            return names.pick(self._core, names.resolve(self._core, _text(name), False), year)

    def search(self, words: str, n: int = 10) -> Hits:
        """At most `n` facts for some words, in Chinese or English; the best match comes first.

        `unmet` of each are the words that it doesn't meet, as they were typed.

        >>> load().search("how many 5G base stations", n=1)[0].zh
        '5G基站总数'
        >>> load().search("印度网民", n=1)[0].unmet
        ('印度',)
        """
        return Hits(store.find_in(self._index, self._core, [words], max(n, 0)))

    def compare(self, *wanted: str, years: str | None = None, force: bool = False) -> Comparisons:
        """Values against the first, or one name over `years` ("2020:2024"), as `compare` does.

        >>> one, other = load().compare("survey-smart-home.users", years="2022:2023")
        >>> other.difference.value, other.difference.unit
        (Decimal('15'), '个百分点')

        Raises `FactsError` for what cannot be compared.
        """
        return Comparisons(compare(self._core, wanted, parse_years(years), force)[0])

    @property
    def facts(self) -> list[Fact]:
        """Every fact, in the order of the files."""
        return list(self._core.facts.values())

    @property
    def sources(self) -> list[Source]:
        """Every source; `Fact.source` is the `id` of one."""
        return list(self._core.sources.values())

    def to_frame(self, numbers: Numbers = "decimal") -> pandas.DataFrame:
        """Every fact as a row of a pandas DataFrame; see `Selection.to_frame`."""
        return frame_of([fact.flat() for fact in self.facts], numbers)

    @cached_property
    def _index(self) -> sqlite3.Connection:
        """The index for `search`, made when it is first needed."""
        connection = store.in_memory(self._core)
        weakref.finalize(self, connection.close)
        return connection


class Selection:
    """What a name selects: a topic, an indicator, or some of an indicator's facts.

    Its labels are `zh` and `en`.

    >>> users = load()["internet-users.users"]
    >>> users.zh, users.en
    ('网民规模', 'Number of internet users')
    >>> users.latest == users[users.latest.year]
    True
    """

    def __init__(self, core: FactBase, target: Target) -> None:
        self._core, self._target = core, target
        self.zh, self.en = target.entry.zh, target.entry.en

    def __repr__(self) -> str:
        return f"<infofacts.Selection {self.id}: {self.zh}, {len(self.facts)} facts>"

    def __iter__(self) -> Iterator[Selection]:
        """The indicators of a topic; otherwise the one indicator."""
        for indicator in names.indicators_of(self._core, self._target):
            yield Selection(self._core, replace(self._target, topic=None, indicator=indicator))

    def __getitem__(self, year: int) -> Fact:
        """An indicator's value in a year. Raises `UnknownName`, a `KeyError`, if it has none."""
        with _unknown_names():
            return names.pick(self._core, self._target, year)

    @property
    def id(self) -> str:
        """The address, such as `5g.users`."""
        target = self._target
        if target.fact:
            return target.fact.id
        year = str(target.year or "")
        return ".".join(filter(None, (target.entry.id, year, target.measure)))

    @property
    def facts(self) -> list[Fact]:
        """All facts, by indicator and year: values, changes, growths, ranks, other sources'."""
        target = self._target
        if target.fact:
            return [target.fact]
        by_indicator = facts_by_indicator(self._core)
        return [
            fact
            for indicator in names.indicators_of(self._core, target)
            for fact in by_indicator.get(indicator.id, [])
            if target.year in (None, fact.year) and target.measure in (None, fact.measure)
        ]

    @property
    def latest(self) -> Fact:
        """An indicator's newest value. Raises `UnknownName` for a topic, and if it has none."""
        with _unknown_names():
            return names.pick(self._core, self._target)

    def series(self) -> dict[int, Decimal]:
        """An indicator's numbers by year; those of one measure if that is selected.

        >>> series = load()["5g.base-stations"].series()
        >>> series[2023]
        Decimal('3377000')

        Dates and scopes may differ between years; `Base.compare` reports where.
        """
        if not self._target.indicator:
            raise UnknownName(_("{id} is a topic; series() needs an indicator", id=self.id))
        measure = self._target.measure or "level"
        return {
            fact.year: fact.number
            for fact in self.facts
            if fact.number is not None and fact.preferred and fact.measure == measure
        }

    def to_frame(self, numbers: Numbers = "decimal") -> pandas.DataFrame:
        """The facts as a pandas DataFrame with the columns of the record, each of one type.

        `value` has numbers only, as `Decimal`, or as floats for `numbers="float"`, which can be
        plotted; texts are in `text`, lists and the ends of ranges in `items`, as tuples. Raises
        `ImportError` if pandas is missing.
        """
        return frame_of([fact.flat() for fact in self.facts], numbers)

    def _repr_html_(self) -> str:
        return html_of(self.facts)


class Hits(list[Hit]):
    """What `Base.search` finds, best first."""

    def to_frame(self, numbers: Numbers = "decimal") -> pandas.DataFrame:
        """The hits as a DataFrame; see `Selection.to_frame`."""
        return frame_of([hit.flat() for hit in self], numbers)

    def _repr_html_(self) -> str:
        return html_of(self)


class Comparisons(list[Comparison]):
    """What `Base.compare` computes, a value each."""

    def to_frame(self, numbers: Numbers = "decimal") -> pandas.DataFrame:
        """The comparisons as a DataFrame, every number in a column of its own."""
        return frame_of([each.flat() for each in self], numbers)

    def _repr_html_(self) -> str:
        more = [{name: _figure_text(getattr(each, name)) for name in FIGURES} for each in self]
        return html_of([each.fact for each in self], more)


def _figure_text(figure: Figure | None) -> str:
    return number_text(figure.value, figure.unit or "", "zh", figure.bound) if figure else ""
