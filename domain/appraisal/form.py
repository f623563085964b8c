"""The form of an appraisal (考核表): what its subject is to achieve, and what the subject says of it.

It is a part because others read it than the appraisal: its subject from the beginning.
"""

from datetime import date, datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.appraisal.form_events import (
    AppraisalObjectivesChanged,
    AppraisalObjectivesConfirmed,
    AppraisalObjectivesSet,
    FormEvent,
    SelfAssessmentReminded,
    SelfAssessmentReturned,
    SelfAssessmentSubmitted,
    SelfAssessmentWaived,
)
from domain.appraisal.scheme.content import Indicator
from domain.appraisal.terms import FormStatus
from domain.appraisal.values import Objectives, Proposal, SelfAssessment
from domain.shared.approval import Request, Signature
from domain.shared.ids import FormId, PersonId
from domain.shared.lifecycle import Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown


class Form(Struct, frozen=True, kw_only=True):
    """The indicators and objectives of an appraisal, and the self-assessment of its subject."""

    id: FormId
    status: FormStatus = FormStatus.OPEN
    since: datetime
    subject: PersonId
    line: tuple[PersonId, ...]
    """The superiors, the nearest first."""
    starts: date
    ends: date
    due: date
    """The last day for the self-assessment."""
    indicators: tuple[Indicator, ...]
    objectives: Objectives | None = None
    """What both parties have confirmed."""
    proposal: Proposal | None = None
    """What one party has proposed and the other not confirmed yet."""
    assessment: SelfAssessment | None = None
    request: Request | None = None
    """The latest submission."""
    signatures: tuple[Signature, ...] = ()
    waived: str = ""
    """Why the self-assessment was waived."""

    @shown
    def superior(self) -> PersonId:
        """Who evaluates."""
        return self.line[0]


OPEN, SUBMITTED, WAIVED = FormStatus.OPEN, FormStatus.SUBMITTED, FormStatus.WAIVED

FORM_LIFECYCLE: Lifecycle[FormStatus] = Lifecycle(
    {
        AppraisalObjectivesSet: move(OPEN),
        AppraisalObjectivesChanged: move(OPEN),
        AppraisalObjectivesConfirmed: move(OPEN),
        SelfAssessmentSubmitted: move(OPEN, to=SUBMITTED),
        SelfAssessmentWaived: move(OPEN, to=WAIVED),
        SelfAssessmentReturned: move(SUBMITTED, to=OPEN),
        SelfAssessmentReminded: move(OPEN),
    }
)


def evolve_form(form: Form, event: FormEvent, stamp: Stamp) -> Form:
    """The form after the event."""
    match event:
        case AppraisalObjectivesSet(proposal=proposal) | AppraisalObjectivesChanged(proposal=proposal):
            return replace(form, proposal=proposal)
        case AppraisalObjectivesConfirmed(signature=signature):
            confirmed = form.proposal.content if form.proposal else form.objectives
            return replace(form, objectives=confirmed, proposal=None, signatures=(*form.signatures, signature))
        case SelfAssessmentSubmitted(assessment=assessment, request=request):
            return replace(form, assessment=assessment, request=request, since=stamp.at)
        case SelfAssessmentWaived(reason=reason):
            return replace(form, waived=reason, assessment=None, since=stamp.at)
        case SelfAssessmentReturned(signature=signature):
            return replace(form, signatures=(*form.signatures, signature), since=stamp.at)
        case SelfAssessmentReminded():
            return form
        case _:
            assert_never(event)
