"""The report about numbers: those that are missing, come twice, or were drawn for nothing (ISSUE-02, AUDIT-09)."""

from collections.abc import Sequence

from msgspec import Struct

from domain.shared.room import Room
from domain.shared.series import NumberDrawn
from domain.shared.term import Term
from projections.across import AnyPartId, RecordId
from projections.reports.deciding import stored_name
from projections.reports.report import Report


class Numbers(Term):
    """What is numbered without gaps."""

    DOCUMENT = "DOCUMENT", "单据编号"
    UNUSED = "UNUSED", "未使用的单据编号"
    POSITION = "POSITION", "日志位置"


class NumberingGap(Struct, frozen=True, kw_only=True):
    """Numbers of documents and of the log that do not follow the one before, and numbers drawn for nothing."""

    position: int
    """The place in the log of the event with the number."""
    record: RecordId
    room: str
    """The kind of record."""
    part: AnyPartId | None
    """The part of the record that the event is about, if it is not about the whole."""
    numbers: Numbers
    """What is numbered."""
    series: str
    """Of which run of numbers: a series of documents, or the log."""
    before: int
    """The number before it, 0 for none."""
    found: int
    """The number that follows. It should be one more."""


DRAWN = stored_name(NumberDrawn)


def gaps(_: Sequence[Room]) -> str:
    """Versions of a record are not looked at: views that do not follow each other's versions are never made.

    Nor is every position of the log, unless there are fewer events than positions.
    """
    number = "CAST(d.payload ->> 'number' AS bigint)"
    return f"""
        WITH drawn AS (
            SELECT d.id, d.position, d.record, d.room, d.part, d.payload ->> 'drawn_for' AS drawn_for,
                {number} AS found, coalesce(lag({number}) OVER (PARTITION BY d.record ORDER BY d.position), 0)
                AS before
            FROM event AS d WHERE d.type = '{DRAWN}'
        )
        SELECT id || '/{Numbers.DOCUMENT}' AS id, position, record, room, part, '{Numbers.DOCUMENT}' AS numbers,
            record AS series, before, found FROM drawn WHERE found <> before + 1
        UNION ALL SELECT id || '/{Numbers.UNUSED}', position, record, room, part, '{Numbers.UNUSED}',
            record, found - 1, found FROM drawn
        WHERE NOT EXISTS (SELECT 1 FROM event AS e WHERE e.record = drawn.drawn_for)
        UNION ALL SELECT e.id || '/{Numbers.POSITION}', e.position, e.record, e.room, e.part, '{Numbers.POSITION}',
            'log', coalesce((SELECT max(b.position) FROM event AS b WHERE b.position < e.position), 0), e.position
        FROM (SELECT max(position) - count(*) AS missing FROM event) AS counted CROSS JOIN event AS e
        WHERE counted.missing > 0 AND e.position > 1
            AND NOT EXISTS (SELECT 1 FROM event AS b WHERE b.position = e.position - 1)"""


REPORTS = (
    Report(
        "numbering_gap", "numbering_gaps", "编号断号", NumberingGap, gaps,
        filters=("room", "record", "numbers"), needs=("event",),
    ),
)
