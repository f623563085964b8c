"""Deciding in somebody's place: inside a delegation in force, never on one's own matter (ORG-08, ORG-09, PLAN-44)."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.acts import REDELEGATION
from domain.authority.warrant import FORBIDDEN, NOT_DELEGATED, OWN_MATTER
from domain.issue.terms import Category, Status
from domain.plan.terms import Status as PlanStatus
from domain.shared.approval import Verdict
from tests.plan.stories import QUARTERLY
from tests.stories.company import Company, submit_quarter


@pytest.fixture
def pending(company: Company) -> Company:
    """The plan of the quarter, prepared by Pia, lies before Dora from the fifth of January."""
    submit_quarter(company, at="2026-01-05 09:00")
    return company


def delegated(company: Company, principal: str, delegate: str, **more: Any) -> str:
    terms = {"delegate": delegate, "valid_to": "2026-01-31", "reason": "Travelling", **more}
    id = company.do("authority.grant_delegation", principal, **terms).part
    assert id is not None
    return id


def test_the_delegate_approves_and_it_is_recorded_for_whom(pending: Company) -> None:
    pending.refused(FORBIDDEN, "plan.approve", "vera", "plan-q")
    pending.refused(NOT_DELEGATED, "plan.approve", "vera", "plan-q", for_="dora")
    delegated(pending, "dora", "vera", acts=["plan.approve"])
    pending.do("plan.approve", "vera", "plan-q", for_="dora")
    approved = pending.last("plan.approved").envelope
    assert (approved.actor, approved.on_behalf_of, approved.role) == ("vera", "dora", "DM")
    signature = pending.plan("plan-q").signatures[-1]
    assert (signature.signer, signature.on_behalf_of, signature.verdict) == ("vera", "dora", Verdict.APPROVED)
    request = pending.plan("plan-q").request
    assert request is not None and signature.digest == request.digest


def test_a_delegation_that_was_taken_back_is_worth_nothing(pending: Company) -> None:
    id = delegated(pending, "dora", "vera")
    pending.do("authority.revoke_delegation", "dora", part=id, reason="Back early")
    pending.refused(NOT_DELEGATED, "plan.approve", "vera", "plan-q", for_="dora")


def test_a_delegation_holds_on_its_days_only(pending: Company) -> None:
    delegated(pending, "dora", "vera", valid_from="2026-01-07", valid_to="2026-01-08")
    pending.refused(NOT_DELEGATED, "plan.approve", "vera", "plan-q", for_="dora")
    pending.at("2026-01-09 00:00")
    pending.refused(NOT_DELEGATED, "plan.approve", "vera", "plan-q", for_="dora")
    pending.at("2026-01-08 23:59")
    pending.do("plan.approve", "vera", "plan-q", for_="dora")


@pytest.mark.parametrize(
    "scope",
    [{"acts": ["plan.return"]}, {"where": [{"field": "level", "values": ["MONTHLY"]}]}],
    ids=["another act", "another level"],
)
def test_a_delegation_holds_in_its_scope_only(pending: Company, scope: dict[str, Any]) -> None:
    delegated(pending, "dora", "vera", **scope)
    pending.refused(NOT_DELEGATED, "plan.approve", "vera", "plan-q", for_="dora")


def test_what_was_delegated_is_not_passed_on(pending: Company) -> None:
    delegated(pending, "dora", "vera")
    pending.refused(
        REDELEGATION, "authority.grant_delegation", "vera", "authority", for_="dora",
        delegate="paul", valid_to=date(2026, 1, 31), reason="Ill",
    )
    delegated(pending, "vera", "paul")
    pending.refused(NOT_DELEGATED, "plan.approve", "paul", "plan-q", for_="dora")
    pending.refused(FORBIDDEN, "plan.approve", "paul", "plan-q", for_="vera")


def test_the_preparer_does_not_approve_as_a_delegate_either(pending: Company) -> None:
    delegated(pending, "dora", "pia")
    pending.refused(OWN_MATTER, "plan.approve", "pia", "plan-q", for_="dora")


def test_where_the_decider_prepared_the_plan_it_moves_to_the_superior(pending: Company) -> None:
    """Dora writes on the plan in Pia's place: so neither she nor a delegate of hers decides, and her superior does."""
    pending.do("plan.return", "dora", "plan-q", comment="Say more")
    delegated(pending, "pia", "dora", acts=["plan.revise"])
    pending.do("plan.revise", "dora", "plan-q", for_="pia", content=replace(QUARTERLY, title="Quarter one"))
    pending.do("plan.submit", "pia", "plan-q")
    delegated(pending, "dora", "vera")
    pending.refused(OWN_MATTER, "plan.approve", "dora", "plan-q")
    pending.refused(OWN_MATTER, "plan.approve", "vera", "plan-q", for_="dora")
    pending.refused(FORBIDDEN, "plan.approve", "sam", "plan-q")
    pending.do("plan.approve", "boss", "plan-q")
    assert pending.plan("plan-q").status is PlanStatus.APPROVED
    assert pending.last("plan.approved").envelope.role == "DM"


