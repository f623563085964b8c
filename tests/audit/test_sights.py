"""What callers may be told of the past is asked of the views, on either database."""

from collections.abc import Iterator

import pytest

from graphql_api.audit.sights import changed, seen
from projections.views import Views
from projections.visibility import SYSTEM, Viewer
from tests.projections.conftest import made, new_views
from tests.projections.seven_jobs import changed_jobs

JOBS = [f"job-{number}" for number in range(1, 8)]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def views(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    on_postgres = request.param == "postgres"
    target = request.getfixturevalue("postgres_dsn") if on_postgres else str(tmp_path_factory.mktemp("sights"))
    with new_views(target) as views:
        made(views, changed_jobs())
        yield views


@pytest.mark.parametrize("few", [20_000, 0])
def test_records_to_which_something_happened_come_in_order_and_page_by_page(
    views: Views, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphql_api.audit.sights.FEW", few)
    reader, last = views.as_seen_by(SYSTEM), views.position()
    assert changed(reader, 0, "", None, 99) == JOBS
    assert changed(reader, 0, "job-2", None, 3) == ["job-3", "job-4", "job-5"]
    assert changed(reader, last - 3, "", None, 99) == ["job-1", "job-7"]
    assert changed(views.as_seen_by(SYSTEM, last - 2), last - 3, "", None, 99) == ["job-7"]
    assert changed(reader, 0, "", ["job"], 99) == JOBS and changed(reader, 0, "", [], 99) == []
    assert changed(reader, last - 3, "job-1", ["job", "none", "job_step"], 99) == ["job-7"]


def test_whoever_has_no_role_is_told_of_nothing(views: Views) -> None:
    room = views.tables["job"].room
    assert room
    nobody, everything = (views.as_seen_by(each) for each in (Viewer("ana", frozenset()), SYSTEM))
    assert changed(nobody, 0, "", None, 99) == []
    sight = seen(nobody, room, "job-1")
    assert not sight.record and not any(map(sight.events, range(views.position() + 1)))
    sight = seen(everything, room, "job-1", since=1)
    assert sight.record and not sight.events(1) and sight.events(2) and sight.events(views.position())
