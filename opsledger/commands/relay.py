"""`opsledger relay …`: the log as CloudEvents in a broker, for as long as it runs."""

import asyncio
import logging
import signal
from argparse import Namespace
from contextlib import suppress
from pkgutil import resolve_name
from typing import Any

from application.access import Caller
from application.feeds.events import Events
from opsledger.commands.answer import Answer, Exit, Wrong, absent, usage
from opsledger.commands.call import Call, existing
from opsledger.commands.parser import Parser, add_command
from opsledger.compose import Product, opened

STREAM = "OPSLEDGER"


def fill(parser: Parser) -> None:
    """The brokers that are known."""
    add_command(parser.commands(), "nats", "relay to NATS JetStream, each event once, until interrupted", add_nats)


def add_nats(parser: Parser) -> None:
    parser.set_defaults(run=relayed)
    parser.add_argument("--url", required=True, metavar="URL", help="the server, such as nats://127.0.0.1:4222")
    parser.add_argument("--stream", default=STREAM, metavar="NAME", help=f"made when there is none; {STREAM}")
    parser.add_argument("--token", metavar="TOKEN", help="what this token may see is relayed (OPSLEDGER_TOKEN)")
    parser.add_argument("--after", type=int, metavar="N", help="where an empty stream begins; 0")
    parser.add_argument("--once", action="store_true", help="stop when everything that is recorded has been relayed")


def relayed(call: Call) -> Answer | None:
    """Relay until a signal says stop, or all has been relayed. Raises Wrong."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    token = call.options.token or call.environment.get("OPSLEDGER_TOKEN")
    if not token:
        raise usage("say by --token or OPSLEDGER_TOKEN what may be relayed: what that token may see")
    with suppress(KeyboardInterrupt), opened(existing(call.settings)) as composed:
        position = asyncio.run(run(composed, token, call.options))
        return Answer({"position": position}, (f"Relayed up to position {position}.",))
    return None


async def run(composed: Product, token: str, given: Namespace) -> int:
    """Relay; the position that it has come to. Raises Wrong."""
    broker = installed()

    def caller() -> Caller:
        known = composed.access.authenticate(token)
        if known is None:
            raise Wrong(Exit.REFUSED, "token.not_valid", "The token is not valid (any more).")
        return known

    relay = broker.Relay(Events(composed.ledger), caller, given.stream)
    try:
        position: int = await relay.run(given.url, given.after, given.once)
    except broker.NotOurs as wrong:
        raise absent("relay.stream", f"{wrong}".capitalize() + ".") from None
    return position


def installed() -> Any:
    """The relay, whose client library is installed on wish. Raises Wrong."""
    try:
        return resolve_name("application.delivery.nats")
    except ModuleNotFoundError:
        raise absent("relay.library", "The client of NATS is not installed: pip install 'opsledger[nats]'.") from None
