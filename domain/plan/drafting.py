"""Writing a plan: drafted from the plan above it, revised by its authors."""

from collections.abc import Iterator

from domain.organisation.state import Organisation, company
from domain.plan.content import PlanContent
from domain.plan.events import PlanDrafted, PlanRevised
from domain.plan.figures import snapshot
from domain.plan.periods import ABOVE, period
from domain.plan.state import Plan
from domain.plan.terms import CURRENT, Kind, Level, Status
from domain.shared.act import Context, act, allow
from domain.shared.ids import PlanId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Period

DUPLICATE = Reason(
    "plan.duplicate",
    "There is already a plan {key}: {holder}.",
    "计划{key}已存在：{holder}。",
)
UNKNOWN_UNIT = Reason("plan.unknown_unit", "There is no unit {unit} on {day}.", "{day}没有部门{unit}。")
NOT_YOUR_UNIT = Reason("plan.not_your_unit", "{person} is not the head of {unit}.", "{person}不是{unit}的负责人。")
OUTSIDE_AREA = Reason(
    "plan.outside_area", "{unit} is not in the areas that {person} is in charge of.", "{unit}不在{person}的分管领域内。"
)
PARENT_NEEDED = Reason(
    "plan.parent_needed",
    "A {level} plan of kind {kind} is drawn from the plan above it; name that plan.",
    "{kind}的{level}计划须依据上级计划编制，请指明上级计划。",
)
NO_PARENT = Reason(
    "plan.no_parent", "A {level} plan of kind {kind} has no plan above it.", "{kind}的{level}计划没有上级计划。"
)
WRONG_PARENT = Reason(
    "plan.wrong_parent",
    "{parent} cannot be the plan above: that must be of level {level} and kind {kind}, for the same time and unit.",
    "{parent}不能作为上级计划：应为同期、同部门范围的{level}{kind}。",
)
PARENT_NOT_APPROVED = Reason(
    "plan.parent_not_approved",
    "The plan above, {parent}, is {status}; it must be approved or issued.",
    "上级计划{parent}当前为{status}，须为已批准或已下达。",
)
NOT_COPYABLE = Reason(
    "plan.not_copyable",
    "Only a rejected plan can be copied; {plan} is {status}.",
    "只能复制已驳回的计划；{plan}为{status}。",
)
NO_CONTENT = Reason(
    "plan.no_content",
    "Give the content of the plan, or name a rejected plan to copy.",
    "请填写计划内容，或指明要复制的已驳回计划。",
)

AUTHORS = (allow(Role.PG, kind=Kind.COMPANY), allow(Role.OS, kind=Kind.OPERATING))
"""The groups that write company and operating plans together."""


@act("编制计划", *AUTHORS, allow(Role.DM, kind=Kind.DEPARTMENT), allow(Role.DDM, kind=Kind.AREA))
def draft(
    context: Context,
    *,
    kind: Kind,
    level: Level,
    unit: UnitId,
    year: int,
    number: int | None = None,
    parent: PlanId | None = None,
    content: PlanContent | None = None,
    copied_from: PlanId | None = None,
) -> Iterator[PlanDrafted]:
    """Start a plan for a year, or for its quarter (1 to 4) or month (1 to 12) of that number (PLAN-01, 05, 08, 37).

    It is drawn from the plan above it, whose progress is frozen in it. A rejected plan can be copied (PLAN-11).
    """
    days = period(level, year, number)
    organisation = company(context.world)
    in_own_field(kind, unit, organisation, context)
    above = plan_above(kind, level, unit, days, parent, organisation, context)
    source = rejected(copied_from, context) if copied_from else None
    written = content or (source.content if source else None)
    if written is None:
        raise NO_CONTENT()
    yield PlanDrafted(
        kind=kind,
        level=level,
        unit=unit,
        starts=days.starts,
        ends=days.ends,
        parent=parent,
        progress=snapshot(above.tasks.values(), above.plan_version, context.today) if above else None,
        copied_from=copied_from,
        content=written,
        contributors=source.contributors if source else (),
    )


@act("修改计划", Role.PREPARER, *AUTHORS)
def revise(plan: Plan, context: Context, *, content: PlanContent) -> Iterator[PlanRevised]:
    """Replace the content while it is not before an approver (PLAN-11). Whoever writes on a plan may not decide it."""
    if content != plan.content:
        yield PlanRevised(content=content)


def in_own_field(kind: Kind, unit: UnitId, organisation: Organisation, context: Context) -> None:
    """Refuse a unit that does not exist, and a department or area that is not the author's own (PLAN-37, ORG-07)."""
    one = organisation.units.get(unit)
    if one is None or not one.exists(context.today):
        raise UNKNOWN_UNIT(unit=unit, day=context.today)
    author = context.principal
    if kind is Kind.DEPARTMENT and organisation.head(unit, context.today) != author:
        raise NOT_YOUR_UNIT(person=author, unit=unit)
    if kind is Kind.AREA and not organisation.oversees(author, unit, context.today):
        raise OUTSIDE_AREA(person=author, unit=unit)


def plan_above(
    kind: Kind,
    level: Level,
    unit: UnitId,
    days: Period,
    parent: PlanId | None,
    organisation: Organisation,
    context: Context,
) -> Plan | None:
    """The plan from which this one is drawn: one level up; for a deputy's annual plan the department's."""
    above = (kind, ABOVE[level]) if level in ABOVE else (Kind.DEPARTMENT, level) if kind is Kind.AREA else None
    if above is None:
        if parent is not None:
            raise NO_PARENT(level=level, kind=kind)
        return None
    if parent is None:
        raise PARENT_NEEDED(level=level, kind=kind)
    plan = context.world.get(Plan, parent)
    if (
        plan is None
        or (plan.kind, plan.level) != above
        or not plan.starts <= days.starts <= days.ends <= plan.ends
        or not organisation.within(unit, plan.unit, context.today)
    ):
        raise WRONG_PARENT(parent=parent, level=above[1], kind=above[0])
    if plan.status not in CURRENT:
        raise PARENT_NOT_APPROVED(parent=parent, status=plan.status)
    return plan


def rejected(id: PlanId, context: Context) -> Plan:
    """The rejected plan that is copied. Refuses NOT_COPYABLE."""
    plan = context.world.get(Plan, id)
    if plan is None or plan.status is not Status.REJECTED:
        raise NOT_COPYABLE(plan=id, status=plan and plan.status)
    return plan
