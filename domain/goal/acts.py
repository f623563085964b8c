"""What can be done to a goal."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.goal.events import GoalAchieved, GoalDropped, GoalMissed, GoalReviewed, GoalRevised, GoalSet
from domain.goal.state import Goal
from domain.goal.terms import GoalLevel, Horizon
from domain.organisation.rules import acting_on, unit_on
from domain.organisation.state import company
from domain.shared.act import Context, act, allow
from domain.shared.ids import GoalId, PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

LOWER = (GoalLevel.DEPARTMENT, GoalLevel.PLAN)

PARENT_UNKNOWN = Reason("goal.parent_unknown", "There is no goal {parent}.", "目标{parent}不存在。")
PARENT_ENDED = Reason(
    "goal.parent_not_in_force",
    "The goal {parent} is {status}, so it is not in force.",
    "目标{parent}状态为{status}，未在执行。",
)
PARENT_TOO_LOW = Reason(
    "goal.parent_level",
    "A {level} goal cannot serve a {parent_level} goal; the parent must be of a higher level.",
    "{level}不能隶属于{parent_level}，上级目标的层级必须更高。",
)
UNIT_MISSING = Reason("goal.unit_missing", "A department goal must name its unit.", "部门目标须注明所属单元。")
NOT_THEIR_UNIT = Reason(
    "goal.not_head_of_unit",
    "{person} does not manage {unit}, directly or from above.",
    "{person}不是{unit}的负责人，也不是其上级负责人。",
)
OVERDUE = Reason("goal.due_past", "The due date {due} is before today, {today}.", "到期日{due}早于{today}。")
NO_EVIDENCE = Reason(
    "goal.no_evidence", "A revision must cite at least one piece of evidence.", "修订目标须引用至少一项依据。"
)
UNCHANGED = Reason("goal.unchanged", "The revision changes nothing.", "修订内容与原目标相同。")
NOT_REACHED = Reason(
    "goal.not_reached",
    "At {value}, the target of {target} is not reached.",
    "当前值{value}未达到目标值{target}。",
)
REACHED = Reason(
    "goal.reached",
    "At {value}, the target of {target} is reached.",
    "当前值{value}已达到目标值{target}。",
)


@act("设定目标", Role.MGMT, allow(Role.PG, level=LOWER), allow(Role.EMP, level=LOWER))
def set_(
    context: Context,
    *,
    title: Line,
    level: GoalLevel,
    metric: Line,
    unit_of_measure: Line,
    baseline: Decimal,
    target: Decimal,
    due: date,
    owner: PersonId,
    horizon: Horizon,
    parent: GoalId | None = None,
    unit: UnitId | None = None,
) -> Iterator[GoalSet]:
    """Set a goal below another: management the company's, heads and the plan group those of units (STRAT-02)."""
    organisation = company(context.world)
    if unit is not None:
        unit_on(organisation, unit, context.today)
    elif level is GoalLevel.DEPARTMENT:
        raise UNIT_MISSING()
    person = context.principal
    if context.role is Role.EMP and (unit is None or person not in organisation.chain(unit, context.today)):
        raise NOT_THEIR_UNIT(person=person, unit=unit)
    sound(context, level, parent, due, owner)
    yield GoalSet(
        title=title,
        level=level,
        parent=parent,
        unit=unit,
        metric=metric,
        unit_of_measure=unit_of_measure,
        baseline=baseline,
        target=target,
        due=due,
        owner=owner,
        horizon=horizon,
    )


@act("修订目标", Role.MGMT, allow(Role.PG, level=LOWER), allow(Role.HEAD, level=LOWER))
def revise(
    goal: Goal,
    context: Context,
    *,
    reason: Text,
    evidence: tuple[Line, ...],
    target: Decimal | None = None,
    due: date | None = None,
    owner: PersonId | None = None,
    parent: GoalId | None = None,
) -> Iterator[GoalRevised]:
    """Change target, due day, owner or parent, on evidence; what is left out stays (STRAT-02, STRAT-05)."""
    if not evidence:
        raise NO_EVIDENCE()
    revised = GoalRevised(
        target=goal.target if target is None else target,
        due=due or goal.due,
        owner=owner or goal.owner,
        parent=parent or goal.parent,
        reason=reason,
        evidence=evidence,
    )
    if (revised.target, revised.due, revised.owner, revised.parent) == (goal.target, goal.due, goal.owner, goal.parent):
        raise UNCHANGED()
    sound(context, goal.level, revised.parent, revised.due, revised.owner)
    yield revised


@act("复核目标", Role.OWNER, Role.MGMT, allow(Role.PG, level=LOWER), allow(Role.HEAD, level=LOWER))
def review(goal: Goal, context: Context, *, value: Decimal, conclusion: Text) -> Iterator[GoalReviewed]:
    """Record what the metric stands at and what is concluded from it (STRAT-05)."""
    yield GoalReviewed(value=value, conclusion=conclusion)


@act("确认达成", Role.MGMT, allow(Role.PG, level=LOWER), allow(Role.HEAD, level=LOWER), decides=True)
def achieve(goal: Goal, context: Context, *, value: Decimal, conclusion: Text) -> Iterator[GoalAchieved]:
    """Conclude that the target is reached; never by the owner (STRAT-02)."""
    if not goal.reached_at(value):
        raise NOT_REACHED(value=value, target=goal.target)
    yield GoalAchieved(value=value, conclusion=conclusion)


@act("确认未达成", Role.MGMT, allow(Role.PG, level=LOWER), allow(Role.HEAD, level=LOWER), decides=True)
def miss(goal: Goal, context: Context, *, value: Decimal, conclusion: Text) -> Iterator[GoalMissed]:
    """Conclude that the target was not reached; never by the owner (STRAT-02)."""
    if goal.reached_at(value):
        raise REACHED(value=value, target=goal.target)
    yield GoalMissed(value=value, conclusion=conclusion)


@act("撤销目标", Role.MGMT, allow(Role.PG, level=LOWER), allow(Role.HEAD, level=LOWER))
def drop(goal: Goal, context: Context, *, reason: Text) -> Iterator[GoalDropped]:
    """Give a goal up (STRAT-02)."""
    yield GoalDropped(reason=reason)


def sound(context: Context, level: GoalLevel, parent: GoalId | None, due: date, owner: PersonId) -> None:
    """A goal serves one in force of a higher level, is due in time to come, and belongs to somebody employed."""
    if parent is not None:
        above = context.world.get(Goal, parent)
        if above is None:
            raise PARENT_UNKNOWN(parent=parent)
        if not above.in_force:
            raise PARENT_ENDED(parent=parent, status=above.status)
        if not above.level.above(level):
            raise PARENT_TOO_LOW(level=level, parent_level=above.level)
    if due < context.today:
        raise OVERDUE(due=due, today=context.today)
    acting_on(company(context.world), owner, context.today)
