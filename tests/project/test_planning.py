"""The detailed plan, its network and its start (PROJ-06, 07, 09)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.project.content import Baseline, BudgetLine, Thresholds
from domain.project.soundness import (
    BACKWARDS,
    CIRCULAR,
    INCOMPLETE,
    KEYS,
    NOT_ON_TEAM,
    OVER_CEILING,
    PAST_DEADLINE,
    TASKS_OVER_BUDGET,
    THRESHOLDS,
    TOO_EARLY,
    UNKNOWN_PHASE,
    UNKNOWN_TASK,
)
from domain.project.staffing import NO_TEAM
from domain.project.terms import Status
from domain.shared.ids import PersonId
from domain.shared.refusal import Reason
from domain.shared.values import FINER_THAN_CENTS, NEGATIVE, NOT_A_PERCENTAGE
from tests.project.stories import BASELINE, BUILD, DESIGN, OPENING, PAPERS, approved, planned, staffed


def with_tasks(*tasks: Any) -> Baseline:
    return replace(BASELINE, tasks=tasks)


def line(amount: int) -> Baseline:
    return replace(BASELINE, budget=(BudgetLine(key="all", title="All", amount=Decimal(amount)),))


def test_the_lead_plans_within_the_approval() -> None:
    it = planned()
    assert (it.state.status, it.state.plan_version, it.state.budget) == (Status.PLANNED, 1, 900)
    assert [task.plan_key for task in it.state.tasks.values()] == ["A", "B", "C"]
    assert [each.number for each in it.state.baselines] == [1]
    staffed().refused(FORBIDDEN, "baseline", "tom", baseline=BASELINE)


def test_the_critical_path_and_the_slack_of_every_task_are_shown() -> None:
    tasks = {task.plan_key: task for task in planned().state.tasks.values()}
    assert {key: (task.slack, task.critical) for key, task in tasks.items()} == {
        "A": (0, True), "B": (0, True), "C": (31, False),
    }
    assert planned().state.critical_path == (tasks["A"].id, tasks["B"].id)
    assert tasks["B"].depends_on == (tasks["A"].id,)


def test_without_a_team_there_is_no_lead_who_could_plan() -> None:
    it = approved()
    it.refused(FORBIDDEN, "baseline", "pat", baseline=BASELINE)
    act = it.room.acts["baseline"]
    with pytest.raises(Exception, match=NO_TEAM.code):
        list(act.decide(it.state, None, baseline=BASELINE))


@pytest.mark.parametrize(
    ("baseline", "reason"),
    [
        *[(replace(BASELINE, **{name: ()}), INCOMPLETE) for name in ("quality", "deliverables", "phases", "tasks")],
        *[(replace(BASELINE, **{name: ()}), INCOMPLETE) for name in ("milestones", "budget")],
        (with_tasks(DESIGN, DESIGN), KEYS),
        (replace(BASELINE, milestones=(OPENING, OPENING)), KEYS),
        (replace(BASELINE, deliverables=("The line", "The line")), KEYS),
        (with_tasks(replace(DESIGN, phase="P9")), UNKNOWN_PHASE),
        (replace(BASELINE, milestones=(replace(OPENING, owner=PersonId("max")),)), NOT_ON_TEAM),
        (with_tasks(replace(DESIGN, owner=PersonId("max"))), NOT_ON_TEAM),
        (with_tasks(replace(DESIGN, due=date(2026, 7, 1))), PAST_DEADLINE),
        (replace(BASELINE, milestones=(replace(OPENING, due=date(2026, 7, 1)),)), PAST_DEADLINE),
        (with_tasks(replace(DESIGN, due=date(2026, 1, 1))), BACKWARDS),
        (with_tasks(BUILD), UNKNOWN_TASK),
        (with_tasks(replace(DESIGN, depends_on=("B",)), BUILD), CIRCULAR),
        (with_tasks(replace(DESIGN, depends_on=("A",))), CIRCULAR),
        (with_tasks(DESIGN, replace(PAPERS, starts=date(2026, 1, 31))), TOO_EARLY),
        (line(1001), OVER_CEILING),
        (line(699), TASKS_OVER_BUDGET),
        (line(-1), NEGATIVE),
        (with_tasks(replace(DESIGN, cost=Decimal("0.001"))), FINER_THAN_CENTS),
        (with_tasks(replace(DESIGN, cost=Decimal(-1))), NEGATIVE),
        (replace(BASELINE, thresholds=Thresholds(amber=Decimal(20))), THRESHOLDS),
        (replace(BASELINE, thresholds=Thresholds(budget_alert=Decimal(101))), NOT_A_PERCENTAGE),
    ],
)
def test_a_plan_is_complete_consistent_and_within_the_approval(baseline: Baseline, reason: Reason) -> None:
    staffed().refused(reason, "baseline", "pat", baseline=baseline)


def test_a_refusal_names_what_is_missing_and_what_waits_in_a_circle() -> None:
    it = staffed()
    no = it.refused(INCOMPLETE, "baseline", "pat", baseline=replace(BASELINE, phases=(), budget=()))
    assert [section.code for section in no.facts["missing"]] == ["phases", "budget"]
    no = it.refused(CIRCULAR, "baseline", "pat", baseline=with_tasks(replace(DESIGN, depends_on=("B",)), BUILD, PAPERS))
    assert no.facts["tasks"] == ["Task A", "Task B"]


def test_the_whole_ceiling_and_the_deadline_itself_may_be_planned_to() -> None:
    it = staffed()
    last = replace(OPENING, due=date(2026, 6, 30))
    it.do("baseline", "pat", baseline=replace(line(1000), milestones=(last,)))
    assert it.state.budget == it.state.ceiling


def test_the_lead_starts_what_is_planned() -> None:
    it = planned()
    it.refused(FORBIDDEN, "start", "stan")
    it.do("start", "pat")
    assert (it.state.status, it.state.started_at) == (Status.EXECUTING, it.now)
