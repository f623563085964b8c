"""What can have happened when a project is stopped, accepted, closed and looked back at."""

from datetime import date
from typing import Annotated, TypeAlias

from msgspec import Struct

from domain.project.results import Delivery, Document, Figures, Judgement, NewLesson, PostEvaluation, Summary
from domain.shared.act import EFFECT
from domain.shared.approval import Request, Signature
from domain.shared.ids import LessonId
from domain.shared.personal import Said


class ProjectSuspended(Struct, frozen=True, kw_only=True, tag="project.suspended"):
    reason: Said


class ProjectResumed(Struct, frozen=True, kw_only=True, tag="project.resumed"):
    reason: Said


class ProjectTerminated(Struct, frozen=True, kw_only=True, tag="project.terminated"):
    """Its open commitments are released with it; a summary is due still (PROJ-16)."""

    reason: Said
    summary_due: date


class ProjectAcceptanceRequested(Struct, frozen=True, kw_only=True, tag="project.acceptance_requested"):
    request: Request
    delivery: Delivery


class ProjectAccepted(Struct, frozen=True, kw_only=True, tag="project.accepted"):
    """`on_time` follows from the deadlines; `quality_met` says that every mandatory check has passed (K-06)."""

    signature: Signature
    on_time: Judgement
    to_quality: Judgement
    to_quantity: Judgement
    quality_met: bool


class ProjectReworkRequired(Struct, frozen=True, kw_only=True, tag="project.rework_required"):
    """`deliverables` are those that were not accepted."""

    signature: Signature
    deliverables: tuple[str, ...]


class ProjectDocumentFiled(Struct, frozen=True, kw_only=True, tag="project.document_filed"):
    document: Document


class ProjectSummarised(Struct, frozen=True, kw_only=True, tag="project.summarised"):
    """`figures` are how the project stood then."""

    request: Request
    summary: Summary
    figures: Figures


class ProjectSummaryReturned(Struct, frozen=True, kw_only=True, tag="project.summary_returned"):
    signature: Signature


class ProjectClosed(Struct, frozen=True, kw_only=True, tag="project.closed"):
    """The sponsor has confirmed the summary with this signature; it is closed with these words, effect and lessons."""

    signature: Signature
    summary: Summary
    post_evaluation_due: date


class ProjectPostEvaluated(Struct, frozen=True, kw_only=True, tag="project.post_evaluated"):
    evaluation: PostEvaluation


class ProjectLessonRecorded(Struct, frozen=True, kw_only=True, tag="project.lesson.recorded"):
    """A lesson entered the library (PROJ-22)."""

    lesson: LessonId
    content: NewLesson


class ProjectCommented(Struct, frozen=True, kw_only=True, tag="project.commented"):
    text: Said


class ProjectLinked(Struct, frozen=True, kw_only=True, tag="project.linked"):
    """Another record that belongs to the project: a contract, a risk, a budget, a meeting (PROJ-23)."""

    record: str
    note: Said


LessonsRecorded: TypeAlias = Annotated[ProjectLessonRecorded, EFFECT]
"""Lessons enter the library when what names them stands."""
EndingEvent: TypeAlias = (
    ProjectSuspended
    | ProjectResumed
    | ProjectTerminated
    | ProjectAcceptanceRequested
    | ProjectAccepted
    | ProjectReworkRequired
    | ProjectDocumentFiled
    | ProjectSummarised
    | ProjectSummaryReturned
    | ProjectClosed
    | ProjectPostEvaluated
    | ProjectLessonRecorded
    | ProjectCommented
    | ProjectLinked
)
