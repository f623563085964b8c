"""Whoever waits for a position is told when it is shown, however many wait for others."""

import asyncio

from graphql_api.reaching import reached
from projections.awaited import FEW, Awaited
from projections.views import Views
from tests.projections.log import Log
from tests.projections.running import GATE, PATIENCE, running
from tests.projections.workshop import StepFinished, StepId


def test_each_is_told_once_its_position_is_reached_and_never_again() -> None:
    awaited, told = Awaited(), list[int]()
    for position in (3, 1, 2, 2):
        awaited.add(position, lambda position=position: told.append(position))  # type: ignore[misc]
    for position, expected in ((0, []), (2, [1, 2, 2]), (2, [1, 2, 2]), (9, [1, 2, 2, 3])):
        awaited.reach(position)
        assert told == expected


def test_who_waits_no_more_is_not_told_and_leaves_nothing_behind() -> None:
    awaited, told = Awaited(), list[int]()
    awaited.add(5, lambda: told.append(5))
    for position in range(1_000):
        awaited.add(position, lambda: told.append(0))()
    assert len(awaited._next) <= FEW + 2
    awaited.reach(1_000)
    assert told == [5]


def test_those_who_wait_for_what_never_comes_keep_nobody_else_waiting(views: Views) -> None:
    log = Log()

    async def scene() -> None:
        hopeless = [asyncio.ensure_future(reached(runner, 10**9, PATIENCE)) for _ in range(500)]
        await asyncio.sleep(0)
        for number in range(3):
            assert await reached(runner, log.record(f"job-{number}", GATE), PATIENCE)
        assert not any(each.done() for each in hopeless)
        assert not await reached(runner, 10**9, 0.01)

    with running(log, views) as runner:
        asyncio.run(scene())


def test_nobody_waits_for_views_that_have_stopped(views: Views) -> None:
    log = Log()
    with running(log, views) as runner:
        position = log.record("job-1", StepFinished(step=StepId("none")))
        for _ in range(2):
            assert not asyncio.run(asyncio.wait_for(reached(runner, position, 10 * PATIENCE), PATIENCE))
