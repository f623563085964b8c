"""`opsledger explain FILE`: the statements that answer a GraphQL query, and how the database goes about them.

It reads the views as they are, needs no server, and runs none of the statements.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from application.access import Caller
from domain.rooms import ROOMS
from domain.shared.ids import ADMINISTRATOR, PersonId
from graphql_api import explaining
from graphql_api.documents import NotAnswered
from graphql_api.schema import schema
from opsledger.commands.answer import Answer, absent, usage
from opsledger.commands.call import Call, existing
from opsledger.commands.options import json_value
from opsledger.commands.parser import Parser
from opsledger.commands.statement import laid_out
from opsledger.compose import Product, opened


def fill(parser: Parser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="a GraphQL document; - reads standard input")
    add("--variables", type=json_value, default={}, metavar="JSON", help="their values as a JSON object, or @FILE")
    add("--operation", metavar="NAME", help="which one, where the document has several")
    add("--as", dest="acting", metavar="PERSON", help="as this person may see it; as the administrator when left out")
    parser.set_defaults(run=explained)


def explained(call: Call) -> Answer:
    """How the operation is answered. Raises Wrong, Refused, OSError."""
    given = call.options
    if not isinstance(given.variables, dict):
        raise usage("--variables takes a JSON object")
    text = sys.stdin.read() if given.file == "-" else Path(given.file).read_text("utf-8")
    with opened(existing(call.settings)) as product:
        if product.views.database.progress() is None:
            raise absent("views.absent", "There are no views yet. `opsledger projections rebuild` makes them.")
        caller = caller_of(given.acting, product)
        try:
            found = explaining.explained(schema(*ROOMS), product, caller, text, given.operation, given.variables)
        except NotAnswered as wrong:
            raise usage(f"{given.file}: {wrong}") from None
    return told(found)


def caller_of(acting: str | None, product: Product) -> Caller:
    """The person as the API knows them today. Raises Wrong for somebody who has no role."""
    person = PersonId(acting or ADMINISTRATOR)
    caller = product.access.of(person, None)
    if caller is None:
        raise absent("person.absent", f"Nobody called {person} has a role today, so the API would not answer them.")
    return caller


def told(found: explaining.Explained) -> Answer:
    """The statements, then the fields that do not go along in one of them."""
    data = {"statements": [shown(each) for each in found.statements], "apart": found.apart}
    lines = [line for each in found.statements for line in (*read(each), "")]
    return Answer(data, (*lines, *(f"{path}: {why}" for path, why in found.apart.items())))


def shown(made: explaining.Statement) -> dict[str, Any]:
    values = msgspec.to_builtins(made.sql.values, enc_hook=str)
    return {"fields": made.fields, "sql": made.sql.text, "values": values, "plan": made.plan}


def read(made: explaining.Statement) -> Iterator[str]:
    """A statement as people read it."""
    yield f"-- {', '.join(made.fields)}"
    yield laid_out(made.sql.text)
    yield f"-- values: {msgspec.json.encode(made.sql.values, enc_hook=str).decode()}"
    yield "-- plan:"
    yield from (f"--   {line}" for line in made.plan)
