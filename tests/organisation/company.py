"""A small company, founded and staffed by the acts of the organisation."""

from datetime import UTC, date, datetime
from typing import Any

from domain.organisation import ROOM
from domain.organisation.state import ORGANISATION, Organisation
from domain.organisation.terms import UnitType
from domain.shared.ids import ADMINISTRATOR, PersonId
from domain.shared.term import Role
from tests.scenario import Scenario

TODAY = date(2026, 1, 5)
LATER = date(2026, 3, 1)
LATER_STILL = date(2026, 5, 1)


class Company(Scenario):
    """The organisation's own scenario: it is part of the world in which its acts are decided."""

    state: Organisation

    def record(self, event: Any, actor: PersonId, role: Role, principal: PersonId | None) -> None:
        super().record(event, actor, role, principal)
        self.world.records[Organisation, ORGANISATION] = self.state

    def wake(self, day: date) -> list[Any]:
        """The scheduler comes by in the morning of that day."""
        self.at(datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC))
        return self.do("wake", "system")

    def admin(self, verb: str, part: str | None = None, **inputs: Any) -> list[Any]:
        """The administrator does it."""
        return self.do(verb, ADMINISTRATOR, part=part, **inputs)


def founded() -> Company:
    """Headquarters and nothing else."""
    company = Company(ROOM, id=ORGANISATION)
    company.admin(
        "found", company="Acme", structural_form="直线职能制", headquarters="总部", unit="hq", since="2020-01-01"
    )
    return company


def with_units() -> Company:
    """Two departments, one of them with two groups, and the positions to be held in them."""
    company = founded()
    for unit, type, parent in (
        ("planning", UnitType.DEPARTMENT, "hq"),
        ("plan-group", UnitType.GROUP, "planning"),
        ("data-group", UnitType.GROUP, "planning"),
        ("sales", UnitType.DEPARTMENT, "hq"),
    ):
        company.admin("create_unit", name=unit, type=type, parent=parent, unit=unit, effective_on="2020-01-01")
    for position, roles, headcount in (
        ("chief", [Role.MGMT], 3),
        ("manager", [Role.DM], 1),
        ("planner", [Role.PG], 2),
        ("recruiter", [Role.HR], 1),
        ("seller", [], 9),
    ):
        company.admin(
            "define_position",
            name=position,
            roles=roles,
            headcount=headcount,
            position=position,
            effective_on="2020-01-01",
        )
    return company


def staffed() -> Company:
    """Chen heads the company; below her dora manages planning with deputy dan and planner pia; sam and sue sell."""
    company = with_units()
    for person, unit, position, superior in (
        ("chen", "hq", "chief", None),
        ("hana", "hq", "recruiter", "chen"),
        ("dora", "planning", "manager", "chen"),
        ("dan", "planning", "seller", "dora"),
        ("pia", "plan-group", "planner", "dora"),
        ("sam", "sales", "seller", "chen"),
        ("sue", "sales", "seller", "sam"),
    ):
        hire(company, person, unit, position, superior)
    company.do("appoint_manager", "chen", part="planning", person="dora", effective_on="2025-01-01")
    company.do("appoint_deputy", "chen", part="dan", unit="planning", areas=["plan-group"], effective_on="2025-01-01")
    return company


def hire(company: Company, person: str, unit: str, position: str, superior: str | None, on: str = "2025-01-01") -> None:
    """Employ somebody whose name is the id."""
    company.admin(
        "hire_person", name=person, person=person, unit=unit, position=position, superior=superior, hired_on=on
    )
