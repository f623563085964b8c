"""The file of another incident ledger is read whole, or every bad line of it is named and nothing is read."""

from datetime import UTC, datetime, timedelta

import pytest

from application.imports import incidents as i
from application.imports.incidents import read_incidents
from application.imports.problems import BROKEN, CUT_OFF, BadFile
from domain.issue.migration import CaseRow
from domain.shared.refusal import Reason

HEADER = "case_id,status,sub_status,timestamp\n"
GOOD = "1-1,Accepted,In Progress,2012-05-05T14:58:00\n"
LATER = "1-1,Completed,In Call,2012-05-05T15:23:00\n"
OTHER = "1-2,Queued,Awaiting Assignment,2012-05-01T08:00:00\n"


def written(*lines: str) -> bytes:
    return (HEADER + "".join(lines)).encode()


def test_cases_keep_their_rows_in_order_and_rows_that_look_alike() -> None:
    first, second = read_incidents(written(GOOD, GOOD, OTHER, LATER))
    assert (first.id, first.line, len(first.rows)) == ("1-1", 2, 3)
    assert (second.id, second.line, len(second.rows)) == ("1-2", 4, 1)
    assert first.rows[0] == first.rows[1]
    assert first.rows[2] == CaseRow("Completed", "In Call", datetime.fromisoformat("2012-05-05T15:23:00+08:00"))


def test_local_times_are_of_the_zone_that_was_said() -> None:
    (case,) = read_incidents(written(GOOD), UTC)
    assert case.rows[0].at == datetime(2012, 5, 5, 14, 58, tzinfo=UTC)
    assert case.rows[0].at - read_incidents(written(GOOD))[0].rows[0].at == timedelta(hours=8)


@pytest.mark.parametrize("said", ["2012-05-05T06:58:00Z", "2012-05-05T14:58:00+08:00", "2012-05-05T08:58:00.000+02:00"])
def test_a_time_that_says_its_zone_is_of_that_one(said: str) -> None:
    (case,) = read_incidents(written(f"1-1,Accepted,In Progress,{said}\n"), UTC)
    assert case.rows[0].at == datetime(2012, 5, 5, 6, 58, tzinfo=UTC)


def test_a_file_with_its_header_alone_has_no_cases() -> None:
    assert read_incidents(written()) == ()


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    windows = b"\xef\xbb\xbf" + written(GOOD, LATER).replace(b"\n", b"\r\n")
    assert read_incidents(windows) == read_incidents(written(GOOD, LATER))


def test_columns_are_known_by_their_names_in_whatever_order() -> None:
    turned = "".join(
        ",".join(reversed(line.split(","))) + "\n" for line in written(GOOD, LATER).decode().splitlines()
    )
    assert turned.startswith("timestamp,sub_status,status,case_id")
    assert read_incidents(turned.encode()) == read_incidents(written(GOOD, LATER))


def test_blank_lines_say_nothing_and_are_counted_all_the_same() -> None:
    (case,) = read_incidents(written("\n", GOOD, LATER, "\n"))
    assert (case.line, len(case.rows)) == (3, 2)
    (case,) = read_incidents(b"\n" + written(GOOD, LATER))
    assert (case.line, len(case.rows)) == (3, 2)


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        (b"", 1, "", i.WRONG_HEADER),
        (b"case,status,sub_status,timestamp\n", 1, "", i.WRONG_HEADER),
        (written(GOOD) + "1-3,Accepted,Wait – User,x\n".encode("cp1252"), 3, "", i.NOT_UTF8),
        (written(GOOD, LATER)[:-1], 3, "", CUT_OFF),
        (written(GOOD, "1-1,Accepted\n"), 3, "", i.WRONG_COLUMNS),
        (b"case_id,status,status,timestamp\n", 1, "", i.WRONG_HEADER),
        (written("1-1,Accepted,In Progress,2012-05-05T14:58:00,x\n"), 2, "", i.WRONG_COLUMNS),
        (written('1-1,"Accepted" x,In Progress,2012-05-05T14:58:00\n'), 2, "", BROKEN),
        (written(" ,Accepted,In Progress,2012-05-05T14:58:00\n"), 2, "case_id", i.BLANK_CASE),
        (written("1-1,Accepted,Closed,2012-05-05T14:58:00\n"), 2, "sub_status", i.UNKNOWN_STATUS),
        (written("1-1,accepted,In Progress,2012-05-05T14:58:00\n"), 2, "sub_status", i.UNKNOWN_STATUS),
        (written("1-1,Accepted,In Progress,2012-02-30T14:58:00\n"), 2, "timestamp", i.BAD_MOMENT),
        (written("1-1,Accepted,In Progress,20120505T145800\n"), 2, "timestamp", i.BAD_MOMENT),
        (written("1-1,Accepted,In Progress,2012-05-05T14:58\n"), 2, "timestamp", i.BAD_MOMENT),
        (written("1-1,Accepted,In Progress,2012-05-05 14:58:00\n"), 2, "timestamp", i.BAD_MOMENT),
        (written(LATER, GOOD), 3, "timestamp", i.UNORDERED),
    ],
)
def test_a_bad_line_is_named_with_its_column(content: bytes, line: int, column: str, reason: Reason) -> None:
    with pytest.raises(BadFile) as raised:
        read_incidents(content)
    (problem,) = raised.value.problems
    assert (problem.place.row, problem.place.column, problem.no.reason) == (line, column, reason)
    assert problem.no.message and problem.no.message_zh


def test_all_bad_lines_are_named_at_once() -> None:
    with pytest.raises(BadFile) as raised:
        read_incidents(written("1-1,Accepted\n", GOOD, "1-2,Accepted,Closed,x\n"))
    assert [problem.place.row for problem in raised.value.problems] == [2, 4]
