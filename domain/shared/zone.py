"""The company's own time."""

from datetime import timedelta, timezone

AHEAD = timedelta(hours=8)
SHANGHAI = timezone(AHEAD, "Asia/Shanghai")
"""Civil time of the company. China has kept UTC+8 all year since 1992."""
