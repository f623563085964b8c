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
    VERSION = "VERSION", "记录版本"
    POSITION = "POSITION", "日志位置"


class NumberingGap(Struct, frozen=True, kw_only=True):
    """Places where a number does not follow the one before it: of documents, of a record's events, of the log."""

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
    """Of which run of numbers: a series of documents, a record, or the log."""
    before: int
    """The number before it, 0 for none."""
    found: int
    """The number that follows. It should be one more."""


DRAWN = stored_name(NumberDrawn)


def gaps(_: Sequence[Room]) -> str:
    number = "CAST(payload ->> 'number' AS bigint)"
    of_series = f"lag({number}) OVER (PARTITION BY record ORDER BY position)"
    return f"""
        WITH numbered AS (
            SELECT id, position, record, room, part, '{Numbers.DOCUMENT}' AS numbers, record AS series,
                coalesce({of_series}, 0) AS before, {number} AS found
            FROM event WHERE type = '{DRAWN}'
            UNION ALL SELECT id, position, record, room, part, '{Numbers.VERSION}', record,
                coalesce(lag(version) OVER (PARTITION BY record ORDER BY position), 0), version FROM event
            UNION ALL SELECT id, position, record, room, part, '{Numbers.POSITION}', 'log',
                coalesce(lag(position) OVER (ORDER BY position), 0), position FROM event
        )
        SELECT id || '/' || numbers AS id, position, record, room, part, numbers, series, before, found
        FROM numbered WHERE found <> before + 1
        UNION ALL SELECT d.id || '/{Numbers.UNUSED}', d.position, d.record, d.room, d.part, '{Numbers.UNUSED}',
            d.record, CAST(d.payload ->> 'number' AS bigint) - 1, CAST(d.payload ->> 'number' AS bigint)
        FROM event AS d WHERE d.type = '{DRAWN}'
            AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.record = d.payload ->> 'drawn_for')"""


REPORTS = (
    Report(
        "numbering_gap", "numbering_gaps", "编号断号", NumberingGap, gaps,
        filters=("room", "record", "numbers"), needs=("event",),
    ),
)
