"""The state machine of an appraisal (requirements §3.4)."""

from domain.appraisal import events as e
from domain.appraisal import following_events as f
from domain.appraisal import form_events as form
from domain.appraisal.terms import Status
from domain.shared.lifecycle import UNBORN, Chosen, Lifecycle, move

OPENED, SELF_ASSESSED, EVALUATED = Status.OPENED, Status.SELF_ASSESSED, Status.SUPERIOR_EVALUATED
SCORED, DELIVERED, UNDER_APPEAL = Status.SCORED, Status.DELIVERED, Status.UNDER_APPEAL
INTERVIEWED, FINALISED, VOIDED = Status.INTERVIEWED, Status.FINALISED, Status.VOIDED
OPEN = (OPENED, SELF_ASSESSED, EVALUATED, SCORED, DELIVERED, UNDER_APPEAL, INTERVIEWED)
BEFORE_APPEAL = Chosen("back_to", (DELIVERED, INTERVIEWED))

LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        e.AppraisalOpened: move(UNBORN, to=OPENED),
        form.AppraisalObjectivesSet: move(OPENED),
        form.AppraisalObjectivesChanged: move(OPENED),
        form.AppraisalObjectivesConfirmed: move(OPENED),
        e.AppraisalSuperiorChanged: move(OPENED, SELF_ASSESSED),
        e.DailyAssessmentRecorded: move(OPENED, SELF_ASSESSED),
        e.IndicatorActualsCaptured: move(OPENED, SELF_ASSESSED),
        e.IndicatorRecaptureOrdered: move(OPENED, SELF_ASSESSED),
        form.SelfAssessmentSubmitted: move(OPENED, to=SELF_ASSESSED),
        form.SelfAssessmentWaived: move(OPENED, to=SELF_ASSESSED),
        form.SelfAssessmentReturned: move(SELF_ASSESSED, to=OPENED),
        form.SelfAssessmentReminded: move(OPENED),
        e.SuperiorEvaluationSubmitted: move(SELF_ASSESSED, to=EVALUATED),
        e.SuperiorEvaluationReturned: move(EVALUATED, to=SELF_ASSESSED),
        e.AppraisalScored: move(EVALUATED, to=SCORED),
        e.AppraisalResultDelivered: move(SCORED, to=DELIVERED),
        e.AppraisalResultAcknowledged: move(DELIVERED),
        e.AppraisalAppealLodged: move(DELIVERED, INTERVIEWED, to=UNDER_APPEAL),
        e.AppraisalRescored: move(UNDER_APPEAL),
        e.AppraisalAppealUpheld: move(UNDER_APPEAL, to=BEFORE_APPEAL),
        e.AppraisalAppealDismissed: move(UNDER_APPEAL, to=BEFORE_APPEAL),
        e.FeedbackInterviewHeld: move(DELIVERED, to=INTERVIEWED),
        e.FeedbackInterviewDeclined: move(DELIVERED, to=INTERVIEWED),
        e.AppraisalFinalised: move(INTERVIEWED, to=FINALISED),
        f.AppraisalImprovementsCarried: move(*OPEN),
        f.AppraisalImprovementAssessed: move(*OPEN, FINALISED),
        f.AppraisalConsequenceProposed: move(FINALISED),
        f.AppraisalConsequenceReissued: move(FINALISED),
        f.AppraisalConsequenceWithdrawn: move(FINALISED),
        f.ScoreCorrected: move(FINALISED),
        f.AppraisalStandingCounted: move(FINALISED),
        e.AppraisalReminded: move(*OPEN),
        e.AppraisalVoided: move(*OPEN, to=VOIDED),
    },
    final=frozenset({FINALISED, VOIDED}),
)
