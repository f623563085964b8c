"""When a webhook that failed is tried again: ten attempts over about three days, as Standard Webhooks has it."""

import random
from datetime import timedelta

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first attempt, after the second, …"""
JITTER = 0.1
"""By which share a pause is longer or shorter, at most: so that not all who failed together come back together."""


def pause(attempt: int) -> timedelta | None:
    """How long to wait after that attempt has failed; None when it was the last."""
    if attempt > len(PAUSES):
        return None
    return PAUSES[attempt - 1] * random.uniform(1 - JITTER, 1 + JITTER)
