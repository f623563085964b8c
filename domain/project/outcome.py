"""What a project came to: how its checks, its acceptance and its benefit turned out (PROJ-12, 17, 21; K-05 to K-08)."""

from datetime import date
from decimal import Decimal

from domain.project.facts import Facts
from domain.project.money import NOTHING
from domain.project.records import Check
from domain.shared.room import shown
from domain.shared.values import civil, in_percent


class Outcome(Facts, frozen=True, kw_only=True):
    """The facts of a project, and what its figures are counted from. Money is in CNY."""

    @property
    def latest_checks(self) -> tuple[Check, ...]:
        """The last check of each requirement."""
        return tuple({check.requirement: check for check in self.checks}.values())

    @shown
    def quality(self) -> Decimal | None:
        """How many percent of the requirements that were checked are fulfilled, by their last checks (PROJ-12)."""
        return in_percent(Decimal(sum(each.passed for each in self.latest_checks)), Decimal(len(self.latest_checks)))

    @shown
    def passed_checks(self) -> Decimal | None:
        """K-06: quality checks that passed, in percent of all."""
        return in_percent(Decimal(sum(each.passed for each in self.checks)), Decimal(len(self.checks)))

    @shown
    def checks_made(self) -> int:
        """How many quality checks there were (K-06)."""
        return len(self.checks)

    @shown
    def checks_passed(self) -> int:
        """How many quality checks it passed (K-06)."""
        passed: int = sum(each.passed for each in self.checks)
        return passed

    @shown
    def accepted_on(self) -> date | None:
        """When it was accepted."""
        return self.acceptance.accepted_on if self.acceptance else None

    @shown
    def quality_met(self) -> bool | None:
        """K-06: whether every mandatory quality check had passed when it was accepted; nothing before that."""
        return self.acceptance.quality_met if self.acceptance else None

    @shown
    def accepted_on_original_time(self) -> bool | None:
        """K-05: whether it was accepted by the deadline that was approved first; nothing before it was accepted."""
        return self.acceptance.on_time.original if self.acceptance else None

    @shown
    def accepted_on_time(self) -> bool | None:
        """K-05: whether it was accepted by the deadline of the current plan; nothing before it was accepted."""
        return self.acceptance.on_time.current if self.acceptance else None

    @shown
    def forecast_benefit(self) -> Decimal:
        """The benefit that the proposal forecast, over all periods (PROJ-02)."""
        forecast = self.proposal.report.benefit_forecast
        return sum((each.amount for each in forecast.benefits), NOTHING) if forecast else NOTHING

    @shown
    def realised_benefit(self) -> Decimal | None:
        """The benefit that the post-evaluation found, over all periods (PROJ-21)."""
        if self.looked_back is None:
            return None
        return sum((each.amount for each in self.looked_back.evaluation.realised), NOTHING)

    @shown
    def looked_back_on(self) -> date | None:
        """When it was evaluated afterwards (PROJ-21)."""
        return civil(self.looked_back.at) if self.looked_back else None

    @shown
    def benefit_attained(self) -> Decimal | None:
        """K-08: the realised benefit, in percent of the forecast."""
        return None if self.realised_benefit is None else in_percent(self.realised_benefit, self.forecast_benefit)
