"""The demonstration company: whole, believable, and the same on whatever day it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status as Stage
from domain.issue.state import Issue
from domain.issue.terms import Status as IssueStatus
from domain.plan.state import Plan
from domain.plan.terms import AdjustmentStatus, Status, TaskStatus
from domain.project.state import Project
from domain.project.terms import Status as ProjectStatus
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
    datetime(2026, 11, 21, 7, 0, tzinfo=UTC),
)


@contextmanager
def filled(folder: Path, now: datetime) -> Iterator[Product]:
    with opened(Settings(data=folder), lambda: now) as product:
        assert len(fill(product)) == len(PERSONAS)
        yield product


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_the_company_is_whole_on_every_day_of_the_year(tmp_path: Path, now: datetime) -> None:
    with filled(tmp_path, now) as product:
        log = product.feed.log(0, 10_000)
        recorded = [each.envelope.recorded_at for each in log]
        assert recorded == sorted(recorded) and recorded[-1] <= now
        assert {each.status for each in issues(product, log)} == set(IssueStatus)
        assert {each.status for each in plans(product, log)} == {
            Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.ISSUED
        }
        assert {each.status for each in appraisals(product, log)} == {
            Stage.OPENED, Stage.SELF_ASSESSED, Stage.DELIVERED, Stage.UNDER_APPEAL, Stage.INTERVIEWED, Stage.FINALISED
        }
        assert {each.status for each in projects(product, log)} == set(ProjectStatus)
        quarter = product.ledger.world().get(Plan, "plan-quarter")
        assert quarter is not None
        assert {each.status for each in quarter.adjustments.values()} == {
            AdjustmentStatus.CLOSED, AdjustmentStatus.OPINION_GIVEN
        }
        assert {each.status for each in quarter.tasks.values()} == {
            TaskStatus.COMPLETED, TaskStatus.IN_PROGRESS, TaskStatus.BLOCKED, TaskStatus.ASSIGNED
        }


def test_it_has_what_a_visitor_should_see_go_wrong(tmp_path: Path) -> None:
    with filled(tmp_path, DAYS[-1]) as product:
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


def test_every_persona_is_known_by_the_token_and_no_token_is_recorded(tmp_path: Path) -> None:
    with filled(tmp_path, DAYS[-1]) as product:
        for persona in PERSONAS:
            caller = product.access.authenticate(persona.token)
            assert caller is not None and caller.person == persona.person
        bytes_ = b"".join(stored.data for stored in product.ledger.store.log(0, 10_000))
        assert not any(persona.token.encode() in bytes_ for persona in PERSONAS)


def test_a_ledger_that_has_something_in_it_is_left_alone(tmp_path: Path) -> None:
    with filled(tmp_path, DAYS[-1]) as product:
        head = product.feed.head()
        assert fill(product) == () and product.feed.head() == head


def issues(product: Product, log: list[Recorded]) -> list[Issue]:
    return [found for id in records(log, "issue") if (found := product.ledger.world().get(Issue, id))]


def plans(product: Product, log: list[Recorded]) -> list[Plan]:
    return [found for id in records(log, "plan") if (found := product.ledger.world().get(Plan, id))]


def projects(product: Product, log: list[Recorded]) -> list[Project]:
    return [found for id in records(log, "project") if (found := product.ledger.world().get(Project, id))]


def appraisals(product: Product, log: list[Recorded]) -> list[Appraisal]:
    return [found for id in records(log, "appraisal") if (found := product.ledger.world().get(Appraisal, id))]


def records(log: list[Recorded], room: str) -> list[str]:
    return list(dict.fromkeys(each.record for each in log if each.type.startswith(f"{room}.")))
