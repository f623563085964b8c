"""Words of appraisal schemes."""

from domain.shared.term import Term


class Status(Term):
    """Where the latest draft of a scheme stands; the edition approved before it holds until the next one is."""

    DRAFT = "DRAFT", "草稿"
    SUBMITTED = "SUBMITTED", "已提交"
    APPROVED = "APPROVED", "已批准"
    RETIRED = "RETIRED", "已停用"


class Scope(Term):
    """Whose scheme it is: human resources write the company's, an operations supervisor that of the own team."""

    COMPANY = "COMPANY", "公司方案"
    TEAM = "TEAM", "团队方案"


class CycleKind(Term):
    """How often is appraised (APPR-06)."""

    MONTHLY = "MONTHLY", "月度考核"
    ANNUAL = "ANNUAL", "年度考核"


class SubjectKind(Term):
    """Who is appraised (APPR-27)."""

    PERSON = "PERSON", "个人"
    TEAM = "TEAM", "团队"
    DEPARTMENT = "DEPARTMENT", "部门"


class Family(Term):
    """What an indicator is about (APPR-02 to APPR-04)."""

    PERFORMANCE = "PERFORMANCE", "工作业绩"
    ABILITY = "ABILITY", "工作能力"
    ATTITUDE = "ATTITUDE", "工作态度"


class Area(Term):
    """The six families by which an operations supervisor is appraised (APPR-22)."""

    BUSINESS_RESULTS = "BUSINESS_RESULTS", "运营业绩指标"
    TEAM_MANAGEMENT = "TEAM_MANAGEMENT", "团队管理指标"
    PROCESS_OPTIMISATION = "PROCESS_OPTIMISATION", "流程优化指标"
    DATA_AND_DECISION = "DATA_AND_DECISION", "数据分析与决策指标"
    RESOURCE_COORDINATION = "RESOURCE_COORDINATION", "资源协调指标"
    PROJECT_MANAGEMENT = "PROJECT_MANAGEMENT", "项目管理指标"


class Evidence(Term):
    """What an indicator is judged by."""

    KPI = "KPI", "绩效数据"
    TRAINING = "TRAINING", "培训"
    EXAM = "EXAM", "考试"
    PROJECT_PRACTICE = "PROJECT_PRACTICE", "项目实践"
    DAILY_NOTES = "DAILY_NOTES", "日常工作表现"
    PEER_EVALUATION = "PEER_EVALUATION", "同事评价"


class Direction(Term):
    """Which actual values meet a target."""

    AT_LEAST = "AT_LEAST", "不低于目标"
    AT_MOST = "AT_MOST", "不高于目标"


class Grade(Term):
    """The grade that a score earns, best first (APPR-11)."""

    EXCELLENT = "EXCELLENT", "优秀"
    GOOD = "GOOD", "良好"
    COMPETENT = "COMPETENT", "称职"
    WEAK = "WEAK", "待改进"
    FAIL = "FAIL", "不合格"


class Missing(Term):
    """What happens when an indicator could not be measured; it never counts as zero."""

    WITHHOLD = "WITHHOLD", "缺项不评分", "no score until it is measured"
    REWEIGH = "REWEIGH", "按其余权重折算", "the other weights are scaled up"


class Preset(Term):
    """Schemes ready to be drafted from (APPR-01, APPR-22, APPR-24)."""

    GENERAL = "GENERAL", "通用方案"
    OPERATIONS_SUPERVISOR = "OPERATIONS_SUPERVISOR", "运营主管方案"
    SALES = "SALES", "销售人员方案"
    CUSTOMER_SERVICE = "CUSTOMER_SERVICE", "客户服务人员方案"
