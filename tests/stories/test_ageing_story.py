"""What nobody settles in time is reminded of and rises, by the clock alone (PLAN-22, 23, 44, ISSUE-01, 08, ORG-11)."""

from datetime import date

from msgspec.structs import replace

from domain.issue.solving_events import IssueEscalated, IssueReminded
from domain.issue.terms import Category
from domain.plan.events import PlanReminded
from domain.plan.terms import Matter, Rung
from domain.shared.ids import ADMINISTRATOR
from tests.plan.stories import QUARTERLY, new_task
from tests.stories.company import Company, Happened, issue_annual, issue_quarter, submit_quarter


def climbed(happened: list[Happened], matter: Matter, subject: str = "") -> list[tuple[str, Rung, list[str]]]:
    """When the plan of the quarter told whom of a matter."""
    return [
        (at, event.rung, list(event.to))
        for at, record, event in happened
        if isinstance(event, PlanReminded) and record == "plan-q"
        and event.matter is matter and subject in ("", event.subject)
    ]


def test_a_pending_approval_rises_once_to_each_level_over_working_days_and_a_holiday(company: Company) -> None:
    """Asked on Wednesday 11 February: three working days later it is Monday, then comes the Spring Festival."""
    festival = [date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)]
    worked = [date(2026, 2, 14), date(2026, 2, 28)]
    company.do("organisation.set_calendar", ADMINISTRATOR, year=2026, holidays=festival, workdays=worked)
    submit_quarter(company, at="2026-02-11 09:30")
    assert climbed(company.until("2026-03-15 09:00"), Matter.DECISION) == [
        ("02-14 09:30", Rung.RESPONSIBLE, ["dora"]),
        ("02-26 09:30", Rung.DEPARTMENT, ["boss"]),
        ("03-02 09:30", Rung.MANAGEMENT, ["boss", "vera"]),
    ]
    company.do("plan.approve", "dora", "plan-q")
    assert climbed(company.until("2026-03-30 09:00"), Matter.DECISION) == []


def test_a_decision_that_moved_up_is_asked_of_whoever_can_take_it(company: Company) -> None:
    submit_quarter(company, at="2026-01-05 09:00")
    company.do("plan.withdraw_submission", "pia", "plan-q")
    company.do("authority.grant_delegation", "pia", delegate="dora", valid_to="2026-01-31", reason="Holiday")
    company.do("plan.revise", "dora", "plan-q", for_="pia", content=replace(QUARTERLY, title="Quarter one"))
    company.do("plan.submit", "pia", "plan-q")
    told = climbed(company.until("2026-01-20 09:00"), Matter.DECISION)
    assert told[0] == ("01-08 09:00", Rung.RESPONSIBLE, ["boss"])


def test_an_overdue_task_rises_over_the_group_and_the_department_to_the_management(company: Company) -> None:
    issue_annual(company)
    company.at("2026-01-05 09:00")
    issue_quarter(company, new_task(unit="shops", responsible="ron", due=date(2026, 1, 9)))
    (task,) = company.tasks("plan-q")
    assert climbed(company.until("2026-02-01 09:00"), Matter.TASK, task) == [
        ("01-10 00:00", Rung.RESPONSIBLE, ["ron"]),
        ("01-14 00:00", Rung.GROUP, ["sue"]),
        ("01-19 00:00", Rung.DEPARTMENT, ["sam"]),
        ("01-22 00:00", Rung.MANAGEMENT, ["boss", "vera"]),
    ]


def test_a_missed_inspection_is_an_obligation_that_rises_until_somebody_inspects(company: Company) -> None:
    issue_annual(company)
    company.at("2026-01-05 09:00")
    issue_quarter(company)
    assert company.plan("plan-q").inspection_due == date(2026, 2, 5)
    assert climbed(company.until("2026-02-12 09:00"), Matter.INSPECTION) == [
        ("02-06 00:00", Rung.RESPONSIBLE, ["pia", "paul"]),
        ("02-11 00:00", Rung.DEPARTMENT, ["dora"]),
    ]
    (task,) = company.tasks("plan-q")
    finding = {"task": task, "text": "Late", "satisfactory": False}
    company.do("plan.inspect", "paul", "plan-q", summary="Late", findings=[finding])
    assert company.plan("plan-q").inspection_due == date(2026, 3, 12)
    assert climbed(company.until("2026-03-12 09:00"), Matter.INSPECTION) == []
    assert climbed(company.until("2026-03-14 09:00"), Matter.INSPECTION) == [
        ("03-13 00:00", Rung.RESPONSIBLE, ["pia", "paul"])
    ]


def test_a_report_that_nobody_registers_rises_once_to_each_level(company: Company) -> None:
    company.at("2026-01-09 10:00")
    company.do(
        "issue.report", "ron", "issue-1", title="Doors", description="They do not close", unit="shops",
        found_at=company.clock.now, category=Category.RESOURCE, severity=3,
    )
    happened = company.until("2026-02-01 09:00")
    assert [(at, list(event.to)) for at, _, event in happened if isinstance(event, IssueReminded)] == [
        ("01-12 10:00", ["oscar", "otto"])
    ]
    assert [(at, event.level, list(event.to)) for at, _, event in happened if isinstance(event, IssueEscalated)] == [
        ("01-12 10:00", 1, ["dora"]),
        ("01-15 10:00", 2, ["boss"]),
        ("01-20 10:00", 3, ["boss", "vera"]),
    ]


def test_a_holiday_that_is_declared_while_a_plan_waits_puts_the_reminder_off(company: Company) -> None:
    submit_quarter(company, at="2026-01-05 09:00")
    company.do("organisation.set_calendar", ADMINISTRATOR, year=2026, holidays=[date(2026, 1, 8)], workdays=[])
    assert climbed(company.until("2026-01-12 08:00"), Matter.DECISION) == [("01-09 09:00", Rung.RESPONSIBLE, ["dora"])]


def test_a_timer_looked_at_within_its_second_but_before_its_moment_still_rings(company: Company) -> None:
    submit_quarter(company, at="2026-01-05 09:00:00.700")
    company.at("2026-01-08 09:00:00.200")
    company.scheduler.tick()
    assert climbed(company.until("2026-01-08 10:00"), Matter.DECISION) == [("01-08 10:00", Rung.RESPONSIBLE, ["dora"])]
