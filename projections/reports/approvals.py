"""Reports about decisions: on one's own matter, in another's place, against advice, after the fact.

All but those under delegation, which an index finds, are kept as they are found (`findings.py`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from domain.shared.room import Room
from domain.shared.term import Role, Term
from projections.across import AnyPartId, RecordId, RowId
from projections.reports.deciding import decisions
from projections.reports.report import Report


class Capacity(Term):
    """How somebody came to decide on a matter of their own."""

    OWN = "OWN", "本人决定"
    AS_DELEGATE = "AS_DELEGATE", "代他人决定本人事项"
    THROUGH_DELEGATE = "THROUGH_DELEGATE", "由他人代为决定本人事项"


class Decision(Struct, frozen=True, kw_only=True):
    """A decision of somebody on something."""

    id: RowId
    position: int
    """The place in the log of the event that holds the decision."""
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that was decided on, if it was not the whole."""
    act: str
    verdict: Verdict | None
    """What was decided, where it was signed."""
    actor: PersonId
    """Who decided."""
    on_behalf_of: PersonId | None
    """Who had delegated it to the actor."""
    role: Role
    """The role in which it was decided."""
    occurred_at: datetime
    comment: str
    matrix: int
    """The version of the authority matrix that allowed it."""


class SelfApproval(Decision, frozen=True, kw_only=True):
    """Decisions on somebody's own matter, by themselves or by way of a delegation. There should be none (ORG-09)."""

    person: PersonId
    """Whose matter it was: who asked for the decision, or wrote or owns what was decided on."""
    capacity: Capacity
    """How the person came to decide."""


class DelegatedDecision(Decision, frozen=True, kw_only=True):
    """Decisions that somebody took in the place of another, who had delegated them (ORG-08)."""


def delegated(rooms: Sequence[Room]) -> str:
    return f"SELECT d.* FROM ({decisions(rooms)}) AS d WHERE d.on_behalf_of IS NOT NULL"


class DecisionAgainstOpinion(Decision, frozen=True, kw_only=True):
    """Approvals of what a reviewer had advised against, of exactly the same content (D-03)."""

    opinion: Verdict
    """What the reviewer had said."""
    reviewer: PersonId
    reviewer_role: Role
    """The role in which the reviewer spoke."""
    opinion_at: datetime
    """When the reviewer spoke."""
    opinion_position: int
    """The place of the opinion in the log."""
    objection: str
    """What the reviewer wrote."""


class ApprovalAfterTheFact(Decision, frozen=True, kw_only=True):
    """Approvals written down later than they are said to have happened, or than what was done upon them.

    What was done is told with the approval if it was written down before it, and else in a row of its own.
    """

    recorded_at: datetime
    """When the approval was written down."""
    backdated: str
    """Why it was written down later than it happened."""
    acted: str | None
    """The first event that presumes the approval and is said to have happened before it was written down."""
    acted_at: datetime | None
    """When that is said to have happened."""
    acted_position: int | None
    """The place of that event in the log."""


class ChangeBeforeApproval(Struct, frozen=True, kw_only=True):
    """What happened to something between the asking for a decision and the decision, and who did it."""

    id: RowId
    position: int
    """The place of the decision in the log."""
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that was changed, if it was not the whole."""
    change: str
    """The name under which the change is stored."""
    act: str
    """What was done."""
    actor: PersonId
    on_behalf_of: PersonId | None
    """Who had delegated it to the actor."""
    role: Role
    """The role in which the actor acted."""
    changed_at: datetime
    """When that was."""
    changed_position: int
    """The place of the change in the log."""
    comment: str
    payload: Any
    """The change itself."""
    asker: PersonId
    """Who had asked for the decision."""
    asked_position: int
    """The place of the asking in the log."""
    verdict: Verdict
    """What was decided then."""
    decider: PersonId
    """Who decided."""


WHO = ("room", "record", "actor", "role")
REPORTS = (
    Report(
        "self_approval", "self_approvals", "自我审批", SelfApproval,
        filters=(*WHO, "person", "capacity"),
    ),
    Report(
        "delegated_decision", "delegated_decisions", "委托决定", DelegatedDecision, delegated,
        filters=(*WHO, "on_behalf_of", "verdict"),
    ),
    Report(
        "decision_against_opinion", "decisions_against_opinion", "未采纳审核意见的决定", DecisionAgainstOpinion,
        filters=(*WHO, "reviewer"),
    ),
    Report(
        "approval_after_the_fact", "approvals_after_the_fact", "事后审批", ApprovalAfterTheFact, filters=WHO,
    ),
    Report(
        "change_before_approval", "changes_before_approval", "提交至审批之间的变更", ChangeBeforeApproval,
        filters=(*WHO, "asker", "decider", "verdict"), order=("position", "changed_position"),
    ),
)
