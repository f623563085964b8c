"""Carrying out erasures: what was decided is done, however often the process dies in between (INFO-08)."""

import msgspec
from msgspec import Struct

from application.deciding import by_system
from application.ledger import Ledger
from application.store import Keys, NoSuchKey, Store
from application.store.keys import owner_of
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


def needed(store: Store) -> list[str]:
    """The names of all keys that the log needs. Reads the whole log."""
    names: dict[str, None] = {}
    after = 0
    while events := store.log(after, PAGE):
        names |= dict.fromkeys(each.key for event in events for each in NEEDED.decode(event.data).private)
        after = events[-1].position
    return list(names)


def lost(store: Store) -> list[str]:
    """The names of all keys that the log needs and that were never here. Reads the whole log."""
    return [name for name in needed(store) if not there(store.keys, name)]


def give_up(ledger: Ledger) -> list[str]:
    """Take the lost keys for destroyed, and record which have been given up; the names of those lost until now.

    Whoever does it again records what was not, when somebody was interrupted between the two. Reads the whole log.
    """
    names, keys = needed(ledger.store), ledger.store.keys
    missing = [name for name in names if not there(keys, name)]
    for name in missing:
        keys.bury(name)
    carry_out_again(ledger)
    organisation = ledger.world().get(Organisation, ORGANISATION)
    erased = {id for id, person in organisation.people.items() if person.erasure} if organisation else set()
    if gone := tuple(name for name in names if owner_of(name) not in erased and keys.get(name) is None):
        ledger.do(by_system("organisation.give_up_keys", ORGANISATION, keys=gone))
    return missing


def there(keys: Keys, name: str) -> bool:
    """Whether the key is there, or is known to have been destroyed."""
    try:
        keys.get(name)
    except NoSuchKey:
        return False
    return True
