"""One appeal, in time, decided by somebody who had no hand in the score."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import appealing
from domain.appraisal.assessing import SCORES_MISSING, SCORES_TWICE
from domain.appraisal.composing import ADJUSTED_TOO_FAR
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.appraisal.terms import Status
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.approval import Verdict
from domain.shared.ids import PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Role
from tests.appraisal.stories import DELIVERED, appealed, delivered, evaluated, interviewed, scored, scores
from tests.appraisal.test_assessing import delegating
from tests.scenario import Scenario

HEARD: dict[str, Any] = {"hearing": "I overlooked a task", "reason": "Rightly so"}
DISMISSED: dict[str, Any] = {"hearing": "The figures are right", "comment": "They are"}


def test_the_subject_appeals_with_a_reason() -> None:
    it = appealed()
    assert (it.state.status, it.state.appeal.grounds.reason) == (Status.UNDER_APPEAL, "The figures are wrong")
    delivered().refused(FORBIDDEN, "lodge_appeal", "sue", reason="For Ron")
    scored().refused(NOT_NOW, "lodge_appeal", "ron", reason="Before I know it")


def test_the_fifth_working_day_is_in_time_and_the_sixth_is_not() -> None:
    it = delivered().at(datetime(2026, 2, 16, 1, tzinfo=UTC))
    it.branch().do("lodge_appeal", "ron", reason="So")
    it.at(datetime(2026, 2, 17, 1, tzinfo=UTC)).refused(appealing.TOO_LATE, "lodge_appeal", "ron", reason="So")


def test_the_days_for_an_appeal_end_with_the_fifth_working_day_though_a_weekend_follows() -> None:
    it = scored().at(datetime(2026, 2, 6, 1, tzinfo=UTC))
    it.do("deliver", "hugo")
    it.at(datetime(2026, 2, 13, 15, tzinfo=UTC)).branch().do("lodge_appeal", "ron", reason="On Friday night")
    it.at(datetime(2026, 2, 14, 1, tzinfo=UTC)).refused(appealing.TOO_LATE, "lodge_appeal", "ron", reason="So")


def test_a_result_is_appealed_once() -> None:
    it = appealed()
    it.do("dismiss_appeal", "hana", **DISMISSED)
    it.refused(appealing.APPEALED, "lodge_appeal", "ron", reason="Again")


@pytest.mark.parametrize("start", [delivered, interviewed])
def test_a_dismissed_appeal_leaves_score_and_state_as_they_were(start: object) -> None:
    it: Scenario = start()  # type: ignore[operator]
    before = it.state
    it.do("lodge_appeal", "ron", reason="So")
    it.do("dismiss_appeal", "hana", **DISMISSED)
    assert (it.state.status, it.state.score, it.state.composite) == (before.status, before.score, before.composite)
    assert (it.state.appeal.upheld, it.state.appeal.hearing) == (False, "The figures are right")
    assert it.state.signatures[-1].verdict is Verdict.REJECTED


def test_an_upheld_appeal_scores_anew_and_keeps_the_points_that_nobody_contests() -> None:
    it = appealed()
    it.do("uphold_appeal", "hana", scores=scores(95)[:1], **HEARD)
    assert (it.state.status, it.state.appeal.upheld) == (Status.DELIVERED, True)
    assert [each.superior_score for each in it.state.composite.components] == [95, 80, 80, 80]
    assert it.state.score == Decimal("88.00")
    assert it.state.appeal.grounds.composite.score == Decimal("82.00")
    assert [type(each).__name__ for each in it.events[-2:]] == ["AppraisalRescored", "AppraisalAppealUpheld"]


def test_an_upheld_appeal_keeps_the_adjustment_that_nobody_contests() -> None:
    it = evaluated()
    it.do("fix_composite", "hugo", adjustment=Decimal("1.5"), reason="Overtime")
    it.at(DELIVERED).do("deliver", "hugo")
    it.do("lodge_appeal", "ron", reason="So")
    other = it.branch()
    it.do("uphold_appeal", "hana", scores=scores(95)[:1], **HEARD)
    assert (it.state.score, it.state.composite.reason) == (Decimal("89.50"), "Overtime")
    other.do("uphold_appeal", "hana", adjustment=Decimal(3), **HEARD)
    assert (other.state.score, other.state.composite.reason) == (Decimal("85.00"), "Rightly so")


def test_an_appeal_is_not_upheld_without_anything_being_scored_otherwise() -> None:
    it = appealed()
    for nothing in ({}, {"adjustment": Decimal(0)}, {"scores": scores(80)}):
        it.refused(appealing.NOTHING_RESCORED, "uphold_appeal", "hana", **nothing, **HEARD)


def test_the_new_score_keeps_to_the_rules_of_the_first() -> None:
    it = appealed()
    it.refused(ADJUSTED_TOO_FAR, "uphold_appeal", "hana", adjustment=Decimal(6), **HEARD)
    it.refused(SCORES_TWICE, "uphold_appeal", "hana", scores=(scores(95)[0], scores(95)[0]), **HEARD)
    it.refused(SCORES_MISSING, "uphold_appeal", "hana", scores=scores(None)[:1], **HEARD)
    strange = ({"indicator": "singing", "score": Decimal(1), "comment": "So"},)
    it.refused(INDICATOR_UNKNOWN, "uphold_appeal", "hana", scores=strange, **HEARD)


@pytest.mark.parametrize(
    ("by", "reason"),
    [("hugo", OWN_MATTER), ("hedy", FORBIDDEN), ("sue", OWN_MATTER), ("ron", OWN_MATTER), ("sam", FORBIDDEN)],
)
def test_only_the_head_of_human_resources_decides_an_appeal(by: str, reason: object) -> None:
    appealed().refused(reason, "dismiss_appeal", by, **DISMISSED)  # type: ignore[arg-type]


def test_a_head_who_scored_does_not_decide_and_the_decision_moves_up() -> None:
    it = appealed()
    it.state = replace(it.state, scorer="hana")
    it.refused(OWN_MATTER, "dismiss_appeal", "hana", **DISMISSED)
    delegating(it, "hana", "hedy")
    it.refused(OWN_MATTER, "dismiss_appeal", "hedy", for_="hana", **DISMISSED)
    it.do("dismiss_appeal", "boss", **DISMISSED)


def of_the_president() -> Scenario:
    """The president has evaluated, and the head of human resources has scored."""
    it = delivered()
    it.state = replace(it.state, scorer="hana", line=("boss",), evaluation=replace(it.state.evaluation, by="boss"))
    return it


def test_where_everybody_up_to_the_president_had_a_hand_in_it_others_in_human_resources_decide() -> None:
    it = of_the_president()
    it.do("lodge_appeal", "ron", reason="So")
    (decision,) = it.room.work(it.state)
    assert (decision.role, decision.unit, set(decision.barred)) == (Role.HR, None, {"ron", "hana", "boss"})
    for barred in ("hana", "boss"):
        it.refused(OWN_MATTER, "dismiss_appeal", barred, **DISMISSED)
    it.refused(FORBIDDEN, "dismiss_appeal", "sam", **DISMISSED)
    it.do("dismiss_appeal", "hedy", **DISMISSED)


def test_an_appeal_that_nobody_could_decide_is_refused_and_says_what_to_do() -> None:
    it = of_the_president()
    for person in ("hugo", "hedy"):
        leaving(it, person)
    it.refused(appealing.NOBODY_DECIDES, "lodge_appeal", "ron", reason="So")


def leaving(it: Scenario, person: str) -> None:
    """Somebody in human resources is employed no longer."""
    organisation = it.world.records[Organisation, ORGANISATION]
    gone = replace(organisation.people[PersonId(person)], assignments=())
    it.world.records[Organisation, ORGANISATION] = replace(organisation, people={**organisation.people, person: gone})
