"""All kinds of record that the product keeps."""

from domain import appraisal, authority, consumer, coordination, goal, issue, organisation, plan, project, token
from domain.appraisal import cycle, peers, scheme
from domain.shared import series
from domain.shared.room import Room

ROOMS: tuple[Room, ...] = (
    organisation.ROOM,
    authority.ROOM,
    token.ROOM,
    consumer.ROOM,
    goal.ROOM,
    plan.ROOM,
    project.ROOM,
    issue.ROOM,
    coordination.ROOM,
    scheme.ROOM,
    cycle.ROOM,
    appraisal.ROOM,
    peers.ROOM,
    series.ROOM,
)
