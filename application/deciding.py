"""How a command becomes events: the act it names, the right to do it, the decision, and the reactions to it."""

import logging
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from application import refusals
from application.aim import Aim
from application.command import Command
from application.ids import new_id
from application.input import converted
from application.naming import named
from application.records import Loaded
from application.transaction import Transaction
from domain.authority.warrant import Attempt, Warrant, warrant
from domain.shared.act import Act, Context, Past, World
from domain.shared.approval import canonical
from domain.shared.ids import LONGEST, SYSTEM
from domain.shared.recorded import Envelope
from domain.shared.refusal import Refused
from domain.shared.room import Room

logger = logging.getLogger(__name__)

React = Callable[[str, Envelope, World], Iterable[Command]]
"""What the system does upon an event (of that record), in the same transaction."""


class Reaction(NamedTuple):
    """Something that the system does upon events of these classes."""

    events: tuple[type[Any], ...]
    react: React


def upon(*events: type[Any]) -> Callable[[React], Reaction]:
    """Mark what the system does whenever one of these happens."""
    return lambda react: Reaction(events, react)


class Decider:
    """Decides commands on the records of these rooms, with these reactions, inside a transaction that it is given."""

    def __init__(self, rooms: Mapping[str, Room], reactions: Iterable[Reaction]) -> None:
        self._rooms = rooms
        self._reactions: dict[type[Any], list[React]] = {}
        for events, react in reactions:
            for event in events:
                self._reactions.setdefault(event, []).append(react)

    def aim(self, command: Command) -> Aim:
        """What the command is about. Refuses what makes no sense whatever the records are."""
        room, act = refusals.find_act(self._rooms, command.act)
        if command.scopes and room.name not in command.scopes:
            raise refusals.OUT_OF_SCOPE(scopes=sorted(command.scopes), kind=room.label)
        if len(command.command_id or "") > LONGEST:
            raise refusals.LONG_COMMAND_ID(most=LONGEST)
        inputs = converted(command.inputs, act.input)
        record = room.singleton or command.record or (new_id(room.name) if act.creates else None)
        if record is None:
            raise refusals.WHICH(act=act.label)
        return Aim(command, room, act, record, inputs, asked(command, inputs) if command.command_id else None)

    def decide(self, transaction: Transaction, aim: Aim, cause: Envelope | None = None) -> str | None:
        """Write the act's events, and what the system does upon them; the id of the part that it made or changed.

        A refusal leaves the transaction as it was.
        """
        mark = len(transaction.written)
        try:
            return self._decide(transaction, aim, cause)
        except Refused:
            transaction.undo(mark)
            raise

    def _decide(self, transaction: Transaction, aim: Aim, cause: Envelope | None) -> str | None:
        command, room, act = aim.command, aim.room, aim.act
        if aim.record not in (command.record, room.singleton):
            transaction.begin(aim.record)
        before = transaction.load(room, aim.record)
        refusals.require_record(room, act, aim.record, before.state)
        part = refusals.part_of(room, act, before.state, command.part)
        right = warranted(command, room, act, before.state, part, aim.inputs, transaction)
        room.require(act, before.state, part)
        envelope = enveloped(transaction, aim, right, before, cause)
        context = Context(
            actor=command.actor, role=right.role, now=envelope.occurred_at, world=transaction, new_id=new_id,
            draw=lambda name: transaction.draw(name, aim.record, envelope),
            named=lambda called: named(called, aim, self._rooms, transaction),
            on_behalf_of=right.on_behalf_of, matrix=right.matrix, credential=command.credential,
        )
        subjects = [] if act.creates else [before.state, *([part] if act.part else [])]
        decided = list(act.decide(*subjects, context, **msgspec.structs.asdict(aim.inputs)))
        first = len(transaction.written)
        for event in decided:
            bare = event.event if isinstance(event, Past) else event
            room.admit(act, transaction.load(room, aim.record).state, bare)
            transaction.write(room, aim.record, event, envelope)
        recorded = [written.envelope for written in transaction.written[first:]]
        concerned = command.part
        for each in recorded:
            self._react(transaction, aim.record, each)
            concerned = concerned or room.part_id(each.event)
        return concerned

    def _react(self, transaction: Transaction, record: str, happened: Envelope) -> None:
        """Do what the system does upon an event. What it may not do is logged and left: the event itself stands."""
        for react in self._reactions.get(type(happened.event), ()):
            for command in react(record, happened, transaction):
                try:
                    self.decide(transaction, self.aim(command), happened)
                except Refused as no:
                    logger.warning("the reaction %s to %s was refused: %s", command.act, happened.id, no)
                    transaction.refused.append(refusals.entry(no, command, transaction.now))


def asked(command: Command, inputs: Any) -> str:
    """A digest of all that is asked for."""
    content = [
        command.act, command.actor, command.record, command.part, inputs,
        command.on_behalf_of, command.acting_role, command.occurred_at,
    ]
    return sha256(canonical(content)).hexdigest()


def warranted(
    command: Command, room: Room, act: Act, state: Any, part: Any, inputs: Any, world: Transaction
) -> Warrant:
    """The right by which the command may be done. Refuses what `warrant` refuses."""
    attempt = Attempt(
        room=room, act=act, person=command.actor, now=world.now, record=state, part=part, inputs=inputs,
        acting_role=command.acting_role, on_behalf_of=command.on_behalf_of,
    )
    return warrant(attempt, world)


def enveloped(transaction: Transaction, aim: Aim, right: Warrant, before: Loaded, cause: Envelope | None) -> Envelope:
    """What all events of the act have in common."""
    command = aim.command
    id = command.command_id or new_id("command")
    return Envelope(
        id="", occurred_at=refusals.dated(command, before.last_at, transaction.now), recorded_at=transaction.now,
        actor=command.actor, role=right.role, on_behalf_of=right.on_behalf_of, act=aim.act.name,
        command=cause.command if cause else id, cause=cause.id if cause else None,
        correlation=cause.correlation if cause else id,
        matrix=right.matrix, digest=aim.digest,
        backdated=command.backdating_reason, event=None,
    )


def by_system(
    act: str, record: str, cause: Envelope | None = None, part: str | None = None, **inputs: Any
) -> Command:
    """A command of the system itself; upon an event, on behalf of whoever is behind that event."""
    person = (cause.on_behalf_of or cause.actor) if cause else None
    return Command(
        act=act, actor=SYSTEM, record=record, part=part, inputs=msgspec.to_builtins(inputs),
        on_behalf_of=None if person == SYSTEM else person,
    )
