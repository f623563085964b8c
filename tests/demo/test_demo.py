"""The demonstration company: whole, believable, and the same on whatever day it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.issue.state import Issue
from domain.issue.terms import Status as IssueStatus
from domain.project.state import Project
from domain.project.terms import Status as ProjectStatus
from domain.rooms import ROOMS
from domain.shared.lifecycle import Chosen, Lifecycle
from domain.shared.recorded import Recorded
from opsledger.compose import Product, opened
from opsledger.demo import fill
from opsledger.demo.people import PERSONAS
from opsledger.settings import Settings

DAYS = (
    datetime(2026, 1, 1, 0, 10, tzinfo=UTC),
    datetime(2026, 3, 31, 15, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    datetime(2026, 8, 1, 0, 30, tzinfo=UTC),
)
ANY_DAY = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


@contextmanager
def filled(folder: Path, now: datetime) -> Iterator[Product]:
    with opened(Settings(data=folder), lambda: now) as product:
        assert len(fill(product)) == len(PERSONAS)
        yield product


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with filled(tmp_path_factory.mktemp("demo"), ANY_DAY) as product:
        yield product


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_the_company_is_whole_on_every_day_of_the_year(tmp_path: Path, now: datetime) -> None:
    with filled(tmp_path, now) as product:
        log = product.feed.log(0, 10_000)
        recorded = [each.envelope.recorded_at for each in log]
        assert recorded == sorted(recorded) and recorded[-1] <= now
        assert {each.status for each in issues(product, log)} == set(IssueStatus)
        assert {each.status for each in projects(product, log)} == set(ProjectStatus)
        whole = ("plan", "project", "issue", "coordination", "goal", "appraisal", "appraisal_scheme", "peer_evaluation")
        assert not missing(log, *whole)


def test_it_has_what_a_visitor_should_see_go_wrong(product: Product) -> None:
    log = product.feed.log(0, 10_000)
    assert any(each.failures and each.status is IssueStatus.CLOSED for each in issues(product, log))
    assert any(each.recurrences for each in issues(product, log))
    assert any(each.envelope.on_behalf_of for each in log)
    refused = {refusal.code for _, refusal in product.ledger.store.refusals(0, 1000)}
    assert refused == {
        "authority.own_matter", "authority.not_permitted", "authority.auditor", "project.budget_exceeded"
    }
    assert any(each.deviations and each.actions and each.plan_version == 2 for each in projects(product, log))
    assert any(each.realised_benefit for each in projects(product, log))


def test_every_persona_is_known_by_the_token_and_no_token_is_recorded(product: Product) -> None:
    for persona in PERSONAS:
        caller = product.access.authenticate(persona.token)
        assert caller is not None and caller.person == persona.person
    bytes_ = b"".join(stored.data for stored in product.ledger.store.log(0, 10_000))
    assert not any(persona.token.encode() in bytes_ for persona in PERSONAS)


def test_a_ledger_that_has_something_in_it_is_left_alone(product: Product) -> None:
    head = product.feed.head()
    assert fill(product) == () and product.feed.head() == head


def missing(log: list[Recorded], *names: str) -> set[tuple[str, str]]:
    """States of these rooms, and of parts of their records, in which nothing of the log ever was."""
    rooms = {room.name: room for room in ROOMS if room.name in names}
    states: dict[str, Any] = {}
    seen = set()
    for each in log:
        if room := rooms.get(each.type.partition(".")[0]):
            envelope = each.envelope
            now = states[each.record] = room.apply(
                states.get(each.record), envelope.event, envelope.stamp(each.record)
            )
            seen.add((room.name, now.status))
            seen |= {(part.name, held.status) for part in room.parts for held in getattr(now, part.inside).values()}
    kept: list[tuple[str, Lifecycle[Any]]] = [(room.name, room.lifecycle) for room in rooms.values()]
    kept += [(part.name, part.lifecycle) for room in rooms.values() for part in room.parts]
    return {(name, status) for name, lifecycle in kept for status in ends(lifecycle)} - seen


def ends(lifecycle: Lifecycle[Any]) -> set[Any]:
    """The states to which a lifecycle leads."""
    to = {move.to for move in lifecycle.moves.values()} - {None}
    return {option for each in to for option in (each.options if isinstance(each, Chosen) else (each,))}


def issues(product: Product, log: list[Recorded]) -> list[Issue]:
    return [found for id in records(log, "issue") if (found := product.ledger.world().get(Issue, id))]


def projects(product: Product, log: list[Recorded]) -> list[Project]:
    return [found for id in records(log, "project") if (found := product.ledger.world().get(Project, id))]


def records(log: list[Recorded], room: str) -> list[str]:
    return list(dict.fromkeys(each.record for each in log if each.type.startswith(f"{room}.")))
