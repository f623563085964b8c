"""What can have happened to an appraisal scheme."""

from typing import TypeAlias

from msgspec import Struct

from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.scheme.terms import Preset, Scope
from domain.shared.approval import Request, Signature
from domain.shared.personal import Said


class AppraisalSchemeDrafted(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.drafted"):
    scope: Scope
    preset: Preset | None
    content: SchemeContent


class AppraisalSchemeRevised(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.revised"):
    """The draft of the next edition; the edition approved before it stays in use."""

    content: SchemeContent


class AppraisalSchemeSubmitted(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.submitted"):
    request: Request


class AppraisalSchemeReturned(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.returned"):
    signature: Signature


class AppraisalSchemeApproved(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.approved"):
    """The content is in use as this edition; appraisals that run keep theirs."""

    edition: int
    signature: Signature


class AppraisalSchemeRetired(Struct, frozen=True, kw_only=True, tag="appraisal_scheme.retired"):
    reason: Said


AppraisalSchemeEvent: TypeAlias = (
    AppraisalSchemeDrafted
    | AppraisalSchemeRevised
    | AppraisalSchemeSubmitted
    | AppraisalSchemeReturned
    | AppraisalSchemeApproved
    | AppraisalSchemeRetired
)
