"""Cursors: a row's place in an order, as opaque text. A cursor of another list, or a damaged one, is refused."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
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
MARK = 6
NUL = b"\\u0000"
"""In no text that a row has."""


def cursor(table: Table, orders: Sequence[Order], row: Mapping[str, Any]) -> str:
    """The place of a row, which must have the columns of the order."""
    values = msgspec.json.encode([row[order.column] for order in orders])
    return urlsafe_b64encode(seal(table, orders, values) + values).decode().rstrip("=")


def place(table: Table, orders: Sequence[Order], given: str) -> list[Any]:
    """The values of the order's columns in the row that the cursor names. Refuses INVALID."""
    try:
        data = urlsafe_b64decode(given + "=" * (-len(given) % 4))
    except ValueError:
        raise INVALID(cursor=given) from None
    mark, values = data[:MARK], data[MARK:]
    if mark != seal(table, orders, values) or NUL in values.replace(rb"\\", b""):
        raise INVALID(cursor=given)
    columns = [table.columns[order.column] for order in orders]
    try:
        kept = msgspec.json.decode(values)
        return [msgspec.convert(v, c.type | None, strict=False) for v, c in zip(kept, columns, strict=True)]
    except (msgspec.MsgspecError, ValueError, TypeError):
        raise INVALID(cursor=given) from None


def seal(table: Table, orders: Sequence[Order], values: bytes) -> bytes:
    """Tells this list in this order from every other, and whole cursors from damaged ones; it keeps no secret."""
    about = msgspec.json.encode([table.name, orders])
    return blake2b(values, digest_size=MARK, key=blake2b(about, digest_size=32).digest()).digest()
