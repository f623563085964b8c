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
    """Somebody may act for the principal, up to 90 days; no acts named: in all that the principal may (ORG-08)."""

    delegation: DelegationId
    principal: PersonId
    """Who delegates; decisions made under it name them as those on whose behalf it was done."""
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
    """A delegation was taken back before its last day (ORG-08)."""

    delegation: DelegationId
    reason: Said


class DelegationExpired(Struct, frozen=True, kw_only=True, tag="authority.delegation.expired"):
    """The last day of a delegation is over (ORG-08)."""

    delegation: DelegationId


class MatrixProposed(Struct, frozen=True, kw_only=True, tag="authority.matrix.proposed"):
    """A complete matrix: an act without a line keeps the default lines written at it."""

    matrix: MatrixId
    version: int
    """Its number; the first was 1. Signatures and events name it."""
    lines: tuple[MatrixLine, ...]
    """Who may do which act, on which records, up to which amount in CNY."""
    request: Request


class MatrixPublished(Struct, frozen=True, kw_only=True, tag="authority.matrix.published"):
    """The version came into force; every earlier one is superseded (ORG-05)."""

    matrix: MatrixId
    version: int
    signature: Signature


DelegationEvent: TypeAlias = DelegationGranted | DelegationRevoked | DelegationExpired
MatrixEvent: TypeAlias = MatrixProposed | MatrixPublished
AuthorityEvent: TypeAlias = AuthorityEstablished | DelegationEvent | MatrixEvent
