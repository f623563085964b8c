"""A project: what its events have left, and what follows from that alone."""

from datetime import date, timedelta
from decimal import Decimal

from domain.project import earned_value as ev
from domain.project.change import ChangeRequest
from domain.project.lifecycle import ENDED
from domain.project.money import NOTHING, Cost
from domain.project.outcome import Outcome
from domain.project.terms import MANDATORY, CostStatus, DocumentClass, Status
from domain.shared.ids import PersonId, ProjectTaskId, UnitId
from domain.shared.room import shown
from domain.shared.values import civil, hours, in_percent


class Project(Outcome, frozen=True, kw_only=True):
    """A project from its proposal to its post-evaluation; money is in CNY, `since` is when its status changed last."""

    @property
    def work(self) -> tuple[ev.Work, ...]:
        """The tasks of the present plan, as what is to be earned."""
        return tuple(
            ev.Work(budget=task.cost, starts=task.starts, due=task.due, percent=task.percent)
            for task in self.tasks.values()
            if task.counts
        )

    @property
    def open_changes(self) -> tuple[ChangeRequest, ...]:
        """The requests for change that are not settled."""
        return tuple(each for each in self.change_requests.values() if not each.settled)

    def bound(self, line: str) -> Decimal:
        """What open commitments bind of a budget line."""
        return sum((each.bound for each in self.commitments.values() if each.line == line), NOTHING)

    def spent(self, line: str) -> Decimal:
        """What was spent of a budget line."""
        return sum((cost.amount for cost in self.counting_costs if cost.line == line), NOTHING)

    @property
    def counting_costs(self) -> tuple[Cost, ...]:
        """The costs that were not reversed."""
        return tuple(cost for cost in self.costs.values() if cost.status is CostStatus.POSTED)

    @shown
    def title(self) -> str:
        """The title in its proposal."""
        return self.proposal.title

    @shown
    def is_open(self) -> bool:
        """Whether something is still to be done about it; of a closed one, its post-evaluation."""
        return self.status not in ENDED

    @shown
    def orphan(self) -> bool:
        """Whether it serves no goal of the company (PRIN-04)."""
        return not self.proposal.goals

    @shown
    def lead(self) -> PersonId | None:
        """Who leads the team (PROJ-08)."""
        return next((member.person for member in self.team if member.lead), None)

    @shown
    def supporting_units(self) -> tuple[UnitId, ...]:
        """The departments that reviewed it beside the one that leads it (PRIN-05)."""
        units = dict.fromkeys(review.unit for review in self.reviews.values())
        return tuple(unit for unit in units if unit != self.unit)

    @shown
    def budget(self) -> Decimal:
        """The sum of its budget lines."""
        return sum((line.amount for line in self.baseline.budget), NOTHING) if self.baseline else NOTHING

    @shown
    def committed(self) -> Decimal:
        """What its commitments bind still."""
        return sum((each.bound for each in self.commitments.values()), NOTHING)

    @shown
    def actual_cost(self) -> Decimal:
        """AC: what it has cost so far."""
        return sum((cost.amount for cost in self.counting_costs), NOTHING)

    @shown
    def available(self) -> Decimal:
        """What may still be spent or promised inside its budget."""
        left: Decimal = self.budget - self.committed - self.actual_cost
        return left

    @shown
    def budget_used_percent(self) -> Decimal | None:
        """What is spent or bound, in percent of the ceiling."""
        return in_percent(self.committed + self.actual_cost, self.ceiling)

    @shown
    def budget_at_completion(self) -> Decimal:
        """BAC: the budget of all its tasks."""
        return ev.budget_at_completion(self.work)

    @shown
    def earned_value(self) -> Decimal:
        """EV: the budget of the work that is done."""
        return ev.earned_value(self.work)

    @shown
    def completion(self) -> Decimal | None:
        """How many percent of the work are done: by its budget or, where no task has one, by its days."""
        return in_percent(ev.earned_value(self.weighed), ev.budget_at_completion(self.weighed))

    @property
    def weighed(self) -> tuple[ev.Work, ...]:
        """Its work, weighed by budget or, where no task has one, by days."""
        if self.budget_at_completion:
            return self.work
        return tuple(ev.by_days(work) for work in self.work)

    @shown
    def cost_variance(self) -> Decimal:
        """CV = EV − AC."""
        return ev.variance(self.earned_value, self.actual_cost)

    @shown
    def cost_performance_index(self) -> Decimal | None:
        """CPI = EV / AC (K-07)."""
        return ev.index(self.earned_value, self.actual_cost)

    @shown
    def estimate_at_completion(self) -> Decimal | None:
        """EAC = BAC / CPI."""
        return ev.estimate_at_completion(self.budget_at_completion, self.earned_value, self.actual_cost)

    @shown
    def estimate_to_complete(self) -> Decimal | None:
        """ETC = EAC − AC."""
        return ev.estimate_to_complete(self.budget_at_completion, self.earned_value, self.actual_cost)

    @shown
    def variance_at_completion(self) -> Decimal | None:
        """VAC = BAC − EAC."""
        return ev.variance_at_completion(self.budget_at_completion, self.earned_value, self.actual_cost)

    @shown
    def to_complete_performance_index(self) -> Decimal | None:
        """TCPI = (BAC − EV) / (BAC − AC)."""
        return ev.to_complete_index(self.budget_at_completion, self.earned_value, self.actual_cost)

    @shown
    def ceiling_left(self) -> Decimal:
        """K-07: what is left of the approved ceiling; negative when it cost more."""
        left: Decimal = self.ceiling - self.actual_cost
        return left

    @shown
    def within_ceiling(self) -> bool:
        """K-07: whether it cost no more than its approved ceiling so far."""
        within: bool = self.actual_cost <= self.ceiling
        return within

    @shown
    def cost_control(self) -> Decimal | None:
        """K-07: what is left of the approved budget, in percent of it."""
        return in_percent(self.ceiling - self.actual_cost, self.ceiling)

    @shown
    def critical_path(self) -> tuple[ProjectTaskId, ...]:
        """The tasks of which any slip is a slip of the whole."""
        return tuple(task.id for task in self.tasks.values() if task.critical)

    @shown
    def evaluation_due(self) -> date | None:
        """The day by which the next periodic evaluation is due (PROJ-14)."""
        if self.baseline is None or self.started_at is None or self.status is not Status.EXECUTING:
            return None
        last = self.evaluations[-1].at if self.evaluations else self.started_at
        return civil(last) + timedelta(days=self.baseline.evaluation_days)

    @shown
    def meeting_due(self) -> date | None:
        """The day by which the next progress meeting is due (PROJ-10)."""
        if self.baseline is None or self.started_at is None or self.status is not Status.EXECUTING:
            return None
        last = self.meetings[-1].held_on if self.meetings else civil(self.started_at)
        return last + timedelta(days=self.baseline.meeting_days)

    @shown
    def missing_documents(self) -> tuple[DocumentClass, ...]:
        """The mandatory kinds of document that are not filed yet (PROJ-19)."""
        filed = {document.kind for document in self.documents}
        return tuple(kind for kind in MANDATORY if kind not in filed)

    @shown
    def review_hours(self) -> Decimal | None:
        """From the first submission to the end of the last review (PRIN-03)."""
        return hours(self.submitted_at, self.reviewed_at)

    @shown
    def approval_hours(self) -> Decimal | None:
        """From the proposal to its approval (PRIN-03)."""
        return hours(self.proposed_at, self.approved_at)
