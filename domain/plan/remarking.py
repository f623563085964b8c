"""What anybody may add to a plan: comments and links."""

from collections.abc import Iterator

from domain.plan.remarks import PlanCommented, PlanLinked
from domain.plan.state import Plan
from domain.shared.act import Context, act
from domain.shared.term import Role
from domain.shared.values import Line, Text


@act("评论计划", Role.EMP)
def comment(plan: Plan, context: Context, *, text: Text) -> Iterator[PlanCommented]:
    """Say something about the plan, in whatever state it is (COMM-02)."""
    yield PlanCommented(text=text)


@act("关联记录", Role.EMP)
def link(plan: Plan, context: Context, *, record: Line, note: str = "") -> Iterator[PlanLinked]:
    """Link another record that belongs to the plan, in whatever state it is: a contract, a budget, minutes.

    It is given by its id; where it is kept elsewhere, by what it is called there.
    """
    yield PlanLinked(record=context.named(record), note=note)
