"""A problem of a project is out of the way when its issue ends, or the one into which that was merged (PROJ-11)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from application.reactions.when_issue_ended_then_unblock_task import stood_for
from domain.issue.events import IssueDismissed
from domain.issue.solving_events import IssueClosed
from domain.issue.state import Issue
from domain.project.lifecycle import FILING
from domain.project.state import Project
from domain.project.terms import ProblemStatus
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(IssueClosed, IssueDismissed)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The end of each open problem that the issue stands for."""
    ended = world.get(Issue, record)
    assert ended is not None
    for issue in stood_for(ended, world):
        project = world.get(Project, issue.project) if issue.project else None
        if project is None or project.status not in FILING:
            continue
        for problem in project.problems.values():
            if problem.issue == issue.id and problem.status is ProblemStatus.OPEN:
                reason = f"{ended.number or record}: {ended.status}"
                yield by_system("project.settle_problem", project.id, happened, problem.id, reason=reason)
