"""Agreeing on what the subject is to achieve: one party proposes, the other confirms (APPR-26)."""

from collections.abc import Iterator

from domain.appraisal.form import Form
from domain.appraisal.form_events import (
    AppraisalObjectivesChanged,
    AppraisalObjectivesConfirmed,
    AppraisalObjectivesSet,
)
from domain.appraisal.state import Appraisal
from domain.appraisal.values import Objective, Objectives, Proposal
from domain.organisation.rules import duty_in_force
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.approval import Verdict, ask, sign
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text, repeats

NO_OBJECTIVES = Reason("appraisal.no_objectives", "Name at least one objective.", "请至少填写一项目标。")
INDICATOR_UNKNOWN = Reason(
    "appraisal.indicator_unknown", "The scheme has no indicators {indicators}.", "方案中没有指标{indicators}。"
)
TARGET_ALONE = Reason(
    "appraisal.target_without_indicator",
    "A target needs the indicator by which it is measured: {objectives}.",
    "目标值须注明所衡量的指标：{objectives}。",
)
TARGET_TWICE = Reason(
    "appraisal.target_twice",
    "More than one objective sets a target for {indicators}.",
    "指标{indicators}被多项目标重复设定目标值。",
)
CONFIRMED_ALREADY = Reason(
    "appraisal.objectives_confirmed",
    "Objectives are confirmed already; change them, giving a reason.",
    "目标已经确认；如需变更须说明原因。",
)
NOT_CONFIRMED = Reason(
    "appraisal.objectives_not_confirmed",
    "No objectives are confirmed yet that could be changed; set them.",
    "尚无已确认的目标可变更，请先设定。",
)
NOTHING_PROPOSED = Reason("appraisal.nothing_proposed", "Nothing waits to be confirmed.", "没有待确认的目标。")
SAME_PARTY = Reason(
    "appraisal.same_party",
    "Superior and subject must both agree; {person} is on the side that proposed it.",
    "目标须由上级与被考核人双方确认；{person}属于提出的一方。",
)


@act("设定考核目标", Role.SUP, Role.SUBJECT)
def set_objectives(
    appraisal: Appraisal, form: Form, context: Context, *, objectives: tuple[Objective, ...]
) -> Iterator[AppraisalObjectivesSet]:
    """Propose the objectives of the period; they hold once the other party confirms them (APPR-26)."""
    if form.objectives is not None:
        raise CONFIRMED_ALREADY()
    yield AppraisalObjectivesSet(form=form.id, proposal=proposed(appraisal, form, context, objectives, ""))


@act("变更考核目标", Role.SUP, Role.SUBJECT)
def change_objectives(
    appraisal: Appraisal, form: Form, context: Context, *, objectives: tuple[Objective, ...], reason: Text
) -> Iterator[AppraisalObjectivesChanged]:
    """Propose other objectives within the period, with the reason; those before hold until confirmed (APPR-26)."""
    if form.objectives is None:
        raise NOT_CONFIRMED()
    yield AppraisalObjectivesChanged(form=form.id, proposal=proposed(appraisal, form, context, objectives, reason))


@act("确认考核目标", Role.SUP, Role.SUBJECT)
def confirm_objectives(
    appraisal: Appraisal, form: Form, context: Context, *, comment: str = ""
) -> Iterator[AppraisalObjectivesConfirmed]:
    """Agree to the objectives that the other party has proposed (APPR-26)."""
    proposal = form.proposal
    if proposal is None:
        raise NOTHING_PROPOSED()
    if proposal.by_subject is for_subject(form, context):
        raise SAME_PARTY(person=context.actor)
    signature = sign(proposal.request, proposal.content, context, Verdict.APPROVED, comment)
    yield AppraisalObjectivesConfirmed(form=form.id, signature=signature)


def proposed(
    appraisal: Appraisal, form: Form, context: Context, objectives: tuple[Objective, ...], reason: str
) -> Proposal:
    """A proposal of objectives that the scheme can measure and the company asks for."""
    if not objectives:
        raise NO_OBJECTIVES()
    named = (each.indicator for each in objectives if each.indicator is not None)
    if unknown := [key for key in named if appraisal.terms.indicator(key) is None]:
        raise INDICATOR_UNKNOWN(indicators=unknown)
    if alone := [each.text for each in objectives if each.target is not None and each.indicator is None]:
        raise TARGET_ALONE(objectives=alone)
    if twice := repeats(each.indicator for each in objectives if each.target is not None and each.indicator):
        raise TARGET_TWICE(indicators=twice)
    organisation = company(context.world)
    for each in objectives:
        if each.duty is not None:
            duty_in_force(organisation, each.duty)
    content = Objectives(objectives=objectives, reason=reason)
    previous = form.proposal.request if form.proposal else None
    return Proposal(
        content=content,
        request=ask(content, context, previous, form.objectives),
        by_subject=for_subject(form, context),
    )


def for_subject(form: Form, context: Context) -> bool:
    """Whether the subject has a hand in it, for themselves or in somebody's place."""
    return form.subject in (context.actor, context.principal)
