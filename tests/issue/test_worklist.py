"""What an issue waits for, and from whom (API-08)."""

import pytest

from domain.issue import ROOM
from domain.issue.terms import Status
from tests.issue import story
from tests.issue.test_lifecycle import STORIES
from tests.scenario import Scenario

WAITING = {
    Status.REPORTED: [("register", None, "OG")],
    Status.REGISTERED: [("start_analysis", None, "OG")],
    Status.IN_ANALYSIS: [("conclude_root_cause", "oscar", None), ("record_finding", "ben", None)],
    Status.ANALYSED: [("propose_solution", "oscar", None)],
    Status.SOLUTION_PROPOSED: [("agree_solution", None, "OG")],
    Status.AWAITING_SOLUTION_APPROVAL: [("approve_solution", None, "DM")],
    Status.SOLUTION_AGREED: [("assign", None, "OG")],
    Status.ASSIGNED: [("accept_assignment", "ana", None)],
    Status.IN_PROGRESS: [("complete_measure", "ana", None)],
    Status.RESOLVED: [("verify_pass", None, "OG")],
    Status.CLOSED: [],
    Status.DISMISSED: [],
    Status.MERGED: [],
}


def waits_for(scenario: Scenario) -> list[tuple[str, str | None, str | None]]:
    return [(work.act.removeprefix("issue."), work.person, work.role) for work in ROOM.work(scenario.state)]


@pytest.mark.parametrize("status", Status)
def test_each_state_waits_for_somebody(status: Status) -> None:
    scenario = STORIES[status]()
    assert waits_for(scenario) == WAITING[status]
    for verb, _, _ in waits_for(scenario):
        assert verb in ROOM.acts
    assert all(work.since == scenario.now for work in ROOM.work(scenario.state))


def test_a_difficulty_of_a_plan_task_waits_for_the_plan_group() -> None:
    assert waits_for(story.reported(**story.DIFFICULTY)) == [
        ("register", None, "PG")
    ]


def test_an_order_waits_for_the_head_of_the_unit_until_its_date() -> None:
    (work,) = ROOM.work(story.ordered().state)
    assert (work.act, work.role, work.unit) == ("issue.answer_rectification", "RD", "sales")
    assert work.due == story.moment("2026-01-13T00:00")


def test_when_every_measure_has_ended_the_claim_is_waited_for() -> None:
    assert waits_for(story.carried_out()) == [("claim_resolution", "ana", None)]


def test_a_conflict_that_is_not_coordinated_as_a_record_of_its_own_waits_for_the_group() -> None:
    scenario = story.carried_out()
    coordinated = scenario.branch()
    scenario.given(story.CONFLICT_OF_OLD)
    assert waits_for(scenario)[0] == ("settle_conflict", None, "OG")
    coordinated.do("raise_conflict", "ana", units=["sales", "plan-group"], subject="谁出人", due="2026-01-08")
    assert waits_for(coordinated) == [("claim_resolution", "ana", None)]


def test_a_migrated_case_waits_for_somebody_to_be_responsible() -> None:
    rows = ("Accepted", "In Progress", "2012-05-05T14:58:00")
    assert waits_for(story.migrated(rows)) == [("reassign", None, "OG")]
