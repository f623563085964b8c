"""How the company came by its history: stories, people with every right, and some mischief."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from application.command import Command
from domain.organisation.state import ORGANISATION
from domain.shared.ids import ADMINISTRATOR
from domain.shared.term import Role
from domain.shared.values import civil
from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.demo.people import HQ, PERSONAS, PRESIDENT, STAFF
from opsledger.settings import Settings
from tests.compiled.mischief import SPARED, Mischief

PRESENT = datetime(2026, 11, 16, 4, tzinfo=UTC)
ADMIN = "the-administrator's-token"
PRANKS = 1_000
"""How many acts are tried beside the company's own stories."""
RIGHTS: Mapping[tuple[Role, ...], tuple[tuple[str, ...], ...]] = {
    **{(role,): ((),) for role in Role if not role.by_relation and role not in (Role.SYSTEM, Role.DDM)},
    (Role.EMP,): ((), ("plan",), ("token", "issue"), ("goal", "authority")),
    (Role.AUD,): ((), ("goal", "token")),
    (Role.HR,): ((), ("appraisal",)),
    (Role.ADM,): ((), ("issue", "authority")),
    (Role.INT,): ((), ("plan", "issue"), ("token", "appraisal")),
    (Role.INT, Role.EMP): ((), ("plan",)),
    (Role.INT, Role.AUD): ((), ("organisation",)),
}
"""The scopes of the tokens of people who hold just these roles by position."""


@contextmanager
def played(settings: Settings) -> Iterator[Product]:
    """The product of a company with a year of stories behind it, and some mischief."""
    now = PRESENT - timedelta(days=8)
    with product(settings, lambda: now) as running:
        fill(running)
        hire(running)
        mischief = Mischief(running.ledger, records(running), [*STAFF])
        for _ in range(PRANKS):
            mischief.attempt()
            now += timedelta(minutes=11)
        assert running.runner.wait(running.feed.head(), 60)
        yield running


def records(running: Product) -> dict[str, list[str]]:
    """The ids of the records of each room, but for those of our own callers."""
    found: dict[str, dict[str, None]] = {room: {} for room in running.ledger.rooms}
    for recorded in running.feed.log(0, 1_000_000):
        found[recorded.type.partition(".")[0]][recorded.record] = None
    return {room: [id for id in ids if not id.startswith(SPARED)] for room, ids in found.items()}


def do(running: Product, act: str, record: str, **inputs: Any) -> None:
    """The administrator does an act."""
    running.ledger.do(Command(act=act, actor=ADMINISTRATOR, record=record, inputs=msgspec.to_builtins(inputs)))


def hire(running: Product) -> None:
    """Hire somebody with each of the rights, and give out their tokens."""
    for roles, narrowed in RIGHTS.items():
        id = "-".join((SPARED, *roles))
        position: dict[str, Any] = {"position": id, "name": id, "label": id, "roles": roles}
        person: dict[str, Any] = {"person": id, "name": id, "unit": HQ, "position": id, "superior": PRESIDENT}
        do(running, "organisation.define_position", ORGANISATION, **position)
        do(running, "organisation.hire_person", ORGANISATION, **person)
        for scopes in narrowed:
            bearer = "-".join((id, *scopes))
            token: dict[str, Any] = {"person": id, "label": "to ask", "scopes": scopes}
            token |= {"hash": sha256(bearer.encode()).hexdigest(), "expires_on": civil(PRESENT) + timedelta(days=300)}
            do(running, "token.issue", bearer, **token)


def bearers() -> Iterator[str]:
    """Every token that was given out."""
    yield ADMIN
    yield from (persona.token for persona in PERSONAS)
    for roles, narrowed in RIGHTS.items():
        yield from ("-".join((SPARED, *roles, *scopes)) for scopes in narrowed)
