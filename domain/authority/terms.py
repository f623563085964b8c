"""Words and small values of authority."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec import Struct

from domain.shared.act import Grant
from domain.shared.term import Role, Term
from domain.shared.values import Line


class DelegationStatus(Term):
    """Whether a delegation still gives rights (ORG-08)."""

    ACTIVE = "ACTIVE", "生效"
    REVOKED = "REVOKED", "已撤销"
    EXPIRED = "EXPIRED", "已到期"


class MatrixStatus(Term):
    """How far a version of the authority matrix has come (ORG-05)."""

    DRAFT = "DRAFT", "草案"
    IN_FORCE = "IN_FORCE", "现行"
    SUPERSEDED = "SUPERSEDED", "已被取代"


class Condition(Struct, frozen=True, kw_only=True):
    """A limit of scope: the field of the record, and the values that it may have."""

    field: Line
    """A field of the record, as matrices name it: unit, level, category."""
    values: tuple[Line, ...]
    """What it may say."""

    def met(self, facts: Callable[[str], Any]) -> bool:
        """Whether a record with these facts lies within the limit."""
        return str(facts(self.field)) in self.values


class MatrixLine(Struct, frozen=True, kw_only=True):
    """A line of the authority matrix: who may do which act, within which scope, up to which amount in CNY."""

    act: Line
    role: Role
    where: tuple[Condition, ...] = ()
    up_to: Decimal | None = None

    @property
    def grant(self) -> Grant:
        """The line as the mechanism of acts reads it."""
        return Grant(self.role, {each.field: each.values for each in self.where}, self.up_to)
