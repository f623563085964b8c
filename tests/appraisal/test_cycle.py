"""Cycles: one appraisal for each who is in active service, and a review at the end."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal.claims import IN_CYCLE
from domain.appraisal.cycle import ROOM, acts
from domain.appraisal.cycle.events import GradeCount
from domain.appraisal.cycle.population import scheme_for
from domain.appraisal.cycle.state import PERIOD, claims
from domain.appraisal.cycle.terms import Status
from domain.appraisal.scheme.content import Population
from domain.appraisal.scheme.state import IN_USE, Scheme
from domain.appraisal.scheme.terms import CycleKind, Grade, SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status as Stage
from domain.authority.warrant import FORBIDDEN
from domain.organisation.person import PersonStatus
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import AppraisalId, AppraisalSchemeId, PersonId, PositionId, UnitId
from domain.shared.lifecycle import NOT_NOW
from tests.appraisal.company import APPRAISED, CONTENT, facts, organisation, scheme
from tests.appraisal.stories import finalised, opened
from tests.scenario import MONDAY, Facts, Scenario

JANUARY: dict[str, Any] = {"kind": CycleKind.MONTHLY, "year": 2026, "month": 1}


def world() -> Facts:
    it = facts()
    it.claims[IN_USE, CycleKind.MONTHLY] = ["departments", "staff"]
    return it


def cycle(**given: Any) -> Scenario:
    it = Scenario(ROOM, world(), now=MONDAY)
    it.do("open", "hugo", **(JANUARY | given))
    return it


def test_opening_a_cycle_names_one_appraisal_for_each_in_active_service_and_each_unit() -> None:
    (opening,) = cycle().events
    people = [each.person for each in opening.openings if each.subjects is SubjectKind.PERSON]
    assert people == APPRAISED
    assert [(e.unit, e.subjects) for e in opening.openings if e.unit] == [("sales", SubjectKind.DEPARTMENT)]
    assert len({each.appraisal for each in opening.openings}) == len(opening.openings)
    assert opening.uncovered == ()
    assert (opening.ends, opening.self_due, opening.evaluation_due, opening.limit) == (
        date(2026, 1, 31), date(2026, 2, 4), date(2026, 2, 9), date(2026, 2, 20),
    )  # fmt: skip


def test_in_a_cycle_that_is_opened_late_nobody_is_late_from_the_outset_but_the_limit_stays() -> None:
    it = Scenario(ROOM, world(), now=datetime(2026, 2, 13, 1, tzinfo=UTC))
    (opening,) = it.do("open", "hugo", **JANUARY)
    assert (opening.self_due, opening.evaluation_due, opening.limit) == (
        date(2026, 2, 18), date(2026, 2, 23), date(2026, 2, 20),
    )  # fmt: skip


def test_whoever_is_on_leave_is_not_appraised_and_whoever_no_scheme_fits_is_listed() -> None:
    it = world()
    content = replace(CONTENT, population=Population(units=(UnitId("sales"),)))
    it.records[Scheme, "staff"] = scheme("staff", content)
    staff = organisation()
    away = replace(staff.people[PersonId("rita")], status=PersonStatus.ON_LEAVE)
    it.records[Organisation, ORGANISATION] = replace(staff, people={**staff.people, away.id: away})
    scene = Scenario(ROOM, it, now=MONDAY)
    scene.do("open", "hugo", **JANUARY)
    assert [each.person for each in scene.state.openings if each.person] == ["sam", "sue", "ron"]
    assert scene.state.uncovered == ("vera", "hana", "hugo", "hedy", "dora", "olga", "otto", "audra")


@pytest.mark.parametrize(
    ("population", "closer"),
    [
        (Population(people=(PersonId("ron"),)), Population(people=(PersonId("ron"),))),
        (Population(positions=(PositionId("EMP"),)), Population(people=(PersonId("ron"),))),
        (Population(units=(UnitId("shops"),)), Population(positions=(PositionId("EMP"),))),
        (Population(units=(UnitId("hq"),)), Population(units=(UnitId("sales"),))),
        (Population(units=(UnitId("hq"),)), Population(units=(UnitId("shops"),))),
    ],
)
def test_the_scheme_that_fits_most_closely_is_taken(population: Population, closer: Population) -> None:
    ron = organisation().people[PersonId("ron")]
    schemes = [
        (AppraisalSchemeId("b"), replace(CONTENT, population=population)),
        (AppraisalSchemeId("a"), replace(CONTENT, population=closer)),
    ]
    assert scheme_for(ron, schemes, organisation(), date(2026, 1, 31)) == "a"


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (acts.NO_SUCH_PERIOD, {"month": None}),
        (acts.NO_SUCH_PERIOD, {"month": 13}),
        (acts.NO_SUCH_PERIOD, {"kind": CycleKind.ANNUAL}),
        (acts.NO_SUCH_YEAR, {"year": 1999}),
        (acts.TOO_EARLY, {"month": 2}),
        (acts.NOBODY, {"kind": CycleKind.ANNUAL, "month": None}),
        (acts.DUE_DATES, {"self_due": date(2026, 1, 30)}),
        (acts.DUE_DATES, {"evaluation_due": date(2026, 2, 3)}),
    ],
)
def test_a_cycle_of_no_period_or_of_nobody_is_refused(reason: Any, given: dict[str, Any]) -> None:
    Scenario(ROOM, world(), now=MONDAY).refused(reason, "open", "hugo", **(JANUARY | given))


def test_only_human_resources_open_a_cycle_and_each_period_has_one() -> None:
    Scenario(ROOM, world(), now=MONDAY).refused(FORBIDDEN, "open", "boss", **JANUARY)
    assert list(claims(cycle().state)) == [(PERIOD, "MONTHLY/2026-01-01")]
    assert ROOM.unique[PERIOD].code == "appraisal_cycle.opened_twice"


def ended() -> Scenario:
    """A cycle with one appraisal that is final and one that is void."""
    it = cycle()
    void = opened(person="rita")
    void.do("void", "hugo", reason="Opened in error")
    it.world.records |= {(Appraisal, "final"): finalised().state, (Appraisal, "void"): void.state}
    it.world.claims[IN_CYCLE, "it"] = ["final", "void"]
    return it.at(datetime(2026, 2, 20, 1, tzinfo=UTC))


def test_the_review_counts_participation_grades_and_punctuality() -> None:
    it = ended()
    it.do("complete", "hugo", findings="Fine", actions=("Train",))
    review = it.state.review
    assert (review.opened, review.voided, review.self_assessed, review.appealed, review.in_time) == (2, 1, 1, 0, 1)
    assert (review.participation, review.mean_score, review.discipline) == (100, Decimal("82.00"), 50)
    assert review.mean_gain is None
    assert GradeCount(grade=Grade.GOOD, appraisals=1) in review.grades
    assert it.state.status is Status.COMPLETED
    it.refused(NOT_NOW, "complete", "hugo", findings="Again")


def test_the_mean_gain_is_that_of_those_who_had_a_score_before() -> None:
    it = ended()
    final = it.world.records[Appraisal, "final"]
    for number, previous in enumerate(("80", "83.01")):
        standing = replace(final.standing, previous=Decimal(previous))
        id = f"more-{number}"
        it.world.records[Appraisal, id] = replace(final, id=AppraisalId(id), standing=standing)
        it.world.claims[IN_CYCLE, "it"].append(id)
    of_unit = replace(it.world.records[Appraisal, "more-0"], subjects=SubjectKind.DEPARTMENT)
    it.world.records[Appraisal, "of unit"] = of_unit
    it.world.claims[IN_CYCLE, "it"].append("of unit")
    it.do("complete", "hugo", findings="Fine")
    assert it.state.review.mean_gain == Decimal("0.50")


def test_a_cycle_with_nothing_final_has_no_mean_which_is_not_zero() -> None:
    it = ended()
    it.world.claims[IN_CYCLE, "it"] = ["void"]
    it.do("complete", "hugo", findings="Nobody left")
    assert (it.state.review.mean_score, it.state.review.participation) == (None, None)


def test_a_cycle_is_not_completed_while_an_appraisal_runs() -> None:
    it = ended()
    running = replace(it.world.records[Appraisal, "final"], status=Stage.UNDER_APPEAL)
    it.world.records[Appraisal, "final"] = running
    assert it.refused(acts.UNFINISHED, "complete", "hugo", findings="Fine").facts["count"] == 1


def test_an_open_cycle_waits_for_its_review() -> None:
    (waiting,) = ROOM.work(cycle().state)
    assert (waiting.act, waiting.role) == ("appraisal_cycle.complete", "HR")
    it = ended()
    it.do("complete", "hugo", findings="Fine")
    assert list(ROOM.work(it.state)) == []
