"""By what right somebody acts (ORG-05, ORG-08, ORG-09, AUDIT-09, API-07), seen on a room made for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec import Struct

from domain.authority import ROOM as AUTHORITY_ROOM
from domain.authority.events import DelegationGranted, MatrixProposed, MatrixPublished
from domain.authority.state import AUTHORITY, Authority
from domain.authority.terms import Condition, MatrixLine
from domain.authority.warrant import (
    AUDITOR,
    FORBIDDEN,
    INTEGRATOR,
    NOT_DELEGATED,
    OWN_MATTER,
    ROLE_NOT_HELD,
    Attempt,
    Warrant,
    warrant,
)
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import Act, Context, act, allow, described
from domain.shared.approval import Request, Signature, Verdict
from domain.shared.ids import ADMINISTRATOR, SYSTEM, DelegationId, MatrixId, PersonId
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


def test_somebody_acts_in_the_first_role_that_allows_it() -> None:
    assert Case().asks("chen") == Warrant(Role.MGMT, None, 0)
    assert Case().asks("dora").role is Role.DM


def test_a_role_may_be_chosen_among_those_held() -> None:
    assert Case().asks("dora", acting_role=Role.DM).role is Role.DM
    Case().refused(ROLE_NOT_HELD, "dora", acting_role=Role.MGMT)


def test_without_a_line_that_covers_the_record_nobody_acts() -> None:
    Case().refused(FORBIDDEN, "sue")
    Case().refused(FORBIDDEN, "dora", matter=LARGE)


def test_a_limit_holds_up_to_its_amount() -> None:
    at_limit = Matter(preparer=PersonId("sue"), owner=PersonId("olga"), amount=Decimal(100))
    above = Matter(preparer=PersonId("sue"), owner=PersonId("olga"), amount=Decimal("100.01"))
    assert Case().asks("pia", matter=at_limit).role is Role.PG
    Case().refused(FORBIDDEN, "pia", matter=above)


def test_whoever_stands_to_the_record_as_owner_has_the_owners_rights() -> None:
    assert Case().asks("olga", SETTLE).role is Role.OWNER
    Case().refused(FORBIDDEN, "dora", SETTLE)


def test_auditors_do_nothing_not_even_for_others() -> None:
    case = Case().given(delegated("chen", "audrey"))
    case.refused(AUDITOR, "audrey", TOUCH)
    case.refused(AUDITOR, "audrey", TOUCH, for_="chen")


def test_integrators_do_nothing_not_even_for_others() -> None:
    case = Case().given(delegated("chen", "ivy"))
    case.refused(INTEGRATOR, "ivy", TOUCH)
    case.refused(INTEGRATOR, "ivy", TOUCH, for_="chen")


def test_strangers_and_who_has_left_may_do_nothing() -> None:
    for person in ("nobody", "leo"):
        Case().refused(FORBIDDEN, person, TOUCH)


def test_the_administrator_holds_no_business_right_and_the_system_every() -> None:
    Case().refused(FORBIDDEN, ADMINISTRATOR)
    assert Case().asks(SYSTEM).role is Role.SYSTEM


def test_nobody_decides_their_own_matter() -> None:
    case = Case()
    case.refused(OWN_MATTER, "chen", matter=Matter(preparer=PersonId("chen"), owner=PersonId("olga")))
    assert case.asks("mo", TOUCH).role is Role.EMP


def test_nobody_decides_their_own_matter_through_another_or_for_another() -> None:
    own = Matter(preparer=PersonId("dora"), owner=PersonId("olga"))
    case = Case().given(delegated("chen", "dora"), delegated("dora", "sue"))
    case.refused(OWN_MATTER, "dora", matter=own, for_="chen")
    case.refused(OWN_MATTER, "sue", matter=own, for_="dora")


def test_whose_own_matter_it_is_is_told_by_name_whoever_acts() -> None:
    own = Matter(preparer=PersonId("dora"), owner=PersonId("olga"))
    case = Case().given(delegated("chen", "dora"), delegated("dora", "sue"))
    for person, for_ in (("dora", None), ("dora", "chen"), ("sue", "dora")):
        assert case.refusal(person, matter=own, for_=for_).plain_facts["person"] == "dora"


def test_the_decision_moves_to_the_superior_of_who_is_barred() -> None:
    """Chen holds no DM role, and MGMT is taken out of the matrix: she decides because dora, the DM, may not."""
    case = Case().given(*published(MatrixLine(act="matter.decide", role=Role.DM)))
    case.refused(FORBIDDEN, "chen")
    own = Matter(preparer=PersonId("dora"), owner=PersonId("olga"))
    assert case.asks("chen", matter=own) == Warrant(Role.DM, None, 1)
    case.refused(FORBIDDEN, "sue", matter=own)


def test_rights_by_relation_move_up_too() -> None:
    own = Matter(preparer=PersonId("olga"), owner=PersonId("olga"))
    assert Case().asks("dora", SETTLE, own).role is Role.OWNER


def test_the_decision_passes_over_superiors_who_are_barred_as_well() -> None:
    room = replace(ROOM, interested=lambda *_: [PersonId("olga"), PersonId("dora")])
    attempt = Attempt(room=room, act=SETTLE, person=PersonId("chen"), now=MONDAY, record=MATTER)
    assert warrant(attempt, Case().world).role is Role.OWNER


def test_what_is_delegated_may_be_done_and_says_for_whom() -> None:
    case = Case().given(delegated("dora", "sue"))
    assert case.asks("sue", for_="dora") == Warrant(Role.DM, PersonId("dora"), 0)
    case.refused(FORBIDDEN, "sue")
    case.refused(NOT_DELEGATED, "olga", for_="dora")
    case.refused(NOT_DELEGATED, "dora", for_="sue")


def test_without_any_authority_on_record_nothing_is_delegated() -> None:
    Case().refused(NOT_DELEGATED, "sue", for_="dora")


def test_a_delegate_who_has_left_acts_for_nobody() -> None:
    Case().given(delegated("dora", "leo")).refused(NOT_DELEGATED, "leo", for_="dora")


@pytest.mark.parametrize(
    "narrowed",
    [
        {"acts": ("matter.touch",)},
        {"where": (Condition(field="size", values=("LARGE",)),)},
        {"valid_from": date(2026, 1, 6)},
        {"valid_from": date(2025, 12, 1), "valid_to": date(2026, 1, 4)},
    ],
)
def test_a_delegation_holds_for_its_acts_scope_and_days_only(narrowed: Any) -> None:
    Case().given(delegated("dora", "sue", **narrowed)).refused(NOT_DELEGATED, "sue", for_="dora")


def test_the_last_day_of_a_delegation_is_a_day_of_shanghai() -> None:
    case = Case().given(delegated("dora", "sue"))
    last_minute = datetime.fromisoformat("2026-01-31T23:59:00+08:00")
    assert case.asks("sue", for_="dora", now=last_minute).on_behalf_of == "dora"
    case.refused(NOT_DELEGATED, "sue", for_="dora", now=datetime.fromisoformat("2026-02-01T00:00:00+08:00"))


def test_a_published_matrix_replaces_the_defaults_of_what_it_names_and_its_version_is_cited() -> None:
    lines = MatrixLine(act="matter.decide", role=Role.EMP, where=(Condition(field="size", values=("SMALL",)),))
    case = Case().given(*published(lines))
    assert case.asks("sue") == Warrant(Role.EMP, None, 1)
    case.refused(FORBIDDEN, "dora", matter=LARGE)
    assert case.asks("sue", TOUCH).matrix == 1
