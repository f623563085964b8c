"""Rights given to somebody else for a while (ORG-08)."""

from datetime import date, timedelta
from typing import Any

import pytest

import domain.rooms  # noqa: F401 - delegations may speak of the acts of every room
from domain.authority import ROOM
from domain.authority.acts import (
    BACKWARDS,
    DELEGATE_GONE,
    LONGEST,
    NOT_HELD,
    REDELEGATION,
    TO_ONESELF,
    TOO_LONG,
)
from domain.authority.events import DelegationExpired, DelegationRevoked
from domain.authority.rules import ACT_UNKNOWN
from domain.authority.state import AUTHORITY, Authority
from domain.authority.terms import DelegationStatus
from domain.authority.timers import wakes
from domain.authority.warrant import AUDITOR, FORBIDDEN
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import ADMINISTRATOR, DelegationId, PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import midnight
from tests.authority.people import people
from tests.organisation.company import TODAY
from tests.scenario import MONDAY, Facts, Scenario

STANDARD: dict[str, Any] = {"delegate": "olga", "valid_to": "2026-01-31", "reason": "Away"}


class Rights(Scenario):
    """The authority's own scenario: it is part of the world in which its acts are decided."""

    def record(self, event: Any, actor: PersonId, role: Role, principal: PersonId | None) -> None:
        super().record(event, actor, role, principal)
        self.world.records[Authority, AUTHORITY] = self.state

    def wake(self, days: int) -> list[Any]:
        """The scheduler comes by that many days after the beginning."""
        return self.at(MONDAY + timedelta(days=days)).do("wake", "system")


def established() -> Rights:
    rights = Rights(ROOM, Facts({(Organisation, ORGANISATION): people()}), id=AUTHORITY)
    rights.do("establish", ADMINISTRATOR)
    return rights


def granted(**rest: Any) -> tuple[Rights, DelegationId]:
    rights = established()
    (event,) = rights.do("grant_delegation", "dora", **{**STANDARD, **rest})
    return rights, event.delegation


def test_a_delegation_says_who_what_from_when_until_when_and_why() -> None:
    rights, id = granted(
        acts=["plan.approve"], where=[{"field": "level", "values": ["MONTHLY"]}], valid_from="2026-01-10"
    )
    delegation = rights.state.delegations[id]
    assert (delegation.principal, delegation.delegate, delegation.reason) == ("dora", "olga", "Away")
    assert (delegation.valid_from, delegation.valid_to) == (date(2026, 1, 10), date(2026, 1, 31))
    facts = {"level": "MONTHLY"}
    allowed = rights.state.delegated
    at = MONDAY + timedelta(days=10)
    assert allowed(PersonId("dora"), PersonId("olga"), "plan.approve", at, facts.get)
    assert not allowed(PersonId("dora"), PersonId("olga"), "plan.approve", at, {"level": "QUARTERLY"}.get)
    assert not allowed(PersonId("dora"), PersonId("olga"), "plan.reject", at, facts.get)
    assert not allowed(PersonId("dora"), PersonId("olga"), "plan.approve", MONDAY, facts.get)


def test_authority_is_established_once_by_an_administrator() -> None:
    established().refused(NOT_NOW, "establish", ADMINISTRATOR)
    Rights(ROOM, Facts({(Organisation, ORGANISATION): people()})).refused(FORBIDDEN, "establish", "chen")


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (TO_ONESELF, {"delegate": "dora"}),
        (BACKWARDS, {"valid_from": "2026-01-04"}),
        (BACKWARDS, {"valid_from": "2026-02-01"}),
        (TOO_LONG, {"valid_to": TODAY + timedelta(days=LONGEST)}),
        (DELEGATE_GONE, {"delegate": "leo"}),
        (DELEGATE_GONE, {"delegate": "nobody"}),
        (ACT_UNKNOWN, {"acts": ["plan.devour"]}),
        (NOT_HELD, {"acts": ["organisation.appoint_manager"]}),
    ],
)
def test_a_delegation_is_sound(reason: Reason, wrong: Any) -> None:
    established().refused(reason, "grant_delegation", "dora", **{**STANDARD, **wrong})


def test_a_delegation_may_last_ninety_days_to_the_day() -> None:
    rights, id = granted(valid_to=TODAY + timedelta(days=LONGEST - 1))
    assert rights.state.delegations[id].status is DelegationStatus.ACTIVE


def test_rights_held_by_relation_can_be_delegated() -> None:
    rights, id = granted(acts=["token.revoke"])
    assert rights.state.delegations[id].acts == ("token.revoke",)


def test_what_was_delegated_is_not_passed_on() -> None:
    rights, _ = granted()
    rights.refused(REDELEGATION, "grant_delegation", "olga", for_="dora", **{**STANDARD, "delegate": "pia"})


def test_auditors_and_administrators_without_a_post_delegate_nothing() -> None:
    established().refused(AUDITOR, "grant_delegation", "audrey", **STANDARD)
    established().refused(FORBIDDEN, "grant_delegation", ADMINISTRATOR, **STANDARD)


def test_principal_and_administrator_can_take_it_back_and_nobody_else() -> None:
    for somebody in ("dora", "adam"):
        rights, id = granted()
        assert rights.do("revoke_delegation", somebody, part=id, reason="Back") == [
            DelegationRevoked(delegation=id, reason="Back")
        ]
        assert rights.state.delegations[id].status is DelegationStatus.REVOKED
        rights.refused(NOT_NOW, "revoke_delegation", somebody, part=id, reason="Back")
    rights, id = granted()
    for somebody in ("olga", "chen"):
        rights.refused(FORBIDDEN, "revoke_delegation", somebody, part=id, reason="Back")


def test_a_revoked_delegation_gives_no_right() -> None:
    rights, id = granted()
    rights.do("revoke_delegation", "dora", part=id, reason="Back")
    assert not rights.state.delegated(PersonId("dora"), PersonId("olga"), "plan.approve", MONDAY, {}.get)


def test_delegations_expire_after_their_last_day() -> None:
    rights, id = granted()
    assert wakes(rights.state, rights.world) == midnight(date(2026, 2, 1))
    assert rights.wake(26) == []
    assert rights.wake(27) == [DelegationExpired(delegation=id)]
    assert rights.state.delegations[id].status is DelegationStatus.EXPIRED
    assert rights.wake(27) == []
    assert wakes(rights.state, rights.world) is None
    rights.refused(NOT_NOW, "revoke_delegation", "dora", part=id, reason="Back")
