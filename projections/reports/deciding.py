"""Decisions as the reports see them: who judged what of whom, read off the events and the signatures in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_type_hints

from domain.shared.act import Act
from domain.shared.approval import Signature
from domain.shared.lifecycle import Lifecycle
from domain.shared.room import Room
from domain.shared.term import Role
from projections.reports.report import listed
from projections.signing import signed_fields

MATTERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "organisation.person.erased": (("organisation.person.erasure_requested", ""),),
    "organisation.person.erasure_declined": (("organisation.person.erasure_requested", ""),),
    "goal.achieved": (("goal.set", "owner"), ("goal.revised", "owner")),
    "goal.missed": (("goal.set", "owner"), ("goal.revised", "owner")),
    "plan.cancelled": (("plan.drafted", ""), ("plan.submitted", "")),
    "project.condition.met": (("project.proposed", ""), ("project.initiation_submitted", "")),
    "project.sponsor_changed": (("project.proposed", ""),),
    "project.terminated": (("project.proposed", ""),),
    "issue.dismissed": (("issue.reported", ""),),
    "issue.merged": (("issue.reported", ""),),
    "issue.measure.waived": (("issue.assigned", "person"), ("issue.reassigned", "person")),
    "coordination.agreed": (("coordination.requested", ""), ("coordination.answer.given", "")),
    "coordination.decided": (
        ("coordination.requested", ""), ("coordination.answer.given", ""), ("coordination.failed", ""),
    ),
    "appraisal.superior_changed": (("appraisal.opened", "subject"),),
    "appraisal.voided": (("appraisal.opened", "subject"),),
    "appraisal.daily_assessment_recorded": (("appraisal.opened", "subject"),),
    "appraisal.indicator_actuals_captured": (("appraisal.opened", "subject"),),
    "appraisal.indicator_recapture_ordered": (("appraisal.opened", "subject"),),
    "appraisal.form.self_assessment_waived": (("appraisal.opened", "subject"),),
    "appraisal.result_delivered": (("appraisal.opened", "subject"),),
    "appraisal.improvement.assessed": (("appraisal.opened", "subject"),),
    "appraisal.finalised": (("appraisal.opened", "subject"),),
    "appraisal.score_corrected": (("appraisal.opened", "subject"),),
    "appraisal.consequence.proposed": (("appraisal.opened", "subject"),),
    "appraisal.consequence.withdrawn": (("appraisal.opened", "subject"),),
    "peer_evaluation.closed": (("peer_evaluation.invited", "subject"),),
}
"""Whose matter a decision is that bears no signature: the events that say so, and their field that names the person
(whoever is behind the event, when there is none). A decision with a signature is the matter of whoever asked for it.
"""
ELSEWHERE = ("project.milestone.reached", "project.milestone.waived", "project.post_evaluated")
"""Decisions without a signature whose matter no single event names: that of a milestone's owner, or of the lead."""


def deciding(rooms: Sequence[Room]) -> Iterator[Act]:
    """The acts that judge somebody's work."""
    return (act for room in rooms for act in room.acts.values() if act.decides)


def unsigned(rooms: Sequence[Room]) -> Iterator[str]:
    """The stored names of decisions that bear no signature."""
    for act in deciding(rooms):
        if not any(signed(event) for event in act.events):
            yield from (stored_name(event) for event in act.events)


def signed(event: Any) -> bool:
    """Whether events of the class hold signatures, or ask for them."""
    return bool(signed_fields(event))


def stored_name(event: type[Any]) -> str:
    return str(event.__struct_config__.tag)


def decisions(rooms: Sequence[Room]) -> str:
    """A SELECT of all decisions by people: the event, and what its signature says."""
    return f"""
        SELECT coalesce(s.id, e.id) AS id, e.position, e.record, e.room, e.part, e.act, s.verdict, e.actor,
            e.on_behalf_of, e.role, e.occurred_at, e.comment, e.matrix
        FROM event AS e LEFT JOIN signature AS s ON s.position = e.position AND s.verdict IS NOT NULL
        WHERE e.role <> '{Role.SYSTEM}' AND e.act IN ({listed(act.name for act in deciding(rooms))})
            AND (s.verdict IS NOT NULL OR e.type IN ({listed(unsigned(rooms))}))"""


def presumed(rooms: Sequence[Room]) -> Iterator[tuple[str, str]]:
    """Pairs of stored names: a signed decision, and what may be done only in the state to which it alone leads."""
    for room in rooms:
        for lifecycle in (room.lifecycle, *(part.lifecycle for part in room.parts)):
            yield from presumed_in(lifecycle)


def presumed_in(lifecycle: Lifecycle[Any]) -> Iterator[tuple[str, str]]:
    for decision, move in lifecycle.moves.items():
        others = [each for each, way in lifecycle.moves.items() if way.to == move.to and each is not decision]
        if signed(decision) and move.to is not None and not others:
            later = (each for each, way in lifecycle.moves.items() if way.since == {move.to})
            yield from ((stored_name(decision), stored_name(each)) for each in later)


def ending(rooms: Sequence[Room]) -> Iterator[str]:
    """The stored names of what ends the waiting for a decision without one: a withdrawal, a cancellation."""
    for room in rooms:
        for lifecycle in (room.lifecycle, *(part.lifecycle for part in room.parts)):
            decided = {state for event, move in lifecycle.moves.items() if is_decision(event) for state in move.since}
            for event, move in lifecycle.moves.items():
                if move.to is not None and move.to not in decided and not signed(event):
                    yield stored_name(event)


def is_decision(event: Any) -> bool:
    """Whether events of the class hold the signature of whoever decided."""
    return any(Signature in (hint, *get_args(hint)) for hint in get_type_hints(event).values())
