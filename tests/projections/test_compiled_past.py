"""As of any position a statement tells what it told when that position was the newest, and reads what it must."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from projections.compiling.selection import Fields, Identity, Link, Pages, Related, Value
from projections.filters import Compare, Op, Order, Range, Through
from projections.layout import indexes
from projections.postgres import PostgresDatabase
from projections.views import Views
from tests.projections.asking import Asker, nodes, pages
from tests.projections.catching_up import caught_up, following
from tests.projections.conftest import made
from tests.projections.histories import histories
from tests.projections.log import Log
from tests.projections.seven_jobs import changed_jobs

New = Callable[[], Views]


def jobs(views: Views) -> Pages:
    """Jobs with their steps, the jobs before and after them, and what is written of them: sorted and counted."""
    tables = views.tables
    brief: Fields = (("id", Value("id")), ("title", Value("title")), ("price", Value("price")), ("due", Value("due")))
    step: Fields = (("text", Value("text")), ("status", Value("status")), ("job", Related("job", tables["job"], brief)))
    steps = pages(tables["job_step"], step, Range(first=2), order=[Order("text")], links=(Link("job", "id"),))
    cheap = Through("job", "job", Compare("price", Op.LT, Decimal(100)))
    notes = pages(tables["note"], (("text", Value("text")),), Range(last=2), cheap, links=(Link("job", "id"),))
    later = pages(tables["job"], brief, Range(first=3), links=(Link("after", "id", among=True),))
    fields: Fields = (
        *brief,
        ("urgent", Value("urgent")),
        ("updated_at", Value("updated_at")),
        ("after", Identity("after", "Job", many=True)),
        ("before", Related("after", tables["job"], brief, many=True)),
        ("steps", steps),
        ("notes", notes),
        ("later", later),
    )
    return pages(tables["job"], fields, Range(first=2), order=[Order("price", True), Order("title")])


def everything(views: Views, at: int | None = None) -> Any:
    """The answer, with the events so far."""
    asker = Asker(views, at=at)
    events = asker.page("event", (("type", Value("type")), ("payload", Value("payload"))), Range(last=3))
    work = asker.page("work_item", (("act", Value("act")), ("title", Value("title")), ("due", Value("due"))))
    return asker.pages(jobs(views)), events, work


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=histories())
def test_an_answer_as_of_a_position_is_the_answer_of_that_time(open_new: New, log: Log) -> None:
    views = open_new()
    caught_up(views, Log())
    writer, fold, then = views.database.writer(), following(views, log), []
    for position in range(len(log.events)):
        writer.write(fold.changes(log.log(position, 1)), position, position + 1)
        then.append(everything(views))
    writer.close()
    assert then == [everything(views, position) for position in range(1, len(log.events) + 1)]


def test_both_databases_tell_the_same_at_every_position(both: tuple[Views, Views]) -> None:
    file, server = (
        [without_cursors(everything(views, at)) for at in (None, *range(len(changed_jobs().events) + 1))]
        for views in both
    )
    assert file == server


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=histories())
def test_both_databases_tell_the_same_of_any_history(both: tuple[Views, Views], log: Log) -> None:
    for views in both:
        made(views, log)
    file, server = both
    for at in (None, len(log.events) // 2):
        assert without_cursors(everything(file, at)) == without_cursors(everything(server, at))


def without_cursors(answer: Any) -> Any:
    """The answer without what each database writes in its own way."""
    match answer:
        case dict():
            kept = {name: value for name, value in answer.items() if name not in ("cursor", "start", "end")}
            return {name: without_cursors(value) for name, value in kept.items()}
        case list() | tuple():
            return [without_cursors(each) for each in answer]
    return answer


def plan(views: Views, wanted: Pages, at: int | None = None) -> str:
    """How the database goes about the statement."""
    text, values = Asker(views, at=at).statement(views.compiler.page(wanted))
    if not isinstance(views.database, PostgresDatabase):
        return "\n".join(line[3] for line in views.database.read(f"EXPLAIN QUERY PLAN {text}", values))
    with views.database._connected() as connection, connection.transaction():
        connection.execute("SET LOCAL enable_seqscan = off")  # so few rows it would rather read all
        return "\n".join(line[0] for line in connection.execute(f"EXPLAIN {text}".encode(), values))


def test_what_is_now_is_told_without_a_look_at_the_past(busy: Views) -> None:
    assert "_past" not in plan(busy, jobs(busy))
    assert "job_past" in plan(busy, jobs(busy), at=300)


def test_what_belongs_to_a_row_is_found_by_an_index(busy: Views) -> None:
    steps = pages(busy.tables["job_step"], (("text", Value("text")),), links=(Link("job", "id"),))
    wanted = pages(busy.tables["job"], (("steps", steps),))
    assert "job_step_by_job" in plan(busy, wanted)
    then = plan(busy, wanted, at=300)
    assert "job_step_by_job" in then and "job_step_past_by_job" in then


@pytest.mark.parametrize("many", [False, True])
def test_a_relation_is_followed_by_the_id(busy: Views, many: bool) -> None:
    tables = busy.tables
    related = Related("after" if many else "job", tables["job"], (("title", Value("title")),), many)
    wanted = pages(tables["job" if many else "job_step"], (("related", related),), Range(first=1))
    key = "job_pkey" if isinstance(busy.database, PostgresDatabase) else "sqlite_autoindex_job_1"
    assert key in plan(busy, wanted)
    then = plan(busy, wanted, at=300)
    assert key in then and "job_past_by_id" in then


def test_a_sorted_page_is_read_along_its_index_from_the_cursor_on(busy: Views) -> None:
    order = [Order("price")]
    cursor = Asker(busy).page("job", order=[Order("created_position")])["info"]["start"]
    wanted = pages(busy.tables["job"], part=Range(first=1, after=cursor), order=[Order("created_position")])
    assert "job_by_created_position" in plan(busy, wanted)
    assert "job_by_price" not in plan(busy, pages(busy.tables["job"], order=order))


def test_a_page_of_what_is_in_a_state_is_read_along_its_index(busy: Views) -> None:
    open_ = Compare("status", Op.EQ, "OPEN")
    coming = [Order("created_position")]
    in_state = pages(busy.tables["job"], part=Range(first=1), where=open_, order=coming)
    assert "job_by_status" in plan(busy, in_state)
    assert "job_step_by_status_and_id" in plan(busy, pages(busy.tables["job_step"], part=Range(first=1), where=open_))


def test_a_page_of_the_past_is_read_along_an_index(busy: Views) -> None:
    """On SQLite along that of the present, with a look at one version of each record."""
    index = "job_past_by_created_position" if isinstance(busy.database, PostgresDatabase) else "job_past_by_id"
    then = plan(busy, pages(busy.tables["job"], part=Range(first=1), order=[Order("created_position")]), at=300)
    assert "job_by_created_position" in then and index in then
    assert "fork" in plan(busy, pages(busy.tables["job"], order=[Order("title")]), at=300)


def test_what_held_is_found_by_its_fork_whatever_else_ever_held(busy: Views) -> None:
    table = busy.tables["job"]
    titled = pages(table, where=Compare("title", Op.CONTAINS, "ramp"), order=[Order("title")])
    assert "fork" in plan(busy, titled, at=300)
    owned = pages(table, where=Compare("owner", Op.EQ, "ana"), order=[Order("title")])
    assert "fork" in plan(busy, owned, at=300)


@pytest.mark.parametrize("order", ["id", "created_position", "title"])
def test_what_a_relation_leads_to_is_found_by_its_fork_in_whatever_order_it_is_put(busy: Views, order: str) -> None:
    table = busy.tables["job"]
    owned = nodes(table, order=[Order(order)], links=(Link("owner", "owner"),))
    row = busy.compiler.row(table, (("owned", owned),), lambda _: "job-1")
    assert '"fork"' in Asker(busy, at=300).statement(row).text


def test_what_else_is_asked_of_records_in_a_state_stands_in_the_index_that_finds_them(busy: Views) -> None:
    (index,) = (each for each in indexes(busy.tables, busy.database.dialect) if '"job_past_by_status"' in each)
    assert '("fork", "status",' in index and '"created_position"' in index and '"urgent"' in index


def test_of_what_was_in_a_state_only_the_rows_of_the_page_are_read_in_a_file(busy: Views) -> None:
    if isinstance(busy.database, PostgresDatabase):
        pytest.skip("PostgreSQL reads rows by the index that finds them")
    open_, order = Compare("status", Op.EQ, "OPEN"), [Order("created_position", descending=True)]
    then = plan(busy, pages(busy.tables["job"], part=Range(first=3), where=open_, order=order), at=300)
    assert "COVERING INDEX job_past_by_status" in then and "INTEGER PRIMARY KEY" in then


def test_what_a_relation_leads_to_lies_in_its_index_in_the_order_of_lists(busy: Views) -> None:
    made = {each.split('"')[1]: each for each in indexes(busy.tables, busy.database.dialect)}
    assert '("owner", "created_position",' in made["job_by_owner"]
    assert '("job", "id",' in made["job_step_by_job"], "parts are listed by key"
