"""Group commit: whoever comes while another writes has its work written together with everybody else's."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from application.store.values import Unavailable

Work = TypeVar("Work")
Outcome = int | BaseException


class _Ticket(Generic[Work]):
    __slots__ = ("outcome", "promoted", "turn", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.outcome: Outcome | None = None
        self.promoted = False
        self.turn = threading.Lock()


def told(outcome: Outcome | None) -> int:
    """The number that came out. Raises the error that came instead, or Unavailable where nothing did."""
    if isinstance(outcome, int):
        return outcome
    raise outcome or Unavailable("the writer was interrupted")


class Turns(Generic[Work]):
    """Lets one thread at a time write, for itself and for all who wait.

    A caller who is alone writes at once, in its own thread; those who come meanwhile form the next group, written by
    the first of them. `write` gets the works of a group, and gives for each a number or the error it met. `patience`
    tells how many seconds a group may wait until it is as large as the last one was: those of the last one come back
    soon, and would have to wait for a whole turn.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Work]], Sequence[Outcome]],
        at_once: int = 256,
        patience: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._write = write
        self._at_once = at_once
        self._patience = patience
        self._mutex = threading.Lock()
        self._come = threading.Condition(self._mutex)
        self._waiting: list[_Ticket[Work]] = []
        self._expected = 1
        self._writing = False
        self._gathering = False

    def do(self, work: Work) -> int:
        """Write the work, with whatever waits beside it. Raises the error that it met."""
        with self._mutex:
            first, self._writing = not self._writing, True
            alone = first and not self._patience()
            if not alone:
                ticket = self._come_in(work, first)
        if alone:
            return told(self._write_alone(work))
        if first or self._called(ticket):
            try:
                self._gather()
            finally:
                self._write_group()
        return told(ticket.outcome)

    def _come_in(self, work: Work, first: bool) -> _Ticket[Work]:
        """Join those who wait; whoever is not the first to come waits to be called."""
        ticket = _Ticket(work)
        self._waiting.append(ticket)
        if self._gathering:
            self._come.notify()
        if not first:
            ticket.turn.acquire()
        return ticket

    def _write_alone(self, work: Work) -> Outcome:
        """Write a work for which nobody is waited for: with no ticket, as in most groups there is but one."""
        try:
            (outcome,) = self._write([work])
        finally:
            self._hand_over(())
        return outcome

    def _called(self, ticket: _Ticket[Work]) -> bool:
        """Wait until the work is written, or until it is this thread's turn to write."""
        try:
            ticket.turn.acquire()
        except BaseException:
            self._leave(ticket)
            raise
        return ticket.promoted

    def _leave(self, ticket: _Ticket[Work]) -> None:
        """A thread that was interrupted while it waited must not keep the others waiting."""
        with self._mutex:
            if ticket in self._waiting and not ticket.promoted:
                self._waiting.remove(ticket)
        if ticket.promoted:
            self._write_group()

    def _gather(self) -> None:
        """Wait for those who are expected, as long as that is worth it."""
        if patience := self._patience():
            with self._mutex:
                self._gathering = True
                try:
                    self._come.wait_for(lambda: len(self._waiting) >= self._expected, patience)
                finally:
                    self._gathering = False

    def _write_group(self) -> None:
        with self._mutex:
            group, self._waiting = self._waiting[: self._at_once], self._waiting[self._at_once :]
        try:
            for ticket, outcome in zip(group, self._write([ticket.work for ticket in group]), strict=True):
                ticket.outcome = outcome
        except Exception as wrong:
            for ticket in group:
                ticket.outcome = wrong
        finally:
            self._hand_over(group)

    def _hand_over(self, group: Sequence[_Ticket[Work]]) -> None:
        for ticket in group:
            if ticket.turn.locked():
                ticket.turn.release()
        with self._mutex:
            self._expected = max(1, len(group)) + len(self._waiting)
            if self._waiting:
                self._waiting[0].promoted = True
                self._waiting[0].turn.release()
            else:
                self._writing = False
