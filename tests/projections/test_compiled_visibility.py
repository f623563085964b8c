"""Inside a statement a record that somebody may not see is as if it did not exist, however it is asked for."""

from collections.abc import Iterator
from typing import Any

import pytest

from domain.rooms import ROOMS as REAL_ROOMS
from domain.shared.ids import PersonId
from domain.shared.term import Role
from projections.compiling.compiler import Compiler
from projections.compiling.selection import AnyRelated, Fields, Identity, Link, Related, Value
from projections.compiling.sqlite import SqliteJson
from projections.compiling.template import Given
from projections.filters import Compare, Not, Op, Order, Range, Through
from projections.sqlite_dialect import SqliteDialect
from projections.tables import Table, tables
from projections.views import Views
from projections.visibility import SYSTEM, Viewer
from tests.projections.asking import ID, Asker, ids, nodes, pages
from tests.projections.conftest import made, new_views
from tests.projections.log import Log
from tests.projections.workshop import JobId, JobOpened, NoteWritten, StepId, StepPlanned

STAFF = frozenset({Role.EMP})
ANA, BO, HR = Viewer("ana", STAFF), Viewer("bo", STAFF), Viewer("hanna", frozenset({Role.HR}))
NOBODY, NO_JOBS = Viewer("gone", frozenset()), Viewer("bo", STAFF, frozenset({"note"}))


def gates(hidden: bool = True) -> Log:
    """Two jobs, the second after the first; a note on cai and two on bo, whose text once was another."""
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=PersonId("ana")))
    log.record("job-2", JobOpened(title="Ramp", owner=PersonId("bo"), after=(JobId("job-1"),)))
    log.record("job-1", StepPlanned(step=StepId("step-1"), text="saw", by=PersonId("bo")))
    for number, about in ((1, "bo"), (2, "cai"), (3, "bo")):
        if hidden or about == "bo":
            log.record(
                f"note-{number}", NoteWritten(text=f"secret {number}", about=PersonId(about), job=JobId("job-1"))
            )
    for number, about in ((1, "bo"), (2, "cai")):
        if hidden or about == "bo":
            log.record(f"note-{number}", NoteWritten(text=f"open {number}", about=PersonId(about), job=JobId("job-1")))
    return log


@pytest.fixture(scope="module")
def whole(target: str) -> Iterator[Views]:
    with new_views(target) as views:
        made(views, gates())
        yield views


@pytest.fixture(scope="module")
def without(target: str) -> Iterator[Views]:
    """The views of a world in which the note on cai never was."""
    with new_views(target) as views:
        made(views, gates(hidden=False))
        yield views


def notes_of(tables: Any) -> Fields:
    return (
        ("id", Value("id")),
        ("notes", pages(tables["note"], (("text", Value("text")), *ID), links=(Link("job", "id"),))),
    )


WANTED: dict[str, Any] = {
    "a list": lambda asker: asker.page("note"),
    "a sorted list": lambda asker: asker.page("note", order=[Order("text", True)], part=Range(last=1)),
    "the first so many": lambda asker: asker.page("note", part=Range(first=2)),
    "a narrowed list": lambda asker: asker.page("note", where=Compare("text", Op.CONTAINS, "2")),
    "a list without": lambda asker: asker.page("note", where=Not(Compare("about", Op.EQ, "bo"))),
    "a list within": lambda asker: asker.page("job", notes_of(asker.views.tables)),
    "the row": lambda asker: asker.row("note", ID, "note-2"),
    "rows": lambda asker: asker.rows("note", ID, ["note-1", "note-2", "note-3"]),
}


@pytest.mark.parametrize("wanted", sorted(WANTED))
def test_what_is_hidden_is_as_if_it_did_not_exist(whole: Views, without: Views, wanted: str) -> None:
    ask = WANTED[wanted]
    assert ask(Asker(whole, BO)) == ask(Asker(without, BO)) == ask(Asker(without, HR))
    assert ask(Asker(whole, HR)) != ask(Asker(whole, BO))
    assert ask(Asker(whole, SYSTEM)) == ask(Asker(whole, HR))


@pytest.mark.parametrize(
    ("viewer", "now", "first"),
    [(HR, "123", "12"), (BO, "13", "1"), (ANA, "", ""), (NOBODY, "", ""), (NO_JOBS, "13", "1")],
)
def test_the_past_hides_what_the_present_hides(whole: Views, viewer: Viewer, now: str, first: str) -> None:
    for at, found in ((None, now), (8, now), (5, first), (3, "")):
        page = Asker(whole, viewer, at).page("note")
        assert (ids(page), page["total"]) == (found, len(found))
    secret = Asker(whole, viewer, 5).row("note", (("text", Value("text")),), "note-2")
    assert secret == ({"text": "secret 2"} if viewer is HR else None)


def test_a_condition_does_not_look_through_a_relation_at_what_is_hidden(whole: Views) -> None:
    titled = Through("job", "job", Compare("title", Op.EQ, "Gate"))
    assert ids(Asker(whole, BO).page("note", where=titled)) == "13"
    assert ids(Asker(whole, HR).page("note", where=titled)) == "123"


