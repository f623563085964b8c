"""Views to test with, on each of the databases."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count

import psycopg
import pytest

from domain.shared.ids import PersonId
from domain.shared.room import Room
from projections import first
from projections.postgres import PostgresDatabase
from projections.rebuild import rebuild
from projections.views import Views, open_views
from tests.projections.log import Log
from tests.projections.seven_jobs import changed_jobs, seven_jobs
from tests.projections.workshop import ROOMS, JobDescribed, JobId, JobOpened, StepId, StepPlanned

NUMBERS = count(1)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where views may be made: on each of the databases."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_dsn"))
    return str(tmp_path_factory.mktemp("views"))


@pytest.fixture
def open_new(target: str) -> Iterator[Callable[[], Views]]:
    """Opens empty views, a place of its own each time."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(new_views(target))


@contextmanager
def new_views(target: str, rooms: Iterable[Room] = ROOMS) -> Iterator[Views]:
    """Empty views until the end of the block."""
    schema = f"views_{next(NUMBERS)}"
    with closing(open_views(target, rooms, schema)) as views:
        yield views
    if isinstance(views.database, PostgresDatabase):
        with psycopg.connect(target, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


@pytest.fixture(scope="module")
def seven(target: str) -> Iterator[Views]:
    """Views of the seven jobs."""
    with new_views(target) as views:
        made(views, seven_jobs())
        yield views


@pytest.fixture(scope="module")
def changed(target: str) -> Iterator[Views]:
    """Views of the seven jobs and of what became of the first."""
    with new_views(target) as views:
        made(views, changed_jobs())
        yield views


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres_dsn: str) -> Iterator[tuple[Views, Views]]:
    """The views of `changed` in a SQLite file and in PostgreSQL."""
    with new_views(str(tmp_path_factory.mktemp("views"))) as file, new_views(postgres_dsn) as server:
        made(file, changed_jobs())
        made(server, changed_jobs())
        yield file, server


def made(views: Views, log: Log) -> None:
    """Make the views of a log."""
    for _ in rebuild(views, log):
        pass


@pytest.fixture(params=[("FEW",), ("NEAR",), ("NEAR", "MARKS"), ()])
def near(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far one looks beforehand: in so small a log everywhere, if it were not for some of the limits."""
    for limit in request.param:
        monkeypatch.setattr(first, limit, 0)


@pytest.fixture
def views(open_new: Callable[[], Views]) -> Views:
    """Empty views."""
    return open_new()


@pytest.fixture(scope="module")
def busy(target: str) -> Iterator[Views]:
    """Views of many jobs of which most has changed more than once."""
    log, ana = Log(), PersonId("ana")
    for number in range(60):
        id, before = f"job-{number}", (JobId(f"job-{number - 1}"),) if number else ()
        log.record(id, JobOpened(title="Gate", owner=ana, after=before))
        for title in ("Ramp", "Stairs"):
            log.record(id, JobDescribed(title=title, price=None, due=None, urgent=False))
            log.record(id, *(StepPlanned(step=StepId(f"{id}-{n}"), text=title, by=ana) for n in range(4)))
    with new_views(target) as views:
        made(views, log)
        yield views
