"""Changing the tree of units."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.events import (
    UnitCreated,
    UnitDissolved,
    UnitMoved,
    UnitRenamed,
)
from domain.organisation.rules import day_of, fresh, members_from, no_cycle, unit_on
from domain.organisation.spans import lasting
from domain.organisation.state import OPEN_WORK, Organisation
from domain.organisation.terms import UnitType
from domain.organisation.unit import Unit, UnitStatus
from domain.shared.act import Context, act
from domain.shared.ids import PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

SECOND_ROOT = Reason(
    "organisation.second_root", "The company already has headquarters.", "公司已有总部，不能再设总部。"
)
ROOT_STAYS = Reason(
    "organisation.root_stays",
    "Headquarters are the root: they can be neither moved nor dissolved.",
    "总部是组织的根，不能移动或撤销。",
)
HAS_MEMBERS = Reason("organisation.unit_has_members", "{people} still belong to {unit}.", "{unit}仍有成员：{people}。")
HAS_UNITS = Reason("organisation.unit_has_units", "{units} are still below {unit}.", "{unit}仍有下级单元：{units}。")
HAS_LEADERS = Reason(
    "organisation.unit_has_leaders",
    "{people} still manage {unit} or have it in their charge.",
    "{unit}仍由{people}管理或分管。",
)
HAS_DUTIES = Reason(
    "organisation.unit_has_duties", "{unit} is still charged with {duties}.", "{unit}仍承担职责：{duties}。"
)
HAS_OPEN_WORK = Reason(
    "organisation.unit_has_open_work", "{unit} is still responsible for {records}.", "{unit}仍负责未结事项：{records}。"
)


@act("设立单元", Role.ADM)
def create_unit(
    organisation: Organisation,
    context: Context,
    *,
    name: Line,
    type: UnitType,
    parent: UnitId,
    label: str = "",
    unit: UnitId | None = None,
    effective_on: date | None = None,
) -> Iterator[UnitCreated]:
    """Set up a unit below another (ORG-01)."""
    if type is UnitType.HEADQUARTERS:
        raise SECOND_ROOT()
    day = day_of(effective_on, context)
    unit_on(organisation, parent, day)
    id = fresh(unit, UnitId(context.new_id("unit")), organisation.units)
    yield UnitCreated(unit=id, name=name, label=label, unit_type=type, parent=parent, effective_on=day)


@act("单元更名", Role.ADM)
def rename_unit(
    organisation: Organisation, unit: Unit, context: Context, *, name: Line, label: str = ""
) -> Iterator[UnitRenamed]:
    """Give a unit another name (ORG-01)."""
    yield UnitRenamed(unit=unit.id, name=name, label=label)


@act("调整隶属", Role.ADM)
def move_unit(
    organisation: Organisation, unit: Unit, context: Context, *, parent: UnitId, effective_on: date | None = None
) -> Iterator[UnitMoved]:
    """Put a unit, with all below it, below another (ORG-01)."""
    if unit.type is UnitType.HEADQUARTERS:
        raise ROOT_STAYS()
    day = day_of(effective_on, context, unit.placements)
    unit_on(organisation, parent, day)
    no_cycle(organisation, unit.id, parent, day)
    yield UnitMoved(unit=unit.id, parent=parent, effective_on=day)


@act("撤销单元", Role.ADM)
def dissolve_unit(organisation: Organisation, unit: Unit, context: Context, *, reason: Text) -> Iterator[UnitDissolved]:
    """End a unit today, once nobody and nothing depends on it any more (ORG-01)."""
    if unit.type is UnitType.HEADQUARTERS:
        raise ROOT_STAYS()
    today = day_of(None, context, unit.placements)
    if people := members_from(organisation, unit.id, today):
        raise HAS_MEMBERS(unit=unit.id, people=people)
    if units := below(organisation, unit, today):
        raise HAS_UNITS(unit=unit.id, units=units)
    if people := leaders(organisation, unit, today):
        raise HAS_LEADERS(unit=unit.id, people=people)
    if duties := [d.id for d in organisation.duties.values() if lasting(d.charges.get(unit.id, ()), today)]:
        raise HAS_DUTIES(unit=unit.id, duties=duties)
    if records := context.world.find(OPEN_WORK, unit.id):
        raise HAS_OPEN_WORK(unit=unit.id, records=records)
    yield UnitDissolved(unit=unit.id, reason=reason, effective_on=today)


def below(organisation: Organisation, unit: Unit, today: date) -> list[UnitId]:
    return [
        each.id
        for each in organisation.units.values()
        if each.status is UnitStatus.ACTIVE
        and any(placement.parent == unit.id and not placement.over(today) for placement in each.placements)
    ]


def leaders(organisation: Organisation, unit: Unit, today: date) -> list[PersonId]:
    management = lasting(unit.managements, today)
    deputies = [
        person.id
        for person in organisation.people.values()
        for deputyship in person.deputyships
        if not deputyship.over(today) and unit.id in (deputyship.unit, *deputyship.areas)
    ]
    return [*([management.manager] if management else []), *deputies]
