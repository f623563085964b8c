"""Nobody sees what is not for them, whichever way they ask."""

from collections.abc import Callable, Iterator

import pytest

from domain.shared.ids import PersonId
from domain.shared.term import Role
from projections.compiling.selection import Link
from projections.filters import Compare, Op
from projections.rebuild import rebuild
from projections.views import Reader
from projections.visibility import SYSTEM, Viewer
from tests.projections.asking import ID, Asker, pages
from tests.projections.conftest import new_views
from tests.projections.log import Log
from tests.projections.workshop import JobId, JobOpened, NoteWritten

EMPLOYEE = frozenset({Role.EMP})


@pytest.fixture(scope="module")
def see(target: str) -> Iterator[Callable[[Viewer], Reader]]:
    """Two notes, on bo and on cai, and a job."""
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=PersonId("ana")))
    for name in ("bo", "cai"):
        log.record(f"note-{name}", NoteWritten(text="secret", about=PersonId(name), job=JobId("job-1")))
    with new_views(target) as views:
        for _ in rebuild(views, log):
            pass
        yield views.as_seen_by


@pytest.mark.parametrize(
    ("viewer", "notes", "jobs"),
    [
        (SYSTEM, ["note-bo", "note-cai"], 1),
        (Viewer("hanna", frozenset({Role.EMP, Role.HR})), ["note-bo", "note-cai"], 1),
        (Viewer("audrey", frozenset({Role.AUD})), ["note-bo", "note-cai"], 1),
        (Viewer("bo", EMPLOYEE), ["note-bo"], 1),
        (Viewer("ana", EMPLOYEE), [], 1),
        (Viewer("administrator", frozenset({Role.ADM})), [], 1),
        (Viewer("gone", frozenset()), [], 0),
        (Viewer("program", frozenset({Role.INT}), frozenset({"note"})), ["note-bo", "note-cai"], 0),
        (Viewer("program", frozenset({Role.INT}), frozenset({"job"})), [], 1),
        (Viewer("bo", EMPLOYEE, frozenset({"note"})), ["note-bo"], 0),
        (Viewer("bo", EMPLOYEE, frozenset({"job"})), [], 1),
        (Viewer("audrey", frozenset({Role.AUD}), frozenset({"note"})), ["note-bo", "note-cai"], 0),
    ],
)
def test_rows_are_seen_by_the_readers_that_the_room_names(
    see: Callable[[Viewer], Reader], viewer: Viewer, notes: list[str], jobs: int
) -> None:
    reader = see(viewer)
    assert [row["id"] for row in reader.rows("note")] == notes
    asker = Asker(reader.views, viewer)
    assert sorted(asker.rows("note", ID, ["note-bo", "note-cai"])) == notes
    assert [each for each in ("note-bo", "note-cai") if asker.row("note", ID, each)] == notes
    assert (reader.count("note"), reader.count("job")) == (len(notes), jobs)
    page = asker.page("note", where=Compare("text", Op.EQ, "secret"))
    assert ([node["id"] for node in page["nodes"]], page["total"]) == (notes, len(notes))
    beneath = (("notes", pages(reader.views.tables["note"], links=(Link("job", "id"),))),)
    job = asker.row("job", beneath, "job-1")
    assert job is None if not jobs else (len(job["notes"]["nodes"]), job["notes"]["total"]) == (len(notes),) * 2
    events = {row["record"] for row in reader.rows("event")}
    assert events == {*notes, *["job-1"][:jobs]}
