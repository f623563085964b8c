"""Every state against every act: what the tables permit is what is accepted."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import ROOM
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Answer, ConsequenceKind, ConsequenceStatus, FormStatus, ImprovementStatus, Status
from domain.appraisal.values import Objectives, Standing
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Term
from tests.appraisal.company import organisation
from tests.appraisal.stories import DELIVERED, OVER, appealed, finalised, form, interview, measured, opened, scores
from tests.scenario import Facts, Scenario

OBJECTIVES = ({"text": "Finish what is planned"},)
HEARD = {"hearing": "So"}

DOING: dict[str, tuple[str, dict[str, Any]]] = {
    "set_objectives": ("sue", {"objectives": OBJECTIVES}),
    "change_objectives": ("sue", {"objectives": OBJECTIVES, "reason": "So"}),
    "confirm_objectives": ("ron", {}),
    "change_superior": ("hedy", {"reason": "So"}),
    "record_daily_assessment": ("sue", {"on": date(2026, 1, 5), "aspect": "ATTITUDE", "note": "Fine"}),
    "capture_indicators": (SYSTEM, {"actuals": measured()}),
    "recapture_indicators": ("hedy", {"reason": "Confirmed late"}),
    "submit_self_assessment": ("ron", {"scores": scores(90), "summary": "Good"}),
    "waive_self_assessment": ("hedy", {"reason": "Silent"}),
    "return_self_assessment": ("sue", {"comment": "More"}),
    "submit_superior_evaluation": ("sue", {"scores": scores(80), "summary": "Fine"}),
    "return_evaluation": ("hedy", {"comment": "More"}),
    "fix_composite": ("hedy", {}),
    "deliver": ("hedy", {}),
    "acknowledge": ("ron", {"answer": Answer.AGREE}),
    "lodge_appeal": ("ron", {"reason": "So"}),
    "uphold_appeal": ("hana", {**HEARD, "reason": "So", "scores": scores(81)}),
    "dismiss_appeal": ("hana", {**HEARD, "comment": "So"}),
    "hold_interview": ("hedy", interview()),
    "decline_interview": ("hedy", {"reason": "So"}),
    "finalise": ("hedy", {}),
    "carry_improvements": (SYSTEM, {"earlier": "before"}),
    "assess_improvement": ("hedy", {"status": ImprovementStatus.ACHIEVED, "comment": "So"}),
    "propose_consequence": ("hedy", {"kind": ConsequenceKind.RAISE, "text": "So"}),
    "withdraw_consequence": ("hedy", {"reason": "Entered twice"}),
    "withdraw_promotions": (SYSTEM, {"corrected": "before"}),
    "correct_score": ("hana", {"score": Decimal(91), "reason": "So"}),
    "count_standing": (SYSTEM, {}),
    "void": ("hedy", {"reason": "So"}),
}
WHOLE = [verb for verb in DOING if ROOM.acts[verb].part is None]
PARTS = [verb for verb in DOING if ROOM.acts[verb].part]
STATUSES: dict[str, type[Term]] = {
    "form": FormStatus, "improvement": ImprovementStatus, "consequence": ConsequenceStatus,
}  # fmt: skip


@cache
def ready() -> Scenario:
    """A final appraisal with one of everything, so that only its state can stand in an act's way."""
    it = finalised()
    it.do("propose_consequence", "hugo", kind=ConsequenceKind.RAISE, text="So")
    it.state = replace(it.state, appeal=appealed().state.appeal)
    it.world.records[Appraisal, "before"] = replace(finalised().state, id="before")
    return it


