"""`opsledger token …`: the acts on tokens, one of them with a secret made for it, and the list of all tokens."""

import secrets
from datetime import date, timedelta
from hashlib import sha256

import msgspec

from domain.shared.values import civil
from domain.token import ROOM
from opsledger.commands.acts import add_acts, receipt
from opsledger.commands.answer import Answer
from opsledger.commands.call import Call, existing
from opsledger.commands.catching_up import catch_up
from opsledger.commands.parser import Parser, add_command
from opsledger.commands.who import add_who, command
from opsledger.compose import opened, product
from projections.visibility import SYSTEM

COLUMNS = ("person", "label", "scopes", "status", "expires_on")
ISSUE = ROOM.acts["issue"].name
GOOD_FOR = timedelta(days=90)


def fill(parser: Parser) -> None:
    """Making a token and listing them, beside the acts."""
    commands = parser.commands()
    add_command(commands, "create", "issue a token with a new secret, which is printed once", add_create)
    add_command(commands, "list", "whose tokens there are, and until when they are good", add_list)
    add_acts(ROOM, commands)


def add_create(parser: Parser) -> None:
    parser.set_defaults(run=create)
    parser.usage = f"{parser.prog} --person PERSON --label TEXT [options]"
    parser.add_argument("--person", required=True, metavar="PERSON", help="whose token it is")
    parser.add_argument("--label", required=True, metavar="TEXT", help="what it is for")
    parser.add_argument("--expires", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day; 90 days from now")
    parser.add_argument("--scopes", action="append", default=[], metavar="ROOM", help="what an integrator may read")
    add_who(parser)


def add_list(parser: Parser) -> None:
    parser.set_defaults(run=listed)


def create(call: Call) -> Answer:
    """Make a secret and issue a token for it. The ledger gets to know the secret's SHA-256 only."""
    given, secret = call.options, secrets.token_urlsafe(32)
    with opened(existing(call.settings)) as composed:
        expires = given.expires or civil(composed.ledger.clock()) + GOOD_FOR
        inputs = {
            "person": given.person,
            "label": given.label,
            "hash": sha256(secret.encode()).hexdigest(),
            "expires_on": expires.isoformat(),
            "scopes": given.scopes,
        }
        made = receipt(composed.ledger.do(command(call, composed.access, ISSUE, inputs=inputs)))
    said = f"The token of {given.person}, good until {expires}, shown this once:"
    return Answer({**made.data, "secret": secret}, (*made.lines, said, secret))


def listed(call: Call) -> Answer:
    """Every token, without its secret, which nobody knows."""
    with product(existing(call.settings)) as running:
        catch_up(running)
        found = running.views.as_seen_by(SYSTEM).rows("token", columns=COLUMNS)
    lines = tuple(
        f"{row['id']}  {row['person']}  {row['status']} until {row['expires_on']}  {row['label']}" for row in found
    )
    tokens = [{name: row[name] for name in ("id", *COLUMNS)} for row in found]
    return Answer({"tokens": msgspec.to_builtins(tokens)}, lines or ("No tokens have been issued.",))
