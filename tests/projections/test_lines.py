"""On PostgreSQL many questions are with the server at once, and none waits longer than it must for another."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from projections import postgres, postgres_lines
from projections.database import TooSlow, Unavailable
from projections.postgres import PostgresDatabase
from projections.postgres_lines import OFTEN, PostgresLine

Told = Callable[..., Awaitable[list[bytes | None]]]
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture
def database(postgres_dsn: str) -> Iterator[PostgresDatabase]:
    with closing(PostgresDatabase(postgres_dsn, "nothing")) as database:
        yield database


def play(database: PostgresDatabase, scene: Callable[[Told], Awaitable[Any]]) -> Any:
    """What comes of a scene in an event loop of its own."""

    async def whole() -> Any:
        return await scene(lambda sql, *values: database.told(sql, values, asyncio.to_thread))

    return asyncio.run(whole())


def end_sessions(dsn: str) -> None:
    """Have the server hang up on everybody else."""
    with psycopg.connect(dsn, autocommit=True) as other:
        other.execute(f"SELECT pg_terminate_backend(pid, 5000) {OTHERS}".encode())


def test_a_slow_statement_holds_nobody_else_up(database: PostgresDatabase) -> None:
    async def scene(told: Told) -> None:
        slow = asyncio.ensure_future(told("SELECT pg_sleep(0.3)::text"))
        for _ in range(20):
            assert await told("SELECT 'quick'") == [b"quick"]
        assert not slow.done()
        assert await slow == [b""]

    play(database, scene)


def test_many_questions_at_once_share_few_connections(database: PostgresDatabase) -> None:
    async def scene(told: Told) -> None:
        questions = (told("SELECT %s || pg_sleep(0.01)", f"it {number}") for number in range(40))
        answers = await asyncio.gather(*questions)
        assert answers == [[f"it {number}".encode()] for number in range(40)]
        ((sessions,),) = database.read(f"SELECT count(*) {OTHERS} AND query LIKE '%%pg_sleep%%'")
        assert sessions == postgres_lines.CONNECTIONS

    play(database, scene)


def test_one_that_is_too_slow_is_stopped_beside_others(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE", 0.2)

    async def scene(told: Told) -> None:
        slow, quick = await asyncio.gather(
            told("SELECT pg_sleep(60)::text"), told("SELECT 'quick'"), return_exceptions=True
        )
        assert isinstance(slow, TooSlow)
        assert quick == [b"quick"]

    play(database, scene)


def test_who_gives_up_waiting_leaves_no_answer_to_others(database: PostgresDatabase) -> None:
    async def scene(told: Told) -> None:
        for patience in (0.001, *(0.05 for _ in range(postgres_lines.CONNECTIONS + 1))):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(told("SELECT 'late' || pg_sleep(0.5)"), patience)
        assert await told("SELECT 'mine'") == [b"mine"]

    play(database, scene)


def test_what_is_larger_than_the_network_takes_at_once_is_sent_and_received(database: PostgresDatabase) -> None:
    text = "很长的话" * 500_000
    assert play(database, lambda told: told("SELECT %s::text", text)) == [text.encode()]


def test_connections_that_end_while_they_are_idle_are_not_missed(database: PostgresDatabase, postgres_dsn: str) -> None:
    async def scene(told: Told) -> None:
        for _ in range(2):
            assert await told("SELECT 'on'") == [b"on"]
            await asyncio.to_thread(end_sessions, postgres_dsn)

    play(database, scene)
    assert play(database, lambda told: told("SELECT 'on'")) == [b"on"]


def test_a_first_question_that_the_server_hangs_up_on_is_unavailable_for_the_moment(
    database: PostgresDatabase, postgres_dsn: str
) -> None:
    async def scene(told: Told) -> None:
        asked = asyncio.ensure_future(told("SELECT pg_sleep(60)::text"))
        while not database.read(f"SELECT 1 {OTHERS} AND wait_event = 'PgSleep'"):
            await asyncio.sleep(0.01)
        await asyncio.to_thread(end_sessions, postgres_dsn)
        with pytest.raises(Unavailable):
            await asked
        assert await told("SELECT 'on'") == [b"on"]

    play(database, scene)


def test_an_event_loop_takes_over_the_connections_of_one_that_has_ended(database: PostgresDatabase) -> None:
    first, second = (play(database, lambda told: told("SELECT pg_backend_pid()::text")) for _ in range(2))
    assert first == second


def test_whoever_leaves_while_a_statement_is_prepared_leaves_the_connection_in_order(postgres_dsn: str) -> None:
    async def scene() -> None:
        line = PostgresLine(psycopg.connect(postgres_dsn, autocommit=True))
        line.attend(asyncio.get_running_loop())
        for _ in range(OFTEN - 1):
            await line.told("SELECT 'one'", ())
        leaving = asyncio.ensure_future(line.told("SELECT 'one'", ()))
        await asyncio.sleep(0)
        while line._awaited:
            await asyncio.sleep(0)
        leaving.cancel()  # the server has prepared it, and whoever asked has not heard so
        with pytest.raises(asyncio.CancelledError):
            await leaving
        for statement in ("SELECT 'one'", "SELECT 'two'"):
            for _ in range(OFTEN + 1):
                assert await line.told(statement, ()) == [statement[-4:-1].encode()]
        line.close()

    asyncio.run(scene())
