"""A fact base for people: no text in it breaks the line that it is shown in.

A line break in a label or a title could pass for a line of the program's own. Machine formats
carry texts as they are; they are not made from this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from infofacts.model import Fact, FactBase

Shown = TypeVar("Shown", FactBase, Sequence[Fact])


def one_line(shown: Shown) -> Shown:
    """A fact base, or facts, with every line break in a text as a visible character."""
    flat: Shown = _flat(shown)
    return flat


def _flat(value: Any) -> Any:
    """The same value, down to its texts; the path of a source's text stays."""
    if isinstance(value, str):
        return value.replace("\n", r"\u{a}")
    if isinstance(value, (tuple, list)):
        return type(value)(map(_flat, value))
    if isinstance(value, Mapping):
        return {_flat(key): _flat(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value) if field.init and field.name != "file")
        return replace(value, **{name: _flat(getattr(value, name)) for name in names})
    return value
