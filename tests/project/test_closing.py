"""Documents, summary, closing, post-evaluation, lessons; suspending and terminating (PROJ-16, 19 to 22; K-08)."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.project.closing import (
    COMMITMENTS_OPEN,
    CONDITIONS_OPEN,
    CRITICAL_OPEN,
    DOCUMENTS_MISSING,
    EDITION_TAKEN,
    NO_LESSONS,
    NOT_AHEAD,
    NOT_SUMMARISED,
    NOTHING_REALISED,
    SUMMARISED,
    TOO_SOON,
    months_later,
)
from domain.project.content import Benefit
from domain.project.proposing import PERIOD_BACKWARDS, library
from domain.project.review import Condition
from domain.project.state import Project
from domain.project.terms import Category, CommitmentStatus, DocumentClass, Status
from domain.shared.approval import Verdict
from domain.shared.ids import ConditionId, PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import FINER_THAN_CENTS
from tests.project.stories import (
    LESSON,
    REALISED,
    SUMMARY,
    accepted,
    approved,
    closed,
    commit,
    delivered,
    document,
    executing,
    finished,
    noon,
    planned,
    summarised,
)
from tests.scenario import MONDAY

DUE = date(2026, 10, 14)
"""Six months after it was closed on 14 April."""


def test_the_team_files_documents_under_their_class_once() -> None:
    it = approved()
    it.refused(FORBIDDEN, "file_document", "max", document=document(DocumentClass.REPORT))
    it = executing()
    assert it.do("file_document", "tom", document=document(DocumentClass.REPORT))
    assert it.do("file_document", "tom", document=document(DocumentClass.REPORT)) == []
    assert [kind.value for kind in it.state.missing_documents] == ["APPROVAL", "PLAN", "ACCEPTANCE", "SUMMARY"]


def test_an_edition_of_a_document_is_filed_with_one_content() -> None:
    it = executing()
    first = document(DocumentClass.PLAN)
    it.do("file_document", "tom", document=first)
    it.refused(EDITION_TAKEN, "file_document", "pat", document=replace(first, sha256="f" * 64))
    it.do("file_document", "pat", document=replace(first, sha256="f" * 64, edition="2"))
    assert [each.edition for each in it.state.documents] == [first.edition, "2"]


def test_the_hash_of_a_document_is_a_sha_256() -> None:
    it = executing()
    with pytest.raises(msgspec.ValidationError):
        it.do("file_document", "tom", document=replace(document(DocumentClass.PLAN), sha256="abc"))


def test_the_lead_sums_up_and_the_sponsor_confirms_by_closing() -> None:
    it = summarised()
    it.refused(OWN_MATTER, "close", "pat")
    it.refused(FORBIDDEN, "close", "max")
    event, lesson = it.do("close", "stan")
    assert (event.signature.verdict, event.summary, event.post_evaluation_due) == (Verdict.APPROVED, SUMMARY, DUE)
    assert (it.state.status, it.state.closed_on, lesson.content) == (Status.CLOSED, date(2026, 4, 14), LESSON)
    assert [each.title for each in it.state.lessons.values()] == ["Ask early"]
    assert it.state.summarised.figures.completion == 100


def test_a_summary_names_lessons_and_a_day_that_is_ahead() -> None:
    it = accepted()
    it.refused(NO_LESSONS, "summarise", "pat", summary=replace(SUMMARY, lessons=()))
    it.refused(NOT_AHEAD, "summarise", "pat", summary=replace(SUMMARY, post_evaluation_on=date(2026, 4, 14)))
    it.refused(FORBIDDEN, "summarise", "tom", summary=SUMMARY)


def test_the_day_of_the_post_evaluation_can_be_named() -> None:
    it = summarised()
    it.do("summarise", "pat", summary=replace(SUMMARY, post_evaluation_on=date(2027, 1, 1)))
    it.branch().at(noon(1, 1, 2027)).refused(NOT_AHEAD, "close", "stan")
    event, _ = it.do("close", "stan")
    assert event.post_evaluation_due == date(2027, 1, 1)


def test_the_sponsor_returns_a_summary_until_it_says_enough() -> None:
    it = accepted()
    it.refused(NOT_SUMMARISED, "return_summary", "stan", comment="More")
    it.refused(NOT_SUMMARISED, "close", "stan")
    it = summarised()
    it.do("return_summary", "stan", comment="More")
    it.refused(NOT_SUMMARISED, "close", "stan")
    (event,) = it.do("summarise", "pat", summary=replace(SUMMARY, text="It runs well"))
    assert (event.request.round, [each.field for each in event.request.changes]) == (2, ["text"])
    it.do("close", "stan")


def test_whoever_wrote_the_summary_does_not_confirm_it() -> None:
    it = accepted()
    it.do("summarise", "stan", summary=SUMMARY)
    it.refused(OWN_MATTER, "close", "stan")
    it = summarised()
    it.state = replace(it.state, sponsor=PersonId("pat"))
    it.refused(OWN_MATTER, "close", "pat")
    it.do("close", "will")


def test_nothing_of_a_project_is_open_when_it_closes() -> None:
    it = summarised()
    it.state = replace(it.state, documents=it.state.documents[1:])
    assert it.refused(DOCUMENTS_MISSING, "close", "stan").facts["documents"] == (DocumentClass.REPORT,)

    it = summarised()
    condition = Condition(id=ConditionId("c-1"), text="Two shifts", set_at=MONDAY)
    it.state = replace(it.state, conditions={condition.id: condition})
    assert it.refused(CONDITIONS_OPEN, "close", "stan").facts["conditions"] == ["Two shifts"]
    it.do("meet_condition", "stan", part="c-1", evidence="Staffed")
    it.do("close", "stan")


def test_critical_problems_and_commitments_keep_a_project_from_closing() -> None:
    problem: dict[str, Any] = {"title": "No permit", "description": "None", "severity": 1}
    it = delivered()
    it.do("raise_problem", "tom", **problem)
    it.do("raise_problem", "tom", **problem | {"title": "No paint", "severity": 2})
    commit(it, 10)
    ready = summarised().state
    it.state = replace(
        it.state, status=ready.status, documents=ready.documents, summarised=ready.summarised,
        summary_request=ready.summary_request,
    )
    assert it.refused(CRITICAL_OPEN, "close", "stan").facts["problems"] == ["No permit"]
    first, _ = it.state.problems
    it.do("settle_problem", "stan", part=first, reason="There is one")
    assert it.refused(COMMITMENTS_OPEN, "close", "stan").facts["commitments"] == ["Order"]
    (commitment,) = it.state.commitments
    it.do("release_commitment", "fay", part=commitment, reason="Not needed")
    it.do("close", "stan")


def test_the_post_evaluation_compares_what_was_realised_with_the_forecast_once_it_is_due() -> None:
    it = closed()
    assert it.refused(TOO_SOON, "post_evaluate", "max", evaluation=REALISED).facts["due"] == DUE
    it.at(noon(10, 14)).do("post_evaluate", "max", evaluation=replace(REALISED, lessons=(LESSON,)))
    assert (it.state.status, it.state.is_open) == (Status.POST_EVALUATED, False)
    assert (it.state.realised_benefit, it.state.forecast_benefit, it.state.benefit_attained) == (500, 2000, 25)
    assert len(it.state.lessons) == 2


def test_it_is_made_before_for_a_reason_and_with_possible_periods() -> None:
    it = closed()
    early = replace(REALISED, reason="The line was sold")
    backwards = Benefit(starts=date(2026, 7, 1), ends=date(2026, 6, 1), amount=Decimal(1))
    it.refused(PERIOD_BACKWARDS, "post_evaluate", "olga", evaluation=replace(early, realised=(backwards,)))
    it.refused(NOTHING_REALISED, "post_evaluate", "olga", evaluation=replace(early, realised=()))
    finer = replace(REALISED.realised[0], amount=Decimal("0.001"))
    it.refused(FINER_THAN_CENTS, "post_evaluate", "olga", evaluation=replace(early, realised=(finer,)))
    loss = replace(REALISED.realised[0], amount=Decimal(-20))
    it.do("post_evaluate", "olga", evaluation=replace(early, realised=(loss,)))
    assert it.state.benefit_attained == -1


def test_the_lead_does_not_look_back_alone() -> None:
    it = closed().at(noon(10, 14))
    it.refused(FORBIDDEN, "post_evaluate", "stan", evaluation=REALISED)
    team = tuple(replace(each, person=PersonId("max")) if each.lead else each for each in it.state.team)
    it.state = replace(it.state, team=team)
    it.refused(OWN_MATTER, "post_evaluate", "max", evaluation=REALISED)
    it.do("post_evaluate", "mia", evaluation=REALISED)


def test_lessons_are_found_by_their_own_category() -> None:
    it = summarised()
    other = replace(LESSON, title="Paint last", category=Category.FACILITY)
    it.do("summarise", "pat", summary=replace(SUMMARY, lessons=(LESSON, other)))
    it.do("close", "stan")
    it.world.records[Project, "it"] = it.state
    it.world.claims.update({each: ["it"] for each in it.room.claims(it.state)})
    for lesson in (LESSON, other):
        assert [each.title for each in library(lesson.category, it.world).values()] == [lesson.title]


def test_a_project_is_found_by_its_people_and_its_unit_until_it_is_closed() -> None:
    own = {("project.id", "it"), ("project.milestone", "it/M1")}
    busy = {("unit.open_work", "marketing"), *(("project.member", person) for person in ("pat", "tom", "tia"))}
    assert set(executing().room.claims(executing().state)) == own | busy
    assert set(executing().room.claims(closed().state)) == own | {("project.lessons", "PRODUCT")}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2026, 7, 1), 6, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert months_later(day, months) == then


def test_the_sponsor_suspends_and_resumes_with_a_reason() -> None:
    it = executing()
    it.refused(FORBIDDEN, "suspend", "pat", reason="No money")
    it.do("suspend", "stan", reason="No money")
    assert (it.state.status, it.state.ending) == (Status.SUSPENDED, "No money")
    it.refused(NOT_NOW, "suspend", "stan", reason="No money")
    it.do("resume", "stan", reason="Money")
    assert (it.state.status, it.state.ending) == (Status.EXECUTING, "")
    it.refused(NOT_NOW, "resume", "stan", reason="Money")


def test_management_terminates_what_is_bound_is_freed_and_a_summary_is_due() -> None:
    it = executing()
    commit(it, 100)
    it.refused(FORBIDDEN, "terminate", "stan", reason="No market")
    (event,) = it.do("terminate", "vera", reason="No market")
    assert event.summary_due == date(2026, 1, 26)
    (commitment,) = it.state.commitments.values()
    assert (commitment.status, it.state.committed, it.state.ending) == (CommitmentStatus.RELEASED, 0, "No market")
    _, lesson = it.do("summarise", "pat", summary=SUMMARY)
    assert list(it.state.lessons) == [lesson.lesson]
    it.refused(SUMMARISED, "summarise", "pat", summary=SUMMARY)
    it.do("file_document", "pat", document=document(DocumentClass.SUMMARY))


def test_a_project_without_a_team_is_terminated_and_summed_up_too() -> None:
    it = approved()
    it.do("terminate", "vera", reason="No market")
    it.do("summarise", "stan", summary=SUMMARY)
    assert it.state.lessons


def test_the_lead_does_not_terminate_their_own_project() -> None:
    it = planned()
    it.state = replace(
        it.state, team=tuple(replace(m, person=PersonId("vera")) if m.lead else m for m in it.state.team)
    )
    it.refused(OWN_MATTER, "terminate", "vera", reason="No market")
    it.do("terminate", "boss", reason="No market")


def test_anybody_comments_on_and_links_a_project_in_any_state() -> None:
    for it in (approved(), finished(), closed()):
        it.do("comment", "tia", text="Well done")
        it.do("link", "tia", record="contract-7", note="The machine")
        assert it.state.comments[0].by == "tia"
        assert it.state.links[0].record == "contract-7"


def test_a_closed_project_takes_no_other_ending() -> None:
    it = closed()
    inputs: dict[str, Any] = {"reason": "No market"}
    it.refused(NOT_NOW, "terminate", "vera", **inputs)
    it.refused(NOT_NOW, "close", "stan")
