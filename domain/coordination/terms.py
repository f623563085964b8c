"""Words of coordination between units."""

from domain.shared.term import Term


class Origin(Term):
    """What a request for coordination comes from."""

    REQUEST = "REQUEST", "直接提请"
    TASK_CONTEST = "TASK_CONTEST", "任务异议"
    TASK_DIFFICULTY = "TASK_DIFFICULTY", "任务困难"
    ISSUE_CONFLICT = "ISSUE_CONFLICT", "问题处理分歧"


class Status(Term):
    """Where a request for coordination stands (ORG-14)."""

    OPEN = "OPEN", "待协调"
    IN_COORDINATION = "IN_COORDINATION", "协调中"
    AGREED = "AGREED", "已达成一致"
    FAILED = "FAILED", "未达成一致"
    DECIDED = "DECIDED", "已裁定"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class AnswerStatus(Term):
    """Whether a unit has answered."""

    ASKED = "ASKED", "待答复"
    ANSWERED = "ANSWERED", "已答复"


class Stance(Term):
    """How a unit stands to what is asked of it."""

    AGREES = "AGREES", "同意"
    OBJECTS = "OBJECTS", "有异议"


class Matter(Term):
    """What has waited too long (ORG-11)."""

    START = "START", "部门协调待启动"
    ANSWER = "ANSWER", "部门答复逾期"
    CONCLUSION = "CONCLUSION", "部门协调逾期"
    DECISION = "DECISION", "部门协调待裁定"
