"""The rows of what records wait for and of what they owe by a day, and what each is called."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from domain.shared.ids import SYSTEM
from domain.shared.recorded import Recorded
from domain.shared.room import Obligation, Work
from projections import across


def keyed(record: str, entries: Iterable[Work]) -> dict[str, Work]:
    """The entries by ids that stay the same while somebody waits for the same of the same."""
    waiting: dict[str, Work] = {}
    for entry in entries:
        told = (record, entry.part, entry.act, entry.person, entry.role, entry.unit)
        key = ":".join(str(each) for each in told if each is not None)
        while key in waiting:
            key += "+"
        waiting[key] = entry
    return waiting


def work_item(key: str, entry: Work, record: str, room: str) -> across.WorkItem:
    return across.WorkItem(
        id=across.RowId(key),
        record=across.RecordId(record),
        room=room,
        part=across.AnyPartId(entry.part) if entry.part else None,
        act=entry.act,
        title=entry.title,
        person=entry.person,
        role=entry.role,
        unit=entry.unit,
        waiting_since=entry.since,
        due=entry.due,
        barred=entry.barred,
    )


def owed_key(record: str, owes: Obligation) -> str:
    """The id of an obligation's row: the same while it is the same duty, and when it is owed again."""
    told = (record, owes.rule.name, owes.part, owes.nth)
    return ":".join(str(each) for each in told if each is not None)


def owed(key: str, owes: Obligation, record: str, room: str, since: datetime) -> across.Obligation:
    return across.Obligation(
        id=across.RowId(key),
        record=across.RecordId(record),
        room=room,
        part=across.AnyPartId(owes.part) if owes.part else None,
        rule=owes.rule.name,
        rule_zh=owes.rule.zh,
        requirement=owes.rule.requirement,
        nth=owes.nth,
        title=owes.title,
        person=owes.person,
        role=owes.role,
        unit=owes.unit,
        owed_since=since,
        due=owes.due,
        status=across.ObligationStatus.OPEN,
        settled_at=None,
        settled_by=None,
        settled_position=None,
    )


def settled(item: across.Obligation, owes: Obligation, recorded: Recorded) -> across.Obligation:
    """The obligation as the event leaves it: fulfilled by one of its acts, or lapsed.

    What the system only notes, whoever made it do so has settled.
    """
    envelope, status = recorded.envelope, across.ObligationStatus
    caused = envelope.on_behalf_of if envelope.actor == SYSTEM else None
    return replace(
        item,
        status=status.FULFILLED if envelope.act in owes.rule.acts else status.LAPSED,
        settled_at=envelope.occurred_at,
        settled_by=caused or envelope.actor,
        settled_position=recorded.position,
    )
