"""A consumer as its events leave it."""

from datetime import datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.consumer import events as e
from domain.consumer.terms import Channel, ConsumerStatus, Suspension
from domain.shared.ids import ConsumerId, PersonId, TokenId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp


class Consumer(Struct, frozen=True, kw_only=True):
    """A program that is given every event it asks for, at least once and in order per record (API-05)."""

    id: ConsumerId
    name: str
    owner: PersonId
    credential: TokenId | None
    """The token by whose rights webhooks are sent; none where the owner's rights alone count."""
    channel: Channel
    start: e.Start
    """From where in the log it was last told to begin."""
    types: tuple[str, ...]
    """The events that it is given, by stored name or by the beginning of names with a star; all when empty."""
    subjects: tuple[str, ...]
    """The records whose events it is given; all when empty."""
    url: str = ""
    document: str = ""
    """The GraphQL document whose answer is sent in place of the event."""
    status: ConsumerStatus = ConsumerStatus.CREATED
    beginnings: int = 1
    """How often it has begun: once, and once for each reset."""
    pause: str = ""
    """Why it is paused, in its owner's words."""
    suspension: Suspension | None = None
    """Why the system has paused it."""
    secret: int = 1
    """Which secret webhooks are signed with: the first, the second, …"""
    secret_shown: int = 0
    """The last secret that was shown to somebody."""
    overlap_until: datetime | None = None
    """Until when webhooks are signed with the secret before, too."""

    @property
    def live(self) -> bool:
        """Whether there still is such a consumer."""
        return self.status is not ConsumerStatus.DELETED

    def wants(self, type: str, subject: str) -> bool:
        """Whether its filters let an event pass."""
        named = not self.types or any(covers(pattern, type) for pattern in self.types)
        return named and (not self.subjects or subject in self.subjects)


def covers(pattern: str, type: str) -> bool:
    """Whether a filter names the type: `plan.submitted` itself, `plan.*` all that begin so."""
    return type.startswith(pattern[:-1]) if pattern.endswith("*") else type == pattern


S = ConsumerStatus
LIVE = (S.CREATED, S.ACTIVE, S.PAUSED)
LIFECYCLE: Lifecycle[ConsumerStatus] = Lifecycle(
    {
        e.ConsumerCreated: move(UNBORN, to=S.CREATED),
        e.ConsumerActivated: move(S.CREATED, to=S.ACTIVE),
        e.ConsumerPaused: move(S.ACTIVE, to=S.PAUSED),
        e.ConsumerSuspended: move(S.ACTIVE, to=S.PAUSED),
        e.ConsumerResumed: move(S.PAUSED, to=S.ACTIVE),
        e.ConsumerReset: move(*LIVE),
        e.ConsumerRedirected: move(*LIVE),
        e.ConsumerSecretShown: move(*LIVE),
        e.ConsumerSecretRotated: move(*LIVE),
        e.ConsumerDeleted: move(*LIVE, to=S.DELETED),
    },
    final=frozenset({S.DELETED}),
)


def evolve(consumer: Consumer | None, event: e.ConsumerEvent, stamp: Stamp) -> Consumer:
    """The consumer after the event."""
    if isinstance(event, e.ConsumerCreated):
        return created(event, ConsumerId(stamp.record))
    assert consumer is not None
    match event:
        case e.ConsumerActivated() | e.ConsumerDeleted():
            return consumer
        case e.ConsumerPaused(reason=reason):
            return replace(consumer, pause=reason)
        case e.ConsumerSuspended(why=why):
            return replace(consumer, suspension=why)
        case e.ConsumerResumed(credential=credential):
            return replace(consumer, pause="", suspension=None, credential=credential)
        case e.ConsumerReset(start=start):
            return replace(consumer, start=start, beginnings=consumer.beginnings + 1)
        case e.ConsumerRedirected(url=url):
            return replace(consumer, url=url)
        case e.ConsumerSecretShown(generation=generation):
            return replace(consumer, secret_shown=generation)
        case e.ConsumerSecretRotated(generation=generation, overlap_until=until):
            return replace(consumer, secret=generation, overlap_until=until)
        case _:
            assert_never(event)


def created(event: e.ConsumerCreated, id: ConsumerId) -> Consumer:
    """The consumer that the event begins."""
    return Consumer(
        id=id,
        name=event.name,
        owner=event.owner,
        credential=event.credential,
        channel=event.channel,
        start=event.start,
        types=event.types,
        subjects=event.subjects,
        url=event.url,
        document=event.document,
    )
