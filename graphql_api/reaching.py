"""Waiting, in an event loop, for what is shown to come to a position. It takes no thread: any number may wait."""

import asyncio
from functools import partial

from graphql_api.threads import called_in, settle
from projections.runner import Runner


async def reached(runner: Runner, position: int, patience: float) -> bool:
    """Whether the views show the position, within so many seconds; at once when they have stopped."""
    if shows(runner, position):
        return True
    loop = asyncio.get_running_loop()
    moved: asyncio.Future[None] = loop.create_future()
    forget = runner.tell(position, partial(called_in, loop, partial(settle, moved, moved.set_result, None)))
    try:
        await asyncio.wait([moved], timeout=patience)
    finally:
        forget()
    return shows(runner, position)


def shows(runner: Runner, position: int) -> bool:
    """Whether the views show the position now."""
    status = runner.status()
    return status.ready and status.position >= position
