"""Money of a project: bound by commitments, spent as costs (PROJ-15)."""

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.project.execution_events import (
    CommitmentEvent,
    CostEvent,
    ProjectCommitmentReleased,
    ProjectCostCommitted,
    ProjectCostPosted,
    ProjectCostReversed,
)
from domain.project.terms import CommitmentStatus, CostStatus
from domain.shared.ids import CommitmentId, CostId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import shown

NOTHING = Decimal(0)


class Commitment(Struct, frozen=True, kw_only=True):
    """An order or a contract that binds money of a budget line, in CNY."""

    id: CommitmentId
    status: CommitmentStatus = CommitmentStatus.OPEN
    line: str
    title: str
    party: str
    """To whom the money is promised."""
    amount: Decimal
    posted: Decimal = NOTHING
    """How much of it has been spent."""
    committed_at: datetime
    ending: str = ""
    """Why it was released."""

    @shown
    def bound(self) -> Decimal:
        """How much it still binds."""
        return self.amount - self.posted if self.status is CommitmentStatus.OPEN else NOTHING


COMMITMENT_LIFECYCLE: Lifecycle[CommitmentStatus] = Lifecycle(
    {
        ProjectCostCommitted: move(UNBORN, to=CommitmentStatus.OPEN),
        ProjectCommitmentReleased: move(CommitmentStatus.OPEN, to=CommitmentStatus.RELEASED),
    },
    final=frozenset({CommitmentStatus.SETTLED, CommitmentStatus.RELEASED}),
)


def evolve_commitment(commitment: Commitment | None, event: CommitmentEvent, stamp: Stamp) -> Commitment:
    match event:
        case ProjectCostCommitted(commitment=id, line=line, title=title, party=party, amount=amount):
            return Commitment(id=id, line=line, title=title, party=party, amount=amount, committed_at=stamp.at)
        case ProjectCommitmentReleased(reason=reason):
            assert commitment is not None
            return replace(commitment, ending=reason)
        case _:
            assert_never(event)


class Cost(Struct, frozen=True, kw_only=True):
    """Money that was spent, in CNY."""

    id: CostId
    status: CostStatus = CostStatus.POSTED
    line: str
    title: str
    amount: Decimal
    spent_on: date
    posted_at: datetime
    commitment: CommitmentId | None = None
    reversal: str = ""
    """Why it does not count."""


COST_LIFECYCLE: Lifecycle[CostStatus] = Lifecycle(
    {
        ProjectCostPosted: move(UNBORN, to=CostStatus.POSTED),
        ProjectCostReversed: move(CostStatus.POSTED, to=CostStatus.REVERSED),
    },
    final=frozenset({CostStatus.REVERSED}),
)


def evolve_cost(cost: Cost | None, event: CostEvent, stamp: Stamp) -> Cost:
    match event:
        case ProjectCostPosted():
            return Cost(
                id=event.cost,
                line=event.line,
                title=event.title,
                amount=event.amount,
                spent_on=event.spent_on,
                posted_at=stamp.at,
                commitment=event.commitment,
            )
        case ProjectCostReversed(reason=reason):
            assert cost is not None
            return replace(cost, reversal=reason)
        case _:
            assert_never(event)
