"""Looking after a plan: inspections, evaluations, and whether it still follows from its parent (PLAN-22, 35, 36)."""

from collections.abc import Iterator

from domain.plan.breakdown import UNKNOWN_TASK
from domain.plan.content import Citation, Finding, NewSuggestion
from domain.plan.events import (
    PlanAlignmentConfirmed,
    PlanAlignmentFlagged,
    PlanEvaluated,
    PlanEvaluationConcluded,
    PlanInspected,
    Suggestion,
)
from domain.plan.figures import snapshot
from domain.plan.issuing import KEEPERS
from domain.plan.state import Plan
from domain.plan.terms import CitationKind, SuggestionRoute
from domain.shared.act import Context, act
from domain.shared.ids import AdjustmentId, IssueId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

NO_FINDINGS = Reason(
    "plan.no_findings",
    "An inspection must record findings about at least one task.",
    "跟踪检查须至少记录一项任务的检查结果。",
)
NOT_EVALUATED = Reason("plan.not_evaluated", "The plan has not been evaluated yet.", "计划尚未进行总结评估。")
ALREADY_CONCLUDED = Reason(
    "plan.already_concluded", "{role} has already concluded this evaluation.", "{role}已对本次评估作出结论。"
)
DATA_MISSING = Reason(
    "plan.data_missing",
    "A joint conclusion rests on operating data and user feedback; the evaluation does not cite: {missing}.",
    "联合结论须依据运营数据和用户反馈；本次评估未引用：{missing}。",
)
NOT_FLAGGED = Reason(
    "plan.not_flagged", "The plan above has not changed since it was last checked.", "上级计划没有需要核对的变更。"
)
NO_SUCH_ADJUSTMENT = Reason(
    "plan.no_such_adjustment",
    "{adjustment} is not an adjustment of this plan requested since the plan above changed.",
    "{adjustment}不是上级计划变更后本计划提出的调整。",
)


@act("检查计划执行", Role.PG, Role.OWNER)
def inspect(plan: Plan, context: Context, *, summary: Text, findings: tuple[Finding, ...]) -> Iterator[PlanInspected]:
    """Record what was found about the tasks; how all of them stood is frozen with it (PLAN-22, PLAN-37)."""
    if not findings:
        raise NO_FINDINGS()
    for finding in findings:
        if finding.task not in plan.tasks:
            raise UNKNOWN_TASK(task=finding.task)
    standing = snapshot(plan.tasks.values(), plan.plan_version, context.today)
    yield PlanInspected(summary=summary, findings=findings, standing=standing)


@act("总结评估计划", *KEEPERS, Role.GM, Role.OPM)
def evaluate(
    plan: Plan,
    context: Context,
    *,
    findings: Text,
    suggestions: tuple[NewSuggestion, ...] = (),
    data: tuple[Citation, ...] = (),
) -> Iterator[PlanEvaluated]:
    """Sum up the execution: the figures are computed and frozen, suggestions go where they say (PLAN-36)."""
    yield PlanEvaluated(
        figures=snapshot(plan.tasks.values(), plan.plan_version, context.today),
        findings=findings,
        suggestions=tuple(suggested(each, context) for each in suggestions),
        data=data,
    )


@act("对评估作出结论", Role.GM, Role.OPM)
def conclude_evaluation(plan: Plan, context: Context, *, conclusion: Text) -> Iterator[PlanEvaluationConcluded]:
    """Conclude the latest evaluation; general manager and operations manager do so jointly (PLAN-40)."""
    if not plan.evaluations:
        raise NOT_EVALUATED()
    latest = plan.evaluations[-1]
    cited = {citation.kind for citation in latest.data}
    if missing := [kind for kind in (CitationKind.METRIC_REPORT, CitationKind.USER_FEEDBACK) if kind not in cited]:
        raise DATA_MISSING(missing=missing)
    if context.role in {each.role for each in latest.conclusions}:
        raise ALREADY_CONCLUDED(role=context.role)
    yield PlanEvaluationConcluded(conclusion=conclusion)


@act("标记待核对", Role.SYSTEM)
def flag_alignment(plan: Plan, context: Context, *, parent_version: int) -> Iterator[PlanAlignmentFlagged]:
    """Mark that the plan above was issued anew, so that somebody looks whether this one still follows (PLAN-35)."""
    flagged = plan.misalignment.parent_version if plan.misalignment else 0
    if plan.parent is not None and parent_version > flagged:
        yield PlanAlignmentFlagged(parent=plan.parent, parent_version=parent_version)


@act("确认计划一致性", Role.PG)
def clear_alignment_flag(
    plan: Plan, context: Context, *, comment: Text, adjustment: AdjustmentId | None = None
) -> Iterator[PlanAlignmentConfirmed]:
    """Confirm that the plan still follows from the one above, or will by an adjustment requested since (PLAN-35)."""
    if plan.misalignment is None:
        raise NOT_FLAGGED()
    if adjustment is not None:
        requested = plan.adjustments.get(adjustment)
        if requested is None or requested.request.asked_at < plan.misalignment.since:
            raise NO_SUCH_ADJUSTMENT(adjustment=adjustment)
    yield PlanAlignmentConfirmed(adjustment=adjustment, comment=comment)


def suggested(new: NewSuggestion, context: Context) -> Suggestion:
    issue = IssueId(context.new_id("issue")) if new.route is SuggestionRoute.ISSUE else None
    return Suggestion(text=new.text, route=new.route, issue=issue)
