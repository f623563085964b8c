from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.plan.adjudicating import ANOTHER_APPROVED
from domain.plan.amendment import TASK_ENDED
from domain.plan.changes import PlanDiff, TargetChange, TaskChange
from domain.plan.content import Finding
from domain.plan.figures import health
from domain.plan.reissuing import APPLIED, NOT_APPLIED, NOT_AS_APPROVED, NOT_INSPECTED
from domain.plan.terms import AdjustmentStatus, Health, TaskStatus
from domain.shared.ids import PersonId, UnitId
from tests.plan.adjustments import cancellation, change, two
from tests.plan.stories import (
    LATER,
    OPINION,
    adjustment_approved,
    application,
    at_work,
    claimed,
    completed,
    new_task,
    reissued,
    requested,
    task_ids,
)


def test_an_approved_adjustment_is_applied_before_another_is_approved() -> None:
    it, first, second = two()
    slow = requested(it, application(second), "ron")
    it.do("give_opinion", "pia", part=slow, opinion=OPINION)
    adjustment_approved(it, application(first))
    it.refused(ANOTHER_APPROVED, "approve_adjustment", "dora", part=slow)


def test_a_task_completed_since_the_application_is_not_changed() -> None:
    it, first, _ = two()
    slow = requested(it, application(first))
    it.do("give_opinion", "pia", part=slow, opinion=OPINION)
    completed(it, first)
    it.refused(TASK_ENDED, "approve_adjustment", "dora", part=slow)


def test_an_approved_adjustment_is_applied_as_approved_and_in_no_other_way() -> None:
    it, task, _ = two()
    content = application(task)
    id = adjustment_approved(it, content)
    it.refused(FORBIDDEN, "apply_adjustment", "dora", part=id, changes=content.changes)
    it.refused(NOT_AS_APPROVED, "apply_adjustment", "pia", part=id, changes=change(task, due=date(2026, 3, 31)))
    it.do("apply_adjustment", "pia", part=id, changes=content.changes)
    assert it.state.plan_version == 2
    assert it.state.tasks[task].due == date(2026, 3, 30)
    assert it.state.tasks[task].adjustments == (id,)
    it.refused(APPLIED, "apply_adjustment", "pia", part=id, changes=content.changes)


def test_tasks_that_end_by_an_adjustment_are_kept_and_linked_to_what_replaces_them() -> None:
    it, first, second = two()
    changes = PlanDiff(
        add=(new_task("C"), new_task("D", depends_on=("C",))),
        cancel=(cancellation(first, "C", "D"), cancellation(second)),
    )
    id = reissued(it, application(first, changes))
    _, _, third, fourth = task_ids(it)
    assert it.state.tasks[first].status is TaskStatus.REPLACED
    assert it.state.tasks[first].replaced_by == (third, fourth)
    assert it.state.tasks[second].status is TaskStatus.CANCELLED
    assert it.state.tasks[second].adjustments == (id,)
    assert it.state.tasks[fourth].depends_on == (third,)
    assert it.state.tasks[third].status is TaskStatus.ASSIGNED


def test_a_changed_task_keeps_its_state_unless_somebody_else_is_to_do_it() -> None:
    it, first, second = two()
    at_work(it, first)
    at_work(it, second, "ron")
    changes = PlanDiff(
        change=(
            TaskChange(task=first, weight=Decimal(2)),
            TaskChange(task=second, unit=UnitId("sales"), responsible=PersonId("rita"), title="Theirs"),
        )
    )
    reissued(it, application(first, changes))
    assert it.state.tasks[first].status is TaskStatus.IN_PROGRESS
    moved = it.state.tasks[second]
    assert (moved.status, moved.responsible, moved.title) == (TaskStatus.ASSIGNED, "rita", "Theirs")
    assert moved.percent == 50


def test_a_contested_task_that_is_changed_is_asked_again() -> None:
    it, first, _ = two()
    it.do("contest_task", "rita", part=first, reason="Too soon")
    reissued(it, application(first))
    assert it.state.tasks[first].status is TaskStatus.ASSIGNED


def test_the_target_of_a_department_goal_is_adjusted() -> None:
    it, task, _ = two()
    (goal,) = it.state.content.goals
    it.state = replace(it.state, content=replace(it.state.content, goals=(replace(goal, kind="DEPARTMENT"),)))
    reissued(it, application(task, PlanDiff(targets=(TargetChange(goal="G1", target=Decimal(90)),))))
    assert it.state.content.goals[0].target == 90


def test_an_adjusted_plan_is_issued_again_after_it_was_applied() -> None:
    it, task, _ = two()
    content = application(task)
    id = adjustment_approved(it, content)
    it.refused(NOT_APPLIED, "reissue", "pia", part=id)
    it.do("apply_adjustment", "pia", part=id, changes=content.changes)
    it.refused(FORBIDDEN, "reissue", "dora", part=id)
    (event,) = it.do("reissue", "pia", part=id)
    assert (event.version, event.recipients) == (2, ("rita", "ron"))
    assert it.state.adjustments[id].status is AdjustmentStatus.REISSUED


def test_an_adjustment_stays_open_until_an_inspection_after_it_shows_its_effect() -> None:
    it, first, second = two()
    finding = Finding(task=first, text="Better", satisfactory=True)
    it.do("inspect", "pia", summary="Before", findings=(finding,))
    id = reissued(it, application(first))
    it.refused(NOT_INSPECTED, "record_follow_up", "pia", part=id, effect="On time")
    it.at(LATER).do("inspect", "pia", summary="After", findings=(finding,))
    completed(it, second, "ron")
    it.refused(FORBIDDEN, "record_follow_up", "rita", part=id, effect="On time")
    it.do("record_follow_up", "pia", part=id, effect="On time")
    held = it.state.adjustments[id]
    assert held.status is AdjustmentStatus.CLOSED
    assert (held.before.percent, held.after.percent) == (0, 50)


def test_a_claimed_task_keeps_its_claim_through_an_adjustment() -> None:
    it, task, _ = two()
    claimed(it, task)
    reissued(it, application(task))
    assert it.state.tasks[task].status is TaskStatus.COMPLETION_CLAIMED


def test_a_claim_is_over_when_the_task_goes_to_somebody_else() -> None:
    it, task, _ = two()
    claimed(it, task)
    reissued(it, application(task, change(task, responsible=PersonId("sam"), unit=UnitId("sales"))))
    held = it.state.tasks[task]
    assert (held.status, held.claimed_by, held.claimed_on) == (TaskStatus.ASSIGNED, None, None)
    assert health(held, date(2026, 3, 31)) is Health.OVERDUE
