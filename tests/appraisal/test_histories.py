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

from domain.appraisal import ROOM
from domain.appraisal.events import AppraisalEvent
from domain.appraisal.scoring import weighted
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import ConsequenceKind, ConsequenceStatus, FormStatus, Status
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Refused
from domain.shared.term import Role
from tests.appraisal.company import facts
from tests.appraisal.stories import ENDED, captured, delivered, finalised, interview, opened, scores, self_assessed
from tests.appraisal.test_lifecycle import DOING
from tests.scenario import Scenario

PEOPLE = ("ron", "sue", "sam", "boss", "hana", "hugo", "hedy", "rita", SYSTEM)
VERBS = sorted({*DOING, "wake"} - {"void"})
"""What ends an appraisal at once is left out, so that histories grow long."""
BEGINNINGS: tuple[Callable[[], Scenario], ...] = (opened, captured, self_assessed, delivered, finalised)


@dataclass
class Told(Scenario):
    """A scenario that remembers each event with its stamp, as the log does."""

    log: list[tuple[Any, Stamp]] = field(default_factory=list)
    beginning: Any = None

    def record(self, event: Any, actor: PersonId, role: Role, principal: PersonId | None) -> None:
        stamp = Stamp(record=self.id, actor=actor, role=role, at=self.now, on_behalf_of=principal)
        self.log.append((event, stamp))
        super().record(event, actor, role, principal)


def inputs(verb: str, draw: Random) -> dict[str, Any]:
    """What somebody might put in."""
    points = draw.choice(["0", "33.33", "69", "89.995", "100"])
    match verb:
        case "submit_self_assessment" | "submit_superior_evaluation":
            return {"scores": scores(points, draw.choice([points, "50"])), "summary": "So"}
        case "fix_composite":
            return {"adjustment": draw.choice([Decimal(0), Decimal("-4.5"), Decimal(5)]), "reason": "So"}
        case "uphold_appeal":
            return {"hearing": "So", "reason": "So", "scores": scores(points)[:2]}
        case "hold_interview":
            return interview()
        case "propose_consequence":
            kind = draw.choice([ConsequenceKind.BONUS, ConsequenceKind.COMMENDATION, ConsequenceKind.PENALTY])
            return {"kind": kind, "text": "So", "base": Decimal("999.99")}
        case "correct_score":
            return {"score": Decimal(draw.choice([0, 59, 91, 100])), "reason": "So"}
        case "wake":
            return {}
        case _:
            return DOING[verb][1]


def walk(seed: int) -> Told:
    """A history of what people could do, by turns."""
    draw = Random(seed)
    beginning: Callable[[], Scenario] = draw.choice(BEGINNINGS)
    begun = beginning()
    it = Told(ROOM, facts(), now=begun.now, state=begun.state, ids=begun.ids, beginning=begun.state)
    it.at(max(it.now, ENDED))
    for _ in range(25):
        if draw.random() < 0.2:
            it.at(it.now + timedelta(days=draw.choice([1, 3, 9])))
        verb = draw.choice(VERBS)
        act = ROOM.acts[verb]
        held = getattr(it.state, ROOM.part(act.part).inside) if act.part else {}
        if act.part and not held:
            continue
        before = it.state
        with suppress(Refused):
            it.do(verb, draw.choice(PEOPLE), part=draw.choice(sorted(held)) if held else None, **inputs(verb, draw))
        check(it.state)
        check_step(before, it.state)
    return it


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_every_history_keeps_the_truths_and_replays_to_what_is_live(seed: int) -> None:
    it = walk(seed)
    decoder = msgspec.json.Decoder(AppraisalEvent)
    kept = [(decoder.decode(msgspec.json.encode(event)), stamp) for event, stamp in it.log]
    assert ROOM.replay(kept, it.beginning) == it.state


def check(appraisal: Appraisal) -> None:
    """What is true of every appraisal."""
    score: Decimal | None = appraisal.score
    composite = appraisal.composite
    assert score is None or 0 <= score <= 100
    if composite:
        assert composite.score == weighted(composite.components, composite.adjustment, composite.alpha)
        assert composite.grade is appraisal.terms.grade(composite.score)
        assert abs(composite.adjustment) <= 5
        assert not composite.adjustment or composite.reason
    assert (appraisal.status in (Status.OPENED,)) == (appraisal.form.status is FormStatus.OPEN)
    assert (appraisal.withheld_from is None) == (appraisal.delivered_at is not None)
    assert not [each for each in appraisal.signatures if appraisal.subject in each.people]
    assert appraisal.scorer != appraisal.subject
    if appraisal.evaluation:
        assert appraisal.evaluation.by != appraisal.subject
    for each in appraisal.consequences.values():
        if each.amount is not None and each.status is ConsequenceStatus.PROPOSED:
            assert each.base is not None
            assert each.score == score
            assert each.coefficient == appraisal.terms.coefficient(each.score)


def check_step(before: Appraisal, after: Appraisal) -> None:
    """What no step does: change a final score but by a correction, or lose what was said."""
    if before.status is Status.FINALISED:
        assert after.composite == before.composite
        assert after.score == before.score or len(after.corrections) == len(before.corrections) + 1
    assert after.notes[: len(before.notes)] == before.notes
    assert after.terms == before.terms
    assert set(before.improvements) <= set(after.improvements)
    assert set(before.consequences) <= set(after.consequences)


def test_the_walks_reach_every_state() -> None:
    reached = {walk(seed).state.status for seed in range(80)}
    assert {Status.FINALISED, Status.UNDER_APPEAL, Status.INTERVIEWED, Status.DELIVERED} <= reached
