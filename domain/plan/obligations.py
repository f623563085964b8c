"""What is due about a plan by a day: its submission, inspections, evaluation, the plans below it (AUDIT-10)."""

from collections.abc import Iterator

from domain.plan.children import WRITERS
from domain.plan.state import Plan
from domain.plan.terms import CURRENT, OpinionStatus, Status
from domain.shared.room import Obligation, Rule
from domain.shared.term import Role

SUBMISSION = Rule(
    "plan.submission", "计划提交", "Submit the plan before its period begins.", "PLAN-02, PLAN-05, PLAN-08",
    ("plan.submit",),
)
DRAFTING = Rule(
    "plan.drafting", "下级计划编制", "Draft the quarterly plans from the annual one, and the monthly ones from the "
    "quarterly one, before their time begins.", "PLAN-05, PLAN-08", ("plan.record_child",),
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
    if plan.status in CURRENT:
        for nth, child in enumerate(plan.children, 1):
            if child.plan is None:
                title = f"{plan.title} ({child.starts} – {child.ends})"
                yield Obligation(rule=DRAFTING, nth=nth, title=title, role=WRITERS[plan.kind], due=child.due)
    if plan.status is not Status.ISSUED:
        return
    if plan.inspection_due:
        nth = plan.inspections + 1
        yield Obligation(rule=INSPECTION, nth=nth, title=plan.title, role=Role.PG, due=plan.inspection_due)
    if not plan.evaluations:
        yield Obligation(rule=EVALUATION, title=plan.title, role=Role.PG, due=plan.ends)
