"""The ready questions of auditors (AUDIT-09). Each is declared once: a class for its columns, a SELECT, an entry here.

From the entry come its view in the database (or its table, if it has no SELECT), its list in the API with filters,
order and pages, and its report on the command line.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.shared.room import Room
from projections.reports import adjustments, approvals, numbering, people
from projections.reports.report import Counted, Report
from projections.tables import Reading, Table

REPORTS: tuple[Report, ...] = (
    *approvals.REPORTS,
    *numbering.REPORTS,
    *people.REPORTS,
    *adjustments.REPORTS,
)


def reports(tables: Mapping[str, Table]) -> Mapping[Report, Table]:
    """The reports that these tables can answer, each as a table to be asked."""
    reading = Reading(table.room for table in tables.values() if table.room and not table.part)
    return {each: each.table(reading) for each in REPORTS if all(name in tables for name in each.needs)}


def kept(tables: Mapping[str, Table]) -> Mapping[type[Any], Table]:
    """The tables of reports whose rows are kept as they are found, each by the class of its rows."""
    return {report.row: table for report, table in reports(tables).items() if not table.derived}


def counted(tables: Mapping[str, Table], room: Room) -> tuple[tuple[Table, Counted], ...]:
    """The tables of what is counted for each record of the room, and how."""
    found = ((table, report.counted) for report, table in reports(tables).items() if report.counted)
    return tuple((table, each) for table, each in found if each.room == room.name)


def views(tables: Mapping[str, Table]) -> Iterator[str]:
    """The statements that make the views of the reports which these tables can answer."""
    rooms = tuple(table.room for table in tables.values() if table.room and not table.part)
    for report in reports(tables):
        yield from report.views(rooms)
