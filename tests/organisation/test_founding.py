"""The company begins, takes a template, keeps its calendar and settings, and acts when a day comes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.organisation.events import ChangesTookEffect, OrganisationFounded, TemplateLoaded, UnitCreated
from domain.organisation.founding import BOTH, OTHER_YEAR, OUT_OF_BOUNDS, TEMPLATE_LOADED, WORKED_ANYWAY
from domain.organisation.person_events import PersonLeft
from domain.organisation.preparation_events import PreparationClosed, PreparationOpened
from domain.organisation.rules import ID_TAKEN, UNIT_UNKNOWN
from domain.organisation.state import ORGANISATION_MISSING, company
from domain.organisation.templates import TEMPLATES
from domain.organisation.terms import Template, UnitType
from domain.organisation.timers import wakes
from domain.shared.ids import ADMINISTRATOR, SYSTEM, DutyId, PersonId, UnitId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Refused
from domain.shared.term import Role
from domain.shared.values import midnight
from tests.organisation.company import LATER, TODAY, founded, staffed
from tests.scenario import Facts, Scenario

WRITERS = (Role.PG, Role.OS)
"""Those who write annual plans."""


def test_a_company_is_founded_with_its_headquarters_and_structural_form() -> None:
    organisation = founded().state
    assert organisation.structural_form == "直线职能制"
    assert organisation.units[UnitId("hq")].type is UnitType.HEADQUARTERS
    assert organisation.units[UnitId("hq")].parent is None


def test_a_company_is_founded_once() -> None:
    founded().refused(NOT_NOW, "found", ADMINISTRATOR, company="B", structural_form="矩阵制", headquarters="总部")


def test_before_the_founding_nothing_can_be_asked() -> None:
    with pytest.raises(Refused, match=ORGANISATION_MISSING.code):
        company(Facts())


def test_founding_records_the_headquarters_as_a_unit_of_its_own() -> None:
    assert [type(event) for event in founded().events] == [OrganisationFounded, UnitCreated]


@pytest.mark.parametrize("template", Template)
def test_a_template_brings_units_positions_and_duties_in_both_languages(template: Template) -> None:
    scenario = founded()
    events = scenario.admin("load_template", template=template, parent="hq")
    pattern, organisation = TEMPLATES[template], scenario.state
    assert events[0] == TemplateLoaded(template=template)
    assert pattern.ids() <= organisation.units.keys() | organisation.positions.keys() | organisation.duties.keys()
    parts: tuple[Any, ...] = (*pattern.units, *pattern.positions, *pattern.duties)
    assert all(part.label for part in parts)
    assert not organisation.duties_without_owner


def test_the_planning_department_comes_with_its_three_groups() -> None:
    scenario = founded()
    scenario.admin("load_template", template=Template.PLANNING_OPERATIONS_001, parent="hq")
    groups = {u.name for u in scenario.state.units.values() if u.type is UnitType.GROUP and u.parent == "U-PLANOPS"}
    assert groups == {"计划组", "运营组", "数据分析组"}


def test_all_templates_fit_beside_each_other() -> None:
    scenario = founded()
    for template in Template:
        scenario.admin("load_template", template=template, parent="hq")
    assert scenario.state.templates == tuple(Template)


def test_a_template_is_loaded_once() -> None:
    scenario = founded()
    scenario.admin("load_template", template=Template.OF_000, parent="hq")
    scenario.refused(TEMPLATE_LOADED, "load_template", ADMINISTRATOR, template=Template.OF_000, parent="hq")


def test_a_template_needs_its_ids_free_and_a_unit_to_come_below() -> None:
    scenario = founded()
    scenario.refused(UNIT_UNKNOWN, "load_template", ADMINISTRATOR, template=Template.OF_000, parent="moon")
    scenario.admin("define_duty", duty="FIN-01", text="Count")
    scenario.refused(ID_TAKEN, "load_template", ADMINISTRATOR, template=Template.OF_000, parent="hq")


def test_the_exclusive_duties_of_a_template_belong_to_one_unit() -> None:
    scenario = founded()
    scenario.admin("load_template", template=Template.OF_000, parent="hq")
    duty = scenario.state.duties[DutyId("FIN-02")]
    assert duty.exclusive
    assert duty.units(TODAY) == ("U-FIN",)


def test_a_year_of_the_calendar_replaces_what_was_known_of_it() -> None:
    scenario = founded()
    scenario.admin("set_calendar", year=2025, holidays=["2025-10-01"])
    scenario.admin("set_calendar", year=2026, holidays=["2026-10-02", "2026-10-01"], workdays=["2026-10-10"])
    scenario.admin("set_calendar", year=2026, holidays=["2026-10-01"])
    assert scenario.state.calendar.holidays == (date(2025, 10, 1), date(2026, 10, 1))
    assert scenario.state.calendar.workdays == ()


@pytest.mark.parametrize(
    ("reason", "days"),
    [
        (OTHER_YEAR, {"holidays": ["2027-01-01"]}),
        (WORKED_ANYWAY, {"holidays": [], "workdays": ["2026-10-12"]}),
        (BOTH, {"holidays": ["2026-10-10"], "workdays": ["2026-10-10"]}),
    ],
)
def test_a_calendar_contradicts_neither_its_year_nor_itself(reason: Any, days: Any) -> None:
    founded().refused(reason, "set_calendar", ADMINISTRATOR, year=2026, **days)


def test_settings_that_are_left_out_stay() -> None:
    scenario = founded()
    scenario.admin("set_settings", escalation_days=5)
    scenario.admin("set_settings", solution_cost_threshold="0")
    assert scenario.state.settings.escalation_days == 5
    assert scenario.state.settings.solution_cost_threshold == Decimal(0)


@pytest.mark.parametrize(
    "setting", ["escalation_days", "registration_days", "work_plan_days", "recurrence_days", "solution_cost_threshold"]
)
def test_a_setting_is_not_too_low(setting: str) -> None:
    value: Any = "-1" if setting == "solution_cost_threshold" else 0
    founded().refused(OUT_OF_BOUNDS, "set_settings", ADMINISTRATOR, **{setting: value})


def test_nothing_takes_longer_than_a_year() -> None:
    founded().refused(OUT_OF_BOUNDS, "set_settings", ADMINISTRATOR, escalation_days=367)


@pytest.mark.parametrize(
    ("verb", "inputs"),
    [
        ("set_settings", {"escalation_days": 2}),
        ("set_calendar", {"year": 2026, "holidays": []}),
        ("load_template", {"template": Template.OF_000, "parent": "hq"}),
        ("create_unit", {"name": "x", "type": UnitType.GROUP, "parent": "hq"}),
    ],
)
def test_only_administrators_keep_the_reference_data(verb: str, inputs: Any) -> None:
    for person in ("chen", "dora", "hana", "sue"):
        staffed().refused(FORBIDDEN, verb, person, **inputs)


def test_administrators_decide_no_business() -> None:
    staffed().refused(FORBIDDEN, "appoint_manager", ADMINISTRATOR, part="sales", person="sam")


def test_the_planning_window_opens_in_november_and_closes_with_the_year() -> None:
    scenario = founded()
    assert wakes(scenario.state, scenario.world) == midnight(date(2026, 11, 1))
    assert scenario.wake(date(2026, 10, 31)) == []
    assert scenario.wake(date(2026, 11, 1)) == [PreparationOpened(year=2027, writers=WRITERS)]
    assert {entry.role for entry in scenario.room.work(scenario.state)} == {Role.PG, Role.OS}
    assert wakes(scenario.state, scenario.world) == midnight(date(2027, 1, 1))
    assert scenario.wake(date(2026, 12, 31)) == []
    assert scenario.wake(date(2027, 1, 1)) == [PreparationClosed(year=2027)]
    assert list(scenario.room.work(scenario.state)) == []
    assert wakes(scenario.state, scenario.world) == midnight(date(2027, 11, 1))


def test_a_window_that_was_slept_through_is_recorded_and_over() -> None:
    scenario = founded()
    assert scenario.wake(date(2027, 3, 1)) == [PreparationOpened(year=2027, writers=WRITERS)]
    assert scenario.wake(date(2027, 3, 1)) == [PreparationClosed(year=2027)]
    assert scenario.wake(date(2027, 3, 1)) == []


def owed(scenario: Scenario) -> list[tuple[str, int, date]]:
    return [(each.rule.name, each.nth, each.due) for each in scenario.room.obligations(scenario.state)]


def test_annual_plans_are_owed_by_the_end_of_the_window_until_they_are_drafted() -> None:
    scenario = founded()
    scenario.wake(date(2026, 11, 1))
    by = date(2026, 12, 31)
    both = [("organisation.annual_plan", 2027, by), ("organisation.operating_plan", 2027, by)]
    assert owed(scenario) == both
    scenario.do("record_annual_plan", SYSTEM, year=2027, writer=Role.PG, plan="plan-1")
    assert owed(scenario) == both[1:]
    assert {entry.role for entry in scenario.room.work(scenario.state)} == {Role.OS}
    assert not scenario.do("record_annual_plan", SYSTEM, year=2027, writer=Role.PG, plan="plan-2")
    scenario.do("drop_annual_plan", SYSTEM, plan="plan-1")
    assert sorted(owed(scenario)) == both
    scenario.wake(date(2027, 1, 1))
    assert sorted(owed(scenario)) == both, "what was not drafted stays overdue"


def test_an_annual_plan_drafted_before_the_window_opens_is_not_owed() -> None:
    scenario = founded()
    assert not scenario.do("record_annual_plan", SYSTEM, year=2026, writer=Role.OS, plan="plan-0")
    scenario.do("record_annual_plan", SYSTEM, year=2027, writer=Role.OS, plan="plan-1")
    scenario.wake(date(2026, 11, 1))
    assert [name for name, _, _ in owed(scenario)] == ["organisation.annual_plan"]


def test_an_annual_plan_is_noted_in_a_window_that_was_opened_before_such_plans_were_called_for() -> None:
    scenario = founded().given(PreparationOpened(year=2027))
    assert owed(scenario) == []
    scenario.do("record_annual_plan", SYSTEM, year=2027, writer=Role.PG, plan="plan-1")
    scenario.do("drop_annual_plan", SYSTEM, plan="plan-1")
    assert [name for name, _, _ in owed(scenario)] == ["organisation.annual_plan"]


def test_what_takes_effect_on_a_day_wakes_once() -> None:
    scenario = staffed()
    scenario.admin("end_employment", part="sue", reason="Moves away", effective_on=LATER)
    assert wakes(scenario.state, scenario.world) == midnight(LATER)
    assert scenario.wake(LATER) == [ChangesTookEffect(effective_on=LATER), PersonLeft(person=PersonId("sue"))]
    assert scenario.wake(LATER) == []
    assert wakes(scenario.state, scenario.world) == midnight(date(2026, 11, 1))
