"""Organisations ready to load, as the seeds describe them: Chinese as in the source, English beside it."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from domain.organisation.terms import PositionDuty, Priority, Template, UnitType
from domain.shared.ids import DutyId, PositionId, UnitId
from domain.shared.term import Role


class UnitPattern(Struct, frozen=True):
    """A unit to create; below the unit chosen at loading when it names no parent."""

    id: UnitId
    name: str
    label: str
    type: UnitType = UnitType.DEPARTMENT
    parent: UnitId | None = None


class DutyPattern(Struct, frozen=True):
    """A duty to define; it goes to the unit named, or with the positions that name it."""

    id: DutyId
    text: str
    label: str
    unit: UnitId | None = None
    exclusive: bool = True


class PositionPattern(Struct, frozen=True):
    """A position to define, with the roles that it confers."""

    id: PositionId
    name: str
    label: str
    roles: tuple[Role, ...] = ()
    headcount: int = 1
    duties: tuple[PositionDuty, ...] = ()


class Pattern(Struct, frozen=True, kw_only=True):
    """What a template consists of."""

    units: tuple[UnitPattern, ...]
    positions: tuple[PositionPattern, ...]
    duties: tuple[DutyPattern, ...]

    def ids(self) -> set[str]:
        """Every id that loading it takes."""
        return {*(u.id for u in self.units), *(p.id for p in self.positions), *(d.id for d in self.duties)}


def unit(id: str, name: str, label: str, type: UnitType = UnitType.DEPARTMENT, parent: str = "") -> UnitPattern:
    return UnitPattern(UnitId(id), name, label, type, UnitId(parent) if parent else None)


def duty(id: str, text: str, label: str, unit: str = "") -> DutyPattern:
    return DutyPattern(DutyId(id), text, label, UnitId(unit) if unit else None, exclusive=bool(unit))


def position(id: str, name: str, label: str, *roles: Role, headcount: int = 1, duties: str = "") -> PositionPattern:
    described = tuple(PositionDuty(duty=DutyId(code), priority=Priority.HIGH) for code in duties.split())
    return PositionPattern(PositionId(id), name, label, roles, headcount, described)


OF_000 = Pattern(
    units=(
        unit("U-PO", "总裁办公室", "President's office"),
        unit("U-FIN", "财务部", "Finance"),
        unit("U-HR", "人力资源部", "Human resources"),
        unit("U-MKT", "市场营销部", "Marketing"),
        unit("U-OMD", "运营管理部", "Operations management"),
    ),
    duties=(
        duty("PO-01", "负责公司行政事务的统筹管理", "Co-ordinate the company's administration", "U-PO"),
        duty("PO-02", "文件收发、会议组织、印章管理", "Documents, meetings and seals", "U-PO"),
        duty("PO-03", "协调各部门之间的关系", "Co-ordinate between departments", "U-PO"),
        duty("PO-04", "负责公司对外联络与公共关系维护", "External liaison and public relations", "U-PO"),
        duty("FIN-01", "制定公司财务管理制度和预算计划，并监督执行", "Financial rules and budget", "U-FIN"),
        duty("FIN-02", "财务核算、资金管理、税务申报", "Accounting, funds and tax filing", "U-FIN"),
        duty("FIN-03", "对公司的财务状况进行分析和评估，为决策提供财务支持", "Financial analysis", "U-FIN"),
        duty("HR-01", "制定人力资源规划", "Plan human resources", "U-HR"),
        duty("HR-02", "负责员工的招聘、录用、培训、晋升、辞退等工作", "Recruit, train, promote, dismiss", "U-HR"),
        duty("HR-03", "维护员工关系，处理劳动纠纷", "Employee relations and labour disputes", "U-HR"),
        duty("MKT-01", "开展市场调研与分析", "Market research and analysis", "U-MKT"),
        duty("MKT-02", "制定市场营销策略和计划", "Marketing strategy and plans", "U-MKT"),
        duty("MKT-03", "公司产品或服务的推广与销售", "Promotion and sales", "U-MKT"),
        duty("MKT-04", "收集客户反馈，提升客户满意度", "Customer feedback and satisfaction", "U-MKT"),
        duty("OMD-01", "负责公司运营管理制度的制定、完善与监督执行", "Operations policies", "U-OMD"),
        duty("OMD-02", "统筹协调公司各项业务流程，确保运营顺畅", "Co-ordinate business processes", "U-OMD"),
        duty("OMD-03", "对公司运营数据进行统计、分析，提出改进建议", "Analyse operating data", "U-OMD"),
    ),
    positions=(
        position("P-PRES", "总裁", "President", Role.PRES, Role.MGMT),
        position("P-MGMT", "公司管理层", "Company management", Role.MGMT, headcount=10),
        position("P-PO", "总裁办公室职员", "President's office staff", Role.PO, headcount=10),
        position("P-FIN", "财务部职员", "Finance staff", Role.FIN, headcount=20),
        position("P-HR", "人力资源部职员", "Human resources staff", Role.HR, headcount=20),
        position("P-MKT", "市场营销部职员", "Marketing staff", Role.MKT, headcount=50),
        position("P-OMD", "运营管理部职员", "Operations management staff", Role.OMD, headcount=20),
    ),
)

PLANNING_OPERATIONS_001 = Pattern(
    units=(
        unit("U-PLANOPS", "计划运营部", "Planning and operations"),
        unit("U-PLAN", "计划组", "Plan group", UnitType.GROUP, "U-PLANOPS"),
        unit("U-OPS", "运营组", "Operations group", UnitType.GROUP, "U-PLANOPS"),
        unit("U-DATA", "数据分析组", "Data-analysis group", UnitType.GROUP, "U-PLANOPS"),
    ),
    duties=(
        duty("PLANOPS-01", "负责部门整体工作的规划、组织、协调和监督", "Lead the department", "U-PLANOPS"),
        duty("DM-01", "制定部门工作计划和目标，并组织实施", "Make and carry out the department's plan"),
        duty("DM-02", "负责部门人员的管理和考核，提升团队整体素质", "Manage and appraise the staff"),
        duty("DDM-01", "制定分管工作的计划和方案", "Plan the areas in charge"),
        duty("DDM-02", "对分管工作进行监督和检查", "Supervise and inspect the areas in charge"),
        duty("PLAN-01", "年度、季度、月度计划的制定、分解和跟踪", "Draft, decompose and track plans", "U-PLAN"),
        duty("PLAN-02", "收集、分析市场信息和行业动态", "Collect and analyse market information", "U-PLAN"),
        duty("PLAN-03", "协调各部门之间的工作，确保计划的顺利执行", "Co-ordinate execution of plans", "U-PLAN"),
        duty("PLAN-04", "定期对计划执行情况进行总结评估，提出改进建议", "Evaluate execution regularly", "U-PLAN"),
        duty("OPS-01", "负责公司日常运营工作的组织和协调", "Organise daily operations", "U-OPS"),
        duty("OPS-02", "制定运营管理制度和流程，规范运营操作", "Write operating rules and processes", "U-OPS"),
        duty("OPS-03", "监控运营数据，及时发现问题并采取措施解决", "Watch operating data, solve problems", "U-OPS"),
        duty("DATA-01", "负责收集、整理和分析公司各类数据", "Collect, clean and analyse data", "U-DATA"),
        duty("DATA-02", "建立数据分析模型和指标体系", "Build models and metrics", "U-DATA"),
        duty("DATA-03", "发现潜在问题和机会，提出改进建议", "Find problems and opportunities", "U-DATA"),
    ),
    positions=(
        position("P-DM", "部门经理", "Department manager", Role.DM, duties="DM-01 DM-02"),
        position("P-DDM", "副经理", "Deputy manager", headcount=5, duties="DDM-01 DDM-02"),
        position("P-PG", "计划组成员", "Plan group member", Role.PG, headcount=20),
        position("P-OG", "运营组成员", "Operations group member", Role.OG, headcount=20),
        position("P-DG", "数据分析组成员", "Data-analysis group member", Role.DG, headcount=20),
    ),
)

SMALL_TEAM_002 = Pattern(
    units=(unit("U-TEAM", "运营团队", "Operations team"),),
    duties=(
        duty("TEAM-01", "提高运营效率", "Raise operating efficiency", "U-TEAM"),
        duty("GM-01", "负责团队整体工作的规划和决策", "Plan and decide for the whole team"),
        duty("GM-02", "制定运营策略，监督团队日常工作", "Set the strategy, supervise daily work"),
        duty("OPM-01", "制定具体的运营计划，监督运营专员的工作", "Make plans, supervise the specialists"),
        duty("OPS-T1", "负责日常运营工作的执行", "Carry out daily operations"),
        duty("OPS-T2", "收集整理运营数据，分析用户反馈", "Collect data, analyse user feedback"),
    ),
    positions=(
        position("P-GM", "总经理", "General manager", Role.GM, duties="GM-01 GM-02"),
        position("P-OPM", "运营经理", "Operations manager", Role.OPM, headcount=3, duties="OPM-01"),
        position("P-OPS", "运营专员", "Operations specialist", Role.OPS, headcount=10, duties="OPS-T1 OPS-T2"),
    ),
)

TEMPLATES: Final[Mapping[Template, Pattern]] = {
    Template.OF_000: OF_000,
    Template.PLANNING_OPERATIONS_001: PLANNING_OPERATIONS_001,
    Template.SMALL_TEAM_002: SMALL_TEAM_002,
}
