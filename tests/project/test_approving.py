"""Management's decision on a project (PROJ-04)."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.organisation.rules import ONLY_READS, PERSON_UNKNOWN
from domain.project.approving import COMMENT_NEEDED, DEADLINE_PAST, NO_CEILING
from domain.project.initiation_events import ProjectApproved, ProjectRejected, ProjectReturned
from domain.project.terms import ConditionStatus, Status
from domain.shared.approval import CHANGED, Verdict
from domain.shared.ids import PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from tests.project.stories import (
    CEILING,
    DEADLINE,
    FINE,
    PROPOSAL,
    approved,
    delivered,
    reviewed,
    staffed,
    submitted,
)

TERMS: dict[str, Any] = {"sponsor": "stan", "ceiling": CEILING, "deadline": DEADLINE}


def test_management_approves_under_a_sponsor_up_to_a_ceiling_until_a_deadline() -> None:
    it = reviewed()
    (event,) = it.do("approve", "vera", **TERMS)
    assert isinstance(event, ProjectApproved)
    assert (event.signature.verdict, event.signature.digest) == (Verdict.APPROVED, it.state.request.digest)
    assert (it.state.status, it.state.sponsor, it.state.ceiling) == (Status.APPROVED, "stan", CEILING)
    assert (it.state.deadline, it.state.original_deadline) == (DEADLINE, DEADLINE)


def test_nothing_is_approved_before_its_review_has_passed() -> None:
    submitted().refused(NOT_NOW, "approve", "vera", **TERMS)


def test_only_management_decides() -> None:
    reviewed().refused(FORBIDDEN, "approve", "dora", **TERMS)


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"sponsor": "nobody"}, PERSON_UNKNOWN),
        ({"sponsor": "audra"}, ONLY_READS),
        ({"ceiling": Decimal(0)}, NO_CEILING),
        ({"deadline": "2026-01-05"}, DEADLINE_PAST),
        ({"conditions": ("Two shifts",)}, COMMENT_NEEDED),
    ],
)
def test_what_the_approval_grants_is_possible(terms: dict[str, Any], reason: Reason) -> None:
    reviewed().refused(reason, "approve", "vera", **TERMS | terms)


def test_conditions_of_the_approval_are_tracked_and_confirmed_by_somebody_other_than_the_lead() -> None:
    it = reviewed()
    it.do("approve", "vera", **TERMS, conditions=("Two shifts",), comment="If it can be staffed")
    ((id, condition),) = it.state.conditions.items()
    assert (condition.text, condition.unit, condition.status) == ("Two shifts", None, ConditionStatus.OPEN)
    it.refused(FORBIDDEN, "meet_condition", "max", part=id, evidence="Staffed")
    it.do("meet_condition", "stan", part=id, evidence="Staffed")
    assert it.state.conditions[id].status is ConditionStatus.MET


def test_the_lead_does_not_confirm_a_condition_as_sponsor_either() -> None:
    it = staffed()
    it.state = replace(it.state, sponsor=PersonId("pat"))
    it.state = replace(it.state, conditions=reviewed_with_condition())
    (id,) = it.state.conditions
    it.refused(OWN_MATTER, "meet_condition", "pat", part=id, evidence="Staffed")


def reviewed_with_condition() -> Any:
    it = reviewed()
    it.do("approve", "vera", **TERMS, conditions=("Two shifts",), comment="If")
    return it.state.conditions


def test_who_wrote_on_the_proposal_does_not_decide_on_it() -> None:
    it = reviewed()
    it.state = replace(it.state, contributors=(*it.state.contributors, PersonId("vera")))
    for verb, inputs in (("approve", TERMS), ("return", {"comment": "More"}), ("reject", {"comment": "No"})):
        it.refused(OWN_MATTER, verb, "vera", **inputs)
        it.branch().do(verb, "boss", **inputs)


def test_what_is_signed_is_what_was_reviewed() -> None:
    it = reviewed()
    it.state = replace(it.state, proposal=replace(PROPOSAL, title="Something else"))
    it.refused(CHANGED, "approve", "vera", **TERMS)


def test_management_returns_or_rejects_with_a_comment() -> None:
    it = reviewed()
    (returned,) = it.branch().do("return", "vera", comment="More")
    assert isinstance(returned, ProjectReturned)
    assert (returned.signature.comment, returned.signature.verdict) == ("More", Verdict.RETURNED)
    (rejected,) = it.do("reject", "vera", comment="No")
    assert isinstance(rejected, ProjectRejected)
    assert (it.state.status, it.state.is_open) == (Status.REJECTED, False)


def test_the_time_to_approval_is_shown() -> None:
    assert approved().state.approval_hours == 0


def test_management_puts_another_sponsor_in_the_place_of_one_who_has_left() -> None:
    it = delivered()
    it.refused(FORBIDDEN, "change_sponsor", "stan", sponsor="will", reason="Holidays")
    it.refused(ONLY_READS, "change_sponsor", "vera", sponsor="audra", reason="Stan has left")
    it.do("change_sponsor", "vera", sponsor="will", reason="Stan has left")
    assert it.do("change_sponsor", "vera", sponsor="will", reason="Again") == []
    it.refused(FORBIDDEN, "accept", "stan", to_quality=FINE, to_quantity=FINE)
    it.do("accept", "will", to_quality=FINE, to_quantity=FINE)
    assert it.state.sponsor == "will"
