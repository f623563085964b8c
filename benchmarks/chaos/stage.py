"""The stage: a database, processes on it, and who kills them when."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import nats
import psycopg
from nats.errors import Error
from nats.js.errors import APIError

from application.delivery.webhooks.sender import LEADERSHIP as SENDING
from application.store.postgres_layout import lock_number
from benchmarks.chaos.actors import SERVER, Actor, api, await_answers, free_port, name_of, relay, server, worker
from benchmarks.chaos.judge import Seen, in_body
from projections.runner import TASK as LEADING

STREAM = "OPSLEDGER"
LEADER = (
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted"
    " AND classid::bigint = %s AND objid::bigint = %s"
)


class Scale(NamedTuple):
    """How much of it: `pause` is the seconds between two kills, from and to; `kills` how many at most; `again`
    whether those who were killed begin again."""

    events: int
    apis: int
    victims: tuple[str, ...]
    pause: tuple[float, float]
    kills: int
    again: bool


class Stage:
    """Processes of every kind, all on one database, begun when it is made and ended with `ends`."""

    def __init__(self, scale: Scale, dsn: str, folder: Path, key: str, token: str, ends: ExitStack) -> None:
        self.scale, self._dsn = scale, dsn
        self.book = folder / "book"
        place = {"OPSLEDGER_DATABASE": dsn, "OPSLEDGER_DATA": str(folder / "data"), "OPSLEDGER_WEBHOOK_KEY": key}
        ports = [free_port() for _ in range(scale.apis)]
        self.addresses = [f"http://127.0.0.1:{port}" for port in ports]
        self._apis = [api(number, port, place, folder) for number, port in enumerate(ports)]
        self._others = {"worker": [worker("puller", token, self.book, self.addresses, folder) for _ in range(2)]}
        self.broker = f"nats://127.0.0.1:{free_port()}" if SERVER and "broker" in scale.victims else None
        if self.broker:
            self._others["broker"] = [server(self.broker, folder)]
            self._others["relay"] = [relay(self.broker, token, place, folder)]
        for each in (*self._apis, *(each for kind in self._others.values() for each in kind)):
            ends.callback(each.kill)
        await_answers(self.addresses, folder)

    def kill_some(self, chance: Random, while_: Callable[[], bool]) -> Counter[str]:
        """Kill at random and begin again, as long as that holds; how many of each kind."""
        killed: Counter[str] = Counter()
        victims = [each for each in self.scale.victims if each in ("api", "leader", "sender", *self._others)]
        while while_() and killed.total() < self.scale.kills:
            time.sleep(chance.uniform(*self.scale.pause))
            kind = victims[killed.total()] if self.scale.kills == len(victims) else chance.choice(victims)
            if victim := self._victim(kind, chance):
                victim.kill()
                if self.scale.again:
                    time.sleep(chance.uniform(0, 0.3))
                    victim.begin()
                killed[kind] += 1
        return killed

    def relayed(self) -> list[Seen]:
        """What is in the stream of goals, in its order."""
        return asyncio.run(self._relayed()) if self.broker else []

    def _victim(self, kind: str, chance: Random) -> Actor | None:
        if kind not in ("leader", "sender"):
            return chance.choice(self._apis if kind == "api" else self._others[kind])
        name = self._holder(LEADING if kind == "leader" else SENDING)
        return next((each for number, each in enumerate(self._apis) if name_of(number) == name), None)

    def _holder(self, task: str) -> str | None:
        """The name of the process that holds a leadership, as the database knows it."""
        number = lock_number("ledger", "lead", task) % 2**64
        with psycopg.connect(self._dsn) as connection:
            row = connection.execute(LEADER, (number >> 32, number % 2**32)).fetchone()
        return row[0] if row else None

    async def _relayed(self) -> list[Seen]:
        assert self.broker
        with suppress(Error, APIError, OSError):
            connection = await nats.connect(self.broker)
            subscription = await connection.jetstream().subscribe("opsledger.>", ordered_consumer=True)
            state = (await connection.jetstream().stream_info(STREAM)).state
            messages = [await subscription.next_msg(5) for _ in range(state.messages)]
            await connection.close()
            return [in_body(each.data) for each in messages if each.subject.startswith("opsledger.goal.")]
        return []


def missing(log: Sequence[Seen], got: Sequence[Seen]) -> int:
    """How many events of the log somebody lacks."""
    return len(set(log) - set(got))
