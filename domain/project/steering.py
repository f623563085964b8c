"""Suspending, resuming and terminating a project, and what anybody may add: comments and links (PROJ-16, PROJ-23)."""

from collections.abc import Iterator
from typing import Annotated

from msgspec.structs import replace

from domain.organisation.state import company
from domain.project.ending_events import (
    ProjectCommented,
    ProjectLinked,
    ProjectResumed,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.execution_events import Watched
from domain.project.planning_events import ProjectChangeWithdrawn
from domain.project.standing import watch
from domain.project.state import Project
from domain.project.terms import Status
from domain.shared.act import EFFECT, Context, act
from domain.shared.term import Role
from domain.shared.values import Line, Text

SUMMARY_DAYS = 10
"""Within how many working days a project that was terminated is summarised."""


@act("暂停项目", Role.SPONSOR)
def suspend(project: Project, context: Context, *, reason: Text) -> Iterator[ProjectSuspended]:
    """Let the project rest, saying why (PROJ-16)."""
    yield ProjectSuspended(reason=reason)


@act("恢复项目", Role.SPONSOR)
def resume(project: Project, context: Context, *, reason: Text) -> Iterator[ProjectResumed | Watched]:
    """Go on with it, saying why (PROJ-16)."""
    yield ProjectResumed(reason=reason)
    yield from watch(replace(project, status=Status.EXECUTING), context)


@act("终止项目", Role.MGMT, decides=True)
def terminate(
    project: Project, context: Context, *, reason: Text
) -> Iterator[Annotated[ProjectChangeWithdrawn, EFFECT] | ProjectTerminated]:
    """Give the project up. What is bound is freed, no change is open any more, and a summary is due still (PROJ-16)."""
    for change in project.open_changes:
        yield ProjectChangeWithdrawn(change_request=change.id, reason=reason)
    due = company(context.world).calendar.add(context.today, SUMMARY_DAYS)
    yield ProjectTerminated(reason=reason, summary_due=due)


@act("评论项目", Role.EMP)
def comment(project: Project, context: Context, *, text: Text) -> Iterator[ProjectCommented]:
    """Say something about the project, in whatever state it is."""
    yield ProjectCommented(text=text)


@act("关联记录", Role.EMP)
def link(project: Project, context: Context, *, record: Line, note: str = "") -> Iterator[ProjectLinked]:
    """Link another record that belongs to it: a contract, a risk, a budget, a meeting (PROJ-23).

    It is given by its id; where it is kept elsewhere, by what it is called there.
    """
    yield ProjectLinked(record=context.named(record), note=note)
