"""Positions and their descriptions."""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.organisation.events import PositionClosed, PositionConfirmed, PositionDefined, PositionRevised
from domain.organisation.position import Position
from domain.organisation.rules import day_of, duty_in_force, fresh, holders_from
from domain.organisation.state import Organisation
from domain.organisation.terms import Objective, PositionDuty
from domain.shared import references
from domain.shared.act import Context, act
from domain.shared.ids import PositionId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line

NOBODY = Reason(
    "organisation.no_headcount",
    "A position must have a headcount of at least one.",
    "岗位编制至少为一人。",
)
BY_RELATION = Reason(
    "organisation.role_not_by_position",
    "{roles} are held towards a record or by appointment, never by position.",
    "{roles}只能由与事项的关系或任命产生，不能由岗位授予。",
)
OVERSTAFFED = Reason(
    "organisation.overstaffed",
    "{position} is held by {holders} and cannot be cut to {headcount}.",
    "{position}由{holders}任职，编制不能减为{headcount}。",
)
NO_SUCH_GOAL = Reason(
    "organisation.no_such_goal", "There are no goals {goals}.", "不存在目标{goals}。"
)
READ_ALREADY = Reason(
    "organisation.position_confirmed",
    "{person} has already confirmed version {version} of {position}.",
    "{person}已确认{position}第{version}版。",
)
HELD = Reason("organisation.position_held", "{position} is still held by {holders}.", "{position}仍由{holders}任职。")


@act("设立岗位", Role.ADM, Role.HR)
def define_position(
    organisation: Organisation,
    context: Context,
    *,
    name: Line,
    label: str = "",
    roles: tuple[Role, ...] = (),
    headcount: int = 1,
    objectives: tuple[Objective, ...] = (),
    duties: tuple[PositionDuty, ...] = (),
    position: PositionId | None = None,
    effective_on: date | None = None,
) -> Iterator[PositionDefined]:
    """Set up a position: the roles that it confers, its headcount, objectives and duties (ORG-05, ORG-13)."""
    sound(organisation, roles, headcount, duties)
    goals_known(objectives, context)
    yield PositionDefined(
        position=fresh(position, PositionId(context.new_id("position")), organisation.positions),
        name=name,
        label=label,
        roles=roles,
        headcount=headcount,
        objectives=objectives,
        duties=duties,
        effective_on=day_of(effective_on, context),
    )


@act("修订岗位说明", Role.ADM, Role.HR)
def revise_position(
    organisation: Organisation,
    position: Position,
    context: Context,
    *,
    name: Line,
    label: str = "",
    roles: tuple[Role, ...] = (),
    headcount: int = 1,
    objectives: tuple[Objective, ...] = (),
    duties: tuple[PositionDuty, ...] = (),
    effective_on: date | None = None,
) -> Iterator[PositionRevised]:
    """Write the next version of a description; its holders are asked to read it again (ORG-13)."""
    sound(organisation, roles, headcount, duties)
    goals_known(objectives, context)
    day = day_of(effective_on, context, position.mandates)
    holders = holders_from(organisation, position.id, day)
    if len(holders) > headcount:
        raise OVERSTAFFED(position=position.id, holders=holders, headcount=headcount)
    yield PositionRevised(
        position=position.id,
        version=position.edition + 1,
        name=name,
        label=label,
        roles=roles,
        headcount=headcount,
        objectives=objectives,
        duties=duties,
        effective_on=day,
    )


@act("确认岗位说明", Role.OWNER)
def confirm_position(organisation: Organisation, position: Position, context: Context) -> Iterator[PositionConfirmed]:
    """Confirm, as a holder, having read the latest version of the description (ORG-13)."""
    holder = context.principal
    if holder in position.confirmed_by:
        raise READ_ALREADY(person=holder, version=position.edition, position=position.id)
    yield PositionConfirmed(position=position.id, version=position.edition, holder=holder)


@act("撤销岗位", Role.ADM, Role.HR)
def close_position(organisation: Organisation, position: Position, context: Context) -> Iterator[PositionClosed]:
    """Close a position that nobody holds any more (ORG-10)."""
    if holders := holders_from(organisation, position.id, context.today):
        raise HELD(position=position.id, holders=holders)
    yield PositionClosed(position=position.id)


def sound(organisation: Organisation, roles: Iterable[Role], headcount: int, duties: Iterable[PositionDuty]) -> None:
    if headcount < 1:
        raise NOBODY()
    if strange := [role for role in roles if role.by_relation or role in (Role.SYSTEM, Role.DDM)]:
        raise BY_RELATION(roles=strange)
    for each in duties:
        duty_in_force(organisation, each.duty)


def goals_known(objectives: Iterable[Objective], context: Context) -> None:
    """Refuse NO_SUCH_GOAL."""
    named = (each.goal for each in objectives if each.goal is not None)
    if unknown := [goal for goal in named if not context.world.find(references.GOAL, goal)]:
        raise NO_SUCH_GOAL(goals=unknown)
