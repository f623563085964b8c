"""Who stands how to a plan: by what they wrote on it, answer for in it, or were asked about."""

from collections.abc import Iterable, Mapping

from domain.organisation.state import company
from domain.plan.adjustment import Adjustment
from domain.plan.opinion import Opinion
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role

Concern = Task | Adjustment | Opinion | None
"""What an act is about inside a plan, if about a part of it."""


def relations(plan: Plan, part: Concern, world: World) -> Mapping[Role, Iterable[PersonId | None]]:
    """The roles that people hold towards this plan, or towards the part of it."""
    organisation = company(world)
    tasks = [part] if isinstance(part, Task) else plan.open_tasks
    return {
        Role.PREPARER: plan.contributors,
        Role.SUP: [organisation.superior(plan.preparer)],
        Role.RP: [task.responsible for task in tasks],
        Role.RD: [organisation.head(task.unit) for task in tasks],
        Role.APPLICANT: part.contributors if isinstance(part, Adjustment) else (),
        Role.HEAD: [organisation.head(part.unit)] if isinstance(part, Opinion) else (),
        Role.OWNER: [
            who.id for who in organisation.people.values() if who.areas and organisation.oversees(who.id, plan.unit)
        ],
    }


def interested(plan: Plan | None, part: Concern, world: World) -> Iterable[PersonId | None]:
    """Whose work is judged: the applicant's, the responsible person's, or that of everybody who wrote on the plan."""
    if isinstance(part, Adjustment):
        return part.parties
    if isinstance(part, Task):
        return (part.responsible, part.claimed_by)
    return plan.contributors if plan else ()
