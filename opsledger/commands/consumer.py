"""`opsledger consumer …`: the acts on consumers, and how each of them is doing."""

from argparse import Namespace
from collections.abc import Callable
from functools import partial

import msgspec

from application.access import OPERATOR
from application.delivery.webhooks.secrets import OtherKey
from application.refusals import NO_SUCH_RECORD
from domain.consumer import ROOM
from domain.consumer.claims import NAME
from domain.consumer.state import Consumer
from graphql_api.consumers import told
from opsledger.commands.acts import add_acts
from opsledger.commands.answer import Answer, absent
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import catch_up
from opsledger.commands.parser import Parser, add_command
from opsledger.commands.who import actor, add_who
from opsledger.compose import Product, opened, product
from projections.visibility import SYSTEM

COLUMNS = ("owner", "name", "channel", "status", "suspension", "url")
USUAL = 100


def fill(parser: Parser) -> None:
    """What shows consumers, and what has parked events replayed, beside the acts."""
    commands = parser.commands()
    add_command(commands, "list", "the consumers, and whether they are given events", add_list)
    add_command(commands, "status", "how far a consumer is behind, and what waits for it", partial(add_one, status))
    add_command(commands, "attempts", "what came of giving it events", partial(add_pages, attempts, "attempt"))
    add_command(commands, "parked", "the events that were set aside, and why", partial(add_pages, parked, "position"))
    add_command(commands, "replay", "give it again what is parked, or a range of the log", add_replay)
    add_command(commands, "secret", "show the newest secret of a webhook, which is done once", add_secret)
    add_acts(ROOM, commands)


def add_list(parser: Parser) -> None:
    parser.set_defaults(run=listed)


def add_one(run: Callable[[Product, Consumer, Namespace], Answer], parser: Parser) -> None:
    """A command about one consumer."""
    parser.set_defaults(run=partial(about_one, run))
    parser.add_argument("consumer", metavar="ID", help="the consumer, by its id or as OWNER/NAME")


def add_pages(run: Callable[[Product, Consumer, Namespace], Answer], what: str, parser: Parser) -> None:
    add_one(run, parser)
    parser.add_argument("--after", type=int, default=0, metavar="N", help=f"begin after this {what}")
    parser.add_argument("--first", type=int, default=USUAL, metavar="N", help=f"so many at most; {USUAL}")


def add_replay(parser: Parser) -> None:
    add_one(replay, parser)
    parser.add_argument("--from", dest="begin", type=int, metavar="N", help="everything since this position")
    parser.add_argument("--to", dest="end", type=int, metavar="N", help="everything up to this position")


def add_secret(parser: Parser) -> None:
    parser.set_defaults(run=secret)
    parser.add_argument("consumer", metavar="ID", help="the consumer, by its id or as OWNER/NAME")
    add_who(parser)


def listed(call: Call) -> Answer:
    """Every consumer that was not deleted, and whether it is given events."""
    with product(existing(call.settings)) as running:
        catch_up(running)
        rows = running.views.as_seen_by(SYSTEM).rows(ROOM.name, columns=COLUMNS)
    found = [row for row in rows if row["status"] != "DELETED"]
    lines = tuple(f"{r['id']}  {r['owner']}/{r['name']}  {r['channel']}  {r['status']}" for r in found)
    data = [{name: row[name] for name in ("id", *COLUMNS)} for row in found]
    return Answer({"consumers": msgspec.to_builtins(data)}, lines or ("There are no consumers.",))


def about_one(run: Callable[[Product, Consumer, Namespace], Answer], call: Call) -> Answer:
    """Do it about the consumer that was named. Raises Wrong for none."""
    with opened(existing(call.settings)) as composed:
        return run(composed, named(composed, call.options.consumer), call.options)


def status(composed: Product, consumer: Consumer, _: Namespace) -> Answer:
    """How far it has come."""
    at = composed.consuming.standing(consumer)
    waits = f"{at.waiting} waiting, {at.handed_out} handed out, {at.parked_count} parked"
    first = f"{consumer.owner}/{consumer.name}: {consumer.status}, settled up to position {at.settled} of {at.head}"
    data = told.as_json(told.standing(consumer, at))
    return Answer(data, (first, f"{at.lag} positions behind; {waits}"))


def attempts(composed: Product, consumer: Consumer, given: Namespace) -> Answer:
    """What came of giving it events, oldest first."""
    made = [told.attempt(each) for each in composed.consuming.attempts(consumer, given.after, given.first)]
    lines = tuple("{number}  {at}  position {position}  {outcome}  {detail}".format_map(e).rstrip() for e in made)
    return Answer({"attempts": msgspec.to_builtins(made)}, lines or ("No attempts.",))


def parked(composed: Product, consumer: Consumer, given: Namespace) -> Answer:
    """What was set aside."""
    aside = composed.consuming.parked(consumer, given.after, given.first)
    lines = tuple(f"position {e.position}  {e.subject}  {e.attempts} attempts  {e.reason}".rstrip() for e in aside)
    return Answer({"parked": [each._asdict() for each in aside]}, lines or ("Nothing is parked.",))


def replay(composed: Product, consumer: Consumer, given: Namespace) -> Answer:
    """Give it again what is parked, or a range."""
    again = composed.consuming.replay(consumer, OPERATOR, given.begin, given.end)
    return Answer({"replayed": again}, (f"{again} events are given again.",))


def secret(call: Call) -> Answer:
    """Show the newest secret, once. Refuses SECRET_SHOWN; raises Wrong where this machine has another key."""
    with opened(existing(call.settings)) as composed:
        consumer = named(composed, call.options.consumer)
        try:
            made = composed.secrets.newest(consumer)
        except OtherKey as other:
            raise absent("consumer.key", f"It cannot be made here: {other}.") from None
        composed.consuming.show_secret(consumer, actor(call, composed.access))
    said = f"Secret {consumer.secret} of {consumer.owner}/{consumer.name}, shown this once:"
    return Answer({"secret": made, "number": consumer.secret}, (said, made))


def named(composed: Product, given: str) -> Consumer:
    """The consumer by its id or as OWNER/NAME. Refuses NO_SUCH_RECORD."""
    world = composed.ledger.world()
    for id in (given, *world.find(NAME, given)):
        if found := world.get(Consumer, id):
            return found
    raise NO_SUCH_RECORD(kind=ROOM.label, id=given)
