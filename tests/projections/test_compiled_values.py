"""What a statement tells of a row: its values, what they lead to, and the structures inside them."""

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from domain.shared.ids import PersonId
from domain.shared.term import Role
from projections.compiling.selection import (
    Alias,
    AnyIdentity,
    AnyRelated,
    Constant,
    Fields,
    Identity,
    Keys,
    Related,
    Shape,
    Structure,
    Value,
    Wanted,
)
from projections.filters import Compare, Op, Order, Range
from projections.views import Views
from projections.visibility import SYSTEM, Viewer
from tests import postgres
from tests.projections.asking import ID, Asker
from tests.projections.conftest import made, new_views
from tests.projections.log import Log
from tests.projections.seven_jobs import changed_jobs
from tests.projections.workshop import JobId, JobOpened, NoteWritten

STAFF = Viewer("ana", frozenset({Role.EMP}))


def values(*names: str) -> Fields:
    return tuple((name, Value(name)) for name in names)


def test_each_kind_of_value_has_one_form(changed: Views) -> None:
    job = Asker(changed).row(
        "job", values("title", "price", "due", "urgent", "created_at", "after", "progress"), "job-7"
    )
    assert job == {
        "title": "Ärmel",
        "price": "12345678901234567.01",
        "due": "2026-03-07",
        "urgent": False,
        "created_at": "2026-01-05T01:00:28.000000Z",
        "after": ["job-6", "job-1"],
        "progress": 1,
    }
    other = Asker(changed).row("job", values("status", "price", "due", "urgent", "hours", "request"), "job-6")
    absent = dict.fromkeys(["price", "due", "hours", "request"])
    assert other == {"status": "OPEN", "urgent": False, **absent}
    assert Asker(changed).row("job", values("urgent", "status"), "job-1") == {"urgent": True, "status": "ASKED"}


def test_a_day_is_told_alike_whatever_the_server_is_set_to(postgres_dsn: str) -> None:
    with postgres.database_on(postgres_dsn) as dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {connection.info.dbname} SET datestyle = 'German, DMY'".encode())
        with new_views(dsn) as views:
            made(views, changed_jobs())
            assert Asker(views).row("job", values("status", "due"), "job-7") == {"status": "OPEN", "due": "2026-03-07"}


@pytest.mark.parametrize(
    ("price", "told"),
    [
        ("9.990", "9.990"),
        ("-2.50", "-2.50"),
        ("0", "0"),
        ("-0.00", "0.00"),
        ("0.0000001", "0.0000001"),
        ("1E+3", "1000"),
        ("-1.50E-9", "-0.00000000150"),
    ],
)
def test_a_decimal_is_told_with_all_its_digits_and_no_exponent(views: Views, price: str, told: str) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="", owner=PersonId("ana"), price=Decimal(price)))
    made(views, log)
    assert Asker(views).row("job", values("price"), "job-1") == {"price": told}
    assert views.as_seen_by(SYSTEM).rows("job")[0]["price"] == Decimal(price)


def test_a_row_that_is_not_there_is_nothing(seven: Views) -> None:
    assert Asker(seven).row("job", ID, "job-8") is None
    assert Asker(seven).row("job", ID, None) is None
    assert Asker(seven).row("job", ID, "' OR 1=1 --") is None


def test_rows_are_told_by_their_ids(seven: Views) -> None:
    found = Asker(seven).rows("job", values("title"), ["job-1", "job-6", "job-8", "'", "%s"])
    assert found == {"job-1": {"title": "Gate"}, "job-6": {"title": "门"}}
    assert Asker(seven).rows("job", ID, []) == {}


@pytest.mark.parametrize(
    "alias",
    ["x'); DROP TABLE job; --", "%s", "?", '"', "\\", "{}", "门", "", "'", "a.b[0]", "$.a", "👷🏽‍♀️", "__proto__"],
)
def test_a_name_that_the_asker_chose_is_only_a_name(seven: Views, alias: str) -> None:
    fields: Fields = ((Alias(alias), Value("title")), ("id", Value("id")))
    asker = Asker(seven)
    assert asker.row("job", fields, "job-1") == {alias: "Gate", "id": "job-1"}
    assert asker.page("job", fields, Range(first=1))["nodes"] == [{alias: "Gate", "id": "job-1"}]
    step = asker.row("job_step", ((Alias(alias), Related("job", seven.tables["job"], fields)),), "step-2-0")
    assert step == {alias: {alias: "gate of steel", "id": "job-2"}}


@pytest.mark.parametrize("many", [49, 50, 51, 59, 60, 61, 101, 120, 121, 250])
@pytest.mark.parametrize("named", [str, Alias])
def test_an_object_has_as_many_members_as_are_wanted(seven: Views, many: int, named: type[str]) -> None:
    wanted: list[Wanted] = [Value("title"), Value("urgent"), Value("after"), Constant("Job"), Value("price")]
    fields: Fields = tuple((named(f"n{number}"), wanted[number % 5]) for number in range(many))
    told = Asker(seven).row("job", fields, "job-7")
    each = ["Ärmel", False, ["job-6", "job-1"], "Job", "12345678901234567.01"]
    assert list(told.items()) == [(f"n{number}", each[number % 5]) for number in range(many)]


def test_many_members_may_lie_in_many_others(seven: Views) -> None:
    titles = tuple((f"n{number}", Value("title")) for number in range(61))
    jobs = tuple((f"j{number}", Related("job", seven.tables["job"], titles)) for number in range(70))
    step = Asker(seven).row("job_step", jobs, "step-4-1")
    assert len(step) == 70  # more than the tables that SQLite joins
    assert step["j69"]["n60"] == step["j0"]["n0"] == "100% \\_'"


