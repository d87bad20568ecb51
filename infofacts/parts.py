"""The facts of a large base, read some indicators at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView

from infofacts.model import Counts, Fact, FactBase
from infofacts.record import replace

MOST = 4000  # facts that are read at once, unless one indicator has more


class Parts(Mapping[str, Fact]):
    """Facts by id, of which only those of some indicators are in memory at once.

    `read` gives the part of the base that some indicators are, `counts` has the facts of each.
    """

    def __init__(
        self, read: Callable[[Sequence[str]], FactBase], counts: Mapping[str, int]
    ) -> None:
        self.read, self._counts = read, counts

    def __len__(self) -> int:
        return sum(self._counts.values())

    def __iter__(self) -> Iterator[str]:
        return (fact.id for fact in self.values())

    def __getitem__(self, ident: str) -> Fact:
        return self.read([".".join(ident.split(".")[:2])]).facts[ident]

    def values(self) -> ValuesView[Fact]:
        """The facts, in the order of the base."""
        return _Values(self)

    def indicators(self) -> Iterator[str]:
        """The indicators that have facts."""
        return (ident for ident, count in self._counts.items() if count)

    def parts(self, indicators: Iterable[str] | None = None) -> Iterator[FactBase]:
        """Some indicators at a time, of all in the order of the base or in another."""
        some: list[str] = []
        count = 0
        for ident in self._counts if indicators is None else indicators:
            if some and count + self._counts[ident] > MOST:
                yield self.read(some)
                some, count = [], 0
            some.append(ident)
            count += self._counts[ident] or 1
        if some:
            yield self.read(some)

    def in_order(self) -> Iterator[FactBase]:
        """Some indicators at a time, in the order of their addresses."""
        return self.parts(sorted(self._counts, key=lambda ident: ident.split(".")))


def parts_of(base: FactBase, in_order: bool = False) -> Iterable[FactBase]:
    """A base, some indicators at a time if it is large; perhaps in the order of their addresses."""
    if not isinstance(base.facts, Parts):
        return [base]
    return base.facts.in_order() if in_order else base.facts.parts()


class _Values(ValuesView[Fact]):
    _mapping: Parts

    def __iter__(self) -> Iterator[Fact]:
        return (fact for part in self._mapping.parts() for fact in part.facts.values())


def in_parts(
    base: FactBase, read: Callable[[Sequence[str]], FactBase], counts: Mapping[str, int]
) -> FactBase:
    """A base whose facts are read as they are used; `counts` has those of each indicator."""
    of_topics = Counter[str]()
    for ident, count in counts.items():
        of_topics[ident.partition(".")[0]] += count
    counted = Counts(of_topics, Counter(), Counter(), Counter())
    return replace(base, facts=Parts(read, counts), counted=counted)
