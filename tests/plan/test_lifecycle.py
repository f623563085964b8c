"""Every state against every act: what the tables permit is what is accepted."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from domain.plan import ROOM
from domain.plan.children import ChildPlan
from domain.plan.content import Claim
from domain.plan.opinion import Opinion
from domain.plan.remarks import PlanCommented, PlanLinked
from domain.plan.state import Conclusion, Misalignment, Plan
from domain.plan.task import Difficulty
from domain.plan.terms import AdjustmentStatus, Disposition, OpinionStatus, Outcome, Status, TaskStatus
from domain.shared.approval import Request, digest
from domain.shared.ids import SYSTEM, IssueId, OpinionId, PersonId, PlanId, UnitId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Role, Term
from tests.plan.company import TEAM
from tests.plan.stories import (
    LATER,
    OPINION,
    QUARTERLY,
    SHOWN,
    application,
    issued,
    new_task,
    requested,
    task_ids,
)
from tests.plan.test_overseeing import DATA
from tests.scenario import MONDAY, Scenario

TASK, ADJUSTMENT, SALES = "task-1", "adjustment-2", "opinion-9"
UNTIL = date(2026, 2, 1)
STEP = {"text": "Look", "starts": date(2026, 1, 6), "ends": date(2026, 1, 7)}
FINDING = {"task": TASK, "text": "Fine", "satisfactory": True}
CHANGES = application(TASK).changes

DOING: dict[str, tuple[str, dict[str, Any]]] = {
    "revise": ("pia", {"content": replace(QUARTERLY, focus="Other")}),
    "open_consultation": ("pia", {"units": ("sales",), "deadline": date(2026, 4, 20)}),
    "record_opinion": ("sam", {"text": "Good"}),
    "dispose_opinion": ("pia", {"disposition": Disposition.NOT, "reason": "No"}),
    "close_consultation": ("pia", {}),
    "submit": ("pia", {}),
    "withdraw_submission": ("pia", {}),
    "return": ("dora", {"comment": "More"}),
    "reject": ("dora", {"comment": "No"}),
    "approve": ("dora", {}),
    "decompose": ("pia", {"tasks": (new_task("Z"),)}),
    "issue": ("pia", {}),
    "acknowledge_task": ("rita", {}),
    "contest_task": ("rita", {"reason": "Not mine"}),
    "resolve_contest": ("pia", {"outcome": "Yours"}),
    "reassign_task": ("sam", {"responsible": "ron", "reason": "Ill"}),
    "file_work_plan": ("rita", {"steps": (STEP,), "method": "By foot"}),
    "report_progress": ("rita", {"percent": Decimal(10), "note": "Started"}),
    "raise_difficulty": ("rita", {"title": "No rooms", "description": "None"}),
    "record_coordination": ("pia", {"units": ("sales",), "measure": "Ask", "due": UNTIL}),
    "unblock_task": ("pia", {"reason": "Over"}),
    "claim_completion": ("rita", {"evidence": SHOWN}),
    "confirm_completion": ("pia", {}),
    "refuse_completion": ("pia", {"comment": "No"}),
    "inspect": ("pia", {"summary": "Fine", "findings": (FINDING,)}),
    "evaluate": ("pia", {"findings": "Fine"}),
    "flag_alignment": (SYSTEM, {"parent_version": 9}),
    "record_child": (SYSTEM, {"child": "plan-m", "starts": date(2026, 2, 1)}),
    "drop_child": (SYSTEM, {"child": "plan-j"}),
    "clear_alignment_flag": ("pia", {"comment": "Fine"}),
    "request_adjustment": ("rita", {"content": application(TASK)}),
    "revise_adjustment": ("rita", {"content": application(TASK), "answer": "So"}),
    "withdraw_adjustment": ("rita", {"reason": "Found"}),
    "give_opinion": ("pia", {"opinion": OPINION}),
    "approve_adjustment": ("dora", {}),
    "reject_adjustment": ("dora", {"comment": "No"}),
    "apply_adjustment": ("pia", {"changes": CHANGES}),
    "reissue": ("pia", {}),
    "record_follow_up": ("pia", {"effect": "Good"}),
    "comment": ("rita", {"text": "Shops are dear"}),
    "link": ("rita", {"record": "contract-1"}),
    "conclude_evaluation": ("gina", {"conclusion": "Fine"}),
    "close": ("pia", {"unfinished": ({"task": TASK, "outcome": Outcome.FAILED, "reason": "No rooms"},)}),
    "cancel": ("dora", {"reason": "No need"}),
}

WHOLE = [verb for verb in DOING if ROOM.acts[verb].part is None]
PARTS = [verb for verb in DOING if ROOM.acts[verb].part]
PART: dict[str | None, str] = {"opinion": SALES, "task": TASK, "adjustment": ADJUSTMENT}
STATUSES: dict[str | None, type[Term]] = {
    None: Status,
    "opinion": OpinionStatus,
    "task": TaskStatus,
    "adjustment": AdjustmentStatus,
}


@cache
def ready() -> Scenario:
    """A plan with one of everything, after its period, in a company with everybody."""
    it = issued(people=TEAM)
    id = requested(it, application(TASK))
    it.do("give_opinion", "paul", part=id, opinion=OPINION)
    assert (task_ids(it), id) == ([TASK], ADJUSTMENT)
    it.at(LATER).do("evaluate", "pia", findings="Fine", data=DATA)
    opinion = Opinion(id=OpinionId(SALES), unit=UnitId("sales"))
    it.state = replace(it.state, opinions={SALES: opinion}, opinions_due=LATER.date())
    return it


def prepared(verb: str) -> Scenario:
    """The plan with whatever else the act asks for, so that only states can stand in its way."""
    it = ready().branch()
    plan: Plan = it.state
    claim = Claim(delivered="The contract", evidence=())
    difficulty = Difficulty(issue=IssueId("issue-1"), title="No rooms", description="None", raised_at=MONDAY)
    if verb in ("record_coordination", "unblock_task"):
        plan = with_part(plan, "task", difficulty=difficulty)
    if verb in ("confirm_completion", "refuse_completion"):
        plan = with_part(plan, "task", claim=claim, request=asked(claim), claimed_on=LATER.date())
    if verb in ("reissue", "record_follow_up"):
        plan = with_part(plan, "adjustment", applied_version=2, reissued_at=MONDAY)
    if verb in ("record_child", "drop_child"):
        january = ChildPlan(starts=date(2026, 1, 1), ends=date(2026, 1, 31), due=MONDAY.date(), plan=PlanId("plan-j"))
        february = ChildPlan(starts=date(2026, 2, 1), ends=date(2026, 2, 28), due=date(2026, 1, 31))
        plan = replace(plan, children=(january, february))
    if verb == "clear_alignment_flag":
        plan = replace(plan, misalignment=Misalignment(parent_version=2, since=MONDAY))
    if verb == "close_consultation":
        plan = replace(plan, opinions={})
    if verb == "close":
        concluded = tuple(Conclusion(by=PersonId("gina"), role=role, text="Fine") for role in (Role.GM, Role.OPM))
        plan = replace(plan, adjustments={}, evaluations=(replace(plan.evaluations[0], conclusions=concluded),))
    it.state = replace(plan, inspected_at=LATER)
    return it


def asked(claim: Claim) -> Request:
    """Somebody asked to confirm this claim."""
    return Request(round=1, asked_by=PersonId("rita"), asked_at=MONDAY, content_version=1, digest=digest(claim))


def with_part(plan: Plan, name: str, **fields: Any) -> Plan:
    inside, id = ROOM.part(name).inside, PART[name]
    held = getattr(plan, inside)
    return replace(plan, **{inside: {**held, id: replace(held[id], **fields)}})


def tried(it: Scenario, verb: str) -> bool:
    """Whether the act is accepted; if the tables do not permit it, then for that reason."""
    by, inputs = DOING[verb]
    act = ROOM.acts[verb]
    if ROOM.possible(act, it.state, it.part(act.part, PART[act.part]) if act.part else None):
        assert it.do(verb, by, part=PART.get(act.part), **inputs)
        return True
    it.refused(NOT_NOW, verb, by, part=PART.get(act.part), **inputs)
    return False


@pytest.mark.parametrize("verb", WHOLE)
def test_an_act_on_a_plan_is_accepted_in_the_states_of_the_table_and_no_other(verb: str) -> None:
    accepted = set()
    for status in Status:
        it = prepared(verb)
        it.state = replace(it.state, status=status)
        if tried(it, verb):
            accepted.add(status)
    events = ROOM.acts[verb].events
    assert accepted == set().union(*(ROOM.lifecycle.moves[event].since for event in events)) - {None}


@pytest.mark.parametrize("verb", PARTS)
def test_an_act_on_a_part_is_accepted_in_the_states_of_both_tables_and_no_other(verb: str) -> None:
    part = ROOM.acts[verb].part
    assert part is not None
    (event,) = ROOM.acts[verb].events
    outer, inner = ROOM.lifecycle.moves[event].since, ROOM.part(part).lifecycle.moves[event].since
    for status in Status:
        for within in STATUSES[part]:
            it = prepared(verb)
            it.state = replace(with_part(it.state, part, status=within), status=status)
            assert tried(it, verb) is (status in outer and within in inner)


def test_every_act_is_tried() -> None:
    assert set(ROOM.acts) == {*DOING, "draft", "wake", "return_adjustment"}


def test_nothing_but_the_table_leads_out_of_a_final_state() -> None:
    for lifecycle in (ROOM.lifecycle, *(part.lifecycle for part in ROOM.parts)):
        for event, row in lifecycle.moves.items():
            assert not row.since & lifecycle.final or event in (PlanCommented, PlanLinked)

