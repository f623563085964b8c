"""What is late is reminded of, level by level, and only among those who may know."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.appraisal import ROOM
from domain.appraisal.terms import Matter
from domain.appraisal.timers import wakes
from domain.shared.ids import SYSTEM
from tests.appraisal.stories import evaluated, finalised, form, opened, self_assessed
from tests.scenario import Scenario


def told(it: Scenario, at: datetime) -> list[tuple[str, tuple[str, ...]]]:
    """What is sent when the appraisal is woken at that moment."""
    return [(type(event).__name__, event.to) for event in it.at(at).do("wake", SYSTEM)]


def night(month: int, day: int) -> datetime:
    """When that day begins in Shanghai."""
    return datetime(2026, month, day, tzinfo=UTC) - timedelta(hours=8)


def test_an_overdue_self_assessment_is_told_to_human_resources_and_the_subject_then_to_the_superior() -> None:
    it = opened()
    assert wakes(it.state, it.world) == night(2, 5)
    assert told(it, night(2, 5)) == [
        ("AppraisalReminded", ("hana", "hugo", "hedy")),
        ("SelfAssessmentReminded", ("ron",)),
    ]
    assert wakes(it.state, it.world) == night(2, 10)
    assert told(it, night(2, 10)) == [("AppraisalReminded", ("sue",))]
    assert wakes(it.state, it.world) is None
    assert it.state.alarm.matter is Matter.SELF_ASSESSMENT


def test_an_overdue_evaluation_climbs_the_line_of_the_subject() -> None:
    it = self_assessed()
    assert told(it, night(2, 20)) == [("AppraisalReminded", (each,)) for each in ("sue", "sam", "boss")]
    assert wakes(it.state, it.world) is None


def test_an_overdue_result_is_told_to_human_resources_then_to_their_head() -> None:
    it = evaluated()
    assert wakes(it.state, it.world) == night(2, 21)
    assert told(it, night(2, 28)) == [
        ("AppraisalReminded", ("hana", "hugo", "hedy")),
        ("AppraisalReminded", ("hana",)),
    ]


def test_a_further_step_has_reminders_of_its_own() -> None:
    it = self_assessed()
    told(it, night(2, 10))
    assert it.state.alarm.level == 0
    it.do("return_self_assessment", "sue", part=form(it), comment="More")
    assert wakes(it.state, it.world) == night(2, 5)


@pytest.mark.parametrize("moment", [night(2, 4), night(2, 4) + timedelta(hours=23)])
def test_nothing_is_sent_too_early(moment: datetime) -> None:
    assert told(opened(), moment) == []


def test_what_has_ended_wakes_no_more() -> None:
    it = finalised()
    assert ROOM.wakes(it.state, it.world) is None
