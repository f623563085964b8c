"""Calls are made where they hold nobody up."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from graphql_api.threads import Blocks, Threads, may_block


@pytest.fixture
def threads() -> Iterator[Threads]:
    with closing(Threads()) as threads:
        yield threads


def test_what_is_at_hand_is_answered_in_the_event_loop_and_what_may_block_by_a_thread(threads: Threads) -> None:
    made: list[str] = []

    def known() -> str:
        return threading.current_thread().name

    def looked_up() -> str:
        made.append("begun")
        may_block()
        return threading.current_thread().name

    async def scene() -> tuple[str, str]:
        return await threads.here(known), await threads.here(looked_up)

    here, there = asyncio.run(scene())
    assert here == threading.current_thread().name
    assert there.startswith("work-")
    assert made == ["begun", "begun"]


def test_nothing_that_may_block_is_begun_in_an_event_loop() -> None:
    async def scene() -> None:
        may_block()

    may_block()
    with pytest.raises(Blocks):
        asyncio.run(scene())
