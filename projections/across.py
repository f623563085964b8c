"""Rows about all rooms at once: every event, every signature, and what every record waits for."""

from datetime import date, datetime
from typing import Any, NewType

from msgspec import Struct

from domain.shared.approval import Change, Verdict
from domain.shared.ids import PersonId, UnitId
from domain.shared.room import shown
from domain.shared.term import Role, Term
from domain.shared.values import civil

RowId = NewType("RowId", str)
RecordId = NewType("RecordId", str)
AnyPartId = NewType("AnyPartId", str)


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened, as it was recorded (AUDIT-02)."""

    id: RowId
    position: int
    """Its place in the one order of everything."""
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that it is about, if it is not about the whole."""
    parts: tuple[AnyPartId, ...]
    """The ids of the parts of the record that it changed."""
    type: str
    """The name under which it is stored."""
    version: int
    """Its place among the events of its record."""
    occurred_at: datetime
    """When it happened."""
    recorded_at: datetime
    """When it was written down."""
    actor: PersonId
    role: Role
    """The role in which the actor acted."""
    on_behalf_of: PersonId | None
    """Who had delegated it to the actor."""
    act: str
    command: str
    """The command that recorded it."""
    cause: str | None
    """The event that made the system act."""
    correlation: str
    """The command at the root of the chain of causes."""
    matrix: int
    """The version of the authority matrix that allowed it."""
    migrated: bool
    """Whether it was brought in from another system."""
    backdated: str
    """Why it was recorded later than it happened."""
    comment: str
    """What the actor said: the comment or the reason."""
    told: tuple[PersonId, ...]
    """Whom it tells: who got a plan, whose report was dismissed, who is reminded or called in."""
    payload: Any
    """The event itself."""


class Signature(Struct, frozen=True, kw_only=True):
    """A decision on exactly some content, or the asking for it (AUDIT-06)."""

    id: RowId
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that was decided on, if it was not the whole."""
    position: int
    """The place in the log of the event that holds it."""
    verdict: Verdict | None
    """What was decided; absent where a decision was asked for."""
    signer: PersonId
    """Who decided, or asked."""
    role: Role
    """The role in which it was done."""
    on_behalf_of: PersonId | None
    """Who had delegated it to the signer."""
    at: datetime
    comment: str
    round: int
    """How often a decision has been asked for."""
    content_version: int
    """The version of the content."""
    digest: str
    """SHA-256 of the content as canonical JSON."""
    matrix: int
    """The version of the authority matrix that allowed it."""
    changes: tuple[Change, ...]
    """What differs from the content of the last asking."""


class WorkItem(Struct, frozen=True, kw_only=True):
    """Something that a record waits for: for a person, or for whoever holds a role (API-08)."""

    id: RowId
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that it is about, if it is not about the whole."""
    act: str
    """What would settle it."""
    title: str
    person: PersonId | None
    """Whose work it is, when it is one person's."""
    role: Role | None
    """Whose work it is otherwise: that of everybody in the role."""
    unit: UnitId | None
    """The unit in which the role is meant, when it is meant in one."""
    waiting_since: datetime
    """Since when the record waits."""
    due: datetime | None
    """By when it should be settled."""
    barred: tuple[PersonId, ...]
    """Those whose matter it is: it is not theirs to settle, but that of whoever stands above them (ORG-09)."""


class ObligationStatus(Term):
    """What became of an obligation."""

    OPEN = "OPEN", "待履行"
    FULFILLED = "FULFILLED", "已履行"
    LAPSED = "LAPSED", "不再适用"


class Obligation(Struct, frozen=True, kw_only=True):
    """A duty that is due by a day, periodically or once: open, fulfilled in time or late, or lapsed (AUDIT-10)."""

    id: RowId
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that it is about, if it is not about the whole."""
    rule: str
    """The name of the rule that asks for it."""
    rule_zh: str
    """The same in Chinese."""
    requirement: str
    """Where the rule is required."""
    nth: int
    """Its number among those of the same rule and part, where they come again."""
    title: str
    person: PersonId | None
    """Who owes it, when it is one person."""
    role: Role | None
    """Who owes it otherwise: everybody in the role."""
    unit: UnitId | None
    """The unit in which the role is meant, when it is meant in one."""
    owed_since: datetime
    """Since when it is owed."""
    due: date
    """The last day on which it is done in time."""
    status: ObligationStatus
    settled_at: datetime | None
    """When it was fulfilled, or lapsed."""
    settled_by: PersonId | None
    """Who did that."""
    settled_position: int | None
    """The place in the log of the event that fulfilled it or let it lapse."""

    @shown
    def on_time(self) -> bool | None:
        """Whether it was fulfilled by its day; absent while it is open, and when it lapsed."""
        if self.settled_at is None or self.status is not ObligationStatus.FULFILLED:
            return None
        return civil(self.settled_at) <= self.due
