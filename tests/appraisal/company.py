"""A small company for the tests of appraisals: who works where, who reports to whom, and the schemes in use."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from domain.appraisal.cycle.events import Opening
from domain.appraisal.cycle.state import Cycle
from domain.appraisal.peers.events import PeerScore
from domain.appraisal.peers.state import RECORDED_FOR, PeerEvaluation
from domain.appraisal.peers.terms import Status as PeerStatus
from domain.appraisal.scheme.content import Indicator, Population, SchemeContent
from domain.appraisal.scheme.state import Scheme
from domain.appraisal.scheme.terms import CycleKind, Direction, Evidence, Family, Missing, Scope, Status, SubjectKind
from domain.organisation import ROOM
from domain.organisation.events import (
    ManagerAppointed,
    OrganisationEvent,
    OrganisationFounded,
    PositionDefined,
    UnitCreated,
)
from domain.organisation.person_events import PersonHired
from domain.organisation.state import ORGANISATION, Organisation
from domain.organisation.terms import UnitType
from domain.shared.ids import (
    SYSTEM,
    AppraisalCycleId,
    AppraisalId,
    AppraisalSchemeId,
    PeerEvaluationId,
    PersonId,
    PositionId,
    UnitId,
)
from domain.shared.recorded import Stamp
from domain.shared.term import Role
from tests.scenario import Facts

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
SINCE = date(2020, 1, 1)
STARTS, ENDS = date(2026, 1, 1), date(2026, 1, 31)

UNITS: dict[str, Any] = {
    "hq": (UnitType.HEADQUARTERS, None, "boss"),
    "people": (UnitType.DEPARTMENT, "hq", "hana"),
    "planning": (UnitType.DEPARTMENT, "hq", "dora"),
    "sales": (UnitType.DEPARTMENT, "hq", "sam"),
    "shops": (UnitType.GROUP, "sales", "sue"),
}
STAFF: dict[str, tuple[str, str | None, Role]] = {
    "boss": ("hq", None, Role.MGMT),
    "vera": ("hq", "boss", Role.MGMT),
    "hana": ("people", "boss", Role.HR),
    "hugo": ("people", "hana", Role.HR),
    "hedy": ("people", "hana", Role.HR),
    "dora": ("planning", "boss", Role.DM),
    "olga": ("planning", "dora", Role.OS),
    "otto": ("planning", "olga", Role.EMP),
    "sam": ("sales", "boss", Role.EMP),
    "sue": ("shops", "sam", Role.EMP),
    "ron": ("shops", "sue", Role.EMP),
    "rita": ("shops", "sue", Role.EMP),
    "audra": ("hq", "boss", Role.AUD),
    "ida": ("hq", "boss", Role.INT),
}


APPRAISED = [person for person in STAFF if person not in ("boss", "ida")]
"""Everybody but who reports to nobody, and the program."""


def founding() -> Iterator[OrganisationEvent]:
    """How the company came to be."""
    yield OrganisationFounded(company="Test", structural_form="line-function")
    for id, (type, parent, _) in UNITS.items():
        above = UnitId(parent) if parent else None
        yield UnitCreated(effective_on=SINCE, unit=UnitId(id), name=id, label=id, unit_type=type, parent=above)
    for role in sorted({role for _, _, role in STAFF.values()}):
        yield PositionDefined(
            effective_on=SINCE, position=PositionId(role), name=role.zh, label=role.en, roles=(role,),
            headcount=9, objectives=(), duties=(),
        )  # fmt: skip
    for id, (unit, superior, role) in STAFF.items():
        yield PersonHired(
            effective_on=SINCE, person=PersonId(id), name=id, unit=UnitId(unit), position=PositionId(role),
            superior=PersonId(superior) if superior else None,
        )  # fmt: skip
    for id, (_, _, manager) in UNITS.items():
        if manager:
            yield ManagerAppointed(effective_on=SINCE, unit=UnitId(id), manager=PersonId(manager))


@cache
def organisation() -> Organisation:
    """The company as it stands."""
    stamp = Stamp(record=ORGANISATION, actor=SYSTEM, role=Role.SYSTEM, at=FOUNDED)
    built: Organisation = ROOM.replay((event, stamp) for event in founding())
    return built


INDICATORS = (
    Indicator(
        key="completion", name="计划完成率", family=Family.PERFORMANCE, weight=Decimal(50), unit_of_measure="%",
        target=Decimal(95), kpi="K-01", evidence=(Evidence.KPI,),
    ),
    Indicator(
        key="complaints", name="投诉", family=Family.PERFORMANCE, weight=Decimal(20), unit_of_measure="件",
        target=Decimal(3), direction=Direction.AT_MOST, source="台账",
    ),
    Indicator(key="skill", name="技能水平", family=Family.ABILITY, weight=Decimal(20), evidence=(Evidence.EXAM,)),
    Indicator(
        key="initiative", name="工作积极性", family=Family.ATTITUDE, weight=Decimal(10),
        evidence=(Evidence.PEER_EVALUATION,),
    ),
)  # fmt: skip
CONTENT = SchemeContent(
    title="员工月度考核",
    cycle=CycleKind.MONTHLY,
    method="自评与上级评价",
    population=Population(units=(UnitId("hq"),)),
    indicators=INDICATORS,
    peers=1,
    daily=True,
)
OF_DEPARTMENTS = SchemeContent(
    title="部门月度考核",
    cycle=CycleKind.MONTHLY,
    method="自评与上级评价",
    population=Population(subjects=SubjectKind.DEPARTMENT, units=(UnitId("sales"),)),
    indicators=INDICATORS,
    peers=1,
    missing=Missing.REWEIGH,
)


def scheme(id: str, content: SchemeContent) -> Scheme:
    """A scheme in use."""
    return Scheme(
        id=AppraisalSchemeId(id), status=Status.APPROVED, since=FOUNDED, scope=Scope.COMPANY,
        contributors=(PersonId("hana"),), content=content, editions=(content,),
    )  # fmt: skip


CYCLE = Cycle(
    id=AppraisalCycleId("january"), since=FOUNDED, kind=CycleKind.MONTHLY, starts=STARTS, ends=ENDS,
    self_due=date(2026, 2, 4), evaluation_due=date(2026, 2, 9), limit=date(2026, 2, 20),
    openings=(
        Opening(
            appraisal=AppraisalId("it"), scheme=AppraisalSchemeId("staff"), subjects=SubjectKind.PERSON,
            person=PersonId("ron"),
        ),
    ),
    uncovered=(),
)  # fmt: skip


def peer_evaluation(evaluator: str, points: str) -> PeerEvaluation:
    """What a colleague has said of Ron."""
    return PeerEvaluation(
        id=PeerEvaluationId(f"by-{evaluator}"), status=PeerStatus.RECORDED, since=FOUNDED, appraisal=AppraisalId("it"),
        evaluator=PersonId(evaluator), subject=PersonId("ron"), line=(PersonId("sue"),), indicators=INDICATORS[3:],
        due=date(2026, 2, 4), scores=(PeerScore(indicator="initiative", score=Decimal(points), comment="So"),),
    )  # fmt: skip


def facts(content: SchemeContent = CONTENT) -> Facts:
    """The company, the cycle of January, the two schemes in use, and what two colleagues say of Ron."""
    return Facts(
        {
            (Organisation, ORGANISATION): organisation(),
            (Cycle, "january"): CYCLE,
            (Scheme, "staff"): scheme("staff", content),
            (Scheme, "departments"): scheme("departments", OF_DEPARTMENTS),
            (PeerEvaluation, "by-rita"): peer_evaluation("rita", "85"),
            (PeerEvaluation, "by-otto"): peer_evaluation("otto", "90.01"),
        },
        {(RECORDED_FOR, "it"): ["by-rita", "by-otto"]},
    )
