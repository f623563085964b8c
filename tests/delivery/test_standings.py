"""What operators are told of consumers: figures that name nobody, and by the doctor who is not served."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from application.deciding import by_system
from application.delivery.values import Outcome
from application.feed import Feed
from domain.consumer.terms import Suspension
from graphql_api.consumers.measures import Standings
from opsledger.commands.served import consumers_are_served
from projections.runner import Runner
from projections.views import open_views
from tests.delivery.business import ROOMS, Business, business


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Any]:
    """The company with views that are kept up."""
    with business(str(tmp_path)) as company, closing(open_views(str(tmp_path), ROOMS)) as views:
        runner = Runner(Feed(company.ledger.store, company.ledger.mapper), views)
        runner.start()
        consuming = company.consuming
        yield SimpleNamespace(ledger=company.ledger, consuming=consuming, views=views, runner=runner, company=company)
        runner.stop()


def figures(product: Any) -> dict[Any, float]:
    """The gauges, by their names and labels."""
    assert product.runner.wait(product.ledger.store.head(), 10)
    return {
        (sample.name.removeprefix("opsledger_"), *sample.labels.values()): sample.value
        for gauge in Standings(product).collect()
        for sample in gauge.samples
    }


def test_figures_tell_of_consumers_of_the_largest_lag_and_of_what_is_parked(product: Any) -> None:
    company: Business = product.company
    company.consumer("idle")
    company.consumer("quick")
    company.consumer("hook", active=False, channel="WEBHOOK", url="https://erp.example")
    company.review(company.goal(), 2)
    pulled = company.pull("quick")
    company.settle(pulled, Outcome.PARKED, "quick")

    told = figures(product)
    assert (told["consumers", "PULL", "ACTIVE"], told["consumers", "WEBHOOK", "CREATED"]) == (2, 1)
    assert told["consumer_lag_events", "PULL"] == company.ledger.store.head()
    assert told["consumer_lag_events", "WEBHOOK"] == 0
    assert told["consumer_parked_events", "PULL"] == 3


def test_the_deliveries_are_looked_at_once_however_many_consumers_there_are(
    product: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company: Business = product.company
    for number in range(3):
        company.consumer(f"consumer-{number}")
        company.pull(f"consumer-{number}")
    database, looks = company.consuming.deliveries._database, list[str]()
    alone = database.alone

    def looked(consumer: str) -> Any:
        looks.append(consumer)
        return alone(consumer)

    monkeypatch.setattr(database, "alone", looked)
    assert figures(product)["consumers", "PULL", "ACTIVE"] == 3 and len(looks) == 1
    assert consumers_are_served(product).well and len(looks) == 2


def test_the_doctor_names_who_is_late_has_something_parked_or_was_paused_by_the_system(product: Any) -> None:
    company: Business = product.company
    company.consumer("quick")
    goal = company.goal()
    company.settle(company.pull("quick"), name="quick")
    figures(product)
    assert consumers_are_served(product)[:3] == ("consumers", "1, all served", True)

    company.settle(company.pull("quick"), name="quick")
    late = company.consumer("late", origin="NOW")
    company.review(goal)
    company.clock.go(days=1, seconds=1)
    company.settle(company.pull("quick"), Outcome.PARKED, "quick")
    figures(product)
    assert set(consumers_are_served(product).seen.split("; ")) == {
        "erp/quick has 1 events parked",
        "erp/late is 2 positions behind, for more than a day",
    }

    company.ledger.do(by_system("consumer.suspend", late, why=Suspension.GONE))
    seen, well = consumers_are_served(product)[1:3]
    assert "erp/late is paused: the receiver answered 410 Gone" in seen and not well
