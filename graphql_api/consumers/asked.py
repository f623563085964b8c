"""What a consumer asks for: the bodies of its requests."""

from typing import Annotated

from msgspec import Meta, Struct

from application.delivery.consuming import MOST

USUAL = 100
LEASE = 30
LONGEST_LEASE = 3_600
LONGEST_WAIT = 30
LONGEST_DELAY = 86_400

EventIds = Annotated[list[str], Meta(min_length=1, max_length=MOST)]
Reason = Annotated[str, Meta(max_length=1_000, pattern=r"\A[^\x00]*\Z")]
"""A text. U+0000 is none that PostgreSQL could keep."""
Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class Pull(Struct, forbid_unknown_fields=True):
    """Some events: at most so many, for so many seconds; and how long to wait where there are none yet."""

    limit: Annotated[int, Meta(ge=1, le=MOST)] = USUAL
    lease: Annotated[int, Meta(ge=1, le=LONGEST_LEASE)] = LEASE
    wait: Annotated[int, Meta(ge=0, le=LONGEST_WAIT)] = 0


class Acknowledge(Struct, forbid_unknown_fields=True):
    """These events of a lease are dealt with."""

    lease: Number
    ids: EventIds


class Reject(Struct, forbid_unknown_fields=True):
    """These events of a lease are to come again, after so many seconds."""

    lease: Number
    ids: EventIds
    reason: Reason = ""
    delay: Annotated[int, Meta(ge=0, le=LONGEST_DELAY)] = 0


class Park(Struct, forbid_unknown_fields=True):
    """These events of a lease are to be set aside."""

    lease: Number
    ids: EventIds
    reason: Reason = ""


class Replay(Struct, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Everything parked; or everything from one position to another, whatever has come of it."""

    first: Number | None = None
    last: Number | None = None
