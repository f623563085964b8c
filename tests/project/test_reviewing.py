"""The review of the initiation report (PROJ-02 to 05, 22)."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import UNIT_UNKNOWN
from domain.project.initiation_events import (
    ProjectReviewFailed,
    ProjectReviewOpinionGiven,
    ProjectReviewPassed,
)
from domain.project.reviewing import (
    COMMENT_UNANSWERED,
    CONDITIONS_NEEDED,
    HEADLESS,
    INCOMPLETE,
    LESSONS_NOT_CONSULTED,
    NOBODY_INVITED,
    NOT_FEASIBLE,
    OWN_UNIT,
    UNANSWERED,
)
from domain.project.state import Project
from domain.project.terms import Feasibility, Opinion, ReviewStatus, Status
from domain.shared.approval import Verdict
from domain.shared.lifecycle import NOT_NOW
from tests.project.stories import PROPOSAL, REPORT, RESEARCH, approved, opine, proposed, reviewed, submitted
from tests.project.test_proposing import with_library

BOTH = ("works", "finance")


@pytest.mark.parametrize(
    ("report", "missing"),
    [
        (replace(REPORT, background=" "), "background"),
        (replace(REPORT, objectives=""), "objectives"),
        (replace(REPORT, market_analysis=""), "market_analysis"),
        (replace(REPORT, technical_scheme=""), "technical_scheme"),
        (replace(REPORT, benefit_forecast=None), "benefit_forecast"),
    ],
)
def test_every_section_of_the_report_is_mandatory(report: Any, missing: str) -> None:
    it = proposed(proposal=replace(PROPOSAL, report=report))
    no = it.refused(INCOMPLETE, "submit", "max", reviewers=BOTH)
    assert [section.code for section in no.facts["missing"]] == [missing]


def test_what_is_not_feasible_is_not_submitted() -> None:
    it = proposed(proposal=replace(PROPOSAL, research=replace(RESEARCH, conclusion=Feasibility.NOT)))
    it.refused(NOT_FEASIBLE, "submit", "max", reviewers=BOTH)
    it.do("record_feasibility", "max", research=replace(RESEARCH, conclusion=Feasibility.CONDITIONAL))
    it.do("submit", "max", reviewers=BOTH)


def test_at_least_one_other_department_with_a_head_reviews_it() -> None:
    it = proposed()
    it.refused(NOBODY_INVITED, "submit", "max", reviewers=())
    assert it.refused(OWN_UNIT, "submit", "max", reviewers=("works", "marketing")).facts["units"] == ["marketing"]
    it.refused(HEADLESS, "submit", "max", reviewers=("lab",))
    it.refused(UNIT_UNKNOWN, "submit", "max", reviewers=("moon",))
    it.refused(FORBIDDEN, "submit", "will", reviewers=BOTH)


def test_a_department_that_is_named_twice_is_asked_once() -> None:
    assert [review.unit for review in submitted("works", "works").state.reviews.values()] == ["works"]


def test_the_report_is_submitted_only_after_the_lessons_of_its_category_were_looked_at() -> None:
    it = with_library(proposed())
    (lesson,) = it.world.get(Project, "earlier").lessons
    no = it.refused(LESSONS_NOT_CONSULTED, "submit", "max", reviewers=BOTH)
    assert no.facts["lessons"] == [lesson]
    it.do("consult_lessons", "max", lessons=(lesson,), conclusion="Ask early")
    it.do("submit", "max", reviewers=BOTH)


def test_the_head_of_an_invited_department_gives_its_opinion_once() -> None:
    it = submitted()
    works, finance = it.state.reviews.values()
    it.refused(FORBIDDEN, "give_opinion", "fay", part=works.id, opinion=Opinion.PASS, text="Fine")
    (event,) = opine(it, "works")
    assert isinstance(event, ProjectReviewOpinionGiven)
    assert (event.signature.signer, event.signature.verdict) == ("will", Verdict.PASSED)
    assert event.signature.digest == it.state.request.digest
    it.refused(NOT_NOW, "give_opinion", "will", part=works.id, opinion=Opinion.FAIL, text="No")
    assert it.state.reviews[works.id].status is ReviewStatus.GIVEN
    assert it.state.reviews[finance.id].status is ReviewStatus.INVITED


def test_the_last_opinion_passes_the_report_when_no_department_fails_it() -> None:
    it = submitted()
    opine(it, "works", Opinion.CONDITIONS, conditions=("Two shifts",))
    _, concluded = opine(it, "finance")
    assert concluded == ProjectReviewPassed(round=1)
    assert it.state.status is Status.AWAITING_APPROVAL
    (condition,) = it.state.conditions.values()
    assert (condition.text, condition.unit) == ("Two shifts", "works")


@pytest.mark.parametrize("first", [Opinion.PASS, Opinion.FAIL])
def test_one_department_that_fails_the_report_is_enough_once_all_have_answered(first: Opinion) -> None:
    it = submitted()
    opine(it, "works", first)
    assert it.state.status is Status.IN_REVIEW
    _, concluded = opine(it, "finance", Opinion.FAIL)
    failed = ["works", "finance"] if first is Opinion.FAIL else ["finance"]
    assert isinstance(concluded, ProjectReviewFailed)
    assert (concluded.round, list(concluded.failed)) == (1, failed)
    assert str(it.state.status) == "REVIEW_FAILED"


def test_conditions_are_named_when_the_report_passes_on_conditions_and_only_then() -> None:
    it = submitted()
    works, _ = it.state.reviews
    usual = {"part": works, "text": "Fine"}
    it.refused(CONDITIONS_NEEDED, "give_opinion", "will", **usual, opinion=Opinion.CONDITIONS)
    it.refused(CONDITIONS_NEEDED, "give_opinion", "will", **usual, opinion=Opinion.PASS, conditions=("Two shifts",))


def test_objections_are_answered_before_the_report_is_submitted_again_as_its_next_version() -> None:
    it = submitted()
    opine(it, "works", Opinion.FAIL)
    opine(it, "finance")
    works, finance = it.state.reviews
    it.do("revise", "max", proposal=replace(PROPOSAL, title="Smaller line"))
    assert it.refused(UNANSWERED, "submit", "max", reviewers=BOTH).facts["units"] == ["works"]
    it.do("answer_opinion", "max", part=works, answer="It is smaller now")
    (event,) = it.do("submit", "max", reviewers=BOTH)
    assert (event.request.round, [change.field for change in event.request.changes]) == (2, ["title"])
    assert [version.title for version in it.state.versions] == ["New line", "Smaller line"]
    first, second = it.state.reviews[works], it.state.reviews[finance]
    assert (first.text, first.answer, second.status) == ("So", "It is smaller now", ReviewStatus.GIVEN)
    assert len(it.state.reviews) == 4
    opine(it, "works")
    opine(it, "finance")
    assert it.state.status is Status.AWAITING_APPROVAL


def test_what_management_has_returned_says_how_the_comment_was_taken_up_and_is_reviewed_again() -> None:
    it = reviewed()
    it.do("return", "vera", comment="Smaller")
    it.refused(COMMENT_UNANSWERED, "submit", "max", reviewers=("works",))
    it.do("submit", "max", reviewers=("works",), answer="It is smaller now")
    assert (it.state.status, it.state.answer) == (Status.IN_REVIEW, "It is smaller now")
    assert it.state.reviewed_at == it.state.submitted_at


def test_the_hours_that_a_department_took_are_shown() -> None:
    it = submitted()
    it.at(it.now.replace(hour=it.now.hour + 3))
    opine(it, "works")
    works, finance = it.state.reviews.values()
    assert (works.answer_hours, finance.answer_hours) == (3, None)


def test_who_reviewed_is_shown_as_supporting() -> None:
    assert approved().state.supporting_units == BOTH
