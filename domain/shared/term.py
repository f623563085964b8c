"""Words of the domain: enumerations whose values are stored and whose labels are shown in English and Chinese."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """An enumeration written as `DRAFT = "DRAFT", "草稿"`: the stored value, then the Chinese label."""

    zh: str

    def __new__(cls, value: str, zh: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member

    @property
    def en(self) -> str:
        """The English label: the stored value in plain words."""
        return str(self.value).replace("_", " ").lower()


class Role(Term):
    """In which capacity somebody acts (requirements §1.1). The last group is held by relation to a record."""

    MGMT = "MGMT", "公司管理层"
    PRES = "PRES", "总裁"
    PO = "PO", "总裁办公室"
    GM = "GM", "总经理"
    OPM = "OPM", "运营经理"
    OPS = "OPS", "运营专员"
    DM = "DM", "部门经理"
    DDM = "DDM", "副经理"
    PG = "PG", "计划组"
    OG = "OG", "运营组"
    DG = "DG", "数据分析组"
    OMD = "OMD", "运营管理部"
    OS = "OS", "运营主管"
    HR = "HR", "人力资源部"
    FIN = "FIN", "财务部"
    MKT = "MKT", "市场营销部"
    EMP = "EMP", "员工"
    AUD = "AUD", "审计员"
    INT = "INT", "集成方"
    ADM = "ADM", "管理员"
    SYSTEM = "SYSTEM", "系统"

    PREPARER = "PREPARER", "编制人"
    APPLICANT = "APPLICANT", "申请人"
    RP = "RP", "责任人"
    RD = "RD", "责任部门负责人"
    HEAD = "HEAD", "部门负责人"
    SUP = "SUP", "上级主管"
    ANALYST = "ANALYST", "分析人员"
    LEAD = "LEAD", "牵头分析人"
    REPORTER = "REPORTER", "报告人"
    OWNER = "OWNER", "所有者"

    @property
    def by_relation(self) -> bool:
        """Whether it is held towards a record, never by position."""
        roles = list(Role)
        return roles.index(self) > roles.index(Role.SYSTEM)
