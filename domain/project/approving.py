"""Company management's decision on a project that has passed its review (PROJ-04)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.organisation.rules import acting_on
from domain.organisation.state import company
from domain.project.initiation_events import ProjectApproved, ProjectConditionMet, ProjectRejected, ProjectReturned
from domain.project.planning_events import ProjectSponsorChanged
from domain.project.review import Condition
from domain.project.reviewing import new_conditions
from domain.project.soundness import CEILING
from domain.project.state import Project
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, sign
from domain.shared.ids import PersonId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text, amount

NO_CEILING = Reason(
    "project.no_ceiling",
    "The budget ceiling is {ceiling}; it must be more than zero.",
    "预算上限为{ceiling}，须大于零。",
)
DEADLINE_PAST = Reason("project.deadline_past", "The deadline {deadline} is not ahead.", "完成期限{deadline}不在今后。")
COMMENT_NEEDED = Reason("project.comment_needed", "Approval on conditions takes a comment.", "附条件批准须填写意见。")


@act("批准立项", Role.MGMT, decides=True)
def approve(
    project: Project,
    context: Context,
    *,
    sponsor: PersonId,
    ceiling: Decimal,
    deadline: date,
    conditions: tuple[Line, ...] = (),
    comment: str = "",
) -> Iterator[ProjectApproved]:
    """Approve the project as it was reviewed: under whom, for how much in CNY at most, until when (PROJ-04)."""
    acting_on(company(context.world), sponsor, context.today)
    if not ceiling > 0:
        raise NO_CEILING(ceiling=ceiling)
    amount(ceiling, CEILING)
    if deadline <= context.today:
        raise DEADLINE_PAST(deadline=deadline)
    if conditions and not comment.strip():
        raise COMMENT_NEEDED()
    yield ProjectApproved(
        signature=signed(project, context, Verdict.APPROVED, comment),
        sponsor=sponsor,
        ceiling=ceiling,
        deadline=deadline,
        conditions=new_conditions(conditions, context),
    )


@act("退回立项", Role.MGMT, decides=True)
def return_(project: Project, context: Context, *, comment: Text) -> Iterator[ProjectReturned]:
    """Send the report back to be improved, reviewed and submitted again (PROJ-04, PROJ-05)."""
    yield ProjectReturned(signature=signed(project, context, Verdict.RETURNED, comment))


@act("驳回立项", Role.MGMT, decides=True)
def reject(project: Project, context: Context, *, comment: Text) -> Iterator[ProjectRejected]:
    """End the project before it begins, saying why (PROJ-04)."""
    yield ProjectRejected(signature=signed(project, context, Verdict.REJECTED, comment))


@act("确认条件已落实", Role.SPONSOR, Role.MGMT, decides=True)
def meet_condition(
    project: Project, condition: Condition, context: Context, *, evidence: Text
) -> Iterator[ProjectConditionMet]:
    """Confirm that a condition of the review or of the approval is fulfilled; the team lead does not (PROJ-03)."""
    yield ProjectConditionMet(condition=condition.id, evidence=evidence)


@act("更换项目发起人", Role.MGMT, decides=True)
def change_sponsor(
    project: Project, context: Context, *, sponsor: PersonId, reason: Text
) -> Iterator[ProjectSponsorChanged]:
    """Put another sponsor in the place of one who has left, or has other work (PROJ-04)."""
    acting_on(company(context.world), sponsor, context.today)
    if sponsor != project.sponsor:
        yield ProjectSponsorChanged(sponsor=sponsor, reason=reason)


def signed(project: Project, context: Context, verdict: Verdict, comment: str) -> Signature:
    assert project.request is not None
    return sign(project.request, project.proposal, context, verdict, comment)
