"""Projects of the demonstration company, in every state: each has come as far as its case says."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from domain.project.content import Benefit
from domain.project.results import Deliverable, Judgement, PostEvaluation
from domain.project.state import Project
from domain.project.terms import DeviationStatus, Kind, Opinion, Status
from opsledger.demo import project_cases as cases
from opsledger.demo.people import ANALYST, MARKETING, PLANNER_2, PRESIDENT, SALES, VICE
from opsledger.demo.project_cases import EQUIPMENT, LABOUR, money
from opsledger.demo.project_catalogue import PROJECTS, ProjectCase
from opsledger.demo.project_steps import PROOF, corrected, meet, reach, report, settle, spend, submit, unwanted
from opsledger.demo.stage import Stage, Story

FINE = Judgement(current=True, original=True)
STARTED = 11
"""How many days after its proposal a project starts."""
EARLY = (Status.REVIEW_FAILED, Status.RETURNED, Status.REJECTED)
WAY = (
    Status.PROPOSED, Status.IN_REVIEW, Status.AWAITING_APPROVAL, Status.APPROVED, Status.PLANNED, Status.EXECUTING,
    Status.IN_ACCEPTANCE, Status.ACCEPTED, Status.CLOSED, Status.POST_EVALUATED,
)
"""The states on the usual way of a project, in their order; those beside it count as where they leave it."""
BESIDE = {
    Status.REVIEW_FAILED: Status.IN_REVIEW, Status.RETURNED: Status.AWAITING_APPROVAL,
    Status.REJECTED: Status.AWAITING_APPROVAL, Status.SUSPENDED: Status.EXECUTING, Status.TERMINATED: Status.EXECUTING,
}


def projects(stage: Stage) -> Iterator[Story]:
    """A story for each project."""
    yield from (story(stage, case) for case in PROJECTS)


def story(stage: Stage, case: ProjectCase) -> Story:
    """Proposed, then a step at a time as far as it has come."""
    yield stage.ago(case.days_ago)
    stage.do(
        "project.propose",
        MARKETING,
        case.id,
        kind=Kind.DEVELOPMENT,
        category=case.category,
        unit="U-MKT",
        proposal=cases.proposal(case, stage.day),
    )
    if passed(case, Status.IN_REVIEW):
        yield stage.ago(case.days_ago - 1)
        submit(stage, case)
        yield from reviewed(stage, case)
    if passed(case, Status.AWAITING_APPROVAL):
        yield stage.ago(case.days_ago - 8)
        yield from decided(stage, case)
    if passed(case, Status.EXECUTING):
        yield from executed(stage, case)
    if passed(case, Status.IN_ACCEPTANCE):
        yield from ended(stage, case)


def reviewed(stage: Stage, case: ProjectCase) -> Story:
    for n, review in enumerate(stage.get(Project, case.id).reviews.values()):
        yield stage.ago(case.days_ago - 2 - n)
        if n and case.status is Status.IN_REVIEW:
            return
        opinion, conditions = Opinion.PASS, tuple[str, ...]()
        if n and case.status is Status.REVIEW_FAILED:
            opinion = Opinion.FAIL
        elif n and passed(case, Status.EXECUTING):
            opinion, conditions = Opinion.CONDITIONS, ("上线前完成备份演练",)
        stage.do(
            "project.give_opinion",
            cases.REVIEWERS[review.unit],
            case.id,
            review.id,
            opinion=opinion,
            text="资料齐全，意见如上",
            conditions=conditions,
        )
    if case.status is Status.REVIEW_FAILED:
        yield stage.ago(case.days_ago - 5)
        failed = next(each for each in stage.get(Project, case.id).reviews.values() if each.opinion is Opinion.FAIL)
        stage.do("project.answer_opinion", MARKETING, case.id, failed.id, answer="将补充空域使用许可后重新提交")


def decided(stage: Stage, case: ProjectCase) -> Story:
    """Management's decision, and the team and the plan that follow from it."""
    if case.status in EARLY:
        verb = "return" if case.status is Status.RETURNED else "reject"
        stage.do(f"project.{verb}", PRESIDENT, case.id, comment="收益测算依据不足，请与财务部核对")
    if not passed(case, Status.APPROVED):
        return
    stage.do(
        "project.approve",
        PRESIDENT,
        case.id,
        sponsor=VICE,
        ceiling=money(case, cases.CEILING),
        deadline=stage.in_days(120),
        comment="同意立项",
    )
    if not passed(case, Status.PLANNED):
        return
    yield stage.ago(case.days_ago - 9)
    stage.do("project.assemble_team", VICE, case.id, team=cases.team(case, stage.day))
    yield stage.ago(case.days_ago - 10)
    stage.do("project.baseline", case.lead, case.id, baseline=cases.baseline(case, stage.in_days(1)))


def executed(stage: Stage, case: ProjectCase) -> Story:
    """Carried out: in time where it has been accepted since, behind its schedule where it has not."""
    start = case.days_ago - STARTED
    yield stage.ago(start)
    stage.do("project.start", case.lead, case.id)
    yield stage.ago(start - 3)
    order = stage.do(
        "project.commit_cost",
        case.lead,
        case.id,
        line=EQUIPMENT,
        title="设备采购合同",
        amount=money(case, 60_000),
        party="苏州精工",
    ).part
    yield stage.ago(start - 7)
    report(stage, case, "T1", 60)
    if case.status in (Status.SUSPENDED, Status.TERMINATED):
        yield from stopped(stage, case)
        return
    yield stage.ago(start - 12)
    report(stage, case, "T1", 100)
    spend(stage, case, EQUIPMENT, 25_000, "设备首付款", order)
    yield stage.ago(start - 14)
    meet(stage, case)
    yield stage.ago(start - 19)
    reach(stage, case)
    report(stage, case, "T2", 40)
    yield stage.ago(start - 25)
    stage.do(
        "project.record_quality_check",
        ANALYST,
        case.id,
        requirement="Q1",
        passed=True,
        findings="试运行首周无严重故障",
        evidence=PROOF,
    )
    if passed(case, Status.IN_ACCEPTANCE):
        yield from finished(stage, case, order)
    else:
        yield from troubled(stage, case)


