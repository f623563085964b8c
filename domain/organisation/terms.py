"""Words and small values of the organisation."""

from decimal import Decimal

from msgspec import Struct

from domain.shared.ids import DutyId, GoalId
from domain.shared.term import Term
from domain.shared.values import Line


class UnitType(Term):
    """Kinds of organisational unit (ORG-01)."""

    HEADQUARTERS = "HEADQUARTERS", "总部"
    BRANCH = "BRANCH", "分支机构"
    SUBSIDIARY = "SUBSIDIARY", "子公司"
    DEPARTMENT = "DEPARTMENT", "部门"
    GROUP = "GROUP", "组"


class Template(Term):
    """Organisations ready to load (ORG-02, ORG-12)."""

    OF_000 = "OF_000", "职能部门（制度000）"
    PLANNING_OPERATIONS_001 = "PLANNING_OPERATIONS_001", "计划运营部（制度001）"
    SMALL_TEAM_002 = "SMALL_TEAM_002", "小型运营团队（制度002）"


class Priority(Term):
    """How much something matters within a position (ORG-13)."""

    HIGH = "HIGH", "高"
    MEDIUM = "MEDIUM", "中"
    LOW = "LOW", "低"


class Objective(Struct, frozen=True, kw_only=True):
    """What a position is to achieve, and how that is measured."""

    text: Line
    measure: Line
    priority: Priority = Priority.MEDIUM
    goal: GoalId | None = None


class PositionDuty(Struct, frozen=True, kw_only=True):
    """A duty that comes with a position."""

    duty: DutyId
    priority: Priority = Priority.MEDIUM


class Settings(Struct, frozen=True, kw_only=True):
    """Figures that the rules of other rooms go by. Days are working days unless said otherwise."""

    escalation_days: int = 3
    """How long something may be overdue before it rises one level (ORG-11)."""
    registration_days: int = 1
    """How long a reported issue may wait for its registration (ISSUE-01)."""
    work_plan_days: int = 5
    """How long after its issue a task may be without a detailed work plan (PLAN-17)."""
    recurrence_days: int = 180
    """For how many calendar days after its closing an issue that recurs is reopened (ISSUE-10)."""
    solution_cost_threshold: Decimal = Decimal(50_000)
    """Above this cost in CNY a solution takes the department manager's approval (ISSUE-14)."""
