"""What can have happened to the form of an appraisal: objectives, self-assessment."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.values import Proposal, SelfAssessment
from domain.shared.approval import Request, Signature
from domain.shared.ids import FormId, PersonId
from domain.shared.personal import Said


class AppraisalObjectivesSet(Struct, frozen=True, kw_only=True, tag="appraisal.form.objectives_set"):
    """One party proposed what the subject is to achieve."""

    form: FormId
    proposal: Proposal


class AppraisalObjectivesChanged(Struct, frozen=True, kw_only=True, tag="appraisal.form.objectives_changed"):
    """One party proposed a change; what was confirmed before holds until the other confirms this."""

    form: FormId
    proposal: Proposal


class AppraisalObjectivesConfirmed(Struct, frozen=True, kw_only=True, tag="appraisal.form.objectives_confirmed"):
    """The other party confirmed what was proposed: it holds."""

    form: FormId
    signature: Signature


class SelfAssessmentSubmitted(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_submitted"):
    form: FormId
    assessment: SelfAssessment
    request: Request


class SelfAssessmentWaived(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_waived"):
    """The superior's evaluation counts alone."""

    form: FormId
    reason: Said


class SelfAssessmentReturned(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_returned"):
    form: FormId
    signature: Signature


class SelfAssessmentReminded(Struct, frozen=True, kw_only=True, tag="appraisal.form.self_assessment_reminded"):
    form: FormId
    due: date
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
