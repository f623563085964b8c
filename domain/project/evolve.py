"""What each event makes of a project. Total and pure: history is never judged again."""

from collections.abc import Iterable
from typing import assert_never

from msgspec.structs import replace

from domain.project.ending_events import EndingEvent
from domain.project.events import ProjectEvent
from domain.project.evolve_ending import ended
from domain.project.evolve_execution import executed
from domain.project.evolve_planning import planned
from domain.project.execution_events import ExecutionEvent, SpendingEvent
from domain.project.initiation_events import (
    InitiationEvent,
    NewCondition,
    ProjectApproved,
    ProjectConditionMet,
    ProjectFeasibilityAssessed,
    ProjectInitiationSubmitted,
    ProjectLessonsConsulted,
    ProjectProposed,
    ProjectRejected,
    ProjectReturned,
    ProjectReviewFailed,
    ProjectReviewOpinionAnswered,
    ProjectReviewOpinionGiven,
    ProjectReviewPassed,
    ProjectRevised,
)
from domain.project.planning_events import PlanningEvent
from domain.project.records import Consultation
from domain.project.review import Condition, Review
from domain.project.state import Project
from domain.shared.approval import writers
from domain.shared.ids import ConditionId, ProjectId, UnitId
from domain.shared.recorded import Stamp


def evolve(project: Project | None, event: ProjectEvent, stamp: Stamp) -> Project:
    if isinstance(event, ProjectProposed):
        return proposed(event, stamp)
    assert project is not None
    if isinstance(event, InitiationEvent):
        return initiated(project, event, stamp)
    if isinstance(event, ProjectConditionMet):
        return project
    if isinstance(event, PlanningEvent):
        return planned(project, event, stamp)
    if isinstance(event, ExecutionEvent | SpendingEvent):
        return executed(project, event, stamp)
    if isinstance(event, EndingEvent):
        return ended(project, event, stamp)
    assert_never(event)


def proposed(event: ProjectProposed, stamp: Stamp) -> Project:
    return Project(
        id=ProjectId(stamp.record),
        since=stamp.at,
        kind=event.kind,
        category=event.category,
        unit=event.unit,
        proposal=event.proposal,
        preparer=stamp.principal,
        contributors=writers((), stamp),
        proposed_at=stamp.at,
        offered=event.lessons,
    )


def initiated(project: Project, event: InitiationEvent, stamp: Stamp) -> Project:
    match event:
        case ProjectRevised(proposal=proposal):
            return replace(project, proposal=proposal, contributors=writers(project.contributors, stamp))
        case ProjectFeasibilityAssessed(research=research):
            proposal = replace(project.proposal, research=research)
            return replace(project, proposal=proposal, contributors=writers(project.contributors, stamp))
        case ProjectLessonsConsulted(lessons=lessons, conclusion=conclusion):
            looked = Consultation(lessons=lessons, conclusion=conclusion, by=stamp.actor, at=stamp.at)
            return replace(project, consultations=(*project.consultations, looked))
        case ProjectInitiationSubmitted():
            return submitted(project, event, stamp)
        case ProjectReviewOpinionGiven(conditions=conditions, review=review):
            return with_conditions(project, conditions, project.reviews[review].unit, stamp)
        case ProjectReviewOpinionAnswered():
            return replace(project, contributors=writers(project.contributors, stamp))
        case ProjectReviewPassed() | ProjectReviewFailed():
            return replace(project, reviewed_at=stamp.at, since=stamp.at)
        case ProjectApproved():
            return approved(project, event, stamp)
        case ProjectReturned(signature=signature) | ProjectRejected(signature=signature):
            return replace(project, signatures=(*project.signatures, signature), since=stamp.at)
        case _:
            assert_never(event)


def submitted(project: Project, event: ProjectInitiationSubmitted, stamp: Stamp) -> Project:
    asked = {
        each.review: Review(id=each.review, round=event.request.round, unit=each.unit, asked_at=stamp.at)
        for each in event.invited
    }
    return replace(
        project,
        request=event.request,
        versions=(*project.versions, project.proposal),
        submitted_at=project.submitted_at or stamp.at,
        answer=event.answer,
        reviews={**project.reviews, **asked},
        contributors=writers(project.contributors, stamp),
        since=stamp.at,
    )


def approved(project: Project, event: ProjectApproved, stamp: Stamp) -> Project:
    granted = replace(
        project,
        signatures=(*project.signatures, event.signature),
        sponsor=event.sponsor,
        ceiling=event.ceiling,
        original_ceiling=event.ceiling,
        deadline=event.deadline,
        original_deadline=event.deadline,
        approved_at=stamp.at,
        since=stamp.at,
    )
    return with_conditions(granted, event.conditions, None, stamp)


def with_conditions(project: Project, new: Iterable[NewCondition], unit: UnitId | None, stamp: Stamp) -> Project:
    made: dict[ConditionId, Condition] = {
        each.condition: Condition(id=each.condition, text=each.text, unit=unit, set_at=stamp.at) for each in new
    }
    return replace(project, conditions={**project.conditions, **made})
