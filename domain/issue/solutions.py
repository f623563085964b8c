"""Solutions: proposed in versions, one of them agreed or, above the threshold, approved by the department manager."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from domain.issue.analysis import ahead
from domain.issue.events import (
    IssueSolutionAgreed,
    IssueSolutionApproved,
    IssueSolutionProposed,
    IssueSolutionRejected,
    IssueSolutionSubmitted,
)
from domain.issue.state import Issue
from domain.issue.terms import Kind
from domain.issue.values import Cause, MeasureDraft, Proposal, Solution, SolutionDraft, SolutionMeasure
from domain.organisation.rules import unit_on
from domain.organisation.state import company
from domain.shared.act import Context, act, allow
from domain.shared.approval import Request, Verdict, ask, passed_on, sign
from domain.shared.ids import MeasureId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Text, amount

COST = Labelled("cost", "The cost", "费用")

NO_MEASURE = Reason("issue.no_measure", "A solution must have at least one measure.", "解决方案至少有一项措施。")
NO_CAUSE_ADDRESSED = Reason(
    "issue.measure_without_cause",
    "Measure {measure} addresses no root cause; there are {causes}, numbered from 1.",
    "第{measure}项措施未针对任何根源；共有{causes}项根源，从1起编号。",
)
MEASURE_LATE = Reason(
    "issue.measure_late",
    "Measure {measure} is due on {due}, after the solution itself on {solution}.",
    "第{measure}项措施期限{due}晚于方案期限{solution}。",
)
NO_SUCH_VERSION = Reason(
    "issue.no_such_version", "There is no version {version} of the solution.", "不存在第{version}版解决方案。"
)
NEEDS_APPROVAL = Reason(
    "issue.needs_approval",
    "Version {version} costs {cost} (the limit is {threshold}) and involves {departments}: submit it for approval.",
    "第{version}版费用{cost}（限额{threshold}），涉及部门{departments}，须提交审批。",
)
NEEDS_NO_APPROVAL = Reason(
    "issue.needs_no_approval",
    "Version {version} stays in one department and within {threshold}: agree on it without approval.",
    "第{version}版只涉及一个部门且未超过限额{threshold}，可直接确定，无须审批。",
)


@act("提出方案", Role.ANALYST, Role.OG, Role.DDM, allow(Role.RD, kind=Kind.RECTIFICATION))
def propose_solution(issue: Issue, context: Context, *, solution: SolutionDraft) -> Iterator[IssueSolutionProposed]:
    """Propose a version of a solution; each measure addresses a root cause (ISSUE-05, ISSUE-06)."""
    proposal, request = drawn_up(issue, issue.causes, solution, context)
    yield IssueSolutionProposed(solution=proposal, request=request)


def drawn_up(
    issue: Issue, causes: tuple[Cause, ...], draft: SolutionDraft, context: Context
) -> tuple[Solution, Request]:
    """The draft as the next version, with the request to agree on it.

    Refuses NO_MEASURE, NO_CAUSE_ADDRESSED, MEASURE_LATE and past dates.
    """
    ahead(draft.due, context)
    if not draft.measures:
        raise NO_MEASURE()
    for number, measure in enumerate(draft.measures, 1):
        unit_on(company(context.world), measure.unit, context.today)
        if not measure.causes or not all(0 < cause <= len(causes) for cause in measure.causes):
            raise NO_CAUSE_ADDRESSED(measure=number, causes=len(causes))
        if measure.due > draft.due:
            raise MEASURE_LATE(measure=number, due=measure.due, solution=draft.due)
    solution = Solution(
        measures=tuple(numbered(measure, context) for measure in draft.measures),
        effect=draft.effect,
        cost=amount(draft.cost, COST),
        due=draft.due,
        criterion=draft.criterion,
    )
    last = issue.proposals[-1] if issue.proposals else None
    request = ask(solution, context, last.request if last else None, last.solution if last else None)
    return solution, request


def numbered(draft: MeasureDraft, context: Context) -> SolutionMeasure:
    return SolutionMeasure(
        measure=MeasureId(context.new_id("measure")),
        text=draft.text,
        causes=draft.causes,
        due=draft.due,
        unit=draft.unit,
    )


@act("确定方案", Role.OG, Role.PG, decides=True)
def agree_solution(issue: Issue, context: Context, *, version: int, comment: str = "") -> Iterator[IssueSolutionAgreed]:
    """Agree on one version that is within the cost threshold and stays in one department (ISSUE-06, ISSUE-14)."""
    proposal = of_version(issue, version)
    if over_threshold(proposal.solution, context):
        raise NEEDS_APPROVAL(
            version=version,
            cost=proposal.solution.cost,
            threshold=threshold(context),
            departments=departments(proposal.solution, context),
        )
    signature = sign(proposal.request, proposal.solution, context, Verdict.APPROVED, comment)
    yield IssueSolutionAgreed(version=version, signature=signature)


@act("提交方案", Role.OG, Role.PG)
def submit_solution(issue: Issue, context: Context, *, version: int) -> Iterator[IssueSolutionSubmitted]:
    """Submit a version above the cost threshold, or across departments, to the department manager (ISSUE-14)."""
    proposal = of_version(issue, version)
    if not over_threshold(proposal.solution, context):
        raise NEEDS_NO_APPROVAL(version=version, threshold=threshold(context))
    yield IssueSolutionSubmitted(version=version, request=passed_on(proposal.request, context))


@act("批准方案", Role.DM, decides=True)
def approve_solution(issue: Issue, context: Context, *, comment: str = "") -> Iterator[IssueSolutionApproved]:
    """Approve the version that was submitted (ISSUE-14)."""
    proposal = submitted(issue)
    signature = sign(proposal.request, proposal.solution, context, Verdict.APPROVED, comment)
    yield IssueSolutionApproved(version=proposal.version, signature=signature)


@act("驳回方案", Role.DM, decides=True)
def reject_solution(issue: Issue, context: Context, *, comment: Text) -> Iterator[IssueSolutionRejected]:
    """Reject the version that was submitted; another version may be proposed (ISSUE-14)."""
    proposal = submitted(issue)
    signature = sign(proposal.request, proposal.solution, context, Verdict.REJECTED, comment)
    yield IssueSolutionRejected(version=proposal.version, signature=signature)


def of_version(issue: Issue, version: int) -> Proposal:
    """The proposal of that version. Refuses NO_SUCH_VERSION."""
    proposal = issue.proposal(version)
    if proposal is None:
        raise NO_SUCH_VERSION(version=version)
    return proposal


def submitted(issue: Issue) -> Proposal:
    """The proposal under decision, with the request as it was submitted."""
    assert issue.agreed is not None and issue.request is not None
    return replace(issue.proposals[issue.agreed - 1], request=issue.request)


def over_threshold(solution: Solution, context: Context) -> bool:
    """Whether the department manager decides: it costs too much, or spans departments (ISSUE-14)."""
    return solution.cost > threshold(context) or len(departments(solution, context)) > 1


def threshold(context: Context) -> Decimal:
    """The cost in CNY above which a solution takes approval."""
    return company(context.world).settings.solution_cost_threshold


def departments(solution: Solution, context: Context) -> list[str]:
    """The departments that would carry out the measures."""
    organisation = company(context.world)
    return sorted({organisation.department_of(each.unit) or each.unit for each in solution.measures})
