"""The issue into which another was merged shows it: they are linked both ways (ISSUE-03, ISSUE-11)."""

from collections.abc import Iterator

from msgspec.structs import replace

from application.command import Command
from application.deciding import by_system, upon
from domain.issue.events import IssueMerged
from domain.shared.act import World
from domain.shared.recorded import Envelope


@upon(IssueMerged)
def react(record: str, happened: Envelope, world: World) -> Iterator[Command]:
    """The link. It changes the other issue, which so cannot end at the same moment without this one being noticed."""
    merged: IssueMerged = happened.event
    link = by_system("issue.link", merged.into, happened)
    yield replace(link, inputs={"record": record, "note": merged.reason})
