"""What can have happened to somebody employed."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.organisation.dated import Dated
from domain.organisation.erasure_events import ErasureEvent
from domain.shared.ids import PersonId, PositionId, UnitId
from domain.shared.personal import OfPerson


class PersonHired(Dated, frozen=True, kw_only=True, tag="organisation.person.hired"):
    """Somebody's first working day is `effective_on`; only the head of the company has no superior (ORG-06)."""

    person: PersonId
    name: OfPerson
    unit: UnitId
    position: PositionId
    superior: PersonId | None
    """To whom they report."""


class PositionAssigned(Dated, frozen=True, kw_only=True, tag="organisation.person.position_assigned"):
    """Somebody got another position in the same unit (ORG-05, ORG-10)."""

    person: PersonId
    unit: UnitId
    position: PositionId


class PersonMoved(Dated, frozen=True, kw_only=True, tag="organisation.person.moved"):
    """Somebody goes to another unit, in the position named (ORG-10)."""

    person: PersonId
    unit: UnitId
    position: PositionId


class SuperiorSet(Dated, frozen=True, kw_only=True, tag="organisation.person.superior_set"):
    """Somebody reports to this superior from that day on (ORG-06)."""

    person: PersonId
    superior: PersonId


class HeadAppointed(Dated, frozen=True, kw_only=True, tag="organisation.person.head_appointed"):
    """Somebody becomes head of the company and reports to nobody (ORG-06)."""

    person: PersonId


class DeputyAppointed(Dated, frozen=True, kw_only=True, tag="organisation.person.deputy_appointed"):
    """Somebody becomes deputy manager of a unit, in charge of the areas (分管领域) named (ORG-07)."""

    person: PersonId
    unit: UnitId
    areas: tuple[UnitId, ...]


class DeputyRelieved(Dated, frozen=True, kw_only=True, tag="organisation.person.deputy_relieved"):
    """Somebody's deputyship ended, with all areas (ORG-03)."""

    person: PersonId


class LeaveBegun(Struct, frozen=True, kw_only=True, tag="organisation.person.leave_begun"):
    """Somebody is away from today, if known until when, and keeps rights and duties (ORG-06)."""

    person: PersonId
    until: date | None
    """The day on which they are expected back, if it is known."""


class LeaveEnded(Struct, frozen=True, kw_only=True, tag="organisation.person.leave_ended"):
    """Somebody is back from leave (ORG-06)."""

    person: PersonId


class EmploymentEnded(Dated, frozen=True, kw_only=True, tag="organisation.person.employment_ended"):
    """It was recorded that somebody leaves; `effective_on` is the first day without any right."""

    person: PersonId
    reason: OfPerson


class PersonLeft(Struct, frozen=True, kw_only=True, tag="organisation.person.left"):
    """The day came on which somebody's employment ended: every right is gone, the history stays (ORG-06)."""

    person: PersonId


EmploymentEvent: TypeAlias = (
    PersonHired
    | PositionAssigned
    | PersonMoved
    | SuperiorSet
    | HeadAppointed
    | DeputyAppointed
    | DeputyRelieved
    | LeaveBegun
    | LeaveEnded
    | EmploymentEnded
    | PersonLeft
)
PersonEvent: TypeAlias = EmploymentEvent | ErasureEvent
