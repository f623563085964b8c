"""The tasks whose difficulty was an issue, or one merged into it, go on when that issue ends (PLAN-21)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.issue.claims import MERGED_INTO
from domain.issue.events import IssueDismissed
from domain.issue.solving_events import IssueClosed
from domain.issue.state import Issue
from domain.plan.state import Plan
from domain.shared.act import World
from domain.shared.ids import IssueId
from domain.shared.recorded import Envelope


@upon(IssueClosed, IssueDismissed)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The end of each difficulty that the issue stands for, where the task still waits for it."""
    ended = world.get(Issue, record)
    assert ended is not None
    for issue in stood_for(ended, world):
        if issue.plan is None or issue.task is None or (plan := world.get(Plan, issue.plan)) is None:
            continue
        task = plan.tasks.get(issue.task)
        if task is not None and not task.ended and task.difficulty is not None and task.difficulty.issue == issue.id:
            yield by_system(
                "plan.unblock_task", issue.plan, happened, issue.task,
                reason=f"{ended.number or record}: {ended.status}", issue=issue.id,
            )


def stood_for(issue: Issue, world: World) -> Iterator[Issue]:
    """The issue, those merged into it, those merged into them, and so on."""
    yield issue
    for duplicate in world.find(MERGED_INTO, issue.id):
        if (merged := world.get(Issue, IssueId(duplicate))) is not None:
            yield from stood_for(merged, world)
