"""`opsledger keys status|give-up`: the keys of people, by which what is personal in the log is read."""

from application.erasing import give_up, lost, returned
from opsledger.commands.answer import Answer, Exit
from opsledger.commands.call import Call, existing
from opsledger.commands.parser import Parser, add_command
from opsledger.compose import opened


def fill(parser: Parser) -> None:
    """The two commands."""
    commands = parser.commands()
    add_command(commands, "status", "which keys there are, and whether the log needs others", add_status)
    add_command(commands, "give-up", "read what lost keys have encrypted as erased, for good", add_give_up)


def add_status(parser: Parser) -> None:
    parser.set_defaults(run=status)


def add_give_up(parser: Parser) -> None:
    parser.set_defaults(run=given_up)


def status(call: Call) -> Answer:
    """Counts, and the keys that are missing or that should be. Reads the whole log."""
    with opened(existing(call.settings)) as product:
        keys, missing = product.ledger.store.keys, lost(product.ledger.store)
        back = [] if missing else returned(product.ledger)
        data = {"held": keys.held(), "destroyed": keys.destroyed(), "lost": missing, "returned": back}
    lines = [f"{data['held']:,} held, {data['destroyed']:,} destroyed"]
    lines += [f"lost      {name}" for name in missing] + [f"returned  {name}" for name in back]
    return Answer(data, tuple(lines), Exit.REFUSED if missing or back else Exit.DONE)


def given_up(call: Call) -> Answer:
    """For an operator without any copy of the keys: the log is read again, as if those people had been erased.

    That the keys were given up, and which, is recorded.
    """
    with opened(existing(call.settings)) as product:
        missing = give_up(product.ledger)
    return Answer({"givenUp": missing}, (f"keys given up: {len(missing):,}", *missing))
