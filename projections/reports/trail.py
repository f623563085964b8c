"""What the events of one record leave for its later ones to be held against."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Sized
from typing import NamedTuple

from domain.shared.approval import Verdict
from projections.across import AnyPartId, Event, Signature
from projections.reports.approvals import Decision

NO = (Verdict.NOT_ENDORSED, Verdict.FAILED)
FINAL = (Verdict.APPROVED, Verdict.RETURNED, Verdict.REJECTED)
"""What ends the waiting for a decision."""


class Happened(NamedTuple):
    """An event, and the digests of what was signed or put before somebody by it."""

    event: Event
    signed: frozenset[str]


class Trail:
    """Askings, opinions and other events of a record; each is added after it was held against those before it."""

    __slots__ = ("_asked", "_open", "_since", "approved", "happened", "objections")

    def __init__(self) -> None:
        self._asked: list[Signature] = []
        self._open: dict[AnyPartId | None, int] = {}
        """By what is to be decided on, the position of the last asking that has no decision yet."""
        self._since: list[Happened] = []
        """All that has happened since the first of these."""
        self.objections: list[Signature] = []
        """The opinions against something."""
        self.happened: defaultdict[str, list[Event]] = defaultdict(list)
        """By type, the events that were to be remembered."""
        self.approved: list[tuple[Event, Decision]] = []
        """The approvals upon which nothing is known to have been done too early."""

    def __len__(self) -> int:
        """How many rows are kept in it."""
        lists: tuple[Sized, ...] = (self._asked, self._since, self.objections, self.approved, *self.happened.values())
        return sum(map(len, lists))

    def add(self, event: Event, signed: Sequence[Signature], remembered: bool) -> None:
        """The next event, with the signatures and askings in it."""
        if self._open:
            self._since.append(Happened(event, frozenset(each.digest for each in signed)))
        for each in signed:
            self._sign(each)
        if remembered:
            self.happened[event.type].append(event)

    def _sign(self, signed: Signature) -> None:
        if signed.verdict is None:
            self._asked.append(signed)
            self._open[signed.part] = signed.position
        elif signed.verdict in NO:
            self.objections.append(signed)
        elif signed.verdict in FINAL and (asked := self.asked_for(signed)):
            self._close(asked[-1].part, signed.position)

    def end(self, event: Event) -> None:
        """Nobody decides any more on what the event is about, unless it is asked for again."""
        if event.part in self._open:
            self._close(event.part, event.position)

    def _close(self, part: AnyPartId | None, position: int) -> None:
        self._open.pop(part, None)
        first = min(self._open.values(), default=position)
        self._since = [each for each in self._since if each.event.position > first]

    def asked_for(self, decided: Signature) -> list[Signature]:
        """The askings that a decision answers: the same round of the same content of the same thing."""
        return [
            each
            for each in self._asked
            if (each.digest, each.round) == (decided.digest, decided.round) and each.part in (None, decided.part)
        ]

    def since(self, asked: Signature) -> Iterator[Happened]:
        """What has happened since the asking to that on which a decision was asked for."""
        for each in self._since:
            if each.event.position > asked.position and asked.part in (None, each.event.part):
                yield each


def of_one_part(one: Event, other: Event) -> bool:
    """Whether two events of a record may be about the same: neither is about another part than the other."""
    return one.part is None or other.part is None or one.part == other.part