def test_whoever_submits_in_the_preparers_place_does_not_decide(pending: Company) -> None:
    pending.do("plan.withdraw_submission", "pia", "plan-q")
    delegated(pending, "pia", "dora", acts=["plan.submit"])
    pending.do("plan.submit", "dora", "plan-q", for_="pia")
    request = pending.plan("plan-q").request
    assert request is not None and request.askers == ("pia", "dora")
    pending.refused(OWN_MATTER, "plan.approve", "dora", "plan-q")
    pending.do("plan.approve", "boss", "plan-q")


def test_whoever_claims_in_the_responsible_persons_place_does_not_verify(company: Company) -> None:
    company.at("2026-01-05 09:00")
    at_work(company)
    delegated(company, "rita", "otto", acts=["issue.claim_resolution"])
    company.do("issue.claim_resolution", "otto", "issue-1", for_="rita", evidence="Contract")
    company.refused(OWN_MATTER, "issue.verify_pass", "otto", "issue-1", result="Fine", evidence="Seen")
    company.do("issue.verify_pass", "oscar", "issue-1", result="Fine", evidence="Seen")


def test_whoever_proposes_in_an_analysts_place_does_not_agree(company: Company) -> None:
    company.at("2026-01-05 09:00")
    analysed(company)
    delegated(company, "oscar", "otto", acts=["issue.propose_solution"])
    propose(company, "otto", for_="oscar")
    for proposer in ("oscar", "otto"):
        company.refused(OWN_MATTER, "issue.agree_solution", proposer, "issue-1", version=1)
    company.do("issue.agree_solution", "pia", "issue-1", version=1)


def analysed(company: Company) -> None:
    company.do(
        "issue.report", "ron", "issue-1", title="Doors", description="They do not close", unit="shops",
        found_at=company.clock.now, category=Category.RESOURCE, severity=3,
    )
    company.do("issue.register", "otto", "issue-1", category=Category.RESOURCE, triage_unit="og")
    company.do("issue.start_analysis", "otto", "issue-1", analysts=["oscar"], due="2026-01-16")
    cause = {"text": "Worn out", "cause_class": "EQUIPMENT"}
    company.do("issue.conclude_root_cause", "oscar", "issue-1", causes=[cause], method="DATA", evidence="Photos")


def propose(company: Company, by: str, for_: str | None = None) -> None:
    measure = {"text": "New doors", "causes": [1], "due": "2026-01-20", "unit": "sales"}
    drafted = {"measures": [measure], "effect": "Closed", "cost": 100, "due": "2026-01-30", "criterion": "They close"}
    company.do("issue.propose_solution", by, "issue-1", for_=for_, solution=drafted)


def at_work(company: Company) -> None:
    """An issue whose one measure Rita has carried out."""
    analysed(company)
    propose(company, "oscar")
    company.do("issue.agree_solution", "otto", "issue-1", version=1)
    (measure,) = company.issue("issue-1").measures
    charge = {"measure": measure, "unit": "sales", "person": "rita"}
    company.do("issue.assign", "otto", "issue-1", unit="sales", person="rita", charges=[charge])
    company.do("issue.accept_assignment", "rita", "issue-1")
    company.do("issue.complete_measure", "rita", "issue-1", measure, evidence="Contract")
    assert company.issue("issue-1").status is Status.IN_PROGRESS
