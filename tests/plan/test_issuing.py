from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import ONLY_READS
from domain.plan.breakdown import (
    BACKWARDS,
    CIRCULAR,
    NO_SUCH_MILESTONE,
    NOT_IN_UNIT,
    TASK_KEYS,
    UNCOVERED,
    UNKNOWN_GOAL,
    UNKNOWN_TASK,
    WEIGHTLESS,
)
from domain.plan.claims import AWAITED_MILESTONE, claims
from domain.plan.content import PlanContent
from domain.plan.issuing import NOT_DECOMPOSED
from domain.plan.periods import OUTSIDE
from domain.plan.terms import Kind, Level, Status, TaskStatus
from domain.shared import references
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from tests.plan.stories import PLAN_GOALS, approved, draft_annual, issued, new_task, story, submitted


def test_a_plan_is_decomposed_into_tasks_with_ids_that_know_each_other() -> None:
    it = approved()
    it.do("decompose", "pia", tasks=(new_task("A"), new_task("B", depends_on=("A",))))
    first, second = it.state.tasks.values()
    assert second.depends_on == (first.id,)
    assert first.status is TaskStatus.ASSIGNED
    assert it.state.status is Status.APPROVED


def test_a_later_decomposition_takes_the_place_of_an_earlier_one() -> None:
    it = approved()
    it.do("decompose", "pia", tasks=(new_task("A"), new_task("B")))
    it.do("decompose", "paul", tasks=(new_task("C"),))
    assert [task.title for task in it.state.tasks.values()] == ["Task C"]


@pytest.mark.parametrize(
    ("reason", "task"),
    [
        (UNKNOWN_GOAL, {"goal": "G9"}),
        (WEIGHTLESS, {"weight": Decimal(0)}),
        (WEIGHTLESS, {"weight": Decimal(-1)}),
        (BACKWARDS, {"start": date(2026, 2, 2), "due": date(2026, 2, 1)}),
        (OUTSIDE, {"start": date(2025, 12, 31)}),
        (OUTSIDE, {"due": date(2026, 4, 1)}),
        (NOT_IN_UNIT, {"unit": "planning"}),
        (NOT_IN_UNIT, {"unit": "moon"}),
        (NOT_IN_UNIT, {"responsible": "nobody"}),
        (NOT_IN_UNIT, {"unit": "shops"}),
        (ONLY_READS, {"unit": "hq", "responsible": "audra"}),
        (UNKNOWN_TASK, {"depends_on": ("T9",)}),
        (CIRCULAR, {"depends_on": ("T1",)}),
    ],
)
def test_a_task_that_is_not_in_order_is_refused(reason: Reason, task: Any) -> None:
    approved().refused(reason, "decompose", "pia", tasks=(new_task(**task),))


def test_somebody_of_a_group_belongs_to_the_department_above_it() -> None:
    approved().do("decompose", "pia", tasks=(new_task(responsible="ron"),))


def test_tasks_do_not_wait_for_each_other_in_a_circle() -> None:
    tasks = (new_task("A", depends_on=("B",)), new_task("B", depends_on=("C",)), new_task("C", depends_on=("A",)))
    no = approved().refused(CIRCULAR, "decompose", "pia", tasks=tasks)
    assert no.facts["tasks"] == ["Task A", "Task B", "Task C"]


def test_tasks_are_told_apart() -> None:
    approved().refused(TASK_KEYS, "decompose", "pia", tasks=(new_task(), new_task()))


def test_every_goal_has_a_task() -> None:
    it = draft_annual()
    it.do("submit", "pia")
    it.do("approve", "boss")
    no = it.refused(UNCOVERED, "decompose", "pia", tasks=(new_task(),))
    assert no.facts["goals"] == ["G2", "G3"]
    it.do("decompose", "pia", tasks=tuple(new_task(key, goal=key) for key in ("G1", "G2", "G3")))


def test_an_approved_and_decomposed_plan_is_issued_as_version_1_to_everybody_responsible() -> None:
    it = issued(new_task("A"), new_task("B", responsible="ron"), new_task("C"))
    assert it.state.status is Status.ISSUED
    assert it.state.plan_version == 1
    assert it.state.recipients == ("rita", "ron")
    assert it.state.issued_at == it.now


def test_a_plan_is_not_issued_before_it_is_decomposed() -> None:
    approved().refused(NOT_DECOMPOSED, "issue", "pia")


def test_a_plan_is_not_issued_or_decomposed_before_it_is_approved() -> None:
    submitted().refused(NOT_NOW, "issue", "pia")
    submitted().refused(NOT_NOW, "decompose", "pia", tasks=(new_task(),))


@pytest.mark.parametrize("by", ["dora", "olga", "rita", "boss"])
def test_the_plan_group_decomposes_and_issues(by: str) -> None:
    approved().refused(FORBIDDEN, "decompose", by, tasks=(new_task(),))
    it = approved()
    it.do("decompose", "pia", tasks=(new_task(),))
    it.refused(FORBIDDEN, "issue", by)


def test_a_department_manager_issues_the_own_department_plan() -> None:
    it = story()
    content = PlanContent(title="Planning", direction="Forward", focus="Figures", goals=(PLAN_GOALS[1],))
    it.do("draft", "dora", kind=Kind.DEPARTMENT, level=Level.ANNUAL, unit="planning", year=2026, content=content)
    it.do("submit", "dora")
    it.do("approve", "boss")
    it.do("decompose", "dora", tasks=(new_task(goal="G2", unit="planning", responsible="paul"),))
    it.do("issue", "dora")
    assert it.state.status is Status.ISSUED


@pytest.mark.parametrize("named", [{"project": "p-1", "milestone": "M9"}, {"project": "p-1"}, {"milestone": "M1"}])
def test_the_milestone_that_satisfies_a_task_is_one_of_a_project(named: dict[str, str]) -> None:
    it = approved()
    it.world.claims[references.MILESTONE, "p-1/M1"] = ["p-1"]
    it.refused(NO_SUCH_MILESTONE, "decompose", "pia", tasks=(new_task(**named),))


def test_a_plan_is_found_by_the_milestones_that_its_open_tasks_wait_for() -> None:
    it = approved()
    it.world.claims[references.MILESTONE, "p-1/M1"] = ["p-1"]
    tasks = (new_task("A", project="p-1", milestone="M1"), new_task("B", project="p-1", milestone="M1"), new_task("C"))
    it.do("decompose", "pia", tasks=tasks)
    assert [key for claim, key in claims(it.state) if claim == AWAITED_MILESTONE] == ["p-1/M1"]
    it.do("cancel", "dora", reason="No need")
    assert not [key for claim, key in claims(it.state) if claim == AWAITED_MILESTONE]
