"""`opsledger schema`: what clients can ask, as GraphQL's own language."""

from graphql_api.schema import print_schema
from opsledger.commands.answer import Answer
from opsledger.commands.call import Call
from opsledger.commands.parser import Parser


def fill(parser: Parser) -> None:
    parser.set_defaults(run=printed)


def printed(call: Call) -> Answer:
    """The schema; needs no ledger."""
    schema = print_schema()
    return Answer({"schema": schema}, (schema,))
