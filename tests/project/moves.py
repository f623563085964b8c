"""What people do to a project, and a project to which everything can be done, states permitting."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec.structs import replace

from domain.project import ROOM
from domain.project.review import Condition, Review
from domain.project.state import Project
from domain.project.terms import MANDATORY, DocumentClass, Feasibility, Opinion, Status
from domain.shared.ids import ConditionId, ReviewId, UnitId
from tests.project.stories import (
    BASELINE,
    CEILING,
    DEADLINE,
    DELIVERED,
    FINE,
    PROPOSAL,
    REALISED,
    RESEARCH,
    SHOWN,
    SUMMARY,
    TEAM,
    change,
    commit,
    document,
    executing,
    member,
    noon,
    part_of,
    report,
    spend,
)
from tests.scenario import MONDAY, Scenario

NOW = date(2026, 4, 14)
TWO_LINES = change(replace(BASELINE, scope="Two lines"))
MEETING = {"held_on": NOW, "attendees": ("pat",), "minutes": "Fine"}
PROBLEM: dict[str, Any] = {"title": "No permit", "description": "None", "severity": 2}
EVALUATION = {"comparison": "So", "deviation": "None", "causes": "None", "measures": "None"}
POSTING = {"line": "work", "title": "Paid", "amount": Decimal(1), "spent_on": NOW}

DOING: dict[str, tuple[str, dict[str, Any]]] = {
    "revise": ("max", {"proposal": replace(PROPOSAL, title="Other")}),
    "record_feasibility": ("max", {"research": replace(RESEARCH, conclusion=Feasibility.CONDITIONAL)}),
    "consult_lessons": ("max", {"lessons": (), "conclusion": "None"}),
    "submit": ("max", {"reviewers": ("works",), "answer": "So"}),
    "give_opinion": ("will", {"opinion": Opinion.PASS, "text": "Fine"}),
    "answer_opinion": ("max", {"answer": "So"}),
    "approve": ("vera", {"sponsor": "stan", "ceiling": CEILING, "deadline": DEADLINE}),
    "return": ("vera", {"comment": "More"}),
    "reject": ("vera", {"comment": "No"}),
    "meet_condition": ("stan", {"evidence": "Seen"}),
    "assemble_team": ("stan", {"team": TEAM}),
    "change_team": ("stan", {"team": (*TEAM, member("will")), "reason": "More hands"}),
    "baseline": ("pat", {"baseline": BASELINE}),
    "start": ("pat", {}),
    "report_task": ("tom", {"percent": Decimal(90), "note": "So far"}),
    "reach_milestone": ("pat", {"reached_on": NOW, "evidence": SHOWN}),
    "waive_milestone": ("stan", {"reason": "No need"}),
    "record_quality_check": ("tom", {"requirement": "Q1", "passed": True, "findings": "Fine"}),
    "commit_cost": ("pat", {"line": "work", "title": "Order", "amount": Decimal(1)}),
    "release_commitment": ("pat", {"reason": "No need"}),
    "post_cost": ("fay", POSTING),
    "reverse_cost": ("fay", {"reason": "Twice"}),
    "record_corrective_action": ("pat", {"text": "Work", "owner": "tom", "due": NOW}),
    "close_corrective_action": ("pat", {"result": "Done"}),
    "evaluate": ("pat", EVALUATION),
    "record_meeting": ("pat", MEETING),
    "raise_problem": ("tom", PROBLEM),
    "settle_problem": ("stan", {"reason": "Over"}),
    "request_change": ("pat", {"content": TWO_LINES}),
    "revise_change": ("pat", {"content": TWO_LINES, "answer": "So"}),
    "withdraw_change": ("pat", {"reason": "Found"}),
    "return_change": ("stan", {"comment": "Why?"}),
    "reject_change": ("stan", {"comment": "No"}),
    "approve_change": ("stan", {}),
    "suspend": ("stan", {"reason": "No money"}),
    "resume": ("stan", {"reason": "Money"}),
    "terminate": ("vera", {"reason": "No market"}),
    "change_sponsor": ("vera", {"sponsor": "will", "reason": "Stan has left"}),
    "comment": ("tia", {"text": "Well"}),
    "link": ("tia", {"record": "contract-7"}),
    "request_acceptance": ("pat", {"deliverables": DELIVERED}),
    "accept": ("stan", {"to_quality": FINE, "to_quantity": FINE}),
    "require_rework": ("stan", {"findings": "It leaks", "deliverables": ()}),
    "file_document": ("tom", {"document": replace(document(DocumentClass.OTHER), title="New")}),
    "summarise": ("pat", {"summary": SUMMARY}),
    "return_summary": ("stan", {"comment": "More"}),
    "close": ("stan", {}),
    "post_evaluate": ("mia", {"evaluation": replace(REALISED, reason="Sold")}),
}


@cache
def ready() -> Scenario:
    """A project with one of everything, in the middle of April."""
    it = executing().at(noon(4, 14))
    report(it, "A", 50)
    commit(it, 10)
    spend(it, 10)
    it.do("record_corrective_action", "pat", part=next(iter(it.state.deviations)), text="Work", owner="tom", due=NOW)
    it.do("raise_problem", "tom", **PROBLEM)
    it.do("request_change", "pat", content=TWO_LINES)
    it.do("record_quality_check", "tom", requirement="Q1", passed=True, findings="Fine")
    review = Review(id=ReviewId("review-9"), round=9, unit=UnitId("works"), asked_at=MONDAY)
    condition = Condition(id=ConditionId("condition-9"), text="Two shifts", set_at=MONDAY)
    it.state = replace(it.state, reviews={review.id: review}, conditions={condition.id: condition})
    return it


def part(it: Scenario, name: str) -> str:
    """One part of that kind; of tasks the first one of the plan."""
    if name == "task":
        return part_of(it, "tasks", "A")
    return str(next(iter(getattr(it.state, ROOM.part(name).inside))))


def prepared(verb: str) -> Scenario:
    """The project with whatever else the act asks for, so that only states can stand in its way."""
    it = ready().branch()
    project: Project = it.state
    if verb in ("assemble_team", "baseline"):
        project = replace(project, baseline=None, team=() if verb == "assemble_team" else TEAM)
    if verb in ("request_change", "revise_change", "approve_change"):
        project = replace(project, change_requests={} if verb == "request_change" else project.change_requests)
    if verb == "terminate":
        project = replace(project, change_requests={})
    if verb == "request_acceptance":
        project = replace(project, milestones={}, change_requests={})
    if verb in ("accept", "require_rework"):
        project = with_delivery(project)
    if verb in ("close", "return_summary"):
        project = with_summary(project)
    if verb == "post_evaluate":
        project = replace(project, post_evaluation_due=date(2027, 1, 1))
    it.state = project
    return it


def with_delivery(project: Project) -> Project:
    donor = ready().branch()
    donor.state = replace(donor.state, milestones={}, change_requests={})
    (event,) = donor.do("request_acceptance", "pat", deliverables=DELIVERED)
    return replace(project, delivery=event.delivery, delivery_request=event.request)


def with_summary(project: Project) -> Project:
    donor = ready().branch()
    donor.state = replace(donor.state, status=Status.ACCEPTED)
    donor.do("summarise", "pat", summary=SUMMARY)
    return replace(
        project, summarised=donor.state.summarised, summary_request=donor.state.summary_request,
        documents=tuple(map(document, MANDATORY)), commitments={}, conditions={},
    )
