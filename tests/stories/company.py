"""A company that lives in a real ledger: founded by commands, on a clock that a story sets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import msgspec
import pytest

from application.command import Command, Receipt
from application.ledger import Ledger
from application.reactions import REACTIONS
from application.scheduler import Scheduler
from application.store import Store, open_store
from domain.goal.terms import GoalLevel, Horizon
from domain.issue.state import Issue
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level
from domain.rooms import ROOMS
from domain.shared.ids import ADMINISTRATOR, PersonId
from domain.shared.recorded import Recorded
from domain.shared.refusal import Reason, Refused
from domain.shared.term import Role
from domain.shared.zone import SHANGHAI
from tests.plan.company import PEOPLE, UNITS
from tests.plan.stories import ANNUAL, MONTHLY, OPINION, QUARTERLY, new_task

T = TypeVar("T")
Happened: TypeAlias = tuple[str, str, Any]
AN_HOUR = timedelta(hours=1)
EVERYBODY = PEOPLE | {
    "oscar": ("og", "olga", Role.OG),
    "otto": ("og", "dora", Role.OG),
}
"""Those of the tests of plans, and two who look after issues."""


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Company:
    """One process that works on the company's ledger."""

    store: Store
    clock: Clock
    ledger: Ledger = field(init=False)
    scheduler: Scheduler = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(ROOMS, self.store, REACTIONS, self.clock)
        self.scheduler = Scheduler(self.ledger)

    def at(self, local: str) -> None:
        """The clock stands at this local time from here on. Nobody was awake meanwhile."""
        self.clock.now = moment(local)

    def until(self, local: str) -> list[Happened]:
        """Let the time go by, hour by hour, to that local time; when what happened of itself, and to which record."""
        before = self.store.head()
        while self.clock.now < moment(local):
            self.clock.now = min(self.clock.now + AN_HOUR, moment(local))
            self.scheduler.tick()
        return [
            (f"{each.envelope.occurred_at.astimezone(SHANGHAI):%m-%d %H:%M}", each.record, each.envelope.event)
            for each in self.log(before)
        ]

    def do(
        self, act: str, by: str, record: str | None = None, part: str | None = None,
        for_: str | None = None, **inputs: Any,
    ) -> Receipt:
        return self.ledger.do(
            Command(
                act=act, actor=PersonId(by), record=record, part=part, inputs=msgspec.to_builtins(inputs),
                on_behalf_of=PersonId(for_) if for_ else None,
            )
        )

    def refused(
        self, reason: Reason, act: str, by: str, record: str, /, part: str | None = None,
        for_: str | None = None, **inputs: Any,
    ) -> Refused:
        """It is refused for exactly this reason, nothing is recorded, and the refusal log has one line more."""
        head, lines = self.store.head(), len(self.store.refusals(0, 1000))
        with pytest.raises(Refused) as raised:
            self.do(act, by, record, part, for_, **inputs)
        assert raised.value.reason.code == reason.code, raised.value
        assert raised.value.message and raised.value.message_zh
        assert self.store.head() == head
        (line,) = self.store.refusals(0, 1000)[lines:]
        assert (line[1].code, line[1].actor, line[1].act) == (reason.code, by, act)
        return raised.value

    def get(self, kind: type[T], id: str) -> T:
        found = self.ledger.world().get(kind, id)
        assert found is not None, id
        return found

    def plan(self, id: str) -> Plan:
        return self.get(Plan, id)

    def issue(self, id: str) -> Issue:
        return self.get(Issue, id)

    def tasks(self, plan: str) -> list[str]:
        return list(self.plan(plan).tasks)

    def log(self, after: int = 0) -> list[Recorded]:
        return [self.ledger.mapper.decode(stored) for stored in self.store.log(after, 100_000)]

    def last(self, type: str) -> Recorded:
        """The last event of that stored name."""
        return next(each for each in reversed(self.log()) if each.type == type)


def moment(local: str) -> datetime:
    """`2026-01-05 09:00` in Shanghai, in UTC."""
    return datetime.fromisoformat(f"{local}+08:00").astimezone(UTC)


