"""What can have happened to the authority of the company: its matrix and its delegations."""

from datetime import date
from typing import TypeAlias

from msgspec import Struct

from domain.authority.terms import Condition, MatrixLine
from domain.shared.approval import Request, Signature
from domain.shared.ids import DelegationId, MatrixId, PersonId
from domain.shared.personal import Said


class AuthorityEstablished(Struct, frozen=True, tag="authority.established"):
    """From here on the default lines written at the acts hold, until a matrix is published."""


class DelegationGranted(Struct, frozen=True, kw_only=True, tag="authority.delegation.granted"):
    """Somebody may act in the principal's place; no acts named means all that the principal may do."""

    delegation: DelegationId
    principal: PersonId
    delegate: PersonId
    """Who may act in the principal's place."""
    acts: tuple[str, ...]
    """The acts that are delegated, such as plan.approve; none named: all that the principal may do."""
    where: tuple[Condition, ...]
    """Records to which it is limited; all when there is no condition."""
    valid_from: date
    """The first day of it; today when none is named."""
    valid_to: date
    """The last day of it."""
    reason: Said


class DelegationRevoked(Struct, frozen=True, kw_only=True, tag="authority.delegation.revoked"):
    delegation: DelegationId
    reason: Said


class DelegationExpired(Struct, frozen=True, kw_only=True, tag="authority.delegation.expired"):
    delegation: DelegationId


class MatrixProposed(Struct, frozen=True, kw_only=True, tag="authority.matrix.proposed"):
    """A complete matrix: an act without a line keeps the default lines written at it."""

    matrix: MatrixId
    version: int
    lines: tuple[MatrixLine, ...]
    request: Request


class MatrixPublished(Struct, frozen=True, kw_only=True, tag="authority.matrix.published"):
    """The version came into force; every earlier one is superseded."""

    matrix: MatrixId
    version: int
    signature: Signature


DelegationEvent: TypeAlias = DelegationGranted | DelegationRevoked | DelegationExpired
MatrixEvent: TypeAlias = MatrixProposed | MatrixPublished
AuthorityEvent: TypeAlias = AuthorityEstablished | DelegationEvent | MatrixEvent
