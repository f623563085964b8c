"""Waiting until the views show what was recorded, and until it is signed."""

import time
from collections.abc import Callable

from application.integrity.checkpoint import Checkpoint
from opsledger.commands.answer import absent
from opsledger.compose import Product

LOOK = 0.25
"""Seconds between two figures of how far the views are."""
PATIENCE = 60
"""Seconds after which views that do not move are given up."""


def catch_up(running: Product, tell: Callable[[int], None] = lambda _: None) -> None:
    """Wait until the views show everything that is in the ledger now.

    Raises what has stopped them, or Wrong when they do not move: then another process leads, and does not write.
    """
    head, reached, since = running.feed.head(), 0, time.monotonic()
    while not running.runner.wait(head, LOOK):
        status = running.runner.status()
        if status.error:
            raise status.error
        if status.position > reached:
            reached, since = status.position, time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            raise absent("views.behind", f"It is recorded, but the views stay at position {reached:,} of {head:,}.")
        tell(status.position)
    tell(head)


def signed_up(running: Product) -> Checkpoint:
    """The newest checkpoint, once it is of everything that is in the ledger now.

    Raises what keeps this process from signing, or Wrong when the one that leads does not sign.
    """
    head, deadline = running.feed.head(), time.monotonic() + PATIENCE
    while True:
        newest = running.notary.catch_up()
        if newest and newest.size >= head:
            return newest
        if not head:
            raise absent("audit.nothing", "Nothing has been recorded yet, so there is nothing to sign.")
        if time.monotonic() > deadline:
            raise absent("audit.behind", "The server that signs the log does not sign: its log says why.")
        time.sleep(LOOK)
