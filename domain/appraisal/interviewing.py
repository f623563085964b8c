"""The feedback interview, and the improvements agreed in it (APPR-13, APPR-14)."""

from collections.abc import Iterator
from datetime import date

from domain.appraisal.events import FeedbackInterviewDeclined, FeedbackInterviewHeld
from domain.appraisal.following_events import AppraisalImprovementAssessed, AppraisalImprovementsCarried
from domain.appraisal.improvement import AGREED, Improvement
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ImprovementStatus
from domain.appraisal.values import ImprovementDraft, ImprovementMade, Interview
from domain.organisation.rules import there_on
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.ids import AppraisalId, ImprovementId, PersonId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, civil

WITHOUT_SUBJECT = Reason(
    "appraisal.interview_without_subject",
    "The interview is held with {subject}, who must be among the participants.",
    "面谈须有{subject}本人参加。",
)
ALONE = Reason(
    "appraisal.interview_alone",
    "Nobody holds an interview with themselves: name who else took part beside {subject}.",
    "面谈不能只有{subject}一人，须列明其他参加人。",
)
NOT_THEN = Reason(
    "appraisal.interview_date",
    "The interview follows the delivery on {delivered} and is recorded once held; {day} is not such a day.",
    "面谈应在{delivered}反馈之后进行，且只能记录已进行的面谈；{day}无效。",
)
DUE_PAST = Reason("appraisal.improvement_due", "{day} is not after the interview.", "改进期限{day}须晚于面谈日期。")
NOT_AN_END = Reason("appraisal.improvement_end", "Say whether it was achieved or not.", "请说明改进事项是否达成。")


@act("记录绩效面谈", Role.HR, Role.SUP, Role.SUBJECT)
def hold_interview(
    appraisal: Appraisal,
    context: Context,
    *,
    on: date,
    participants: tuple[PersonId, ...],
    performance: Text,
    suggestions: Text,
    employee_view: Text,
    improvements: tuple[ImprovementDraft, ...] = (),
) -> Iterator[FeedbackInterviewHeld]:
    """Record the feedback interview: what was said on either side, and which improvements were agreed (APPR-13)."""
    assert appraisal.delivered_at is not None
    delivered = civil(appraisal.delivered_at)
    if not delivered <= on <= context.today:
        raise NOT_THEN(delivered=delivered, day=on)
    if appraisal.subject not in participants:
        raise WITHOUT_SUBJECT(subject=appraisal.subject)
    if set(participants) == {appraisal.subject}:
        raise ALONE(subject=appraisal.subject)
    for person in participants:
        there_on(company(context.world), person, on)
    for each in improvements:
        if each.due <= on:
            raise DUE_PAST(day=each.due)
    interview = Interview(
        on=on,
        participants=tuple(dict.fromkeys(participants)),
        performance=performance,
        suggestions=suggestions,
        employee_view=employee_view,
    )
    agreed = tuple(
        ImprovementMade(
            id=ImprovementId(context.new_id("improvement")), what=each.what, due=each.due, support=each.support
        )
        for each in improvements
    )
    yield FeedbackInterviewHeld(interview=interview, improvements=agreed)


@act("记录未面谈", Role.HR, Role.SUP, Role.SUBJECT)
def decline_interview(appraisal: Appraisal, context: Context, *, reason: Text) -> Iterator[FeedbackInterviewDeclined]:
    """Record that the subject does not attend an interview, and why (APPR-13)."""
    yield FeedbackInterviewDeclined(interview=Interview(on=context.today, declined=reason))


@act("结转改进事项", Role.SYSTEM)
def carry_improvements(
    appraisal: Appraisal, context: Context, *, earlier: AppraisalId
) -> Iterator[AppraisalImprovementsCarried]:
    """Show in this appraisal what an earlier one of the subject agreed and nobody has settled yet (APPR-14)."""
    source = context.world.get(Appraisal, earlier)
    known = {(each.origin, each.what, each.due) for each in appraisal.improvements.values()}
    open_ = [each for each in source.improvements.values() if each.status is AGREED] if source else []
    carried = tuple(
        ImprovementMade(
            id=ImprovementId(context.new_id("improvement")),
            what=each.what,
            due=each.due,
            support=each.support,
            origin=each.origin or earlier,
        )
        for each in open_
        if (each.origin or earlier, each.what, each.due) not in known
    )
    if carried:
        yield AppraisalImprovementsCarried(earlier=earlier, improvements=carried)


@act("评定改进事项", Role.SUP, Role.HR, decides=True)
def assess_improvement(
    appraisal: Appraisal, improvement: Improvement, context: Context, *, status: ImprovementStatus, comment: Text
) -> Iterator[AppraisalImprovementAssessed]:
    """Say whether something that was to be improved has been (APPR-14)."""
    if status is AGREED:
        raise NOT_AN_END()
    yield AppraisalImprovementAssessed(improvement=improvement.id, status=status, comment=comment)
