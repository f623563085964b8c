"""The opinion of a unit that was consulted on a plan (PLAN-13)."""

from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.plan.events import OpinionEvent, PlanOpinionDisposed, PlanOpinionRecorded
from domain.plan.terms import Disposition, OpinionStatus
from domain.shared.ids import OpinionId, PersonId, UnitId
from domain.shared.lifecycle import Lifecycle, move
from domain.shared.recorded import Stamp


class Opinion(Struct, frozen=True, kw_only=True):
    """What an invited unit said, and what became of it."""

    id: OpinionId
    status: OpinionStatus = OpinionStatus.INVITED
    unit: UnitId
    text: str = ""
    given_by: PersonId | None = None
    disposition: Disposition | None = None
    reason: str = ""


OPINION_LIFECYCLE: Lifecycle[OpinionStatus] = Lifecycle(
    {
        PlanOpinionRecorded: move(OpinionStatus.INVITED, OpinionStatus.RECORDED, to=OpinionStatus.RECORDED),
        PlanOpinionDisposed: move(OpinionStatus.RECORDED, to=OpinionStatus.DISPOSED),
    },
    final=frozenset({OpinionStatus.DISPOSED}),
)


def evolve_opinion(opinion: Opinion, event: OpinionEvent, stamp: Stamp) -> Opinion:
    match event:
        case PlanOpinionRecorded(text=text):
            return replace(opinion, text=text, given_by=stamp.actor)
        case PlanOpinionDisposed(disposition=disposition, reason=reason):
            return replace(opinion, disposition=disposition, reason=reason)
        case _:
            assert_never(event)
