"""What a request waits for, from whom, by when; and who hears of it when it is late (API-08, AUDIT-10, ORG-11)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.coordination import ROOM
from domain.coordination.terms import Matter, Status
from domain.shared.ids import SYSTEM
from tests.coordination.stages import (
    ASKED,
    STAGES,
    all_answered,
    answer_of,
    answered,
    failed,
    referred,
    requested,
    started,
    unborn,
)
from tests.scenario import Scenario

WAITING: list[tuple[Callable[[], Scenario], list[tuple[str, str, str | None]]]] = [
    (requested, [("start", "PO", None)]),
    (referred, [("start", "OG", None)]),
    (started, [("answer", "HEAD", "sales"), ("answer", "HEAD", "planning")]),
    (lambda: answered(started(), "sam", "sales"), [("answer", "HEAD", "planning")]),
    (all_answered, [("agree", "PO", None)]),
    (lambda: all_answered("OBJECTS"), [("fail", "PO", None)]),
    (failed, [("decide", "MGMT", None)]),
    (STAGES[Status.AGREED], []),
    (STAGES[Status.DECIDED], []),
    (STAGES[Status.WITHDRAWN], []),
]


@pytest.mark.parametrize(("stage", "expected"), WAITING)
def test_each_stage_waits_for_somebody(
    stage: Callable[[], Scenario], expected: list[tuple[str, str, str | None]]
) -> None:
    entries = list(ROOM.work(stage().state))
    assert [(each.act.removeprefix("coordination."), each.role, each.unit) for each in entries] == expected
    assert all(each.title == "谁在月末值班" for each in entries)


def test_whoever_is_a_party_sees_that_somebody_else_concludes() -> None:
    (conclusion,) = ROOM.work(all_answered().state)
    (decision,) = ROOM.work(failed().state)
    assert (conclusion.barred, decision.barred) == (("ana", "sam", "dora"), ("ana", "sam", "dora", "polly"))


def test_answers_and_conclusion_are_obligations_with_a_day() -> None:
    scenario = requested()
    assert list(ROOM.obligations(scenario.state)) == []
    scenario.do("start", "polly", answers_due="2026-01-08")
    answered(scenario, "sam", "sales")
    owed = [(each.rule.name, each.part, str(each.due)) for each in ROOM.obligations(scenario.state)]
    assert owed == [
        ("coordination.answer", answer_of(scenario, "planning"), "2026-01-08"),
        ("coordination.conclusion", None, "2026-01-12"),
    ]
    assert list(ROOM.obligations(failed().state)) == []


def told(scenario: Scenario) -> list[tuple[str, Matter, tuple[str, ...]]]:
    """Wake it whenever it asks for it, until it asks no more."""
    heard: list[tuple[str, Matter, tuple[str, ...]]] = []
    while (at := ROOM.wakes(scenario.state, scenario.world)) is not None:
        events: list[Any] = scenario.at(at).do("wake", SYSTEM)
        assert events
        heard += [(f"{at:%m-%d}", each.matter, each.to) for each in events]
    return heard


def test_what_nobody_starts_rises_from_those_asked_to_the_management() -> None:
    assert told(referred()) == [
        ("01-08", Matter.START, ("olga", "oscar", "omar")),
        ("01-13", Matter.START, ("olga",)),
        ("01-16", Matter.START, ("dora",)),
        ("01-21", Matter.START, ("chen",)),
    ]


def test_late_answers_and_a_late_end_rise_too() -> None:
    scenario = requested()
    scenario.do("start", "polly", answers_due="2026-01-07")
    answered(scenario, "sam", "sales")
    heard = told(scenario)
    assert [(at, to) for at, matter, to in heard if matter is Matter.ANSWER][:2] == [
        ("01-07", ("dora",)), ("01-12", ("chen",)),
    ]  # fmt: skip
    assert next((at, to) for at, matter, to in heard if matter is Matter.CONCLUSION) == ("01-12", ("polly",))


def test_whoever_is_a_party_is_not_reminded_to_conclude() -> None:
    scenario = unborn()
    scenario.do("request", "polly", **ASKED)
    answered(answered(started(scenario), "sam", "sales"), "dora", "planning")
    assert told(scenario)[0] == ("01-12", Matter.CONCLUSION, ("chen",))


def test_a_decision_that_nobody_takes_rises() -> None:
    assert {(matter, to) for _, matter, to in told(failed())} == {(Matter.DECISION, ("chen",))}


@pytest.mark.parametrize("status", [Status.AGREED, Status.DECIDED, Status.WITHDRAWN])
def test_what_has_ended_is_not_reminded_of(status: Status) -> None:
    scenario = STAGES[status]().at(datetime(2027, 1, 1, tzinfo=UTC))
    assert ROOM.wakes(scenario.state, scenario.world) is None
