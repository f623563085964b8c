"""Everything that can have happened to a project."""

from typing import TypeAlias

from domain.project.ending_events import EndingEvent
from domain.project.execution_events import ExecutionEvent, SpendingEvent
from domain.project.initiation_events import InitiationEvent, ProjectConditionMet, ProjectProposed
from domain.project.planning_events import PlanningEvent

ProjectEvent: TypeAlias = (
    ProjectProposed
    | InitiationEvent
    | ProjectConditionMet
    | PlanningEvent
    | ExecutionEvent
    | SpendingEvent
    | EndingEvent
)
