"""What the evaluation of a plan suggests as an issue is reported as an opportunity (PLAN-36)."""

from collections.abc import Iterator

from application.command import Command
from application.deciding import by_system, upon
from domain.issue.terms import Category, Kind, Origin
from domain.plan.events import PlanEvaluated
from domain.plan.state import Plan
from domain.shared.act import World
from domain.shared.recorded import Envelope

SLIGHTEST = 4
TITLE_LENGTH = 300


@upon(PlanEvaluated)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """A report for each suggestion that was routed to the issue ledger."""
    evaluated: PlanEvaluated = happened.event
    plan = world.get(Plan, record)
    assert plan is not None
    for suggestion in evaluated.suggestions:
        if suggestion.issue is not None:
            yield by_system(
                "issue.report",
                suggestion.issue,
                happened,
                title=suggestion.text[:TITLE_LENGTH],
                description=suggestion.text,
                kind=Kind.OPPORTUNITY,
                impact=suggestion.text,
                found_at=happened.occurred_at,
                unit=plan.unit,
                category=Category.PLAN,
                severity=SLIGHTEST,
                origin=Origin.SUGGESTION,
                reference=suggestion.issue,
                plan=record,
            )
