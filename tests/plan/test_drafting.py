from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.plan.claims import KEY, PARENT
from domain.plan.content import KeyProject, PlanContent
from domain.plan.drafting import (
    NO_CONTENT,
    NO_PARENT,
    NOT_COPYABLE,
    NOT_YOUR_UNIT,
    OUTSIDE_AREA,
    PARENT_NEEDED,
    PARENT_NOT_APPROVED,
    UNKNOWN_UNIT,
    WRONG_PARENT,
)
from domain.plan.periods import NO_SUCH_PERIOD, NO_SUCH_YEAR
from domain.plan.state import Plan
from domain.plan.terms import Kind, Level, Status
from domain.shared import references
from domain.shared.refusal import Reason
from tests.plan.stories import (
    ANNUAL,
    MONTHLY,
    above,
    completed,
    draft_annual,
    draft_quarterly,
    issued,
    new_task,
    story,
    task_ids,
)
from tests.scenario import Scenario

YEAR: dict[str, Any] = {"kind": Kind.COMPANY, "level": Level.ANNUAL, "unit": "hq", "year": 2026, "content": ANNUAL}
QUARTER: dict[str, Any] = YEAR | {"level": Level.QUARTERLY, "number": 1, "parent": "above"}
MONTH: dict[str, Any] = YEAR | {"level": Level.MONTHLY, "number": 2, "parent": "above", "content": MONTHLY}
AREA: dict[str, Any] = YEAR | {"kind": Kind.AREA, "unit": "og", "parent": "above"}
DEPARTMENTS = above(kind=Kind.DEPARTMENT, unit="planning")


def drafted(by: str = "pia", drawn_from: Plan | None = None, **inputs: Any) -> Scenario:
    it = story(drawn_from)
    it.do("draft", by, **inputs)
    return it


@pytest.mark.parametrize(
    ("inputs", "starts", "ends"),
    [
        (YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (QUARTER | {"number": 4}, date(2026, 10, 1), date(2026, 12, 31)),
        (QUARTER | {"number": 1}, date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_level_year_and_number_say_which_days_a_plan_covers(inputs: Any, starts: date, ends: date) -> None:
    it = drafted(**inputs)
    assert (it.state.starts, it.state.ends) == (starts, ends)


def test_a_month_lies_inside_its_quarter() -> None:
    it = drafted(drawn_from=above(Level.QUARTERLY), **MONTH)
    assert (it.state.starts, it.state.ends) == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (QUARTER | {"number": 5}, NO_SUCH_PERIOD),
        (QUARTER | {"number": None}, NO_SUCH_PERIOD),
        (MONTH | {"number": 13}, NO_SUCH_PERIOD),
        (MONTH | {"number": 0}, NO_SUCH_PERIOD),
        (YEAR | {"number": 2}, NO_SUCH_PERIOD),
        (YEAR | {"year": 99}, NO_SUCH_YEAR),
    ],
)
def test_there_is_no_plan_for_a_period_that_does_not_exist(inputs: Any, reason: Reason) -> None:
    story().refused(reason, "draft", "pia", **inputs)


@pytest.mark.parametrize(
    ("kind", "author", "unit", "parent"),
    [
        (Kind.COMPANY, "pia", "hq", None),
        (Kind.OPERATING, "olga", "hq", None),
        (Kind.DEPARTMENT, "dora", "planning", None),
        (Kind.AREA, "dee", "og", DEPARTMENTS),
    ],
)
def test_each_kind_of_plan_has_its_author(kind: Kind, author: str, unit: str, parent: Plan | None) -> None:
    inputs = YEAR | {"kind": kind, "unit": unit, "parent": "above" if parent else None}
    assert drafted(author, parent, **inputs).state.preparer == author
    for other in {"pia", "olga", "dora", "dee", "boss", "rita"} - {author}:
        story(parent).refused(FORBIDDEN, "draft", other, **inputs)


def test_a_department_plan_is_for_ones_own_department() -> None:
    story().refused(NOT_YOUR_UNIT, "draft", "dora", **YEAR | {"kind": Kind.DEPARTMENT, "unit": "sales"})


def test_a_deputy_plans_inside_the_own_area_only() -> None:
    parent = above(kind=Kind.DEPARTMENT, unit="hq")
    story(parent).refused(OUTSIDE_AREA, "draft", "dee", **AREA | {"unit": "sales"})


def test_a_plan_is_for_a_unit_that_exists() -> None:
    story().refused(UNKNOWN_UNIT, "draft", "pia", **YEAR | {"unit": "moon"})


@pytest.mark.parametrize("inputs", [QUARTER, MONTH])
def test_quarterly_and_monthly_plans_are_drawn_from_a_plan_above(inputs: Any) -> None:
    story().refused(PARENT_NEEDED, "draft", "pia", **inputs | {"parent": None})


def test_a_deputys_plan_is_linked_to_the_department_plan() -> None:
    story(DEPARTMENTS).refused(PARENT_NEEDED, "draft", "dee", **AREA | {"parent": None})
    assert drafted("dee", DEPARTMENTS, **AREA).state.parent == "above"


def test_an_annual_plan_has_no_plan_above() -> None:
    story().refused(NO_PARENT, "draft", "pia", **YEAR | {"parent": "above"})


@pytest.mark.parametrize(
    "parent",
    [
        above(kind=Kind.OPERATING),
        above(Level.QUARTERLY),
        above(unit="sales"),
        above(starts=date(2025, 1, 1), ends=date(2025, 12, 31)),
    ],
)
def test_the_plan_above_is_of_the_same_kind_time_and_unit_and_one_level_up(parent: Plan) -> None:
    story(parent).refused(WRONG_PARENT, "draft", "pia", **QUARTER)


def test_an_operating_plan_for_a_department_is_drawn_from_the_companys() -> None:
    it = drafted("olga", above(kind=Kind.OPERATING), **QUARTER | {"kind": Kind.OPERATING, "unit": "sales"})
    assert it.state.unit == "sales"


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.APPROVED, Status.ISSUED)])
def test_the_plan_above_is_approved_or_issued(status: Status) -> None:
    story(above(status=status)).refused(PARENT_NOT_APPROVED, "draft", "pia", **QUARTER)


