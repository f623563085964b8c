"""Fresh identifiers that sort by the time they were made."""

import os
import re
import time

RANDOM_BYTES = 10
MADE = re.compile("command-[0-9a-f]{32}|import-[0-9a-f]+")


def new_id(word: str) -> str:
    """`plan-019e5c…`: the word, then 48 bits of milliseconds and 80 random bits, in hexadecimal."""
    return f"{word}-{time.time_ns() // 1_000_000:012x}{os.urandom(RANDOM_BYTES).hex()}"


def made_here(command: str) -> bool:
    """Whether the id of a command was made here, for want of a caller's own, or of what was imported."""
    return MADE.fullmatch(command) is not None
