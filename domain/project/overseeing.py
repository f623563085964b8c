"""Overseeing the execution: corrective actions, evaluations, progress meetings, problems (PROJ-10, 11, 13, 14)."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.rules import acting_on, there_on
from domain.organisation.state import company
from domain.project.deviation import Action, Deviation, Problem
from domain.project.execution_events import (
    Decision,
    ProjectCorrectiveActionClosed,
    ProjectCorrectiveActionTaken,
    ProjectEvaluated,
    ProjectMeetingHeld,
    ProjectProblemRaised,
    ProjectProblemSettled,
)
from domain.project.results import NewDecision, Severity
from domain.project.standing import figures
from domain.project.state import Project
from domain.project.terms import DeviationStatus, Route
from domain.shared.act import Context, act
from domain.shared.ids import ActionId, IssueId, PersonId, ProblemId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text, civil

DEVIATION_ENDED = Reason(
    "project.deviation_ended", "The deviation has ended; there is nothing to correct.", "该偏差已消除，无须纠正。"
)
DUE_PAST = Reason("project.action_due_past", "The due date {due} is past.", "完成日期{due}已过。")
NOT_THEN = Reason(
    "project.meeting_when",
    "A progress meeting is held between the start of the project on {started} and today, not on {day}.",
    "进度会议日期应在项目启动日{started}至今日之间，而非{day}。",
)
NOBODY_THERE = Reason("project.nobody_there", "Name those who were at the meeting.", "请列明参会人员。")
ACTION_INCOMPLETE = Reason(
    "project.action_incomplete",
    "The decision “{text}” is to become an action: it takes an owner and a date, and no other decision has them.",
    "决定“{text}”转为行动项须且仅在此时指明负责人和日期。",
)


@act("采取纠正措施", Role.PM)
def record_corrective_action(
    project: Project, deviation: Deviation, context: Context, *, text: Text, owner: PersonId, due: date
) -> Iterator[ProjectCorrectiveActionTaken]:
    """Charge somebody with correcting the deviation by a day (PROJ-13)."""
    if deviation.status is DeviationStatus.ENDED:
        raise DEVIATION_ENDED()
    require_owner(owner, due, context)
    yield ProjectCorrectiveActionTaken(
        action=ActionId(context.new_id("action")), deviation=deviation.id, text=text, owner=owner, due=due
    )


@act("关闭纠正措施", Role.PM)
def close_corrective_action(
    project: Project, action: Action, context: Context, *, result: Text
) -> Iterator[ProjectCorrectiveActionClosed]:
    """Say what came of an action, of a meeting too; the deviation itself ends when the figures are back (PROJ-13)."""
    yield ProjectCorrectiveActionClosed(action=action.id, result=result)


@act("定期评估项目", Role.PM, Role.OS)
def evaluate(
    project: Project, context: Context, *, comparison: Text, deviation: Text, causes: Text, measures: Text
) -> Iterator[ProjectEvaluated]:
    """Compare what is with what was planned, and say how they differ, why, and what is done about it (PROJ-14)."""
    yield ProjectEvaluated(
        figures=figures(project, context.today),
        comparison=comparison,
        deviation=deviation,
        causes=causes,
        measures=measures,
    )


@act("记录进度会议", Role.PM)
def record_meeting(
    project: Project,
    context: Context,
    *,
    held_on: date,
    attendees: tuple[PersonId, ...],
    minutes: Text,
    decisions: tuple[NewDecision, ...] = (),
) -> Iterator[ProjectMeetingHeld]:
    """Record a progress meeting, who was there and what it decided; decisions become actions or issues (PROJ-10)."""
    assert project.started_at is not None
    started = civil(project.started_at)
    if not started <= held_on <= context.today:
        raise NOT_THEN(started=started, day=held_on)
    if not attendees:
        raise NOBODY_THERE()
    for person in attendees:
        there_on(company(context.world), person, held_on)
    yield ProjectMeetingHeld(
        held_on=held_on,
        attendees=tuple(dict.fromkeys(attendees)),
        minutes=minutes,
        decisions=tuple(decided(each, context) for each in decisions),
        figures=figures(project, context.today),
    )


@act("提出项目问题", Role.PT, Role.PM)
def raise_problem(
    project: Project, context: Context, *, title: Line, description: Text, severity: Severity
) -> Iterator[ProjectProblemRaised]:
    """Tell of a problem. It is reported as an issue too; one of severity 1 keeps the project from closing (PROJ-11)."""
    yield ProjectProblemRaised(
        problem=ProblemId(context.new_id("problem")),
        issue=IssueId(context.new_id("issue")),
        title=title,
        description=description,
        severity=severity,
    )


@act("确认项目问题已解决", Role.SPONSOR, Role.SYSTEM)
def settle_problem(
    project: Project, problem: Problem, context: Context, *, reason: Text
) -> Iterator[ProjectProblemSettled]:
    """The problem is out of the way: because its issue has ended, or for another reason (PROJ-11)."""
    yield ProjectProblemSettled(problem=problem.id, reason=reason)


def decided(new: NewDecision, context: Context) -> Decision:
    """The decision, with the id of what becomes of it. Refuses ACTION_INCOMPLETE."""
    is_action = new.route is Route.ACTION
    if is_action != (new.owner is not None) or is_action != (new.due is not None):
        raise ACTION_INCOMPLETE(text=new.text)
    if new.owner is not None and new.due is not None:
        require_owner(new.owner, new.due, context)
    return Decision(
        text=new.text,
        route=new.route,
        owner=new.owner,
        due=new.due,
        action=ActionId(context.new_id("action")) if is_action else None,
        issue=IssueId(context.new_id("issue")) if new.route is Route.ISSUE else None,
    )


def require_owner(owner: PersonId, due: date, context: Context) -> None:
    """Refuse DUE_PAST, and an owner who is not employed or only reads."""
    acting_on(company(context.world), owner, context.today)
    if due < context.today:
        raise DUE_PAST(due=due)
