"""What each event makes of an appraisal. Total and pure: history is never judged again."""

from typing import assert_never

from msgspec.structs import replace

from domain.appraisal.events import (
    AppraisalAppealDismissed,
    AppraisalAppealLodged,
    AppraisalAppealUpheld,
    AppraisalEvent,
    AppraisalFinalised,
    AppraisalOpened,
    AppraisalReminded,
    AppraisalRescored,
    AppraisalResultAcknowledged,
    AppraisalResultDelivered,
    AppraisalScored,
    AppraisalSuperiorChanged,
    AppraisalVoided,
    CollectingEvent,
    DailyAssessmentRecorded,
    FeedbackEvent,
    FeedbackInterviewDeclined,
    FeedbackInterviewHeld,
    IndicatorActualsCaptured,
    IndicatorRecaptureOrdered,
    ScoringEvent,
    SuperiorEvaluationReturned,
    SuperiorEvaluationSubmitted,
)
from domain.appraisal.following_events import (
    AppraisalConsequenceProposed,
    AppraisalConsequenceReissued,
    AppraisalConsequenceWithdrawn,
    AppraisalImprovementAssessed,
    AppraisalImprovementsCarried,
    AppraisalStandingCounted,
    FollowingEvent,
    ScoreCorrected,
)
from domain.appraisal.form import Form
from domain.appraisal.form_events import (
    FormEvent,
    SelfAssessmentReturned,
    SelfAssessmentSubmitted,
    SelfAssessmentWaived,
)
from domain.appraisal.improvement import Improvement, made
from domain.appraisal.state import Appraisal
from domain.appraisal.values import Acknowledgement, Alarm, Correction, DailyAssessment, ImprovementMade
from domain.shared.approval import Signature
from domain.shared.ids import AppraisalId, ImprovementId
from domain.shared.recorded import Stamp


def evolve(appraisal: Appraisal | None, event: AppraisalEvent, stamp: Stamp) -> Appraisal:
    """The appraisal after the event; its form, improvements and consequences have changed already."""
    if isinstance(event, AppraisalOpened):
        return opened(event, stamp)
    assert appraisal is not None
    if isinstance(event, FormEvent):
        moved = isinstance(event, SelfAssessmentSubmitted | SelfAssessmentWaived | SelfAssessmentReturned)
        return replace(appraisal, since=stamp.at) if moved else appraisal
    if isinstance(event, CollectingEvent):
        return collected(appraisal, event, stamp)
    if isinstance(event, ScoringEvent):
        return scored(replace(appraisal, since=stamp.at), event, stamp)
    if isinstance(event, FeedbackEvent):
        return fed_back(appraisal, event, stamp)
    if isinstance(event, FollowingEvent):
        return followed(appraisal, event, stamp)
    match event:
        case AppraisalFinalised(in_time=in_time, standing=standing):
            return replace(appraisal, in_time=in_time, standing=standing, finalised_at=stamp.at, since=stamp.at)
        case AppraisalVoided(reason=reason):
            return replace(appraisal, ending=reason, since=stamp.at)
        case AppraisalReminded(matter=matter, due=due, level=level):
            return replace(appraisal, alarm=Alarm(matter=matter, due=due, level=level))
        case _:
            assert_never(event)


def opened(event: AppraisalOpened, stamp: Stamp) -> Appraisal:
    form = Form(
        id=event.form,
        since=stamp.at,
        subject=event.subject,
        line=event.line,
        starts=event.period.starts,
        ends=event.period.ends,
        due=event.self_due,
        indicators=event.terms.indicators,
    )
    return Appraisal(
        id=AppraisalId(stamp.record),
        since=stamp.at,
        cycle=event.cycle,
        scheme=event.scheme,
        edition=event.edition,
        terms=event.terms,
        starts=event.period.starts,
        ends=event.period.ends,
        subjects=event.subjects,
        subject=event.subject,
        unit=event.unit,
        department=event.department,
        line=event.line,
        evaluation_due=event.evaluation_due,
        limit=event.limit,
        forms={form.id: form},
    )


