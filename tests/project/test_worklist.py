"""Whose turn it is (API-08)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.project import ROOM
from domain.project.terms import Kind, Opinion
from domain.shared.act import EVERY_ACT
from domain.shared.term import Role
from domain.shared.values import end_of
from tests.project.stories import (
    BASELINE,
    CEILING,
    DEADLINE,
    SUMMARY,
    accepted,
    approved,
    change,
    closed,
    delivered,
    executing,
    finished,
    noon,
    opine,
    planned,
    proposed,
    report,
    reviewed,
    staffed,
    submitted,
    summarised,
)
from tests.scenario import Scenario


def entries(it: Scenario) -> list[tuple[str, Any]]:
    """What is asked, and of which person or role."""
    return [(each.act.removeprefix("project."), each.person or each.role) for each in ROOM.work(it.state)]


def suspended() -> Scenario:
    it = executing()
    it.do("suspend", "stan", reason="No money")
    return it


def terminated() -> Scenario:
    it = planned()
    it.do("terminate", "vera", reason="No market")
    return it


@pytest.mark.parametrize(
    ("begin", "asked"),
    [
        (proposed, ("submit", "max")),
        (reviewed, ("approve", Role.MGMT)),
        (approved, ("assemble_team", "stan")),
        (staffed, ("baseline", "pat")),
        (planned, ("start", "pat")),
        (suspended, ("resume", "stan")),
        (delivered, ("accept", "stan")),
        (accepted, ("summarise", "pat")),
        (summarised, ("close", "stan")),
        (terminated, ("summarise", "pat")),
        (closed, ("post_evaluate", Role.MKT)),
    ],
)
def test_a_project_waits_for_one_person_or_role(begin: Callable[[], Scenario], asked: Any) -> None:
    assert entries(begin()) == [asked]


@pytest.mark.parametrize("begin", [submitted, reviewed, executing, delivered, summarised, closed])
def test_a_decision_is_not_for_those_whose_matter_it_is(begin: Callable[[], Scenario]) -> None:
    it = begin()
    decisions = [each for each in ROOM.work(it.state) if EVERY_ACT[each.act].decides]
    for each in decisions:
        kind = EVERY_ACT[each.act].part
        matter = ROOM.interested(it.state, it.part(kind, each.part) if kind else None, it.world)
        assert set(matter) <= set(each.barred), each.act
    assert decisions


def test_each_department_that_has_not_answered_is_asked() -> None:
    it = submitted()
    opine(it, "works")
    (entry,) = ROOM.work(it.state)
    assert (entry.act, entry.role, entry.unit) == ("project.give_opinion", Role.HEAD, "finance")
    assert entry.part in it.state.reviews


def test_objections_are_to_be_answered_before_submitting_again() -> None:
    it = submitted("works")
    opine(it, "works", Opinion.FAIL)
    assert entries(it) == [("answer_opinion", "max"), ("submit", "max")]


def test_during_execution_owners_acceptors_and_the_lead_have_their_dates() -> None:
    it = executing()
    assert entries(it) == [
        ("report_task", "tom"),
        ("report_task", "tia"),
        ("report_task", "tom"),
        ("reach_milestone", "pat"),
        ("record_meeting", "pat"),
        ("evaluate", "pat"),
    ]
    assert [each.due for each in ROOM.work(it.state)][:1] == [end_of(date(2026, 1, 31))]


def test_a_milestone_of_the_lead_is_accepted_by_the_sponsor() -> None:
    own = tuple(replace(each, owner="pat") for each in BASELINE.milestones)
    assert ("reach_milestone", "stan") in entries(executing(replace(BASELINE, milestones=own)))


def test_what_is_done_is_to_be_accepted() -> None:
    assert ("request_acceptance", "pat") in entries(finished())


def test_deviations_actions_conditions_and_changes_are_asked_of_those_who_decide() -> None:
    it = reviewed()
    it.do(
        "approve", "vera", sponsor="stan", ceiling=CEILING, deadline=DEADLINE, conditions=("Two shifts",), comment="If"
    )
    assert ("meet_condition", "stan") in entries(it)
    it = executing().at(noon(1, 29))
    report(it, "A", 42)
    assert ("record_corrective_action", "pat") in entries(it)
    (id,) = it.state.deviations
    it.do("record_corrective_action", "pat", part=id, text="Work", owner="tom", due="2026-02-02")
    assert ("close_corrective_action", "pat") in entries(it)
    it.do("request_change", "pat", content=change(replace(BASELINE, scope="Two lines")))
    assert ("approve_change", "stan") in entries(it)
    (id,) = it.state.change_requests
    it.do("return_change", "stan", part=id, comment="Why?")
    assert ("revise_change", "pat") in entries(it)
    it.do("revise_change", "pat", part=id, content=change(deadline=date(2026, 7, 31)), answer="So")
    assert ("approve_change", Role.MGMT) in entries(it)


def test_nothing_is_asked_about_what_is_over() -> None:
    it = reviewed()
    it.do("reject", "vera", comment="No")
    assert entries(it) == []
    it = terminated()
    it.do("summarise", "pat", summary=SUMMARY)
    assert entries(it) == []


def test_the_operations_supervisor_looks_back_at_projects_of_operation() -> None:
    it = closed()
    it.state = replace(it.state, kind=Kind.OPERATING)
    assert entries(it) == [("post_evaluate", Role.OS)]
    (looking_back,) = it.room.work(it.state)
    assert looking_back.barred == (it.state.lead,)
