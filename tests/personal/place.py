"""A place for a ledger, its keys and its views, opened as often as there are processes to play."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

import psycopg

from application.marks import Taking, taker
from application.store import Store, open_store
from domain.rooms import ROOMS
from domain.shared.recorded import Recorded
from projections.views import Views, open_views
from tests.appraisal.ledger import evaluate, found, open_month, put_in_use
from tests.stories.company import Clock, Company, moment

PERSONAL = {event for room in ROOMS if room.about for event in get_args(room.events)}
"""The events of records that are about somebody."""
LATE = "He was late on Friday"
SHORT = 5
"""Texts up to this length may stand somewhere by chance."""


@dataclass
class Place:
    """A folder, or a database with schemas of one name."""

    target: str
    schema: str
    stores: list[Store] = field(default_factory=list)

    @property
    def on_postgres(self) -> bool:
        return self.target.startswith("postgresql://")

    def process(self) -> Company:
        """Another process that works on the ledger."""
        self.stores.append(open_store(self.target, self.schema))
        return Company(self.stores[-1], Clock(moment("2026-01-02 09:00")))

    def views(self) -> Views:
        return open_views(self.target, ROOMS, f"{self.schema}_views" if self.on_postgres else "views")

    def stored(self, views: bool = False) -> bytes:
        """All bytes that the database holds, of the ledger or of the views, without the keys."""
        if not self.on_postgres:
            names = "views.db*" if views else "ledger.db*"
            return b"".join(file.read_bytes() for file in sorted(Path(self.target).glob(names)))
        with psycopg.connect(self.target) as server:
            schema = f"{self.schema}_views" if views else self.schema
            tables = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()
            rows = [row for (name,) in tables for row in server.execute(f'SELECT * FROM "{schema}"."{name}"'.encode())]
        return b"\n".join(as_bytes(value) for row in rows for value in row)

    def close(self) -> None:
        for store in self.stores:
            store.close()
        if self.on_postgres:
            with psycopg.connect(self.target, autocommit=True) as server:
                for schema in (self.schema, f"{self.schema}_keys", f"{self.schema}_views"):
                    server.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'.encode())


def as_bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def played(company: Company) -> str:
    """A company in which things were said; the id of Ron's appraisal, which is scored."""
    found(company)
    put_in_use(company)
    appraisal = open_month(company, 1)
    company.do("appraisal.record_daily_assessment", "sue", appraisal, on="2026-01-02", aspect="ATTITUDE", note=LATE)
    evaluate(company, appraisal, 80)
    company.do("appraisal.fix_composite", "hugo", appraisal, adjustment="1.0", reason="He stayed late on Monday")
    return appraisal


def leave(company: Company, person: str) -> None:
    """Somebody leaves the company."""
    company.do("organisation.end_employment", "hugo", part=person, reason="Moved to another town")


def decide_erasure(company: Company, person: str) -> None:
    """Human resources ask for it, and management decides."""
    company.do("organisation.request_erasure", "hugo", part=person, reason="It was asked for")
    company.do("organisation.erase_person", "boss", part=person)


def said(events: Iterable[Recorded]) -> set[str]:
    """Every personal text of these events that is long enough not to stand somewhere by chance."""
    texts: set[str] = set()
    for each in events:
        event, kind = each.envelope.event, cast("Any", type(each.envelope.event))
        taking = Taking(event, "somebody", "somebody" if kind in PERSONAL else None)
        if take := taker(kind):
            take(event, "", taking)
        texts.update(text for _, found in taking.texts.values() for text in found if len(text) > SHORT)
    return texts
