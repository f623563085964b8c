"""What one caller may read, as the log stood at a position."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from domain.shared.values import civil
from graphql_api.names import opened
from tests.compiled.conditions import key
from tests.compiled.history import History, Row, Rows
from tests.compiled.kinds import Kind, Kinds
from tests.compiled.pages import Place
from tests.compiled.visibility import Viewer, may_see


@dataclass(frozen=True)
class Present:
    """What answers depend on beside the log: the day, and which acts the person may do to a row, as the API says it."""

    today: date
    allowed: Callable[[str, Row], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, eq=False)
class Reading:
    """The rows that the viewer may see at the position. Places of cursors are looked up by their text."""

    kinds: Kinds
    history: History
    viewer: Viewer
    present: Present
    cursors: Callable[[str], Place | None]
    cursor: Callable[[Place], str]
    position: int
    _seen: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def rows(self) -> Rows:
        """All rows, whoever may see them."""
        return self.history.at(self.position)

    def seen(self, kind: str) -> list[Row]:
        """The rows of that kind."""
        if kind not in self._seen:
            self._seen[kind] = [row for row in self.rows[kind].values() if self._may_see(row)]
        return self._seen[kind]

    def find(self, kind: str, id: str) -> Row | None:
        """The row of that kind with that id."""
        row = self.rows[kind].get(id)
        return row if row is not None and self._may_see(row) else None

    def named(self, kind: Kind, given: str | None) -> Row | None:
        """The row that an id (or a key) names; the only one, where there is only one. Refuses ids of another kind."""
        if given is None:
            return next(iter(self.seen(kind.name)), None)
        return self.find(kind.name, key(self.kinds, kind.name, given))

    def node(self, given: str) -> Row | None:
        """The row that an opaque id names."""
        kind, found = opened(given, self.kinds.by_name)
        return self.find(kind, found) if kind else None

    def record(self, row: Row) -> Row | None:
        """The record that a row about all rooms names."""
        return self.find(self.kinds.of_room[row.room], row.value("record"))

    def at(self, position: int, clock: datetime | None = None) -> "Reading":
        """What the same viewer may read as the log stood at another position. Nothing can be done to it any more.

        The day is that of the clock, but none that is yet to come; without a clock, that of the event there.
        """
        if clock is not None:
            day = min(civil(clock), self.present.today)
        else:
            day = civil(self.history.recorded_at(position)) if position else self.present.today
        return replace(self, position=position, present=Present(day, lambda person, row: []), _seen={})  # noqa: ARG005

    def _may_see(self, row: Row) -> bool:
        return may_see(self.viewer, row, self.rows, self.kinds)
