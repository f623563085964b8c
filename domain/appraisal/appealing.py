"""The one appeal against a result, decided by somebody who had no hand in it (APPR-15)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.appraisal.assessing import complete
from domain.appraisal.composing import composed
from domain.appraisal.events import (
    AppraisalAppealDismissed,
    AppraisalAppealLodged,
    AppraisalAppealUpheld,
    AppraisalRescored,
)
from domain.appraisal.relations import is_left_to_heads, others_in_human_resources, units_of_human_resources
from domain.appraisal.state import Appraisal
from domain.appraisal.values import Appeal, Grounds, Score
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, civil

DAYS = 5
"""Working days after delivery in which a result can be appealed."""

APPEALED = Reason("appraisal.appealed", "The result was appealed once already.", "考核结果只能申诉一次。")
TOO_LATE = Reason(
    "appraisal.appeal_too_late",
    "A result can be appealed within {days} working days; this one was delivered on {delivered}, so until {until}.",
    "申诉须在反馈后{days}个工作日内提出；本结果于{delivered}反馈，申诉截止{until}。",
)
NOTHING_RESCORED = Reason(
    "appraisal.nothing_rescored",
    "Neither points nor adjustment would change: name what is scored otherwise, or dismiss the appeal.",
    "评分和调整分均无变化：请列明改评的内容，或驳回申诉。",
)
NOBODY_DECIDES = Reason(
    "appraisal.nobody_decides",
    "Everybody in human resources, and everybody above its head, had a hand in this result, so nobody can decide on an"
    " appeal. Ask an administrator to assign somebody else to human resources, and appeal then.",
    "人力资源部门全体人员及其上级均参与了本次考核，无人可受理申诉。请管理员向人力资源部门另行指派人员后再提出申诉。",
)


@act("提出申诉", Role.SUBJECT)
def lodge_appeal(appraisal: Appraisal, context: Context, *, reason: Text) -> Iterator[AppraisalAppealLodged]:
    """Contest the result, once, within five working days of its delivery (APPR-15).

    The head of human resources decides, or whoever is above; if all of them had a hand in the result, others in human
    resources do.
    """
    if appraisal.appeal is not None:
        raise APPEALED()
    assert appraisal.composite is not None and appraisal.delivered_at is not None
    organisation = company(context.world)
    if context.today > (until := last_day(appraisal, organisation)):
        raise TOO_LATE(days=DAYS, delivered=civil(appraisal.delivered_at), until=until)
    left_to_heads = is_left_to_heads(appraisal, organisation)
    if not left_to_heads and not others_in_human_resources(appraisal, organisation):
        raise NOBODY_DECIDES()
    grounds = Grounds(composite=appraisal.composite, reason=reason)
    appeal = Appeal(
        grounds=grounds,
        request=ask(grounds, context, None, None),
        before=appraisal.status,
        decided_in=tuple(units_of_human_resources(organisation)) if left_to_heads else (),
    )
    yield AppraisalAppealLodged(appeal=appeal)


@act("支持申诉", Role.HEAD, decides=True)
def uphold_appeal(
    appraisal: Appraisal,
    context: Context,
    *,
    hearing: Text,
    reason: Text,
    scores: tuple[Score, ...] = (),
    adjustment: Decimal | None = None,
) -> Iterator[AppraisalRescored | AppraisalAppealUpheld]:
    """Score anew after hearing the superior: with other points for the indicators named, or another adjustment.

    Points and adjustment that are not named stay as they were. The head of human resources decides, but for whoever
    scored or evaluated; the score before stays in the log.
    """
    assert appraisal.evaluation is not None and appraisal.appeal is not None
    before = appraisal.appeal.grounds.composite
    corrected = {each.indicator for each in scores}
    kept = tuple(each for each in appraisal.evaluation.scores if each.indicator not in corrected)
    complete(merged := (*kept, *scores), appraisal)
    adjusting = (before.adjustment, before.reason) if adjustment is None else (adjustment, reason)
    composite = composed(appraisal, merged, *adjusting, context.world)
    if (composite.components, composite.adjustment) == (before.components, before.adjustment):
        raise NOTHING_RESCORED()
    yield AppraisalRescored(composite=composite)
    yield AppraisalAppealUpheld(
        hearing=hearing,
        back_to=appraisal.appeal.before,
        signature=signed(appraisal.appeal, context, Verdict.APPROVED, reason),
    )


@act("驳回申诉", Role.HEAD, decides=True)
def dismiss_appeal(
    appraisal: Appraisal, context: Context, *, hearing: Text, comment: Text
) -> Iterator[AppraisalAppealDismissed]:
    """Leave the score as it is, after hearing the superior, and say why (APPR-15)."""
    assert appraisal.appeal is not None
    yield AppraisalAppealDismissed(
        hearing=hearing,
        back_to=appraisal.appeal.before,
        signature=signed(appraisal.appeal, context, Verdict.REJECTED, comment),
    )


def signed(appeal: Appeal, context: Context, verdict: Verdict, comment: str) -> Signature:
    return sign(appeal.request, appeal.grounds, context, verdict, comment)


def last_day(appraisal: Appraisal, organisation: Organisation) -> date:
    """The last day on which the result can be appealed."""
    assert appraisal.delivered_at is not None
    return organisation.calendar.add(civil(appraisal.delivered_at), DAYS)
