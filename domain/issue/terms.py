"""Words of issues: states, kinds, origins, classes and verdicts."""

from typing import Annotated

from msgspec import Meta

from domain.shared.term import Term

Severity = Annotated[int, Meta(ge=1, le=4)]
"""How grave: 1 is the gravest, 4 the slightest."""


class Status(Term):
    """The life of an issue (requirements §3.3)."""

    REPORTED = "REPORTED", "已反馈"
    REGISTERED = "REGISTERED", "已登记"
    IN_ANALYSIS = "IN_ANALYSIS", "分析中"
    ANALYSED = "ANALYSED", "已查明根源"
    SOLUTION_PROPOSED = "SOLUTION_PROPOSED", "已提出方案"
    AWAITING_SOLUTION_APPROVAL = "AWAITING_SOLUTION_APPROVAL", "方案待审批"
    SOLUTION_AGREED = "SOLUTION_AGREED", "方案已确定"
    ASSIGNED = "ASSIGNED", "已分派"
    IN_PROGRESS = "IN_PROGRESS", "处理中"
    RESOLVED = "RESOLVED", "已解决待验证"
    CLOSED = "CLOSED", "已关闭"
    DISMISSED = "DISMISSED", "不予受理"
    MERGED = "MERGED", "已合并"


ENDED = frozenset({Status.CLOSED, Status.DISMISSED, Status.MERGED})
OPEN = tuple(status for status in Status if status not in ENDED)


class MeasureStatus(Term):
    """The life of one measure of the agreed solution."""

    PLANNED = "PLANNED", "已计划"
    ASSIGNED = "ASSIGNED", "已分派"
    IN_PROGRESS = "IN_PROGRESS", "执行中"
    COMPLETED = "COMPLETED", "已完成"
    WAIVED = "WAIVED", "已免除"


class Kind(Term):
    """What is dealt with: damage, a benefit in reach, or a correction that was ordered."""

    PROBLEM = "PROBLEM", "问题"
    OPPORTUNITY = "OPPORTUNITY", "潜在机会"
    RECTIFICATION = "RECTIFICATION", "整改"


class Origin(Term):
    """What gave rise to an issue (ISSUE-11)."""

    EMPLOYEE_REPORT = "EMPLOYEE_REPORT", "员工反馈"
    PLAN_TASK = "PLAN_TASK", "计划任务"
    PROJECT = "PROJECT", "项目"
    PROCESS = "PROCESS", "流程"
    METRIC = "METRIC", "指标"
    REPORT = "REPORT", "分析报告"
    COMPLAINT = "COMPLAINT", "客户投诉"
    RETURN_VISIT = "RETURN_VISIT", "客户回访"
    RISK = "RISK", "风险"
    SUPPLIER = "SUPPLIER", "供应商"
    QUALITY = "QUALITY", "质量"
    POLICY = "POLICY", "制度"
    MEETING = "MEETING", "会议"
    SUGGESTION = "SUGGESTION", "建议"
    MIGRATION = "MIGRATION", "历史迁移"


class Category(Term):
    """What an issue is about."""

    PLAN = "PLAN", "计划"
    PROCESS = "PROCESS", "流程"
    QUALITY = "QUALITY", "质量"
    CUSTOMER = "CUSTOMER", "客户"
    DATA = "DATA", "数据"
    RESOURCE = "RESOURCE", "资源"
    FINANCE = "FINANCE", "财务"
    SYSTEM = "SYSTEM", "系统"
    COMPLIANCE = "COMPLIANCE", "合规"
    OTHER = "OTHER", "其他"


class CauseClass(Term):
    """Where a root cause lies (ISSUE-18)."""

    PEOPLE = "PEOPLE", "人员"
    METHOD = "METHOD", "方法"
    PROCESS = "PROCESS", "流程"
    EQUIPMENT = "EQUIPMENT", "设备"
    MATERIAL = "MATERIAL", "物料"
    INFORMATION = "INFORMATION", "信息"
    RESOURCES = "RESOURCES", "资源"
    MANAGEMENT = "MANAGEMENT", "管理"
    ENVIRONMENT = "ENVIRONMENT", "环境"


class Method(Term):
    """How a root cause was found (ISSUE-05)."""

    FIVE_WHYS = "FIVE_WHYS", "五个为什么"
    FISHBONE = "FISHBONE", "鱼骨图"
    DATA = "DATA", "数据分析"
    OTHER = "OTHER", "其他"


class Matter(Term):
    """What an issue can be late with: each has a moment after which it is reminded of and escalated."""

    REGISTRATION = "REGISTRATION", "登记"
    ANSWER = "ANSWER", "整改答复"
    ANALYSIS = "ANALYSIS", "分析"
    APPROVAL = "APPROVAL", "方案审批"
    SOLUTION = "SOLUTION", "解决"
    CONFLICT = "CONFLICT", "部门协调"


class Effect(Term):
    """What the measures did to a metric (ISSUE-16)."""

    IMPROVED = "IMPROVED", "改善"
    UNCHANGED = "UNCHANGED", "无变化"
    WORSENED = "WORSENED", "恶化"


class Handling(Term):
    """How a case was being handled in the ledger that it was migrated from."""

    IN_PROGRESS = "IN_PROGRESS", "处理中"
    ASSIGNED = "ASSIGNED", "已分派"
    WAITING = "WAITING", "等待"
    WAITING_USER = "WAITING_USER", "等待用户"
    WAITING_VENDOR = "WAITING_VENDOR", "等待供应商"
    WAITING_CUSTOMER = "WAITING_CUSTOMER", "等待客户"
    WAITING_IMPLEMENTATION = "WAITING_IMPLEMENTATION", "等待实施"
    QUEUED = "QUEUED", "等待分派"
    RESOLVED = "RESOLVED", "已解决"
    CLOSED = "CLOSED", "已关闭"
    IN_CALL = "IN_CALL", "通话中解决"
    CANCELLED = "CANCELLED", "已取消"
    UNMATCHED = "UNMATCHED", "未匹配"
