"""The server that is measured: the whole product as one process, in which commands are recorded at a steady rate.

Started as a program of its own; it says on stdout where it is served, and is told on stdin how many commands to do.
"""

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import apsw
import msgspec

from application.command import Command
from application.ids import new_id
from application.ledger import Ledger
from application.store import Entry, Unit
from benchmarks.commands import founded, reporting
from domain.shared.ids import ADMINISTRATOR, PersonId
from domain.shared.term import Role
from graphql_api.app import create_app
from graphql_api.bounds import Bounds
from opsledger.compose import product
from opsledger.garbage import collect_seldom
from opsledger.listening import Server
from opsledger.settings import Settings

TOKEN = "benchmark"
ISSUES = 1_000


def main(folder: Path) -> None:
    """Serve until stdin ends."""
    collect_seldom()
    with product(Settings(data=folder, admin_token=TOKEN)) as running, socket.create_server(("127.0.0.1", 0)) as door:
        founded(running.ledger.store)
        app = create_app(running, Bounds(rate=0, subscriptions=10_000))
        server = Server(app, app)
        report = reporting(running.ledger)
        issues = [report("").record for _ in range(ISSUES)]
        (last,) = running.ledger.store.log(running.ledger.store.head() - 1, 1)
        act = weighing(running.ledger, issues)

        def fill(many: int) -> None:
            """Have so many events more at once, all like the last one."""
            id = msgspec.json.decode(last.data, type=dict[str, Any])["id"].encode()
            for _ in range(0, many, 1_000):
                entries = (
                    Entry(new_id("issue"), 1, last.type, last.data.replace(id, new_id("event").encode()))
                    for _ in range(1_000)
                )
                running.ledger.store.append(Unit(tuple(entries)))
            running.runner.wait(running.ledger.store.head(), 600)

        def talk() -> None:
            say(port=door.getsockname()[1], head=running.ledger.store.head())
            for line in sys.stdin:
                asked = json.loads(line)
                fill(asked.get("fill", 0))
                recorded = record(act, asked.get("rate", 0), asked.get("seconds", 0))
                say(head=running.ledger.store.head(), recorded=recorded, pages=apsw.memory_used() / 2**20)
            server.should_exit = True

        threading.Thread(target=talk, daemon=True).start()
        server.run(sockets=[door])


def weighing(ledger: Ledger, issues: Sequence[str]) -> Callable[[], object]:
    """Says of one issue after the other that it is graver, then slighter: what is recorded grows, the records do not.

    Comments would stay in their records, and so in memory, until these are too heavy for it.
    """
    hired = {"name": "Ola", "unit": "hq", "position": "lead", "person": "ola", "superior": "ana"}
    for act, inputs in (
        ("organisation.define_position", {"position": "lead", "name": "Lead", "roles": [Role.OG, Role.PG]}),
        ("organisation.hire_person", hired),
    ):
        ledger.do(Command(act=act, actor=ADMINISTRATOR, inputs=inputs))
    turns = cycle((severity, issue) for severity in (2, 3) for issue in issues)

    def weigh() -> object:
        severity, issue = next(turns)
        inputs = {"severity": severity, "reason": "x" * 300}
        return ledger.do(Command(act="issue.change_severity", actor=PersonId("ola"), record=issue, inputs=inputs))

    return weigh


def record(act: Callable[[], object], rate: int, seconds: float) -> list[float]:
    """Do commands at that rate; the moments at which each was recorded."""
    done, begin = [], time.time()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begin + number / rate - time.time()))
        act()
        done.append(time.time())
    return done


def say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
