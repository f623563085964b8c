"""Lists in their order, and pages of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cmp_to_key, partial
from typing import Any, NamedTuple

from tests.compiled.conditions import refusal
from tests.compiled.history import Row

LARGEST = 100
"""Rows of a page."""


class Order(NamedTuple):
    """One value to sort by."""

    name: str
    descending: bool = False


class Place(NamedTuple):
    """Where a row stands in a list of its kind in that order: the values that it is sorted by."""

    kind: str
    orders: tuple[Order, ...]
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """Some rows of a list, what lies around them, and how many the whole list has."""

    rows: list[Row]
    has_next: bool
    has_previous: bool
    total: int
    orders: tuple[Order, ...]

    def place(self, row: Row) -> Place:
        """Where the row stands."""
        return place(row, self.orders)


BY_ITSELF = {
    "Event": (Order("position"),), "Signature": (Order("position"),), "WorkItem": (Order("due"),),
    "Obligation": (Order("due"),),
}  # fmt: skip
"""How lists are sorted when nothing is said. Records are in their order of coming, others by id."""


def complete(kind: str, orders: Iterable[Order]) -> tuple[Order, ...]:
    """The order with the id at its end, in the direction of what stands before it: so no two rows are equal."""
    given = tuple(orders) or BY_ITSELF.get(kind, ())
    if any(each.name == "id" for each in given):
        return given
    return (*given, Order("id", bool(given) and given[-1].descending))


def place(row: Row, orders: tuple[Order, ...]) -> Place:
    return Place(row.kind, orders, tuple(row.value(each.name) for each in orders))


def compare(orders: Sequence[Order], one: Sequence[Any], other: Sequence[Any]) -> int:
    """Less than 0 when the one comes before the other. An absent value is greater than every other."""
    for order, a, b in zip(orders, one, other, strict=True):
        if a != b:
            greater = a is None or (b is not None and a > b)
            return 1 if greater != order.descending else -1
    return 0


def size(first: int | None, last: int | None) -> int:
    """How many rows are wanted, from the beginning or from the end. Refuses sizes out of bounds."""
    wanted = first if last is None else last
    if (first is None) == (last is None) or wanted is None or not 1 <= wanted <= LARGEST:
        raise refusal("page.size")
    return wanted


def bounds(
    kind: str, orders: tuple[Order, ...], places: Callable[[str], Place | None], after: str | None, before: str | None
) -> list[tuple[Place, int]]:
    """The places of the cursors, with the sign of what comes after or before. Refuses those of other lists."""
    found = []
    for cursor, sign in ((after, 1), (before, -1)):
        if cursor is not None:
            at = places(cursor)
            if at is None or (at.kind, at.orders) != (kind, orders):
                raise refusal("page.invalid_cursor")
            found.append((at, sign))
    return found


def page(
    rows: Iterable[Row], orders: tuple[Order, ...], first: int | None, last: int | None, limits: list[tuple[Place, int]]
) -> Page:
    """The page of these rows that lies between the limits."""
    by_values = cmp_to_key(partial(compare, orders))
    listed = sorted(rows, key=lambda row: by_values(place(row, orders).values))
    left = listed
    for at, sign in limits:
        left = [row for row in left if compare(orders, place(row, orders).values, at.values) * sign > 0]
    signs = [sign for _, sign in limits]
    more = len(left) > size(first, last)
    if last is not None:
        return Page(left[-last:], -1 in signs, more, len(listed), orders)
    return Page(left[:first], more, 1 in signs, len(listed), orders)
