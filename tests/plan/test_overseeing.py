from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.plan.breakdown import UNKNOWN_TASK
from domain.plan.content import Citation, Finding, NewSuggestion, PlanContent
from domain.plan.overseeing import (
    ALREADY_CONCLUDED,
    DATA_MISSING,
    NO_FINDINGS,
    NO_SUCH_ADJUSTMENT,
    NOT_EVALUATED,
    NOT_FLAGGED,
)
from domain.plan.terms import CitationKind, Kind, Level, Stage, Status, SuggestionRoute
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from tests.plan.company import TEAM
from tests.plan.stories import (
    PLAN_GOALS,
    above,
    application,
    approved,
    completed,
    draft_quarterly,
    issued,
    new_task,
    requested,
    story,
    submitted,
    task_ids,
)
from tests.scenario import Scenario

DATA = (
    Citation(kind=CitationKind.METRIC_REPORT, title="Sales", source="R-1"),
    Citation(kind=CitationKind.USER_FEEDBACK, title="Letters", source="L-1"),
)


def finding(task: str, text: str = "On its way") -> dict[str, Any]:
    return {"task": task, "text": text, "satisfactory": True}


def test_an_inspection_records_findings_and_freezes_how_tasks_stand() -> None:
    it = issued()
    (task,) = task_ids(it)
    it.at(datetime(2026, 2, 20, 1, 0, tzinfo=UTC))
    (event,) = it.do("inspect", "pia", summary="Slow", findings=(finding(task),))
    assert event.findings == (Finding(task=task, text="On its way", satisfactory=True),)
    assert event.standing.tasks[0].health == "AT_RISK"
    assert (it.state.inspected_at, it.state.inspections) == (it.now, 1)


def test_an_inspection_is_about_tasks_of_the_plan() -> None:
    it = issued()
    it.refused(NO_FINDINGS, "inspect", "pia", summary="Fine", findings=())
    it.refused(UNKNOWN_TASK, "inspect", "pia", summary="Fine", findings=(finding("task-9"),))
    for other in ("dora", "rita", "dee"):
        it.refused(FORBIDDEN, "inspect", other, summary="Fine", findings=(finding(task_ids(it)[0]),))


def test_a_deputy_inspects_plans_of_the_own_area() -> None:
    it = story(above(kind=Kind.DEPARTMENT, unit="planning"))
    content = PlanContent(title="Operations", direction="Forward", focus="Service", goals=(PLAN_GOALS[1],))
    terms: dict[str, Any] = {"kind": Kind.AREA, "level": Level.ANNUAL, "unit": "og", "year": 2026}
    it.do("draft", "dee", parent="above", content=content, **terms)
    it.do("submit", "dee")
    it.do("approve", "dora")
    it.do("decompose", "dee", tasks=(new_task(goal="G2", unit="og", responsible="olga"),))
    it.do("issue", "dee")
    it.do("inspect", "dee", summary="Fine", findings=(finding(task_ids(it)[0]),))
    assert it.state.inspections == 1


@pytest.mark.parametrize(
    ("level", "due"),
    [(Level.ANNUAL, date(2026, 4, 5)), (Level.QUARTERLY, date(2026, 2, 5)), (Level.MONTHLY, date(2026, 1, 12))],
)
def test_the_next_inspection_is_due_after_a_quarter_a_month_or_a_week(level: Level, due: date) -> None:
    now = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    plan = above(level, status=Status.ISSUED, issued_at=now)
    assert plan.inspection_due == due
    ends = min(due, plan.ends)
    last = datetime(ends.year, ends.month, ends.day, 1, 0, tzinfo=UTC)
    assert above(level, status=Status.ISSUED, issued_at=now, inspected_at=last).inspection_due > due


def test_no_inspection_is_due_once_one_was_made_at_the_end_of_the_period() -> None:
    it = issued()
    it.at(datetime(2026, 3, 30, 1, 0, tzinfo=UTC)).do(
        "inspect", "pia", summary="Fine", findings=(finding(task_ids(it)[0]),)
    )
    assert it.state.inspection_due == date(2026, 3, 31)
    it.at(datetime(2026, 3, 31, 1, 0, tzinfo=UTC)).do(
        "inspect", "pia", summary="Fine", findings=(finding(task_ids(it)[0]),)
    )
    assert it.state.inspection_due is None


def test_a_month_has_its_last_day_for_inspections() -> None:
    plan = above(status=Status.ISSUED, issued_at=datetime(2026, 5, 31, 1, 0, tzinfo=UTC))
    assert plan.inspection_due == date(2026, 8, 31)
    assert above(status=Status.ISSUED, issued_at=datetime(2026, 8, 31, tzinfo=UTC)).inspection_due == date(2026, 11, 30)


