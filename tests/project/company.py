"""A small company for the tests of projects: who works where, and which goals it has."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

from domain.goal.state import Goal
from domain.goal.terms import GoalStatus
from domain.organisation import ROOM
from domain.organisation.events import (
    ManagerAppointed,
    OrganisationEvent,
    OrganisationFounded,
    PositionDefined,
    UnitCreated,
)
from domain.organisation.person_events import PersonHired
from domain.organisation.state import ORGANISATION, Organisation
from domain.organisation.terms import UnitType
from domain.shared.ids import SYSTEM, PersonId, PositionId, UnitId
from domain.shared.recorded import Stamp
from domain.shared.term import Role
from tests.plan.company import goal
from tests.scenario import Facts

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
SINCE = date(2020, 1, 1)

UNITS = {
    "hq": (UnitType.HEADQUARTERS, None, "boss"),
    "marketing": (UnitType.DEPARTMENT, "hq", "mia"),
    "finance": (UnitType.DEPARTMENT, "hq", "fay"),
    "works": (UnitType.DEPARTMENT, "hq", "will"),
    "lab": (UnitType.GROUP, "works", None),
    "planning": (UnitType.DEPARTMENT, "hq", "dora"),
}
PEOPLE: dict[str, tuple[str, str | None, Role]] = {
    "boss": ("hq", None, Role.MGMT),
    "vera": ("hq", "boss", Role.MGMT),
    "stan": ("hq", "vera", Role.EMP),
    "mia": ("marketing", "boss", Role.MKT),
    "max": ("marketing", "mia", Role.MKT),
    "fay": ("finance", "boss", Role.FIN),
    "finn": ("finance", "fay", Role.FIN),
    "will": ("works", "boss", Role.EMP),
    "pat": ("works", "will", Role.EMP),
    "tom": ("lab", "will", Role.EMP),
    "tia": ("lab", "will", Role.EMP),
    "dora": ("planning", "boss", Role.DM),
    "olga": ("planning", "dora", Role.OS),
    "audra": ("hq", "boss", Role.AUD),
    "ida": ("hq", "boss", Role.INT),
}
"""Mia and Max propose, Will and Fay review, Vera approves, Stan sponsors, Pat leads, Tom and Tia do the work."""


def founding() -> Iterator[OrganisationEvent]:
    """How the company came to be."""
    yield OrganisationFounded(company="Test", structural_form="line-function")
    for id, (type, parent, _) in UNITS.items():
        above = UnitId(parent) if parent else None
        yield UnitCreated(effective_on=SINCE, unit=UnitId(id), name=id, label=id, unit_type=type, parent=above)
    for role in sorted({role for _, _, role in PEOPLE.values()}):
        yield PositionDefined(
            effective_on=SINCE,
            position=PositionId(role),
            name=role.zh,
            label=role.en,
            roles=(role,),
            headcount=9,
            objectives=(),
            duties=(),
        )
    for id, (unit, superior, role) in PEOPLE.items():
        yield PersonHired(
            effective_on=SINCE,
            person=PersonId(id),
            name=id,
            unit=UnitId(unit),
            position=PositionId(role),
            superior=PersonId(superior) if superior else None,
        )
    for id, (_, _, manager) in UNITS.items():
        if manager:
            yield ManagerAppointed(effective_on=SINCE, unit=UnitId(id), manager=PersonId(manager))


@cache
def organisation() -> Organisation:
    """The company as it stands."""
    stamp = Stamp(record=ORGANISATION, actor=SYSTEM, role=Role.SYSTEM, at=FOUNDED)
    built: Organisation = ROOM.replay((event, stamp) for event in founding())
    return built


def facts() -> Facts:
    """The company with a goal in force, and one that was dropped."""
    return Facts(
        {
            (Organisation, ORGANISATION): organisation(),
            (Goal, "grow"): goal("grow"),
            (Goal, "dropped"): goal("dropped", GoalStatus.DROPPED),
        }
    )
