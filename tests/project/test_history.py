"""Random histories: whatever people try, what is recorded keeps these truths, and can be replayed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.project import ROOM
from domain.project.content import BudgetLine, ChangeContent
from domain.project.events import ProjectEvent
from domain.project.standing import crossed, open_deviations
from domain.project.state import Project
from domain.project.task import COMPLETE
from domain.project.terms import (
    ChangeStatus,
    CommitmentStatus,
    DocumentClass,
    Health,
    MilestoneStatus,
    Opinion,
    Reach,
    Status,
    TaskStatus,
)
from domain.shared.approval import Verdict
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Refused
from domain.shared.term import Role
from domain.shared.values import civil
from tests.project.moves import DOING
from tests.project.stories import (
    BASELINE,
    SHOWN,
    change,
    delivered,
    document,
    executing,
    planned,
    proposed,
    reviewed,
    submitted,
    summarised,
)
from tests.scenario import Scenario

PEOPLE = ("max", "mia", "will", "fay", "vera", "boss", "stan", "pat", "tom", "tia", "olga")
VERBS = sorted({*DOING, "wake"} - {"terminate", "reject", "comment", "link"})
"""What ends a project at once, or changes nothing in it, is left out, so that histories grow long."""
ONWARD = (
    "submit", "give_opinion", "approve", "assemble_team", "baseline", "start", "report_task", "reach_milestone",
    "request_acceptance", "accept", "file_document", "meet_condition", "settle_problem", "release_commitment",
    "summarise", "close",
)  # fmt: skip
BEGINNINGS: tuple[Callable[[], Scenario], ...] = (
    proposed, submitted, reviewed, planned, executing, executing, executing, delivered, summarised,
)  # fmt: skip


@dataclass
class Told(Scenario):
    """A scenario that remembers each event with its stamp, as the log does."""

    log: list[tuple[Any, Stamp]] = field(default_factory=list)

    def record(self, event: Any, actor: PersonId, role: Role, principal: PersonId | None) -> None:
        stamp = Stamp(record=self.id, actor=actor, role=role, at=self.now, on_behalf_of=principal)
        self.log.append((event, stamp))
        super().record(event, actor, role, principal)


def told(it: Scenario) -> Told:
    """The same project from here on, with what happened so far as its first state."""
    return Told(ROOM, it.world, it.id, it.now, it.state, numbers=it.numbers, ids=it.ids)


def inputs(verb: str, it: Scenario, part: Any, n: int) -> dict[str, Any]:
    """What is given to an act at this point of the history, in one of a few variations."""
    project: Project = it.state
    usual = DOING[verb][1] if verb in DOING else {}
    today = civil(it.now)
    line = ("work", "machines")[n % 2]
    match verb:
        case "give_opinion":
            opinion = (Opinion.PASS, Opinion.PASS, Opinion.CONDITIONS, Opinion.FAIL)[n % 4]
            return {"opinion": opinion, "text": "So", "conditions": ("Two shifts",) * (opinion is Opinion.CONDITIONS)}
        case "report_task":
            return {**usual, "percent": Decimal(n * 10 + 10), "evidence": SHOWN, "reason": "Anew" if n % 3 else ""}
        case "reach_milestone":
            return {"reached_on": today, "evidence": SHOWN}
        case "commit_cost":
            return {**usual, "line": line, "amount": Decimal(37 * n + 1)}
        case "post_cost":
            promised = [each for each in project.commitments.values() if each.line == line]
            to = promised[n % len(promised)].id if promised and n % 3 else None
            amount = Decimal(29 * n + 1)
            return {**usual, "line": line, "amount": amount, "spent_on": today, "commitment": to, "settles": n > 7}
        case "record_quality_check":
            return {"requirement": f"Q{n % 2 + 1}", "passed": n % 3 > 0, "findings": "Seen"}
        case "record_corrective_action":
            return {**usual, "due": today + timedelta(days=n)}
        case "record_meeting":
            return {**usual, "held_on": today}
        case "request_change" | "revise_change":
            return {"content": another(project, n), **({"answer": "So"} if verb == "revise_change" else {})}
        case "file_document":
            return {"document": document(list(DocumentClass)[n % 5])}
        case _:
            return usual


def another(project: Project, n: int) -> ChangeContent:
    """One of the changes that people ask for; some of them cannot be made."""
    now = project.baseline or BASELINE
    money = Decimal(100 * n + 300)
    budget = (BudgetLine(key="machines", title="Machines", amount=money), *now.budget[1:])
    deadline = project.deadline
    return (
        change(replace(now, budget=budget)),
        change(replace(now, budget=budget), ceiling=money + 300),
        change(replace(now, tasks=now.tasks[:-1])),
        change(replace(now, scope=f"Scope {n}"), lead=PersonId(("pat", "tom")[n % 2])),
        change(now, deadline=deadline and deadline + timedelta(days=n - 5)),
    )[n % 5]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.randoms(use_true_random=True))
def test_any_history_keeps_the_truths_of_a_project_and_replays(begin: Callable[[], Scenario], chance: Random) -> None:
    it = told(begin())
    origin = it.state
    for _ in range(70):
        before, day = it.state, civil(it.now)
        step(it, chance)
        check_step(before, it.state, day)
        check(it.state)
        if it.state.status is Status.POST_EVALUATED:
            break
    assert ROOM.replay(it.log, origin) == it.state
    stored = [msgspec.json.decode(msgspec.json.encode(event), type=ProjectEvent) for event, _ in it.log]
    assert stored == [event for event, _ in it.log]


def step(it: Told, chance: Random) -> None:
    """Somebody does, or tries in vain, something that the states would admit; time passes."""
    choices = possible(it)
    verbs = sorted({verb for verb, _ in choices})
    onward = [verb for verb in ONWARD if verb in verbs]
    verb = chance.choice(onward if onward and chance.randrange(3) == 0 else verbs)
    part = chance.choice([part for each, part in choices if each == verb])
    usual = SYSTEM if verb == "wake" else DOING[verb][0]
    by = chance.choice((usual, usual, usual, chance.choice(PEOPLE)))
    with suppress(Refused):
        decided = it.do(verb, by, part=part and part.id, **inputs(verb, it, part, chance.randrange(10)))
        told = {*ROOM.acts[verb].events, *ROOM.acts[verb].effects}
        assert {type(event) for event in decided} <= told
    it.at(it.now + timedelta(days=chance.choice((0, 0, 1, 5))))


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


def check(project: Project) -> None:
    """What is true of every project at all times."""
    check_money(project)
    check_decisions(project)
    for task in project.tasks.values():
        assert (task.status is TaskStatus.COMPLETED) == (task.completed_on is not None)
        assert task.status is not TaskStatus.COMPLETED or task.percent == COMPLETE
        assert task.slack >= 0
    assert [each.number for each in project.baselines] == list(range(1, project.plan_version + 1))
    if project.baseline is not None:
        assert sum(member.lead for member in project.team) == 1
        assert any(task.critical for task in project.tasks.values())
    if project.status in (Status.IN_ACCEPTANCE, Status.ACCEPTED, Status.CLOSED):
        assert all(each.status is not MilestoneStatus.PLANNED for each in project.milestones.values())
    if project.status is Status.CLOSED:
        assert not project.missing_documents and not project.committed
        assert not any(each.critical for each in project.problems.values())


def check_money(project: Project) -> None:
    """Nothing goes beyond a budget line, nor beyond the ceiling, which only an approved change has raised."""
    assert project.committed + project.actual_cost <= project.budget <= project.ceiling
    for line in project.baseline.budget if project.baseline else ():
        assert project.bound(line.key) + project.spent(line.key) <= line.amount
    raised = [
        each for each in project.change_requests.values()
        if each.status is ChangeStatus.APPROVED and each.content.ceiling is not None
    ]  # fmt: skip
    assert project.ceiling == project.original_ceiling or raised
    for commitment in project.commitments.values():
        assert commitment.bound >= 0
        assert commitment.status is CommitmentStatus.OPEN or commitment.bound == 0


def check_decisions(project: Project) -> None:
    """Nobody has decided on what they had written, asked for, led or owned."""
    for signature in project.signatures:
        if signature.verdict is Verdict.APPROVED and signature.digest == (project.request and project.request.digest):
            assert signature.signer not in project.contributors
    for review in project.reviews.values():
        assert review.given_by is None or review.given_by not in project.contributors
    for request in project.change_requests.values():
        assert not {each.signer for each in request.signatures} & set(request.contributors)
        if request.status is ChangeStatus.APPROVED and request.reach is Reach.BEYOND:
            assert request.signatures[-1].role is Role.MGMT
    for milestone in project.milestones.values():
        assert milestone.accepted_by is None or milestone.accepted_by != milestone.owner


def check_step(before: Project, after: Project, day: date) -> None:
    """What no step does: change what was signed unseen, lose a part, or overlook a threshold that work has crossed."""
    if before.status in (Status.IN_REVIEW, Status.AWAITING_APPROVAL):
        assert after.proposal == before.proposal
    for part in ROOM.parts:
        held, kept = getattr(before, part.inside), getattr(after, part.inside)
        assert set(held) <= set(kept)
        final = part.lifecycle.final
        assert all(kept[id].status is each.status for id, each in held.items() if each.status in final)
    measured = (before.tasks, before.costs, before.checks) != (after.tasks, after.costs, after.checks)
    if measured and before.status is after.status is Status.EXECUTING:
        assert set(open_deviations(after)) == set(crossed(after, day))
        red = [each for each in after.deviations.values() if each.grade is Health.RED]
        assert all(each.issue for each in red)
