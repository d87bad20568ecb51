"""Frozen value classes with slots: what `dataclasses` makes, without its price at every start.

>>> class Point(Record):
...     x: int
...     y: int = 0
>>> replace(Point(1), y=2)
Point(x=1, y=2)

Fields are declared as in a dataclass. Importing `dataclasses` costs more than a plain answer: it
loads `inspect`, and compiles four methods for each class.
"""

from __future__ import annotations

from collections import deque
from itertools import repeat

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, NoReturn, TypeVar, dataclass_transform

    R = TypeVar("R", bound="Record")
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """What tells type checkers that a class has an `__init__` made of its fields."""
        return lambda kind: kind


MISSING: Any = object()


class Field:
    """A field of a class: its name, default and metadata, and what it takes part in."""

    __slots__ = ("compare", "default", "factory", "init", "metadata", "name", "repr", "type")

    def __init__(
        self,
        default: Any = MISSING,
        default_factory: Callable[[], Any] | None = None,
        init: bool = True,
        repr: bool = True,
        compare: bool = True,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = self.type = ""
        self.default, self.factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare
        self.metadata = metadata or {}


def field(**options: Any) -> Any:
    """A field that is more than a name and a default: the arguments of `Field`."""
    return Field(**options)


FEW = 48  # instances of a class that are made slowly: writing its `__init__` takes longer


def _slowly(self: Any, /, *values: Any, **named: Any) -> None:
    """The `__init__` that every class begins with, until one is written for it."""
    kind = type(self)
    given = dict(zip(kind.__given__, values, strict=False)) | named if values else named
    made = kind.__defaults__ | given
    for each in kind.__factories__:
        if each.name not in given:
            made[each.name] = each.factory()
    kind.__made__.append(kind)
    wrong = made.keys() != kind.__names__ or len(given) < len(values) + len(named)
    if len(kind.__made__) > FEW or wrong or not kind.__inner__.isdisjoint(given):
        _compile(kind)
        kind.__init__(self, *values, **named)
    else:
        put = object.__setattr__
        for name, value in made.items():
            put(self, name, value)


class _Kind(type):
    """Makes the fields of a class, and slots for them, from its annotations."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        space: dict[str, Any],
        kw_only: bool = False,
        slots: bool = True,
    ) -> Any:
        own = []
        for each, kind in space.get("__annotations__", {}).items():
            if each[:2] != "__":
                given = space.pop(each, MISSING)
                one = given if isinstance(given, Field) else Field(given)
                one.name, one.type = each, kind
                own.append(one)
        slotted = tuple(one.name for one in own)
        every = (*(one for base in bases for one in getattr(base, "__fields__", ())), *own)
        names = tuple(one.name for one in every)
        space |= {
            "__fields__": every, "__match_args__": names, "__kw_only__": kw_only, "__made__": [],
            "__names__": dict.fromkeys(names).keys(),
            "__given__": () if kw_only else [one.name for one in every if one.init],
            "__inner__": frozenset(one.name for one in every if not one.init),
            "__defaults__": {f.name: f.default for f in every if f.default is not MISSING},
            "__factories__": [one for one in every if one.factory],
        }  # fmt: skip
        space.setdefault("__init__", _slowly)
        space["__slots__"] = slotted if slots else (*slotted, "__dict__")
        return super().__new__(cls, name, bases, space)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(metaclass=_Kind):
    """A frozen value, compared, hashed and printed by its fields."""

    __fields__: tuple[Field, ...]
    __kw_only__: bool
    __made__: int

    if TYPE_CHECKING:

        def __init__(self, *values: Any, **named: Any) -> None: ...

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _compared(self) == _compared(other)

    def __hash__(self) -> int:
        return hash(_compared(self))

    def __repr__(self) -> str:
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in self.__fields__ if f.repr)
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), _given(self))


def _compile(kind: Any) -> None:
    """Write the `__init__` of a class."""
    space: dict[str, Any] = {"missing": MISSING}
    head = ["self", "*"] if kind.__kw_only__ else ["self"]
    body = []
    for each in kind.__fields__:
        name = given = each.name
        space[f"set_{name}"] = getattr(kind, name).__set__
        space[f"default_{name}"], space[f"make_{name}"] = each.default, each.factory
        if each.factory:
            given = f"{name} if {name} is not missing else make_{name}()" * each.init
            given = given or f"make_{name}()"
        if each.init:
            needed = each.default is MISSING and not each.factory
            head.append(name if needed else f"{name}=default_{name}")
        body.append(f"\n set_{name}(self, {given})")
    exec(f"def __init__({', '.join(head)}):{''.join(body)}", space)
    type.__setattr__(kind, "__init__", space["__init__"])


def _compared(value: Record) -> tuple[Any, ...]:
    return tuple([getattr(value, each.name) for each in value.__fields__ if each.compare])


def _given(value: Record) -> dict[str, Any]:
    """What a value was made of."""
    return {each.name: getattr(value, each.name) for each in value.__fields__ if each.init}


def _restored(kind: type[R], given: dict[str, Any]) -> R:
    return kind(**given)


def fields(kind: type[Record] | Record) -> tuple[Field, ...]:
    """The fields of a class, or of a value of it, in order."""
    return kind.__fields__


def replace(value: R, /, **changes: Any) -> R:
    """A value with some of its fields changed."""
    return type(value)(**_given(value) | changes)


def copied(value: Record, kind: type[R], **more: Any) -> R:
    """A value of a class that has the fields of another and some more."""
    made = object.__new__(kind)
    for each in value.__fields__:
        object.__setattr__(made, each.name, getattr(value, each.name))
    for name, cell in more.items():
        object.__setattr__(made, name, cell)
    return made


def of_columns(kind: type[R], count: int, columns: Mapping[str, Iterable[Any]]) -> list[R]:
    """Many values, from columns of their fields; those that no column is of have their defaults.

    Field by field it takes a third of what it takes to call the class for each of them.
    """
    made = [*map(object.__new__, repeat(kind, count))]
    for each in kind.__fields__:
        column = columns.get(each.name, repeat(each.default))
        deque(map(getattr(kind, each.name).__set__, made, column), maxlen=0)
    return made


def astuple(value: Record) -> tuple[Any, ...]:
    """The values of the fields, in order."""
    return tuple(getattr(value, each.name) for each in value.__fields__)
