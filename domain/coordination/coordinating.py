"""Bringing units to agree: each is asked and answers; what they agree on is recorded, or decided above (ORG-14)."""

from collections.abc import Iterator
from datetime import date

from domain.coordination.answer import Answer
from domain.coordination.events import (
    CoordinationAgreed,
    CoordinationAnswered,
    CoordinationDecided,
    CoordinationFailed,
    CoordinationStarted,
    Question,
)
from domain.coordination.requesting import ahead, among, first_held
from domain.coordination.state import Coordination
from domain.coordination.terms import Stance
from domain.organisation.state import Organisation, company
from domain.shared.act import Context, act, allow
from domain.shared.ids import AnswerId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

ANSWERS_LATE = Reason(
    "coordination.answers_due",
    "The units are to answer by {answers_due}; that must be between today, {today}, and {due}.",
    "答复期限{answers_due}须在今天{today}至{due}之间。",
)
UNANSWERED = Reason("coordination.unanswered", "{units} have not answered yet.", "{units}尚未答复。")
OBJECTED = Reason(
    "coordination.objected",
    "{units} do not agree; they answer anew, or the coordination has failed.",
    "{units}尚有异议，须重新答复，否则协调未达成一致。",
)

COORDINATORS = tuple(allow(role, coordinator=role) for role in (Role.PG, Role.OG, Role.PO, Role.MGMT))


@act("启动部门协调", *COORDINATORS)
def start(
    coordination: Coordination,
    context: Context,
    *,
    lead: UnitId | None = None,
    supporting: tuple[UnitId, ...] | None = None,
    due: date | None = None,
    answers_due: date | None = None,
) -> Iterator[CoordinationStarted]:
    """Ask each unit what it says to the matter; what is left out stays as it was requested (ORG-14, PRIN-05).

    Without a day of their own the answers are due with the whole.
    """
    lead = lead or coordination.lead
    others = among(lead, coordination.supporting if supporting is None else supporting, context)
    due = ahead(due or coordination.due, context)
    if not context.today <= (answers_due := answers_due or due) <= due:
        raise ANSWERS_LATE(answers_due=answers_due, today=context.today, due=due)
    organisation = company(context.world)
    asked = (
        Question(answer=AnswerId(context.new_id("answer")), unit=unit, through=headed(organisation, unit))
        for unit in (lead, *others)
    )
    yield CoordinationStarted(lead=lead, supporting=others, due=due, asked=tuple(asked), answers_due=answers_due)


def headed(organisation: Organisation, unit: UnitId) -> UnitId:
    """The unit whose head speaks for a unit: itself, or the nearest above it that has one."""
    return next((each for each in organisation.upwards(unit) if organisation.head(each)), unit)


@act("答复部门协调", Role.HEAD)
def answer(
    coordination: Coordination, answer: Answer, context: Context, *, stance: Stance, text: Text
) -> Iterator[CoordinationAnswered]:
    """Say for the unit that was asked whether it agrees, and to what; it can be said anew until there is an end."""
    yield CoordinationAnswered(answer=answer.id, stance=stance, text=text)


@act("确认协调一致", *COORDINATORS, decides=True)
def agree(
    coordination: Coordination, context: Context, *, outcome: Text, until: date | None = None
) -> Iterator[CoordinationAgreed]:
    """Record what all units agree on, and by when it is to be done; never by a party to the matter (ORG-14, ORG-09)."""
    if coordination.awaited:
        raise UNANSWERED(units=[each.unit for each in coordination.awaited])
    if coordination.objections:
        raise OBJECTED(units=[each.unit for each in coordination.objections])
    yield CoordinationAgreed(outcome=outcome, until=day_for(coordination, until, context))


@act("协调未达成一致", *COORDINATORS, Role.SYSTEM)
def fail(coordination: Coordination, context: Context, *, reason: Text) -> Iterator[CoordinationFailed]:
    """Say that the units cannot be brought to agree: the president's office decides, or company management (ORG-14)."""
    organisation = company(context.world)
    above = () if coordination.coordinator is Role.PO else (Role.PO,)
    decider = first_held(organisation, context, *above)
    yield CoordinationFailed(reason=reason, decider=decider, to=organisation.holders(decider, context.today))


@act("裁定部门协调", allow(Role.PO, decider=Role.PO), Role.MGMT, decides=True)
def decide(
    coordination: Coordination, context: Context, *, outcome: Text, until: date | None = None
) -> Iterator[CoordinationDecided]:
    """Decide in place of units that do not agree; never by a party to the matter (ORG-14, ORG-09)."""
    yield CoordinationDecided(outcome=outcome, until=day_for(coordination, until, context))


def day_for(coordination: Coordination, until: date | None, context: Context) -> date:
    """By when it is to be done: the day given, or that of the request, or today when that is over. Refuses DUE_PAST."""
    return ahead(until or max(coordination.due, context.today), context)
