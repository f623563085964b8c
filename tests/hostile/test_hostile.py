"""Whatever is sent is answered in time, by no fault of ours, and nothing comes to be recorded.

`OPSLEDGER_TEST_HOSTILE=2000` sends so many requests, for whoever changes the edge.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphql_api.app import create_app
from graphql_api.schema import schema
from opsledger.listening import Server
from tests.api.running import ADMIN, ROOMS, Running, running
from tests.hostile.storm import HANGS, storm

NUMBER = int(os.environ.get("OPSLEDGER_TEST_HOSTILE", "250"))
SEED = int(os.environ.get("OPSLEDGER_TEST_SEED", "7"))


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Running]:
    """A garden in a folder of its own."""
    with running(str(tmp_path), str(tmp_path)) as garden:
        yield garden


@pytest.fixture
def address(product: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """Where it is served, by the server of the program; it waits less long for what does not come."""
    monkeypatch.setattr("graphql_api.arrivals.PATIENCE", 0.5)
    monkeypatch.setattr("opsledger.listening.PATIENCE", 0.5)
    app = create_app(product)
    server, door = Server(app, app), socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([door],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield door.getsockname()
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


def test_hostile_requests_are_answered_and_come_to_nothing(product: Running, address: tuple[str, int]) -> None:
    before = product.recorded()
    counts, wrong = storm(address, schema(*ROOMS), NUMBER, SEED, (ADMIN, ADMIN, ADMIN, "guess", ""))
    told = "\n\n".join(f"{each.status} {each.sent[:2_000]!r}\n{each.told[-500:]!r}" for each in wrong[:5])
    assert not wrong, told
    assert HANGS not in counts
    assert sum(counts[status] for status in (200, 400, 401)) > NUMBER / 2, counts
    assert product.recorded() == before
