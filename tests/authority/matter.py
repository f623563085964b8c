"""A room made to see by what right somebody acts on something: a matter, and who may decide it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec import Struct

from domain.authority import ROOM as AUTHORITY_ROOM
from domain.authority.events import DelegationGranted, MatrixProposed, MatrixPublished
from domain.authority.state import AUTHORITY, Authority
from domain.authority.terms import MatrixLine
from domain.authority.warrant import (
    Attempt,
    Warrant,
    warrant,
)
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import Act, Context, act, allow, described
from domain.shared.approval import Request, Signature, Verdict
from domain.shared.ids import DelegationId, MatrixId, PersonId
from domain.shared.lifecycle import Lifecycle
from domain.shared.refusal import Reason, Refused
from domain.shared.room import Room
from domain.shared.term import Role, Term
from tests.authority.people import people
from tests.organisation.company import TODAY
from tests.scenario import MONDAY, Facts, Scenario


class Size(Term):
    """What the matrix may tell apart."""

    SMALL = "SMALL", "小"
    LARGE = "LARGE", "大"


class Matter(Struct, frozen=True, kw_only=True):
    """Something prepared by one and decided by another."""

    preparer: PersonId
    owner: PersonId
    size: Size = Size.SMALL
    amount: Decimal = Decimal(0)


@act("决定", Role.MGMT, allow(Role.DM, size=Size.SMALL), allow(Role.PG, Decimal(100)), decides=True)
def decide(matter: Matter, context: Context) -> Iterator[Any]:
    """Decide."""
    yield from ()


@act("所有者决定", Role.OWNER, decides=True)
def settle(matter: Matter, context: Context) -> Iterator[Any]:
    """Decide as the owner."""
    yield from ()


@act("查看", Role.EMP)
def touch(matter: Matter, context: Context) -> Iterator[Any]:
    """Do something that decides nothing."""
    yield from ()


DECIDE, SETTLE, TOUCH = (described("matter", each.__name__, each) for each in (decide, settle, touch))


def untouched(matter: Matter, _event: Any, _stamp: Any) -> Matter:
    return matter


def relations(matter: Matter, _part: Any, _world: Any) -> Mapping[Role, list[PersonId | None]]:
    return {Role.OWNER: [matter.owner]}


def interested(matter: Matter, _part: Any, _world: Any) -> list[PersonId | None]:
    return [matter.preparer, None]


ROOM = Room(
    name="matter",
    zh="事项",
    id=str,
    state=Matter,
    events=Any,
    evolve=untouched,
    lifecycle=Lifecycle({}),
    acts={each.verb: each for each in (DECIDE, SETTLE, TOUCH)},
    relations=relations,
    interested=interested,
)


@dataclass
class Case:
    """Somebody wants to act on a matter in a company where authority has this history."""

    world: Facts = field(default_factory=lambda: Facts({(Organisation, ORGANISATION): people()}))
    authority: Scenario = field(default_factory=lambda: Scenario(AUTHORITY_ROOM, id=AUTHORITY))

    def given(self, *events: Any) -> "Case":
        self.authority.state = self.authority.state or Authority(id=AUTHORITY)
        self.authority.given(*events)
        self.world.records[Authority, AUTHORITY] = self.authority.state
        return self

    def asks(
        self, person: str, act: Act = DECIDE, matter: Matter | None = None, for_: str | None = None, **rest: Any
    ) -> Warrant:
        attempt = Attempt(
            room=ROOM,
            act=act,
            person=PersonId(person),
            now=rest.pop("now", MONDAY),
            record=matter or MATTER,
            on_behalf_of=PersonId(for_) if for_ else None,
            **rest,
        )
        return warrant(attempt, self.world)

    def refused(self, reason: Reason, *args: Any, **rest: Any) -> None:
        assert self.refusal(*args, **rest).reason is reason

    def refusal(self, *args: Any, **rest: Any) -> Refused:
        with pytest.raises(Refused) as no:
            self.asks(*args, **rest)
        return no.value


MATTER = Matter(preparer=PersonId("mo"), owner=PersonId("olga"))
LARGE = Matter(preparer=PersonId("mo"), owner=PersonId("olga"), size=Size.LARGE)


def delegated(principal: str, delegate: str, **rest: Any) -> DelegationGranted:
    standard: Mapping[str, Any] = {
        "acts": (),
        "where": (),
        "valid_from": TODAY,
        "valid_to": date(2026, 1, 31),
        "reason": "Away",
    }
    return DelegationGranted(
        delegation=DelegationId(f"{principal}-{delegate}"),
        principal=PersonId(principal),
        delegate=PersonId(delegate),
        **{**standard, **rest},
    )


def published(*lines: MatrixLine) -> tuple[MatrixProposed, MatrixPublished]:
    asked = Request(round=1, asked_by=PersonId("adam"), asked_at=MONDAY, content_version=1, digest="")
    signed = Signature(
        signer=PersonId("chen"),
        role=Role.MGMT,
        at=MONDAY,
        verdict=Verdict.APPROVED,
        round=1,
        content_version=1,
        digest="",
        matrix=0,
    )
    return (
        MatrixProposed(matrix=MatrixId("m"), version=1, lines=lines, request=asked),
        MatrixPublished(matrix=MatrixId("m"), version=1, signature=signed),
    )
