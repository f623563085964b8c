"""What can have happened to an appraisal, from its opening to the final score."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.following_events import FollowingEvent
from domain.appraisal.form_events import FormEvent
from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.terms import Answer, Aspect, Matter, Status
from domain.appraisal.values import (
    Actual,
    Appeal,
    Composite,
    Evaluation,
    ImprovementMade,
    Interview,
    Standing,
)
from domain.shared.approval import Request, Signature
from domain.shared.ids import AppraisalCycleId, AppraisalSchemeId, FormId, PersonId, UnitId
from domain.shared.personal import Said
from domain.shared.values import Period


class AppraisalOpened(Struct, frozen=True, kw_only=True, tag="appraisal.opened"):
    """An appraisal began, by the edition of the scheme that was in use then.

    `subject` is who is appraised, or who answers for the `unit` that is; `line` are the superiors, the nearest first.
    """

    cycle: AppraisalCycleId
    scheme: AppraisalSchemeId
    edition: int
    terms: SchemeContent
    period: Period
    subjects: SubjectKind
    subject: PersonId
    unit: UnitId | None
    department: UnitId | None
    line: tuple[PersonId, ...]
    form: FormId
    self_due: date
    evaluation_due: date
    limit: date


class AppraisalSuperiorChanged(Struct, frozen=True, kw_only=True, tag="appraisal.superior_changed"):
    """Somebody else evaluates from here on: the superior that the organisation has now."""

    line: tuple[PersonId, ...]
    reason: Said


class DailyAssessmentRecorded(Struct, frozen=True, kw_only=True, tag="appraisal.daily_assessment_recorded"):
    on: date
    aspect: Aspect
    note: Said
    points: int | None


class IndicatorActualsCaptured(Struct, frozen=True, kw_only=True, tag="appraisal.indicator_actuals_captured"):
    """Actual values at the period's end; those captured before for the same indicators no longer count."""

    actuals: tuple[Actual, ...]


class IndicatorRecaptureOrdered(Struct, frozen=True, kw_only=True, tag="appraisal.indicator_recapture_ordered"):
    """The actual values of these indicators are to be computed again; those captured before no longer count."""

    indicators: tuple[str, ...]
    reason: Said


class SuperiorEvaluationSubmitted(Struct, frozen=True, kw_only=True, tag="appraisal.superior_evaluation_submitted"):
    evaluation: Evaluation
    request: Request


class SuperiorEvaluationReturned(Struct, frozen=True, kw_only=True, tag="appraisal.superior_evaluation_returned"):
    signature: Signature


class AppraisalScored(Struct, frozen=True, kw_only=True, tag="appraisal.scored"):
    """Human resources fixed the score, on exactly the evaluation that was submitted."""

    composite: Composite
    signature: Signature


class AppraisalResultDelivered(Struct, frozen=True, kw_only=True, tag="appraisal.result_delivered"):
    """From here on the subject may see the appraisal."""

    to: tuple[PersonId, ...]


class AppraisalResultAcknowledged(Struct, frozen=True, kw_only=True, tag="appraisal.result_acknowledged"):
    answer: Answer
    comment: Said


class AppraisalAppealLodged(Struct, frozen=True, kw_only=True, tag="appraisal.appeal_lodged"):
    appeal: Appeal


class AppraisalRescored(Struct, frozen=True, kw_only=True, tag="appraisal.rescored"):
    """An appeal was right: the score came about anew."""

    composite: Composite


class AppraisalAppealUpheld(Struct, frozen=True, kw_only=True, tag="appraisal.appeal_upheld"):
    hearing: Said
    back_to: Status
    signature: Signature


class AppraisalAppealDismissed(Struct, frozen=True, kw_only=True, tag="appraisal.appeal_dismissed"):
    hearing: Said
    back_to: Status
    signature: Signature


class FeedbackInterviewHeld(Struct, frozen=True, kw_only=True, tag="appraisal.feedback_interview_held"):
    interview: Interview
    improvements: tuple[ImprovementMade, ...]


class FeedbackInterviewDeclined(Struct, frozen=True, kw_only=True, tag="appraisal.feedback_interview_declined"):
    interview: Interview


class AppraisalFinalised(Struct, frozen=True, kw_only=True, tag="appraisal.finalised"):
    """`in_time` when it was within 15 working days of the period's end (K-38)."""

    in_time: bool
    standing: Standing


class AppraisalVoided(Struct, frozen=True, kw_only=True, tag="appraisal.voided"):
    reason: Said


class AppraisalReminded(Struct, frozen=True, kw_only=True, tag="appraisal.reminded"):
    """Something is late; `to` are told, a level higher each time (ORG-11)."""

    matter: Matter
    due: date
    level: int
    to: tuple[PersonId, ...]


CollectingEvent: TypeAlias = (
    AppraisalSuperiorChanged | DailyAssessmentRecorded | IndicatorActualsCaptured | IndicatorRecaptureOrdered
)
ScoringEvent: TypeAlias = (
    SuperiorEvaluationSubmitted | SuperiorEvaluationReturned | AppraisalScored | AppraisalResultDelivered
)
FeedbackEvent: TypeAlias = (
    AppraisalResultAcknowledged
    | AppraisalAppealLodged
    | AppraisalRescored
    | AppraisalAppealUpheld
    | AppraisalAppealDismissed
    | FeedbackInterviewHeld
    | FeedbackInterviewDeclined
)
AppraisalEvent: TypeAlias = (
    AppraisalOpened
    | FormEvent
    | CollectingEvent
    | ScoringEvent
    | FeedbackEvent
    | FollowingEvent
    | AppraisalFinalised
    | AppraisalVoided
    | AppraisalReminded
)
