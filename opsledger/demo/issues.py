"""Issues of the demonstration company, in every state: each has come as far as its case says."""

from collections.abc import Iterator
from decimal import Decimal

from domain.issue.state import Issue
from domain.issue.terms import CauseClass, Kind, Method, Status
from domain.issue.values import Cause, Charge, MeasureDraft, SolutionDraft
from domain.shared.ids import PersonId, UnitId
from opsledger.demo.cases import CASES, Case
from opsledger.demo.people import IMPROVER, MANAGER, OPERATOR, OPERATOR_2, PLANNER
from opsledger.demo.stage import Stage, Story

THRESHOLD = 50_000
"""Above this cost the department manager decides on a solution."""
DESK = UnitId("U-OPS")
WAY = tuple(Status)[: tuple(Status).index(Status.CLOSED) + 1]
"""The states on the usual way of an issue, in their order."""


def issues(stage: Stage) -> Iterator[Story]:
    """A story for each issue, and one for a correction that was ordered."""
    yield from (story(stage, case) for case in CASES)
    yield rectification(stage)


def story(stage: Stage, case: Case) -> Story:
    """Reported, then a step at a time as far as it has come."""
    yield stage.ago(case.days_ago)
    issue = case.id
    stage.do(
        "issue.report", case.reporter, issue, title=case.title, description=case.description, unit=case.unit,
        category=case.category, severity=case.severity, found_at=stage.ago(case.days_ago + 0.3),
        kind=Kind.OPPORTUNITY if case.benefit else Kind.PROBLEM, impact=case.benefit,
    )
    yield stage.ago(case.days_ago - 0.4)
    if case.status is Status.REPORTED:
        return
    stage.do("issue.register", OPERATOR, issue, category=case.category, triage_unit=DESK)
    yield stage.ago(case.days_ago - 1)
    if case.status is Status.DISMISSED:
        stage.do("issue.dismiss", OPERATOR, issue, reason="属于正常检修安排，不构成运营问题")
    elif case.status is Status.MERGED:
        stage.do("issue.merge", OPERATOR, issue, into=case.same_as, reason="与在办问题原因相同")
    elif passed(case, Status.IN_ANALYSIS):
        yield from analysed(stage, case, issue)


def analysed(stage: Stage, case: Case, issue: str) -> Story:
    """From the appointment of analysts to a solution that is agreed on."""
    analysts = tuple(dict.fromkeys((OPERATOR_2, case.responsible)))
    stage.do("issue.start_analysis", OPERATOR, issue, analysts=analysts, due=stage.in_days(7))
    yield stage.ago(case.days_ago - 2)
    stage.do("issue.record_finding", OPERATOR_2, issue, text=f"现场核实：{case.description}", evidence="现场记录")
    yield stage.ago(case.days_ago - 4)
    if not passed(case, Status.ANALYSED):
        return
    causes = (Cause(text=case.cause, cause_class=case.cause_class),)
    stage.do(
        "issue.conclude_root_cause", OPERATOR_2, issue,
        causes=causes, method=Method.FIVE_WHYS, evidence="五个为什么分析表",
    )
    yield stage.ago(case.days_ago - 5)
    if not passed(case, Status.SOLUTION_PROPOSED):
        return
    stage.do("issue.propose_solution", OPERATOR_2, issue, solution=solution(stage, case))
    yield stage.ago(case.days_ago - 6)
    if not passed(case, Status.AWAITING_SOLUTION_APPROVAL):
        return
    if case.cost > THRESHOLD:
        stage.do("issue.submit_solution", OPERATOR, issue, version=1)
        yield stage.ago(case.days_ago - 7)
        if passed(case, Status.SOLUTION_AGREED):
            stage.do("issue.approve_solution", MANAGER, issue, comment="同意，费用列入系统改造预算")
    else:
        stage.do("issue.agree_solution", OPERATOR, issue, version=1)
    if passed(case, Status.ASSIGNED):
        yield from carried_out(stage, case, issue)


