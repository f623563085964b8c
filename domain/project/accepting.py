"""Acceptance of what a project delivers, by somebody other than its lead (PROJ-17, PROJ-18)."""

from collections.abc import Iterator

from msgspec.structs import replace

from domain.project.ending_events import ProjectAcceptanceRequested, ProjectAccepted, ProjectReworkRequired
from domain.project.execution_events import Watched
from domain.project.results import Deliverable, Delivery, Judgement
from domain.project.standing import watch
from domain.project.state import Project
from domain.project.terms import MilestoneStatus, Status
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

MILESTONES_OPEN = Reason(
    "project.milestones_open",
    "These milestones are neither reached nor waived: {milestones}.",
    "以下里程碑尚未达成或豁免：{milestones}。",
)
CHANGES_OPEN = Reason(
    "project.changes_open",
    "These change requests are to be decided or withdrawn first: {changes}.",
    "以下变更申请须先决定或撤回：{changes}。",
)
DELIVERABLES = Reason(
    "project.deliverables_differ",
    "The checklist must name each deliverable of the plan once, and nothing else; look at: {deliverables}.",
    "交付清单须逐项对应规划中的交付成果，请核对：{deliverables}。",
)
NOT_DELIVERED = Reason(
    "project.no_such_deliverable", "These were not delivered: {deliverables}.", "以下不在交付清单中：{deliverables}。"
)


@act("申请验收", Role.PM)
def request_acceptance(
    project: Project, context: Context, *, deliverables: tuple[Deliverable, ...], comment: str = ""
) -> Iterator[ProjectAcceptanceRequested]:
    """Put the deliverables before the sponsor, once milestones are reached or waived and changes settled (PROJ-18)."""
    waiting = [each.title for each in project.milestones.values() if each.status is MilestoneStatus.PLANNED]
    if waiting:
        raise MILESTONES_OPEN(milestones=waiting)
    if project.open_changes:
        raise CHANGES_OPEN(changes=[each.id for each in project.open_changes])
    assert project.baseline is not None
    named, promised = [each.name for each in deliverables], project.baseline.deliverables
    if differing := sorted({*(set(named) ^ set(promised)), *(name for name in named if named.count(name) > 1)}):
        raise DELIVERABLES(deliverables=differing)
    delivery = Delivery(baseline_version=project.plan_version, deliverables=deliverables, comment=comment)
    yield ProjectAcceptanceRequested(
        request=ask(delivery, context, project.delivery_request, project.delivery), delivery=delivery
    )


@act("通过验收", Role.SPONSOR, decides=True)
def accept(
    project: Project, context: Context, *, to_quality: Judgement, to_quantity: Judgement, comment: str = ""
) -> Iterator[ProjectAccepted]:
    """Accept every deliverable, and judge quality and quantity against the current plan and the original one (PROJ-17).

    Whether it is on time follows from the two deadlines.
    """
    assert project.deadline is not None
    assert project.original_deadline is not None
    mandatory = [check for check in project.latest_checks if check.mandatory]
    yield ProjectAccepted(
        signature=signed(project, context, Verdict.PASSED, comment),
        on_time=Judgement(
            current=context.today <= project.deadline, original=context.today <= project.original_deadline
        ),
        to_quality=to_quality,
        to_quantity=to_quantity,
        quality_met=all(check.passed for check in mandatory)
        and required(project) <= {c.requirement for c in mandatory},
    )


@act("要求返工", Role.SPONSOR, decides=True)
def require_rework(
    project: Project, context: Context, *, findings: Text, deliverables: tuple[Line, ...]
) -> Iterator[ProjectReworkRequired | Watched]:
    """Send the project back into execution, naming the deliverables that are not accepted, and why (PROJ-18)."""
    assert project.delivery is not None
    delivered = {each.name for each in project.delivery.deliverables}
    if unknown := [name for name in deliverables if name not in delivered]:
        raise NOT_DELIVERED(deliverables=unknown)
    yield ProjectReworkRequired(
        signature=signed(project, context, Verdict.RETURNED, findings), deliverables=deliverables
    )
    yield from watch(replace(project, status=Status.EXECUTING), context)


def required(project: Project) -> set[str]:
    """The requirements of the plan that must be checked."""
    return {each.key for each in project.baseline.quality if each.mandatory} if project.baseline else set()


def signed(project: Project, context: Context, verdict: Verdict, comment: str) -> Signature:
    assert project.delivery_request is not None
    assert project.delivery is not None
    return sign(project.delivery_request, project.delivery, context, verdict, comment)
