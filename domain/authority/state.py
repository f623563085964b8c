"""Authority: one record of who may do what, by the matrix, and in whose place, by delegation."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, assert_never, get_args

from msgspec import Struct
from msgspec.structs import replace

from domain.authority.events import (
    AuthorityEstablished,
    AuthorityEvent,
    DelegationEvent,
    DelegationExpired,
    DelegationGranted,
    DelegationRevoked,
    MatrixEvent,
    MatrixProposed,
    MatrixPublished,
)
from domain.authority.terms import Condition, DelegationStatus, MatrixLine, MatrixStatus
from domain.shared.act import Grant
from domain.shared.approval import Request, Signature
from domain.shared.ids import AuthorityId, DelegationId, MatrixId, PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.term import Term
from domain.shared.values import civil

AUTHORITY = AuthorityId("authority")


class AuthorityStatus(Term):
    """Authority, once established, stays."""

    ESTABLISHED = "ESTABLISHED", "已建立"


class Delegation(Struct, frozen=True, kw_only=True):
    """The right to act in somebody's place for a while (ORG-08)."""

    id: DelegationId
    principal: PersonId
    delegate: PersonId
    acts: tuple[str, ...]
    where: tuple[Condition, ...]
    valid_from: date
    valid_to: date
    """The last day of it."""
    reason: str
    status: DelegationStatus = DelegationStatus.ACTIVE

    def covers(self, act: str, day: date, fact: Callable[[str], Any]) -> bool:
        """Whether it allows the act, on that day, on a record with these facts."""
        return (
            self.status is DelegationStatus.ACTIVE
            and self.valid_from <= day <= self.valid_to
            and (not self.acts or act in self.acts)
            and all(condition.met(fact) for condition in self.where)
        )


class MatrixContent(Struct, frozen=True, kw_only=True):
    """What is signed when a matrix is published."""

    version: int
    lines: tuple[MatrixLine, ...]


class Matrix(Struct, frozen=True, kw_only=True):
    """A version of the authority matrix (ORG-05)."""

    id: MatrixId
    content: MatrixContent
    proposed_by: PersonId
    request: Request
    status: MatrixStatus = MatrixStatus.DRAFT
    signatures: tuple[Signature, ...] = ()


class Authority(Struct, frozen=True, kw_only=True):
    """The matrix in force, its other versions, and the delegations."""

    id: AuthorityId
    status: AuthorityStatus = AuthorityStatus.ESTABLISHED
    matrix_version: int = 0
    """The version in force; 0 while the defaults written at the acts hold."""
    published: Mapping[str, tuple[Grant, ...]] = {}
    """The lines in force, by act."""
    matrices: Mapping[MatrixId, Matrix] = {}
    delegations: Mapping[DelegationId, Delegation] = {}

    def lines(self, act: str) -> tuple[Grant, ...] | None:
        """The published lines of an act. None: those written at the act hold."""
        return self.published.get(act)

    def delegated(
        self, principal: PersonId, delegate: PersonId, act: str, now: datetime, fact: Callable[[str], Any]
    ) -> bool:
        """Whether the delegate may now do the act in the principal's place on a record with these facts."""
        return any(
            each.covers(act, civil(now), fact)
            for each in self.delegations.values()
            if (each.principal, each.delegate) == (principal, delegate)
        )


LIFECYCLE: Lifecycle[AuthorityStatus] = Lifecycle(
    {event: move(AuthorityStatus.ESTABLISHED) for event in get_args(AuthorityEvent)}
    | {AuthorityEstablished: move(UNBORN, to=AuthorityStatus.ESTABLISHED)}
)

DELEGATION_LIFECYCLE: Lifecycle[DelegationStatus] = Lifecycle(
    {
        DelegationGranted: move(UNBORN, to=DelegationStatus.ACTIVE),
        DelegationRevoked: move(DelegationStatus.ACTIVE, to=DelegationStatus.REVOKED),
        DelegationExpired: move(DelegationStatus.ACTIVE, to=DelegationStatus.EXPIRED),
    },
    final=frozenset({DelegationStatus.REVOKED, DelegationStatus.EXPIRED}),
)

MATRIX_LIFECYCLE: Lifecycle[MatrixStatus] = Lifecycle(
    {
        MatrixProposed: move(UNBORN, to=MatrixStatus.DRAFT),
        MatrixPublished: move(MatrixStatus.DRAFT, to=MatrixStatus.IN_FORCE),
    },
    final=frozenset({MatrixStatus.SUPERSEDED}),
)


def evolve(authority: Authority | None, event: AuthorityEvent, _: Stamp) -> Authority:
    """Authority after the event; its parts have changed already."""
    if isinstance(event, AuthorityEstablished):
        return Authority(id=AUTHORITY)
    assert authority is not None
    return published(authority, event) if isinstance(event, MatrixPublished) else authority


def published(authority: Authority, event: MatrixPublished) -> Authority:
    """Authority with a version in force, and those before it superseded."""
    lines: dict[str, tuple[Grant, ...]] = {}
    for line in authority.matrices[event.matrix].content.lines:
        lines[line.act] = (*lines.get(line.act, ()), line.grant)
    matrices = {
        id: replace(each, status=MatrixStatus.SUPERSEDED) if each.content.version < event.version else each
        for id, each in authority.matrices.items()
    }
    return replace(authority, matrix_version=event.version, published=lines, matrices=matrices)


def evolve_delegation(delegation: Delegation | None, event: DelegationEvent, _: Stamp) -> Delegation:
    """The delegation after the event."""
    if isinstance(event, DelegationGranted):
        return Delegation(
            id=event.delegation,
            principal=event.principal,
            delegate=event.delegate,
            acts=event.acts,
            where=event.where,
            valid_from=event.valid_from,
            valid_to=event.valid_to,
            reason=event.reason,
        )
    assert delegation is not None
    match event:
        case DelegationRevoked() | DelegationExpired():
            return delegation
        case _:
            assert_never(event)


def evolve_matrix(matrix: Matrix | None, event: MatrixEvent, _: Stamp) -> Matrix:
    """The version of the matrix after the event."""
    if isinstance(event, MatrixProposed):
        content = MatrixContent(version=event.version, lines=event.lines)
        return Matrix(id=event.matrix, content=content, proposed_by=event.request.asked_by, request=event.request)
    assert matrix is not None
    match event:
        case MatrixPublished(signature=signature):
            return replace(matrix, signatures=(*matrix.signatures, signature))
        case _:
            assert_never(event)
