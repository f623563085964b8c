"""People: hired, placed, on leave, gone (ORG-06, ORG-10)."""

from datetime import date
from typing import Any

from domain.authority.warrant import FORBIDDEN
from domain.organisation.person import PersonStatus
from domain.organisation.person_events import EmploymentEnded, PersonLeft
from domain.organisation.rules import (
    ID_TAKEN,
    LEAVING,
    LOOP,
    OUT_OF_ORDER,
    PERSON_UNKNOWN,
    POSITION_UNKNOWN,
    UNIT_UNKNOWN,
)
from domain.organisation.staffing import (
    BACK_ALREADY,
    HEAD_REPORTS,
    HEAD_STAYS,
    NO_SUPERIOR,
    STILL_MANAGES,
    STILL_SUPERIOR,
)
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId, PositionId, UnitId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Role
from tests.organisation.company import LATER, LATER_STILL, TODAY, hire, staffed, with_units

CHEN, DORA, PIA, SAM, SUE = (PersonId(name) for name in ("chen", "dora", "pia", "sam", "sue"))
NEW: dict[str, Any] = {"name": "Xu", "unit": "sales", "position": "seller"}


def test_everybody_employed_is_an_employee_with_the_roles_of_the_position() -> None:
    organisation = staffed().state
    assert organisation.roles(PIA, TODAY) == {Role.EMP, Role.PG}
    assert organisation.roles(SUE, TODAY) == {Role.EMP}
    assert organisation.roles(PersonId("nobody"), TODAY) == frozenset()
    assert organisation.holders(Role.MGMT, TODAY) == (CHEN,)


def test_everybody_but_the_head_of_the_company_has_one_superior() -> None:
    company = staffed()
    assert company.state.superior(PIA) == DORA
    assert company.state.superior(CHEN) is None
    assert company.state.head_of_company() == CHEN
    company.refused(NO_SUPERIOR, "hire_person", ADMINISTRATOR, **NEW)
    company.refused(HEAD_REPORTS, "set_superior", ADMINISTRATOR, part="chen", superior="dora")


def test_personnel_hires_too_and_nobody_else_does() -> None:
    company = staffed()
    (hired,) = company.do("hire_person", "hana", superior="sam", **NEW)
    assert company.state.people[hired.person].unit == "sales"
    for person in ("chen", "dora", "sue"):
        company.refused(FORBIDDEN, "hire_person", person, superior="sam", **NEW)


def test_people_are_hired_into_what_exists_below_somebody_who_stays() -> None:
    company = staffed()
    company.refused(UNIT_UNKNOWN, "hire_person", ADMINISTRATOR, superior="sam", **{**NEW, "unit": "moon"})
    company.refused(POSITION_UNKNOWN, "hire_person", ADMINISTRATOR, superior="sam", **{**NEW, "position": "king"})
    company.refused(PERSON_UNKNOWN, "hire_person", ADMINISTRATOR, superior="nobody", **NEW)
    company.admin("end_employment", part="sue", reason="Moves away", effective_on=LATER)
    company.refused(LEAVING, "hire_person", ADMINISTRATOR, superior="sue", **NEW)


def test_an_id_belongs_to_one_person_and_never_to_what_is_built_in() -> None:
    for taken in (SUE, SYSTEM, ADMINISTRATOR):
        staffed().refused(ID_TAKEN, "hire_person", ADMINISTRATOR, superior="sam", person=taken, **NEW)


def test_who_is_yet_to_come_has_no_rights_before_the_first_day() -> None:
    company = staffed()
    hire(company, "xu", "sales", "seller", "sam", on="2026-03-01")
    assert company.state.roles(PersonId("xu"), TODAY) == frozenset()
    assert company.state.people[PersonId("xu")].unit is None
    company.wake(LATER)
    assert company.state.roles(PersonId("xu"), LATER) == {Role.EMP}
    assert company.state.people[PersonId("xu")].unit == "sales"


def test_nobody_reports_to_themselves_however_far_round() -> None:
    company = staffed()
    company.refused(LOOP, "set_superior", ADMINISTRATOR, part="sam", superior="sam")
    company.refused(LOOP, "set_superior", ADMINISTRATOR, part="sam", superior="sue")


def test_changes_that_lie_ahead_count_against_a_loop() -> None:
    company = staffed()
    company.admin("set_superior", part="dora", superior="sue", effective_on=LATER)
    company.refused(LOOP, "set_superior", ADMINISTRATOR, part="sam", superior="pia")
    company.admin("set_superior", part="dora", superior="chen", effective_on=LATER_STILL)
    company.admin("set_superior", part="sam", superior="pia", effective_on=LATER_STILL)
    assert company.state.superior(SAM, LATER) == CHEN
    assert company.state.superior(SAM, LATER_STILL) == PIA


def test_a_move_keeps_the_position_unless_another_is_given() -> None:
    company = staffed()
    company.admin("move_person", part="pia", unit="sales")
    assert (company.state.people[PIA].unit, company.state.people[PIA].position) == ("sales", "planner")
    company.admin("move_person", part="pia", unit="plan-group", position="seller")
    assert company.state.people[PIA].position == "seller"
    company.refused(UNIT_UNKNOWN, "move_person", ADMINISTRATOR, part="pia", unit="moon")


