"""The interview, and the improvements that go on into the next appraisal."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import ROOM, interviewing
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ImprovementStatus, Status
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.organisation.person import departing
from domain.organisation.rules import PERSON_UNKNOWN
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.lifecycle import NOT_NOW
from tests.appraisal.company import organisation
from tests.appraisal.stories import (
    IMPROVEMENT,
    INTERVIEWED,
    delivered,
    finalised,
    interview,
    interviewed,
    opened,
    scored,
)
from tests.scenario import Scenario


@pytest.mark.parametrize("by", ["hugo", "sue", "ron"])
def test_either_side_or_human_resources_record_the_interview(by: str) -> None:
    it = delivered().at(INTERVIEWED)
    it.do("hold_interview", by, **interview())
    assert (it.state.status, it.state.interview.employee_view) == (Status.INTERVIEWED, "Agreed")
    (agreed,) = it.state.improvements.values()
    assert (agreed.what, agreed.due, agreed.support) == ("Answer faster", date(2026, 3, 31), "Training")


@pytest.mark.parametrize(
    ("reason", "other"),
    [
        (interviewing.WITHOUT_SUBJECT, {"participants": ("sue",)}),
        (interviewing.ALONE, {"participants": ("ron", "ron")}),
        (PERSON_UNKNOWN, {"participants": ("ron", "nobody")}),
        (interviewing.NOT_THEN, {"on": date(2026, 2, 8)}),
        (interviewing.NOT_THEN, {"on": date(2026, 2, 12)}),
        (interviewing.DUE_PAST, {"improvements": (IMPROVEMENT | {"due": date(2026, 2, 11)},)}),
    ],
)
def test_an_interview_is_with_the_subject_after_the_delivery(reason: Any, other: dict[str, Any]) -> None:
    delivered().at(INTERVIEWED).refused(reason, "hold_interview", "hugo", **interview(**other))


def test_an_interview_is_recorded_with_whoever_was_there_then_though_they_have_left_since_or_are_about_to() -> None:
    it = delivered().at(INTERVIEWED)
    staff = organisation()
    days = {"ron": date(2026, 2, 28), "sue": date(2026, 2, 11)}
    leaving = {PersonId(person): departing(staff.people[PersonId(person)], day) for person, day in days.items()}
    it.world.records[Organisation, ORGANISATION] = replace(staff, people={**staff.people, **leaving})
    it.refused(PERSON_UNKNOWN, "hold_interview", "hugo", **interview())
    it.do("hold_interview", "hugo", **interview(on=date(2026, 2, 10), participants=("ron", "sue", "ron")))
    assert it.state.interview.participants == ("ron", "sue")


def test_there_is_no_interview_before_the_delivery_nor_by_others() -> None:
    scored().refused(NOT_NOW, "hold_interview", "hugo", **interview())
    delivered().at(INTERVIEWED).refused(FORBIDDEN, "hold_interview", "rita", **interview())


def test_that_somebody_does_not_attend_is_recorded_with_the_reason() -> None:
    it = delivered().at(INTERVIEWED)
    it.do("decline_interview", "hugo", reason="Would not come")
    assert (it.state.status, it.state.interview.declined) == (Status.INTERVIEWED, "Would not come")


def improvement(it: Scenario) -> str:
    return str(next(iter(it.state.improvements)))


def test_the_superior_says_what_became_of_an_improvement_and_the_subject_does_not() -> None:
    it = finalised()
    done: dict[str, Any] = {"status": ImprovementStatus.ACHIEVED, "comment": "Well done"}
    it.refused(OWN_MATTER, "assess_improvement", "ron", part=improvement(it), **done)
    again = {"status": ImprovementStatus.AGREED, "comment": "Not yet"}
    it.refused(interviewing.NOT_AN_END, "assess_improvement", "sue", part=improvement(it), **again)
    it.do("assess_improvement", "sue", part=improvement(it), **done)
    (settled,) = it.state.improvements.values()
    assert (settled.status, settled.comment) == (ImprovementStatus.ACHIEVED, "Well done")
    it.refused(NOT_NOW, "assess_improvement", "sue", part=improvement(it), **done)


def test_what_is_not_settled_shows_in_the_next_appraisal_once() -> None:
    before, it = finalised(), opened()
    it.world.records[Appraisal, "december"] = replace(before.state, id="december")
    it.do("carry_improvements", SYSTEM, earlier="december")
    (carried,) = it.state.improvements.values()
    assert (carried.what, carried.origin, carried.status) == ("Answer faster", "december", ImprovementStatus.AGREED)
    assert it.do("carry_improvements", SYSTEM, earlier="december") == []
    it.do("assess_improvement", "sue", part=carried.id, status=ImprovementStatus.NOT_ACHIEVED, comment="Still slow")


def test_what_is_settled_is_not_carried_over() -> None:
    before, it = interviewed(), opened()
    before.do("assess_improvement", "sue", part=improvement(before), status=ImprovementStatus.ACHIEVED, comment="Done")
    it.world.records[Appraisal, "december"] = before.state
    assert it.do("carry_improvements", SYSTEM, earlier="december") == []
    assert not ROOM.acts["carry_improvements"].open_to_people
