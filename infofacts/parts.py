"""The facts of a large base, read some topics at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, ValuesView

from infofacts.model import Fact, FactBase

MOST = 20_000  # facts that are read at once, unless one topic has more


class Parts(Mapping[str, Fact]):
    """Facts by id, of which only those of some topics are in memory at once.

    `read` gives the part of the base that some topics are, `counts` has the facts of each.
    """

    def __init__(
        self, read: Callable[[Sequence[str]], FactBase], counts: Mapping[str, int]
    ) -> None:
        self._read, self._counts = read, counts

    def __len__(self) -> int:
        return sum(self._counts.values())

    def __iter__(self) -> Iterator[str]:
        return (fact.id for fact in self.values())

    def __getitem__(self, ident: str) -> Fact:
        return self._read([ident.partition(".")[0]]).facts[ident]

    def values(self) -> ValuesView[Fact]:
        """The facts, in the order of the base."""
        return _Values(self)

    def parts(self, topics: Iterable[str] | None = None) -> Iterator[Mapping[str, Fact]]:
        """The facts of some topics at a time, of all in the order of the base or in another."""
        some: list[str] = []
        count = 0
        for topic in self._counts if topics is None else topics:
            if some and count + self._counts[topic] > MOST:
                yield self._read(some).facts
                some, count = [], 0
            some.append(topic)
            count += self._counts[topic]
        if some:
            yield self._read(some).facts

    def in_order(self) -> Iterator[Mapping[str, Fact]]:
        """The facts of some topics at a time, in the order of their addresses."""
        return self.parts(sorted(self._counts))


class _Values(ValuesView[Fact]):
    _mapping: Parts

    def __iter__(self) -> Iterator[Fact]:
        return (fact for part in self._mapping.parts() for fact in part.values())
