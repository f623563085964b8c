"""What follows from a result, as proposals that become records with approvals of their own (APPR-17 to APPR-21)."""

from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import asdict, replace

from domain.appraisal.following_events import (
    AppraisalConsequenceProposed,
    AppraisalConsequenceReissued,
    AppraisalConsequenceWithdrawn,
    ConsequenceEvent,
)
from domain.appraisal.terms import ConsequenceKind, ConsequenceStatus
from domain.appraisal.values import Link
from domain.shared.ids import AppraisalId, ConsequenceId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp

PROPOSED, WITHDRAWN = ConsequenceStatus


class Consequence(Struct, frozen=True, kw_only=True):
    """Something that is to follow from the result."""

    id: ConsequenceId
    status: ConsequenceStatus = PROPOSED
    kind: ConsequenceKind
    text: str
    link: Link
    """The record that it becomes."""
    score: Decimal
    """The score that it rests on."""
    base: Decimal | None
    coefficient: Decimal | None
    amount: Decimal | None
    """Base × coefficient, in CNY to the cent."""
    indicators: tuple[str, ...]
    cited: tuple[AppraisalId, ...]
    """The appraisals that a promotion rests on (APPR-18)."""
    reissues: int = 0
    """How often it was computed again after a correction."""
    ending: str = ""
    """Why it was withdrawn."""


CONSEQUENCE_LIFECYCLE: Lifecycle[ConsequenceStatus] = Lifecycle(
    {
        AppraisalConsequenceProposed: move(UNBORN, to=PROPOSED),
        AppraisalConsequenceReissued: move(PROPOSED),
        AppraisalConsequenceWithdrawn: move(PROPOSED, to=WITHDRAWN),
    },
    final=frozenset({WITHDRAWN}),
)


def evolve_consequence(consequence: Consequence | None, event: ConsequenceEvent, _: Stamp) -> Consequence:
    """The consequence after the event."""
    if isinstance(event, AppraisalConsequenceProposed):
        given = asdict(event)
        return Consequence(id=given.pop("consequence"), **given)
    assert consequence is not None
    match event:
        case AppraisalConsequenceReissued(score=score, coefficient=coefficient, amount=amount):
            reissues = consequence.reissues + 1
            return replace(consequence, score=score, coefficient=coefficient, amount=amount, reissues=reissues)
        case AppraisalConsequenceWithdrawn(reason=reason):
            return replace(consequence, ending=reason)
        case _:
            assert_never(event)
