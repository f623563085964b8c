"""Noting what auditors read over plain GET, before they are answered (AUDIT-09)."""

from datetime import UTC, datetime
from hashlib import sha256

from starlette.requests import Request

from application.access import Caller
from application.reading import Read
from application.transaction import moment
from domain.shared.term import Role
from graphql_api.context import Product


def note(
    product: Product, caller: Caller, request: Request, field: str, record: str = "", at: int | None = None
) -> None:
    """Note what an auditor asks for; of anybody else, nothing. Raises Unavailable: then it may not be answered."""
    if Role.AUD not in caller.roles:
        return
    read = Read(
        at=moment(datetime.now(UTC)),
        actor=caller.person,
        roles=tuple(sorted(caller.roles)),
        operation=f"GET {request.url.path}",
        fields=(field,),
        records=(record,) if record else (),
        document=sha256(request.url.path.encode()).hexdigest(),
        variables=sha256(request.url.query.encode()).hexdigest(),
        position=product.runner.status().position if at is None else at,
        past=at is not None,
    )
    product.reads.note(read)
