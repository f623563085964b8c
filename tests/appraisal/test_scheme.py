"""Schemes: who writes and approves them, and what must be true of them before anybody is appraised."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.appraisal.scheme import ROOM, soundness
from domain.appraisal.scheme.content import KPIS, Band, BonusStep, GradeLimit, Population, SchemeContent
from domain.appraisal.scheme.events import AppraisalSchemeApproved
from domain.appraisal.scheme.presets import PATTERNS, content_of
from domain.appraisal.scheme.state import POPULATION, claims
from domain.appraisal.scheme.terms import Evidence, Family, Grade, Missing, Preset, Scope, Status, SubjectKind
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.goal.state import Goal
from domain.goal.terms import GoalStatus
from domain.organisation.rules import PERSON_UNKNOWN, POSITION_UNKNOWN, UNIT_UNKNOWN
from domain.shared.approval import Verdict
from domain.shared.ids import GoalId, PersonId, PositionId, UnitId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.values import NEGATIVE, NOT_A_PERCENTAGE
from projections.kpi import ALL as FIGURES
from tests.appraisal.company import CONTENT, INDICATORS, facts
from tests.plan.company import goal
from tests.scenario import Scenario

TEAM = replace(CONTENT, population=Population(people=(PersonId("otto"),)))


def drafted(content: SchemeContent = CONTENT, by: str = "hugo", scope: Scope = Scope.COMPANY) -> Scenario:
    it = Scenario(ROOM, facts())
    it.do("draft", by, scope=scope, content=content)
    return it


def submitted() -> Scenario:
    it = drafted()
    it.do("submit", "hugo")
    return it


def approved() -> Scenario:
    it = submitted()
    it.do("approve", "boss")
    return it


def test_human_resources_write_the_companys_scheme_and_management_approves_it() -> None:
    it = approved()
    assert (it.state.status, it.state.edition, it.state.in_use) == (Status.APPROVED, 1, CONTENT)
    assert [each.verdict for each in it.state.signatures] == [Verdict.APPROVED]


def test_a_supervisor_writes_the_scheme_of_the_own_team_and_the_department_manager_approves_it() -> None:
    it = drafted(TEAM, "olga", Scope.TEAM)
    it.do("submit", "olga")
    it.refused(FORBIDDEN, "approve", "boss")
    it.do("approve", "dora")
    Scenario(ROOM, facts()).refused(FORBIDDEN, "draft", "olga", scope=Scope.COMPANY, content=CONTENT)
    Scenario(ROOM, facts()).refused(FORBIDDEN, "draft", "hugo", scope=Scope.TEAM, content=TEAM)


@pytest.mark.parametrize(
    "population", [{"people": ("ron",)}, {"positions": ("EMP",)}, {"units": ("planning",)}], ids=str
)
def test_a_teams_scheme_is_for_its_members_by_name(population: dict[str, Any]) -> None:
    content = replace(TEAM, population=Population(**population))
    drafted(content, "olga", Scope.TEAM).refused(soundness.OUTSIDE_TEAM, "submit", "olga")


def test_nobody_approves_a_scheme_that_they_wrote() -> None:
    it = submitted()
    it.state = replace(it.state, contributors=(PersonId("vera"),))
    it.refused(OWN_MATTER, "approve", "vera")
    it.do("approve", "boss")


def test_a_returned_scheme_is_revised_and_submitted_again_with_its_differences() -> None:
    it = submitted()
    it.do("return", "boss", comment="Weigh skill less")
    other = replace(CONTENT, method="又")
    it.do("revise", "hedy", content=other)
    it.do("submit", "hugo")
    assert (it.state.request.round, [each.field for each in it.state.request.changes]) == (2, ["method"])
    assert it.state.contributors == ("hugo", "hedy")


def test_a_scheme_in_use_is_revised_beside_it_and_keeps_its_editions() -> None:
    it = approved()
    other = replace(CONTENT, alpha=Decimal("0.3"))
    it.do("revise", "hugo", content=other)
    assert (it.state.status, it.state.in_use) == (Status.DRAFT, CONTENT)
    it.do("submit", "hugo")
    assert it.do("approve", "boss")[0].edition == 2
    assert it.state.editions == (CONTENT, other)


def test_writing_the_same_again_is_nothing() -> None:
    assert drafted().do("revise", "hugo", content=CONTENT) == []


def test_a_retired_scheme_appraises_nobody() -> None:
    it = approved()
    assert (POPULATION, "MONTHLY/PERSON/unit/hq") in list(claims(it.state))
    it.do("retire", "boss", reason="Replaced")
    assert (it.state.in_use, list(claims(it.state))) == (None, [])
    it.refused(NOT_NOW, "revise", "hugo", content=TEAM)


def test_a_draft_claims_nobody() -> None:
    assert list(claims(submitted().state)) == []
    assert ROOM.unique[POPULATION].code == "appraisal_scheme.population_taken"


def test_a_scheme_that_serves_no_goal_is_marked_until_an_indicator_does() -> None:
    it = drafted()
    assert it.state.orphan
    linked = replace(CONTENT, indicators=(replace(INDICATORS[0], goal=GoalId("grow")), *INDICATORS[1:]))
    it.do("revise", "hugo", content=linked)
    assert not it.state.orphan
    it.refused(soundness.GOAL, "submit", "hugo")
    it.world.records[Goal, "grow"] = goal("grow", GoalStatus.DROPPED)
    it.refused(soundness.GOAL, "submit", "hugo")
    it.world.records[Goal, "grow"] = goal("grow")
    it.do("submit", "hugo")


def weights(*given: int) -> dict[str, Any]:
    return {"indicators": tuple(replace(e, weight=Decimal(w)) for e, w in zip(INDICATORS, given, strict=True))}


def first(**changes: Any) -> dict[str, Any]:
    return {"indicators": (replace(INDICATORS[0], **changes), *INDICATORS[1:])}


def bands(*starts: int) -> dict[str, Any]:
    return {"bands": tuple(Band(g, Decimal(s)) for g, s in zip(Grade, starts, strict=True))}


def bonus(*steps: tuple[int, str]) -> dict[str, Any]:
    return {"bonus": tuple(BonusStep(Decimal(s), Decimal(c)) for s, c in steps)}


UNSOUND: list[tuple[Any, dict[str, Any]]] = [
    (soundness.WEIGHTS, weights(50, 20, 20, 9)),
    (soundness.WEIGHTS, weights(50, 20, 20, 11)),
    (soundness.WEIGHTLESS, weights(60, 20, 20, 0)),
    (soundness.WEIGHTLESS, weights(70, 20, 20, -10)),
    (soundness.REPEATED, {"indicators": (*INDICATORS[:3], replace(INDICATORS[2], weight=Decimal(10)))}),
    (soundness.NOT_QUANTIFIED, first(unit_of_measure="")),
    (soundness.NOT_QUANTIFIED, first(unit_of_measure=" ")),
    (soundness.NOT_QUANTIFIED, first(target=None)),
    (soundness.NOT_QUANTIFIED, first(kpi=None)),
    (soundness.NOBODY, {"population": Population()}),
    (soundness.ONLY_UNITS, {"population": Population(subjects=SubjectKind.TEAM, people=(PersonId("ron"),))}),
    (soundness.OTHER_UNITS, {"population": Population(subjects=SubjectKind.TEAM, units=(UnitId("sales"),))}),
    (soundness.OTHER_UNITS, {"population": Population(subjects=SubjectKind.DEPARTMENT, units=(UnitId("shops"),))}),
    (PERSON_UNKNOWN, {"population": Population(people=(PersonId("nobody"),))}),
    (soundness.NOT_APPRAISED, {"population": Population(people=(PersonId("ron"), PersonId("ida")))}),
    (soundness.NOT_APPRAISED, {"population": Population(people=(PersonId("boss"),))}),
    (POSITION_UNKNOWN, {"population": Population(positions=(PositionId("none"),))}),
    (UNIT_UNKNOWN, {"population": Population(units=(UnitId("nowhere"),))}),
    (soundness.ALPHA, {"alpha": Decimal(1)}),
    (soundness.ALPHA, {"alpha": Decimal("-0.1")}),
    (soundness.PEERS, {"peers": 0}),
    (soundness.NO_PEERS, {"indicators": tuple(replace(each, evidence=()) for each in INDICATORS)}),
    (soundness.BANDS, bands(90, 80, 70, 60, 1)),
    (soundness.BANDS, bands(90, 80, 80, 60, 0)),
    (soundness.BANDS, bands(101, 80, 70, 60, 0)),
    (soundness.BANDS, {"bands": CONTENT.bands[1:]}),
    (soundness.BONUS, bonus((1, "0"), (60, "1"), (70, "2"), (80, "3"), (90, "4"))),
    (soundness.BONUS, bonus((0, "0"), (60, "1"), (70, "2"), (80, "3"), (90, "4"), (95, "3.9"))),
    (soundness.BONUS_FLAT, bonus((0, "0"), (60, "1"), (70, "2"), (80, "2"), (90, "4"))),
    (soundness.BONUS_FLAT, bonus((0, "0"), (60, "1"), (70, "2"), (80, "3"), (91, "4"))),
    (NEGATIVE, bonus((0, "-1"), (60, "1"), (70, "2"), (80, "3"), (90, "4"))),
    (NOT_A_PERCENTAGE, {"limits": (GradeLimit(Grade.EXCELLENT, Decimal(101)),)}),
    (soundness.LIMITED_TWICE, {"limits": tuple(GradeLimit(Grade.EXCELLENT, Decimal(most)) for most in (10, 50))}),
]


@pytest.mark.parametrize(("reason", "changes"), UNSOUND, ids=lambda each: getattr(each, "code", ""))
def test_an_unsound_scheme_is_not_put_before_an_approver(reason: Any, changes: dict[str, Any]) -> None:
    drafted(replace(CONTENT, **({"peers": 1} | changes))).refused(reason, "submit", "hugo")


def test_a_bonus_may_rise_within_a_grade_and_a_scheme_may_have_none() -> None:
    rising = bonus((0, "0"), (60, "1"), (70, "2"), (80, "3"), (85, "3"), (90, "4"), (95, "5"))
    for changes in (rising, {"bonus": ()}):
        drafted(replace(CONTENT, peers=1, **changes)).do("submit", "hugo")


def of(preset: Preset, population: Population) -> dict[str, Any]:
    """What drafting from a preset takes."""
    return {"scope": Scope.COMPANY, "preset": preset, "title": "方案", "population": population}


@pytest.mark.parametrize("preset", Preset)
def test_every_preset_is_sound_and_weighs_exactly_100(preset: Preset) -> None:
    it = Scenario(ROOM, facts())
    it.do("draft_preset", "hugo", **of(preset, Population(units=(UnitId("sales"),))))
    it.do("submit", "hugo")
    assert sum(each.weight for each in it.state.content.indicators) == 100
    assert it.state.content.missing is Missing.REWEIGH


def test_the_general_preset_weighs_performance_ability_and_attitude_70_20_10() -> None:
    indicators = PATTERNS[Preset.GENERAL].indicators
    of = {family: sum(each.weight for each in indicators if each.family is family) for family in Family}
    assert of == {Family.PERFORMANCE: 70, Family.ABILITY: 20, Family.ATTITUDE: 10}
    assert {each.name for each in indicators if each.family is Family.ATTITUDE} == {
        "工作责任心", "工作积极性", "工作纪律性",
    }  # fmt: skip
    assert all(Evidence.PEER_EVALUATION in each.evidence for each in indicators if each.family is Family.ATTITUDE)


def test_customer_satisfaction_stays_the_core_of_its_preset() -> None:
    it = Scenario(ROOM, facts())
    population = Population(units=(UnitId("sales"),))
    it.do(
        "draft_preset", "hugo", scope=Scope.COMPANY, preset=Preset.CUSTOMER_SERVICE, title="客服", population=population
    )
    satisfaction, handling, *rest = content_of(Preset.CUSTOMER_SERVICE, "客服", population).indicators
    even = (replace(satisfaction, weight=Decimal(35)), replace(handling, weight=Decimal(35)), *rest)
    it.do("revise", "hugo", content=replace(it.state.content, indicators=even))
    it.refused(soundness.NOT_CORE, "submit", "hugo")


def test_an_indicator_is_bound_only_to_a_figure_that_there_is() -> None:
    bound = replace(INDICATORS[0], kpi="K-39")
    it = drafted(replace(CONTENT, indicators=(bound, *INDICATORS[1:])))
    assert it.refused(soundness.NO_SUCH_KPI, "submit", "hugo").facts == {
        "kpis": ["K-39"], "first": "K-01", "last": "K-38",
    }  # fmt: skip
    assert set(KPIS) == set(FIGURES)


def test_a_supervisor_is_appraised_in_six_areas() -> None:
    it = Scenario(ROOM, facts())
    population = Population(people=(PersonId("olga"),))
    it.do("draft_preset", "hugo", **of(Preset.OPERATIONS_SUPERVISOR, population))
    assert it.state.content.daily
    fewer = tuple(replace(each, area=None) for each in it.state.content.indicators)
    it.do("revise", "hugo", content=replace(it.state.content, indicators=fewer))
    assert len(it.refused(soundness.AREAS, "submit", "hugo").facts["areas"]) == 6


DOING: dict[str, tuple[str, dict[str, Any]]] = {
    "revise": ("hugo", {"content": TEAM}),
    "submit": ("hugo", {}),
    "return": ("boss", {"comment": "No"}),
    "approve": ("boss", {}),
    "retire": ("boss", {"reason": "Old"}),
}


@pytest.mark.parametrize("verb", DOING)
@pytest.mark.parametrize("status", Status)
def test_an_act_is_accepted_in_the_states_of_the_table_and_no_other(verb: str, status: Status) -> None:
    it = submitted()
    it.state = replace(it.state, status=status)
    by, inputs = DOING[verb]
    (event,) = ROOM.acts[verb].events
    if status in ROOM.lifecycle.moves[event].since:
        assert it.do(verb, by, **inputs)
    else:
        it.refused(NOT_NOW, verb, by, **inputs)


def test_every_act_is_tried() -> None:
    assert set(ROOM.acts) == {*DOING, "draft", "draft_preset"}
    assert AppraisalSchemeApproved in ROOM.lifecycle.moves


def test_a_draft_waits_for_its_author_and_a_submission_for_its_decider() -> None:
    (waiting,) = ROOM.work(drafted(TEAM, "olga", Scope.TEAM).state)
    assert (waiting.act, waiting.person) == ("appraisal_scheme.submit", "olga")
    (waiting,) = ROOM.work(submitted().state)
    assert (waiting.act, waiting.role, waiting.barred) == ("appraisal_scheme.approve", "MGMT", ("hugo",))
    assert list(ROOM.work(approved().state)) == []
