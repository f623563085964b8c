"""Issues: reported, registered, analysed, solved, verified, and reopened when they recur."""

from domain.issue import (
    analysis,
    clock,
    execution,
    migration,
    rectification,
    reporting,
    solutions,
    steering,
    verification,
)
from domain.issue.clock import wakes
from domain.issue.events import IssueEvent
from domain.issue.evolve import evolve
from domain.issue.keys import MIGRATED_TWICE, ORIGIN, SOURCE, claims
from domain.issue.lifecycle import LIFECYCLE
from domain.issue.measure import MEASURE_LIFECYCLE, Measure, evolve_measure
from domain.issue.parties import interested, relations
from domain.issue.reporting import ORIGIN_TAKEN
from domain.issue.state import Issue
from domain.issue.work import work
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
        clock,
        migration,
    ),
    parts=(
        Part(
            name="measure",
            zh="措施",
            id=MeasureId,
            state=Measure,
            inside="measures",
            lifecycle=MEASURE_LIFECYCLE,
            evolve=evolve_measure,
        ),
    ),
    relations=relations,
    interested=interested,
    claims=claims,
    wakes=wakes,
    work=work,
    unique={ORIGIN: ORIGIN_TAKEN, SOURCE: MIGRATED_TWICE},
)
