"""A small company whose figures are known by hand: see the comments. Everything lies in January 2026."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status as AppraisalStatus
from domain.appraisal.values import Standing
from domain.issue.state import Issue
from domain.issue.terms import Status as IssueStatus
from domain.plan.content import PlanContent
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import Kind, Level, TaskStatus
from domain.plan.terms import Status as PlanStatus
from domain.project import ROOM
from domain.project.content import Benefit
from domain.project.records import Acceptance, Check, LookedBack
from domain.project.results import Judgement
from domain.project.state import Project
from domain.project.terms import Status
from domain.shared.approval import Signature, Verdict
from domain.shared.ids import AdjustmentId, AppraisalId, CostId, IssueId, PersonId, PlanId, ProjectId, TaskId, UnitId
from domain.shared.term import Role
from domain.shared.values import Period
from tests.appraisal.company import organisation
from tests.appraisal.stories import finalised
from tests.issue.story import closed as closed_issue
from tests.issue.story import issue
from tests.project.stories import REALISED, accepted, executing, spend
from tests.projections.log import Log
from tests.projections.standing import stand

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
NEW_YEAR = datetime(2026, 1, 2, 1, tzinfo=UTC)
DONE = TaskStatus.COMPLETED


def day(number: int) -> date:
    return date(2026, 1, number)


def task(id: str, weight: str, due: date, status: TaskStatus = TaskStatus.IN_PROGRESS, **more: Any) -> Task:
    """A task of Ron's in the shops, as it was issued first unless the test says otherwise."""
    terms: dict[str, Any] = {
        "unit": UnitId("shops"), "responsible": PersonId("ron"), "first_due": due, "first_weight": Decimal(weight),
    }  # fmt: skip
    return Task(
        id=TaskId(id), goal="g", title=id, content=id, start=day(1), due=due, weight=Decimal(weight), status=status,
        since=NEW_YEAR, issued_at=NEW_YEAR, **terms | more,
    )  # fmt: skip


def plan(id: str, version: int, *tasks: Task) -> Plan:
    """A monthly plan of sales."""
    return Plan(
        id=PlanId(id), status=PlanStatus.ISSUED if version else PlanStatus.APPROVED, since=NEW_YEAR,
        kind=Kind.COMPANY, level=Level.MONTHLY, unit=UnitId("sales"), starts=JANUARY.starts, ends=JANUARY.ends,
        preparer=PersonId("sam"), contributors=(PersonId("sam"),), content=PlanContent(title=id),
        plan_version=version, tasks={each.id: each for each in tasks},
    )  # fmt: skip


MOVED: dict[str, Any] = {"adjustments": (AdjustmentId("a"),)}
LATER = task("t3", "4", day(31), first_due=day(15), first_weight=Decimal(1), **MOVED)
TASKS = (
    task("t1", "3", day(10), DONE, completed_on=day(9)),
    task("t2", "2.0", day(20), DONE, completed_on=day(22), unit=UnitId("planning"), responsible=PersonId("otto")),
    LATER,
    task("t4", "5", day(5), TaskStatus.CANCELLED, **MOVED),
    task("t5", "2.5", date(2026, 2, 1), DONE, completed_on=day(30)),
)
"""Completed in January: 3 + 2 of 3 + 2 + 4 = 9; on time 3. First version: 3 + 2 of 3 + 2 + 1 + 5 = 11."""
SIGNED = Signature(
    signer=PersonId("dora"), role=Role.DM, at=NEW_YEAR, verdict=Verdict.APPROVED, round=1, content_version=1,
    digest="0" * 64, matrix=1,
)  # fmt: skip


def plans(log: Log) -> int:
    """One plan that is issued, and one that is not: that was a draft, was returned once, and found an opinion."""
    stand(log, replace(plan("plan-b", 0), status=PlanStatus.DRAFT))
    stand(log, plan("plan-b", 0, task("t6", "7", day(12))), signature=replace(SIGNED, verdict=Verdict.RETURNED))
    stand(log, plan("plan-b", 0, task("t6", "7", day(12))), signature=replace(SIGNED, verdict=Verdict.ENDORSED))
    return stand(log, plan("plan-a", 1, *TASKS), signature=SIGNED)


def project(like: Project, id: str, deadline: date, **more: Any) -> Project:
    """A project like that one, without its parts but for the costs."""
    costs = {CostId(f"{id}-{key}"): replace(cost, id=CostId(f"{id}-{key}")) for key, cost in like.costs.items()}
    named = {"id": ProjectId(id), "deadline": deadline, "original_deadline": deadline, "costs": costs}
    parts: dict[str, Any] = {part.inside: {} for part in ROOM.parts}
    return replace(like, **parts | named | more)


