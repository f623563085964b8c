from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.plan.adjudicating import COMMENT_NEEDED, COMPANY_GOALS, NOT_OPERABLE, STALE_BASE
from domain.plan.adjusting import NOT_AFFECTED, NOT_REJECTED, NOTHING_AFFECTED
from domain.plan.amendment import NO_CHANGE, TASK_ENDED, TASK_TWICE
from domain.plan.breakdown import NOT_IN_UNIT, TASK_KEYS, UNCOVERED, UNKNOWN_GOAL, UNKNOWN_TASK, WEIGHTLESS
from domain.plan.changes import PlanDiff, TargetChange
from domain.plan.periods import OUTSIDE
from domain.plan.terms import AdjustmentStatus
from domain.shared.approval import Verdict
from domain.shared.ids import TaskId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from tests.plan.adjustments import cancellation, change, reviewed, two
from tests.plan.stories import (
    OPINION,
    application,
    approved,
    completed,
    issued,
    new_task,
    reissued,
    requested,
    task_ids,
)


@pytest.mark.parametrize("by", ["rita", "sam"])
def test_whoever_does_an_affected_task_or_heads_its_unit_applies(by: str) -> None:
    it, task, _ = two()
    id = requested(it, application(task), by)
    held = it.state.adjustments[id]
    assert (held.applicant, held.unit, held.base_version) == (by, "sales", 1)
    assert held.status is AdjustmentStatus.REQUESTED


def test_nobody_else_applies() -> None:
    it, first, second = two()
    for other in ("pia", "dora", "boss"):
        it.refused(FORBIDDEN, "request_adjustment", other, content=application(first))
    it.refused(NOT_AFFECTED, "request_adjustment", "ron", content=application(first))
    it.refused(NOT_AFFECTED, "request_adjustment", "rita", content=application(first, affected=(second,)))
    it.refused(NOTHING_AFFECTED, "request_adjustment", "rita", content=application(first, affected=()))


def test_only_an_issued_plan_is_adjusted() -> None:
    it = approved()
    it.do("decompose", "pia", tasks=(new_task(),))
    it.refused(NOT_NOW, "request_adjustment", "rita", content=application(task_ids(it)[0]))


@pytest.mark.parametrize("field", ["reason", "impact", "solution", "objective", "reasonable", "necessary"])
def test_an_application_answers_every_question(field: str) -> None:
    it, task, _ = two()
    blank = msgspec.to_builtins(application(task)) | {field: " "}
    with pytest.raises(msgspec.ValidationError):
        it.do("request_adjustment", "rita", content=blank)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        (NO_CHANGE, PlanDiff()),
        (UNKNOWN_TASK, change("task-9", due=date(2026, 2, 1))),
        (UNKNOWN_TASK, PlanDiff(cancel=(cancellation("task-1", "C"),))),
        (UNKNOWN_TASK, change("task-1", depends_on=(TaskId("task-9"),))),
        (OUTSIDE, change("task-1", due=date(2026, 4, 1))),
        (WEIGHTLESS, change("task-1", weight=Decimal(0))),
        (NOT_IN_UNIT, change("task-1", responsible="paul")),
        (UNKNOWN_GOAL, PlanDiff(targets=(TargetChange(goal="G9", target=Decimal(1)),))),
        (UNKNOWN_GOAL, PlanDiff(add=(new_task("C", goal="G9"),))),
        (TASK_KEYS, PlanDiff(add=(new_task("C"), new_task("C")))),
        (TASK_TWICE, PlanDiff(change=change("task-1", weight=Decimal(2)).change, cancel=(cancellation("task-1"),))),
        (UNCOVERED, PlanDiff(cancel=(cancellation("task-1"), cancellation("task-2")))),
    ],
)
def test_an_application_can_be_applied_to_the_plan(reason: Reason, changes: PlanDiff) -> None:
    it, first, _ = two()
    it.refused(reason, "request_adjustment", "rita", content=application(first, changes))


def test_tasks_that_an_earlier_adjustment_withdrew_cover_no_goal() -> None:
    it = issued(new_task("A"), new_task("B"))
    first, second = task_ids(it)
    reissued(it, application(first, PlanDiff(cancel=(cancellation(first),))))
    last = PlanDiff(cancel=(cancellation(second),))
    it.refused(UNCOVERED, "request_adjustment", "rita", content=application(second, last))


def test_a_completed_task_stays_untouched() -> None:
    it = issued(new_task("A"), new_task("B"))
    first, second = task_ids(it)
    completed(it, second)
    touching = change(second, weight=Decimal(2))
    it.refused(TASK_ENDED, "request_adjustment", "rita", content=application(first, touching))
    it.refused(TASK_ENDED, "request_adjustment", "rita", content=application(second))


def test_the_plan_group_gives_its_opinion_on_each_principle() -> None:
    it, id = reviewed(reasonable=False, recommendation="NOT_ENDORSE")
    held = it.state.adjustments[id]
    assert held.status is AdjustmentStatus.OPINION_GIVEN
    assert (held.opinion.objective, held.opinion.reasonable) == (True, False)
    assert held.signatures[-1].verdict is Verdict.NOT_ENDORSED


def test_the_opinion_is_not_the_applicants() -> None:
    it = issued(new_task(unit="planning", responsible="paul"))
    id = requested(it, application(task_ids(it)[0]), "paul")
    it.refused(OWN_MATTER, "give_opinion", "paul", part=id, opinion=OPINION)
    it.do("give_opinion", "pia", part=id, opinion=OPINION)


