"""What went wrong in the demonstration company, and how far each matter has come."""

from typing import NamedTuple

from domain.issue.terms import Category, CauseClass, Status
from opsledger.demo.people import ANALYST, FINANCE, IMPROVER, MARKETING, OFFICE, OPERATOR_2, PEOPLE_OFFICE, SALES


class Case(NamedTuple):
    """An issue: reported so many days ago, and the state to which it has come since."""

    id: str
    days_ago: float
    status: Status
    unit: str
    responsible: str
    title: str
    description: str
    category: Category = Category.PROCESS
    severity: int = 3
    cause: str = "没有明确的责任人和检查点"
    cause_class: CauseClass = CauseClass.PROCESS
    measure: str = "明确责任人，增加每周检查"
    cost: int = 8_000
    reporter: str = SALES
    same_as: str = ""
    """The issue into which it was merged."""
    benefit: str = ""
    """What an opportunity offers."""
    allowed: int = 20
    """Days from the proposal to the date of its solution."""
    fails: bool = False
    """Whether its first verification fails."""
    spare: str = ""
    """A second measure, with which it is later done without."""
    recurs: bool = False
    """Whether it is reopened after its closing."""


CASES = (
    Case(
        "issue-packing", 96.37, Status.CLOSED, "U-OPS", OPERATOR_2, "出库包装破损率偏高",
        "十月出库的精密件有2.1%包装破损", Category.QUALITY, 2, "纸箱规格未随零件重量更新", CauseClass.MATERIAL,
        "按重量分级更换包装规格", 32_000, spare="加装防震衬垫",
    ),
    Case(
        "issue-forecast", 88.34, Status.CLOSED, "U-MKT", SALES, "重点客户预测偏差超过40%",
        "三家客户的月度预测与实际订单偏差超过40%", Category.CUSTOMER, 2, "预测由销售凭经验填写", CauseClass.METHOD,
        "改为与客户共同确认的滚动预测", reporter=ANALYST, fails=True,
    ),
    Case(
        "issue-invoice", 80.31, Status.CLOSED, "U-FIN", FINANCE, "开票信息错误导致回款延迟",
        "四份发票抬头错误，回款平均延迟十二天", Category.FINANCE, 3, "客户资料变更未通知财务", CauseClass.INFORMATION,
        "客户资料变更自动提醒财务",
    ),
    Case(
        "issue-onboarding", 75.28, Status.CLOSED, "U-HR", PEOPLE_OFFICE, "新员工权限开通平均需要四天",
        "八名新员工入职后平均第四天才能使用系统", Category.SYSTEM, 4, "入职流程缺少账号申请环节",
        measure="入职前两日自动发起账号申请",
    ),
    Case(
        "issue-spares", 70.25, Status.IN_ANALYSIS, "U-OPS", OPERATOR_2, "备件缺料导致停线",
        "关键备件缺料，一号线停线五小时", Category.RESOURCE, 1, "安全库存未按交期调整", CauseClass.METHOD,
        "按供应商交期重设安全库存", 46_000, recurs=True,
    ),
    Case(
        "issue-seal", 62.22, Status.CLOSED, "U-PO", OFFICE, "合同用印排队时间过长",
        "月末用印平均等待两天", Category.PROCESS, 4, "用印申请集中在月末", measure="用印改为每日两次并开放线上预约",
    ),
    Case(
        "issue-data", 55.19, Status.RESOLVED, "U-DATA", ANALYST, "看板与生产日报数据不一致",
        "看板产量比日报少3%，口径不同", Category.DATA, 2, "夜班数据次日才入库", CauseClass.INFORMATION,
        "夜班数据改为每两小时入库", fails=True,
    ),
    Case(
        "issue-visits", 48.16, Status.RESOLVED, "U-MKT", MARKETING, "客户回访记录不完整",
        "上月回访记录有九份缺少客户意见", Category.CUSTOMER, 3, "回访表没有必填项", measure="回访表改为线上必填",
    ),
    Case(
        "issue-mes", 46.13, Status.IN_PROGRESS, "U-DATA", ANALYST, "生产系统报工接口频繁中断",
        "报工接口每周中断两到三次，每次约四十分钟", Category.SYSTEM, 1, "接口服务器老化", CauseClass.EQUIPMENT,
        "更换接口服务器并增加监控", 86_000,
    ),
    Case(
        "issue-handover", 40.1, Status.IN_PROGRESS, "U-OPS", OPERATOR_2, "交接班信息遗漏",
        "夜班异常未写入交接记录，白班重复排查", Category.PROCESS, 3, "交接表未包含异常栏",
        measure="交接表增加异常栏并由班长签字", allowed=12,
    ),
    Case(
        "issue-training", 34.07, Status.IN_PROGRESS, "U-HR", PEOPLE_OFFICE, "新工艺培训覆盖率不足",
        "新工艺上线后仅六成操作员完成培训", Category.RESOURCE, 3, "培训计划未与排产协调", CauseClass.PEOPLE,
        "每周固定两个培训时段",
    ),
    Case(
        "issue-payment", 26.04, Status.ASSIGNED, "U-FIN", FINANCE, "供应商付款逾期",
        "五家供应商付款逾期超过十五天", Category.FINANCE, 2, "审批环节过多", measure="小额付款合并审批",
    ),
    Case(
        "issue-rules", 24.01, Status.ASSIGNED, "U-OMD", IMPROVER, "多项运营制度相互矛盾",
        "外协管理与采购制度对验收责任规定不同", Category.COMPLIANCE, 3, "制度修订没有会签", measure="建立制度会签清单",
    ),
    Case(
        "issue-quotes", 21.38, Status.SOLUTION_AGREED, "U-MKT", SALES, "报价响应超过三天",
        "重点客户报价平均需要三天半", Category.CUSTOMER, 3, "成本测算依赖一人", CauseClass.PEOPLE,
        "建立标准成本表，常规件当天报价", reporter=MARKETING,
    ),
    Case(
        "issue-crane", 18.35, Status.AWAITING_SOLUTION_APPROVAL, "U-OPS", OPERATOR_2, "装卸行车故障影响发货",
        "行车一周内故障三次，发货延误六单", Category.QUALITY, 1, "行车主电机超期服役", CauseClass.EQUIPMENT,
        "更换主电机并纳入预防性维护", 120_000,
    ),
    Case(
        "issue-rework", 15.32, Status.SOLUTION_PROPOSED, "U-OMD", IMPROVER, "返工工时未计入成本",
        "返工工时未单独记录，成本被低估", Category.FINANCE, 3, "报工系统没有返工代码", CauseClass.INFORMATION,
        "报工增加返工代码", reporter=FINANCE,
    ),
    Case(
        "issue-routes", 14.29, Status.SOLUTION_PROPOSED, "U-OPS", OPERATOR_2, "配送线路可合并",
        "城东两条线路每周三次重叠", Category.PROCESS, 4, "线路多年未调整", measure="合并城东两条配送线路",
        reporter=ANALYST, benefit="每月可节约运费约一万二千元",
    ),
    Case(
        "issue-labels", 12.26, Status.ANALYSED, "U-OPS", OPERATOR_2, "物料标签打印错位",
        "标签二维码无法扫描，入库重复录入", Category.QUALITY, 4, "打印模板与标签纸不匹配", CauseClass.MATERIAL,
    ),
    Case(
        "issue-complaint", 10.23, Status.ANALYSED, "U-MKT", MARKETING, "客户投诉技术资料不完整",
        "两家客户反映随货资料缺少检验报告", Category.CUSTOMER, 2, "发货清单未列检验报告",
    ),
    Case(
        "issue-energy", 8.2, Status.IN_ANALYSIS, "U-DATA", ANALYST, "能耗数据异常升高",
        "三号车间单位能耗较上月升高18%", Category.DATA, 3, reporter=ANALYST,
    ),
    Case(
        "issue-absence", 7.17, Status.IN_ANALYSIS, "U-HR", PEOPLE_OFFICE, "夜班缺勤率上升",
        "夜班缺勤率由2%升至6%", Category.RESOURCE, 3, reporter=OPERATOR_2,
    ),
    Case(
        "issue-spares-again", 6.5, Status.MERGED, "U-OPS", OPERATOR_2, "一号线又因缺件停机",
        "一号线因同一备件缺料再次停机两小时", Category.RESOURCE, 2, same_as="issue-spares",
    ),
    Case(
        "issue-noise", 6.11, Status.DISMISSED, "U-OPS", OPERATOR_2, "车间检修噪声较大",
        "周末检修期间噪声明显", Category.OTHER, 4,
    ),
    Case("issue-queue", 4.08, Status.REGISTERED, "U-PO", OFFICE, "访客登记排队", "早高峰访客登记等待超过十分钟"),
    Case(
        "issue-returns", 3.05, Status.REGISTERED, "U-MKT", SALES, "退货原因未分类",
        "本季度退货二十三单，原因均填“其他”", Category.CUSTOMER, 3, reporter=ANALYST,
    ),
    Case(
        "issue-audit-trail", 2, Status.REGISTERED, "U-FIN", FINANCE, "费用报销附件缺失",
        "抽查三十份报销单，五份缺少发票", Category.FINANCE, 2, reporter=FINANCE,
    ),
    Case(
        "issue-delay", 0.6, Status.REPORTED, "U-OPS", OPERATOR_2, "今日两单发货延误",
        "承运商车辆晚到三小时", Category.CUSTOMER, 2,
    ),
    Case("issue-printer", 0.3, Status.REPORTED, "U-OPS", OPERATOR_2, "发货单打印缓慢", "每单打印超过一分钟"),
)
