"""What is due about an issue by a day: an answer to an order, analysis, solution, verification (AUDIT-10)."""

from collections.abc import Iterator

from domain.issue.state import Issue
from domain.issue.terms import Status
from domain.shared.room import Obligation, Rule
from domain.shared.term import Role

ANSWER = Rule(
    "issue.rectification_answer", "整改答复", "Answer the order to correct with measures.", "ISSUE-12",
    ("issue.answer_rectification",),
)
ANALYSIS = Rule(
    "issue.analysis", "问题分析", "Find the root cause.", "ISSUE-04, ISSUE-05", ("issue.conclude_root_cause",)
)
SOLUTION = Rule(
    "issue.solution", "问题解决", "Carry the solution out and claim that it holds.", "ISSUE-06, ISSUE-08",
    ("issue.claim_resolution",),
)
VERIFICATION = Rule(
    "issue.verification", "解决效果验证", "Check whether the solution holds.", "ISSUE-09",
    ("issue.verify_pass", "issue.verify_fail"),
)
SOLVING = (Status.SOLUTION_AGREED, Status.ASSIGNED, Status.IN_PROGRESS)


def obligations(issue: Issue) -> Iterator[Obligation]:
    """What somebody owes the issue now; what comes again after it was reopened has the next number."""
    round_, steward = issue.reopened + 1, issue.steward
    if issue.unanswered and issue.answer_due:
        yield Obligation(rule=ANSWER, title=issue.title, role=Role.RD, unit=issue.unit, due=issue.answer_due)
    if issue.status is Status.IN_ANALYSIS and issue.analysis_due:
        role = None if issue.lead else steward
        yield Obligation(
            rule=ANALYSIS, nth=round_, title=issue.title, person=issue.lead, role=role, due=issue.analysis_due
        )
    if issue.due is None:
        return
    if issue.status in SOLVING:
        person = issue.responsible
        role = None if person else steward
        yield Obligation(rule=SOLUTION, nth=round_, title=issue.title, person=person, role=role, due=issue.due)
    if issue.status is Status.RESOLVED:
        yield Obligation(rule=VERIFICATION, nth=round_, title=issue.title, role=steward, due=issue.due)