def acceptance(current: bool, original: bool, quality_met: bool) -> Acceptance:
    """Accepted on the twentieth."""
    fine = Judgement(current=True, original=True)
    return Acceptance(
        accepted_on=day(20), by=PersonId("boss"), on_time=Judgement(current=current, original=original),
        to_quality=fine, to_quantity=fine, quality_met=quality_met,
    )  # fmt: skip


def check(passed: bool) -> Check:
    return Check(
        requirement="r", mandatory=True, passed=passed, findings="-", evidence=(), by=PersonId("boss"), at=NEW_YEAR
    )


def projects(log: Log) -> int:
    """By the current deadline 2 of 4 on time, by the first one 1 of 3; 1 of 2 accepted up to standard, 3 of 4 checks.

    Of two closed ones, which cost 200 each, one stayed within its ceiling of 250, the other not within 190.
    """
    running = executing()
    spend(running, 200)
    it, done = running.state, accepted().state
    looked = LookedBack(
        evaluation=replace(REALISED, realised=(Benefit(starts=day(1), ends=day(31), amount=Decimal(500)),)),
        by=PersonId("boss"), at=datetime(2026, 1, 31, 15, 59, tzinfo=UTC),
    )  # fmt: skip
    closed = {"status": Status.CLOSED, "closed_on": day(25)}
    return stand(
        log,
        project(done, "p-good", day(20), checks=(check(True), check(True)), acceptance=acceptance(True, True, True)),
        project(
            done, "p-moved", day(31), original_deadline=day(10), checks=(check(False), check(True)),
            acceptance=acceptance(True, False, False),
        ),
        project(it, "p-ended", day(15), status=Status.TERMINATED),
        project(it, "p-late", day(31), original_deadline=date(2025, 12, 31)),
        project(it, "p-idle", day(31), started_at=None),
        project(it, "p-cheap", date(2025, 12, 1), ceiling=Decimal(250), looked_back=looked, **closed),
        project(it, "p-dear", date(2025, 12, 1), ceiling=Decimal(190), **closed),
    )  # fmt: skip


def ended(id: str, days: int, **more: Any) -> Issue:
    """An issue that was reported on the fifth and closed so many days later; due on the twentieth."""
    made = issue(closed_issue())
    at = datetime(2026, 1, 5, 1, tzinfo=UTC)
    closed_at = at.replace(day=5 + days)
    told: dict[str, Any] = {
        "reported_at": at, "closed_at": closed_at, "first_closed_at": closed_at, "due": day(20), "measures": {},
    }  # fmt: skip
    return replace(made, id=IssueId(id), **told | more)


def issues(log: Log) -> int:
    """Three closed after 3, 6 and 20 days, of which one failed first and another came back; one is open, one merged."""
    return stand(
        log,
        ended("i-1", 3),
        ended("i-2", 6, failures=1),
        ended("i-3", 20, recurrences=1),
        ended("i-4", 1, status=IssueStatus.IN_PROGRESS, closed_at=None, first_closed_at=None),
        ended("i-5", 1, status=IssueStatus.MERGED),
    )


def appraisal(id: str, subject: str, score: str, before: str | None, **more: Any) -> Appraisal:
    """A final result of January, by Sue."""
    made = finalised().state
    parts: dict[str, Any] = {"forms": {}, "improvements": {}, "consequences": {}}
    standing = Standing(streak=0, previous=None if before is None else Decimal(before))
    composite = replace(made.composite, score=Decimal(score))
    told = {"composite": composite, "standing": standing, "in_time": True} | parts | more
    named: Appraisal = replace(made, id=AppraisalId(id), subject=PersonId(subject), **told)
    return named


def appraisals(log: Log) -> int:
    """Ron gained 5.5, Rita lost 2; Otto has no result before, Olga's is not final, one is void and one of a unit."""
    return stand(
        log,
        appraisal("a-ron", "ron", "85.5", "80"),
        appraisal("a-rita", "rita", "78", "80", in_time=False),
        appraisal(
            "a-otto", "otto", "90", None, line=(PersonId("olga"), PersonId("dora")), department=UnitId("planning")
        ),
        appraisal("a-olga", "olga", "90", "80", status=AppraisalStatus.DELIVERED, in_time=None),
        appraisal("a-void", "sam", "90", "80", status=AppraisalStatus.VOIDED, in_time=None),
        appraisal("a-unit", "sam", "90", "80", unit=UnitId("sales"), subjects=SubjectKind.DEPARTMENT),
    )


def company() -> Log:
    """All of it."""
    log = Log()
    stand(log, organisation())
    for part in (plans, projects, issues, appraisals):
        part(log)
    return log
