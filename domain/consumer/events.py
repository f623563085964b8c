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
    owner: PersonId
    credential: TokenId | None
    """The token by whose rights a webhook is sent; none where its owner's rights alone count."""
    channel: Channel
    start: Start
    types: tuple[str, ...]
    """Stored names of events, or the beginnings of such with a star behind; all of them when empty."""
    subjects: tuple[str, ...]
    """Ids of records; all of them when empty."""
    url: str
    document: str
    """The GraphQL document whose answer is sent in place of the event, if there is one."""


class ConsumerActivated(Struct, frozen=True, kw_only=True, tag="consumer.activated"):
    """From here on it is given events."""


class ConsumerPaused(Struct, frozen=True, kw_only=True, tag="consumer.paused"):
    """Its place in the log is kept."""

    reason: str


class ConsumerSuspended(Struct, frozen=True, kw_only=True, tag="consumer.suspended"):
    """The system has paused it, since sending on would be of no use."""

    why: Suspension


class ConsumerResumed(Struct, frozen=True, kw_only=True, tag="consumer.resumed"):
    """It goes on where it was, by the rights of the token with which it was resumed."""

    credential: TokenId | None


class ConsumerReset(Struct, frozen=True, kw_only=True, tag="consumer.reset"):
    """It begins anew from another place; what was handed out, waited or was parked is forgotten."""

    start: Start
    reason: str


class ConsumerRedirected(Struct, frozen=True, kw_only=True, tag="consumer.redirected"):
    """Its webhooks go to another address."""

    url: str


class ConsumerSecretShown(Struct, frozen=True, kw_only=True, tag="consumer.secret.shown"):
    """Somebody was shown the secret of this generation; it is shown to nobody else."""

    to: PersonId
    generation: int


class ConsumerSecretRotated(Struct, frozen=True, kw_only=True, tag="consumer.secret.rotated"):
    """Webhooks are signed with a new secret; with the old one too until the moment that is named."""

    generation: int
    overlap_until: datetime


class ConsumerDeleted(Struct, frozen=True, kw_only=True, tag="consumer.deleted"):
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
