"""Whatever the batches, and wherever the process dies, the tables say what happened."""

from collections.abc import Callable
from itertools import groupby, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import projections.batches
from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from domain.shared.term import Role
from projections.batches import advanced
from projections.database import Overtaken
from projections.following import Unfoldable
from projections.rebuild import digest, rebuild
from projections.views import Views
from projections.visibility import SYSTEM
from tests.projections.catching_up import caught_up, following
from tests.projections.histories import Told, histories, request, signature
from tests.projections.log import Log
from tests.projections.workshop import JobDescribed, JobDone, JobOpened, JobSubmitted, StepFinished, StepId, StepPlanned

quickly = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
New = Callable[[], Views]
ANA = PersonId("ana")


def planned(step: str) -> StepPlanned:
    return StepPlanned(step=StepId(step), text=f"to {step}", by=PersonId("bo"))


def digests(views: Views) -> dict[str, str]:
    return {table.name: digest(views.database, table, 10**6) for table in views.tables.values()}


@quickly
@given(log=histories(), batches=st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=12))
def test_any_batches_and_deaths_lead_to_the_same_tables(
    open_new: New, log: Log, batches: list[tuple[int, bool]]
) -> None:
    followed, rebuilt = open_new(), open_new()
    caught_up(followed, log, batches)
    for _ in rebuild(rebuilt, log):
        pass
    assert digests(followed) == digests(rebuilt)
    assert followed.position() == rebuilt.position() == len(log.events)


@quickly
@given(log=histories(), sizes=st.lists(st.integers(1, 6), max_size=6))
def test_at_every_position_the_tables_say_what_a_plain_reading_says(open_new: New, log: Log, sizes: list[int]) -> None:
    views, told = open_new(), Told()
    caught_up(views, log, [(size, False) for size in sizes])
    rooms = [table for table in views.tables.values() if table.room]
    for recorded in log.events:
        told.tell(recorded, rooms)
        then = views.as_seen_by(SYSTEM, recorded.position)
        for table in rooms:
            assert then.rows(table.name) == told.of(table)
    now = views.as_seen_by(SYSTEM)
    assert all(now.rows(table.name) == told.of(table) for table in rooms)


@quickly
@given(log=histories(), sizes=st.lists(st.integers(1, 6), max_size=6))
def test_the_versions_of_a_row_follow_one_another_without_gap_or_overlap(
    open_new: New, log: Log, sizes: list[int]
) -> None:
    views = open_new()
    caught_up(views, log, [(size, False) for size in sizes])
    for name in ("job", "note"):
        past = f'SELECT "id", "updated_position", "until_position" FROM "{name}_past"'
        rows = views.database.read(
            f'{past} UNION ALL SELECT "id", "updated_position", NULL FROM "{name}" ORDER BY 1, 2'
        )
        for _, versions in groupby(rows, key=lambda row: row[0]):
            spans = [span[1:] for span in versions]
            assert all(until == since for (_, until), (since, _) in pairwise(spans))
            assert spans[-1][1] is None


@pytest.mark.parametrize("size", [1, 3, 7])
def test_folding_while_the_batch_before_is_written_leads_to_the_same_tables(
    open_new: New, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(projections.batches, "BATCH", size)
    log = Log()
    for number in range(10):
        log.record(f"job-{number}", JobOpened(title="Gate", owner=ANA), planned(f"saw-{number}"))
    log.record("job-1", StepFinished(step=StepId("saw-1")))
    plainly, aside = open_new(), open_new()
    caught_up(plainly, log)
    for _ in rebuild(aside, Log()):
        pass
    writer = aside.database.writer()
    assert list(advanced(log, following(aside, log), writer, 0)) == [*range(size, 21, size), 21]
    with pytest.raises(Overtaken):
        list(advanced(log, following(aside, log), writer, 0))
    log.record("job-11", StepFinished(step=StepId("nowhere")))
    with pytest.raises(Unfoldable):
        list(advanced(log, following(aside, log), writer, 21))
    writer.close()
    assert digests(plainly) == digests(aside)


@quickly
@given(log=histories())
def test_a_batch_that_comes_twice_changes_nothing(open_new: New, log: Log) -> None:
    views = open_new()
    caught_up(views, log)
    before, writer = digests(views), views.database.writer()
    with pytest.raises(Overtaken):
        writer.write(following(views, log).changes(log.events), 0, len(log.events))
    writer.close()
    assert digests(views) == before


def test_an_event_names_the_parts_that_it_changed_and_no_others(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=ANA), planned("saw"), planned("weld"))
    log.record("job-1", StepFinished(step=StepId("saw")), JobDone(signature=signature(1)))
    caught_up(views, log)
    parts = [row["parts"] for row in views.as_seen_by(SYSTEM).rows("event")]
    assert parts == [[], ["saw"], ["weld"], ["saw"], ["weld"]]


def test_askings_and_signatures_have_rows_of_their_own(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=ANA), JobSubmitted(request=request(1), comment="please"))
    log.record("job-1", JobDone(signature=signature(1)), by="bo", role=Role.DM)
    caught_up(views, log)
    asked, signed = views.as_seen_by(SYSTEM).rows("signature")
    assert (asked["verdict"], asked["signer"], asked["comment"], asked["position"]) == (None, "ana", "please", 2)
    assert (signed["verdict"], signed["signer"], signed["comment"]) == (Verdict.APPROVED, "bo", "as agreed")


def test_work_comes_and_goes_with_the_state_and_stays_while_nothing_changes_it(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=ANA), planned("saw"))
    asked = log.record("job-1", JobSubmitted(request=request(1), comment=""))
    settled = log.record("job-1", StepFinished(step=StepId("saw")))
    ended = log.record("job-1", JobDone(signature=signature(1)))
    caught_up(views, log)
    seen = [
        {(row["act"], row["person"], row["updated_position"]) for row in views.as_seen_by(SYSTEM, at).rows("work_item")}
        for at in (asked - 1, asked, settled, ended)
    ]
    to_finish, to_saw = ("job.finish", None, asked), ("job.finish_step", "bo", asked)
    assert seen == [set(), {to_finish, to_saw}, {to_finish}, set()]


def test_an_event_that_cannot_be_folded_is_named(views: Views) -> None:
    log = Log()
    log.record("job-1", StepFinished(step=StepId("nowhere")))
    with pytest.raises(Unfoldable, match=r"job\.step\.finished of job-1, position 1"):
        following(views, log).changes(log.events)


def test_an_event_that_is_missing_from_a_stream_is_noticed(views: Views) -> None:
    log = Log()
    log.record("job-1", JobOpened(title="Gate", owner=ANA))
    log.record("job-1", *[JobDescribed(title=str(n), price=None, due=None, urgent=False) for n in range(3)])
    fold = following(views, log)
    fold.changes(log.events[:2])
    with pytest.raises(Unfoldable, match="version 4 follows version 2"):
        fold.changes(log.events[3:])
