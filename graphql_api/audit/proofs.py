"""Checkpoints and proofs as GraphQL: what somebody needs to hold the log to its word (AUDIT-04)."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from application.integrity.checkpoint import Checkpoint
from application.integrity.leaf import entry, leaf
from application.integrity.log import NoCheckpoint, TransparencyLog
from domain.shared.refusal import Reason
from graphql_api.context import RequestContext
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, argument, listed, object_type, optional
from projections.filters import Compare, Op

T = TypeVar("T")

NOTHING_SIGNED = Reason("audit.nothing_signed", "Nothing of this log has been signed yet.", "日志尚未签名。")
NOT_SIGNED = Reason(
    "audit.not_signed",
    "A log of {size} events has not been signed; the newest checkpoint is of {signed}.",
    "尚未对含{size}个事件的日志签名；最新检查点含{signed}个事件。",
)
NOT_INSIDE = Reason(
    "audit.not_inside", "A log of {size} events has no position {position}.", "含{size}个事件的日志没有位置{position}。"
)
NOT_GROWN = Reason(
    "audit.not_grown",
    "A log of {to} events has not grown from {since}.",
    "含{to}个事件的日志不可能由{since}个事件增长而来。",
)
OF_NEWEST = "that of the newest checkpoint if left out"


def questions() -> Iterator[tuple[str, Field]]:
    """The fields at the root. They are about the log itself, whatever moment is asked about."""
    doc = "The newest checkpoint: keep it where the operator cannot reach it. Null before anything was signed."
    yield "checkpoint", Field(optional(checkpoint_type()), doc, asking(checkpoint))
    position = argument("position", LogPosition, "The event's place in the log.")
    size = argument("size", optional(LogPosition), f"The size of the log, in events; {OF_NEWEST}.", default=None)
    doc = "The proof that an event is in the log, at its place (AUDIT-04)."
    yield "inclusion_proof", Field(inclusion_type(), doc, asking(inclusion), [position, size])
    since = argument("since", LogPosition, "The size of the log, in events, that somebody has kept a checkpoint of.")
    since.graphql_name = "from"
    to = argument("to", optional(LogPosition), f"A later size; {OF_NEWEST}.", default=None)
    doc = "The proof that the log has only grown since (AUDIT-04)."
    yield "consistency_proof", Field(consistency_type(), doc, asking(consistency), [since, to])


def asking(answer: Callable[..., T]) -> Callable[..., Any]:
    """A resolver that reads on a thread."""
    return lambda _source, info, **given: info.context.threads.work(partial(answer, info.context, **given))


def checkpoint_type() -> type:
    fields = {
        "origin": Field(str, "Which log it is of."),
        "size": Field(LogPosition, "Of how many events."),
        "root": Field(str, "The root of the tree over them, base64."),
        "note": Field(str, "The signed note (c2sp.org/tlog-checkpoint), to be kept as it is, newlines and all."),
        "cosigned": Field(optional(str), "The newest checkpoint that witnesses have signed too, as a note."),
        "keys": Field(listed(str), "The public keys of the log, oldest first; the last one signs now."),
        "successions": Field(listed(str), "The notes in which each key was named by the one before it."),
    }
    return object_type(type("LogCheckpoint", (), {}), "The head of the log, signed.", fields)


def inclusion_type() -> type:
    fields = {
        "position": Field(LogPosition, "The event's place in the log; its leaf has this number less one."),
        "size": Field(LogPosition, "How many events the log has."),
        "root": Field(str, "The root of the tree over them, base64."),
        "leaf": Field(str, "The hash of the event's leaf, base64."),
        "path": Field(listed(str), "The hashes beside the way up, from the leaf on, base64 (RFC 6962, 2.1.1)."),
        "entry": Field(optional(str), "What was hashed, base64; null where the caller may not see the event."),
        "stored": Field(optional(str), "The event as it is stored, whose digest is in the entry; null as above."),
    }
    return object_type(type("InclusionProof", (), {}), "That an event is in the log.", fields)


def consistency_type() -> type:
    fields = {
        "from": Field(LogPosition, "How many events the older log has."),
        "to": Field(LogPosition, "How many the newer one has."),
        "from_root": Field(str, "The root of the tree over the older log, base64."),
        "to_root": Field(str, "The root of the tree over the newer log, base64."),
        "path": Field(listed(str), "The hashes that lead from the one to the other, base64 (RFC 6962, 2.1.2)."),
    }
    return object_type(type("ConsistencyProof", (), {}), "That a log has only grown.", fields)


def checkpoint(context: RequestContext) -> dict[str, Any] | None:
    """The newest checkpoint, with what it takes to check it."""
    log = context.product.log
    with suppress(NoCheckpoint):
        newest, cosigned = log.checkpoint(), log.cosigned()
        return {
            "origin": newest.origin,
            "size": newest.size,
            "root": told(newest.root),
            "note": str(newest),
            "cosigned": str(cosigned) if cosigned else None,
            "keys": [str(key) for key in log.verifiers()],
            "successions": log.successions(),
        }
    return None


def inclusion(context: RequestContext, position: int, size: int | None = None) -> dict[str, Any]:
    """The proof for an event. Refuses NOTHING_SIGNED, NOT_SIGNED, NOT_INSIDE."""
    log = context.product.log
    size = signed_size(log, size)
    if not 1 <= position <= size:
        raise NOT_INSIDE(size=size, position=position)
    path = log.inclusion(position, size)
    (event,) = context.product.ledger.store.log(position - 1, 1)
    seen = bool(context.reader().rows("event", Compare("position", Op.EQ, position), ["position"]))
    return {
        "position": position,
        "size": size,
        "root": told(log.root(size)),
        "leaf": told(leaf(event)),
        "path": list(map(told, path)),
        "entry": told(entry(event)) if seen else None,
        "stored": event.data.decode() if seen else None,
    }


def consistency(context: RequestContext, since: int, to: int | None = None) -> dict[str, Any]:
    """The proof that a log has grown. Refuses NOTHING_SIGNED, NOT_SIGNED, NOT_GROWN."""
    log = context.product.log
    to = signed_size(log, to)
    if since > to:
        raise NOT_GROWN(since=since, to=to)
    path = log.consistency(since, to)
    return {
        "from": since,
        "to": to,
        "from_root": told(log.root(since)),
        "to_root": told(log.root(to)),
        "path": list(map(told, path)),
    }


def signed_size(log: TransparencyLog, size: int | None) -> int:
    """The size that is asked about. Refuses NOTHING_SIGNED, NOT_SIGNED."""
    try:
        newest: Checkpoint = log.checkpoint()
    except NoCheckpoint:
        raise NOTHING_SIGNED() from None
    if size is not None and size > newest.size:
        raise NOT_SIGNED(size=size, signed=newest.size)
    return newest.size if size is None else size


def told(hashes: bytes) -> str:
    return b64encode(hashes).decode()
