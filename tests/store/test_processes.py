"""Several processes at one store, and processes that are killed while they write."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from application.store import Store, Stored
from tests.store.worker import opened

ROOT = Path(__file__).parents[2]
Place = tuple[str, str]
Process = subprocess.Popen[str]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where to open a store, as a worker is told."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger"), "-"
    return request.getfixturevalue("postgres_dsn"), request.getfixturevalue("schema")


@contextmanager
def workers(place: Place, task: str, processes: int, threads: int, events: int) -> Iterator[list[Process]]:
    """Processes that have opened the store and begin when told. They are killed at the end of the block."""
    command = [sys.executable, "-m", "tests.store.worker", task, *place]
    started = [
        subprocess.Popen(
            [*command, f"w{n}", str(threads), str(events)],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for n in range(processes)
    ]  # fmt: skip
    try:
        for process in started:
            assert process.stdout and process.stdout.readline() == "ready\n"
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def begin(processes: list[Process]) -> None:
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()


def told(processes: list[Process]) -> list[list[str]]:
    """The words of every line that the processes say until they end well."""
    begin(processes)
    lines = [line.split() for process in processes for line in process.communicate(timeout=60)[0].splitlines()]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return lines


def followed(store: Store, events: int, patience: float = 60) -> list[Stored]:
    """What a follower gets to see, in the order in which it does."""
    seen: list[Stored] = []
    deadline = time.monotonic() + patience
    while len(seen) < events and time.monotonic() < deadline:
        if store.wait(seen[-1].position if seen else 0, 1):
            seen += store.log(seen[-1].position if seen else 0, 500)
    return seen


def in_order(seen: list[Stored]) -> bool:
    """Positions from 1 without gaps, versions from 1 without gaps in every stream."""
    versions: Counter[str] = Counter()
    for nth, stored in enumerate(seen, 1):
        versions[stored.stream] += 1
        if (stored.position, stored.version) != (nth, versions[stored.stream]):
            return False
    return True


def test_a_follower_misses_nothing(place: Place) -> None:
    on_sqlite = place[1] == "-"
    processes, threads, events = (2, 4, 8_000) if on_sqlite else (4, 4, 20_000)
    each = events // (processes * threads)
    with closing(opened(*place)) as store, workers(place, "write", processes, threads, each) as writers:
        begin(writers)
        seen = followed(store, events)
        assert len(seen) == events == store.head()
        assert in_order(seen)
        assert set(Counter(stored.stream for stored in seen).values()) == {each}


def test_a_command_has_one_effect_in_whichever_process(place: Place) -> None:
    with workers(place, "answer", 2, 2, 50) as processes:
        lines = told(processes)
    effects = {n: name for word, n, name in lines if word == "recorded"}
    assert Counter(word for word, _, _ in lines) == {"recorded": 50, "repeated": 150}
    assert all(effects[n] == name for _, n, name in lines)
    with closing(opened(*place)) as store:
        assert store.head() == 50


def test_a_unique_key_has_one_holder_in_whichever_process(place: Place) -> None:
    with workers(place, "claim", 2, 2, 50) as processes:
        lines = told(processes)
    holders = {n: stream for word, n, stream in lines if word == "won"}
    assert Counter(word for word, _, _ in lines) == {"won": 50, "lost": 150}
    assert all(holders[n] == stream for _, n, stream in lines)
    with closing(opened(*place)) as store:
        assert [store.claimed("key", n) for n in holders] == [[stream] for stream in holders.values()]
        assert store.head() == 50


def test_a_series_is_drawn_without_gaps(place: Place) -> None:
    with workers(place, "draw", 2, 2, 50) as processes:
        told(processes)
    with closing(opened(*place)) as store:
        assert [stored.version for stored in store.stream("series")] == list(range(1, 201))


def test_processes_that_open_a_new_place_together_lay_it_out_once(place: Place) -> None:
    with workers(place, "write", 4, 1, 5) as processes:
        told(processes)
    with closing(opened(*place)) as store:
        assert in_order(store.log(0, 100)) and store.head() == 20


@pytest.mark.parametrize("seed", range(10))
def test_whatever_was_acknowledged_outlives_a_kill(place: Place, seed: int) -> None:
    with workers(place, "write_on", 2, 4, 0) as (victim, survivor):
        begin([victim, survivor])
        time.sleep(random.Random(seed).uniform(0.01, 0.2))
        victim.kill()
        acknowledged = [line.split() for line in victim.communicate()[0].splitlines()]
        assert survivor.stdout and survivor.stdout.readline()
        survivor.kill()
        acknowledged += [line.split() for line in survivor.communicate()[0].splitlines()]
    with closing(opened(*place)) as store:
        log = store.log(0, 100_000)
        assert in_order(log)
        at = {stored.stream: stored.position for stored in log if stored.version == 2}
        assert set(Counter(stored.stream for stored in log).values()) <= {2}
        whole = [line for line in acknowledged if len(line) == 3]
        assert all(at.get(stream) == int(position) for _, stream, position in whole)
        assert all(store.receipt(stream) and store.claimed("made", stream) == [stream] for stream in at)
        assert len(whole) <= len(at)


def test_leadership_passes_on_when_its_holder_is_killed(place: Place) -> None:
    with workers(place, "lead", 1, 1, 0) as (leader,), closing(opened(*place)) as store:
        begin([leader])
        assert leader.stdout and leader.stdout.readline() == "leads True\n"
        assert not store.leads("timers")
        leader.kill()
        leader.wait()
        deadline = time.monotonic() + 10
        while not store.leads("timers") and time.monotonic() < deadline:
            time.sleep(0.01)
        assert store.leads("timers")
