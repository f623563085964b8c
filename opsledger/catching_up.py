"""Waiting until the views show what was recorded."""

from collections.abc import Callable

from opsledger.compose import Product

LOOK = 0.25
"""Seconds between two figures of how far the views are."""


def catch_up(running: Product, tell: Callable[[int], None] = lambda _: None) -> None:
    """Wait until the views show everything that is in the ledger now. Raises what has stopped them."""
    head = running.feed.head()
    while not running.runner.wait(head, LOOK):
        status = running.runner.status()
        if status.error:
            raise status.error
        tell(status.position)
    tell(head)
