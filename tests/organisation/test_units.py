"""The tree of units (ORG-01) and the duties they are charged with (ORG-04)."""

from domain.organisation.duties import CHARGED, DUTY_OWNED, EXCLUSIVE, NOT_CHARGED
from domain.organisation.events import UnitDissolved, UnitMoved
from domain.organisation.rules import CYCLE, DUTY_UNKNOWN, ID_TAKEN, OUT_OF_ORDER, UNIT_UNKNOWN
from domain.organisation.state import OPEN_WORK
from domain.organisation.structure import (
    HAS_DUTIES,
    HAS_LEADERS,
    HAS_MEMBERS,
    HAS_OPEN_WORK,
    HAS_UNITS,
    ROOT_STAYS,
    SECOND_ROOT,
)
from domain.organisation.terms import UnitType
from domain.organisation.unit import UnitStatus
from domain.shared.ids import ADMINISTRATOR, UnitId
from domain.shared.lifecycle import NOT_NOW
from tests.organisation.company import LATER, LATER_STILL, TODAY, Company, staffed, with_units

PLANNING, GROUP, SALES, HQ = UnitId("planning"), UnitId("plan-group"), UnitId("sales"), UnitId("hq")


def test_units_form_a_tree_below_headquarters() -> None:
    organisation = with_units().state
    assert list(organisation.upwards(GROUP)) == [GROUP, PLANNING, HQ]
    assert organisation.within(GROUP, PLANNING)
    assert not organisation.within(PLANNING, GROUP)
    assert organisation.department_of(GROUP) == PLANNING
    assert organisation.department_of(HQ) is None
    assert organisation.departments(TODAY) == (PLANNING, SALES)


def test_an_id_is_made_for_a_unit_that_brings_none() -> None:
    company = with_units()
    (created,) = company.admin("create_unit", name="New", type=UnitType.BRANCH, parent="hq")
    assert created.unit in company.state.units


def test_there_is_one_root() -> None:
    with_units().refused(SECOND_ROOT, "create_unit", ADMINISTRATOR, name="B", type=UnitType.HEADQUARTERS, parent="hq")
    with_units().refused(ROOT_STAYS, "move_unit", ADMINISTRATOR, part="hq", parent="sales")
    with_units().refused(ROOT_STAYS, "dissolve_unit", ADMINISTRATOR, part="hq", reason="All over")


def test_a_unit_comes_below_one_that_exists_by_then_under_an_id_of_its_own() -> None:
    new = {"name": "New", "type": UnitType.GROUP}
    with_units().refused(UNIT_UNKNOWN, "create_unit", ADMINISTRATOR, parent="moon", **new)
    with_units().refused(UNIT_UNKNOWN, "create_unit", ADMINISTRATOR, parent="sales", effective_on="2019-12-31", **new)
    with_units().refused(ID_TAKEN, "create_unit", ADMINISTRATOR, parent="hq", unit="sales", **new)


def test_a_unit_can_be_renamed() -> None:
    company = with_units()
    company.admin("rename_unit", part="sales", name="销售部", label="Sales")
    assert company.state.units[SALES].name == "销售部"


def test_a_unit_moves_with_all_below_it() -> None:
    company = with_units()
    company.admin("move_unit", part="planning", parent="sales")
    assert company.state.units[PLANNING].parent == SALES
    assert company.state.within(GROUP, SALES)


def test_a_unit_never_comes_below_itself() -> None:
    with_units().refused(CYCLE, "move_unit", ADMINISTRATOR, part="planning", parent="planning")
    with_units().refused(CYCLE, "move_unit", ADMINISTRATOR, part="planning", parent="plan-group")


def test_moves_that_lie_ahead_count_against_a_cycle() -> None:
    company = with_units()
    company.admin("move_unit", part="sales", parent="planning", effective_on=LATER)
    company.refused(CYCLE, "move_unit", ADMINISTRATOR, part="planning", parent="sales")
    company.admin("move_unit", part="sales", parent="hq", effective_on=LATER_STILL)
    moved = company.admin("move_unit", part="planning", parent="sales", effective_on=LATER_STILL)
    assert moved == [UnitMoved(unit=PLANNING, parent=SALES, effective_on=LATER_STILL)]


def test_a_unit_moves_below_one_that_exists_and_in_order_of_time() -> None:
    with_units().refused(UNIT_UNKNOWN, "move_unit", ADMINISTRATOR, part="sales", parent="moon")
    with_units().refused(
        OUT_OF_ORDER, "move_unit", ADMINISTRATOR, part="sales", parent="planning", effective_on="2019-01-01"
    )


def empty(company: Company) -> str:
    company.admin("create_unit", name="Empty", type=UnitType.GROUP, parent="sales", unit="empty")
    return "empty"


def test_a_unit_on_which_nothing_depends_can_be_dissolved() -> None:
    company = staffed()
    dissolved = company.admin("dissolve_unit", part=empty(company), reason="Not needed")
    assert dissolved == [UnitDissolved(unit=UnitId("empty"), reason="Not needed", effective_on=TODAY)]
    assert company.state.units[UnitId("empty")].status is UnitStatus.CLOSED
    company.refused(NOT_NOW, "rename_unit", ADMINISTRATOR, part="empty", name="Again")
    company.refused(UNIT_UNKNOWN, "move_person", ADMINISTRATOR, part="sue", unit="empty")


