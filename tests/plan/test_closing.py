from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.plan.closing import (
    ADJUSTMENTS_OPEN,
    CARRIED_NOWHERE,
    NOT_CONCLUDED,
    NOT_UNFINISHED,
    PERIOD_RUNNING,
    UNDECIDED,
)
from domain.plan.overseeing import NOT_EVALUATED
from domain.plan.state import Plan
from domain.plan.terms import Level, Outcome, Status, TaskStatus
from tests.plan.company import TEAM
from tests.plan.stories import LATER, above, application, completed, issued, new_task, requested, task_ids
from tests.plan.test_overseeing import DATA
from tests.scenario import Scenario


def over(people: Iterable[str] = ()) -> Scenario:
    """A plan with two tasks, one completed, whose period is over and which has been evaluated."""
    it = issued(new_task("A"), new_task("B"), people=people)
    completed(it, task_ids(it)[0])
    it.at(LATER).do("evaluate", "pia", findings="Half of it", data=DATA)
    return it


def closing(task: str, outcome: Outcome = Outcome.FAILED, **more: Any) -> dict[str, Any]:
    return {"task": task, "outcome": outcome, "reason": "No rooms", **more}


def test_a_plan_is_closed_after_its_period_and_evaluation() -> None:
    it = issued()
    completed(it, task_ids(it)[0])
    it.do("evaluate", "pia", findings="Good")
    it.at(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)).refused(PERIOD_RUNNING, "close", "pia")
    it.at(LATER).refused(FORBIDDEN, "close", "dora")
    it.do("close", "pia")
    assert it.state.status is Status.CLOSED


def test_a_plan_is_not_closed_without_an_evaluation() -> None:
    it = issued()
    completed(it, task_ids(it)[0])
    it.at(LATER).refused(NOT_EVALUATED, "close", "pia")


def test_a_company_with_a_general_manager_closes_after_the_joint_conclusion() -> None:
    it = over(TEAM)
    done = (closing(task_ids(it)[1]),)
    it.refused(NOT_CONCLUDED, "close", "pia", unfinished=done)
    it.do("conclude_evaluation", "gina", conclusion="Well")
    no = it.refused(NOT_CONCLUDED, "close", "pia", unfinished=done)
    assert no.facts["roles"] == ["OPM"]
    it.do("conclude_evaluation", "omar", conclusion="Well")
    it.do("close", "pia", unfinished=done)


def test_a_plan_with_an_open_adjustment_is_not_closed() -> None:
    it = over()
    task = task_ids(it)[1]
    requested(it, application(task))
    it.refused(ADJUSTMENTS_OPEN, "close", "pia", unfinished=(closing(task),))


def test_each_unfinished_task_is_decided_on_once_and_no_other() -> None:
    it = over()
    done, left = task_ids(it)
    no = it.refused(UNDECIDED, "close", "pia")
    assert no.facts["tasks"] == ["Task B"]
    it.refused(NOT_UNFINISHED, "close", "pia", unfinished=(closing(left), closing(done)))
    it.refused(NOT_UNFINISHED, "close", "pia", unfinished=(closing(left), closing(left)))


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.FAILED])
def test_an_unfinished_task_fails_or_is_cancelled_with_a_reason(outcome: Outcome) -> None:
    it = over()
    left = task_ids(it)[1]
    it.world.records[Plan, "later"] = above()
    it.refused(CARRIED_NOWHERE, "close", "pia", unfinished=(closing(left, outcome, carried_to="later"),))
    it.do("close", "pia", unfinished=(closing(left, outcome),))
    task = it.state.tasks[left]
    assert (task.status, task.ending) == (TaskStatus[outcome.name], "No rooms")


def test_an_unfinished_task_is_carried_over_to_a_later_plan() -> None:
    it = over()
    left = task_ids(it)[1]
    for nowhere in (None, "nowhere"):
        carried = closing(left, Outcome.CARRIED_OVER, carried_to=nowhere)
        it.refused(CARRIED_NOWHERE, "close", "pia", unfinished=(carried,))
    it.world.records[Plan, "ended"] = above(status=Status.CANCELLED)
    it.world.records[Plan, "past"] = above(Level.QUARTERLY)
    for wrong in ("ended", "past"):
        carried = closing(left, Outcome.CARRIED_OVER, carried_to=wrong)
        it.refused(CARRIED_NOWHERE, "close", "pia", unfinished=(carried,))
    it.world.records[Plan, "later"] = above()
    it.do("close", "pia", unfinished=(closing(left, Outcome.CARRIED_OVER, carried_to="later"),))
    task = it.state.tasks[left]
    assert (task.status, task.carried_to) == (TaskStatus.CARRIED_OVER, "later")


def test_the_closing_freezes_how_the_plan_ended_and_what_was_cancelled_then_still_counts() -> None:
    it = over()
    (event,) = it.do("close", "pia", unfinished=(closing(task_ids(it)[1], Outcome.CANCELLED),))
    assert event.final.completion.percent == 50
    assert it.state.completion == 50