def stopped(stage: Stage, case: ProjectCase) -> Story:
    yield stage.ago(10)
    if case.status is Status.SUSPENDED:
        first = next(iter(stage.get(Project, case.id).milestones))
        stage.do("project.waive_milestone", VICE, case.id, first, reason="合作条款未定，方案不单独定稿")
        stage.do("project.suspend", VICE, case.id, reason="海外合作方更换，等待新的合作条款")
        return
    stage.do("project.terminate", PRESIDENT, case.id, reason="供应商停产核心部件，替代方案超出批复上限")
    yield stage.ago(5)
    stage.do("project.summarise", case.lead, case.id, summary=cases.summary(case, None))


def troubled(stage: Stage, case: ProjectCase) -> Story:
    """Behind its schedule: a problem, an action, an evaluation, and changes asked for."""
    start = case.days_ago - STARTED
    yield stage.ago(start - 26)
    stage.do(
        "project.raise_problem",
        PLANNER_2,
        case.id,
        title="旧系统接口文档缺失",
        description="两个接口无文档，联调停滞",
        severity=2,
    )
    stage.refused("project.commit_cost", case.lead, case.id, line=LABOUR, title="追加外包", amount=money(case, 90_000))
    yield stage.ago(start - 31)
    report(stage, case, "T2", 50)
    deviations = stage.get(Project, case.id).deviations.values()
    behind = next(each for each in deviations if each.status is DeviationStatus.OPEN)
    stage.do(
        "project.record_corrective_action",
        case.lead,
        case.id,
        behind.id,
        text="接口由原厂工程师驻场联调",
        owner=ANALYST,
        due=stage.in_days(10),
    )
    stage.do(
        "project.evaluate",
        case.lead,
        case.id,
        comparison="完成约六成，计划应完成八成",
        deviation="进度落后约两周",
        causes="接口文档缺失",
        measures="原厂驻场联调",
    )
    corrected(stage, case)
    now = stage.get(Project, case.id).baseline
    assert now is not None
    wider = replace(now, scope="总部与三个分支机构，不含海外")
    yield stage.ago(start - 31.3)
    unwanted(stage, case, cases.change(replace(now, scope="增加海外分支机构"), "海外客户询问"))
    first = stage.do(
        "project.request_change", case.lead, case.id, content=cases.change(wider, "新增华中分支机构的需求")
    ).part
    yield stage.ago(start - 32)
    stage.do("project.approve_change", VICE, case.id, first, comment="同意，预算不变")
    yield stage.ago(start - 33)
    later = cases.change(wider, "接口问题导致试运行推迟", deadline=stage.in_days(150))
    stage.do("project.request_change", case.lead, case.id, content=later)


def finished(stage: Stage, case: ProjectCase, order: str | None) -> Story:
    """Every task completed, everything paid, both milestones reached."""
    start = case.days_ago - STARTED
    for days, key, percent in ((27, "T2", 80), (32, "T2", 100), (39, "T3", 25), (44, "T3", 60), (52, "T3", 100)):
        yield stage.ago(start - days)
        report(stage, case, key, percent)
    spend(stage, case, EQUIPMENT, 33_000, "设备尾款", order, settles=True)
    spend(stage, case, LABOUR, 42_000, "实施与培训费")
    reach(stage, case)


def ended(stage: Stage, case: ProjectCase) -> Story:
    """Accepted, summed up, closed, looked back at."""
    end = case.days_ago - STARTED - 54
    yield stage.ago(end)
    promised = cases.baseline(case, stage.day).deliverables
    delivered = tuple(Deliverable(name=name, evidence="验收单") for name in promised)
    stage.do("project.request_acceptance", case.lead, case.id, deliverables=delivered)
    if not passed(case, Status.ACCEPTED):
        return
    yield stage.ago(end - 2)
    stage.do("project.accept", VICE, case.id, to_quality=FINE, to_quantity=FINE, comment="同意验收")
    yield stage.ago(end - 4)
    looking_back = stage.in_days(40) if passed(case, Status.POST_EVALUATED) else None
    stage.do("project.summarise", case.lead, case.id, summary=cases.summary(case, looking_back))
    if not passed(case, Status.CLOSED):
        return
    yield stage.ago(end - 6)
    settle(stage, case)
    stage.do("project.close", VICE, case.id, comment="同意关闭")
    if not passed(case, Status.POST_EVALUATED):
        return
    yield stage.ago(end - 48)
    realised = Benefit(starts=stage.in_days(-40), ends=stage.day, amount=Decimal(18_000))
    findings = "盘点由两天缩短到一个班次；四十天的效益略高于同期预测的约1.3万元"
    evaluation = PostEvaluation(realised=(realised,), findings=findings)
    stage.do("project.post_evaluate", SALES, case.id, evaluation=evaluation)


def passed(case: ProjectCase, status: Status) -> bool:
    """Whether the case has come to that state, or further."""
    return WAY.index(BESIDE.get(case.status, case.status)) >= WAY.index(status)
