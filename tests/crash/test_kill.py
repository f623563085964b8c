"""The program is killed while it records, again and again: what it has confirmed is there, whole and once.

Five times on each database, or as often as OPSLEDGER_TEST_KILLS says.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from opsledger.commands.catching_up import catch_up
from opsledger.compose import Product, product
from opsledger.settings import from_environment
from projections.rebuild import differences
from projections.visibility import SYSTEM
from tests import postgres

KILLS = int(os.environ.get("OPSLEDGER_TEST_KILLS", "5"))
WRITERS = 4
PATIENCE = 60.0
"""Seconds after which an answer or the views will not come any more, on a machine that does much else meanwhile."""
ADMIN = "the-administrator's-token"
MIGRATE = "mutation($input: IssueMigrateInput!) { done: issueMigrate(input: $input) { position refusal { code } } }"
ROWS = [
    {"status": "Accepted", "subStatus": "Assigned", "at": "2026-01-05T08:00:00Z"},
    {"status": "Accepted", "subStatus": "In Progress", "at": "2026-01-06T08:00:00Z"},
    {"status": "Completed", "subStatus": "Closed", "at": "2026-01-07T08:00:00Z"},
]
Environment = Mapping[str, str]
Place = tuple[str, int]
"""A command by its id, and the position at which it was confirmed."""


@pytest.fixture(params=["sqlite", "postgres"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Environment]:
    """Where the program keeps its ledger: nowhere yet."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("OPSLEDGER_")}
    ours = {"OPSLEDGER_DATA": str(tmp_path), "OPSLEDGER_PORT": "0", "OPSLEDGER_ADMIN_TOKEN": ADMIN}
    if request.param == "sqlite":
        yield {**others, **ours}
        return
    with postgres.database_on(request.getfixturevalue("postgres_dsn")) as database:
        yield {**others, **ours, "OPSLEDGER_DATABASE": database}


class Server(NamedTuple):
    """The running program, and a client of it."""

    process: subprocess.Popen[str]
    client: httpx.Client


@contextmanager
def serving(environment: Environment) -> Iterator[Server]:
    """The program, until it is killed, at the end of the block at the latest."""
    command = [sys.executable, "-m", "opsledger", "serve", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert said, "it does not start, as it says on stderr; was the program changed since the test began?"
            url = json.loads(said)["url"]
            with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {ADMIN}"}, timeout=PATIENCE) as client:
                yield Server(process, client)
        finally:
            process.kill()


def migrated(client: httpx.Client, command: str) -> Place:
    """Have several events recorded by one command; the command and its position, once that is confirmed.

    A refusal is no confirmation.
    """
    case = {"source": "old ledger", "case": command, "title": "A case", "rows": ROWS, "commandId": command}
    answer = client.post("/graphql", json={"query": MIGRATE, "variables": {"input": case}})
    assert answer.status_code == 200, answer.text
    done = answer.json()["data"]["done"]
    assert done["refusal"] is None, answer.text
    return command, done["position"]


class Writer(threading.Thread):
    """Gives one command after the other until the program dies: the last one is not confirmed."""

    def __init__(self, client: httpx.Client, name: str) -> None:
        super().__init__(name=name)
        self.client = client
        self.given = f"{name}-0"
        self.confirmed: list[Place] = []
        self.start()

    def run(self) -> None:
        with suppress(httpx.HTTPError):
            while True:
                self.confirmed.append(migrated(self.client, self.given))
                self.given = f"{self.name}-{len(self.confirmed)}"


def require_caught_up(client: httpx.Client) -> None:
    """The views come up to the ledger by themselves."""
    deadline = time.monotonic() + PATIENCE
    while True:
        health = client.get("/healthz").json()
        assert health["status"] == "ok" and time.monotonic() < deadline, health
        if health["shown"] >= health["recorded"]:
            return
        time.sleep(0.05)


def test_what_was_confirmed_outlives_every_kill(environment: Environment) -> None:
    confirmed: list[Place] = []
    writers: list[Writer] = []
    for kill in range(KILLS):
        with serving(environment) as (process, client):
            confirmed += [migrated(client, writer.given) for writer in writers]
            require_caught_up(client)
            writers = [Writer(client, f"{kill}-{n}") for n in range(WRITERS)]
            time.sleep(random.uniform(0.2, 0.8))
            assert process.poll() is None, "it ended by itself"
            process.kill()
            for writer in writers:
                writer.join()
                confirmed += writer.confirmed
    with product(from_environment(environment)) as running:
        catch_up(running)
        require_whole(running, dict(confirmed))


def require_whole(running: Product, confirmed: Mapping[str, int]) -> None:
    """Every command is there at its place, once and with all its events; and the views say the same as made anew."""
    log = running.feed.log(0, sys.maxsize)
    assert [recorded.position for recorded in log] == list(range(1, len(log) + 1))
    events = Counter(recorded.envelope.command for recorded in log)
    ends = {recorded.envelope.command: recorded.position for recorded in log}
    assert set(events.values()) == {len(ROWS)}
    assert {command: ends.get(command) for command in confirmed} == confirmed
    assert running.views.as_seen_by(SYSTEM).count("event") == len(log)
    assert differences(running.views, running.feed) == []
