"""What changes in the demonstration company itself: last year's goals, people who come and go, the authority matrix."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from domain.authority.terms import MatrixLine
from domain.goal.terms import GoalLevel, Horizon
from domain.organisation.terms import UnitType
from domain.shared.ids import ADMINISTRATOR
from domain.shared.term import Role
from opsledger.demo.appraisal_steps import appraised
from opsledger.demo.people import (
    ABSENT,
    ANALYST,
    DELIVERY,
    GROWTH,
    LEAVER,
    MANAGER,
    MARKETING,
    PEOPLE_OFFICE,
    PRESIDENT,
    STAFF,
    VICE,
)
from opsledger.demo.stage import Stage, Story, morning
from opsledger.demo.steps import A_DAY

ON_TIME, ENERGY, EXPORT = "goal-on-time-before", "goal-energy-before", "goal-export"


def organising(stage: Stage) -> Iterator[Story]:
    """A story for the goals, one for the people and one for who may do what."""
    yield goals(stage)
    yield people(stage)
    yield matrix(stage)


def goals(stage: Stage) -> Story:
    """Last year's: one reached, one missed, one given up. One of this year was raised when it was nearly reached."""
    year = stage.today.year - 1
    yield morning(date(year - 1, 11, 5))
    stage.do("goal.set", PRESIDENT, ON_TIME, **of_the_company("提升准时交付率", "准时交付率", 88, 91, MANAGER, year))
    stage.do("goal.set", PRESIDENT, ENERGY, **of_the_company("降低单位能耗", "单位产值能耗降幅", 0, 6, MANAGER, year))
    stage.do("goal.set", PRESIDENT, EXPORT, **of_the_company("开拓海外市场", "海外订单占比", 2, 10, MARKETING, year))
    yield morning(date(year, 6, 20))
    stage.do("goal.drop", PRESIDENT, EXPORT, reason="海外合作方退出，改为先做备件业务")
    yield morning(date(year, 12, 22))
    stage.do("goal.achieve", PRESIDENT, ON_TIME, value=Decimal("91.4"), conclusion="全年准时交付率91.4%")
    stage.do("goal.miss", PRESIDENT, ENERGY, value=Decimal("4.1"), conclusion="空压站改造推迟，降幅4.1%")
    yield stage.between(date(year + 1, 1, 1), 0.4)
    stage.do(
        "goal.revise", PRESIDENT, GROWTH, target=Decimal(18),
        reason="重点客户增长快于预期", evidence=("上半年重点客户销售报表",),
    )  # fmt: skip
    stage.do("goal.review", MANAGER, DELIVERY, value=Decimal("94.2"), conclusion="进度正常，瓶颈在外协工序")


def of_the_company(title: str, metric: str, baseline: int, target: int, owner: str, year: int) -> dict[str, Any]:
    """What is set as a goal of the company for a year."""
    return {
        "title": title, "level": GoalLevel.COMPANY, "metric": metric, "unit_of_measure": "%",
        "baseline": Decimal(baseline), "target": Decimal(target), "due": date(year, 12, 31), "owner": owner,
        "horizon": Horizon.SHORT,
    }  # fmt: skip


def people(stage: Stage) -> Story:
    """Two join the operations group; one is away for a while, the other leaves. A trial unit is set up and ended."""
    yield stage.ago(140)
    for person in (ABSENT, LEAVER):
        stage.do("organisation.hire_person", PEOPLE_OFFICE, person=person, **STAFF[person]._asdict())
    trial = stage.do(
        "organisation.create_unit", ADMINISTRATOR, name="快速响应小组", type=UnitType.GROUP, parent="U-PLANOPS"
    ).part
    stage.do("organisation.define_position", PEOPLE_OFFICE, position="P-TRIAL", name="响应专员")
    yield stage.ago(100)
    stage.do("organisation.dissolve_unit", ADMINISTRATOR, part=trial, reason="试点结束，职能并入运营组")
    stage.do("organisation.close_position", PEOPLE_OFFICE, part="P-TRIAL")
    month = appraised(stage)
    yield morning(month + 8 * A_DAY)
    stage.do("organisation.set_leave", PEOPLE_OFFICE, part=ABSENT, until=month + 24 * A_DAY)
    yield morning(month + 24 * A_DAY)
    stage.do("organisation.end_leave", PEOPLE_OFFICE, part=ABSENT)
    yield stage.between(stage.today.replace(day=1), 0.5)
    stage.do("organisation.end_employment", PEOPLE_OFFICE, part=LEAVER, reason="个人发展")


def matrix(stage: Stage) -> Story:
    """A first matrix is published: a goal is dropped by management alone. A token for a trial is taken back."""
    yield stage.ago(120)
    only = MatrixLine(act="goal.drop", role=Role.MGMT)
    proposed = stage.do("authority.propose_matrix", ADMINISTRATOR, lines=(only,)).part
    yield stage.ago(118)
    stage.do("authority.publish_matrix", VICE, part=proposed, comment="同意")
    trial = stage.do(
        "token.issue", ADMINISTRATOR, person=ANALYST, label="报表试用", hash="0" * 64,
        expires_on=stage.in_days(30), scopes=("plan",),
    ).record  # fmt: skip
    yield stage.ago(110)
    stage.do("token.revoke", ADMINISTRATOR, trial, reason="试用结束")
