"""The projects of the demonstration company: what each is about, who leads it, and how large it is."""

from decimal import Decimal
from typing import NamedTuple

from domain.project.terms import Category, Status
from opsledger.demo.people import DELIVERY, DEPUTY, GROWTH, OPERATOR, OPERATOR_2, QUALITY


class ProjectCase(NamedTuple):
    """A project, begun so many days ago, that has come as far as its status.

    `size` is how large it is beside one with a ceiling of 200,000 CNY, `gain` likewise how much it is to bring.
    """

    id: str
    title: str
    category: Category
    status: Status
    days_ago: float
    lead: str
    size: Decimal
    gain: Decimal
    background: str
    market: str
    goal: str = DELIVERY


def large(size: str, gain: str) -> tuple[Decimal, Decimal]:
    return Decimal(size), Decimal(gain)


PROJECTS = (
    ProjectCase(
        "project-barcode", "仓库条码管理上线", Category.SYSTEM, Status.POST_EVALUATED, 140, OPERATOR, *large("1", "1"),
        "月末盘点需停库两天，账实差异率连续三个季度超过3%", "同规模的五家同行已有四家使用条码或射频管理",
    ),
    ProjectCase(
        "project-showroom", "华南展示中心建设", Category.FACILITY, Status.CLOSED, 90, DEPUTY, *large("2.4", "3.1"),
        "华南客户看样需赴总部，平均成交周期比华东长18天", "走访华南十二家重点客户，八家表示愿意在本地看样试机", GROWTH,
    ),
    ProjectCase(
        "project-hotline", "服务热线整合", Category.SERVICE, Status.ACCEPTED, 72, OPERATOR_2, *large("0.6", "0.8"),
        "报修、咨询、投诉三个号码互相转接，一次接通率只有71%", "九家主要客户中六家要求统一服务入口", QUALITY,
    ),
    ProjectCase(
        "project-packaging", "出厂包装改进", Category.PRODUCT, Status.IN_ACCEPTANCE, 68, OPERATOR_2,
        *large("0.5", "0.7"),
        "上半年运输破损索赔46起，七成与内衬固定方式有关", "两家竞品已改用可回收框架包装，客户普遍认可", QUALITY,
    ),
    ProjectCase(
        "project-dashboard", "数据看板二期", Category.SYSTEM, Status.EXECUTING, 45, OPERATOR, *large("0.8", "0.9"),
        "一期看板不含外协与物流数据，日报仍需手工合并五张表", "数据平台供应商三家，接口方案均已验证可行",
    ),
    ProjectCase(
        "project-robot", "装配线机器人试点", Category.PRODUCT, Status.TERMINATED, 38, OPERATOR_2, *large("3", "3.4"),
        "二号装配线拧紧工位返工率4.2%，夜班人手不足", "协作机器人近两年价格下降约三成，同行试点回收期约两年", QUALITY,
    ),
    ProjectCase(
        "project-overseas", "海外备件仓", Category.MARKET, Status.SUSPENDED, 30, DEPUTY, *large("1.8", "2.2"),
        "东南亚客户备件平均到货21天，停机投诉占海外投诉的一半", "当地两家第三方仓可按托盘计费，海关已开通备件快速通道",
        GROWTH,
    ),
    ProjectCase(
        "project-leasing", "设备租赁业务", Category.MARKET, Status.REJECTED, 25, DEPUTY, *large("4", "5"),
        "中小客户一次性采购资金压力大，去年因此流失询价31单", "两家租赁公司愿意合作，但残值处置尚无先例", GROWTH,
    ),
    ProjectCase(
        "project-app", "客户自助报修应用", Category.SYSTEM, Status.RETURNED, 16, OPERATOR, *large("0.9", "0.6"),
        "报修电话四成集中在周一上午，平均等待11分钟", "抽样两百位报修客户，六成愿意自助提交并上传照片", QUALITY,
    ),
    ProjectCase(
        "project-drone", "无人机巡检服务", Category.SERVICE, Status.REVIEW_FAILED, 12, OPERATOR_2, *large("1.2", "1.5"),
        "露天设备人工巡检每次需两人一天，旺季排期不足", "三家客户有意试用，但飞行空域许可办理周期不明", GROWTH,
    ),
    ProjectCase(
        "project-routing", "配送路线优化", Category.PROCESS, Status.PLANNED, 11.5, OPERATOR_2, *large("0.4", "0.9"),
        "华东配送每周空驶约1,900公里，晚到订单多在下午两个时段", "现有物流系统可导出路线数据，算法由承运商免费提供试用",
    ),
    ProjectCase(
        "project-training", "经销商培训基地", Category.FACILITY, Status.APPROVED, 10, DEPUTY, *large("1.6", "1.3"),
        "经销商安装调试一次合格率82%，返修费用由公司承担", "三十二家经销商中二十五家愿意派人参加认证培训", GROWTH,
    ),
    ProjectCase(
        "project-portal", "经销商门户", Category.SYSTEM, Status.AWAITING_APPROVAL, 8, OPERATOR, *large("1.1", "1.2"),
        "经销商下单靠邮件与传真，月均录入差错14单", "前二十家经销商均要求在线查询库存与发货状态", GROWTH,
    ),
    ProjectCase(
        "project-sensor", "远程监测传感器", Category.PRODUCT, Status.IN_REVIEW, 5, OPERATOR, *large("2.1", "2.6"),
        "质保期内上门检查六成没有发现故障，差旅成本偏高", "同类产品加装监测后续保率提高约一成", GROWTH,
    ),
    ProjectCase(
        "project-recycling", "旧机回收翻新", Category.SERVICE, Status.PROPOSED, 3, DEPUTY, *large("0.7", "1"),
        "老客户换新时旧机无处处置，成为换机谈判的障碍", "二手设备商愿意按评估价七折收购，翻新产线有闲置工位", GROWTH,
    ),
)  # fmt: skip
