"""Issues: reported, registered, analysed, solved, verified, and reopened when they recur."""

from domain.issue import (
    analysis,
    execution,
    migration,
    rectification,
    reporting,
    solutions,
    steering,
    timers,
    verification,
)
from domain.issue.claims import MIGRATED_TWICE, ORIGIN, SOURCE, claims
from domain.issue.events import IssueEvent
from domain.issue.evolve import evolve
from domain.issue.figures import overdue
from domain.issue.lifecycle import LIFECYCLE
from domain.issue.measure import MEASURE_LIFECYCLE, Measure, evolve_measure
from domain.issue.obligations import obligations
from domain.issue.relations import interested, relations
from domain.issue.reporting import ORIGIN_TAKEN
from domain.issue.state import Issue
from domain.issue.timers import wakes
from domain.issue.upcasts import UPCASTS
from domain.issue.worklist import work
from domain.shared.act import acts_in
from domain.shared.ids import IssueId, MeasureId
from domain.shared.room import Part, Room

ROOM = Room(
    name="issue",
    zh="问题",
    id=IssueId,
    state=Issue,
    events=IssueEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in(
        "issue",
        reporting,
        rectification,
        analysis,
        solutions,
        execution,
        steering,
        verification,
        timers,
        migration,
    ),
    parts=(Part("measure", "措施", MeasureId, Measure, "measures", MEASURE_LIFECYCLE, evolve_measure),),
    relations=relations,
    interested=interested,
    claims=claims,
    unique={ORIGIN: ORIGIN_TAKEN, SOURCE: MIGRATED_TWICE},
    wakes=wakes,
    work=work,
    obligations=obligations,
    upcasts=UPCASTS,
    daily=(overdue,),
)
