"""Records by when they last changed, as of a position: in the order of time, in which not all is written down."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from msgspec.structs import replace

from domain.shared.ids import PersonId
from projections.compiling.selection import Fields, Value
from projections.filters import EVERYTHING, Compare, Filter, Op, Order, Range
from projections.following import Following
from projections.rebuild import differences
from projections.views import Views
from projections.visibility import Viewer
from projections.watermarks import EVERY
from tests.projections.asking import Asker, pages
from tests.projections.catching_up import following
from tests.projections.conftest import made, new_views
from tests.projections.log import Log
from tests.projections.running import PATIENCE, running
from tests.projections.test_compiled_past import plan
from tests.projections.workshop import JobDescribed, JobOpened

JOBS, EVENTS = 40, 700
LATEST = [Order("updated_at", descending=True)]
BRIEF: Fields = (("id", Value("id")),)


def unruly() -> Log:
    """What is written down happened up to ten minutes earlier; one thing happened later than all that follows it."""
    log, random = Log(), Random(3)
    for number in range(EVENTS):
        job = number if number < JOBS else random.randrange(JOBS)
        if number < JOBS:
            log.record(f"job-{job:02}", JobOpened(title="Gate", owner=PersonId("ana")))
        else:
            title = "Ramp" if job < 2 else "Gate"
            log.record(f"job-{job:02}", JobDescribed(title=title, price=None, due=None, urgent=number % 2 == 0))
    told = Log()
    for each in log.events:
        later = 900 if each.position == 350 else -random.choice([0, 0, 5, 600])
        at = each.envelope.occurred_at + timedelta(seconds=later)
        told.take(each._replace(envelope=replace(each.envelope, occurred_at=at)))
    return told


@pytest.fixture(scope="module")
def views(target: str) -> Iterator[Views]:
    """Views of all that."""
    with new_views(target) as views:
        made(views, unruly())
        yield views


def jobs_at(position: int) -> list[str]:
    """The jobs as they stood, those first that changed last; those without a ramp have a gate."""
    last = {each.record: each.envelope.occurred_at for each in unruly().events[:position]}
    return [job for _, job in sorted(((at, job) for job, at in last.items()), reverse=True)]


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("position", [1, 39, 255, 256, 257, 349, 350, 351, 511, 512, 513, 699, EVENTS])
def test_those_that_changed_last_come_first_whenever_it_was_written_down(views: Views, position: int) -> None:
    asker, all_ = Asker(views, at=position), jobs_at(position)
    assert read_through(asker, EVERYTHING, Range(first=7)) == all_
    gates, ramps = Compare("title", Op.EQ, "Gate"), Compare("title", Op.EQ, "Ramp")
    with_ramp = read_through(asker, ramps, Range(first=1))
    assert with_ramp == [job for job in all_ if job in ("job-00", "job-01") and job in with_ramp]
    assert read_through(asker, gates, Range(first=7)) == [job for job in all_ if job not in with_ramp]
    lasting = [Order("updated_at")]
    assert [each["id"] for each in asker.page("job", BRIEF, Range(last=7), order=lasting)["nodes"]] == all_[:7][::-1]
    assert [each["id"] for each in asker.page("job", BRIEF, Range(first=7), order=lasting)["nodes"]] == all_[::-1][:7]


def read_through(asker: Asker, where: Filter, part: Range) -> list[str]:
    """All of the list, page by page."""
    found: list[str] = []
    while page := asker.page("job", BRIEF, part, where, LATEST)["nodes"]:
        found += [each["id"] for each in page]
        part = Range(first=part.first, after=asker.page("job", BRIEF, part, where, LATEST)["info"]["end"])
    return found


def test_their_page_is_read_along_an_index_that_is_entered_at_the_watermark(views: Views) -> None:
    wanted = pages(views.tables["job"], part=Range(first=1), order=LATEST)
    then = plan(views, wanted, at=300)
    assert "job_by_updated_at" in then and "job_past_by_updated_at" in then and "watermark_by_position" in then
    of_few = Asker(views, Viewer("ana", frozenset()), at=300).statement(views.compiler.page(wanted)).text
    assert "watermark" not in of_few, "among the latest of all, somebody may see too few"


def test_what_is_followed_on_is_marked_like_what_was_made_anew(views: Views) -> None:
    log = unruly()
    whole = following(views, log).changes(log.events)
    cut = 400
    latest = max(each.envelope.occurred_at for each in log.events[:cut])
    after = Following(views.rooms, views.tables, views.database.dialect, log, latest).changes(log.events[cut:])
    marks = {table.name: changes.now for table, changes in whole.items()}["watermark"]
    assert list(marks) == [str(position) for position in range(EVERY, EVENTS, EVERY)]
    assert {table.name: changes.now for table, changes in after.items()}["watermark"] == {"512": marks["512"]}
    assert views.latest() == max(each.envelope.occurred_at for each in log.events)


def test_whoever_follows_on_knows_the_latest_moment_of_what_is_there(open_new: Callable[[], Views]) -> None:
    views, whole, log = open_new(), unruly(), Log()
    for part in (whole.events[:400], whole.events[400:]):
        for each in part:
            log.take(each)
        with running(log, views) as runner:
            assert runner.wait(len(log.events), PATIENCE)
    assert differences(views, whole) == []
