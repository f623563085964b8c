"""The annual plans that are to be drafted in the window before their year; the system tells of them (AUDIT-10)."""

from collections.abc import Iterator
from datetime import date

from domain.organisation.preparation import title
from domain.organisation.preparation_events import AnnualPlanDrafted, AnnualPlanDropped
from domain.organisation.state import Organisation
from domain.shared.act import Context, act
from domain.shared.ids import PlanId
from domain.shared.room import Obligation, Rule
from domain.shared.term import Role
from domain.shared.values import A_DAY

DRAFTED = ("organisation.record_annual_plan",)
COMPANY = Rule(
    "organisation.annual_plan", "年度计划编制", "Draft the annual plan of the company before its year begins.",
    "PLAN-02", DRAFTED,
)  # fmt: skip
OPERATING = Rule(
    "organisation.operating_plan", "年度运营计划编制", "Draft the annual operating plan before its year begins.",
    "PLAN-02, PLAN-12", DRAFTED,
)  # fmt: skip
RULES = {Role.PG: COMPANY, Role.OS: OPERATING}
"""By those who write annual plans: the rule that asks them to."""


@act("登记年度计划", Role.SYSTEM)
def record_annual_plan(
    organisation: Organisation, context: Context, *, year: int, writer: Role, plan: PlanId
) -> Iterator[AnnualPlanDrafted]:
    """Note that those in the role have drafted an annual plan that was to be drafted, or will be (PLAN-02, PLAN-12)."""
    known = [each.plan for each in organisation.annual_plans if (each.year, each.role) == (year, writer)]
    window = organisation.preparation  # one that was opened when events did not yet say by whom calls for nobody's
    ahead = year > organisation.prepared or (window is not None and year == window.year)
    if known == [None] or (not known and ahead):
        yield AnnualPlanDrafted(year=year, role=writer, plan=plan)


@act("注销年度计划", Role.SYSTEM)
def drop_annual_plan(organisation: Organisation, context: Context, *, plan: PlanId) -> Iterator[AnnualPlanDropped]:
    """Note that an annual plan was rejected or cancelled, so that another is to be drafted (PLAN-02, PLAN-12)."""
    if any(each.plan == plan for each in organisation.annual_plans):
        yield AnnualPlanDropped(plan=plan)


def obligations(organisation: Organisation) -> Iterator[Obligation]:
    """The annual plans that have been called for and are not drafted."""
    for each in organisation.annual_plans:
        if each.plan is None and each.year <= organisation.prepared:
            due = date(each.year, 1, 1) - A_DAY
            yield Obligation(rule=RULES[each.role], nth=each.year, title=title(each.year), role=each.role, due=due)
