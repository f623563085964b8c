"""Views that are not of this program, this log or a sound file are made anew, and read meanwhile as they were."""

import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from msgspec.structs import replace

from domain.shared.recorded import Recorded
from projections.database import Changes
from projections.filters import Compare, Op
from projections.rebuild import differences, rebuild
from projections.runner import NAP
from projections.views import Views, open_views
from projections.visibility import SYSTEM
from tests.projections.log import Log
from tests.projections.running import GATE, PATIENCE, Followed, renamed, running
from tests.projections.workshop import ROOMS


def test_views_are_made_anew_when_something_is_erased_and_show_nothing_of_it_even_earlier(views: Views) -> None:
    log = Log()
    with running(log, views) as runner:
        log.record("job-1", GATE, renamed("Ramp of Mr Li"))
        assert runner.wait(log.record("job-1", renamed("Stairs")), PATIENCE)
        log.erase(2, renamed("[erased]"))
        later = log.record("job-2", GATE)
        deadline = time.monotonic() + PATIENCE
        while titled(views, "Ramp of Mr Li", 2):
            assert time.monotonic() < deadline
            time.sleep(NAP / 10)
        assert titled(views, "[erased]", 2) == titled(views, "Stairs") == 1
        assert runner.wait(later, PATIENCE)
    assert differences(views, log) == []


def titled(views: Views, title: str, at: int | None = None) -> int:
    """How many jobs have that title, now or at a position."""
    return views.as_seen_by(SYSTEM, at).count("job", Compare("title", Op.EQ, title))


def test_views_of_another_layout_are_not_read_but_made_anew_at_the_start(views: Views) -> None:
    log = Log()
    log.record("job-1", GATE)
    with views.database.aside() as beside:
        outdated = beside.writer()
        outdated.begin(views.tables, "of another layout")
        outdated.close()
        views.database.replace(beside)
    with running(Followed(log), views) as other:
        assert not other.wait(0, 2 * NAP) and not other.status().ready
        with running(log, views) as leader:
            assert leader.wait(1, PATIENCE) and other.wait(1, PATIENCE)
    assert differences(views, log) == []


class Restored(Log):
    """A log that went on otherwise, after a backup was restored."""

    def take(self, recorded: Recorded) -> None:
        id = f"{recorded.envelope.id}{'-anew' if recorded.position > 1 else ''}"
        super().take(recorded._replace(envelope=replace(recorded.envelope, id=id)))


@pytest.mark.parametrize("since", [1, 3])
def test_views_of_a_log_that_is_no_longer_there_are_made_anew_at_the_start(views: Views, since: int) -> None:
    log, restored = Log(), Restored()
    with running(log, views) as runner:
        assert runner.wait(log.record("job-1", GATE, renamed("Ramp"), renamed("Stairs")), PATIENCE)
    head = restored.record("job-1", GATE, *map(renamed, ["Lift", "Ladder", "Slide"][:since]))
    with running(restored, views) as runner:
        assert runner.wait(head, PATIENCE)
    assert differences(views, restored) == []


@pytest.mark.parametrize("begins", [b"no database at all", b"SQLite format 3\0"])
def test_a_damaged_file_of_views_is_made_anew_at_the_start(tmp_path: Path, begins: bytes) -> None:
    log = Log()
    log.record("job-1", GATE)
    (tmp_path / "views.db").write_bytes(begins + bytes(range(256)) * 400)
    with closing(open_views(str(tmp_path), ROOMS)) as views:
        with running(log, views) as runner:
            assert runner.wait(1, PATIENCE)
        assert differences(views, log) == []


def test_views_are_made_anew_while_they_are_read_and_followed(views: Views) -> None:
    log, done, seen = Log(), Event(), list[int]()

    def read() -> None:
        while not done.is_set():
            seen.append(views.as_seen_by(SYSTEM).count("job"))

    with running(log, views) as runner:
        assert runner.wait(log.record("job-0", GATE), PATIENCE)
        reading = Thread(target=read)
        reading.start()
        for number in range(1, 6):
            log.record(f"job-{number}", GATE)
            for _ in rebuild(views, log):
                pass
        done.set()
        reading.join()
        assert runner.wait(log.record("job-1", renamed("Ramp")), PATIENCE)
    assert seen
    assert min(seen) >= 1
    assert differences(views, log) == []


def test_a_row_that_was_changed_behind_our_back_is_found(views: Views) -> None:
    log = Log()
    log.record("job-1", GATE, renamed("Ramp"))
    for _ in rebuild(views, log):
        pass
    job = views.tables["job"]
    writer = views.database.writer()
    writer.write({job: Changes(outdated={"job-1"})}, 2, 2)
    writer.close()
    assert differences(views, log) == ["job: row 'job-1' since position 2 is missing"]
