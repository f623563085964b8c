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
    """An appraisal began, by the edition of the scheme that was in use then (APPR-06).

    `subject` is who is appraised, or who answers for the `unit` that is; `line` are the superiors, the nearest first.
    """

    cycle: AppraisalCycleId
    scheme: AppraisalSchemeId
    edition: int
    terms: SchemeContent
    """That edition, in full."""
    period: Period
    """The days that are appraised."""
    subjects: SubjectKind
    """Whether a person, a team or a department is appraised."""
    subject: PersonId
    """Who is appraised, or who answers for the unit that is."""
    unit: UnitId | None
    """The unit that is appraised, if it is no person."""
    department: UnitId | None
    """The department to which person or unit belong."""
    line: tuple[PersonId, ...]
    """The superiors, the nearest first; that one evaluates."""
    form: FormId
    """The form that the subject fills in."""
    self_due: date
    """The last day for the self-assessment."""
    evaluation_due: date
    """The last day for the superior's evaluation."""
    limit: date
    """The last day on which a result is final in time (K-38)."""


class AppraisalSuperiorChanged(Struct, frozen=True, kw_only=True, tag="appraisal.superior_changed"):
    """Somebody else evaluates from here on: the superior that the organisation has now."""

    line: tuple[PersonId, ...]
    """The superiors from here on, the nearest first."""
    reason: Said


class DailyAssessmentRecorded(Struct, frozen=True, kw_only=True, tag="appraisal.daily_assessment_recorded"):
    """Superior or human resources noted how something went; points from 1, poor, to 5, outstanding (APPR-07)."""

    on: date
    aspect: Aspect
    note: Said
    points: int | None
    """From 1, poor, to 5, outstanding, if any are given."""


class IndicatorActualsCaptured(Struct, frozen=True, kw_only=True, tag="appraisal.indicator_actuals_captured"):
    """Actual values at the period's end, in place of any before for the same indicators (APPR-05)."""

    actuals: tuple[Actual, ...]


class IndicatorRecaptureOrdered(Struct, frozen=True, kw_only=True, tag="appraisal.indicator_recapture_ordered"):
    """The actual values of these indicators are to be computed again; those captured before no longer count."""

    indicators: tuple[str, ...]
    """Their keys in the scheme."""
    reason: Said


class SuperiorEvaluationSubmitted(Struct, frozen=True, kw_only=True, tag="appraisal.superior_evaluation_submitted"):
    """The superior gave points and a comment for each indicator (APPR-09)."""

    evaluation: Evaluation
    request: Request


class SuperiorEvaluationReturned(Struct, frozen=True, kw_only=True, tag="appraisal.superior_evaluation_returned"):
    """Human resources sent the evaluation back; the signature's comment says why (APPR-09)."""

    signature: Signature


class AppraisalScored(Struct, frozen=True, kw_only=True, tag="appraisal.scored"):
    """Human resources fixed the score, on exactly the evaluation that was submitted (APPR-10)."""

    composite: Composite
    signature: Signature


class AppraisalResultDelivered(Struct, frozen=True, kw_only=True, tag="appraisal.result_delivered"):
    """From here on the subject may see the appraisal (APPR-12)."""

    to: tuple[PersonId, ...]
    """The subject, who was told."""


class AppraisalResultAcknowledged(Struct, frozen=True, kw_only=True, tag="appraisal.result_acknowledged"):
    """The subject agreed with the result, or disagreed and said with what (APPR-12)."""

    answer: Answer
    comment: Said


class AppraisalAppealLodged(Struct, frozen=True, kw_only=True, tag="appraisal.appeal_lodged"):
    """The subject contested the result, which can be done once (APPR-15)."""

    appeal: Appeal


class AppraisalRescored(Struct, frozen=True, kw_only=True, tag="appraisal.rescored"):
    """An appeal was right: the score came about anew (APPR-15)."""

    composite: Composite


class AppraisalAppealUpheld(Struct, frozen=True, kw_only=True, tag="appraisal.appeal_upheld"):
    """An appeal was decided for the subject; the new score is the event before this one (APPR-15)."""

    hearing: Said
    """What the superior said to it."""
    back_to: Status
    """The state to which the appraisal returns."""
    signature: Signature


class AppraisalAppealDismissed(Struct, frozen=True, kw_only=True, tag="appraisal.appeal_dismissed"):
    """An appeal was decided against the subject; the score stays (APPR-15)."""

    hearing: Said
    """What the superior said to it."""
    back_to: Status
    """The state to which the appraisal returns."""
    signature: Signature


class FeedbackInterviewHeld(Struct, frozen=True, kw_only=True, tag="appraisal.feedback_interview_held"):
    """The subject was talked with about the result (APPR-13)."""

    interview: Interview
    improvements: tuple[ImprovementMade, ...]
    """What was agreed to be improved (APPR-14)."""


class FeedbackInterviewDeclined(Struct, frozen=True, kw_only=True, tag="appraisal.feedback_interview_declined"):
    """The subject does not attend an interview (APPR-13)."""

    interview: Interview


class AppraisalFinalised(Struct, frozen=True, kw_only=True, tag="appraisal.finalised"):
    """The result is final; `in_time` when it was within 15 working days of the period's end (APPR-13, K-38)."""

    in_time: bool
    """Whether it was within 15 working days of the period's end (K-38)."""
    standing: Standing


class AppraisalVoided(Struct, frozen=True, kw_only=True, tag="appraisal.voided"):
    """The appraisal ended without a result: the subject has left, or it was opened in error."""

    reason: Said


class AppraisalReminded(Struct, frozen=True, kw_only=True, tag="appraisal.reminded"):
    """Something is late; `to` are told, a level higher each time (ORG-11, APPR-28)."""

    matter: Matter
    due: date
    """The last day on which it was in time."""
    level: int
    """0 those who must act; then those above them, one level for each interval."""
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
