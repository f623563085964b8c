"""The organisation: units, positions, people and duties, as they are on any day."""

from domain.organisation import duties, erasing, founding, leadership, planning, positions, staffing, structure, timers
from domain.organisation.erasing import claims, interested
from domain.organisation.events import OrganisationEvent
from domain.organisation.person import PERSON_LIFECYCLE, Person, evolve_person
from domain.organisation.planning import obligations
from domain.organisation.position import POSITION_LIFECYCLE, Position, evolve_position
from domain.organisation.relations import relations
from domain.organisation.state import LIFECYCLE, ORGANISATION, Organisation, evolve
from domain.organisation.timers import wakes
from domain.organisation.unit import DUTY_LIFECYCLE, UNIT_LIFECYCLE, Duty, Unit, evolve_duty, evolve_unit
from domain.organisation.worklist import work
from domain.shared.act import acts_in
from domain.shared.ids import DutyId, OrganisationId, PersonId, PositionId, UnitId
from domain.shared.room import Part, Room

ROOM = Room(
    name="organisation",
    zh="组织",
    id=OrganisationId,
    state=Organisation,
    events=OrganisationEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in(
        "organisation", founding, structure, duties, positions, staffing, leadership, planning, erasing, timers
    ),
    parts=(
        Part("unit", "组织单元", UnitId, Unit, "units", UNIT_LIFECYCLE, evolve_unit),
        Part("position", "岗位", PositionId, Position, "positions", POSITION_LIFECYCLE, evolve_position),
        Part("person", "人员", PersonId, Person, "people", PERSON_LIFECYCLE, evolve_person),
        Part("duty", "职责", DutyId, Duty, "duties", DUTY_LIFECYCLE, evolve_duty),
    ),
    singleton=ORGANISATION,
    relations=relations,
    interested=interested,
    claims=claims,
    wakes=wakes,
    work=work,
    obligations=obligations,
)
