"""Sources, topics, indicators and facts as JSON texts, and back: what the index stores.

Nothing is run to read them, whatever an index holds. A tuple is an array, and a number that
must stay exact is marked as such.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeVar

from infofacts.model import Fact, Indicator, Source, Topic
from infofacts.numbers import Quantity

Thing = TypeVar("Thing")
_NAMES: dict[object, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (Source, Topic, Indicator, Fact, Quantity)
}


def pack(thing: Source | Topic | Indicator | Fact) -> str:
    """The values of an object's fields, in their order.

    >>> pack(Topic("5g", "5G网络", "5G", aliases=("5G",)))
    '["5g","5G网络","5G",["5G"],"","",""]'
    """
    values = [getattr(thing, name) for name in _NAMES[type(thing)]]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_marked)


def unpack(kind: Callable[..., Thing], text: str) -> Thing:
    """The object that was packed. Raises `ValueError` or `TypeError` for a damaged text."""
    values = json.loads(text, object_hook=_unmarked)
    found: dict[str, Any] = dict(zip(_NAMES[kind], values, strict=True))
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in found.items()})


def _marked(value: object) -> dict[str, Any]:
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case Quantity():
            return {"quantity": [getattr(value, name) for name in _NAMES[Quantity]]}
    raise TypeError(f"a {type(value).__name__} cannot be stored")


def _unmarked(mark: dict[str, Any]) -> Decimal | Quantity:
    if "decimal" in mark:
        return Decimal(mark["decimal"])
    return Quantity(*mark["quantity"])
