"""What a dossier says of one event: who did it and by what right, in the dossier's words."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from application.audit import rights
from application.audit.changes import Path, within
from application.audit.dossier.model import Able, Delegated, Doing, Right, Value, Who, Word
from application.audit.dossier.speaking import Speaker
from application.audit.rights import Matter
from application.audit.signing import content_beside
from application.audit.then import Past, Then
from application.ledger import Ledger
from domain.authority.state import AUTHORITY, Authority
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.act import EVERY_ACT, Act
from domain.shared.approval import Request, Signature, digest, signed_in
from domain.shared.personal import Personal
from domain.shared.recorded import Envelope, Recorded
from domain.shared.values import civil


class Describing:
    """Describes events of records, with the organisation and the matrix as they were."""

    def __init__(self, speaker: Speaker, ledger: Ledger, past: Past, knows: Callable[[str], bool]) -> None:
        self.speaker = speaker
        self._ledger = ledger
        self._past = past
        self._knows = cache(knows)
        self._records = {room.id for room in ledger.rooms.values()}

    def doing(self, recorded: Recorded) -> Doing:
        """Who did it, in which role, on whose behalf."""
        envelope = recorded.envelope
        act = EVERY_ACT.get(envelope.act)
        return Doing(
            position=recorded.position,
            version=recorded.version,
            event=envelope.id,
            type=recorded.type,
            act=self.speaker.act(act) if act else Word(envelope.act, envelope.act),
            actor=self.who(envelope.actor, recorded),
            role=self.speaker.term(envelope.role),
            on_behalf_of=self.who(envelope.on_behalf_of, recorded) if envelope.on_behalf_of else None,
            delegation=self._delegation(recorded),
            occurred_at=envelope.occurred_at,
            recorded_at=envelope.recorded_at,
            backdated=envelope.backdated,
            command=envelope.command,
            cause=envelope.cause,
        )

    def told(self, recorded: Recorded, parts: Mapping[str, str]) -> Iterator[Value]:
        """What the event says beside who signed or asked, and what on: that is told by itself."""
        event = recorded.envelope.event
        signed = list(signed_in(event))
        digests = {each.digest for each in signed}
        contents = [content_beside(event, each) for each in signed if isinstance(each, Request)]
        comments = {each.comment for each in signed if isinstance(each, Signature)}

        def beside(value: Any) -> bool:
            if not (signed and isinstance(value, Struct)):
                return False
            told = isinstance(value, Request | Signature) or any(value is each for each in contents)
            return told or digest(value) in digests

        for value in self.values(event, recorded.position, parts, beside):
            if value.text not in comments:
                yield value

    def values(
        self, content: Any, position: int, parts: Mapping[str, str], beside: Callable[[Any], bool] = lambda _: False
    ) -> Iterator[Value]:
        """Some content, value by value; `parts` are names of parts of the record by their ids."""
        if isinstance(content, Struct):
            for value in self.speaker.values(content, self._organisation(position), parts, beside):
                linked = not self._records.isdisjoint(types_at(content, value.path))
                yield self._linked(value, position) if linked else value
        elif content is not None:
            yield Value((), "", content, str(content))

    def text(self, value: Any, position: int, parts: Mapping[str, str]) -> str:
        """A value in words."""
        return self.speaker.text(value, self._organisation(position), parts)

    def _linked(self, value: Value, position: int) -> Value:
        """The ids of other records, with what people call them."""
        ids = value.value if isinstance(value.value, list) else [value.value]
        names = (titled(state) if self._knows(id) and (state := self._past.state(id, position)) else id for id in ids)
        told = [id if name == id else f"{name} ({id})" for id, name in zip(ids, names, strict=True)]
        return replace(value, text=self.speaker.choose((", ", "、")).join(told))

    def right(self, matter: Matter, act: Act, signature: Signature, world: Then) -> Right:
        """The lines of the matrix by which it was signed."""
        lines = rights.lines(matter, act, signature.role, world)
        told = tuple(self.speaker.grant(line, act) for line in lines)
        return Right(signature.matrix, self._published(signature.matrix), rights.delivered(act, world), told)

    def able(self, able: rights.Able, position: int, moment: datetime) -> Able:
        """Somebody who could decide, as of that position and moment."""
        day, organisation = civil(moment), self._organisation(position)
        behalf = self.speaker.who(able.on_behalf_of, organisation, day) if able.on_behalf_of else None
        acts = tuple(self.speaker.act(each) for each in able.acts)
        return Able(self.speaker.who(able.person, organisation, day), self.speaker.term(able.role), behalf, acts)

    def _organisation(self, position: int) -> Organisation | None:
        state: Organisation | None = self._past.state(ORGANISATION, position)
        return state

    def who(self, person: str, recorded: Recorded) -> Who:
        """Somebody, as they were called when the event occurred."""
        day: date = civil(recorded.envelope.occurred_at)
        return self.speaker.who(person, self._organisation(recorded.position), day)

    def _delegation(self, recorded: Recorded) -> Delegated | None:
        envelope: Envelope = recorded.envelope
        authority: Authority | None = self._past.state(AUTHORITY, recorded.position - 1)
        for each in authority.delegations.values() if authority and envelope.on_behalf_of else ():
            between = (each.principal, each.delegate) == (envelope.on_behalf_of, envelope.actor)
            if between and rights.good(each, envelope.act, envelope.recorded_at):
                principal = self.who(each.principal, recorded)
                return Delegated(each.id, principal, each.reason, each.valid_from, each.valid_to)
        return None

    def _published(self, version: int) -> int | None:
        """Where in the log a version of the matrix was put into force."""
        for stored in self._ledger.store.stream(AUTHORITY) if version else ():
            event = self._ledger.mapper.decode(stored).envelope.event
            if stored.type == "authority.matrix.published" and event.version == version:
                return stored.position
        return None


def titled(state: Any) -> str:
    """What people call a record."""
    return str(getattr(state, "title", "") or getattr(state, "name", "") or state.id)


def types_at(content: Any, path: Path) -> frozenset[Any]:
    """The types that the value at a path may have, those of the entries of a list among them."""
    kind: Any = None
    for name in path:
        if isinstance(content, Struct):
            kind = hints(type(content)).get(name)
            content = getattr(content, name)
        else:
            entries = [one for each in (kind, *get_args(kind)) for one in get_args(each)]
            kind = entries[-1] if isinstance(content, Mapping) else entries[0]
            content = content[int(name)] if isinstance(content, tuple) else within(content, name)
    return frozenset((kind, *get_args(kind), *(one for each in get_args(kind) for one in get_args(each))))


hints = cache(get_type_hints)


def speaks(value: Struct) -> bool:
    """Whether somebody's own words are in a value, however deep."""
    for name, hint in get_type_hints(type(value), include_extras=True).items():
        held = getattr(value, name)
        if any(isinstance(each, Personal) for each in marks(hint)):
            if held:
                return True
        elif any(isinstance(each, Struct) and speaks(each) for each in (held if isinstance(held, tuple) else [held])):
            return True
    return False


def marks(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__metadata__", ())
