"""Self-assessment by the subject alone, evaluation by the superior after it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import assessing
from domain.appraisal.collecting import PERIOD_RUNNING
from domain.appraisal.objectives import INDICATOR_UNKNOWN
from domain.appraisal.peers.state import RECORDED_FOR
from domain.appraisal.scheme.terms import Missing
from domain.appraisal.terms import FormStatus, Status
from domain.authority import ROOM as AUTHORITIES
from domain.authority.events import AuthorityEstablished, DelegationGranted
from domain.authority.state import AUTHORITY, Authority
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.shared.ids import DelegationId, PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.recorded import Stamp
from domain.shared.term import Role
from domain.shared.values import NOT_A_PERCENTAGE
from tests.appraisal.company import CONTENT
from tests.appraisal.stories import ENDED, captured, evaluated, form, opened, scores, self_assessed
from tests.scenario import MONDAY, Scenario

OWN: dict[str, Any] = {"scores": scores(90), "summary": "Good"}
OVERDUE = datetime(2026, 2, 5, 1, tzinfo=UTC)
REWEIGHING = replace(CONTENT, missing=Missing.REWEIGH)


def delegating(it: Scenario, principal: str, delegate: str) -> None:
    """Somebody may act in somebody's place in January and February."""
    stamp = Stamp(record=AUTHORITY, actor=PersonId(principal), role=Role.EMP, at=MONDAY)
    granted = DelegationGranted(
        delegation=DelegationId("d"), principal=PersonId(principal), delegate=PersonId(delegate), acts=(), where=(),
        valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 28), reason="Away",
    )  # fmt: skip
    it.world.records[Authority, AUTHORITY] = AUTHORITIES.replay([(AuthorityEstablished(), stamp), (granted, stamp)])


def test_the_subject_hands_in_the_form_with_points_and_comments() -> None:
    it = self_assessed()
    assert (it.state.status, it.state.form.status) == (Status.SELF_ASSESSED, FormStatus.SUBMITTED)
    assert [each.score for each in it.state.form.assessment.scores] == [90, 90, 90, 90]


@pytest.mark.parametrize("by", ["sue", "rita", "hugo", "boss"])
def test_nobody_fills_in_the_form_for_another(by: str) -> None:
    it = captured()
    it.refused(FORBIDDEN, "submit_self_assessment", by, part=form(it), **OWN)


def test_nor_does_a_delegate() -> None:
    it = captured()
    delegating(it, "ron", "rita")
    it.refused(assessing.SUBJECT_ALONE, "submit_self_assessment", "rita", for_="ron", part=form(it), **OWN)


def test_a_self_assessment_waits_for_the_end_of_the_period() -> None:
    it = opened()
    it.refused(PERIOD_RUNNING, "submit_self_assessment", "ron", part=form(it), **OWN)


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (assessing.SCORES_MISSING, scores(90)[:3]),
        (assessing.SCORES_MISSING, scores(90, 90, 90, None)),
        (assessing.SCORES_TWICE, (*scores(90), scores(90)[0])),
        (INDICATOR_UNKNOWN, (*scores(90), {"indicator": "singing", "score": Decimal(9), "comment": "So"})),
        (NOT_A_PERCENTAGE, scores(101)),
        (NOT_A_PERCENTAGE, scores("-0.01")),
    ],
)
def test_there_are_points_for_every_indicator_from_0_to_100(reason: Any, given: Any) -> None:
    it = captured()
    it.refused(reason, "submit_self_assessment", "ron", part=form(it), scores=given, summary="So")
    it = self_assessed()
    it.refused(reason, "submit_superior_evaluation", "sue", scores=given, summary="So")


