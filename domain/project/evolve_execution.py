"""What events of its execution make of a project; those about a part have changed the part already."""

from typing import assert_never

from msgspec.structs import replace

from domain.authority.reminding import reminder_key
from domain.project.deviation import Action
from domain.project.execution_events import (
    DeviationEvent,
    ExecutionEvent,
    MilestoneEvent,
    ProblemEvent,
    ProjectBudgetAlerted,
    ProjectCommitmentReleased,
    ProjectCorrectiveActionClosed,
    ProjectCorrectiveActionTaken,
    ProjectCostCommitted,
    ProjectCostPosted,
    ProjectCostReversed,
    ProjectEvaluated,
    ProjectMeetingHeld,
    ProjectQualityChecked,
    ProjectReminded,
    ProjectTaskProgressReported,
    SpendingEvent,
)
from domain.project.money import Commitment
from domain.project.records import Check, Evaluation, Meeting
from domain.project.state import Project
from domain.project.terms import CommitmentStatus, DeviationStatus
from domain.shared.recorded import Stamp


def executed(project: Project, event: ExecutionEvent | SpendingEvent, stamp: Stamp) -> Project:
    match event:
        case ProjectCostCommitted() | ProjectCommitmentReleased() | ProjectCostPosted() | ProjectCostReversed():
            return spent(project, event)
        case ProjectBudgetAlerted():
            return replace(project, budget_alerts=project.budget_alerts + 1)
        case ProjectQualityChecked():
            return replace(project, checks=(*project.checks, check(event, stamp)))
        case ProjectCorrectiveActionTaken(deviation=id):
            correcting = replace(project.deviations[id], status=DeviationStatus.CORRECTING)
            return replace(project, deviations={**project.deviations, id: correcting})
        case ProjectEvaluated():
            return replace(project, evaluations=(*project.evaluations, evaluation(event, stamp)))
        case ProjectMeetingHeld():
            return met(project, event, stamp)
        case ProjectReminded(matter=matter, subject=subject, due=due, rung=rung):
            return replace(project, reminders={**project.reminders, reminder_key(matter, subject, due): rung})
        case ProjectTaskProgressReported() | ProjectCorrectiveActionClosed():
            return project
        case _ if isinstance(event, MilestoneEvent | DeviationEvent | ProblemEvent):
            return project
        case _:
            assert_never(event)


def spent(
    project: Project,
    event: ProjectCostCommitted | ProjectCommitmentReleased | ProjectCostPosted | ProjectCostReversed,
) -> Project:
    """The project whose commitment is used up by a cost, or bound again by its reversal."""
    if isinstance(event, ProjectCostCommitted | ProjectCommitmentReleased) or event.commitment is None:
        return project
    commitment = project.commitments[event.commitment]
    if isinstance(event, ProjectCostPosted):
        status = CommitmentStatus.SETTLED if event.settles else CommitmentStatus.OPEN
        return with_commitment(project, replace(commitment, posted=commitment.posted + event.amount, status=status))
    return with_commitment(project, replace(commitment, posted=commitment.posted - project.costs[event.cost].amount))


def with_commitment(project: Project, commitment: Commitment) -> Project:
    return replace(project, commitments={**project.commitments, commitment.id: commitment})


def check(event: ProjectQualityChecked, stamp: Stamp) -> Check:
    return Check(
        requirement=event.requirement,
        mandatory=event.mandatory,
        passed=event.passed,
        findings=event.findings,
        evidence=event.evidence,
        by=stamp.actor,
        at=stamp.at,
    )


def evaluation(event: ProjectEvaluated, stamp: Stamp) -> Evaluation:
    return Evaluation(
        figures=event.figures,
        comparison=event.comparison,
        deviation=event.deviation,
        causes=event.causes,
        measures=event.measures,
        by=stamp.actor,
        at=stamp.at,
    )


def met(project: Project, event: ProjectMeetingHeld, stamp: Stamp) -> Project:
    """The project with the minutes of the meeting, and the actions that it decided."""
    meeting = Meeting(
        held_on=event.held_on,
        attendees=event.attendees,
        minutes=event.minutes,
        decisions=event.decisions,
        figures=event.figures,
    )
    decided = {
        each.action: Action(id=each.action, text=each.text, owner=each.owner, due=each.due, taken_at=stamp.at)
        for each in event.decisions
        if each.action and each.owner and each.due
    }
    return replace(project, meetings=(*project.meetings, meeting), actions={**project.actions, **decided})
