"""What the events of a record say, in a dossier's words, as far as somebody may see it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from application.audit.changes import Path, reached
from application.audit.dossier.comparing import Comparing
from application.audit.dossier.describing import Describing, titled
from application.audit.dossier.model import Doing, Value
from application.audit.dossier.speaking import JOINT
from application.audit.sight import Sight
from application.audit.signing import content_with
from application.audit.steps import Step
from domain.shared.personal import ERASED
from domain.shared.room import Room

Place = tuple[str | None, str | None]
"""The kind of part that something was asked about and its id; neither for the record itself."""


class Reading:
    """Reads steps of one record."""

    def __init__(self, room: Room, describing: Describing, sight: Sight) -> None:
        self._room = room
        self._describing = describing
        self._sight = sight

    def title(self, last: Step) -> str:
        """What people call the record; what is about somebody and has no title, by whom and what time it is about."""
        state, title = last.after, titled(last.after)
        kind = self._describing.speaker.kind(self._room)
        if title != state.id:
            return title
        if not self._room.about:
            return JOINT.join(filter(None, (kind.label, getattr(state, "subject", ""))))
        who = getattr(state, self._room.about)
        time = f"{state.starts} – {state.ends}" if hasattr(state, "starts") else ""
        return JOINT.join(filter(None, (kind.label, self._describing.who(who, last.recorded).name, time)))

    def doing(self, step: Step) -> Doing:
        """The event, with what people call the part that it is about."""
        kind, id = self.place(step)
        doing = self._describing.doing(step.recorded)
        if kind and id and self._sight.shows((self._room.part(kind).inside, id)):
            title = titled(self.part(step, kind, id))
            return replace(doing, about="" if title == id else title)
        return doing

    def told(self, step: Step, content: Any = None) -> tuple[Value, ...]:
        """What the event says beside the content, but for ids of parts that have no name, or that were just given."""
        event, titles = step.recorded.envelope.event, self.titles(step)
        fields = getattr(content, "__struct_fields__", ())
        known = {self.place(step)[0], *(name for name in fields if holds(event, name, content))}
        parts = {id for part in self._room.parts for id in getattr(step.after, part.inside)}

        def given(value: Value) -> bool:
            if not isinstance(value.value, str) or value.value not in parts:
                return False
            return value.value not in titles or isinstance(reached(event, value.path[:-1]), Mapping)

        told = self._describing.told(step.recorded, titles)
        return tuple(each for each in told if each.path[0] not in known and not given(each))

    def proposed(self, step: Step, content: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What the content asks to have otherwise in the record, as that stood before the event, and as asked."""
        kind, _ = self.place(step)
        seen = kind and isinstance(content, Struct) and self._sight.record
        return self._room.part(kind).proposes(step.before, content) if kind and seen else ({}, {})

    def comparing(self, step: Step) -> Comparing:
        return Comparing(self._describing, step.recorded, self.titles(step))

    def content(self, state: Any, digest: str) -> tuple[Path | None, Any]:
        """Where the content with that digest stands, and the content itself, as far as it may be seen."""
        found = content_with(state, digest)
        if found is None:
            return None, None
        place, content = found
        return place, content if self._sight.shows(place) else None

    def intact(self, place: Path | None, state: Any) -> bool | None:
        if place is not None:
            return True
        return None if ERASED.encode() in msgspec.json.encode(state) else False

    def titles(self, step: Step) -> dict[str, str]:
        """What the parts of the record are called, by their ids, as the event left them."""
        return {
            id: title
            for part in self._room.parts
            for id, each in getattr(step.after, part.inside).items()
            if (title := titled(each)) != id and self._sight.shows((part.inside, id))
        } | dict(self._room.names(step.after) if self._sight.record else {})

    def part(self, step: Step, kind: str | None, id: str | None) -> Any:
        """The part as the event left it."""
        return getattr(step.after, self._room.part(kind).inside).get(id) if kind else None

    def place(self, step: Step) -> Place:
        part = self._room.part_of(step.recorded.envelope.event)
        return (part.name, self._room.part_id(step.recorded.envelope.event)) if part else (None, None)


def holds(event: Any, name: str, content: Any) -> bool:
    """Whether a field of the content stands in the event itself."""
    return hasattr(event, name) and getattr(event, name) == getattr(content, name)
