"""The ledger: the one way anything is recorded. Authorise, load, decide, append, answer with a receipt."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from application import refusals
from application.command import Command, Receipt
from application.ids import new_id
from application.input import converted
from application.mapper import Mapper, stored_name
from application.records import Loaded, Records
from application.store import Claim, Repeated, Stale, Store, Taken, Unit
from application.store import Receipt as Kept
from application.transaction import Transaction
from domain.authority.warrant import Request, Warrant, warrant
from domain.shared.act import Act, Context, Past, World
from domain.shared.approval import canonical
from domain.shared.ids import SYSTEM
from domain.shared.recorded import Envelope
from domain.shared.refusal import Refused
from domain.shared.room import Room

ATTEMPTS = 8
logger = logging.getLogger(__name__)

Reaction = Callable[[str, Envelope, World], Iterable[Command]]
"""What the system does upon an event (of that record), in the same transaction."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Aim:
    """A command with its names resolved."""

    command: Command
    room: Room
    act: Act
    record: str
    inputs: Any
    digest: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt as it is kept; its position is found by the last event that was recorded with it."""

    record: str
    version: int
    part: str | None
    events: tuple[str, ...]
    last: tuple[str, int]

    def receipt(self, position: int) -> Receipt:
        return Receipt(
            record=self.record, version=self.version, position=position, part=self.part, events=self.events
        )


class AllRefused(Exception):
    """Several commands were to be done as one, and these were refused, by their number from 0: so none was done."""

    def __init__(self, refused: Mapping[int, Refused]) -> None:
        super().__init__(f"{len(refused)} refused; the first: {next(iter(refused.values()))}")
        self.refused = refused


class Ledger:
    """Records what people and the system do to the records of these rooms, in this store."""

    def __init__(
        self,
        rooms: Iterable[Room],
        store: Store,
        reactions: Iterable[Reaction] = (),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.rooms = {room.name: room for room in rooms}
        self.store = store
        self.mapper = Mapper(self.rooms.values())
        self.clock = clock
        self._reactions = tuple(reactions)
        self._records = Records(store, self.mapper)
        self._kinds = {room.state: room for room in self.rooms.values()}

    def do(self, command: Command, *, due: Claim | None = None) -> Receipt:
        """Do the act, once. Raises Refused when a rule says no: then nothing but the refusal is recorded (AUDIT-07).

        `due` is the timer that made the scheduler ask; it is taken off in the same transaction.
        """
        try:
            return self._do(command, due)
        except Refused as no:
            self.store.refuse(refusals.entry(no, command, self.clock()))
            raise

    def do_all(self, commands: Sequence[Command]) -> int:
        """Do several acts as one, in one transaction: all of them or none. The position of the last event.

        Raises AllRefused with every refusal. No receipts are kept for them: whoever repeats such commands sees by the
        records which were done, as a unique claim of theirs shows it.
        """
        try:
            return self._do_all(commands)
        except AllRefused as no:
            for number, each in no.refused.items():
                self.store.refuse(refusals.entry(each, commands[number], self.clock()))
            raise

    def forget(self, due: Claim) -> None:
        """Take a timer off that has nothing more to do."""
        self.store.append(Unit(entries=(), releases=(due,)))

    def world(self) -> World:
        """The records as they stand now, for reading."""
        return self._transaction(fresh=True)

    def allowed(self, person: str, room: Room, record: str, part: str | None = None) -> list[str]:
        """Names of the acts which that person could do to the record (or to the part of it) now."""
        world = self._transaction(fresh=True)
        state = world.load(room, record).state
        return [
            act.verb
            for act in room.acts.values()
            if (act.part is None) == (part is None) and self._may(person, room, act, state, part, world)
        ]

    def _may(self, person: str, room: Room, act: Act, state: Any, part: str | None, world: Transaction) -> bool:
        try:
            held = refusals.part_of(room, act, state, part)
            room.require(act, state, held)
            self._warrant(Command(act=act.name, actor=person), room, act, state, held, None, world)  # type: ignore[arg-type]
        except Refused:
            return False
        return True

    def _do(self, command: Command, due: Claim | None) -> Receipt:
        aim = self._aim(command)
        if command.command_id and (kept := self.store.receipt(command.command_id)):
            return self._answered(kept, aim)
        fresh = False
        for _ in range(ATTEMPTS):
            transaction = self._transaction(fresh)
            try:
                return self._record(transaction, aim, due)
            except Stale:
                fresh = True
            except Refused:
                if fresh or not self._behind(transaction):
                    raise
                fresh = True
            except Repeated as repeated:
                return self._answered(repeated.receipt, aim)
            except Taken as taken:
                raise refusals.taken(taken, self.rooms.values()) from None
        raise refusals.BUSY(record=aim.record, attempts=ATTEMPTS)

    def _do_all(self, commands: Sequence[Command]) -> int:
        for _ in range(ATTEMPTS):
            transaction = self._transaction(fresh=True)
            tried = {number: self._refusal(transaction, each) for number, each in enumerate(commands)}
            if refused := {number: no for number, no in tried.items() if no}:
                raise AllRefused(refused)
            try:
                return self._append(transaction, None)
            except Stale:
                continue
            except Taken as taken:
                second = next((n for n, each in enumerate(commands) if each.record == taken.claim.stream), 0)
                raise AllRefused({second: refusals.taken(taken, self.rooms.values())}) from None
        raise refusals.BUSY(record=commands[0].record, attempts=ATTEMPTS)

    def _refusal(self, transaction: Transaction, command: Command) -> Refused | None:
        """Decide the command as the next of the transaction; why not, if it is refused."""
        try:
            self._decide(transaction, self._aim(command), cause=None)
        except Refused as no:
            return no
        return None

    def _append(self, transaction: Transaction, receipt: Kept | None) -> int:
        """Record the transaction. Raises what the store raises when the world has moved meanwhile."""
        position = self.store.append(transaction.unit(self.mapper, receipt))
        for id, (room, loaded) in transaction.changed.items():
            self._records.keep(room, id, loaded)
        for refused in transaction.refused:
            self.store.refuse(refused)
        return position

    def _record(self, transaction: Transaction, aim: Aim, due: Claim | None) -> Receipt:
        """One attempt. Raises what the store raises when the world has moved meanwhile."""
        part = self._decide(transaction, aim, cause=None)
        if due:
            transaction.released.append(due)
        answer = Answer(
            record=aim.record,
            version=transaction.load(aim.room, aim.record).version,
            part=part,
            events=tuple(stored_name(type(w.envelope.event)) for w in transaction.written if w.record == aim.record),
            last=transaction.last(aim.record),
        )
        id = aim.command.command_id
        kept = Kept(id, aim.digest, msgspec.json.encode(answer)) if id else None
        position = self._append(transaction, kept)
        return answer.receipt(position if transaction.written else self._position(answer))

    def _answered(self, kept: Kept, aim: Aim) -> Receipt:
        """The first answer to a command id. Refuses REUSED when it was for something else."""
        if kept.digest != aim.digest:
            raise refusals.REUSED(command=kept.command_id)
        answer = msgspec.json.decode(kept.answer, type=Answer)
        return answer.receipt(self._position(answer))

    def _position(self, answer: Answer) -> int:
        stream, version = answer.last
        return self.store.stream(stream, version - 1, version)[0].position

    def _decide(self, transaction: Transaction, aim: Aim, cause: Envelope | None) -> str | None:
        """Decide the act and what the system does upon it; the id of the part that it made or changed."""
        command, room, act = aim.command, aim.room, aim.act
        before = transaction.load(room, aim.record)
        refusals.require_record(room, act, aim.record, before.state)
        self._require_version(command, room, aim.record, before)
        part = refusals.part_of(room, act, before.state, command.part)
        right = self._warrant(command, room, act, before.state, part, aim.inputs, transaction)
        room.require(act, before.state, part)
        envelope = self._envelope(transaction, aim, right, before, cause)
        context = Context(
            actor=command.actor, role=right.role, now=envelope.occurred_at, world=transaction, new_id=new_id,
            draw=lambda name: transaction.draw(name, aim.record, envelope),
            on_behalf_of=right.on_behalf_of, matrix=right.matrix,
        )
        subjects = [] if act.creates else [before.state, *([part] if act.part else [])]
        decided = list(act.decide(*subjects, context, **msgspec.structs.asdict(aim.inputs)))
        first = len(transaction.written)
        for event in decided:
            room.admit(act, transaction.load(room, aim.record).state, event.event if isinstance(event, Past) else event)
            transaction.write(room, aim.record, event, envelope)
        for written in transaction.written[first:]:
            self._react(transaction, written.record, written.envelope)
        return command.part or next((id for e in decided if (id := refusals.part_named(room, e))), None)

    def _react(self, transaction: Transaction, record: str, happened: Envelope) -> None:
        """Do what the system does upon an event. What it may not do is logged and left: the event itself stands."""
        for reaction in self._reactions:
            for command in reaction(record, happened, transaction):
                try:
                    self._decide(transaction, self._aim(command), happened)
                except Refused as no:
                    logger.warning("the reaction %s to %s was refused: %s", command.act, happened.id, no)
                    transaction.refused.append(refusals.entry(no, command, transaction.now))

    def _aim(self, command: Command) -> Aim:
        room, act = refusals.find_act(self.rooms, command.act)
        inputs = converted(command.inputs, act.input)
        record = room.singleton or command.record or (new_id(room.name) if act.creates else None)
        if record is None:
            raise refusals.WHICH(act=act.label)
        asked = [
            command.act, command.actor, command.record, command.part, inputs,
            command.on_behalf_of, command.acting_role, command.occurred_at,
        ]
        digest = sha256(canonical(asked)).hexdigest() if command.command_id else ""
        return Aim(command, room, act, record, inputs, digest)

    def _warrant(
        self, command: Command, room: Room, act: Act, state: Any, part: Any, inputs: Any, world: Transaction
    ) -> Warrant:
        request = Request(
            room=room, act=act, person=command.actor, now=world.now, record=state, part=part, inputs=inputs,
            acting_role=command.acting_role, on_behalf_of=command.on_behalf_of,
        )
        return warrant(request, world)

    def _envelope(
        self, transaction: Transaction, aim: Aim, right: Warrant, before: Loaded, cause: Envelope | None
    ) -> Envelope:
        command = aim.command
        occurred_at = refusals.dated(command, before.last_at, transaction.now)
        id = command.command_id or new_id("command")
        return Envelope(
            id="", occurred_at=occurred_at, recorded_at=transaction.now, actor=command.actor, role=right.role,
            on_behalf_of=right.on_behalf_of, act=aim.act.name, command=cause.command if cause else id,
            cause=cause.id if cause else None, correlation=cause.correlation if cause else id,
            matrix=right.matrix, backdated=command.backdating_reason, event=None,
        )

    def _require_version(self, command: Command, room: Room, id: str, seen: Loaded) -> None:
        if command.expected_version is None or command.expected_version == seen.version:
            return
        current = self._records.load(room, id, fresh=True)
        if command.expected_version != current.version:
            between = [stored.type for stored in self.store.stream(id, command.expected_version)]
            raise refusals.CONFLICT(expected=command.expected_version, current=current.version, events=between)
        raise Stale(id, current.version)

    def _behind(self, transaction: Transaction) -> bool:
        """Whether the transaction read something that other processes have changed since."""
        return any(self.store.stream(id, loaded.version) for id, loaded in transaction.read.items())

    def _transaction(self, fresh: bool = False) -> Transaction:
        return Transaction(self.store, self._records, self._kinds, self.clock(), fresh)


def by_system(
    act: str, record: str, cause: Envelope | None = None, part: str | None = None, **inputs: Any
) -> Command:
    """A command of the system itself; upon an event, on behalf of whoever is behind that event."""
    person = (cause.on_behalf_of or cause.actor) if cause else None
    return Command(
        act=act, actor=SYSTEM, record=record, part=part, inputs=msgspec.to_builtins(inputs),
        on_behalf_of=None if person == SYSTEM else person,
    )
