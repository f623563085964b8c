"""Bringing a case of another ledger in, with its whole past."""

from collections.abc import Iterator

from msgspec import Struct

from domain.issue.events import IssueMigrated, IssueStatusMigrated
from domain.issue.migrated import HANDLINGS, LEADS_TO
from domain.issue.terms import Category, Severity
from domain.issue.values import Moment
from domain.organisation.rules import unit_on
from domain.organisation.state import company
from domain.shared.act import Context, Past, act
from domain.shared.ids import UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line

NO_ROWS = Reason("issue.case_without_rows", "The case {case} has no rows.", "案例{case}没有记录行。")
UNKNOWN_STATUS = Reason(
    "issue.case_status",
    "Row {row} of the case {case} has the unknown status {status}.",
    "案例{case}第{row}行状态{status}未知。",
)
ROWS_UNORDERED = Reason(
    "issue.case_order",
    "Row {row} of the case {case}, at {at}, is earlier than the row above it.",
    "案例{case}第{row}行（{at}）早于上一行。",
)
ROW_IN_FUTURE = Reason(
    "issue.case_in_future",
    "Row {row} of the case {case} is in the future: {at}.",
    "案例{case}第{row}行（{at}）在未来。",
)


class CaseRow(Struct, frozen=True):
    """A change of status as the other ledger has it."""

    status: str
    sub_status: str
    at: Moment


@act("迁移案例", Role.ADM)
def migrate(
    context: Context,
    *,
    source: Line,
    case: Line,
    title: Line,
    rows: tuple[CaseRow, ...],
    unit: UnitId | None = None,
    category: Category | None = None,
    severity: Severity | None = None,
) -> Iterator[IssueMigrated | IssueStatusMigrated | Past]:
    """Bring a case of another ledger in: one event for each of its rows, at the time and in the words of the row.

    From then on the issue lives as any other. A case can be brought in once.
    """
    if unit is not None:
        unit_on(company(context.world), unit, context.today)
    if not rows:
        raise NO_ROWS(case=case)
    checked(case, rows, context)
    first = rows[0]
    handling = HANDLINGS[first.status, first.sub_status]
    begun = IssueMigrated(
        source=source,
        case=case,
        title=title,
        source_status=first.status,
        source_sub_status=first.sub_status,
        handling=handling,
        leads_to=LEADS_TO[handling],
        unit=unit,
        category=category,
        severity=severity,
    )
    yield Past(begun, first.at)
    for row in rows[1:]:
        yield Past(went_on(row), row.at)


def went_on(row: CaseRow) -> IssueStatusMigrated:
    handling = HANDLINGS[row.status, row.sub_status]
    return IssueStatusMigrated(
        source_status=row.status, source_sub_status=row.sub_status, handling=handling, leads_to=LEADS_TO[handling]
    )


def checked(case: str, rows: tuple[CaseRow, ...], context: Context) -> None:
    """Refuses UNKNOWN_STATUS, ROWS_UNORDERED and ROW_IN_FUTURE, each naming the row from 1."""
    before = rows[0].at
    for number, row in enumerate(rows, 1):
        if (row.status, row.sub_status) not in HANDLINGS:
            raise UNKNOWN_STATUS(case=case, row=number, status=f"{row.status}/{row.sub_status}")
        if row.at < before:
            raise ROWS_UNORDERED(case=case, row=number, at=row.at)
        before = row.at
    if before > context.now:
        raise ROW_IN_FUTURE(case=case, row=len(rows), at=before)
