"""What can be done to a consumer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from domain.consumer.events import (
    ConsumerActivated,
    ConsumerCreated,
    ConsumerDeleted,
    ConsumerPaused,
    ConsumerRedirected,
    ConsumerReset,
    ConsumerResumed,
    ConsumerSecretRotated,
    ConsumerSecretShown,
    ConsumerSuspended,
)
from domain.consumer.soundness import addressed, known_types, started, token_named
from domain.consumer.state import Consumer
from domain.consumer.terms import Channel, Origin, Suspension
from domain.shared.act import Context, act
from domain.shared.ids import PersonId, TokenId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

SOURCE = "opsledger."
"""Begins the types of events where they are told to others."""
OVERLAP = 24
LONGEST_OVERLAP = 7 * 24

NOT_A_WEBHOOK = Reason(
    "consumer.not_a_webhook",
    "{name} pulls its events, so it has neither an address nor a secret.",
    "订阅{name}为拉取方式，没有地址和密钥。",
)
SECRET_SHOWN = Reason(
    "consumer.secret_shown",
    "The secret of {name} was shown already; rotate it to get another one.",
    "订阅{name}的密钥已出示过；如需新密钥请轮换。",
)

Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
"""A name that fits into an address: small letters, digits, dashes."""
Hours = Annotated[int, Meta(ge=0, le=LONGEST_OVERLAP)]


@act("建立订阅", Role.INT, Role.ADM)
def create(
    context: Context,
    *,
    name: Name,
    channel: Channel = Channel.PULL,
    origin: Origin = Origin.NOW,
    position: int | None = None,
    moment: datetime | None = None,
    types: tuple[Line, ...] = (),
    subjects: tuple[Line, ...] = (),
    url: str = "",
    document: str = "",
    credential: TokenId | None = None,
) -> Iterator[ConsumerCreated]:
    """Define a consumer of your own; an administrator defines one for the person of a token (API-05).

    It is given events after where it begins, of these types (`plan.submitted`, `plan.*`) and these records, as far as
    the credential may see them. A webhook has a url, and perhaps a GraphQL document whose answer is sent with each
    event.
    """
    rights, owner = token_named(context, credential)
    types = tuple(each.removeprefix(SOURCE) for each in types)
    known_types(types)
    addressed(channel, url, document)
    yield ConsumerCreated(
        name=name,
        owner=owner,
        credential=rights,
        channel=channel,
        start=started(origin, position, moment),
        types=types,
        subjects=tuple(each.rpartition(":")[2] for each in subjects),
        url=url,
        document=document,
    )


@act("启用订阅", Role.OWNER, Role.ADM)
def activate(consumer: Consumer, context: Context) -> Iterator[ConsumerActivated]:
    """Begin to give the consumer events (API-05)."""
    yield ConsumerActivated()


@act("暂停订阅", Role.OWNER, Role.ADM)
def pause(consumer: Consumer, context: Context, *, reason: Text) -> Iterator[ConsumerPaused]:
    """Give the consumer no events for a while; its place in the log is kept (API-05)."""
    yield ConsumerPaused(reason=reason)


@act("停止投递", Role.SYSTEM)
def suspend(consumer: Consumer, context: Context, *, why: Suspension) -> Iterator[ConsumerSuspended]:
    """Pause a consumer whose receiver wants no more, or whose token has ended (API-05)."""
    yield ConsumerSuspended(why=why)


@act("恢复订阅", Role.OWNER, Role.ADM)
def resume(consumer: Consumer, context: Context) -> Iterator[ConsumerResumed]:
    """Go on after a pause, by the rights of the credential with which the owner says so (API-05)."""
    mine = context.principal == consumer.owner
    yield ConsumerResumed(credential=context.credential if mine else consumer.credential)


@act("重置订阅", Role.OWNER, Role.ADM)
def reset(
    consumer: Consumer,
    context: Context,
    *,
    origin: Origin,
    position: int | None = None,
    moment: datetime | None = None,
    reason: Text,
) -> Iterator[ConsumerReset]:
    """Begin anew from another place in the log; what waits or is parked is forgotten (API-05)."""
    yield ConsumerReset(start=started(origin, position, moment), reason=reason)


@act("变更地址", Role.OWNER, Role.ADM)
def redirect(consumer: Consumer, context: Context, *, url: Line) -> Iterator[ConsumerRedirected]:
    """Send the webhooks to another address (API-05)."""
    require_webhook(consumer)
    addressed(consumer.channel, url, consumer.document)
    yield ConsumerRedirected(url=url)


@act("轮换密钥", Role.OWNER, Role.ADM)
def rotate_secret(
    consumer: Consumer, context: Context, *, overlap_hours: Hours = OVERLAP
) -> Iterator[ConsumerSecretRotated]:
    """Sign webhooks with a new secret, and for some hours with the old one too (API-05)."""
    require_webhook(consumer)
    until = context.now + timedelta(hours=overlap_hours)
    yield ConsumerSecretRotated(generation=consumer.secret + 1, overlap_until=until)


@act("出示密钥", Role.SYSTEM)
def show_secret(consumer: Consumer, context: Context, *, to: PersonId) -> Iterator[ConsumerSecretShown]:
    """Note that somebody is shown the newest secret, which happens once (API-05)."""
    require_webhook(consumer)
    if consumer.secret_shown == consumer.secret:
        raise SECRET_SHOWN(name=consumer.name)
    yield ConsumerSecretShown(to=to, generation=consumer.secret)


@act("删除订阅", Role.OWNER, Role.ADM)
def delete(consumer: Consumer, context: Context, *, reason: Text) -> Iterator[ConsumerDeleted]:
    """End the consumer for good; its name is free again (API-05)."""
    yield ConsumerDeleted(reason=reason)


def require_webhook(consumer: Consumer) -> None:
    """Refuse NOT_A_WEBHOOK for a consumer that pulls."""
    if consumer.channel is not Channel.WEBHOOK:
        raise NOT_A_WEBHOOK(name=consumer.name)
