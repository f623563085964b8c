"""A small company for the tests of plans: who works where, and which goals it has."""

from datetime import date
from decimal import Decimal
from typing import Any

from domain.goal.state import Goal
from domain.goal.terms import GoalLevel, GoalStatus, Horizon
from domain.organisation.person import Person
from domain.organisation.position import Position
from domain.organisation.spans import Assignment, Deputyship, Management, Mandate, Placement, Reporting
from domain.organisation.state import ORGANISATION, Organisation
from domain.organisation.terms import UnitType
from domain.organisation.unit import Unit
from domain.shared.ids import GoalId, PersonId, PositionId, UnitId
from domain.shared.term import Role
from tests.scenario import Facts

SINCE = date(2020, 1, 1)
TODAY = date(2026, 1, 5)

UNITS = {
    "hq": (UnitType.HEADQUARTERS, None, "boss"),
    "planning": (UnitType.DEPARTMENT, "hq", "dora"),
    "pg": (UnitType.GROUP, "planning", None),
    "og": (UnitType.GROUP, "planning", None),
    "sales": (UnitType.DEPARTMENT, "hq", "sam"),
    "shops": (UnitType.GROUP, "sales", "sue"),
}
PEOPLE: dict[str, tuple[str, str | None, Role]] = {
    "boss": ("hq", None, Role.MGMT),
    "vera": ("hq", "boss", Role.MGMT),
    "dora": ("planning", "boss", Role.DM),
    "dee": ("planning", "dora", Role.EMP),
    "pia": ("pg", "dora", Role.PG),
    "paul": ("pg", "dora", Role.PG),
    "olga": ("og", "dora", Role.OS),
    "sam": ("sales", "boss", Role.EMP),
    "sue": ("shops", "sam", Role.EMP),
    "rita": ("sales", "sam", Role.EMP),
    "ron": ("shops", "sue", Role.EMP),
    "audra": ("hq", "boss", Role.AUD),
}
TEAM: dict[str, tuple[str, str | None, Role]] = {"gina": ("hq", "boss", Role.GM), "omar": ("hq", "gina", Role.OPM)}
"""The three-tier operations team that some companies have besides."""


def unit(id: str, type: UnitType, parent: str | None, manager: str | None) -> Unit:
    above = UnitId(parent) if parent else None
    managements = (Management(valid_from=SINCE, manager=PersonId(manager)),) if manager else ()
    return Unit(
        id=UnitId(id),
        name=id,
        label=id,
        type=type,
        parent=above,
        manager=PersonId(manager) if manager else None,
        valid_from=SINCE,
        placements=(Placement(valid_from=SINCE, parent=above),),
        managements=managements,
    )


def person(id: str, unit: str, superior: str | None, role: Role) -> Person:
    deputyships = (Deputyship(valid_from=SINCE, unit=UnitId("planning"), areas=(UnitId("og"),)),) if id == "dee" else ()
    return Person(
        id=PersonId(id),
        name=id,
        unit=UnitId(unit),
        position=PositionId(role),
        superior=PersonId(superior) if superior else None,
        hired_on=SINCE,
        areas=deputyships[0].areas if deputyships else (),
        assignments=(Assignment(valid_from=SINCE, unit=UnitId(unit), position=PositionId(role)),),
        reportings=(Reporting(valid_from=SINCE, superior=PersonId(superior) if superior else None),),
        deputyships=deputyships,
    )


def position(role: Role) -> Position:
    return Position(
        id=PositionId(role),
        name=role.zh,
        label=role.en,
        version=1,
        headcount=9,
        objectives=(),
        duties=(),
        mandates=(Mandate(valid_from=SINCE, roles=(role,)),),
    )


def organisation(**more: Any) -> Organisation:
    people = PEOPLE | more
    return Organisation(
        id=ORGANISATION,
        company="Test",
        structural_form="line-function",
        day=TODAY,
        prepared=2026,
        units={UnitId(id): unit(id, *each) for id, each in UNITS.items()},
        positions={PositionId(role): position(role) for role in {role for _, _, role in people.values()}},
        people={PersonId(id): person(id, *each) for id, each in people.items()},
    )


def goal(id: str, status: GoalStatus = GoalStatus.SET) -> Goal:
    return Goal(
        id=GoalId(id),
        title=id,
        level=GoalLevel.COMPANY,
        parent=None,
        unit=None,
        metric="revenue",
        unit_of_measure="CNY",
        baseline=Decimal(0),
        target=Decimal(100),
        due=date(2026, 12, 31),
        owner=PersonId("boss"),
        horizon=Horizon.SHORT,
        status=status,
    )


def facts(**more: Any) -> Facts:
    """The company with a goal in force, one that was dropped, and whoever else is named."""
    return Facts(
        {
            (Organisation, ORGANISATION): organisation(**more),
            (Goal, "grow"): goal("grow"),
            (Goal, "dropped"): goal("dropped", GoalStatus.DROPPED),
        }
    )
