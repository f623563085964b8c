"""Checking an audit bundle, with nothing but the file and what its reader has kept (AUDIT-11)."""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from application.integrity.bundle import JSON, Bundle, Event, Growth, Selection, note, same
from application.integrity.checkpoint import Checkpoint
from application.integrity.keys import named, trusted
from application.integrity.leaf import Unhashable, leaf
from application.integrity.note import BadNote, Verifier, parse
from application.integrity.tree import is_consistent, is_included
from application.integrity.unsigned import written
from application.integrity.verify import Finding
from application.sealing import Unreadable, agrees
from application.store import Stored
from domain.shared.values import civil

WHOLE = "every position from the first to the last, {} to {}, recorded from {} to {}"
PLACED = "{:,} events, each proved to be in the log at its position"
UNPROVED = (
    "when and by what the file was made, what was asked for, how types are explained, that nothing more of it was "
    "recorded before or after, and that what has no key was erased"
)


def check(bundle: Bundle, kept: Mapping[str, Checkpoint] = {}, given: Sequence[Verifier] = ()) -> Iterator[Finding]:
    """Check everything that the file claims, with nothing but the file and what its reader has kept.

    `kept` are checkpoints of earlier times by the names they go by, `given` the keys that the reader trusts.
    """
    try:
        checkpoint = Checkpoint.parse(note(bundle.checkpoint))
        yield signed(bundle, checkpoint, given)
    except BadNote as wrong:
        yield Finding("checkpoint", str(wrong), well=False)
        return
    walk = Walk(bundle.selection, checkpoint)
    for event in bundle.events:
        walk.take(event)
    yield from walk.found()
    since = None
    if bundle.growth:
        since, found = grown(bundle.growth, checkpoint)
        yield found
    for name, before in kept.items():
        yield follows(checkpoint, since, name, before)
    yield Finding("not proved", UNPROVED)


def signed(bundle: Bundle, checkpoint: Checkpoint, given: Sequence[Verifier]) -> Finding:
    """Who signed the head of the log. Raises BadNote."""
    if checkpoint.book:
        raise BadNote(f"it is of the {checkpoint.book} beside the log, and not of the log")
    notes = [note(each) for each in bundle.keys]
    first = [named(parse(each)) for each in notes[:1]]
    signers = checkpoint.signers(trusted(notes, given or first))
    names = ", ".join(map(str, signers)) or "nobody whose key is trusted"
    warning = "" if given else "; this key is the file's own: compare it with the one that you were told"
    what = f"{checkpoint.origin}, {checkpoint.size:,} events, signed by {names}"
    return Finding("checkpoint", what + warning, checkpoint.is_signed_by_the_log(signers))


def misplaced(event: Event, checkpoint: Checkpoint) -> str:
    """What is wrong with an event, if anything."""
    try:
        row = Stored(event.position, event.stream, event.version, event.type, event.stored.encode())
        if not is_included(leaf(row), event.position - 1, checkpoint.size, path(event.proof), checkpoint.root):
            return "it is not in the log so"
        return "" if same(JSON.decode(event.stored), event.read) else "it does not read as it is stored"
    except (ValueError, Unhashable, RecursionError) as wrong:
        return f"it cannot be checked: {wrong}"


