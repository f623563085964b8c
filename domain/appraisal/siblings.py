"""The appraisals of the same subject, in cycles of the same kind, before and after one."""

from collections.abc import Iterator

from domain.appraisal.claims import OF_SUBJECT
from domain.appraisal.lifecycle import OPEN
from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.shared.act import World


def earlier(appraisal: Appraisal, world: World) -> Appraisal | None:
    """The latest final one before it."""
    final = (each for each in siblings(appraisal, world) if each.status is Status.FINALISED)
    return max((each for each in final if each.ends < appraisal.starts), key=lambda each: each.ends, default=None)


def later(appraisal: Appraisal, world: World, *, final: bool) -> Appraisal | None:
    """The first one after it that is final, or that is still open."""
    wanted = (Status.FINALISED,) if final else OPEN
    after = (each for each in siblings(appraisal, world) if each.starts > appraisal.ends and each.status in wanted)
    return min(after, key=lambda each: each.starts, default=None)


def siblings(appraisal: Appraisal, world: World) -> Iterator[Appraisal]:
    for id in world.find(OF_SUBJECT, f"{appraisal.kind}/{appraisal.who}"):
        other = world.get(Appraisal, id)
        if other is not None and other.id != appraisal.id:
            yield other
