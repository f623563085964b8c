"""The figures that cannot be told yet, since nothing that they are counted from is recorded so far."""

from projections.kpi.declaring import Kpi

METRICS = "values of metrics"
PROCESSES = "processes, their versions, runs and optimisations"
REPORTS = "analysis reports and recommendations"
SURVEYS = "surveys"
RESOURCES = "resources, requests for them and their use"
CUSTOMERS = "customers, their cases, visits and surveys"
SALES = "sales plans, contracts and collections"
MONEY = "budgets, costs and savings"


def waits(id: str, name: str, zh: str, source: str, for_: str) -> Kpi:
    return Kpi(id=id, name=name, zh=zh, source=source, waits_for=for_)


KPIS = (
    waits("K-03", "Operating-metric attainment", "运营指标达成情况", "001 工作业绩指标", METRICS),
    waits("K-04", "Analysis-report quality", "数据分析报告质量", "001 工作业绩指标", REPORTS),
    waits("K-09", "Optimisation count", "流程优化的数量", "003 四/(二)3", PROCESSES),
    waits("K-10", "Optimisation effect", "流程优化的效果", "003 四/(二)3", PROCESSES),
    waits("K-11", "Efficiency gain", "对运营效率的提升程度", "003 四/(二)3", PROCESSES),
    waits("K-12", "Process compliance", "流程执行", "000 三/(二)", PROCESSES),
    waits("K-13", "Data accuracy", "数据分析的准确性", "003 四/(二)4", METRICS),
    waits("K-14", "Data timeliness", "数据分析的及时性", "003 四/(二)4", f"{METRICS}, {REPORTS}"),
    waits("K-15", "Effective recommendations", "有效决策建议数量和质量", "003 四/(二)4", REPORTS),
    waits("K-16", "Resource utilisation and its gain", "资源利用效率", "003 四/(二)5", RESOURCES),
    waits("K-17", "Team cohesion and employee satisfaction", "团队凝聚力、员工满意度", "003 四/(二)2", SURVEYS),
    waits("K-18", "Partner satisfaction", "合作满意度", "003 四/(二)5", "partners and their ratings"),
    waits("K-20", "Coordination effect", "资源协调的效果", "003 四/(二)5", RESOURCES),
    waits("K-21", "Business results", "业务收入、利润、市场份额、用户增长", "003 四/(二)1", METRICS),
    waits("K-22", "Customer satisfaction", "客户满意度", "000 六/(二)2", CUSTOMERS),
    waits("K-23", "Case handling", "投诉及时、有效处理", "000 六/(一)2", CUSTOMERS),
    waits("K-24", "Production efficiency, stock turnover", "生产效率、库存周转率", "002 理解和认识/3.3", "production"),
    waits("K-25", "Sales-task completion", "完成销售任务", "000 五/(二)3", SALES),
    waits("K-26", "Collection rate", "回款", "000 五/(三)2", SALES),
    waits("K-27", "Budget execution and variance", "预算执行、预算偏差", "000 七/(一)3", MONEY),
    waits("K-28", "Cost reduction", "降低成本", "000 七/(二)2", MONEY),
    waits("K-30", "Training effect and completion", "培训效果", "001 培训与发展", "training"),
    waits("K-31", "Risk and alert handling", "风险监控", "000 十/(三)", "risks and alerts"),
    waits("K-32", "Policy execution", "制度执行", "002 运营管理制度", "policies and their inspections"),
    waits("K-33", "Supply punctuality", "准时性、交货周期", "002 供应链管理", "orders and shipments"),
    waits("K-34", "Quality pass rate", "质量合格率", "002 细节梳理/五", "quality inspections"),
    waits("K-35", "Return-visit completion", "定期回访", "000 六/(三)1", CUSTOMERS),
)
