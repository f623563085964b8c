"""Reporting, registering, dismissing and merging issues."""

from collections.abc import Iterator

from domain.issue.events import IssueDismissed, IssueMerged, IssueRegistered, IssueReported
from domain.issue.state import Issue
from domain.issue.terms import ENDED, Category, Kind, Origin, Severity, Status
from domain.issue.values import Moment
from domain.organisation.rules import unit_on
from domain.organisation.state import company
from domain.shared import references
from domain.shared.act import Context, World, act, allow
from domain.shared.ids import CustomerId, IssueId, Key, MetricId, PlanId, ProcessId, ProjectId, TaskId, UnitId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

NOT_YET_FOUND = Reason(
    "issue.found_in_future", "{found_at} lies in the future; nothing can be found then.", "发现时间{found_at}在未来。"
)
WITHOUT_BENEFIT = Reason(
    "issue.without_benefit", "An opportunity must name the benefit that it offers.", "潜在机会须说明效益。"
)
ORDERED = Reason(
    "issue.only_ordered",
    "A rectification must be ordered; it cannot be reported.",
    "整改须由检查人下达，不能反馈。",
)
MIGRATED = Reason(
    "issue.only_migrated", "Only imported history may have migration as its origin.", "历史迁移仅用于导入的历史。"
)
WITHOUT_REFERENCE = Reason(
    "issue.without_reference",
    "An issue with the origin {origin} must name {missing}.",
    "来源为{origin}的问题须指明{missing}。",
)
NO_SUCH_ORIGIN = Reason(
    "issue.no_such_origin",
    "There is no {kind} {id} that an issue could come from.",
    "不存在可作为问题来源的{kind}{id}。",
)
NOT_CLOSED = Reason(
    "issue.follows_open",
    "Issue {issue} is {status}; only a closed one recurs.",
    "问题{issue}状态为{status}，只有已关闭的问题才会复发。",
)
NO_SUCH_ISSUE = Reason("issue.no_such_issue", "There is no issue {issue}.", "不存在问题{issue}。")
INTO_ITSELF = Reason("issue.merge_itself", "An issue cannot be merged into itself.", "问题不能并入自身。")
INTO_ENDED = Reason(
    "issue.merge_target",
    "Issue {issue} is {status}; the target of a merger must be open.",
    "问题{issue}状态为{status}，只能并入未结问题。",
)
ORIGIN_TAKEN = Reason(
    "issue.origin_open",
    "Issue {holder} is already open for {key}; a finding can have only one open issue at a time.",
    "{key}已有未结问题{holder}；同一发现同时只能有一个未结问题。",
)
A_PLAN = Labelled("plan", "plan", "计划")
A_TASK = Labelled("task", "task", "任务")
A_PROJECT = Labelled("project", "project", "项目")
NEEDED = {
    Origin.PLAN_TASK: ("plan", "task"),
    Origin.PROJECT: ("project",),
    Origin.PROCESS: ("process",),
    Origin.METRIC: ("metric",),
    Origin.COMPLAINT: ("customer",),
}
"""The records that an issue out of such an origin must name, beside the reference."""


@act("反馈问题", Role.EMP, Role.DG, Role.OG, Role.SYSTEM)
def report(
    context: Context,
    *,
    title: Line,
    description: Text,
    found_at: Moment,
    unit: UnitId,
    category: Category,
    severity: Severity,
    kind: Kind = Kind.PROBLEM,
    impact: str = "",
    origin: Origin = Origin.EMPLOYEE_REPORT,
    reference: Key = "",
    plan: PlanId | None = None,
    task: TaskId | None = None,
    project: ProjectId | None = None,
    process: ProcessId | None = None,
    metric: MetricId | None = None,
    customer: CustomerId | None = None,
    attachments: tuple[Line, ...] = (),
    follows: IssueId | None = None,
) -> Iterator[IssueReported]:
    """Report a problem, or an opportunity with its benefit, and where it was found (ISSUE-01, ISSUE-11, ISSUE-15).

    `reference` is the finding inside its origin, which raises at most one open issue. `follows` names the closed issue
    that this one is a late recurrence of (ISSUE-10).
    """
    if kind is Kind.RECTIFICATION:
        raise ORDERED()
    if kind is Kind.OPPORTUNITY and not impact.strip():
        raise WITHOUT_BENEFIT()
    event = IssueReported(
        title=title,
        description=description,
        kind=kind,
        impact=impact,
        found_at=found_at,
        unit=unit,
        category=category,
        severity=severity,
        origin=origin,
        reference=reference,
        plan=plan,
        task=task,
        project=project,
        process=process,
        metric=metric,
        customer=customer,
        attachments=attachments,
        follows=follows,
    )
    checked(event, context)
    yield event


