"""Evaluations by colleagues: asked by human resources, given by the colleague alone, kept from the subject."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal import ROOM as APPRAISALS
from domain.appraisal.peers import ROOM, acts
from domain.appraisal.peers.state import ASKED, INVITED_FOR, RECORDED_FOR, claims
from domain.appraisal.peers.terms import Status
from domain.appraisal.state import Appraisal
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.organisation.rules import ONLY_READS, PERSON_UNKNOWN
from domain.shared.ids import SYSTEM
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Role
from domain.shared.values import NOT_A_PERCENTAGE
from tests.appraisal.company import CONTENT, facts
from tests.appraisal.stories import evaluated, opened
from tests.scenario import MONDAY, Scenario

GOOD: dict[str, Any] = {"indicator": "initiative", "score": Decimal(88), "comment": "Always first"}


def scene() -> Scenario:
    it = Scenario(ROOM, facts(), id="peer-1", now=MONDAY)
    it.world.records[Appraisal, "it"] = opened().state
    return it


def invited() -> Scenario:
    it = scene()
    it.do("invite", "hugo", appraisal="it", person="rita")
    return it


def test_a_colleague_is_asked_about_what_colleagues_judge() -> None:
    it = invited().state
    assert (it.evaluator, it.subject, it.line, it.due) == ("rita", "ron", ("sue", "sam", "boss"), date(2026, 2, 4))
    assert [each.key for each in it.indicators] == ["initiative"]
    assert list(claims(it)) == [(INVITED_FOR, "it"), (ASKED, "it/rita")]
    assert ROOM.unique[ASKED].code == "peer_evaluation.asked_twice"


def test_the_colleague_answers_and_may_answer_anew() -> None:
    it = invited()
    it.do("record", "rita", scores=(GOOD,))
    it.do("record", "rita", scores=(GOOD | {"score": Decimal(80)},))
    assert (it.state.status, it.state.scores[0].score) == (Status.RECORDED, 80)
    assert list(claims(it.state)) == [(RECORDED_FOR, "it"), (ASKED, "it/rita")]


@pytest.mark.parametrize("person", ["audra", "ida"])
def test_whoever_only_reads_is_not_asked(person: str) -> None:
    scene().refused(ONLY_READS, "invite", "hugo", appraisal="it", person=person)


@pytest.mark.parametrize("person", ["ron", "sue", "sam", "boss"])
def test_neither_the_subject_nor_anybody_above_is_a_colleague(person: str) -> None:
    scene().refused(acts.NOT_A_PEER, "invite", "hugo", appraisal="it", person=person)


def test_a_colleague_who_became_the_superior_answers_no_more() -> None:
    it = invited()
    it.world.records[Appraisal, "it"] = replace(it.world.records[Appraisal, "it"], line=("rita",))
    it.refused(acts.NOT_A_PEER, "record", "rita", scores=(GOOD,))


@pytest.mark.parametrize("by", ["sue", "ron", "rita", "boss"])
def test_only_human_resources_ask(by: str) -> None:
    scene().refused(FORBIDDEN, "invite", by, appraisal="it", person="otto")


@pytest.mark.parametrize("by", ["hugo", "sue", "ron", "otto"])
def test_only_the_colleague_answers(by: str) -> None:
    invited().refused(FORBIDDEN, "record", by, scores=(GOOD,))


@pytest.mark.parametrize(
    ("reason", "scores"),
    [
        (acts.SCORES, ()),
        (acts.SCORES, (GOOD, GOOD)),
        (acts.SCORES, (GOOD | {"indicator": "skill"},)),
        (NOT_A_PERCENTAGE, (GOOD | {"score": Decimal(101)},)),
    ],
)
def test_an_answer_gives_points_to_each_indicator_once(reason: Any, scores: Any) -> None:
    invited().refused(reason, "record", "rita", scores=scores)


def test_nobody_is_asked_or_heard_once_the_superior_has_evaluated() -> None:
    it = invited()
    it.world.records[Appraisal, "it"] = evaluated().state
    it.refused(acts.NOT_COLLECTING, "record", "rita", scores=(GOOD,))
    other = Scenario(ROOM, it.world, now=MONDAY)
    other.refused(acts.NOT_COLLECTING, "invite", "hugo", appraisal="it", person="otto")
    other.refused(acts.NOT_COLLECTING, "invite", "hugo", appraisal="unknown", person="otto")


def test_nobody_is_asked_who_is_not_there_or_about_nothing() -> None:
    it = scene()
    it.refused(PERSON_UNKNOWN, "invite", "hugo", appraisal="it", person="nobody")
    nothing = replace(CONTENT, indicators=CONTENT.indicators[:3])
    it.world.records[Appraisal, "it"] = replace(it.world.records[Appraisal, "it"], terms=nothing)
    it.refused(acts.NOT_ASKED, "invite", "hugo", appraisal="it", person="rita")


def test_what_nobody_answered_is_closed_by_the_system() -> None:
    it = invited()
    it.do("close", SYSTEM)
    assert (it.state.status, list(claims(it.state)), list(ROOM.work(it.state))) == (Status.CLOSED, [], [])
    it.refused(NOT_NOW, "record", "rita", scores=(GOOD,))
    answered = invited()
    answered.do("record", "rita", scores=(GOOD,))
    answered.refused(NOT_NOW, "close", SYSTEM)


def test_human_resources_wait_no_longer_for_who_was_asked_by_mistake_unless_it_is_about_themselves() -> None:
    it = invited()
    it.refused(FORBIDDEN, "close", "rita")
    it.refused(FORBIDDEN, "close", "sue")
    own = it.branch()
    own.state = replace(own.state, subject="hugo")
    own.refused(OWN_MATTER, "close", "hugo")
    it.do("close", "hugo")
    assert (it.state.status, list(claims(it.state))) == (Status.CLOSED, [])


def test_it_waits_for_the_colleague() -> None:
    (waiting,) = ROOM.work(invited().state)
    assert (waiting.act, waiting.person, waiting.title) == ("peer_evaluation.record", "rita", "工作积极性")


def test_readers_are_named_for_every_room_that_tells_of_an_appraisal() -> None:
    assert ROOM.readers == (Role.HR, "evaluator", "line")
    assert ROOM.kept_from == (Role.INT, "subject")
    assert APPRAISALS.readers == (Role.HR, "told_to", "line")
    assert APPRAISALS.kept_from == (Role.INT, "withheld_from")
    assert APPRAISALS.part("form").readers == (Role.HR, "subject", "line")
