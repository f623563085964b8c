"""What the arguments of a field ask for, and what is refused of it, be there rows to ask it of or not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from graphql import GraphQLField

from tests.compiled.conditions import Condition, condition, input_of, refusal
from tests.compiled.pages import Order, Place, bounds, complete, size
from tests.compiled.reading import Reading


class Wish(NamedTuple):
    """Which rows of a list are wanted, in which order, and between which places."""

    condition: Condition
    orders: tuple[Order, ...]
    limits: list[tuple[Place, int]]


def wanted(
    reading: Reading, kind: str, field: GraphQLField, given: Mapping[str, Any], by_itself: tuple[Order, ...] = ()
) -> Wish:
    """What the arguments of a list ask for. Refuses what is wrong with them."""
    size(given.get("first"), given.get("last"))
    meets = condition(reading.kinds, kind, input_of(field.args["filter"].type), given.get("filter"))
    asked = [Order(each["field"].lower(), each["direction"] == "DESC") for each in given.get("orderBy") or ()]
    coming = (Order("created_position"),) if kind in reading.kinds.of_room.values() else ()
    orders = complete(kind, asked or by_itself or coming)
    return Wish(meets, orders, bounds(kind, orders, reading.cursors, given.get("after"), given.get("before")))


def moment_meant(reading: Reading, position: int | None, at: datetime | None) -> tuple[int, datetime | None]:
    """The position that is asked about, and what the clock said, if it was asked by the clock.

    Refuses both or neither of position and moment, and a position that is yet to come.
    """
    if (position is None) == (at is None):
        raise refusal("as_of.one")
    if at is not None:
        return reading.history.position_at(at), at
    assert position is not None
    if position > reading.history.head:
        raise refusal("as_of.not_yet")
    return position, None


def of_list(connection: str) -> str:
    """The kind of the rows of a connection."""
    return connection.removesuffix("Connection")
