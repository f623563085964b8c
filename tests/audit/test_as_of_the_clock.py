"""`asOf(at:)` tells what was told at that moment, when days had passed since the last event."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from shutil import copytree
from typing import Any

import pytest

from application.command import Command
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from domain.shared.zone import SHANGHAI
from graphql_api.app import create_app
from opsledger.compose import Product, product
from opsledger.demo.people import OPERATOR
from opsledger.settings import Settings
from tests.api.running import client
from tests.demonstration import NOW, PATIENCE

PERIOD = 'starts: "2026-01-01", ends: "2026-12-31"'
BOARDS = "position at boards { key tiles { key count rows(first: 9) { key } } }"
TOLD = f"""fragment Told on Query {{
  position
  issues(first: 100) {{ nodes {{ key overdue }} }}
  projects(first: 100) {{ nodes {{ key health plannedValue scheduleVariance }} }}
  issueFigures {{ open overdue openByAge {{ days count }} oldestOpen(first: 5) {{ key overdue }} }}
  overdueObligations(first: 100) {{ totalCount nodes {{ id due }} }}
  overview({PERIOD}) {{ {BOARDS} }}
  cockpit(unitId: "U-PLANOPS", {PERIOD}) {{ {BOARDS} }}
  refusals(first: 100) {{ number }}
}}"""
NOW_AND_HERE = f"{{ ...Told }} {TOLD}"
THEN = f"query Then($at: DateTime!) {{ asOf(at: $at) {{ ...Told }} }} {TOLD}"
WEEK = timedelta(days=7)
OF_THE_DAY = ("issueFigures", "projects", "overdueObligations", "overview", "cockpit", "refusals")


@dataclass
class Company:
    """A company with a clock that can be set."""

    now: datetime = NOW
    product: Product = field(init=False)

    def clock(self) -> datetime:
        return self.now

    def ask(self, query: str, **variables: Any) -> Any:
        """The data that an auditor is told."""

        async def asked() -> Any:
            async with client(create_app(self.product), "demo-auditor") as somebody:
                return await somebody.ask(query, **variables)

        return asyncio.run(asked())

    def told(self, at: str | datetime) -> Any:
        """What an auditor is told as of a moment."""
        return self.ask(THEN, at=at if isinstance(at, str) else at.isoformat())["asOf"]


@pytest.fixture(scope="module")
def company(demonstration: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The demonstration company in a folder of its own."""
    folder, made = tmp_path_factory.mktemp("quiet") / "data", Company()
    copytree(demonstration.settings.data, folder)
    with product(Settings(data=folder, admin_token=demonstration.settings.admin_token), made.clock) as made.product:
        assert made.product.runner.wait(made.product.feed.head(), PATIENCE)
        yield made


@pytest.fixture(scope="module")
def exported(company: Company) -> dict[datetime, Any]:
    """What was told at two moments a week apart, with nothing recorded in between; much has happened since."""
    found = {}
    for weeks in (3, 4, 9):
        company.now = NOW + weeks * WEEK
        with pytest.raises(Refused):  # which is told as of a moment, but is no event
            company.product.ledger.do(
                Command(act="issue.close", actor=PersonId(OPERATOR), record="issue-mes", inputs={})
            )
        found[company.now] = company.ask(NOW_AND_HERE)
    del found[company.now]
    assert company.product.scheduler.tick()
    assert company.product.runner.wait(company.product.feed.head(), PATIENCE)
    return found


@pytest.mark.parametrize("spelt", [datetime.isoformat, lambda at: at.astimezone(SHANGHAI).isoformat()])
def test_what_was_exported_at_a_quiet_moment_is_told_again_after_further_acts(
    company: Company, exported: dict[datetime, Any], spelt: Callable[[datetime], str]
) -> None:
    assert len({told["position"] for told in exported.values()}) == 1
    for at, told in exported.items():
        assert company.told(spelt(at)) == told
        assert datetime.fromisoformat(told["overview"]["at"]) == at
    after = company.ask(NOW_AND_HERE)
    first, second = exported.values()
    for name in OF_THE_DAY:
        assert first[name] != second[name] != after[name], name


def test_two_moments_of_one_position_are_told_apart_in_one_answer(
    company: Company, exported: dict[datetime, Any]
) -> None:
    asked = ("projects(first: 100) { nodes { key health plannedValue scheduleVariance } }", "issueFigures { overdue }")
    alone = "overdueObligations(first: 100) { totalCount nodes { id due } }"  # what one statement answers
    first, second = exported
    for inside in (alone, " ".join((*asked, alone))):
        then = " ".join(f"{name}: asOf(at: ${name}) {{ {inside} }}" for name in "ab")
        query = f"query Two($a: DateTime!, $b: DateTime!) {{ {then} }}"
        told = company.ask(query, a=first.isoformat(), b=second.isoformat())
        for each, live in ((told["a"], exported[first]), (told["b"], exported[second])):
            assert each["overdueObligations"] == live["overdueObligations"]
            assert each.get("projects", live["projects"]) == live["projects"]


def test_a_position_is_told_as_of_when_it_was_recorded(company: Company, exported: dict[datetime, Any]) -> None:
    (position,) = {told["position"] for told in exported.values()}
    recorded = company.product.views.moment(position)
    by_position = company.ask(
        THEN.replace("$at: DateTime!", "$at: LogPosition!").replace("at: $at", "position: $at"), at=position
    )
    assert by_position["asOf"] == company.told(recorded)
    assert datetime.fromisoformat(by_position["asOf"]["overview"]["at"]) == recorded


def test_a_moment_that_is_yet_to_come_is_now(company: Company, exported: dict[datetime, Any]) -> None:
    assert company.told("9999-12-31T23:59:59Z") == company.ask(NOW_AND_HERE)


def test_before_the_first_event_nothing_is_overdue_and_nothing_is_old(company: Company) -> None:
    for at in ("0001-01-01T00:00:00Z", "1999-12-31T23:59:59+08:00"):
        told = company.told(at)
        assert told["position"] == told["overdueObligations"]["totalCount"] == told["issueFigures"]["overdue"] == 0
        assert {each["count"] for each in told["issueFigures"]["openByAge"]} == {0}