def test_an_evaluation_freezes_figures_and_sends_suggestions_on() -> None:
    it = issued()
    completed(it, task_ids(it)[0])
    suggestions = (
        NewSuggestion(text="Ask earlier", route=SuggestionRoute.ISSUE),
        NewSuggestion(text="Write it down", route=SuggestionRoute.PROCESS),
    )
    it.do("evaluate", "pia", findings="Good", suggestions=suggestions)
    (evaluation,) = it.state.evaluations
    assert evaluation.figures.completion.percent == 100
    first, second = evaluation.suggestions
    assert str(first.issue).startswith("issue-")
    assert second.issue is None


def test_general_manager_and_operations_manager_conclude_an_evaluation_jointly() -> None:
    it = issued(people=TEAM)
    it.refused(NOT_EVALUATED, "conclude_evaluation", "gina", conclusion="Good")
    it.do("evaluate", "pia", findings="Good", data=DATA[:1])
    no = it.refused(DATA_MISSING, "conclude_evaluation", "gina", conclusion="Good")
    assert no.facts["missing"] == [CitationKind.USER_FEEDBACK]
    it.do("evaluate", "omar", findings="Good", data=DATA)
    it.do("conclude_evaluation", "gina", conclusion="Good")
    it.refused(ALREADY_CONCLUDED, "conclude_evaluation", "gina", conclusion="Very good")
    it.do("conclude_evaluation", "omar", conclusion="Quite good")
    assert [each.role for each in it.state.evaluations[-1].conclusions] == ["GM", "OPM"]
    it.refused(FORBIDDEN, "conclude_evaluation", "pia", conclusion="Good")


def flagged() -> Scenario:
    it = issued()
    it.do("flag_alignment", SYSTEM, parent_version=2)
    return it


def test_a_plan_whose_parent_was_issued_anew_is_flagged_once_for_each_version() -> None:
    it = flagged()
    assert it.state.misalignment.parent_version == 2
    assert it.do("flag_alignment", SYSTEM, parent_version=2) == []
    assert len(it.do("flag_alignment", SYSTEM, parent_version=3)) == 1
    it.refused(FORBIDDEN, "flag_alignment", "pia", parent_version=4)


@pytest.mark.parametrize("it", [draft_quarterly(), submitted(), approved()])
def test_every_open_plan_is_flagged_whatever_its_state(it: Scenario) -> None:
    it.do("flag_alignment", SYSTEM, parent_version=2)
    assert it.state.misalignment is not None


def test_the_plan_group_confirms_that_a_flagged_plan_is_still_aligned() -> None:
    it = flagged()
    it.refused(FORBIDDEN, "clear_alignment_flag", "dora", comment="Fine")
    it.do("clear_alignment_flag", "pia", comment="Fine")
    assert it.state.misalignment is None
    it.refused(NOT_FLAGGED, "clear_alignment_flag", "pia", comment="Fine")


def test_or_names_an_adjustment_requested_since_the_flag() -> None:
    it = issued()
    task = task_ids(it)[0]
    before = requested(it, application(task))
    it.at(it.now + timedelta(hours=1)).do("flag_alignment", SYSTEM, parent_version=2)
    for wrong in (before, "adjustment-9"):
        it.refused(NO_SUCH_ADJUSTMENT, "clear_alignment_flag", "pia", comment="See there", adjustment=wrong)
    after = requested(it, application(task))
    it.do("clear_alignment_flag", "pia", comment="See there", adjustment=after)
    assert it.events[-1].adjustment == after


def test_a_flag_on_a_plan_that_is_not_approved_yet_stays_until_it_is() -> None:
    it = submitted()
    it.do("flag_alignment", SYSTEM, parent_version=2)
    it.refused(NOT_NOW, "clear_alignment_flag", "pia", comment="Fine")
    it.do("approve", "dora")
    it.do("clear_alignment_flag", "pia", comment="Fine")


def test_a_plan_is_shown_in_three_stages_each_with_its_exit_check() -> None:
    assert approved().state.stage is Stage.PLANNING
    it = issued()
    assert [each.passed for each in it.state.stages] == [True, False, False]
    assert it.state.stage is Stage.EXECUTION
    it = completed(it, task_ids(it)[0])
    assert it.state.stage is Stage.EVALUATION
    it.do("evaluate", "pia", findings="Good")
    assert [each.passed for each in it.state.stages] == [True, True, True]
    assert [each.purpose for each in it.state.stages] == ["Forward", "Shops", "Grow"]
