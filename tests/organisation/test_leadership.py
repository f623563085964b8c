"""Managers, deputies and the head of the company (ORG-03, ORG-07, ORG-11)."""

from domain.authority.warrant import FORBIDDEN
from domain.organisation.leadership import AREA_OUTSIDE, HEAD_ALREADY, MANAGED, NO_AREA, NOT_DEPUTY, UNMANAGED
from domain.organisation.person_events import HeadAppointed, SuperiorSet
from domain.organisation.rules import LEAVING, OUT_OF_ORDER, PERSON_UNKNOWN, UNIT_UNKNOWN
from domain.shared.ids import ADMINISTRATOR, PersonId, UnitId
from domain.shared.term import Role
from tests.organisation.company import LATER, LATER_STILL, TODAY, hire, staffed

CHEN, DORA, DAN, SAM = (PersonId(name) for name in ("chen", "dora", "dan", "sam"))
PLANNING, GROUP, DATA, SALES = (UnitId(name) for name in ("planning", "plan-group", "data-group", "sales"))


def test_a_department_has_one_manager_until_relieved() -> None:
    company = staffed()
    assert company.state.head(PLANNING) == DORA
    company.refused(MANAGED, "appoint_manager", "chen", part="planning", person="sam")
    company.do("relieve_manager", "chen", part="planning", reason="Moves up")
    assert company.state.head(PLANNING) is None
    company.do("appoint_manager", "chen", part="planning", person="sam")
    assert company.state.units[PLANNING].manager == SAM


def test_a_change_of_managers_can_be_arranged_ahead() -> None:
    company = staffed()
    company.do("relieve_manager", "chen", part="planning", reason="Moves up", effective_on=LATER)
    company.refused(MANAGED, "appoint_manager", "chen", part="planning", person="sam")
    company.do("appoint_manager", "chen", part="planning", person="sam", effective_on=LATER)
    assert [company.state.head(PLANNING, day) for day in (TODAY, LATER)] == [DORA, SAM]
    company.refused(OUT_OF_ORDER, "relieve_manager", "chen", part="planning", reason="No")
    company.wake(LATER)
    assert company.state.head(PLANNING) == SAM


def test_only_management_appoints_and_only_who_stays_is_appointed() -> None:
    company = staffed()
    for somebody in (ADMINISTRATOR, "hana", "dora"):
        company.refused(FORBIDDEN, "appoint_manager", somebody, part="sales", person="sam")
    company.refused(PERSON_UNKNOWN, "appoint_manager", "chen", part="sales", person="nobody")
    company.admin("end_employment", part="sue", reason="Moves away", effective_on=LATER)
    company.refused(LEAVING, "appoint_manager", "chen", part="sales", person="sue")
    company.refused(UNMANAGED, "relieve_manager", "chen", part="sales", reason="No")
    company.refused(OUT_OF_ORDER, "appoint_manager", "chen", part="sales", person="sam", effective_on="2019-01-01")


def test_a_deputy_is_in_charge_of_areas_and_of_nothing_outside_them() -> None:
    organisation = staffed().state
    assert organisation.people[DAN].areas == (GROUP,)
    assert Role.DDM in organisation.roles(DAN, TODAY)
    assert organisation.oversees(DAN, GROUP)
    assert not organisation.oversees(DAN, DATA)
    assert not organisation.oversees(DORA, GROUP)


def test_there_may_be_several_deputies_and_areas_change_on_their_day() -> None:
    company = staffed()
    company.do("appoint_deputy", "chen", part="pia", unit="planning", areas=["data-group"])
    company.do("appoint_deputy", "chen", part="dan", unit="planning", areas=["planning"], effective_on=LATER)
    assert [company.state.oversees(DAN, DATA, day) for day in (TODAY, LATER)] == [False, True]


def test_a_deputy_relieved_is_one_no_more() -> None:
    company = staffed()
    company.do("relieve_deputy", "chen", part="dan", effective_on=LATER)
    assert Role.DDM in company.state.roles(DAN, TODAY)
    assert Role.DDM not in company.state.roles(DAN, LATER)
    company.wake(LATER)
    assert company.state.people[DAN].areas == ()
    company.refused(NOT_DEPUTY, "relieve_deputy", "chen", part="dan")


def test_areas_lie_within_the_unit_of_the_deputy() -> None:
    company = staffed()
    company.refused(NO_AREA, "appoint_deputy", "chen", part="dan", unit="planning", areas=[])
    company.refused(AREA_OUTSIDE, "appoint_deputy", "chen", part="dan", unit="planning", areas=["sales"])
    company.refused(UNIT_UNKNOWN, "appoint_deputy", "chen", part="dan", unit="planning", areas=["moon"])
    company.refused(UNIT_UNKNOWN, "appoint_deputy", "chen", part="dan", unit="moon", areas=["sales"])


def test_who_is_about_to_leave_becomes_neither_deputy_nor_head() -> None:
    company = staffed()
    company.admin("end_employment", part="dan", reason="Moves away", effective_on=LATER)
    company.refused(LEAVING, "appoint_deputy", "chen", part="dan", unit="planning", areas=["planning"])
    company.refused(LEAVING, "relieve_deputy", "chen", part="dan")
    company.refused(LEAVING, "appoint_head", "chen", part="dan")


def test_matters_rise_from_group_to_department_to_management() -> None:
    company = staffed()
    company.do("appoint_manager", "chen", part="plan-group", person="pia")
    assert company.state.chain(GROUP) == ("pia", "dora", "chen")
    assert company.state.chain(DATA) == ("dora", "chen")
    assert company.state.chain(SALES) == ("chen",)


def test_the_company_is_handed_over_without_ever_having_two_heads_or_none() -> None:
    company = staffed()
    handed = company.do("appoint_head", "chen", part="dora", effective_on=LATER)
    assert handed == [
        HeadAppointed(person=DORA, effective_on=LATER),
        SuperiorSet(person=CHEN, superior=DORA, effective_on=LATER),
    ]
    assert [company.state.head_of_company(day) for day in (TODAY, LATER, LATER_STILL)] == [CHEN, DORA, DORA]
    company.refused(HEAD_ALREADY, "appoint_head", "chen", part="dora")
    company.refused(OUT_OF_ORDER, "appoint_head", "chen", part="sam")


def test_a_successor_may_come_from_outside() -> None:
    company = staffed()
    hire(company, "xu", "hq", "chief", "chen", on="2026-01-05")
    company.do("appoint_head", "chen", part="xu")
    company.admin("set_superior", part="hana", superior="xu")
    for person in ("dora", "sam"):
        company.admin("set_superior", part=person, superior="xu")
    company.admin("end_employment", part="chen", reason="Retires")
    assert company.state.head_of_company() == "xu"
