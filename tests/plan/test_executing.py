from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.organisation.rules import UNIT_UNKNOWN
from domain.plan.breakdown import NOT_IN_UNIT
from domain.plan.changes import PlanDiff, TaskCancellation
from domain.plan.content import WorkStep
from domain.plan.executing import (
    BEING_ADJUSTED,
    FORECAST_PAST,
    NO_STEPS,
    NOTHING_SHOWN,
    PREDECESSORS_OPEN,
    PROGRESS_FELL,
    SAME_PERSON,
    STEP_DATES,
)
from domain.plan.terms import TaskStatus
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import NOT_A_PERCENTAGE
from tests.plan.stories import (
    SHOWN,
    adjustment_approved,
    application,
    approved,
    at_work,
    claimed,
    completed,
    issued,
    new_task,
    reissued,
    task_ids,
)
from tests.scenario import Scenario

STEP = WorkStep(text="Look for rooms", starts=date(2026, 1, 6), ends=date(2026, 1, 20))


def one() -> tuple[Scenario, str]:
    it = issued()
    return it, task_ids(it)[0]


def status(it: Scenario, task: str) -> TaskStatus:
    value = it.state.tasks[task].status
    assert isinstance(value, TaskStatus)
    return value


def test_a_task_is_acknowledged_by_the_responsible_person_only() -> None:
    it, task = one()
    for other in ("pia", "sam", "ron", "dora"):
        it.refused(FORBIDDEN, "acknowledge_task", other, part=task)
    it.do("acknowledge_task", "rita", part=task)
    assert status(it, task) is TaskStatus.ACKNOWLEDGED


def test_nothing_is_done_to_a_task_before_its_plan_is_issued() -> None:
    it = approved()
    it.do("decompose", "pia", tasks=(new_task(),))
    it.refused(NOT_NOW, "acknowledge_task", "rita", part=task_ids(it)[0])


def test_a_contested_task_waits_for_coordination_and_is_then_asked_again() -> None:
    it, task = one()
    it.do("contest_task", "rita", part=task, reason="Not mine")
    assert it.state.tasks[task].contest == "Not mine"
    it.refused(NOT_NOW, "report_progress", "rita", part=task, percent=Decimal(1), note="Started")
    it.refused(FORBIDDEN, "resolve_contest", "rita", part=task, outcome="Mine")
    it.do("resolve_contest", "pia", part=task, outcome="It is yours")
    assert status(it, task) is TaskStatus.ASSIGNED
    it.do("contest_task", "rita", part=task, reason="Not mine")
    it.do("acknowledge_task", "rita", part=task)
    assert status(it, task) is TaskStatus.ACKNOWLEDGED


def test_a_contest_is_coordinated_with_the_units_named_or_the_one_from_which_the_task_came() -> None:
    it, task = one()
    it.refused(UNIT_UNKNOWN, "contest_task", "rita", part=task, reason="Not mine", units=("moon",))
    named = it.branch()
    (event,) = named.do("contest_task", "rita", part=task, reason="Not mine", units=("og", "sales", "og"))
    assert (event.units, named.state.tasks[task].coordinated_as) == (("og",), event.coordination)
    (event,) = it.do("contest_task", "rita", part=task, reason="Not mine")
    assert event.units == ("pg",) and event.coordination.startswith("coordination-")
    it.do("acknowledge_task", "rita", part=task)
    assert it.state.tasks[task].coordinated_as is None


def test_a_contest_inside_the_unit_that_made_the_plan_goes_to_the_unit_of_the_plan_or_to_nobody() -> None:
    it = issued(new_task(unit="pg", responsible="paul"))
    (task,) = task_ids(it)
    theirs = it.branch()
    theirs.state = replace(theirs.state, unit="pg")
    assert theirs.do("contest_task", "paul", part=task, reason="Not mine")[0].coordination is None
    assert it.do("contest_task", "paul", part=task, reason="Not mine")[0].units == ("hq",)


