"""Up to whom a matter rises that nobody has settled in time (ORG-11): the group, the department, the management."""

from datetime import date

from domain.organisation.state import Organisation
from domain.organisation.terms import UnitType
from domain.shared.ids import PersonId
from domain.shared.term import Role


def group_head(person: PersonId, organisation: Organisation, day: date) -> PersonId | None:
    """The nearest manager above somebody inside their department: of the group, where it has one."""
    for unit in organisation.upwards(organisation.unit_of(person, day), day):
        if organisation.units[unit].type is not UnitType.GROUP:
            return None
        if (head := organisation.head(unit, day)) not in (None, person):
            return head
    return None


def department_head(person: PersonId, organisation: Organisation, day: date) -> PersonId | None:
    """The head of somebody's department, or the superior of whoever is that head."""
    unit = organisation.unit_of(person, day)
    department = organisation.department_of(unit, day) if unit else None
    head = organisation.head(department, day) if department else None
    return organisation.superior(person, day) if head in (None, person) else head


def management(organisation: Organisation, day: date) -> tuple[PersonId, ...]:
    """Company management, or at least the head of the company."""
    head = organisation.head_of_company(day)
    return organisation.holders(Role.MGMT, day) or ((head,) if head else ())
