"""Words of appraisals."""

from domain.shared.term import Term


class Status(Term):
    """Where an appraisal stands (requirements §3.4)."""

    OPENED = "OPENED", "已开启"
    SELF_ASSESSED = "SELF_ASSESSED", "已自评"
    SUPERIOR_EVALUATED = "SUPERIOR_EVALUATED", "上级已评价"
    SCORED = "SCORED", "已评分"
    DELIVERED = "DELIVERED", "已反馈"
    UNDER_APPEAL = "UNDER_APPEAL", "申诉中"
    INTERVIEWED = "INTERVIEWED", "已面谈"
    FINALISED = "FINALISED", "已确定"
    VOIDED = "VOIDED", "已作废"


class FormStatus(Term):
    """Where the form of an appraisal stands, which its subject fills in (APPR-08)."""

    OPEN = "OPEN", "待填写"
    SUBMITTED = "SUBMITTED", "已提交"
    WAIVED = "WAIVED", "已免填"


class Aspect(Term):
    """What a daily note is about (APPR-07)."""

    TASK_COMPLETION = "TASK_COMPLETION", "任务完成情况"
    ATTITUDE = "ATTITUDE", "工作态度"
    TEAMWORK = "TEAMWORK", "团队协作"


class Answer(Term):
    """What the subject says to the result (APPR-12)."""

    AGREE = "AGREE", "同意"
    DISAGREE = "DISAGREE", "不同意"


class ImprovementStatus(Term):
    """What became of an improvement that was agreed (APPR-14)."""

    AGREED = "AGREED", "已约定"
    ACHIEVED = "ACHIEVED", "已达成"
    NOT_ACHIEVED = "NOT_ACHIEVED", "未达成"


class ConsequenceKind(Term):
    """What can follow from a result (APPR-17 to APPR-21)."""

    BONUS = "BONUS", "奖金"
    RAISE = "RAISE", "调薪"
    PROMOTION = "PROMOTION", "晋升"
    TRAINING = "TRAINING", "培训"
    COMMENDATION = "COMMENDATION", "表彰"
    PENALTY = "PENALTY", "处罚"


class LeadsTo(Term):
    """The kind of record that a consequence becomes, with an approval of its own (APPR-21)."""

    REWARD_CASE = "REWARD_CASE", "奖惩事项"
    PERSONNEL_CHANGE = "PERSONNEL_CHANGE", "人事变动"
    TRAINING_NEED = "TRAINING_NEED", "培训需求"


class ConsequenceStatus(Term):
    """Whether a consequence still rests on the score."""

    PROPOSED = "PROPOSED", "已提出"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class Matter(Term):
    """What is late."""

    SELF_ASSESSMENT = "SELF_ASSESSMENT", "自评逾期"
    EVALUATION = "EVALUATION", "上级评价逾期"
    RESULT = "RESULT", "考核结果逾期"
