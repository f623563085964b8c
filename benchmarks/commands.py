"""Whole commands: authorised, decided, recorded with their receipt, beside raw inserts and the library's appends."""

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from secrets import token_hex

from application.command import Command, Receipt
from application.ledger import Ledger
from application.reactions import REACTIONS
from application.store import Store, open_store
from benchmarks.appends import (
    PROCESSES,
    append_by_library,
    begun_at,
    in_processes,
    in_threads,
    library_on_postgres,
    measured,
    raw_insert,
    schemas,
)
from domain.rooms import ROOMS
from domain.shared.ids import ADMINISTRATOR, PersonId
from opsledger.garbage import collect_seldom

COMPARED = (
    ("sqlite, commands, 1 thread", "sqlite, raw insert, 1 thread"),
    ("sqlite, commands, 16 threads", "sqlite, raw insert, 1 thread"),
    ("postgres, commands, 4 x 2", "postgres, library appends, 4 x 2"),
)


def run() -> dict[str, object]:
    """Commands a second (an employee reports an issue, with a command id) and the ratios to bare inserts.

    PostgreSQL takes part when OPSLEDGER_TEST_DSN names a server.
    """
    with tempfile.TemporaryDirectory() as folder:
        rates = measured(sqlite_ways(Path(folder)))
    if dsn := os.environ.get("OPSLEDGER_TEST_DSN"):
        with schemas(dsn) as names, ProcessPoolExecutor(PROCESSES, get_context("spawn"), collect_seldom) as pool:
            rates |= measured(postgres_ways(dsn, names, pool))
    figures: dict[str, object] = {way: round(rate) for way, rate in rates.items()}
    for better, than in COMPARED:
        if better in rates:
            figures[f"{better} / {than}"] = round(rates[better] / rates[than], 2)
    return figures


def sqlite_ways(folder: Path) -> dict[str, Callable[[], float]]:
    store = open_store(str(folder / "ours"))
    report = reporting(founded(store))
    report("")
    (*_, reported) = store.log(0, 100)
    raw = raw_insert(folder / "raw.db", library_table(), reported.data)
    return {
        "sqlite, raw insert, 1 thread": lambda: in_threads(raw, 1),
        "sqlite, commands, 1 thread": lambda: in_threads(report, 1),
        "sqlite, commands, 16 threads": lambda: in_threads(report, 16),
    }


def library_table() -> list[str]:
    """The table in which the raw inserts land: the columns of an event, its stream and version unique."""
    return [
        "CREATE TABLE stored_events (originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB,"
        " PRIMARY KEY (originator_id, originator_version))"
    ]


def postgres_ways(dsn: str, names: tuple[str, str], pool: ProcessPoolExecutor) -> dict[str, Callable[[], float]]:
    ours, library = names
    with_ours = open_store(dsn, ours)
    founded(with_ours)
    with_ours.close()
    library_on_postgres(dsn, library).create_table()
    return {
        "postgres, library appends, 4 x 2": lambda: in_processes(pool, append_by_library, dsn, library),
        "postgres, commands, 4 x 2": lambda: in_processes(pool, report_on_postgres, dsn, ours),
    }


def report_on_postgres(dsn: str, schema: str, threads: int, begin: float) -> float:
    store = open_store(dsn, schema)
    rate = begun_at(begin, reporting(Ledger(ROOMS, store, REACTIONS)), threads)
    store.close()
    return rate


def founded(store: Store) -> Ledger:
    """A ledger with a company of one unit and one employee."""
    ledger = Ledger(ROOMS, store, REACTIONS)

    def administer(verb: str, **inputs: object) -> None:
        ledger.do(Command(act=f"organisation.{verb}", actor=ADMINISTRATOR, inputs=inputs))

    administer("found", company="Ace", structural_form="line", headquarters="HQ", unit="hq")
    administer("define_position", position="clerk", name="Clerk", headcount=10, roles=[])
    administer("hire_person", name="Ana", unit="hq", position="clerk", person="ana")
    return ledger


def reporting(ledger: Ledger) -> Callable[[str], Receipt]:
    """Reports one issue a call."""
    found_at = datetime.now(UTC) - timedelta(hours=1)
    inputs = {
        "title": "Printer down", "description": "x" * 300, "found_at": found_at.isoformat(), "unit": "hq",
        "category": "RESOURCE", "severity": 3,
    }

    def report(_: str) -> Receipt:
        return ledger.do(
            Command(act="issue.report", actor=PersonId("ana"), inputs=inputs, command_id=f"report-{token_hex(8)}")
        )

    return report
