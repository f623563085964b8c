"""What is asked of the feed, as the address says it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from application.feeds.events import Events, Wanted
from domain.shared.refusal import Reason
from graphql_api.limits import VALUES
from graphql_api.parameters import require_known

MOST = 10_000
"""Events of one page."""
USUAL = 1_000
LONGEST = 60.0
"""Seconds for which an answer may be awaited."""
NOT_A_NUMBER = Reason(
    "feed.number", "{name} must be a number from {least} to {most}.", "{name}须为{least}至{most}之间的数字。"
)
TOO_MANY = Reason("feed.too_many", "At most {limit} values are allowed for {name}.", "{name}最多允许{limit}个值。")
LAST = 2**63 - 1
FOLLOWED = ("after", "types", "subjects")
"""What the address of a stream says; that of a page also says how much, and how long to wait."""
PAGED = (*FOLLOWED, "limit", "wait")


class Asked(NamedTuple):
    """Which events somebody asks for, after which position (the end when none), how many, and how long to wait."""

    wanted: Wanted
    after: int | None
    limit: int
    wait: float


def asked(fields: Mapping[str, str], known: Sequence[str], events: Events) -> Asked:
    """What the fields of an address say, which knows so many. Refuses UNKNOWN, NOT_A_NUMBER, TOO_MANY, TYPE_UNKNOWN."""
    require_known(fields, *known)
    after = None if fields.get("after") == "now" else int(number(fields, "after", 0, 0, LAST))
    limit = int(number(fields, "limit", USUAL, 1, MOST))
    wanted = events.wanted(listed(fields, "types"), listed(fields, "subjects"))
    return Asked(wanted, after, limit, number(fields, "wait", 0, 0, LONGEST))


def number(fields: Mapping[str, str], name: str, usual: float, least: float, most: float) -> float:
    """A number, as usual where none is given."""
    given = fields.get(name, "")
    if given == "":
        return usual
    if not (given.isascii() and given.isdigit() and len(given) < 20 and least <= int(given) <= most):
        raise NOT_A_NUMBER(name=name, least=int(least), most=int(most))
    return int(given)


def listed(fields: Mapping[str, str], name: str) -> list[str]:
    """The values of a list with commas."""
    found = [each.strip() for each in fields.get(name, "").split(",") if each.strip()]
    if len(found) > VALUES:
        raise TOO_MANY(limit=VALUES, name=name)
    return found
