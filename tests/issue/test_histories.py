"""Whatever is done in whatever order, what must always hold of an issue does."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.issue import ROOM
from domain.issue.state import Issue
from domain.issue.terms import ENDED, Status
from domain.shared.approval import Verdict
from domain.shared.recorded import Stamp
from domain.shared.refusal import Refused
from tests.issue.company import world
from tests.issue.moves import MOVES
from tests.issue.story import FOUND, issue
from tests.scenario import Scenario

ONWARD = (
    "register",
    "start_analysis",
    "conclude_root_cause",
    "propose_solution",
    "agree_solution",
    "assign",
    "accept_assignment",
    "claim_resolution",
    "verify_pass",
)
"""The way to the end, which every other step takes, so that histories get there."""

STEPS = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 5)), max_size=40)
"""For each step: which of the acts that are possible then (odd: onward), and how many days later."""


class Recorded(Scenario):
    """A scenario that remembers each event with its stamp, to replay them."""

    def __init__(self) -> None:
        super().__init__(ROOM, world=world(), id="issue-1")
        self.log: list[tuple[Any, Stamp]] = []

    def record(self, event: Any, actor: Any, role: Any, principal: Any) -> None:
        super().record(event, actor, role, principal)
        stamp = Stamp(record=self.id, actor=actor, role=role, at=self.now, on_behalf_of=principal)
        self.log.append((self.events[-1], stamp))


def lived(steps: list[tuple[int, int]]) -> Recorded:
    """An issue to which that has happened; what a rule refuses has not."""
    scenario = Recorded()
    scenario.do("report", "ana", **FOUND)
    for choice, days in steps:
        scenario.at(scenario.now + timedelta(days=days))
        possible = [verb for verb in MOVES if attemptable(verb, scenario.state)]
        onward = [verb for verb in ONWARD if verb in possible and choice % 2]
        try:
            MOVES[(onward or possible)[choice // 2 % len(onward or possible)]](scenario)
        except Refused:
            continue
    return scenario


def attemptable(verb: str, state: Issue) -> bool:
    return any(ROOM.possible(ROOM.acts[verb], state, part) for part in (None, *state.measures.values()))


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_a_replay_leaves_what_the_acts_left(steps: list[tuple[int, int]]) -> None:
    scenario = lived(steps)
    assert ROOM.replay(scenario.log) == scenario.state


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_what_must_hold_of_an_issue_holds(steps: list[tuple[int, int]]) -> None:
    state = issue(lived(steps))
    assert bool(state.number) == (state.registered_at is not None)
    assert state.is_open == (state.status not in ENDED)
    assert_solved_in_order(state)
    assert_counted(state)


def assert_solved_in_order(state: Issue) -> None:
    if state.status in (Status.ANALYSED, Status.SOLUTION_PROPOSED):
        assert state.causes
    if state.status in (Status.SOLUTION_AGREED, Status.ASSIGNED, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED):
        assert state.solution is not None
    if state.status in (Status.RESOLVED, Status.CLOSED):
        assert state.claim is not None
        assert all(each.ended for each in state.measures.values())
    if state.status is Status.CLOSED:
        assert state.signatures[-1].signer != state.responsible


def assert_counted(state: Issue) -> None:
    verdicts = [signature.verdict for signature in state.signatures]
    closings = verdicts.count(Verdict.PASSED)
    assert state.failures == verdicts.count(Verdict.FAILED)
    assert state.recurrences == closings - (state.status is Status.CLOSED)
    assert (state.first_closed_at is not None) == (closings > 0)
    assert [proposal.version for proposal in state.proposals] == list(range(1, len(state.proposals) + 1))
    assert all(0 <= alarm.level <= 3 for alarm in state.alarms.values())
