"""Steps that the stories of projects take."""

from decimal import Decimal

from domain.project.content import ChangeContent
from domain.project.proposing import library
from domain.project.results import Document, Proof
from domain.project.state import Project
from domain.project.terms import MilestoneStatus
from opsledger.demo import project_cases as cases
from opsledger.demo.people import ANALYST, FINANCE, MARKETING, PLANNER_2, SALES, VICE
from opsledger.demo.project_cases import LABOUR, money
from opsledger.demo.project_catalogue import ProjectCase
from opsledger.demo.stage import Stage

PROOF = (Proof(title="现场照片与记录"),)


def submit(stage: Stage, case: ProjectCase) -> None:
    """Asked for its review, once the lessons of its category were looked at."""
    if lessons := tuple(library(case.category, stage)):
        stage.do("project.consult_lessons", SALES, case.id, lessons=lessons, conclusion="供应商接口资料已提前取得")
    stage.do("project.submit", MARKETING, case.id, reviewers=tuple(cases.REVIEWERS))


def settle(stage: Stage, case: ProjectCase) -> None:
    """Documents filed and conditions met, so that it can be closed."""
    project = stage.get(Project, case.id)
    for condition in project.conditions:
        stage.do("project.meet_condition", VICE, case.id, condition, evidence="备份演练记录")
    for kind in project.missing_documents:
        document = Document(title=f"{case.title}{kind.zh}", kind=kind, edition="1.0", sha256=f"{len(kind):064x}")
        stage.do("project.file_document", PLANNER_2, case.id, document=document)


def report(stage: Stage, case: ProjectCase, key: str, percent: int) -> None:
    tasks = stage.get(Project, case.id).tasks.values()
    task = next(each for each in tasks if each.plan_key == key)
    stage.do(
        "project.report_task",
        task.owner,
        case.id,
        task.id,
        percent=Decimal(percent),
        note=f"{task.title}：完成{percent}%",
        evidence=PROOF,
    )


def spend(
    stage: Stage, case: ProjectCase, line: str, amount: int, title: str, order: str | None = None, settles: bool = False
) -> None:
    stage.do(
        "project.post_cost",
        FINANCE,
        case.id,
        line=line,
        title=title,
        amount=money(case, amount),
        spent_on=stage.day,
        commitment=order,
        settles=settles,
    )


def reach(stage: Stage, case: ProjectCase) -> None:
    """The next milestone, accepted by the lead."""
    waiting = stage.get(Project, case.id).milestones.values()
    milestone = next(each for each in waiting if each.status is MilestoneStatus.PLANNED)
    stage.do("project.reach_milestone", case.lead, case.id, milestone.id, reached_on=stage.day, evidence=PROOF)


def corrected(stage: Stage, case: ProjectCase) -> None:
    """What the meeting ordered is done, a small problem settled, a cost that was posted by mistake reversed."""
    ordered = next(each for each in stage.get(Project, case.id).actions.values() if not each.deviation)
    stage.do("project.close_corrective_action", case.lead, case.id, ordered.id, result="接口清单已补充并评审")
    problem = stage.do(
        "project.raise_problem", PLANNER_2, case.id,
        title="测试账号不足", description="联调期间测试账号被占用", severity=4,
    ).part  # fmt: skip
    stage.do("project.settle_problem", VICE, case.id, problem, reason="已增开十个测试账号")
    mistaken = stage.do(
        "project.post_cost", FINANCE, case.id,
        line=LABOUR, title="差旅费", amount=Decimal(1_800), spent_on=stage.day,
    ).part  # fmt: skip
    stage.do("project.reverse_cost", FINANCE, case.id, mistaken, reason="应记入部门费用")


def unwanted(stage: Stage, case: ProjectCase, content: ChangeContent) -> None:
    """A change is sent back and given up; asked for once more, it is rejected."""
    first = stage.do("project.request_change", case.lead, case.id, content=content).part
    stage.do("project.return_change", VICE, case.id, first, comment="请补充海外机构的需求依据")
    stage.do("project.withdraw_change", case.lead, case.id, first, reason="先与市场营销部核实")
    second = stage.do("project.request_change", case.lead, case.id, content=content).part
    stage.do("project.reject_change", VICE, case.id, second, comment="海外不在立项范围内")


def meet(stage: Stage, case: ProjectCase) -> None:
    decision = {"text": "补充接口清单", "route": "ACTION", "owner": ANALYST, "due": stage.in_days(7)}
    people = (case.lead, *(person for person, _, _ in cases.HELPERS))
    stage.do(
        "project.record_meeting",
        case.lead,
        case.id,
        held_on=stage.day,
        attendees=people,
        minutes="方案定稿，进入采购",
        decisions=(decision,),
    )
