"""Gap-free numbers: each series is a record of its own, so that every number drawn can be found in the log."""

from typing import NewType, assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import Room
from domain.shared.term import Term

SeriesId = NewType("SeriesId", str)


class Status(Term):
    """A series never ends."""

    OPEN = "OPEN", "使用中"


class NumberDrawn(Struct, frozen=True, kw_only=True, tag="series.number_drawn"):
    """The next number went to a record."""

    number: int
    drawn_for: str
    """The record that got it."""


class Series(Struct, frozen=True, kw_only=True):
    """A run of numbers without gaps, such as ISS-2026 (ISSUE-02)."""

    id: SeriesId
    status: Status = Status.OPEN
    last: int = 0


LIFECYCLE: Lifecycle[Status] = Lifecycle({NumberDrawn: move(UNBORN, Status.OPEN, to=Status.OPEN)})


def evolve(series: Series | None, event: NumberDrawn, stamp: Stamp) -> Series:
    match event:
        case NumberDrawn(number=number):
            before = series or Series(id=SeriesId(stamp.record))
            return replace(before, last=number)
        case _:
            assert_never(event)


ROOM = Room(
    name="series",
    zh="编号序列",
    id=SeriesId,
    state=Series,
    events=NumberDrawn,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts={},
)
