"""The words of planning: what a plan, a task and an adjustment can be, as stored and as shown."""

from domain.shared.term import Term


class Kind(Term):
    """Whose plan it is (PLAN-01)."""

    COMPANY = "COMPANY", "公司计划"
    OPERATING = "OPERATING", "运营计划"
    DEPARTMENT = "DEPARTMENT", "部门计划"
    AREA = "AREA", "分管领域计划"


class Level(Term):
    """How long a time it covers (PLAN-01)."""

    ANNUAL = "ANNUAL", "年度"
    QUARTERLY = "QUARTERLY", "季度"
    MONTHLY = "MONTHLY", "月度"


class Status(Term):
    """Where a plan stands (requirements §3.1)."""

    DRAFT = "DRAFT", "草稿"
    CONSULTING = "CONSULTING", "征求意见中"
    SUBMITTED = "SUBMITTED", "已提交"
    RETURNED = "RETURNED", "已退回"
    REJECTED = "REJECTED", "已驳回"
    APPROVED = "APPROVED", "已批准"
    ISSUED = "ISSUED", "已下达"
    CLOSED = "CLOSED", "已关闭"
    CANCELLED = "CANCELLED", "已取消"


CURRENT = (Status.APPROVED, Status.ISSUED)
"""Where a plan stands that is in force."""


class Stage(Term):
    """The three stages in which a plan is shown (PLAN-40)."""

    PLANNING = "PLANNING", "规划阶段"
    EXECUTION = "EXECUTION", "执行阶段"
    EVALUATION = "EVALUATION", "评估阶段"


class GoalKind(Term):
    """Whether a goal of a plan is the whole company's or one department's (PLAN-03)."""

    COMPANY = "COMPANY", "公司整体目标"
    DEPARTMENT = "DEPARTMENT", "部门工作目标"


class CitationKind(Term):
    """What a plan is founded on (PLAN-14)."""

    MARKET_RESEARCH = "MARKET_RESEARCH", "市场调研数据"
    INDUSTRY_TREND = "INDUSTRY_TREND", "行业动态"
    METRIC_REPORT = "METRIC_REPORT", "指标报告"
    USER_FEEDBACK = "USER_FEEDBACK", "用户反馈"


class ResourceKind(Term):
    """Kinds of resource (RES-01)."""

    HUMAN = "HUMAN", "人力"
    MATERIAL = "MATERIAL", "物力"
    FINANCIAL = "FINANCIAL", "财力"


class Priority(Term):
    """How urgent a task is."""

    LOW = "LOW", "低"
    NORMAL = "NORMAL", "普通"
    HIGH = "HIGH", "高"


class OpinionStatus(Term):
    """Where the opinion of an invited unit stands (PLAN-13)."""

    INVITED = "INVITED", "已邀请"
    RECORDED = "RECORDED", "已反馈"
    DISPOSED = "DISPOSED", "已处理"


class Disposition(Term):
    """What became of an opinion (PLAN-13)."""

    ADOPTED = "ADOPTED", "采纳"
    PARTLY = "PARTLY", "部分采纳"
    NOT = "NOT", "不采纳"


class TaskStatus(Term):
    """Where a task stands. That it is overdue is derived, never stored (PLAN-23)."""

    ASSIGNED = "ASSIGNED", "已分派"
    CONTESTED = "CONTESTED", "有异议"
    ACKNOWLEDGED = "ACKNOWLEDGED", "已接收"
    IN_PROGRESS = "IN_PROGRESS", "进行中"
    BLOCKED = "BLOCKED", "受阻"
    COMPLETION_CLAIMED = "COMPLETION_CLAIMED", "已申报完成"
    COMPLETED = "COMPLETED", "已完成"
    CANCELLED = "CANCELLED", "已取消"
    REPLACED = "REPLACED", "已替换"
    CARRIED_OVER = "CARRIED_OVER", "已结转"
    FAILED = "FAILED", "未完成"


class Health(Term):
    """How a task that has not ended is doing on a day (PLAN-23)."""

    ON_TRACK = "ON_TRACK", "正常"
    AT_RISK = "AT_RISK", "有风险"
    OVERDUE = "OVERDUE", "逾期"


class SuggestionRoute(Term):
    """Where a suggestion of an evaluation goes (PLAN-36)."""

    NOTED = "NOTED", "仅记录"
    ISSUE = "ISSUE", "转为运营问题"
    PROCESS = "PROCESS", "转为流程改进建议"


class AdjustmentStatus(Term):
    """Where an adjustment of a plan stands (requirements §3.1)."""

    REQUESTED = "REQUESTED", "已申请"
    OPINION_GIVEN = "OPINION_GIVEN", "已审核"
    RETURNED = "RETURNED", "已退回"
    APPROVED = "APPROVED", "已批准"
    REISSUED = "REISSUED", "已重新下达"
    CLOSED = "CLOSED", "已关闭"
    REJECTED = "REJECTED", "已驳回"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class Trigger(Term):
    """Which environment changed so much that a plan must change (PLAN-27)."""

    INTERNAL = "INTERNAL", "内部环境变化"
    EXTERNAL = "EXTERNAL", "外部环境变化"


class Recommendation(Term):
    """The plan group's opinion of an adjustment; it advises and does not decide (PLAN-29)."""

    ENDORSE = "ENDORSE", "同意"
    NOT_ENDORSE = "NOT_ENDORSE", "不同意"


class Outcome(Term):
    """What becomes of a task that has not ended when its plan is closed (PLAN-41)."""

    CARRIED_OVER = "CARRIED_OVER", "结转"
    CANCELLED = "CANCELLED", "取消"
    FAILED = "FAILED", "未完成"


class Matter(Term):
    """What has waited too long (PLAN-13, 17, 22, 23, 35, 44)."""

    OPINIONS = "OPINIONS", "部门意见到期"
    DECISION = "DECISION", "计划待审批"
    WORK_PLAN = "WORK_PLAN", "未提交工作计划"
    TASK = "TASK", "任务逾期"
    TASK_ANSWER = "TASK_ANSWER", "任务异议或完成申报待处理"
    INSPECTION = "INSPECTION", "跟踪检查逾期"
    ADJUSTMENT = "ADJUSTMENT", "计划调整待处理"
    ALIGNMENT = "ALIGNMENT", "上级计划变更待核对"


class Rung(Term):
    """How far up a reminder has gone: one rung for each interval that passes without an answer (ORG-11)."""

    RESPONSIBLE = "RESPONSIBLE", "承办人"
    GROUP = "GROUP", "组"
    DEPARTMENT = "DEPARTMENT", "部门"
    MANAGEMENT = "MANAGEMENT", "管理层"