def carried_out(stage: Stage, case: Case, issue: str) -> Story:
    """From the assignment to the verification."""
    yield stage.ago(case.days_ago - 8)
    charges = tuple(
        Charge(measure=measure.id, unit=UnitId(case.unit), person=PersonId(case.responsible))
        for measure in stage.get(Issue, issue).measures.values()
    )
    stage.do("issue.assign", OPERATOR, issue, unit=case.unit, person=case.responsible, charges=charges)
    yield stage.ago(case.days_ago - 9)
    if not passed(case, Status.IN_PROGRESS):
        return
    stage.do("issue.accept_assignment", case.responsible, issue)
    yield stage.ago(case.days_ago - 12)
    for charge in charges:
        stage.do(
            "issue.report_measure", case.responsible, issue, charge.measure, percent_done=Decimal(50), evidence="周报"
        )
    if case.spare:
        stage.do("issue.waive_measure", PLANNER, issue, charges[-1].measure, reason="更换规格后破损率已降至0.3%")
    yield stage.ago(case.days_ago - 16)
    if passed(case, Status.RESOLVED):
        yield from resolved(stage, case, issue)


def resolved(stage: Stage, case: Case, issue: str) -> Story:
    """Claimed to be solved and verified: at once, or only the second time; some come back later."""
    finished(stage, case, issue)
    stage.refused("issue.verify_pass", case.responsible, issue, result="已解决", evidence="自查")
    yield stage.ago(case.days_ago - 18)
    if case.fails:
        redo = tuple(stage.get(Issue, issue).measures)
        stage.do(
            "issue.verify_fail", OPERATOR, issue,
            reason="抽查两周数据，问题仍出现三次", evidence="抽查表", back_to=Status.IN_PROGRESS, redo=redo,
        )
        yield stage.ago(case.days_ago - 22)
        finished(stage, case, issue)
        yield stage.ago(case.days_ago - 24)
    if case.status is Status.CLOSED or case.recurs:
        stage.do(
            "issue.verify_pass", OPERATOR, issue, result="连续两周未再发生", evidence="验证记录", reporter_agrees=True
        )
    if case.recurs:
        yield stage.ago(case.days_ago - 35)
        stage.do("issue.reopen", OPERATOR, issue, reason="同类问题再次发生", due=stage.in_days(10))


def finished(stage: Stage, case: Case, issue: str) -> None:
    """Every measure completed, and the issue claimed to be solved."""
    for measure in stage.get(Issue, issue).measures.values():
        if not measure.ended:
            stage.do("issue.complete_measure", case.responsible, issue, measure.id, evidence="完成照片与记录")
    stage.do("issue.claim_resolution", case.responsible, issue, evidence="措施全部完成，附数据对比")


def rectification(stage: Stage) -> Story:
    """A correction that was ordered, and answered by the head of the unit."""
    yield stage.ago(9)
    order = stage.do(
        "issue.order_rectification", OPERATOR,
        title="运营制度修订未留审批记录", demand="补齐三项制度的审批记录，并说明原因", unit="U-OMD",
        due=stage.in_days(5), found_at=stage.ago(9.5), category="COMPLIANCE", severity=3,
    ).record
    yield stage.ago(6)
    case = next(case for case in CASES if case.unit == "U-OMD")
    causes = (Cause(text="修订流程未规定留档", cause_class=CauseClass.PROCESS),)
    stage.do(
        "issue.answer_rectification", IMPROVER, order,
        answer="三项制度已补签，流程增加留档环节", causes=causes, solution=solution(stage, case),
    )


def solution(stage: Stage, case: Case) -> SolutionDraft:
    """What is proposed for a case: a measure or two against its one cause."""
    due = stage.in_days(case.allowed)
    measures = tuple(
        MeasureDraft(text=text, causes=(1,), due=due, unit=UnitId(case.unit))
        for text in (case.measure, case.spare)
        if text
    )
    return SolutionDraft(
        measures=measures, effect="同类问题不再发生", cost=Decimal(case.cost), due=due, criterion="连续两周无同类问题"
    )


def passed(case: Case, status: Status) -> bool:
    """Whether the case has come to that state, or further."""
    return case.recurs or WAY.index(case.status) >= WAY.index(status)
