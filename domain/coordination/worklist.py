"""What a request for coordination waits for, and what is due about it by a day (API-08, AUDIT-10)."""

from collections.abc import Iterator

from domain.coordination.state import Coordination
from domain.coordination.terms import Status
from domain.shared.room import Obligation, Rule, Work
from domain.shared.term import Role
from domain.shared.values import end_of

ANSWER = Rule(
    "coordination.answer", "部门协调答复", "Say for the unit whether it agrees.", "ORG-14, PRIN-05",
    ("coordination.answer",),
)  # fmt: skip
CONCLUSION = Rule(
    "coordination.conclusion", "部门协调结论", "Bring the units to agree, or pass the matter on.", "ORG-14",
    ("coordination.agree", "coordination.fail"),
)  # fmt: skip


def work(coordination: Coordination) -> Iterator[Work]:
    """Somebody starts it, each unit answers, somebody concludes; or somebody above decides."""
    title, since = coordination.subject, coordination.status_since
    due, parties = end_of(coordination.due), coordination.parties
    match coordination.status:
        case Status.OPEN:
            yield Work(act="coordination.start", title=title, role=coordination.coordinator, since=since, due=due)
        case Status.IN_COORDINATION:
            by = coordination.answers_due
            for each in coordination.awaited:
                yield Work(
                    act="coordination.answer", title=title, part=each.id, role=Role.HEAD, unit=each.through,
                    since=each.asked_at, due=end_of(by) if by else None,
                )  # fmt: skip
            if not coordination.awaited:
                verb = "fail" if coordination.objections else "agree"
                yield Work(
                    act=f"coordination.{verb}", title=title, role=coordination.coordinator, since=since, due=due,
                    barred=() if coordination.objections else parties,
                )  # fmt: skip
        case Status.FAILED:
            yield Work(act="coordination.decide", title=title, role=coordination.decider, since=since, barred=parties)


def obligations(coordination: Coordination) -> Iterator[Obligation]:
    """The answers of the units, and the end of the coordination."""
    if coordination.status is not Status.IN_COORDINATION:
        return
    for each in coordination.awaited:
        if coordination.answers_due:
            yield Obligation(
                rule=ANSWER, part=each.id, title=coordination.subject, role=Role.HEAD, unit=each.through,
                due=coordination.answers_due,
            )  # fmt: skip
    yield Obligation(rule=CONCLUSION, title=coordination.subject, role=coordination.coordinator, due=coordination.due)
