"""A state machine as one table: since which states an event may be decided today, to which state it leads for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from domain.shared.refusal import Reason
from domain.shared.term import Term

S = TypeVar("S", bound=Term)
UNBORN: Final = None

NOT_NOW = Reason(
    "lifecycle.invalid_state",
    "{act} is not possible while {subject} is {status}; possible now: {allowed}.",
    "{subject}当前状态为{status}，不能{act}；目前可执行：{allowed}。",
)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[S]):
    """A next state that the event names itself, in its field `field`, out of `options`."""

    field: str
    options: tuple[S, ...]


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """`since` is read by decisions, today; `to` by replay, always. Tightening `since` never breaks an old record."""

    since: frozenset[S | None]
    to: S | Chosen[S] | None  # None: the state stays


def move(*since: S | None, to: S | Chosen[S] | None = None) -> Move[S]:
    """A row of the table. `UNBORN` as `since` marks the event that begins the record."""
    return Move(frozenset(since), to)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S]):
    """The whole table, and which states end the record."""

    moves: Mapping[type[Any], Move[S]]
    final: frozenset[S] = frozenset()

    def permits(self, event: type[Any], status: S | None) -> bool:
        """Whether the event may be decided in this state."""
        return status in self.moves[event].since

    def leads_to(self, event: object, status: S | None) -> S | None:
        """The state after the event, whatever the state before it."""
        to = self.moves[type(event)].to
        if to is None:
            return status
        if isinstance(to, Chosen):
            chosen: S = getattr(event, to.field)
            return chosen
        return to
