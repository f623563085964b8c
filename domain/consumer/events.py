"""What can have happened to a consumer."""

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from domain.consumer.terms import Channel, Origin, Suspension
from domain.shared.ids import PersonId, TokenId


class Start(Struct, frozen=True, kw_only=True):
    """From where in the log events are given: those after `position`, or those recorded after `moment`."""

    origin: Origin
    position: int | None = None
    moment: datetime | None = None


class ConsumerCreated(Struct, frozen=True, kw_only=True, tag="consumer.created"):
    """A consumer was defined; it is given nothing yet."""

    name: str
    """What it is called where events are asked for; no other has this name while it lives."""
    owner: PersonId
    """Whose consumer it is, and as far as whose rights it is given events."""
    credential: TokenId | None
    """The token by whose rights a webhook is sent; none where its owner's rights alone count."""
    channel: Channel
    start: Start
    """From where in the log it is given events."""
    types: tuple[str, ...]
    """Stored names of events, or the beginnings of such with a star behind; all of them when empty."""
    subjects: tuple[str, ...]
    """Ids of records; all of them when empty."""
    url: str
    """The address to which webhooks are sent; none where events are pulled."""
    document: str
    """The GraphQL document whose answer is sent in place of the event, if there is one."""


class ConsumerActivated(Struct, frozen=True, kw_only=True, tag="consumer.activated"):
    """From here on it is given events (API-05)."""


class ConsumerPaused(Struct, frozen=True, kw_only=True, tag="consumer.paused"):
    """It is given no events for a while; its place in the log is kept (API-05)."""

    reason: str


class ConsumerSuspended(Struct, frozen=True, kw_only=True, tag="consumer.suspended"):
    """The system has paused it, since sending on would be of no use."""

    why: Suspension


class ConsumerResumed(Struct, frozen=True, kw_only=True, tag="consumer.resumed"):
    """It goes on where it was, by the rights of the token with which it was resumed."""

    credential: TokenId | None
    """The token by whose rights webhooks are sent; none where its owner's rights alone count."""


class ConsumerReset(Struct, frozen=True, kw_only=True, tag="consumer.reset"):
    """It begins anew from another place; what was handed out, waited or was parked is forgotten."""

    start: Start
    """From where in the log it is given events from here on."""
    reason: str


class ConsumerRedirected(Struct, frozen=True, kw_only=True, tag="consumer.redirected"):
    """Its webhooks go to another address."""

    url: str


class ConsumerSecretShown(Struct, frozen=True, kw_only=True, tag="consumer.secret.shown"):
    """Somebody was shown the secret of this generation; it is shown to nobody else."""

    to: PersonId
    """Who was shown it."""
    generation: int
    """Which of its secrets it is; the first is 1."""


class ConsumerSecretRotated(Struct, frozen=True, kw_only=True, tag="consumer.secret.rotated"):
    """Webhooks are signed with a new secret; with the old one too until the moment that is named."""

    generation: int
    """Which of its secrets it is; the first was 1."""
    overlap_until: datetime
    """Until when webhooks are signed with the secret before, too."""


class ConsumerDeleted(Struct, frozen=True, kw_only=True, tag="consumer.deleted"):
    """It ended for good; its name is free again (API-05)."""

    reason: str


ConsumerEvent: TypeAlias = (
    ConsumerCreated
    | ConsumerActivated
    | ConsumerPaused
    | ConsumerSuspended
    | ConsumerResumed
    | ConsumerReset
    | ConsumerRedirected
    | ConsumerSecretShown
    | ConsumerSecretRotated
    | ConsumerDeleted
)
