"""Fresh identifiers that sort by the time they were made."""

import os
import time

RANDOM_BYTES = 10


def new_id(word: str) -> str:
    """`plan-019e5c…`: the word, then 48 bits of milliseconds and 80 random bits, in hexadecimal."""
    return f"{word}-{time.time_ns() // 1_000_000:012x}{os.urandom(RANDOM_BYTES).hex()}"
