"""What stands in a project's way is reported as an issue: problems, grave deviations, what a meeting so decides."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from application.command import Command
from application.deciding import by_system, upon
from domain.issue.terms import Category, Origin
from domain.project.execution_events import ProjectDeviationDetected, ProjectMeetingHeld, ProjectProblemRaised
from domain.project.state import Project
from domain.project.terms import Dimension
from domain.shared.act import World
from domain.shared.ids import IssueId
from domain.shared.recorded import Envelope

GRAVE, SLIGHTER = 2, 3
TITLE_LENGTH = 300
CATEGORIES = {Dimension.COST: Category.FINANCE, Dimension.QUALITY: Category.QUALITY, Dimension.SCHEDULE: Category.PLAN}


class Trouble(NamedTuple):
    """What is to be reported, under the id that the event has promised; `reference` names the finding."""

    issue: IssueId
    reference: str
    title: str
    description: str
    severity: int
    category: Category = Category.OTHER


@upon(ProjectProblemRaised, ProjectDeviationDetected, ProjectMeetingHeld)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """A report for each trouble that the event tells of (PROJ-10, PROJ-11, PROJ-13, ISSUE-11)."""
    project = world.get(Project, record)
    assert project is not None
    for trouble in troubles(happened.event):
        yield by_system(
            "issue.report",
            trouble.issue,
            happened,
            title=trouble.title[:TITLE_LENGTH],
            description=trouble.description,
            found_at=happened.occurred_at,
            unit=project.unit,
            category=trouble.category,
            severity=trouble.severity,
            origin=Origin.PROJECT,
            reference=trouble.reference,
            project=record,
        )


def troubles(event: Any) -> Iterator[Trouble]:
    match event:
        case ProjectProblemRaised(issue=issue, problem=problem, title=title, description=text, severity=severity):
            yield Trouble(issue, problem, title, text, severity)
        case ProjectDeviationDetected(issue=str(issue), deviation=deviation, dimension=dimension):
            said = f"{dimension.zh}偏差 {event.percent}%：计划 {event.planned}，实际 {event.actual}"
            yield Trouble(IssueId(issue), deviation, said, said, GRAVE, CATEGORIES[dimension])
        case ProjectMeetingHeld(decisions=decisions):
            for each in decisions:
                if each.issue is not None:
                    yield Trouble(each.issue, each.issue, each.text, each.text, SLIGHTER)
