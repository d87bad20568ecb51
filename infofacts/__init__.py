"""infofacts: look up the facts of a report, each with the words it was printed in.

>>> import infofacts
>>> base = infofacts.load()
>>> base["5g.base-stations"][2023].value
Decimal('3377000')
>>> base["5g.base-stations"][2023].quote
'截至2023年底，5G基站总数达337.7万个'

What a program needs is in `infofacts.api`, under the names of `__all__`.
"""

__version__ = "0.1.0"
# The header of the databases that it reads and writes: "ifct", and the number of their layout.
HEADER = (0x69666374, 6)
__all__ = ["Base", "Comparison", "Fact", "FactsError", "Selection", "UnknownName", "load"]

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from infofacts.api import Base, Comparison, Fact, FactsError, Selection, UnknownName, load
else:

    def __getattr__(name: str) -> object:
        """The names of `__all__`, loaded when they are first used: the command line uses none."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from infofacts import api

        return getattr(api, name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