def checked(event: IssueReported, context: Context) -> None:
    """What holds for every report.

    Refuses NOT_YET_FOUND, MIGRATED, WITHOUT_REFERENCE, NO_SUCH_ORIGIN, NO_SUCH_ISSUE and NOT_CLOSED.
    """
    unit_on(company(context.world), event.unit, context.today)
    if event.found_at > context.now:
        raise NOT_YET_FOUND(found_at=event.found_at)
    if event.origin is Origin.MIGRATION:
        raise MIGRATED()
    needed = (*NEEDED.get(event.origin, ()), *(() if event.origin is Origin.EMPLOYEE_REPORT else ("reference",)))
    if missing := [name for name in needed if not getattr(event, name)]:
        raise WITHOUT_REFERENCE(origin=event.origin, missing=missing)
    require_origin(event, context.world)
    if event.follows is not None and (before := known(event.follows, context)).status is not Status.CLOSED:
        raise NOT_CLOSED(issue=before.number, status=before.status)


def require_origin(event: IssueReported, world: World) -> None:
    """The plan, the task and the project that the issue comes from exist. Refuses NO_SUCH_ORIGIN."""
    if event.plan is not None and not world.find(references.PLAN, event.plan):
        raise NO_SUCH_ORIGIN(kind=A_PLAN, id=event.plan)
    if event.task is not None and not world.find(references.TASK, f"{event.plan}/{event.task}"):
        raise NO_SUCH_ORIGIN(kind=A_TASK, id=event.task)
    if event.project is not None and not world.find(references.PROJECT, event.project):
        raise NO_SUCH_ORIGIN(kind=A_PROJECT, id=event.project)


def known(issue: IssueId, context: Context) -> Issue:
    """The issue of that id. Refuses NO_SUCH_ISSUE."""
    found = context.world.get(Issue, issue)
    if found is None:
        raise NO_SUCH_ISSUE(issue=issue)
    return found


NOT_OF_A_TASK = tuple(origin for origin in Origin if origin is not Origin.PLAN_TASK)


@act("登记问题", allow(Role.OG, origin=NOT_OF_A_TASK), allow(Role.PG, origin=Origin.PLAN_TASK))
def register(issue: Issue, context: Context, *, category: Category, triage_unit: UnitId) -> Iterator[IssueRegistered]:
    """Enter the issue in the ledger 问题台账 under the next number of the year (ISSUE-02).

    Difficulties of plan tasks are registered by the plan group, everything else by the operations group.
    """
    unit_on(company(context.world), triage_unit, context.today)
    yield IssueRegistered(number=next_number(context), category=category, triage_unit=triage_unit)


def next_number(context: Context) -> str:
    """The next number of the ledger, without gaps in each year."""
    series = f"ISS-{context.today.year}"
    return f"{series}-{context.draw(series):04}"


@act("不予受理", Role.OG, Role.PG, decides=True)
def dismiss(issue: Issue, context: Context, *, reason: Text) -> Iterator[IssueDismissed]:
    """Dismiss what is not an issue, and tell the reporter, who never decides that (ISSUE-03)."""
    yield IssueDismissed(reason=reason, to=(issue.reporter,))


@act("合并问题", Role.OG, Role.PG, decides=True)
def merge(issue: Issue, context: Context, *, into: IssueId, reason: Text) -> Iterator[IssueMerged]:
    """Merge a duplicate into another open issue, and tell the reporter; both keep their reports (ISSUE-03)."""
    if into == issue.id:
        raise INTO_ITSELF()
    target = known(into, context)
    if target.status in ENDED:
        raise INTO_ENDED(issue=target.number or target.id, status=target.status)
    yield IssueMerged(into=into, reason=reason, to=(issue.reporter,))
