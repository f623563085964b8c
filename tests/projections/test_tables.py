"""Tables are read off the rooms: what a state shows is a column, and an id is a relation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec import Struct

from domain.shared import series
from domain.shared.ids import PersonId, PlanId
from projections.tables import Column, Kind, Reading, tables
from tests.projections.workshop import ROOMS, JobId, Status

TABLES = tables(ROOMS)
JOB = TABLES["job"].columns


def column(type_: Any) -> Column:
    return Reading(ROOMS).column("it", type_, "")


def test_there_is_a_table_for_each_room_and_part_and_three_about_all_rooms() -> None:
    assert list(TABLES) == ["job", "job_step", "note", "event", "signature", "work_item", "obligation"]


def test_a_part_is_a_table_of_its_own_that_leads_to_its_record() -> None:
    assert "steps" not in JOB
    assert TABLES["job_step"].owner == "job"
    assert TABLES["job_step"].columns["job"].refers == "job"


def test_what_a_state_shows_about_itself_is_a_column() -> None:
    assert (JOB["progress"].kind, JOB["progress"].doc) == (Kind.INTEGER, "How many of its steps are finished.")


def test_a_column_says_what_is_written_beneath_the_field() -> None:
    assert JOB["owner"].doc == "Who answers for it."
    assert JOB["due"].doc == "Due."


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        (str, Kind.TEXT),
        (int, Kind.INTEGER),
        (bool, Kind.BOOLEAN),
        (date, Kind.DATE),
        (Decimal, Kind.DECIMAL),
        (Status, Kind.TERM),
        (PlanId, Kind.ID),
        (dict[str, int], Kind.JSON),
        (int | str, Kind.JSON),
    ],
)
def test_the_kind_of_a_column_follows_from_its_type(type_: Any, kind: Kind) -> None:
    assert (column(type_).kind, column(type_).nullable) == (kind, False)
    assert (column(type_ | None).kind, column(type_ | None).nullable) == (kind, True)


def test_an_id_leads_to_the_table_of_its_kind_where_there_is_one() -> None:
    assert column(JobId | None).refers == "job"
    assert column(PersonId).refers is None


def test_a_list_of_single_values_is_known_as_such() -> None:
    listed = column(tuple[JobId, ...])
    assert (listed.kind, listed.many, listed.refers) == (Kind.JSON, True, "job")
    assert not column(tuple[dict[str, str], ...]).many


def test_a_state_may_not_have_a_field_that_every_table_has() -> None:
    class Versioned(Struct, frozen=True):
        id: JobId
        version: int

    with pytest.raises(ValueError, match="may not be called version"):
        tables([replace(ROOMS[0], state=Versioned, parts=())])


def test_a_room_without_parts_has_one_table() -> None:
    assert [name for name in tables([series.ROOM]) if name.startswith("series")] == ["series"]
