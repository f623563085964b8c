"""A log with events that no rule has looked at: what somebody might have slipped in, or recorded under older rules."""

from datetime import date, datetime, timedelta
from typing import Any

from domain.plan.adjustment_events import (
    AdjustmentOpinion,
    PlanAdjustmentApproved,
    PlanAdjustmentRejected,
    PlanAdjustmentRequested,
    PlanAdjustmentReviewed,
)
from domain.plan.events import PlanApproved, PlanDrafted, PlanIssued, PlanReturned, PlanSubmitted
from domain.plan.terms import Kind, Level, Recommendation
from domain.shared.approval import Request, Signature, Verdict
from domain.shared.ids import AdjustmentId, PersonId, UnitId
from domain.shared.recorded import Envelope, Recorded
from domain.shared.term import Role
from tests.plan.stories import QUARTERLY, application
from tests.projections.log import START, Log

ACTS = {
    "plan.submitted": "plan.submit", "plan.approved": "plan.approve", "plan.returned": "plan.return",
    "plan.issued": "plan.issue", "plan.adjustment.reviewed": "plan.give_opinion",
    "plan.adjustment.approved": "plan.approve_adjustment", "plan.adjustment.rejected": "plan.reject_adjustment",
    "goal.achieved": "goal.achieve", "plan.inspected": "plan.inspect",
}  # fmt: skip
CASE = timedelta(hours=1)
DM: dict[str, Any] = {"role": Role.DM}


class Forged(Log):
    """Each event happens an hour after the one before it, when nothing else is said."""

    def add(
        self,
        record: str,
        event: Any,
        by: str,
        *,
        role: Role = Role.EMP,
        for_: str | None = None,
        skip: int = 0,
        occurred: timedelta = timedelta(),
    ) -> int:
        """Record the event, `skip` positions after the next; `occurred` is how long it happened before that."""
        last = self.events[-1].position if self.events else 0
        position, type_ = last + 1 + skip, event.__struct_config__.tag
        at = START + position * CASE
        envelope = Envelope(
            id=f"event-{position:03}", occurred_at=at - occurred, recorded_at=at, actor=PersonId(by), role=role,
            on_behalf_of=PersonId(for_) if for_ else None, act=ACTS.get(type_, type_), command=f"command-{position}",
            correlation=f"command-{position}", matrix=3, backdated="The line was down" if occurred else "", event=event,
        )  # fmt: skip
        self.take(Recorded(position, record, len(self.streams[record]) + 1, type_, envelope))
        return position

    def log(self, after: int, limit: int) -> list[Recorded]:
        return [each for each in self.events if each.position > after][:limit]

    def submitted(self, plan: str, by: str, digest: str = "d1", unit: str = "sales", for_: str | None = None) -> None:
        """A plan that waits for a decision."""
        self.add(plan, drafted(unit), by, role=Role.PG)
        event = PlanSubmitted(request=asked(for_ or by, self.now, digest), late=False, superior=None)
        self.add(plan, event, by, role=Role.PG, for_=for_)

    def decided(self, plan: str, by: str, digest: str = "d1", *, returned: bool = False, **how: Any) -> int:
        """The decision on it."""
        event = PlanReturned if returned else PlanApproved
        verdict = Verdict.RETURNED if returned else Verdict.APPROVED
        return self.add(plan, event(signature=signed(by, self.now, verdict, digest, how.get("for_"))), by, **DM, **how)

    def issued(self, plan: str, by: str = "pia", **how: Any) -> int:
        """The issue of a plan."""
        return self.add(plan, PlanIssued(version=1, recipients=()), by, role=Role.PG, **how)

    def requested(self, plan: str, name: str) -> tuple[AdjustmentId, str]:
        """An application to change a plan: its id, and the digest of what is applied for."""
        id, digest = AdjustmentId(name), f"digest of {name}"
        request = asked("ron", self.now, digest)
        self.add(
            plan,
            PlanAdjustmentRequested(
                adjustment=id,
                unit=UnitId("sales"),
                base_version=1,
                request=request,
                content=application("task-1"),
                follows=None,
            ),
            "ron",
        )
        return id, digest

    def adjustment(self, plan: str, name: str, advice: Verdict, verdict: Verdict) -> None:
        """An application to change a plan, the plan group's opinion, and the decision."""
        id, digest = self.requested(plan, name)
        word = Recommendation.ENDORSE if advice is Verdict.ENDORSED else Recommendation.NOT_ENDORSE
        opinion = AdjustmentOpinion(
            recommendation=word, objective=True, reasonable=True, necessary=True, keeps_company_goals=True,
            operable=True, text="I have looked",
        )  # fmt: skip
        signature = signed("pia", self.now, advice, digest, comment="It will cost us")
        self.add(plan, PlanAdjustmentReviewed(adjustment=id, opinion=opinion, signature=signature), "pia", role=Role.PG)
        event = PlanAdjustmentApproved if verdict is Verdict.APPROVED else PlanAdjustmentRejected
        self.add(plan, event(adjustment=id, signature=signed("dora", self.now, verdict, digest)), "dora", **DM)

    @property
    def now(self) -> datetime:
        """When the next event will have happened."""
        return START + ((self.events[-1].position if self.events else 0) + 1) * CASE


def drafted(unit: str) -> PlanDrafted:
    """A quarterly plan of the unit."""
    return PlanDrafted(
        kind=Kind.COMPANY, level=Level.QUARTERLY, unit=UnitId(unit), starts=date(2026, 1, 1), ends=date(2026, 3, 31),
        parent=None, progress=None, copied_from=None, content=QUARTERLY,
    )  # fmt: skip


def asked(by: str, at: datetime, digest: str) -> Request:
    """The asking for a decision on some content."""
    return Request(round=1, asked_by=PersonId(by), asked_at=at, content_version=1, digest=digest)


def signed(
    by: str, at: datetime, verdict: Verdict, digest: str, for_: str | None = None, comment: str = ""
) -> Signature:
    """A signature on that content."""
    return Signature(
        signer=PersonId(by), role=Role.DM, on_behalf_of=PersonId(for_) if for_ else None, at=at, verdict=verdict,
        round=1, content_version=1, digest=digest, matrix=3, comment=comment,
    )  # fmt: skip
