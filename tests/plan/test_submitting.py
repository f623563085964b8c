from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.organisation.state import ORGANISATION, Organisation
from domain.plan.completeness import (
    DEPARTMENTS_MISSING,
    GOAL_KEYS,
    GOAL_NOT_LINKED,
    INCOMPLETE,
    NO_EVIDENCE,
    NO_SUCH_PROJECT,
    NOT_CONSULTED,
    TASK_INCOMPLETE,
)
from domain.plan.content import Citation, KeyProject, Milestone, PlanContent
from domain.plan.periods import OUTSIDE
from domain.plan.terms import CitationKind, Kind, Level, Status
from domain.shared import references
from domain.shared.ids import GoalId, ProjectId
from tests.plan.stories import (
    ANNUAL,
    GROW,
    MONTHLY,
    PLAN_GOALS,
    QUARTERLY,
    above,
    draft_annual,
    draft_quarterly,
    story,
    submitted,
)
from tests.scenario import Scenario


def annual(content: PlanContent) -> Scenario:
    it = draft_annual()
    it.do("revise", "pia", content=content)
    return it


def monthly(content: PlanContent = MONTHLY) -> Scenario:
    it = story(above(Level.QUARTERLY))
    terms: dict[str, Any] = {"kind": Kind.COMPANY, "level": Level.MONTHLY, "unit": "hq", "year": 2026, "number": 1}
    it.do("draft", "pia", parent="above", content=content, **terms)
    return it


@pytest.mark.parametrize(
    ("missing", "content"),
    [
        ("direction", replace(ANNUAL, direction=" ")),
        ("focus", replace(ANNUAL, focus="")),
        ("goals", replace(ANNUAL, goals=())),
        ("company_goals", replace(ANNUAL, goals=PLAN_GOALS[1:])),
        ("key_projects", replace(ANNUAL, key_projects=())),
        ("resource_needs", replace(ANNUAL, resource_needs=())),
    ],
)
def test_an_annual_plan_is_not_submitted_without_its_sections(missing: str, content: PlanContent) -> None:
    no = annual(content).refused(INCOMPLETE, "submit", "pia")
    assert missing in [str(section) for section in no.facts["missing"]]


def test_a_department_without_goal_is_named() -> None:
    no = annual(replace(ANNUAL, goals=PLAN_GOALS[:2])).refused(DEPARTMENTS_MISSING, "submit", "pia")
    assert no.facts["departments"] == ["sales"]


@pytest.mark.parametrize(
    ("missing", "content"),
    [
        ("focus", replace(QUARTERLY, focus="")),
        ("tasks", replace(QUARTERLY, tasks=())),
        ("milestones", replace(QUARTERLY, milestones=())),
    ],
)
def test_a_quarterly_plan_is_not_submitted_without_its_sections(missing: str, content: PlanContent) -> None:
    no = draft_quarterly(content).refused(INCOMPLETE, "submit", "pia")
    assert [str(section) for section in no.facts["missing"]] == [missing]


def test_a_quarterly_task_names_its_responsible_person() -> None:
    nameless = replace(QUARTERLY, tasks=(replace(QUARTERLY.tasks[0], responsible=None),))
    no = draft_quarterly(nameless).refused(TASK_INCOMPLETE, "submit", "pia")
    assert [str(each) for each in no.facts["missing"]] == ["responsible"]


@pytest.mark.parametrize("field", ["content", "responsible", "due"])
def test_a_monthly_task_names_content_person_and_date(field: str) -> None:
    blank = "" if field == "content" else None
    no = monthly(replace(MONTHLY, tasks=(replace(MONTHLY.tasks[0], **{field: blank}),))).refused(
        TASK_INCOMPLETE, "submit", "pia"
    )
    assert [str(each) for each in no.facts["missing"]] == [field]


def test_dates_lie_inside_the_plans_time() -> None:
    after = Milestone(title="Too late", due=date(2026, 4, 1))
    draft_quarterly(replace(QUARTERLY, milestones=(after,))).refused(OUTSIDE, "submit", "pia")
    monthly(replace(MONTHLY, tasks=(replace(MONTHLY.tasks[0], due=date(2026, 2, 1)),))).refused(
        OUTSIDE, "submit", "pia"
    )


@pytest.mark.parametrize("goal", [None, GoalId("dropped"), GoalId("nowhere")])
def test_every_goal_of_an_annual_plan_serves_a_goal_in_force(goal: GoalId | None) -> None:
    goals = (replace(GROW, goal=goal), *PLAN_GOALS[1:])
    no = annual(replace(ANNUAL, goals=goals)).refused(GOAL_NOT_LINKED, "submit", "pia")
    assert no.facts["goals"] == ["G1"]