def test_a_relation_to_what_is_hidden_leads_nowhere(whole: Views) -> None:
    tables = whole.tables
    note: Fields = (("id", Value("id")), ("job", Related("job", tables["job"], ID)))
    assert Asker(whole, BO).row("note", note, "note-1") == {"id": "note-1", "job": {"id": "job-1"}}
    assert Asker(whole, NO_JOBS).row("note", note, "note-1") == {"id": "note-1", "job": None}
    assert Asker(whole, NO_JOBS).row("job", ID, "job-1") is None
    assert Asker(whole, NO_JOBS).page("job_step")["total"] == 0


def test_a_list_of_relations_leaves_out_what_is_hidden(whole: Views) -> None:
    after: Fields = (
        ("after", Related("after", whole.tables["note"], ID, many=True)),
        ("ids", Identity("after", "N", True)),
    )
    log = Log()
    hidden = tuple(JobId(f"note-{number}") for number in (3, 2, 1))
    log.record("job-1", JobOpened(title="", owner=PersonId("ana"), after=hidden))
    for number, about in ((1, "bo"), (2, "cai"), (3, "bo")):
        log.record(f"note-{number}", NoteWritten(text="", about=PersonId(about), job=JobId("job-1")))
    made(whole, log)
    try:
        told = Asker(whole, BO).row("job", after, "job-1")["after"]
        assert [each["id"] for each in told] == ["note-3", "note-1"]
        assert Asker(whole, ANA).row("job", after, "job-1")["after"] == []
    finally:
        made(whole, gates())


def test_events_tell_only_of_records_that_are_seen(whole: Views) -> None:
    fields: Fields = (("record", AnyRelated("record", "room", {"job": ID, "note": ID})),)
    for viewer, found in ((BO, {"job-1", "job-2", "note-1", "note-3"}), (ANA, {"job-1", "job-2"}), (NOBODY, set())):
        page = Asker(whole, viewer).page("event", fields)
        assert {node["record"]["id"] for node in page["nodes"]} == found
        assert page["total"] == len(page["nodes"])


def test_each_table_in_a_statement_has_its_own_rule(whole: Views) -> None:
    note: Table = whole.tables["note"]
    steps = pages(
        whole.tables["job_step"],
        (("job", Related("job", whole.tables["job"], notes_of(whole.tables))),),
        links=(Link("job", "id"),),
    )
    jobs = Asker(whole, BO).page("job", (("steps", steps), *notes_of(whole.tables)))["nodes"]
    assert [ids(job["notes"]) for job in jobs] == ["13", ""]
    assert ids(jobs[0]["steps"]["nodes"][0]["job"]["notes"]) == "13"
    among = pages(note, links=(Link("about", "owner"),))
    assert [ids(job["n"]) for job in Asker(whole, BO).page("job", (("n", among),))["nodes"]] == ["", "13"]


def test_whether_a_record_may_be_seen_is_asked_once_for_it_and_all_its_parts() -> None:
    known = tables(REAL_ROOMS)
    improvements, link = known["appraisal_improvement"], Link("appraisal", "id")
    compiler = Compiler(SqliteDialect(), SqliteJson(), known)
    within = nodes(improvements, links=(link,))
    whole = compiler.row(known["appraisal"], (("parts", within),), lambda _: "appraisal-1")
    for wanted in (whole, compiler.page(nodes(improvements))):
        assert wanted.filled(Given(HR)).text.count('"withheld_from" =') == 1
    with pytest.raises(ValueError, match="belong to another"):
        compiler.page(within)


@pytest.mark.parametrize(("room", "rules"), [("plan", []), ("appraisal", ["told_to"])])
def test_of_what_has_happened_to_a_record_the_rule_of_its_room_alone_is_asked(room: str, rules: list[str]) -> None:
    known = tables(REAL_ROOMS)
    history = nodes(known["event"], links=(Link("record", "id"),))
    row = Compiler(SqliteDialect(), SqliteJson(), known).row(known[room], (("history", history),), lambda _: "any")
    text, values = row.filled(Given(ANA))
    asked = text.split('FROM "event"')[1].split(" ORDER BY ")[0]
    assert '("room" = ?)' in asked and room in values
    assert [column for column in ("told_to", "evaluator", "person") if f'"{column}" = ?' in asked] == rules


def test_the_records_of_a_page_are_looked_up_one_by_one_and_those_of_a_count_are_listed() -> None:
    known = tables(REAL_ROOMS)
    both = Compiler(SqliteDialect(), SqliteJson(), known).page(pages(known["event"])).filled(Given(ANA)).text
    assert both.count('EXISTS (SELECT 1 FROM "appraisal" WHERE ("id" = "event"."record") AND') == 1
    assert both.count('"record" IN (SELECT "id" FROM "appraisal" WHERE') == 1


def test_who_sees_what_as_of_a_position_is_a_matter_of_that_time(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=PersonId("ana")))
    for about in ("bo", "cai"):
        log.record("note-1", NoteWritten(text="secret", about=PersonId(about), job=JobId("job-1")))
    made(views, log)
    cai = Viewer("cai", STAFF)
    for viewer, at, notes, events in (
        (BO, 2, "1", 2),
        (cai, 2, "", 1),
        (BO, 3, "", 1),
        (BO, None, "", 1),
        (cai, 3, "1", 3),
    ):
        asker = Asker(views, viewer, at)
        assert (ids(asker.page("note")), asker.page("event")["total"]) == (notes, events)
