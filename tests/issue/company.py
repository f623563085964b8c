"""A small company for tests of issues: two departments, one of them with its three groups."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from domain.organisation import ROOM
from domain.organisation import events as o
from domain.organisation.person_events import DeputyAppointed, PersonHired
from domain.organisation.state import ORGANISATION, Organisation
from domain.organisation.terms import UnitType
from domain.shared.ids import ADMINISTRATOR, PersonId, PositionId, UnitId
from domain.shared.recorded import Stamp
from domain.shared.term import Role
from tests.scenario import Facts

ALWAYS = date(2000, 1, 1)
FOUNDED = Stamp(record=ORGANISATION, actor=ADMINISTRATOR, role=Role.ADM, at=datetime(2026, 1, 1, tzinfo=UTC))

UNITS = {
    "hq": (UnitType.HEADQUARTERS, None, "chen"),
    "planning": (UnitType.DEPARTMENT, "hq", "dora"),
    "operations-group": (UnitType.GROUP, "planning", "olga"),
    "plan-group": (UnitType.GROUP, "planning", "pia"),
    "sales": (UnitType.DEPARTMENT, "hq", "sam"),
}
PEOPLE = {
    "chen": ("hq", Role.MGMT, None),
    "polly": ("hq", Role.PO, "chen"),
    "dora": ("planning", Role.DM, "chen"),
    "dirk": ("planning", Role.EMP, "dora"),
    "olga": ("operations-group", Role.OG, "dora"),
    "oscar": ("operations-group", Role.OG, "olga"),
    "omar": ("operations-group", Role.OG, "olga"),
    "pia": ("plan-group", Role.PG, "dora"),
    "dan": ("planning", Role.DG, "dora"),
    "ines": ("planning", Role.OMD, "dora"),
    "sam": ("sales", Role.EMP, "chen"),
    "ana": ("sales", Role.EMP, "sam"),
    "ben": ("sales", Role.EMP, "sam"),
    "audrey": ("hq", Role.AUD, "chen"),
}


def founding() -> Iterator[Any]:
    """Everything that happened until the company stood."""
    yield o.OrganisationFounded(company="天衡", structural_form="直线职能制")
    for id, (type, parent, _) in UNITS.items():
        above = UnitId(parent) if parent else None
        yield o.UnitCreated(unit=UnitId(id), name=id, label=id, unit_type=type, parent=above, effective_on=ALWAYS)
    for role in dict.fromkeys(role for _, role, _ in PEOPLE.values()):
        yield o.PositionDefined(
            position=PositionId(role),
            name=role.zh,
            label=role.en,
            roles=(role,),
            headcount=9,
            objectives=(),
            duties=(),
            effective_on=ALWAYS,
        )
    for id, (home, role, superior) in PEOPLE.items():
        yield PersonHired(
            person=PersonId(id),
            name=id,
            unit=UnitId(home),
            position=PositionId(role),
            superior=PersonId(superior) if superior else None,
            effective_on=ALWAYS,
        )
    for id, (_, _, manager) in UNITS.items():
        yield o.ManagerAppointed(unit=UnitId(id), manager=PersonId(manager), effective_on=ALWAYS)
    yield DeputyAppointed(
        person=PersonId("dirk"), unit=UnitId("planning"), areas=(UnitId("sales"),), effective_on=ALWAYS
    )
    yield o.CalendarSet(year=2026, holidays=(date(2026, 1, 1),), workdays=())


COMPANY: Organisation = ROOM.replay((event, FOUNDED) for event in founding())


def world() -> Facts:
    """The world with this company and nothing else."""
    return Facts(records={(Organisation, ORGANISATION): COMPANY})