def test_a_unit_with_members_stays_even_if_they_are_still_to_come() -> None:
    company = staffed()
    company.refused(HAS_MEMBERS, "dissolve_unit", ADMINISTRATOR, part="sales", reason="Sold")
    company.admin("move_person", part="sue", unit=empty(company), effective_on=LATER)
    company.refused(HAS_MEMBERS, "dissolve_unit", ADMINISTRATOR, part="empty", reason="Sold")


def test_a_unit_with_units_below_it_stays() -> None:
    with_units().refused(HAS_UNITS, "dissolve_unit", ADMINISTRATOR, part="planning", reason="Sold")


def test_a_unit_with_a_manager_or_a_deputy_stays() -> None:
    company = staffed()
    company.do("appoint_manager", "chen", part=empty(company), person="sam", effective_on=LATER)
    company.refused(HAS_LEADERS, "dissolve_unit", ADMINISTRATOR, part="empty", reason="Sold")
    company.admin("move_person", part="pia", unit="planning")
    company.refused(HAS_LEADERS, "dissolve_unit", ADMINISTRATOR, part="plan-group", reason="Sold")
    company.do("relieve_deputy", "chen", part="dan")
    company.admin("dissolve_unit", part="plan-group", reason="Sold")


def test_a_unit_with_duties_or_open_work_elsewhere_stays() -> None:
    company = staffed()
    unit = empty(company)
    company.admin("define_duty", duty="D-1", text="Sweep")
    company.admin("assign_duty", part="D-1", unit=unit)
    company.refused(HAS_DUTIES, "dissolve_unit", ADMINISTRATOR, part=unit, reason="Sold")
    company.admin("withdraw_duty", part="D-1", unit=unit)
    company.world.claims[OPEN_WORK, unit] = ["plan-1"]
    company.refused(HAS_OPEN_WORK, "dissolve_unit", ADMINISTRATOR, part=unit, reason="Sold")


def with_duty(exclusive: bool = True) -> Company:
    company = with_units()
    company.admin("define_duty", duty="D-1", text="Sweep", exclusive=exclusive)
    return company


def test_an_exclusive_duty_belongs_to_one_unit_at_a_time() -> None:
    company = with_duty()
    company.admin("assign_duty", part="D-1", unit="sales")
    company.refused(EXCLUSIVE, "assign_duty", ADMINISTRATOR, part="D-1", unit="planning")
    company.admin("withdraw_duty", part="D-1", unit="sales", effective_on=LATER)
    company.refused(EXCLUSIVE, "assign_duty", ADMINISTRATOR, part="D-1", unit="planning")
    company.admin("assign_duty", part="D-1", unit="planning", effective_on=LATER)
    duty = company.state.duties[company.events[-1].duty]
    assert (duty.units(TODAY), duty.units(LATER)) == ((SALES,), (PLANNING,))


def test_other_duties_may_be_shared_but_not_doubled() -> None:
    company = with_duty(exclusive=False)
    company.admin("assign_duty", part="D-1", unit="sales")
    company.admin("assign_duty", part="D-1", unit="planning")
    company.refused(CHARGED, "assign_duty", ADMINISTRATOR, part="D-1", unit="sales")


def test_a_duty_is_defined_once_assigned_to_units_and_withdrawn_from_who_has_it() -> None:
    company = with_duty()
    company.refused(ID_TAKEN, "define_duty", ADMINISTRATOR, duty="D-1", text="Sweep")
    company.refused(UNIT_UNKNOWN, "assign_duty", ADMINISTRATOR, part="D-1", unit="moon")
    company.refused(NOT_CHARGED, "withdraw_duty", ADMINISTRATOR, part="D-1", unit="sales")


def test_a_duty_is_retired_once_nobody_has_it() -> None:
    company = with_duty()
    company.admin("assign_duty", part="D-1", unit="sales")
    company.refused(DUTY_OWNED, "retire_duty", ADMINISTRATOR, part="D-1")
    company.admin("withdraw_duty", part="D-1", unit="sales")
    company.admin("define_position", name="Sweeper", duties=[{"duty": "D-1"}], position="sweeper")
    company.refused(DUTY_OWNED, "retire_duty", ADMINISTRATOR, part="D-1")
    company.admin("close_position", part="sweeper")
    company.admin("retire_duty", part="D-1")
    company.refused(NOT_NOW, "assign_duty", ADMINISTRATOR, part="D-1", unit="sales")
    company.refused(DUTY_UNKNOWN, "define_position", ADMINISTRATOR, name="Sweeper", duties=[{"duty": "D-1"}])


def test_units_without_duties_and_duties_without_owner_are_told() -> None:
    company = with_duty()
    assert company.state.units_without_duties == (HQ, PLANNING, GROUP, "data-group", SALES)
    assert company.state.duties_without_owner == ("D-1",)
    company.admin("assign_duty", part="D-1", unit="sales")
    assert SALES not in company.state.units_without_duties
    assert company.state.duties_without_owner == ()