def test_identities_name_one_thing_among_all(seven: Views) -> None:
    fields = (
        ("id", Identity("id", "Job")),
        ("after", Identity("after", "Job", many=True)),
        ("kind", Constant("Job")),
    )
    assert Asker(seven).row("job", fields, "job-3") == {
        "id": "Job:job-3",
        "after": ["Job:job-2", "Job:job-1"],
        "kind": "Job",
    }
    assert Asker(seven).row("job", fields, "job-1")["after"] == []
    step = (("id", AnyIdentity("record", "room", {"job": "Job", "note": "Note"})),)
    assert Asker(seven).page("event", step)["nodes"][0] == {"id": "Job:job-1"}


def test_keys_are_values_in_a_list_and_the_position_when_one_was_asked_about(seven: Views) -> None:
    fields = (("keys", Keys(("id", "version"))),)
    assert Asker(seven).row("job", fields, "job-2") == {"keys": ["job-2", 3]}
    assert Asker(seven, at=4).row("job", fields, "job-2") == {"keys": ["job-2", 2, 4]}


def test_a_relation_leads_to_a_row(seven: Views) -> None:
    job = Related("job", seven.tables["job"], values("id", "title"))
    step = Asker(seven).row("job_step", (("id", Value("id")), ("job", job)), "step-5-4")
    assert step == {"id": "step-5-4", "job": {"id": "job-5", "title": ""}}


def test_a_list_of_relations_keeps_its_order_and_leaves_out_what_is_not_there(views: Views) -> None:
    log, after = Log(), ("job-3", "job-9", "job-2", "job-3", "job-1")
    for number in (1, 2, 3):
        log.record(f"job-{number}", JobOpened(title="", owner=PersonId("ana")))
    log.record("job-4", JobOpened(title="", owner=PersonId("ana"), after=tuple(map(JobId, after))))
    made(views, log)
    fields = (("after", Related("after", views.tables["job"], ID, many=True)),)
    told = [row["id"] for row in Asker(views).row("job", fields, "job-4")["after"]]
    assert told == ["job-3", "job-2", "job-3", "job-1"]
    assert Asker(views).row("job", fields, "job-1") == {"after": []}


def test_a_record_of_any_room_is_found_in_its_room(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=PersonId("ana")))
    log.record("note-1", NoteWritten(text="secret", about=PersonId("bo"), job=JobId("job-1")))
    made(views, log)
    fields: dict[str, Fields] = {"job": values("title"), "note": (("kind", Constant("Note")), ("text", Value("text")))}
    event: Fields = (("record", AnyRelated("record", "room", fields)),)
    told = [row["record"] for row in Asker(views).page("event", event)["nodes"]]
    assert told == [{"title": "Gate"}, {"kind": "Note", "text": "secret"}]
    assert Asker(views, STAFF).page("event", event)["nodes"] == [{"record": {"title": "Gate"}}]
    only: Fields = (("record", AnyRelated("record", "room", {"job": values("title")})),)
    assert [row["record"] for row in Asker(views).page("event", only)["nodes"]] == [{"title": "Gate"}, None]


REQUEST = Structure("request", Shape.ONE, (("round", Value("round")), ("by", Identity("asked_by", "Person"))))
DRAWINGS = Structure("drawings", Shape.LIST, values("sheet", "scale"))
HOURS = Structure("hours", Shape.MAP, (("who", Value("key")), ("hours", Value("value"))))


@pytest.mark.parametrize(
    ("id", "told"),
    [
        (
            "job-1",
            {
                "request": {"round": 1, "by": "Person:ana"},
                "drawings": [{"sheet": 'A "1"\\', "scale": "1.50"}, {"sheet": "乙", "scale": "0.02"}],
                "hours": [{"who": "ana", "hours": "7.50"}, {"who": "o'bo \"\\", "hours": "3"}],
            },
        ),
        ("job-2", {"request": None, "drawings": [], "hours": None}),
    ],
)
def test_structures_are_told_as_far_as_they_are_there(changed: Views, id: str, told: Any) -> None:
    fields: Fields = (("request", REQUEST), ("drawings", DRAWINGS), ("hours", HOURS))
    assert Asker(changed).row("job", fields, id) == told


def test_structures_lie_in_structures(changed: Views) -> None:
    inside: Fields = (
        ("request", Structure("request", Shape.ONE, (("kind", Constant("Request")), *values("round", "asked_at")))),
        ("drawings", DRAWINGS),
        ("hours", HOURS),
        ("due", Value("due")),
        ("urgent", Value("urgent", absent=False)),
        ("color", Value("color", absent="red")),
        ("size", Value("size")),
        ("after", Identity("after", "Job", many=True)),
        ("before", Related("after", changed.tables["job"], values("title"), many=True)),
    )
    payload: Fields = (("payload", Structure("payload", Shape.ONE, inside)),)
    where = Compare("position", Op.IN, [3, 37, 38])
    rows = Asker(changed).page("event", payload, where=where, order=[Order("position")])["nodes"]
    opened, described, submitted = (row["payload"] for row in rows)
    nothing: dict[str, Any] = {
        "request": None,
        "drawings": None,
        "hours": None,
        "due": None,
        "urgent": False,
        "color": "red",
    }
    none: dict[str, Any] = {**nothing, "size": None, "after": None, "before": []}
    assert submitted == none | {"request": {"kind": "Request", "round": 1, "asked_at": "2026-01-05T01:00:00Z"}}
    assert [each["who"] for each in described["hours"]] == ["ana", "o'bo \"\\"]
    assert (described["drawings"][1]["sheet"], described["urgent"]) == ("乙", True)
    assert (opened["after"], opened["before"]) == (["Job:job-1", "Job:job-1"], [{"title": "Ramp"}] * 2)