def test_a_goal_of_a_quarterly_plan_may_be_an_orphan_but_not_serve_a_dropped_goal() -> None:
    it = draft_quarterly(replace(QUARTERLY, goals=(replace(GROW, goal=None),)))
    it.do("submit", "pia")
    assert it.state.orphan_goals == ("G1",)
    assert draft_quarterly().state.orphan_goals == ()
    dropped = replace(QUARTERLY, goals=(replace(GROW, goal=GoalId("dropped")),))
    draft_quarterly(dropped).refused(GOAL_NOT_LINKED, "submit", "pia")


def test_goals_are_told_apart() -> None:
    draft_quarterly(replace(QUARTERLY, goals=(GROW, GROW))).refused(GOAL_KEYS, "submit", "pia")


def test_company_and_operating_annual_plans_cite_evidence() -> None:
    annual(replace(ANNUAL, evidence=())).refused(NO_EVIDENCE, "submit", "pia")
    feedback = Citation(kind=CitationKind.USER_FEEDBACK, title="Letters", source="LET-1")
    annual(replace(ANNUAL, evidence=(feedback,))).refused(NO_EVIDENCE, "submit", "pia")


def test_the_annual_operating_plan_is_submitted_after_a_consultation() -> None:
    it = story()
    it.do("draft", "olga", kind=Kind.OPERATING, level=Level.ANNUAL, unit="hq", year=2026, content=ANNUAL)
    it.refused(NOT_CONSULTED, "submit", "olga")


def test_a_department_plan_needs_only_direction_focus_and_goals() -> None:
    it = story()
    content = PlanContent(title="Planning 2026", direction="Forward", focus="Figures", goals=(PLAN_GOALS[1],))
    it.do("draft", "dora", kind=Kind.DEPARTMENT, level=Level.ANNUAL, unit="planning", year=2026, content=content)
    it.do("submit", "dora")
    assert it.state.status is Status.SUBMITTED


def test_only_a_writer_of_the_plan_submits_it() -> None:
    it = draft_quarterly()
    it.refused(FORBIDDEN, "submit", "paul")
    it.refused(FORBIDDEN, "submit", "dora")


@pytest.mark.parametrize(("month", "late"), [(12, False), (1, True)])
def test_a_plan_submitted_after_its_period_began_is_late_but_not_stopped(month: int, late: bool) -> None:
    it = draft_annual().at(datetime(2025 if month == 12 else 2026, month, 31, 3, 0, tzinfo=UTC))
    it.do("submit", "pia")
    assert it.state.late is late
    assert it.state.status is Status.SUBMITTED


def test_each_submission_is_a_numbered_version_with_its_difference_to_the_one_before() -> None:
    it = submitted()
    it.do("return", "dora", comment="Say more")
    it.do("revise", "pia", content=replace(QUARTERLY, focus="Rent"))
    it.do("submit", "pia")
    assert it.state.request.content_version == 2
    assert it.state.versions == (QUARTERLY, replace(QUARTERLY, focus="Rent"))
    (change,) = it.state.request.changes
    assert (change.field, change.before, change.after) == ("focus", '"Shops"', '"Rent"')


def test_a_submission_is_withdrawn_by_a_writer_before_the_decision() -> None:
    it = submitted()
    it.refused(FORBIDDEN, "withdraw_submission", "dora")
    it.do("withdraw_submission", "pia")
    assert it.state.status is Status.DRAFT
    it.do("submit", "pia")
    assert it.state.request.round == 2


def test_the_period_and_the_company_decide_and_not_the_zone_of_the_clock() -> None:
    it = draft_annual().at(datetime(2025, 12, 31, 16, 30, tzinfo=UTC))
    it.do("submit", "pia")
    assert it.state.late


def test_a_department_that_is_no_more_needs_no_goal() -> None:
    it = annual(replace(ANNUAL, goals=PLAN_GOALS[:2]))
    company = it.world.records[Organisation, ORGANISATION]
    gone = replace(company.units["sales"], valid_to=date(2026, 1, 1))
    it.world.records[Organisation, ORGANISATION] = replace(company, units={**company.units, "sales": gone})
    it.do("submit", "pia")
    assert it.state.status is Status.SUBMITTED


def test_a_key_project_that_is_named_exists_and_one_without_a_name_is_still_to_be_proposed() -> None:
    named = KeyProject(name="New shop", project=ProjectId("project-1"))
    it = annual(replace(ANNUAL, key_projects=(named, KeyProject(name="Another"))))
    assert it.refused(NO_SUCH_PROJECT, "submit", "pia").facts["projects"] == ["project-1"]
    it.world.claims[references.PROJECT, "project-1"] = ["project-1"]
    it.do("submit", "pia")