def test_who_worked_where_on_a_day_is_known_for_ever() -> None:
    company = staffed()
    company.admin("move_person", part="pia", unit="sales", position="seller", effective_on=LATER)
    company.admin("move_person", part="pia", unit="hq", effective_on=LATER_STILL)
    places = [company.state.unit_of(PIA, day) for day in (date(2024, 1, 1), TODAY, LATER, LATER_STILL)]
    assert places == [None, "plan-group", "sales", "hq"]
    assert company.state.roles(PIA, TODAY) > company.state.roles(PIA, LATER)
    assert company.state.people[PIA].unit == "plan-group"
    company.wake(LATER)
    assert company.state.people[PIA].unit == "sales"
    assert company.state.people[PIA].position == PositionId("seller")


def test_changes_are_recorded_in_order_of_time() -> None:
    company = staffed()
    company.admin("move_person", part="pia", unit="sales", effective_on=LATER)
    company.refused(OUT_OF_ORDER, "move_person", ADMINISTRATOR, part="pia", unit="hq")
    company.refused(OUT_OF_ORDER, "set_superior", ADMINISTRATOR, part="pia", superior="sam", effective_on="2024-12-31")


def test_who_is_on_leave_keeps_rights_and_comes_back() -> None:
    company = staffed()
    company.admin("set_leave", part="pia", until=LATER)
    assert company.state.people[PIA].status is PersonStatus.ON_LEAVE
    assert company.state.people[PIA].away_until == LATER
    assert Role.PG in company.state.roles(PIA, TODAY)
    company.refused(NOT_NOW, "set_leave", ADMINISTRATOR, part="pia")
    company.admin("end_leave", part="pia")
    assert company.state.people[PIA].status is PersonStatus.ACTIVE
    assert company.state.people[PIA].away_until is None
    company.refused(NOT_NOW, "end_leave", ADMINISTRATOR, part="pia")
    company.refused(BACK_ALREADY, "set_leave", ADMINISTRATOR, part="pia", until=TODAY)


def test_who_leaves_today_is_gone_at_once() -> None:
    company = staffed()
    left = company.admin("end_employment", part="sue", reason="Moves away")
    assert left == [EmploymentEnded(person=SUE, reason="Moves away", effective_on=TODAY), PersonLeft(person=SUE)]
    assert company.state.people[SUE].status is PersonStatus.LEFT
    assert company.state.roles(SUE, TODAY) == frozenset()
    assert company.state.unit_of(SUE, date(2025, 12, 31)) == UnitId("sales")
    company.refused(NOT_NOW, "move_person", ADMINISTRATOR, part="sue", unit="hq")


def test_who_leaves_later_has_every_right_until_then_and_none_from_then() -> None:
    company = staffed()
    company.admin("end_employment", part="pia", reason="Moves away", effective_on=LATER)
    assert company.state.people[PIA].status is PersonStatus.ACTIVE
    assert Role.PG in company.state.roles(PIA, date(2026, 2, 28))
    assert company.state.roles(PIA, LATER) == frozenset()
    company.wake(LATER)
    assert company.state.people[PIA].status is PersonStatus.LEFT
    assert company.state.people[PIA].superior is None


def test_nothing_new_is_given_to_who_is_about_to_leave() -> None:
    company = staffed()
    company.admin("end_employment", part="sue", reason="Moves away", effective_on=LATER)
    for verb, inputs in (
        ("move_person", {"unit": "hq"}),
        ("assign_position", {"position": "planner"}),
        ("set_superior", {"superior": "chen"}),
        ("end_employment", {"reason": "Again"}),
    ):
        company.refused(LEAVING, verb, ADMINISTRATOR, part="sue", **inputs)


def test_who_still_manages_leads_or_heads_cannot_leave() -> None:
    company = staffed()
    company.refused(STILL_MANAGES, "end_employment", ADMINISTRATOR, part="dora", reason="Moves away")
    company.refused(STILL_SUPERIOR, "end_employment", ADMINISTRATOR, part="sam", reason="Moves away")
    company.refused(HEAD_STAYS, "end_employment", ADMINISTRATOR, part="chen", reason="Moves away")
    company.refused(
        OUT_OF_ORDER, "end_employment", ADMINISTRATOR, part="sue", reason="Moves away", effective_on="2024-12-31"
    )


def test_responsibilities_handed_over_by_the_last_day_do_not_hold_anybody_back() -> None:
    company = staffed()
    company.admin("set_superior", part="sue", superior="chen", effective_on=LATER)
    company.refused(STILL_SUPERIOR, "end_employment", ADMINISTRATOR, part="sam", reason="Moves away")
    company.admin("end_employment", part="sam", reason="Moves away", effective_on=LATER)


def test_the_first_person_heads_the_company() -> None:
    company = with_units()
    hire(company, "chen", "hq", "chief", None)
    assert company.state.head_of_company() == CHEN
