"""Carrying out erasures: what was decided is done, however often the process dies in between (INFO-08)."""

from application.deciding import by_system
from application.ledger import Ledger
from domain.organisation.erasing import ERASURE
from domain.organisation.state import ORGANISATION

LAST = "\U0010ffff"
"""Behind every key of a claim."""
AT_ONCE = 100


def carry_out(ledger: Ledger) -> int:
    """Destroy the keys of everybody whose erasure is decided, then record that it is done; how many people that were.

    The claim goes with what is recorded. Whoever finds it still there destroys what is destroyed already.
    """
    due = ledger.store.due(ERASURE, LAST, AT_ONCE)
    for claim in due:
        keys = ledger.mapper.sealing.erase(claim.key)
        ledger.do(by_system("organisation.confirm_erasure", ORGANISATION, part=claim.key, keys=keys))
    return len(due)
