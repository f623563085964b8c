"""The words of projects: what a project and everything in it can be, as stored and as shown."""

from domain.shared.term import Term


class Kind(Term):
    """Whether a project develops something for the market or improves the company's own operation (PROJ-01)."""

    DEVELOPMENT = "DEVELOPMENT", "开发项目"
    OPERATING = "OPERATING", "运营项目"


class Category(Term):
    """What a project is about: lessons are kept and looked up by it (PROJ-22)."""

    PRODUCT = "PRODUCT", "产品"
    MARKET = "MARKET", "市场拓展"
    SERVICE = "SERVICE", "服务"
    PROCESS = "PROCESS", "流程优化"
    SYSTEM = "SYSTEM", "信息系统"
    FACILITY = "FACILITY", "场地设施"
    OTHER = "OTHER", "其他"


class Status(Term):
    """Where a project stands (requirements §3.2)."""

    PROPOSED = "PROPOSED", "已提出"
    IN_REVIEW = "IN_REVIEW", "评审中"
    REVIEW_FAILED = "REVIEW_FAILED", "评审未通过"
    AWAITING_APPROVAL = "AWAITING_APPROVAL", "待审批"
    RETURNED = "RETURNED", "已退回"
    APPROVED = "APPROVED", "已立项"
    PLANNED = "PLANNED", "已规划"
    EXECUTING = "EXECUTING", "实施中"
    SUSPENDED = "SUSPENDED", "已暂停"
    IN_ACCEPTANCE = "IN_ACCEPTANCE", "验收中"
    ACCEPTED = "ACCEPTED", "已验收"
    CLOSED = "CLOSED", "已关闭"
    POST_EVALUATED = "POST_EVALUATED", "已后评价"
    REJECTED = "REJECTED", "已驳回"
    TERMINATED = "TERMINATED", "已终止"


class Feasibility(Term):
    """What the preliminary research concludes (PROJ-01)."""

    FEASIBLE = "FEASIBLE", "可行"
    CONDITIONAL = "CONDITIONAL", "有条件可行"
    NOT = "NOT", "不可行", "not feasible"


class Opinion(Term):
    """What a department says of an initiation report (PROJ-03)."""

    PASS = "PASS", "通过"
    CONDITIONS = "CONDITIONS", "有条件通过", "pass with conditions"
    FAIL = "FAIL", "不通过"


class ReviewStatus(Term):
    """Where the review by an invited department stands."""

    INVITED = "INVITED", "已邀请"
    GIVEN = "GIVEN", "已评审"
    ANSWERED = "ANSWERED", "已答复"


class ConditionStatus(Term):
    """Whether a condition of the review or of the approval is fulfilled (PROJ-03)."""

    OPEN = "OPEN", "未落实"
    MET = "MET", "已落实"


class TaskStatus(Term):
    """Where a task of a project stands."""

    PLANNED = "PLANNED", "已计划"
    IN_PROGRESS = "IN_PROGRESS", "进行中"
    COMPLETED = "COMPLETED", "已完成"
    CANCELLED = "CANCELLED", "已取消"


class MilestoneStatus(Term):
    """Where a milestone stands."""

    PLANNED = "PLANNED", "已计划"
    REACHED = "REACHED", "已达成"
    WAIVED = "WAIVED", "已豁免"
    CANCELLED = "CANCELLED", "已取消"


class CommitmentStatus(Term):
    """Whether money is still bound by a commitment (PROJ-15)."""

    OPEN = "OPEN", "已承诺"
    SETTLED = "SETTLED", "已结清"
    RELEASED = "RELEASED", "已释放"


class CostStatus(Term):
    """Whether a cost counts (PROJ-15)."""

    POSTED = "POSTED", "已入账"
    REVERSED = "REVERSED", "已冲销"


class Dimension(Term):
    """What of a project is watched (PROJ-12)."""

    SCHEDULE = "SCHEDULE", "进度"
    COST = "COST", "成本"
    QUALITY = "QUALITY", "质量"


class Health(Term):
    """How far a project is from its plan, by the thresholds of its baseline (PROJ-12)."""

    GREEN = "GREEN", "正常"
    AMBER = "AMBER", "预警"
    RED = "RED", "严重偏差"


class DeviationStatus(Term):
    """What is done about a deviation (PROJ-13)."""

    OPEN = "OPEN", "待纠正"
    CORRECTING = "CORRECTING", "纠正中"
    ENDED = "ENDED", "已消除"


class ActionStatus(Term):
    """Whether an action is taken care of (PROJ-13)."""

    OPEN = "OPEN", "进行中"
    CLOSED = "CLOSED", "已关闭"


class ProblemStatus(Term):
    """Whether a problem of a project is still in its way (PROJ-11)."""

    OPEN = "OPEN", "未解决"
    SETTLED = "SETTLED", "已解决"


class ChangeStatus(Term):
    """Where a change request stands (PROJ-16)."""

    REQUESTED = "REQUESTED", "已申请"
    RETURNED = "RETURNED", "已退回"
    APPROVED = "APPROVED", "已批准"
    REJECTED = "REJECTED", "已驳回"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class Reach(Term):
    """Whether a change stays inside what management approved, which says who decides on it (PROJ-16)."""

    WITHIN = "WITHIN", "批复范围内", "within the approval"
    BEYOND = "BEYOND", "超出批复", "beyond the approval"


class Aspect(Term):
    """What a change request changes (PROJ-16)."""

    SCOPE = "SCOPE", "范围"
    SCHEDULE = "SCHEDULE", "进度"
    BUDGET = "BUDGET", "预算"
    QUALITY = "QUALITY", "质量"
    LEAD = "LEAD", "项目负责人", "team lead"


class Route(Term):
    """Where a decision of a progress meeting goes (PROJ-10)."""

    NOTED = "NOTED", "仅记录"
    ACTION = "ACTION", "转为行动项"
    ISSUE = "ISSUE", "转为运营问题"


class LessonStatus(Term):
    """A lesson, once recorded, stays in the library."""

    RECORDED = "RECORDED", "已记录"


class DocumentClass(Term):
    """Kinds of project document; the first five must be filed before a project is closed (PROJ-19)."""

    REPORT = "REPORT", "立项报告"
    APPROVAL = "APPROVAL", "立项批复"
    PLAN = "PLAN", "项目规划"
    ACCEPTANCE = "ACCEPTANCE", "验收文件"
    SUMMARY = "SUMMARY", "项目总结"
    CONTRACT = "CONTRACT", "合同"
    OTHER = "OTHER", "其他"


MANDATORY = (
    DocumentClass.REPORT,
    DocumentClass.APPROVAL,
    DocumentClass.PLAN,
    DocumentClass.ACCEPTANCE,
    DocumentClass.SUMMARY,
)


class Matter(Term):
    """What has waited too long."""

    REVIEW = "REVIEW", "评审意见到期"
    APPROVAL = "APPROVAL", "立项待审批"
    TASK = "TASK", "任务逾期"
    MILESTONE = "MILESTONE", "里程碑逾期"
    DEVIATION = "DEVIATION", "偏差待纠正"
    ACTION = "ACTION", "行动项逾期"
    CHANGE = "CHANGE", "变更待审批"
    MEETING = "MEETING", "进度会议逾期"
    EVALUATION = "EVALUATION", "定期评估逾期"
    ACCEPTANCE = "ACCEPTANCE", "待验收"
    SUMMARY = "SUMMARY", "项目总结待提交"
    CLOSING = "CLOSING", "待确认关闭"
    POST_EVALUATION = "POST_EVALUATION", "后评价到期"