def test_whoever_gave_the_opinion_does_not_decide() -> None:
    it = issued(new_task(unit="planning", responsible="paul"))
    id = requested(it, application(task_ids(it)[0]), "paul")
    it.do("give_opinion", "dora", part=id, opinion=OPINION)
    for verb in ("approve_adjustment", "reject_adjustment", "return_adjustment"):
        it.refused(OWN_MATTER, verb, "dora", part=id, comment="So")
    it.do("approve_adjustment", "boss", part=id)


def test_the_department_manager_decides_after_the_opinion_and_not_before() -> None:
    it, task, _ = two()
    id = requested(it, application(task))
    it.refused(NOT_NOW, "approve_adjustment", "dora", part=id)
    it.refused(NOT_NOW, "reject_adjustment", "dora", part=id, comment="No")
    it.refused(FORBIDDEN, "return_adjustment", "dora", part=id, comment="More")
    it.do("give_opinion", "pia", part=id, opinion=OPINION)
    it.refused(FORBIDDEN, "approve_adjustment", "paul", part=id)
    it.do("approve_adjustment", "dora", part=id)
    assert it.state.adjustments[id].signatures[-1].verdict is Verdict.APPROVED


def test_a_department_manager_does_not_decide_on_the_own_application() -> None:
    it = issued(new_task(unit="planning", responsible="paul"))
    id = requested(it, application(task_ids(it)[0]), "dora")
    it.do("give_opinion", "pia", part=id, opinion=OPINION)
    it.refused(OWN_MATTER, "approve_adjustment", "dora", part=id)
    it.do("approve_adjustment", "boss", part=id)


def test_an_incomplete_application_is_returned_by_the_plan_group_and_revised() -> None:
    it, task, _ = two()
    id = requested(it, application(task))
    it.do("return_adjustment", "pia", part=id, comment="Which landlord?")
    better = application(task, reason="The landlord of No. 5 is late")
    it.refused(FORBIDDEN, "revise_adjustment", "sam", part=id, content=better, answer="No. 5")
    it.do("revise_adjustment", "rita", part=id, content=better, answer="No. 5")
    held = it.state.adjustments[id]
    assert (held.status, held.request.round, held.answer) == (AdjustmentStatus.REQUESTED, 2, "No. 5")
    assert [each.field for each in held.request.changes] == ["reason"]
    assert held.opinion is None


def test_the_department_manager_returns_an_application_after_the_opinion() -> None:
    it, id = reviewed()
    it.refused(FORBIDDEN, "return_adjustment", "paul", part=id, comment="More")
    it.do("return_adjustment", "dora", part=id, comment="More")
    assert it.state.adjustments[id].status is AdjustmentStatus.RETURNED


def test_a_rejected_application_is_followed_by_a_new_one() -> None:
    it, id = reviewed()
    with pytest.raises(msgspec.ValidationError):
        it.do("reject_adjustment", "dora", part=id, comment=" ")
    content = it.state.adjustments[id].content
    it.refused(NOT_REJECTED, "request_adjustment", "rita", content=content, follows=id)
    it.refused(NOT_REJECTED, "request_adjustment", "rita", content=content, follows="adjustment-9")
    it.do("reject_adjustment", "dora", part=id, comment="No")
    it.refused(NOT_NOW, "revise_adjustment", "rita", part=id, content=content, answer="But")
    second = requested(it, content, follows=id)
    assert it.state.adjustments[second].follows == id


def test_the_applicant_withdraws_until_the_decision() -> None:
    it, id = reviewed()
    it.refused(FORBIDDEN, "withdraw_adjustment", "sam", part=id, reason="Found rooms")
    it.branch().do("withdraw_adjustment", "rita", part=id, reason="Found rooms")
    it.do("approve_adjustment", "dora", part=id)
    it.refused(NOT_NOW, "withdraw_adjustment", "rita", part=id, reason="Found rooms")


def test_an_adjustment_that_affects_company_goals_leaves_this_route() -> None:
    it, id = reviewed(keeps_company_goals=False)
    it.refused(COMPANY_GOALS, "approve_adjustment", "dora", part=id, comment="Still")


def test_moving_the_target_of_a_company_goal_leaves_this_route_whatever_the_opinion_says() -> None:
    it, task, _ = two()
    lower = PlanDiff(targets=(TargetChange(goal="G1", target=Decimal(90)),))
    id = requested(it, application(task, lower))
    it.do("give_opinion", "pia", part=id, opinion=OPINION)
    it.refused(COMPANY_GOALS, "approve_adjustment", "dora", part=id)


def test_a_plan_that_would_not_be_operable_is_not_approved() -> None:
    it, id = reviewed(operable=False)
    it.refused(NOT_OPERABLE, "approve_adjustment", "dora", part=id, comment="Still")


def test_approving_against_the_opinion_takes_a_comment() -> None:
    it, id = reviewed(recommendation="NOT_ENDORSE")
    it.refused(COMMENT_NEEDED, "approve_adjustment", "dora", part=id)
    it.do("approve_adjustment", "dora", part=id, comment="The city insists")
    assert it.state.adjustments[id].status is AdjustmentStatus.APPROVED


def test_an_application_on_an_older_version_is_rebased_before_approval() -> None:
    it, first, second = two()
    slow = requested(it, application(second), "ron")
    it.do("give_opinion", "pia", part=slow, opinion=OPINION)
    reissued(it, application(first))
    no = it.refused(STALE_BASE, "approve_adjustment", "dora", part=slow)
    assert no.facts == {"base": 1, "now": 2}
    it.do("return_adjustment", "dora", part=slow, comment="Rebase it")
    it.do("revise_adjustment", "ron", part=slow, content=application(second), answer="Done")
    it.do("give_opinion", "pia", part=slow, opinion=OPINION)
    it.do("approve_adjustment", "dora", part=slow)
    assert it.state.adjustments[slow].base_version == 2
