"""What differs in a record between two positions of the log, and every step by which it came to differ."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from application.audit.changes import Change, Path
from application.audit.steps import Step
from domain.shared.recorded import Recorded


class Move(NamedTuple):
    """One event's change of a value."""

    recorded: Recorded
    change: Change


class FieldDifference(NamedTuple):
    """A value at the one position and at the other, with all that happened to it in between.

    It is told even when it has come back to what it was: that it had changed meanwhile is evidence too.
    """

    path: Path
    before: Any
    after: Any
    derived: bool
    moves: tuple[Move, ...]


def difference(steps: Iterable[Step], since: int, told: Callable[[Recorded, Path], bool]) -> list[FieldDifference]:
    """The differences that the steps after a position made, in the order of their first moves.

    Only of the changes that are to be `told`.
    """
    moves: dict[Path, list[Move]] = {}
    for step in steps:
        if step.recorded.position <= since:
            continue
        for change in step.changes():
            if told(step.recorded, change.path):
                moves.setdefault(change.path, []).append(Move(step.recorded, change))
    return [
        FieldDifference(path, found[0].change.before, found[-1].change.after, found[0].change.derived, tuple(found))
        for path, found in moves.items()
    ]
