"""Fresh identifiers that sort by the time they were made."""

import os
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(word: str) -> str:
    """`plan-01jd…`: the word, then 48 bits of milliseconds and 80 random bits in Crockford's base 32."""
    number = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    return f"{word}-" + "".join(ALPHABET[number >> shift & 31] for shift in range(125, -5, -5))
