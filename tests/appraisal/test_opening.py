"""Opening an appraisal: once for each subject and period, by the scheme as it is then."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import ROOM, opening
from domain.appraisal.claims import IN_CYCLE, OF_PERIOD, claims
from domain.appraisal.cycle.state import Cycle
from domain.appraisal.cycle.terms import Status as CycleStatus
from domain.appraisal.scheme.state import Scheme
from domain.appraisal.scheme.terms import CycleKind, SubjectKind
from domain.appraisal.terms import Status
from domain.authority.warrant import AUDITOR, FORBIDDEN, INTEGRATOR, OWN_MATTER
from domain.organisation.person import departing
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import PersonId
from tests.appraisal.company import CONTENT, CYCLE, OF_DEPARTMENTS, facts, organisation, scheme
from tests.appraisal.stories import ENDED, opened
from tests.scenario import MONDAY, Scenario

RON: dict[str, Any] = {"cycle": "january", "scheme": "staff", "person": "ron"}


def test_an_appraisal_knows_its_scheme_its_subject_and_the_line_above() -> None:
    it = opened().state
    assert (it.subject, it.superior, it.line) == ("ron", "sue", ("sue", "sam", "boss"))
    assert (it.department, it.edition, it.terms, it.kind) == ("sales", 1, CONTENT, CycleKind.MONTHLY)
    assert (it.form.subject, it.form.due, it.form.indicators) == ("ron", date(2026, 2, 4), CONTENT.indicators)


def test_an_appraisal_keeps_the_edition_with_which_it_was_opened() -> None:
    it = opened()
    later = replace(CONTENT, method="Other")
    it.world.records[Scheme, "staff"] = replace(scheme("staff", later), editions=(CONTENT, later))
    assert it.state.terms == CONTENT


def test_a_department_is_appraised_as_a_subject_for_which_its_head_answers() -> None:
    it = opened(scheme="departments", person=None, unit="sales").state
    assert (it.subjects, it.unit, it.subject, it.superior) == (SubjectKind.DEPARTMENT, "sales", "sam", "boss")
    assert it.terms == OF_DEPARTMENTS


def test_a_team_is_not_appraised_by_the_scheme_of_departments() -> None:
    it = Scenario(ROOM, facts(), now=MONDAY)
    shops = {"scheme": "departments", "person": None, "unit": "shops"}
    it.refused(opening.SCHEME_NOT_IN_USE, "open", "hugo", **RON | shops)


def test_a_subject_has_one_appraisal_for_a_period_unless_it_was_void() -> None:
    it = opened()
    assert (OF_PERIOD, "MONTHLY/2026-01-01/PERSON/ron") in list(claims(it.state))
    assert ROOM.unique[OF_PERIOD].code == "appraisal.appraised_twice"
    it.do("void", "hugo", reason="Opened in error")
    assert list(claims(it.state)) == [(IN_CYCLE, "january")]


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (opening.CYCLE_CLOSED, {"cycle": "june"}),
        (opening.SCHEME_NOT_IN_USE, {"scheme": "none"}),
        (opening.WHOM, {"person": None}),
        (opening.WHOM, {"unit": "sales"}),
        (opening.NOT_EMPLOYED, {"person": "nobody"}),
        (opening.PROGRAM, {"person": "ida"}),
        (opening.UNHEADED, {"person": None, "unit": "nowhere"}),
        (opening.NO_SUPERIOR, {"person": "boss"}),
    ],
)
def test_an_appraisal_of_nobody_or_by_nothing_is_refused(reason: Any, given: dict[str, Any]) -> None:
    Scenario(ROOM, facts(), now=MONDAY).refused(reason, "open", "hugo", **RON | given)


def test_a_closed_cycle_opens_nothing() -> None:
    it = Scenario(ROOM, facts(), now=MONDAY)
    it.world.records[Cycle, "january"] = replace(CYCLE, status=CycleStatus.COMPLETED)
    it.refused(opening.CYCLE_CLOSED, "open", "hugo", **RON)


def test_who_left_before_the_period_is_not_appraised_in_it() -> None:
    it = Scenario(ROOM, facts(), now=MONDAY)
    staff = organisation()
    left = replace(staff.people[PersonId("ron")], left_on=date(2026, 1, 1))
    it.world.records[Organisation, ORGANISATION] = replace(staff, people={**staff.people, left.id: left})
    it.refused(opening.NOT_EMPLOYED, "open", "hugo", **RON)


@pytest.mark.parametrize(("hired", "left"), [(1, 20), (12, 20)])
def test_who_has_left_is_appraised_for_the_time_there_by_whom_they_last_reported_to(hired: int, left: int) -> None:
    it = Scenario(ROOM, facts(), now=ENDED)
    staff = organisation()
    ron = replace(staff.people[PersonId("ron")], hired_on=date(2026, 1, hired))
    gone = departing(ron, date(2026, 1, left))
    it.world.records[Organisation, ORGANISATION] = replace(staff, people={**staff.people, gone.id: gone})
    it.do("open", "hugo", **RON)
    assert it.state.line == ("sue", "sam", "boss")
    assert it.do("change_superior", "hugo", reason="No news") == []


@pytest.mark.parametrize(
    ("by", "reason"),
    [("ron", FORBIDDEN), ("sue", FORBIDDEN), ("boss", FORBIDDEN), ("audra", AUDITOR), ("ida", INTEGRATOR)],
)
def test_only_human_resources_open_an_appraisal(by: str, reason: Any) -> None:
    Scenario(ROOM, facts(), now=MONDAY).refused(reason, "open", by, **RON)


def test_an_appraisal_is_voided_with_a_reason_but_not_ones_own() -> None:
    it = opened(person="hedy")
    it.refused(OWN_MATTER, "void", "hedy", reason="Mine")
    it.do("void", "hugo", reason="Left the company")
    assert (it.state.status, it.state.ending) == (Status.VOIDED, "Left the company")


def test_when_the_superior_changes_another_evaluates() -> None:
    it = opened()
    assert it.do("change_superior", "hugo", reason="No news") == []
    staff = organisation()
    ron = staff.people[PersonId("ron")]
    reporting = replace(ron.reportings[0], superior=PersonId("dora"))
    moved = replace(ron, reportings=(reporting,))
    it.world.records[Organisation, ORGANISATION] = replace(staff, people={**staff.people, moved.id: moved})
    it.do("change_superior", "hugo", reason="Reports to planning now")
    assert (it.state.superior, it.state.form.line) == ("dora", ("dora", "boss"))