def test_an_overdue_self_assessment_is_waived_with_a_reason_and_no_sooner() -> None:
    it = captured()
    it.refused(assessing.NOT_DUE, "waive_self_assessment", "hugo", part=form(it), reason="Silent")
    it.at(OVERDUE).do("waive_self_assessment", "hugo", part=form(it), reason="Silent")
    assert (it.state.status, it.state.form.status, it.state.form.waived) == (
        Status.SELF_ASSESSED, FormStatus.WAIVED, "Silent",
    )  # fmt: skip
    it.refused(NOT_NOW, "return_self_assessment", "sue", part=form(it), comment="There is none")


def test_nobody_waives_their_own() -> None:
    it = opened(person="hedy").at(OVERDUE)
    it.refused(OWN_MATTER, "waive_self_assessment", "hedy", part=form(it), reason="Me")


def test_a_returned_form_is_handed_in_again_as_another_round() -> None:
    it = self_assessed()
    it.do("return_self_assessment", "sue", part=form(it), comment="Say why")
    assert (it.state.status, it.state.form.status) == (Status.OPENED, FormStatus.OPEN)
    it.do("submit_self_assessment", "ron", part=form(it), scores=scores(85), summary="Good")
    assert (it.state.form.request.round, [each.field for each in it.state.form.request.changes]) == (2, ["scores"])


def test_the_superior_evaluates_after_the_self_assessment_and_not_before() -> None:
    it = captured()
    it.refused(NOT_NOW, "submit_superior_evaluation", "sue", **OWN)
    it = evaluated()
    assert (it.state.status, it.state.evaluation.by) == (Status.SUPERIOR_EVALUATED, "sue")


@pytest.mark.parametrize("by", ["sam", "boss", "rita", "hugo"])
def test_only_the_superior_of_record_evaluates(by: str) -> None:
    self_assessed().refused(FORBIDDEN, "submit_superior_evaluation", by, **OWN)


def test_a_delegate_evaluates_for_the_superior_unless_it_is_the_subject() -> None:
    it = self_assessed()
    delegating(it, "sue", "ron")
    it.refused(OWN_MATTER, "submit_superior_evaluation", "ron", for_="sue", **OWN)
    delegating(it, "sue", "rita")
    it.do("submit_superior_evaluation", "rita", for_="sue", **OWN)
    assert it.state.evaluation.by == "sue"
    assert it.state.request.askers == ("sue", "rita")


def test_too_few_evaluations_by_colleagues_hold_up_the_superiors() -> None:
    it = self_assessed()
    it.world.claims[RECORDED_FOR, "it"] = []
    assert it.refused(assessing.PEERS_MISSING, "submit_superior_evaluation", "sue", **OWN).facts == {
        "needed": 1,
        "known": 0,
    }


def test_a_missing_actual_value_holds_up_the_evaluation_where_the_scheme_withholds_the_score() -> None:
    it = opened().at(ENDED)
    it.do("submit_self_assessment", "ron", part=form(it), **OWN)
    it.refused(assessing.ACTUALS_MISSING, "submit_superior_evaluation", "sue", **OWN)


def test_what_could_not_be_measured_is_left_out_where_the_scheme_scales_the_other_weights() -> None:
    it = opened(REWEIGHING).at(ENDED)
    it.do("submit_self_assessment", "ron", part=form(it), scores=scores(None, 90), summary="So")
    it.refused(
        assessing.SCORES_MISSING, "submit_superior_evaluation", "sue", scores=scores(None, None, 80), summary="So"
    )
    it.do("submit_superior_evaluation", "sue", scores=scores(None, 80), summary="So")
    it.do("fix_composite", "hugo")
    assert it.state.score == Decimal("82.00")


def test_human_resources_send_an_evaluation_back_with_a_comment() -> None:
    it = evaluated()
    it.do("return_evaluation", "hugo", comment="Give examples")
    assert it.state.status is Status.SELF_ASSESSED
    it.do("submit_superior_evaluation", "sue", scores=scores(81), summary="Fine")
    assert (it.state.request.round, it.state.signatures[0].comment) == (2, "Give examples")
