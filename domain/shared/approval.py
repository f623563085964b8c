"""Approval, once for every room: asked on exact content, signed by somebody else, void when the content changes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.shared.act import Context
from domain.shared.ids import PersonId
from domain.shared.personal import ERASED, About, Said
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.term import Role, Term

CHANGED = Reason(
    "approval.content_changed",
    "The content has changed since it was submitted: version {version} had digest {submitted}, it is now {now}.",
    "提交后内容已变更：第{version}版摘要为{submitted}，现为{now}。",
)
ERASED_IN_PART = Reason(
    "approval.content_erased",
    "Part of the content of version {version} has been erased as personal data since; nobody can sign it any more.",
    "第{version}版内容中的个人信息已被删除，不能再对其签署。",
)


class Verdict(Term):
    """What a signature says."""

    APPROVED = "APPROVED", "批准"
    RETURNED = "RETURNED", "退回"
    REJECTED = "REJECTED", "驳回"
    ENDORSED = "ENDORSED", "同意"
    NOT_ENDORSED = "NOT_ENDORSED", "不同意"
    PASSED = "PASSED", "通过"
    FAILED = "FAILED", "不通过"


class Change(Struct, frozen=True):
    """One field that differs between two versions of some content; before and after as canonical JSON text."""

    field: str
    before: About
    after: About


class Request(Struct, frozen=True, kw_only=True):
    """Somebody asked for a decision on the content with this digest; `changes` is what differs from the last asking."""

    round: int
    asked_by: PersonId
    asked_through: PersonId | None = None
    """The delegate who asked in their place."""
    asked_at: datetime
    content_version: int
    digest: str
    changes: tuple[Change, ...] = ()

    @property
    def askers(self) -> tuple[PersonId, ...]:
        """Everybody behind it: none of them may decide on it (ORG-09)."""
        return (self.asked_by,) if self.asked_through is None else (self.asked_by, self.asked_through)


class Signature(Struct, frozen=True, kw_only=True):
    """Who said what, when and in which role, on exactly which content, under which version of the authority matrix."""

    signer: PersonId
    role: Role
    on_behalf_of: PersonId | None = None
    at: datetime
    verdict: Verdict
    round: int
    content_version: int
    digest: str
    matrix: int
    comment: Said = ""

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Everybody behind it."""
        return (self.signer,) if self.on_behalf_of is None else (self.signer, self.on_behalf_of)


def ask(content: Struct, context: Context, previous: Request | None, before: Struct | None) -> Request:
    """Ask for a decision on the content as it is. `before` is what the previous asking was about, for the changes."""
    round_ = previous.round + 1 if previous else 1
    return Request(
        round=round_,
        asked_by=context.principal,
        asked_through=context.actor if context.on_behalf_of else None,
        asked_at=context.now,
        content_version=round_,
        digest=digest(content),
        changes=changes(before, content) if before is not None else (),
    )


def passed_on(request: Request, context: Context) -> Request:
    """The same request, which the caller now puts before somebody else."""
    return replace(
        request,
        asked_by=context.principal,
        asked_through=context.actor if context.on_behalf_of else None,
        asked_at=context.now,
    )


def sign(request: Request, content: Struct, context: Context, verdict: Verdict, comment: str = "") -> Signature:
    """The caller's signature on the content that was asked about.

    Refuses CHANGED when it is no longer that content, and ERASED_IN_PART when that can no longer be told. What was
    signed before the erasure stays signed.
    """
    now = digest(content)
    if now != request.digest:
        if ERASED.encode() in canonical(content):
            raise ERASED_IN_PART(version=request.content_version)
        raise CHANGED(version=request.content_version, submitted=request.digest[:12], now=now[:12])
    return Signature(
        signer=context.actor,
        role=context.role,
        on_behalf_of=context.on_behalf_of,
        at=context.now,
        verdict=verdict,
        round=request.round,
        content_version=request.content_version,
        digest=request.digest,
        matrix=context.matrix,
        comment=comment,
    )


def signed_in(value: Any) -> Iterator[Request | Signature]:
    """The requests and signatures in an event, or in any value inside one, however deep."""
    match value:
        case Request() | Signature():
            yield value
        case Struct():
            for name in value.__struct_fields__:
                yield from signed_in(getattr(value, name))
        case Mapping():
            for each in value.values():
                yield from signed_in(each)
        case tuple() | list() | frozenset():
            for each in value:
                yield from signed_in(each)


def writers(known: tuple[PersonId, ...], stamp: Stamp) -> tuple[PersonId, ...]:
    """Those known to have written on some content, and whoever is behind this event, each once."""
    behind = (stamp.actor,) if stamp.on_behalf_of is None else (stamp.on_behalf_of, stamp.actor)
    return tuple(dict.fromkeys((*known, *behind)))


def digest(content: Struct) -> str:
    """SHA-256, in hex, of the content as canonical JSON (sorted keys, no spaces, UTF-8)."""
    return sha256(canonical(content)).hexdigest()


def changes(before: Struct, after: Struct) -> tuple[Change, ...]:
    """The fields in which two contents of one kind differ."""
    def told(value: Any) -> str:
        return canonical(value).decode()

    pairs = ((name, getattr(before, name), getattr(after, name)) for name in after.__struct_fields__)
    return tuple(Change(name, told(old), told(new)) for name, old, new in pairs if old != new)


def canonical(value: Any) -> bytes:
    """The one JSON text of a value."""
    return msgspec.json.encode(value, order="sorted")
