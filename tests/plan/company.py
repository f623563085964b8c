"""A small company for the tests of plans: who works where, and which goals it has."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from domain.goal.state import Goal
from domain.goal.terms import GoalLevel, GoalStatus, Horizon
from domain.organisation import ROOM
from domain.organisation.events import (
    ManagerAppointed,
    OrganisationEvent,
    OrganisationFounded,
    PositionDefined,
    UnitCreated,
)
from domain.organisation.person_events import DeputyAppointed, PersonHired
from domain.organisation.state import ORGANISATION, Organisation
from domain.organisation.terms import UnitType
from domain.shared.ids import SYSTEM, GoalId, PersonId, PositionId, UnitId
from domain.shared.recorded import Stamp
from domain.shared.term import Role
from tests.scenario import Facts

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
SINCE = date(2020, 1, 1)

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


def founding(people: Mapping[str, tuple[str, str | None, Role]]) -> Iterator[OrganisationEvent]:
    """How the company came to be."""
    yield OrganisationFounded(company="Test", structural_form="line-function")
    for id, (type, parent, _) in UNITS.items():
        above = UnitId(parent) if parent else None
        yield UnitCreated(effective_on=SINCE, unit=UnitId(id), name=id, label=id, unit_type=type, parent=above)
    for role in sorted({role for _, _, role in people.values()}):
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
    for id, (unit, superior, role) in people.items():
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
    yield DeputyAppointed(effective_on=SINCE, person=PersonId("dee"), unit=UnitId("planning"), areas=(UnitId("og"),))


@cache
def organisation(*more: str) -> Organisation:
    """The company as it stands, with these people of the team besides."""
    stamp = Stamp(record=ORGANISATION, actor=SYSTEM, role=Role.SYSTEM, at=FOUNDED)
    people = PEOPLE | {id: TEAM[id] for id in more}
    built: Organisation = ROOM.replay((event, stamp) for event in founding(people))
    return built


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


def facts(*more: str) -> Facts:
    """The company with a goal in force, one that was dropped, and these people of the team besides."""
    return Facts(
        {
            (Organisation, ORGANISATION): organisation(*more),
            (Goal, "grow"): goal("grow"),
            (Goal, "dropped"): goal("dropped", GoalStatus.DROPPED),
        }
    )
