"""The items of lists that only grow (`Growing`): each is a row of its own, written once, when it was added.

Inside the row of its record it would be written again with every version of that row, with all items before it.
"""

from typing import Any, NewType

from msgspec import Struct

from projections.across import RowId
from projections.tables import Reading, about_all

ListId = NewType("ListId", str)


class Item(Struct, frozen=True, kw_only=True):
    """An item of a list of some record. Whoever sees the record sees it."""

    id: RowId
    """Within the list, ids are in the order of the items."""
    list: ListId
    """The record and the name of the list in it."""
    position: int
    """The place in the log of the event that added it."""
    value: Any


ITEM = about_all("item", "列表项", Item, Reading(()), grows=True)


def list_id(record: str, name: str) -> str:
    """What the list of that name is called among those of all records."""
    return f"{record}:{name}"


def item_id(record: str, name: str, place: int) -> str:
    """What the item at that place of a list is called: sorted as text, a thousand million of them are in order."""
    return f"{list_id(record, name)}:{place:09}"
