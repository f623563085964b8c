"""What can have happened to an appraisal scheme."""

from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.scheme.terms import Preset, Scope
from domain.shared.approval import Request, Signature
from domain.shared.personal import Said


class AppraisalSchemeDrafted(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.drafted"):
    """A scheme was begun: whom it appraises, by what, and what a score is worth (APPR-01)."""

    scope: Scope
    preset: Preset | None
    """The ready-made scheme that it was begun from."""
    content: SchemeContent


class AppraisalSchemeRevised(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.revised"):
    """The draft of the next edition; the edition approved before it stays in use."""

    content: SchemeContent


class AppraisalSchemeSubmitted(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.submitted"):
    """A decision on the scheme was asked for (APPR-01)."""

    request: Request


class AppraisalSchemeReturned(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.returned"):
    """The approver sent the scheme back; the signature's comment says what must change (APPR-01)."""

    signature: Signature


class AppraisalSchemeApproved(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.approved"):
    """The content is in use as this edition; appraisals that run keep theirs."""

    edition: int
    """Its number; the first was 1."""
    signature: Signature


class AppraisalSchemeRetired(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.retired"):
    """No more appraisals are opened by the scheme; those that run go on."""

    reason: Said


AppraisalSchemeEvent: TypeAlias = (
    AppraisalSchemeDrafted
    | AppraisalSchemeRevised
    | AppraisalSchemeSubmitted
    | AppraisalSchemeReturned
    | AppraisalSchemeApproved
    | AppraisalSchemeRetired
)
