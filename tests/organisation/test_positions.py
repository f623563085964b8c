"""Positions and their descriptions (ORG-05, ORG-13)."""

from typing import Any

import pytest

from domain.authority.warrant import FORBIDDEN
from domain.organisation.events import PositionConfirmed
from domain.organisation.positions import BY_RELATION, HELD, NO_SUCH_GOAL, NOBODY, OVERSTAFFED, READ_ALREADY
from domain.organisation.rules import DUTY_UNKNOWN, ID_TAKEN, OUT_OF_ORDER, POSITION_UNKNOWN
from domain.organisation.staffing import NO_VACANCY
from domain.organisation.terms import Objective, Priority
from domain.shared import references
from domain.shared.ids import ADMINISTRATOR, PersonId, PositionId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from domain.shared.term import Role
from tests.organisation.company import LATER, TODAY, Company, hire, staffed

PIA, PLANNER = PersonId("pia"), PositionId("planner")


def reading(company: Company) -> set[tuple[PersonId | None, str | None]]:
    return {(entry.person, entry.part) for entry in company.room.work(company.state)}


def test_a_description_says_what_is_to_be_achieved_and_how_that_is_measured() -> None:
    company = staffed()
    objective = {"text": "Plans in time", "measure": "Share of plans issued in time", "priority": "HIGH"}
    company.admin("revise_position", part="planner", name="Planner", headcount=2, objectives=[objective])
    position = company.state.positions[PLANNER]
    assert position.edition == 2
    assert position.objectives == (
        Objective(text="Plans in time", measure="Share of plans issued in time", priority=Priority.HIGH),
    )


def test_an_objective_serves_a_goal_that_there_is() -> None:
    company = staffed()
    objective = {"text": "Plans in time", "measure": "Share of plans issued in time", "goal": "goal-1"}
    given: dict[str, Any] = {"name": "Planner", "headcount": 2, "objectives": [objective]}
    company.refused(NO_SUCH_GOAL, "define_position", ADMINISTRATOR, **given)
    company.refused(NO_SUCH_GOAL, "revise_position", ADMINISTRATOR, part="planner", **given)
    company.world.claims[references.GOAL, "goal-1"] = ["goal-1"]
    company.admin("revise_position", part="planner", **given)
    assert company.state.positions[PLANNER].objectives[0].goal == "goal-1"


def test_holders_are_asked_to_read_each_version_and_confirm_it_once() -> None:
    company = staffed()
    assert (PIA, PLANNER) in reading(company)
    confirmed = company.do("confirm_position", "pia", part="planner")
    assert confirmed == [PositionConfirmed(position=PLANNER, version=1, holder=PIA)]
    assert (PIA, PLANNER) not in reading(company)
    company.refused(READ_ALREADY, "confirm_position", "pia", part="planner")
    company.admin("revise_position", part="planner", name="Planner", roles=[Role.PG], headcount=2)
    assert (PIA, PLANNER) in reading(company)


@pytest.mark.parametrize("role", [Role.AUD, Role.INT])
def test_whoever_may_only_read_is_not_asked_to_confirm_anything(role: Role) -> None:
    company = staffed()
    company.admin("define_position", name="Reader", position="reader", roles=[role], effective_on="2020-01-01")
    hire(company, "rae", "sales", "reader", "chen")
    assert "rae" not in {person for person, _ in reading(company)}


def test_only_holders_confirm_a_description() -> None:
    for person in ("dora", ADMINISTRATOR):
        staffed().refused(FORBIDDEN, "confirm_position", person, part="planner")


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (NOBODY, {"headcount": 0}),
        (BY_RELATION, {"roles": [Role.PREPARER]}),
        (BY_RELATION, {"roles": [Role.SYSTEM]}),
        (BY_RELATION, {"roles": [Role.DDM]}),
        (DUTY_UNKNOWN, {"duties": [{"duty": "D-9"}]}),
    ],
)
def test_a_description_is_sound(reason: Reason, wrong: Any) -> None:
    staffed().refused(reason, "define_position", ADMINISTRATOR, name="X", **wrong)
    staffed().refused(reason, "revise_position", ADMINISTRATOR, part="planner", name="X", **wrong)


def test_a_position_has_an_id_of_its_own() -> None:
    staffed().refused(ID_TAKEN, "define_position", ADMINISTRATOR, name="X", position="planner")
    (defined,) = staffed().admin("define_position", name="X")
    assert defined.position.startswith("position")


def test_no_more_people_than_its_headcount_hold_a_position() -> None:
    company = staffed()
    company.refused(NO_VACANCY, "assign_position", ADMINISTRATOR, part="sue", position="manager")
    hire(company, "paul", "plan-group", "planner", "dora")
    company.refused(OVERSTAFFED, "revise_position", ADMINISTRATOR, part="planner", name="X", headcount=1)
    company.admin("assign_position", part="paul", position="seller", effective_on=LATER)
    company.refused(NO_VACANCY, "assign_position", ADMINISTRATOR, part="sue", position="planner")
    company.admin("assign_position", part="sue", position="planner", effective_on=LATER)


def test_whoever_has_a_position_may_be_given_it_again() -> None:
    company = staffed()
    company.admin("assign_position", part="dora", position="manager", effective_on=LATER)


def test_a_position_that_is_held_stays_and_a_closed_one_is_not_given() -> None:
    company = staffed()
    company.refused(HELD, "close_position", ADMINISTRATOR, part="planner")
    company.admin("assign_position", part="pia", position="seller")
    company.admin("close_position", part="planner")
    company.refused(POSITION_UNKNOWN, "assign_position", ADMINISTRATOR, part="pia", position="planner")
    company.refused(NOT_NOW, "revise_position", ADMINISTRATOR, part="planner", name="X")


def test_the_roles_of_a_position_change_on_their_day() -> None:
    company = staffed()
    company.admin(
        "revise_position", part="planner", name="X", roles=[Role.PG, Role.OG], headcount=2, effective_on=LATER
    )
    assert company.state.roles(PIA, TODAY) == {Role.EMP, Role.PG}
    assert company.state.roles(PIA, LATER) == {Role.EMP, Role.PG, Role.OG}
    company.refused(OUT_OF_ORDER, "revise_position", ADMINISTRATOR, part="planner", name="X", headcount=2)
