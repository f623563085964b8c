"""What is due about a plan by a day: its submission, its inspections, its evaluation (AUDIT-10)."""

from collections.abc import Iterator

from domain.plan.state import Plan
from domain.plan.terms import OpinionStatus, Status
from domain.shared.room import Obligation, Rule
from domain.shared.term import Role

SUBMISSION = Rule(
    "plan.submission", "计划提交", "Submit the plan before its period begins.", "PLAN-02, PLAN-05, PLAN-08",
    ("plan.submit",),
)
OPINION = Rule(
    "plan.opinion", "部门意见反馈", "Give the invited department's opinion in time.", "PLAN-13",
    ("plan.record_opinion",),
)
INSPECTION = Rule(
    "plan.inspection", "计划跟踪检查", "Inspect the execution: annual plans quarterly, quarterly ones monthly, monthly "
    "ones weekly.", "PLAN-22", ("plan.inspect",),
)
EVALUATION = Rule(
    "plan.evaluation", "计划总结评估", "Evaluate the execution by the end of the period.", "PLAN-36",
    ("plan.evaluate",),
)
WRITING = (Status.DRAFT, Status.CONSULTING, Status.RETURNED)


def obligations(plan: Plan) -> Iterator[Obligation]:
    """What somebody owes the plan now."""
    if plan.status in WRITING and not plan.versions:
        yield Obligation(rule=SUBMISSION, title=plan.title, person=plan.preparer, due=plan.starts)
    if plan.status is Status.CONSULTING and plan.opinions_due:
        for each in plan.opinions.values():
            if each.status is OpinionStatus.INVITED:
                yield Obligation(
                    rule=OPINION, part=each.id, title=plan.title, role=Role.HEAD, unit=each.unit, due=plan.opinions_due
                )
    if plan.status is not Status.ISSUED:
        return
    if plan.inspection_due:
        nth = plan.inspections + 1
        yield Obligation(rule=INSPECTION, nth=nth, title=plan.title, role=Role.PG, due=plan.inspection_due)
    if not plan.evaluations:
        yield Obligation(rule=EVALUATION, title=plan.title, role=Role.PG, due=plan.ends)
