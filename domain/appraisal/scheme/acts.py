"""What can be done to an appraisal scheme."""

from collections.abc import Iterator

from domain.appraisal.scheme.content import Population, SchemeContent
from domain.appraisal.scheme.events import (
    AppraisalSchemeApproved,
    AppraisalSchemeDrafted,
    AppraisalSchemeRetired,
    AppraisalSchemeReturned,
    AppraisalSchemeRevised,
    AppraisalSchemeSubmitted,
)
from domain.appraisal.scheme.presets import content_of
from domain.appraisal.scheme.soundness import sound
from domain.appraisal.scheme.state import Scheme
from domain.appraisal.scheme.terms import Preset, Scope
from domain.shared.act import Context, act, allow
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.term import Role
from domain.shared.values import Line, Text

AUTHORS = (allow(Role.HR, scope=Scope.COMPANY), allow(Role.OS, scope=Scope.TEAM))
"""Who writes which schemes (requirements §1.2; APPR-23)."""
DECIDERS = (allow(Role.MGMT, scope=Scope.COMPANY), allow(Role.DM, scope=Scope.TEAM))


@act("起草考核方案", *AUTHORS)
def draft(context: Context, *, scope: Scope, content: SchemeContent) -> Iterator[AppraisalSchemeDrafted]:
    """Start a scheme: whom it appraises, by which indicators and weights, and what a score is worth (APPR-01)."""
    yield AppraisalSchemeDrafted(scope=scope, preset=None, content=content)


@act("按预设起草考核方案", *AUTHORS)
def draft_preset(
    context: Context, *, scope: Scope, preset: Preset, title: Line, population: Population
) -> Iterator[AppraisalSchemeDrafted]:
    """Start a scheme from a preset: general, operations supervisor, sales or customer service (APPR-22 to APPR-24)."""
    yield AppraisalSchemeDrafted(scope=scope, preset=preset, content=content_of(preset, title, population))


@act("修改考核方案", *AUTHORS)
def revise(scheme: Scheme, context: Context, *, content: SchemeContent) -> Iterator[AppraisalSchemeRevised]:
    """Write the draft anew, or begin the next edition of a scheme in use (APPR-01)."""
    if content != scheme.content:
        yield AppraisalSchemeRevised(content=content)


@act("提交考核方案", *AUTHORS)
def submit(scheme: Scheme, context: Context) -> Iterator[AppraisalSchemeSubmitted]:
    """Ask for approval, once weights sum to 100, indicators can be measured and the bonus rises (APPR-01, 02, 17)."""
    sound(scheme.content, scheme.scope, scheme.preset, context)
    yield AppraisalSchemeSubmitted(request=ask(scheme.content, context, scheme.request, scheme.submitted))


@act("退回考核方案", *DECIDERS, decides=True)
def return_(scheme: Scheme, context: Context, *, comment: Text) -> Iterator[AppraisalSchemeReturned]:
    """Send the scheme back to be improved, saying what must change."""
    yield AppraisalSchemeReturned(signature=signed(scheme, context, Verdict.RETURNED, comment))


@act("批准考核方案", *DECIDERS, decides=True)
def approve(scheme: Scheme, context: Context, *, comment: str = "") -> Iterator[AppraisalSchemeApproved]:
    """Put the scheme in use as its next edition; whoever is appraised by another scheme must be taken out of it first.

    Appraisals that run keep the edition with which they were opened (APPR-01).
    """
    yield AppraisalSchemeApproved(
        edition=scheme.edition + 1, signature=signed(scheme, context, Verdict.APPROVED, comment)
    )


@act("停用考核方案", *DECIDERS)
def retire(scheme: Scheme, context: Context, *, reason: Text) -> Iterator[AppraisalSchemeRetired]:
    """Open no more appraisals by the scheme."""
    yield AppraisalSchemeRetired(reason=reason)


def signed(scheme: Scheme, context: Context, verdict: Verdict, comment: str) -> Signature:
    assert scheme.request is not None
    return sign(scheme.request, scheme.content, context, verdict, comment)
