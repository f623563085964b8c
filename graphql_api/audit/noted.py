"""Noting what auditors read over plain GET, before they are answered (AUDIT-09)."""

from datetime import UTC, datetime
from hashlib import sha256

from starlette.requests import Request

from application.access import Caller
from application.reading import Read
from application.transaction import moment
from domain.shared.term import Role
from graphql_api.context import Moment, Product


def note(
    product: Product, caller: Caller, request: Request, field: str, record: str = "", of: Moment | None = None
) -> None:
    """Note what an auditor asks for, `of` an earlier moment; of anybody else, nothing.

    Raises Unavailable: then it may not be answered.
    """
    note_get(product, caller, request.url.path, request.url.query, field, record, of)


def note_get(
    product: Product, caller: Caller, path: str, query: str, field: str, record: str = "", of: Moment | None = None
) -> None:
    """The same, of a GET at that path with that query. Raises Unavailable."""
    if Role.AUD not in caller.roles:
        return
    read = Read(
        at=moment(datetime.now(UTC)),
        actor=caller.person,
        roles=tuple(sorted(caller.roles)),
        operation=f"GET {path}",
        fields=(field,),
        records=(record,) if record else (),
        document=sha256(path.encode()).hexdigest(),
        variables=sha256(query.encode()).hexdigest(),
        position=of.at if of else product.runner.status().position,
        past=of is not None,
        moment=moment(of.clock) if of and of.clock else None,
    )
    product.reads.note(read)
