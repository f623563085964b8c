"""Figures of many projects, computed by hand (K-05 to K-08)."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from domain.project.figures import benefit, on_time, originally_on_time, quality, within_budget
from domain.project.records import LookedBack
from domain.project.state import Project
from domain.project.terms import Status
from domain.shared.ids import PersonId, ProjectId
from domain.shared.values import Period
from tests.project.stories import REALISED, accepted, closed, executing, planned, spend
from tests.scenario import MONDAY

HALF = Period(date(2026, 1, 1), date(2026, 6, 30))


def named(project: Any, id: str, **fields: Any) -> Project:
    made: Project = replace(project, id=ProjectId(id), **fields)
    return made


def test_projects_are_on_time_by_their_current_deadline_and_by_the_original_one() -> None:
    done, running = accepted().state, executing().state
    projects = [
        named(done, "in-time"),
        named(done, "moved", deadline=date(2026, 6, 1), original_deadline=date(2026, 4, 1)),
        named(running, "late", deadline=date(2026, 5, 1)),
        named(running, "given-up", status=Status.TERMINATED),
        named(running, "next-year", deadline=date(2027, 1, 1), original_deadline=date(2027, 1, 1)),
        named(planned().state, "not-started"),
    ]
    figure = on_time(projects, HALF)
    assert [figure.value, figure.numerator, figure.denominator] == [50, 2, 4]
    assert figure.inputs == ("in-time", "moved", "late", "given-up")
    assert originally_on_time(projects, HALF).value == 25


def test_quality_counts_accepted_projects_whose_mandatory_checks_passed() -> None:
    done = accepted().state
    good = replace(done.acceptance, quality_met=True)
    figure = quality([named(done, "a", acceptance=good), named(done, "b"), named(done, "c"), executing().state])
    assert [figure.value, figure.denominator] == [Decimal("33.33"), 3]


def test_cost_is_controlled_in_closed_projects_that_stayed_under_their_ceiling() -> None:
    it = executing()
    spend(it, 200)
    over = named(it.state, "over", status=Status.CLOSED, ceiling=Decimal(199))
    even = named(it.state, "even", status=Status.POST_EVALUATED, ceiling=Decimal(200))
    figure = within_budget([over, even, it.state])
    assert figure.value == 50
    assert figure.inputs == ("over", "even")
    assert (over.cost_control, even.cost_control) == (Decimal("-0.50"), 0)


def test_benefit_is_what_was_realised_of_the_forecast_over_all() -> None:
    looked = LookedBack(evaluation=REALISED, by=PersonId("max"), at=MONDAY)
    figure = benefit([named(closed().state, "a", looked_back=looked), named(closed().state, "b")])
    assert [figure.value, figure.numerator, figure.denominator] == [25, 500, 2000]
    assert figure.inputs == ("a",)


def test_nothing_to_count_is_no_figure() -> None:
    empty = [on_time([], HALF), quality([]), within_budget([]), benefit([])]
    assert [[each.value, each.denominator] for each in empty] == [[None, 0]] * 4
