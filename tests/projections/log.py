"""A log in memory, for views to follow."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from threading import Condition
from typing import Any

from msgspec.structs import replace

from domain.shared.ids import PersonId
from domain.shared.recorded import Envelope, Recorded
from domain.shared.term import Role

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class Log:
    """Events in one order. Each is recorded a second after the one before."""

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self.streams: dict[str, list[Recorded]] = defaultdict(list)
        self.erasures = 0
        self._grown = Condition()
        self._woken = 0

    def record(self, record: str, *events: Any, by: str = "ana", role: Role = Role.EMP) -> int:
        """Record the events; the position of the last."""
        with self._grown:
            for event in events:
                self._record(record, event, by, role)
            self._grown.notify_all()
            return len(self.events)

    def _record(self, record: str, event: Any, by: str, role: Role) -> None:
        position = len(self.events) + 1
        at = START + timedelta(seconds=position)
        envelope = Envelope(
            id=f"event-{position:06}",
            occurred_at=at,
            recorded_at=at,
            actor=PersonId(by),
            role=role,
            act=event.__struct_config__.tag,
            command=f"command-{position}",
            correlation=f"command-{position}",
            matrix=1,
            event=event,
        )
        version = len(self.streams[record]) + 1
        self.take(Recorded(position, record, version, event.__struct_config__.tag, envelope))

    def take(self, recorded: Recorded) -> None:
        """An event recorded elsewhere, the next one."""
        self.events.append(recorded)
        self.streams[recorded.record].append(recorded)

    def log(self, after: int, limit: int) -> list[Recorded]:
        return self.events[after : after + limit]

    def stream(self, record: str, upto: int) -> list[Recorded]:
        return self.streams[record][:upto]

    def wait(self, after: int, timeout: float) -> bool:
        with self._grown:
            woken = self._woken
            self._grown.wait_for(lambda: len(self.events) > after or self._woken != woken, timeout)
            return len(self.events) > after

    def wake(self) -> None:
        with self._grown:
            self._woken += 1
            self._grown.notify_all()

    def edition(self) -> int:
        return self.erasures

    def erase(self, position: int, event: Any) -> None:
        """Somebody is erased: the event at that position reads otherwise from now on."""
        recorded = self.events[position - 1]
        read = recorded._replace(envelope=replace(recorded.envelope, event=event))
        self.events[position - 1] = self.streams[recorded.record][recorded.version - 1] = read
        self.erasures += 1

    def leads(self, name: str) -> bool:
        return name == "views"
