"""Proposing a project (PROJ-01, 02, 22; PRIN-04)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import UNIT_UNKNOWN
from domain.project.content import Benefit, Forecast
from domain.project.initiation_events import ProjectFeasibilityAssessed, ProjectProposed, ProjectRevised
from domain.project.proposing import (
    GOAL_NOT_IN_FORCE,
    KEY_PROJECT_OF_NO_PLAN,
    NO_SUCH_KEY_PROJECT,
    NO_SUCH_LESSON,
    NO_SUCH_PLAN,
    PERIOD_BACKWARDS,
)
from domain.project.state import Project
from domain.project.terms import Category, Feasibility, Kind, Status
from domain.shared import references
from domain.shared.ids import GoalId, PlanId, ProjectId
from domain.shared.values import FINER_THAN_CENTS, NEGATIVE
from tests.project.stories import FORECAST, PROPOSAL, REPORT, RESEARCH, closed, proposed
from tests.scenario import Scenario

OPERATING: dict[str, Any] = {
    "kind": Kind.OPERATING,
    "category": Category.PROCESS,
    "unit": "planning",
    "proposal": PROPOSAL,
}


def afresh() -> Scenario:
    """The company, before anything was proposed."""
    it = proposed()
    it.state, it.events = None, []
    return it


def test_the_marketing_department_proposes_a_project_with_its_research() -> None:
    project: Project = proposed().state
    assert (project.status, project.preparer, project.title) == (Status.PROPOSED, "max", "New line")
    assert (project.unit, project.kind, project.contributors) == ("marketing", Kind.DEVELOPMENT, ("max",))


def test_the_operations_supervisor_proposes_projects_of_operation_and_no_others() -> None:
    it = afresh()
    assert isinstance(it.branch().do("propose", "olga", **OPERATING)[0], ProjectProposed)
    it.refused(FORBIDDEN, "propose", "olga", **OPERATING | {"kind": Kind.DEVELOPMENT})
    it.refused(FORBIDDEN, "propose", "will", **OPERATING)


def test_the_unit_that_leads_it_exists() -> None:
    afresh().refused(UNIT_UNKNOWN, "propose", "max", **OPERATING | {"unit": "moon"})


def test_the_goals_that_it_serves_are_in_force_and_one_without_any_is_an_orphan() -> None:
    proposal = replace(PROPOSAL, goals=(GoalId("grow"), GoalId("dropped"), GoalId("none")))
    no = afresh().refused(GOAL_NOT_IN_FORCE, "propose", "max", **OPERATING | {"proposal": proposal})
    assert no.facts["goals"] == ["dropped", "none"]
    assert not proposed().state.orphan
    assert proposed(proposal=replace(PROPOSAL, goals=())).state.orphan


def test_the_plan_that_names_it_as_a_key_project_exists() -> None:
    keyed = replace(PROPOSAL, plan=PlanId("plan-1"), key_project="New shop")
    it = afresh()
    it.refused(NO_SUCH_PLAN, "propose", "max", **OPERATING | {"proposal": keyed})
    it.world.claims[references.PLAN, "plan-1"] = ["plan-1"]
    no = it.refused(NO_SUCH_KEY_PROJECT, "propose", "max", **OPERATING | {"proposal": keyed})
    assert no.facts == {"plan": "plan-1", "name": "New shop"}
    loose = replace(keyed, plan=None)
    it.refused(KEY_PROJECT_OF_NO_PLAN, "propose", "max", **OPERATING | {"proposal": loose})
    it.world.claims[references.KEY_PROJECT, "plan-1/New shop"] = ["plan-1"]
    it.do("propose", "max", **OPERATING | {"proposal": keyed})
    assert it.state.proposal.plan == "plan-1"


@pytest.mark.parametrize(
    ("forecast", "reason"),
    [
        (replace(FORECAST, investment=Decimal(-1)), NEGATIVE),
        (
            Forecast(
                investment=Decimal(1),
                benefits=(Benefit(starts=date(2026, 2, 1), ends=date(2026, 1, 1), amount=Decimal(1)),),
            ),
            PERIOD_BACKWARDS,
        ),
        (
            Forecast(
                investment=Decimal(1),
                benefits=(Benefit(starts=date(2026, 1, 1), ends=date(2026, 2, 1), amount=Decimal("-1.005")),),
            ),
            FINER_THAN_CENTS,
        ),
    ],
)
def test_the_forecast_is_possible(forecast: Forecast, reason: object) -> None:
    impossible = replace(PROPOSAL, report=replace(REPORT, benefit_forecast=forecast))
    it = proposed()
    it.refused(reason, "revise", "max", proposal=impossible)  # type: ignore[arg-type]


def test_the_authors_write_on_it_until_it_is_submitted() -> None:
    it = proposed()
    other = replace(PROPOSAL, title="Another line")
    assert it.do("revise", "mia", proposal=other) == [ProjectRevised(proposal=other)]
    assert it.state.contributors == ("max", "mia")
    assert it.do("revise", "mia", proposal=other) == []
    it.refused(FORBIDDEN, "revise", "will", proposal=other)


def test_research_is_done_anew() -> None:
    it = proposed()
    hopeless = replace(RESEARCH, conclusion=Feasibility.NOT)
    assert it.do("record_feasibility", "mia", research=hopeless) == [ProjectFeasibilityAssessed(research=hopeless)]
    assert it.state.proposal.research == hopeless
    assert it.state.contributors == ("max", "mia")


def with_library(it: Scenario) -> Scenario:
    """An earlier project has left a lesson about products."""
    earlier = closed()
    it.world.records[Project, "earlier"] = replace(earlier.state, id=ProjectId("earlier"))
    it.world.claims["project.lessons", "PRODUCT"] = ["earlier"]
    return it


def test_a_proposal_is_shown_the_lessons_of_its_category() -> None:
    it = with_library(afresh())
    (lesson,) = it.world.get(Project, "earlier").lessons
    product = OPERATING | {"category": Category.PRODUCT}
    (event,) = it.branch().do("propose", "max", **product)
    assert event.lessons == (lesson,)
    (event,) = it.branch().do("propose", "max", **OPERATING)
    assert event.lessons == ()


def test_lessons_that_are_consulted_are_in_the_library_of_the_category() -> None:
    it = with_library(proposed())
    (lesson,) = it.world.get(Project, "earlier").lessons
    no = it.refused(NO_SUCH_LESSON, "consult_lessons", "max", lessons=(lesson, "lesson-x"), conclusion="Ask early")
    assert no.facts["lessons"] == ["lesson-x"]
    it.do("consult_lessons", "max", lessons=(lesson,), conclusion="Ask early")
    (consultation,) = it.state.consultations
    assert (consultation.lessons, consultation.by) == ((lesson,), "max")
