"""`opsledger demo`: a company with a year of work in it, to try the product on."""

import sys

from opsledger import private
from opsledger.commands.answer import Answer, Exit, Wrong
from opsledger.commands.call import Call
from opsledger.commands.catching_up import catch_up
from opsledger.commands.parser import Parser
from opsledger.compose import Product, product
from opsledger.demo import fill as play

FILE = "demo-people"
TRY = (
    "",
    "Try next:",
    "  opsledger serve                 and open the address that it prints",
    "  opsledger plan --help           what can be done to a plan",
    "  opsledger projections status    what can be read, and how far it is",
    "  opsledger doctor                whether all is well",
)


def fill(parser: Parser) -> None:
    parser.set_defaults(run=demonstrate)


def demonstrate(call: Call) -> Answer:
    """Fill it, and say what to try. Raises Wrong when the ledger has something else in it."""
    with product(call.settings) as running:
        people = company(running)
    if not people:
        raise Wrong(Exit.REFUSED, "demo.not_empty", f"{call.settings.place} is not empty: nothing was filled in.")
    return Answer({"people": people}, (*people, *TRY))


def company(running: Product) -> tuple[str, ...]:
    """Lines about the people of the demonstration company, with their tokens; filled in if the ledger is empty.

    None for a ledger that has something else in it. The lines are kept in the data folder, since the ledger knows
    tokens by their digest only.
    """
    kept = running.settings.data / FILE
    if running.feed.head() == 0:
        print("Filling in the demonstration company …", file=sys.stderr, flush=True)
        catch_up(running)  # what is measured while it is played is read from the views
        private.keep(kept, "\n".join(play(running)))
        catch_up(running)
    return tuple(kept.read_text("utf-8").splitlines()) if kept.exists() else ()
