"""`infofacts.record`: what a dataclass with frozen and slots does."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from infofacts.record import FEW, Record, astuple, field, fields, replace


class Point(Record):
    x: int
    y: int = 0
    seen: list[int] = field(default_factory=list, init=False, repr=False, compare=False)


class Named(Record, kw_only=True):
    name: str
    parts: list[str] = field(default_factory=list)
    about: Any = field(default="", metadata={"unit": "m"})


def test_values_are_compared_hashed_and_printed_by_their_fields() -> None:
    point = Point(1, y=2)
    point.seen.append(1)
    assert point == Point(1, 2) != Point(1, 3)
    assert len({point, Point(1, 2), Point(2, 1)}) == 2
    assert repr(point) == "Point(x=1, y=2)"
    assert point != (1, 2)
    assert Point(1).seen is not Point(1).seen
    assert Named(name="a", parts=["b"]).parts == ["b"]
    assert Named(name="a").parts == [] and Named(name="a").parts is not Named(name="a").parts


def test_the_first_values_are_as_later_ones() -> None:
    """An `__init__` is written for a class that has many."""

    class Late(Record):
        x: int
        y: list[int] = field(default_factory=list)

    make: Any = Late
    for number in range(2 * FEW):
        assert (late := make(number, y=[1])) == Late(x=number, y=[1]) and late.y == [1]
        assert Late(1).y == [] and Late(1).y is not Late(1).y
    for values, named in (((), {}), ((1, [], 3), {}), ((1,), {"z": 1}), ((1,), {"x": 1})):
        with pytest.raises(TypeError):
            make(*values, **named)


def test_values_are_frozen_and_have_only_their_fields() -> None:
    point: Any = Point(1)
    with pytest.raises(AttributeError, match="Point is frozen: x cannot be set"):
        point.x = 2
    with pytest.raises(AttributeError, match="Point is frozen: x cannot be deleted"):
        del point.x
    assert not hasattr(point, "__dict__")


def test_what_is_missing_or_too_much_is_a_type_error() -> None:
    make: Any = Point
    for values, named in (((), {}), ((1, 2, 3), {}), ((1,), {"z": 1}), ((1,), {"seen": []})):
        with pytest.raises(TypeError):
            make(*values, **named)
    make = Named
    with pytest.raises(TypeError):
        make("a")


def test_values_are_replaced_copied_and_pickled() -> None:
    point = Point(1, 2)
    assert replace(point, y=5) == Point(1, 5)
    assert astuple(replace(Named(name="a"), name="b")) == ("b", [], "")
    assert copy.deepcopy(point) == copy.copy(point) == pickle.loads(pickle.dumps(point)) == point
    match point:
        case Point(1, y):
            assert y == 2


def test_fields_are_in_order_and_have_metadata() -> None:
    assert [each.name for each in fields(Point)] == ["x", "y", "seen"]
    assert fields(Named(name="a"))[2].metadata == {"unit": "m"}