def prepared(verb: str, status: Status, within: Term | None = None) -> Scenario:
    """The appraisal in that state (and the part in that one), with whatever else the act asks for."""
    it = ready().branch()
    state: Appraisal = replace(it.state, status=status)
    if verb in ("record_daily_assessment", "submit_superior_evaluation"):
        state = replace(state, request=None, evaluation=None)
    if verb in ("lodge_appeal", "finalise"):
        state = replace(state, appeal=None)
        it.at(DELIVERED if verb == "lodge_appeal" else OVER)
    if verb == "count_standing":
        state = replace(state, standing=Standing(streak=7, previous=None))
    if verb == "withdraw_promotions":
        promotions = {"kind": ConsequenceKind.PROMOTION, "cited": ("before",)}
        resting = {id: replace(each, **promotions) for id, each in state.consequences.items()}
        state = replace(state, consequences=resting)
    if verb == "change_superior":
        it.world = replaced(it.world)
    sheet = state.form
    if verb == "change_objectives":
        sheet = replace(sheet, objectives=Objectives(objectives=()))
    if verb == "confirm_objectives":
        asked = opened()
        asked.do("set_objectives", "sue", part=form(asked), objectives=OBJECTIVES)
        sheet = replace(sheet, proposal=asked.state.form.proposal)
    if isinstance(within, FormStatus):
        sheet = replace(sheet, status=within)
    if isinstance(within, ImprovementStatus):
        improvements = {id: replace(each, status=within) for id, each in state.improvements.items()}
        state = replace(state, improvements=improvements)
    if isinstance(within, ConsequenceStatus):
        consequences = {id: replace(each, status=within) for id, each in state.consequences.items()}
        state = replace(state, consequences=consequences)
    it.state = replace(state, forms={sheet.id: sheet})
    return it


def replaced(world: Facts) -> Facts:
    """A world in which Ron reports to somebody else."""
    staff = organisation()
    ron = staff.people[PersonId("ron")]
    moved = replace(ron, reportings=(replace(ron.reportings[0], superior=PersonId("dora")),))
    changed = replace(staff, people={**staff.people, moved.id: moved})
    return Facts({**world.records, (Organisation, ORGANISATION): changed}, world.claims)


def part_of(it: Scenario, verb: str) -> str | None:
    part = ROOM.acts[verb].part
    return next(iter(getattr(it.state, ROOM.part(part).inside))) if part else None


def tried(it: Scenario, verb: str) -> bool:
    """Whether the act is accepted; if the tables do not permit it, then for that reason."""
    by, inputs = DOING[verb]
    act, part = ROOM.acts[verb], part_of(it, verb)
    if ROOM.possible(act, it.state, it.part(act.part, part) if act.part else None):
        assert it.do(verb, by, part=part, **inputs)
        return True
    it.refused(NOT_NOW, verb, by, part=part, **inputs)
    return False


@pytest.mark.parametrize("verb", WHOLE)
def test_an_act_is_accepted_in_the_states_of_the_table_and_no_other(verb: str) -> None:
    accepted = {status for status in Status if tried(prepared(verb, status), verb)}
    events = ROOM.acts[verb].events
    assert accepted == set().union(*(ROOM.lifecycle.moves[event].since for event in events)) - {None}


@pytest.mark.parametrize("verb", PARTS)
def test_an_act_on_a_part_is_accepted_in_the_states_of_both_tables_and_no_other(verb: str) -> None:
    part = ROOM.acts[verb].part
    assert part is not None
    (event,) = ROOM.acts[verb].events
    outer, inner = ROOM.lifecycle.moves[event].since, ROOM.part(part).lifecycle.moves[event].since
    for status in Status:
        for within in STATUSES[part]:
            assert tried(prepared(verb, status, within), verb) is (status in outer and within in inner)


def test_every_act_is_tried() -> None:
    assert set(ROOM.acts) == {*DOING, "open", "wake"}


def test_the_states_are_those_of_the_requirements() -> None:
    assert list(Status) == [
        "OPENED", "SELF_ASSESSED", "SUPERIOR_EVALUATED", "SCORED", "DELIVERED", "UNDER_APPEAL", "INTERVIEWED",
        "FINALISED", "VOIDED",
    ]  # fmt: skip


def test_nothing_leads_out_of_a_void_appraisal_and_only_what_is_listed_follows_a_final_one() -> None:
    after = {event.__name__ for event, row in ROOM.lifecycle.moves.items() if Status.FINALISED in row.since}
    assert after == {
        "AppraisalImprovementAssessed", "AppraisalConsequenceProposed", "AppraisalConsequenceReissued",
        "AppraisalConsequenceWithdrawn", "ScoreCorrected", "AppraisalStandingCounted",
    }  # fmt: skip
    assert not any(Status.VOIDED in row.since for row in ROOM.lifecycle.moves.values())