def test_the_head_of_the_unit_gives_a_task_to_somebody_else_of_the_same_unit() -> None:
    it, task = one()
    at_work(it, task)
    it.refused(FORBIDDEN, "reassign_task", "dora", part=task, responsible="ron", reason="Ill")
    it.refused(SAME_PERSON, "reassign_task", "sam", part=task, responsible="rita", reason="Ill")
    it.refused(NOT_IN_UNIT, "reassign_task", "sam", part=task, responsible="paul", reason="Ill")
    it.do("reassign_task", "sam", part=task, responsible="ron", reason="Ill")
    assert it.state.tasks[task].responsible == "ron"
    assert status(it, task) is TaskStatus.ASSIGNED
    it.refused(FORBIDDEN, "acknowledge_task", "rita", part=task)
    it.do("acknowledge_task", "ron", part=task)


def test_work_plans_are_numbered_and_kept() -> None:
    it, task = one()
    for by in ("rita", "sam"):
        it.do("file_work_plan", by, part=task, steps=(STEP,), method="By foot")
    it.refused(FORBIDDEN, "file_work_plan", "pia", part=task, steps=(STEP,), method="By foot")
    plans = it.state.tasks[task].work_plans
    assert [(each.version, each.filed_by) for each in plans] == [(1, "rita"), (2, "sam")]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2026, 1, 4), date(2026, 1, 20)),
        (date(2026, 1, 6), date(2026, 3, 21)),
        (date(2026, 1, 7), date(2026, 1, 6)),
    ],
)
def test_the_steps_of_a_work_plan_lie_inside_the_task(starts: date, ends: date) -> None:
    it, task = one()
    step = WorkStep(text="Look", starts=starts, ends=ends)
    it.refused(STEP_DATES, "file_work_plan", "rita", part=task, steps=(STEP, step), method="By foot")
    it.refused(NO_STEPS, "file_work_plan", "rita", part=task, steps=(), method="By foot")


def test_progress_is_reported_with_percent_note_and_forecast() -> None:
    it, task = one()
    it.do("acknowledge_task", "rita", part=task)
    it.do("report_progress", "rita", part=task, percent=Decimal("33.3"), note="A third", forecast=date(2026, 3, 10))
    held = it.state.tasks[task]
    assert (held.percent, held.note, held.forecast) == (Decimal("33.3"), "A third", date(2026, 3, 10))
    assert status(it, task) is TaskStatus.IN_PROGRESS


def test_what_is_not_done_is_not_expected_on_a_day_that_is_past() -> None:
    it, task = one()
    it.do("acknowledge_task", "rita", part=task)
    told = {"percent": Decimal(10), "note": "So", "forecast": date(2025, 12, 31)}
    it.refused(FORECAST_PAST, "report_progress", "rita", part=task, **told)


def test_progress_is_reported_by_the_responsible_person_after_acknowledging() -> None:
    it, task = one()
    it.refused(NOT_NOW, "report_progress", "rita", part=task, percent=Decimal(1), note="Started")
    it.do("acknowledge_task", "rita", part=task)
    it.refused(FORBIDDEN, "report_progress", "sam", part=task, percent=Decimal(1), note="Started")


@pytest.mark.parametrize("percent", [Decimal("-0.01"), Decimal("100.01")])
def test_progress_is_a_percentage(percent: Decimal) -> None:
    it, task = one()
    it.do("acknowledge_task", "rita", part=task)
    it.refused(NOT_A_PERCENTAGE, "report_progress", "rita", part=task, percent=percent, note="Well")


def test_progress_falls_only_with_a_reason() -> None:
    it, task = one()
    at_work(it, task)
    it.refused(PROGRESS_FELL, "report_progress", "rita", part=task, percent=Decimal(49), note="Back")
    it.do("report_progress", "rita", part=task, percent=Decimal(50), note="Still")
    it.do("report_progress", "rita", part=task, percent=Decimal(49), note="Back", reason="Counted twice")
    assert it.state.tasks[task].percent == 49


