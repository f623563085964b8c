"""A consumer's GraphQL document is answered as of the position of the event, by the rights of its credential."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from application.delivery.webhooks.body import Bodies, NoBody
from application.feed import Feed
from application.feeds.events import Events
from domain.consumer.state import Consumer
from graphql_api.as_of_event import AsOfEvent
from projections.runner import Runner
from projections.views import open_views
from tests.delivery.business import ROOMS, Business, business

TITLE = "query ($subject: ID!) { goal(id: $subject) { value } position }"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Business]:
    with business(str(tmp_path_factory.mktemp("company"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def bodies(company: Business, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bodies]:
    folder: Path = tmp_path_factory.mktemp("views")
    with closing(open_views(str(folder), ROOMS)) as views:
        runner = Runner(Feed(company.ledger.store, company.ledger.mapper), views)
        runner.start()
        try:
            product: Any = SimpleNamespace(ledger=company.ledger, views=views, runner=runner, access=company.access)
            yield Bodies(AsOfEvent(product))
        finally:
            runner.stop()


def body(company: Business, bodies: Bodies, position: int, document: str, name: str) -> Any:
    """What is sent of the event at that position to a consumer with that document."""
    if not company.ledger.world().find("consumer.name", f"erp/{name}"):
        company.consumer(name, channel="WEBHOOK", url="https://erp.example/", document=document)
    consumer: Consumer = company.found(name)
    (item,) = Events(company.ledger).read(position - 1, 1)
    return msgspec.json.decode(bodies.of(consumer, company.erp, item))


def test_a_document_is_answered_as_of_the_event_however_much_has_happened_since(
    company: Business, bodies: Bodies
) -> None:
    goal = company.goal()
    first = company.review(goal)
    last = company.review(goal, 3)
    told = [body(company, bodies, position, TITLE, "titles") for position in (first, last)]
    assert [each["data"]["position"] for each in told] == [first, last]
    assert [each["data"]["goal"]["value"] for each in told] == ["1", "4"]
    assert (told[0]["type"], told[0]["record"]) == ("opsledger.goal.reviewed", goal)


@pytest.mark.parametrize(
    ("name", "document", "why"),
    [
        ("changes", 'mutation { goalDrop(input: {id: "x", reason: "y"}) { position } }', "the document is no query"),
        ("nonsense", "{ moon }", "cannot be answered: Cannot query field 'moon'"),
        ("demanding", "query ($colour: String!) { position }", "cannot be answered"),
    ],
)
def test_a_document_that_is_no_query_of_this_schema_makes_no_body(
    company: Business, bodies: Bodies, name: str, document: str, why: str
) -> None:
    position = company.review(company.goal())
    with pytest.raises(NoBody, match=why):
        body(company, bodies, position, document, name)
