"""What an auditor is given as a consumer, as lines of the log of reads (AUDIT-09)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from application.access import Caller
from application.feeds.events import Item
from application.reading import Read
from application.transaction import moment
from domain.consumer.state import Consumer


def read(consumer: Consumer, caller: Caller, items: Sequence[Item]) -> Read:
    """That these events are handed out: of which records they are, and by a digest at which positions."""
    positions = " ".join(str(each.position) for each in items)
    return Read(
        at=moment(datetime.now(UTC)),
        actor=caller.person,
        roles=tuple(sorted(caller.roles)),
        operation=f"{consumer.channel} {consumer.name}",
        fields=("consumer",),
        records=tuple(dict.fromkeys(each.stored.stream for each in items)),
        document=sha256(consumer.document.encode()).hexdigest(),
        variables=sha256(positions.encode()).hexdigest(),
        position=items[-1].position,
        past=False,
    )
