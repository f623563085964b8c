"""A project and what follows from it elsewhere: issues, and the plan's task that waits for its milestone (PLAN-38)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from application.audit.dossier.making import dossier
from application.audit.dossier.paper.pdf import pdf
from application.audit.dossier.paper.sheet import sheet
from application.audit.dossier.paper.web import html
from domain.issue.reporting import NO_SUCH_ORIGIN
from domain.issue.terms import Category, Origin, Status
from domain.plan.terms import TaskStatus
from domain.project.content import Baseline, Proposal
from domain.project.spending import BUDGET_EXCEEDED
from domain.project.state import Project
from domain.project.terms import Kind, ProblemStatus
from domain.project.terms import Status as ProjectStatus
from domain.shared.ids import SYSTEM, PersonId, ProjectId, TaskId
from tests.plan.stories import new_task
from tests.project.stories import BASELINE, PROPOSAL, SHOWN, TEAM, change
from tests.stories.company import Company, issue_annual, issue_quarter

SHOP = "project-shop"
PEOPLE = {"pat": "rita", "tom": "ron", "tia": "sue"}
"""Who of this company does what those of the tests of projects do."""


def here(baseline: Baseline) -> Baseline:
    def owned(entries: Any) -> Any:
        return tuple(replace(each, owner=PersonId(PEOPLE.get(each.owner, each.owner))) for each in entries)

    return replace(baseline, tasks=owned(baseline.tasks), milestones=owned(baseline.milestones))


def team() -> Any:
    return [replace(member, person=PersonId(PEOPLE[member.person])) for member in TEAM]


@pytest.fixture
def shop(company: Company) -> Company:
    """Olga proposes a new shop, Sam reviews it, Vera approves it under the boss; Rita leads it since 12 January."""
    company.at("2026-01-05 09:00")
    proposal: Proposal = PROPOSAL
    company.do(
        "project.propose", "olga", SHOP, kind=Kind.OPERATING, category="FACILITY", unit="planning", proposal=proposal
    )
    company.do("project.submit", "olga", SHOP, reviewers=["sales"])
    (review,) = project(company).reviews
    company.do("project.give_opinion", "sam", SHOP, review, opinion="PASS", text="We need it")
    company.do("project.approve", "vera", SHOP, sponsor="boss", ceiling=1000, deadline="2026-06-30")
    company.do("project.assemble_team", "boss", SHOP, team=team())
    company.do("project.baseline", "rita", SHOP, baseline=here(BASELINE))
    company.at("2026-01-12 09:00")
    company.do("project.start", "rita", SHOP)
    return company


def project(company: Company) -> Project:
    return company.get(Project, SHOP)


def task(company: Company, key: str) -> str:
    return next(id for id, each in project(company).tasks.items() if each.plan_key == key)


def test_a_problem_is_an_issue_and_is_settled_when_that_ends(shop: Company) -> None:
    shop.do("project.raise_problem", "ron", SHOP, title="No permit", description="The town says no", severity=1)
    (problem,) = project(shop).problems.values()
    issue = shop.issue(problem.issue)
    assert (issue.reporter, issue.origin, issue.project, issue.severity) == ("ron", Origin.PROJECT, SHOP, 1)
    assert (issue.unit, issue.title) == ("planning", "No permit")
    reported = shop.last("issue.reported").envelope
    assert (reported.actor, reported.on_behalf_of) == (SYSTEM, "ron")
    shop.do("issue.dismiss", "otto", problem.issue, reason="There is one")
    (problem,) = project(shop).problems.values()
    assert problem.status is ProblemStatus.SETTLED
    assert shop.last("project.problem.settled").envelope.cause == shop.last("issue.dismissed").envelope.id


def test_a_problem_is_settled_by_the_issue_into_which_its_own_was_merged(shop: Company) -> None:
    shop.do("project.raise_problem", "ron", SHOP, title="No permit", description="None", severity=2)
    (problem,) = project(shop).problems.values()
    told: dict[str, Any] = {"title": "No permits", "description": "None", "found_at": shop.clock.now, "severity": 2}
    shop.do("issue.report", "sam", "issue-other", **told, unit="sales", category=Category.COMPLIANCE)
    shop.do("issue.merge", "otto", problem.issue, into="issue-other", reason="The same")
    assert project(shop).problems[problem.id].status is ProblemStatus.OPEN
    shop.do("issue.dismiss", "otto", "issue-other", reason="There are")
    assert project(shop).problems[problem.id].status is ProblemStatus.SETTLED


def test_time_alone_makes_a_grave_deviation_an_issue_in_the_same_moment(shop: Company) -> None:
    happened = shop.until("2026-01-28 12:00")
    names = [type(event).__name__ for _, record, event in happened if record == SHOP]
    assert names.count("ProjectDeviationDetected") == 2
    amber, red = project(shop).deviations.values()
    assert amber.issue is None and red.issue is not None
    issue = shop.issue(red.issue)
    assert (issue.origin, issue.reference, issue.category) == (Origin.PROJECT, red.id, Category.PLAN)
    assert issue.title.startswith("进度偏差 21.43%")
    assert issue.status is Status.REPORTED


def test_what_a_meeting_decides_to_be_an_issue_is_reported(shop: Company) -> None:
    decisions = [{"text": "Go on"}, {"text": "The roof leaks", "route": "ISSUE"}]
    shop.do(
        "project.record_meeting",
        "rita",
        SHOP,
        held_on=date(2026, 1, 12),
        attendees=["rita"],
        minutes="Fine",
        decisions=decisions,
    )
    _, decided = project(shop).meetings[0].decisions
    assert decided.issue is not None
    assert shop.issue(decided.issue).title == "The roof leaks"


def test_an_issue_comes_from_a_project_that_exists(shop: Company) -> None:
    told: dict[str, Any] = {
        "title": "No",
        "description": "No",
        "found_at": shop.clock.now,
        "severity": 2,
        "unit": "sales",
    }
    origin: dict[str, Any] = {"origin": Origin.PROJECT, "reference": "r-1", "category": Category.OTHER}
    shop.refused(NO_SUCH_ORIGIN, "issue.report", "sam", "issue-x", **told, **origin, project="project-9")
    shop.do("issue.report", "sam", "issue-x", **told, **origin, project=SHOP)


def test_money_beyond_the_budget_is_refused_until_management_has_raised_it(shop: Company) -> None:
    order: dict[str, Any] = {"line": "machines", "title": "Till", "amount": 700}
    shop.refused(BUDGET_EXCEEDED, "project.commit_cost", "rita", SHOP, **order)
    machines, work = BASELINE.budget
    dearer = here(replace(BASELINE, budget=(replace(machines, amount=900), work)))
    request = shop.do("project.request_change", "rita", SHOP, content=change(dearer, ceiling=1200)).part
    shop.do("project.approve_change", "vera", SHOP, request)
    shop.do("project.commit_cost", "rita", SHOP, **order)
    assert project(shop).committed == 700
    assert [each.ceiling for each in project(shop).baselines] == [1000, 1200]


def test_who_reads_about_a_change_is_told_what_it_would_change_and_has_the_whole_beside_it(shop: Company) -> None:
    work, extra = BASELINE.budget[1], replace(BASELINE.tasks[2], key="1", title="Shelves", owner=PersonId("sue"))
    later = replace(BASELINE.tasks[1], due=date(2026, 4, 2), owner=PersonId("ron"))
    asked = here(replace(BASELINE, tasks=(BASELINE.tasks[0], later, extra), budget=(work, BASELINE.budget[0])))
    request = shop.do("project.request_change", "rita", SHOP, content=change(asked, ceiling=1200)).part
    shop.do("project.return_change", "vera", SHOP, request, comment="Cheaper")
    cheaper = replace(asked, tasks=(*asked.tasks[:2], replace(asked.tasks[2], cost=Decimal(50))))
    shop.do("project.revise_change", "rita", SHOP, request, content=change(cheaper, ceiling=1200), answer="So it is")
    found = dossier(shop.ledger, SHOP, shop.store.head(), "en")
    assert found
    first, second = found.matters[-1].submissions
    told, terms = sheet(found)["submissions"][-2], "starts: 2026-02-01\ndue: 2026-02-28\ncost: 100\ndepends on: A"
    assert told["proposed"] == [
        ["baseline · tasks · B Task B", "owner: sue (sue)\ndue: 2026-03-31", "owner: ron (ron)\ndue: 2026-04-02"],
        ["baseline · tasks · C Task C", f"key: C\nphase: P1\ntitle: Task C\nowner: ron (ron)\n{terms}", "–"],
        ["baseline · tasks · 1 Shelves", "–", f"key: 1\nphase: P1\ntitle: Shelves\nowner: sue (sue)\n{terms}"],
        ["baseline · budget", "machines, work", "work, machines"],
        ["ceiling", "1000", "1200"],
    ]
    assert [label for label, _ in told["content"]] == ["reason", "impact", "solution"]
    whole = {each.path: each.value for each in first.content}
    assert ("baseline", "scope") in whole and first.intact and first.digest and first.content_version == 1
    (since,) = second.changes
    assert (since.path, since.before, since.after) == (("baseline", "tasks", "1", "cost"), "100", "50")
    page = html(found).decode()
    assert page.count("<details>") == 2 and "One line, not two" in page.partition("<details>")[2]
    assert b"dossier.json" in pdf(found)


def waiting(company: Company) -> str:
    """A plan whose task is satisfied by the opening of the shop."""
    issue_annual(company)
    issue_quarter(company, new_task(project=ProjectId(SHOP), milestone="M1", due=date(2026, 3, 31)))
    (id,) = company.tasks("plan-q")
    return id


def reach(company: Company) -> None:
    (milestone,) = project(company).milestones
    company.do("project.reach_milestone", "rita", SHOP, milestone, reached_on=company.clock.now.date(), evidence=SHOWN)


def test_a_milestone_claims_the_plan_s_task_that_waited_for_it(shop: Company) -> None:
    id = waiting(shop)
    shop.do("plan.acknowledge_task", "rita", "plan-q", id)
    shop.at("2026-02-02 09:00")
    reach(shop)
    claimed = shop.plan("plan-q").tasks[TaskId(id)]
    assert claimed.status is TaskStatus.COMPLETION_CLAIMED
    assert claimed.percent == 100
    assert claimed.claim is not None and claimed.claim.evidence[0].reference == f"{SHOP}/M1"
    reached = shop.last("project.milestone.reached").envelope
    assert shop.last("plan.task.completion_claimed").envelope.correlation == reached.correlation
    shop.do("plan.confirm_completion", "pia", "plan-q", id)
    assert shop.store.refusals(0, 100) == []


def test_a_task_that_nobody_has_taken_on_is_left_to_its_person(shop: Company) -> None:
    id = waiting(shop)
    shop.at("2026-02-02 09:00")
    reach(shop)
    assert shop.plan("plan-q").tasks[TaskId(id)].status is TaskStatus.ASSIGNED
    assert shop.store.refusals(0, 100) == []


def test_a_project_comes_to_its_end_and_falls_due_for_its_post_evaluation(shop: Company) -> None:
    shop.at("2026-04-14 09:00")
    for key in ("A", "B", "C"):
        shop.do("project.report_task", "ron", SHOP, task(shop, key), percent=100, note="Done", evidence=SHOWN)
    reach(shop)
    delivered = [{"name": name, "evidence": "Seen"} for name in BASELINE.deliverables]
    shop.do("project.request_acceptance", "rita", SHOP, deliverables=delivered)
    fine = {"current": True, "original": True}
    shop.do("project.accept", "boss", SHOP, to_quality=fine, to_quantity=fine)
    for kind in project(shop).missing_documents:
        document = {"title": kind, "kind": kind, "edition": "1", "sha256": "0" * 64}
        shop.do("project.file_document", "rita", SHOP, document=document)
    lesson = {"title": "Ask", "category": "FACILITY", "situation": "Late", "recommendation": "Early"}
    effect = dict.fromkeys(("quality", "cost", "schedule", "benefit"), "Good")
    shop.do("project.summarise", "rita", SHOP, summary={"text": "Open", "effect": effect, "lessons": [lesson]})
    shop.do("project.close", "boss", SHOP)
    happened = shop.until("2026-10-15 12:00")
    (reminder,) = [event for _, record, event in happened if record == SHOP]
    assert (str(reminder.matter), reminder.to) == ("POST_EVALUATION", ("olga",))
    realised = [{"starts": "2026-07-01", "ends": "2026-12-31", "amount": 400}]
    shop.do("project.post_evaluate", "olga", SHOP, evaluation={"realised": realised, "findings": "It sells"})
    assert project(shop).status is ProjectStatus.POST_EVALUATED
