"""Reports about decisions: on one's own matter, in another's place, against advice, after the fact."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from domain.shared.room import Room
from domain.shared.term import Role, Term
from projections.across import AnyPartId, RecordId
from projections.reports.deciding import MATTERS, asking, decisions, presumed
from projections.reports.report import Report, listed

YES = listed((Verdict.APPROVED, Verdict.PASSED))
NO = listed((Verdict.NOT_ENDORSED, Verdict.FAILED))


class Capacity(Term):
    """How somebody came to decide on a matter of their own."""

    OWN = "OWN", "本人决定"
    AS_DELEGATE = "AS_DELEGATE", "代他人决定本人事项"
    THROUGH_DELEGATE = "THROUGH_DELEGATE", "由他人代为决定本人事项"


class Decision(Struct, frozen=True, kw_only=True):
    """A decision of somebody on something."""

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


OF_DECISION = "d.id, d.position, d.record, d.room, d.part, d.act, d.verdict, d.actor, d.on_behalf_of, d.role"
OF_DECISION += ", d.occurred_at, d.comment, d.matrix"


class SelfApproval(Decision, frozen=True, kw_only=True):
    """Decisions on somebody's own matter, by themselves or by way of a delegation. There should be none (ORG-09)."""

    person: PersonId
    """Whose matter it was: who asked for the decision, or wrote or owns what was decided on."""
    capacity: Capacity
    """How the person came to decide."""


def self_approvals(rooms: Sequence[Room]) -> str:
    """Each way to a person is joined to the decisions by itself: so what is asked of decisions narrows every one."""
    matters = [(decision, *each) for decision, origins in MATTERS.items() for each in origins]
    pairs = ", ".join(f"({listed(each)})" for each in matters)
    asked = f"FROM decided AS d JOIN signature AS a ON {asking('d', 'a')}"
    origin = "CASE WHEN o.member = '' THEN coalesce(e.on_behalf_of, e.actor) ELSE e.payload ->> o.member END"
    own = "IN (d.actor, d.on_behalf_of)"
    return f"""
        WITH decided AS NOT MATERIALIZED ({decisions(rooms)}),
        origins (decision, origin, member) AS (VALUES {pairs}),
        matter AS NOT MATERIALIZED (
            SELECT d.*, a.signer AS person {asked} WHERE a.signer {own}
            UNION SELECT d.*, a.on_behalf_of {asked} WHERE a.on_behalf_of {own}
            UNION SELECT d.*, {origin} FROM decided AS d JOIN origins AS o ON o.decision = d.type
            JOIN event AS e ON e.record = d.record AND e.type = o.origin AND e.position < d.position
                AND (e.part IS NULL OR d.part IS NULL OR e.part = d.part)
            WHERE {origin} {own}
        )
        SELECT d.id || '/' || d.person AS {OF_DECISION.removeprefix("d.")}, d.person,
            CASE WHEN d.person = d.on_behalf_of THEN '{Capacity.THROUGH_DELEGATE}'
                WHEN d.on_behalf_of IS NULL THEN '{Capacity.OWN}' ELSE '{Capacity.AS_DELEGATE}' END AS capacity
        FROM matter AS d"""


class DelegatedDecision(Decision, frozen=True, kw_only=True):
    """Decisions that somebody took in the place of another, who had delegated them (ORG-08)."""


def delegated(rooms: Sequence[Room]) -> str:
    return f"SELECT {OF_DECISION} FROM ({decisions(rooms)}) AS d WHERE d.on_behalf_of IS NOT NULL"


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


def against_opinion(rooms: Sequence[Room]) -> str:
    return f"""
        SELECT d.id || '/' || o.id AS {OF_DECISION.removeprefix("d.")}, o.verdict AS opinion, o.signer AS reviewer,
            o.role AS reviewer_role, o.at AS opinion_at, o.position AS opinion_position, o.comment AS objection
        FROM ({decisions(rooms)}) AS d JOIN signature AS o ON o.record = d.record AND o.digest = d.digest
            AND o.round = d.round AND o.position < d.position AND o.verdict IN ({NO})
        WHERE d.verdict IN ({YES})"""


