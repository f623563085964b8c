"""What units agreed on, or what was decided in their place, settles the matter where it arose (ORG-14)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.coordination.events import CoordinationAgreed, CoordinationDecided
from domain.coordination.state import Coordination
from domain.coordination.terms import Origin
from domain.issue.state import Issue
from domain.plan.state import Plan
from domain.plan.terms import Status as PlanStatus
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(CoordinationAgreed, CoordinationDecided)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The contest is resolved, what was agreed against the difficulty recorded, the conflict settled."""
    event: CoordinationAgreed | CoordinationDecided = happened.event
    coordination = world.get(Coordination, record)
    if coordination is None or not is_awaited(coordination, world):
        return
    plan, task, issue, outcome = coordination.plan, coordination.task, coordination.issue, event.outcome
    match coordination.origin:
        case Origin.TASK_CONTEST if plan:
            yield by_system("plan.resolve_contest", plan, happened, task, outcome=outcome)
        case Origin.TASK_DIFFICULTY if plan:
            units, until = coordination.units, event.until
            yield by_system(
                "plan.record_coordination", plan, happened, task, units=units, measure=outcome, due=until
            )
        case Origin.ISSUE_CONFLICT if issue:
            yield by_system("issue.settle_conflict", issue, happened, agreed=True, outcome=outcome)


def is_awaited(coordination: Coordination, world: World) -> bool:
    """Whether the matter still waits, where it arose, for this coordination."""
    if coordination.issue is not None:
        issue = world.get(Issue, coordination.issue)
        conflict = issue.conflict if issue and issue.is_open else None
        return conflict is not None and conflict.coordinated_as == coordination.id
    plan = world.get(Plan, coordination.plan) if coordination.plan else None
    task = plan.tasks.get(coordination.task) if plan and coordination.task else None
    if plan is None or plan.status is not PlanStatus.ISSUED or task is None or task.ended:
        return False
    if coordination.origin is Origin.TASK_CONTEST:
        return task.coordinated_as == coordination.id
    return task.difficulty is not None and task.difficulty.coordinated_as == coordination.id
