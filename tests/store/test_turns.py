"""Group commit by itself."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from application.store.turns import Outcome, Turns
from application.store.values import Unavailable


def test_whoever_is_alone_writes_in_its_own_thread() -> None:
    writers: list[int] = []

    def write(works: Sequence[int]) -> list[Outcome]:
        writers.append(threading.get_ident())
        return [work * 2 for work in works]

    turns = Turns(write)
    assert [turns.do(n) for n in range(3)] == [0, 2, 4]
    assert set(writers) == {threading.get_ident()}


def test_those_who_come_meanwhile_are_written_together() -> None:
    groups: list[list[int]] = []
    first_is_in, go_on = threading.Event(), threading.Event()

    def write(works: Sequence[int]) -> list[Outcome]:
        groups.append(sorted(works))
        first_is_in.set()
        assert go_on.wait(10)
        return [ValueError(work) if work == 5 else work for work in works]

    turns = Turns(write, at_once=4)
    with ThreadPoolExecutor(7) as pool:
        first = pool.submit(turns.do, 0)
        assert first_is_in.wait(10)
        others = [pool.submit(turns.do, n) for n in range(1, 7)]
        while len(turns._waiting) < 6:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result() == 0
        assert [type(other.exception() or other.result()) for other in others] == [int] * 4 + [ValueError, int]
    assert [len(group) for group in groups] == [1, 4, 2]


def test_where_it_is_worth_it_a_group_waits_for_those_of_the_last_one() -> None:
    groups: list[int] = []
    patience = [0.0]

    def write(works: Sequence[int]) -> list[Outcome]:
        groups.append(len(works))
        while len(groups) == 1 and len(turns._waiting) < 3:
            threading.Event().wait(0.001)
        return list(works)

    turns = Turns(write, patience=lambda: patience[0])
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(turns.do, range(4))) == [0, 1, 2, 3]
        assert groups == [1, 3]
        patience[0] = 60.0
        assert sorted(pool.map(turns.do, range(3))) == [0, 1, 2]
        assert groups == [1, 3, 3]
        patience[0] = 0.01
        assert turns.do(4) == 4
        patience[0] = 60.0
        assert turns.do(5) == 5
        assert groups == [1, 3, 3, 1, 1]


def test_a_writer_that_fails_fails_its_group_and_no_other() -> None:
    turns: Turns[int] = Turns(lambda works: [] if 1 in works else list(works))
    with pytest.raises(ValueError, match="unpack"):
        turns.do(1)
    assert turns.do(2) == 2


def test_a_writer_that_is_interrupted_leaves_its_place() -> None:
    def write(works: Sequence[int]) -> list[Outcome]:
        if works == [1]:
            raise KeyboardInterrupt
        return list(works)

    turns = Turns(write)
    with pytest.raises(KeyboardInterrupt):
        turns.do(1)
    assert turns.do(2) == 2


def test_an_outcome_that_never_came_is_said_to_be_unknown() -> None:
    entered, interrupt = threading.Event(), threading.Event()

    def write(works: Sequence[int]) -> list[Outcome]:
        entered.set()
        assert interrupt.wait(10)
        if 2 in works:
            raise SystemExit
        return list(works)

    turns = Turns(write)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(turns.do, 1)
        assert entered.wait(10)
        leader, follower = pool.submit(turns.do, 2), pool.submit(turns.do, 3)
        while len(turns._waiting) < 2:
            threading.Event().wait(0.001)
        interrupt.set()
        assert first.result() == 1
        failures = {type(leader.exception()), type(follower.exception())}
    assert failures == {SystemExit, Unavailable}
    assert turns.do(4) == 4
