"""`opsledger projections status|rebuild`: the views that are derived from the ledger."""

from opsledger.commands.answer import Answer
from opsledger.commands.call import Call, existing
from opsledger.commands.parser import Parser, add_command
from opsledger.commands.progress import progress
from opsledger.compose import Product, opened
from projections.layout import written
from projections.rebuild import digest, rebuild


def fill(parser: Parser) -> None:
    """The two commands."""
    commands = parser.commands()
    add_command(commands, "status", "how far the views are behind the ledger, with a digest of each table", add_status)
    add_command(commands, "rebuild", "make the views anew beside those in use, then swap them", add_rebuild)


def add_status(parser: Parser) -> None:
    parser.set_defaults(run=status)


def add_rebuild(parser: Parser) -> None:
    parser.set_defaults(run=made_anew)


def status(call: Call) -> Answer:
    """How the views are; works beside a running server, and changes nothing."""
    with opened(existing(call.settings)) as product:
        return told(product)


def made_anew(call: Call) -> Answer:
    """Make the views anew; queries of a running server go on meanwhile."""
    with opened(existing(call.settings)) as product:
        with progress("events") as tell:
            for position in rebuild(product.views, product.feed):
                tell(position)
        return told(product)


def told(product: Product) -> Answer:
    """Position, lag, and the digest of each table up to that position."""
    views, head = product.views, product.feed.head()
    if views.database.progress() is None:
        return Answer({"position": None, "lag": head, "tables": {}}, (f"no views yet; {head:,} events are to be read",))
    position = views.position()
    tables = {table.name: digest(views.database, table, position) for table in written(views.tables).values()}
    width = max(map(len, tables))
    lines = [f"{name:<{width}}  {sha256}" for name, sha256 in tables.items()]
    lag = head - position
    data = {"position": position, "lag": lag, "tables": tables}
    return Answer(data, (f"position {position:,}, {lag:,} events behind the ledger", *lines))
