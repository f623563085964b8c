"""A small company with goals to report on, and a program of another company's that is told of them."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from application.access import Access, Caller
from application.command import Command, Receipt
from application.delivery import open_deliveries
from application.delivery.consuming import Consuming, Pulled
from application.delivery.values import Outcome, Settled
from application.feeds.events import Events
from application.ledger import Ledger
from application.reading import Reads, open_reads
from application.store import open_store
from domain import authority, consumer, goal, organisation, token
from domain.consumer.state import Consumer
from domain.shared.ids import ADMINISTRATOR, PersonId

ROOMS = (organisation.ROOM, authority.ROOM, token.ROOM, consumer.ROOM, goal.ROOM)
SECRET = "a token of the program's"
OTHER = "a token of the program's that sees no goals"
GOAL: Mapping[str, Any] = {
    "title": "Sell more", "level": "COMPANY", "metric": "Turnover", "unit_of_measure": "CNY", "baseline": "1",
    "target": "2", "due": "2099-12-31", "owner": "chen", "horizon": "LONG",
}


@dataclass
class Clock:
    """The present, which tests move."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def go(self, **ahead: float) -> None:
        """So much time passes."""
        self.now += timedelta(**ahead)


@dataclass
class Business:
    """The company's ledger, and the deliveries to its consumers."""

    ledger: Ledger
    consuming: Consuming
    access: Access
    reads: Reads
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def erp(self) -> Caller:
        """The program, by its token."""
        caller = self.access.authenticate(SECRET)
        assert caller
        return caller

    def do(self, act: str, record: str | None = None, by: str = "chen", **inputs: Any) -> Receipt:
        """Somebody does something."""
        token = self.erp.token if by == "erp" else None
        return self.ledger.do(
            Command(act=act, actor=PersonId(by), record=record, inputs=inputs, credential=token)
        )

    def goal(self) -> str:
        """A goal is set; its id."""
        return self.do("goal.set", **GOAL).record

    def review(self, goal: str, times: int = 1) -> int:
        """The goal is reviewed; the position of the last event."""
        reviews = [self.do("goal.review", goal, value=str(next(self.numbers)), conclusion="?") for _ in range(times)]
        return reviews[-1].position

    def consumer(self, name: str = "crm", active: bool = True, **inputs: Any) -> str:
        """The program defines a consumer; its id."""
        given = {"types": ["goal.*"], "origin": "BEGINNING", **inputs}
        id = self.do("consumer.create", by="erp", name=name, **given).record
        if active:
            self.do("consumer.activate", id, by="erp")
        return id

    def found(self, name: str = "crm") -> Consumer:
        return self.consuming.consumer(self.erp, name)

    def pull(self, name: str = "crm", most: int = 100, seconds: float = 30) -> Pulled:
        """The program takes events."""
        return self.consuming.pull(self.found(name), self.erp, most, seconds)

    def settle(self, pulled: Pulled, outcome: Outcome = Outcome.DELIVERED, name: str = "crm") -> list[str]:
        """The program says what came of all that it took."""
        settled = [Settled(each.delivery.event, outcome) for each in pulled.handed]
        return self.consuming.settle(self.found(name), pulled.lease.number, settled)


def taken(pulled: Pulled) -> list[int]:
    """The positions of what was handed out."""
    return [each.item.position for each in pulled.handed]


@contextmanager
def business(target: str, name: str = "deliveries") -> Iterator[Business]:
    """The company, founded in an empty place; in one that has it already it is opened."""
    clock = Clock()
    with (
        closing(open_store(target)) as store,
        closing(open_deliveries(target, name)) as deliveries,
        closing(open_reads(target)) as reads,
    ):
        ledger = Ledger(ROOMS, store, clock=clock)
        opened = Business(ledger, Consuming(ledger, Events(ledger), deliveries, reads), Access(ledger), reads, clock)
        if not store.head():
            found(opened)
        yield opened


def found(business: Business) -> None:
    """The company with its manager, the program and its tokens."""
    for act, inputs in (
        ("found", {"company": "Acme", "structural_form": "直线职能制", "headquarters": "总部", "unit": "hq"}),
        ("define_position", {"position": "head", "name": "总经理", "roles": ["MGMT"]}),
        ("define_position", {"position": "program", "name": "系统", "roles": ["INT"]}),
        ("hire_person", {"person": "chen", "name": "Chen", "unit": "hq", "position": "head"}),
        ("hire_person", {"person": "erp", "name": "ERP", "unit": "hq", "position": "program", "superior": "chen"}),
    ):
        business.do(f"organisation.{act}", by=ADMINISTRATOR, **inputs)
    scopes: Any
    for secret, scopes in ((SECRET, ["goal", "consumer"]), (OTHER, ["consumer"])):
        hash = sha256(secret.encode()).hexdigest()
        given: Any = {"person": "erp", "label": "ERP", "hash": hash, "scopes": scopes, "expires_on": "2099-01-01"}
        business.do("token.issue", by=ADMINISTRATOR, **given)
