"""By which keys a project is found while something is decided."""

from collections.abc import Iterator

from domain.organisation.state import OPEN_WORK
from domain.project.state import Project
from domain.shared import references

LESSONS = "project.lessons"
"""The categories in which the project has left lessons (PROJ-22)."""
MEMBER = "project.member"
"""Who is on the team of a project that goes on (PROJ-08)."""


def claims(project: Project) -> Iterator[tuple[str, str]]:
    """Its name, those of its milestones, its lessons' categories, and while it goes on its people and its unit."""
    yield references.PROJECT, project.id
    yield from ((references.MILESTONE, f"{project.id}/{key}") for key in milestones(project))
    for category in dict.fromkeys(lesson.category for lesson in project.lessons.values()):
        yield LESSONS, category
    if project.is_open and project.closed_on is None:
        yield OPEN_WORK, project.unit
        yield from ((MEMBER, person) for person in dict.fromkeys(member.person for member in project.team))


def milestones(project: Project) -> list[str]:
    """The keys of the milestones of its present plan."""
    return [each.key for each in project.baseline.milestones] if project.baseline else []
