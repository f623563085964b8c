"""Random histories: whatever people try, what is recorded keeps these truths, and can be replayed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.plan import ROOM
from domain.plan.breakdown import terms_of
from domain.plan.changes import PlanDiff, TargetChange, TaskCancellation, TaskChange
from domain.plan.events import PlanEvent
from domain.plan.figures import completion, on_time
from domain.plan.state import Plan
from domain.plan.task import Task
from domain.plan.terms import AdjustmentStatus, GoalKind, Outcome, Status, TaskStatus
from domain.shared.approval import Verdict
from domain.shared.ids import SYSTEM, AdjustmentId, PersonId, TaskId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Refused
from domain.shared.term import Role
from tests.plan.stories import (
    OPINION,
    adjustment_approved,
    application,
    approved,
    completed,
    draft_quarterly,
    issued,
    new_task,
    reissued,
    submitted,
    task_ids,
)
from tests.plan.test_lifecycle import DOING
from tests.scenario import Scenario

PEOPLE = ("pia", "paul", "dora", "boss", "vera", "rita", "ron", "sam", "sue", "olga", SYSTEM)
VERBS = sorted({*DOING, "return_adjustment", "wake"} - {"conclude_evaluation", "cancel", "reject", "return"})
"""What ends a plan at once is left out, so that histories grow long."""


@dataclass
class Told(Scenario):
    """A scenario that remembers each event with its stamp, as the log does."""

    log: list[tuple[Any, Stamp]] = field(default_factory=list)

    def record(self, event: Any, actor: PersonId, role: Role, principal: PersonId | None) -> None:
        stamp = Stamp(record=self.id, actor=actor, role=role, at=self.now, on_behalf_of=principal)
        self.log.append((event, stamp))
        super().record(event, actor, role, principal)


def told(it: Scenario) -> Told:
    """The same plan from here on, with what happened so far as its first state."""
    return Told(ROOM, it.world, it.id, it.now, it.state, numbers=it.numbers, ids=it.ids)


def two_tasks() -> Scenario:
    return issued(new_task("A"), new_task("B", unit="shops", responsible="ron", weight=Decimal(2)))


def half_done() -> Scenario:
    it = issued(new_task("A"), new_task("B", responsible="ron"), new_task("C", depends_on=("A",)))
    return completed(it, task_ids(it)[0])


def adjustment_decided() -> Scenario:
    it = two_tasks()
    adjustment_approved(it, application(task_ids(it)[0]))
    return it


def adjusted_once() -> Scenario:
    it = two_tasks()
    reissued(it, application(task_ids(it)[0]))
    return it


BEGINNINGS: tuple[Callable[[], Scenario], ...] = (
    draft_quarterly,
    submitted,
    approved,
    two_tasks,
    half_done,
    adjustment_decided,
    adjusted_once,
)


def inputs(verb: str, plan: Plan, part: str | None, n: int) -> dict[str, Any]:
    """What is given to an act at this point of the history, in one of a few variations."""
    tasks = list(plan.tasks) or [TaskId("none")]
    task = tasks[n % len(tasks)]
    usual = DOING[verb][1] if verb in DOING else {}
    match verb:
        case "return_adjustment":
            return {"comment": "More"}
        case "request_adjustment" | "revise_adjustment":
            answer = {"answer": "So"} if verb == "revise_adjustment" else {}
            return {"content": application(task, diff(tasks, n)), **answer}
        case "apply_adjustment":
            return {"changes": plan.adjustments[AdjustmentId(part or "")].content.changes}
        case "give_opinion":
            return {"opinion": OPINION | {"keeps_company_goals": n % 5 != 0}}
        case "report_progress":
            return {"percent": Decimal(n * 10), "note": "So far", "reason": "Counted anew" if n % 2 else ""}
        case "raise_difficulty":
            return {**usual, "blocks": n % 2 == 0}
        case "reassign_task":
            return {"responsible": ("ron", "rita", "sue")[n % 3], "reason": "Ill"}
        case "inspect":
            return {"summary": "Fine", "findings": ({"task": task, "text": "Fine", "satisfactory": True},)}
        case "close":
            left = tuple({"task": each.id, "outcome": Outcome.FAILED, "reason": "No"} for each in plan.open_tasks)
            return {"unfinished": left}
        case "decompose":
            return {"tasks": tuple(new_task(f"N{i}", weight=Decimal(i + 1)) for i in range(n % 3 + 1))}
        case "flag_alignment":
            return {"parent_version": n}
        case _:
            return usual


def diff(tasks: list[TaskId], n: int) -> PlanDiff:
    """One of the changes that people ask for; some of them cannot be made."""
    first, last = tasks[n % len(tasks)], tasks[-1]
    return (
        PlanDiff(change=(TaskChange(task=first, weight=Decimal(n + 1)),)),
        PlanDiff(add=(new_task("X"),)),
        PlanDiff(add=(new_task("X"),), cancel=(TaskCancellation(task=first, replaced_by=("X",)),)),
        PlanDiff(cancel=(TaskCancellation(task=last),)),
        PlanDiff(change=(TaskChange(task=last, depends_on=(first,)),)),
        PlanDiff(targets=(TargetChange(goal="G1", target=Decimal(n)),)),
    )[n % 6]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.randoms(use_true_random=True))
def test_any_history_keeps_the_truths_of_a_plan_and_replays(begin: Callable[[], Scenario], chance: Random) -> None:
    it = told(begin())
    origin = it.state
    for _ in range(80):
        if it.state.status is Status.CLOSED:
            break
        before = it.state
        step(it, chance)
        check_step(before, it.state)
        check(it.state)
    assert ROOM.replay(it.log, origin) == it.state
    stored = [msgspec.json.decode(msgspec.json.encode(event), type=PlanEvent) for event, _ in it.log]
    assert stored == [event for event, _ in it.log]


def step(it: Told, chance: Random) -> None:
    """Somebody does, or tries in vain, something that the states would admit; time passes."""
    choices = possible(it)
    verb = chance.choice(sorted({verb for verb, _ in choices}))
    part = chance.choice([part for each, part in choices if each == verb])
    usual = {"return_adjustment": "pia", "wake": SYSTEM}.get(verb) or DOING[verb][0]
    if isinstance(part, Task):
        usual = part.responsible if usual == "rita" else usual
    by = chance.choice((usual, usual, usual, chance.choice(PEOPLE)))
    with suppress(Refused):
        given_part = part and part.id
        it.do(verb, by, part=given_part, **inputs(verb, it.state, given_part, chance.randrange(10)))
    it.at(it.now + timedelta(days=chance.choice((0, 0, 1, 3))))


def possible(it: Told) -> list[tuple[str, Any]]:
    """The acts that the states admit now, each with the part that it is about."""
    wholes = [(verb, None) for verb in VERBS if ROOM.acts[verb].part is None]
    parts = [
        (verb, part)
        for verb in VERBS
        if (name := ROOM.acts[verb].part)
        for part in getattr(it.state, ROOM.part(name).inside).values()
    ]
    return [each for each in (*wholes, *parts) if ROOM.possible(ROOM.acts[each[0]], it.state, each[1])]


def check(plan: Plan) -> None:
    """What is true of every plan at all times."""
    signed_by = {each.signer for each in plan.signatures if each.verdict is Verdict.APPROVED}
    assert not signed_by & set(plan.contributors)
    if plan.tasks:
        goals = {goal.key for goal in plan.content.goals}
        assert goals == {task.goal for task in plan.tasks.values() if not task.withdrawn}
    applied = [each.applied_version for each in plan.adjustments.values() if each.applied_version]
    assert sorted(applied) == list(range(2, plan.plan_version + 1))
    approved_not_applied = [
        each
        for each in plan.adjustments.values()
        if each.status is AdjustmentStatus.APPROVED and each.applied_version is None
    ]
    assert len(approved_not_applied) <= 1
    assert on_time(plan.tasks.values()).numerator <= completion(plan.tasks.values()).numerator
    assert [goal.target for goal in plan.content.goals if goal.kind is GoalKind.COMPANY] == [100]
    for task in plan.tasks.values():
        assert (task.status is TaskStatus.BLOCKED) <= (task.difficulty is not None)
        assert (task.status is TaskStatus.COMPLETED) == (task.completed_on is not None)
        assert task.weight > 0
        assert plan.starts <= task.start <= task.due <= plan.ends
    for each in plan.adjustments.values():
        assert not {s.signer for s in each.signatures} & set(each.contributors)


def check_step(before: Plan, after: Plan) -> None:
    """What no step does: lose a task of an issued plan, change an ended one, or change what was signed unseen."""
    if before.plan_version:
        assert list(after.tasks)[: len(before.tasks)] == list(before.tasks)
    for id, task in before.tasks.items():
        if task.ended and before.plan_version:
            assert terms_of(after.tasks[id]) == terms_of(task)
            assert after.tasks[id].status is task.status
    assert after.plan_version in (before.plan_version, before.plan_version + 1)
    if before.status is Status.SUBMITTED:
        assert after.content == before.content
