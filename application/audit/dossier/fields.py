"""What fields of contents, and of what people say, are called in Chinese."""

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "act": "操作", "add": "新增", "affected": "受影响方", "alpha": "权重系数", "amber": "黄色预警", "amount": "金额",
    "answer": "答复", "area": "领域", "at_most": "上限", "background": "背景", "bands": "等级区间", "baseline": "基准",
    "baseline_version": "基准版本", "benefit": "效益", "benefit_forecast": "效益预测", "benefits": "效益",
    "bonus": "奖金", "budget": "预算", "budget_alert": "预算预警", "by": "由", "cancel": "取消", "category": "类别",
    "causes": "原因", "ceiling": "上限", "change": "变更", "changes": "变更内容", "coefficient": "系数",
    "comment": "意见", "conclusion": "结论", "content": "内容", "cost": "费用", "criterion": "标准", "cycle": "周期",
    "daily": "日常考核", "deadline": "期限", "deliverable": "交付物", "deliverables": "交付物", "delivered": "交付成果",
    "depends_on": "前置任务", "direction": "方向", "due": "到期日", "duty": "职责", "effect": "效果", "ends": "结束",
    "evaluation_days": "评价日", "evidence": "依据", "external": "外部", "family": "类别", "feasibility": "可行性",
    "field": "字段", "findings": "发现", "focus": "重点", "formula": "公式", "goal": "目标", "goals": "目标",
    "grade": "等级", "grounds": "理由", "impact": "影响", "indicator": "指标", "indicators": "指标",
    "investment": "投资", "key": "编号", "key_project": "重点项目", "key_projects": "重点项目", "kind": "种类",
    "kpi": "关键指标", "level": "层级",
    "lead": "负责人", "lessons": "经验教训", "limits": "限制", "lines": "条款", "mandatory": "强制",
    "market": "市场", "market_analysis": "市场分析", "measure": "措施", "measures": "措施", "meeting_days": "例会日",
    "method": "方法", "metric": "指标", "milestone": "里程碑", "milestones": "里程碑", "missing": "缺项处理",
    "name": "名称", "necessary": "必要性", "needed_by": "需用日期", "note": "说明", "objective": "目标",
    "objectives": "目标", "opinion": "意见", "outcome": "结果", "owner": "负责人", "peers": "同事评价",
    "people": "人员", "phase": "阶段", "phases": "阶段", "plan": "计划", "population": "适用范围", "positions": "岗位",
    "post_evaluation_on": "后评价日期", "priority": "优先级", "process": "流程", "project": "项目", "quality": "质量",
    "quantity": "数量", "reason": "原因", "reasonable": "合理性", "recommendation": "建议", "red": "红色预警",
    "reference": "编号", "replaced_by": "替代任务", "report": "报告", "research": "调研", "resource_needs": "资源需求",
    "responsible": "责任人", "role": "角色", "schedule": "进度", "scope": "范围", "score": "得分", "scores": "得分",
    "situation": "情形", "solution": "方案", "source": "来源", "sources": "来源", "start": "开始", "starts": "开始",
    "subjects": "对象", "summary": "总结", "target": "目标值", "targets": "目标值", "task": "任务", "tasks": "任务",
    "technical_scheme": "技术方案", "text": "内容", "thresholds": "阈值", "title": "标题", "trigger": "起因",
    "unit": "组织单元", "unit_of_measure": "计量单位", "units": "组织单元", "up_to": "上限", "values": "取值",
    "version": "版本", "weight": "权重", "where": "条件",
}  # fmt: skip
