"""Every act in every state: what the requirements' table (§3.3) allows is what happens."""

from collections.abc import Callable, Mapping

import pytest

from domain.issue import ROOM
from domain.issue.terms import ENDED, Kind, Status
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Refused
from tests.issue import story
from tests.issue.moves import MOVES
from tests.scenario import Scenario

STORIES: Mapping[Status, Callable[..., Scenario]] = {
    Status.REPORTED: story.reported,
    Status.REGISTERED: story.registered,
    Status.IN_ANALYSIS: story.in_analysis,
    Status.ANALYSED: story.analysed,
    Status.SOLUTION_PROPOSED: story.proposed,
    Status.AWAITING_SOLUTION_APPROVAL: story.submitted,
    Status.SOLUTION_AGREED: story.agreed,
    Status.ASSIGNED: story.assigned,
    Status.IN_PROGRESS: story.in_progress,
    Status.RESOLVED: story.resolved,
    Status.CLOSED: story.closed,
    Status.DISMISSED: story.dismissed,
    Status.MERGED: story.merged,
}
OPEN = {status for status in Status if status not in ENDED}
UNDER_WAY = {Status.SOLUTION_AGREED, Status.ASSIGNED, Status.IN_PROGRESS}
ALLOWED = {
    "register": {Status.REPORTED},
    "dismiss": {Status.REPORTED, Status.REGISTERED},
    "merge": {Status.REPORTED, Status.REGISTERED},
    "answer_rectification": {Status.REGISTERED},
    "start_analysis": {Status.REGISTERED},
    "appoint_analysts": {Status.IN_ANALYSIS},
    "record_finding": {Status.IN_ANALYSIS},
    "conclude_root_cause": {Status.IN_ANALYSIS},
    "propose_solution": {Status.ANALYSED, Status.SOLUTION_PROPOSED},
    "agree_solution": {Status.SOLUTION_PROPOSED},
    "submit_solution": {Status.SOLUTION_PROPOSED},
    "approve_solution": {Status.AWAITING_SOLUTION_APPROVAL},
    "reject_solution": {Status.AWAITING_SOLUTION_APPROVAL},
    "assign": {Status.SOLUTION_AGREED},
    "accept_assignment": {Status.ASSIGNED},
    "contest_assignment": {Status.ASSIGNED},
    "report_measure": {Status.IN_PROGRESS},
    "complete_measure": {Status.IN_PROGRESS},
    "waive_measure": {Status.IN_PROGRESS},
    "raise_conflict": UNDER_WAY,
    "settle_conflict": UNDER_WAY,
    "claim_resolution": {Status.IN_PROGRESS},
    "change_due": OPEN,
    "reassign": {Status.ASSIGNED, Status.IN_PROGRESS, Status.RESOLVED},
    "change_severity": OPEN,
    "comment": set(Status),
    "link": set(Status),
    "verify_pass": {Status.RESOLVED},
    "verify_fail": {Status.RESOLVED},
    "reopen": {Status.CLOSED},
    "record_effect": {Status.CLOSED},
    "wake": OPEN,
}
CREATING = {"report", "order_rectification", "migrate"}
CASES = [(status, verb) for status in Status for verb in ALLOWED]


def test_the_table_knows_every_act() -> None:
    assert ROOM.acts.keys() == ALLOWED.keys() | CREATING
    assert MOVES.keys() == ALLOWED.keys()


@pytest.mark.parametrize(("status", "verb"), CASES)
def test_an_act_is_possible_in_exactly_the_states_of_the_table(status: Status, verb: str) -> None:
    ordered = verb == "answer_rectification" and status is Status.REGISTERED
    scenario = story.ordered() if ordered else STORIES[status]()
    assert scenario.state.status is status
    if status in ALLOWED[verb]:
        MOVES[verb](scenario)
        return
    before = scenario.state
    with pytest.raises(Refused):
        MOVES[verb](scenario)
    part = next(iter(before.measures.values()), None)
    with pytest.raises(Refused) as raised:
        ROOM.require(ROOM.acts[verb], before, part)
    assert raised.value.reason is NOT_NOW


@pytest.mark.parametrize("verb", sorted(CREATING))
def test_nothing_begins_twice(verb: str) -> None:
    assert not ROOM.possible(ROOM.acts[verb], story.reported().state)


def test_an_order_ends_like_any_other_issue() -> None:
    scenario = story.ordered()
    MOVES["answer_rectification"](scenario)
    for verb in ("agree_solution", "assign", "accept_assignment", "claim_resolution", "verify_pass"):
        MOVES[verb](scenario)
    assert (scenario.state.kind, scenario.state.status) == (Kind.RECTIFICATION, Status.CLOSED)
