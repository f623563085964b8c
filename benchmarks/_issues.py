"""A log of issues in memory, as a feed gives it: decoded events in one order."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Condition
from typing import Any

from domain.issue import events as e
from domain.issue.terms import Category, CauseClass, Kind, Method, Origin
from domain.issue.values import Cause
from domain.shared.ids import PersonId, UnitId
from domain.shared.recorded import Envelope, Recorded
from domain.shared.term import Role

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class Log:
    """Events in one order."""

    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self._streams: dict[str, list[Recorded]] = defaultdict(list)
        self._grown = Condition()

    def record(self, record: str, *events: Any) -> int:
        """Record the events; the position of the last."""
        with self._grown:
            for event in events:
                self._record(record, event)
            self._grown.notify_all()
            return len(self.events)

    def _record(self, record: str, event: Any) -> None:
        position, version = len(self.events) + 1, len(self._streams[record]) + 1
        at = START + timedelta(seconds=position)
        type_ = event.__struct_config__.tag
        envelope = Envelope(
            id=f"event-{position:026}",
            occurred_at=at,
            recorded_at=at,
            actor=PersonId(f"person-{position % 50:03}"),
            role=Role.EMP,
            act=type_,
            command=f"command-{position:026}",
            correlation=f"command-{position:026}",
            matrix=1,
            event=event,
        )
        recorded = Recorded(position, record, version, type_, envelope)
        self.events.append(recorded)
        self._streams[record].append(recorded)

    def log(self, after: int, limit: int) -> list[Recorded]:
        return self.events[after : after + limit]

    def stream(self, record: str, upto: int) -> list[Recorded]:
        return self._streams[record][:upto]

    def wait(self, after: int, timeout: float) -> bool:
        with self._grown:
            return self._grown.wait_for(lambda: len(self.events) > after, timeout)

    def wake(self) -> None:
        """Whoever waits here looks around when the time is up."""

    def edition(self) -> int:
        return 0

    def leads(self, _name: str) -> bool:
        return True


def issues(count: int) -> Log:
    """That many issues, each reported, registered, discussed and analysed; ten at a time, by turns."""
    log = Log()
    for first in range(0, count, 10):
        lives = [(f"issue-{number:026}", life(number)) for number in range(first, min(first + 10, count))]
        for step in range(8):
            for id, events in lives:
                log.record(id, events[step])
    return log


def life(number: int) -> list[e.IssueEvent]:
    """Eight events of an issue."""
    return list(told(number, UnitId(f"unit-{number % 20:03}"), PersonId(f"person-{number % 50:03}")))


def told(number: int, unit: UnitId, person: PersonId) -> Iterator[e.IssueEvent]:
    yield e.IssueReported(
        title=f"The line stood still for the {number}th time",
        description="The shift leader found the belt torn; the spare had not been ordered. " * 3,
        kind=Kind.PROBLEM,
        impact="Two hours of output",
        found_at=START,
        unit=unit,
        category=next(iter(Category)),
        severity=1 + number % 4,
        origin=Origin.EMPLOYEE_REPORT,
    )
    yield e.IssueRegistered(number=f"ISS-2026-{number:05}", category=next(iter(Category)), triage_unit=unit)
    yield e.IssueCommented(text="It happened last spring as well.")
    yield e.IssueAnalysisStarted(lead=person, analysts=(person,), units=(unit,), due=date(2026, 2, 1))
    yield e.IssueFindingRecorded(text="The belt is of another make.", evidence="photograph 12")
    yield e.IssueFindingRecorded(text="Nobody counts the spares.", evidence="stock list of January")
    yield e.IssueLinked(record=f"meeting-{number:026}", note="Where it was discussed")
    yield e.IssueRootCauseIdentified(
        causes=(Cause(text="There is no minimum stock.", cause_class=next(iter(CauseClass))),),
        factors=("The supplier changed.",),
        method=next(iter(Method)),
        evidence="five whys",
    )
