"""Words of the domain: enumerations whose values are stored and whose labels are shown in English and Chinese."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """An enumeration written as `DRAFT = "DRAFT", "草稿"`: the stored value, then the Chinese label.

    The English label is the stored value in plain words, unless a third word gives it.
    """

    zh: str
    en: str

    def __new__(cls, value: str, zh: str, en: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en or value.replace("_", " ").lower()
        return member

    __hash__ = str.__hash__  # that of Enum is Python, and sets of terms are asked all the time


class Role(Term):
    """In which capacity somebody acts (requirements §1.1). The last group is held by relation to a record."""

    MGMT = "MGMT", "公司管理层", "company management"
    PRES = "PRES", "总裁", "president"
    PO = "PO", "总裁办公室", "president's office"
    GM = "GM", "总经理", "general manager"
    OPM = "OPM", "运营经理", "operations manager"
    OPS = "OPS", "运营专员", "operations specialist"
    DM = "DM", "部门经理", "department manager"
    DDM = "DDM", "副经理", "deputy manager"
    PG = "PG", "计划组", "plan group"
    OG = "OG", "运营组", "operations group"
    DG = "DG", "数据分析组", "data-analysis group"
    OMD = "OMD", "运营管理部", "operations management department"
    OS = "OS", "运营主管", "operations supervisor"
    HR = "HR", "人力资源部", "human resources"
    FIN = "FIN", "财务部", "finance"
    MKT = "MKT", "市场营销部", "marketing"
    EMP = "EMP", "员工", "employee"
    AUD = "AUD", "审计员", "auditor"
    INT = "INT", "集成方", "integrator"
    ADM = "ADM", "管理员", "administrator"
    SYSTEM = "SYSTEM", "系统"

    PREPARER = "PREPARER", "编制人"
    APPLICANT = "APPLICANT", "申请人"
    RP = "RP", "责任人", "responsible person"
    RD = "RD", "责任部门负责人", "head of the responsible unit"
    HEAD = "HEAD", "部门负责人", "head of the unit"
    SUP = "SUP", "上级主管", "superior"
    ANALYST = "ANALYST", "分析人员"
    LEAD = "LEAD", "牵头分析人"
    REPORTER = "REPORTER", "报告人"
    OWNER = "OWNER", "所有者"
    SPONSOR = "SPONSOR", "项目发起人"
    PM = "PM", "项目负责人", "project lead"
    PT = "PT", "项目团队成员", "project team"
    SUBJECT = "SUBJECT", "被考核人", "subject of the appraisal"

    @property
    def by_relation(self) -> bool:
        """Whether it is held towards a record, never by position."""
        roles = list(Role)
        return roles.index(self) > roles.index(Role.SYSTEM)
