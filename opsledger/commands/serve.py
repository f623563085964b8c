"""`opsledger serve`: the whole product on one port, as one process or, on PostgreSQL, as several."""

import json
import logging
import signal
import socket
from argparse import SUPPRESS
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial

from msgspec.structs import replace

from application.claiming import renew
from application.erasing import carry_out_again
from application.store import Unavailable
from graphql_api.app import App, create_app
from graphql_api.trusted import NotTrusted
from opsledger import __version__
from opsledger.commands.answer import absent, usage
from opsledger.commands.call import Call
from opsledger.commands.demo import company
from opsledger.commands.parser import Parser
from opsledger.compose import Product, opened, product
from opsledger.listening import Server
from opsledger.logs import log_as
from opsledger.protection import FILE, Unprotected, administrator_token, loopback, require_protection
from opsledger.settings import Settings
from opsledger.tracing import TracesMissing, traced
from opsledger.webhooks import sender_of
from opsledger.workers import stop_with_parent, supervise

logger = logging.getLogger(__name__)


def fill(parser: Parser) -> None:
    parser.set_defaults(run=serve)
    parser.add_argument("--demo", action="store_true", help="first fill an empty ledger with a demonstration company")
    parser.add_argument("--host", default=SUPPRESS, metavar="ADDRESS", help="listen there (OPSLEDGER_HOST; 127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=SUPPRESS, metavar="N", help="on that port, 0 for any (OPSLEDGER_PORT; 8000)"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="as N processes, on PostgreSQL; 1")
    parser.add_argument("--door", type=int, help=SUPPRESS)


def serve(call: Call) -> None:
    """Follow the log, keep time and answer requests until a signal says stop; then finish what is under way."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    log_as(call.settings.log)
    if call.options.door is not None:
        work(call.settings, socket.socket(fileno=call.options.door))
        return
    workers = call.options.workers
    if workers < 1 or (workers > 1 and not call.settings.database):
        raise usage("--workers takes 1 or more; more than 1 need PostgreSQL (--database)")
    try:
        serve_from_here(call, workers)
    except Unavailable as wrong:
        why = " ".join(str(wrong).split())
        told = f"The server has ended, since the ledger in {call.settings.place} cannot be used ({why})."
        raise absent("ledger.unavailable", f"{told} Start it again when it can be.") from None


def serve_from_here(call: Call, workers: int) -> None:
    """Do it as one process, or as so many. Raises Unavailable when the ledger is not there at the start."""
    with suppress(KeyboardInterrupt), listening(call.settings) as door:
        settings, sign_in = with_administrator(call.settings)
        url = address(settings.host, door.getsockname()[1])
        say = partial(announce, settings, url, sign_in, in_json=hasattr(call.options, "json"))
        if workers == 1:
            with product(settings) as running:
                people = company(running) if call.options.demo else ()
                answer_requests(running, door, lambda: say(people))
        else:
            with product(settings) if call.options.demo else opened(settings) as running:
                renew(running.ledger, settings.target)
                people = company(running) if call.options.demo else ()
            supervise(workers, settings, door, lambda: say(people))


def work(settings: Settings, door: socket.socket) -> None:
    """Be one of several processes behind the same door, until a signal or the end of the one that supervises."""
    stop_with_parent()
    with suppress(KeyboardInterrupt), product(settings) as running:
        answer_requests(running, door)


def application(running: Product) -> App:
    """The application within the bounds of the settings. Raises Wrong for trusted documents that are none."""
    try:
        return create_app(running, running.settings.bounds)
    except NotTrusted as wrong:
        raise usage(str(wrong)) from None


def answer_requests(running: Product, door: socket.socket, say: Callable[[], None] | None = None) -> None:
    """Answer until a signal. `say` is called when nothing can go wrong any more.

    From the moment that there is a server it is what a signal stops: at no moment does one find nobody to take it.
    """
    app = application(running)
    with ExitStack() as ends:
        try:
            served = ends.enter_context(traced(app, running.settings.traces))
        except TracesMissing as wrong:
            raise usage(str(wrong)) from None
        server = Server(app, served)
        signal.signal(signal.SIGTERM, server.handle_exit)
        signal.signal(signal.SIGINT, server.handle_exit)
        if say:
            say()
        keep_time_and_answer(running, server, door)


def keep_time_and_answer(running: Product, server: Server, door: socket.socket) -> None:
    """Answer until a signal, and do meanwhile what is due."""
    for name in carry_out_again(running.ledger):
        logger.warning("The key %s had come back from a backup and was destroyed again.", name)
    sender = sender_of(running)
    running.scheduler.start()
    sender.start()
    try:
        server.run(sockets=[door])
    finally:
        sender.stop()
        running.scheduler.stop()


def listening(settings: Settings) -> socket.socket:
    """The port, taken. Raises Wrong when it is not to be had, or would leave the API open to the network."""
    try:
        require_protection(settings)
    except Unprotected as open_to_all:
        raise usage(str(open_to_all)) from None
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except (OSError, OverflowError) as wrong:
        raise absent("serve.address", f"Cannot listen on {settings.host} port {settings.port}: {wrong}") from None


def address(host: str, port: int) -> str:
    """Where the API is reached."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def with_administrator(settings: Settings) -> tuple[Settings, str]:
    """The settings, with an administrator's token where one has to be made; and how to sign in."""
    if settings.admin_token:
        return settings, "Authorization: Bearer … with the token in OPSLEDGER_ADMIN_TOKEN"
    if settings.jwt_key:
        return settings, "Authorization: Bearer … with a JWT of your issuer"
    if settings.database:
        return settings, "Authorization: Bearer … with a token made by `opsledger token create`"
    token, made = administrator_token(settings.data)
    shown = f"{token}  (administrator; kept in" if made else "… with the administrator's token (kept in"
    return replace(settings, admin_token=token), f"Authorization: Bearer {shown} {settings.data / FILE})"


def announce(settings: Settings, url: str, sign_in: str, people: Sequence[str], in_json: bool) -> None:
    """Say where to look and how to sign in."""
    if in_json:
        said = {"url": url, "graphql": f"{url}/graphql", "ledger": settings.place, "signIn": sign_in, "people": people}
        print(json.dumps(said, ensure_ascii=False), flush=True)
        return
    print(f"OpsLedger {__version__} serves {settings.place}")
    print(f"  ask it questions   {url}/")
    print(f"  programs           {url}/graphql")
    print(f"  sign in            {sign_in}")
    if people:
        print("", "People of the demonstration company, by their tokens:", *people, "", sep="\n")
    if people and not loopback(settings.host):
        print("Anybody who reaches this address can use these tokens: they are the same in every demonstration.")
    print("Ctrl-C stops it.", flush=True)
