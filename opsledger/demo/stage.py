"""Where the demonstration plays: real commands through the ledger, at the moments that its stories name."""

from collections.abc import Generator, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from typing import Any, TypeAlias, TypeVar

import msgspec

from application.command import Command, Receipt
from application.ledger import Ledger
from application.reactions import REACTIONS
from application.scheduler import Scheduler
from domain.rooms import ROOMS
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from domain.shared.values import civil
from domain.shared.zone import SHANGHAI
from opsledger.compose import Product
from opsledger.measuring import Measuring

Story: TypeAlias = Generator[datetime, None, None]
"""Yields the moment at which it goes on. Between two moments other stories go on, and time does what it does."""

T = TypeVar("T")
AN_HOUR = timedelta(hours=1)


class Stage:
    """Plays stories in the order of their moments, none of which lies after the present."""

    def __init__(self, product: Product) -> None:
        self.present = present = product.ledger.clock()
        self.today = civil(present)
        self._clock = present
        self._ledger = Ledger(ROOMS, product.ledger.store, REACTIONS, lambda: self._clock)
        self._scheduler = Scheduler(self._ledger)
        self._measuring = Measuring(self._ledger, product.views, product.runner)

    def play(self, *stories: Story) -> None:
        """Let every story go on at its moments, until all have ended."""
        waiting = [(moment, number, story) for number, story in enumerate(stories) for moment in next_of(story)]
        heapify(waiting)
        while waiting:
            moment, number, story = heappop(waiting)
            self._clock = min(moment, self.present).astimezone(UTC)
            self._scheduler.tick()
            self._measuring.tick()
            for after in next_of(story):
                heappush(waiting, (max(after, moment), number, story))

    def do(
        self,
        act: str,
        by: str,
        record: str | None = None,
        part: str | None = None,
        for_: str | None = None,
        **inputs: Any,
    ) -> Receipt:
        """Somebody does an act, here and now."""
        return self._ledger.do(
            Command(
                act=act,
                actor=PersonId(by),
                record=record,
                part=part,
                on_behalf_of=PersonId(for_) if for_ else None,
                inputs=msgspec.to_builtins(inputs),
            )
        )

    def refused(self, act: str, by: str, record: str, part: str | None = None, **inputs: Any) -> None:
        """Somebody tries what the rules refuse; that is on record too."""
        with suppress(Refused):
            self.do(act, by, record, part, **inputs)
            raise AssertionError(f"{by} may {act}")

    def get(self, kind: type[T], id: str) -> T:
        """The record as it stands."""
        found = self._ledger.world().get(kind, id)
        assert found is not None, id
        return found

    def find(self, claim: str, key: str) -> list[str]:
        """Ids of the records which claim that key."""
        return self._ledger.world().find(claim, key)

    @property
    def day(self) -> date:
        """The calendar day of the moment that is played."""
        return civil(self._clock)

    def in_days(self, days: int) -> date:
        """So many days after the one that is played."""
        return self.day + timedelta(days=days)

    def ago(self, days: float) -> datetime:
        """So many days before the present, to the minute."""
        return (self.present - timedelta(days=days)).replace(second=0, microsecond=0)

    def between(self, start: date, share: float) -> datetime:
        """A moment between that morning and the present: 0 is the morning, 1 the present."""
        since = min(morning(start), self.present - AN_HOUR)
        return since + (self.present - since) * share


def next_of(story: Story) -> Iterable[datetime]:
    """The next moment of a story, if it has one."""
    for moment in story:
        return (moment,)
    return ()


def morning(day: date, hour: int = 9) -> datetime:
    """That hour of a day in Shanghai."""
    return datetime.combine(day, time(hour), SHANGHAI)
