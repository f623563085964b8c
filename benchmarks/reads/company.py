"""The company that every row of the benchmark answers about: its size, and who works where."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from msgspec import Struct

from domain.shared.approval import Request, Signature, Verdict, digest
from domain.shared.ids import PersonId, UnitId
from domain.shared.term import Role

FOUNDED = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)
BEGINS = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""When the first plan is drafted; from then on something happens every second."""


class Scale(NamedTuple):
    """How much there is. `history` multiplies what has happened, not what there is: same records, more events."""

    plans: int = 2_000
    tasks: int = 10
    people: int = 200
    units: int = 30
    issues: int = 20_000
    projects: int = 400
    months: int = 24
    """For each of them everybody but the director is appraised."""
    history: int = 1


FULL = Scale()
QUICK = Scale(plans=300, people=50, issues=3_000, projects=100)

DIRECTOR, MANAGERS = 0, 8
"""The first person, and how many after that one lead the others."""
OF_HUMAN_RESOURCES = MANAGERS + 1
"""The one person who has a role by position: that of human resources."""


class Happening(NamedTuple):
    """An event of a record, and whose act it was; and of a record about a person, whose it is."""

    record: str
    event: Any
    actor: PersonId
    subject: PersonId | None = None


def unit(number: int) -> UnitId:
    return UnitId(f"unit-{number:02}")


def person(number: int) -> PersonId:
    return PersonId(f"person-{number:03}")


def line(number: int) -> tuple[PersonId, ...]:
    """The superiors of a person, the nearest first."""
    if number == DIRECTOR:
        return ()
    if number <= MANAGERS:
        return (person(DIRECTOR),)
    return (person(1 + number % MANAGERS), person(DIRECTOR))


def plan_id(number: int) -> str:
    return f"plan-{number:05}"


def issue_id(number: int) -> str:
    return f"issue-{number:06}"


def project_id(number: int) -> str:
    return f"project-{number:05}"


def appraisal_id(month: int, number: int) -> str:
    return f"appraisal-{month:02}-{number:03}"


def request(content: Struct, by: PersonId, at: datetime) -> Request:
    """The first asking for a decision on the content."""
    return Request(round=1, asked_by=by, asked_at=at, content_version=1, digest=digest(content))


def signature(content: Struct, by: PersonId, role: Role, at: datetime, verdict: Verdict) -> Signature:
    """The first decision on the content."""
    return Signature(
        signer=by,
        role=role,
        at=at,
        verdict=verdict,
        round=1,
        content_version=1,
        digest=digest(content),
        matrix=1,
    )
