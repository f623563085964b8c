"""Changing the plan of a project: asked for with reason, content, impact and solution, and decided (PROJ-16)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from domain.project.change import ChangeRequest
from domain.project.content import Baseline, ChangeContent
from domain.project.evolve_planning import changed
from domain.project.execution_events import Watched
from domain.project.planning import milestone_ids, task_ids
from domain.project.planning_events import (
    ProjectChangeApproved,
    ProjectChangeRejected,
    ProjectChangeRequested,
    ProjectChangeReturned,
    ProjectChangeRevised,
    ProjectChangeWithdrawn,
)
from domain.project.soundness import CEILING, over, require_kept, require_sound
from domain.project.standing import watch
from domain.project.state import Project
from domain.project.terms import Aspect, Reach
from domain.shared.act import Context, act, allow
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.ids import ChangeRequestId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, amount

NO_CHANGE = Reason("project.no_change", "The request changes nothing.", "该申请没有任何变更内容。")
ANOTHER_OPEN = Reason(
    "project.another_change", "The request {change} is not settled yet.", "变更申请{change}尚未办结。"
)
NOT_A_MEMBER = Reason(
    "project.lead_not_on_team", "{person}, who is to lead the team, is not on it.", "拟任负责人{person}不在项目团队中。"
)
STALE_BASE = Reason(
    "project.stale_base",
    "The request changes version {base} of the plan, which is now at version {now}; base it on that.",
    "该申请基于规划第{base}版，当前为第{now}版，请重新修改。",
)

DECIDERS = (allow(Role.SPONSOR, reach=Reach.WITHIN), allow(Role.MGMT, reach=Reach.BEYOND))
"""Who decides: the sponsor, but management what goes beyond the ceiling or the deadline (requirements §3.2)."""


@act("申请项目变更", Role.PM)
def request_change(project: Project, context: Context, *, content: ChangeContent) -> Iterator[ProjectChangeRequested]:
    """Ask for another plan, ceiling, deadline or team lead (PROJ-16). One request is open at a time."""
    if project.open_changes:
        raise ANOTHER_OPEN(change=project.open_changes[0].id)
    require_possible(project, content)
    yield ProjectChangeRequested(
        change_request=ChangeRequestId(context.new_id("change-request")),
        base_version=project.plan_version,
        request=ask(content, context, None, None),
        content=content,
        aspects=aspects(project, content),
        reach=reach(project, content),
    )


@act("修改变更申请", Role.APPLICANT, Role.PM)
def revise_change(
    project: Project, change_request: ChangeRequest, context: Context, *, content: ChangeContent, answer: Text
) -> Iterator[ProjectChangeRevised]:
    """Ask anew on the plan as it is, answering the comment with which the request was returned (PROJ-16)."""
    require_possible(project, content)
    yield ProjectChangeRevised(
        change_request=change_request.id,
        base_version=project.plan_version,
        request=ask(content, context, change_request.request, change_request.content),
        content=content,
        aspects=aspects(project, content),
        reach=reach(project, content),
        answer=answer,
    )


@act("撤回变更申请", Role.APPLICANT)
def withdraw_change(
    project: Project, change_request: ChangeRequest, context: Context, *, reason: Text
) -> Iterator[ProjectChangeWithdrawn]:
    """Take the request back before it is decided (PROJ-16)."""
    yield ProjectChangeWithdrawn(change_request=change_request.id, reason=reason)


@act("退回变更申请", *DECIDERS, decides=True)
def return_change(
    project: Project, change_request: ChangeRequest, context: Context, *, comment: Text
) -> Iterator[ProjectChangeReturned]:
    """Send the request back to be improved, saying what is missing (PROJ-16)."""
    signature = signed(change_request, context, Verdict.RETURNED, comment)
    yield ProjectChangeReturned(change_request=change_request.id, signature=signature)


@act("驳回变更申请", *DECIDERS, decides=True)
def reject_change(
    project: Project, change_request: ChangeRequest, context: Context, *, comment: Text
) -> Iterator[ProjectChangeRejected]:
    """End the request, saying why; the plan stays as it is (PROJ-16)."""
    signature = signed(change_request, context, Verdict.REJECTED, comment)
    yield ProjectChangeRejected(change_request=change_request.id, signature=signature)


@act("批准变更申请", *DECIDERS, decides=True)
def approve_change(
    project: Project, change_request: ChangeRequest, context: Context, *, comment: str = ""
) -> Iterator[ProjectChangeApproved | Watched]:
    """Make what was asked for the plan from now on, as its next version; the earlier ones are kept (PROJ-16)."""
    content = change_request.content
    if change_request.base_version != project.plan_version:
        raise STALE_BASE(base=change_request.base_version, now=project.plan_version)
    require_possible(project, content)
    approved = ProjectChangeApproved(
        change_request=change_request.id,
        signature=signed(change_request, context, Verdict.APPROVED, comment),
        version=project.plan_version + 1,
        tasks=task_ids(project, content.baseline, context),
        milestones=milestone_ids(project, content.baseline, context),
    )
    yield approved
    stamp = Stamp(record=project.id, actor=context.actor, role=context.role, at=context.now)
    yield from watch(changed(project, approved, stamp), context)


def proposed(project: Project, content: ChangeContent) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plan, ceiling, deadline and team lead as they stand, and as they would be; nothing of what stays."""
    names = ("baseline", "ceiling", "deadline", "lead")
    asked = {name: wanted for name in names if (wanted := getattr(content, name)) is not None}
    return {name: getattr(project, name) for name in asked}, asked


