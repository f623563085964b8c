"""What happens to the appraisals of the company: everybody but the director, once a month."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from benchmarks.reads.company import (
    BEGINS,
    DIRECTOR,
    OF_HUMAN_RESOURCES,
    Happening,
    Scale,
    appraisal_id,
    line,
    person,
    request,
    signature,
    unit,
)
from benchmarks.reads.judgements import (
    TERMS,
    actuals,
    composite,
    improvements,
    objectives,
    period_of,
    scores,
    standing,
)
from domain.appraisal import events as appraising
from domain.appraisal import following_events as following
from domain.appraisal import form_events as filling
from domain.appraisal.cycle.events import AppraisalCycleOpened, Opening
from domain.appraisal.scheme.events import AppraisalSchemeApproved, AppraisalSchemeDrafted, AppraisalSchemeSubmitted
from domain.appraisal.scheme.terms import CycleKind, Preset, Scope, SubjectKind
from domain.appraisal.terms import Answer, Matter
from domain.appraisal.values import Evaluation, Interview, Proposal, SelfAssessment
from domain.shared.approval import Verdict
from domain.shared.ids import AppraisalCycleId, AppraisalId, AppraisalSchemeId, FormId
from domain.shared.term import Role

SCHEME = AppraisalSchemeId("appraisal-scheme-general")
STEPS = 11
"""Events from the opening of an appraisal to its end."""


def scheme_begins() -> Iterator[Happening]:
    """Drafted, submitted, approved."""
    author, decider = person(OF_HUMAN_RESOURCES), person(DIRECTOR)
    asked = request(TERMS, author, BEGINS)
    signed = signature(TERMS, decider, Role.MGMT, BEGINS, Verdict.APPROVED)
    yield Happening(SCHEME, AppraisalSchemeDrafted(scope=Scope.COMPANY, preset=Preset.GENERAL, content=TERMS), author)
    yield Happening(SCHEME, AppraisalSchemeSubmitted(request=asked), author)
    yield Happening(SCHEME, AppraisalSchemeApproved(edition=1, signature=signed), decider)


def month_begins(month: int, scale: Scale) -> Iterator[Happening]:
    """Its cycle is opened, and everybody's appraisal comes as far as it has."""
    period = period_of(month)
    opened = AppraisalCycleOpened(
        kind=CycleKind.MONTHLY,
        starts=period.starts,
        ends=period.ends,
        self_due=period.ends + timedelta(days=3),
        evaluation_due=period.ends + timedelta(days=7),
        limit=period.ends + timedelta(days=21),
        openings=tuple(
            Opening(
                appraisal=AppraisalId(appraisal_id(month, number)),
                scheme=SCHEME,
                subjects=SubjectKind.PERSON,
                person=person(number),
            )
            for number in appraised(scale)
        ),
        uncovered=(person(DIRECTOR),),
    )
    yield Happening(cycle_id(month), opened, person(OF_HUMAN_RESOURCES))
    for number in appraised(scale):
        yield from islice(appraisal_begins(number, month, scale), steps(number, month, scale))


def month_goes_on(month: int, scale: Scale, turn: int) -> Iterator[Happening]:
    """As many events as began its appraisals: standings go elsewhere and back, who is not that far is reminded."""
    for number in appraised(scale):
        id, subject = appraisal_id(month, number), person(number)
        made = steps(number, month, scale)
        for place in range(made):
            level = (turn + made - 1 - place) % 3
            due = period_of(month).ends
            event = (
                following.AppraisalStandingCounted(standing=standing(number, month, streak=made - 1 - place))
                if made == STEPS
                else appraising.AppraisalReminded(matter=Matter.RESULT, due=due, level=level, to=(subject,))
            )
            yield Happening(id, event, person(OF_HUMAN_RESOURCES), subject)


def appraised(scale: Scale) -> range:
    return range(DIRECTOR + 1, scale.people)


def steps(number: int, month: int, scale: Scale) -> int:
    """How far an appraisal has come: of the last month not to delivery, of the one before to that and further."""
    match scale.months - month:
        case 1:
            return (3, 5, 6, 7)[number % 4]
        case 2:
            return (8, 10, STEPS)[number % 3]
    return STEPS


def appraisal_begins(number: int, month: int, scale: Scale) -> Iterator[Happening]:
    """Opened, scored by both sides and by human resources, delivered, talked about, finalised."""
    id, subject, superiors, hr = appraisal_id(month, number), person(number), line(number), person(OF_HUMAN_RESOURCES)
    superior, period, form = superiors[0], period_of(month), FormId(f"{id}-form")
    opened = appraising.AppraisalOpened(
        cycle=cycle_id(month),
        scheme=SCHEME,
        edition=1,
        terms=TERMS,
        period=period,
        subjects=SubjectKind.PERSON,
        subject=subject,
        unit=None,
        department=unit(number % scale.units),
        line=superiors,
        form=form,
        self_due=period.ends + timedelta(days=3),
        evaluation_due=period.ends + timedelta(days=7),
        limit=period.ends + timedelta(days=21),
    )
    aims = objectives(number)
    proposed = Proposal(content=aims, request=request(aims, superior, BEGINS), by_subject=False)
    confirmed = signature(aims, subject, Role.SUBJECT, BEGINS, Verdict.APPROVED)
    own = SelfAssessment(scores=scores(number, month, 3), summary="本月按计划完成了主要工作，跨部门沟通仍需加强。")
    judged = Evaluation(scores=scores(number, month, 0), summary="完成较好，报告质量有提升空间。", by=superior)
    signed = signature(judged, hr, Role.HR, BEGINS, Verdict.APPROVED)
    interview = Interview(on=period.ends + timedelta(days=12), participants=(subject, superior), performance="符合预期")
    events = (
        (opened, hr),
        (filling.AppraisalObjectivesSet(form=form, proposal=proposed), superior),
        (filling.AppraisalObjectivesConfirmed(form=form, signature=confirmed), subject),
        (appraising.IndicatorActualsCaptured(actuals=actuals(number)), hr),
        (filling.SelfAssessmentSubmitted(form=form, assessment=own, request=request(own, subject, BEGINS)), subject),
        (
            appraising.SuperiorEvaluationSubmitted(evaluation=judged, request=request(judged, superior, BEGINS)),
            superior,
        ),
        (appraising.AppraisalScored(composite=composite(number, month), signature=signed), hr),
        (appraising.AppraisalResultDelivered(to=(subject,)), hr),
        (appraising.AppraisalResultAcknowledged(answer=Answer.AGREE, comment="同意"), subject),
        (appraising.FeedbackInterviewHeld(interview=interview, improvements=improvements(id, period)), superior),
        (appraising.AppraisalFinalised(in_time=True, standing=standing(number, month, streak=0)), hr),
    )
    return (Happening(id, event, actor, subject) for event, actor in events)


def cycle_id(month: int) -> AppraisalCycleId:
    return AppraisalCycleId(f"appraisal-cycle-{month:02}")