@contextmanager
def founded(folder: Path, at: str = "2025-12-01 09:00") -> Iterator[Company]:
    """The company on a ledger in that folder: its units, people, one goal and its record of authority."""
    store = open_store(str(folder))
    company = Company(store, Clock(moment(at)))
    found(company)
    yield company
    store.close()


def found(company: Company) -> None:
    company.do(
        "organisation.found", ADMINISTRATOR, company="Test", structural_form="line", headquarters="hq", unit="hq"
    )
    for id, (type, parent, _) in UNITS.items():
        if parent:
            company.do("organisation.create_unit", ADMINISTRATOR, name=id, unit=id, type=type, parent=parent)
    for role in sorted({role for _, _, role in EVERYBODY.values()}):
        company.do(
            "organisation.define_position", ADMINISTRATOR, name=role.zh, position=role, roles=(role,), headcount=9
        )
    for id, (unit, superior, role) in EVERYBODY.items():
        company.do(
            "organisation.hire_person", ADMINISTRATOR,
            name=id, person=id, unit=unit, position=role, superior=superior,
        )
    for id, (_, _, manager) in UNITS.items():
        if manager:
            company.do("organisation.appoint_manager", "boss", part=id, person=manager)
    company.do("organisation.appoint_deputy", "boss", part="dee", unit="planning", areas=("og",))
    company.do("authority.establish", ADMINISTRATOR)
    company.do(
        "goal.set", "boss", "grow", title="Grow", level=GoalLevel.COMPANY, metric="revenue", unit_of_measure="CNY",
        baseline=Decimal(0), target=Decimal(100), due=date(2026, 12, 31), owner="boss", horizon=Horizon.SHORT,
    )


def draft_annual(company: Company) -> None:
    company.do("plan.draft", "pia", "plan-y", kind=Kind.COMPANY, level=Level.ANNUAL, unit="hq", year=2026,
               content=ANNUAL)


def draft_quarter(company: Company) -> None:
    company.do("plan.draft", "pia", "plan-q", kind=Kind.COMPANY, level=Level.QUARTERLY, unit="hq", year=2026,
               number=1, parent="plan-y", content=QUARTERLY)


def draft_month(company: Company) -> None:
    company.do("plan.draft", "pia", "plan-m", kind=Kind.COMPANY, level=Level.MONTHLY, unit="hq", year=2026,
               number=1, parent="plan-q", content=MONTHLY)


def submit_quarter(company: Company, at: str) -> None:
    """The plan of the first quarter comes before the department manager at that moment."""
    draft_annual(company)
    company.do("plan.submit", "pia", "plan-y")
    company.do("plan.approve", "boss", "plan-y")
    draft_quarter(company)
    company.at(at)
    company.do("plan.submit", "pia", "plan-q")


def issue_plan(company: Company, plan: str, decider: str, *tasks: Any) -> None:
    """A drafted plan is submitted, approved, broken down and issued; with tasks for its department goals too."""
    company.do("plan.submit", "pia", plan)
    company.do("plan.approve", decider, plan)
    company.do("plan.decompose", "pia", plan, tasks=tasks)
    company.do("plan.issue", "pia", plan)


def issue_annual(company: Company) -> None:
    draft_annual(company)
    goals = [goal.key for goal in ANNUAL.goals]
    issue_plan(company, "plan-y", "boss", *(new_task(key, goal=key) for key in goals))


def issue_quarter(company: Company, *tasks: Any) -> None:
    draft_quarter(company)
    issue_plan(company, "plan-q", "dora", *(tasks or (new_task(),)))


def issue_month(company: Company) -> None:
    draft_month(company)
    issue_plan(company, "plan-m", "dora", new_task(due=date(2026, 1, 20)))


def adjust(company: Company, plan: str, content: Any) -> str:
    """An adjustment of the plan from the application to the new issue; its id."""
    id = company.do("plan.request_adjustment", "rita", plan, content=content).part
    assert id is not None
    company.do("plan.give_opinion", "paul", plan, id, opinion=OPINION)
    company.do("plan.approve_adjustment", "dora", plan, id)
    company.do("plan.apply_adjustment", "pia", plan, id, changes=content.changes)
    company.do("plan.reissue", "pia", plan, id)
    return id
