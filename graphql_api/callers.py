"""Who has just called: known again, while nothing has happened since, without asking the ledger."""

import time
from typing import NamedTuple

from application.access import Access, Caller
from graphql_api.documents import refusal
from graphql_api.threads import may_block
from projections.runner import Runner

KNOWN = 1.0
"""Seconds for which a caller is known again: a token may end by the time alone."""
MOST = 1_000


class Known(NamedTuple):
    """A caller, at which position of the log that was found out, and until when it counts."""

    caller: Caller
    position: int
    until: float


class Callers:
    """Callers by their tokens. What anybody may do is decided anew all the same, by the ledger, for each command."""

    def __init__(self, access: Access, runner: Runner) -> None:
        self._access, self._runner = access, runner
        self._known: dict[str, Known] = {}

    def require(self, token: str) -> Caller:
        """Who sends the token. Raises NotAnswered (401) when nobody is known by it (any more)."""
        caller = self.of(token)
        if caller is None:
            challenge = 'Bearer realm="opsledger", error="invalid_token"'
            raise refusal(401, "The token is not valid (any more).", "UNAUTHENTICATED", WWW_Authenticate=challenge)
        return caller

    def require_anew(self, token: str) -> Caller:
        """Who sends the token, as the ledger says now. To be asked by a thread. Raises NotAnswered (401)."""
        self._known.pop(token, None)
        return self.require(token)

    def of(self, token: str) -> Caller | None:
        """Who sends the token; None when nobody is known by it (any more)."""
        position, now = self._runner.status().position, time.monotonic()
        known = self._known.get(token)
        if known and known.position == position and now < known.until:
            return known.caller
        may_block()
        caller = self._access.authenticate(token)
        if len(self._known) >= MOST:
            self._known.clear()
        if caller:
            self._known[token] = Known(caller, position, now + KNOWN)
        else:
            self._known.pop(token, None)
        return caller
