"""What units of the demonstration company had to be brought to agree on, and how far that has come."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.coordination.state import Coordination
from domain.coordination.terms import Stance, Status
from domain.issue.state import Issue
from opsledger.demo.people import (
    FINANCE,
    IMPROVER,
    MANAGER,
    MARKETING,
    OFFICE,
    OPERATOR,
    PEOPLE_OFFICE,
    PRESIDENT,
    SALES,
)
from opsledger.demo.stage import Stage, Story

HEADS: Mapping[str, str] = {
    "U-MKT": MARKETING, "U-FIN": FINANCE, "U-HR": PEOPLE_OFFICE, "U-OMD": IMPROVER, "U-OPS": MANAGER, "U-DATA": MANAGER,
}  # fmt: skip
"""Who answers for each unit: its head, or that of the department."""


class Matter(NamedTuple):
    """Something asked so many days ago of two units, and how far it has come."""

    id: str
    days_ago: float
    status: Status
    by: str
    lead: str
    supporting: str
    subject: str
    description: str
    says: str = ""
    """What the supporting unit answers."""
    outcome: str = ""


MATTERS = (
    Matter(
        "coordination-stocktake", 58.3, Status.AGREED, FINANCE, "U-FIN", "U-OPS", "月末盘点与发货的时间安排",
        "盘点要求停发货半天，与月末交付高峰冲突", "可在最后一个周六下午停发货",
        "盘点改在每月最后一个周六下午，发货提前安排",
    ),
    Matter(
        "coordination-hiring", 44.2, Status.DECIDED, PEOPLE_OFFICE, "U-HR", "U-OPS", "夜班增补人员的编制",
        "运营组要求增补四人，人力资源部只有两个编制", "两人无法覆盖三条产线",
        "先增补两人，其余由数据分析组临时支援，下季度再议",
    ),
    Matter(
        "coordination-samples", 30.4, Status.WITHDRAWN, MARKETING, "U-MKT", "U-OPS", "客户样件的优先排产",
        "两家客户要求提前交样件", "", "客户已同意原交期",
    ),
    Matter(
        "coordination-forms", 9.4, Status.FAILED, IMPROVER, "U-OMD", "U-FIN", "费用报销单与采购单合并",
        "两张单据七成内容重复，建议合并", "合并后无法满足税务留存要求", "双方各持己见，须由管理层裁定",
    ),
    Matter(
        "coordination-visits", 6.2, Status.IN_COORDINATION, SALES, "U-MKT", "U-OPS", "重点客户来访的现场接待",
        "下月三批客户来访，需要运营组安排讲解和安全引导",
    ),
    Matter(
        "coordination-exhibition", 0.8, Status.OPEN, SALES, "U-MKT", "U-FIN", "展会样机的运输与保险费用",
        "费用由哪个部门承担尚未明确",
    ),
)  # fmt: skip


def coordinations(stage: Stage) -> Iterator[Story]:
    """A story for each matter, and one for a conflict that came up in an issue."""
    yield from (story(stage, matter) for matter in MATTERS)
    yield conflict(stage)


def story(stage: Stage, matter: Matter) -> Story:
    """Asked for, then coordinated by the president's office as far as it has come."""
    yield stage.ago(matter.days_ago)
    stage.do(
        "coordination.request", matter.by, matter.id,
        subject=matter.subject, description=matter.description, lead=matter.lead, supporting=(matter.supporting,),
        due=stage.in_days(10),
    )  # fmt: skip
    yield stage.ago(matter.days_ago - 0.7)
    if matter.status is Status.WITHDRAWN:
        stage.do("coordination.withdraw", matter.by, matter.id, reason=matter.outcome)
    if matter.status in (Status.OPEN, Status.WITHDRAWN):
        return
    stage.do("coordination.start", OFFICE, matter.id, answers_due=stage.in_days(3))
    yield stage.ago(matter.days_ago - 1.5)
    answered(stage, matter.id, {matter.lead: (Stance.AGREES, "愿意承担牵头工作")})
    yield stage.ago(matter.days_ago - 2.6)
    if not matter.says:
        return
    agrees = Stance.AGREES if matter.status is Status.AGREED else Stance.OBJECTS
    answered(stage, matter.id, {matter.supporting: (agrees, matter.says)})
    yield stage.ago(matter.days_ago - 4)
    if matter.status is Status.AGREED:
        stage.do("coordination.agree", OFFICE, matter.id, outcome=matter.outcome)
        return
    stage.do("coordination.fail", OFFICE, matter.id, reason="双方意见不一致")
    yield stage.ago(matter.days_ago - 6)
    if matter.status is Status.DECIDED:
        stage.do("coordination.decide", PRESIDENT, matter.id, outcome=matter.outcome)


def conflict(stage: Stage) -> Story:
    """Two units fall out over an issue; the president's office decides, and the issue goes on."""
    issue = "issue-training"
    yield stage.ago(24.1)
    stage.do(
        "issue.raise_conflict", PEOPLE_OFFICE, issue,
        units=("U-HR", "U-OPS"), subject="培训时段占用生产时间，运营组不同意", due=stage.in_days(7),
    )  # fmt: skip
    raised = stage.get(Issue, issue).conflict
    assert raised is not None and raised.coordinated_as is not None
    id = raised.coordinated_as
    yield stage.ago(23.2)
    stage.do("coordination.start", OPERATOR, id)
    yield stage.ago(21.9)
    answers = {"U-HR": (Stance.AGREES, "每周两个半天"), "U-OPS": (Stance.OBJECTS, "旺季每周最多一个半天")}
    answered(stage, id, answers)
    yield stage.ago(20.3)
    stage.do("coordination.fail", OPERATOR, id, reason="两部门对培训时段不能达成一致")
    yield stage.ago(19.2)
    stage.do("coordination.decide", OFFICE, id, outcome="旺季每周一个半天，淡季每周两个半天")


def answered(stage: Stage, id: str, said: Mapping[str, tuple[Stance, str]]) -> None:
    """The heads of these units say that."""
    for each in stage.get(Coordination, id).answers.values():
        if each.unit in said:
            stance, text = said[each.unit]
            stage.do("coordination.answer", HEADS[each.unit], id, each.id, stance=stance, text=text)
