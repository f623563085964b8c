"""What was settled where it arose is coordinated no longer; a conflict that failed there is passed on above."""

from collections.abc import Iterator
from typing import Any

from application.command import Command
from application.deciding import by_system, upon
from application.reactions.when_units_agreed_then_settle_matter import is_awaited
from domain.coordination.claims import AROSE_IN
from domain.coordination.state import Coordination
from domain.coordination.terms import Status
from domain.issue.solving_events import IssueConflictFailed, IssueConflictSettled
from domain.plan.adjustment_events import PlanRedecomposed
from domain.plan.events import PlanCancelled, PlanClosed
from domain.plan.task_events import (
    PlanTaskAcknowledged,
    PlanTaskCompleted,
    PlanTaskContestResolved,
    PlanTaskReassigned,
    PlanTaskUnblocked,
)
from domain.shared.act import World
from domain.shared.recorded import Envelope

SETTLING = (
    PlanTaskAcknowledged,
    PlanTaskContestResolved,
    PlanTaskReassigned,
    PlanTaskUnblocked,
    PlanTaskCompleted,
    PlanRedecomposed,
    PlanClosed,
    PlanCancelled,
    IssueConflictSettled,
    IssueConflictFailed,
)


@upon(*SETTLING)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The end of each open request that arose there and for which nothing waits any more (ORG-14)."""
    failed = isinstance(happened.event, IssueConflictFailed)
    for id in world.find(AROSE_IN, record):
        coordination = world.get(Coordination, id)
        if coordination is None or not coordination.is_open or is_awaited(coordination, world):
            continue
        if not failed:
            yield by_system("coordination.withdraw", id, happened, reason=said(happened.event))
        elif coordination.status is not Status.FAILED:
            yield by_system("coordination.fail", id, happened, reason=said(happened.event))


def said(event: Any) -> str:
    """What was said when it was settled, or else the name of what happened."""
    return str(getattr(event, "outcome", "") or getattr(event, "reason", "") or event.__struct_config__.tag)
