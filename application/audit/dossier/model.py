"""What a dossier says. Labels are in its language; codes, ids and values are as the log has them."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct


class Word(Struct, frozen=True):
    """A word of the product."""

    code: str
    """As the log has it."""
    label: str
    """As people say it."""


class Who(Struct, frozen=True):
    """Somebody, as the organisation knew them at the time."""

    id: str
    name: str
    position: str = ""
    """What they were."""


class Delegated(Struct, frozen=True):
    """The delegation by which somebody acted in another's place."""

    id: str
    principal: Who
    reason: str
    valid_from: date
    valid_to: date
    """The last day of it."""


class Doing(Struct, frozen=True, kw_only=True):
    """That somebody did something: which event, by whom, in which role, on whose behalf, when, by which command."""

    position: int
    """The place of the event in the log."""
    version: int
    """Its number among the events of the record."""
    event: str
    """Its id."""
    type: str
    """The name under which it is stored."""
    act: Word
    actor: Who
    role: Word
    on_behalf_of: Who | None
    delegation: Delegated | None
    occurred_at: datetime
    recorded_at: datetime
    backdated: str
    """Why it was recorded later than it happened."""
    command: str
    cause: str | None
    """The event upon which the system did it."""
    about: str = ""
    """What people call the part that it is about, if it is about one."""


class Value(Struct, frozen=True):
    """A value of some content."""

    path: tuple[str, ...]
    label: str
    value: Any
    text: str
    """The value in words."""


class Altered(Struct, frozen=True, kw_only=True):
    """A value that was changed."""

    path: tuple[str, ...]
    label: str
    entry: str
    """What the entry of a list that it is in is called, where it is in one: how `label` begins."""
    before: Any
    after: Any
    before_text: str
    """The value before in words."""
    after_text: str
    """The value after in words."""
    by: Doing | None = None
    """Which event changed it, where it was one."""


class Right(Struct, frozen=True):
    """The lines of the authority matrix that allowed a decision."""

    version: int
    """The version in force; 0 is the one that the program was delivered with."""
    published: int | None
    """The place in the log at which that version was put into force."""
    delivered: bool
    """Whether that version has no lines of its own for the act, so that those hold which the program brings."""
    lines: tuple[str, ...]


class Able(Struct, frozen=True):
    """Somebody who could have decided: in which role, in whose place, and by which acts."""

    who: Who
    role: Word
    on_behalf_of: Who | None
    acts: tuple[Word, ...]


class Decision(Struct, frozen=True, kw_only=True):
    """What somebody decided, or gave as an opinion with a signature, on exactly which content."""

    done: Doing
    verdict: Word
    comment: str
    terms: tuple[Value, ...]
    """What was laid down or found with it: a ceiling, conditions, a result."""
    round: int
    content_version: int
    digest: str
    intact: bool | None
    """Whether the content that stood there has this digest, recomputed; null where some of it was erased."""
    right: Right
    others: tuple[Able, ...]
    """Who else could have decided at that moment, by the matrix and the organisation as they were, and has not."""


class Ending(Struct, frozen=True):
    """That what was asked came to an end, or went on, with no signature: it was withdrawn, or asked of others."""

    done: Doing
    status: Word
    """Where it stood from then on."""


class Submission(Struct, frozen=True, kw_only=True):
    """Somebody asked for a decision on some content."""

    done: Doing
    round: int
    content_version: int
    digest: str
    intact: bool | None
    """Whether the content that stood there has this digest, recomputed; null where some of it was erased."""
    place: tuple[str, ...]
    """Where in the record the content stood."""
    content: tuple[Value, ...]
    """All of the content."""
    terms: tuple[Value, ...] = ()
    """What was said with the asking: whom it was put before, the answer to what it had been returned with."""
    changes: tuple[Altered, ...]
    """What differs from the content of the submission before."""
    replaces: tuple[str, ...] = ()
    """Fields of the content that take the place of what the record has: `proposed` tells what that comes to."""
    proposed: tuple[Altered, ...] = ()
    """What would be different in the record by the content, held against the record as it stood when it was asked."""
    decisions: tuple[Decision, ...] = ()
    ended: Ending | None = None
    """How it was over, where nobody has decided."""
    awaits: tuple[Able, ...] = ()
    """Who could decide now, while nobody has."""
    altered: tuple[Altered, ...] = ()
    """What was changed in the content after its last signature."""


class Matter(Struct, frozen=True):
    """Something that was asked about: the record itself, or a part of it."""

    part: Word | None
    id: str | None
    title: str
    """What people call the part."""
    status: Word | None
    """Where the part stands; that of the record is told with it."""
    submissions: tuple[Submission, ...]


class Statement(Struct, frozen=True):
    """What somebody said with an act that neither asked nor signed: a comment, a reason, and what it was about."""

    done: Doing
    part: str | None
    said: tuple[Value, ...]


class Dossier(Struct, frozen=True, kw_only=True):
    """The approvals of one record, as of a position of the log."""

    language: str
    record: str
    room: Word
    title: str
    status: Word
    position: int
    """The place in the log up to which it tells."""
    moment: datetime
    """When the last event before that was recorded."""
    checkpoint: tuple[str, ...]
    """The lines of the newest signed checkpoint of the log; none before the first."""
    matters: tuple[Matter, ...]
    statements: tuple[Statement, ...]
    history: tuple[Doing, ...]
    """Everything that happened to the record, in order."""
