"""Who acts: the person of a token, or whom the operator of this machine names."""

from typing import Any

import msgspec

from application.access import Access, Caller
from application.command import Command
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId
from domain.shared.term import Role
from opsledger.commands.answer import Exit, Wrong, usage
from opsledger.commands.call import Call

ROLES = [str(role) for role in Role]


def add_who(parser: Any) -> None:
    """The options that say who acts, in which role and on whose behalf."""
    who = parser.add_argument_group("who acts", "the administrator, when nothing is said")
    either = who.add_mutually_exclusive_group()
    either.add_argument("--as", dest="acting", metavar="PERSON", help="recorded as given: the operator is trusted")
    either.add_argument("--token", metavar="TOKEN", help="the person whose token it is (OPSLEDGER_TOKEN)")
    who.add_argument("--role", type=str.upper, choices=ROLES, metavar="ROLE", help="in which of the roles held")
    who.add_argument("--on-behalf-of", metavar="PERSON", help="in whose place, by a delegation")


def command(call: Call, access: Access, act: str, **asked: Any) -> Command:
    """The command to do the act, by whoever acts."""
    given = call.options
    caller = actor(call, access)
    came = {"actor": caller.person, "scopes": caller.scopes, "credential": caller.token}
    who = {**came, "acting_role": given.role, "on_behalf_of": given.on_behalf_of}
    return msgspec.convert({"act": act, **who, **asked}, Command)


def actor(call: Call, access: Access) -> Caller:
    """Who acts; of those whom the operator names the roles are not looked up.

    Raises Wrong for a token that is nobody's, and for the system, as which nobody may act.
    """
    given = call.options
    if given.acting == SYSTEM:
        raise usage("nobody acts as the system")
    if given.acting:
        return Caller(PersonId(given.acting), frozenset())
    token = given.token or call.environment.get("OPSLEDGER_TOKEN")
    if not token:
        return Caller(ADMINISTRATOR, frozenset({Role.ADM}))
    caller = access.authenticate(token)
    if caller is None:
        raise Wrong(Exit.REFUSED, "token.not_valid", "The token is not valid (any more).")
    return caller
