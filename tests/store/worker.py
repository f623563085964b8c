"""Another process at the same store: python -m tests.store.worker TASK TARGET SCHEMA NAME THREADS EVENTS.

Says "ready" when it has opened the store, begins at a line of input, and tells what came of it, a line each.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from secrets import token_hex

from application.store import Claim, KeptReceipt, Repeated, Stale, Store, Taken, Unit, open_store
from tests.store.units import entry, history

mutex = threading.Lock()


def say(*words: object) -> None:
    with mutex:
        print(*words, flush=True)


def write(store: Store, name: str, events: int) -> None:
    """Append that many events: one stream, units of one to three."""
    version = 0
    while version < events:
        several = min(version % 3 + 1, events - version)
        store.append(history(name, several, after=version))
        version += several


def write_on(store: Store, name: str, _: int) -> None:
    """Append units with all that belongs to them until the process is killed; tell of each once it is recorded."""
    for n in count(1):
        stream = f"{name}-{n}"
        unit = Unit(
            (entry(stream), entry(stream, 2)),
            claims=(Claim("made", stream, stream),),
            receipt=KeptReceipt(stream, "", b""),
        )
        say("recorded", stream, store.append(unit))


def answer(store: Store, name: str, commands: int) -> None:
    """Do commands which others do too: each has one effect, the rest are told so."""
    for n in range(commands):
        try:
            store.append(
                Unit((entry(f"{name}-{n}-{token_hex(4)}"),), receipt=KeptReceipt(f"command-{n}", "", name.encode()))
            )
            say("recorded", n, name)
        except Repeated as repeated:
            say("repeated", n, repeated.receipt.answer.decode())


def claim(store: Store, name: str, keys: int) -> None:
    """Claim keys that others want too."""
    for n in range(keys):
        stream = f"{name}-{n}"
        try:
            store.append(Unit((entry(stream),), claims=(Claim("key", str(n), stream),), unique=frozenset({"key"})))
            say("won", n, stream)
        except Taken as taken:
            say("lost", n, taken.holder)


def draw(store: Store, _: str, numbers: int) -> None:
    """Append to one stream that everybody appends to, again whenever it was stale."""
    version = store.head()
    for _n in range(numbers):
        while True:
            try:
                store.append(Unit((entry("series", version + 1),)))
                version += 1
                break
            except Stale as stale:
                version = stale.version


def lead(store: Store, _: str, __: int) -> None:
    """Lead until the process is killed."""
    say("leads", store.leads("timers"))
    threading.Event().wait()


def opened(target: str, schema: str) -> Store:
    return open_store(target, schema)


def names(name: str, threads: int) -> Iterator[str]:
    return (f"{name}-{n}" for n in range(threads))


TASKS: dict[str, Callable[[Store, str, int], None]] = {
    task.__name__: task for task in (write, write_on, answer, claim, draw, lead)
}


def main() -> None:
    task, target, schema, name, threads, events = sys.argv[1:]
    store = opened(target, schema)
    say("ready")
    sys.stdin.readline()
    workers = [
        threading.Thread(target=TASKS[task], args=(store, each, int(events))) for each in names(name, int(threads))
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    store.close()


if __name__ == "__main__":
    main()
