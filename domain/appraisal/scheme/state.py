"""An appraisal scheme as its events leave it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import replace

from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.scheme.events import (
    AppraisalSchemeApproved,
    AppraisalSchemeDrafted,
    AppraisalSchemeEvent,
    AppraisalSchemeRetired,
    AppraisalSchemeReturned,
    AppraisalSchemeRevised,
    AppraisalSchemeSubmitted,
)
from domain.appraisal.scheme.terms import CycleKind, Preset, Scope, Status
from domain.shared.act import World
from domain.shared.approval import Request, Signature, writers
from domain.shared.ids import AppraisalSchemeId, PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.room import Work, shown
from domain.shared.term import Role

IN_USE = "appraisal_scheme.in_use"
"""The kind of cycle for which a scheme is in use."""
POPULATION = "appraisal_scheme.population"
"""Each of those whom a scheme in use appraises, as `cycle/subjects/kind/id`."""
POPULATION_TAKEN = Reason(
    "appraisal_scheme.population_taken",
    "The scheme {holder} appraises {key} already: take them out of it, or retire it, first.",
    "{key}已适用方案{holder}，须先将其移出该方案或停用该方案。",
)


class Scheme(Struct, frozen=True, kw_only=True):
    """How people, teams or departments are appraised (考核方案): its draft, and the editions that were approved."""

    id: AppraisalSchemeId
    status: Status = Status.DRAFT
    since: datetime
    scope: Scope
    preset: Preset | None = None
    contributors: tuple[PersonId, ...]
    """Everybody who wrote on it or submitted it: none of them may approve it."""
    content: SchemeContent
    """The latest draft."""
    editions: tuple[SchemeContent, ...] = ()
    """The contents that were approved; the last is in use unless the scheme is retired."""
    request: Request | None = None
    submitted: SchemeContent | None = None
    """What was submitted last."""
    signatures: tuple[Signature, ...] = ()
    ending: str = ""
    """Why it was retired."""

    @shown
    def title(self) -> str:
        """The title in its content."""
        return self.content.title

    @shown
    def cycle_kind(self) -> CycleKind:
        """How often it appraises."""
        return self.content.cycle

    @shown
    def edition(self) -> int:
        """How many editions were approved."""
        return len(self.editions)

    @shown
    def orphan(self) -> bool:
        """Whether none of its indicators serves a goal (APPR-25, PRIN-04)."""
        return all(each.goal is None for each in self.content.indicators)

    @property
    def in_use(self) -> SchemeContent | None:
        """What people are appraised by now."""
        return self.editions[-1] if self.editions and self.status is not Status.RETIRED else None


DRAFT, SUBMITTED, APPROVED = Status.DRAFT, Status.SUBMITTED, Status.APPROVED

LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        AppraisalSchemeDrafted: move(UNBORN, to=DRAFT),
        AppraisalSchemeRevised: move(DRAFT, APPROVED, to=DRAFT),
        AppraisalSchemeSubmitted: move(DRAFT, to=SUBMITTED),
        AppraisalSchemeReturned: move(SUBMITTED, to=DRAFT),
        AppraisalSchemeApproved: move(SUBMITTED, to=APPROVED),
        AppraisalSchemeRetired: move(DRAFT, APPROVED, to=Status.RETIRED),
    },
    final=frozenset({Status.RETIRED}),
)


def evolve(scheme: Scheme | None, event: AppraisalSchemeEvent, stamp: Stamp) -> Scheme:
    """The scheme after the event."""
    if isinstance(event, AppraisalSchemeDrafted):
        return Scheme(
            id=AppraisalSchemeId(stamp.record),
            since=stamp.at,
            scope=event.scope,
            preset=event.preset,
            contributors=writers((), stamp),
            content=event.content,
        )
    assert scheme is not None
    scheme = replace(scheme, since=stamp.at)
    match event:
        case AppraisalSchemeRevised(content=content):
            return replace(scheme, content=content, contributors=writers(scheme.contributors, stamp))
        case AppraisalSchemeSubmitted(request=request):
            behind = writers(scheme.contributors, stamp)
            return replace(scheme, request=request, submitted=scheme.content, contributors=behind)
        case AppraisalSchemeReturned(signature=signature):
            return replace(scheme, signatures=(*scheme.signatures, signature))
        case AppraisalSchemeApproved(signature=signature):
            editions = (*scheme.editions, scheme.content)
            return replace(scheme, editions=editions, signatures=(*scheme.signatures, signature))
        case AppraisalSchemeRetired(reason=reason):
            return replace(scheme, ending=reason)
        case _:
            assert_never(event)


def claims(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """For which cycles it is in use, and whom it appraises in them."""
    if content := scheme.in_use:
        yield IN_USE, content.cycle
        yield from ((POPULATION, f"{content.cycle}/{place}") for place in content.population.places)


def interested(scheme: Scheme | None, _: Any, __: World) -> Iterable[PersonId]:
    """Nobody approves a scheme that they wrote."""
    return scheme.contributors if scheme else ()


def work(scheme: Scheme) -> Iterator[Work]:
    """A draft waits for its author, what was submitted for a decision."""
    if scheme.status is DRAFT:
        author = scheme.contributors[0]
        yield Work(act="appraisal_scheme.submit", title=scheme.title, person=author, since=scheme.since)
    elif scheme.status is SUBMITTED:
        decider = Role.MGMT if scheme.scope is Scope.COMPANY else Role.DM
        barred = scheme.contributors
        yield Work(
            act="appraisal_scheme.approve", title=scheme.title, role=decider, since=scheme.since, barred=barred
        )
