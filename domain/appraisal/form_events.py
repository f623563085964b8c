"""What can have happened to the form of an appraisal: objectives, self-assessment."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.values import Proposal, SelfAssessment
from domain.shared.approval import Request, Signature
from domain.shared.ids import FormId, PersonId
from domain.shared.personal import Said


class AppraisalObjectivesSet(Struct, frozen=True, kw_only=True, tag="appraisal.form.objectives_set"):
    """One party proposed what the subject is to achieve (APPR-26)."""

    form: FormId
    proposal: Proposal


class AppraisalObjectivesChanged(Struct, frozen=True, kw_only=True, tag="appraisal.form.objectives_changed"):
    """One party proposed a change; what was confirmed before holds until the other confirms this (APPR-26)."""

    form: FormId
    proposal: Proposal


class AppraisalObjectivesConfirmed(Struct, frozen=True, kw_only=True, tag="appraisal.form.objectives_confirmed"):
    """The other party confirmed what was proposed: it holds (APPR-26)."""

    form: FormId
    signature: Signature


class SelfAssessmentSubmitted(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_submitted"):
    """The subject gave points and a comment for each indicator (APPR-08)."""

    form: FormId
    assessment: SelfAssessment
    request: Request


class SelfAssessmentWaived(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_waived"):
    """An overdue self-assessment is done without: the superior's evaluation counts alone (APPR-08)."""

    form: FormId
    reason: Said


class SelfAssessmentReturned(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_returned"):
    """The superior sent the form back to the subject; the signature's comment says why (APPR-08)."""

    form: FormId
    signature: Signature


class SelfAssessmentReminded(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_reminded"):
    """The self-assessment is late, and the subject was told (APPR-28)."""

    form: FormId
    due: date
    """The last day on which it was in time."""
    to: tuple[PersonId, ...]


FormEvent: TypeAlias = (
    AppraisalObjectivesSet
    | AppraisalObjectivesChanged
    | AppraisalObjectivesConfirmed
    | SelfAssessmentSubmitted
    | SelfAssessmentWaived
    | SelfAssessmentReturned
    | SelfAssessmentReminded
)
