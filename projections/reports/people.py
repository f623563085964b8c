"""The report about people: everything that one of them did or decided."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from domain.shared.room import Room
from domain.shared.term import Role, Term
from projections.across import AnyPartId, RecordId
from projections.reports.deciding import deciding
from projections.reports.report import Report, listed


class Hand(Term):
    """Whether somebody acted, or had another act for them."""

    ACTOR = "ACTOR", "本人操作"
    PRINCIPAL = "PRINCIPAL", "由他人代为操作"


class PersonAct(Struct, frozen=True, kw_only=True):
    """Everything that somebody did or decided, and everything that was done on their behalf."""

    position: int
    """Its place in the log."""
    person: PersonId
    hand: Hand
    """Whether the person acted, or another for the person."""
    other: PersonId | None
    """Who acted for the person, or on whose behalf the person acted."""
    role: Role
    """The role in which it was done."""
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that it is about, if it is not about the whole."""
    act: str
    type: str
    """The name under which it is stored."""
    decided: bool
    """Whether it judged somebody's work."""
    verdict: Verdict | None
    """What was decided, where it was signed."""
    occurred_at: datetime
    recorded_at: datetime
    """When it was written down."""
    comment: str
    matrix: int
    """The version of the authority matrix that allowed it."""


def acts(rooms: Sequence[Room]) -> str:
    judging = f"act IN ({listed(act.name for act in deciding(rooms))})"
    verdict = "(SELECT min(s.verdict) FROM signature AS s WHERE s.position = event.position)"
    about = f"record, room, part, act, type, {judging} AS decided, {verdict} AS verdict"
    rest = f"role, {about}, occurred_at, recorded_at, comment, matrix"
    return f"""
        SELECT id || '/{Hand.ACTOR}' AS id, position, actor AS person, '{Hand.ACTOR}' AS hand, on_behalf_of AS other,
            {rest} FROM event
        UNION ALL SELECT id || '/{Hand.PRINCIPAL}', position, on_behalf_of, '{Hand.PRINCIPAL}', actor,
            {rest} FROM event WHERE on_behalf_of IS NOT NULL"""


REPORTS = (
    Report(
        "person_act", "person_acts", "个人操作与决定", PersonAct, acts,
        filters=("person", "hand", "room", "record", "act", "decided"),
    ),
)
