"""The demonstration company: who works there, what they are after, and the tokens with which visitors act as them."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from domain.goal.terms import GoalLevel, Horizon
from domain.organisation.terms import Template
from domain.shared.ids import ADMINISTRATOR
from domain.shared.term import Role
from opsledger.demo.stage import Stage, Story, morning

HQ = "U-HQ"
PRESIDENT, VICE, MANAGER, DEPUTY = "chen-liqun", "lin-xiaolan", "zhou-mingyuan", "wu-xue"
PLANNER, PLANNER_2, OPERATOR, OPERATOR_2 = "li-jing", "zhang-tao", "wang-jianguo", "liu-yang"
ANALYST, MARKETING, SALES, FINANCE = "zhao-min", "ma-chao", "he-fang", "huang-li"
PEOPLE_OFFICE, IMPROVER, OFFICE, AUDITOR, PROGRAM = "xu-jing", "guo-qiang", "tang-wei", "shen-yi", "erp"
ABSENT, LEAVER = "fang-yu", "sun-bo"
"""They join later than the others; one is away for a while, the other leaves."""


class Employee(NamedTuple):
    """Somebody to be hired."""

    name: str
    unit: str
    position: str
    superior: str | None


STAFF: Mapping[str, Employee] = {
    PRESIDENT: Employee("陈立群", HQ, "P-PRES", None),
    VICE: Employee("林晓岚", HQ, "P-MGMT", PRESIDENT),
    MANAGER: Employee("周明远", "U-PLANOPS", "P-DM", PRESIDENT),
    DEPUTY: Employee("吴雪", "U-PLANOPS", "P-DDM", MANAGER),
    PLANNER: Employee("李静", "U-PLAN", "P-PG", MANAGER),
    PLANNER_2: Employee("张涛", "U-PLAN", "P-PG", MANAGER),
    OPERATOR: Employee("王建国", "U-OPS", "P-OG", DEPUTY),
    OPERATOR_2: Employee("刘洋", "U-OPS", "P-OG", DEPUTY),
    ANALYST: Employee("赵敏", "U-DATA", "P-DG", DEPUTY),
    MARKETING: Employee("马超", "U-MKT", "P-MKT", PRESIDENT),
    SALES: Employee("何芳", "U-MKT", "P-MKT", MARKETING),
    FINANCE: Employee("黄丽", "U-FIN", "P-FIN", PRESIDENT),
    PEOPLE_OFFICE: Employee("徐静", "U-HR", "P-HR", PRESIDENT),
    IMPROVER: Employee("郭强", "U-OMD", "P-OMD", PRESIDENT),
    OFFICE: Employee("唐薇", "U-PO", "P-PO", PRESIDENT),
    AUDITOR: Employee("沈毅", HQ, "P-AUD", PRESIDENT),
    PROGRAM: Employee("ERP接口", HQ, "P-INT", PRESIDENT),
    ABSENT: Employee("方宇", "U-OPS", "P-OG", DEPUTY),
    LEAVER: Employee("孙博", "U-OPS", "P-OG", DEPUTY),
}
HEADS = {
    HQ: PRESIDENT,
    "U-PLANOPS": MANAGER,
    "U-MKT": MARKETING,
    "U-FIN": FINANCE,
    "U-HR": PEOPLE_OFFICE,
    "U-OMD": IMPROVER,
    "U-PO": OFFICE,
}


class Persona(NamedTuple):
    """Somebody whom a visitor can be: by which token, and what to do as that person."""

    token: str
    person: str
    can: str
    scopes: tuple[str, ...] = ()


PERSONAS = (
    Persona("demo-president", PRESIDENT, "公司管理层: decides annual plans, sets goals"),
    Persona("demo-manager", MANAGER, "部门经理: decides quarterly and monthly plans, adjustments and costly solutions"),
    Persona("demo-planner", PLANNER, "计划组: drafts, decomposes and issues plans, reviews adjustments"),
    Persona("demo-operator", OPERATOR, "运营组: registers, assigns and verifies issues"),
    Persona("demo-sales", SALES, "责任人: does tasks, reports progress and problems, applies for adjustments"),
    Persona("demo-hr", PEOPLE_OFFICE, "人力资源部: keeps schemes and cycles, makes scores of appraisals"),
    Persona("demo-auditor", AUDITOR, "审计员: reads everything, changes nothing"),
    Persona(
        "demo-erp", PROGRAM, "集成方: reads plans and issues, follows their changes", ("plan", "issue", "consumer")
    ),
)


DELIVERY, QUALITY, GROWTH = "goal-delivery", "goal-quality", "goal-growth"


def founded(stage: Stage) -> date:
    """The day on which it all began: early enough for the annual plan of last year."""
    return date(stage.today.year - 2, 10, 9)


def founding(stage: Stage) -> Story:
    """The organisation, its people, its goals, and the tokens of those whom a visitor can be."""
    yield morning(founded(stage))
    stage.do(
        "organisation.found", ADMINISTRATOR,
        company="华辰智能装备有限公司", structural_form="直线职能制",
        headquarters="总部", label="Headquarters", unit=HQ,
    )
    for template in (Template.OF_000, Template.PLANNING_OPERATIONS_001):
        stage.do("organisation.load_template", ADMINISTRATOR, template=template, parent=HQ)
    for id, role in {"P-AUD": Role.AUD, "P-INT": Role.INT}.items():
        stage.do(
            "organisation.define_position", ADMINISTRATOR, position=id, name=role.zh, label=role.en, roles=(role,)
        )
    for person, employee in STAFF.items():
        if person not in (ABSENT, LEAVER):
            stage.do("organisation.hire_person", ADMINISTRATOR, person=person, **employee._asdict())
    yield morning(founded(stage), 14)
    for unit, head in HEADS.items():
        stage.do("organisation.appoint_manager", PRESIDENT, part=unit, person=head)
    stage.do("organisation.appoint_deputy", PRESIDENT, part=DEPUTY, unit="U-PLANOPS", areas=("U-OPS", "U-DATA"))
    stage.do("authority.establish", ADMINISTRATOR)
    set_goals(stage)
    for persona in PERSONAS:
        issue_token(stage, persona)


def set_goals(stage: Stage) -> None:
    ends = date(stage.today.year, 12, 31)
    figures = {
        DELIVERY: ("提升准时交付率", "准时交付率", 91, 97, MANAGER),
        QUALITY: ("减少重复发生的运营问题", "问题复发率", 18, 8, MANAGER),
        GROWTH: ("提升重点客户销售额", "重点客户销售额增长率", 0, 15, MARKETING),
    }
    for id, (title, metric, baseline, target, owner) in figures.items():
        stage.do(
            "goal.set", PRESIDENT, id,
            title=title, level=GoalLevel.COMPANY, metric=metric, unit_of_measure="%", baseline=Decimal(baseline),
            target=Decimal(target), due=ends, owner=owner, horizon=Horizon.SHORT,
        )


def issue_token(stage: Stage, persona: Persona) -> None:
    stage.do(
        "token.issue", ADMINISTRATOR,
        person=persona.person, label="demonstration", hash=sha256(persona.token.encode()).hexdigest(),
        expires_on=stage.today + timedelta(days=365), scopes=persona.scopes,
    )
