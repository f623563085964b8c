"""Cursors: a row's place in an order, as opaque text. A cursor of another list, or a damaged one, is refused."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from domain.shared.refusal import Reason
from projections.filters import Order
from projections.tables import Table

INVALID = Reason(
    "page.invalid_cursor",
    "The cursor {cursor} does not belong to this list in this order.",
    "游标{cursor}不属于此列表或其当前排序。",
)
MARK = 12
"""Characters at the beginning of a cursor that tell its list and order."""
WHOLE = range(-(2**63), 2**63)
"""Whole numbers that the databases keep."""
DIGITS = 1000
"""Digits before or after the point of a decimal that they keep."""


def cursor(table: Table, orders: Sequence[Order], row: Mapping[str, Any]) -> str:
    """The place of a row, which must have the columns of the order: their values as JSON, in hexadecimal digits."""
    return mark(table, tuple(orders)) + msgspec.json.encode([row[order.column] for order in orders]).hex()


def place(table: Table, orders: Sequence[Order], given: str) -> list[Any]:
    """The values of the order's columns in the row that the cursor names. Refuses INVALID.

    A cursor keeps no secret: whoever makes one up gets the rows after a place of their own making.
    """
    columns = [table.columns[order.column] for order in orders]
    try:
        if given[:MARK] != mark(table, tuple(orders)):
            raise INVALID(cursor=given)
        kept = msgspec.json.decode(bytes.fromhex(given[MARK:]))
        values = [msgspec.convert(v, c.type | None, strict=False) for v, c in zip(kept, columns, strict=True)]
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        raise INVALID(cursor=given) from None
    if not all(map(kept_anywhere, values)):
        raise INVALID(cursor=given)
    return values


def kept_anywhere(value: Any) -> bool:
    """Whether each database can be given the value: a made-up cursor may hold any."""
    match value:
        case int():
            return value in WHOLE
        case str():
            return "\0" not in value
        case Decimal():
            return value.is_finite() and abs(value.adjusted()) < DIGITS and len(value.as_tuple().digits) < 2 * DIGITS
        case datetime():
            return value.tzinfo is UTC
        case _:
            return True


@lru_cache(1024)
def mark(table: Table, orders: tuple[Order, ...]) -> str:
    """Tells this list in this order from every other."""
    return blake2b(msgspec.json.encode([table.name, orders]), digest_size=MARK // 2).hexdigest()
