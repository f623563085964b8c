"""Money of a project: what would go beyond its budget is refused at once (PROJ-15, D-09)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from domain.project.execution_events import (
    Alerted,
    ProjectBudgetAlerted,
    ProjectCommitmentReleased,
    ProjectCostCommitted,
    ProjectCostPosted,
    ProjectCostReversed,
    Watched,
)
from domain.project.money import NOTHING, Commitment, Cost, evolve_cost
from domain.project.standing import thresholds, watch
from domain.project.state import Project
from domain.project.terms import CommitmentStatus, CostStatus
from domain.shared.act import Context, act
from domain.shared.ids import CommitmentId, CostId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text, amount, civil, in_percent

NO_SUCH_LINE = Reason("project.no_such_line", "The budget has no line {line}.", "预算中没有科目{line}。")
BUDGET_EXCEEDED = Reason(
    "project.budget_exceeded",
    "{asked} CNY are more than the {available} CNY that the budget line {line} has left; have the budget raised first.",
    "{asked}元超过预算科目{line}的可用余额{available}元，须先批准增加预算。",
)
NOT_POSITIVE = Reason(
    "project.amount_not_positive", "The amount {amount} must be more than zero.", "金额{amount}须大于零。"
)
NO_SUCH_COMMITMENT = Reason(
    "project.no_such_commitment",
    "There is no open commitment {commitment} on the budget line {line}.",
    "预算科目{line}上没有未结的承诺{commitment}。",
)
SPENT_LATER = Reason(
    "project.spent_later", "{day} is ahead; only what is spent is posted.", "{day}尚未到来，只能入账已发生的支出。"
)
SPENT_BEFORE = Reason(
    "project.spent_before",
    "{day} is before {proposed}, when the project was proposed; look at the date.",
    "{day}早于项目提出日{proposed}，请核对日期。",
)


@act("记录费用承诺", Role.PM, Role.FIN)
def commit_cost(
    project: Project, context: Context, *, line: str, title: Line, amount: Decimal, party: str = ""
) -> Iterator[ProjectCostCommitted | Alerted]:
    """Bind money of a budget line, in CNY, by an order or a contract; beyond what is left it is refused (PROJ-15)."""
    require_available(project, line, positive(amount), NOTHING)
    yield ProjectCostCommitted(
        commitment=CommitmentId(context.new_id("commitment")), line=line, title=title, party=party, amount=amount
    )
    yield from alerted(project, amount)


@act("释放费用承诺", Role.PM, Role.FIN)
def release_commitment(
    project: Project, commitment: Commitment, context: Context, *, reason: Text
) -> Iterator[ProjectCommitmentReleased]:
    """Free what the commitment still binds, saying why."""
    yield ProjectCommitmentReleased(commitment=commitment.id, reason=reason)


@act("记录实际费用", Role.PM, Role.FIN)
def post_cost(
    project: Project,
    context: Context,
    *,
    line: str,
    title: Line,
    amount: Decimal,
    spent_on: date,
    commitment: CommitmentId | None = None,
    settles: bool = False,
) -> Iterator[ProjectCostPosted | Alerted | Watched]:
    """Post what was spent of a budget line, in CNY; beyond what is left it is refused (PROJ-15).

    What a commitment had bound is used up by it; `settles` frees the rest of the commitment.
    """
    promised = open_commitment(project, commitment, line) if commitment else None
    bound = promised.bound if promised else NOTHING
    require_available(project, line, positive(amount), bound)
    if spent_on > context.today:
        raise SPENT_LATER(day=spent_on)
    if spent_on < (proposed := civil(project.proposed_at)):
        raise SPENT_BEFORE(day=spent_on, proposed=proposed)
    posted = ProjectCostPosted(
        cost=CostId(context.new_id("cost")),
        line=line,
        title=title,
        amount=amount,
        spent_on=spent_on,
        commitment=commitment,
        settles=promised is not None and (settles or amount >= bound),
    )
    yield posted
    freed = bound if posted.settles else min(bound, amount)
    yield from alerted(project, amount - freed)
    stamp = Stamp(record=project.id, actor=context.actor, role=context.role, at=context.now)
    costs = {**project.costs, posted.cost: evolve_cost(None, posted, stamp)}
    yield from watch(replace(project, costs=costs), context)


@act("冲销费用", Role.FIN)
def reverse_cost(
    project: Project, cost: Cost, context: Context, *, reason: Text
) -> Iterator[ProjectCostReversed | Watched]:
    """Take back a cost that was posted by mistake. What it used of an open commitment is bound again (PROJ-15)."""
    promised = project.commitments.get(cost.commitment) if cost.commitment else None
    again = promised is not None and promised.status is CommitmentStatus.OPEN
    yield ProjectCostReversed(cost=cost.id, commitment=cost.commitment if again else None, reason=reason)
    costs = {**project.costs, cost.id: replace(cost, status=CostStatus.REVERSED)}
    yield from watch(replace(project, costs=costs), context)


def positive(value: Decimal) -> Decimal:
    """The money, if it is more than zero. Refuses NOT_POSITIVE and FINER_THAN_CENTS."""
    if not value > 0:
        raise NOT_POSITIVE(amount=value)
    return amount(value)


def require_available(project: Project, line: str, asked: Decimal, bound: Decimal) -> None:
    """Refuse NO_SUCH_LINE, and BUDGET_EXCEEDED when more is asked than the line has left and what is bound for it."""
    assert project.baseline is not None
    found = next((each for each in project.baseline.budget if each.key == line), None)
    if found is None:
        raise NO_SUCH_LINE(line=line)
    available = found.amount - project.bound(line) - project.spent(line) + bound
    if asked > available:
        raise BUDGET_EXCEEDED(asked=asked, line=line, available=available)


def open_commitment(project: Project, id: CommitmentId, line: str) -> Commitment:
    """The commitment, if it binds money of that line. Refuses NO_SUCH_COMMITMENT."""
    found = project.commitments.get(id)
    if found is None or found.status is not CommitmentStatus.OPEN or found.line != line:
        raise NO_SUCH_COMMITMENT(commitment=id, line=line)
    return found


def alerted(project: Project, more: Decimal) -> Iterator[ProjectBudgetAlerted]:
    """The alert, when so much more takes what is spent and bound over the threshold of the ceiling (PROJ-15)."""
    before = project.committed + project.actual_cost
    after, limit = before + more, thresholds(project).budget_alert
    share, was = in_percent(after, project.ceiling), in_percent(before, project.ceiling)
    if share is not None and was is not None and was < limit <= share:
        yield ProjectBudgetAlerted(used=after, ceiling=project.ceiling, percent=share)
