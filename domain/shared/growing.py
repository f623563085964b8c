"""Lists of a record to which is only ever added."""

from typing import Annotated, Final, TypeVar

Item = TypeVar("Item")
GROWS: Final = "grows"

Growing = Annotated[tuple[Item, ...], GROWS]
"""A list in the state of a record that only grows, such as what people say: nothing in it changes or goes away.

Each item is then shown to readers out of a row of its own, and not written anew with all that happens to the record.
"""
