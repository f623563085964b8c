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
    """The sponsor lets the project rest (PROJ-16)."""

    reason: Said


class ProjectResumed(Struct, frozen=True, kw_only=True, tag="project.resumed"):
    """The sponsor has the project go on (PROJ-16)."""

    reason: Said


class ProjectTerminated(Struct, frozen=True, kw_only=True, tag="project.terminated"):
    """Company management gave the project up; its open commitments are released with it (PROJ-16)."""

    reason: Said
    summary_due: date
    """The last day for its summary."""


class ProjectAcceptanceRequested(Struct, frozen=True, kw_only=True, tag="project.acceptance_requested"):
    """The lead put what was delivered before the sponsor (PROJ-18)."""

    request: Request
    delivery: Delivery


class ProjectAccepted(Struct, frozen=True, kw_only=True, tag="project.accepted"):
    """The sponsor accepted all deliverables; `quality_met`: all mandatory checks have passed (PROJ-17, K-06)."""

    signature: Signature
    on_time: Judgement
    """Whether it was within the present deadline and the original one."""
    to_quality: Judgement
    """Whether it is as good as it should be, by the sponsor's judgement."""
    to_quantity: Judgement
    """Whether it is as much as it should be, by the sponsor's judgement."""
    quality_met: bool
    """Whether every mandatory quality check has been made and passed (K-06)."""


class ProjectReworkRequired(Struct, frozen=True, kw_only=True, tag="project.rework_required"):
    """The sponsor did not accept these deliverables and sent the project back into execution (PROJ-18)."""

    signature: Signature
    deliverables: tuple[str, ...]
    """Those that were not accepted."""


class ProjectDocumentFiled(Struct, frozen=True, kw_only=True, tag="project.document_filed"):
    """A document was filed with the project (PROJ-19)."""

    document: Document


class ProjectSummarised(Struct, frozen=True, kw_only=True, tag="project.summarised"):
    """The project was summed up, with its effect and its lessons (PROJ-20 to PROJ-22)."""

    request: Request
    summary: Summary
    figures: Figures
    """How the project stood then, frozen."""


class ProjectSummaryReturned(Struct, frozen=True, kw_only=True, tag="project.summary_returned"):
    """The sponsor sent the summary back; the signature's comment says what is missing (PROJ-20)."""

    signature: Signature


class ProjectClosed(Struct, frozen=True, kw_only=True, tag="project.closed"):
    """The sponsor has confirmed the summary with this signature; it is closed with these words, effect and lessons."""

    signature: Signature
    summary: Summary
    post_evaluation_due: date
    """The day from which on it is to be looked back at (PROJ-21)."""


class ProjectPostEvaluated(Struct, frozen=True, kw_only=True, tag="project.post_evaluated"):
    """The benefit realised was compared with the forecast, some time after closing (PROJ-21)."""

    evaluation: PostEvaluation


class ProjectLessonRecorded(Struct, frozen=True, kw_only=True, tag="project.lesson.recorded"):
    """A lesson entered the library (PROJ-22)."""

    lesson: LessonId
    content: NewLesson


class ProjectCommented(Struct, frozen=True, kw_only=True, tag="project.commented"):
    """Somebody said something about the project, in whatever state it was (COMM-02)."""

    text: Said


class ProjectLinked(Struct, frozen=True, kw_only=True, tag="project.linked"):
    """Another record that belongs to the project: a contract, a risk, a budget, a meeting (PROJ-23)."""

    record: str
    """Its key; where it is kept elsewhere, what it is called there."""
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
