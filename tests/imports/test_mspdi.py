"""Schedules of Microsoft Project: what of them is taken, and how a bad row is named."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from application.imports.mspdi import DOCTYPE, LINK_TO_GROUP, NO_OWNER, NO_VALUE, NOT_MSPDI, OTHER_LINK
from application.imports.names import UNKNOWN
from application.imports.problems import BadFile, Place
from application.imports.project_plans import TWO_SCHEDULES, read_project_plan
from domain.shared.ids import PersonId
from domain.shared.refusal import Reason
from tests.imports.project_files import (
    ASSIGNED,
    BLANK,
    NAMES,
    REST_ONLY,
    SHEETED,
    TABLE,
    book,
    found,
    project_xml,
    xml_task,
)


def test_the_schedule_comes_from_microsoft_project(tmp_path: Path) -> None:
    file = project_xml(tmp_path, *TABLE, BLANK)
    plan = read_project_plan(book(tmp_path, REST_ONLY), file, NAMES, PersonId("sue")).baseline
    assert [(phase.key, phase.title) for phase in plan.phases] == [("11", "Build")]
    design, raised = plan.tasks
    assert (design.key, design.phase, design.owner, design.cost) == ("12", "11", "rita", Decimal(200))
    assert (raised.owner, raised.cost, raised.depends_on) == ("ron", Decimal("400.5"), ("12",))
    assert (raised.starts, raised.due) == (date(2026, 2, 1), date(2026, 3, 31))
    assert [(each.title, each.phase, each.owner, each.due) for each in plan.milestones] == [
        ("Designed", "11", "sue", date(2026, 1, 31)),
        ("Open", "", "sue", date(2026, 4, 15)),
    ]


@pytest.mark.parametrize(
    ("task", "assigned", "column", "reason"),
    [
        (xml_task(16, Start="soon"), ((16, 1),), "Start", NO_VALUE),
        (xml_task(16, Name=" "), ((16, 1),), "Name", NO_VALUE),
        (xml_task(16, Cost="much"), ((16, 1),), "Cost", NO_VALUE),
        (xml_task(16, Cost="NaN"), ((16, 1),), "Cost", NO_VALUE),
        (xml_task(16, (12, 3), (12, 2)), ((16, 1),), "Predecessors", OTHER_LINK),
        (xml_task(16), (), "Resource Names", NO_OWNER),
        (xml_task(16), ((16, 3),), "Resource Names", UNKNOWN),
        (xml_task(16, (12, 3)), ((16, 1),), "Predecessors", OTHER_LINK),
        (xml_task(16, (99, 1)), ((16, 1),), "Predecessors", OTHER_LINK),
        (xml_task(16, (11, 1)), ((16, 1),), "Predecessors", LINK_TO_GROUP),
    ],
)
def test_a_bad_task_of_microsoft_project_is_named_by_its_row(
    tmp_path: Path, task: str, assigned: Any, column: str, reason: Reason
) -> None:
    file = project_xml(tmp_path, *TABLE, task, assigned=(*ASSIGNED, *assigned))
    assert found(book(tmp_path, REST_ONLY), file) == [(Place("Tasks", 6, column), reason)]


def test_each_group_that_a_task_waits_for_is_named(tmp_path: Path) -> None:
    task = xml_task(16, (11, 1), (21, 1))
    other = xml_task(21, Name="Another group", Summary="1")
    file = project_xml(tmp_path, *TABLE, other, task, assigned=(*ASSIGNED, (16, 1)))
    assert [reason for _, reason in found(book(tmp_path, REST_ONLY), file)] == [LINK_TO_GROUP, LINK_TO_GROUP]


def test_however_many_ways_lead_through_milestones_each_is_gone_once(tmp_path: Path) -> None:
    """Two of them on every floor, each after both of the floor below: a thousand floors, and 2 ** 1000 ways."""
    floors = [
        xml_task(40 + 2 * floor + side, *((38 + 2 * floor + each, 1) for each in (0, 1)), Milestone="1")
        for floor in range(1, 1_000)
        for side in (0, 1)
    ]
    ground = [xml_task(40 + side, (12, 1), Milestone="1") for side in (0, 1)]
    file = project_xml(tmp_path, *TABLE, *ground, *floors, xml_task(39, (2_038, 1)), assigned=(*ASSIGNED, (39, 1)))
    roof = read_project_plan(book(tmp_path, REST_ONLY), file, NAMES, PersonId("sue")).baseline.tasks[-1]
    assert (roof.key, roof.depends_on) == ("39", ("12",))


def test_a_task_that_waits_for_itself_says_so_to_the_rules(tmp_path: Path) -> None:
    loop = (xml_task(39, (40, 1)), xml_task(40, (39, 1), Milestone="1"))
    file = project_xml(tmp_path, *TABLE, *loop, assigned=(*ASSIGNED, (39, 1)))
    plan = read_project_plan(book(tmp_path, REST_ONLY), file, NAMES, PersonId("sue")).baseline
    assert plan.tasks[-1].depends_on == ("39",)


def test_a_milestone_without_anybody_needs_a_lead(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as raised:
        read_project_plan(book(tmp_path, REST_ONLY), project_xml(tmp_path, *TABLE), NAMES, None)
    assert [each.no.reason for each in raised.value.problems] == [NO_OWNER, NO_OWNER]


def test_there_are_not_two_schedules(tmp_path: Path) -> None:
    file = project_xml(tmp_path, *TABLE)
    reasons = {reason for _, reason in found(book(tmp_path, SHEETED), file)}
    assert reasons == {TWO_SCHEDULES}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not xml", NOT_MSPDI),
        ("<Project/>" * 2, NOT_MSPDI),
        ("<Project><Tasks></Project>", NOT_MSPDI),
        ('<Other xmlns="http://schemas.microsoft.com/project"/>', NOT_MSPDI),
        ('<!DOCTYPE Project [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Project>&b;</Project>', DOCTYPE),
        ('<!DOCTYPE Project SYSTEM "file:///etc/passwd"><Project/>', DOCTYPE),
    ],
)
def test_only_its_own_xml_without_a_document_type_is_read(tmp_path: Path, text: str, reason: Reason) -> None:
    file = tmp_path / "shop.xml"
    file.write_text(text, "utf-8")
    assert found(book(tmp_path, REST_ONLY), file) == [(Place("", 1), reason)]
