"""The task whose difficulty was an issue goes on when that issue ends (PLAN-21)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system
from domain.issue.events import IssueDismissed
from domain.issue.solving_events import IssueClosed
from domain.issue.state import Issue
from domain.plan.state import Plan
from domain.shared.act import World
from domain.shared.recorded import Envelope


def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The end of the difficulty, where it is still this issue that the task waits for."""
    if not isinstance(happened.event, IssueClosed | IssueDismissed):
        return
    issue = world.get(Issue, record)
    if issue is None or issue.plan is None or issue.task is None or (plan := world.get(Plan, issue.plan)) is None:
        return
    task = plan.tasks.get(issue.task)
    if task is not None and task.difficulty is not None and task.difficulty.issue == record:
        yield by_system(
            "plan.unblock_task", issue.plan, happened, issue.task,
            reason=f"{issue.number or record}: {issue.status}", issue=record,
        )
