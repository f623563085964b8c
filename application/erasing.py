"""Carrying out erasures: what was decided is done, however often the process dies in between (INFO-08)."""

import msgspec
from msgspec import Struct

from application.deciding import by_system
from application.ledger import Ledger
from application.store import Keys, NoSuchKey, Store
from domain.organisation.erasing import ERASURE
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.recorded import Sealed

LAST = "\U0010ffff"
"""Behind every key of a claim."""
AT_ONCE = 100
PAGE = 2_000


class Needed(Struct):
    """All that has to be read of an event to know the keys that it needs."""

    private: tuple[Sealed, ...] = ()


NEEDED = msgspec.json.Decoder(Needed)


def carry_out(ledger: Ledger) -> int:
    """Destroy the keys of everybody whose erasure is decided, then record that it is done; how many people that were.

    The claim goes with what is recorded. Whoever finds it still there destroys what is destroyed already.
    """
    due = ledger.store.due(ERASURE, LAST, AT_ONCE)
    for claim in due:
        keys = ledger.mapper.sealing.erase(claim.key)
        ledger.do(by_system("organisation.confirm_erasure", ORGANISATION, part=claim.key, keys=keys))
    return len(due)


def returned(ledger: Ledger) -> list[str]:
    """The names of keys which the log says were destroyed and which are not: the keys come from an old backup."""
    organisation, keys = ledger.world().get(Organisation, ORGANISATION), ledger.store.keys
    people = organisation.people.values() if organisation else ()
    names = (name for person in people if person.erasure for name in person.erasure.keys)
    return [name for name in names if not there(keys, name) or keys.get(name)]


def carry_out_again(ledger: Ledger) -> list[str]:
    """Destroy keys that have come back; their names."""
    names = returned(ledger)
    for name in names:
        ledger.store.keys.bury(name)
    ledger.mapper.sealing.look()
    return names


def lost(store: Store) -> list[str]:
    """The names of all keys that the log needs and that were never here. Reads the whole log."""
    needed: dict[str, None] = {}
    after = 0
    while events := store.log(after, PAGE):
        needed |= dict.fromkeys(each.key for event in events for each in NEEDED.decode(event.data).private)
        after = events[-1].position
    return [name for name in needed if not there(store.keys, name)]


def there(keys: Keys, name: str) -> bool:
    """Whether the key is there, or is known to have been destroyed."""
    try:
        keys.get(name)
    except NoSuchKey:
        return False
    return True
