"""Fresh identifiers that sort by the time they were made."""

import os
import re
import time
from random import Random

RANDOM = Random()
os.register_at_fork(after_in_child=RANDOM.seed)
RANDOM_BITS = 80
MADE = re.compile("command-[0-9a-f]{32}|import-[0-9a-f]+")


def new_id(word: str) -> str:
    """`plan-019e5c…`: the word, then 48 bits of milliseconds and 80 random bits, in hexadecimal. Unique, not secret."""
    made = (time.time_ns() // 1_000_000 << RANDOM_BITS) | RANDOM.getrandbits(RANDOM_BITS)
    return f"{word}-{made.to_bytes(16).hex()}"


def made_here(command: str) -> bool:
    """Whether the id of a command was made here, for want of a caller's own, or of what was imported."""
    return MADE.fullmatch(command) is not None