def collected(appraisal: Appraisal, event: CollectingEvent, stamp: Stamp) -> Appraisal:
    match event:
        case AppraisalSuperiorChanged(line=line):
            form = replace(appraisal.form, line=line)
            return replace(appraisal, line=line, forms={form.id: form})
        case DailyAssessmentRecorded(on=on, aspect=aspect, note=note, points=points):
            entry = DailyAssessment(on=on, aspect=aspect, note=note, points=points, by=stamp.principal, at=stamp.at)
            return replace(appraisal, notes=(*appraisal.notes, entry))
        case IndicatorActualsCaptured(actuals=actuals):
            return replace(appraisal, actuals={**appraisal.actuals, **{each.indicator: each for each in actuals}})
        case IndicatorRecaptureOrdered(indicators=indicators):
            kept = {key: each for key, each in appraisal.actuals.items() if key not in indicators}
            return replace(appraisal, actuals=kept)
        case _:
            assert_never(event)


def scored(appraisal: Appraisal, event: ScoringEvent, stamp: Stamp) -> Appraisal:
    match event:
        case SuperiorEvaluationSubmitted(evaluation=evaluation, request=request):
            return replace(appraisal, evaluation=evaluation, request=request)
        case SuperiorEvaluationReturned(signature=signature):
            return signed(appraisal, signature)
        case AppraisalScored(composite=composite, signature=signature):
            return replace(signed(appraisal, signature), composite=composite, scorer=stamp.principal)
        case AppraisalResultDelivered():
            return replace(appraisal, delivered_at=stamp.at)
        case _:
            assert_never(event)


def fed_back(appraisal: Appraisal, event: FeedbackEvent, stamp: Stamp) -> Appraisal:
    match event:
        case AppraisalResultAcknowledged(answer=answer, comment=comment):
            return replace(appraisal, acknowledgement=Acknowledgement(answer=answer, comment=comment, at=stamp.at))
        case AppraisalAppealLodged(appeal=appeal):
            return replace(appraisal, appeal=appeal, since=stamp.at)
        case AppraisalRescored(composite=composite):
            return replace(appraisal, composite=composite)
        case AppraisalAppealUpheld() | AppraisalAppealDismissed():
            return decided(appraisal, event, stamp)
        case FeedbackInterviewHeld(interview=interview, improvements=improvements):
            held = with_improvements(appraisal, improvements)
            return replace(appraisal, interview=interview, improvements=held, since=stamp.at)
        case FeedbackInterviewDeclined(interview=interview):
            return replace(appraisal, interview=interview, since=stamp.at)
        case _:
            assert_never(event)


def decided(appraisal: Appraisal, event: AppraisalAppealUpheld | AppraisalAppealDismissed, stamp: Stamp) -> Appraisal:
    assert appraisal.appeal is not None
    upheld = isinstance(event, AppraisalAppealUpheld)
    appeal = replace(appraisal.appeal, upheld=upheld, hearing=event.hearing)
    return replace(signed(appraisal, event.signature), appeal=appeal, since=stamp.at)


def followed(appraisal: Appraisal, event: FollowingEvent, stamp: Stamp) -> Appraisal:
    match event:
        case AppraisalImprovementsCarried(improvements=improvements):
            return replace(appraisal, improvements=with_improvements(appraisal, improvements))
        case ScoreCorrected(old=old, new=new, reason=reason):
            correction = Correction(old=old, new=new, reason=reason, by=stamp.principal, at=stamp.at)
            return replace(appraisal, corrections=(*appraisal.corrections, correction))
        case AppraisalStandingCounted(standing=standing):
            return replace(appraisal, standing=standing)
        case (
            AppraisalImprovementAssessed()
            | AppraisalConsequenceProposed()
            | AppraisalConsequenceReissued()
            | AppraisalConsequenceWithdrawn()
        ):
            return appraisal
        case _:
            assert_never(event)


def signed(appraisal: Appraisal, signature: Signature) -> Appraisal:
    return replace(appraisal, signatures=(*appraisal.signatures, signature))


def with_improvements(
    appraisal: Appraisal, improvements: tuple[ImprovementMade, ...]
) -> dict[ImprovementId, Improvement]:
    return {**appraisal.improvements, **{each.id: made(each) for each in improvements}}
