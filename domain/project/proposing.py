"""Proposing a project: research, report, lessons of earlier projects, and asking for its review (PROJ-01 to 05, 22)."""

from collections.abc import Iterable, Iterator, Mapping

from domain.goal.state import Goal
from domain.organisation.rules import unit_on
from domain.organisation.state import company
from domain.project.claims import LESSONS
from domain.project.content import Benefit, Proposal, Research
from domain.project.initiation_events import (
    ProjectFeasibilityAssessed,
    ProjectLessonsConsulted,
    ProjectProposed,
    ProjectRevised,
)
from domain.project.lesson import Lesson
from domain.project.state import Project
from domain.project.terms import Category, Kind
from domain.shared import references
from domain.shared.act import Context, Grant, World, act, allow
from domain.shared.ids import LessonId, UnitId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Text, amount

GOAL_NOT_IN_FORCE = Reason(
    "project.goal_not_in_force",
    "These are no goals of the company in force: {goals}.",
    "以下不是有效的公司目标：{goals}。",
)
NO_SUCH_PLAN = Reason("project.no_such_plan", "There is no plan {plan}.", "不存在计划{plan}。")
NO_SUCH_KEY_PROJECT = Reason(
    "project.no_such_key_project",
    "The plan {plan} names no key project {name}.",
    "计划{plan}中没有重点项目“{name}”。",
)
KEY_PROJECT_OF_NO_PLAN = Reason(
    "project.key_project_of_no_plan",
    "Say which plan names the key project {name}.",
    "请指明重点项目“{name}”所属的计划。",
)
PERIOD_BACKWARDS = Reason(
    "project.benefit_period",
    "A benefit from {starts} to {ends} ends before it begins.",
    "效益期间{starts}至{ends}先后颠倒。",
)
NO_SUCH_LESSON = Reason(
    "project.no_such_lesson",
    "There are no such lessons of the category {category}: {lessons}.",
    "类别“{category}”中没有以下经验教训：{lessons}。",
)

INVESTMENT = Labelled("investment", "The investment", "投资额")
BENEFIT = Labelled("benefit", "The benefit", "效益金额")

AUTHORS = (Grant(Role.MKT), allow(Role.OS, kind=Kind.OPERATING))
"""Who proposes projects: the marketing department, and the operations supervisor those of operation (PROJ-01)."""
WRITERS = (Role.PREPARER, *AUTHORS)


@act("提出项目", *AUTHORS)
def propose(
    context: Context, *, kind: Kind, category: Category, unit: UnitId, proposal: Proposal
) -> Iterator[ProjectProposed]:
    """Propose a project with its preliminary research; what is written of the report can be completed later (PROJ-01).

    The proposal is shown the lessons of earlier projects of its category (PROJ-22).
    """
    unit_on(company(context.world), unit, context.today)
    require_sound(proposal, context)
    yield ProjectProposed(
        kind=kind,
        category=category,
        unit=unit,
        proposal=proposal,
        lessons=tuple(library(category, context.world)),
    )


@act("修改项目建议", *WRITERS)
def revise(project: Project, context: Context, *, proposal: Proposal) -> Iterator[ProjectRevised]:
    """Write on the proposal and its report while nobody is asked to judge it (PROJ-02, PROJ-05)."""
    require_sound(proposal, context)
    if proposal != project.proposal:
        yield ProjectRevised(proposal=proposal)


@act("记录可行性分析", *WRITERS)
def record_feasibility(
    project: Project, context: Context, *, research: Research
) -> Iterator[ProjectFeasibilityAssessed]:
    """Put new research and its conclusion in the place of the old (PROJ-01)."""
    yield ProjectFeasibilityAssessed(research=research)


@act("查阅经验教训", *WRITERS)
def consult_lessons(
    project: Project, context: Context, *, lessons: tuple[LessonId, ...], conclusion: Text
) -> Iterator[ProjectLessonsConsulted]:
    """Record which lessons of earlier projects were looked at, and what follows from them for this one (PROJ-22)."""
    known = library(project.category, context.world)
    if unknown := [lesson for lesson in lessons if lesson not in known]:
        raise NO_SUCH_LESSON(category=project.category, lessons=unknown)
    yield ProjectLessonsConsulted(lessons=lessons, conclusion=conclusion)


def require_sound(proposal: Proposal, context: Context) -> None:
    """What a proposal refers to is there, and its numbers are possible.

    Refuses GOAL_NOT_IN_FORCE, NO_SUCH_PLAN, KEY_PROJECT_OF_NO_PLAN, NO_SUCH_KEY_PROJECT, PERIOD_BACKWARDS and
    negative amounts.
    """
    found = {goal: context.world.get(Goal, goal) for goal in proposal.goals}
    if loose := [id for id, goal in found.items() if goal is None or not goal.in_force]:
        raise GOAL_NOT_IN_FORCE(goals=loose)
    if proposal.plan is not None and not context.world.find(references.PLAN, proposal.plan):
        raise NO_SUCH_PLAN(plan=proposal.plan)
    if proposal.key_project and proposal.plan is None:
        raise KEY_PROJECT_OF_NO_PLAN(name=proposal.key_project)
    named = f"{proposal.plan}/{proposal.key_project}"
    if proposal.key_project and not context.world.find(references.KEY_PROJECT, named):
        raise NO_SUCH_KEY_PROJECT(plan=proposal.plan, name=proposal.key_project)
    if forecast := proposal.report.benefit_forecast:
        amount(forecast.investment, INVESTMENT)
        require_possible(forecast.benefits)


def require_possible(benefits: Iterable[Benefit]) -> None:
    """Refuse PERIOD_BACKWARDS and FINER_THAN_CENTS; a benefit below zero is a loss."""
    for benefit in benefits:
        if benefit.ends < benefit.starts:
            raise PERIOD_BACKWARDS(starts=benefit.starts, ends=benefit.ends)
        amount(abs(benefit.amount), BENEFIT)


def library(category: Category, world: World) -> Mapping[LessonId, Lesson]:
    """The lessons of a category that projects have left so far (PROJ-22)."""
    projects = (world.get(Project, id) for id in world.find(LESSONS, category))
    return {
        lesson.id: lesson
        for project in projects
        if project is not None
        for lesson in project.lessons.values()
        if lesson.category is category
    }
