"""Looking through the log of refused commands (AUDIT-07)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from application.store import Refusal, Store

AT_ONCE = 1_000


class Wanted(NamedTuple):
    """Which refusals are wanted: all that agree with everything that is given. `until` is the first moment after."""

    actor: str | None = None
    act: str | None = None
    code: str | None = None
    record: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    but: frozenset[str] = frozenset()
    """Rooms of whose acts nothing is wanted."""

    def covers(self, line: Refusal) -> bool:
        """Whether a line is wanted."""
        told = {"actor": line.actor, "act": line.act, "code": line.code, "record": line.stream}
        if any(getattr(self, name) not in (None, value) for name, value in told.items()):
            return False
        if line.act.partition(".")[0] in self.but:
            return False
        at = datetime.fromisoformat(line.at)
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


EVERY_REFUSAL = Wanted()


def refused(store: Store, after: int, limit: int, wanted: Wanted = EVERY_REFUSAL) -> list[tuple[int, Refusal]]:
    """At most `limit` of the wanted lines with numbers above `after`, in order."""
    return list(islice((each for each in lines(store, after) if wanted.covers(each[1])), limit))


def lines(store: Store, after: int) -> Iterator[tuple[int, Refusal]]:
    """All lines with numbers above `after`, in order."""
    while some := store.refusals(after, AT_ONCE):
        yield from some
        after = some[-1][0]
