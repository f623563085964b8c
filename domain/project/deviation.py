"""Deviations from the plan, the actions taken, and the problems that stand in a project's way (PROJ-11, PROJ-13)."""

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.project.execution_events import (
    ActionEvent,
    DeviationEvent,
    ProblemEvent,
    ProjectCorrectiveActionClosed,
    ProjectCorrectiveActionTaken,
    ProjectDeviationDetected,
    ProjectDeviationEnded,
    ProjectProblemRaised,
    ProjectProblemSettled,
)
from domain.project.terms import ActionStatus, DeviationStatus, Dimension, Health, ProblemStatus
from domain.shared.ids import ActionId, DeviationId, IssueId, PersonId, ProblemId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp

CRITICAL = 1
"""The severity that keeps a project from being closed."""


class Deviation(Struct, frozen=True, kw_only=True):
    """One crossing of a threshold, until the project is inside it again; amber and red are two thresholds."""

    id: DeviationId
    status: DeviationStatus = DeviationStatus.OPEN
    dimension: Dimension
    grade: Health
    planned: Decimal
    actual: Decimal
    percent: Decimal
    detected_at: datetime
    ended_at: datetime | None = None
    issue: IssueId | None = None


DEVIATION_LIFECYCLE: Lifecycle[DeviationStatus] = Lifecycle(
    {
        ProjectDeviationDetected: move(UNBORN, to=DeviationStatus.OPEN),
        ProjectDeviationEnded: move(DeviationStatus.OPEN, DeviationStatus.CORRECTING, to=DeviationStatus.ENDED),
    },
    final=frozenset({DeviationStatus.ENDED}),
)


def evolve_deviation(deviation: Deviation | None, event: DeviationEvent, stamp: Stamp) -> Deviation:
    match event:
        case ProjectDeviationDetected():
            return Deviation(
                id=event.deviation,
                dimension=event.dimension,
                grade=event.grade,
                planned=event.planned,
                actual=event.actual,
                percent=event.percent,
                issue=event.issue,
                detected_at=stamp.at,
            )
        case ProjectDeviationEnded():
            assert deviation is not None
            return replace(deviation, ended_at=stamp.at)
        case _:
            assert_never(event)


class Action(Struct, frozen=True, kw_only=True):
    """What somebody is to do by a day: against a deviation, or because a meeting decided so."""

    id: ActionId
    status: ActionStatus = ActionStatus.OPEN
    text: str
    owner: PersonId
    due: date
    deviation: DeviationId | None = None
    """What it corrects; absent when a meeting decided it."""
    taken_at: datetime
    result: str = ""
    closed_at: datetime | None = None


ACTION_LIFECYCLE: Lifecycle[ActionStatus] = Lifecycle(
    {
        ProjectCorrectiveActionTaken: move(UNBORN, to=ActionStatus.OPEN),
        ProjectCorrectiveActionClosed: move(ActionStatus.OPEN, to=ActionStatus.CLOSED),
    },
    final=frozenset({ActionStatus.CLOSED}),
)


def evolve_action(action: Action | None, event: ActionEvent, stamp: Stamp) -> Action:
    match event:
        case ProjectCorrectiveActionTaken(action=id, deviation=deviation, text=text, owner=owner, due=due):
            return Action(id=id, deviation=deviation, text=text, owner=owner, due=due, taken_at=stamp.at)
        case ProjectCorrectiveActionClosed(result=result):
            assert action is not None
            return replace(action, result=result, closed_at=stamp.at)
        case _:
            assert_never(event)


class Problem(Struct, frozen=True, kw_only=True):
    """A problem of the project, and the issue as which it is solved."""

    id: ProblemId
    status: ProblemStatus = ProblemStatus.OPEN
    issue: IssueId
    title: str
    description: str
    severity: int
    """1 is the gravest, 4 the slightest."""
    raised_at: datetime
    outcome: str = ""

    @property
    def critical(self) -> bool:
        """Whether the project cannot be closed while it is open."""
        return self.status is ProblemStatus.OPEN and self.severity == CRITICAL


PROBLEM_LIFECYCLE: Lifecycle[ProblemStatus] = Lifecycle(
    {
        ProjectProblemRaised: move(UNBORN, to=ProblemStatus.OPEN),
        ProjectProblemSettled: move(ProblemStatus.OPEN, to=ProblemStatus.SETTLED),
    },
    final=frozenset({ProblemStatus.SETTLED}),
)


def evolve_problem(problem: Problem | None, event: ProblemEvent, stamp: Stamp) -> Problem:
    match event:
        case ProjectProblemRaised():
            return Problem(
                id=event.problem,
                issue=event.issue,
                title=event.title,
                description=event.description,
                severity=event.severity,
                raised_at=stamp.at,
            )
        case ProjectProblemSettled(reason=reason):
            assert problem is not None
            return replace(problem, outcome=reason)
        case _:
            assert_never(event)
