"""The same seven jobs for every test that asks about a list: absent values, ties, and texts that break bad SQL."""

from datetime import date
from decimal import Decimal

from domain.shared.ids import PersonId
from tests.projections.histories import request
from tests.projections.log import Log
from tests.projections.workshop import (
    Drawing,
    JobDescribed,
    JobId,
    JobOpened,
    JobSubmitted,
    StepFinished,
    StepId,
    StepPlanned,
)

EXACT = Decimal("12345678901234567.01")
PRICES = [Decimal("-2.50"), None, Decimal("10"), Decimal("9.99"), Decimal("9.990"), None, EXACT]
TITLES = ["Gate", "gate of steel", r"U+0000 is \u0000", "100% \\_'", "", "门", "Ärmel"]


def seven_jobs() -> Log:
    """Job n has n steps, n events of them, and comes after the job before it and after the first."""
    log = Log()
    for n, (price, title) in enumerate(zip(PRICES, TITLES, strict=True), 1):
        due = date(2026, 3, n) if n % 3 else None
        after = (JobId(f"job-{n - 1}"), JobId("job-1")) if n > 1 else ()
        owner = PersonId("ana" if n % 2 else "bo")
        log.record(f"job-{n}", JobOpened(title=title, owner=owner, price=price, due=due, after=after))
        for step in range(n):
            log.record(f"job-{n}", StepPlanned(step=StepId(f"step-{n}-{step}"), text=f"step {step}", by=owner))
    log.record("job-7", StepFinished(step=StepId("step-7-3")))
    return log


def changed_jobs() -> Log:
    """The seven jobs, of which the first has been described anew and handed in."""
    log = seven_jobs()
    drawings = (Drawing(sheet='A "1"\\', scale=Decimal("1.50")), Drawing(sheet="乙", scale=Decimal("0.02")))
    hours = {"ana": Decimal("7.50"), "o'bo \"\\": Decimal(3)}
    described = JobDescribed(title="Ramp", price=Decimal(99), due=None, urgent=True, drawings=drawings, hours=hours)
    log.record("job-1", described, by="bo")
    log.record("job-1", JobSubmitted(request=request(1), comment="please"))
    return log