def test_completion_is_claimed_with_a_deliverable_or_other_evidence() -> None:
    it, task = one()
    at_work(it, task)
    it.refused(NOTHING_SHOWN, "claim_completion", "rita", part=task, delivered=" ")
    it.branch().do("claim_completion", "rita", part=task, delivered="The contract")
    it.do("claim_completion", "rita", part=task, evidence=SHOWN)
    assert it.state.tasks[task].claimed_by == "rita"


def test_a_task_is_claimed_after_those_that_it_depends_on() -> None:
    it = issued(new_task("A"), new_task("B", depends_on=("A",)))
    first, second = task_ids(it)
    at_work(it, second)
    no = it.refused(PREDECESSORS_OPEN, "claim_completion", "rita", part=second, evidence=SHOWN)
    assert no.facts["tasks"] == ["Task A"]
    claimed(it, first)
    it.refused(PREDECESSORS_OPEN, "claim_completion", "rita", part=second, evidence=SHOWN)
    it.do("confirm_completion", "paul", part=first)
    it.do("claim_completion", "rita", part=second, evidence=SHOWN)


def test_a_task_waits_for_whatever_took_the_place_of_the_one_before_it() -> None:
    it = issued(new_task("A"), new_task("B", depends_on=("A",)))
    first, second = task_ids(it)
    swap = PlanDiff(add=(new_task("C"),), cancel=(TaskCancellation(task=first, replaced_by=("C",)),))
    reissued(it, application(first, swap))
    third = task_ids(it)[2]
    at_work(it, second)
    it.refused(PREDECESSORS_OPEN, "claim_completion", "rita", part=second, evidence=SHOWN)
    completed(it, third)
    it.do("claim_completion", "rita", part=second, evidence=SHOWN)


def test_the_plan_group_confirms_and_the_day_of_the_claim_counts() -> None:
    it, task = one()
    claimed(it, task)
    it.at(datetime(2026, 3, 25, 1, 0, tzinfo=UTC))
    for other in ("dora", "sam", "olga"):
        it.refused(FORBIDDEN, "confirm_completion", other, part=task)
    it.do("confirm_completion", "pia", part=task)
    held = it.state.tasks[task]
    assert (held.status, held.completed_on, held.percent) == (TaskStatus.COMPLETED, date(2026, 1, 5), 100)
    assert (held.signatures[-1].signer, held.signatures[-1].digest) == ("pia", held.request.digest)


def test_nobody_confirms_their_own_task() -> None:
    it = issued(new_task(unit="planning", responsible="paul"))
    (task,) = task_ids(it)
    claimed(it, task, "paul")
    it.refused(OWN_MATTER, "confirm_completion", "paul", part=task)
    it.refused(OWN_MATTER, "refuse_completion", "paul", part=task, comment="No")
    it.do("confirm_completion", "pia", part=task)


def test_a_refused_claim_says_what_is_missing_and_the_task_goes_on() -> None:
    it, task = one()
    claimed(it, task)
    with pytest.raises(msgspec.ValidationError):
        it.do("refuse_completion", "pia", part=task, comment="")
    it.do("refuse_completion", "pia", part=task, comment="Not signed")
    held = it.state.tasks[task]
    assert (held.status, held.claimed_on, held.note) == (TaskStatus.IN_PROGRESS, None, "Not signed")
    it.do("claim_completion", "rita", part=task, delivered="The contract, signed")
    assert it.state.tasks[task].request.round == 2


def test_a_task_is_not_confirmed_while_an_approved_adjustment_waits_to_change_it() -> None:
    it, task = one()
    claimed(it, task)
    content = application(task)
    id = adjustment_approved(it, content)
    it.refused(BEING_ADJUSTED, "confirm_completion", "paul", part=task)
    it.do("apply_adjustment", "pia", part=id, changes=content.changes)
    it.do("confirm_completion", "paul", part=task)


def test_an_ended_task_is_at_its_end() -> None:
    it, task = one()
    completed(it, task)
    it.refused(NOT_NOW, "report_progress", "rita", part=task, percent=Decimal(1), note="More")
    it.refused(NOT_NOW, "reassign_task", "sam", part=task, responsible="ron", reason="Ill")
