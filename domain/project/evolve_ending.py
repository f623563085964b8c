"""What stopping, accepting, closing and looking back make of a project."""

from typing import assert_never

from msgspec.structs import replace

from domain.project.ending_events import (
    EndingEvent,
    ProjectAcceptanceRequested,
    ProjectAccepted,
    ProjectClosed,
    ProjectCommented,
    ProjectDocumentFiled,
    ProjectLessonRecorded,
    ProjectLinked,
    ProjectPostEvaluated,
    ProjectResumed,
    ProjectReworkRequired,
    ProjectSummarised,
    ProjectSummaryReturned,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.records import Acceptance, Comment, Link, LookedBack, Summarised
from domain.project.state import Project
from domain.project.terms import CommitmentStatus
from domain.shared.recorded import Stamp
from domain.shared.values import civil


def ended(project: Project, event: EndingEvent, stamp: Stamp) -> Project:
    match event:
        case ProjectSuspended(reason=reason):
            return replace(project, ending=reason, since=stamp.at)
        case ProjectResumed():
            return replace(project, ending="", since=stamp.at)
        case ProjectTerminated(reason=reason, summary_due=due):
            return replace(released(project, reason), ending=reason, summary_due=due, since=stamp.at)
        case ProjectAcceptanceRequested(request=request, delivery=delivery):
            return replace(project, delivery_request=request, delivery=delivery, since=stamp.at)
        case ProjectAccepted():
            return accepted(project, event, stamp)
        case ProjectReworkRequired(signature=signature):
            return replace(project, signatures=(*project.signatures, signature), since=stamp.at)
        case ProjectDocumentFiled(document=document):
            return replace(project, documents=(*project.documents, document))
        case ProjectSummarised(request=request, summary=summary, figures=figures):
            summarised = Summarised(summary=summary, figures=figures, by=stamp.principal, at=stamp.at)
            return replace(project, summarised=summarised, summary_request=request, summary_returned=False)
        case ProjectSummaryReturned(signature=signature):
            return replace(project, summary_returned=True, signatures=(*project.signatures, signature))
        case ProjectClosed(signature=signature, post_evaluation_due=due):
            return replace(
                project,
                signatures=(*project.signatures, signature),
                closed_on=civil(stamp.at),
                post_evaluation_due=due,
                since=stamp.at,
            )
        case ProjectPostEvaluated(evaluation=evaluation):
            looked_back = LookedBack(evaluation=evaluation, by=stamp.actor, at=stamp.at)
            return replace(project, looked_back=looked_back, since=stamp.at)
        case ProjectLessonRecorded():
            return project
        case ProjectCommented(text=text):
            comment = Comment(text=text, by=stamp.principal, at=stamp.at)
            return replace(project, comments=(*project.comments, comment))
        case ProjectLinked(record=record, note=note):
            return replace(project, links=(*project.links, Link(record=record, note=note)))
        case _:
            assert_never(event)


def released(project: Project, reason: str) -> Project:
    """The project without any money bound: what was is free again."""
    free = {
        id: replace(each, status=CommitmentStatus.RELEASED, ending=reason)
        if each.status is CommitmentStatus.OPEN
        else each
        for id, each in project.commitments.items()
    }
    return replace(project, commitments=free)


def accepted(project: Project, event: ProjectAccepted, stamp: Stamp) -> Project:
    acceptance = Acceptance(
        accepted_on=civil(stamp.at),
        by=stamp.actor,
        on_time=event.on_time,
        to_quality=event.to_quality,
        to_quantity=event.to_quantity,
        quality_met=event.quality_met,
    )
    signatures = (*project.signatures, event.signature)
    return replace(project, acceptance=acceptance, signatures=signatures, since=stamp.at)
