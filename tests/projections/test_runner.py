"""The runner keeps the views up to the log, says when they are, and stops loudly rather than leave anything out."""

import time
from contextlib import closing
from pathlib import Path

import apsw
import psycopg
import pytest

import projections.batches
from domain.shared.ids import PersonId
from domain.shared.recorded import Recorded
from projections.database import Unavailable
from projections.filters import Compare, Op
from projections.following import Following, Unfoldable
from projections.rebuild import differences, rebuild
from projections.runner import NAP, Runner
from projections.sqlite import SqliteWriter
from projections.views import Views, open_views
from projections.visibility import SYSTEM
from tests.projections.log import Log
from tests.projections.running import GATE, PATIENCE, Followed, renamed, running
from tests.projections.workshop import ROOMS, JobOpened, StepFinished, StepId, StepPlanned


def test_what_was_recorded_is_seen_once_it_was_waited_for(views: Views) -> None:
    log = Log()
    with running(log, views) as runner:
        for number in range(20):
            position = log.record(f"job-{number}", GATE)
            assert runner.wait(position, PATIENCE)
            assert views.as_seen_by(SYSTEM).count("job", Compare("id", Op.EQ, f"job-{number}")) == 1
    assert runner.status().position == views.position() == 20


def test_waiting_ends_when_the_time_is_over(views: Views) -> None:
    with running(Log(), views) as runner:
        assert not runner.wait(1, 0.01)


def test_a_restart_goes_on_where_the_views_are(views: Views) -> None:
    log = Log()
    with running(log, views) as runner:
        assert runner.wait(log.record("job-1", GATE, renamed("Ramp")), PATIENCE)
    log.record("job-1", renamed("Stairs"))
    with running(log, views) as runner:
        assert runner.wait(3, PATIENCE)
    assert differences(views, log) == []


def test_an_event_that_cannot_be_folded_stops_the_views_before_it(views: Views) -> None:
    log = Log()
    with running(log, views) as runner:
        assert runner.wait(log.record("job-1", GATE), PATIENCE)
        started = time.monotonic()
        assert not runner.wait(log.record("job-2", StepFinished(step=StepId("none"))), PATIENCE)
        assert time.monotonic() - started < PATIENCE / 2
    assert isinstance(runner.status().error, Unfoldable)
    assert views.position() == runner.status().position == 1


@pytest.mark.parametrize("together", [True, False])
def test_a_part_that_belongs_to_another_record_stops_the_views(views: Views, together: bool) -> None:
    log = Log()
    saw = StepPlanned(step=StepId("saw"), text="", by=PersonId("bo"))
    log.record("job-1", GATE, saw)
    with running(log, views) as runner:
        if not together:
            assert runner.wait(2, PATIENCE)
        assert not runner.wait(log.record("job-2", GATE, saw), PATIENCE)
        assert runner.status().error


def test_a_row_that_the_database_can_never_keep_stops_the_views(postgres_dsn: str) -> None:
    log = Log()
    too_long_for_an_index = PersonId("".join(map(chr, range(0x4E00, 0x4E00 + 5_000))))
    with closing(open_views(postgres_dsn, ROOMS, "views_never")) as views, running(log, views) as runner:
        assert runner.wait(log.record("job-1", GATE), PATIENCE)
        assert not runner.wait(log.record("job-2", JobOpened(title="x", owner=too_long_for_an_index)), PATIENCE)
        assert isinstance(runner.status().error, psycopg.OperationalError)
        assert views.position() == 1


def test_what_lies_before_the_batch_that_cannot_be_folded_is_seen(
    views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log()
    for _ in rebuild(views, log):
        pass
    monkeypatch.setattr(projections.batches, "BATCH", 2)
    for number in range(4):
        log.record(f"job-{number}", GATE)
    log.record("job-4", StepFinished(step=StepId("none")))
    with running(log, views) as runner:
        assert not runner.wait(5, PATIENCE)
        assert isinstance(runner.status().error, Unfoldable)
        assert views.position() == runner.status().position == 4


def test_another_process_learns_how_far_the_views_are(views: Views) -> None:
    log = Log()
    follower = Followed(log)
    with running(log, views) as leader, running(follower, views) as other:
        position = log.record("job-1", GATE)
        assert other.wait(position, PATIENCE)
        assert leader.wait(position, PATIENCE)
        assert (leader.status().leading, other.status().leading) == (True, False)


def test_a_process_of_another_program_looks_now_and_then_at_views_that_are_not_for_it(
    views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log()
    with running(log, views) as leader:
        assert leader.wait(log.record("job-a", GATE), PATIENCE)
        followed = Followed(log)
        looked: list[str] = []
        monkeypatch.setattr(followed, "leads", looked.append)
        older = Runner(followed, views)
        monkeypatch.setattr(older, "_fingerprint", "of another program")
        older.start()
        time.sleep(2 * NAP)
        older.stop()
        assert not older.status().ready
        assert len(looked) <= 4


def test_another_process_takes_over(views: Views) -> None:
    log = Log()
    follower = Followed(log)
    with running(follower, views) as other:
        with running(log, views) as leader:
            assert leader.wait(log.record("job-1", GATE), PATIENCE)
        follower.told.set()
        assert other.wait(log.record("job-1", renamed("Ramp")), PATIENCE)
    assert differences(views, log) == []


def test_two_that_both_think_they_lead_write_nothing_twice(views: Views) -> None:
    log = Log()
    with running(log, views) as one, running(log, views) as two:
        for number in range(200):
            log.record(f"job-{number % 7}-{number // 7}", GATE, renamed("Ramp"))
        assert one.wait(400, PATIENCE)
        assert two.wait(400, PATIENCE)
    assert differences(views, log) == []


class Distant(Log):
    """A log that cannot be reached when it is read first, nor when a record of it is."""

    def __init__(self, log: Log) -> None:
        self.__dict__.update(log.__dict__)
        self.away = {"log", "stream"}

    def reach(self, what: str) -> None:
        if what in self.away:
            self.away.remove(what)
            raise ConnectionError("the log is away")

    def log(self, after: int, limit: int) -> list[Recorded]:
        self.reach("log")
        return super().log(after, limit)

    def stream(self, record: str, upto: int) -> list[Recorded]:
        self.reach("stream")
        return super().stream(record, upto)


def test_a_log_that_cannot_be_reached_is_something_to_wait_for(views: Views) -> None:
    log = Log()
    with running(log, views) as runner:
        assert runner.wait(log.record("job-1", GATE), PATIENCE)
    log.record("job-1", renamed("Stairs"))
    distant = Distant(log)
    with running(distant, views, ConnectionError) as runner:
        assert runner.wait(2, PATIENCE)
    assert not distant.away
    assert differences(views, log) == []


def test_a_full_disk_is_something_to_wait_for(tmp_path: Path) -> None:
    log = Log()
    log.record("job-1", GATE)
    with closing(open_views(str(tmp_path), ROOMS)) as views:
        with running(log, views) as runner:
            assert runner.wait(1, PATIENCE)
        for number in range(1_000):
            log.record("job-1", renamed(f"Gate {number}"))
        changes = Following(views.rooms, views.tables, views.database.dialect, log).changes(log.log(1, 1_000))
        with closing(apsw.Connection(str(tmp_path / "views.db"))) as connection:
            connection.execute("PRAGMA max_page_count = 1")
            with pytest.raises(Unavailable):
                SqliteWriter(connection).write(changes, 1, 1_001)
        assert views.position() == 1
