"""Every act on every part in every state: what the table says is what happens."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain.organisation import ROOM
from domain.organisation.person import PersonStatus
from domain.organisation.position import PositionStatus
from domain.organisation.unit import DutyStatus, UnitStatus
from domain.shared.ids import ADMINISTRATOR
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Term
from tests.organisation.company import Company, hire, staffed

HERE = {PersonStatus.ACTIVE, PersonStatus.ON_LEAVE}
ALLOWED: Mapping[str, set[Any]] = {
    "rename_unit": {UnitStatus.ACTIVE},
    "move_unit": {UnitStatus.ACTIVE},
    "dissolve_unit": {UnitStatus.ACTIVE},
    "appoint_manager": {UnitStatus.ACTIVE},
    "relieve_manager": {UnitStatus.ACTIVE},
    "assign_duty": {DutyStatus.DEFINED},
    "withdraw_duty": {DutyStatus.DEFINED},
    "retire_duty": {DutyStatus.DEFINED},
    "revise_position": {PositionStatus.ACTIVE},
    "confirm_position": {PositionStatus.ACTIVE},
    "close_position": {PositionStatus.ACTIVE},
    "assign_position": HERE,
    "move_person": HERE,
    "set_superior": HERE,
    "set_leave": {PersonStatus.ACTIVE},
    "end_leave": {PersonStatus.ON_LEAVE},
    "end_employment": HERE,
    "appoint_deputy": HERE,
    "relieve_deputy": HERE,
    "appoint_head": HERE,
    "request_erasure": {PersonStatus.LEFT, PersonStatus.ERASED},
    "erase_person": {PersonStatus.ERASURE_REQUESTED},
    "decline_erasure": {PersonStatus.ERASURE_REQUESTED},
    "confirm_erasure": {PersonStatus.ERASED},
}
INPUTS: Mapping[str, dict[str, Any]] = {
    "rename_unit": {"name": "New"},
    "move_unit": {"parent": "hq"},
    "dissolve_unit": {"reason": "Over"},
    "appoint_manager": {"person": "sam"},
    "relieve_manager": {"reason": "Over"},
    "assign_duty": {"unit": "planning"},
    "withdraw_duty": {"unit": "sales"},
    "revise_position": {"name": "New"},
    "assign_position": {"position": "seller"},
    "move_person": {"unit": "hq"},
    "set_superior": {"superior": "chen"},
    "end_employment": {"reason": "Over"},
    "appoint_deputy": {"unit": "planning", "areas": ["planning"]},
    "request_erasure": {"reason": "Asked for it"},
    "confirm_erasure": {"keys": ["it.1"]},
    "decline_erasure": {"reason": "A case before a court"},
}
BY_MANAGEMENT = {
    "appoint_manager", "relieve_manager", "appoint_deputy", "relieve_deputy", "appoint_head", "erase_person",
    "decline_erasure",
}
ENDING_OF: Mapping[tuple[str, Term], tuple[str, ...]] = {
    ("unit", UnitStatus.CLOSED): ("dissolve_unit",),
    ("duty", DutyStatus.RETIRED): ("retire_duty",),
    ("position", PositionStatus.CLOSED): ("close_position",),
    ("person", PersonStatus.ON_LEAVE): ("set_leave",),
    ("person", PersonStatus.LEFT): ("end_employment",),
    ("person", PersonStatus.ERASURE_REQUESTED): ("end_employment", "request_erasure"),
    ("person", PersonStatus.ERASED): ("end_employment", "request_erasure", "erase_person"),
}
STATES_OF = {"unit": UnitStatus, "duty": DutyStatus, "position": PositionStatus, "person": PersonStatus}


def doer(verb: str) -> str:
    """Somebody who may do it."""
    special = {"confirm_position": "sue", "confirm_erasure": "system"}
    return "chen" if verb in BY_MANAGEMENT else special.get(verb, ADMINISTRATOR)


def a_part(kind: str, status: Term) -> Company:
    """A company with a part called `it` of that kind in that state, ready for every act that its state permits."""
    company = staffed()
    if kind == "unit":
        company.admin("create_unit", name="It", type="GROUP", parent="sales", unit="it")
    elif kind == "duty":
        company.admin("define_duty", duty="it", text="Sweep")
    elif kind == "position":
        company.admin("define_position", name="It", position="it")
    else:
        hire(company, "it", "sales", "seller", "sam")
    for verb in ENDING_OF.get((kind, status), ()):
        company.do(verb, doer(verb), part="it", **INPUTS.get(verb, {}))
    return company


def prepare(company: Company, verb: str) -> None:
    """What the act needs beside the state."""
    match verb:
        case "relieve_manager":
            company.do("appoint_manager", "chen", part="it", person="sam")
        case "relieve_deputy":
            company.do("appoint_deputy", "chen", part="it", unit="sales", areas=["sales"])
        case "withdraw_duty":
            company.admin("assign_duty", part="it", unit="sales")
        case "confirm_position":
            company.admin("assign_position", part="sue", position="it")


CASES = [
    (act.verb, act.part, status) for act in ROOM.acts.values() if act.part is not None for status in STATES_OF[act.part]
]


def test_the_table_speaks_of_every_act_on_a_part() -> None:
    assert set(ALLOWED) == {act.verb for act in ROOM.acts.values() if act.part}


@pytest.mark.parametrize(("verb", "kind", "status"), CASES)
def test_an_act_on_a_part_is_accepted_in_these_states_only(verb: str, kind: str, status: Term) -> None:
    company = a_part(kind, status)
    by = doer(verb)
    if status in ALLOWED[verb]:
        prepare(company, verb)
        assert company.do(verb, by, part="it", **INPUTS.get(verb, {}))
    elif verb == "confirm_position":
        assert not ROOM.possible(ROOM.acts[verb], company.state, company.part("position", "it"))
    else:
        company.refused(NOT_NOW, verb, by, part="it", **INPUTS.get(verb, {}))


@pytest.mark.parametrize("act", [act for act in ROOM.acts.values() if not act.creates], ids=lambda act: act.verb)
def test_nothing_but_the_founding_is_possible_before_it(act: Any) -> None:
    assert not ROOM.possible(act, None)
    assert ROOM.possible(ROOM.acts["found"], None)
