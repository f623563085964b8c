"""All kinds of record that the product keeps."""

from domain import access, authority, goal, issue, organisation, plan
from domain.shared import series
from domain.shared.room import Room

ROOMS: tuple[Room, ...] = (
    organisation.ROOM,
    authority.ROOM,
    access.ROOM,
    goal.ROOM,
    plan.ROOM,
    issue.ROOM,
    series.ROOM,
)
