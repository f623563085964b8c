"""Asking for coordination: by somebody, or because units disagree on a task or an issue (ORG-14)."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from domain.coordination.events import CoordinationRequested, CoordinationWithdrawn
from domain.coordination.state import Coordination
from domain.coordination.terms import Origin
from domain.organisation.rules import unit_on
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, act, allow
from domain.shared.ids import IssueId, PlanId, TaskId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

ALONE = Reason(
    "coordination.one_unit",
    "Coordination takes at least two units: one in the lead, and another that supports it.",
    "部门协调须有牵头部门和至少一个配合部门。",
)
DUE_PAST = Reason("coordination.due_past", "The day {due} is before today, {today}.", "日期{due}早于今天{today}。")


@act("提请部门协调", Role.EMP)
def request(
    context: Context, *, subject: Line, description: Text, lead: UnitId, supporting: tuple[UnitId, ...], due: date
) -> Iterator[CoordinationRequested]:
    """Ask that units agree on a matter by a day; the president's office brings them together (ORG-14)."""
    yield sound(context, CoordinationRequested(
        subject=subject, description=description, lead=lead, supporting=supporting, due=due, coordinator=Role.PO,
        origin=Origin.REQUEST, plan=None, task=None, issue=None,
    ))  # fmt: skip


@act("转入部门协调", Role.SYSTEM)
def refer(
    context: Context,
    *,
    subject: Line,
    description: Text,
    lead: UnitId,
    supporting: tuple[UnitId, ...],
    coordinator: Role,
    origin: Origin,
    due: date | None = None,
    plan: PlanId | None = None,
    task: TaskId | None = None,
    issue: IssueId | None = None,
) -> Iterator[CoordinationRequested]:
    """A contested task, a difficulty or a conflict is to be coordinated (PLAN-19, PLAN-21, ISSUE-13).

    It is due after the interval in which matters escalate, unless a day is given.
    """
    organisation = company(context.world)
    yield sound(context, CoordinationRequested(
        subject=subject, description=description, lead=lead, supporting=supporting,
        due=due or organisation.calendar.add(context.today, organisation.settings.escalation_days),
        coordinator=coordinator, origin=origin, plan=plan, task=task, issue=issue,
    ))  # fmt: skip


def sound(context: Context, asked: CoordinationRequested) -> CoordinationRequested:
    """What is asked, with each unit once and somebody who can coordinate. Refuses as `among` and `ahead` do."""
    organisation = company(context.world)
    ahead(asked.due, context)
    return replace(
        asked,
        supporting=among(asked.lead, asked.supporting, context),
        coordinator=first_held(organisation, context, asked.coordinator, Role.PO),
    )


def among(lead: UnitId, supporting: tuple[UnitId, ...], context: Context) -> tuple[UnitId, ...]:
    """The supporting units, each once and without the lead. Refuses ALONE when none is left, and UNIT_UNKNOWN."""
    others = tuple(unit for unit in dict.fromkeys(supporting) if unit != lead)
    if not others:
        raise ALONE()
    for unit in (lead, *others):
        unit_on(company(context.world), unit, context.today)
    return others


def ahead(due: date, context: Context) -> date:
    """A day that is not over yet. Refuses DUE_PAST."""
    if due < context.today:
        raise DUE_PAST(due=due, today=context.today)
    return due


def first_held(organisation: Organisation, context: Context, *roles: Role) -> Role:
    """The first of the roles that somebody holds; else it is for company management."""
    return next((role for role in roles if organisation.holders(role, context.today)), Role.MGMT)


@act("撤回部门协调", allow(Role.APPLICANT, origin=Origin.REQUEST), Role.SYSTEM)
def withdraw(coordination: Coordination, context: Context, *, reason: Text) -> Iterator[CoordinationWithdrawn]:
    """Say that nothing is left to be coordinated. What arose in a plan or an issue is withdrawn when it ends there."""
    yield CoordinationWithdrawn(reason=reason)