def require_possible(project: Project, content: ChangeContent) -> None:
    """Refuse a change that changes nothing, whose plan is not sound, or that denies what has happened."""
    if not aspects(project, content):
        raise NO_CHANGE()
    if content.lead is not None and content.lead not in {member.person for member in project.team}:
        raise NOT_A_MEMBER(person=content.lead)
    ceiling, deadline = limits(project, content)
    require_sound(content.baseline, amount(ceiling, CEILING), deadline, project.team, frozenset(over(project)))
    require_kept(project, content.baseline)


def limits(project: Project, content: ChangeContent) -> tuple[Decimal, date]:
    """The ceiling and the deadline that would hold."""
    deadline = content.deadline or project.deadline
    assert deadline is not None
    return (project.ceiling if content.ceiling is None else content.ceiling), deadline


def reach(project: Project, content: ChangeContent) -> Reach:
    """Whether the change goes over the ceiling or past the deadline that management has approved."""
    ceiling, deadline = limits(project, content)
    assert project.deadline is not None
    return Reach.BEYOND if ceiling > project.ceiling or deadline > project.deadline else Reach.WITHIN


def aspects(project: Project, content: ChangeContent) -> tuple[Aspect, ...]:
    """What the change is about, read off its differences to the plan as it is."""
    old, new = project.baseline, content.baseline
    assert old is not None
    ceiling, deadline = limits(project, content)
    found = {
        Aspect.BUDGET: old.budget != new.budget or costs(old) != costs(new) or ceiling != project.ceiling,
        Aspect.SCHEDULE: dates(old) != dates(new) or deadline != project.deadline,
        Aspect.QUALITY: old.quality != new.quality,
        Aspect.LEAD: content.lead not in (None, project.lead),
    }
    same = replace(new, budget=old.budget, quality=old.quality)
    found[Aspect.SCOPE] = undated(same) != undated(old)
    return tuple(aspect for aspect in Aspect if found[aspect])


def dates(baseline: Baseline) -> dict[str, tuple[date, ...]]:
    tasks = {f"task/{each.key}": (each.starts, each.due) for each in baseline.tasks}
    return {**tasks, **{f"milestone/{each.key}": (each.due,) for each in baseline.milestones}}


def costs(baseline: Baseline) -> dict[str, Decimal]:
    return {each.key: each.cost for each in baseline.tasks}


def undated(baseline: Baseline) -> Baseline:
    """The plan without its dates and costs: what is left is its scope."""
    return replace(
        baseline,
        tasks=tuple(replace(each, starts=date.min, due=date.min, cost=Decimal(0)) for each in baseline.tasks),
        milestones=tuple(replace(each, due=date.min) for each in baseline.milestones),
    )


def signed(change_request: ChangeRequest, context: Context, verdict: Verdict, comment: str) -> Signature:
    return sign(change_request.request, change_request.content, context, verdict, comment)
