"""How far long work has come, on stderr: in place on a terminal, now and then in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Tells what it is called with, as `what: 12,000`; the last figure stays."""
    terminal = sys.stderr.isatty()
    start, every = ("\r", 0.1) if terminal else ("", 5.0)
    said_at, done = time.monotonic(), 0

    def tell(now_done: int) -> None:
        nonlocal said_at, done
        done = now_done
        if time.monotonic() - said_at >= every:
            said_at = time.monotonic()
            print(f"{start}{what}: {done:,}", end="" if terminal else "\n", file=sys.stderr, flush=True)

    yield tell
    if terminal and done:
        print(f"{start}{what}: {done:,}", file=sys.stderr, flush=True)
