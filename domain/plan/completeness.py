"""What a plan must say before anybody decides on it: by level and by kind (PLAN-03, 06, 09, 12, 14; STRAT-02)."""

from collections.abc import Iterator
from datetime import date

from domain.goal.state import Goal
from domain.organisation.state import company
from domain.plan.content import PlanContent
from domain.plan.periods import require_inside
from domain.plan.state import Plan
from domain.plan.terms import CitationKind, GoalKind, Kind, Level
from domain.shared import references
from domain.shared.act import Context
from domain.shared.ids import UnitId
from domain.shared.refusal import Labelled, Reason

INCOMPLETE = Reason("plan.incomplete", "The plan does not say: {missing}.", "计划缺少以下内容：{missing}。")
DEPARTMENTS_MISSING = Reason(
    "plan.departments_missing",
    "The plan has no goal for: {departments}.",
    "计划未包含以下部门的工作目标：{departments}。",
)
GOAL_KEYS = Reason("plan.goal_keys", "More than one goal is called {keys}.", "以下目标编号重复：{keys}。")
GOAL_NOT_LINKED = Reason(
    "plan.goal_not_linked",
    "These goals serve no goal of the company that is in force: {goals}.",
    "以下目标未关联有效的公司目标：{goals}。",
)
TASK_INCOMPLETE = Reason(
    "plan.task_incomplete", "The task {task} does not say: {missing}.", "任务“{task}”缺少：{missing}。"
)
NO_EVIDENCE = Reason(
    "plan.no_evidence",
    "An annual plan of kind {kind} must cite at least one source: market research, industry trends or a metric report.",
    "{kind}的年度计划须至少引用一项依据：市场调研、行业动态或指标报告。",
)
NO_SUCH_PROJECT = Reason(
    "plan.no_such_project", "There are no such projects: {projects}.", "不存在以下项目：{projects}。"
)
NOT_CONSULTED = Reason(
    "plan.not_consulted",
    "The annual operating plan can be submitted only after the departments have been consulted.",
    "年度运营计划须征求各部门意见后方可提交。",
)

DIRECTION = Labelled("direction", "direction", "运营方向")
FOCUS = Labelled("focus", "focus of work", "工作重点")
GOALS = Labelled("goals", "goals", "目标")
COMPANY_GOALS = Labelled("company_goals", "company goals", "公司整体目标")
KEY_PROJECTS = Labelled("key_projects", "key-project plans", "重点项目计划")
RESOURCES = Labelled("resource_needs", "resource needs", "资源需求")
TASKS = Labelled("tasks", "tasks", "具体任务")
MILESTONES = Labelled("milestones", "milestones", "时间节点")
WORK = Labelled("content", "concrete content", "具体内容")
RESPONSIBLE = Labelled("responsible", "responsible person", "责任人")
DUE = Labelled("due", "completion date", "完成时间")

COMPANY_WIDE = (Kind.COMPANY, Kind.OPERATING)
FOUNDATIONS = (CitationKind.MARKET_RESEARCH, CitationKind.INDUSTRY_TREND, CitationKind.METRIC_REPORT)


def require_complete(plan: Plan, context: Context) -> None:
    """Refuse to submit a plan that lacks a mandatory part, naming it."""
    if plan.kind is Kind.OPERATING and plan.level is Level.ANNUAL and not plan.consulted:
        raise NOT_CONSULTED()
    if missing := [section for section, given in sections(plan) if not given]:
        raise INCOMPLETE(missing=missing)
    if repeated := repeated_keys(plan.content):
        raise GOAL_KEYS(keys=repeated)
    if departments := departments_without_goal(plan, context):
        raise DEPARTMENTS_MISSING(departments=departments)
    require_links(plan, context)
    require_projects(plan, context)
    require_tasks(plan)
    for what, day in dates(plan):
        require_inside(what, day, plan.period)
    founded = any(citation.kind in FOUNDATIONS for citation in plan.content.evidence)
    if plan.kind in COMPANY_WIDE and plan.level is Level.ANNUAL and not founded:
        raise NO_EVIDENCE(kind=plan.kind)


def sections(plan: Plan) -> Iterator[tuple[Labelled, object]]:
    """The mandatory sections of a plan of this kind and level, with what is in them."""
    content = plan.content
    yield DIRECTION, content.direction.strip()
    yield FOCUS, content.focus.strip()
    yield GOALS, content.goals
    if plan.level is Level.ANNUAL and plan.kind in COMPANY_WIDE:
        yield COMPANY_GOALS, [goal for goal in content.goals if goal.kind is GoalKind.COMPANY]
        yield KEY_PROJECTS, content.key_projects
        yield RESOURCES, content.resource_needs
    if plan.level is not Level.ANNUAL:
        yield TASKS, content.tasks
    if plan.level is Level.QUARTERLY:
        yield MILESTONES, content.milestones


def repeated_keys(content: PlanContent) -> list[str]:
    keys = [goal.key for goal in content.goals]
    return sorted({key for key in keys if keys.count(key) > 1})


def departments_without_goal(plan: Plan, context: Context) -> list[UnitId]:
    """Active departments for which a company-wide annual plan sets no goal (PLAN-03)."""
    if plan.level is not Level.ANNUAL or plan.kind not in COMPANY_WIDE:
        return []
    served = {goal.unit for goal in plan.content.goals if goal.kind is GoalKind.DEPARTMENT}
    return [unit for unit in company(context.world).departments(context.today) if unit not in served]


def require_links(plan: Plan, context: Context) -> None:
    """Every goal of an annual plan serves a goal in force, and no plan a goal that is not (STRAT-02, PRIN-04)."""
    loose = [
        goal.key
        for goal in plan.content.goals
        if not in_force(goal.goal, context) and (goal.goal is not None or plan.level is Level.ANNUAL)
    ]
    if loose:
        raise GOAL_NOT_LINKED(goals=loose)


def in_force(goal: str | None, context: Context) -> bool:
    found = context.world.get(Goal, goal) if goal else None
    return found is not None and found.in_force


def require_projects(plan: Plan, context: Context) -> None:
    """The key projects that are named by their id exist (PLAN-38)."""
    named = [each.project for each in plan.content.key_projects if each.project is not None]
    if unknown := [project for project in named if not context.world.find(references.PROJECT, project)]:
        raise NO_SUCH_PROJECT(projects=unknown)


def require_tasks(plan: Plan) -> None:
    """A quarterly task names who does it, a monthly one also what and until when (PLAN-06, PLAN-09)."""
    for task in plan.content.tasks:
        monthly = plan.level is Level.MONTHLY
        told = ((RESPONSIBLE, True, task.responsible), (WORK, monthly, task.content.strip()), (DUE, monthly, task.due))
        if missing := [what for what, mandatory, given in told if mandatory and not given]:
            raise TASK_INCOMPLETE(task=task.title, missing=missing)


def dates(plan: Plan) -> Iterator[tuple[str, date]]:
    """Every date in the content that must lie inside the plan's period."""
    for milestone in plan.content.milestones:
        yield milestone.title, milestone.due
    for task in plan.content.tasks:
        if task.due is not None:
            yield task.title, task.due
