"""A request to change the plan of a project: asked for, decided, and so the next version of the plan (PROJ-16)."""

from datetime import datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.project.content import ChangeContent
from domain.project.planning_events import (
    ChangeEvent,
    ProjectChangeApproved,
    ProjectChangeRejected,
    ProjectChangeRequested,
    ProjectChangeReturned,
    ProjectChangeRevised,
    ProjectChangeWithdrawn,
)
from domain.project.terms import Aspect, ChangeStatus, Reach
from domain.shared.approval import Request, Signature, writers
from domain.shared.ids import ChangeRequestId, PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp

REQUESTED, RETURNED, APPROVED = ChangeStatus.REQUESTED, ChangeStatus.RETURNED, ChangeStatus.APPROVED


class ChangeRequest(Struct, frozen=True, kw_only=True):
    """A request for change as its events leave it. `since` is when it came to its present status."""

    id: ChangeRequestId
    status: ChangeStatus = REQUESTED
    applicant: PersonId
    contributors: tuple[PersonId, ...]
    """Everybody who wrote on it: none of them may decide it."""
    base_version: int
    content: ChangeContent
    aspects: tuple[Aspect, ...]
    reach: Reach
    request: Request
    signatures: tuple[Signature, ...] = ()
    answer: str = ""
    applied_version: int | None = None
    since: datetime

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.status in CHANGE_LIFECYCLE.final


CHANGE_LIFECYCLE: Lifecycle[ChangeStatus] = Lifecycle(
    {
        ProjectChangeRequested: move(UNBORN, to=REQUESTED),
        ProjectChangeRevised: move(RETURNED, to=REQUESTED),
        ProjectChangeReturned: move(REQUESTED, to=RETURNED),
        ProjectChangeRejected: move(REQUESTED, to=ChangeStatus.REJECTED),
        ProjectChangeWithdrawn: move(REQUESTED, RETURNED, to=ChangeStatus.WITHDRAWN),
        ProjectChangeApproved: move(REQUESTED, to=APPROVED),
    },
    final=frozenset({APPROVED, ChangeStatus.REJECTED, ChangeStatus.WITHDRAWN}),
)


def evolve_change(change: ChangeRequest | None, event: ChangeEvent, stamp: Stamp) -> ChangeRequest:
    if isinstance(event, ProjectChangeRequested):
        return ChangeRequest(
            id=event.change_request,
            applicant=stamp.principal,
            contributors=writers((), stamp),
            base_version=event.base_version,
            content=event.content,
            aspects=event.aspects,
            reach=event.reach,
            request=event.request,
            since=stamp.at,
        )
    assert change is not None
    match event:
        case ProjectChangeRevised():
            return replace(
                change,
                contributors=writers(change.contributors, stamp),
                base_version=event.base_version,
                content=event.content,
                aspects=event.aspects,
                reach=event.reach,
                request=event.request,
                answer=event.answer,
                since=stamp.at,
            )
        case ProjectChangeReturned(signature=signature) | ProjectChangeRejected(signature=signature):
            return replace(change, signatures=(*change.signatures, signature), since=stamp.at)
        case ProjectChangeWithdrawn():
            return replace(change, since=stamp.at)
        case ProjectChangeApproved(signature=signature, version=version):
            signatures = (*change.signatures, signature)
            return replace(change, signatures=signatures, applied_version=version, since=stamp.at)
        case _:
            assert_never(event)