class ApprovalAfterTheFact(Decision, frozen=True, kw_only=True):
    """Approvals written down later than they are said to have happened, or than what was done upon them."""

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


def after_the_fact(rooms: Sequence[Room]) -> str:
    pairs = ", ".join(f"({listed(each)})" for each in presumed(rooms)) or "(NULL, NULL)"
    asked = f"SELECT max(a.position) FROM signature AS a WHERE {asking('d', 'a')}"
    return f"""
        WITH presumed (approval, later) AS (VALUES {pairs}),
        approved AS (SELECT d.*, coalesce(({asked}), 0) AS asked
            FROM ({decisions(rooms)}) AS d WHERE d.verdict IN ({YES}) AND NOT d.migrated),
        acting AS (
            SELECT d.id AS decision, min(e.position) AS position
            FROM approved AS d JOIN presumed AS p ON p.approval = d.type
            JOIN event AS e ON e.record = d.record AND e.type = p.later AND e.position > d.asked
                AND (e.part IS NULL OR d.part IS NULL OR e.part = d.part)
                AND (e.position < d.position OR e.occurred_at < d.recorded_at)
            GROUP BY d.id
        )
        SELECT d.id, CASE WHEN e.position > d.position THEN e.position ELSE d.position END AS position,
            {OF_DECISION.removeprefix("d.id, d.position, ")}, d.recorded_at, d.backdated, e.type AS acted,
            e.occurred_at AS acted_at, e.position AS acted_position
        FROM approved AS d LEFT JOIN acting AS x ON x.decision = d.id LEFT JOIN event AS e ON e.position = x.position
        WHERE d.occurred_at < d.recorded_at OR e.id IS NOT NULL"""


class ChangeBeforeApproval(Struct, frozen=True, kw_only=True):
    """What happened to something between the asking for a decision and the decision, and who did it."""

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


def before_approval(rooms: Sequence[Room]) -> str:
    asked = f"SELECT max(a.position) FROM signature AS a WHERE {asking('d', 'a')}"
    return f"""
        SELECT d.id || '/' || e.id AS id, d.position, e.record, e.room, e.part, e.type AS change, e.act, e.actor,
            e.on_behalf_of, e.role, e.occurred_at AS changed_at, e.position AS changed_position, e.comment, e.payload,
            a.signer AS asker, a.position AS asked_position, d.verdict, d.actor AS decider
        FROM ({decisions(rooms)}) AS d
        JOIN signature AS a ON a.position = ({asked}) AND {asking("d", "a")}
        JOIN event AS e ON e.record = d.record AND e.position > a.position AND e.position < d.position
            AND (a.part IS NULL OR e.part = a.part)
        WHERE d.verdict IN ({listed((Verdict.APPROVED, Verdict.RETURNED, Verdict.REJECTED))})
            AND NOT EXISTS (SELECT 1 FROM signature AS o WHERE o.position = e.position AND o.digest = d.digest)"""


WHO = ("room", "record", "actor", "role")
REPORTS = (
    Report(
        "self_approval", "self_approvals", "自我审批", SelfApproval, self_approvals,
        filters=(*WHO, "person", "capacity"),
    ),
    Report(
        "delegated_decision", "delegated_decisions", "委托决定", DelegatedDecision, delegated,
        filters=(*WHO, "on_behalf_of", "verdict"),
    ),
    Report(
        "decision_against_opinion", "decisions_against_opinion", "未采纳审核意见的决定", DecisionAgainstOpinion,
        against_opinion, filters=(*WHO, "reviewer"),
    ),
    Report(
        "approval_after_the_fact", "approvals_after_the_fact", "事后审批", ApprovalAfterTheFact, after_the_fact,
        filters=WHO,
    ),
    Report(
        "change_before_approval", "changes_before_approval", "提交至审批之间的变更", ChangeBeforeApproval,
        before_approval, filters=(*WHO, "asker", "decider", "verdict"), order=("position", "changed_position"),
    ),
)
