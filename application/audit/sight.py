"""How much of a record somebody may see: what is told of its past is narrowed to that."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from application.audit.changes import Path, snapshot
from domain.shared.recorded import Recorded


class Sight(NamedTuple):
    """What somebody may see of one record.

    `record` is whether they may see the record itself; `parts` has, by the field that they stand in, the ids of those
    parts that they may see, for the kinds of part that have readers of their own; `events` tells by its position
    whether they may see that something happened.
    """

    record: bool
    parts: Mapping[str, Collection[str]]
    events: Callable[[int], bool]

    def told(self, recorded: Recorded, path: Path) -> bool:
        """Whether they may know of an event's change at that path."""
        return self.events(recorded.position) and self.shows(path)

    def shows(self, path: Path) -> bool:
        """Whether they may see what is at that path."""
        if path[0] in self.parts:
            return path[1] in self.parts[path[0]]
        return self.record

    def state(self, state: Any) -> dict[str, Any] | None:
        """A state, as far as they may see it; None where there is none."""
        if state is None:
            return None
        everything = snapshot(state)
        parts = {
            name: {id: part for id, part in everything[name].items() if id in seen} for name, seen in self.parts.items()
        }
        return {**(everything if self.record else {}), **parts}


ALL = Sight(True, {}, lambda _: True)
"""The sight of an auditor."""