class Walk:
    """What is found on the way through the events, once and in their order."""

    def __init__(self, selection: Selection, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._records = dict.fromkeys(selection.records, 0)
        """The last version of each record."""
        self._count = self._shown = self._erased = 0
        self._since, self._until = selection.since, selection.until
        self._ends: list[Event] = []
        """The first event and the last one."""
        self._last: int | None = None
        self._misplaced: Finding | None = None
        self._incomplete: Finding | None = None
        self._false: Finding | None = None
        self._personal = False

    def take(self, event: Event) -> None:
        """Look at the next event."""
        self._count += 1
        self._ends[1:] = [event]
        if not self._misplaced and (problem := misplaced(event, self._checkpoint)):
            self._misplaced = Finding("events", f"position {event.position:,}: {problem}", False, event.position)
        self._incomplete = self._incomplete or self._left_out(event)
        self._open(event)

    def found(self) -> Iterator[Finding]:
        """Whether each event is in the log where it says, whether nothing was left out, and what was said in clear."""
        yield self._misplaced or Finding("events", PLACED.format(self._count))
        empty = next((record for record, version in self._records.items() if not version), None)
        if empty is not None and not self._incomplete:
            self._incomplete = Finding("completeness", f"{empty}: no event of it", well=False)
        yield self._incomplete or self._whole()
        if self._personal or self._false:
            told = f"{self._shown:,} texts are those encrypted in their events; {self._erased:,} are erased"
            yield self._false or Finding("personal", told)

    def _whole(self) -> Finding:
        """Of what nothing is left out. Within which days that lies, whoever has asked for other days sees by it."""
        if self._records:
            return Finding("completeness", "each record from version 1 to the last one in the file")
        if not self._ends:
            return Finding("completeness", "no event, so nothing is proved of these days", well=False)
        first, last = self._ends[0], self._ends[-1]
        times = [recorded_at(each) for each in (first, last)]
        told = WHOLE.format(f"{first.position:,}", f"{last.position:,}", *(at or "a time not told" for at in times))
        begun, ended = map(day, times)
        asked = all((
            (begun is None or self._since <= begun) if self._since else first.position == 1,
            (ended is None or ended <= self._until) if self._until else last.position == self._checkpoint.size,
        ))
        return Finding("completeness", told if asked else f"{told}, which is not all that was asked for", asked)

    def _left_out(self, event: Event) -> Finding | None:
        """Whether positions have a gap before the event within days, or versions where records were asked for."""
        if self._records:
            if event.stream not in self._records:
                return Finding("completeness", f"{event.stream} was not asked for", False, event.position)
            expected = self._records[event.stream] + 1
            self._records[event.stream] = event.version
            told = f"{event.stream}: version {event.version} where {expected} should be"
            return None if event.version == expected else Finding("completeness", told, False, event.position)
        before, self._last = self._last, event.position
        if before is None or event.position == before + 1:
            return None
        return Finding("completeness", f"position {before + 1:,} is left out", False, before + 1)

    def _open(self, event: Event) -> None:
        """Whether what the file says in the clear is what is encrypted in the event."""
        self._personal = self._personal or bool(event.personal)
        try:
            well = agrees(event.stored.encode(), event.personal)
        except (ValueError, Unreadable, RecursionError):
            well = False
        if not well and not self._false:
            said = f"position {event.position:,}: what is said is not what is encrypted there"
            self._false = Finding("personal", said, False, event.position)
        self._shown += sum(len(each.texts) for each in event.personal if each.key)
        self._erased += sum(len(each.texts) for each in event.personal if not each.key)


def recorded_at(event: Event) -> datetime | None:
    """When the event was recorded, where it says so."""
    return written(Stored(event.position, event.stream, event.version, event.type, event.stored.encode()))


def day(at: datetime | None) -> date | None:
    """The company's day at a moment, if it has one: the first and the last moment that there are have none."""
    try:
        return at and civil(at)
    except OverflowError:
        return None


def grown(growth: Growth, checkpoint: Checkpoint) -> tuple[Checkpoint | None, Finding]:
    """The older checkpoint that the file is proved against, and whether the log begins as it says."""
    try:
        since, steps = Checkpoint.parse(note(growth.since)), path(growth.proof)
    except (BadNote, ValueError) as wrong:
        return None, Finding("growth", f"it cannot be checked: {wrong}", well=False)
    well = since.origin == checkpoint.origin and is_consistent(
        since.size, checkpoint.size, since.root, checkpoint.root, steps
    )
    told = f"the {since.size:,} events of the older checkpoint are {'' if well else 'NOT '}the first of this log"
    return since if well else None, Finding("growth", told, well)


def follows(checkpoint: Checkpoint, since: Checkpoint | None, name: str, before: Checkpoint) -> Finding:
    """Whether the log of the bundle is the one of a checkpoint that was kept; `since` is the one it has grown from."""
    if before[:3] == checkpoint[:3]:
        return Finding(name, "it is the one that the file is of")
    if since is None or before[:3] != since[:3]:
        return Finding(name, "the file does not prove that the log has grown from it: export it against this", False)
    return Finding(name, f"its {before.size:,} events are the first of this log")


def path(told: Iterable[str]) -> list[bytes]:
    """A proof out of the file. Raises ValueError."""
    return [b64decode(each, validate=True) for each in told]
