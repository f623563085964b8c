"""The smallest room that uses every mechanism: notes with a number, a unique subject, a timer and a reaction."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from application.command import Command
from application.deciding import by_system, upon
from domain.shared.act import Context, Past, World, act, acts_in
from domain.shared.ids import PlanId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Envelope, Stamp
from domain.shared.refusal import Reason
from domain.shared.room import Room
from domain.shared.term import Role, Term
from domain.shared.values import Line

SAME = Reason("note.same", "The text is {text} already.", "内容已是{text}。")
SUBJECT_TAKEN = Reason("note.subject_taken", "{holder} is about {key} already.", "{holder}已涉及{key}。")
REMINDED_AFTER = timedelta(days=1)


class Status(Term):
    OPEN = "OPEN", "打开"
    CLOSED = "CLOSED", "关闭"


class NoteWritten(Struct, frozen=True, kw_only=True, tag="note.written"):
    subject: str
    text: str
    number: int


class NoteAmended(Struct, frozen=True, kw_only=True, tag="note.amended"):
    text: str


class NoteReminded(Struct, frozen=True, kw_only=True, tag="note.reminded"):
    pass


class NoteClosed(Struct, frozen=True, kw_only=True, tag="note.closed"):
    follow_up: str


NoteEvent = NoteWritten | NoteAmended | NoteReminded | NoteClosed


class Note(Struct, frozen=True, kw_only=True):
    id: PlanId
    subject: str
    text: str
    number: int
    written_at: datetime
    reminded: bool = False
    status: Status = Status.OPEN


LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        NoteWritten: move(UNBORN, to=Status.OPEN),
        NoteAmended: move(Status.OPEN),
        NoteReminded: move(Status.OPEN),
        NoteClosed: move(Status.OPEN, to=Status.CLOSED),
    }
)


@act("写", Role.ADM, Role.SYSTEM)
def write(context: Context, *, subject: Line, text: str = "") -> Iterator[NoteWritten]:
    """Begin a note."""
    yield NoteWritten(subject=subject, text=text, number=context.draw(f"NOTE-{context.today.year}"))


@act("改", Role.ADM)
def amend(note: Note, context: Context, *, text: str) -> Iterator[NoteAmended]:
    """Change the text."""
    if text == note.text:
        raise SAME(text=text)
    yield NoteAmended(text=text)


@act("补记", Role.ADM)
def relate(
    context: Context, *, subject: Line, times: tuple[datetime, ...]
) -> Iterator[NoteWritten | NoteAmended | Past]:
    """Bring a note in with its past."""
    yield Past(NoteWritten(subject=subject, text="0", number=0), times[0])
    for index, at in enumerate(times[1:], 1):
        yield Past(NoteAmended(text=str(index)), at)


@act("关", Role.ADM)
def close(note: Note, context: Context, *, follow_up: str = "") -> Iterator[NoteClosed]:
    """End the note, perhaps with a follow-up note that the system writes."""
    yield NoteClosed(follow_up=follow_up)


@act("提醒", Role.SYSTEM)
def wake(note: Note, context: Context) -> Iterator[NoteReminded]:
    """Remind once, a day after writing; of some notes nobody can be reminded."""
    if note.text == "broken":
        raise ZeroDivisionError
    if not note.reminded and context.now >= note.written_at + REMINDED_AFTER:
        yield NoteReminded()


def evolve(note: Note | None, event: NoteEvent, stamp: Stamp) -> Note:
    if isinstance(event, NoteWritten):
        return Note(
            id=PlanId(stamp.record), subject=event.subject, text=event.text, number=event.number, written_at=stamp.at
        )
    assert note is not None
    match event:
        case NoteAmended(text=text):
            return replace(note, text=text)
        case NoteReminded():
            return replace(note, reminded=True)
        case NoteClosed():
            return note


def claims(note: Note) -> Iterator[tuple[str, str]]:
    if note.status is Status.OPEN:
        yield "note.subject", note.subject


def wakes(note: Note, world: World) -> datetime | None:
    return None if note.reminded or note.status is Status.CLOSED else note.written_at + REMINDED_AFTER


@upon(NoteClosed)
def follow_up(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The follow-up of a closed note."""
    if happened.event.follow_up:
        yield by_system("note.write", f"{record}-next", happened, subject=happened.event.follow_up)


ROOM = Room(
    name="note",
    zh="便签",
    id=PlanId,
    state=Note,
    events=NoteEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("note", sys.modules[__name__]),
    claims=claims,
    unique={"note.subject": SUBJECT_TAKEN},
    wakes=wakes,
)
