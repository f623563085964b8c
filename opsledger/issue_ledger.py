"""The issue ledger 问题台账 as a table for people: filtered, with both languages in its header (ISSUE-02)."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from openpyxl import Workbook

from domain.issue.terms import Status
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import UnitId
from domain.shared.term import Term
from domain.shared.values import civil, end_of, midnight
from domain.shared.zone import SHANGHAI
from opsledger.compose import Product
from opsledger.sheets import safe
from projections.figures import overdue
from projections.filters import And, Compare, Filter, Op, Or, Order
from projections.views import Row
from projections.visibility import SYSTEM

COLUMNS = {
    "number": "编号",
    "title": "标题",
    "status": "状态",
    "kind": "类型",
    "severity": "严重程度",
    "category": "类别",
    "origin": "来源",
    "unit": "发现部门",
    "reporter": "反馈人",
    "reported_at": "反馈时间",
    "registered_at": "登记时间",
    "responsible_unit": "责任部门",
    "responsible": "责任人",
    "due": "期限",
    "resolved_at": "解决时间",
    "closed_at": "关闭时间",
    "register_hours": "登记用时（小时）",
    "analyse_hours": "分析用时（小时）",
    "assign_hours": "分派用时（小时）",
    "solve_hours": "解决用时（小时）",
    "verify_hours": "验证用时（小时）",
    "close_hours": "关闭用时（小时）",
    "failures": "验证未通过次数",
    "recurrences": "复发次数",
    "escalation": "上报级别",
    "source": "原台账",
    "source_case": "原编号",
    "id": "系统编号",
}
"""Columns of the view of issues, each with its Chinese name."""
AGE = "Age days 已历天数"
AT_ONCE = 1000


class Wanted(Struct, frozen=True, kw_only=True):
    """Which issues are wanted; `since` and `until` are days of the report. What is empty asks for nothing special."""

    states: tuple[Status, ...] = ()
    units: tuple[UnitId, ...] = ()
    severities: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    overdue: bool = False

    def where(self, today: date) -> Filter:
        """The condition on the view of issues."""
        asked: list[Filter] = []
        if self.states:
            asked.append(Compare("status", Op.IN, self.states))
        if self.units:
            asked.append(Or(tuple(Compare(each, Op.IN, self.units) for each in ("unit", "responsible_unit"))))
        if self.severities:
            asked.append(Compare("severity", Op.IN, self.severities))
        if self.since:
            asked.append(Compare("reported_at", Op.GTE, midnight(self.since)))
        if self.until:
            asked.append(Compare("reported_at", Op.LT, end_of(self.until)))
        if self.overdue:
            asked.append(overdue(today))
        return And(tuple(asked))


def write_ledger(file: Path, running: Product, wanted: Wanted) -> int:
    """Write the issues wanted, oldest report first: as CSV when the file is called so, else XLSX. How many they are."""
    now = running.ledger.clock()
    organisation = running.ledger.world().get(Organisation, ORGANISATION)
    called = names(organisation) if organisation else {}
    rows = [cells(row, called, now) for row in issues(running, wanted.where(civil(now)))]
    headed = [header(), *rows]
    if file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(headed)
    else:
        workbook(headed).save(file)
    return len(rows)


def issues(running: Product, where: Filter) -> Iterator[Row]:
    """The rows of the view, one by one."""
    columns = ["is_open", *COLUMNS]
    return running.views.as_seen_by(SYSTEM).each("issue", where, columns, [Order("reported_at")])


def header() -> list[str]:
    return [*(f"{name.replace('_', ' ').capitalize()} {zh}" for name, zh in COLUMNS.items()), AGE]


def cells(row: Row, called: Mapping[str, str], now: datetime) -> list[Any]:
    """The row as people read it: names for ids, both languages for terms, local times, and its age in days."""
    until = now if row["is_open"] else row["closed_at"]
    age = (until - row["reported_at"]).days if until else None
    return [*(cell(row[name], called) for name in COLUMNS), age]


def cell(value: Any, called: Mapping[str, str]) -> Any:
    match value:
        case Term():
            return f"{value} {value.zh}"
        case datetime():
            return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
        case Decimal():
            return float(value)
        case str():
            return safe(called.get(value, value))
        case _:
            return value


def names(organisation: Organisation) -> Mapping[str, str]:
    """What units and people are called, by id."""
    units, people = organisation.units.values(), organisation.people.values()
    return {**{unit.id: unit.name for unit in units}, **{person.id: person.name for person in people}}


def workbook(rows: Iterable[list[Any]]) -> Workbook:
    book = Workbook(write_only=True)
    page = book.create_sheet("Issues 问题台账")
    page.freeze_panes = "A2"
    for row in rows:
        page.append(row)
    return book
