"""The ledger: the one way anything is recorded. Authorise, load, decide, append, answer with a receipt."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from application import refusals
from application.aim import Aim
from application.command import Command, Receipt
from application.deciding import Decider, Reaction, warranted
from application.discretion import discreet, is_hidden
from application.mapper import Mapper, stored_name
from application.records import Records
from application.store import Claim, KeptReceipt, Repeated, Stale, Store, Taken, Unit
from application.transaction import Transaction
from domain.shared.act import Act, World
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from domain.shared.room import Room

ATTEMPTS = 20
PAUSE = 0.001
"""Seconds, at most, before the first repetition; at most twice as long before each further one, up to LONGEST."""
LONGEST = 0.2

def utc_now() -> datetime:
    return datetime.now(UTC)


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A receipt as it is kept; its position is found by the last event that was recorded with it."""

    record: str
    version: int
    part: str | None = None
    events: tuple[str, ...] = ()
    last: tuple[str, int] | None = None
    """Stream and version of the last event, where that is not the record's at this version."""

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
        self.mapper = Mapper(self.rooms.values(), store.keys)
        self.clock = clock
        self._decider = Decider(self.rooms, reactions)
        self.records = Records(store, self.mapper)
        self._kinds = {room.state: room for room in self.rooms.values()}

    def do(self, command: Command, *, due: Claim | None = None) -> Receipt:
        """Do the act, once. Raises Refused when a rule says no: then nothing but the refusal is recorded (AUDIT-07).

        Whoever may not know of the record is told that there is none; the refusal log says which rule it was.
        `due` is the timer that made the scheduler ask; it is taken off in the same transaction.
        """
        aim = None
        try:
            aim = self._decider.aim(command)
            return self._do(aim, due)
        except Refused as no:
            self.store.refuse(refusals.entry(no, command, self.clock()))
            raise (discreet(no, aim, self._transaction(fresh=True)) if aim else no) from None

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

    def hides(self, command: Command) -> bool:
        """Whether whoever gives the command may not even know of the record, by the rule of `do`; whatever it asks."""
        room, act = refusals.find_act(self.rooms, command.act)
        aim = Aim(command, room, act, command.record or "", inputs=None, digest=None)
        return is_hidden(aim, self._transaction(fresh=True))

    def forget(self, due: Claim) -> None:
        """Take a timer off that has nothing more to do."""
        self.store.append(Unit(entries=(), releases=(due,)))

    def world(self) -> World:
        """The records as they stand now, for reading."""
        return self._transaction(fresh=True)

    def then(self, room: Room, id: str, position: int) -> Any:
        """The state of a record as it stood at a position; None when it was not there yet."""
        return self.records.then(room, id, position)

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
            warranted(Command(act=act.name, actor=PersonId(person)), room, act, state, held, None, world)
        except Refused:
            return False
        return True

    def _do(self, aim: Aim, due: Claim | None) -> Receipt:
        command = aim.command
        fresh = False
        for attempt in range(ATTEMPTS):
            transaction = self._transaction(fresh)
            try:
                return self._record(transaction, aim, due)
            except Stale:
                fresh = True
                time.sleep(random.uniform(0, min(PAUSE * 2**attempt, LONGEST)))
            except Refused:
                if command.command_id and (kept := self.store.receipt(command.command_id)):
                    return self._answered(kept, aim)
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
            self._decider.decide(transaction, self._decider.aim(command))
        except Refused as no:
            return no
        return None

    def _append(self, transaction: Transaction, receipt: KeptReceipt | None) -> int:
        """Record the transaction; the position of its last event. Raises what the store raises."""
        if not (transaction.written or transaction.rung or receipt):
            return 0
        unit = transaction.unit(self.mapper, receipt)
        position = self.store.append(unit)
        begun = unit.begun()
        for id, (room, loaded) in transaction.changed.items():
            self.records.keep(room, id, loaded, transaction.edition, begun.get(id))
        for refused in transaction.refused:
            self.store.refuse(refused)
        return position

    def _record(self, transaction: Transaction, aim: Aim, due: Claim | None) -> Receipt:
        """One attempt. Raises what the store raises when the world has moved meanwhile."""
        self._require_version(aim, transaction)
        part = self._decider.decide(transaction, aim)
        if due:
            transaction.rung = aim.room, due
        version = transaction.load(aim.room, aim.record).version
        last = transaction.last(aim.record)
        answer = Answer(
            record=aim.record,
            version=version,
            part=part,
            events=tuple([stored_name(type(w.envelope.event)) for w in transaction.written if w.record == aim.record]),
            last=None if last == (aim.record, version) else last,
        )
        id = aim.command.command_id
        kept = KeptReceipt(id, aim.digest, msgspec.json.encode(answer)) if id and aim.digest else None
        position = self._append(transaction, kept)
        return answer.receipt(position if transaction.written else self._position(answer))

    def _answered(self, kept: KeptReceipt, aim: Aim) -> Receipt:
        """The first answer to a command id. Refuses REUSED when it was for something else."""
        if kept.digest != aim.digest:
            raise refusals.REUSED(command=kept.command_id)
        answer = msgspec.json.decode(kept.answer, type=Answer)
        return answer.receipt(self._position(answer))

    def _position(self, answer: Answer) -> int:
        stream, version = answer.last or (answer.record, answer.version)
        return self.store.stream(stream, version - 1, version)[0].position

    def _require_version(self, aim: Aim, transaction: Transaction) -> None:
        """Refuse CONFLICT, with what has happened since, when the caller has seen an older version."""
        seen = aim.command.expected_version
        if seen is None or seen == (loaded := transaction.load(aim.room, aim.record)).version:
            return
        refusals.require_record(aim.room, aim.act, aim.record, loaded.state)
        current = self.records.load(aim.room, aim.record, fresh=True)
        if seen != current.version:
            between = [stored.type for stored in self.store.stream(aim.record, seen)]
            raise refusals.CONFLICT(expected=seen, current=current.version, events=between)
        raise Stale(aim.record, current.version)

    def _behind(self, transaction: Transaction) -> bool:
        """Whether the transaction read something that other processes have changed since."""
        return any(self.store.stream(id, loaded.version) for id, loaded in transaction.read.items()) or any(
            tuple(self.store.claimed(*claim)) != streams for claim, streams in transaction.found.items()
        )

    def _transaction(self, fresh: bool = False) -> Transaction:
        return Transaction(self.store, self.records, self._kinds, self.clock(), fresh)
