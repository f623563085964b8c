"""Whether what is kept beside the events is what follows from them: claims, timers, snapshots, receipts, keys.

Nobody is shown these, but acts are decided by them: who else has a number, when somebody is reminded, what a record is
like, what a command was answered.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from application.claiming import PAGE, Folded, mark
from application.erasing import NEEDED
from application.ids import made_here
from application.integrity.timers import timers
from application.ledger import Answer, Ledger
from application.records import Loaded
from application.store import Claim, Snapshot
from application.store.holding import Held, held
from application.store.keys import SNAPSHOTS, owner_of
from application.transaction import WAKES
from domain.organisation.erasure_events import PersonErased, PersonKeysDestroyed
from domain.organisation.events import KeysGivenUp
from domain.shared.recorded import Recorded


class Done(NamedTuple):
    """An event of a command: of which record, its version there, its type, and the part that it is about."""

    record: str
    version: int
    type: str
    part: str | None


class Followed(Folded):
    """Records as their events make them, what each command with a receipt has done, and snapshots as they should be."""

    def __init__(self, ledger: Ledger, kept: Held) -> None:
        super().__init__(ledger.rooms.values())
        self._kept = kept
        self.done: dict[str, list[Done]] = {}
        self.digests: dict[str, str] = {}
        """By command, the digest of what was asked for, where its events say it."""
        self.unanswered: set[str] = set()
        """Commands with ids of their own which have no receipt."""
        self.keys: set[str] = set()
        """The names of the keys that encrypt something."""
        self.destroyed: set[str] = set()
        """The names of keys of which it is recorded that they were destroyed, or lost and given up."""
        self.erasing: set[str] = set()
        """Those whose erasure was decided, of which it is not recorded yet that it was carried out."""
        self.then: dict[str, Loaded] = {}
        """The states that snapshots are of."""
        after = 0
        feed = ledger.store.log
        while stored := feed(after, PAGE):
            for each in stored:
                if b'"private"' in each.data:
                    self.keys |= {sealed.key for sealed in NEEDED.decode(each.data).private}
                self._follow(ledger.mapper.decode(each))
            after = stored[-1].position

    def _follow(self, recorded: Recorded) -> None:
        envelope, record = recorded.envelope, recorded.record
        match envelope.event:
            case PersonErased(person=person):
                self.erasing.add(person)
            case PersonKeysDestroyed(person=person, keys=keys):
                self.erasing.discard(person)
                self.destroyed.update(keys)
            case KeysGivenUp(keys=keys):
                self.destroyed.update(keys)
        room, loaded, _ = self.take(recorded)
        if self._kept.snapshots.get(record) == recorded.version:
            self.then[record] = loaded
        if envelope.digest:
            self.digests[envelope.command] = envelope.digest
        if envelope.command in self._kept.receipts:
            done = Done(record, recorded.version, recorded.type, room.part_id(envelope.event))
            self.done.setdefault(envelope.command, []).append(done)
        elif not made_here(envelope.command):
            self.unanswered.add(envelope.command)

    def has(self, record: str, part: str) -> bool:
        """Whether a record has a part with that id."""
        if record not in self.records:
            return False
        room, loaded, _ = self.records[record]
        return any(part in getattr(loaded.state, each.inside, ()) for each in room.parts)


def derived(ledger: Ledger, target: str) -> list[str]:
    """What does not follow from the log, one thing a line. Reads the whole log. Claims of another program are not
    compared: they are made anew before this one records anything.

    Raises Unavailable, and UnknownEvent for an event that cannot be read.
    """
    kept = held(target)
    followed = Followed(ledger, kept)
    found = list(snapshots(ledger, followed, kept))  # before anything is loaded by them, and kept anew
    if mark() in kept.claims:
        found += [*claims(followed, kept), *timers(ledger, followed.records, kept.claims)]
    return [*found, *receipts(ledger, followed, kept), *keys(ledger, followed)]


def keys(ledger: Ledger, followed: Followed) -> Iterator[str]:
    """Keys that are somebody else's than their names say or have come back, and what reads as erased although no
    erasure is recorded.
    """
    recorded = followed.erasing | set(map(owner_of, followed.destroyed))
    unrecorded = ledger.store.keys.erased() - recorded - {SNAPSHOTS}
    for owner in sorted(unrecorded):
        yield f"keys: that of {owner} was destroyed, and no erasure is recorded"
    owners = ledger.store.keys.owners()
    for name in sorted(owners, key=str):
        if owners[name] != owner_of(str(name)):
            yield f"keys: {name} is kept as a key of {owners[name]!r}"
        elif name in followed.destroyed and ledger.store.keys.get(name):
            yield f"keys: {name} was destroyed, and is there again"
    for name in sorted(followed.keys):
        key, owner = ledger.store.keys.get(name), owner_of(name)
        if not key and name not in followed.destroyed and owner not in followed.erasing | unrecorded:
            yield f"keys: {name} was destroyed, and no erasure is recorded"


def claims(followed: Followed, kept: Held) -> Iterator[str]:
    """Claims that no record makes, and those that a record makes and that are not there."""
    expected = {
        Claim(name, key, id)
        for id, (room, loaded, _) in followed.records.items()
        if loaded.state is not None
        for name, key in room.claims(loaded.state)
    }
    found = {each for each in kept.claims if each.name != WAKES} - {mark()}
    for claim in sorted(found - expected, key=str):
        yield f"claims: {claim.name!r} {claim.key!r} is not claimed by {claim.stream!r}"
    for claim in sorted(expected - found):
        yield f"claims: {claim.name} {claim.key} of {claim.stream} is missing"


def snapshots(ledger: Ledger, followed: Followed, kept: Held) -> Iterator[str]:
    """Snapshots of other states than their records had. Those that are not used any more, or made anew just now, are
    not looked at.
    """
    owners = ledger.store.keys.owners()
    for id in sorted(kept.snapshots, key=str):
        if id not in followed.records:
            yield f"snapshots: {id!r} is nothing that was recorded"
            continue
        room, _, _ = followed.records[id]
        try:
            loaded: Any = ledger.records.from_snapshot(room, id)
        except (ValueError, TypeError) as wrong:
            yield f"snapshots: that of {id} cannot be read: {wrong}"
            continue
        now = ledger.store.snapshot(id)
        renewed = now is None or now.version != kept.snapshots[id]
        if now and not renewed and not opens(ledger, now, owners):
            yield f"snapshots: that of {id} is none that its key can open"
        if loaded.state is not None and not renewed and loaded != followed.then.get(id):
            yield f"snapshots: {id} was not like that at version {kept.snapshots[id]}"


def opens(ledger: Ledger, snapshot: Snapshot, owners: Mapping[str, str]) -> bool:
    """Whether the key of a snapshot opens it, if it is still there."""
    _, _, key = snapshot.shape.partition("/")
    gone = key not in owners or ledger.store.keys.get(key) is None
    return gone or ledger.mapper.sealing.reopened(key, snapshot.data) is not None


def receipts(ledger: Ledger, followed: Followed, kept: Held) -> Iterator[str]:
    """Receipts that tell of other events than those of the command, and commands whose receipt is missing, now or
    one day: a command whose event is taken for indexed and is not can be done twice.
    """
    if not isinstance(kept.indexed, int) or kept.indexed > ledger.store.head():
        yield f"receipts: commands are said to be indexed up to position {kept.indexed!r}"
    for command in sorted(followed.unanswered):
        yield f"receipts: that of {command!r} is missing"
    for command in sorted(kept.receipts, key=str):
        try:
            answer = msgspec.json.decode(kept.receipts[command].answer, type=Answer)
        except msgspec.DecodeError as wrong:
            yield f"receipts: that of {command!r} cannot be read: {wrong}"
            continue
        if not tells(answer, followed.done.get(command, []), followed):
            yield f"receipts: that of {command!r} does not tell what was done"
        if followed.digests.get(command, kept.receipts[command].digest) != kept.receipts[command].digest:
            yield f"receipts: that of {command!r} is kept for something else than was asked for"


def tells(answer: Answer, done: list[Done], followed: Followed) -> bool:
    """Whether an answer is of these events of its command; of a command that has recorded none, whether it can be."""
    own = [each for each in done if each.record == answer.record]
    if tuple(each.type for each in own) != answer.events:
        return False
    parts = {each.part for each in own} - {None}
    if parts and answer.part not in parts:
        return False
    if not parts and answer.part is not None and not followed.has(answer.record, answer.part):
        return False
    if own and own[-1].version != answer.version:
        return False
    stream, version = answer.last or (answer.record, answer.version)
    if done:
        return (done[-1].record, done[-1].version) == (stream, version)
    _, loaded, _ = followed.records.get(stream, (None, None, 0))
    return loaded is not None and 1 <= version <= loaded.version
