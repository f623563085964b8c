"""What differs between two contents, as a dossier tells it: value by value, entries by what people call them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_type_hints

import msgspec

from application.audit.changes import Change, Figures, Path, changes, plain, reached
from application.audit.dossier.describing import Describing
from application.audit.dossier.model import Altered
from domain.shared.approval import Request
from domain.shared.personal import ERASED
from domain.shared.recorded import Recorded


class Compared(NamedTuple):
    """The content before and after, or what of each is held against the other."""

    before: Any
    after: Any


class Comparing:
    """Tells what differs, with the names that people, units and parts of the record had when an event was recorded."""

    def __init__(self, describing: Describing, recorded: Recorded, parts: Mapping[str, str]) -> None:
        self._describing = describing
        self._recorded = recorded
        self._parts = parts

    def since_before(self, request: Request, content: Any) -> Iterator[Altered]:
        """What differs from the content that was asked about before, by what the request says of it."""
        kinds = get_type_hints(type(content))
        yield from self.between(
            {each.field: decoded(each.before, kinds.get(each.field, Any)) for each in request.changes},
            {each.field: decoded(each.after, kinds.get(each.field, Any)) for each in request.changes},
        )

    def done(self, compared: Compared, place: Path) -> Iterator[Altered]:
        """What the event changed in the content at that place of the record."""
        for change in changes(*compared, Figures(), place):
            yield self._altered(change, compared, len(place), self._recorded)

    def between(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Altered]:
        """What differs between values by their names."""
        for change in changes(before, after, Figures()):
            yield self._altered(change, Compared(before, after), 0, None)

    def _altered(self, change: Change, compared: Compared, inside: int, by: Recorded | None) -> Altered:
        path = change.path[inside:]
        label, entry = self._describing.speaker.called(path, compared, self._parts)
        return Altered(
            path=change.path,
            label=label,
            entry=entry,
            before=change.before,
            after=change.after,
            before_text=self._text(reached(compared.before, path), change.before),
            after_text=self._text(reached(compared.after, path), change.after),
            by=self._describing.doing(by) if by else None,
        )

    def _text(self, held: Any, told: Any) -> str:
        """A value in words: as it stands in the content, or else as it is told."""
        value = held if plain(held) == told else told
        return self._describing.text(value, self._recorded.position, self._parts)


def decoded(told: str, kind: Any) -> Any:
    """A value of that kind out of its JSON, plain if an earlier program wrote it otherwise; what was erased is none."""
    if told == ERASED:
        return told
    try:
        return msgspec.json.decode(told, type=kind)
    except msgspec.ValidationError:
        return msgspec.json.decode(told)
