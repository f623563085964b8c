"""`opsledger feed tail`: the log as others are given it, event by event, out of the ledger itself."""

from argparse import ArgumentTypeError
from collections.abc import Iterator

import orjson

from application.access import OPERATOR, Caller
from application.feeds.events import Events, Item
from opsledger.commands.answer import Exit, Wrong
from opsledger.commands.call import Call, existing
from opsledger.commands.parser import Parser, add_command
from opsledger.compose import Product, opened

PAGE = 1_000
PAUSE = 0.5
"""Seconds after which is looked whether the program should stop."""


def fill(parser: Parser) -> None:
    """The command."""
    commands = parser.commands()
    add_command(commands, "tail", "print events as CloudEvents, and go on as they happen", add_tail)


def add_tail(parser: Parser) -> None:
    parser.set_defaults(run=tail)
    parser.add_argument("--after", type=position, default=0, metavar="P", help="after that position; from the start")
    parser.add_argument("--follow", action="store_true", help="go on as events happen, until interrupted")
    parser.add_argument("--types", type=listed, default=[], metavar="T,T", help="only these types; plan.* for many")
    parser.add_argument("--subjects", type=listed, default=[], metavar="ID,ID", help="only events of these records")
    parser.add_argument("--token", metavar="TOKEN", help="what its person may see; everything when absent")


def position(given: str) -> int:
    """A position of the log, or 0 for the beginning. Raises ArgumentTypeError."""
    if not given.isdecimal():
        raise ArgumentTypeError(f"{given} is no position: a number from 0")
    return int(given)


def listed(given: str) -> list[str]:
    """The values between commas."""
    return [each.strip() for each in given.split(",") if each.strip()]


def tail(call: Call) -> None:
    """Print a line for each event; with --json, the CloudEvent. Works beside a running server."""
    in_json = hasattr(call.options, "json")
    with opened(existing(call.settings)) as product:
        for item in events(product, call):
            print(item.event.decode() if in_json else line(item), flush=call.options.follow)


def events(product: Product, call: Call) -> Iterator[Item]:
    """The events that are asked for, in order. Refuses TYPE_UNKNOWN.

    Raises Wrong for a position that is not recorded yet, and for a token that is nobody's.
    """
    given, feed = call.options, Events(product.ledger)
    wanted, position = feed.wanted(given.types, given.subjects), given.after
    if position > (newest := product.ledger.store.head()):
        message = f"Position {position} is not recorded yet; the newest is {newest}."
        raise Wrong(Exit.REFUSED, "feed.not_yet", message)
    while True:
        items = feed.read(position, PAGE)
        yield from feed.shown(items, wanted, reader(product, given.token))
        if items:
            position = items[-1].position
        elif not given.follow:
            return
        else:
            product.ledger.store.wait(position, PAUSE)


def reader(product: Product, token: str | None) -> Caller:
    """Who reads: whoever's token it is, looked at anew for each page, else the operator of this machine."""
    if token is None:
        return OPERATOR
    caller = product.access.authenticate(token)
    if caller is None:
        raise Wrong(Exit.REFUSED, "token.not_valid", "The token is not valid (any more).")
    return caller


def line(item: Item) -> str:
    """The event for people: position, moment, type, record, and who did what."""
    event = orjson.loads(item.event)
    who = event["actor"] + (f" for {event['onbehalfof']}" if "onbehalfof" in event else "")
    return f"{item.position:>8}  {event['time'][:19]}Z  {event['type'][10:]:<36}  {event['subject']}  {who}"
