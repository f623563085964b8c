"""What records: the ledger, and whom it knows. A command that does one act needs no more of the product than this."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pkgutil import resolve_name

from application.access import Access
from application.ledger import Ledger, utc_now
from application.reactions import REACTIONS
from application.store import open_keys, open_store
from domain.rooms import ROOMS
from opsledger.settings import Settings, WrongSetting


@dataclass(frozen=True, slots=True)
class Recording:
    """It records (ledger), and knows callers (access)."""

    ledger: Ledger
    access: Access


@contextmanager
def recording(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Recording]:
    """Open the store until the end of the block. `clock` is the present of every rule."""
    keys = open_keys(settings.keys_database or settings.target, secret=settings.keys_secret)
    store = open_store(settings.target, keys=keys)
    try:
        ledger = Ledger(ROOMS, store, REACTIONS, clock)
        yield Recording(ledger, access(settings, ledger))
    finally:
        store.close()


def access(settings: Settings, ledger: Ledger) -> Access:
    """Whom the settings and the ledger know by the tokens that they send. Raises WrongSetting."""
    issuer = None
    if settings.jwt_key:  # only who has an issuer waits for the library of JWTs to load
        believed = resolve_name("application.issuer:Issuer")
        try:
            issuer = believed(settings.jwt_key, settings.jwt_issuer, settings.jwt_audience)
        except ValueError as wrong:
            raise WrongSetting(f"OPSLEDGER_JWT_KEY is wrong: {wrong}") from None
    return Access(ledger, settings.admin_token, issuer)
