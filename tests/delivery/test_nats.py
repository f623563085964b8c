"""The log in NATS JetStream: each event once, in order, also when broker or relay die on the way."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import nats
import pytest
from nats.errors import Error
from nats.js.errors import APIError

from application.delivery.nats import NotOurs, Relay
from application.feeds.events import Events
from tests.delivery.business import SECRET, Business, business

SERVER = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin")
pytestmark = pytest.mark.skipif(SERVER is None, reason="there is no nats-server here: apt-get install nats-server")


class Broker:
    """A server that can be killed and started again over the same folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"nats://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        assert SERVER
        self._process = subprocess.Popen(
            [SERVER, "--jetstream", "--store_dir", self._folder, "--addr", "127.0.0.1", "--port", str(self._port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
                return
            except OSError:
                assert self._process.poll() is None
                asyncio.run(asyncio.sleep(0.01))
        raise AssertionError("the server did not come up")

    def reach(self, position: int) -> None:
        """Wait until the event at that position is in the stream."""

        async def reached() -> None:
            connection = await nats.connect(self.url)
            stream = connection.jetstream()
            async with asyncio.timeout(60):
                while True:
                    with suppress(APIError, Error):  # not there yet, or not ready yet
                        state = (await stream.stream_info("OPSLEDGER")).state
                        last = await stream.get_msg("OPSLEDGER", seq=state.last_seq)
                        if int(msgspec.json.decode(last.data or b"")["sequence"]) >= position:
                            break
                    await asyncio.sleep(0.02)
            await connection.close()

        asyncio.run(reached())

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    started = Broker(tmp_path / "nats")
    yield started
    started.kill()


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Business]:
    with business(str(tmp_path)) as opened:
        yield opened


def relay(company: Business, stream: str = "OPSLEDGER") -> Relay:
    return Relay(Events(company.ledger), lambda: company.erp, stream)


def relayed(company: Business, broker: Broker, after: int | None = None) -> int:
    return asyncio.run(relay(company).run(broker.url, after, once=True))


def messages(broker: Broker) -> list[Any]:
    """The CloudEvents in the stream, in its order."""

    async def read() -> list[Any]:
        connection = await nats.connect(broker.url)
        stream = connection.jetstream()
        state = (await stream.stream_info("OPSLEDGER")).state
        found = [await stream.get_msg("OPSLEDGER", seq=each) for each in range(state.first_seq, state.last_seq + 1)]
        await connection.close()
        return [msgspec.json.decode(each.data or b"") for each in found]

    return asyncio.run(read())


def recorded(company: Business) -> list[int]:
    """The positions of what the program may see."""
    events = Events(company.ledger)
    items = events.read(0, 10_000)
    return [each.position for each in items if events.sight.may_see(company.erp, each.stored)]


def test_each_event_is_relayed_once_and_the_stream_says_where_to_go_on(company: Business, broker: Broker) -> None:
    goal = company.goal()
    company.review(goal, 3)
    assert relayed(company, broker) == company.ledger.store.head()
    company.review(goal, 2)
    relayed(company, broker)
    relayed(company, broker)
    found = messages(broker)
    assert [int(each["sequence"]) for each in found] == recorded(company)
    assert {each["type"] for each in found} == {"opsledger.goal.set", "opsledger.goal.reviewed"}


def test_two_relays_at_once_put_nothing_in_twice(company: Business, broker: Broker, monkeypatch: Any) -> None:
    company.review(company.goal(), 20)
    monkeypatch.setattr(company.ledger.store, "leads", lambda _: True)

    async def both() -> None:
        await asyncio.gather(*(relay(company).run(broker.url, None, once=True) for _ in range(2)))

    asyncio.run(both())
    assert [int(each["sequence"]) for each in messages(broker)] == recorded(company)


def test_killed_brokers_and_relays_lose_nothing_and_double_nothing(
    tmp_path: Path, company: Business, broker: Broker
) -> None:
    goal = company.goal()
    command = [sys.executable, "-m", "opsledger", "--data", str(tmp_path), "relay", "nats", "--url", broker.url]
    process = subprocess.Popen(command, env={**os.environ, "OPSLEDGER_TOKEN": SECRET})
    try:
        broker.reach(company.review(goal, 40))
        company.review(goal, 60)
        broker.kill()
        broker.start()
        broker.reach(company.review(goal, 20))
        company.review(goal, 60)
    finally:
        process.kill()
        process.wait()
    relayed(company, broker)
    assert [int(each["sequence"]) for each in messages(broker)] == recorded(company)


def test_a_stream_that_was_emptied_or_is_not_ours_is_left_alone(company: Business, broker: Broker) -> None:
    company.goal()
    relayed(company, broker)

    async def change(empty: bool) -> None:
        connection = await nats.connect(broker.url)
        if empty:
            await connection.jetstream().purge_stream("OPSLEDGER")
        else:
            await connection.jetstream().publish("opsledger.something", b"else")
        await connection.close()

    asyncio.run(change(empty=True))
    with pytest.raises(NotOurs):
        relayed(company, broker)
    position = company.review(company.goal())
    relayed(company, broker, after=position - 1)
    assert [int(each["sequence"]) for each in messages(broker)] == [position]
    asyncio.run(change(empty=False))
    with pytest.raises(NotOurs):
        relayed(company, broker)
