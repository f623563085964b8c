"""What is added to a list that only grows is written once, and is there from then on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from msgspec.structs import replace as with_

from domain.shared.ids import PersonId
from projections.compiling.selection import Shape, Structure, Value
from projections.following import Following, Unfoldable
from projections.items import ITEM
from projections.layout import stored
from projections.tables import tables
from projections.views import Views
from tests.projections.asking import Asker
from tests.projections.catching_up import following
from tests.projections.conftest import made
from tests.projections.log import Log
from tests.projections.workshop import JOBS, Job, JobDescribed, JobOpened, JobRemarked

REMARKS = Structure("remarks", Shape.LIST, (("text", Value("text")), ("by", Value("by"))))
RENAMED = JobDescribed(title="Sleeves", price=None, due=None, urgent=True)


def remarked() -> Log:
    """Two jobs, about which something is said now and then."""
    log = Log()
    log.record("job-1", JobOpened(title="Sleeve", owner=PersonId("ana")), JobRemarked(text="中文"))
    log.record("job-2", JobOpened(title="Collar", owner=PersonId("bo")), JobRemarked(text='"quoted"'), by="bo")
    log.record("job-1", RENAMED, *(JobRemarked(text=f"{n} said") for n in range(12)), RENAMED, by="cai")
    return log


def said(views: Views, job: str, at: int | None = None) -> Any:
    told = Asker(views, at=at).row("job", (("remarks", REMARKS),), job)
    return told and told["remarks"]


def test_a_list_has_at_each_position_what_was_in_it_then_and_in_its_order(views: Views) -> None:
    log, states = remarked(), dict[str, Job]()
    made(views, log)
    for recorded in log.events:
        stamp = recorded.envelope.stamp(recorded.record)
        states[recorded.record] = JOBS.apply(states.get(recorded.record), recorded.envelope.event, stamp)
        for id, job in states.items():
            assert said(views, id, recorded.position) == [{"text": it.text, "by": it.by} for it in job.remarks]
    assert said(views, "job-1") == said(views, "job-1", len(log.events))
    assert len(said(views, "job-1")) == 13


def test_an_item_is_one_row_however_often_its_record_changes(views: Views) -> None:
    made(views, remarked())
    assert views.database.read('SELECT count(*) FROM "item"') == [(14,)]
    assert views.database.read('SELECT count(*) FROM "job_past"') == [(16,)]
    assert "remarks" not in {each.name for each in stored(views.tables["job"], views.database.dialect)}


def test_a_record_that_is_made_out_of_its_history_goes_on_with_the_list(open_new: Callable[[], Views]) -> None:
    views, log = open_new(), remarked()
    following(views, log).changes(log.events)
    log.record("job-2", JobRemarked(text="late"))
    batch = following(views, log).changes(log.events[-1:])
    assert [(line[0], line[1]) for line in batch[ITEM].now.values()] == [("job-2:remarks:000000001", "job-2:remarks")]


def test_views_stop_where_a_list_that_only_grows_has_not_grown(open_new: Callable[[], Views]) -> None:
    def forgetful(job: Any, event: Any, stamp: Any) -> Any:
        return with_(job, remarks=()) if isinstance(event, JobDescribed) else JOBS.evolve(job, event, stamp)

    views, rooms = open_new(), (replace(JOBS, evolve=forgetful),)
    follows = Following(rooms, tables(rooms), views.database.dialect, Log())
    with pytest.raises(Unfoldable, match=r"job\.described of job-1, position 5: remarks is a list that only grows"):
        follows.changes(remarked().events)
