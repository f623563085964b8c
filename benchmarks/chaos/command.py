"""`python -m benchmarks chaos`: kill at random while events are written, taken, sent and relayed; then count them."""

import os
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from random import Random

from application.delivery.webhooks.secrets import Secrets
from application.feeds.events import Events
from benchmarks.chaos.actors import Writer
from benchmarks.chaos.judge import Seen, in_body, in_book, problems, unsigned
from benchmarks.chaos.stage import Scale, Stage, missing
from domain.shared.ids import ADMINISTRATOR
from tests import postgres
from tests.delivery.business import SECRET, Business, business
from tests.delivery.receiver import receiving

WRITERS_TOKEN = "the writers' token"
KEY = "the key of webhooks"
WRITERS = 4
GOALS, TIMES = 20, 50
"""At least so many goals, and each of them is written about so often: what a goal keeps does not grow without end."""
PATIENCE = 90.0
"""Seconds without anything new after which somebody who lacks events, at the end, will not get them any more."""
LOOK = 1.0
"""Seconds between two looks at what somebody has got: that is some work too."""
FULL = Scale(50_000, 3, ("api", "leader", "sender", "worker", "relay", "broker"), (4.0, 12.0), sys.maxsize, True)
QUICK = Scale(200, 2, ("sender", "worker"), (0.1, 0.2), 2, False)
"""Each has one of them killed, the other goes on, and there is no broker: a few seconds."""


def run(*options: str) -> dict[str, object]:
    """What was killed, and how often events came twice. Ends with the problems that were found, if there are any."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that processes are ended and folders removed
    parser = ArgumentParser("python -m benchmarks chaos", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="some hundred events and two kills")
    parser.add_argument("--events", type=int, help="instead of 50,000")
    parser.add_argument("--seed", type=int, default=1, help="of the kills")
    given = parser.parse_args(options)
    scale = QUICK if given.quick else FULL
    figures, wrong = played(scale._replace(events=given.events or scale.events), Random(given.seed))
    if wrong:
        sys.exit("\n".join(wrong[:20]))
    return figures


def played(scale: Scale, chance: Random) -> tuple[dict[str, object], list[str]]:
    """Figures, and what was wrong. PostgreSQL is the server that OPSLEDGER_TEST_DSN names, else one of our own."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        server = os.environ.get("OPSLEDGER_TEST_DSN") or ends.enter_context(postgres.server())
        dsn = ends.enter_context(postgres.database_on(server))
        receiver = ends.enter_context(receiving())
        company = ends.enter_context(business(dsn))
        goals = prepared(company, receiver.url, max(GOALS, scale.events // TIMES))
        stage = Stage(scale, dsn, folder, KEY, SECRET, ends)
        began = time.monotonic()
        writers = written(goals, scale.events, stage.addresses)
        kills = stage.kill_some(chance, lambda: any(each.is_alive() for each in writers))
        for writer in writers:
            writer.join()
        wrote = time.monotonic() - began
        log = recorded(company)
        everybody: dict[str, Callable[[], Sequence[Seen]]] = {
            "puller": lambda: in_book(stage.book),
            "receiver": lambda: [in_body(each.body) for each in list(receiver.got)],
        }
        if stage.broker:
            everybody["stream"] = stage.relayed
        got = awaited(log, everybody)
        wrong = [each for who, seen in got.items() for each in problems(who, log, seen)]
        secret = Secrets(lambda: KEY, company.consuming.deliveries).newest(company.found("hook"))
        wrong += unsigned(receiver.got, secret)
        if len(got.get("stream", log)) != len(log):
            wrong.append("stream: events are in it twice")
        figures: dict[str, object] = {
            "events": len(log), "writing, events/s": round(scale.events / wrote),
            "all had everything after, s": round(time.monotonic() - began, 1),
            "commands repeated": sum(each.repeated for each in writers),
            **{f"killed: {kind}": number for kind, number in sorted(kills.items())},
            **{f"came twice to the {who}": len(seen) - len(set(seen)) for who, seen in got.items()},
        }
        return figures, wrong


def prepared(company: Business, url: str, goals: int) -> list[str]:
    """Goals to write about, by a token; a consumer that pulls, and a webhook; the goals' ids."""
    hash = sha256(WRITERS_TOKEN.encode()).hexdigest()
    given = {"person": "chen", "label": "Writers", "hash": hash, "expires_on": "2099-01-01"}
    company.do("token.issue", None, ADMINISTRATOR, **given)
    company.consumer("puller")
    company.consumer("hook", channel="WEBHOOK", url=url)
    return [company.goal() for _ in range(goals)]


def written(goals: Sequence[str], events: int, addresses: Sequence[str]) -> list[Writer]:
    """Those who write, each about goals of their own."""
    return [
        Writer(f"writer-{number}", WRITERS_TOKEN, goals[number::WRITERS], events // WRITERS, addresses)
        for number in range(WRITERS)
    ]


def recorded(company: Business) -> list[Seen]:
    """What everybody should have got."""
    events, found, after = Events(company.ledger), list[Seen](), 0
    while items := events.read(after, 5_000):
        found += [in_body(each.event) for each in items if each.stored.type.startswith("goal.")]
        after = items[-1].position
    return found


def awaited(log: Sequence[Seen], everybody: dict[str, Callable[[], Sequence[Seen]]]) -> dict[str, Sequence[Seen]]:
    """What everybody got, one after the other, once they have everything or nothing more comes."""
    return {who: finished(log, seen) for who, seen in everybody.items()}


def finished(log: Sequence[Seen], seen: Callable[[], Sequence[Seen]]) -> Sequence[Seen]:
    """What somebody got in the end."""
    lacking, since = len(log) + 1, time.monotonic()
    while True:
        got = seen()
        if (left := missing(log, got)) < lacking:
            lacking, since = left, time.monotonic()
        if not left or time.monotonic() - since > PATIENCE:
            return got
        time.sleep(LOOK)