def test_the_progress_of_the_plan_above_is_frozen_in_the_draft() -> None:
    before = issued(new_task("T1", weight=Decimal(3)), new_task("T2"))
    completed(before, task_ids(before)[0])
    it = drafted(drawn_from=before.state, **MONTH)
    progress = it.state.progress
    assert (progress.completion.numerator, progress.completion.denominator) == (3, 4)
    assert progress.completion.percent == 75
    assert [task.status for task in progress.tasks] == ["COMPLETED", "ASSIGNED"]
    assert progress.plan_version == 1
    assert draft_annual().state.progress is None


def test_a_draft_has_content_or_copies_a_rejected_plan() -> None:
    story().refused(NO_CONTENT, "draft", "pia", **YEAR | {"content": None})
    again = YEAR | {"content": None, "copied_from": "above"}
    assert drafted(drawn_from=above(status=Status.REJECTED), **again).state.content == ANNUAL
    story(above()).refused(NOT_COPYABLE, "draft", "pia", **again)
    story(above()).refused(NOT_COPYABLE, "draft", "pia", **again | {"content": ANNUAL})


def test_whoever_wrote_what_a_draft_copies_may_not_decide_it_either() -> None:
    source = above(status=Status.REJECTED, contributors=("paul", "vera"))
    it = drafted(drawn_from=source, **YEAR | {"content": None, "copied_from": "above"})
    assert it.state.contributors == ("pia", "paul", "vera")
    it.do("submit", "pia")
    it.refused(OWN_MATTER, "approve", "vera")


def test_a_plan_holds_its_key_until_it_is_cancelled_or_rejected() -> None:
    it = draft_quarterly()
    key = (KEY, "COMPANY/QUARTERLY/hq/2026-01-01")
    assert key in it.room.claims(it.state)
    assert (PARENT, "above") in it.room.claims(it.state)
    named = replace(it.state, content=replace(it.state.content, key_projects=(KeyProject(name="New shop"),)))
    assert (references.KEY_PROJECT, "it/New shop") in it.room.claims(named)
    assert it.room.unique[KEY].code == "plan.duplicate"
    it.do("cancel", "dora", reason="No quarter")
    assert key not in it.room.claims(it.state)
    refused = draft_quarterly()
    refused.do("submit", "pia")
    refused.do("reject", "dora", comment="No")
    assert key not in refused.room.claims(refused.state)


def test_whoever_revises_a_plan_becomes_one_of_its_writers() -> None:
    it = draft_quarterly()
    it.do("revise", "paul", content=MONTHLY)
    assert it.state.content == MONTHLY
    assert it.state.contributors == ("pia", "paul")
    it.refused(FORBIDDEN, "revise", "olga", content=ANNUAL)
    it.refused(FORBIDDEN, "revise", "dora", content=ANNUAL)


def test_revising_to_the_same_content_records_nothing() -> None:
    it = draft_annual()
    assert it.do("revise", "pia", content=ANNUAL) == []


def test_content_needs_only_a_title_until_it_is_submitted() -> None:
    assert drafted(**YEAR | {"content": PlanContent(title="2026")}).state.title == "2026"
